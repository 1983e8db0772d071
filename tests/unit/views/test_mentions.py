"""Mentions are called as the tables and charts that they name, in every format."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import pei_dsl
from pei_dsl.renderers.registry import render
from pei_dsl.renderers.style import Style
from pei_dsl.views.document import (
    Column,
    Cover,
    Document,
    Listing,
    Mention,
    Paragraph,
    Section,
    Sentence,
    Table,
    plain,
)
from pei_dsl.views.document_names import document_names
from pei_dsl.views.mentions import UNKNOWN, numbered
from tests import documents

TABLE = Table("t", "Una tabla", (Column("a"),), ())


def document(*blocks: Paragraph | Listing | Table) -> Document:
    inner = Section("s", "", "Dentro", blocks)
    return numbered(
        Document(
            "es", "", Cover("", "a", ""), (Section("r", "", "a", sections=(inner,)),), document_names("es")
        )
    )


def sentences(made: Document) -> Iterator[Sentence]:
    for block in made.blocks():
        if isinstance(block, Paragraph):
            yield block.sentence
        elif isinstance(block, Listing):
            yield from block.items


def test_a_mention_is_called_as_what_it_names() -> None:
    made = document(Paragraph("p", ("Véase la ", Mention("t"), ".")), Listing("l", ((Mention("x"),),)), TABLE)

    assert [plain(each) for each in sentences(made)] == ["Véase la Tabla 1.", UNKNOWN]


def test_a_page_leads_from_a_mention_to_what_it_names() -> None:
    made = document(Paragraph("p", (Mention("t"), Mention("x"))), TABLE)
    page = "".join(render("document", "html", made, Style("es")))

    assert '<a href="#t.t">Tabla 1</a>' in page
    assert 'id="t.t"' in page
    assert "#t.x" not in page


@pytest.mark.parametrize("period", ["2024", "2023"])
def test_every_mention_of_a_report_names_something(period: str) -> None:
    made = pei_dsl.report(pei_dsl.load(documents.ROOT / "specs" / "inpe-2019-2027"), period)
    known = made.numbers()
    mentions = [run for each in sentences(made) for run in each if isinstance(run, Mention)]

    assert len(mentions) >= 3
    assert all(known[each.id] == each.text for each in mentions)
