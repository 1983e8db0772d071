"""The formulas that a hole is answered with can be written in its place as they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.workspace.loaded import Loaded
from tests import strategies

UNITS = (
    "porcentaje",
    "número",
    "número de personas",
    "tasa por 1000",
    "ratio",
    "índice",
    "tasa de variación",
)
WHERE = (
    "",
    '  donde:\n    A "Atendidos" = 3\n    B "Otros" = 4\n',
    "  donde:\n    A = 3\n    suma = A > 2\n",
    "  donde:\n    A = IND.01.OEI.09\n    B = 7\n",
)
STRANGE = """\
fuente raros "Con nombres raros"
  columna [año y mes]: fecha
  columna [n° de personas]: número de personas
  columna sí_o_no: booleano
"""
MORE = (
    "",
    STRANGE,
    "variable vuelta = IND.01.OEI.09 * 2\n",
)


@st.composite
def plans(draw: st.DrawFn) -> str:
    """Plans with everything and one formula to be written."""
    project = draw(strategies.projects())
    unit = draw(st.sampled_from(UNITS))
    hole = (
        f'objetivo OEI.09 "Otro"\nindicador IND.01.OEI.09 "{draw(st.sampled_from(["Tasa de población", "T"]))}"\n'
        f"  fórmula: ?\n  unidad: {unit}\n  sentido: ascendente\n{draw(st.sampled_from(WHERE))}"
    )
    return "\n".join([project.text, hole, draw(st.sampled_from(MORE))])


def errors(loaded: Loaded) -> list[str]:
    return [each.code for each in loaded.errors]


@given(plans())
def test_what_is_offered_can_be_written(text: str) -> None:
    loaded = pei_dsl.load_text(text)
    [note] = [each for each in loaded.diagnostics if each.code == "PEI219"]
    before = errors(loaded)

    assert len(note.fixes) == len({fix.text for fix in note.fixes}) <= 3
    for fix in note.fixes:
        [edit] = fix.edits
        written = loaded.sources["plan.pei"].text
        after = pei_dsl.load_text(f"{written[: edit.span.start]}{edit.text}{written[edit.span.end :]}")

        assert not fix.safe
        assert edit.text == fix.text
        assert errors(after) == before, fix.text
        assert "PEI219" not in [each.code for each in after.diagnostics]
