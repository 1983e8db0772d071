"""From a workbook to a plan: its tree, the figures that it registers, and all that is dirty, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic, Label, Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.immutable import brief
from pei_dsl.interchange.beside_tables import BesideReader, BesideTable, find_tables
from pei_dsl.interchange.candidates import candidates
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.deductions import direction_of
from pei_dsl.interchange.drafts import Draft, value_text
from pei_dsl.interchange.form_columns import FIGURES, NOT_IN_CELLS
from pei_dsl.interchange.headings import TITLE_FIELDS
from pei_dsl.interchange.mapping import Declared
from pei_dsl.interchange.missing_parts import tell_missing
from pei_dsl.interchange.plan_columns import LEFT_OUT
from pei_dsl.interchange.sheet_cells import Observation, Observations
from pei_dsl.interchange.sheet_layout import Layout, find_layouts, tell_hidden, title_block
from pei_dsl.interchange.sheet_rows import Reader
from pei_dsl.interchange.unread_cells import tell_unread
from pei_dsl.interchange.workbook import Unreadable, Workbook, read_workbook
from pei_dsl.model.methodology import PROFILES
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Direction
from pei_dsl.model.terms import term
from pei_dsl.renderers import csv_lines
from pei_dsl.syntax import made, tree
from pei_dsl.syntax.write import write
from pei_dsl.vocabulary import FieldWord, Shape, fold

REGISTER_COLUMNS = ("código", "periodo", "valor", "estado")


@attrs.frozen
class Imported:
    """
    What a workbook gave.

    Attributes:
        name: The workbook.
        layouts: The tables that were understood.
        file: The plan that they make: all that is sound.
        registered: Registered values, a row of `REGISTER_COLUMNS` each.
        observations: What was found, in the order of the rows.
        unread: How many cells and comments were not read, each of them told.
        deduced: What no cell says (code and field, "" for the plan itself), so that it is a guess.
        beside: The tables of what a report tells beside figures.
    """

    __repr__ = brief

    name: str
    layouts: tuple[Layout, ...]
    file: tree.File
    registered: tuple[tuple[str, ...], ...]
    observations: tuple[Observation, ...]
    unread: int = 0
    deduced: frozenset[tuple[str, str]] = frozenset()
    beside: tuple[BesideTable, ...] = ()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The findings alone."""
        return tuple(each.diagnostic for each in self.observations)

    @property
    def is_dirty(self) -> bool:
        """Whether something in the workbook should be mended: a cell left out, or read as what it is not."""
        return any(each.severity is not Severity.NOTE for each in self.diagnostics)

    @property
    def names_what_it_measures(self) -> bool:
        """Whether the tables hold names, so that they make a plan and not only a register."""
        return bool(self.beside) or any(
            layout.column(field) for layout in self.layouts for field in TITLE_FIELDS
        )

    @property
    def counts(self) -> Mapping[str, int]:
        """How many declarations of each kind the plan has."""
        kinds = [each.kind for each in self.file.declarations]
        return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}

    @property
    def figures(self) -> int:
        """How many goals and registered values it holds."""
        fields = (
            item for each in self.file.declarations for item in each.items if isinstance(item, tree.Field)
        )
        return sum(
            len(each.value.items)
            for each in fields
            if each.name in {"goals", "values"} and isinstance(each.value, tree.Figures)
        )

    @property
    def text(self) -> str:
        """The plan as text, in the canonical form."""
        return write(self.file)

    @property
    def register(self) -> str:
        """The registered values as the CSV file of a `registro`."""
        return csv_lines.page([REGISTER_COLUMNS, *self.registered])


def import_workbook(name: str, data: bytes, declared: Declared | None = None) -> Imported | Diagnostic:
    """
    Return what the bytes of the workbook `name` say, or why nothing can be read of it (PEI350, PEI351).

    What is dirty is observed and left out; all that is sound is there.
    """
    workbook = read_workbook(name, data)
    if isinstance(workbook, Unreadable):
        variant, line = workbook.variant, workbook.line
        params: Mapping[str, Parameter] = {"file": name, "line": line}
        return Diagnostic("PEI350", Label(None), params, variant=variant, file=name, line=line)
    return import_sheets(workbook, declared or Declared())


