"""A report in an institution's own file: what the file has stays, ours goes where its bookmarks say."""

from __future__ import annotations

import copy
import io
import struct
import zlib

import docx
import pytest
from docx.oxml.text.paragraph import CT_P
from docx.shared import Cm
from lxml import etree

import pei_dsl
from pei_dsl.renderers.word import block_names, element_marks
from pei_dsl.renderers.word.new_file import new_file
from pei_dsl.renderers.word.package import DOCUMENT, TYPES, NotWordError, Package, Unreadable
from pei_dsl.renderers.word.regeneration import regenerated
from pei_dsl.renderers.word.template import from_template
from pei_dsl.renderers.word.template_places import NoPlaceError, WrongPlaceError
from pei_dsl.renderers.word.xml import composed, node, qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Document, Table
from tests.word_files import judged

PLAN = """plan "Plan"
  siglas: UE
  entidad: "Unidad de Ejemplo"
  periodo: 2022 a 2025
objetivo OEI.01 "Mejorar"
  clase: tipo I
acción AEI.01.01 "Atender"
indicador IND.01.OEI.01 "Número de visitas"
  unidad: número de visitas
  sentido: ascendente
  logros: 2023: 50; 2024: 70
  valores: 2023: 40; 2024: 60
indicador IND.01.AEI.01.01 "Número de quejas"
  unidad: número de quejas
  sentido: descendente
  logros: 2024: 5
  valores: 2024: 8
"""


def document(value: int = 60) -> Document:
    return pei_dsl.report(pei_dsl.load_text(PLAN.replace("2024: 60", f"2024: {value}")), 2024)


def picture() -> bytes:
    """Return a red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
        + chunk(b"IEND", b"")
    )


def template(*places: str, within: str = "", cover: str = "Carátula de la entidad") -> bytes:
    """Return an institution's file: a logo in the header, a cover, a paragraph for each place, an end."""
    file = docx.Document()
    section = file.sections[0]
    section.left_margin = section.right_margin = Cm(3)
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].add_run("Encabezado propio").add_picture(io.BytesIO(picture()), Cm(1))
    file.add_paragraph(cover, style="Title")
    for number, name in enumerate(places):
        bookmark(file.add_paragraph()._p, 70 + number, name)
    if within:
        bookmark(file.add_table(1, 1).cell(0, 0).paragraphs[0]._p, 99, within)
    file.add_paragraph("Firma del titular")
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def put(paragraph: CT_P, *elements: Element) -> None:
    """Put elements of ours at the end of a paragraph of python-docx, whose tree is one of lxml."""
    tree: etree._Element = paragraph
    tree.extend([etree.fromstring(composed(each)) for each in elements])


def bookmark(paragraph: CT_P, number: int, name: str) -> None:
    put(
        paragraph,
        node("w:bookmarkStart", w_id=number, w_name=name),
        node("w:bookmarkEnd", w_id=number),
    )


def texts(data: bytes) -> list[str]:
    body = Package.read(data).tree(DOCUMENT)[0]
    return [element_marks.said(each) for each in body]


def test_the_whole_report_goes_where_its_bookmark_stands() -> None:
    given = template(block_names.WHOLE)
    made = from_template(given, document())
    said = texts(made.data)

    assert made.without_place == ()
    assert said[:2] == ["Carátula de la entidad", "Resumen ejecutivo"]
    assert said[-2] == "Firma del titular"
    assert said[-1] == ""  # the properties of the pages
    had, has = Package.read(given), Package.read(made.data)
    for name, data in had.parts.items():
        if name.startswith(("word/header", "word/media", "word/theme")):
            assert has.parts[name] == data
    assert set(judged(made.data)) <= set(judged(given))
    assert from_template(given, document()).data == made.data


def test_headings_that_the_file_numbers_bear_one_number() -> None:
    package = Package.read(template(block_names.WHOLE))
    styles = package.changing("word/styles.xml")
    [heading] = [each for each in styles if each.get(qualified("w:styleId")) == "Heading1"]
    [properties] = heading.iter(qualified("w:pPr"))
    properties.append(node("w:numPr", node("w:numId", w_val=1)))
    root = Package.read(from_template(package.written(), document()).data).tree(DOCUMENT)
    called = {
        each.get(qualified("w:val"))
        for properties in root.iter(qualified("w:pPr"))
        if properties.find(qualified("w:numPr")) is not None
        for each in properties.iter(qualified("w:pStyle"))
    }

    assert called == {"Heading1"}
    assert {each.get(qualified("w:val")) for each in root.iter(qualified("w:numId"))} == {"0"}


