"""Cases in Markdown: under a heading, fences with what is given and what is expected of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

_HEADING = re.compile(r"(#+) +(.+)")
_OPENING = re.compile(r"(`{3,})([\w-]*)(?: +(\S+))?")


@attrs.frozen
class Fence:
    """
    A fenced text.

    Attributes:
        kind: The first word after the backticks: `pei`, `csv`, `diagnostics`.
        path: The second word, the file that the text stands for, or "".
        text: The lines between, each with its line end.
        line: The first of them in the document, counted from 0.
    """

    kind: str
    path: str
    text: str
    line: int


@attrs.frozen
class Case:
    """The fences under one heading; `name` is the headings that lead to it."""

    file: Path
    name: str
    fences: tuple[Fence, ...]

    def text(self, kind: str) -> str | None:
        """Return the text of the first fence of `kind`, or None."""
        return next((fence.text for fence in self.fences if fence.kind == kind), None)


def read_cases(file: Path) -> list[Case]:
    """Return the cases of a document, in order: one for each heading that has fences of its own."""
    fences: dict[str, list[Fence]] = {}
    for name, fence in _fences(file.read_text(encoding="utf-8")):
        fences.setdefault(name, []).append(fence)
    return [Case(file, name, tuple(own)) for name, own in fences.items()]


def _fences(document: str) -> Iterator[tuple[str, Fence]]:
    headings: list[str] = []
    lines = iter(enumerate(document.splitlines(keepends=True)))
    for _, line in lines:
        if heading := _HEADING.fullmatch(line.rstrip()):
            headings[len(heading[1]) - 1 :] = [heading[2]]
        elif opening := _OPENING.fullmatch(line.rstrip()):
            text: list[str] = []
            for number, inner in lines:
                if inner.rstrip() == opening[1]:
                    fence = Fence(opening[2], opening[3] or "", "".join(text), number - len(text))
                    yield " / ".join(headings), fence
                    break
                text.append(inner)


def accept(case: Case, observed: Mapping[str, str]) -> None:
    """Write the texts `observed`, by kind, into the fences of `case`."""
    # Read anew: what was accepted for the cases above may have moved this one.
    [case] = [each for each in read_cases(case.file) if each.name == case.name]
    lines = case.file.read_text(encoding="utf-8").splitlines(keepends=True)
    for fence in reversed(case.fences):
        if fence.kind in observed:
            end = fence.line + len(fence.text.splitlines())
            lines[fence.line : end] = [observed[fence.kind]]
    case.file.write_text("".join(lines), encoding="utf-8", newline="\n")
