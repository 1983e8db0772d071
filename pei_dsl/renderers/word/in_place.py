"""
Elements brought up to date where they stand: their texts change, all that people gave them stays.

Nothing is built anew that can be changed: runs keep their formatting, paragraphs their breaks, comments and
bookmarks, tables their rows; what is no longer there is taken away row by row, what is new is put in.
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator, Sequence

from pei_dsl.renderers.palette import OTHER_TINT, TINTS
from pei_dsl.renderers.word import element_marks
from pei_dsl.renderers.word.xml import qualified
from pei_dsl.renderers.word.xml_tree import Element

_OURS = {*TINTS.values(), OTHER_TINT}
_KEPT = {
    qualified(name)
    for name in (
        "w:pPr",
        "w:bookmarkStart",
        "w:bookmarkEnd",
        "w:commentRangeStart",
        "w:commentRangeEnd",
        "w:permStart",
        "w:permEnd",
        "w:proofErr",
    )
}


def update_paragraph(old: Element, new: Element) -> None:
    """Let `old` say what `new` says."""
    slots, wanted = list(text_slots(old)), "".join(each.text or "" for each in text_slots(new))
    if _shape(old) == _shape(new) and slots:
        _rewrite(slots, wanted)
        for result, shown in zip(_results(old), _results(new), strict=True):
            _rewrite(result, "".join(each.text or "" for each in shown))
        return
    comments = [each for each in old if any(each.iter(qualified("w:commentReference")))]
    for each in list(old):
        if each.tag not in _KEPT and each not in comments:
            old.remove(each)
    place = next(
        (index for index, each in enumerate(old) if each.tag == qualified("w:bookmarkEnd")), len(old)
    )
    fresh = [copy.deepcopy(each) for each in new if each.tag not in _KEPT]
    for offset, each in enumerate(fresh):
        old.insert(place + offset, each)


def update_table(old: Element, new: Element) -> None:
    """Let `old` have the rows of `new`: those of one code are changed, others taken away or put in."""
    had, wanted = list(old.iterchildren(qualified("w:tr"))), list(new.iterchildren(qualified("w:tr")))
    matcher = difflib.SequenceMatcher(None, [*map(_key, had)], [*map(_key, wanted)], autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        pairs = list(zip(had[start:end], wanted[first:last], strict=False))
        for row, fresh in pairs:
            _update_row(row, fresh)
        for row in had[start + len(pairs) : end]:
            old.remove(row)
        more = wanted[first + len(pairs) : last]
        before = had[start + len(pairs) - 1] if pairs else (had[start - 1] if start else None)
        for row in more:
            made = copy.deepcopy(row)
            _fit(made, old)
            if before is None:
                old.append(made)
            else:
                before.addnext(made)
            before = made


def _fit(row: Element, table: Element) -> None:
    """Give the cells of a new row the widths of the columns, which people and templates set."""
    columns = [each.get(qualified("w:w"), "") for each in table.iter(qualified("w:gridCol"))]
    widths = list(row.iter(qualified("w:tcW")))
    if len(columns) == len(widths) and all(columns):
        for cell, width in zip(widths, columns, strict=True):
            cell.set(qualified("w:w"), width)


def _key(row: Element) -> str:
    """Return what a row is known by: its first cell, and how many it has."""
    cells = list(row.iterchildren(qualified("w:tc")))
    return f"{len(cells)} {element_marks.said(cells[0]) if cells else ''}"


def _update_row(old: Element, new: Element) -> None:
    had, wanted = list(old.iterchildren(qualified("w:tc"))), list(new.iterchildren(qualified("w:tc")))
    if len(had) != len(wanted):
        for each in had:
            old.remove(each)
        old.extend([copy.deepcopy(each) for each in wanted])
        return
    for cell, fresh in zip(had, wanted, strict=True):
        if element_marks.said(cell) != element_marks.said(fresh):
            _update_cell(cell, fresh)
        _update_tint(cell, fresh)


def _update_cell(old: Element, new: Element) -> None:
    [fresh] = new.iterchildren(qualified("w:p"))
    first, *others = old.iterchildren(qualified("w:p"))
    for each in others:
        old.remove(each)
    update_paragraph(first, fresh)


def _update_tint(old: Element, new: Element) -> None:
    """Give a cell the tint of its colour, unless a person gave it one of their own."""
    had, wanted = (_shade(each) for each in (old, new))
    if had is not None and had.get(qualified("w:fill"), "").upper() not in _OURS:
        return
    if had is not None and wanted is not None:
        had.set(qualified("w:fill"), wanted.get(qualified("w:fill"), ""))
    elif had is not None:
        parent = had.parent
        assert parent is not None
        parent.remove(had)
    elif wanted is not None:
        properties = old.find(qualified("w:tcPr"))
        if properties is not None:
            place = next(
                (index for index, each in enumerate(properties) if each.tag in _AFTER_SHADE), len(properties)
            )
            properties.insert(place, copy.deepcopy(wanted))


_AFTER_SHADE = {
    qualified(name)
    for name in ("w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
}


def _shade(cell: Element) -> Element | None:
    properties = cell.find(qualified("w:tcPr"))
    return properties.find(qualified("w:shd")) if properties is not None else None


# ---- Texts and fields of a paragraph -----------------------------------------------------------------------


def text_slots(paragraph: Element) -> Iterator[Element]:
    """Yield the texts of a paragraph that are no result of a field."""
    return (each for each, within in _texts(paragraph) if not within)


def _results(paragraph: Element) -> list[list[Element]]:
    """Return the texts of the result of each field, in order."""
    found: dict[int, list[Element]] = {}
    for each, within in _texts(paragraph):
        if within:
            found.setdefault(within, []).append(each)
    return [found[number] for number in sorted(found)]


def _texts(paragraph: Element) -> Iterator[tuple[Element, int]]:
    """Yield each text with the number of the field whose result it is in, 0 for none."""
    field = depth = number = 0
    for each in paragraph.iter():
        if each.tag == qualified("w:fldChar"):
            kind = each.get(qualified("w:fldCharType"))
            if kind == "begin":
                depth += 1
                if depth == 1:
                    number += 1
                    field = number
            elif kind == "end":
                depth -= 1
                field = field if depth else 0
        elif each.tag == qualified("w:t"):
            simple = next(each.iterancestors(qualified("w:fldSimple")), None)
            if simple is not None and not field:
                number += 1
                yield each, number
            else:
                yield each, field


def _shape(paragraph: Element) -> list[str]:
    """Return the fields of a paragraph and its breaks: what texts alone cannot change."""
    shape = [" ".join((each.text or "").split()) for each in paragraph.iter(qualified("w:instrText"))]
    shape += [
        " ".join(each.get(qualified("w:instr"), "").split())
        for each in paragraph.iter(qualified("w:fldSimple"))
    ]
    return [*shape, str(sum(1 for _ in paragraph.iter(qualified("w:br"))))]


def _rewrite(slots: Sequence[Element], wanted: str) -> None:
    """Give texts that follow each other the text `wanted`, what is the same in them where it was."""
    texts = [each.text or "" for each in slots]
    had = "".join(texts)
    if had == wanted:
        return
    owner = [index for index, text in enumerate(texts) for _ in text]
    made = [""] * len(texts)
    for kind, start, end, first, last in difflib.SequenceMatcher(
        None, had, wanted, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            for offset in range(end - start):
                made[owner[start + offset]] += had[start + offset]
        elif last > first:
            place = owner[start] if start < len(owner) else (owner[-1] if owner else 0)
            made[place] += wanted[first:last]
    for slot, text in zip(slots, made, strict=True):
        slot.text = text or None
        slot.set(qualified("xml:space"), "preserve")
