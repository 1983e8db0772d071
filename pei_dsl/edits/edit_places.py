"""Where things stand in a text: the lines of a declaration, its comments, what a field's value takes up."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.edits.changes import Address, ChangeError
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.blocks import Block, before_comments, blocks
from pei_dsl.syntax.parts import Kind, parts

_COMMENTS = frozenset({Kind.COMMENT, Kind.DOCUMENTATION})
_LINE = re.compile(r"[^\n]*\n?")
_COLON = re.compile(r"(?:\"[^\"\n]*\"|[“”„][^“”\n]*[“”]|«[^»\n]*»|\[[^\]\n]*\]|[^:\"“”„«\[])*?:")


@attrs.frozen
class Page:
    """A text with its tree: `blocks` are those of the declarations, in the same order."""

    file: tree.File
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, file: tree.File) -> Page:
        """Return the page of `file`."""
        found = (each for each in blocks(file.source) if each.header < each.span.end)
        return cls(file, tuple(found) if file.declarations else ())

    @property
    def source(self) -> Source:
        """The text."""
        return self.file.source

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.file.source.text

    def comments(self, span: Span) -> list[Span]:
        """Return the places of the comments that begin in `span`."""
        return [
            part.span
            for part in parts(self.file, span)
            if part.kind in _COMMENTS and span.start <= part.span.start < span.end
        ]

    def line_start(self, offset: int) -> int:
        """Return where the line of `offset` begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return where the line of `offset` ends, before its line end."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def indent(self, offset: int) -> str:
        """Return the blanks that the line of `offset` begins with."""
        start = self.line_start(offset)
        line = self.text[start : self.line_end(offset)]
        return line[: len(line) - len(line.lstrip())]

    def begins_line(self, offset: int) -> bool:
        """Tell whether nothing but blanks stands before `offset` on its line."""
        return not self.text[self.line_start(offset) : offset].strip()

    def extent(self, index: int) -> Span:
        """
        Return the lines of a declaration, from the comments right above it to those indented below it.

        Its last line end belongs to it; comments at the margin below it do not.
        """
        block, declaration = self.blocks[index], self.file.declarations[index]
        start = before_comments(self.text, block.span.start, block.header)
        end = min(self.line_end(declaration.span.end) + 1, len(self.text))
        waiting = end
        while waiting < block.span.end:
            match = _LINE.match(self.text, waiting)
            assert match is not None
            line, waiting = match[0], match.end()
            if line.lstrip().startswith("#") and line[0] != "#":
                end = waiting
            elif line.strip():
                break
        return Span(start, end)


def after_colon(page: Page, start: int, limit: int) -> int:
    """Return the place behind the colon of the field whose word stands at `start`."""
    match = _COLON.match(page.text, start, limit)
    if match is None:
        raise ChangeError("no_colon", text=page.text[start:limit])
    return match.end()


def find(pages: Sequence[Page], address: Address) -> tuple[Page, int]:
    """
    Return the page and the number of the declaration that `address` names.

    Raises:
        ChangeError: None or several are called that.
    """
    found = [
        (page, index)
        for page in pages
        for index, declaration in enumerate(page.file.declarations)
        if _is_called(declaration, address)
    ]
    if 0 < address.number <= len(found):
        return found[address.number - 1]
    if len(found) != 1 or address.number:
        name = address.name or address.kind
        if len(found) > 1 and not address.number:
            raise ChangeError("several", count=len(found), name=name)
        raise ChangeError("no_declaration", name=name)
    return found[0]


def _is_called(declaration: tree.Declaration, address: Address) -> bool:
    if not declaration.kind or (address.kind and declaration.kind != address.kind):
        return False
    if address.kind == "plan":
        return True
    header = declaration.header
    name = header.code or header.name or header.title or ""
    return vocabulary.fold(name) == vocabulary.fold(address.name)


def is_english(declaration: tree.Declaration) -> bool:
    """Tell whether the keyword of a declaration is the English one."""
    word = vocabulary.DECLARATIONS.named(declaration.kind)
    keyword = vocabulary.fold(declaration.header.keyword)
    return keyword == vocabulary.fold(word.english_form) != vocabulary.fold(word.spanish)
