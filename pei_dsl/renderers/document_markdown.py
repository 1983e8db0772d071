"""A document as Markdown: sentences, tables, lists, and charts as tables of their figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pei_dsl.renderers.style import Style
from pei_dsl.views.document import (
    Align,
    Block,
    Cell,
    Counts,
    Document,
    Evolution,
    Listing,
    Paragraph,
    Role,
    Sentence,
    Table,
    plain,
)
from pei_dsl.views.waterfall import Waterfall

_RULES = {Align.LEFT: "---", Align.RIGHT: "---:", Align.CENTER: ":---:"}
# What Markdown or HTML would take for a sign of its own.
_SIGNS = re.compile(r"([\\`*_\[\]<>|])")


def page(document: Document, _: Style) -> str:
    """Return `document` as Markdown; headings begin at level 1."""
    return "\n".join(_lines(document))


def opening(document: Document) -> tuple[str, ...]:
    """Return the paragraphs with which a page says whose document it is, and of what."""
    cover = document.cover
    return (f"# {text(cover.title)}", *(text(each) for each in (cover.entity, cover.subtitle) if each))


def _lines(document: Document) -> Iterator[str]:
    numbers = document.numbers()
    yield "\n\n".join((*opening(document), *(text(line) for line in document.cover.lines if line)))
    for depth, section in document.walk():
        yield from ("", f"{'#' * min(depth + 1, 6)} {text(section.heading)}")
        for block in section.blocks:
            yield ""
            yield from _block(block, document, numbers)


def _block(block: Block, document: Document, numbers: dict[str, str]) -> Iterator[str]:
    match block:
        case Paragraph():
            written = _sentence(block.sentence)
            yield f"*{written}*" if block.role is Role.WANTED else written
        case Listing():
            for index, item in enumerate(block.items, 1):
                yield f"{f'{index}.' if block.is_numbered else '-'} {_sentence(item)}"
        case Table():
            if block.has_caption:
                yield from _titled(block.id, block.title, numbers)
            yield from table_lines(block)
            yield from _notes(block.notes, document)
            yield from _origin(block.origin, document)
        case Evolution():
            yield from _titled(block.id, block.title, numbers)
            # Years go from left to right, as in the chart.
            yield from _data(list(zip(*block.data, strict=True)))
            yield from ("", text(block.axis))
            yield from _notes(block.notes, document)
            yield from _origin(block.origin, document)
        case Counts() | Waterfall():
            yield from _titled(block.id, block.title, numbers)
            yield from _data(block.data)
            yield from _origin(block.origin, document)


def table_lines(table: Table) -> Iterator[str]:
    """Yield the lines of a table, without its title and its notes."""
    rows = [_cells(row.cells, bold=row.is_group) for row in table.rows]
    heads = [text(each.head) for each in table.columns]
    yield from _table(heads, [_RULES[each.align] for each in table.columns], rows)


def _data(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the figures of a chart as a table, the first row its heads."""
    heads, *others = [[text(each) for each in row] for row in rows]
    yield from _table(heads, ["---", *["---:"] * (len(heads) - 1)], others)


def _titled(name: str, title: str, numbers: dict[str, str]) -> Iterator[str]:
    number = f"{numbers[name]}. " if name in numbers else ""
    yield from (f"**{number}{text(title)}**", "")


def _notes(notes: Sequence[str], document: Document) -> Iterator[str]:
    if notes:
        yield from ("", f"*{document.name('note')}.* {' '.join(map(_ended, notes))}")


def _ended(note: str) -> str:
    """Return a note as a sentence, so that the next one may stand behind it."""
    return text(note) if note.endswith((".", "!", "?", "…")) else f"{text(note)}."


def _origin(origin: str, document: Document) -> Iterator[str]:
    if origin:
        yield from ("", f"*{document.name('origin')}:* {text(origin)}")


def _cells(cells: Iterable[Cell], *, bold: bool) -> list[str]:
    texts = [text(each.text) for each in cells]
    return [f"**{each}**" if bold and each else each for each in texts]


def _table(heads: Sequence[str], rules: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for cells in (heads, rules, *rows):
        yield f"| {' | '.join(cells)} |"


def _sentence(sentence: Sentence) -> str:
    return text(plain(sentence))


def text(written: str) -> str:
    """Return a text as Markdown shows it to the letter, in one line."""
    return _SIGNS.sub(r"\\\1", written).replace("\n", "<br>")
