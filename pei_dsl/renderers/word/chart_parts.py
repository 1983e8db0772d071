"""Charts of a Word file brought up to date: their figures and workbook change, their looks stay."""

from __future__ import annotations

import posixpath

from pei_dsl.renderers.word import chart_xml
from pei_dsl.renderers.word.new_file import BOOK_TYPE, add_chart, drawn
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.xml import node, qualified
from pei_dsl.renderers.word.xml_text import parsed
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Chart


def update_chart(package: Package, paragraph: Element, chart: Chart) -> bool:
    """
    Bring the chart in `paragraph` up to date; tell whether it kept its looks, or had to be put in anew.

    What another program has rewritten beyond recognition is replaced whole, its size kept.
    """
    for properties in paragraph.iter(qualified("wp:docPr")):
        properties.set("descr", chart.alternative)
    frame = next(paragraph.iter(qualified("c:chart")), None)
    if frame is None:
        return False
    part = package.related(DOCUMENT, frame.get(qualified("r:id"), ""))
    content = drawn(chart)
    if part not in package.parts:
        add_chart(package, paragraph, chart)
        return False
    root = package.changing(part)
    series = list(root.iter(qualified("c:ser")))
    if len(series) != len(content.lines):
        add_chart(package, paragraph, chart)
        return False
    ordered = sorted(series, key=_order)
    fresh = sorted(parsed(content.part).iter(qualified("c:ser")), key=_order)
    for old, new in zip(ordered, fresh, strict=True):
        _take(old, new)
    _workbook(package, part, root, chart_xml.workbook(content.categories, content.lines))
    return True


def _order(series: Element) -> int:
    found = series.find(qualified("c:order"))
    number = found.get("val", "") if found is not None else ""
    return int(number) if number.isdecimal() else 0


# What stands in a series, in the order of the standard, as far as figures and names of it go.
_FIGURES = ("c:tx", "c:cat", "c:val")


def _take(old: Element, new: Element) -> None:
    """Let a series have the name and figures of another; their place among the rest stays."""
    for name in _FIGURES:
        had, wanted = old.find(qualified(name)), new.find(qualified(name))
        assert wanted is not None
        if had is not None:
            had.parent.replace(had, wanted)  # type: ignore[union-attr]  # it stands in the series
        elif name == "c:tx":
            order = old.find(qualified("c:order"))
            assert order is not None
            order.addnext(wanted)
        else:
            smooth = old.find(qualified("c:smooth"))
            if smooth is not None:
                smooth.addprevious(wanted)
            else:
                old.append(wanted)


def _workbook(package: Package, part: str, root: Element, book: bytes) -> None:
    """Put the workbook behind a chart, where it was or anew; what pointed elsewhere points to it."""
    known = [name for _, kind, name in package.relations(part) if kind == "package"]
    name = known[0] if known else f"word/embeddings/{posixpath.basename(part).removesuffix('.xml')}.xlsx"
    package.default("xlsx", BOOK_TYPE)
    package.put(name, book)
    identity = package.relate(part, "package", name)
    for each in list(root.iterchildren(qualified("c:externalData"))):
        root.remove(each)
    data = node("c:externalData", node("c:autoUpdate", val="0"), r_id=identity)
    after = root.find(qualified("c:userShapes"))
    if after is not None:
        after.addprevious(data)
    else:
        root.append(data)
