"""What people write in a report comes into text and back: whatever the words, in Word and in Markdown."""

from __future__ import annotations

import functools

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.renderers.word.figure_fields import run
from pei_dsl.renderers.word.gathering import Gathered, gathered
from pei_dsl.renderers.word.new_file import new_file
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.regeneration import regenerated
from pei_dsl.renderers.word.xml import node, qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.reports.text_changes import text_changes
from pei_dsl.views.document import Document, Figure, Listing, Mention, Paragraph, Role, Run, Sentence
from pei_dsl.views.written_texts import Kept, Own, Piece, Text, digits, pieces_of, read, with_texts, written
from tests.example_counts import examples

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


@functools.cache
def document(value: int = 60) -> Document:
    return pei_dsl.report(pei_dsl.load_text(PLAN.replace("2024: 60", f"2024: {value}")), 2024)


def joined(runs: list[Run]) -> Sentence:
    made: list[Run] = []
    for each in runs:
        if isinstance(each, str) and made and isinstance(made[-1], str):
            made[-1] += each
        else:
            made.append(each)
    return tuple(made)


def is_plain(text: str) -> bool:
    return " ".join(text.split(" ")) == text == text.strip() and "  " not in text and bool(text)


WORDS = st.text(st.sampled_from("aé1 .-#<>!*{}\\\n`[]()&%"), min_size=1, max_size=12).filter(is_plain)
RUNS = st.lists(
    st.one_of(WORDS, st.just(Figure("alcance.OEI.01", "")), st.just(Mention("oei"))), min_size=1, max_size=4
)
SENTENCES = RUNS.map(joined)
PIECES = st.lists(
    st.one_of(
        st.builds(Own, SENTENCES, st.booleans()), st.sampled_from([Kept("recuento"), Kept("resumen.alcance")])
    ),
    max_size=5,
    unique=True,
)


def bare(pieces: tuple[Piece, ...]) -> list[Piece]:
    """Return pieces without what figures and mentions show at present."""

    def of(each: Run) -> Run:
        return (
            Figure(each.name, "")
            if isinstance(each, Figure)
            else Mention(each.id)
            if isinstance(each, Mention)
            else each
        )

    return [
        Own(tuple(map(of, each.sentence)), each.is_item) if isinstance(each, Own) else each for each in pieces
    ]


@given(PIECES)
def test_a_text_is_read_as_it_was_written(pieces: list[Piece]) -> None:
    found = read(written(tuple(pieces), "1. Título"))

    assert bare(found.pieces) == pieces
    assert found.gathered == found.digits == digits(tuple(pieces))


@given(st.text(st.sampled_from("a -#<!>\n\\{}é"), max_size=40))
def test_whatever_somebody_writes_has_a_reading_that_stays(text: str) -> None:
    once = read(text).pieces

    assert bare(read(written(once, "T")).pieces) == bare(once)


@settings(max_examples=examples(25), deadline=None)
@given(PIECES)
def test_a_new_word_file_carries_the_texts_and_gives_them_back(pieces: list[Piece]) -> None:
    text = Text(tuple(pieces))
    made = with_texts(document(), {"resumen": text})
    data = new_file(made)
    [section] = [each for _, each in made.walk() if each.id == "resumen"]
    found = gathered(data, document())

    if any(isinstance(each, Own) for each in pieces):
        assert bare(found.sections["resumen"]) == bare(pieces_of(section))
        assert not any(attrs.astuple(text_changes(found, {"resumen": Text(pieces_of(section))})))
    else:
        assert not any(isinstance(each, Own) for each in found.sections["resumen"])
    assert all(not each for name, each in found.sections.items() if name != "resumen")


def test_tables_and_charts_that_a_text_does_not_name_stay_where_they_were() -> None:
    own = Own(("Lo que escribí.",))
    made = with_texts(document(), {"2.1": Text((own,)), "nada": Text((own,))})
    [section] = [each for _, each in made.walk() if each.id == "2.1"]

    assert [each.id for each in section.blocks] == ["criterios", "semaforo.objetivos", "texto.2.1.1"]
    assert [
        each.id for each in section.blocks if isinstance(each, Paragraph) and each.role is Role.WANTED
    ] == []


