"""An audit for people: a table for the terminal, a memo in Markdown; and its findings as diagnostics."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from pei_dsl.algebra import display
from pei_dsl.auditing.contradictions import Audit, Finding, Severity, Side
from pei_dsl.auditing.quoted_figures import Cited
from pei_dsl.diagnostics import Diagnostic, Label, catalogue
from pei_dsl.diagnostics.finding import Parameter, at
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Place, Plan, Printed
from pei_dsl.model.terms import unit_term
from pei_dsl.views import words

WIDTH = 100
_HEADINGS = {
    Severity.CONTRADICTION: "audit_contradictions",
    Severity.EXPLAINED: "audit_explained",
    Severity.UNCHECKED: "audit_unchecked",
}
_MOST_PLACES = 3
_GAP = "  "
_WIDEST = 60


# ---- Findings in words ------------------------------------------------------------------------------------


def diagnostics(audit: Audit, language: str = "es") -> list[Diagnostic]:
    """Return the contradictions as findings (PEI51x), each at the place of its first figure."""
    return [_diagnostic(each, audit.evaluation.plan, language) for each in audit.contradictions]


def _diagnostic(finding: Finding, plan: Plan, language: str) -> Diagnostic:
    params = parameters(finding, plan, language)
    place = _own_place(finding.sides[0])
    if place.source is None:
        return Diagnostic(finding.code, Label(None), params, variant=finding.variant)
    others = (_own_place(each) for each in finding.sides[1:])
    related = tuple(
        Label(each.source, each.span, "other_figure")
        for each in dict.fromkeys(others)
        if each.source is not None and each != place
    )
    return at(place.source, place.span, finding.code, params=params, variant=finding.variant, related=related)


def _own_place(side: Side) -> Place:
    """Return where a figure stands: in the text that prints it, or in the plan."""
    cited = next((each.place for each in side.cited), side.place)
    return cited if side.origin == "printed" else side.place


def headline(finding: Finding, plan: Plan, language: str = "es") -> str:
    """Return what a finding says, in one line."""
    params = parameters(finding, plan, language)
    if finding.severity is Severity.CONTRADICTION:
        return catalogue.message(_bare(finding, params), language)
    if finding.severity is Severity.EXPLAINED:
        key = "audit_as_ratio" if finding.code == "PEI514" else "audit_rounding"
        return catalogue.phrase("words", key, language, params)
    return catalogue.phrase("words", "audit_open", language, params)


def remedy(finding: Finding, plan: Plan, language: str = "es") -> str:
    """Return what to do about a contradiction."""
    return catalogue.remedy(_bare(finding, parameters(finding, plan, language)), language)


def _bare(finding: Finding, params: dict[str, Parameter]) -> Diagnostic:
    return Diagnostic(finding.code, Label(None), params, variant=finding.variant)


def cause(finding: Finding, language: str = "es") -> str:
    """Return why a figure is probably as it is, or "" where no cause can be recognised."""
    if finding.cause is None:
        return ""
    return catalogue.phrase("words", f"cause_{finding.cause.key}", language, finding.cause.params)


def parameters(finding: Finding, plan: Plan, language: str) -> dict[str, Parameter]:
    """Return what the sentences about a finding mention."""
    first, *others = finding.sides
    printed = [first, *(each for each in others[1:] if each.kind and not each.subject)]
    params: dict[str, Parameter] = {
        "what": what(finding, language),
        "printed": f" {words.word('audit_and', language)} ".join(_figures(printed, finding, language)),
    }
    if others:
        params["found"] = figure(others[0], language)
        params["beside"] = others[0].subject
    if finding.code == "PEI516":
        params["printed"] = figure(first, language)
        params["given"] = f" {words.word('audit_and', language)} ".join(
            f"{kind_word(each.kind, language)} {figure(each, language)}" for each in others[1:]
        )
    if finding.code == "PEI519":
        params["unit"] = unit_term(plan.indicators[finding.subject].unit)
    if finding.kind == "count":
        color = words.color_word(first.color, language)
        params["printed"], params["found"] = f"{figure(first, language)} {color}", figure(others[0], language)
    return params


def _figures(sides: Sequence[Side], finding: Finding, language: str) -> list[str]:
    if finding.code != "PEI514":
        return [figure(sides[0], language)]
    return [figure(each, language) for each in sides]


def what(finding: Finding, language: str = "es") -> str:
    """Return what a finding is about: `alcance de AEI.01.03`."""
    if finding.kind == "count":
        return words.word(finding.subject, language)
    key = "audit_of_input" if finding.kind == "input" else "audit_of"
    kinds = [finding.kind]
    if finding.code == "PEI514":
        kinds = list(dict.fromkeys(each.kind for each in finding.sides if each.kind and not each.subject))
    joint = f" {words.word('audit_and', language)} "
    params = {"kind": joint.join(kind_word(each, language) for each in kinds), "subject": finding.subject}
    return catalogue.phrase("words", key, language, params)


def kind_word(kind: str, language: str) -> str:
    """Return the word for what a figure is: `alcance`."""
    return catalogue.phrase("kinds", kind, language)


def figure(side: Side, language: str = "es") -> str:
    """Return a figure as it is or would be printed: `93%`, `8,824`, `ND (no programado)`, `■ rojo`."""
    if side.printed is None:
        return words.color_word(side.color, language)
    return printed_text(side.printed, language)


def printed_text(printed: Printed, language: str) -> str:
    """Return digits as they stand in print."""
    if isinstance(printed.value, Absence):
        bare = printed.value.cause == "any"
        return "ND" if bare else f"ND ({words.reason(printed.value, language)})"
    return display.grouped(printed.value, printed.decimals) + ("%" if printed.percent else "")


def difference(finding: Finding) -> str:
    """Return how far apart the figures are: `3.63 p. p.`; "" where that means nothing."""
    if finding.difference is None:
        return ""
    decimals = max(
        (each.printed.decimals for each in finding.sides[:2] if each.printed is not None), default=0
    )
    percent = any(each.printed is not None and each.printed.percent for each in finding.sides[:2])
    return display.grouped(finding.difference, decimals) + (" p. p." if percent else "")


# ---- Places -----------------------------------------------------------------------------------------------


def located(place: Place) -> str:
    """Return a place as `archivo.pei:12`, or ""."""
    if place.source is None:
        return ""
    return f"{place.source.name}:{place.source.position(place.span.start).line}"


def cited_at(cited: Cited) -> str:
    """Return where a figure is printed, and where the plan quotes it."""
    where = located(cited.place)
    title = f"{cited.document}, {cited.title}" if cited.document else cited.title
    return f"{title} ({where})" if where else title


def origin(side: Side, language: str = "es", most: int = _MOST_PLACES) -> str:
    """Return where a figure comes from: who prints it, or what in the plan gives it."""
    places = [cited_at(each) for each in side.cited]
    if len(places) > most:
        more = catalogue.phrase("words", "audit_more", language, {"count": len(places) - most})
        places = [*places[:most], more]
    listed = "; ".join(places)
    if side.origin == "printed":
        return catalogue.phrase("words", "audit_printed_in", language, {"places": listed})
    own = words.word(f"audit_{side.origin}_in", language)
    where = side.file or located(side.place)
    text = f"{own} ({where})" if where else own
    if not listed:
        return text
    also = catalogue.phrase("words", "audit_also_printed", language, {"places": listed})
    return f"{text}, {also}"


def places(finding: Finding, language: str = "es", most: int = _MOST_PLACES) -> list[tuple[str, str]]:
    """Return each figure of a finding with where it comes from."""
    found = []
    for side in finding.sides:
        text = figure(side, language)
        if finding.kind == "count":
            text = f"{text} {words.color_word(side.color, language)}"
        if side.subject or side.kind:
            name = " ".join(part for part in (kind_word(side.kind, language), side.subject) if part)
            text = f"{name} {text}"
        found.append((text, origin(side, language, most)))
    return found


# ---- Terminal ---------------------------------------------------------------------------------------------


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
                yield self._word(_HEADINGS[severity])
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
        evaluation, plan = self.audit.evaluation, self.plan
        entity = f"{plan.entity} ({plan.acronym})" if plan.acronym and plan.entity else plan.entity
        yield from self._wrap(" · ".join(part for part in (plan.title, entity) if part), "")
        methodology = f"{self._word('methodology')} {words.profile(evaluation.methodology, self.language)}"
        yield from self._wrap(
            f"{self._say('audit_title', period=str(evaluation.period))} · {methodology}", ""
        )
        yield from summary(self.audit, self.language, self.width)

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


def summary(audit: Audit, language: str, width: int = WIDTH) -> Iterable[str]:
    """Return how much was compared and what came of it."""
    params: dict[str, Parameter] = {
        "quoted": audit.quoted,
        "compared": audit.compared,
        "contradictions": len(audit.contradictions),
        "explained": len(audit.of(Severity.EXPLAINED)),
        "unchecked": len(audit.of(Severity.UNCHECKED)),
        "period": str(audit.evaluation.period),
    }
    keys = ["audit_summary", "audit_counts"]
    if not audit.quoted:
        keys[0] = "audit_nothing_quoted"
    for key in keys:
        yield from textwrap.wrap(catalogue.phrase("words", key, language, params), width)


# ---- Markdown ---------------------------------------------------------------------------------------------


def render_markdown(audit: Audit, language: str = "es") -> str:
    """Return `audit` as a memo in Markdown, with a numbered paragraph for each contradiction."""
    evaluation, plan = audit.evaluation, audit.evaluation.plan
    title = catalogue.phrase("words", "audit_title", language, {"period": str(evaluation.period)})
    name = plan.title or words.word("plan", language)
    methodology = f"{words.word('methodology', language)} {words.profile(evaluation.methodology, language)}"
    lines = [f"# {title}: {name}", "", f"{methodology[0].upper()}{methodology[1:]}.", ""]
    lines.extend(summary(audit, language, 10_000))
    lines.extend(["", words.word("audit_rule", language), ""])
    lines.extend([f"## {words.word('audit_contradictions', language)}", ""])
    if not audit.contradictions:
        lines.append(words.word("audit_none", language))
    for number, finding in enumerate(audit.contradictions, 1):
        lines.append(f"{number}. {_paragraph(finding, plan, language)}")
    for severity in (Severity.EXPLAINED, Severity.UNCHECKED):
        found = audit.of(severity)
        if found:
            lines.extend(["", f"## {words.word(_HEADINGS[severity], language)}", ""])
            lines.extend(_table(found, plan, language))
    return "\n".join(lines)


def _escaped(text: str) -> str:
    for mark in "\\|*_<>":
        text = text.replace(mark, f"\\{mark}")
    return text


def _paragraph(finding: Finding, plan: Plan, language: str) -> str:
    head = headline(finding, plan, language)
    parts = [f"**{_escaped(f'{head[0].upper()}{head[1:]}')}** ({finding.code})."]
    title = _title(finding, plan)
    if title:
        parts.append(f"*{_escaped(title)}*.")
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


def _title(finding: Finding, plan: Plan) -> str:
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