def import_sheets(workbook: Workbook, declared: Declared) -> Imported | Diagnostic:
    """Return what the sheets of a workbook say, or that no table in them is recognised (PEI351, PEI352)."""
    observations = Observations(workbook.name)
    beside = find_tables(workbook, declared)
    apart = {each.sheet.name for each in beside}
    workbook = attrs.evolve(
        workbook, sheets=tuple(each for each in workbook.sheets if each.name not in apart)
    )
    layouts = _layouts(workbook, declared, observations)
    if not layouts and not beside:
        wrong = next(
            (each.diagnostic for each in observations.items if each.diagnostic.code == "PEI352"), None
        )
        return wrong or _no_table(workbook, declared)
    reader = Reader(observations, declared.numbers)
    for layout in layouts:
        tell_hidden(layout, observations)
        reader.read(layout)
    drafts = list(reader.drafts.values())
    for draft in drafts:
        if draft.code.kind == "indicator" and "direction" not in draft.texts:
            _deduce_direction(draft, layouts, observations)
    if any(layout.column(field) for layout in layouts for field in TITLE_FIELDS):
        tell_missing(reader.drafts, observations)
    # A workbook with nothing else says nothing of the plan itself.
    plans = [_plan(layouts, drafts, observations)] if layouts else []
    told = BesideReader(observations, declared)
    told.read(beside, is_form=workbook.is_form)
    # A mapping that names what is not there is mended first.
    mapped = all(each.diagnostic.code != "PEI352" for each in observations.items)
    unread = tell_unread(workbook, layouts, declared, observations) if mapped else 0
    declarations = [*plans, *(_declaration(each) for each in drafts), *told.declarations]
    return Imported(
        workbook.name,
        tuple(layouts),
        made.file(declarations),
        tuple(_registered(drafts)),
        tuple(observations.items),
        unread,
        frozenset(observations.deduced),
        beside,
    )


def _layouts(workbook: Workbook, declared: Declared, observations: Observations) -> list[Layout]:
    layouts: list[Layout] = []
    for sheet in workbook.sheets:
        if declared.sheet and fold(sheet.name) != fold(declared.sheet):
            continue
        if sheet.is_hidden and not declared.sheet:
            observations.add(None, "PEI359", "sheet", severity=Severity.NOTE, sheet=sheet.name)
            continue
        found = find_layouts(sheet, declared, observations)
        layouts += found
        if found:
            continue
        if sheet.cells and not workbook.is_form:
            observations.add(None, "PEI359", "no_table", severity=Severity.NOTE, sheet=sheet.name)
    return layouts


def _no_table(workbook: Workbook, declared: Declared) -> Diagnostic:
    names = ", ".join(f"«{each.name}»" for each in workbook.sheets)
    params: dict[str, Parameter] = {"sheets": names, "sheet": declared.sheet}
    variant = ""
    if declared.sheet and all(fold(each.name) != fold(declared.sheet) for each in workbook.sheets):
        variant = "sheet"
    else:
        sheets = [
            each for each in workbook.sheets if not declared.sheet or fold(each.name) == fold(declared.sheet)
        ]
        found = next(filter(None, map(candidates, sheets)), None)
        if found is not None:
            variant, params = "candidates", {**params, **found}
    return Diagnostic("PEI351", Label(None), params, variant=variant, file=workbook.name)


def _deduce_direction(draft: Draft, layouts: Iterable[Layout], observations: Observations) -> None:
    """Take the direction from the goals where no column says it, and say so."""
    if any(layout.column("direction") and layout.sheet.name == draft.cell.sheet for layout in layouts):
        return
    direction = direction_of(draft)
    if direction:
        draft.texts["direction"] = direction
        observations.deduced.add((draft.code.code, "direction"))
        observations.add(
            draft.cell,
            "PEI362",
            "direction",
            severity=Severity.NOTE,
            code=draft.code.code,
            direction=term(Direction(direction)),
        )


# ---- Declarations -----------------------------------------------------------------------------------------


def _declaration(draft: Draft) -> tree.Declaration:
    return made.declaration(
        draft.code.kind,
        _fields(draft),
        code=draft.code.code,
        title=draft.title or None,
        documentation="\n".join(draft.notes),
    )


def _fields(draft: Draft) -> dict[str, tree.Value | None]:
    """Return the fields of a row by name, texts last."""
    of_rows = [word for word in vocabulary.fields_of(draft.code.kind) if word.name not in NOT_IN_CELLS]
    return {word.name: _value(word, draft) for word in sorted(of_rows, key=lambda word: word.is_text)}


def _value(word: FieldWord, draft: Draft) -> tree.Value | None:
    if word.name in FIGURES:
        return _figures(draft, word.name)
    if word.name == "unit":
        return made.bare(draft.unit_text) if draft.unit_text else None
    if word.name == "weight":
        return draft.weight
    if word.shape is Shape.WHOLE:
        return _whole(draft, word.name)
    if word.shape is Shape.WORD:
        return _bare(draft, word.name)
    return _quoted(word, draft.texts.get(word.name, ""))


def _bare(draft: Draft, field: str) -> tree.Texts | None:
    return made.bare(draft.texts[field]) if draft.texts.get(field) else None


