"""What is being written at a place: a keyword, a field's word, its value, a part of a formula, an entry."""

from __future__ import annotations

import enum
import re

import attrs

from pei_dsl import vocabulary
from pei_dsl.editing.spot import Spot
from pei_dsl.syntax.blocks import Block, blocks
from pei_dsl.vocabulary import FieldWord


class Writing(enum.Enum):
    """What may stand at a place."""

    NOTHING = enum.auto()  # in a comment, in a quoted text
    DECLARATION = enum.auto()  # at the beginning of a line
    HEADER = enum.auto()  # behind the keyword
    FIELD = enum.auto()  # the word of a field
    VALUE = enum.auto()  # behind the colon of a field
    FORMULA = enum.auto()  # in a formula
    ENTRY = enum.auto()  # the beginning of a line below a field
    FIGURE = enum.auto()  # behind the colon or equals sign of such a line
    EXPECTED = enum.auto()  # behind the code of a test


@attrs.frozen
class Context:
    """
    A place where somebody writes.

    Attributes:
        writing: What may stand there.
        kind: The declaration that it is in, "" for none.
        field: The field that it is in.
        before: What stands before the place: of the value, the formula, the entry or the line.
        begun: The last letters of that, which a completion replaces.
        entry: What the figure is of, before its colon or equals sign: a period, an input, a code.
    """

    spot: Spot
    writing: Writing
    kind: str = ""
    field: FieldWord | None = None
    before: str = ""
    begun: str = ""
    entry: str = ""


# A name, a code, or a column with its source, as far as it is written: `IND.02.O`, `salud.[Fecha de`.
_BEGUN = re.compile(r"(?:[^\W\d]\w*\.)?\[[^\]\n]*\Z|[^\W\d]\w*(?:\.\w*)*\Z|\d[\w-]*\Z")
_FIELD_LINE = re.compile(
    r"(?P<indent>[^\S\n]*)(?P<word>[^\W\d][^:=\"\n]*?|ejemplo[^:\n]*|example[^:\n]*)[^\S\n]*:"
)
_COMPUTED_LINE = re.compile(
    r"[^\S\n]*(?:columna|column)[^\S\n]+(?:\[[^\]\n]*\]|[^\W\d]\w*)[^\S\n]*(?::[^=;\"\n]*)?=", re.IGNORECASE
)
_FORMULAS = frozenset({"FORMULA", "ROWS"})
_COUNTED = frozenset({"COUNTS", "BANDS"})  # whose words stand behind figures, or before signs
_ENTRIES = frozenset({"FIGURES", "WHERE", "EXAMPLE", "INPUTS"})


COMPUTED_COLUMN = attrs.evolve(vocabulary.NAMED_FIELDS.named("column"), kind="FORMULA")
"""The field of a column that its formula makes: what is written behind `=` is one."""


def context_at(spot: Spot) -> Context:
    """Return what is being written at `spot`."""
    text = spot.source.text
    start = text.rfind("\n", 0, spot.offset) + 1
    line = text[start : spot.offset]
    if _open_sign(line) is not None:
        return Context(spot, Writing.NOTHING)
    block = _block(spot)
    if not line[:1].isspace() and (block is None or block.header >= start or not block.kind or not line):
        return _in_header(spot, line)
    if block is None or not block.kind:
        return Context(spot, Writing.NOTHING)
    return _in_block(spot, block, start, line)


def outside_quotes(spot: Spot) -> Spot:
    """Return where the quoted text begins that `spot` is in; the same place where it is in none."""
    start = spot.source.text.rfind("\n", 0, spot.offset) + 1
    opened = _open_sign(spot.source.text[start : spot.offset])
    return spot if opened is None or opened[1] == "#" else attrs.evolve(spot, offset=start + opened[0])


def _open_sign(line: str) -> tuple[int, str] | None:
    """Return the quote that is open at the end of `line`, or the `#` before it, and where it stands."""
    found: tuple[int, str] | None = None
    closing = ""
    for place, each in enumerate(line):
        if closing:
            closing, found = ("", None) if each in closing else (closing, found)
        elif each == "#":
            return place, each
        elif each in '"“”„«':
            closing, found = {"«": "»", '"': '"'}.get(each, "“”"), (place, each)
    return found


def _block(spot: Spot) -> Block | None:
    found = [
        each for each in blocks(spot.source) if each.header <= spot.offset and each.header < each.span.end
    ]
    return found[-1] if found else None


def _in_header(spot: Spot, line: str) -> Context:
    """Return what is written in a line that begins at the margin."""
    words = re.match(r"[^\W\d]+(?:[^\S\n]+[^\W\d]+){0,2}(?=\s)", line)
    tried = words[0] if words else ""
    while tried:
        word = vocabulary.DECLARATIONS.find(tried)
        if word is not None:
            rest = line[len(tried) :]
            if word.name in {"variable", "function"} and "=" in rest:
                return _formula(spot, word.name, None, rest.partition("=")[2])
            return Context(spot, Writing.HEADER, word.name, None, rest, rest.lstrip())
        tried = tried.rpartition(" ")[0].rstrip()
    return Context(spot, Writing.DECLARATION, begun=line)


