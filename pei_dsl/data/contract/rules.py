"""What the rows of a source must be, rule by rule: stated once, and rendered in Python and in SQL."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.algebra.display import shown
from pei_dsl.data.cell_values import wrong_date
from pei_dsl.data.expected import Expected
from pei_dsl.data.letters import difference
from pei_dsl.data.total_words import Says, says_total
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource
from pei_dsl.numerals import PERU, Notation
from pei_dsl.vocabulary import is_name
from pei_dsl.written_figures import Dirt, dirty_figure, says_missing
from pei_dsl.written_periods import meant_period

# Longer cells are cut in messages.
MAX_SHOWN = 60
# So many of the words that a column may hold are told.
_MAX_KNOWN = 12


@attrs.frozen
class Told:
    """What the finding of a breach says: its code, its wording, and what that mentions beside the column."""

    code: DiagnosticCode
    variant: str = ""
    params: Mapping[str, Parameter] = attrs.field(factory=dict)


def bad_cell(cell: str, type_: ValueType, notation: Notation = PERU) -> Told:
    """Return what is said of a cell that is not of `type_`: its figure, a mark of absence, or neither."""
    shown = one_line(cell)
    dirty = dirty_figure(cell, notation.decimal) if type_ is ValueType.NUMBER else None
    if dirty is not None:
        variant: str = dirty.dirt if dirty.dirt in {Dirt.COMMA, Dirt.BLANKS} else "dirty"
        if variant == Dirt.COMMA and notation.decimal == ",":
            variant = "point"
        dirty = attrs.evolve(dirty, figures=tuple(_readable(each, notation) for each in dirty.figures))
        params: dict[str, Parameter] = {
            "cell": shown,
            "what": dirty.what,
            "where": dirty.where,
            "meant": dirty.meant,
        }
        return Told("PEI303", variant, params)
    if says_missing(cell):
        return Told("PEI303", "missing", {"cell": shown})
    meant = meant_period(cell) if type_ is ValueType.DATE else ""
    if meant:
        return Told("PEI303", "date_meant", {"cell": shown, "meant": meant})
    return Told("PEI303", type_.name.lower(), {"cell": shown})


def _readable(figure: str, notation: Notation) -> str:
    """Return `figure` as a file of `notation` writes it: without its thousands where it marks none."""
    digits = figure.removeprefix("-").removesuffix("%")
    if notation.read(digits) is not None:
        return figure
    return figure.replace("." if notation.decimal == "," else ",", "")


def not_a_period(cell: str) -> Told:
    """Return what is said of a cell that names no period: the one that is meant, or that there is none."""
    shown, meant = one_line(cell), meant_period(cell)
    if meant:
        return Told("PEI304", "meant", {"cell": shown, "meant": meant})
    return Told("PEI304", "" if shown else "empty", {"cell": shown})


@attrs.frozen
class Typed:
    """A cell is of its column's type; whoever reads it knows."""

    column: Column
    notation: Notation = PERU

    def told(self, cell: str, variant: str = "") -> Told:
        """Return what is said of a bad cell; `variant` tells what is wrong where it is not the type."""
        if variant == "percent":
            return Told("PEI310", "column", {"cell": one_line(cell), "as_points": f"{one_line(cell)}%"})
        if variant:
            return Told("PEI303", variant, {"cell": one_line(cell)})
        return _of_total("PEI303", cell, self.column) or bad_cell(cell, self.column.type, self.notation)


@attrs.frozen
class Filled:
    """A cell has a value."""

    column: Column

    def told(self, _: str) -> Told:
        """Return what is said of an empty cell."""
        return Told("PEI316")


@attrs.frozen
class AtLeast:
    """A value is no less than a limit."""

    column: Column
    limit: Fraction | datetime.date

    def told(self, cell: str) -> Told:
        """Return what is said of a value beyond the limit."""
        variant = "early" if isinstance(self.limit, datetime.date) else "below"
        return Told("PEI317", variant, {"cell": one_line(cell), "limit": _limit(self.limit, cell)})


