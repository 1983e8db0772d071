"""
Word files that people wrote in, made again: none of their words is lost, no figure is stale and untold.

People and programs are drawn: they write paragraphs anywhere, type into ours, move, double and delete them,
split runs, comment, break sections, type into figures, make them plain text, lose bookmarks.
"""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.renderers.no_break import kept_together
from pei_dsl.renderers.word import element_marks, figures
from pei_dsl.renderers.word.element_marks import Role
from pei_dsl.renderers.word.new_file import new_file
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.regeneration import Regenerated, regenerated
from pei_dsl.renderers.word.xml import node, qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Document
from tests.example_counts import examples
from tests.word_files import judged

PLAN = """plan "Plan de prueba"
  siglas: UE
  entidad: "Unidad de Ejemplo"
  periodo: 2022 a 2025
objetivo OEI.01 "Mejorar la atención"
  clase: tipo I
acción AEI.01.01 "Atender a tiempo"
indicador IND.01.OEI.01 "Porcentaje de personas atendidas"
  unidad: porcentaje
  decimales: 1
  sentido: ascendente
  justificación: "Mide la atención."
  logros: 2022: 50%; 2023: 60%; 2024: 70%
  valores: 2022: 40%; 2023: 55%; 2024: {first}
indicador IND.01.AEI.01.01 "Número de quejas"
  unidad: número de quejas
  sentido: descendente
  logros: 2024: 5
  valores: 2023: 9; 2024: {second}
{more}"""
MORE = """indicador IND.02.AEI.01.01 "Número de visitas"
  unidad: número de visitas
  sentido: ascendente
  logros: 2024: 7
  valores: 2024: 3
"""


@functools.cache
def document(first: str, second: str, more: str = "") -> Document:
    return pei_dsl.report(pei_dsl.load_text(PLAN.format(first=first, second=second, more=more)), 2024)


@functools.cache
def written(made: Document) -> bytes:
    return new_file(made)


BEFORE = document("61.5%", "8")
AFTERS = (document("72.4%", "3"), document("ND", "8"), document("61.5%", "8", MORE), BEFORE)


# ---- What people and programs do ---------------------------------------------------------------------------


@attrs.define
class Draft:
    """A file in the hands of people: its body, and the words that they wrote."""

    root: Element
    random: Random
    words: list[str] = attrs.field(factory=list)

    @property
    def body(self) -> Element:
        return self.root[0]

    def word(self) -> str:
        self.words.append(f"palabra{len(self.words)}ñ{self.random.randrange(10**6)}")
        return self.words[-1]

    def paragraphs(self) -> list[Element]:
        return list(self.body.iter(qualified("w:p")))

    def elements(self) -> list[Element]:
        return [each for each in self.body if each.tag != qualified("w:sectPr")]

    def some(self, among: Sequence[Element]) -> Element:
        return among[self.random.randrange(len(among))]


def write_a_paragraph(draft: Draft) -> None:
    run = node("w:r", node("w:t", text=f"Texto {draft.word()} de una persona.", xml_space="preserve"))
    draft.some(draft.elements()).addnext(node("w:p", run))


def type_into_a_paragraph(draft: Draft) -> None:
    texts = [each for each in draft.body.iter(qualified("w:t")) if each.text]
    chosen = draft.some(texts)
    text = chosen.text or ""
    at = draft.random.randrange(len(text) + 1)
    chosen.text = f"{text[:at]} {draft.word()} {text[at:]}"
    chosen.set(qualified("xml:space"), "preserve")


def type_into_a_figure(draft: Draft) -> None:
    shown = [each for _, each in figures.fields(draft.root) if each.texts]
    if shown:
        each = shown[draft.random.randrange(len(shown))]
        each.show(
            f"{draft.word()} {each.text}" if draft.random.random() < 0.5 else f"{each.text} {draft.word()}"
        )


def move_an_element(draft: Draft) -> None:
    moved, to = draft.some(draft.elements()), draft.some(draft.elements())
    if moved is not to:
        to.addnext(moved)


