"""Laws of quality: the marks of a result are those of what it rests on, no more and no fewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.model.quality import Quality, least_certain
from pei_dsl.workspace.loading import load_text
from pei_dsl.workspace.verbs import evaluate

marks = st.none() | st.sampled_from(Quality)
months = st.sampled_from(["2023-05", "2024-02", "2024-11"])

PLAN = """
plan "Plan"
  periodo: 2023 a 2024
  años evaluados: 2024
objetivo OEI.01 "Objetivo"
fuente s "Filas"
  tiempo: mes
  calidad: estado
  columna mes: fecha
  columna n: número
  columna estado: texto
serie base "Base"
  2023: {before}
  2024: {series}
indicador IND.01.OEI.01 "De filas y una serie"
  fórmula: suma(s.n si n > 0) + base
  unidad: número
  sentido: ascendente
  logros: 2024: 100
indicador IND.02.OEI.01 "Registrado"
  unidad: número
  sentido: ascendente
  logros: 2024: 100
  valores: 2024: {registered}
indicador IND.03.OEI.01 "De los otros dos"
  fórmula: IND.01.OEI.01 + IND.02.OEI.01 + anterior(base)
  unidad: número
  sentido: ascendente
  logros: 2024: 100
"""


@attrs.frozen
class Drawn:
    """What is drawn: the mark of each row, of the series in two years, and of the registered value."""

    rows: Sequence[tuple[str, int, Quality | None]]
    series: Quality | None
    before: Quality | None
    registered: Quality | None

    def evaluation(self) -> Evaluation:
        text = PLAN.format(
            series=f"5 {self.series or ''}",
            before=f"3 {self.before or ''}",
            registered=f"50 {self.registered or ''}",
        )
        loaded = load_text(text)
        assert not loaded.diagnostics, loaded.diagnostics
        rows: list[Mapping[str, object]] = [
            {"mes": month, "n": number, "estado": str(mark or "")} for month, number, mark in self.rows
        ]
        measured = evaluate(loaded, 2024, data={"s": rows})
        assert not measured.diagnostics
        return measured.evaluation

    def counted(self) -> set[Quality]:
        """The marks of the rows of 2024 that pass the filter."""
        return {mark for month, number, mark in self.rows if month >= "2024" and number > 0 and mark}


drawn = st.builds(
    Drawn,
    st.lists(st.tuples(months, st.integers(0, 3), marks), max_size=6),
    marks,
    marks,
    marks,
)


def some(*found: Quality | None) -> set[Quality]:
    return {each for each in found if each is not None}


@given(drawn)
def test_marks_are_the_union_of_what_a_result_rests_on(drawn: Drawn) -> None:
    evaluation = drawn.evaluation()
    first, second, third = evaluation.indicators.values()

    assert second.quality == some(drawn.registered)
    if first.absence is None:
        assert first.quality == drawn.counted() | some(drawn.series)
    else:
        assert first.quality == frozenset()
    if third.absence is None:
        assert third.quality == first.quality | second.quality | some(drawn.before)
    else:
        assert third.quality == frozenset()


@given(drawn)
def test_a_group_has_the_marks_of_its_indicators(drawn: Drawn) -> None:
    evaluation = drawn.evaluation()
    every = [each.quality for each in evaluation.indicators.values() if each.absence is None]

    assert evaluation.groups["OEI.01"].quality == frozenset().union(*every)


@given(drawn, st.data())
def test_removing_a_marked_row_never_adds_a_mark(drawn: Drawn, data: st.DataObject) -> None:
    marked = [index for index, (_, _, mark) in enumerate(drawn.rows) if mark]
    assume(marked)
    gone = data.draw(st.sampled_from(marked))
    fewer = attrs.evolve(drawn, rows=[row for index, row in enumerate(drawn.rows) if index != gone])
    before, after = drawn.evaluation(), fewer.evaluation()

    for code, each in after.indicators.items():
        assert each.quality <= before.indicators[code].quality
    assert after.groups["OEI.01"].quality <= before.groups["OEI.01"].quality


@given(drawn)
def test_marks_change_no_figure(drawn: Drawn) -> None:
    final = Drawn([(month, number, None) for month, number, _ in drawn.rows], None, None, None)
    marked, plain = drawn.evaluation(), final.evaluation()

    for code, each in marked.indicators.items():
        other = plain.indicators[code]
        assert (each.value, each.achievement, each.color) == (other.value, other.achievement, other.color)
    assert marked.groups["OEI.01"].achievement == plain.groups["OEI.01"].achievement


@given(st.sets(st.sampled_from(Quality)))
def test_the_least_certain_is_shown(found: set[Quality]) -> None:
    shown = least_certain(found)

    assert (shown is None) == (not found)
    if shown is not None:
        assert all([*Quality].index(shown) <= [*Quality].index(each) for each in found)
