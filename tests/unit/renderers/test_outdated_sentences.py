"""Sentences that the program suggested and that data made untrue: marked, listed, and true again."""

from __future__ import annotations

import pytest

import pei_dsl
from pei_dsl.renderers.word import element_marks, outdated_sentences
from pei_dsl.renderers.word.gathering import gathered
from pei_dsl.renderers.word.new_file import new_file
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.pending import pending
from pei_dsl.renderers.word.regeneration import regenerated
from pei_dsl.renderers.word.xml import node, qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Document
from tests.word_files import judged

PLAN = """plan "Plan"
  siglas: UE
  periodo: 2023 a 2025
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Número de controles"
  unidad: número de controles
  sentido: ascendente
  logros: 2024: 80
  valores: 2023: {before}; 2024: {now}
"""
NOTES = {
    "es": "[Revise la frase que sigue: los datos cambiaron y ya no corresponde.]",
    "en": "[Check the next sentence: the data changed, and it no longer holds.]",
}


def report(before: object = 50, now: object = 60, language: str = "es") -> Document:
    return pei_dsl.report(pei_dsl.load_text(PLAN.format(before=before, now=now)), 2024, language=language)


def body(data: bytes) -> Element:
    return Package.read(data).tree(DOCUMENT)


def texts(data: bytes) -> list[str]:
    return [element_marks.said(each) for each in body(data).iter(qualified("w:p"))]


def noted(data: bytes) -> list[str]:
    return [each for each in texts(data) if any(each.startswith(note) for note in NOTES.values())]


def changed(data: bytes, was: str, now: str) -> bytes:
    package = Package.read(data)
    for each in package.changing(DOCUMENT).iter(qualified("w:t")):
        each.text = (each.text or "").replace(was, now)
    return package.written()


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_sentence_that_data_made_untrue_says_so_where_it_stands(language: str) -> None:
    made = regenerated(new_file(report(language=language)), report(before="ND", language=language))

    (told,) = noted(made.data)
    assert told.startswith(NOTES[language])
    assert len(made.outdated) == 1
    assert told in pending(made.data)
    assert judged(made.data) == []


def test_it_is_marked_once_and_the_same_bytes_come_out_again() -> None:
    made = regenerated(new_file(report()), report(before="ND"))
    again = regenerated(made.data, report(before="ND"))

    assert again.data == made.data
    assert again.outdated == made.outdated


def test_figures_alone_make_no_sentence_untrue() -> None:
    made = regenerated(new_file(report()), report(now=61))

    assert noted(made.data) == []
    assert made.outdated == ()


def test_the_note_goes_when_the_sentence_is_true_again() -> None:
    first = new_file(report())
    back = regenerated(regenerated(first, report(before="ND")).data, report())

    assert noted(back.data) == []
    assert texts(back.data) == texts(first)
    assert pending(back.data) == pending(first)


def test_the_note_goes_even_where_a_program_parted_it() -> None:
    made = regenerated(new_file(report()), report(before="ND"))
    package = Package.read(made.data)
    first = next(
        each
        for each in package.changing(DOCUMENT).iter(qualified("w:t"))
        if (each.text or "").startswith(NOTES["es"])
    )
    run = first.parent
    assert run is not None
    whole = first.text or ""
    first.text = whole[:10]
    run.addnext(node("w:r", node("w:t", text=whole[10:], xml_space="preserve")))

    assert noted(regenerated(package.written(), report()).data) == []


def test_what_a_person_rewrote_bears_no_note() -> None:
    rewritten = changed(new_file(report()), "se obtuvo", "logramos")
    made = regenerated(rewritten, report(before="ND"))

    assert noted(made.data) == []
    assert any("logramos" in each for each in texts(made.data))


def test_a_note_that_a_person_left_before_new_words_is_still_listed() -> None:
    made = regenerated(new_file(report()), report(before="ND"))
    rewritten = changed(made.data, "se obtuvo", "logramos")
    again = regenerated(rewritten, report(before="ND"))

    assert len(noted(again.data)) == 1
    assert noted(again.data)[0] in pending(again.data)


def test_a_sentence_that_is_untrue_is_no_text_of_people() -> None:
    now = report(before="ND")
    made = regenerated(new_file(report()), now)

    assert set(gathered(made.data, now).sections.values()) == {()}
    assert set(gathered(new_file(report()), now).sections.values()) == {()}


def test_a_figure_that_is_gone_is_listed_with_its_sentence() -> None:
    now = report(before="ND")
    made = regenerated(changed(new_file(report()), "se obtuvo", "logramos"), now)
    (told,) = (each for each in texts(made.data) if "logramos" in each)

    assert ("¿?" in told) is (made.gone != ())
    assert made.gone
    assert told in pending(made.data)


def test_a_file_that_remembers_nothing_is_brought_up_to_date_as_before() -> None:
    package = Package.read(new_file(report()))
    root = package.changing("docProps/custom.xml")
    for each in [each for each in root if each.get("name", "").startswith("pei_sugerencia_")]:
        root.remove(each)
    made = regenerated(package.written(), report(before="ND"))

    assert made.outdated == ()
    assert regenerated(made.data, report()).data


def test_so_many_wordings_are_remembered_as_a_property_holds() -> None:
    first = outdated_sentences.properties(report(), {})
    many = {name: " ".join(f"{number:012x}" for number in range(40)) for name in first}
    made = outdated_sentences.properties(report(), many)

    assert made.keys() == first.keys()
    for name, text in made.items():
        assert len(text) <= 255
        assert text.split()[:2] == [first[name], f"{0:012x}"]
