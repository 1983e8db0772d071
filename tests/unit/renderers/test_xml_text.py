"""Parts of a Word file are read and written so that lxml finds in them what it found before."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from pei_dsl.renderers.word.xml import NAMES, composed, node, serialized
from pei_dsl.renderers.word.xml_text import DEEPEST, BrokenXmlError, parsed, written
from pei_dsl.renderers.word.xml_tree import Element

HERE = Path(__file__).resolve().parents[3] / "pei_dsl" / "renderers" / "word"
ADDRESSES = ("urn:uno", "urn:dos", "urn:tres")
SIGNS = "ab ñ☃<>&\"'\n\t\r😀]]>"


def told(data: bytes) -> list[object]:
    """Return what lxml reads in XML, with the prefixes that hold at each place."""
    return [
        (str(each.tag), dict(each.attrib), each.text or "", each.tail or "", dict(each.nsmap))
        for each in etree.fromstring(data).iter()
    ]


def word(draw: random.Random) -> str:
    return "".join(draw.choice(SIGNS) for _ in range(draw.randrange(5)))


def built(draw: random.Random, depth: int) -> Element:
    """Return a tree with names of several addresses and of none, prefixes declared anywhere, texts and remarks."""

    def name() -> str:
        address = draw.choice(("", *ADDRESSES))
        return f"{{{address}}}{draw.choice('pqr')}" if address else draw.choice("pqr")

    made = Element(name(), {name(): word(draw) for _ in range(draw.randrange(3))})
    if draw.random() < 0.4 and made.tag.startswith("{"):
        prefixes = draw.sample(["", "x", "y", "ns0"], 2)
        made.prefixes = dict(zip(prefixes, draw.sample(ADDRESSES, 2), strict=True))
    made.text = word(draw)
    for _ in range(draw.randrange(4) if depth else 0):
        child = built(draw, depth - 1) if draw.random() < 0.9 else Element("!")
        child.text = child.text if child.tag != "!" else "dicho"
        child.tail = word(draw)
        made.append(child)
    return made


def contents(element: Element) -> object:
    """Return all that an element says, whatever its prefixes are."""
    return element.tag, element.attrib, element.text or "", [(contents(e), e.tail or "") for e in element]


@pytest.mark.parametrize("seed", range(200))
def test_what_is_written_is_read_again(seed: int) -> None:
    """By ours and by lxml, which reads the same names, values and texts."""
    made = built(random.Random(seed), 4)
    usual = {"urn:uno": "u", "urn:dos": ""}

    data = written(made, usual)

    assert contents(parsed(data)) == contents(made)
    assert serialized(parsed(data)) == data
    theirs = etree.fromstring(data)
    ours = [each for each in made.iter() if each.tag != "!"]
    assert [(each.tag, dict(each.attrib)) for each in theirs.iter(etree.Element)] == [
        (each.tag, each.attrib) for each in ours
    ]
    assert "".join(theirs.itertext(etree.Element)) == "".join(made.itertext())


def of_python_docx() -> dict[str, bytes]:
    """Return the parts of a file that another program wrote, with prefixes and remarks of all kinds."""
    buffer = io.BytesIO()
    file = docx.Document()
    file.add_table(2, 2).style = "Table Grid"
    file.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}


PARTS = {**of_python_docx(), **{each.name: each.read_bytes() for each in sorted(HERE.glob("*.xml"))}}


@pytest.mark.parametrize("name", sorted(PARTS))
def test_a_part_of_a_file_stays_as_it_was(name: str) -> None:
    """Its prefixes too, which values name: `mc:Ignorable`."""
    assert told(serialized(parsed(PARTS[name]))) == told(PARTS[name])


def test_prefixes_remarks_and_instructions_stay() -> None:
    data = (
        b'<w:a xmlns:w="urn:w" xmlns:mc="urn:mc" xmlns:w14="urn:w14" mc:Ignorable="w14"><!-- dicho -->'
        b'<?programa hace="esto"?><b xmlns="urn:b"><c xmlns="" xml:space="preserve"> x </c></b></w:a>'
    )
    assert serialized(parsed(data)).partition(b"\n")[2] == data


def test_utf_16_is_read() -> None:
    assert parsed('<?xml version="1.0" encoding="UTF-16"?><a>ñ</a>'.encode("utf-16")).text == "ñ"


BOMB = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"<a/><b/>",
        b"<p:a/>",
        b"<a b='1' b='2'/>",
        b"<a>\x00</a>",
        b"<a>\xff</a>",
        b"<a>&b;</a>",
        b'<?xml version="1.0" encoding="nada"?><a/>',
        BOMB,
        OUTSIDE,
        b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1),
    ],
)
def test_what_is_no_xml_of_a_part_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenXmlError, match=r"\w"):
        parsed(data)


def test_elements_stand_in_each_other_as_deep_as_is_said() -> None:
    data = b"<a>" * DEEPEST + b"</a>" * DEEPEST
    assert sum(1 for _ in parsed(data).iter()) == DEEPEST


def test_no_text_is_written_that_no_reader_takes() -> None:
    made = Element("a")
    for sign in ("\x00", "\x1b", "\ud800", "\uffff"):
        made.text = sign
        with pytest.raises(ValueError, match="XML cannot hold"):
            written(made, {})


def test_what_is_composed_declares_each_prefix_once_at_its_root() -> None:
    data = composed(node("w:p", node("w:r", w_val="1"), node("a:b", node("a:c", r_id="2"))))
    for prefix in ("w", "a", "r"):
        assert data.count(f'xmlns:{prefix}="{NAMES[prefix]}"'.encode()) == 1
    assert data.count(b"xmlns") == 3
    assert b"<Relationships xmlns=" in composed(node("rel:Relationships", node("rel:Relationship", Id="1")))