def delete_an_element(draft: Draft) -> None:
    gone = draft.some(draft.elements())
    text = "".join(each.text or "" for each in gone.iter(qualified("w:t")))
    if not any(word in text for word in draft.words) and not any(gone.iter(qualified("w:sectPr"))):
        draft.body.remove(gone)


def copy_an_element(draft: Draft) -> None:
    first = draft.some(draft.elements())
    made = copy.deepcopy(first)
    for each in made.iter(qualified("w:bookmarkStart")):
        each.set(qualified("w:name"), f"{each.get(qualified('w:name'))}_Copy_1")
    if not any(word in element_marks.said(made) for word in draft.words):
        first.addnext(made)


def split_a_run(draft: Draft) -> None:
    runs = [
        each
        for each in draft.body.iter(qualified("w:r"))
        if [child.tag for child in each if child.tag != qualified("w:rPr")] == [qualified("w:t")]
    ]
    run = draft.some(runs)
    [text] = run.iterchildren(qualified("w:t"))
    at = draft.random.randrange(len(text.text or "") + 1)
    second = copy.deepcopy(run)
    [tail] = second.iterchildren(qualified("w:t"))
    tail.text, text.text = (text.text or "")[at:], (text.text or "")[:at]
    for each in (text, tail):
        each.set(qualified("xml:space"), "preserve")
    second.insert(0, node("w:rPr", node("w:b"))) if second.find(qualified("w:rPr")) is None else None
    run.addnext(second)


def lose_a_bookmark(draft: Draft) -> None:
    starts = list(draft.body.iter(qualified("w:bookmarkStart")))
    if not starts:
        return
    start = draft.some(starts)
    number = start.get(qualified("w:id"))
    for each in [
        *draft.body.iter(qualified("w:bookmarkStart")),
        *draft.body.iter(qualified("w:bookmarkEnd")),
    ]:
        if each.get(qualified("w:id")) == number:
            each.parent.remove(each)  # type: ignore[union-attr]  # it stands in the body


def make_a_figure_plain(draft: Draft) -> None:
    shown = [each for _, each in figures.fields(draft.root)]
    if not shown:
        return
    each = shown[draft.random.randrange(len(shown))]
    each.beside(each.text, after=True)
    within = False
    paragraph = each.first.parent
    assert paragraph is not None
    for run in list(paragraph):
        within = within or run is each.first
        if within:
            paragraph.remove(run)
        within = within and run is not each.last


def break_a_section(draft: Draft) -> None:
    paragraph = draft.some([each for each in draft.elements() if each.tag == qualified("w:p")])
    properties = paragraph.find(qualified("w:pPr"))
    if properties is not None and properties.find(qualified("w:sectPr")) is None:
        properties.append(node("w:sectPr", node("w:type", w_val="nextPage")))


def write_in_a_cell(draft: Draft) -> None:
    cells = list(draft.body.iter(qualified("w:tc")))
    if cells:
        [paragraph, *_] = draft.some(cells).iterchildren(qualified("w:p"))
        paragraph.append(node("w:r", node("w:t", text=draft.word())))


def add_a_table_of_their_own(draft: Draft) -> None:
    cell = node("w:tc", node("w:tcPr"), node("w:p", node("w:r", node("w:t", text=draft.word()))))
    table = node("w:tbl", node("w:tblPr"), node("w:tblGrid", node("w:gridCol", w_w=900)), node("w:tr", cell))
    draft.some(draft.elements()).addnext(table)
    table.addnext(node("w:p"))


EDITS: tuple[Callable[[Draft], None], ...] = (
    write_a_paragraph,
    type_into_a_paragraph,
    type_into_a_figure,
    move_an_element,
    delete_an_element,
    copy_an_element,
    split_a_run,
    lose_a_bookmark,
    make_a_figure_plain,
    break_a_section,
    write_in_a_cell,
    add_a_table_of_their_own,
)


