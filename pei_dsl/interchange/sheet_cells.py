"""What cells say: figures, words and periods; what is found in them, and which were read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import attrs

from pei_dsl import numerals, vocabulary
from pei_dsl.algebra.display import fixed, grouped
from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.diagnostics import Diagnostic, Label, Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.interchange.cells import MAX_SHOWN, Cell, Place
from pei_dsl.interchange.plan_columns import unit_words
from pei_dsl.model.periods import Period
from pei_dsl.model.terms import unit_term
from pei_dsl.model.units import Unit, parse_unit
from pei_dsl.source import NOWHERE
from pei_dsl.syntax import made, tree
from pei_dsl.vocabulary import Word, Words, fold
from pei_dsl.written_figures import Dirt, dirty_figure, says_missing

W = TypeVar("W", bound=Word)

# Spreadsheets keep fifteen digits; what a float holds beyond them is noise of its binary form.
SIGNIFICANT_DIGITS = 15
EXCEL_DAY_0 = datetime.date(1899, 12, 30).toordinal()


@attrs.frozen
class Observation:
    """A finding and the cell that it is about, None for one about a whole sheet or workbook."""

    diagnostic: Diagnostic
    cell: Cell | None = None


@attrs.define
class Observations:
    """
    What is found in the workbook called `file`, in the order in which it is met, and which cells were read.

    Attributes:
        file: The workbook.
        items: What was found.
        taken: Places (sheet, row, column) of the cells whose content was taken over.
        noted: Places of those whose comment was.
        told: Places of those that are left out for what was told of another one.
        rows_told: Rows (sheet, row) that are left out whole, which was told.
        deduced: What no cell says (code and field, "" for the plan itself), so that it is a guess.
    """

    file: str
    items: list[Observation] = attrs.field(factory=list)
    taken: set[Place] = attrs.field(factory=set)
    noted: set[Place] = attrs.field(factory=set)
    told: set[Place] = attrs.field(factory=set)
    rows_told: set[tuple[str, int]] = attrs.field(factory=set)
    deduced: set[tuple[str, str]] = attrs.field(factory=set)
    _made: set[tuple[object, ...]] = attrs.field(factory=set)

    def add(
        self,
        cell: Cell | None,
        code: DiagnosticCode,
        variant: str = "",
        /,
        *,
        severity: Severity = Severity.ERROR,
        **params: Parameter,
    ) -> None:
        """Add the finding `code` about `cell`; its place and text are among the parameters."""
        known: Mapping[str, Parameter] = (
            {"cell": cell.place, "written": cell.text[:MAX_SHOWN]} if cell is not None else {}
        )
        found = Diagnostic(
            code, Label(None), {**known, **params}, variant=variant, file=self.file, severity=severity
        )
        key = (code, variant, *sorted(found.params.items()))
        if key not in self._made:  # the columns under one merged heading have one cell
            self._made.add(key)
            self.items.append(Observation(found, cell))

    def take(self, *cells: Cell) -> None:
        """Keep in mind that the content of `cells` was taken over."""
        self.taken.update((each.sheet, each.row, each.column) for each in cells)

    def take_comment(self, cell: Cell) -> str:
        """Return the comment on `cell`, and keep in mind that it was taken over."""
        self.noted.add((cell.sheet, cell.row, cell.column))
        return cell.comment

    def tell(self, cell: Cell) -> None:
        """Keep in mind that `cell` is left out for what was told of another one."""
        self.told.add((cell.sheet, cell.row, cell.column))

    def tell_row(self, cell: Cell) -> None:
        """Keep in mind that the row of `cell` is left out, which is told."""
        self.rows_told.add((cell.sheet, cell.row))


# ---- Figures ----------------------------------------------------------------------------------------------


@attrs.frozen
class Style:
    """What a number format shows: its decimals (None: as many as there are), and what a percentage is."""

    decimals: int | None
    percent: bool = False  # 0.56 is shown as 56%
    points: bool = False  # 56 is shown as 56%


def style(format_: str) -> Style:
    """Return what the number format `format_` shows."""
    first = format_.partition(";")[0]
    quoted = "".join(re.findall(r'"[^"]*"|\\.', first))
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].', "", first)
    if "general" in bare.lower() or not re.search(r"[0#?]", bare):
        return Style(None, points="%" in quoted)
    if re.search(r"E[+-]|/|[0#?],+(?![0#?,])", bare, re.IGNORECASE):
        return Style(
            None
        )  # powers of ten, fractions and thousands show a number in another way, not fewer digits
    decimals = re.search(r"[.]([0#?]*)", bare)
    return Style(len(decimals[1]) if decimals else 0, "%" in bare, "%" in quoted)


# How 1 and 0 are shown where they mean yes and no; who reads the cell back knows it by this.
YES_NO_FORMAT = '"sí";"sí";"no"'

# Three digits behind a point may be thousands, where somebody typed them with the habits of another country.
_MAY_BE_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")

ACCEPTED_ABSENCES = frozenset({"nd", *(fold(word.spanish) for word in vocabulary.ABSENCES)})
_NUMBER = re.compile(r"(?P<sign>[-−–]?)\s*(?P<digits>[\d.,_\u00a0\u2009\u202f]*\d)\s*(?P<percent>%?)")


def read_figure(
    cell: Cell, unit: Unit | None, percentages: str, observations: Observations
) -> tree.Amount | None:
    """
    Return the figure in `cell`, as a plan writes it; None when it is empty or dirty, which is then observed.

    Args:
        cell: The cell.
        unit: What it counts; None when nobody says, and then the cell's own % decides.
        percentages: What a number without % is in a percentage: `signed` (nobody knows), `points`, `ratio`.
        observations: Where to tell of what is dirty.
    """
    observations.take(cell)
    if cell.is_empty or not _is_readable(cell, observations):
        return None
    if isinstance(cell.value, str):
        return _from_text(cell, unit, percentages, observations)
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float | Decimal):
        variant = "date" if isinstance(cell.value, datetime.date | datetime.time) else ""
        observations.add(cell, "PEI353", variant)
        return None
    exact = exact_number(cell.value)
    if cell.format == YES_NO_FORMAT and exact in {0, 1}:
        return tree.Amount.worded("sí" if exact else "no", NOWHERE)
    shown = style(cell.format)
    if shown.percent or shown.points:
        points = exact * 100 if shown.percent else exact
        if shown.percent and _seems_pasted(exact):
            read, meant = f"{grouped(points, 0)}%", f"{cell.text}%"
            observations.add(cell, "PEI354", "pasted", severity=Severity.WARNING, read=read, meant=meant)
        return _in_unit(
            _cut(points, shown.decimals, cell, observations), cell, unit, percentages, observations
        )
    value, decimals, _ = _cut(exact, shown.decimals, cell, observations, percent=False)
    return _in_unit((value, decimals, False), cell, unit, percentages, observations)


def _seems_pasted(ratio: Fraction) -> bool:
    """Tell whether a number under a format of percentages was meant in points: 77 is shown as 7700%."""
    return abs(ratio) >= 10 or (abs(ratio) >= 2 and ratio.denominator == 1)


def _is_readable(cell: Cell, observations: Observations) -> bool:
    if cell.is_error:
        observations.add(cell, "PEI360")
        return False
    if cell.formula and cell.value is None:
        observations.add(cell, "PEI360", "empty", formula=cell.formula[:MAX_SHOWN])
        return False
    return True


def exact_number(value: float | Decimal) -> Fraction:
    """Return the number that a spreadsheet keeps as `value`, without the noise of its binary form."""
    if isinstance(value, float):
        return Fraction(Decimal(f"{value:.{SIGNIFICANT_DIGITS}g}"))
    return Fraction(value)


def _cut(
    exact: Fraction, decimals: int | None, cell: Cell, observations: Observations, *, percent: bool = True
) -> tuple[Fraction, int, bool]:
    """Return `exact` as the cell shows it, with its decimals; tell when the cell keeps more than it shows."""
    needed = 0
    while (exact * 10**needed).denominator != 1:
        needed += 1
    if decimals is None or decimals >= needed:
        return exact, needed if decimals is None else decimals, percent
    rounded = round_half_up(exact, decimals)
    sign = "%" if percent else ""
    observations.add(
        cell,
        "PEI364",
        severity=Severity.NOTE,
        kept=f"{grouped(exact, needed)}{sign}",
        shown=f"{grouped(rounded, decimals)}{sign}",
    )
    return rounded, decimals, percent


def _from_text(
    cell: Cell, unit: Unit | None, percentages: str, observations: Observations
) -> tree.Amount | None:
    text = cell.text
    if vocabulary.YES_NO.find(text) is not None and (unit is None or unit.takes_yes_no):
        return tree.Amount.worded(text, NOWHERE)
    word = vocabulary.ABSENCES.find(text)
    if word is not None and fold(text) in ACCEPTED_ABSENCES:
        return made.absent("ND" if word.name == "no_data" else word.spanish)
    match = _NUMBER.fullmatch(text)
    numeral = numerals.read(match["digits"]) if match is not None else None
    if match is None or not isinstance(numeral, numerals.Numeral):
        _tell_dirt(cell, observations)
        return None
    sign, percent = match["sign"], match["percent"]
    value = -numeral.value if sign else numeral.value
    figure = _in_unit((value, numeral.decimals, bool(percent)), cell, unit, percentages, observations)
    if figure is not None and cell.typed:
        read = f"{grouped(value, numeral.decimals)}{percent}"
        variant = "thousands" if _MAY_BE_THOUSANDS.fullmatch(match["digits"]) else "text"
        observations.add(cell, "PEI353", variant, severity=Severity.WARNING, read=read)
    return figure


def _tell_dirt(cell: Cell, observations: Observations) -> None:
    """Tell what is beside the figure in a cell, or that it has none."""
    text = cell.text
    dirty = dirty_figure(text)
    if dirty is not None:
        variant = "comma" if dirty.dirt is Dirt.COMMA else "dirty"
        observations.add(cell, "PEI353", variant, what=dirty.what, where=dirty.where, meant=dirty.meant)
    elif says_missing(text):
        observations.add(cell, "PEI353")
    else:
        observations.add(cell, "PEI353", "long" if len(text) > numerals.MAX_DIGITS else "other")


def _in_unit(
    figure: tuple[Fraction, int, bool],
    cell: Cell,
    unit: Unit | None,
    percentages: str,
    observations: Observations,
) -> tree.Amount | None:
    """Return a figure (value, decimals, whether it has a %) that suits `unit`; observe one that does not."""
    value, decimals, percent = figure
    if len(fixed(value, decimals)) > numerals.MAX_DIGITS:
        observations.add(cell, "PEI353", "long")
        return None
    if unit is not None and unit.is_percentage and not percent:
        if percentages == "signed":
            times_hundred = grouped(value * 100, max(0, decimals - 2))
            observations.add(
                cell,
                "PEI354",
                number=grouped(value, decimals),
                points=f"{grouped(value, decimals)}%",
                ratio=f"{times_hundred}%",
            )
            return None
        if percentages == "ratio":
            value, decimals = value * 100, max(0, decimals - 2)
        percent = True
    elif unit is not None and not unit.is_percentage and percent:
        number = f"{grouped(value, decimals)}%"
        observations.add(
            cell, "PEI354", "unexpected", number=number, unit=unit_term(unit), bare=grouped(value, decimals)
        )
        return None
    return made.amount(value / 100 if percent else value, decimals, percent=percent)


# ---- Words, periods --------------------------------------------------------------------------------


def read_word(cell: Cell, words: Words[W], heading: str, observations: Observations) -> W | None:
    """Return the word of a closed list that `cell` holds; tell of one that is nearly one, or none."""
    observations.take(cell)
    if cell.is_empty or not _is_readable(cell, observations):
        return None
    word = words.find(cell.text)
    if word is not None:
        return word
    bare = words.find(cell.text.strip(" .,;:"))
    if bare is not None:
        observations.add(cell, "PEI357", "read", severity=Severity.WARNING, read=bare.spanish)
        return bare
    near = nearest(cell.text, words.spanish(), 1) or words.spanish()
    observations.add(cell, "PEI357", heading=heading, known=", ".join(near))
    return None


def read_unit(cell: Cell, observations: Observations) -> tuple[Unit, str] | None:
    """Return the unit that `cell` names, and how a plan writes it."""
    observations.take(cell)
    if cell.is_empty or not _is_readable(cell, observations):
        return None
    text = cell.text
    unit = parse_unit(text)
    if unit is not None:
        return unit, unit_words(unit)
    bare = re.sub(r"\(%\)|[.,;:]+$", "", text).strip()
    if bare == "%":
        bare = "porcentaje"
    unit = parse_unit(bare)
    if unit is not None:
        written = unit_words(unit)
        observations.add(cell, "PEI357", "read", severity=Severity.WARNING, read=written)
        return unit, written
    known = ", ".join(vocabulary.UNITS.spanish())
    observations.add(cell, "PEI357", heading="unidad de medida", known=known)
    return None


def read_year(cell: Cell, observations: Observations) -> str | None:
    """Return the period that `cell` names, `2024`; tell of one that is none."""
    observations.take(cell)
    if cell.is_empty or not _is_readable(cell, observations):
        return None
    if isinstance(cell.value, datetime.date):
        # A year typed into a cell with a date's format counts days from 1900.
        days = str(cell.value.toordinal() - EXCEL_DAY_0)
        meant = days if Period.parse(days) is not None else str(cell.value.year)
        observations.add(cell, "PEI358", "date", meant=meant)
        return None
    period = Period.parse(cell.text)
    if period is None:
        match = re.fullmatch(r"\D*((?:19|20)\d\d)\D*", cell.text)
        if match is not None and match[1] != cell.text:
            observations.add(cell, "PEI358", "read", severity=Severity.WARNING, read=match[1])
            return match[1]
        observations.add(cell, "PEI358")
        return None
    return str(period)
