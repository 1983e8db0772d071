"""Matrices as offices lay them out, drawn from a plan that they must give back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs
import openpyxl
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment

from pei_dsl.interchange.headings import COLUMNS
from pei_dsl.model.plan import Plan

YEARS = ("2025", "2026")
TITLES = (
    *(
        "Mejorar la atención, en todo el país",
        "Ampliar el acceso; sin barreras",
        "Fortalecer la gestión interna",
    ),
    *("Capacitar al personal de las sedes", "Modernizar los locales", "Prevenir riesgos de desastres (GRD)"),
    *("Ordenar los «procesos» internos", "Dar asistencia técnica", "Difundir normas y guías"),
)
MEASURED = (
    *(
        "trámites atendidos a tiempo",
        "personas, por sexo y edad",
        "quejas del año anterior",
        "locales con luz",
    ),
    *("docentes en formación", "obras: concluidas y recibidas", "ñandúes censados", "usuarios satisfechos"),
    *(
        "normas aprobadas",
        "visitas hechas",
        "equipos operativos",
        "guías impresas",
        "horas de clase",
        "minutos",
    ),
)


@attrs.frozen
class Measure:
    """An indicator of a matrix: its code, name, unit (`número` or `porcentaje`) and figures as a plan has them."""

    code: str
    title: str
    unit: str
    direction: str
    baseline: Fraction
    goals: tuple[Fraction, ...]


@attrs.frozen
class Group:
    """An objective or action with its indicators."""

    code: str
    title: str
    measures: tuple[Measure, ...]


@attrs.frozen
class Look:
    """
    How a matrix is laid out.

    Attributes:
        shape: Which columns hold codes and names.
        fill: What stands in the rows below the first one of a group: `merged`, `repeated`, `blank`.
        two_rows: Whether the years stand below `Logros esperados`, `Valor` and `Año` below `Línea de base`.
        order: The columns, in blocks that stay together.
        words: What heads each field.
        spelling: How codes are written.
        noise: Rows that are nothing of the plan.
    """

    shape: str
    fill: str
    two_rows: bool
    order: tuple[str, ...]
    words: Mapping[str, str]
    spelling: str
    noise: frozenset[str]


SHAPES: Mapping[str, tuple[str, ...]] = {
    "own codes": ("code", "title"),
    "beside": ("code", "title", "indicator_title"),
    "level": ("level", "code", "title", "indicator_title"),
    "two codes": ("objective_code", "objective_title", "action_code", "action_title", "indicator_title"),
    "inline": ("code", "indicator_title"),
    "own row": ("code", "title", "indicator_title"),
}
SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "official": lambda code: code,
    "blank": lambda code: code.replace(".0", " ", 1).replace(".0", "."),
    "stuck": lambda code: code.replace(".0", "", 1).replace(".0", "."),
    "lower": lambda code: code.lower(),
}
NOISE = ("title", "blank rows", "totals", "headings again", "column numbers", "note")


@st.composite
def groups(draw: st.DrawFn) -> list[Group]:
    """Draw one or two objectives with actions and indicators, at least one."""
    titles = iter(draw(st.permutations(TITLES)))
    measured = iter(draw(st.permutations(MEASURED)))
    found = []
    for objective in range(1, draw(st.integers(1, 2)) + 1):
        code = f"OEI.{objective:02}"
        found.append(Group(code, next(titles), _measures(draw, code, measured, least=1)))
        for action in range(1, draw(st.integers(0, 2)) + 1):
            code = f"AEI.{objective:02}.{action:02}"
            found.append(Group(code, next(titles), _measures(draw, code, measured, least=0)))
    return found


def _measures(draw: st.DrawFn, group: str, measured: Iterator[str], least: int) -> tuple[Measure, ...]:
    made = []
    for number in range(1, draw(st.integers(least, 2)) + 1):
        unit = draw(st.sampled_from(["número", "porcentaje"]))
        figures = [Fraction(draw(st.integers(1, 999)), 10 if unit == "porcentaje" else 1) for _ in range(3)]
        values = [each / 100 if unit == "porcentaje" else each for each in figures]
        title = f"{'Porcentaje' if unit == 'porcentaje' else 'Número'} de {next(measured)}"
        direction = draw(st.sampled_from(["ascendente", "descendente"]))
        made.append(Measure(f"IND.{number:02}.{group}", title, unit, direction, values[0], tuple(values[1:])))
    return tuple(made)


@st.composite
def looks(draw: st.DrawFn) -> Look:
    """Draw a layout."""
    shape = draw(st.sampled_from([*SHAPES]))
    blocks = (*SHAPES[shape], "unit", "direction", "baseline", "goals")
    words = {field: draw(_heading(field)) for field in blocks if field not in {"baseline", "goals"}}
    words["goals"] = draw(st.sampled_from(["Logro esperado", "Logros esperados", "META", "Metas"]))
    words["baseline"] = draw(st.sampled_from(["Línea de base", "LÍNEA BASE", "Linea de base"]))
    return Look(
        shape,
        draw(st.sampled_from(["merged", "repeated", "blank"])),
        draw(st.booleans()),
        tuple(draw(st.permutations(blocks))),
        words,
        draw(st.sampled_from([*SPELLINGS])),
        draw(st.frozensets(st.sampled_from(NOISE), max_size=3)),
    )


def _heading(field: str) -> st.SearchStrategy[str]:
    word = COLUMNS.named(field)
    spellings = [word.spanish, *word.synonyms]
    written = st.sampled_from(spellings)
    cases = st.sampled_from([str.upper, str.lower, str.capitalize, lambda text: f"{text}:"])
    return st.builds(lambda text, case: case(text), written, cases)


# ---- Rows -------------------------------------------------------------------------------------------------

Cells = dict[str, str]


def rows_of(found: Sequence[Group], look: Look) -> list[tuple[Cells, str]]:
    """Return the rows of a matrix by field, each with the code of the group that it belongs to."""
    rows: list[tuple[Cells, str]] = []
    titles = {each.code: each.title for each in found}
    for group in found:
        names = _names(group.code, titles, look)
        alone = look.shape in {"own codes", "own row"} or not group.measures
        if alone:
            rows.append(({**names, **_level(group.code, look)}, group.code))
        for number, each in enumerate(group.measures):
            cells = {} if look.shape == "own codes" else dict(names)
            if (number or alone) and look.fill == "blank":
                cells = {}
            if look.shape == "own codes":
                cells = {"code": _spelt(each.code, look), "title": each.title}
            else:
                cells["indicator_title"] = each.title
                cells |= _level(group.code, look)
            cells |= {"unit": each.unit, "direction": each.direction}
            cells |= {"baseline": _figure(each, each.baseline), "baseline_year": "2024"}
            cells |= {year: _figure(each, goal) for year, goal in zip(YEARS, each.goals, strict=True)}
            rows.append((cells, group.code))
    return rows


def _level(code: str, look: Look) -> Cells:
    return {"level": code[:3]} if look.shape == "level" else {}


def _names(code: str, titles: Mapping[str, str], look: Look) -> Cells:
    if look.shape == "inline":
        return {"code": f"{_spelt(code, look)}: {titles[code]}"}
    if look.shape != "two codes":
        return {"code": _spelt(code, look), "title": titles[code]}
    objective = f"OEI.{code.split('.')[1]}"
    cells = {"objective_code": _spelt(objective, look), "objective_title": titles[objective]}
    if code != objective:
        cells |= {"action_code": _spelt(code, look), "action_title": titles[code]}
    return cells


def _spelt(code: str, look: Look) -> str:
    return SPELLINGS[look.spelling](code)


def _figure(measure: Measure, value: Fraction) -> str:
    return f"{float(value * 100):.1f}%" if measure.unit == "porcentaje" else str(value)


# ---- The sheet --------------------------------------------------------------------------------------------


@attrs.define
class Drawn:
    """A sheet as it is drawn: rows of texts, the rows of headings, joined cells (row, column, row, column)."""

    grid: list[list[str]]
    heads: range = range(0)
    merges: list[tuple[int, int, int, int]] = attrs.field(factory=list)


def sheet(found: Sequence[Group], look: Look) -> Drawn:
    """Return the sheet of a plan in a layout."""
    columns = [field for block in look.order for field in _columns(block, look)]
    drawn = Drawn([])
    if "title" in look.noise:
        drawn.grid += [["Matriz de indicadores, versión final"], []]
    heads = _headings(columns, look, drawn)
    drawn.heads = range(len(drawn.grid) - len(heads), len(drawn.grid))
    if "column numbers" in look.noise:
        drawn.grid.append([f"({number})" for number in range(1, len(columns) + 1)])
    rows = rows_of(found, look)
    for number, (cells, group) in enumerate(rows):
        drawn.grid.append([cells.get(field, "") for field in columns])
        last = number + 1 == len(rows) or rows[number + 1][1] != group
        if last and "blank rows" in look.noise:
            drawn.grid.append([])
        if number == 0 and len(rows) > 1 and "headings again" in look.noise and look.fill != "merged":
            drawn.grid += [[*each] for each in heads]
    _join_groups(rows, columns, look, drawn)
    if "totals" in look.noise:
        drawn.grid.append(["TOTAL" if place == 0 else "" for place in range(len(columns))])
    if "note" in look.noise:
        drawn.grid.append(["Fuente: Oficina de Planeamiento y Presupuesto"])
    return drawn


def _columns(block: str, look: Look) -> tuple[str, ...]:
    if block == "goals":
        return YEARS
    if block == "baseline":
        return ("baseline", "baseline_year") if look.two_rows else ("baseline",)
    return (block,)


def _headings(columns: Sequence[str], look: Look, drawn: Drawn) -> list[list[str]]:
    top = len(drawn.grid)
    if not look.two_rows:
        drawn.grid.append([_heading_of(field, look) for field in columns])
        return drawn.grid[top:]
    first, second = [], []
    for place, field in enumerate(columns):
        family = "goals" if field in YEARS else "baseline" if field.startswith("baseline") else ""
        if not family:
            first.append(look.words[field])
            second.append("")
            drawn.merges.append((top, place, top + 1, place))
            continue
        starts = field in {YEARS[0], "baseline"}
        first.append(look.words[family] if starts else "")
        second.append({"baseline": "Valor", "baseline_year": "Año"}.get(field, field))
        if starts:
            drawn.merges.append((top, place, top, place + 1))
    drawn.grid += [first, second]
    return drawn.grid[top:]


def _heading_of(field: str, look: Look) -> str:
    if field in YEARS:
        return f"{look.words['goals']} {field}"
    return f"{look.words['baseline']} 2024" if field == "baseline" else look.words[field]


def _join_groups(rows: Sequence[tuple[Cells, str]], columns: Sequence[str], look: Look, drawn: Drawn) -> None:
    """Join the cells of codes and names of a group that goes over several rows, if that is how it looks."""
    if look.fill != "merged" or look.shape in {"own codes", "own row"} or "blank rows" in look.noise:
        return
    top = len(drawn.grid) - len(rows)
    for field in ("code", "title", "objective_code", "objective_title", "action_code", "action_title"):
        if field not in columns:
            continue
        place, start = columns.index(field), 0
        texts = [cells.get(field, "") for cells, _ in rows]
        for end in range(1, len(rows) + 1):
            if end == len(rows) or texts[end] != texts[start]:
                if end - start > 1 and texts[start]:
                    drawn.merges.append((top + start, place, top + end - 1, place))
                start = end


def as_xlsx(drawn: Drawn) -> bytes:
    """Return the sheet as a workbook, with numbers where they are numbers."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row, values in enumerate(drawn.grid, 1):
        for column, text in enumerate(values, 1):
            if text:
                _type(page.cell(row, column), text)
    for top, left, bottom, right in drawn.merges:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        page.cell(top + 1, left + 1).alignment = Alignment(horizontal="center")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _type(cell: Cell | MergedCell, text: str) -> None:
    assert isinstance(cell, Cell)  # cells are joined afterwards
    bare = text.removesuffix("%")
    if not bare.replace(".", "", 1).isdecimal():
        cell.value = text
    elif bare != text:
        cell.value, cell.number_format = float(bare) / 100, "0.0%"
    else:
        cell.value = int(text)


