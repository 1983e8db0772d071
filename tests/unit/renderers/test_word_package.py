"""Word files as parts: what other programs wrote stays as it is, what is broken is told."""

from __future__ import annotations

import io
import zipfile

import pytest

import pei_dsl
from pei_dsl.renderers.word.chart_parts import update_chart
from pei_dsl.renderers.word.new_file import new_file
from pei_dsl.renderers.word.package import DOCUMENT, TYPES, NotWordError, Package, Unreadable, relations_of
from pei_dsl.renderers.word.pending import pending
from pei_dsl.renderers.word.properties import CUSTOM
from pei_dsl.renderers.word.regeneration import regenerated
from pei_dsl.renderers.word.xml import qualified
from pei_dsl.views.document import Counts, Document
from tests.word_files import judged

PLAN = """plan "Plan"
  siglas: UE
  periodo: 2022 a 2025
objetivo OEI.01 "Mejorar"
indicador IND.01.OEI.01 "Número de visitas"
  unidad: número de visitas
  sentido: ascendente
  logros: 2023: 50; 2024: 70
  valores: 2023: 40; 2024: 60
"""
DECLARED = (
    b'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    b'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    b'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
)
CHOICE = (
    b'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:t>uno</w:t></mc:Choice>'
    b"<mc:Fallback><w:t>otro</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


def document(value: int = 60) -> Document:
    return pei_dsl.report(pei_dsl.load_text(PLAN.replace("2024: 60", f"2024: {value}")), 2024)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


WRITTEN = parts_of(new_file(document()))


def as_word_writes(name: str, root: bytes) -> bytes:
    """Return a part as Word saves it: prefixes declared that no element has, named in `mc:Ignorable`."""
    changed = WRITTEN[name].replace(root, root + b" " + DECLARED + b'mc:Ignorable="w14 w15"', 1)
    return changed.replace(b"<w:body>", b"<w:body>" + CHOICE, 1)


@pytest.mark.parametrize(
    ("name", "root"),
    [
        (DOCUMENT, b"<w:document"),
        ("word/header1.xml", b"<w:hdr"),
        (TYPES, b"<Types"),
        (relations_of(DOCUMENT), b"<Relationships"),
        (CUSTOM, b"<Properties"),
        ("word/charts/chart1.xml", b"<c:chartSpace"),
    ],
)
def test_prefixes_that_values_name_stay_declared(name: str, root: bytes) -> None:
    assert root in WRITTEN[name]
    data = packed({**WRITTEN, name: as_word_writes(name, root)})
    made = parts_of(regenerated(data, document(65)).data)[name]

    for declared in DECLARED.split():
        assert declared in made
    assert b'mc:Ignorable="w14 w15"' in made
    assert (b'Requires="wps"' in made) == (name == DOCUMENT)


@pytest.mark.parametrize("name", sorted(name for name in WRITTEN if name.endswith((".xml", ".rels"))))
@pytest.mark.parametrize("broken", [b"", b"<w:p>", b"\x00\xff", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;"])
def test_a_part_that_is_no_xml_is_told_or_stays(name: str, broken: bytes) -> None:
    data = packed({**WRITTEN, name: broken})
    try:
        made, told = parts_of(regenerated(data, document(65)).data), None
    except NotWordError as error:
        made, told = {}, (error.why, error.part)

    # It stays where nobody had to read it.
    assert told == (Unreadable.BROKEN, name) or made[name] == broken


@pytest.mark.parametrize("name", [DOCUMENT, TYPES, "_rels/.rels", CUSTOM, "word/header1.xml"])
def test_a_part_that_must_be_read_is_told(name: str) -> None:
    with pytest.raises(NotWordError) as caught:
        regenerated(packed({**WRITTEN, name: b"<a>"}), document(65))

    assert caught.value.part == name


def test_styles_that_are_no_xml_are_told_where_placeholders_are_listed() -> None:
    with pytest.raises(NotWordError):
        pending(packed({**WRITTEN, "word/styles.xml": b"<a>"}))


@pytest.mark.parametrize(
    ("root", "why"),
    [
        (b"<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'/>", Unreadable.STRICT),
        (
            b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>",
            Unreadable.NO_WORD,
        ),
        (b"<html/>", Unreadable.NO_WORD),
    ],
)
def test_a_main_part_of_another_kind_is_told(root: bytes, why: Unreadable) -> None:
    with pytest.raises(NotWordError) as caught:
        Package.read(packed({**WRITTEN, DOCUMENT: root}))

    assert caught.value.why is why


def test_damaged_bytes_never_raise_anything_else() -> None:
    data = new_file(document())
    for place in range(30, len(data), len(data) // 60):
        damaged = data[:place] + bytes([data[place] ^ 0x5A]) + data[place + 1 :]
        for each in (damaged, data[:place]):
            try:
                regenerated(each, document(65))
            except NotWordError:
                continue


def test_an_encrypted_entry_is_protected() -> None:
    data = bytearray(new_file(document()))
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1  # the flag of the last entry

    with pytest.raises(NotWordError) as caught:
        Package.read(bytes(data))
    assert caught.value.why is Unreadable.PROTECTED


def test_the_main_part_may_be_called_as_word_on_the_web_calls_it() -> None:
    other = "word/document2.xml"
    parts = {
        (other if name == DOCUMENT else relations_of(other) if name == relations_of(DOCUMENT) else name): data
        for name, data in WRITTEN.items()
    }
    for name in (TYPES, "_rels/.rels"):
        parts[name] = parts[name].replace(DOCUMENT.encode(), other.encode())
    made = regenerated(packed(parts), document(65))

    assert made.updated
    assert judged(made.data) == []


def test_numbers_of_other_programs_that_are_none_do_no_harm() -> None:
    parts = {**WRITTEN}
    parts[DOCUMENT] = parts[DOCUMENT].replace(b'w:id="3"', b'w:id="tres"')
    parts["word/charts/chart1.xml"] = parts["word/charts/chart1.xml"].replace(
        b'<c:order val="0"/>', b'<c:order val="x"/>'
    )

    assert regenerated(packed(parts), document(65)).updated


def test_a_chart_whose_relation_points_nowhere_is_put_in_anew() -> None:
    package = Package.read(packed(WRITTEN))
    paragraph = next(
        each
        for each in package.changing(DOCUMENT).iter(qualified("w:p"))
        if any(each.iter(qualified("c:chart")))
    )
    next(paragraph.iter(qualified("c:chart"))).set(qualified("r:id"), "rId999")
    [chart, *_] = [each for each in document().blocks() if isinstance(each, Counts)]

    assert not update_chart(package, paragraph, chart)
    assert judged(package.written()) == []


def test_an_index_is_asked_for_anew_where_something_changed() -> None:
    package = Package.read(packed(WRITTEN))
    root = package.changing(DOCUMENT)
    begins = [each for each in root.iter(qualified("w:fldChar")) if each.get(qualified("w:dirty"))]
    for each in begins:
        del each.attrib[qualified("w:dirty")]  # as Word does once it made them

    def asked(data: bytes) -> int:
        signs = Package.read(data).tree(DOCUMENT).iter(qualified("w:fldChar"))
        return sum(1 for each in signs if each.get(qualified("w:dirty")))

    data = package.written()
    assert len(begins) == 3
    assert asked(regenerated(data, document()).data) == 0
    assert asked(regenerated(data, document(65)).data) == 3
