"""Documents as tests see them: fences under headings, tables, and regions between HTML comments."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from tests.markdown_cases import Fence, read_cases

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "grammar" / "README.md",
    *sorted(
        path
        for path in (ROOT / "docs").rglob("*.md")
        if path.parent.name != "diagnostics"  # each of these pages has its own test
    ),
]

_REGION = re.compile(
    r"^<!-- (?P<kind>generated|executed): (?P<name>[\w-]+)(?: (?P<argument>[^\n]*?))? -->\n"
    r"(?P<text>.*?)(?=^<!-- end -->$|\Z)",
    re.DOTALL | re.MULTILINE,
)
_EDIT = re.compile(r"<!-- edit: (?P<file>\S+) \| (?P<old>.+?) \| (?P<new>.*?) -->")


@attrs.frozen
class Region:
    """
    What stands between `<!-- executed: name argument -->` and `<!-- end -->`.

    Attributes:
        start, end: Where its text stands in the document.
    """

    file: Path
    kind: str
    name: str
    argument: str
    text: str
    start: int
    end: int


@attrs.frozen
class Edit:
    """A change that a document asks its reader to make: `<!-- edit: file | old | new -->`, and its line."""

    line: int
    file: str
    old: str
    new: str


def name_of(file: Path) -> str:
    """Return the path of a document as tests call it."""
    return file.relative_to(ROOT).as_posix()


def fences(file: Path) -> list[Fence]:
    """Return the fences of a document, in order."""
    found = [fence for case in read_cases(file) for fence in case.fences]
    return sorted(found, key=lambda fence: fence.line)


def regions(file: Path, kind: str) -> list[Region]:
    """Return the regions of `kind` in a document, in order."""
    text = file.read_text(encoding="utf-8")
    return [
        Region(file, kind, match["name"], match["argument"] or "", match["text"], *match.span("text"))
        for match in _REGION.finditer(text)
        if match["kind"] == kind
    ]


def edits(file: Path) -> list[Edit]:
    """Return the changes that a document asks for, in order."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [
        Edit(number, match["file"], *(match[each].replace("\\n", "\n") for each in ("old", "new")))
        for number, line in enumerate(lines)
        if (match := _EDIT.fullmatch(line))
    ]


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of the first table in `text`, by heading; code marks around a cell are left out."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    if not lines:
        return []
    names = cells(lines[0])
    return [dict(zip(names, cells(line), strict=True)) for line in lines[2:]]


def located_rows(region: Region) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of the table in `region`, each with its line in the document, counted from 1."""
    before = region.file.read_text(encoding="utf-8")[: region.start].count("\n")
    lines = [number for number, line in enumerate(region.text.splitlines(), 1) if line.startswith("|")]
    return [(before + line, row) for line, row in zip(lines[2:], rows(region.text), strict=True)]


def cells(line: str) -> list[str]:
    """Return the cells of a line of a table; `\\|` is a bar."""
    parts = re.split(r"(?<!\\)\|", line.strip()[1:-1])
    return [_plain(part.strip().replace("\\|", "|")) for part in parts]


def _plain(cell: str) -> str:
    return cell[1:-1] if re.fullmatch(r"`[^`]+`", cell) else cell


def table(names: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Return a table as text."""
    lines = [names, ["---"] * len(names), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def replace_region(region: Region, text: str) -> None:
    """Write `text` into `region`; it is looked for anew, since what was written above may have moved it."""
    document = region.file.read_text(encoding="utf-8")
    [here] = [
        each
        for each in regions(region.file, region.kind)
        if (each.name, each.argument) == (region.name, region.argument)
    ]
    changed = document[: here.start] + text + document[here.end :]
    region.file.write_text(changed, encoding="utf-8", newline="\n")


def replace_fences(file: Path, texts: Mapping[int, str]) -> None:
    """Write new texts into the fences of `file`, given by the line where each begins."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    for fence in reversed(fences(file)):
        if fence.line in texts:
            end = fence.line + len(fence.text.splitlines())
            lines[fence.line : end] = [texts[fence.line]]
    file.write_text("".join(lines), encoding="utf-8", newline="\n")


EXAMPLES = sorted(path.parent for path in (ROOT / "specs" / "ejemplos").rglob("plan.pei"))
"""The folders of the plans that are shipped as examples."""