def test_what_ours_look_like_is_what_the_file_says_of_styles_of_that_name() -> None:
    given = template(block_names.WHOLE)
    had, has = Package.read(given), Package.read(from_template(given, document()).data)

    def styles(package: Package) -> dict[str, bytes]:
        return {
            each.get(qualified("w:styleId"), ""): composed(copy.deepcopy(each))
            for each in package.tree("word/styles.xml").iter(qualified("w:style"))
        }

    before, after = styles(had), styles(has)
    assert before.items() <= after.items()
    assert {"PEITabla", "PEITexto", "PEILista"} <= after.keys() - before.keys()
    used = {
        each.get(qualified("w:val"))
        for name in ("w:pStyle", "w:tblStyle")
        for each in has.tree(DOCUMENT).iter(qualified(name))
    }
    assert used <= after.keys()


def test_parts_with_a_place_of_their_own_go_there_and_the_rest_where_the_whole_goes() -> None:
    made = from_template(
        template("pei_bloque_semaforo_objetivos", block_names.WHOLE, "pei_seccion_6"), document()
    )
    said = texts(made.data)
    captions = [each for each in said if "Semaforización por nivel de avance de los OEI" in each]

    assert len(captions) == 1
    assert said.index(captions[0]) == 1
    assert said.index("Resumen ejecutivo") < said.index("6. Anexos")
    assert made.without_place == ()


def test_what_has_no_place_is_told_and_stays_away_when_the_file_is_brought_up_to_date() -> None:
    made = from_template(template("pei_bloque_semaforo_objetivos", "pei_bloque_recuento"), document())
    again = regenerated(made.data, document(65))

    assert any("Objetivos Estratégicos" in each for each in made.without_place)
    assert not any("Semaforización por nivel de avance de los OEI" in each for each in made.without_place)
    assert again.updated
    assert again.missing == again.new == again.edited == ()
    assert regenerated(again.data, document(65)).data == again.data


def test_a_file_from_a_template_is_brought_up_to_date_as_a_new_one_is() -> None:
    made = from_template(template(block_names.WHOLE), document()).data
    fresh = regenerated(new_file(document()), document(65))
    again = regenerated(made, document(65))

    assert (again.updated, again.edited, again.missing, again.new) == (fresh.updated, (), (), ())


def test_a_row_that_is_put_in_later_is_as_wide_and_looks_as_the_others_do() -> None:
    more = PLAN.replace("acción AEI", 'objetivo OEI.02 "Ampliar"\nacción AEI')
    package = Package.read(template(block_names.WHOLE))
    styles = package.changing("word/styles.xml")
    other = node("w:style", node("w:name", w_val="PEI Celda"), w_type="paragraph", w_styleId="Celda")
    styles.append(other)
    made = from_template(package.written(), document())
    again = regenerated(made.data, pei_dsl.report(pei_dsl.load_text(more), 2024))
    root = Package.read(again.data).tree(DOCUMENT)

    assert again.updated
    for table in root.iter(qualified("w:tbl")):
        columns = [each.get(qualified("w:w")) for each in table.iter(qualified("w:gridCol"))]
        for row in table.iter(qualified("w:tr")):
            assert [each.get(qualified("w:w")) for each in row.iter(qualified("w:tcW"))] == columns
    used = {each.get(qualified("w:val")) for each in root.iter(qualified("w:pStyle"))}
    assert "Celda" in used
    assert "PEICelda" not in used


def test_tables_are_as_wide_as_the_pages_of_the_file() -> None:
    made = from_template(template(block_names.WHOLE), document())
    root = Package.read(made.data).tree(DOCUMENT)
    first = next(root.iter(qualified("w:tbl")))
    width = sum(int(each.get(qualified("w:w"), "0")) for each in first.iter(qualified("w:gridCol")))
    pages = root[0][-1]
    size, margins = pages.find(qualified("w:pgSz")), pages.find(qualified("w:pgMar"))
    assert size is not None
    assert margins is not None
    page = int(size.get(qualified("w:w"), "0"))
    beside = sum(int(margins.get(qualified(f"w:{each}"), "0")) for each in ("left", "right"))

    assert abs(width - (page - beside)) < 20


