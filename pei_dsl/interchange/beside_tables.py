"""The tables of a workbook with what a report tells beside figures: where they are, what their rows say."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Severity
from pei_dsl.immutable import freezing
from pei_dsl.interchange import evidence_titles, sheet_cells
from pei_dsl.interchange.beside_columns import (
    BY_PERIOD,
    KEY,
    KEYLESS,
    SHOWN_ONLY,
    TITLE,
    Meant,
    equivalents_in,
    equivalents_text,
    kind_of,
    meaning,
)
from pei_dsl.interchange.cells import Cell, letters
from pei_dsl.interchange.drafts import value_text
from pei_dsl.interchange.headings import COLUMNS
from pei_dsl.interchange.headings import meaning as of_matrix
from pei_dsl.interchange.mapping import Declared
from pei_dsl.interchange.row_keys import RowKey, act_key
from pei_dsl.interchange.sheet_cells import Observations
from pei_dsl.interchange.workbook import Sheet, Workbook
from pei_dsl.model.periods import Period
from pei_dsl.source import Source
from pei_dsl.syntax import made, tree
from pei_dsl.syntax.parse import parse
from pei_dsl.vocabulary import FieldWord, Shape, fold
from pei_dsl.written_codes import official_code

_LAST_START = 60
_CODE = re.compile(r"(?:OEI|AEI|IND|REC|COM|[A-Z]{2,4})(?:\.[\w]+)+")
_OWN_CODE = re.compile(r"((?:REC|COM)(?:\.[A-Z0-9]+)+)[\s:.–-]*", re.IGNORECASE)
# What a matrix of indicators has, and no table of these.
_OF_INDICATORS = {"goals", "values", "objective_title", "objective_code", "indicator_title", "direction"}
# Fields that are codes of other declarations, fields that are periods, each with what may be written.
_CODES = {"action", "of", "affects", "addresses", "follows", "answers"}
_SPANS = {"period", "in_force"}
_PERIODS = {
    "deadline": "2025-S1, 2025-03-31",
    "date": "2024-03-15",
    "period": "2024, 2024-S1",
    "in_force": "2025, 2025 a 2030",
}
_EXAMPLES = {"fingerprint": "sha256 0123…", "replaces": "ampliado"}
_YEARS = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})")
# What cells say where there is nothing to say.
_NOTHING = {"", "-", "–", "—", "s/d", "S/D", "no aplica", "No aplica"}
# What a row that stands over others says of them: `AEI.01.03 Construir unidades de albergue`.
_ABOVE = {"activity": "action", "evidence": "of"}


@attrs.frozen(field_transformer=freezing)
class BesideTable:
    """
    A table that was understood.

    Attributes:
        kind: The declaration that each of its rows is.
        header: The row of its headings.
        columns: What each column is, by its number.
    """

    sheet: Sheet
    kind: str
    header: int
    columns: Mapping[int, Meant] = attrs.field(hash=False)


def find_tables(workbook: Workbook, declared: Declared) -> tuple[BesideTable, ...]:
    """Return the tables of the sheets that are read, one on a sheet at most."""
    sheets = [
        each
        for each in workbook.sheets
        if (fold(each.name) == fold(declared.sheet) if declared.sheet else not each.is_hidden)
    ]
    return tuple(found for each in sheets if (found := _table(each)) is not None)


def _table(sheet: Sheet) -> BesideTable | None:
    for row in sheet.rows:
        if row > _LAST_START:
            return None
        texts = {column: text for column in sheet.columns if (text := sheet.cell(row, column).text)}
        kind = kind_of(list(texts.values()))
        if not kind:
            continue
        columns: dict[int, Meant] = {}
        for column, text in texts.items():
            meant = meaning(text, kind)
            if meant is not None and meant not in columns.values():
                columns[column] = meant
        others = (of_matrix([text]) for column, text in texts.items() if column not in columns)
        if not any(each is not None and each.field in _OF_INDICATORS for each in others):
            return BesideTable(sheet, kind, row, columns)
    return None


@attrs.define
class BesideReader:
    """
    Reads tables into declarations.

    Attributes:
        observations: Where to tell of what is dirty.
        declared: What somebody says of the workbook.
        declarations: What was read, in the order of the rows.
    """

    observations: Observations
    declared: Declared
    declarations: list[tree.Declaration] = attrs.field(factory=list)
    _seen: dict[RowKey, Cell] = attrs.field(factory=dict)
    _titles: dict[str, str] = attrs.field(factory=dict)

    def read(self, tables: Sequence[BesideTable], *, is_form: bool) -> None:
        """Read all rows of `tables`."""
        for table in tables:
            if table.kind == "evidence":
                for row in _rows(table):
                    self._titles[_at(table, row, KEY).text] = _at(table, row, TITLE).text
        for table in tables:
            self._of_table(table)
            self._unread(table, is_form=is_form)

    def _of_table(self, table: BesideTable) -> None:
        above = ""
        for row in _rows(table):
            cells = {column: table.sheet.cell(row, column) for column in table.columns}
            held = [each for each in cells.values() if not each.is_empty]
            alone = table.sheet.cell(row, table.sheet.columns[0]) if len(_all(table, row)) == 1 else None
            if alone is not None and table.kind in _ABOVE and (found := _CODE.match(alone.text)):
                self.observations.take(alone)
                above = found[0]
            elif held:
                self._row(table, row, cells, above)

    # ---- One row

    def _row(self, table: BesideTable, row: int, cells: Mapping[int, Cell], above: str) -> None:
        title = _at(table, row, TITLE)
        named = self._named(table, row, title)
        if named is None:
            return
        key, shown = named
        known_by = RowKey(table.kind, key) if table.kind not in KEYLESS else _act(table, row)
        first = self._seen.setdefault(known_by, title)
        if first is not title:
            self.observations.add(title, "PEI356", "declared", code=known_by.shown, first=first.place)
            self.observations.tell_row(title)
            return
        self.observations.take(title)
        values: dict[str, tree.Value] = {}
        figures: dict[str, list[tree.Figure]] = {}
        for column, meant in table.columns.items():
            # What stood there before an act may be «no aplica», or a dash of the text that it changed.
            says = meant.field != "before" and cells[column].text in _NOTHING
            if meant.field in {KEY, TITLE} or says or cells[column].is_empty:
                self.observations.take(cells[column])
                continue
            word = vocabulary.field_named(meant.field)
            if meant.field in BY_PERIOD:
                figure = self._figure(cells[column], meant, table)
                if figure is not None:
                    figures.setdefault(meant.field, []).append(figure)
            elif (value := self._value(cells[column], word, table)) is not None:
                values[meant.field] = value
        if table.kind in _ABOVE and above:
            values.setdefault(_ABOVE[table.kind], made.bare(above))
        values |= {
            field: made.figures(sorted(each, key=lambda figure: figure.period.written))
            for field, each in figures.items()
        }
        is_coded = table.kind in vocabulary.CODED
        self.declarations.append(
            made.declaration(
                table.kind,
                {word.name: values.get(word.name) for word in vocabulary.fields_of(table.kind)},
                code=key if is_coded else None,
                name=None if is_coded or table.kind in KEYLESS else key,
                title=shown or None,
                documentation="\n".join(self._notes(table, row, title)),
            )
        )

    def _named(self, table: BesideTable, row: int, title: Cell) -> tuple[str, str] | None:
        """Return code or name of a row, "" where it needs none, and its title; tell of one without either."""
        if table.kind in KEYLESS and title.text:
            return "", title.text
        cell = _at(table, row, KEY)
        text, shown = cell.text, title.text
        is_coded = table.kind in vocabulary.CODED
        if not text and is_coded and (found := _OWN_CODE.match(title.text)):
            text, shown = found[1], title.text[found.end() :].strip()
            cell = title
        if not text and self.declared.numbers and table.kind not in KEYLESS:
            key = self._new_key(table, title.text)
            self.observations.add(title, "PEI367", severity=Severity.NOTE, code=key)
            return key, shown
        if not text:
            where = cell if not title.text else title
            missing = "title" if table.kind in KEYLESS else "code" if is_coded else "name"
            self.observations.add(where, "PEI355", f"without_{missing}", row=row)
            self.observations.tell_row(where)
            return None
        self.observations.take(cell)
        key = official_code(text) if is_coded else text
        if _is_key(table.kind, key):
            return key, shown
        self.observations.add(cell, "PEI355", "code" if is_coded else "name")
        self.observations.tell_row(cell)
        return None

    def _new_key(self, table: BesideTable, title: str) -> str:
        """Return a code or name that no row of the workbook has."""
        taken = {each.name for each in self._seen if each.kind == table.kind}
        taken |= {_at(table, row, KEY).text for row in _rows(table)}
        if table.kind in vocabulary.CODED:
            letters_of = "COM" if table.kind == "commitment" else "REC"
            names = (f"{letters_of}.{number:02}" for number in range(1, len(taken) + 2))
        else:
            stem = "_".join(re.findall(r"[a-z0-9]+", fold(title))[:4]) or "fila"
            stem = stem if vocabulary.is_name(stem) else f"n_{stem}"
            names = (f"{stem}_{number}" if number else stem for number in range(len(taken) + 1))
        return next(each for each in names if each not in taken)

    # ---- Cells

    def _value(self, cell: Cell, word: FieldWord, table: BesideTable) -> tree.Value | None:
        if word.name == "unit":
            unit = sheet_cells.read_unit(cell, self.observations)
            return made.bare(unit[1]) if unit is not None else None
        if word.words is not None:
            found = sheet_cells.read_word(cell, word.words, _heading(table, cell), self.observations)
            return made.bare(found.spanish) if found is not None else None
        if word.name == "supports":
            return sheet_cells.read_figure(cell, None, "signed", self.observations)
        if word.name == "before" and not isinstance(cell.value, str | datetime.date):
            amount = sheet_cells.read_figure(cell, None, "signed", self.observations)
            return made.quoted(value_text(amount)) if amount is not None else None
        self.observations.take(cell)
        if word.name == "equivalents":
            return self._equivalents(cell, table)
        if word.name in _CODES:
            return self._codes(cell, table)
        if word.name in _PERIODS:
            return self._parsed(cell, word, _day(cell), table)
        if word.name == "means" and (name := evidence_titles.meant(cell.text, self._titles)):
            return self._parsed(cell, word, name, table)
        if word.name in {"fingerprint", "replaces"}:
            return self._parsed(cell, word, cell.text, table)
        if word.shape is Shape.TEXTS:
            return made.quoted(*filter(None, (each.strip() for each in cell.text.split(";"))))
        return made.quoted(cell.text)

    def _codes(self, cell: Cell, table: BesideTable) -> tree.Value | None:
        """Return the codes in a cell, whatever titles stand behind them."""
        found = dict.fromkeys(_CODE.findall(cell.text.upper()))
        if not found:
            known = "REC.01" if table.kind == "commitment" else "AEI.01.01; IND.01.OEI.01"
            self._tell(cell, table, known)
            return None
        return made.bare("; ".join(found))

    def _equivalents(self, cell: Cell, table: BesideTable) -> tree.Value | None:
        """Return what codes are called in another version, one pair behind the other or below it."""
        found = equivalents_in(cell.text)
        if found is None:
            self._tell(cell, table, "IND.02.OEI.01 = IND.01.OEI.02; OEI.01 = OEI.02")
            return None
        return made.bare(equivalents_text(found))

    def _parsed(self, cell: Cell, word: FieldWord, text: str, table: BesideTable) -> tree.Value | None:
        """Return what a text says as the value of a field; tell of one that says nothing of the kind."""
        known = _PERIODS.get(word.name, "")
        text = _YEARS.sub(r"\1 a \2", text) if word.name in _SPANS else text
        parts = re.split(r"\s+a\s+", text) if word.name in _SPANS else [text]
        is_sound = not known or all(Period.parse(each) is not None for each in parts)
        parsed = parse(Source.of("", f'{_keyword(table.kind)} "x"\n  {word.spanish}: {text}\n'))
        fields = [each for each in parsed.file.declarations[0].items if isinstance(each, tree.Field)]
        if is_sound and not parsed.diagnostics and len(fields) == 1:
            return fields[0].value
        self._tell(cell, table, known or _EXAMPLES.get(word.name, "acta_puno"))
        return None

    def _figure(self, cell: Cell, meant: Meant, table: BesideTable) -> tree.Figure | None:
        period = meant.period or self.declared.period
        if not period:
            family = vocabulary.field_named(meant.field).spanish
            head = table.sheet.cell(table.header, cell.column)
            self.observations.add(
                head, "PEI361", heading=_heading(table, cell), column=letters(cell.column), family=family
            )
            self.observations.tell(cell)
            return None
        if meant.field == "situation":
            word = sheet_cells.read_word(
                cell, vocabulary.SITUATIONS, _heading(table, cell), self.observations
            )
            return made.figure(period, made.absent(word.spanish)) if word is not None else None
        amount = sheet_cells.read_figure(cell, None, "signed", self.observations)
        return made.figure(period, amount) if amount is not None else None

    def _tell(self, cell: Cell, table: BesideTable, known: str) -> None:
        self.observations.add(cell, "PEI357", heading=_heading(table, cell), known=known)

    # ---- What is beside the cells

    def _notes(self, table: BesideTable, row: int, title: Cell) -> Iterator[str]:
        for column in sorted(table.columns):
            cell = table.sheet.cell(row, column)
            if cell.comment:
                said = self.observations.take_comment(cell)
                yield from (said.split("\n") if cell.at == title.at else [f"{_heading(table, cell)}: {said}"])

    def _unread(self, table: BesideTable, *, is_form: bool) -> None:
        """Tell of columns that are not recognised, and of texts above the table."""
        sheet, last = table.sheet, table.header
        for column in sheet.columns:
            cells = [sheet.cell(row, column) for row in sheet.rows if row > last]
            held = [each for each in cells if not each.is_empty and each.at not in self.observations.taken]
            head = sheet.cell(last, column)
            if column in table.columns or not held or _is_shown_only(head):
                continue
            self.observations.add(
                head if not head.is_empty else held[0],
                "PEI365",
                "ignored",
                severity=Severity.NOTE,
                heading=head.text or letters(column),
                count=len(held),
            )
        above = [cell for (row, _), cell in sheet.cells.items() if row < last and not cell.is_empty]
        for cell in above if not is_form else ():
            self.observations.add(cell, "PEI365", "outside", severity=Severity.NOTE)


def _is_shown_only(head: Cell) -> bool:
    """Tell whether a column numbers the rows, or says what follows from the others."""
    number = COLUMNS.find(head.text)
    computed = {fold(each) for heads in SHOWN_ONLY.values() for each in heads}
    return (number is not None and number.name == "row_number") or fold(head.text) in computed


def _rows(table: BesideTable) -> list[int]:
    return [row for row in table.sheet.rows if row > table.header]


def _all(table: BesideTable, row: int) -> list[Cell]:
    cells = (table.sheet.cell(row, column) for column in table.sheet.columns)
    return [each for each in cells if not each.is_empty]


def _at(table: BesideTable, row: int, field: str) -> Cell:
    column = next((number for number, each in table.columns.items() if each.field == field), 0)
    return table.sheet.cell(row, column) if column else Cell(table.sheet.name, row, 1)


def _act(table: BesideTable, row: int) -> RowKey:
    """Return what the act of a row is known by."""
    of, field, period, day = (_day(_at(table, row, each)) for each in ("of", "field", "period", "date"))
    return act_key(_at(table, row, TITLE).text, of=of, field=field, period=period, day=day)


def _heading(table: BesideTable, cell: Cell) -> str:
    return table.sheet.cell(table.header, cell.column).text


def _day(cell: Cell) -> str:
    """Return the text of a cell with a period; a date as plans write it."""
    if isinstance(cell.value, datetime.datetime | datetime.date):
        return cell.value.strftime("%Y-%m-%d")
    return cell.text


def _is_key(kind: str, key: str) -> bool:
    """Tell whether a declaration of `kind` may be called `key`."""
    if kind not in vocabulary.CODED:
        return vocabulary.is_name(key)
    wanted = "COM" if kind == "commitment" else "REC"
    parsed = parse(Source.of("", f'{_keyword(kind)} {key} "x"\n'))
    return key.startswith(f"{wanted}.") and not parsed.diagnostics


def _keyword(kind: str) -> str:
    return vocabulary.DECLARATIONS.named(kind).spanish
