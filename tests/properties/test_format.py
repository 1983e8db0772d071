"""Formatting: what every text obeys, however it was written."""

from __future__ import annotations

import bisect
import functools
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS
from pei_dsl.analysis.respelling import respell
from pei_dsl.source import Source
from pei_dsl.syntax import format as formatting
from pei_dsl.syntax import tree
from pei_dsl.syntax.blocks import blocks
from pei_dsl.syntax.parse import Parsed, parse
from pei_dsl.syntax.parts import Kind, parts
from pei_dsl.syntax.spelling import ENGLISH, SPANISH, Spelling
from pei_dsl.syntax.write import write
from pei_dsl.workspace.formatting import format_text
from tests import strategies
from tests.markdown_cases import read_cases

spellings = st.sampled_from([SPANISH, ENGLISH])


def read(text: str) -> Parsed:
    return parse(Source.of("cualquiera.pei", text))


def formatted(text: str, spelling: Spelling = SPANISH) -> str:
    """Return the canonical form without the last check, which would hide what these laws look for."""
    parsed = read(text)
    respelled = functools.partial(respell, english=spelling.english)
    broken = formatting._broken(parsed)
    meant = formatting._respelled(parsed.file, respelled, broken)
    return formatting._formatted(meant, parts(meant), spelling, broken)


def meaning(text: str, spelling: Spelling) -> tree.File:
    """Return the tree of `text` with its words in one language."""
    return respell(read(text).file, english=spelling.english)


def said(text: str) -> tuple[pei_dsl.Plan, list[str]]:
    """Return the plan of a text, and the codes of what is wrong with it."""
    loaded = pei_dsl.load_text(text)
    return loaded.plan, [each.code for each in loaded.diagnostics]


def comments(text: str) -> list[tuple[int, str]]:
    """Return the comments of `text` in order, those in what cannot be read included, and whose each is."""
    file = read(text).file
    starts = [block.span.start for block in blocks(file.source)]
    found: list[tuple[int, str]] = []
    for part in parts(file):
        owner = bisect.bisect(starts, part.span.start)
        if part.kind in {Kind.COMMENT, Kind.DOCUMENTATION}:
            found.append((owner, part.text.rstrip()))
        elif part.kind is Kind.UNREAD:
            found.extend((owner, each.rstrip()) for each in re.findall(r"#[^\n]*", part.text))
    return found


def real_texts(file: Path) -> list[str]:
    """Return a shipped plan, or the texts of the cases in a document, right and wrong ones."""
    if file.suffix == ".pei":
        return [file.read_text("utf-8")]
    return [fence.text for case in read_cases(file) for fence in case.fences if fence.kind == "pei"]


REAL = [
    file
    for folder, pattern in (("specs", "*.pei"), ("tests/corpus", "*.md"), ("docs", "*.md"))
    for file in sorted((strategies.ROOT / folder).rglob(pattern))
    if real_texts(file)
]


NOTES = st.sampled_from(
    ["", "", "", " # nota", "# nota", " ## otra", "\n# suelta", "\n  # sola", "\n\n", "\n\n\n"]
)
GAPS = st.lists(NOTES, max_size=40)


def spread(text: str, gaps: list[str]) -> str:
    """Return `text` with notes and blank lines behind its first lines."""
    lines = text.split("\n")
    return "\n".join(line + (gaps[i] if i < len(gaps) else "") for i, line in enumerate(lines))


# Where a formula may be broken without a word: behind these, or before them.
_BREAKS = re.compile(r"(?<=[(;+*/^]) | (?=[+*/^)])|(?<=[(;])")


def broken(text: str, breaks: list[str]) -> str:
    """Return `text` with line ends and comments inside its formulas."""
    waiting = list(breaks)

    def one(match: re.Match[str]) -> str:
        return waiting.pop() if waiting else match[0]

    lines = text.split("\n")
    return "\n".join(_BREAKS.sub(one, line) if '"' not in line and "=" in line else line for line in lines)


_BREAK = st.sampled_from([" ", "\n    ", " # en medio\n   ", "\n  # sola\n  ", "  "])
plain = st.builds(write, strategies.files)
texts = st.one_of(
    st.builds(spread, plain, GAPS),
    st.builds(broken, plain, st.lists(_BREAK, max_size=20)),
    strategies.mutated_specs(),
    strategies.hostile_texts,
)


@given(texts, spellings)
@example("variable x = f(a # uno\n  ; # dos\n  b # tres\n  ) # cuatro\n", SPANISH)
@example("función f(a; b) # nota\n", SPANISH)
@example("\ufeff\ufeff", SPANISH)
@example("serie s\n  2022: no programado\n plan 2023: 5", SPANISH)
@example("  ## sangrada\nplan\n", SPANISH)
@example("  suelto # a\n## b\nplan\n", SPANISH)
@example("acción\n  estratégica\n", SPANISH)
@example("plan\n  siglas: a # b\n    c\n\n\n\n    # d\n# e\n  # f\n", SPANISH)
def test_meaning_never_changes(text: str, spelling: Spelling) -> None:
    assert meaning(formatted(text, spelling), spelling) == meaning(text, spelling)


