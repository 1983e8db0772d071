"""Reading and writing: what every text and every tree obeys."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import attrs
import lark
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lark.exceptions import UnexpectedInput
from lark.utils import TextSlice

from pei_dsl.source import Source, Span
from pei_dsl.syntax import grammar, tree
from pei_dsl.syntax.blocks import blocks
from pei_dsl.syntax.builder import field_callback
from pei_dsl.syntax.parse import parse
from pei_dsl.syntax.parts import Kind, parts
from pei_dsl.syntax.write import write
from tests import strategies
from tests.builders import read


@given(strategies.files)
def test_what_is_written_is_read_back(file: tree.File) -> None:
    """The text of a tree gives that tree, without a finding, and is the text of that tree again."""
    text = write(file)
    parsed = read(text)

    assert parsed.file == file
    assert write(parsed.file) == text


@pytest.mark.parametrize("text", strategies.SPECS, ids=range(len(strategies.SPECS)))
def test_real_plans_survive_being_written(text: str) -> None:
    """The canonical form of a plan says what the plan says."""
    parsed = read(text)

    assert read(write(parsed.file)).file == parsed.file


@given(strategies.hostile_texts)
@example("\ufeff")
@example("\r")
@example("## a\x0c## b\nplan")
def test_every_text_gets_a_tree_whose_parts_are_the_text(text: str) -> None:
    """Nothing raises, findings lie inside the text, and no character of it is lost."""
    source = Source.of("cualquiera.pei", text)
    parsed = parse(source)
    found = parts(parsed.file)

    for finding in parsed.diagnostics:
        assert 0 <= finding.primary.span.start <= finding.primary.span.end <= len(source.text)
    assert "".join(part.text for part in found) == source.text
    assert all(part.text == source[part.span] for part in found)
    assert [part.span.start for part in found[1:]] == [part.span.end for part in found[:-1]]


@given(strategies.hostile_texts)
@example('\ufeffplan "e\u0301"\r\n  # a\r  siglas: n\u0303\r\n')
def test_the_parts_are_the_text_as_it_came(text: str) -> None:
    """Through the offset map the parts give back byte order mark, CRLF and decomposed letters."""
    source = Source.of("cualquiera.pei", text)
    spans = [part.span for part in parts(parse(source).file)]
    mark = text[: source.to_original(0)]

    pieces = [text[source.to_original(start) : source.to_original(end)] for start, end in spans]
    assert mark + "".join(pieces) == text
    assert mark in {"", "\ufeff"}


def nodes(node: object, around: Span) -> Iterator[tuple[object, Span, Span]]:
    """Yield every part of a tree that has a place, with that place and the one around it."""
    kind = type(node)
    inner = getattr(node, "span", around)
    if attrs.has(kind) and hasattr(node, "span"):
        yield node, inner, around
    for field in attrs.fields(kind) if attrs.has(kind) else ():
        value = getattr(node, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            if attrs.has(type(each)) and not isinstance(each, Source):
                yield from nodes(each, inner)


@given(strategies.hostile_texts)
@example("plan\n  raro: x\n  raro:\n  siglas:\n")
def test_places_nest(text: str) -> None:
    """A part stands inside what it is part of, and everything inside the text."""
    source = Source.of("cualquiera.pei", text)

    for node, inner, outer in nodes(parse(source).file, Span(0, len(source.text))):
        assert outer.start <= inner.start <= inner.end <= outer.end, node


@given(strategies.files)
def test_places_hold_what_they_are_places_of(file: tree.File) -> None:
    """The text at the place of a name is that name; at the place of a text, that text in its quotes."""
    source = Source.of("escrito.pei", write(file))

    for node, span, _ in nodes(parse(source).file, Span(0, len(source.text))):
        if isinstance(node, tree.Name) and node.column is None:
            assert source[span].strip("[]").strip() == node.name
        if isinstance(node, tree.Text):
            assert source[span] == node.value or source[span][1:-1] == node.value
        if isinstance(node, tree.Period):
            assert source[span] == node.written


COMMENTS = st.lists(
    st.sampled_from(["", " # nota", "# nota", " ## otra", '  # "x', "\n  # sola", "\n\n"]), max_size=60
)


def commented(text: str, comments: list[str]) -> str:
    """Return `text` with something at the end of its first lines."""
    lines = text.split("\n")
    return "\n".join(line + (comments[i] if i < len(comments) else "") for i, line in enumerate(lines))


@given(st.one_of(st.builds(commented, strategies.files.map(write), COMMENTS), strategies.mutated_specs()))
@example('plan "a # b" # c\n  siglas: a#b # c\n  entidad: uno # d\n    dos\n')
@example("variable x = s.[a # b] # c\n  unidad: «a # b»#c\n")
def test_comments_stand_where_the_parser_skips_them(text: str) -> None:
    """In all that can be read, the comments among the parts are those that the parser leaves out."""
    source = Source.of("cualquiera.pei", text)
    found = parts(parse(source).file)
    for block in blocks(source):
        skipped = skipped_comments(source, Span(block.header, block.span.end))
        if skipped is None:
            continue
        unread = [part.span for part in found if part.kind is Kind.UNREAD]
        expected = {span for span in skipped if not any(u.start <= span.start < u.end for u in unread)}
        here = {
            part.span
            for part in found
            if part.kind in {Kind.COMMENT, Kind.DOCUMENTATION}
            and block.header <= part.span.start < block.span.end
        }
        assert here == expected


@functools.cache
def listening_parser() -> tuple[lark.Lark, list[Span]]:
    """Return the grammar's parser, and the list that it adds the place of every skipped comment to."""
    skipped: list[Span] = []

    def note(token: lark.Token) -> lark.Token:
        skipped.append(Span(token.start_pos or 0, token.end_pos or 0))
        return token

    callbacks = {"FIELD": field_callback, "COMMENT": note}
    text = grammar.path().read_text("utf-8")
    return lark.Lark(text, parser="lalr", start="declaration", lexer_callbacks=callbacks), skipped


