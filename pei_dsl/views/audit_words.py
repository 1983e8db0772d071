"""An audit in words: what each finding says, where its figures stand, what to do; and as diagnostics."""

from __future__ import annotations

from collections.abc import Sequence

from pei_dsl.algebra import display
from pei_dsl.auditing.contradictions import Audit, Finding, Severity, Side
from pei_dsl.auditing.quoted_figures import Cited
from pei_dsl.diagnostics import Diagnostic, Label, catalogue
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import at
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Place, Plan, Printed
from pei_dsl.model.terms import unit_term
from pei_dsl.views import words

HEADINGS = {
    Severity.CONTRADICTION: "audit_contradictions",
    Severity.EXPLAINED: "audit_explained",
    Severity.UNCHECKED: "audit_unchecked",
}
_MOST_PLACES = 3


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
        return _bare(finding, params).message(language)
    if finding.severity is Severity.EXPLAINED:
        key = "audit_as_ratio" if finding.code == "PEI514" else "audit_rounding"
        return catalogue.phrase("words", key, language, params)
    return catalogue.phrase("words", "audit_open", language, params)


def remedy(finding: Finding, plan: Plan, language: str = "es") -> str:
    """Return what to do about a contradiction."""
    return _bare(finding, parameters(finding, plan, language)).remedy(language)


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


# ---- The whole --------------------------------------------------------------------------------------------


def summary(audit: Audit, language: str) -> list[str]:
    """Return how much was compared and what came of it, in two sentences."""
    params: dict[str, Parameter] = {
        "quoted": audit.quoted,
        "compared": audit.compared,
        "contradictions": len(audit.contradictions),
        "explained": len(audit.of(Severity.EXPLAINED)),
        "unchecked": len(audit.of(Severity.UNCHECKED)),
        "period": str(audit.evaluation.period),
    }
    keys = ["audit_summary" if audit.quoted else "audit_nothing_quoted", "audit_counts"]
    return [catalogue.phrase("words", key, language, params) for key in keys]


def title(audit: Audit, language: str) -> str:
    """Return what the page is: `Auditoría del periodo 2024`."""
    return catalogue.phrase("words", "audit_title", language, {"period": str(audit.evaluation.period)})
