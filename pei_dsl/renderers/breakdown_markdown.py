"""Indicators by groups and periods as Markdown, for documents: a table for each indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pei_dsl.evaluation.breakdown import Breakdown, Series
from pei_dsl.model.absence import Absence
from pei_dsl.renderers.breakdown_cells import by_indicator
from pei_dsl.renderers.style import Style
from pei_dsl.views import caveat_sentences, words
from pei_dsl.views.breakdown_words import figure, group_name, title


def page(breakdown: Breakdown, style: Style) -> str:
    """Return `breakdown` as Markdown."""
    return render_markdown(breakdown, style.language)


def render_markdown(breakdown: Breakdown, language: str = "es") -> str:
    """Return `breakdown` as a Markdown table for each indicator."""
    parts = ["  \n".join(map(_escaped, title(breakdown, language).split("\n"))), ""]
    for indicator, series in by_indicator(breakdown):
        parts.extend([f"**{indicator.code}** {_escaped(indicator.title)}", ""])
        parts.append("| " + " | ".join(["", *(str(each.period) for each in series)]) + " |")
        parts.append("|---|" + "--:|" * len(series))
        for index, group in enumerate(breakdown.groups):
            cells = [figure(each.values[index], indicator) for each in series]
            parts.append("| " + " | ".join([_escaped(group_name(group, language)), *cells]) + " |")
        cells = [figure(each.total, indicator) for each in series]
        parts.append("| " + " | ".join([f"**{words.word('total', language)}**", *cells]) + " |")
        parts.append("")
        parts.extend(_details(series, language))
        parts.extend(_caveats(series, language))
    return "\n".join(parts).rstrip()


def _details(series: Sequence[Series], language: str) -> Iterator[str]:
    """Yield what ND stands for in a table of a document, each reason once, and a blank line."""
    found = {
        value.cause: value
        for each in series
        for value in (*each.values, each.total)
        if isinstance(value, Absence)
    }
    if not found:
        return
    for absence in found.values():
        yield f"- ND, {words.reason(absence, language)}: {_escaped(words.detail(absence, language))}"
    yield ""


def _caveats(series: Sequence[Series], language: str) -> Iterator[str]:
    """Yield what is to be known of the figures of a table, each thing once, and a blank line."""
    found = caveat_sentences.grouped([(str(each.period), each.caveats) for each in series], language)
    for when, text in found:
        yield f"- {when}: {_escaped(text)}"
    if found:
        yield ""


def _escaped(text: str) -> str:
    """Return a text as Markdown shows it to the letter, within one cell of a table."""
    return _MARKUP.sub(r"\\\g<0>", words.printable(text)).replace("<", "&lt;")


_MARKUP = re.compile(r"[\\`*_\[\]|~]")
