"""The pages of a site: the first one, and one for each objective, action and indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.outline import Line
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Level
from pei_dsl.renderers.html.drawn_charts import drawn
from pei_dsl.renderers.html.markup import Markup, element, joined, opening
from pei_dsl.renderers.html.page_tables import data_table, table_parts
from pei_dsl.renderers.html.site_frame import HOME, Frame, place_of, said, to
from pei_dsl.renderers.palette import tint_class
from pei_dsl.views import words
from pei_dsl.views.document import (
    Chart,
    Counts,
    Document,
    Evolution,
    Listing,
    Paragraph,
    Role,
    Section,
    Table,
    plain,
)
from pei_dsl.views.mentions import numbered
from pei_dsl.views.waterfall import Waterfall


def pages(document: Document, frame: Frame, data: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """
    Yield each page: where it stands, and its bytes.

    Args:
        document: The report that the site is of, measured.
        frame: The site.
        data: Where the data of the whole plan stand.
    """
    site = _Site(document, frame, {section.id: section for _, section in document.walk()})
    yield HOME, frame.page(HOME, document.cover.title, (), site.home(data))
    for line in site.evaluation.lines():
        place = frame.pages[line.code]
        heading = f"{line.code} {line.title}"
        yield place, frame.page(place, heading, site.above(line), site.about(line, place))


def kind_of(result: GroupResult | IndicatorResult) -> str:
    """Return what a result is of, as folders of a site are told apart."""
    if isinstance(result, IndicatorResult):
        return "indicator"
    return "objective" if result.group.level is Level.OBJECTIVE else "action"


@attrs.frozen
class _Site:
    document: Document
    frame: Frame
    sections: Mapping[str, Section]

    @property
    def evaluation(self) -> Evaluation:
        assert self.document.measured is not None
        return self.document.measured

    @property
    def language(self) -> str:
        return self.frame.language

    def above(self, line: Line) -> list[tuple[str, str]]:
        """Return what a page lies within, from the first page down."""
        result = line.result
        code = result.indicator.group if isinstance(result, IndicatorResult) else result.group.parent
        way: list[tuple[str, str]] = []
        while code in self.evaluation.groups:
            way.append((code, self.frame.pages[code]))
            code = self.evaluation.groups[code].group.parent
        return [(said("home", self.language), HOME), *reversed(way)]

    # ---- The first page

    def home(self, data: Sequence[str]) -> Iterator[str]:
        """Yield what the first page says."""
        cover = self.document.cover
        for text in (cover.entity, cover.subtitle, *cover.lines):
            if text:
                yield element("p", text)
        if "resumen" in self.sections:
            yield from self._blocks(self.sections["resumen"])
        yield element("h2", said("results", self.language))
        yield self._results(HOME, list(self.evaluation.lines()), said("results", self.language))
        yield self._data(HOME, data)
        if (signature := self.sections.get("firma")) is not None:
            yield element("h2", signature.title)
            yield from self._blocks(signature)

    # ---- Pages of codes

    def about(self, line: Line, place: str) -> Iterator[str]:
        """Yield what the page of a code says."""
        result = line.result
        yield self._figures(result)
        prefix = "indicador" if isinstance(result, IndicatorResult) else "grupo"
        if (section := self.sections.get(f"{prefix}.{line.code}")) is not None:
            yield from self._blocks(section)
        if isinstance(result, IndicatorResult):
            yield from self._told("ficha", line.code)
            yield from self._told("computed", line.code)
        else:
            yield from self._group(result, place)
        yield self._data(
            place, [place_of(kind_of(result), line.code, suffix) for suffix in (".csv", ".json")]
        )

    def _figures(self, result: GroupResult | IndicatorResult) -> Markup:
        told = [(phrase("report", "state", self.language), words.light(result, self.language))]
        if isinstance(result, IndicatorResult):
            told += [
                (phrase("report", "obtained_value", self.language), words.value(result)),
                (phrase("report", "expected_goal", self.language), words.goal(result)),
            ]
        told.append((phrase("report", "alcance", self.language), words.alcance(result)))
        facts = (element("div", element("dt", name), element("dd", text)) for name, text in told)
        return element("dl", joined(facts), class_=f"figures {tint_class(result.color)}")

    def _told(self, key: str, code: str) -> Iterator[str]:
        """Yield the ficha of an indicator, or how its figure was computed."""
        section = self.sections.get(f"{'ficha' if key == 'ficha' else 'calculo'}.{code}")
        if section is None:
            return
        yield element("h2", said(key, self.language))
        yield from self._blocks(section)

    def _group(self, result: GroupResult, place: str) -> Iterator[str]:
        lines = {each.code: each for each in self.evaluation.lines()}
        own = [lines[each.code] for each in result.contributions]
        below = [
            each
            for each in lines.values()
            if isinstance(each.result, GroupResult) and each.result.group.parent == result.group.code
        ]
        for key, found in (("indicators", own), ("actions", below)):
            if found:
                yield element("h2", words.word(key, self.language))
                yield self._results(place, found, words.word(key, self.language))
        if own and not isinstance(result.achievement, Absence):
            yield element("h2", said("computed", self.language))
            yield self._sum(result)

    def _sum(self, result: GroupResult) -> Markup:
        """Return how the figure of a group is the sum of what its indicators give."""
        heads = ("", *(said(key, self.language) for key in ("alcance", "weight", "contribution")))
        rows = [
            (
                each.code,
                "ND" if each.achievement is None else words.percent(each.achievement),
                "–" if each.leaves else str(each.weight),
                "–" if each.leaves else words.percent(each.shown),
            )
            for each in result.contributions
        ]
        total = (words.word("group_sum", self.language), "", "", words.alcance(result))
        return data_table([heads, *rows, total])

    # ---- Parts

    def _results(self, place: str, lines: Sequence[Line], title: str) -> Markup:
        heads = (
            words.word("code", self.language),
            phrase("report", "denomination", self.language),
            phrase("report", "expected_goal", self.language),
            phrase("report", "obtained_value", self.language),
            phrase("report", "alcance", self.language),
            phrase("report", "state", self.language),
        )
        top = joined(element("th", each, scope="col") for each in heads)
        body = joined(self._row(place, each) for each in lines)
        table = element(
            "table", element("thead", element("tr", top)), element("tbody", body), aria_label=title
        )
        return element("div", table, class_="scroll", tabindex="0", role="group", aria_label=title)

    def _row(self, place: str, line: Line) -> Markup:
        result = line.result
        own = (words.goal(result), words.value(result)) if isinstance(result, IndicatorResult) else ("", "")
        cells = (
            element("th", self.frame.link(place, line.code), scope="row"),
            element("td", line.title),
            *(element("td", each, class_="r") for each in (*own, words.alcance(result))),
            element("td", words.light(result, self.language), class_=tint_class(result.color)),
        )
        return element("tr", *cells, class_="group" if isinstance(result, GroupResult) else None)

    def _data(self, place: str, files: Sequence[str]) -> Markup:
        links = (element("li", element("a", each.rpartition("/")[2], href=to(place, each))) for each in files)
        return joined((element("h2", said("data", self.language)), element("ul", *links)))

    def _blocks(self, section: Section) -> Iterator[str]:
        """Yield what a section of the report says, without what people are still to write."""
        # Tables and charts are counted on each page, so that sentences call them what stands beside.
        alone = numbered(attrs.evolve(self.document, sections=(attrs.evolve(section, sections=()),)))
        numbers = alone.numbers()
        for block in alone.blocks():
            match block:
                case Paragraph() if block.role is not Role.WANTED:
                    yield element("p", plain(block.sentence))
                case Listing():
                    items = (element("li", plain(each)) for each in block.items)
                    yield element("ol" if block.is_numbered else "ul", *items)
                case Table():
                    yield from self._table(block, numbers.get(block.id, ""))
                case Evolution() | Counts() | Waterfall():
                    yield self._chart(block, numbers[block.id])
                case Paragraph():
                    continue  # people are still to write it

    def _table(self, table: Table, number: str) -> Iterator[str]:
        if table.has_caption:
            yield element("p", _named(number, table.title), id=f"t.{table.id}", class_="below")
        yield from table_parts(table, f"t.{table.id}" if table.has_caption else None, ())
        for note in table.notes:
            yield element("p", note, class_="below")

    def _chart(self, chart: Chart, number: str) -> Markup:
        told = element("details", element("summary", self.document.name("data")), data_table(chart.data))
        caption = element("figcaption", _named(number, chart.title))
        # On a telephone it is moved under the eye: smaller, nobody could read it.
        moved = element(
            "div", drawn(chart), class_="scroll", tabindex="0", role="group", aria_label=chart.title
        )
        notes = chart.notes if isinstance(chart, Evolution) else ()
        below = joined(element("p", each, class_="below") for each in notes)
        return joined((opening("figure"), caption, moved, below, told, Markup("</figure>")))


def _named(number: str, title: str) -> Markup:
    return joined((element("strong", f"{number}. "), title)) if number else joined((title,))
