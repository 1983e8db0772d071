"""What a formatter sees of a text."""

from __future__ import annotations

import pytest

from pei_dsl.source import Span
from pei_dsl.syntax.parts import Kind, Part, parts
from tests import strategies
from tests.builders import read

STRAYS = """esto no es nada
# uno
## dos
plan "P"  # tres
  # cuatro

# cinco
siglas: A
objetivo OEI.01 "T
  clase: tipo I  # seis
línea perdida
# siete
"""


def of(text: str) -> list[Part]:
    """Return the parts of `text` that are no blanks."""
    return [part for part in parts(read(text).file) if part.kind is not Kind.BLANK]


def comments(text: str) -> list[tuple[str, bool]]:
    """Return the comments of `text`, and whether each stands alone on its line."""
    return [(part.text, part.alone) for part in of(text) if part.kind in {Kind.COMMENT, Kind.DOCUMENTATION}]


def test_kinds_of_parts() -> None:
    """Keywords and signs are marks, what a person fills in has a kind of its own."""
    found = of('indicador IND.01.OEI.01 "T"\n  fórmula: suma(a.[b c]) / 2,000\n  logros: 2024-S1: ND\n')

    assert [(part.kind.value, part.text) for part in found] == [
        ("mark", "indicador"),
        ("code", "IND.01.OEI.01"),
        ("text", '"T"'),
        ("mark", "fórmula"),
        ("mark", ":"),
        ("name", "suma"),
        ("mark", "("),
        ("name", "a"),
        ("mark", "."),
        ("name", "[b c]"),
        ("mark", ")"),
        ("mark", "/"),
        ("number", "2,000"),
        ("mark", "logros"),
        ("mark", ":"),
        ("period", "2024-S1"),
        ("mark", ":"),
        ("words", "ND"),
    ]


def test_comments_know_whether_they_stand_alone() -> None:
    """After something on the same line they do not."""
    text = "# uno\nplan # dos\n  # tres\n  siglas: A # cuatro\n\n  # cinco"

    assert comments(text) == [
        ("# uno", True),
        ("# dos", False),
        ("# tres", True),
        ("# cuatro", False),
        ("# cinco", True),
    ]


def test_a_hash_in_a_text_is_no_comment() -> None:
    """Between quotes, in brackets, and in the middle of a bare word."""
    assert comments('plan "a # b"\n  siglas: a#b\n  entidad: «c # d»\nvariable x = s.[e # f]\n') == []


def test_comments_between_the_lines_of_a_bare_text() -> None:
    """The lines are texts and what stands between them a comment."""
    found = of("plan\n  entidad: uno # nota\n    dos\n")

    assert [(part.kind, part.text) for part in found[3:]] == [
        (Kind.TEXT, "uno"),
        (Kind.COMMENT, "# nota"),
        (Kind.TEXT, "dos"),
    ]


def test_documentation_is_what_the_tree_says() -> None:
    """Only the `##` lines right above a declaration."""
    text = "## suelta\n\n## de nadie\n# nota\n## del plan\nplan # a\n  ## no\n## del objetivo\nobjetivo OEI.01\n## final\n"
    found = [part.text for part in of(text) if part.kind is Kind.DOCUMENTATION]

    assert found == ["## de nadie", "## del plan", "## del objetivo"]
    assert [each.documentation for each in read(text).file.declarations] == [
        "de nadie\ndel plan",
        "del objetivo",
    ]


def test_what_cannot_be_read_is_kept() -> None:
    """A broken field is one part; what stands around it is read as ever."""
    found = of('suelto\nplan "P" # a\n  periodo: dos mil # b\n  siglas: A\nplam "Q"\n  siglas: B\n')

    assert [part.text for part in found if part.kind is Kind.UNREAD] == [
        "suelto",
        ": dos mil # b",
        'plam "Q"\n  siglas: B',
    ]
    assert [part.text for part in found if part.kind is Kind.TEXT] == ['"P"', "A"]


def test_a_broken_entry_does_not_take_its_siblings_along() -> None:
    """Of a list with one wrong line, the other lines are read."""
    found = of("serie s\n  2023: 5\n  2024: 1,23,4\n  2025: 6\n")
    numbers = [part.text for part in found if part.kind is Kind.NUMBER]

    assert {"5", "6"} <= set(numbers)


def test_an_empty_text_has_no_parts() -> None:
    """And a text of blanks one."""
    assert parts(read("").file) == ()
    assert [part.kind for part in parts(read(" \n").file)] == [Kind.BLANK]


@pytest.mark.parametrize("text", [*strategies.SPECS[:8], STRAYS])
def test_of_a_place_the_blocks_that_it_touches_are_cut_into_the_same_parts(text: str) -> None:
    """Wherever the place is, and however short."""
    file = read(text).file
    every = parts(file)
    for place in range(0, len(text), max(1, len(text) // 60)):
        some = parts(file, Span(place, place + place % 3))

        assert some == tuple(
            each for each in every if some[0].span.start <= each.span.start < some[-1].span.end
        )
        assert some[0].span.start <= place
        assert some[-1].span.end >= min(place + place % 3, len(file.source.text))
