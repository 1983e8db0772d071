"""Documents: numbers of tables and charts, figures by their name, sections in their order."""

from __future__ import annotations

from pei_dsl.views.document import (
    Column,
    Cover,
    Document,
    Evolution,
    Figure,
    Listing,
    Paragraph,
    Section,
    Table,
    plain,
)

NAMES = (("table", "Tabla"), ("figure", "Figura"))


def table(name: str, *, is_numbered: bool = True) -> Table:
    return Table(name, name, (Column("a"),), (), is_numbered=is_numbered)


def document(*sections: Section) -> Document:
    return Document("es", "", Cover("", "", ""), sections, NAMES)


def test_tables_and_charts_are_counted_each_for_itself_and_forms_not_at_all() -> None:
    chart = Evolution("c", "c", (), "", "", "", "", "")
    inner = Section("1.1", "1.1", "b", (table("t1"), table("form", is_numbered=False), chart))
    made = document(Section("1", "1", "a", (table("t0"),), (inner,)), Section("2", "2", "c", (table("t2"),)))

    assert made.numbers() == {"t0": "Tabla 1", "t1": "Tabla 2", "c": "Figura 1", "t2": "Tabla 3"}
    assert [(depth, each.heading) for depth, each in made.walk()] == [(1, "1. a"), (2, "1.1. b"), (1, "2. c")]


def test_figures_are_found_in_paragraphs_and_lists() -> None:
    first, second = Figure("x", "1"), Figure("y", "2")
    made = document(
        Section("1", "", "a", (Paragraph("p", ("a ", first, " b")), Listing("l", (("c",), (second,)))))
    )

    assert made.figures() == {"x": "1", "y": "2"}
    assert plain(("a ", first, " b")) == "a 1 b"
