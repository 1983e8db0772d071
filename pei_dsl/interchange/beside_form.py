"""The sheets of a template for what a report tells beside figures: a row for each, and rows to add more."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from pei_dsl import vocabulary
from pei_dsl.analysis.resolve.beside_figures import period_in_code
from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.interchange import evidence_titles
from pei_dsl.interchange.beside_columns import (
    BY_PERIOD,
    KEY,
    KEYLESS,
    KINDS,
    SHOWN_ONLY,
    TITLE,
    columns_of,
    equivalents_text,
    heading,
)
from pei_dsl.interchange.form_columns import MAX_TEXT
from pei_dsl.interchange.page import A4, Column, Page, number_format
from pei_dsl.interchange.plan_columns import in_order, span, unit_words, words
from pei_dsl.model.figure import Figure
from pei_dsl.model.follow_up import Evidence, FollowedUp, Recommendation
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan
from pei_dsl.model.units import NUMBER, Unit
from pei_dsl.model.versions import Amendment, Version

# How many rows are offered for what is still to be written.
_FREE = 12
Told: TypeAlias = FollowedUp | Version | Amendment
"""What has a row."""

_WIDTHS = {KEY: 18.0, TITLE: 44.0, "description": 40.0, "fingerprint": 20.0, "file": 26.0, "period": 14.0}


def kinds_with_sheets(plan: Plan) -> list[str]:
    """
    Return the kinds that have a sheet: those that the plan declares.

    Beside recommendations there are commitments to answer with, beside versions the acts that follow.
    """
    found = {kind for kind in KINDS if rows_of(plan, kind)}
    if "recommendation" in found:
        found.add("commitment")
    if "version" in found:
        found.add("amendment")
    return [kind for kind in KINDS if kind in found]


def rows_of(plan: Plan, kind: str) -> Mapping[str, Told]:
    """Return what has a row in the sheet of a `kind`, by code or name; acts by their number."""
    if kind == "amendment":
        return {str(number): each for number, each in enumerate(plan.amendments, 1)}
    return {name: each for of, name, each in plan.told if of == kind}


def add_sheets(page: Page, plan: Plan, periods: Iterable[Period]) -> None:
    """Add to the book of `page` a sheet for each kind, with columns for `periods` beside its own."""
    periods = list(periods)
    for kind in kinds_with_sheets(plan):
        rows = rows_of(plan, kind)
        table = BesideSheet(kind, rows, plan, periods, KINDS[kind], free=_FREE, evidence=plan.evidence)
        write_sheet(Page(page.book, page.book.add_worksheet(KINDS[kind])), table)


@attrs.frozen
class BesideSheet:
    """
    What a sheet says.

    Attributes:
        kind: The declaration that each row is.
        held: What has a row, by code or name.
        periods: Those with columns, beside those that have figures.
        title: What stands above.
        shown: What follows from the rest of each row, by its code or name; its heading is a key of
            `SHOWN_ONLY`.
        evidence: The evidence that has a row in the workbook, by name: a commitment that is verified by it
            shows its title, too.
        free: How many rows are offered for what is still to be written.
    """

    kind: str
    held: Mapping[str, Told]
    plan: Plan
    periods: Sequence[Period]
    title: str
    language: str = "es"
    shown: tuple[str, Mapping[str, str]] | None = None
    evidence: Mapping[str, Evidence] = attrs.field(factory=dict)
    free: int = 0


def write_sheet(page: Page, table: BesideSheet) -> None:
    """Write a sheet with a row for each thing, which an import reads."""
    kind, language = table.kind, table.language
    columns = _columns(kind, [*table.held.values()], table.periods)
    page.title(table.title)
    page.sheet.write_string(page.row, 0, phrase("follow_up", "read_back", language), page.format("plain"))
    page.row += 2
    first = page.row
    heads = [
        Column((f"{heading(name, kind, language)} {period}".strip(),), _width(name))
        for name, period in columns
    ]
    if table.shown is not None:
        heads.append(Column((words(SHOWN_ONLY[table.shown[0]][language == "en"]),), 30.0))
    page.headings(heads)
    for name, each in table.held.items():
        for column, (field, period) in enumerate(columns):
            _cell(page, column, field, period, name, each, table)
        if table.shown is not None:
            page.text(len(columns), table.shown[1].get(name, ""), "locked")
        page.end_row()
    for _ in range(table.free):
        for column in range(len(columns)):
            page.blank(column, "open")
        page.end_row()
    _offer_words(page, columns, first + 1)
    plan = table.plan
    page.set_up(A4, first, first, len(heads), f"{plan.acronym or plan.entity} · {plan.title}".strip(" ·"))


def _columns(kind: str, held: Sequence[Told], periods: Sequence[Period]) -> list[tuple[str, Period | str]]:
    made: list[tuple[str, Period | str]] = [(TITLE, "")] if kind in KEYLESS else [(KEY, ""), (TITLE, "")]
    for word in columns_of(kind):
        if word.name in BY_PERIOD:
            own = [period for each in held for period in _by_period(word.attribute(kind), each)]
            made += [(word.name, period) for period in in_order([*periods, *own])]
        else:
            made.append((word.name, ""))
    if kind == "commitment":  # as the official matrix has it: the recommendation, then what answers it
        made.remove(("answers", ""))
        made.insert(1, ("answers", ""))
    return made


def _by_period(attribute: str, thing: Told) -> Mapping[Period, Any]:
    held: Mapping[Period, Any] = getattr(thing, attribute)
    return held


def _width(field: str) -> float:
    return 12.0 if field in BY_PERIOD else _WIDTHS.get(field, 22.0)


def _cell(
    page: Page,
    column: int,
    field: str,
    period: Period | str,
    name: str,
    thing: Told,
    table: BesideSheet,
) -> None:
    if field == KEY:
        page.text(column, name, "known", num_format="@")
        return
    if field == TITLE:
        page.text(column, thing.title, "open")
        if thing.documentation:
            page.note(column, thing.documentation)
        return
    value = getattr(thing, vocabulary.field_named(field).attribute(table.kind))
    if isinstance(period, Period):
        value = value.get(period)
    if isinstance(value, Figure):
        unit = _unit(thing, table.plan)
        page.figure(column, value, unit, number_format(unit, value.decimals), "open")
        return
    if isinstance(thing, Amendment) and field == "field":
        value = vocabulary.AMENDED.named(thing.field).spanish if thing.field else ""
    if field == "answers":
        known = table.plan.recommendations
        value = tuple(f"{code} {known[code].title}" if code in known else code for code in value)
    if field == "means" and value in table.evidence:
        value = evidence_titles.shown(value, table.evidence[value].title)
    text = "" if field == "period" and _is_implied(thing) else _text(value)
    page.text(column, text, "open", num_format="@")


def _unit(thing: Told, plan: Plan) -> Unit:
    """Return the unit of the figures of a thing: its own, or that of the indicator that it is for."""
    if isinstance(thing, Evidence):
        indicator = plan.indicators.get(thing.indicator)
        return indicator.unit if indicator is not None else NUMBER
    unit: Unit | None = getattr(thing, "unit", None)
    return unit if unit is not None else NUMBER


def _is_implied(thing: Told) -> bool:
    """Tell whether the period of a thing follows from its day or its code, so that nobody need write it."""
    if isinstance(thing, Evidence):
        return thing.date is not None and thing.period == Period.year_of(thing.date.year)
    return isinstance(thing, Recommendation) and thing.period == period_in_code(thing.code)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case Unit():
            return unit_words(value)
        case datetime.date():
            return value.isoformat()
        case (Period() as first, Period() as last):
            return span((first, last))
        case Mapping():
            text = equivalents_text(value)
            return text if len(text) <= MAX_TEXT else ""  # a part of it would say that the rest is gone
        case tuple():
            return "; ".join(map(str, value))
        case _:
            return str(value)


def _offer_words(page: Page, columns: Sequence[tuple[str, Period | str]], first: int) -> None:
    lists = {
        "situation": vocabulary.SITUATIONS.spanish(),
        "effect": vocabulary.EFFECTS.spanish(),
        "origin": vocabulary.ORIGINS.spanish(),
        "field": vocabulary.AMENDED.spanish(),
    }
    for column, (field, _) in enumerate(columns):
        if field in lists:
            page.sheet.data_validation(
                first,
                column,
                page.row - 1,
                column,
                {
                    "validate": "list",
                    "source": lists[field],
                    "error_title": "Elija de la lista",
                    "error_message": f"Valores: {', '.join(lists[field])}.",
                },
            )