def edited(data: bytes, edits: Sequence[int], seed: int, words: list[str]) -> bytes:
    package = Package.read(data)
    draft = Draft(package.changing(DOCUMENT), Random(seed), words)
    for number in edits:
        EDITS[number](draft)
    return package.written()


@functools.lru_cache(
    maxsize=8
)  # a file is asked many things, and reading it takes longest; nobody changes it
def body_of(data: bytes) -> Element:
    return Package.read(data).tree(DOCUMENT)


def count(data: bytes, name: str) -> int:
    return sum(1 for _ in body_of(data).iter(qualified(name)))


# ---- Laws --------------------------------------------------------------------------------------------------


def assert_nothing_stale(made: Regenerated, now: Document) -> None:
    """Hold every element of ours to say what the document says, or to be told."""
    root = body_of(made.data)
    current = now.figures()
    for name, each in figures.fields(root):
        assert each.text == kept_together(current.get(name, figures.GONE))
    if made.edited or made.missing or made.new:
        return
    fresh = hashes(now)
    for element, mark in marked(root):
        if mark.element in fresh:
            assert element_marks.hash_of(element) == fresh[mark.element]


@functools.cache
def hashes(now: Document) -> dict[tuple[Role, str], str]:
    """Return what each element of ours says in a new file."""
    return {mark.element: element_marks.hash_of(element) for element, mark in marked(body_of(written(now)))}


def marked(root: Element) -> list[tuple[Element, element_marks.Mark]]:
    found = []
    for start in root.iter(qualified("w:bookmarkStart")):
        mark = element_marks.read(start.get(qualified("w:name"), ""))
        if mark is not None:
            tag = qualified("w:tbl" if mark.role is Role.TABLE else "w:p")
            found.append((next(start.iterancestors(tag)), mark))
    return found


ROUNDS = (
    st.lists(st.lists(st.integers(0, len(EDITS) - 1), max_size=8), min_size=1, max_size=4),
    st.lists(st.sampled_from(range(len(AFTERS))), min_size=4, max_size=4),
    st.integers(0, 2**32),
)


def with_paragraphs_of_a_person(count: int) -> bytes:
    package = Package.read(written(BEFORE))
    draft = Draft(package.changing(DOCUMENT), Random(0))
    last = next(each for each in reversed(draft.elements()) if each.tag == qualified("w:tbl"))
    for _ in range(count):
        text = node("w:t", text=f"Texto {draft.word()}.", xml_space="preserve")
        last.addnext(node("w:p", node("w:r", text)))
    return package.written()


@pytest.mark.parametrize("after", AFTERS, ids=range(len(AFTERS)))
def test_paragraphs_of_people_are_counted_and_sentences_of_ours_are_not(after: Document) -> None:
    """A sentence of ours that the data made untrue is counted, too: it stays, and only a person rewrites it."""
    kept = [regenerated(with_paragraphs_of_a_person(count), after).kept for count in range(3)]

    assert kept == [kept[0], kept[0] + 1, kept[0] + 2]
    if after is BEFORE:
        assert kept[0] == 0


@settings(max_examples=examples(20), deadline=None)
@given(*ROUNDS)
def test_words_of_people_stay_and_no_figure_is_stale_untold(
    rounds: list[list[int]], afters: list[int], seed: int
) -> None:
    assert_stays(rounds, afters, seed)


@pytest.mark.slow
@settings(max_examples=examples(500), deadline=None)
@given(*ROUNDS)
def test_the_same_over_a_thousand_cycles(rounds: list[list[int]], afters: list[int], seed: int) -> None:
    assert_stays(rounds, afters, seed)


