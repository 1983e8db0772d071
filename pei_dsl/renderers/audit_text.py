"""An audit as a table for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from pei_dsl.auditing.contradictions import Audit, Finding, Severity
from pei_dsl.diagnostics import catalogue
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.views import words
from pei_dsl.views.audit_words import (
    HEADINGS,
    cause,
    difference,
    headline,
    located,
    parameters,
    places,
    remedy,
    summary,
    title,
    what,
)
from pei_dsl.views.header import header

_GAP = "  "
_WIDEST = 60


def page(audit: Audit, style: Style) -> str:
    """Return `audit` as text."""
    return render(audit, style.language, style.width)


def render(audit: Audit, language: str = "es", width: int = WIDTH) -> str:
    """Return `audit` as text of at most `width` columns, never less than 80."""
    return "\n".join(line.rstrip() for line in _Sheet(audit, language, max(80, width)).lines())


class _Sheet:
    """The table: a row for each contradiction with its places below, then what else was seen."""

    def __init__(self, audit: Audit, language: str, width: int) -> None:
        self.audit, self.language, self.width = audit, language, width
        self.plan = audit.evaluation.plan

    def lines(self) -> Iterator[str]:
        yield from self._head()
        rows = self.audit.contradictions
        yield ""
        if rows:
            yield from self._contradictions(rows)
        else:
            yield self._word("audit_none")
        for severity in (Severity.EXPLAINED, Severity.UNCHECKED):
            found = self.audit.of(severity)
            if found:
                yield ""
                yield self._word(HEADINGS[severity])
                yield "─" * self.width
                yield from self._brief(found)
        yield ""
        yield from textwrap.wrap(self._word("audit_rule"), self.width)

    def _word(self, key: str) -> str:
        return words.word(key, self.language)

    def _say(self, key: str, **params: Parameter) -> str:
        return catalogue.phrase("words", key, self.language, params)

    def _wrap(self, text: str, indent: str, hanging: str = "") -> list[str]:
        return textwrap.wrap(
            text,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent + hanging,
            break_on_hyphens=False,
        )

    def _head(self) -> Iterator[str]:
        head = header([self.audit.evaluation], self.language)
        yield from self._wrap(head.title, "")
        yield from self._wrap(f"{title(self.audit, self.language)} · {head.methodology}", "")
        for sentence in summary(self.audit, self.language):
            yield from textwrap.wrap(sentence, self.width)

    def _contradictions(self, rows: Sequence[Finding]) -> Iterator[str]:
        heads = [self._word(key) for key in ("audit_number", "audit_figure", "audit_one", "audit_other")]
        heads += [self._word("audit_difference"), self._word("audit_check")]
        cells = [self._cells(number, each) for number, each in enumerate(rows, 1)]
        columns = zip(heads, *cells, strict=True)
        widths = [max(len(each) for each in column if len(each) <= _WIDEST) for column in columns]
        widths[1] += max(0, self.width - sum(widths) - len(_GAP) * (len(widths) - 1))
        yield self._word("audit_contradictions")
        yield "─" * self.width
        yield from self._row(heads, widths)
        for finding, cell in zip(rows, cells, strict=True):
            yield ""
            yield from self._row(cell, widths)
            yield from self._details(finding)

    def _cells(self, number: int, finding: Finding) -> list[str]:
        params = parameters(finding, self.plan, self.language)
        return [
            str(number),
            what(finding, self.language),
            str(params["printed"]),
            str(params.get("found", "")),
            difference(finding) or "–",
            finding.code,
        ]

    def _row(self, cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
        """Return a row; figures too long for their columns go without them, as they stand below anyway."""
        number, name, *figures, code = cells
        parts = [number.rjust(widths[0]), name.ljust(widths[1])]
        parts += [each.rjust(width) for each, width in zip(figures, widths[2:], strict=False)]
        line = _GAP.join([*parts, code])
        if len(line) <= self.width:
            yield line
            return
        yield from textwrap.wrap(
            f"{name}{_GAP}{code}",
            self.width,
            initial_indent=f"{parts[0]}{_GAP}",
            subsequent_indent=" " * (widths[0] + 2 * len(_GAP)),
        )

    def _details(self, finding: Finding) -> Iterator[str]:
        indent = "     "
        for text, where in places(finding, self.language):
            yield from self._wrap(f"{text}: {where}", indent, "  ")
        reason = cause(finding, self.language)
        if reason:
            yield from self._wrap(self._say("audit_cause", cause=reason), indent, "  ")
        text = remedy(finding, self.plan, self.language)
        yield from self._wrap(self._say("audit_remedy", remedy=text), indent, "  ")
        if finding.recorded is not None:
            noted = self._say("audit_recorded", place=located(finding.recorded))
            yield from self._wrap(f"({noted})", indent, "  ")

    def _brief(self, found: Sequence[Finding]) -> Iterator[str]:
        """Return a line for each finding; those that were not compared for one reason share it."""
        reasons: dict[str, list[Finding]] = {}
        for finding in found:
            reasons.setdefault(finding.reason, []).append(finding)
        for reason, same in reasons.items():
            if reason:
                names = ", ".join(dict.fromkeys(each.subject for each in same))
                yield from self._wrap(f"{self._word(reason)}: {names}", "  ", "  ")
                continue
            for finding in same:
                yield from self._wrap(headline(finding, self.plan, self.language), "  ", "  ")
                for text, where in places(finding, self.language, 2):
                    yield from self._wrap(f"{text}: {where}", "     ", "  ")