def as_csv(drawn: Drawn, encoding: str, separator: str, *, says: bool) -> bytes:
    """Return the sheet as a text file, with a line that says the separator if it `says`; joined cells are blank."""
    grid = [[*row] for row in drawn.grid]
    for top, left, bottom, right in drawn.merges:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    grid[row][column] = ""
    page = io.StringIO(newline="")
    page.write(f"sep={separator}\r\n" if says else "")
    csv.writer(page, delimiter=separator, lineterminator="\r\n").writerows(grid)
    return page.getvalue().encode(encoding, "xmlcharrefreplace")


# ---- What must come back ----------------------------------------------------------------------------------


def told(found: Sequence[Group]) -> object:
    """Return what a matrix says, as `read` returns it of a plan."""
    return (
        {each.code: each.title for each in found},
        {
            each.code: (
                each.title,
                each.unit,
                each.direction,
                ("2024", each.baseline),
                dict(zip(YEARS, each.goals, strict=True)),
            )
            for group in found
            for each in group.measures
        },
    )


def read(plan: Plan) -> object:
    """Return what a plan says of its groups and indicators."""
    return (
        {code: each.title for code, each in plan.groups.items()},
        {
            code: (
                each.title,
                {"number": "número", "percentage": "porcentaje"}.get(each.unit.kind, each.unit.kind),
                str(each.direction),
                (str(each.baseline.period), each.baseline.figure.value) if each.baseline else None,
                {str(period): figure.value for period, figure in each.goals.items()},
            )
            for code, each in plan.indicators.items()
        },
    )
