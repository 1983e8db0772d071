"""
A Word file that people have written in, brought up to date: our elements in place, theirs untouched.

Every element of ours bears a mark (`marks`).  One that still says what it said is changed where it stands;
one that somebody edited is left and told; one that is gone is told and never put back.  What bears no mark
is people's.  Figures in sentences are fields, and change wherever people have put them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from pei_dsl.immutable import brief
from pei_dsl.renderers.no_break import with_blanks
from pei_dsl.renderers.word import element_marks, figures, house_styles, numbering_there, outdated_sentences
from pei_dsl.renderers.word.chart_parts import update_chart
from pei_dsl.renderers.word.contents import ask_for_contents, contents, within_contents
from pei_dsl.renderers.word.element_marks import Mark, Role
from pei_dsl.renderers.word.elements import Body, Marked
from pei_dsl.renderers.word.figure_fields import PROPERTY_PREFIX
from pei_dsl.renderers.word.in_place import update_paragraph, update_table
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.pending import Placeholders
from pei_dsl.renderers.word.properties import (
    LANGUAGE,
    LEFT_OUT,
    SUBJECT,
    element_name,
    figures_of,
    read_properties,
    write_figures,
)
from pei_dsl.renderers.word.xml import qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Document

Place = tuple[Role, str]


@attrs.frozen
class Regenerated:
    """
    A file brought up to date, and what became of it.

    Attributes:
        data: The bytes.
        updated: How many elements say something new.
        same: How many said it already.
        kept: How many paragraphs of people there are; all stay as they were.  What the program suggested or
            asked for and nobody touched is no one's, though a new file has it no more.
        edited: What people changed, so that it was left: a few words of each element.
        missing: What people took away, so that it was not put back.
        copied: What stands several times.
        new: What the document has that the file never had.
        obsolete: What the document no longer has, as an action that is no longer critical.
        replaced: Charts that another program had rewritten, put in anew.
        gone: Figures in sentences that the document no longer has; they show `¿?`.
        typed_in: Figures within which somebody had typed.
        loose: Figures whose field is no longer there, while their former text is: it may be out of date.
        outdated: Sentences that the program suggested, nobody touched and data made untrue; a note stands
            before each.
    """

    __repr__ = brief

    data: bytes
    updated: int
    same: int
    kept: int
    edited: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    obsolete: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    typed_in: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()


class OtherDocumentError(ValueError):
    """The file is of another plan or period."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(f"{found}: {wanted}")
        self.found, self.wanted = found, wanted


