"""Trees as lines of text: boxes on the left, cells in columns on the right, titles cut to what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from pei_dsl.renderers.paint import painted
from pei_dsl.views import words
from pei_dsl.views.branches import Branch, label, plain
from pei_dsl.views.wording import said

LEAST_TITLE = 12
_GAP = "  "


@attrs.frozen
class _Line:
    head: str
    branch: Branch


def draw(
    roots: Sequence[Branch], language: str, width: int, *, figures: bool = False, paint: bool = False
) -> list[str]:
    """
    Return the lines of `roots`, each at most `width` wide unless a name alone is wider.

    With `figures`, all cells but the last are figures, which stand to the right of their column.
    """
    lines = [line for root in roots for line in _lines(root)]
    columns = max((len(line.branch.cells) for line in lines), default=0)
    widths = [
        max(len(line.branch.cells[i]) for line in lines if len(line.branch.cells) > i) for i in range(columns)
    ]
    right = sum(each + len(_GAP) for each in widths if each)
    made = []
    for line in lines:
        cells = [
            cell.rjust(each) if figures and number < columns - 1 else cell.ljust(each)
            for number, (cell, each) in enumerate(zip(line.branch.cells, widths, strict=False))
            if each
        ]
        if paint and line.branch.color != "" and cells:
            cells[-1] = painted(cells[-1].rstrip(), line.branch.color)
        text = _written(line, width - right, language).ljust(width - right)
        made.append(_GAP.join([text, *cells]).rstrip())
    return made


def _lines(root: Branch) -> Iterable[_Line]:
    waiting: list[tuple[str, str, Branch]] = [("", "", root)]
    while waiting:
        head, below, branch = waiting.pop()
        yield _Line(head, branch)
        last = len(branch.parts) - 1
        after = [
            (f"{below}{'└─ ' if i == last else '├─ '}", f"{below}{'   ' if i == last else '│  '}", part)
            for i, part in enumerate(branch.parts)
        ]
        waiting.extend(reversed(after))


def _written(line: _Line, left: int, language: str) -> str:
    """Return what stands before the cells of a line, in `left` columns."""
    branch = line.branch
    text = line.head + " ".join(part for part in (label(branch, language), branch.mark) if part)
    note = f" ({said(branch.left_out, language)})" if branch.left_out else ""
    room = left - len(text) - len(note) - 1
    if branch.title and room >= LEAST_TITLE:
        [title] = words.fitted(plain(branch.title), room, 1)
        text += f" {title}"
    text += note
    return text