def _quoted(word: FieldWord, text: str) -> tree.Texts | None:
    """Return the value of a text field; one that holds several texts has a semicolon between them."""
    several = word.shape is not Shape.TEXT
    texts = [each.strip() for each in text.split(";")] if several else [text]
    return made.quoted(*filter(None, texts)) if any(texts) else None


def _whole(draft: Draft, field: str) -> tree.Amount | None:
    return made.amount(Fraction(draft.wholes[field])) if field in draft.wholes else None


def _figures(draft: Draft, family: str) -> tree.Figures | None:
    found = draft.figures[family]
    return made.figures(found[each] for each in sorted(found)) if found else None


def _registered(drafts: Iterable[Draft]) -> Iterable[tuple[str, ...]]:
    for draft in drafts:
        for period, figure in sorted(draft.figures["values"].items()):
            quality = figure.quality.value if figure.quality is not None else ""
            if isinstance(figure.amount, tree.Amount):
                yield draft.code.code, period, value_text(figure.amount), quality


# ---- The plan itself --------------------------------------------------------------------------------------

_RANGE = re.compile(r"((?:19|20)\d\d)\s*(?:-|–|—|al?|hasta)\s*((?:19|20)\d\d)")
_ABOUT_A_PLAN = re.compile(r"\bpei\b|plan estrategico")


def _plan(layouts: Iterable[Layout], drafts: Iterable[Draft], observations: Observations) -> tree.Declaration:
    """Return the plan: what the lines above the tables say, and for the rest what their years say."""
    title, documentation = "", ""
    texts: dict[str, str] = {}
    ranges: dict[str, tuple[str, str]] = {}
    for layout in layouts:
        for label, value in title_block(layout):
            if fold(label.text.strip(" :")) == fold(LEFT_OUT):
                observations.add(value, "PEI359", "left_out", severity=Severity.NOTE, what=value.text)
                observations.take(label, value)
            word = vocabulary.FIELDS.find(label.text.strip(" :"))
            if vocabulary.DECLARATIONS.find(label.text.strip(" :")) == vocabulary.DECLARATIONS.named("plan"):
                title, documentation = title or value.text, documentation or value.comment
                observations.take(label, value)
                observations.take_comment(value)
            elif word is not None and word.name in {"period", "evaluated_years"}:
                ranges.setdefault(word.name, _range(value.text))
                observations.take(label, value)
            elif word is None or "plan" not in word.of:
                continue
            elif word.name != "methodology" or value.text in PROFILES:
                texts.setdefault(word.name, value.text)
                observations.take(label, value)
    if "period" not in ranges or not ranges["period"][0]:
        ranges["period"] = _heading_range(layouts, observations) or _years(drafts)
        observations.deduced.add(("", "period"))
    first, last = ranges["period"]
    if not title:
        years = f"{first}-{last}" if first != last else first
        title = f"PEI {years}".strip()
        observations.deduced.add(("", "title"))
        variant = "plan" if years else "nameless"
        observations.add(None, "PEI362", variant, severity=Severity.NOTE, title=title, years=years)
    return made.declaration(
        "plan",
        {word.name: _of_plan(word, texts, ranges) for word in vocabulary.fields_of("plan")},
        title=title,
        documentation=documentation,
    )


def _of_plan(
    word: FieldWord, texts: Mapping[str, str], ranges: Mapping[str, tuple[str, str]]
) -> tree.Value | None:
    if word.kind == "PERIODS":
        first, last = ranges.get(word.name, ("", ""))
        return made.periods(first, last) if first else None
    if word.name == "methodology":
        return made.bare(texts[word.name]) if word.name in texts else None
    return _quoted(word, texts.get(word.name, ""))


def _range(text: str) -> tuple[str, str]:
    found = _RANGE.search(fold(text))
    if found is not None:
        return found[1], found[2]
    year = text.strip()
    return (year, year) if Period.parse(year) is not None else ("", "")


def _heading_range(layouts: Iterable[Layout], observations: Observations) -> tuple[str, str] | None:
    """Return the years of a title above a table: `Plan Estratégico Institucional 2025-2030`."""
    for layout in layouts:
        above: Iterable[Cell] = (
            cell for (row, _), cell in layout.sheet.cells.items() if row < layout.header[0]
        )
        for cell in above:
            found = _RANGE.search(fold(cell.text))
            if found is not None and _ABOUT_A_PLAN.search(fold(cell.text)):
                observations.take(cell)
                return found[1], found[2]
    return None


def _years(drafts: Iterable[Draft]) -> tuple[str, str]:
    """Return the first and last year that has a goal or a value."""
    years = sorted(
        period[:4] for draft in drafts for family in ("goals", "values") for period in draft.figures[family]
    )
    return (years[0], years[-1]) if years else ("", "")
