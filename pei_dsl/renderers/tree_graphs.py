"""Trees as drawings that other programs make: Mermaid, which Markdown viewers show, and DOT, of Graphviz."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pei_dsl.renderers.style import Style
from pei_dsl.views import words
from pei_dsl.views.branches import Branch, label, plain
from pei_dsl.views.tree_page import Tree

# How each kind looks: the brackets around its text, and its shape.
_MERMAID = {
    "plan": ("([", "])"),
    "objective": ("([", "])"),
    "action": ("(", ")"),
    "source": ("[(", ")]"),
    "series": ("[[", "]]"),
}
_DOT = {
    "plan": "oval",
    "objective": "oval",
    "action": "box, style=rounded",
    "indicator": "box",
    "source": "cylinder",
    "series": "note",
}
# A title is read in a box, not in a line.
TITLE_WIDTH, TITLE_LINES = 34, 3


def mermaid_page(tree: Tree, style: Style) -> str:
    """Return the tree as a Mermaid flowchart."""
    return mermaid(tree.root, style.language)


def dot_page(tree: Tree, style: Style) -> str:
    """Return the tree as a DOT graph."""
    return dot(tree.root, style.language)


def mermaid(root: Branch, language: str = "es") -> str:
    """Return `root` and all under it as a Mermaid flowchart; what stands in several places is drawn once."""
    numbers = _numbers(root)
    lines = ["flowchart LR"]
    for number, branch in numbers.values():
        text = "<br/>".join(map(mermaid_escaped, _texts(branch, language)))
        before, after = _MERMAID.get(branch.kind, ("[", "]"))
        lines.append(f'  n{number}{before}"{text}"{after}')
    lines.extend(f"  n{first} --> n{second}" for first, second in _edges(root, numbers))
    return "\n".join(lines)


def dot(root: Branch, language: str = "es") -> str:
    """Return `root` and all under it as a DOT graph; what stands in several places is drawn once."""
    numbers = _numbers(root)
    lines = ["digraph plan {", "  rankdir=LR;", '  node [fontname="sans-serif"];']
    for number, branch in numbers.values():
        shape = _DOT.get(branch.kind, "box")
        text = "\\n".join(map(dot_escaped, _texts(branch, language)))
        lines.append(f'  n{number} [label="{text}", shape={shape}];')
    lines.extend(f"  n{first} -> n{second};" for first, second in _edges(root, numbers))
    return "\n".join([*lines, "}"])


def mermaid_escaped(text: str) -> str:
    """Return `text` so that Mermaid shows it as it is, whatever signs it has."""
    shown = plain(text)
    # A text that begins like an item of a list is refused by Mermaid even in quotes.
    item = re.match(r"\d+(?=\.)|(?=-)", shown)
    return "".join(
        each
        if (each.isalnum() or each in " .,-_") and not (item is not None and place == item.end())
        else f"#{ord(each)};"
        for place, each in enumerate(shown)
    )


def dot_escaped(text: str) -> str:
    """Return `text` for a quoted DOT string."""
    return plain(text).replace("\\", "\\\\").replace('"', '\\"')


def _texts(branch: Branch, language: str) -> list[str]:
    name = f"{label(branch, language)} {branch.mark}".rstrip()
    title = words.fitted(plain(branch.title), TITLE_WIDTH, TITLE_LINES) if branch.title else []
    return [name, *title]


def _numbers(root: Branch) -> dict[str, tuple[int, Branch]]:
    found: dict[str, tuple[int, Branch]] = {}
    for branch in root.walk():
        found.setdefault(branch.key, (len(found), branch))
    return found


def _edges(root: Branch, numbers: dict[str, tuple[int, Branch]]) -> Iterable[tuple[int, int]]:
    found: dict[tuple[int, int], None] = {}
    for branch in root.walk():
        for part in branch.parts:
            found[numbers[branch.key][0], numbers[part.key][0]] = None
    return found
