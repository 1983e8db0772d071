"""The view of what is missing: the value that each indicator needs, by which input, what moves a group."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.algebra import display
from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.diagnostics.errors import PeiError
from pei_dsl.gaps.missing import Gaps, GroupGap, IndicatorGap, InputGap
from pei_dsl.model.units import NUMBER
from pei_dsl.renderers.html.markup import Markup, element, joined, opening
from pei_dsl.renderers.palette import tint_class
from pei_dsl.studio.measuring import Figures
from pei_dsl.studio.results_view import code_button
from pei_dsl.studio.said import say
from pei_dsl.studio.view_pieces import View
from pei_dsl.views import words
from pei_dsl.views.gap_words import reason
from pei_dsl.workspace.questions import gap
from pei_dsl.workspace.workspace import Workspace


def gap_view(workspace: Workspace, figures: Figures, code: str, language: str) -> View:
    """Return what is missing for the best colour: of `code`, or of all that lies below it."""
    evaluation = figures.evaluation
    chosen = code if code in {*workspace.plan.indicators, *workspace.plan.groups} else None
    try:
        found = gap(workspace.loaded, evaluation.period, code=chosen, methodology=evaluation.methodology.name)
    except PeiError:
        return View.whole(element("p", say("gap_with_errors", language), class_="below"))
    color = words.color_word(found.color, language)
    head = element("h2", phrase("words", "gap_for", language, {"color": color}))
    if not found.indicators and not found.groups:
        return View.whole(head, element("p", phrase("words", "gap_nothing", language, {"color": color})))
    return View.whole(head, *_indicators(found, language), *_groups(found, language))


def _indicators(found: Gaps, language: str) -> Iterator[Markup]:
    if not found.indicators:
        return
    label = words.word("indicators", language)
    heads = (words.word(key, language) for key in ("code", "goal", "value", "gap_needed", "gap_difference"))
    yield opening("div", class_="scroll", tabindex="0", role="region", aria_label=label)
    yield opening("table", aria_label=label)
    yield element("thead", element("tr", joined(element("th", each, scope="col") for each in heads)))
    yield element("tbody", joined(_indicator(each, language) for each in found.indicators))
    yield Markup("</table></div>")


def _indicator(each: IndicatorGap, language: str) -> Markup:
    indicator, needed, difference = each.result.indicator, "–", ""
    unit = indicator.unit
    if isinstance(each.needed, Fraction):
        needed = words.in_unit(each.needed, unit, each.decimals)
    if each.difference is not None:
        sign = "+" if each.difference > 0 else ""
        points = f" {words.word('gap_points', language)}" if unit.is_percentage else ""
        difference = f"{sign}{display.shown(each.difference * unit.scale, each.decimals)}{points}"
    arrow = words.ARROWS[indicator.direction]
    head = element("th", code_button(indicator.code, language), f" {arrow} {indicator.title}", scope="row")
    figures = (words.goal(each.result), words.value(each.result), needed, difference)
    row = element("tr", head, joined(element("td", told, class_="r") for told in figures))
    below = "".join(_below(each, language))
    return joined((row, element("tr", element("td", Markup(below), colspan="5")) if below else Markup("")))


def _below(each: IndicatorGap, language: str) -> Iterator[str]:
    """Yield why there is no value, or by which input alone it is reached."""
    if not isinstance(each.needed, Fraction):
        yield element("p", f"{words.NO_COLOR} {reason(each.needed, language)}")
    elif not isinstance(each.inputs, tuple):
        yield element("p", f"{words.NO_COLOR} {reason(each.inputs, language)}")
    elif each.inputs:
        items = joined(element("li", _input(one, language)) for one in each.inputs)
        yield element("p", words.word("gap_inputs", language)) + element("ul", items)


def _input(each: InputGap, language: str) -> str:
    name, *meant = each.names
    called = f"{name} ({', '.join(meant)})" if meant else name
    unit = each.unit or NUMBER
    needed = each.needed
    answer = (
        words.in_unit(needed, unit, None)
        if isinstance(needed, Fraction)
        else f"{words.NO_COLOR} {reason(needed, language)}"
    )
    return f"{called}: {words.in_unit(each.value, unit, None)} → {answer}"


def _groups(found: Gaps, language: str) -> Iterator[Markup]:
    if found.groups:
        yield element("h3", words.word("gap_groups", language))
        yield element("ul", joined(element("li", _group(each, language)) for each in found.groups))


def _group(each: GroupGap, language: str) -> Markup:
    group = each.result.group
    light = words.color_word(each.result.color, language)
    head = joined(
        (
            code_button(group.code, language),
            f" {group.title}: {words.alcance(each.result)} ",
            element("span", light, class_=f"light {tint_class(each.result.color)}"),
        )
    )
    if each.refusal is not None:
        return joined((head, element("p", f"{words.NO_COLOR} {reason(each.refusal, language)}")))
    movers = (
        element(
            "li",
            phrase(
                "words",
                "gap_mover" if one.alcance is None else "gap_mover_enough",
                language,
                {
                    "code": one.result.indicator.code,
                    "alcance": words.percent(one.alcance or Fraction(0)),
                    "full": words.percent(one.full),
                    "figure": words.alcance(one.group),
                    "color": words.color_word(one.group.color, language),
                },
            ),
        )
        for one in each.movers
    )
    return joined((head, element("ul", joined(movers))))
