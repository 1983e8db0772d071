"""Things with what lies under them: what a tree of a plan is made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import attrs

from pei_dsl.immutable import brief
from pei_dsl.views.wording import said


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
        color: The colour that the last cell tells; None for ND, "" where it tells none.
        left_out: Why not all that lies under it is shown: `stands_above`, `goes_on`, or "".
        parts: What lies under it.
    """

    __repr__ = brief

    key: str
    kind: str
    name: str
    title: str = ""
    mark: str = ""
    cells: tuple[str, ...] = ()
    color: str | None = ""
    left_out: str = ""
    parts: tuple[Branch, ...] = ()

    def walk(self) -> Iterable[Branch]:
        """Yield this branch and all under it, in the order of the drawing."""
        waiting = [self]
        while waiting:
            branch = waiting.pop()
            yield branch
            waiting.extend(reversed(branch.parts))


def label(branch: Branch, language: str) -> str:
    """Return the name of `branch` with what kind of thing it is, where the name does not tell."""
    if branch.kind in {"series", "variable", "function", "source"}:
        return f"{said(f'kind_{branch.kind}', language)} {branch.name}"
    return branch.name


def plain(text: str) -> str:
    """Return `text` in one line and without what no screen shows, or what a terminal would obey."""
    shown = (" " if unicodedata.category(each)[0] in "CZ" else each for each in text)
    return " ".join("".join(shown).split())
