"""What a column is by its cells, where its heading says it wrongly, vaguely or not at all."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence

from pei_dsl import vocabulary
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.code_cells import Named, read_named
from pei_dsl.interchange.headings import CODE_FIELDS, TITLE_FIELDS, Meaning
from pei_dsl.vocabulary import Word, Words, fold

LEVELS = Words(
    (
        Word("objective", "OEI", ("objetivo", "objetivo estratégico", "objetivo estratégico institucional")),
        Word("action", "AEI", ("acción", "acción estratégica", "acción estratégica institucional")),
        Word("indicator", "indicador", ("ind",)),
    )
)
# Fields whose cells are words of a closed list, so that the cells alone say what the column is.
_WORDS: Mapping[str, Words[Word]] = {
    "unit": vocabulary.UNITS,
    "direction": vocabulary.DIRECTIONS,
    "aggregation": vocabulary.AGGREGATIONS,
    "relevance": vocabulary.RELEVANCES,
}


class Content(enum.Enum):
    """What most cells of a column are."""

    CODES = enum.auto()
    LEVELS = enum.auto()
    TEXTS = enum.auto()
    OTHER = enum.auto()


def content_of(cells: Iterable[Cell]) -> Content:
    """Return what most of the cells that hold something are; `OTHER` where they do not agree."""
    held = [each for each in cells if not each.is_empty]
    half = len(held) / 2
    if held and len(codes_in(held)) > half:
        return Content.CODES
    if held and all(level_of(each) for each in held):
        return Content.LEVELS
    if sum(isinstance(each.value, str) and " " in each.text for each in held) > half:
        return Content.TEXTS
    return Content.OTHER


def codes_in(cells: Iterable[Cell]) -> Sequence[Named]:
    """Return the codes that cells begin with."""
    return [named for each in cells if (named := read_named(each)) is not None]


def level_of(cell: Cell) -> str:
    """Return what a cell that says only `OEI`, `AEI` or `indicador` makes of its row, or ""."""
    word = LEVELS.find(cell.text.strip(" .:")) if isinstance(cell.value, str) else None
    return word.name if word is not None else ""


def by_content(meaning: Meaning, cells: Sequence[Cell]) -> Meaning:
    """
    Return what a column is that its heading calls `meaning` and that holds `cells`.

    `OEI` may head codes or names, `OEI/AEI` levels, codes or names, `N°` numbers or codes.
    """
    field = meaning.field
    content = content_of(cells)
    if field in {*CODE_FIELDS, "level", "class", "row_number"} and content is Content.LEVELS:
        return Meaning("level")
    if field in {*TITLE_FIELDS, "level", "row_number"} and content is Content.CODES:
        return Meaning(_twin(field, "code"))
    if field in {"objective_code", "action_code", "level"} and content is Content.TEXTS:
        return Meaning(_twin(field, "title"))
    return meaning


def _twin(field: str, part: str) -> str:
    owner = field.rpartition("_")[0]
    return f"{owner}_{part}" if owner in {"objective", "action", "indicator"} else part


def unheaded(cells: Sequence[Cell], known: Iterable[Meaning]) -> Meaning | None:
    """Return what a column without a heading that says it is, if its cells alone do and no other is that."""
    fields = {each.field for each in known}
    held = [each for each in cells if not each.is_empty]
    if len(held) == 0:
        return None
    if content_of(held) is Content.CODES:
        kinds = {each.code.kind for each in codes_in(held)}
        field = "indicator_code" if kinds == {"indicator"} and "code" in fields else "code"
        return Meaning(field) if field not in fields else None
    if all(map(level_of, held)) and "level" not in fields:
        return Meaning("level")
    words = next((name for name, words in _WORDS.items() if all(_is_in(each, words) for each in held)), "")
    return Meaning(words) if words and words not in fields else None


def _is_in(cell: Cell, words: Words[Word]) -> bool:
    return isinstance(cell.value, str) and words.find(fold(cell.text)) is not None
