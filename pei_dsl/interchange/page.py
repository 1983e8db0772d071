"""A sheet being written: the only user of XlsxWriter."""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from pei_dsl.algebra import display
from pei_dsl.interchange import milestone_cells
from pei_dsl.interchange.cells import letters
from pei_dsl.interchange.form_columns import MAX_TEXT
from pei_dsl.interchange.new_book import new_book
from pei_dsl.interchange.sheet_cells import YES_NO_FORMAT, exact_number
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import Color
from pei_dsl.model.plan import Goal, IntervalFigure
from pei_dsl.model.units import Unit
from pei_dsl.renderers.outlet import visible
from pei_dsl.renderers.palette import tint

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

A4, A3 = 9, 8
LINE = 13.5
# How many letters of a text take the width of one figure, by which columns are measured.
CHARACTERS = 1.22
FONT = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
STYLES: Mapping[str, Mapping[str, object]] = {
    "label": {"bold": True, "font_color": "#44546A"},
    "plain": {},
    "head": {
        "bold": True,
        "bg_color": "#1F3864",
        "font_color": "#FFFFFF",
        "border": 1,
        "border_color": "#8EA9DB",
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
    "group": {"bold": True, "bg_color": "#D9E1F2"},
    "locked": {"bg_color": "#EDEDED"},
    "known": {},
    "open": {"locked": False},
    "asked": {"bg_color": "#FFF2A8", "locked": False},
    "computed": {"bg_color": "#EDEDED", "italic": True, "font_color": "#595959"},
    "body": {},
    **{str(color): {"bg_color": f"#{tint(color)}"} for color in Color},
    "nd": {"bg_color": f"#{tint(None)}", "font_color": "#595959"},
}
_FRAMED = {"border": 1, "border_color": "#BFBFBF"}
_UNFRAMED = frozenset({"label", "plain", "head"})


MOST_DECIMALS = 30
"""How many decimals a number format can show."""


@attrs.frozen
class Column:
    """
    A column of a form.

    Attributes:
        headings: From the top down; neighbours with equal upper headings are joined.
        width: In characters.
        note: What the heading's comment says, or "".
    """

    headings: tuple[str, ...]
    width: float
    note: str = ""


@attrs.define
class Page:
    """
    One sheet: rows are written from the top down, columns by their number from 0.

    Attributes:
        widths: Width of each column in characters, to reckon how high a row must be.
        row: The next row.
    """

    book: Workbook
    sheet: Worksheet
    widths: list[float] = attrs.field(factory=list)
    row: int = 0
    _formats: dict[tuple[tuple[str, object], ...], Format] = attrs.field(factory=dict)
    _lines: dict[int, int] = attrs.field(factory=dict)

    def format(self, style: str, **more: object) -> Format:
        """Return the format of `style` with `more` properties, made once."""
        frame = {} if style in _UNFRAMED else _FRAMED
        properties: dict[str, Any] = {**FONT, **frame, **STYLES[style], **more}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def text(self, column: int, text: str, style: str = "body", **more: object) -> None:
        """Write a text, which may take several lines."""
        text = visible(text)
        wrapped = {"text_wrap": True, **({} if "align" in more else {"align": "left", "indent": 1}), **more}
        self.sheet.write_string(self.row, column, text[:MAX_TEXT], self.format(style, **wrapped))
        self._count_lines(text, self.widths[column])

    def across(self, text: str, columns: int, style: str, **more: object) -> None:
        """Write a text over the first `columns` of the row."""
        if columns == 1:
            self.text(0, text, style, **more)
            return
        text = visible(text)
        form = self.format(style, **{"text_wrap": True, "align": "left", "indent": 1, **more})
        self.sheet.merge_range(self.row, 0, self.row, columns - 1, "", form)
        self.sheet.write_string(self.row, 0, text[:MAX_TEXT], form)
        self._count_lines(text, sum(self.widths[:columns]))

    def _count_lines(self, text: str, width: float) -> None:
        """Note how many lines a text takes in a cell that wide, words whole as spreadsheets keep them."""
        letters_of_it = max(1, int((width - 2) * CHARACTERS))
        lines = sum(max(1, len(textwrap.wrap(line, letters_of_it))) for line in text.split("\n"))
        self._lines[self.row] = max(self._lines.get(self.row, 1), lines)

    def blank(self, column: int, style: str = "body", **more: object) -> None:
        """Write an empty cell with its format."""
        self.sheet.write_blank(self.row, column, None, self.format(style, **more))

    def number(
        self, column: int, number: Fraction, shown: str, style: str = "body", *, computes: bool = False
    ) -> None:
        """
        Write a number with a number format; one that a spreadsheet cannot keep goes as text.

        Where other cells compute with it (`computes`) it stays a number, with the digits that can be kept.
        """
        kept = kept_number(number)
        if kept is not None and (computes or kept == number):
            self.sheet.write_number(self.row, column, float(number), self.format(style, num_format=shown))
        else:
            decimals = len(shown.partition(".")[2].rstrip("%"))
            scaled = number * 100 if shown.endswith("%") else number
            sign = "%" if shown.endswith("%") else ""
            self.text(column, f"{display.grouped(scaled, decimals)}{sign}", style, align="right")

    def figure(
        self,
        column: int,
        figure: Goal | None,
        unit: Unit,
        empty: str,
        style: str = "body",
        *,
        computes: bool = False,
        is_goal: bool = False,
    ) -> None:
        """
        Write a figure in its unit's scale, the words of its absence, or a blank with format `empty`.

        Its comment says its quality; of a goal, its milestone.
        """
        if figure is None:
            self.blank(column, style, num_format=empty)
        elif isinstance(figure.value, Absence):
            self.text(column, absence_words(figure.value), style, align="right", num_format=empty)
        elif isinstance(figure, IntervalFigure):
            self.text(column, interval_text(figure, unit), style, align="right", num_format=empty)
        else:
            value = figure.value if unit.is_percentage else figure.value * unit.scale
            self.number(column, value, number_format(unit, figure.decimals), style, computes=computes)
        quality = str(figure.quality) if figure is not None and figure.quality is not None else ""
        milestone = milestone_cells.comment_of(figure) if figure is not None and is_goal else ""
        if quality or milestone:
            self.note(column, "\n".join(filter(None, (quality, milestone))))

    def note(self, column: int, text: str, row: int | None = None) -> None:
        """Put a comment on a cell."""
        text = visible(text)
        lines = sum(max(1, math.ceil(len(line) / 34)) for line in text.split("\n"))
        options = {"width": 230, "height": 24 + 15 * lines, "font_size": 9, "author": ""}
        self.sheet.write_comment(self.row if row is None else row, column, text[:MAX_TEXT], options)

    def end_row(self) -> None:
        """Set the height of the row, which not every spreadsheet fits by itself, and go to the next."""
        self.sheet.set_row(self.row, LINE * min(20, self._lines.get(self.row, 1)) + 3)
        self.row += 1

    def title(self, text: str) -> None:
        """Write what the whole sheet is, above everything else."""
        self.sheet.write_string(self.row, 0, visible(text), self.format("label", font_size=14))
        self.sheet.set_row(self.row, 22)
        self.row += 1

    def labels(self, rows: Iterable[Sequence[tuple[str, str]]], columns: Sequence[int]) -> None:
        """Write the lines above a table: pairs of a label and its text, beginning at `columns`."""
        for pairs in rows:
            for (label, text), column in zip(pairs, columns, strict=False):
                if text:
                    self.sheet.write_string(self.row, column, label, self.format("label"))
                    self.sheet.write_string(self.row, column + 1, visible(text), self.format("plain"))
            self.row += 1

    def headings(self, columns: Sequence[Column]) -> None:
        """Write the headings of a table, joined where they are equal, and the widths of its columns."""
        depth = max(len(each.headings) for each in columns)
        for number, each in enumerate(columns):
            self.sheet.set_column(number, number, each.width)
            self.widths.append(each.width)
            if each.note:
                self.note(number, each.note)
        grid = [[*each.headings, *[""] * (depth - len(each.headings))] for each in columns]
        for level in range(depth):
            self._level(grid, level, depth)
            self.sheet.set_row(self.row + level, 30 if level == 0 else 18)
        self.row += depth

    def _level(self, grid: list[list[str]], level: int, depth: int) -> None:
        style = self.format("head")
        column = 0
        while column < len(grid):
            own = grid[column]
            last = column
            while last + 1 < len(grid) and own[level] and grid[last + 1][: level + 1] == own[: level + 1]:
                last += 1
            bottom = depth - 1 if not any(own[level + 1 :]) else level
            top = self.row + level
            if own[level]:
                if last > column or bottom > level:
                    self.sheet.merge_range(top, column, self.row + bottom, last, own[level], style)
                else:
                    self.sheet.write_string(top, column, own[level], style)
            column = last + 1

    def set_up(self, paper: int, first: int, last: int, columns: int, footer: str) -> None:
        """
        Set up printing: landscape, as wide as the paper, the headings (rows `first` to `last`) on each page.

        Only the first `columns` are printed; what stands to their right is for the screen.
        """
        self.sheet.set_landscape()
        self.sheet.set_paper(paper)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(first, last)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.print_area(0, 0, max(self.row - 1, last), columns - 1)
        self.sheet.set_footer(f"&L&8{footer.replace('&', '&&')}&R&8Página &P de &N")
        self.sheet.freeze_panes(last + 1, 2)
        self.sheet.hide_gridlines(2)

    def address(self, column: int) -> str:
        """Return the name of a cell of the row being written: `H6`."""
        return f"{letters(column + 1)}{self.row + 1}"


def new_page(buffer: io.BytesIO, name: str) -> Page:
    """Return an empty sheet called `name` in a new workbook that will be written to `buffer`."""
    book = new_book(buffer)
    return Page(book, book.add_worksheet(name))


def kept_number(number: Fraction) -> Fraction | None:
    """Return what a cell keeps of `number`: fifteen digits; None of one that is too large for any cell."""
    try:
        return exact_number(float(number))
    except OverflowError:
        return None


def number_format(unit: Unit, decimals: int) -> str:
    """Return the number format of figures in `unit`: `0.00%`, `#,##0.0`."""
    if unit.yes_no:
        return YES_NO_FORMAT
    point = f".{'0' * decimals}" if decimals else ""
    return f"0{point}%" if unit.is_percentage else f"#,##0{point}"


def interval_text(figure: IntervalFigure, unit: Unit) -> str:
    """Return how a form writes a goal that is an interval, which is how a plan does: `95% a 105%`."""
    sign = "%" if unit.is_percentage else ""
    ends = (figure.value.lower, figure.value.upper)
    return " a ".join(f"{display.grouped(end * unit.scale, figure.decimals)}{sign}" for end in ends)


def absence_words(absence: Absence) -> str:
    """Return how a form writes an absence: `ND` for what nobody knows, the reason for all others."""
    return "ND" if absence.reason is Reason.NO_DATA else str(absence.reason)
