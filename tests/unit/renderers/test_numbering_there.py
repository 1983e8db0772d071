"""Captions are numbered where they stand, and sentences call tables and figures as they are called there."""

from __future__ import annotations

import pei_dsl
from pei_dsl.renderers.word import element_marks, figure_fields, numbering_there, shown_fields
from pei_dsl.renderers.word.new_file import new_file
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.regeneration import Regenerated, regenerated
from pei_dsl.renderers.word.xml import node, qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Document
from tests.word_files import judged

PLAN = """plan "Plan"
  siglas: UE
  periodo: 2022 a 2025
objetivo OEI.01 "Mejorar"
  clase: tipo I
indicador IND.01.OEI.01 "Número de visitas"
  unidad: número de visitas
  sentido: ascendente
  logros: 2023: 50; 2024: 70
  valores: 2023: 40; 2024: 60
"""


def document() -> Document:
    return pei_dsl.report(pei_dsl.load_text(PLAN), 2024)


def paragraphs(root: Element) -> list[Element]:
    return list(root.iter(qualified("w:p")))


def told(data: bytes) -> list[str]:
    """Return the plain text of each paragraph."""
    return [
        "".join(each.text or "" for each in paragraph.iter(qualified("w:t")))
        for paragraph in paragraphs(Package.read(data).tree(DOCUMENT))
    ]


def mentions(data: bytes) -> list[str]:
    root = Package.read(data).tree(DOCUMENT)
    return [each.text for each in shown_fields.fields(root) if "REF pei_ref_" in each.instruction]


def caption_of(root: Element, name: str) -> Element:
    start = next(
        each
        for each in root.iter(qualified("w:bookmarkStart"))
        if each.get(qualified("w:name")) == f"{figure_fields.MENTIONED}{name}"
    )
    return next(start.iterancestors(qualified("w:p")))


def made_again(package: Package) -> Regenerated:
    made = regenerated(package.written(), document())
    assert judged(made.data) == []
    assert regenerated(made.data, document()).data == made.data
    return made


def test_every_mention_leads_to_what_it_names() -> None:
    data = new_file(document())
    root = Package.read(data).tree(DOCUMENT)
    names = numbering_there.called(root, ["Tabla", "Figura"])

    assert mentions(data) == ["Figura 1", "Tabla 1", "Tabla 2", "Figura 2"]
    assert set(mentions(data)) <= set(names.values())
    assert names["recuento"] == "Figura 1"


def test_a_caption_of_people_counts_and_what_is_behind_it_moves_on() -> None:
    package = Package.read(new_file(document()))
    root = package.changing(DOCUMENT)
    own = node("w:p", *figure_fields.field("SEQ Tabla \\* ARABIC", "9"), figure_fields.run(" propia"))
    caption_of(root, "oei").addprevious(own)
    made = made_again(package)

    assert "1 propia" in told(made.data)
    assert mentions(made.data) == ["Figura 1", "Tabla 2", "Tabla 3", "Figura 2"]
    assert made.edited == ()


def test_a_table_that_moved_has_the_number_of_its_place() -> None:
    package = Package.read(new_file(document()))
    root = package.changing(DOCUMENT)
    caption_of(root, "semaforo_objetivos").addnext(caption_of(root, "oei"))
    made = made_again(package)

    assert mentions(made.data) == ["Figura 1", "Tabla 2", "Tabla 1", "Figura 2"]


def test_a_mention_of_what_was_taken_away_is_told() -> None:
    package = Package.read(new_file(document()))
    caption = caption_of(package.changing(DOCUMENT), "oei")
    caption.parent.remove(caption)  # type: ignore[union-attr]  # it stands in the body
    made = made_again(package)

    assert mentions(made.data) == ["Figura 1", "¿?", "Tabla 1", "Figura 2"]
    assert "oei" in made.gone


def test_what_somebody_typed_into_a_mention_stays_beside_it() -> None:
    package = Package.read(new_file(document()))
    first, second, *_ = [
        each for each in shown_fields.fields(package.changing(DOCUMENT)) if "REF pei_ref_" in each.instruction
    ]
    first.show("antes Figura 1 después")
    second.show("otra cosa")
    made = made_again(package)

    assert mentions(made.data)[:2] == ["Figura 1", "Tabla 1"]
    assert any("antes Figura 1 después" in each for each in told(made.data))
    assert any("otra cosa" in each for each in told(made.data))
    assert made.typed_in == ("recuento", "oei")


def test_sequences_restart_repeat_and_stay_where_somebody_typed() -> None:
    def numbered(*instructions: tuple[str, str]) -> list[str]:
        root = node(
            "w:body",
            *(node("w:p", *figure_fields.field(instruction, shown)) for instruction, shown in instructions),
        )
        numbering_there.count(root, ["Tabla"])
        return [each.text for each in shown_fields.fields(root)]

    assert numbered(("SEQ Tabla", "7"), ("SEQ Tabla \\c", "7"), ("seq tabla \\* ARABIC", "7")) == [
        "1",
        "1",
        "2",
    ]
    assert numbered(("SEQ Tabla \\r 5", "1"), ("SEQ Tabla", "1")) == ["5", "6"]
    assert numbered(("SEQ Tabla", "x"), ("SEQ Tabla", "1"), ("SEQ Cuadro", "4")) == ["x", "2", "4"]


def test_a_field_of_the_simple_kind_counts_in_its_place() -> None:
    simple = node("w:fldSimple", node("w:r", node("w:t", text="4")), w_instr=" SEQ Tabla ")
    root = node(
        "w:body",
        node("w:p", *figure_fields.field("SEQ Tabla", "3")),
        node("w:p", simple),
        node("w:p", *figure_fields.field("SEQ Tabla", "1")),
    )
    numbering_there.count(root, ["Tabla"])

    assert element_marks.said(root[1]) == "\ue000FIELD"
    assert [each.text for each in shown_fields.fields(root)] == ["1", "2", "3"]
