"""The files of a new plan: small, complete and without findings, to be changed into one's own."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl import vocabulary
from pei_dsl.source import NOWHERE
from pei_dsl.syntax import made, tree
from pei_dsl.syntax.write import write

PLAN, DATA = "plan.pei", "datos/solicitudes.csv"
# The goals of the example grow by one point a year, and stay below a hundred.
MAX_YEARS = 15

_ABOVE = """\
# Un plan pequeño y completo: cambie los nombres y las cifras por los suyos, y borre lo que no use.
# Lo que empieza con # es un comentario y no cuenta. Después de cada cambio: pei revisar.

"""


@attrs.frozen
class Answers:
    """What a new plan needs to know: its entity, the short name of it, its first and last year."""

    entity: str
    acronym: str
    first: int
    last: int


def new_plan(answers: Answers) -> Mapping[str, str]:
    """Return the files of a new plan by their path in its folder: the plan, and the data of its source."""
    declarations = (
        _plan(answers),
        *_groups(),
        _computed(answers),
        _registered(answers),
        _source(),
        _test(answers),
    )
    return {PLAN: _ABOVE + write(made.file(declarations)), DATA: _rows(answers.first)}


def _plan(answers: Answers) -> tree.Declaration:
    return made.declaration(
        "plan",
        {
            "entity": made.quoted(answers.entity),
            "acronym": made.quoted(answers.acronym),
            "period": made.periods(str(answers.first), str(answers.last)),
            "methodology": made.bare("ceplan"),
        },
        title=f"PEI {answers.first}-{answers.last}",
    )


def _groups() -> tuple[tree.Declaration, tree.Declaration]:
    objective = made.declaration(
        "objective",
        {
            "class": made.bare("tipo I"),
            "priority": made.amount(Fraction(1)),
            "responsible": made.quoted("Gerencia de Atención"),
        },
        code="OEI.01",
        title="Mejorar la atención de las personas usuarias",
    )
    action = made.declaration(
        "action",
        {"priority": made.amount(Fraction(1)), "responsible": made.quoted("Oficina de Recursos Humanos")},
        code="AEI.01.01",
        title="Capacitación del personal que atiende a las personas usuarias",
    )
    return objective, action


def _computed(answers: Answers) -> tree.Declaration:
    """Return the indicator whose value is computed from the rows of the source."""
    goals = {year: Fraction(80 + number, 100) for number, year in enumerate(_years(answers))}
    return made.declaration(
        "indicator",
        {
            "formula": made.formula("A / B"),
            "where": _definitions(
                ("A", "Solicitudes atendidas a tiempo", 'contar(solicitudes si resultado = "a tiempo")'),
                ("B", "Solicitudes recibidas", "contar(solicitudes)"),
            ),
            "unit": made.bare("porcentaje"),
            "decimals": made.amount(Fraction(2)),
            "direction": made.bare("ascendente"),
            "relevance": made.bare("muy relevante"),
            "aggregation": made.bare("no agregable"),
            "baseline": _figures({answers.first - 1: Fraction(65, 100)}, percent=True),
            "goals": _figures(goals, percent=True),
            "responsible": made.quoted("Gerencia de Atención"),
            "sources": made.bare("solicitudes"),
            "justification": made.quoted("Mide si las personas usuarias reciben respuesta dentro del plazo."),
        },
        code="IND.01.OEI.01",
        title="Porcentaje de solicitudes atendidas a tiempo",
        documentation="Se calcula con las filas de la fuente «solicitudes».",
    )


def _registered(answers: Answers) -> tree.Declaration:
    """Return the indicator whose value somebody registers."""
    goals = {year: Fraction(120 + 20 * number) for number, year in enumerate(_years(answers))}
    return made.declaration(
        "indicator",
        {
            "unit": made.bare("número de personas"),
            "decimals": made.amount(Fraction(0)),
            "direction": made.bare("ascendente"),
            "relevance": made.bare("muy relevante"),
            "aggregation": made.bare("no agregable"),
            "baseline": _figures({answers.first - 1: Fraction(100)}),
            "goals": _figures(goals),
            "values": _figures({answers.first: Fraction(114)}),
            "responsible": made.quoted("Oficina de Recursos Humanos"),
            "sources": made.quoted("Reporte de capacitación del personal"),
            "justification": made.quoted("Mide cuántas personas terminaron la capacitación en el año."),
        },
        code="IND.01.AEI.01.01",
        title="Número de personas capacitadas en atención al público",
        documentation="Su valor se registra en «valores», un año por línea.",
    )


def _source() -> tree.Declaration:
    columns = [("fecha", "fecha"), ("solicitud", "texto"), ("resultado", "texto")]
    return made.declaration(
        "source",
        {
            "file": made.bare(DATA),
            "time": made.bare("fecha"),
            "responsible": made.quoted("Gerencia de Atención"),
        },
        name="solicitudes",
        title="Registro de solicitudes",
        items=[made.field("column", _column(name, type_)) for name, type_ in columns],
    )


def _column(name: str, type_: str) -> tree.Column:
    return tree.Column(name, type_, name_span=NOWHERE, type_span=NOWHERE, span=NOWHERE)


def _test(answers: Answers) -> tree.Declaration:
    year = str(answers.first)
    expected = {
        "IND.01.OEI.01": ("calculado", Fraction(70, 100), Fraction(8750, 10_000), "amarillo"),
        "OEI.01": ("", Fraction(0), Fraction(8750, 10_000), "amarillo"),
        "IND.01.AEI.01.01": ("registrado", Fraction(114), Fraction(9500, 10_000), "verde"),
        "AEI.01.01": ("", Fraction(0), Fraction(9500, 10_000), "verde"),
    }
    lines = [
        tree.Expectation(
            code,
            (
                *([tree.Expected(kind, _value(code, value), span=NOWHERE)] if kind else []),
                tree.Expected("alcance", made.amount(reached, 2, percent=True), span=NOWHERE),
                tree.Expected(color, span=NOWHERE),
            ),
            code_span=NOWHERE,
            span=NOWHERE,
        )
        for code, (kind, value, reached, color) in expected.items()
    ]
    return made.declaration(
        "test",
        {"year": made.periods(year, year)},
        title=f"Las cifras de {year} que ya conozco",
        items=lines,
    )


def _value(code: str, value: Fraction) -> tree.Amount:
    percent = code.endswith("OEI.01")
    return made.amount(value, 2 if percent else 0, percent=percent)


def _definitions(*written: tuple[str, str, str]) -> tree.Definitions:
    return tree.Definitions(
        tuple(
            tree.Definition(name, title, made.formula(text), name_span=NOWHERE, span=NOWHERE)
            for name, title, text in written
        ),
        span=NOWHERE,
    )


def _years(answers: Answers) -> range:
    return range(answers.first, answers.last + 1)


def _figures(by_year: Mapping[int, Fraction], *, percent: bool = False) -> tree.Figures:
    decimals = 2 if percent else 0
    return made.figures(
        made.figure(str(year), made.amount(value, decimals, percent=percent))
        for year, value in by_year.items()
    )


def _rows(year: int) -> str:
    """Return ten requests of the first year, the last of December, seven of them answered in time."""
    late = {3, 6, 9}
    rows = [
        f"{year}-{month:02}-15,S-{number:03},{'fuera de plazo' if month in late else 'a tiempo'}"
        for number, month in enumerate((*range(1, 10), 12), start=1)
    ]
    return "\n".join(["fecha,solicitud,resultado", *rows, ""])


def acronym_of(entity: str) -> str:
    """Return the initials of the long words of `entity`: `INP` for `Instituto Nacional Penitenciario`."""
    short = {"de", "del", "la", "el", "los", "las", "y", "e", "para"}
    initials = [
        word[0] for word in entity.split() if vocabulary.fold(word) not in short and word[0].isalpha()
    ]
    return "".join(initials).upper()[:12]