def skipped_comments(source: Source, span: Span) -> list[Span] | None:
    """Return the comments that the parser skips in a declaration, or None when it cannot read it."""
    engine, skipped = listening_parser()
    skipped.clear()
    try:
        engine.parse(TextSlice(source.text, *span))
    except UnexpectedInput:
        return None
    return skipped


BROKEN = [
    'indicadro IND.01.OEI.01 "T"\n  unidad: número\n',
    'indicador IND.01.OEI.01 "T\n  unidad: número\n',
    'indicador IND.01.OEI.01 "T"\n  fórmula: (a + b\n  unidad: número\n',
    "variable x = a + * b\n",
    "variable x = 48,3\n",
    "función f(a, b) = a\n",
    'fuente s "T"\n  columna 5: número\n',
    'prueba "T"\n  año: dos mil\n',
    'objetivo OEI.01 "T"\n  clase "I"\n  prioridad: 1\n',
    "variable x = a && b\n",
    "variable x = 2 ^ 2 ^ 2\n",
    "serie s\n  2024: 1,2345\n",
]
alone = strategies.declarations().map(lambda made: write(tree.File((made,), source=strategies.NOTHING)))


@pytest.mark.parametrize("text", BROKEN)
def test_a_slip_is_one_finding(text: str) -> None:
    """The broken declarations below have one mistake each."""
    assert len(read(text).diagnostics) == 1


@given(st.lists(st.tuples(st.booleans(), alone, st.sampled_from(BROKEN)), max_size=6))
def test_a_broken_declaration_costs_itself_and_one_finding(drawn: list[tuple[bool, str, str]]) -> None:
    """Of m declarations, n of them broken, come n findings, and all others read as if they stood alone."""
    texts = [broken if is_broken else good for is_broken, good, broken in drawn]
    parsed = read("\n".join(texts))
    by_itself = [read(text).file.declarations[0] for text in texts]

    assert len(parsed.diagnostics) == sum(is_broken for is_broken, _, _ in drawn)
    assert len(parsed.file.declarations) == len(texts)
    for made, expected, (is_broken, _, _) in zip(parsed.file.declarations, by_itself, drawn, strict=True):
        assert is_broken or made == expected


@given(alone, strategies.hostile_texts, alone)
def test_nothing_in_a_declaration_reaches_another(before: str, inside: str, after: str) -> None:
    """Whatever stands in one declaration, those before and after read as if they stood alone."""
    indented = re.sub(r"\r\n?|\n", "\n  ", inside.replace("\ufeff", ""))
    declarations = read(f"{before}\nindicador IND.01.OEI.01 {indented}\n\n{after}").file.declarations

    assert declarations[0] == read(before).file.declarations[0]
    assert declarations[-1] == read(after).file.declarations[-1]
    assert len(declarations) == 3
