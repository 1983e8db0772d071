"""A document as a text of typst: calls of the functions in `document.typ`, with strings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources

from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.renderers.no_break import kept_together
from pei_dsl.renderers.palette import SHADES, tint
from pei_dsl.renderers.pdf.chart_looks import drawn
from pei_dsl.renderers.pdf.typst_literals import broken, lines, listed, literal, numbered
from pei_dsl.views.document import (
    Align,
    Block,
    Cell,
    Column,
    Counts,
    Document,
    Evolution,
    Listing,
    Paragraph,
    Role,
    Row,
    Section,
    Table,
    plain,
)
from pei_dsl.views.waterfall import Waterfall

KEYWORD = "pei_dsl"
"""What a PDF says of itself, by which it is known to be made to be made again."""
SUBJECT_MARK = "pei_dsl: "
"""Stands in the description of a PDF before what it is a document of."""
_LOOKS = "document.typ"
_ALIGN = {Align.LEFT: "left", Align.RIGHT: "right", Align.CENTER: "center"}
_ALWAYS_IN_CONTENTS = 2
_KINDS = {"tables": "table", "figures": "chart"}
"""By the word of an index, what `document.typ` calls the figures that it lists."""
_SIZE, _SMALL_SIZE = "8.5pt", "7.5pt"  # the small one is for forms, which are as wide as CEPLAN asks
# Letters that a centimetre of a table holds, somewhat fewer than there are.
_LETTERS = 5.2
_WIDTH, _WIDE_WIDTH = 17.0, 25.7
_PAGEFUL = 1500
"""So long may a text be that is kept on one page: a cell of a longer one may go on over the page."""


def source(document: Document, missing: Sequence[str] = (), attached: str = "") -> str:
    """
    Return `document` as a text of typst; the first page says which signs stand there as their numbers.

    Args:
        document: The document.
        missing: The signs that no letter is there for.
        attached: The call that attaches a file; "" for none.
    """
    return "\n".join((attached, *_Source(document, missing).parts()))


def source_by_section(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the `id` of each section of `document` with its text of typst, in their order."""
    made = _Source(document, ())
    for depth, section in document.walk():
        yield section.id, "\n".join(made.section(depth, section))