@given(texts, spellings)
@example("función () # nota\n", SPANISH)
@example("variable x = 5 # a\n  % # b\n", SPANISH)
def test_every_comment_survives_in_order_and_in_its_declaration(text: str, spelling: Spelling) -> None:
    assert comments(formatted(text, spelling)) == comments(text)


@given(texts, spellings)
def test_formatting_twice_changes_nothing_more(text: str, spelling: Spelling) -> None:
    once = formatted(text, spelling)

    assert formatted(once, spelling) == once


@given(texts)
def test_the_form_ends_its_lines_cleanly(text: str) -> None:
    """One line end at the end, no blanks before any, where no broken text stands as it was written."""
    parsed = read(text)
    result = formatting.format_parsed(parsed)

    if result == text:
        return
    assert "\r" not in result
    assert result == "" or result.endswith("\n")
    assert not result.endswith("\n\n")
    if not parsed.diagnostics:
        assert "\n\n\n\n" not in result


@given(plain)
def test_what_a_tree_is_written_as_is_formatted(text: str) -> None:
    """Of a tree there is one text: what writes it anew and what formats it agree."""
    assert formatting.format_parsed(read(text)) == text


@given(texts, spellings)
def test_the_last_check_is_never_needed(text: str, spelling: Spelling) -> None:
    """What a text gets is its form, or the text as it came when nothing of it can be read."""
    assert format_text(text, english=spelling.english) in {formatted(text, spelling), text}


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.relative_to(strategies.ROOT).as_posix())
def test_real_texts(file: Path) -> None:
    for text in real_texts(file):
        expected = said(text)
        for spelling in (SPANISH, ENGLISH):
            once = formatted(text, spelling)

            assert meaning(once, spelling) == meaning(text, spelling)
            assert comments(once) == comments(text)
            assert formatted(once, spelling) == once
            assert said(once) == expected


@given(strategies.projects(), spellings)
def test_what_is_declared_never_changes(project: strategies.Project, spelling: Spelling) -> None:
    """Not the tree, but what analysis makes of it: names, units, types, goals."""
    assert said(formatted(project.text, spelling)) == said(project.text)


@given(strategies.hostile_texts | strategies.mutated_specs() | texts, spellings)
@example('OBJETIVO oei.01 "o"\n"\n  \n"\n', SPANISH)
def test_what_comes_out_stays(text: str, spelling: Spelling) -> None:
    """Of what the command writes, of any text."""
    once = format_text(text, english=spelling.english)

    assert format_text(once, english=spelling.english) == once


# ---- One form for one meaning


def in_formula(word: str, of: str) -> str:
    arguments = {"function": f"{word}(a; b)", "aggregate": f"{word}(f.n)", "clause": f"suma(f.n {word})"}
    return f"variable x = {arguments[of]}\n"


CLAUSES = [
    ("al cierre", "en el cierre", "AL CIERRE", "en cierre del período", "at close"),
    ("en acumulado", "en el acumulado", "En Acumulada", "in cumulative"),
    ("en últimos 5 años", "en los últimos 5 años", "en ultimos 5 anos", "in the last 5 years"),
    ("en último 1 mes", "en los últimos 1 meses", "in last 1 month"),
    ("en año anterior", "en el año anterior", "EN EL AÑO ANTERIOR", "in the previous year"),
    ("en año anterior acumulado", "en el año anterior acumulada", "EN AÑO ANTERIOR ACUMULADO"),
]
SAME = [
    *(
        pytest.param(
            [in_formula(each, use) for each in {*spellings, *map(str.upper, spellings)}],
            id=f"{use} {word.name}",
        )
        for words, use in ((FUNCTIONS, "function"), (AGGREGATES, "aggregate"))
        for word in words
        for spellings in [[each for each in word.spellings if words.find(each) is word]]
    ),
    *(pytest.param([in_formula(each, "clause") for each in clauses], id=clauses[0]) for clauses in CLAUSES),
    *(
        pytest.param([f"serie a\n  2024: {each}\n" for each in spelt], id=spelt[0])
        for spelt in (["ND", "nd"], ["S/D", "s/d"], ["no programado", "NO PROGRAMADO", "not programmed"])
    ),
]


@pytest.mark.parametrize("written", SAME)
@pytest.mark.parametrize("english", [False, True])
def test_what_means_the_same_is_written_alike(written: list[str], english: bool) -> None:
    forms = {format_text(text, english=english) for text in written}

    assert len(forms) == 1, forms


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.relative_to(strategies.ROOT).as_posix())
def test_into_english_and_back(file: Path) -> None:
    for text in real_texts(file):
        if said(text)[1]:
            continue  # what has a mistake stays as it was written, in either language
        assert format_text(format_text(text, english=True)) == format_text(text)