def assert_stays(rounds: list[list[int]], afters: list[int], seed: int) -> None:
    data, words = written(BEFORE), list[str]()
    for index, edits in enumerate(rounds):
        draft = edited(data, edits, seed + index, words)
        now = AFTERS[afters[index]]
        made = regenerated(draft, now)
        text = "".join(each.text or "" for each in body_of(made.data).iter(qualified("w:t")))

        assert all(text.count(word) >= 1 for word in words), [each for each in words if each not in text]
        assert_nothing_stale(made, now)
        for name in ("w:sectPr", "w:drawing", "w:commentReference"):
            assert count(made.data, name) == count(draft, name)
        again = regenerated(made.data, now)
        assert again.data == made.data
        assert again.updated == 0
        data = made.data


@pytest.mark.parametrize("now", AFTERS)
def test_a_file_that_nobody_touched_becomes_what_a_new_one_is(now: Document) -> None:
    made = regenerated(written(BEFORE), now)
    by_place = {mark.element: element_marks.said(element) for element, mark in marked(body_of(written(now)))}
    obsolete = 0

    for element, mark in marked(body_of(made.data)):
        if mark.element in by_place:
            assert element_marks.said(element) == by_place.pop(mark.element)
        else:
            obsolete += 1
    assert bool(obsolete) == bool(made.obsolete)
    assert bool(by_place) == bool(made.new)
    assert made.edited == made.missing == made.copied == made.typed_in == made.loose == ()
    assert judged(made.data) == []


def test_what_a_person_changed_is_left_and_told_and_with_force_brought_up_to_date() -> None:
    package = Package.read(written(BEFORE))
    root = package.changing(DOCUMENT)
    cell = next(each for each in root.iter(qualified("w:t")) if each.text == kept_together("61.5 %"))
    cell.text = "61.5 % (ver nota)"
    now = AFTERS[0]

    left = regenerated(package.written(), now)
    forced = regenerated(package.written(), now, force=True)

    assert any(each.startswith("Tabla") for each in left.edited)
    assert "61.5 % (ver nota)" in [each.text for each in body_of(left.data).iter(qualified("w:t"))]
    assert not forced.edited
    assert "61.5 % (ver nota)" not in [each.text for each in body_of(forced.data).iter(qualified("w:t"))]


def test_a_figure_that_became_plain_text_is_told_when_it_changes() -> None:
    package = Package.read(written(BEFORE))
    root = package.changing(DOCUMENT)
    for name, each in figures.fields(root):
        if name == "valor.IND.01.OEI.01":
            each.beside(each.text, after=True)
            paragraph = each.first.parent
            assert paragraph is not None
            runs = list(paragraph)
            for run in runs[runs.index(each.first) : runs.index(each.last) + 1]:
                paragraph.remove(run)

    assert regenerated(package.written(), BEFORE).loose == ()
    assert regenerated(package.written(), AFTERS[0]).loose == ("valor.IND.01.OEI.01 (61.5 %)",)


def test_formatting_of_people_stays_where_texts_change() -> None:
    package = Package.read(written(BEFORE))
    root = package.changing(DOCUMENT)
    shown = kept_together("61.5 %")
    run = next(each.parent for each in root.iter(qualified("w:t")) if each.text == shown)
    assert run is not None
    run.insert(0, node("w:rPr", node("w:highlight", w_val="yellow")))
    made = body_of(regenerated(package.written(), AFTERS[0]).data)

    assert [
        "".join(each.text or "" for each in run.parent.iter(qualified("w:t")))  # type: ignore[union-attr]  # in a run
        for run in made.iter(qualified("w:rPr"))
        if run.find(qualified("w:highlight")) is not None
    ] == [kept_together("72.4 %")]


def test_bytes_are_the_same_for_the_same_document() -> None:
    assert new_file(BEFORE) == new_file(BEFORE)
    assert re.search(rb"1980|2026", written(BEFORE)[:60]) is None


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_new_file_is_valid(language: str) -> None:
    inpe = pei_dsl.load(Path(__file__).parents[2] / "specs" / "inpe-2019-2027")
    data = new_file(pei_dsl.report(inpe, 2024, language=language))

    assert judged(data) == []
    assert len(data) < 300_000