def _in_block(spot: Spot, block: Block, start: int, line: str) -> Context:
    """Return what is written below a header."""
    kind = block.kind
    field, indent, value_start = _field_above(spot.source.text, block, start)
    own = _field_line(line, kind)
    here = len(line) - len(line.lstrip())
    if own is not None and (field is None or here <= indent):
        word, behind = own
        return _value(spot, kind, word, line[behind:])
    if field is not None and here > indent:
        return _below(spot, kind, field, line, spot.source.text[value_start : spot.offset])
    if kind in {"test", "citation"} and re.match(r"\s*[^\W\d]+\.\d[\w.]*\s*:", line):
        before = line.partition(":")[2]
        return Context(spot, Writing.EXPECTED, kind, None, before, _last(before))
    if kind == "series" and re.match(r"\s*\d[\w-]*\s*:", line):
        before = line.partition(":")[2]
        return Context(spot, Writing.FIGURE, kind, vocabulary.field_named("values"), before, _last(before))
    return Context(spot, Writing.FIELD, kind, None, line, line.lstrip())


def _field_above(text: str, block: Block, start: int) -> tuple[FieldWord | None, int, int]:
    """Return the field that goes on at `start`, its indent, and where its value begins."""
    found: tuple[FieldWord | None, int, int] = (None, 0, start)
    place = text.find("\n", block.header, start) + 1
    while 0 < place < start:
        end = text.find("\n", place)
        line = text[place : end if end >= 0 else len(text)]
        own = _field_line(line, block.kind)
        indent = len(line) - len(line.lstrip())
        if own is not None and (found[0] is None or indent <= found[1]):
            found = own[0], indent, place + own[1]
        place = end + 1
    return found


def _field_line(line: str, kind: str) -> tuple[FieldWord, int] | None:
    """Return the field of a `kind` of declaration that `line` begins with, and where its value begins."""
    computed = _COMPUTED_LINE.match(line) if kind == "source" else None
    if computed is not None:
        return COMPUTED_COLUMN, computed.end()
    match = _FIELD_LINE.match(line)
    if match is None:
        return None
    named = vocabulary.NAMED_FIELDS.find(match["word"].split()[0])
    word = vocabulary.FIELDS.find(match["word"]) or named
    if word is None or kind not in word.of:
        word = next((each for each in vocabulary.fields_of(kind) if _spells(each, match["word"])), None)
    return None if word is None else (word, match.end())


def _spells(word: FieldWord, written: str) -> bool:
    return vocabulary.fold(written) in {vocabulary.fold(each) for each in word.spellings}


def _value(spot: Spot, kind: str, field: FieldWord, before: str) -> Context:
    """Return what is written behind the colon of a field, on its line."""
    if field.kind in _FORMULAS:
        return _formula(spot, kind, field, before)
    if field.kind in _ENTRIES:
        return _entry(spot, kind, field, re.split(r";", before)[-1])
    if field.kind == "COLUMN":
        return Context(spot, Writing.VALUE, kind, field, before, re.split(r";", before)[-1].lstrip())
    begun = _word(before) if field.kind in _COUNTED else _last(before)
    return Context(spot, Writing.VALUE, kind, field, before, begun)


def _below(spot: Spot, kind: str, field: FieldWord, line: str, value: str) -> Context:
    """Return what is written in a line below that of its field."""
    if field.kind in _FORMULAS:
        return _formula(spot, kind, field, value)
    if field.kind in _ENTRIES:
        return _entry(spot, kind, field, line)
    begun = _word(line) if field.kind in _COUNTED else _last(line)
    return Context(spot, Writing.VALUE, kind, field, value, begun)


def _entry(spot: Spot, kind: str, field: FieldWord, line: str) -> Context:
    """Return what is written in `2024: 5 %`, `A "Personas" = …`, `valor = 2 %`, of a field of such."""
    sign = ":" if field.kind == "FIGURES" else "="
    name, equals, rest = re.sub(r'"[^"]*"', lambda match: "_" * len(match[0]), line).partition(sign)
    if not equals:
        return Context(spot, Writing.ENTRY, kind, field, name, name.lstrip())
    rest = line[len(line) - len(rest) :] if rest else ""
    if field.kind == "WHERE":
        return _formula(spot, kind, field, rest)
    entry = line[: len(name)].strip()
    return Context(spot, Writing.FIGURE, kind, field, rest, _last(rest), entry)


def _formula(spot: Spot, kind: str, field: FieldWord | None, before: str) -> Context:
    match = _BEGUN.search(before)
    return Context(spot, Writing.FORMULA, kind, field, before, match[0] if match else "")


def _word(before: str) -> str:
    match = re.search(r"[^\W\d]*\Z", before)
    return match[0] if match is not None else ""


def _last(before: str) -> str:
    """Return the last words of a value, behind the last sign between entries."""
    return re.split(r"[;,]", before)[-1].lstrip()
