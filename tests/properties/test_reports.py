"""Reports of drawn plans: every format says the same, text of others stays text, and nothing fails."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.renderers.outlet import visible
from pei_dsl.views.document import Block, Counts, Document, Evolution, Listing, Paragraph, Table, plain
from pei_dsl.views.waterfall import Waterfall
from pei_dsl.workspace.report_sections import possible_sections
from tests import strategies
from tests.documents import ROOT
from tests.example_counts import examples

FOLDERS = [path.parent for path in sorted((ROOT / "specs").rglob("plan.pei"))]
HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> & &amp; `x` [a](b) | *c* \u202e"


class Texts(HTMLParser):
    """What a reader of the page sees, and the tags that stand in it."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.parts.append(data)


def read(html: str) -> Texts:
    texts = Texts()
    texts.feed(html)
    texts.close()
    return texts


def texts_of(block: Block) -> list[str]:
    """Return all that a block says, whatever the format."""
    match block:
        case Paragraph():
            return [plain(block.sentence)]
        case Listing():
            return [plain(each) for each in block.items]
        case Table():
            cells = [cell.text for row in block.rows for cell in row.cells]
            return [block.title, *(each.head for each in block.columns), *cells, *block.notes, block.origin]
        case Evolution():
            points = [text for each in block.points for text in (each.label, each.value_text, each.goal_text)]
            return [block.title, block.axis, block.value_name, block.goal_name, *points]
        case Counts():
            return [block.title, *(name for name, _ in block.levels)]
        case Waterfall():
            return [block.title, *(text for row in block.data for text in row)]


def everything(document: Document) -> list[str]:
    headings = [section.heading for _, section in document.walk()]
    return [*headings, *(text for block in document.blocks() for text in texts_of(block))]


def squeezed(text: str) -> str:
    return "".join(text.split())


def unmarked(markdown: str) -> str:
    """Return a text of Markdown as it is read: without marks, signs as they are."""
    return re.sub(r"\\([\\`*_\[\]<>|])", r"\1", markdown.replace("<br>", "\n"))


def assert_same_everywhere(document: Document) -> None:
    html = squeezed("".join(read(pei_dsl.render(document, "html")).parts))
    markdown = squeezed(unmarked(pei_dsl.render(document, "markdown")))
    for text in everything(document):
        told = squeezed(visible(text))
        assert told in html
        assert told in markdown


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda each: each.name)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_format_says_all_that_the_report_says(folder: object, language: str) -> None:
    loaded = pei_dsl.load(str(folder))
    first = loaded.plan.period[0] if loaded.plan.period else pei_dsl.Period.year_of(2024)
    for period in (first, pei_dsl.Period.of(pei_dsl.Granularity.SEMESTER, first.year, 1)):
        assert_same_everywhere(pei_dsl.report(loaded, period, language=language))


@settings(max_examples=examples(60), deadline=None)
@given(strategies.projects(), st.sampled_from([*strategies.YEARS, "2023-S1", "2024-S2"]))
def test_a_report_of_any_plan_says_the_same_in_every_format(
    project: strategies.Project, period: int | str
) -> None:
    document = pei_dsl.report(
        pei_dsl.load_text(project.text), period, data=project.rows, values=project.values
    )

    assert_same_everywhere(document)
    assert document.measured is not None
    assert {each.id for _, each in document.walk()} <= {*possible_sections(document.measured.plan)}
    blocks = [each.id for each in document.blocks()]
    assert len(blocks) == len(set(blocks))
    numbers = document.numbers()
    assert len(set(numbers.values())) == len(numbers)


def test_what_others_wrote_is_text_and_runs_nothing() -> None:
    written = HOSTILE.replace('"', "”")
    loaded = pei_dsl.load_text(
        f'plan "{written}"\n  entidad: "{written}"\n  misión: "{written}"\n  periodo: 2024 a 2024\n'
        f'objetivo OEI.01 "{written}"\nindicador IND.01.OEI.01 "{written}"\n'
        f'  unidad: número\n  sentido: ascendente\n  justificación: "{written}"\n'
        "  logros: 2024: 2\n  valores: 2023: 3; 2024: 1\n"
    )
    document = pei_dsl.report(loaded, 2024)
    found = read(pei_dsl.render(document, "html"))

    assert [name for name, _ in found.tags].count("script") == 1
    assert "img" not in {name for name, _ in found.tags}
    assert not [given for _, given in found.tags for name in given if name.startswith("on")]
    assert_same_everywhere(document)
    assert "<script>" not in re.sub(r"\\<", "", pei_dsl.render(document, "markdown"))


def test_a_page_loads_nothing_and_says_so() -> None:
    html = pei_dsl.render(pei_dsl.report(pei_dsl.load(ROOT / "specs" / "inpe-2019-2027"), 2024), "html")
    found = read(html)

    links = [given.get("href") or "" for name, given in found.tags if name == "a"]
    ids = {given["id"] for _, given in found.tags if given.get("id")}
    assert all(each.startswith("#") and each[1:] in ids for each in links)
    assert not [given for _, given in found.tags if "src" in given]
    policy = next(given["content"] for name, given in found.tags if name == "meta" and "http-equiv" in given)
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert len(html.encode()) < 150_000


def test_no_shape_of_a_chart_stands_within_another() -> None:
    """A rectangle that is not closed takes in all that follows it, which is then not drawn."""
    html = pei_dsl.render(pei_dsl.report(pei_dsl.load(ROOT / "specs" / "inpe-2019-2027"), 2024), "html")
    charts = re.findall(r"<svg .*?</svg>", html, re.DOTALL)

    assert len(charts) >= 2
    for chart in charts:
        drawn = ElementTree.fromstring(chart)  # noqa: S314  (our own text)
        inner = [each for each in drawn.iter() if each.tag in {"rect", "path", "circle", "use"}]
        assert inner
        assert all(len(each) == 0 for each in inner)
