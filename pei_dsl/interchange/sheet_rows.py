"""The rows of a table as drafts of objectives, actions and indicators."""

from __future__ import annotations

import attrs

from pei_dsl import vocabulary
from pei_dsl.analysis.resolve.symbols import group_of, objective_of
from pei_dsl.diagnostics import Severity
from pei_dsl.interchange import row_fields, sheet_cells
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.drafts import Draft
from pei_dsl.interchange.form_columns import of_shape
from pei_dsl.interchange.headings import FAMILIES
from pei_dsl.interchange.left_out_rows import is_total, tell_heading, tell_left_out
from pei_dsl.interchange.names_in_row import Mention, Names, names_of
from pei_dsl.interchange.numbering import Numbering
from pei_dsl.interchange.repeated_rows import merge_row
from pei_dsl.interchange.sheet_cells import Observations
from pei_dsl.interchange.sheet_header import is_repeated
from pei_dsl.interchange.sheet_layout import Layout
from pei_dsl.interchange.table_row import Row, table_row
from pei_dsl.syntax import made
from pei_dsl.vocabulary import Shape, fold


@attrs.define
class Reader:
    """
    Reads the rows of one table after another into `drafts`, by code.

    Attributes:
        observations: Where to tell.
        numbers_all: Whether what has a code of another system, or none, gets one.
    """

    observations: Observations
    numbers_all: bool = False
    drafts: dict[str, Draft] = attrs.field(factory=dict)
    _objective: str = ""
    _group: str = ""
    _numbering: Numbering = attrs.field(init=False)
    _seen: dict[tuple[str, str, str], Cell] = attrs.field(factory=dict)
    _rows: dict[str, Row] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Let the numbers of what has none depend on what has one."""
        self._numbering = Numbering(self.numbers_all, self.drafts)

    def read(self, layout: Layout) -> None:
        """Read all rows of `layout`."""
        self._group = self._objective = ""
        for number in (each for each in layout.sheet.rows if each >= layout.first_row):
            row = table_row(layout, number)
            if row.all_cells and is_repeated(layout.sheet, layout.header, number):
                tell_heading(row, self.observations)
            elif any(not cell.is_empty for cell in row.own.values()):
                self._row(row)

    def _row(self, row: Row) -> None:
        names = names_of(row, self._numbering, self._objective, self._group)
        if names.wrong is not None or not (names.groups or names.indicator or self._continues(row, names)):
            tell_left_out(row, names.wrong, self.observations)
            return
        if row.all_cells and is_total(row.all_cells[0].text) and not self._has_own_code(names):
            tell_left_out(row, None, self.observations)
            return
        self.observations.take(*names.nothing)
        self._check_level(names)
        has_indicator = names.indicator is not None or self._continues(row, names)
        for mention in names.groups:
            self._group_of_row(row, mention, alone=not has_indicator and mention is names.groups[-1])
        self._enter(names)
        if has_indicator:
            self._indicator_of_row(row, names)

    def _has_own_code(self, names: Names) -> bool:
        mentions = [*names.groups, *([names.indicator] if names.indicator else [])]
        return any(not each.is_merged and not each.is_numbered for each in mentions)

    def _continues(self, row: Row, names: Names) -> bool:
        """Tell whether a row has an indicator without a code, of the group that it names or that above it."""
        if not names.groups and not self._group:
            return False
        if row.layout.form == "B-2":
            title = row.cell("indicator_title")
            named = not title.is_empty and (bool(names.groups) or not is_total(title.text))
            return named and (bool(names.groups) or not self._is_lone_text(row))
        return names.level == "indicator" and row.has("title") and not row.cell("title").is_empty

    def _is_lone_text(self, row: Row) -> bool:
        """Tell whether a row has one cell where others have figures or a unit, so that it is a note."""
        more = any(
            each.is_figures or each.field in {"unit", "direction"} for each in row.layout.columns.values()
        )
        return more and len(row.all_cells) == 1

    def _check_level(self, names: Names) -> None:
        """Take what a row says that it is; tell of one whose code is of something else."""
        if not names.level:
            return
        self.observations.take(names.level_cell)
        mentions = [*names.groups, *([names.indicator] if names.indicator else [])]
        if mentions and names.level not in {*(each.code.kind for each in mentions), "indicator"}:
            code = mentions[-1].code.code
            self.observations.add(names.level_cell, "PEI355", "level", severity=Severity.WARNING, code=code)

    # ---- Groups ------------------------------------------------------------------------------------------

    def _enter(self, names: Names) -> None:
        """Go on with the group that the row names; merged cells of an objective do not end its action."""
        if names.indicator is not None and not names.groups:
            self._group = group_of(names.indicator.code.code) or self._group
            return
        if not names.groups:
            return
        last = names.groups[-1]
        above = objective_of(self._group) if self._group else ""
        if last.code.kind == "objective" and last.is_merged and above == last.code.code:
            return
        self._group = last.code.code
        self._objective = last.code.code if last.code.kind == "objective" else objective_of(last.code.code)

    def _group_of_row(self, row: Row, mention: Mention, *, alone: bool) -> None:
        """Take the objective or action that a row names; all its texts are of it if it is there `alone`."""
        title = mention.name
        draft = self.drafts.get(mention.code.code)
        self._take(mention)
        if draft is None:
            draft = self._new(row, mention)
            draft.title = title
        elif not draft.title:
            draft.title = title
        elif title and fold(title) != fold(draft.title):
            self._tell_other_title(mention, draft)
        if alone or row.layout.form == "B-2":
            self._describe_group(row, mention, draft, alone=alone)
        own = (mention.cell, *([mention.title] if mention.title is not None else []))
        row_fields.notes(row, draft, own, self.observations)

    def _describe_group(self, row: Row, mention: Mention, draft: Draft, *, alone: bool) -> None:
        """Take class and priority of a group, and its texts where the row is of nothing else."""
        first = self._rows.setdefault(draft.code.code, row)
        if first is not row:
            self._same_as_before(row, first)
            return
        kind = mention.code.kind
        row_fields.words(row, draft, of_shape(kind, Shape.WORD), self.observations)
        row_fields.wholes(row, draft, of_shape(kind, Shape.WHOLE), self.observations)
        if alone:
            row_fields.texts(row, draft, self.observations)

    def _tell_other_title(self, mention: Mention, draft: Draft) -> None:
        cell = mention.title or mention.cell
        if not mention.is_merged:
            self.observations.add(
                cell,
                "PEI356",
                "title",
                severity=Severity.WARNING,
                code=draft.code.code,
                first=draft.cell.place,
            )

    def _take(self, mention: Mention) -> None:
        """Keep in mind that the cells of a code and a name were read; tell of a code that was given."""
        self.observations.take(mention.cell, *([mention.title] if mention.title is not None else []))
        if mention.is_numbered:
            self.observations.add(
                mention.cell,
                "PEI367",
                severity=Severity.NOTE,
                code=mention.code.code,
            )

    def _new(self, row: Row, mention: Mention) -> Draft:
        """Return a new draft; tell of a code that was not written as plans write it."""
        if not mention.is_official and not mention.is_numbered:
            self.observations.add(
                mention.cell, "PEI355", "read", severity=Severity.WARNING, read=mention.code.code
            )
        draft = Draft(mention.code, mention.cell if not mention.cell.is_empty else row.first)
        if mention.is_numbered and mention.cell is not mention.title:
            draft.notes.append(f"Código en el libro: {mention.cell.text}")
        self.drafts[mention.code.code] = draft
        return draft

    # ---- Indicators --------------------------------------------------------------------------------------

    def _indicator_of_row(self, row: Row, names: Names) -> None:
        mention = names.indicator or self._numbered(row)
        title = self._title_cell(row, mention)
        mention = attrs.evolve(mention, title=title)
        if row.layout.is_long:
            self._long(row, mention)
            return
        self.observations.take(mention.cell, *([title] if title is not None else []))
        draft = self.drafts.get(mention.code.code)
        if draft is not None:
            first = self._rows.get(mention.code.code)
            at = title if title is not None and not title.is_empty else mention.cell
            merge_row(row, first or row, draft, at, self.observations)
            return
        self._take(mention)
        draft = self._new(row, mention)
        self._rows[mention.code.code] = row
        draft.title = mention.name
        row_fields.describe(row, draft, self.observations)
        row_fields.figures(row, draft, self.observations)
        own = (mention.cell, *([title] if title is not None else []))
        row_fields.notes(row, draft, own, self.observations)

    def _numbered(self, row: Row) -> Mention:
        """Return the indicator of a row without its code: the same name in the same group is the same."""
        title = row.cell("indicator_title" if row.has("indicator_title") else "title")
        return Mention(self._numbering.indicator(title.text, self._group), title)

    def _title_cell(self, row: Row, mention: Mention) -> Cell | None:
        if row.has("indicator_title"):
            return row.cell("indicator_title")
        if mention.title is not None:
            return mention.title
        return row.cell("title") if row.has("title") and not mention.inline else None

    def _same_as_before(self, row: Row, first: Row) -> None:
        """Take the cells of a row that only repeat what the first row of its code says."""
        for column, cell in row.own.items():
            if cell.text and cell.text == first.layout.sheet.cell(first.number, column).text:
                self.observations.take(cell)

    # ---- Long tables -------------------------------------------------------------------------------------

    def _long(self, row: Row, mention: Mention) -> None:
        code, where = mention.code, mention.cell
        draft = self.drafts.get(code.code)
        if draft is None:
            self._take(mention)
            draft = self._new(row, mention)
            self._rows[code.code] = row
            draft.title = mention.name
            row_fields.describe(row, draft, self.observations)
        else:
            self._same_as_before(row, self._rows.get(code.code, row))
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
        row_fields.figure(cell, row, draft, family, period, self.observations)
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
