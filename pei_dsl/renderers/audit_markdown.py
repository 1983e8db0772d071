"""An audit as a memo in Markdown, with a numbered paragraph for each contradiction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pei_dsl.auditing.contradictions import Audit, Finding, Severity
from pei_dsl.diagnostics import catalogue
from pei_dsl.model.plan import Plan
from pei_dsl.renderers.style import Style
from pei_dsl.views import words
from pei_dsl.views.audit_words import (
    HEADINGS,
    cause,
    difference,
    headline,
    places,
    remedy,
    summary,
    title,
)
from pei_dsl.views.header import header


def page(audit: Audit, style: Style) -> str:
    """Return `audit` as Markdown."""
    return render_markdown(audit, style.language)


def render_markdown(audit: Audit, language: str = "es") -> str:
    """Return `audit` as a memo in Markdown, with a numbered paragraph for each contradiction."""
    plan, head = audit.evaluation.plan, header([audit.evaluation], language)
    name = head.plan or words.word("plan", language)
    methodology = f"{head.methodology[0].upper()}{head.methodology[1:]}."
    lines = [f"# {title(audit, language)}: {name}", "", methodology, ""]
    lines.extend(summary(audit, language))
    lines.extend(["", words.word("audit_rule", language), ""])
    lines.extend([f"## {words.word('audit_contradictions', language)}", ""])
    if not audit.contradictions:
        lines.append(words.word("audit_none", language))
    for number, finding in enumerate(audit.contradictions, 1):
        lines.append(f"{number}. {_paragraph(finding, plan, language)}")
    for severity in (Severity.EXPLAINED, Severity.UNCHECKED):
        found = audit.of(severity)
        if found:
            lines.extend(["", f"## {words.word(HEADINGS[severity], language)}", ""])
            lines.extend(_table(found, plan, language))
    return "\n".join(lines)


def _escaped(text: str) -> str:
    for mark in "\\|*_<>":
        text = text.replace(mark, f"\\{mark}")
    return text


def _paragraph(finding: Finding, plan: Plan, language: str) -> str:
    head = headline(finding, plan, language)
    parts = [f"**{_escaped(f'{head[0].upper()}{head[1:]}')}** ({finding.code})."]
    named = _named(finding, plan)
    if named:
        parts.append(f"*{_escaped(named)}*.")
    listed = "; ".join(f"{text}, {where}" for text, where in places(finding, language))
    parts.append(_escaped(catalogue.phrase("words", "audit_places", language, {"places": listed})))
    size = difference(finding)
    if size:
        parts.append(catalogue.phrase("words", "audit_difference_is", language, {"difference": size}))
    reason = cause(finding, language)
    if reason:
        parts.append(_escaped(catalogue.phrase("words", "audit_cause", language, {"cause": reason})))
    text = remedy(finding, plan, language)
    parts.append(_escaped(catalogue.phrase("words", "audit_remedy", language, {"remedy": text})))
    return " ".join(parts).replace("..", ".")


def _named(finding: Finding, plan: Plan) -> str:
    """Return what the code of a finding is called, or ""."""
    code = finding.subject.rpartition(" de ")[2]
    named = plan.indicators.get(code) or plan.groups.get(code)
    return named.title.rstrip(".") if named is not None else ""


def _table(found: Sequence[Finding], plan: Plan, language: str) -> Iterator[str]:
    """Return a row for each finding; those that were not compared say why."""
    keys = ["audit_figure", "audit_where", *(["audit_why"] if found[0].reason else [])]
    yield f"| {' | '.join(words.word(key, language) for key in keys)} |"
    yield f"|{'---|' * len(keys)}"
    for finding in found:
        listed = "; ".join(f"{text}: {where}" for text, where in places(finding, language))
        cells = [headline(finding, plan, language), listed]
        if finding.reason:
            cells.append(words.word(finding.reason, language))
        yield f"| {' | '.join(map(_escaped, cells))} |"
