"""A plan as a tree, for the terminal."""

from __future__ import annotations

import textwrap

from pei_dsl.renderers.branches_text import draw
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.views.branches import plain
from pei_dsl.views.header import entity, header
from pei_dsl.views.tree_page import Tree, legend


def page(tree: Tree, style: Style) -> str:
    """Return the tree as text."""
    return render(tree, style.language, style.width, paint=style.paints)


def render(tree: Tree, language: str = "es", width: int = WIDTH, *, paint: bool = False) -> str:
    """Return the tree as lines of text and, where something is missing, how much."""
    roots = [tree.root]
    head: list[str] = []
    if tree.root.kind == "plan":
        # What the plan is called stands above its tree, so that objectives begin at the left edge.
        head = [" · ".join(part for part in (plain(tree.root.name), plain(entity(tree.plan))) if part)]
        roots = list(tree.root.parts)
    if tree.evaluation is not None:
        measured = header([tree.evaluation], language).measured
        head.extend(textwrap.wrap(measured, width, subsequent_indent="  "))
    drawn = draw(roots, language, width, figures=tree.evaluation is not None, paint=paint)
    parts = [head, drawn, list(legend(tree, language))]
    return "\n\n".join("\n".join(part) for part in parts if part)
