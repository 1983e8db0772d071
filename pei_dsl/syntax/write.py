"""From a tree to text in the canonical form, when there is no text that it was read from."""

from __future__ import annotations

from pei_dsl.syntax import tree
from pei_dsl.syntax.layout import lay_out
from pei_dsl.syntax.lines import lines_of
from pei_dsl.syntax.spelling import SPANISH


def write(file: tree.File) -> str:
    """
    Return the text of `file`: reading it gives an equal tree, and writing that tree gives the same text.

    That holds for every tree that a text can give.  A tree made by hand can hold what no text says: a line
    end in a text, or quotation marks of all three kinds in one; two operators that need parentheses without
    a `Group` between them.  Comments are no part of the tree (see `format`); what could not be read stands as
    it was written.
    """
    return "\n".join(_declaration(each) for each in file.declarations)


def _declaration(declaration: tree.Declaration) -> str:
    lines = [
        f"## {line}".rstrip() for line in declaration.documentation.split("\n") if declaration.documentation
    ]
    lines.extend(lay_out(lines_of(declaration, SPANISH, "exact")))
    return "".join(f"{line}\n" for line in lines)
