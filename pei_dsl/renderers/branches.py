"""Trees as lines of text: boxes on the left, cells in columns on the right, titles cut to what is left."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from pei_dsl.views import words
from pei_dsl.views.wording import said

LEAST_TITLE = 12
_GAP = "  "


@attrs.frozen
class Branch:
    """
    Something with what lies under it.

    Attributes:
        key: What it is, once in the plan: `indicador:IND.01.OEI.01`, `fuente:casos`.
        kind: `plan`, `objective`, `action`, `indicator`, `input` (of a formula), `variable`, `series`,
            `function` or `source`.
        name: Its code or name; never cut.
        title: What it is called in words.
        mark: A sign between name and title, such as the arrow of a direction.
        cells: What stands on the right, a column each.
        style: The ANSI style of the last cell where colours are painted, or "".
        left_out: Why not all that lies under it is shown: `stands_above`, `goes_on`, or "".
        parts: What lies under it.
    """

    key: str
    kind: str
    name: str
    title: str = ""
    mark: str = ""
    cells: tuple[str, ...] = ()
    style: str = ""
    left_out: str = ""
    parts: tuple[Branch, ...] = ()

    def walk(self) -> Iterable[Branch]:
        """Yield this branch and all under it, in the order of the drawing."""
        waiting = [self]
        while waiting:
            branch = waiting.pop()
            yield branch
            waiting.extend(reversed(branch.parts))


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
        if paint and line.branch.style and cells:
            cells[-1] = f"\x1b[{line.branch.style}m{cells[-1].rstrip()}\x1b[0m"
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


def label(branch: Branch, language: str) -> str:
    """Return the name of `branch` with what kind of thing it is, where the name does not tell."""
    if branch.kind in {"series", "variable", "function", "source"}:
        return f"{said(f'kind_{branch.kind}', language)} {branch.name}"
    return branch.name


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


def plain(text: str) -> str:
    """Return `text` in one line and without what no screen shows, or what a terminal would obey."""
    shown = (" " if unicodedata.category(each)[0] in "CZ" else each for each in text)
    return " ".join("".join(shown).split())


JSON_KINDS = {
    "plan": "plan",
    "objective": "objetivo",
    "action": "acción",
    "indicator": "indicador",
    "input": "dato",
    "variable": "variable",
    "series": "serie",
    "function": "función",
    "source": "fuente",
}


def _nothing(_: Branch) -> Mapping[str, Any]:
    return {}


def to_json(branch: Branch, more: Callable[[Branch], Mapping[str, Any]] = _nothing) -> dict[str, Any]:
    """
    Return `branch` as plain dicts and lists; `partes` is what lies under it.

    `recortado` says that what lies under it is not shown here; `more` adds members to each branch.
    """
    made: dict[str, Any] = {"tipo": JSON_KINDS[branch.kind], "codigo": branch.name, "titulo": branch.title}
    made |= more(branch)
    if branch.left_out:
        made["recortado"] = True
    made["partes"] = [to_json(each, more) for each in branch.parts]
    return made
