r"""Places as the page counts them: UTF-16 units, lines that end in `\n`, no byte order mark."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable
from typing import Any

from pei_dsl.editing.text_positions import units
from pei_dsl.source import Source
from pei_dsl.studio.kept_files import shown
from pei_dsl.syntax import tree


def page_offset(source: Source, offset: int) -> int:
    """Return where the character at `offset` of the normalised text stands on the page."""
    line, starts = source.position(offset), _line_starts(source)
    begin = offset - (line.column - 1)
    before = shown(source.original[source.to_original(begin) : source.to_original(offset)])
    return starts[line.line - 1] + units(before)


# A thousand findings stand in a few texts: each is counted once.
@functools.lru_cache(maxsize=64)
def _line_starts(source: Source) -> tuple[int, ...]:
    """Return where each line begins on the page."""
    lines = shown(source.original).split("\n")
    return tuple(itertools.accumulate((units(line) + 1 for line in lines), initial=0))


def declared_places(files: Iterable[tree.File]) -> dict[str, list[dict[str, Any]]]:
    """Return for each text its declarations: what each is called, its kind, its first and last line."""
    return {file.source.name: [_place(file.source, each) for each in file.declarations] for file in files}


def _place(source: Source, declaration: tree.Declaration) -> dict[str, Any]:
    header = declaration.header
    end = max(declaration.span.start, declaration.span.end - 1)
    return {
        "name": header.code or header.name or "",
        "kind": declaration.kind,
        "title": header.title or "",
        "first": source.position(declaration.span.start).line,
        "last": source.position(end).line,
    }
