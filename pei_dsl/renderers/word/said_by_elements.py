"""What the tables and figures of a Word file say, whatever people wrote around them."""

from __future__ import annotations

import re

from pei_dsl.renderers.no_break import with_blanks
from pei_dsl.renderers.word import element_marks, figures
from pei_dsl.renderers.word.element_marks import Role
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.regeneration import stories
from pei_dsl.renderers.word.xml import qualified

FIGURES = "cifras"
_JOINED = re.compile(r"^(?:\[w:\w+=\w+\])+")


def said_by_elements(data: bytes) -> dict[str, object]:
    """
    Return the rows of each table of ours by its mark, and every figure in sentences by its name.

    What people write is theirs, and so are sentences: of them the figures count.

    Raises:
        NotWordError: The bytes are no Word document.
    """
    package = Package.read(data)
    found: dict[str, object] = {}
    for start in package.tree(DOCUMENT).iter(qualified("w:bookmarkStart")):
        mark = element_marks.read(start.get(qualified("w:name"), ""))
        table = next(start.iterancestors(qualified("w:tbl")), None)
        if mark is not None and mark.role is Role.TABLE and table is not None:
            rows = element_marks.said(table).split("\n")
            found[mark.id] = [[_JOINED.sub("", cell) for cell in row.split("\t")] for row in rows]
    shown: dict[str, list[str]] = {}
    for name in stories(package):
        for figure, each in figures.fields(package.tree(name)):
            texts = shown.setdefault(figure, [])
            if (told := with_blanks(each.text)) not in texts:
                texts.append(told)
    found |= {f"{FIGURES}.{name}": texts for name, texts in shown.items()}
    return found
