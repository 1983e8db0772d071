"""One figure is one figure: in sentences, tables and charts of a report, and in every format that it has."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.renderers.no_break import with_blanks
from pei_dsl.renderers.outlet import visible
from pei_dsl.renderers.word.new_file import new_file
from pei_dsl.renderers.word.properties import figures_of
from pei_dsl.renderers.word.said_by_elements import FIGURES, said_by_elements
from pei_dsl.views.document import Counts, Document, Figure, Listing, Paragraph, Table
from tests import strategies
from tests.documents import EXAMPLES, ROOT
from tests.example_counts import examples

INPE = ROOT / "specs" / "inpe-2019-2027"
PERIODS = st.sampled_from([*strategies.YEARS, "2023-S1", "2024-S2"])


class Data(HTMLParser):
    """The figures of a page by their names, in the order in which they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.name: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "data":
            self.name = dict(attrs)["value"]

    def handle_data(self, data: str) -> None:
        if self.name is not None:
            self.found.append((self.name, data))
            self.name = None


def in_sentences(document: Document) -> list[tuple[str, str]]:
    """Return the figures of all sentences with their names, in their order."""
    sentences = [
        sentence
        for block in document.blocks()
        for sentence in (
            (block.sentence,)
            if isinstance(block, Paragraph)
            else block.items
            if isinstance(block, Listing)
            else ()
        )
    ]
    return [(run.name, run.text) for each in sentences for run in each if isinstance(run, Figure)]


def on_the_page(document: Document) -> list[tuple[str, str]]:
    page = Data()
    page.feed(pei_dsl.render(document, "html"))
    return page.found


def table(name: str, document: Document) -> Table | None:
    return next((each for each in document.blocks() if isinstance(each, Table) and each.id == name), None)


def assert_one_figure_each(document: Document) -> None:
    """A name has one text: in all sentences, and among the figures that the document knows."""
    known = document.figures()
    told = in_sentences(document)
    for name, text in told:
        assert known[name] == text
    assert on_the_page(document) == [(name, visible(text)) for name, text in told]


def assert_tables_say_the_same(document: Document) -> None:
    """What a table prints of a code, sentences and every other table print of it."""
    known = document.figures()
    places = (("semaforo.objetivos", 4, 5, 6), ("semaforo.acciones", 4, 5, 6), ("b7", 7, 8, 9))
    for name, value, alcance, light in places:
        found = table(name, document)
        for row in found.rows if found is not None else ():
            code = row.cells[0].text
            assert row.cells[alcance].text == known[f"alcance.{code}"]
            assert row.cells[light].text == known[f"color.{code}"]
            if code.startswith("IND"):
                assert row.cells[value].text == known[f"valor.{code}"]


def assert_counts_are_equal(document: Document) -> None:
    """How many there are of a colour is the same in figure, table, sentences, and counted in the results."""
    known = document.figures()
    chart = next(each for each in document.blocks() if isinstance(each, Counts))
    counted = table("recuento.tabla", document)
    assert counted is not None
    heads, *bars = chart.data
    assert [each.head for each in counted.columns[1 : len(heads)]] == list(heads[1:])
    assert [tuple(cell.text for cell in row.cells[: len(heads)]) for row in counted.rows] == bars
    for row in counted.rows:
        numbers = [int(cell.text) for cell in row.cells[1 : len(heads)]]
        assert sum(numbers) == int(row.cells[len(heads)].text)
    for (_, shares), results in zip(chart.levels, levels(document), strict=True):
        level, name = results
        groups = [row for row in table_rows(name, document) if row.is_group]
        for share in shares:
            same = [each for each in groups if each.cells[6].text.split(" (")[0] == share.word]
            assert share.count == len(same)
            told = known.get(f"cuenta.{level}.{share.color or 'ND'}")
            assert told is None or told == str(share.count)
        assert known[f"cuenta.{level}"] == str(len(groups))
    critical = table("criticas", document)
    if critical is not None:
        assert known["cuenta.criticas"] == str(len(critical.rows))


def levels(document: Document) -> list[tuple[str, str]]:
    """Return the levels that the plan has, with the table of their results."""
    every = [("objectives", "semaforo.objetivos"), ("actions", "semaforo.acciones")]
    return [(level, name) for level, name in every if table_rows(name, document)]


def table_rows(name: str, document: Document) -> tuple[pei_dsl.views.document.Row, ...]:
    found = table(name, document)
    return found.rows if found is not None else ()


def assert_word_says_the_same(document: Document) -> None:
    said = said_by_elements(new_file(document))
    told = {name: texts for name, texts in said.items() if name.startswith(f"{FIGURES}.")}
    names = {name for name, _ in in_sentences(document)}

    assert {name.removeprefix(f"{FIGURES}.") for name in told} == names
    for name, text in in_sentences(document):
        assert told[f"{FIGURES}.{name}"] == [visible(text)]
    shown = {name: with_blanks(text) for name, text in figures_of(document).items() if name in names}
    assert shown == dict(in_sentences(document))


def assert_markdown_says_the_same(document: Document) -> None:
    written = re.sub(r"\\([\\`*_\[\]<>|])", r"\1", pei_dsl.render(document, "markdown"))
    text = "".join(written.split())
    for block in document.blocks():
        if isinstance(block, Paragraph):
            sentence = "".join(each if isinstance(each, str) else each.text for each in block.sentence)
            assert "".join(visible(sentence).split()) in text


@settings(max_examples=examples(40))
@given(strategies.projects(), PERIODS)
def test_a_figure_is_the_same_wherever_it_stands(project: strategies.Project, period: int | str) -> None:
    loaded = pei_dsl.load_text(project.text)
    document = pei_dsl.report(loaded, period, data=project.rows, values=project.values)

    assert_one_figure_each(document)
    assert_tables_say_the_same(document)
    assert_counts_are_equal(document)
    assert_markdown_says_the_same(document)


@settings(max_examples=8)
@given(strategies.projects(), PERIODS)
def test_word_shows_the_same_figures(project: strategies.Project, period: int | str) -> None:
    loaded = pei_dsl.load_text(project.text)
    document = pei_dsl.report(loaded, period, data=project.rows, values=project.values)

    assert_word_says_the_same(document)


@pytest.mark.parametrize("folder", [INPE, *EXAMPLES], ids=lambda each: each.name)
def test_reports_of_shipped_plans_say_one_thing_in_every_format(folder: object) -> None:
    loaded = pei_dsl.load(str(folder))
    last = loaded.plan.period[0] if loaded.plan.period else pei_dsl.Period.year_of(2024)
    document = pei_dsl.report(loaded, 2024 if folder == INPE else last, partial=True)

    assert_one_figure_each(document)
    assert_tables_say_the_same(document)
    assert_counts_are_equal(document)
    assert_markdown_says_the_same(document)


@pytest.mark.parametrize("period", ["2024", "2024-S1"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_report_of_a_real_plan_says_one_thing_in_every_format(period: str, language: str) -> None:
    document = pei_dsl.report(pei_dsl.load(INPE), period, language=language)

    assert_one_figure_each(document)
    assert_tables_say_the_same(document)
    assert_counts_are_equal(document)
    assert_word_says_the_same(document)
    assert_markdown_says_the_same(document)
