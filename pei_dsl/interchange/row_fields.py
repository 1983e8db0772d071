"""What the cells of a row say of the objective, action or indicator that it is about."""

from __future__ import annotations

from collections.abc import Iterable

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Severity
from pei_dsl.interchange import interval_cells, milestone_cells, sheet_cells
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.deductions import has_percent, unit_of_title
from pei_dsl.interchange.drafts import Draft
from pei_dsl.interchange.form_columns import column_fields, is_free, of_shape
from pei_dsl.interchange.headings import SHOWN_ONLY
from pei_dsl.interchange.plan_columns import unit_words
from pei_dsl.interchange.sheet_cells import Observations
from pei_dsl.interchange.table_row import Row
from pei_dsl.model.terms import unit_term
from pei_dsl.model.units import parse_unit
from pei_dsl.syntax import made, tree
from pei_dsl.vocabulary import Shape

_DIRECTIONS = frozenset(each.spanish for each in vocabulary.DIRECTIONS if each.name != "undefined")


def describe(row: Row, draft: Draft, observations: Observations) -> None:
    """Take what the row of an indicator says of it besides its name and figures."""
    texts(row, draft, observations)
    if row.has("method") and row.cell("method").text and "technical_notes" not in draft.texts:
        draft.texts["technical_notes"] = taken_text(row, "method", observations)
    words(row, draft, of_shape("indicator", Shape.WORD), observations)
    wholes(row, draft, of_shape("indicator", Shape.WHOLE), observations)
    if row.has("weight"):
        draft.weight = _weight(row.cell("weight"), observations)
    named = sheet_cells.read_unit(row.cell("unit"), observations) if row.has("unit") else None
    if named is not None:
        draft.unit, draft.unit_text = named
    elif not row.has("unit") or row.cell("unit").is_empty:
        _deduce_unit(row, draft, observations)


def taken_text(row: Row, field: str, observations: Observations) -> str:
    """Return the text of a column, or "" where the table has none."""
    if not row.has(field):
        return ""
    observations.take(row.cell(field))
    return row.cell(field).text


def _weight(cell: Cell, observations: Observations) -> tree.Amount | None:
    """Return the declared weight of an indicator; tell of one that weighs nothing or less."""
    amount = sheet_cells.read_figure(cell, None, "signed", observations)
    if amount is not None and (amount.value is None or amount.value < 0):
        observations.add(cell, "PEI357", heading="peso", known="40%, 0.4, 2")
        return None
    return amount


def _deduce_unit(row: Row, draft: Draft, observations: Observations) -> None:
    text = unit_of_title(draft.title) or ("porcentaje" if has_percent(row) else "")
    unit = parse_unit(text) if text else None
    if unit is None:
        return
    draft.unit, draft.unit_text = unit, unit_words(unit)
    observations.deduced.add((draft.code.code, "unit"))
    observations.add(
        draft.cell,
        "PEI362",
        severity=Severity.NOTE,
        code=draft.code.code,
        unit=unit_term(unit),
    )


def figures(row: Row, draft: Draft, observations: Observations) -> None:
    """Take the baseline, the goals and the values of a row with a column for each period."""
    _baseline(row, draft, observations)
    for column, each in row.layout.columns.items():
        if each.is_figures:
            figure(row.own[column], row, draft, each.field, each.period, observations)


def _baseline(row: Row, draft: Draft, observations: Observations) -> None:
    column = row.layout.column("baseline_value")
    if not column:
        return
    cell = row.own[column]
    period = row.layout.columns[column].period or None
    if row.has("baseline_year"):
        period = sheet_cells.read_year(row.cell("baseline_year"), observations)
        if period is None and not row.cell("baseline_year").is_empty:
            observations.tell(cell)
            return
    if not cell.is_empty and period is None:
        observations.add(cell, "PEI361", "baseline")
    elif period is not None:
        figure(cell, row, draft, "baseline", period, observations)


def figure(cell: Cell, row: Row, draft: Draft, family: str, period: str, observations: Observations) -> None:
    """Take the figure in `cell`; tell of one that is dirty or merged over several rows."""
    if (cell.row, cell.column) in row.wide:
        heading = row.layout.heading(cell.column)
        observations.add(cell, "PEI363", severity=Severity.WARNING, heading=heading)
    # With a direction a goal is one figure, and two are told.
    milestone, cell = milestone_cells.read(cell) if family == "goals" else ("", cell)
    spans = family == "goals" and draft.texts.get("direction") not in _DIRECTIONS
    read = interval_cells.read_goal if spans else sheet_cells.read_figure
    amount = read(cell, draft.unit, row.layout.percentages, observations)
    if amount is None:
        return
    observations.take_comment(cell)
    comment = vocabulary.QUALITIES.find(cell.comment.strip(" .")) if cell.comment else None
    quality = comment.spanish if comment is not None and comment.name != "final" else ""
    if cell.comment and comment is None:
        draft.notes.append(f"{row.layout.heading(cell.column)}: {cell.comment}")
    is_answer = isinstance(amount, tree.Amount) and vocabulary.YES_NO.find(amount.words) is not None
    if milestone and not is_answer:
        draft.notes.append(f"{row.layout.heading(cell.column)}: {milestone}")
        milestone = ""
    draft.figures[family][period] = made.figure(period, amount, quality, made.writable(milestone))


def notes(row: Row, draft: Draft, own: Iterable[Cell], observations: Observations) -> None:
    """Keep the comments on a row, those of its code and name (`own`) first; each of them once."""
    for cell in own:
        if cell.comment and cell.row == row.number and cell.at not in observations.noted:
            draft.notes.insert(0, observations.take_comment(cell))
    if draft.code.kind != "indicator":
        return
    for column, each in row.layout.columns.items():
        cell = row.own[column]
        is_figure = each.is_figures or each.field in {*SHOWN_ONLY, "baseline_value"}
        if cell.comment and not is_figure and cell.at not in observations.noted:
            draft.notes.append(f"{row.layout.heading(column)}: {observations.take_comment(cell)}")


def texts(row: Row, draft: Draft, observations: Observations) -> None:
    """Take the texts of a row, each as it is."""
    for word in column_fields(draft.code.kind):
        if is_free(word) and row.has(word.name) and row.cell(word.name).text:
            observations.take(row.cell(word.name))
            draft.texts[word.name] = row.cell(word.name).text


def words(row: Row, draft: Draft, fields: tuple[str, ...], observations: Observations) -> None:
    """Take the words of closed lists; tell of those that are none."""
    for field in fields:
        if row.has(field):
            heading = row.layout.heading(row.layout.column(field))
            known = vocabulary.field_named(field).words
            assert known is not None  # that is its shape
            word = sheet_cells.read_word(row.cell(field), known, heading, observations)
            if word is not None:
                draft.texts[field] = word.spanish


def wholes(row: Row, draft: Draft, fields: tuple[str, ...], observations: Observations) -> None:
    """Take the whole numbers of a row, such as decimals; tell of those that are none."""
    for field in fields:
        if not row.has(field) or row.cell(field).is_empty:
            continue
        cell = row.cell(field)
        amount = sheet_cells.read_figure(cell, None, "signed", observations)
        highest = vocabulary.field_named(field).highest or 0
        value = amount.value if amount is not None else None
        if value is not None and value.denominator == 1 and 0 <= value <= highest:
            draft.wholes[field] = int(value)
        elif amount is not None:
            observations.add(cell, "PEI353", "whole", highest=highest)
