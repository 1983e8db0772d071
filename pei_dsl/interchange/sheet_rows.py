"""The rows of a table as drafts of objectives, actions and indicators."""

from __future__ import annotations

import re

import attrs

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Severity
from pei_dsl.interchange import sheet_cells
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.deductions import has_percent, unit_of_title
from pei_dsl.interchange.drafts import Draft
from pei_dsl.interchange.form_columns import column_fields, is_free, of_shape
from pei_dsl.interchange.headings import FAMILIES, SHOWN_ONLY
from pei_dsl.interchange.plan_columns import unit_words
from pei_dsl.interchange.sheet_cells import Code, Observations
from pei_dsl.interchange.sheet_layout import Layout
from pei_dsl.interchange.table_row import Row, table_row
from pei_dsl.model.terms import unit_term
from pei_dsl.model.units import parse_unit
from pei_dsl.syntax import made, tree
from pei_dsl.vocabulary import Shape, fold

_TOTAL = re.compile(r"(sub)?total\b|promedio\b|suma\b")


@attrs.define
class Reader:
    """Reads the rows of one table after another into `drafts`, by code."""

    observations: Observations
    drafts: dict[str, Draft] = attrs.field(factory=dict)
    _group: str = ""
    _numbers: dict[str, int] = attrs.field(factory=dict)
    _seen: dict[tuple[str, str, str], Cell] = attrs.field(factory=dict)
    _titled: dict[tuple[str, str], Row] = attrs.field(factory=dict)

    def read(self, layout: Layout) -> None:
        """Read all rows of `layout`."""
        self._group = ""
        for row in (each for each in layout.sheet.rows if each >= layout.first_row):
            found = table_row(layout, row)
            if any(not cell.is_empty for cell in found.own.values()):
                self._row(found)

    def _row(self, row: Row) -> None:
        code = sheet_cells.read_code(row.cell("code")) if row.has("code") else None
        own = sheet_cells.read_code(row.cell("indicator_code")) if row.has("indicator_code") else None
        if code is None and own is None and not self._continues(row):
            self._left_out(row)
            return
        if code is not None and code.kind != "indicator":
            self._open_group(row, code)
            if row.layout.form != "B-2" or row.cell("indicator_title").is_empty:
                return
        indicator = own or (code if code is not None and code.kind == "indicator" else None)
        if indicator is None:
            if self._is_repeated(row):
                return
            indicator = self._numbered()
        title = "indicator_title" if row.has("indicator_title") else "title"
        where = row.cell("indicator_code" if own is not None else "code")
        if indicator.kind != "indicator":
            self.observations.add(where, "PEI355", "kind", code=indicator.code)
            self.observations.tell_row(where)
        elif row.layout.is_long:
            self._long(row, indicator, where, title)
        else:
            self._indicator(row, indicator, where, title)

    def _continues(self, row: Row) -> bool:
        """Tell whether the row is one more indicator of the group above it, whose code is not repeated."""
        return (
            row.layout.form == "B-2"
            and bool(self._group)
            and row.cell("code").is_empty
            and not row.cell("indicator_title").is_empty
            and _TOTAL.match(fold(row.cell("indicator_title").text)) is None
        )

    def _is_repeated(self, row: Row) -> bool:
        """Say so when the indicator of a row without a code of its own is there already."""
        title = row.cell("indicator_title")
        first = self._titled.setdefault((self._group, fold(title.text)), row)
        if first is row:
            return False
        alike = all(row.own[column].text == first.own[column].text for column in row.layout.columns)
        self.observations.add(
            title,
            "PEI356",
            "row" if alike else "row_other",
            severity=Severity.WARNING if alike else Severity.ERROR,
            row=title.row,
            first=first.cell("indicator_title").place,
        )
        self.observations.tell_row(title)
        return True

    def _same_as_before(self, row: Row, draft: Draft) -> None:
        """Take the cells of a row that only repeat what the first row of its code says."""
        for column, cell in row.own.items():
            if cell.text and cell.text == row.layout.sheet.cell(draft.cell.row, column).text:
                self.observations.take(cell)

    def _numbered(self) -> Code:
        number = self._numbers.get(self._group, 0) + 1
        self._numbers[self._group] = number
        return Code(f"IND.{number:02}.{self._group}", "indicator")

    def _left_out(self, row: Row) -> None:
        """Say why a row without a code is left out: a total, a note, or a code that is none."""
        said = [cell for cell in row.own.values() if not cell.is_empty]
        first = row.cell("code")
        self.observations.tell_row(said[0])
        texts = [
            fold(row.cell(field).text) for field in ("code", "title", "indicator_title") if row.has(field)
        ]
        if any(map(_TOTAL.match, texts)):
            self.observations.add(said[0], "PEI359", severity=Severity.NOTE, row=said[0].row)
        elif (
            len(said) == 1 and isinstance(said[0].value, str) and (said[0] is not first or " " in first.text)
        ):
            self.observations.add(said[0], "PEI359", "note", severity=Severity.NOTE, row=said[0].row)
        elif first.is_empty:
            self.observations.add(said[0], "PEI355", "missing", row=said[0].row)
        else:
            variant = "" if isinstance(first.value, str) else "changed"
            self.observations.add(first, "PEI355", variant, row=first.row)

    # ---- Groups ------------------------------------------------------------------------------------------

    def _open_group(self, row: Row, code: Code) -> None:
        cell, title = row.cell("code"), row.cell("title") if row.has("title") else None
        self._group = code.code
        known = self.drafts.get(code.code)
        self.observations.take(cell)
        if known is not None:
            self._same_as_before(row, known)
            again = row.own.get(cell.column) is cell  # not the same merged cell once more
            if row.layout.form != "B-2" and not row.layout.is_long:
                self.observations.add(cell, "PEI356", code=code.code, first=known.cell.place)
                self.observations.tell_row(cell)
            elif again and title is not None and title.text and title.text != known.title:
                self.observations.add(
                    title,
                    "PEI356",
                    "title",
                    severity=Severity.WARNING,
                    code=code.code,
                    first=known.cell.place,
                )
            elif title is not None:
                self.observations.take(title)
            return
        draft = self._new(row, code, cell)
        draft.title = self._text(row, "title")
        _words(row, draft, of_shape(code.kind, Shape.WORD), self.observations)
        _wholes(row, draft, of_shape(code.kind, Shape.WHOLE), self.observations)
        if row.layout.form != "B-2":  # there the texts of a row are those of its indicator
            _texts(row, draft, self.observations)
        self._notes(row, draft, ("code", "title"))

    def _new(self, row: Row, code: Code, cell: Cell) -> Draft:
        """Return a new draft; tell of a code that was not written as plans write it."""
        if cell.text != code.code and sheet_cells.read_code(cell) == code:
            self.observations.add(cell, "PEI355", "read", severity=Severity.WARNING, read=code.code)
        self.observations.take(cell)
        draft = Draft(code, cell if not cell.is_empty else row.first)
        self.drafts[code.code] = draft
        return draft

    # ---- Indicators --------------------------------------------------------------------------------------

    def _indicator(self, row: Row, code: Code, cell: Cell, title: str) -> None:
        known = self.drafts.get(code.code)
        if known is not None:
            self.observations.add(cell, "PEI356", code=code.code, first=known.cell.place)
            self.observations.tell_row(cell)
            return
        draft = self._new(row, code, cell)
        self._describe(row, draft, title)
        self._baseline(row, draft)
        for column, each in row.layout.columns.items():
            if each.is_figures:
                self._figure(row.own[column], row, draft, each.field, each.period)
        fields = ("indicator_code", title) if row.layout.form == "B-2" else ("code", title)
        self._notes(row, draft, fields)

    def _describe(self, row: Row, draft: Draft, title: str) -> None:
        draft.title = self._text(row, title)
        _texts(row, draft, self.observations)
        if row.has("method") and row.cell("method").text and "technical_notes" not in draft.texts:
            draft.texts["technical_notes"] = self._text(row, "method")
        _words(row, draft, of_shape("indicator", Shape.WORD), self.observations)
        _wholes(row, draft, of_shape("indicator", Shape.WHOLE), self.observations)
        if row.has("weight"):
            draft.weight = self._weight(row.cell("weight"))
        named = sheet_cells.read_unit(row.cell("unit"), self.observations) if row.has("unit") else None
        if named is not None:
            draft.unit, draft.unit_text = named
        elif not row.has("unit") or row.cell("unit").is_empty:
            self._deduce_unit(row, draft)

    def _text(self, row: Row, field: str) -> str:
        """Return the text of a column, or "" where the table has none."""
        if not row.has(field):
            return ""
        self.observations.take(row.cell(field))
        return row.cell(field).text

    def _weight(self, cell: Cell) -> tree.Amount | None:
        """Return the declared weight of an indicator; tell of one that weighs nothing or less."""
        amount = sheet_cells.read_figure(cell, None, "signed", self.observations)
        if amount is not None and (amount.value is None or amount.value < 0):
            self.observations.add(cell, "PEI357", heading="peso", known="40%, 0.4, 2")
            return None
        return amount

    def _deduce_unit(self, row: Row, draft: Draft) -> None:
        text = unit_of_title(draft.title) or ("porcentaje" if has_percent(row) else "")
        unit = parse_unit(text) if text else None
        if unit is None:
            return
        draft.unit, draft.unit_text = unit, unit_words(unit)
        self.observations.deduced.add((draft.code.code, "unit"))
        self.observations.add(
            row.cell("code") if not row.cell("code").is_empty else row.first,
            "PEI362",
            severity=Severity.NOTE,
            code=draft.code.code,
            unit=unit_term(unit),
        )

    def _baseline(self, row: Row, draft: Draft) -> None:
        column = row.layout.column("baseline_value")
        if not column:
            return
        cell = row.own[column]
        period = row.layout.columns[column].period or None
        if row.has("baseline_year"):
            period = sheet_cells.read_year(row.cell("baseline_year"), self.observations)
            if period is None and not row.cell("baseline_year").is_empty:
                self.observations.tell(cell)
                return
        if not cell.is_empty and period is None:
            self.observations.add(cell, "PEI361", "baseline")
        elif period is not None:
            self._figure(cell, row, draft, "baseline", period)

    def _figure(self, cell: Cell, row: Row, draft: Draft, family: str, period: str) -> None:
        if (cell.row, cell.column) in row.wide:
            heading = row.layout.headings[cell.column]
            self.observations.add(cell, "PEI363", severity=Severity.WARNING, heading=heading)
        amount = sheet_cells.read_figure(cell, draft.unit, row.layout.percentages, self.observations)
        if amount is None:
            return
        self.observations.take_comment(cell)
        comment = vocabulary.QUALITIES.find(cell.comment.strip(" .")) if cell.comment else None
        quality = comment.spanish if comment is not None and comment.name != "final" else ""
        if cell.comment and comment is None:
            draft.notes.append(f"{row.layout.headings[cell.column]}: {cell.comment}")
        draft.figures[family][period] = made.figure(period, amount, quality)

    def _notes(self, row: Row, draft: Draft, fields: tuple[str, ...]) -> None:
        """Keep the comments on a row, those of its name first; those of its figures are kept already."""
        for field in fields:
            if row.has(field) and (cell := row.own[row.layout.column(field)]).comment:
                draft.notes.insert(0, self.observations.take_comment(cell))
        for column, each in row.layout.columns.items():
            cell = row.own[column]
            other = not each.is_figures and each.field not in {*fields, *SHOWN_ONLY, "baseline_value"}
            if cell.comment and other and draft.code.kind == "indicator":
                comment = self.observations.take_comment(cell)
                draft.notes.append(f"{row.layout.headings[column]}: {comment}")

    # ---- Long tables -------------------------------------------------------------------------------------

    def _long(self, row: Row, code: Code, where: Cell, title: str) -> None:
        draft = self.drafts.get(code.code)
        if draft is None:
            draft = self._new(row, code, where)
            self._describe(row, draft, title)
        else:
            self._same_as_before(row, draft)
        cell = row.cell("figure")
        period = row.layout.period
        if row.has("period"):
            period = sheet_cells.read_year(row.cell("period"), self.observations) or ""
            if row.cell("period").is_empty:
                self.observations.add(where, "PEI358", "missing", row=where.row)
        self.observations.take(where)
        family = self._family(row)
        if not period or not family:
            self.observations.tell_row(where)
            return
        first = self._seen.setdefault((code.code, family, period), cell)
        if first is not cell:
            self.observations.add(cell, "PEI356", "period", code=code.code, period=period, first=first.place)
            self.observations.tell_row(cell)
            return
        self._figure(cell, row, draft, family, period)
        if row.has("quality") and period in draft.figures[family]:
            word = sheet_cells.read_word(
                row.cell("quality"), vocabulary.QUALITIES, "estado", self.observations
            )
            if word is not None and word.name != "final":
                amount = draft.figures[family][period].amount
                draft.figures[family][period] = made.figure(period, amount, word.spanish)

    def _family(self, row: Row) -> str:
        """Return what the figure of a long table's row is; a table without a column for it has values."""
        if not row.has("measure") or row.cell("measure").is_empty:
            return "values"
        word = sheet_cells.read_word(row.cell("measure"), FAMILIES, "medida", self.observations)
        return word.name if word is not None else ""


def _texts(row: Row, draft: Draft, observations: Observations) -> None:
    for word in column_fields(draft.code.kind):
        if is_free(word) and row.has(word.name) and row.cell(word.name).text:
            observations.take(row.cell(word.name))
            draft.texts[word.name] = row.cell(word.name).text


def _words(row: Row, draft: Draft, fields: tuple[str, ...], observations: Observations) -> None:
    for field in fields:
        if row.has(field):
            heading = row.layout.headings[row.layout.column(field)]
            known = vocabulary.field_named(field).words
            assert known is not None  # that is its shape
            word = sheet_cells.read_word(row.cell(field), known, heading, observations)
            if word is not None:
                draft.texts[field] = word.spanish


def _wholes(row: Row, draft: Draft, fields: tuple[str, ...], observations: Observations) -> None:
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
