"""The view of findings: each with its place and what to write, and its fixes as buttons."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.diagnostics.finding import Fix
from pei_dsl.diagnostics.fixing import made_in
from pei_dsl.model.plan import Place, Plan
from pei_dsl.renderers.html.markup import Markup, element, joined
from pei_dsl.source import Source
from pei_dsl.studio.data_places import data_place
from pei_dsl.studio.page_places import page_offset
from pei_dsl.studio.said import say
from pei_dsl.studio.view_pieces import View
from pei_dsl.views.findings_page import FindingsPage

_SIGNS = {Severity.ERROR: "✖", Severity.WARNING: "⚠", Severity.NOTE: "ℹ"}


def findings_view(found: Sequence[Diagnostic], plan: Plan, language: str) -> View:
    """Return the list of findings about `plan`, errors first; each is a piece of its own."""
    page = FindingsPage(sorted(found, key=lambda each: each.severity is not Severity.ERROR))
    pieces = {f"hallazgo.{key_of(each)}": _item(each, plan, language) for each in page.shown}
    rest = element("p", page.rest(language)) if page.left else Markup("")
    begins = joined((element("p", page.summary(language)), Markup('<ul class="findings">')))
    return View((begins, *pieces.items(), Markup("</ul>"), rest))


def key_of(diagnostic: Diagnostic) -> str:
    """Return what a finding is called on the page: the same finding is called the same."""
    what = (diagnostic.code, diagnostic.variant, diagnostic.place, diagnostic.cell, diagnostic.message())
    return hashlib.sha256(repr(what).encode()).hexdigest()[:12]


def name_of(diagnostic: Diagnostic, language: str) -> str:
    """Return what a finding is called while its text moves: by what it says, not by where it stands."""
    return f"{diagnostic.location.file} {diagnostic.code} {diagnostic.message(language)}"


def _item(each: Diagnostic, plan: Plan, language: str) -> Markup:
    severity = say(f"severity_{each.severity.name.lower()}", language)
    return element(
        "li",
        element("strong", f"{_SIGNS[each.severity]} {severity} {each.code}"),
        " ",
        element("span", each.headline(language)),
        joined(element("p", told, class_="help") for told in each.remedies(language)),
        element("p", joined(_buttons(each, plan, language), " "), class_="buttons"),
        id=f"hallazgo.{key_of(each)}",
        class_=each.severity.name.lower(),
    )


def _buttons(each: Diagnostic, plan: Plan, language: str) -> Iterator[Markup]:
    source = each.primary.source
    if source is not None:
        yield _leading_to(Place(source, each.primary.span), str(each.location))
    else:
        yield element("span", str(each.location))
        place = data_place(each, plan)
        if place is not None and place.source is not None:
            line = place.source.position(place.span.start).line
            yield _leading_to(place, say("declared_at", language, place=f"{place.source.name}:{line}"))
    for index, fix in enumerate(each.fixes):
        if fix.edits:
            told = say("fix", language, text=fix.text.strip() or say("fix_remove", language))
            yield element("button", told, type="button", data_fix=key_of(each), data_number=str(index))
    if each.code == "PEI336" and each.variant == "unread":
        yield element("button", say("databases_read", language), type="button", data_databases="")
    yield element("button", say("explain", language), type="button", data_message=each.code)


def _leading_to(place: Place, told: str) -> Markup:
    """Return a button that leads to a place of the text."""
    assert place.source is not None
    at = str(page_offset(place.source, place.span.start))
    return element("button", told, type="button", data_file=place.source.name, data_at=at)


# ---- For the editor -------------------------------------------------------------------------------------


def marks(found: Sequence[Diagnostic], plan: Plan, language: str) -> list[dict[str, Any]]:
    """
    Return the findings as the editor marks them: where they are, what they say, what mends them.

    What is about data stands where the text speaks of them, and says where in the data it is.
    """
    placed = ((each, _place(each, plan)) for each in found)
    return [_mark(each, place, language) for each, place in placed if place is not None]


def _place(finding: Diagnostic, plan: Plan) -> Place | None:
    source = finding.primary.source
    return data_place(finding, plan) if source is None else Place(source, finding.primary.span)


def _mark(finding: Diagnostic, place: Place, language: str) -> dict[str, Any]:
    assert place.source is not None
    told = finding.message(language)
    return {
        "key": key_of(finding),
        "name": name_of(finding, language),
        "file": place.source.name,
        "from": page_offset(place.source, place.span.start),
        "to": page_offset(place.source, place.span.end),
        "severity": finding.severity.name.lower(),
        "code": finding.code,
        "message": told if finding.primary.source is not None else f"{finding.location}: {told}",
        "help": finding.help(language),
        "fixes": [fix.text.strip() if fix.edits else "" for fix in finding.fixes],
    }


def mended_texts(found: Sequence[Diagnostic], key: str, number: int) -> dict[str, str]:
    """Return the texts that fix `number` of the finding called `key` changes; none where it is gone."""
    for each in found:
        if key_of(each) == key and number < len(each.fixes):
            fix = each.fixes[number]
            sources: dict[str, Source] = {edit.source.name: edit.source for edit in fix.edits}
            return {name: _made(source, each, fix) for name, source in sources.items()}
    return {}


def _made(source: Source, diagnostic: Diagnostic, fix: Fix) -> str:
    own = Fix(fix.text, tuple(edit for edit in fix.edits if edit.source.name == source.name))
    return made_in(source, [(diagnostic, own)]).text