def test_pages_on_their_side_have_the_headers_of_the_file_and_begin_no_new_first_page() -> None:
    made = from_template(template(block_names.WHOLE), document())
    root = Package.read(made.data).tree(DOCUMENT)
    pages = list(root.iter(qualified("w:sectPr")))
    first = qualified("w:titlePg")

    def size(each: Element) -> Element:
        found = each.find(qualified("w:pgSz"))
        assert found is not None
        return found

    assert [size(each).get(qualified("w:orient")) for each in pages] == [None, "landscape", None]
    assert [each.find(first) is not None for each in pages] == [True, False, False]
    assert all(each.find(qualified("w:headerReference")) is not None for each in pages)


def test_fields_for_figures_in_the_template_show_them() -> None:
    file = docx.Document(io.BytesIO(template(block_names.WHOLE)))
    for name in ("documento.titulo", "alcance.OEI.01", "nada"):
        simple = node("w:fldSimple", node("w:r", node("w:t", text="?")), w_instr=f'DOCPROPERTY "pei.{name}"')
        put(file.paragraphs[0]._p, simple)
    buffer = io.BytesIO()
    file.save(buffer)
    made = from_template(buffer.getvalue(), document())

    assert texts(made.data)[0] == "Carátula de la entidadInforme de Evaluación Institucional 202485.71¿?"
    assert texts(regenerated(made.data, document(65)).data)[0].endswith("202492.86¿?")


def test_words_beside_a_bookmark_and_pages_that_end_there_stay() -> None:
    file = docx.Document(io.BytesIO(template("pei_bloque_recuento")))
    place = file.paragraphs[1]
    place.add_run("Resultados del año")
    buffer = io.BytesIO()
    file.save(buffer)
    said = texts(from_template(buffer.getvalue(), document()).data)

    assert said[1] == "Resultados del año"
    assert said[2].startswith("Figura")


def test_an_index_goes_where_it_is_wanted() -> None:
    said = texts(from_template(template(block_names.CONTENTS, block_names.WHOLE), document()).data)

    assert said[1] == "Índice"
    assert "Resumen ejecutivo" in said[2]


def test_every_part_has_a_name_of_its_own_that_word_takes() -> None:
    names = [each.name for each in block_names.names(document())]

    assert len(names) == len(set(names))
    assert all(len(each) <= 40 and element_marks.read(each) is None for each in names)
    for each in document().blocks():
        if isinstance(each, Table):
            assert block_names.of_block(each) in names


def test_a_template_without_a_place_is_told() -> None:
    with pytest.raises(NoPlaceError):
        from_template(template(), document())


def test_bookmarks_that_do_not_do_are_told() -> None:
    with pytest.raises(WrongPlaceError) as caught:
        from_template(template("pei_bloque_nada", within="pei_bloque_oei"), document())

    assert caught.value.unknown == ("pei_bloque_nada",)
    assert caught.value.within == ("pei_bloque_oei",)


@pytest.mark.parametrize(("kind", "why"), [("template", None), ("macroEnabled", Unreadable.MACROS)])
def test_a_template_of_word_becomes_a_document_and_one_with_macros_is_refused(
    kind: str, why: Unreadable | None
) -> None:
    package = Package.read(template(block_names.WHOLE))
    for each in package.changing(TYPES):
        if each.get("PartName") == f"/{DOCUMENT}":
            each.set("ContentType", each.get("ContentType", "").replace("document.main", f"{kind}.main"))
    if why is None:
        made = from_template(package.written(), document())
        assert b"template.main" not in Package.read(made.data).parts[TYPES]
    else:
        with pytest.raises(NotWordError) as caught:
            from_template(package.written(), document())
        assert caught.value.why is why


def test_a_file_without_styles_and_lists_gets_ours() -> None:
    package = Package.read(template(block_names.WHOLE))
    for kind in ("styles", "numbering", "stylesWithEffects"):
        package.drop(DOCUMENT, f"word/{kind}.xml")
    made = from_template(package.written(), document())

    assert "word/styles.xml" in Package.read(made.data).parts
    assert judged(made.data) == []
