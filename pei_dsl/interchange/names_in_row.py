"""Which objective, action and indicator a row of a table is about, and which cells say so."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl.analysis.resolve.symbols import group_of, objective_of
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.code_cells import Code, code_of, read_named
from pei_dsl.interchange.column_contents import level_of
from pei_dsl.interchange.headings import CODE_FIELDS
from pei_dsl.interchange.numbering import Numbering, kind_of_foreign
from pei_dsl.interchange.table_row import Row
from pei_dsl.vocabulary import fold

KINDS = ("objective", "action", "indicator")
# What people write where a row has no action, say.
_NOTHING = frozenset({"-", "–", "—", "--", "n.a.", "na", "n/a", "no aplica", "no corresponde"})


@attrs.frozen
class Mention:
    """
    An objective, action or indicator that a row names.

    Attributes:
        code: Its code.
        cell: The cell that says it: of its code, or of its name where there is none.
        title: The cell of its name, or None.
        inline: The name that stands in the cell of its code, or "".
        is_official: Whether the code is written as plans write it.
        is_numbered: Whether the code was given to it.
        is_merged: Whether the cell stands for several rows, this one among them.
    """

    code: Code
    cell: Cell
    title: Cell | None = None
    inline: str = ""
    is_official: bool = True
    is_numbered: bool = False
    is_merged: bool = False

    @property
    def name(self) -> str:
        """What it is called, "" where nothing says it."""
        return self.inline or (self.title.text if self.title is not None else "")


@attrs.frozen
class Names:
    """
    What a row is about.

    Attributes:
        groups: The objective and the action that it names, in this order.
        indicator: The indicator whose code it has, or None.
        wrong: A cell where a code should be and is none, or None.
        nothing: Cells that say that there is no code.
        level: What the row says that it is, or "", and the cell that does.
    """

    groups: tuple[Mention, ...]
    indicator: Mention | None
    wrong: Cell | None
    nothing: tuple[Cell, ...]
    level: str
    level_cell: Cell


def names_of(row: Row, numbering: Numbering, objective: str, group: str) -> Names:
    """
    Return what `row` is about.

    Args:
        row: The row.
        numbering: What gives codes to what has none.
        objective: The code of the objective above the row, or "".
        group: That of the objective or action above it, or "".
    """
    level_cell = row.cell("level")
    level = level_of(level_cell) if row.has("level") else ""
    found: dict[str, Mention] = {}
    wrong: Cell | None = None
    nothing = []
    for field, cell in _code_cells(row):
        if fold(cell.text) in _NOTHING:
            nothing.append(cell)
            continue
        named = read_named(cell)
        mention: Mention | None
        if named is not None and field == "indicator_code" and named.code.kind != "indicator":
            mention = None
        elif named is not None:
            mention = Mention(named.code, cell, None, named.title, named.is_official)
        else:
            above = found["objective"].code.code if "objective" in found else objective
            mention = _numbered(field, cell, level, numbering, above, _group_in(found, group))
        if mention is None:
            wrong = wrong or cell
        else:
            is_merged = (cell.row, cell.column) in row.wide and cell.row < row.number
            found.setdefault(mention.code.kind, attrs.evolve(mention, is_merged=is_merged))
    if wrong is None:
        _implied(row, found)
        if numbering.is_on:
            _by_name(row, found, numbering, level, objective)
    titled = {kind: _with_title(row, found, kind) for kind in KINDS if kind in found}
    groups = tuple(titled[kind] for kind in ("objective", "action") if kind in titled)
    return Names(groups, titled.get("indicator"), wrong, tuple(nothing), level, level_cell)


def _code_cells(row: Row) -> Iterator[tuple[str, Cell]]:
    for field in CODE_FIELDS:
        if row.has(field) and not (cell := row.cell(field)).is_empty:
            yield field, cell


def _group_in(found: dict[str, Mention], group: str) -> str:
    mention = found.get("action") or found.get("objective")
    return mention.code.code if mention is not None else group


def _numbered(
    field: str, cell: Cell, level: str, numbering: Numbering, objective: str, group: str
) -> Mention | None:
    """Return what a code of another system names, if it may have one of ours."""
    if not numbering.is_on or (isinstance(cell.value, float) and not cell.value.is_integer()):
        return None  # Excel takes 1.10 for 1.1
    owner = field.rpartition("_")[0]
    kind = kind_of_foreign(cell.text, level, owner)
    if not kind:
        return None
    if kind == "indicator":
        code = numbering.indicator(cell.text, group) if group else None
    else:
        code = numbering.group(kind, cell.text, objective)
    return Mention(code, cell, is_official=False, is_numbered=True) if code is not None else None


def _implied(row: Row, found: dict[str, Mention]) -> None:
    """Add the groups whose names stand in the row, and whose codes follow from others in it."""
    if "indicator" in found and "action" not in found and "objective" not in found:
        _imply(row, found, group_of(found["indicator"].code.code))
    if "action" in found and "objective" not in found:
        _imply(row, found, objective_of(found["action"].code.code))


def _imply(row: Row, found: dict[str, Mention], code: str) -> None:
    meant = code_of(code) if code else None
    cell = row.cell(f"{meant.kind}_title") if meant is not None else None
    if meant is not None and cell is not None and row.has(f"{meant.kind}_title") and not cell.is_empty:
        found[meant.kind] = Mention(meant, cell)


def _by_name(row: Row, found: dict[str, Mention], numbering: Numbering, level: str, objective: str) -> None:
    """Give codes to the groups that have a name in the row and no code anywhere."""
    for kind in ("objective", "action"):
        of_level = level == kind and row.has("title") and "indicator" not in found
        field = "title" if of_level else f"{kind}_title"
        if kind in found or not row.has(field) or (cell := row.cell(field)).is_empty:
            continue
        above = found["objective"].code.code if "objective" in found else objective
        code = numbering.group(kind, cell.text, above)
        if code is not None:
            found[kind] = Mention(code, cell, is_official=False, is_numbered=True)


def _with_title(row: Row, found: dict[str, Mention], kind: str) -> Mention:
    """Return a mention with the cell of its name: in the column of its kind, or in that of all kinds."""
    mention = found[kind]
    own = f"{kind}_title"
    if row.has(own) and not row.cell(own).is_empty:
        return attrs.evolve(mention, title=row.cell(own))
    if mention.inline or not row.has("title") or row.cell("title").is_empty:
        return mention
    if row.has(own) and kind == "indicator":
        return mention  # the other column is of its group
    most = next(each for each in reversed(KINDS) if each in found and not row.has(f"{each}_title"))
    return attrs.evolve(mention, title=row.cell("title")) if kind == most else mention
