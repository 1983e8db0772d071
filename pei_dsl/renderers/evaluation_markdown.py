"""An evaluation as Markdown, for documents: a table, how sure it is, and the reason of every ND."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.renderers.style import Style
from pei_dsl.views import caveat_sentences, words
from pei_dsl.views.certainty_sentences import NO_BREAK
from pei_dsl.views.evaluation_page import EvaluationPage, Row, evaluation_page
from pei_dsl.views.evaluations import Evaluations

_RULER = "|---|---|---|---:|---:|---:|---|"


def page(shown: Evaluations, style: Style) -> str:
    """Return a table for each evaluation, one below the other."""
    warned = caveat_sentences.warned(shown.warnings, style.language)
    pages = [render_markdown(each, style.language) for each in shown]
    return "\n\n".join([*pages, *([warned] if warned else [])])


def render_markdown(evaluation: Evaluation, language: str = "es") -> str:
    """Return `evaluation` as a Markdown table; below it how sure it is, and the reason of every ND."""
    view = evaluation_page(evaluation, language)
    return "\n".join(_lines(view, language))


def _lines(view: EvaluationPage, language: str) -> Iterator[str]:
    head = view.header
    yield f"## {head.plan or words.word('plan', language)}: {head.period[0].lower()}{head.period[1:]}"
    yield ""
    yield f"{head.methodology[0].upper()}{head.methodology[1:]}"
    yield ""
    yield _line([*view.heads.values()])
    yield _RULER
    yield from map(_row, view.rows)
    yield from ("", view.whole)
    yield from _listed(view.labels["incomplete"], view.incomplete)
    yield from _listed(view.labels["absences"], view.absences, "○ ")
    yield from _listed(view.labels["caveats"], view.caveats)


def _row(row: Row) -> str:
    bold = "**" if row.is_group else ""
    title = row.title.replace("|", "\\|")
    first = [f"{bold}{row.code}{bold}", f"{bold}{title}{bold}", row.direction]
    return _line([*first, row.goal, row.value, f"{bold}{row.achievement}{bold}", row.mark])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _listed(label: str, entries: Sequence[tuple[str, str]], mark: str = "") -> Iterator[str]:
    if entries:
        yield from ("", f"{label}:", "")
    for code, text in entries:
        yield f"- {mark}**{code}** {text.replace(NO_BREAK, ' ')}"