class OtherLanguageError(ValueError):
    """The file is of the same plan and period in another language, in which people went on writing it."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


def regenerated(data: bytes, document: Document, *, force: bool = False) -> Regenerated:
    """
    Return the file `data` with what `document` says now.

    Args:
        data: A Word file that `new_file` made, whatever people and programs did to it since.
        document: What its elements must say.
        force: Whether elements that people edited are brought up to date, too.

    Raises:
        NotWordError: The bytes are no Word document.
        OtherDocumentError: It is a document of another plan or period, or none of ours.
        OtherLanguageError: It is in another language.
    """
    return _Regeneration(data, document, force=force).run()


class _Regeneration:
    def __init__(self, data: bytes, document: Document, *, force: bool) -> None:
        self.package = Package.read(data)
        self.document, self.force = document, force
        self.held = read_properties(self.package)
        if self.held.get(SUBJECT) != document.subject:
            raise OtherDocumentError(self.held.get(SUBJECT, ""), document.subject)
        written = self.held.get(LANGUAGE, document.language)
        if written != document.language:
            raise OtherLanguageError(written)
        self.root = self.package.changing(DOCUMENT)
        self.body = Body(document, next_bookmark=element_marks.next_bookmark(self.root))
        made = [*_elements(self.body)]
        self.wanted = {each.element: each for each in made if each.element is not None}
        # A sentence that nobody touched is no one's words, nor is an empty line.
        unmarked = (each.xml for each in made if each.element is None)
        self.as_made = {"", *map(element_marks.said, (*unmarked, *contents(document)))}
        self.words = (document.name("table"), document.name("figure"))
        numbering_there.count(self.root, self.words)
        ours = {element_marks.mark_id(name): number for name, number in self.body.numbers.items()}
        self.numbers = ours | numbering_there.called(self.root, self.words)
        house_styles.call((each.xml for each in self.wanted.values()), house_styles.merged(self.package))
        self.told: dict[str, list[str]] = {
            each.name: [] for each in attrs.fields(Regenerated) if each.default == ()
        }
        self.placeholders = Placeholders.of(self.package)
        self.suggested = outdated_sentences.remembered(self.held)
        self.updated = self.same = 0
        self.ours: set[Element] = set()

    def run(self) -> Regenerated:
        found = self._found()
        for place, wanted in self.wanted.items():
            self._one(place, wanted, found.get(place, []))
        for place, those in found.items():
            said = _shortened(element_marks.said(those[0][1]))
            if place not in self.wanted and said:  # a chart says nothing: its caption is told
                self.told["obsolete"].append(said)
        numbering_there.count(self.root, self.words)
        if self.updated:
            ask_for_contents(self.root)
        figures_now = figures_of(self.document)
        before = {
            name.removeprefix(PROPERTY_PREFIX): text
            for name, text in self.held.items()
            if name.startswith(PROPERTY_PREFIX)
        }
        counts = self._figures(before, figures_now)
        self._loose(before, figures_now, counts)
        for each in outdated_sentences.mark_outdated(self._paragraphs(), self.document, self.held):
            self.told["outdated"].append(_shortened(element_marks.said(each)))
        listed = within_contents(self.root)
        kept = sum(1 for each in self._paragraphs() if each not in listed and self._is_of_people(each))
        remembered = outdated_sentences.properties(self.document, self.held)
        write_figures(self.package, self.document, {**self.held, **remembered})
        told = {name: tuple(dict.fromkeys(texts)) for name, texts in self.told.items()}
        return Regenerated(self.package.written(), self.updated, self.same, kept, **told)

    # ---- Elements

    def _found(self) -> dict[Place, list[tuple[Element, Element, Mark]]]:
        """Return by place its marks: the bookmark, the element round it, what the mark says."""
        found: dict[Place, list[tuple[Element, Element, Mark]]] = {}
        for start in list(self.root.iter(qualified("w:bookmarkStart"))):
            mark = element_marks.read(start.get(qualified("w:name"), ""))
            if mark is None:
                continue
            element = _round(start, mark.role)
            if element is None:
                continue
            known = found.setdefault(mark.element, [])
            if not any(each is element for _, each, _ in known):
                known.append((start, element, mark))
                self.ours.add(element)
        return found

    def _one(self, place: Place, wanted: Marked, found: list[tuple[Element, Element, Mark]]) -> None:
        if not found:
            found = self._unmarked(place)
            if not found:
                said = self.held.get(element_name(place))
                if said != LEFT_OUT:
                    self.told["new" if said is None else "missing"].append(self._called(place, wanted))
                return
        if len(found) > 1:
            self.told["copied"].append(self._called(place, wanted))
        for index, (start, element, mark) in enumerate(found):
            self._update(place, wanted, start, element, mark, copy=index)

    def _update(
        self, place: Place, wanted: Marked, start: Element, element: Element, mark: Mark, *, copy: int
    ) -> None:
        marked_here = [
            each
            for each in element.iter(qualified("w:bookmarkStart"))
            if (read := element_marks.read(each.get(qualified("w:name"), ""))) is not None
            and read.element != place
        ]
        before = element_marks.hash_of(element)
        untouched = before == mark.hash
        if (not untouched and not self.force) or (marked_here and place[0] is not Role.TABLE):
            self.told["edited"].append(self._called(place, wanted))
            return
        if place[0] is Role.TABLE:
            update_table(element, wanted.xml)
        elif place[0] is not Role.CHART:
            update_paragraph(element, wanted.xml)
        elif wanted.chart is not None and not update_chart(self.package, element, wanted.chart):
            self.told["replaced"].append(self._called(place, wanted))
        after = element_marks.hash_of(element)
        if after == before:
            self.same += 1
        else:
            self.updated += 1
        suffix = f"_{copy}" if copy else ""
        start.set(qualified("w:name"), f"{Mark(place[0], place[1], after).name}{suffix}"[:40])

    def _unmarked(self, place: Place) -> list[tuple[Element, Element, Mark]]:
        """Return the one element without a mark that says what this one said, marked again; or nothing."""
        was = self.held.get(element_name(place))
        if was is None:
            return []
        tag = qualified("w:tbl" if place[0] is Role.TABLE else "w:p")
        same = [
            each
            for each in self.root.iter(tag)
            if each not in self.ours and element_marks.hash_of(each) == was
        ]
        if len(same) != 1 or not element_marks.said(same[0]):
            return []
        mark = Mark(place[0], place[1], was)
        self.body.set_mark(same[0], mark)
        self.ours.add(same[0])
        start = next(
            each
            for each in same[0].iter(qualified("w:bookmarkStart"))
            if each.get(qualified("w:name")) == mark.name
        )
        return [(start, same[0], mark)]

    def _called(self, place: Place, wanted: Marked) -> str:
        """Return what people call an element: its number, or its first words."""
        if place[0] in {Role.TABLE, Role.CHART, Role.CAPTION, Role.NOTE, Role.ORIGIN}:
            number = self.numbers.get(place[1])
            if number is not None:
                return number
        return _shortened(element_marks.said(wanted.xml))

    # ---- Figures

    def _figures(self, before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, int]:
        counts: dict[str, int] = {}
        names = numbering_there.called(self.root, self.words)
        for name in stories(self.package):
            changed = figures.update(self.package.tree(name), before, now)
            for figure, count in changed.counts.items():
                counts[figure] = counts.get(figure, 0) + count
            mentioned = numbering_there.mention(self.package.tree(name), names, self.words)
            self.told["gone"].extend((*changed.gone, *mentioned.lost))
            self.told["typed_in"].extend((*changed.typed_in, *mentioned.typed_in))
            if changed.counts or mentioned.count:
                self.package.changing(name)
        return counts

    def _loose(self, before: Mapping[str, str], now: Mapping[str, str], counts: Mapping[str, int]) -> None:
        """Tell which figures changed that have no field any more while their former text stands somewhere."""
        lost = {
            name: with_blanks(text)
            for name, text in before.items()
            if name not in counts and text and with_blanks(now.get(name, "")) != with_blanks(text)
        }
        if not lost:
            return
        texts = [element_marks.said(each) for each in self._paragraphs()]
        for name, text in lost.items():
            if any(text in each for each in texts):
                self.told["loose"].append(f"{name} ({text})")

    def _is_of_people(self, paragraph: Element) -> bool:
        """Tell whether a person wrote a paragraph, or changed what the program suggested or asked for."""
        if element_marks.said(paragraph) in self.as_made or self.placeholders.is_one(paragraph):
            return False
        return outdated_sentences.digits(paragraph) not in self.suggested

    def _paragraphs(self) -> Iterator[Element]:
        """Yield the paragraphs that are people's."""
        for each in self.root.iter(qualified("w:p")):
            if each not in self.ours and not any(above in self.ours for above in each.iterancestors()):
                yield each


def _elements(body: Body) -> Iterator[Marked]:
    yield from body.cover()
    for depth, section in body.document.walk():
        yield from body.section(section, depth)


def _round(start: Element, role: Role) -> Element | None:
    """Return the element that a mark is of: the paragraph or table that it stands in."""
    tag = qualified("w:tbl" if role is Role.TABLE else "w:p")
    found = next(start.iterancestors(tag), None)
    if found is None and role is not Role.TABLE:
        # Between paragraphs, as some programs leave it: the next one is meant.
        following = start.getnext()
        while following is not None and following.tag != tag:
            following = following.getnext()
        return following
    return found


def _shortened(said: str) -> str:
    """Return the first words of what an element says."""
    words = " ".join(re.sub("\ue000[a-zA-Z]+", "", said.split("\n", maxsplit=1)[0]).split())
    return words if len(words) <= 60 else f"{words[:59]}…"


def stories(package: Package) -> list[str]:
    """Return the parts that texts stand in: the body, headers, footers, notes."""
    kinds = {"header", "footer", "footnotes", "endnotes"}
    found = [name for _, kind, name in package.relations(DOCUMENT) if kind in kinds and name in package.parts]
    return [DOCUMENT, *found]
