"""
What people wrote in the sections of a report, as text that lies beside the plan.

A section is a text of Markdown: paragraphs between empty lines, items behind `- `, figures as
`{alcance.OEI.01}`, mentions as `{ver oei}`; `<!-- oei -->` is the place of what the program writes there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs

from pei_dsl.immutable import brief
from pei_dsl.views.document import (
    Block,
    Document,
    Figure,
    Listing,
    Mention,
    Paragraph,
    Role,
    Run,
    Section,
    Sentence,
)
from pei_dsl.views.mentions import UNKNOWN, numbered


@attrs.frozen
class Own:
    """A paragraph that a person wrote, or an item of a list."""

    __repr__ = brief

    sentence: Sentence
    is_item: bool = False


@attrs.frozen
class Kept:
    """The place of a block that the program writes."""

    __repr__ = brief

    id: str


Piece: TypeAlias = Own | Kept


@attrs.frozen
class Text:
    """
    The text of a section.

    Attributes:
        pieces: What stands in it, in its order.
        gathered: The digits of the text that was last taken from a file of Word; "" for none.
    """

    __repr__ = brief

    pieces: tuple[Piece, ...]
    gathered: str = ""

    @property
    def digits(self) -> str:
        """Digits that tell it from another, however its lines are broken."""
        return digits(self.pieces)


_TAKEN = "recogido:"
_DIGITS = 12
_COMMENT = re.compile(r"<!--\s*(.*?)\s*-->", re.DOTALL)
_SIGN = re.compile(r"\\(.)|\{([^{}]*)\}|(\s*\n\s*)", re.DOTALL)
_MENTION = "ver "


def digits(pieces: Sequence[Piece]) -> str:
    """Return digits that tell a text from another; "" where nobody wrote anything."""
    return hashlib.sha256(_body(pieces).encode()).hexdigest()[:_DIGITS] if pieces else ""


# ---- As Markdown -----------------------------------------------------------------------------------------


def written(pieces: Sequence[Piece], heading: str) -> str:
    """Return the text of a section below its heading, with the digits of what it was taken from."""
    return f"<!-- {_TAKEN} {digits(pieces)} -->\n\n# {heading}\n\n{_body(pieces)}"


def _body(pieces: Sequence[Piece]) -> str:
    chunks: list[str] = []
    before: Piece | None = None
    for piece in pieces:
        match piece:
            case Kept():
                chunks.append(f"<!-- {piece.id} -->")
            case Own(is_item=True) if isinstance(before, Own) and before.is_item:
                chunks[-1] += f"\n- {_line(piece.sentence)}"
            case Own(is_item=True):
                chunks.append(f"- {_line(piece.sentence)}")
            case Own():
                chunks.append(re.sub(r"\A(?=[-#]|<!--)", r"\\", _line(piece.sentence)))
        before = piece
    return "".join(f"{each}\n\n" for each in chunks).rstrip("\n") + "\n"


def _line(sentence: Sentence) -> str:
    return "".join(_run(each) for each in sentence)


def _run(run: Run) -> str:
    match run:
        case Figure():
            return f"{{{run.name}}}"
        case Mention():
            return f"{{{_MENTION}{run.id}}}"
        case _:
            return re.sub(r"([\\{}\n])", r"\\\1", run)


def read(text: str) -> Text:
    """Return the text of a section as somebody wrote it; whatever it is, it has a reading."""
    pieces: list[Piece] = []
    gathered = ""
    for chunk in _split(r"\n[ \t]*\n\s*", text.replace("\r\n", "\n").strip()):
        comment = _COMMENT.fullmatch(chunk.strip())
        if comment is not None:
            if comment[1].startswith(_TAKEN):
                gathered = comment[1].removeprefix(_TAKEN).strip()
            elif comment[1]:
                pieces.append(Kept(comment[1]))
        elif chunk.startswith("- "):
            pieces += [Own(_sentence(each), is_item=True) for each in _split(r"\n- ", chunk[2:])]
        elif chunk.strip() and not chunk.startswith("# "):
            pieces.append(Own(_sentence(chunk)))
    return Text(tuple(pieces), gathered)


def _split(separator: str, text: str) -> list[str]:
    """Return what stands between separators; behind a backslash that is none itself there is no separator."""
    found, start = [], 0
    for match in re.finditer(rf"\\.|({separator})", text, re.DOTALL):
        if match[1] is not None:
            found.append(text[start : match.start()])
            start = match.end()
    return [*found, text[start:]]


def _sentence(chunk: str) -> Sentence:
    runs: list[Run] = []

    def add(run: Run) -> None:
        if isinstance(run, str) and runs and isinstance(runs[-1], str):
            runs[-1] += run
        elif run:
            runs.append(run)

    at = 0
    for found in _SIGN.finditer(chunk):
        add(chunk[at : found.start()])
        at = found.end()
        if found[1] is not None:
            add(found[1])
        elif found[2] is not None:
            name = found[2].strip()
            add(Mention(name.removeprefix(_MENTION)) if name.startswith(_MENTION) else Figure(name, UNKNOWN))
        else:
            add(" ")
    add(chunk[at:].rstrip())
    return tuple(runs)


# ---- In a document ---------------------------------------------------------------------------------------


def pieces_of(section: Section) -> tuple[Piece, ...]:
    """Return the text of a section as it stands in a document; () where nobody wrote anything in it."""
    if not any(_is_written(each) for each in section.blocks):
        return ()
    pieces: list[Piece] = []
    for block in section.blocks:
        match block:
            case Paragraph(role=Role.WRITTEN):
                pieces.append(Own(block.sentence))
            case Listing(role=Role.WRITTEN):
                pieces += [Own(each, is_item=True) for each in block.items]
            case _:
                pieces.append(Kept(block.id))
    return tuple(pieces)


def _is_written(block: Block) -> bool:
    return isinstance(block, Paragraph | Listing) and block.role is Role.WRITTEN


def with_texts(document: Document, texts: Mapping[str, Text]) -> Document:
    """
    Return `document` with what people wrote in its sections, in place of suggestions and placeholders.

    Tables, charts and what else the program states stay, where the text says or behind what they followed.

    Args:
        texts: By the id of the section.
    """
    if not texts:
        return document
    known = {name: Figure(name, text) for name, text in document.figures().items()}
    sections = tuple(_section(each, texts, known) for each in document.sections)
    return numbered(attrs.evolve(document, sections=sections))


def _section(section: Section, texts: Mapping[str, Text], known: Mapping[str, Figure]) -> Section:
    text = texts.get(section.id)
    blocks = section.blocks if text is None else tuple(_blocks(section, text.pieces, known))
    return attrs.evolve(
        section, blocks=blocks, sections=tuple(_section(each, texts, known) for each in section.sections)
    )


def _blocks(section: Section, pieces: Iterable[Piece], known: Mapping[str, Figure]) -> Iterator[Block]:
    own = {each.id: each for each in section.blocks}
    named = [each.id for each in pieces if isinstance(each, Kept)]
    follows: dict[str, list[Block]] = {}
    last = ""
    for block in section.blocks:
        if block.id in named:
            last = block.id
        elif not isinstance(block, Paragraph) or block.role not in {Role.SUGGESTED, Role.WANTED}:
            follows.setdefault(last, []).append(block)
    yield from follows.pop("", ())
    items: list[Sentence] = []
    for index, piece in enumerate((*pieces, Kept(""))):
        if isinstance(piece, Own) and piece.is_item:
            items.append(_shown(piece.sentence, known))
            continue
        if items:
            yield Listing(f"texto.{section.id}.{index}", tuple(items), role=Role.WRITTEN)
            items = []
        if isinstance(piece, Own):
            sentence = _shown(piece.sentence, known)
            yield Paragraph(f"texto.{section.id}.{index + 1}", sentence, Role.WRITTEN)
        elif piece.id in own:
            yield own.pop(piece.id)
            yield from follows.pop(piece.id, ())


def _shown(sentence: Sentence, known: Mapping[str, Figure]) -> Sentence:
    return tuple(known.get(each.name, each) if isinstance(each, Figure) else each for each in sentence)