class _Source:
    def __init__(self, document: Document, missing: Sequence[str]) -> None:
        self.document = document
        self.missing = "".join(dict.fromkeys("".join(missing)))
        self.numbers = document.numbers()
        self.targets = {section.id for _, section in document.walk()}
        self.is_wide = False

    def parts(self) -> Iterator[str]:
        document, cover = self.document, self.document.cover
        footing = " · ".join(each for each in (cover.entity, cover.title) if each)
        yield f"#let shades = {_colors({name: each.light for name, each in SHADES.items()})}"
        about = f"title: {literal(cover.title)}, author: {literal(cover.entity)}"
        described = f"description: {literal(SUBJECT_MARK + document.subject)}"
        yield f'#set document({about}, keywords: "{KEYWORD}", {described}, date: none)'
        yield f"#set text(lang: {literal(document.language)}" + (
            ', region: "PE")' if document.language == "es" else ")"
        )
        yield f"#let footing = {literal(footing)}"
        yield resources.files("pei_dsl.renderers.pdf").joinpath(_LOOKS).read_text("utf-8")
        signs = [numbered(each) for each in self.missing]
        lacks = (
            [phrase("report", "signs_by_number", document.language, {"signs": " ".join(signs)})]
            if signs
            else []
        )
        told = listed(literal(each) for each in (*cover.lines, *lacks))
        yield f"#cover({literal(cover.entity)}, {literal(cover.subtitle)}, {told})"
        yield "#pagebreak(weak: true)"
        yield from self._contents()
        yield "#pagebreak(weak: true)"
        for depth, section in document.walk():
            yield from self.section(depth, section)

    def _contents(self) -> Iterator[str]:
        name = self.document.name
        yield f"#outline(title: {literal(name('contents'))})"
        for key, _ in self.document.indices():
            yield f'#outline(title: {literal(name(key))}, target: figure.where(kind: "{_KINDS[key]}"))'

    def section(self, depth: int, section: Section) -> Iterator[str]:
        """Yield the lines of a section, without those in it."""
        if section.is_wide is not self.is_wide:
            self.is_wide = section.is_wide
            yield f"#set page(flipped: {'true' if section.is_wide else 'false'})"
        elif section.begins_page:
            yield "#pagebreak(weak: true)"
        outlined = "true" if section.number or depth <= _ALWAYS_IN_CONTENTS else "false"
        yield f"#marked({depth}, {literal(section.id)}, {literal(section.heading)}, {outlined})"
        for block in section.blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph():
                call = "wanted" if block.role is Role.WANTED else "plain"
                yield f"#{call}(told({lines(kept_together(plain(block.sentence)))}))"
            case Listing():
                items = "".join(f", told({lines(kept_together(plain(each)))})" for each in block.items)
                yield f"#{'enum' if block.is_numbered else 'list'}({items.removeprefix(', ')})"
            case Table():
                yield from self._table(block)
            case Evolution() | Counts() | Waterfall():
                body = f"drawing({literal(drawn(block))}, {literal(block.alternative)})"
                yield self._figure("chart", block.id, block.title, body)
                yield from self._notes(block.notes if isinstance(block, Evolution) else ())
                yield from self._origin(block.origin)

    def _figure(self, kind: str, name: str, title: str, body: str) -> str:
        caption = f"titled({literal(self.numbers.get(name, ''))}, {literal(title)})"
        return f'#figure(kind: "{kind}", caption: {caption}, {body})'

    def _notes(self, notes: Sequence[str]) -> Iterator[str]:
        for note in notes:
            yield f"#small({literal(self.document.name('note') + '.')}, {literal(note)})"

    def _origin(self, origin: str) -> Iterator[str]:
        if origin:
            yield f"#small({literal(self.document.name('origin') + ':')}, {literal(origin)})"

    # ---- Tables

    def _table(self, table: Table) -> Iterator[str]:
        shares = [each.share for each in table.columns]
        room = (_WIDE_WIDTH if self.is_wide else _WIDTH) / sum(shares) * _LETTERS
        most = [max(4, int(each * room)) for each in shares]
        cells = [each for row, spans in table.spans() for each in self._row(row, spans, most)]
        made = ", ".join(
            (
                listed(f"{each:g}" for each in shares),
                listed(_ALIGN[each.align] for each in table.columns),
                listed(_head(each, letters) for each, letters in zip(table.columns, most, strict=True)),
                listed(f"\n  {each}" for each in cells),
                _SMALL_SIZE if self.is_wide else _SIZE,
            )
        )
        body = f"listing({made})"
        if table.is_numbered and table.has_caption:
            yield self._figure("table", table.id, table.title, body)
        else:
            if table.has_caption:
                yield f"#block(sticky: true, strong({literal(table.title)}))"
            yield f"#{body}"
        yield from self._notes(table.notes)
        yield from self._origin(table.origin)

    def _row(self, row: Row, spans: Sequence[int], most: Sequence[int]) -> list[str]:
        first, *others = row.cells
        if row.is_group and not any(each.text for each in others):
            # It heads what is below, whatever the columns are.
            return [
                f"{self._cell(first, sum(most), span=1, group=True, first=True)[:-1]}, across: {len(most)})"
            ]
        return [
            self._cell(cell, letters, span=span, group=row.is_group, first=place == 0)
            for place, (cell, letters, span) in enumerate(zip(row.cells, most, spans, strict=True))
            if span
        ]

    def _cell(self, cell: Cell, letters: int, *, span: int, group: bool, first: bool) -> str:
        given = [lines(broken(cell.text, letters))]
        if cell.color is not None:
            given.append(f'fill: rgb("{tint(cell.color)}")')
        if group:
            given.append("bold: true")
        if span > 1:
            given.append(f"rows: {span}")
        if len(cell.text) > _PAGEFUL:
            given.append("whole: false")
        if first and (target := f"calculo.{cell.text}") in self.targets:
            given.append(f"to: {literal(target)}")
        return f"cell({', '.join(given)})"


def _head(column: Column, letters: int) -> str:
    return literal(broken(column.head, letters))


def _colors(colors: dict[str, str]) -> str:
    return listed(f'{name}: rgb("{digits}")' for name, digits in colors.items())
