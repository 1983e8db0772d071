"""Out of a plan into a workbook and back: nothing that the form holds is lost or changed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.text import render
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.exporting import capture_workbook, report_b7_workbook
from pei_dsl.interchange.form_columns import NOT_IN_CELLS
from pei_dsl.interchange.importing import Imported, import_sheets, import_workbook
from pei_dsl.interchange.long_table import long_csv
from pei_dsl.interchange.mapping import Declared
from pei_dsl.interchange.report_b7 import report_periods
from pei_dsl.interchange.workbook import Merge, Sheet, Workbook
from pei_dsl.model.plan import Figure, Goal, Indicator, IntervalFigure, Plan
from pei_dsl.source import NOWHERE
from pei_dsl.syntax import made, tree
from pei_dsl.syntax.write import write
from pei_dsl.workspace.loading import load_text
from tests.builders import Y2024
from tests.example_counts import examples

SPECS = sorted({path.parent for path in (Path(__file__).parents[2] / "specs").rglob("*.pei")})


# ---- What is drawn ----------------------------------------------------------------------------------------

_LETTERS = "aeoñÁú BZ019=+-'\"«»“&<>%#@.,:()[]{}ж"
texts = st.text(_LETTERS, min_size=1, max_size=25).map(made.writable).filter(bool)
sources = texts.map(lambda text: text.replace(";", ""))
notes = st.lists(texts, max_size=2).map("\n".join)
units = st.sampled_from(
    [
        *("número", "número de personas", "cantidad", "porcentaje", "ratio", "índice"),
        *("tasa", "tasa por 1000", "tasa por 1,000 personas", "tasa de variación"),
    ]
)
_PERCENT = frozenset({"porcentaje", "tasa de variación"})
_wholes = st.integers(0, 9_999) | st.integers(0, 10**9) | st.integers(-500, 0)


@st.composite
def figures(draw: st.DrawFn, unit: str) -> tree.Amount:
    """A figure in `unit`, or the words of an absence."""
    if draw(st.integers(0, 5)) == 0:
        return made.absent(draw(st.sampled_from(["ND", "no programado", "no vencido", "no aplica"])))
    decimals = draw(st.integers(0, 4))
    value = Fraction(draw(_wholes), 10**decimals)
    percent = unit in _PERCENT
    return made.amount(value / 100 if percent else value, decimals, percent=percent)


@st.composite
def goal_series(draw: st.DrawFn, unit: str, periods: list[str]) -> tree.Figures | None:
    """Goals that are intervals, or not programmed."""
    chosen = draw(st.lists(st.sampled_from(periods), unique=True, max_size=4))
    found = []
    for period in sorted(chosen):
        first, second = draw(figures(unit)), draw(figures(unit))
        lower, upper = sorted((first, second), key=lambda each: each.value or 0)
        apart = None not in {first.value, second.value} and first.value != second.value
        amount = tree.AmountRange(lower, upper, span=NOWHERE) if apart else made.absent("no programado")
        found.append(made.figure(period, amount))
    return made.figures(found) if found else None


@st.composite
def series(draw: st.DrawFn, unit: str, periods: list[str]) -> tree.Figures | None:
    chosen = draw(st.lists(st.sampled_from(periods), unique=True, max_size=4))
    marks = st.sampled_from(["", "", "preliminar", "estimado", "rectificado"])
    found = [made.figure(period, draw(figures(unit)), draw(marks)) for period in sorted(chosen)]
    return made.figures(found) if found else None


def _maybe(drawn: st.SearchStrategy[str]) -> st.SearchStrategy[tree.Texts | None]:
    return st.none() | drawn.map(made.quoted)


def _word(words: vocabulary.Words[vocabulary.Word]) -> st.SearchStrategy[tree.Texts]:
    return st.sampled_from(words.spanish()).map(made.bare)


@st.composite
def indicators(draw: st.DrawFn, code: str) -> tree.Declaration:
    """An indicator with anything that a ficha may say, and registered values only."""
    unit, spans = draw(units), draw(st.booleans()) and draw(st.booleans())
    years = ["2023", "2024", "2024-S1", "2024-T3", "2024-02", "2024-12", "2024-02-15", "2025"]
    baseline = draw(st.none() | st.sampled_from(["2022", "2018-S2", "2018-03"]))
    fields: Mapping[str, tree.Value | None] = {
        "unit": made.bare(unit),
        "decimals": draw(st.none() | st.integers(0, 4).map(lambda n: made.amount(Fraction(n)))),
        "direction": made.bare("no definido") if spans else draw(_word(vocabulary.DIRECTIONS)),
        "relevance": draw(st.none() | _word(vocabulary.RELEVANCES)),
        "aggregation": draw(
            st.none() | (st.just(made.bare("agregable")) if spans else _word(vocabulary.AGGREGATIONS))
        ),
        "weight": draw(st.none() | st.integers(1, 99).map(lambda n: made.amount(Fraction(n, 10), 1))),
        "baseline": made.figures([made.figure(baseline, draw(figures(unit)))]) if baseline else None,
        "goals": draw(goal_series(unit, years) if spans else series(unit, years)),
        "values": draw(series(unit, years)),
        **{
            word.name: draw(_maybe(texts))
            for word in vocabulary.fields_of("indicator")
            if word.shape is vocabulary.Shape.TEXT
        },
        "sources": draw(st.none() | st.lists(sources, min_size=1, max_size=2).map(lambda t: made.quoted(*t))),
    }
    return made.declaration("indicator", fields, code=code, title=draw(texts), documentation=draw(notes))


@st.composite
def plans(draw: st.DrawFn) -> str:
    """The text of a plan with one to three groups."""
    plan = made.declaration(
        "plan",
        {
            "entity": draw(_maybe(texts)),
            "acronym": draw(_maybe(texts)),
            "period": made.periods("2023", "2025"),
            "evaluated_years": draw(st.none() | st.just(made.periods("2024", "2024"))),
            "methodology": draw(st.none() | st.sampled_from(["ceplan", "exacta"]).map(made.bare)),
            "resolution": draw(_maybe(texts)),
            "aligns_with": draw(st.none() | st.just(made.quoted("OES.01", "OES.02"))),
        },
        title=draw(texts),
        documentation=draw(notes),
    )
    declarations = [plan]
    for code in ("OEI.01", "AEI.01.01", "AEI.01.02")[: draw(st.integers(1, 3))]:
        fields: Mapping[str, tree.Value | None] = {
            "class": draw(st.none() | _word(vocabulary.CLASSES)),
            "priority": draw(st.none() | st.integers(0, 99).map(lambda n: made.amount(Fraction(n)))),
            "responsible": draw(_maybe(texts)),
            "description": draw(_maybe(texts)),
            "aligns_with": draw(st.none() | st.just(made.quoted("OES.01"))),
        }
        kind = "objective" if code.startswith("O") else "action"
        declarations.append(
            made.declaration(kind, fields, code=code, title=draw(texts), documentation=draw(notes))
        )
        declarations += [
            draw(indicators(f"IND.{number:02}.{code}")) for number in range(1, draw(st.integers(0, 2)) + 1)
        ]
    return write(made.file([*declarations, *draw(versions(declarations)), *draw(acts(declarations))]))


@st.composite
def versions(draw: st.DrawFn, declared: list[tree.Declaration]) -> list[tree.Declaration]:
    """Up to two versions of the plan that declares the others."""
    codes = [each.header.code or "" for each in declared if each.header.code]
    found = []
    for number, name in enumerate(("ampliado", "ajustado")[: draw(st.integers(0, 2))]):
        called = draw(st.lists(st.sampled_from(codes), unique=True, max_size=3))
        pairs = "; ".join(f"{each} = {each[:-1]}{draw(st.integers(1, 9))}" for each in called)
        spans = [made.periods("2024", "2024"), made.periods("2024-S1", "2025")]
        fields: Mapping[str, tree.Value | None] = {
            "resolution": draw(_maybe(texts)),
            "date": draw(st.none() | st.just(made.bare("2025-03-31"))),
            "in_force": draw(st.none() | st.sampled_from(spans)),
            "replaces": made.bare("ampliado") if number and draw(st.booleans()) else None,
            "folder": draw(_maybe(texts.filter(lambda text: not {*text} & {*":;,"}))),
            "equivalents": made.bare(pairs) if pairs else None,
            "description": draw(_maybe(texts)),
        }
        found.append(
            made.declaration("version", fields, name=name, title=draw(texts), documentation=draw(notes))
        )
    return found


@st.composite
def acts(draw: st.DrawFn, declared: list[tree.Declaration]) -> list[tree.Declaration]:
    """Up to three acts, some of one name; no two of one day that changed the same."""
    codes = [each.header.code or "" for each in declared if each.kind == "indicator"]
    found = []
    for day in draw(st.lists(st.integers(1, 28), unique=True, max_size=3)) if codes else ():
        field = draw(st.sampled_from(["logros", "línea de base", "unidad", "relevancia", "metodología"]))
        period = made.periods("2024", "2024") if field in {"logros", "línea de base"} else None
        before = texts | st.sampled_from(["no aplica", "-", "1,280", "56 %", "2024", "ND", "=1+1"])
        fields: Mapping[str, tree.Value | None] = {
            "of": None if field == "metodología" else made.bare(draw(st.sampled_from(codes))),
            "field": made.bare(field),
            "period": period,
            "before": draw(_maybe(before)),
            "resolution": draw(_maybe(texts)),
            "date": made.bare(f"2024-02-{day:02}"),
            "description": draw(_maybe(texts)),
        }
        title = draw(st.just("Reprogramación") | texts)
        found.append(made.declaration("amendment", fields, title=title, documentation=draw(notes)))
    return found


# ---- What the forms hold ----------------------------------------------------------------------------------

_GROUP = ("code", "title", "level", "responsible")
_INDICATOR = (
    "code",
    "title",
    "unit",
    "direction",
    "relevance",
    "aggregation",
    "baseline",
    "goals",
    "responsible",
    "executing_unit",
)
_PLAN = ("title", "entity", "acronym", "resolution", "period", "evaluated_years", "aligns_with")


def _parts(value: object, names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(value, name) for name in names}


def held_by_capture(plan: Plan) -> object:
    """Everything of the plan, its groups and indicators but what no cell can hold."""
    defaults = attrs.fields_dict(Indicator)
    # What a goal of yes or no is about is told as left out.
    bare = {
        code: {when: attrs.evolve(figure, note="") for when, figure in each.goals.items()}
        for code, each in plan.indicators.items()
    }
    names = [vocabulary.field_named(name).attribute("indicator") for name in NOT_IN_CELLS]
    gone: dict[str, Any] = {name: defaults[name].default for name in names}
    return (
        _parts(plan, (*_PLAN, "documentation")),
        plan.methodology.name,
        plan.groups,
        dict(plan.versions),
        plan.amendments,
        {code: attrs.evolve(each, **{**gone, "goals": bare[code]}) for code, each in plan.indicators.items()},
    )


def held_by_b7(plan: Plan) -> object:
    reported = set(report_periods(Y2024))
    return (
        _parts(plan, _PLAN),
        plan.methodology.name,
        [_parts(each, _GROUP) for each in plan.groups.values()],
        [_parts(each, _INDICATOR) for each in plan.indicators.values()],
        [
            {period: figure for period, figure in each.values.items() if period in reported}
            for each in plan.indicators.values()
        ],
    )


def seems_pasted(plan: Plan) -> bool:
    """Tell whether the plan has a figure of hundreds of percent, as one is that was pasted among percentages."""
    return any(
        isinstance(figure.value, Fraction)
        and (abs(figure.value) >= 10 or (abs(figure.value) >= 2 and figure.value.denominator == 1))
        for each in plan.indicators.values()
        if each.unit.is_percentage
        for figure in (
            *(Figure(end) for goal in each.goals.values() for end in _ends(goal)),
            *each.values.values(),
            *([each.baseline.figure] if each.baseline else []),
        )
    )


def _ends(goal: Goal) -> tuple[Fraction, ...]:
    """Return the numbers of a goal."""
    if isinstance(goal, IntervalFigure):
        return goal.value.lower, goal.value.upper
    return (goal.value,) if isinstance(goal.value, Fraction) else ()


def imported(data: bytes, plan: Plan, name: str = "libro.xlsx") -> Imported:
    found = import_workbook(name, data)

    assert not isinstance(found, Diagnostic), found
    # What the plan has and no form can hold is told; so is a figure of hundreds of percent, where the plan
    # has one, since it may have been pasted into a column of percentages.  Nothing else is.
    told = {(each.code, each.variant) for each in found.diagnostics}
    pasted = {("PEI354", "pasted")} if seems_pasted(plan) else set()
    assert told <= {("PEI359", "left_out"), *pasted}
    return found


# ---- The laws ---------------------------------------------------------------------------------------------


@settings(max_examples=examples(25), deadline=None)
@given(plans())
def test_a_capture_template_comes_back_as_the_same_plan(text: str) -> None:
    loaded = load_text(text)
    again = load_text(imported(capture_workbook(loaded), loaded.plan).text)

    assert again.errors == ()
    assert held_by_capture(again.plan) == held_by_capture(loaded.plan)


@settings(max_examples=examples(25), deadline=None)
@given(plans())
def test_form_b7_comes_back_as_the_same_plan(text: str) -> None:
    loaded = load_text(text)
    again = load_text(imported(report_b7_workbook(loaded, Y2024), loaded.plan).text)

    assert again.errors == ()
    assert held_by_b7(again.plan) == held_by_b7(loaded.plan)


@settings(max_examples=examples(25), deadline=None)
@given(plans())
def test_a_long_table_comes_back_with_the_same_figures(text: str) -> None:
    plan = load_text(text).plan
    found = import_workbook("cifras.csv", long_csv(plan, {}).encode())
    again = load_text(found.text if isinstance(found, Imported) else "").plan

    for code, indicator in plan.indicators.items():
        if indicator.goals or indicator.values or indicator.baseline:
            parts = ("title", "unit", "direction", "goals", "values", "baseline")
            assert _parts(again.indicators[code], parts) == _parts(indicator, parts)


@settings(max_examples=examples(15), deadline=None)
@given(plans(), st.data())
def test_no_bytes_make_it_fail(text: str, data: st.DataObject) -> None:
    """A workbook that was damaged anywhere is read or refused."""
    book = bytearray(capture_workbook(load_text(text)))
    for place in data.draw(st.lists(st.integers(0, len(book) - 1), max_size=8)):
        book[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(book)))

    for damaged in (bytes(book), bytes(book[:cut])):
        assert isinstance(import_workbook("libro.xlsx", damaged), Imported | Diagnostic)


@pytest.mark.parametrize("folder", SPECS, ids=lambda path: path.name)
def test_the_shipped_plans_come_back(folder: Path) -> None:
    """Registers are no part of these plans, so a template holds all that it can."""
    loaded = pei_dsl.load(folder)
    again = load_text(imported(capture_workbook(loaded), loaded.plan).text)

    assert held_by_capture(again.plan) == held_by_capture(loaded.plan)


# ---- Whatever people type ---------------------------------------------------------------------------------

_WORDS = [
    *("OEI.01", "AEI 01.05", "oei.04.", "IND.01.OEI.01", "IND.02.AEI.01.05", "TOTAL", "Total de horas"),
    *("s/d", "-", "ND", "no programado", "2,23%", "0%", "1,275", "56.3", "1.336.101,60", "\u00a0", "x" * 400),
    *("Ascendente.", "porcentaje", "Porcentaje de a\nb", '"«“', "# no", "año: 2024", "2024", "Fuente: OPP"),
    *("Código", "Logro esperado 2025", "Línea base", "indicador IND.01.OEI.01", "=", "''", "\u200b", "%"),
]
_HEADING_WORDS = [
    *("Código", "Denominación", "Nombre del indicador", "Unidad de medida", "Sentido esperado", "Relevancia"),
    *("Logro esperado 2024", "2025", "Valores obtenidos 2024", "Valores obtenidos / I semestre 2024"),
    *("Año de línea de base", "Valor de línea de base", "Decimales", "Peso", "Prioridad", "Clase", "Periodo"),
    *(
        "Valor",
        "Medida",
        "Estado",
        "Responsable",
        "Fuente de datos",
        "Otra cosa",
        "Logro esperado",
        "Alcance",
    ),
]
_TYPED = st.one_of(
    st.none(),
    st.sampled_from(_WORDS),
    st.sampled_from(_WORDS),
    st.text(_LETTERS + "\n\t", max_size=12),
    st.integers(-(10**6), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(min_value=datetime.date(1905, 1, 1), max_value=datetime.date(2100, 1, 1)),
)
_CODES = st.sampled_from(_WORDS[:5]) | st.sampled_from(["IND.01.AEI.01.05", "IND 03 OEI 01"]) | _TYPED
_HEADINGS = st.lists(st.sampled_from(_HEADING_WORDS), min_size=1, max_size=9)
_FORMATS = st.sampled_from(["General", "0", "0.00", "0.00%", '0"%"', "dd/mm/yyyy", "@", "#,##0"])


@settings(max_examples=examples(100), deadline=None)
@given(_HEADINGS.map(lambda headings: ["Código", *headings]), st.data())
def test_whatever_stands_in_the_cells_what_comes_out_can_be_read(
    headings: list[str], data: st.DataObject
) -> None:
    """No cell makes it fail, and no cell makes a plan that cannot be read: what is wrong is told before."""
    others = st.lists(_TYPED, min_size=len(headings) - 1, max_size=len(headings) - 1)
    rows = data.draw(st.lists(st.builds(lambda code, rest: [code, *rest], _CODES, others), max_size=6))
    cells = {(1, column): Cell("M", 1, column, heading) for column, heading in enumerate(headings, 1)}
    for row, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            comment = data.draw(st.sampled_from(["", "", "Preliminar", "Ojo:\n## otra cosa\n\n"]))
            cells[row, column] = Cell("M", row, column, value, data.draw(_FORMATS), comment=comment)
    merges = data.draw(
        st.lists(
            st.tuples(*[st.integers(1, 7)] * 4).map(
                lambda at: Merge(min(at[:2]), min(at[2:]), max(at[:2]), max(at[2:]))
            ),
            max_size=2,
        )
    )
    sheet = Sheet("M", cells, tuple(merges), last_row=len(rows) + 1, last_column=len(headings))
    found = import_sheets(Workbook("libro.xlsx", (sheet,)), Declared())

    if isinstance(found, Imported):
        for each in found.diagnostics:
            assert render(each), each
        written = load_text(found.text)
        codes = {each.code for each in written.errors if each.code.startswith("PEI1")}
        assert codes <= {"PEI120", "PEI121"}  # what the matrix does not have, the plan has not
        assert write(written.files[0]) == found.text