@attrs.frozen
class AtMost:
    """A value is no more than a limit."""

    column: Column
    limit: Fraction | datetime.date

    def told(self, cell: str) -> Told:
        """Return what is said of a value beyond the limit."""
        variant = "late" if isinstance(self.limit, datetime.date) else "above"
        return Told("PEI317", variant, {"cell": one_line(cell), "limit": _limit(self.limit, cell)})


@attrs.frozen
class OneOf:
    """A text is one of those that are listed."""

    column: Column

    def told(self, cell: str) -> Told:
        """Return what is said of another text."""
        choices = self.column.choices
        alike = next((each for choice in choices if (each := difference(choice, cell))), None)
        if alike is not None:
            return Told("PEI318", "alike", {"cell": one_line(cell), "letter": alike[0], "at": alike[1]})
        near = nearest(cell, choices)
        known = ", ".join(f"«{choice}»" for choice in choices[:_MAX_KNOWN])
        params = {"cell": one_line(cell), "known": known, "near": near[0] if near else ""}
        return Told("PEI318", "near" if near else "", params)


@attrs.frozen
class KeyPart:
    """A cell of a key has a value."""

    column: Column

    def told(self, _: str) -> Told:
        """Return what is said of an empty cell."""
        return Told("PEI319", "empty")


@attrs.frozen
class Dated:
    """A cell of the time column names a period."""

    column: Column
    expected: Expected

    def told(self, cell: str) -> Told:
        """Return what is said of a cell that names none."""
        variant = wrong_date(cell, self.expected)
        if variant:
            return Told("PEI304", variant, {"cell": one_line(cell)})
        return _of_total("PEI304", cell, self.column) or not_a_period(cell)


@attrs.frozen
class Marked:
    """A cell of the column of quality is empty, or a word that marks a row."""

    column: Column

    def told(self, cell: str) -> Told:
        """Return what is said of another word."""
        return Told("PEI312", "", {"cell": one_line(cell)})


# What a value tells by itself; the others are for whoever reads cells, or looks at several rows.
ValueRule: TypeAlias = Filled | AtLeast | AtMost | OneOf | KeyPart
Rule: TypeAlias = ValueRule | Typed | Dated | Marked


def value_rules(source: DataSource, column: Column) -> tuple[ValueRule, ...]:
    """Return what the values of `column` must be; what is wrong with a time cell is told by `Dated`."""
    found: list[ValueRule] = []
    if column.required and column.name != source.time:
        found.append(Filled(column))
    if column.minimum is not None:
        found.append(AtLeast(column, column.minimum))
    if column.maximum is not None:
        found.append(AtMost(column, column.maximum))
    if column.choices:
        found.append(OneOf(column))
    return tuple(found)


def key_rules(source: DataSource) -> tuple[KeyPart, ...]:
    """Return what each cell of a key must be by itself, where no other rule says it."""
    columns = (source.columns[name] for name in source.keys if name != source.time)
    return tuple(KeyPart(column) for column in columns if not column.required)


def one_line(cell: str) -> str:
    """Return a cell as messages show it: in one line, cut where it is long."""
    return " ".join(cell.split())[:MAX_SHOWN]


def _of_total(code: DiagnosticCode, cell: str, column: Column) -> Told | None:
    """Return what is said of a cell that calls its row a total: the line that leaves the row out."""
    if says_total(cell) is not Says.SURELY:
        return None
    named = column.name if is_name(column.name) else f"[{column.name}]"
    return Told(code, "total", {"cell": one_line(cell), "condition": f'{named} = "{cell.strip()}"'})


def _limit(limit: Fraction | datetime.date, cell: str) -> str:
    """Return a limit as the cell beyond it is written."""
    if isinstance(limit, datetime.date):
        return limit.isoformat()
    return f"{shown(limit * 100)}%" if cell.endswith("%") else shown(limit)