def test_figures_show_what_they_are_now_and_unknown_ones_are_seen() -> None:
    text = read("Llegó a {alcance.OEI.01} %, {nada}; véase {ver oei}.")
    made = with_texts(document(), {"resumen": text})
    [written_] = [each for each in made.blocks() if isinstance(each, Paragraph) and each.role is Role.WRITTEN]

    assert "".join(each if isinstance(each, str) else each.text for each in written_.sentence) == (
        "Llegó a 85.71 %, ¿?; véase Tabla 1."
    )


# ---- From what people do in Word ---------------------------------------------------------------------------


def body_after(data: bytes, heading: str) -> tuple[Package, Element]:
    package = Package.read(data)
    root = package.changing(DOCUMENT)
    found = next(
        each
        for each in root[0].iterchildren(qualified("w:p"))
        if heading in "".join(text.text or "" for text in each.iter(qualified("w:t")))
        and any(each.iter(qualified("w:bookmarkStart")))
    )
    return package, found


def test_what_people_write_move_and_replace_is_gathered() -> None:
    package, heading = body_after(new_file(document()), "4. Conclusiones")
    item = node("w:pPr", node("w:numPr", node("w:ilvl", w_val=0), node("w:numId", w_val=1)))
    heading.addnext(node("w:p", item, run("Un punto")))
    heading.addnext(node("w:p", run("Primera línea\nsegunda {línea}")))
    heading.addnext(node("w:p", run("   ")))
    table = node(
        "w:tbl", node("w:tblPr"), node("w:tblGrid"), node("w:tr", node("w:tc", node("w:p", run("x"))))
    )
    heading.addnext(table)
    table.addnext(node("w:p"))
    found = gathered(package.written(), document())

    assert found.left == 1
    assert found.sections["4"][:2] == (
        Own(("Primera línea\nsegunda {línea}",)),
        Own(("Un punto",), is_item=True),
    )
    assert [each.id for each in found.sections["4"][2:] if isinstance(each, Kept)] == [
        "conclusion.OEI.01",
        "conclusion.texto",
    ]
    assert [name for name, each in found.sections.items() if each] == ["4"]


def test_a_placeholder_that_somebody_replaced_is_theirs() -> None:
    package = Package.read(new_file(document()))
    for each in package.changing(DOCUMENT).iter(qualified("w:t")):
        if (each.text or "").startswith("[Comente"):
            each.text = "Mejor que antes."
    found = gathered(package.written(), document())

    assert found.sections["2.1"][-1] == Own(("Mejor que antes.",))


def test_a_suggestion_whose_figures_moved_on_is_still_ours() -> None:
    data = regenerated(new_file(document()), document(65)).data

    assert not any(gathered(data, document(65)).sections.values())


# ---- Which of both is newer --------------------------------------------------------------------------------

OLD, NEW, OTHER = ((Own((word,)),) for word in ("viejo", "nuevo", "otro"))


def text(pieces: tuple[Piece, ...], taken: tuple[Piece, ...] = ()) -> Text:
    return Text(pieces, digits(taken))


@pytest.mark.parametrize(
    ("in_word", "carried", "beside", "outcome"),
    [
        (NEW, (), None, "to_write"),
        ((), (), None, ""),
        (NEW, (), text(NEW), ""),
        (NEW, (), text(OLD, OLD), "to_write"),
        (NEW, OLD, text(OLD), "to_write"),
        (OLD, OLD, text(NEW, OLD), "newer_beside"),
        (OLD, (), text(NEW, OLD), "newer_beside"),
        (OLD, OLD, text(NEW, NEW), "newer_beside"),
        (NEW, OLD, text(OTHER, OLD), "both"),
        (NEW, (), text(OTHER), "both"),
        ((), (), text(NEW), "newer_beside"),
        ((), OLD, text(OLD, OLD), "to_write"),
    ],
)
def test_which_of_both_is_newer(
    in_word: tuple[Piece, ...], carried: tuple[Piece, ...], beside: Text | None, outcome: str
) -> None:
    given = {"s": digits(carried)} if carried else {}
    made = text_changes(Gathered({"s": in_word}, given, 0), {"s": beside} if beside is not None else {})
    told = {"to_write": bool(made.to_write), "newer_beside": bool(made.newer_beside), "both": bool(made.both)}

    assert [name for name, is_so in told.items() if is_so] == ([outcome] if outcome else [])


def test_lists_of_people_are_lists() -> None:
    made = with_texts(document(), {"resumen": read("- uno\n- dos\n\ntres")})
    lists = [each for each in made.blocks() if isinstance(each, Listing) and each.role is Role.WRITTEN]

    assert [each.items for each in lists] == [(("uno",), ("dos",))]
