"""The view of forms: a declaration in fields to fill in, and all figures in a grid; both write the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pei_dsl.edits.changes import Address
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan
from pei_dsl.renderers.html.markup import Markup, element, joined, opening
from pei_dsl.studio.list_forms import list_forms
from pei_dsl.studio.listed_items import lists_of
from pei_dsl.studio.results_view import code_button
from pei_dsl.studio.said import say
from pei_dsl.studio.view_pieces import View
from pei_dsl.studio.written_fields import FIGURES, Declared, Written, declared
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import Shape

_NAMES_OF_FIGURES = {"baseline": "figures_baseline", "goals": "figures_goals", "values": "figures_values"}


def form_view(
    files: Sequence[tree.File],
    plan: Plan,
    code: str,
    years: Sequence[Period],
    language: str,
    *,
    locked: bool,
) -> View:
    """Return the form of the declaration `code`."""
    found = declared(tuple(files), Address(code)) if code else None
    off = "" if locked else None
    if found is None:
        return View.whole(
            element("p", say("form_nothing", language), class_="below"),
            element("div", _adding(language, off), class_="form"),
        )
    title = _labelled(
        "campo.title",
        say("field_title", language),
        element("textarea", found.title, id="campo.title", rows="2", data_title=code, disabled=off),
    )
    fields = (_field(each, code, language, off) for each in found.fields)
    parts = [
        element("h2", say("form_of", language, code=code)),
        title,
        *fields,
        *(_figures(name, found, years, language, off) for name in FIGURES if name in found.figures),
    ]
    lists = lists_of(files, found.address)
    parts.extend(list_forms(lists, found.kind, code, plan, language, off))
    if found.in_text:
        told = say("form_in_text", language, fields=", ".join(found.in_text))
        parts.append(element("p", told, " ", code_button(code, language), class_="below"))
    remove = element(
        "button", say("remove", language, code=code), type="button", data_remove=code, disabled=off
    )
    return View.whole(
        element("div", joined([*parts, element("p", remove), _adding(language, off)]), class_="form")
    )


def _adding(language: str, off: str | None) -> Markup:
    """Return what adds an objective, an action or an indicator: its code and its name."""
    code = opening("input", id="agregar.code", type="text", placeholder="IND.01.OEI.01", disabled=off)
    title = opening("input", id="agregar.title", type="text", disabled=off)
    return element(
        "fieldset",
        element("legend", say("add", language)),
        _labelled("agregar.code", say("add_code", language), code),
        _labelled("agregar.title", say("field_title", language), title),
        element("button", say("add_do", language), type="button", data_add="", disabled=off),
        class_="rows",
    )


def _labelled(name: str, label: str, control: Markup) -> Markup:
    return element("div", element("label", label, for_=name), control, class_="field")


def _field(each: Written, code: str, language: str, off: str | None) -> Markup:
    word = each.word
    name = f"campo.{word.name}"
    label = word.spanish if language == "es" else word.english or word.spanish
    if word.words is not None:
        choices = [choice.spanish for choice in word.words]
        known = [each.text] if each.text and each.text not in choices else []
        options = (
            element("option", choice, value=choice, selected="" if choice == each.text else None)
            for choice in ["", *choices, *known]
        )
        control = element(
            "select", joined(options), id=name, data_of=code, data_field=word.name, disabled=off
        )
    elif word.shape is Shape.TEXT or "\n" in each.text or len(each.text) > 60:
        rows = str(min(6, 1 + len(each.text) // 60 + each.text.count("\n")))
        control = element(
            "textarea", each.text, id=name, rows=rows, data_of=code, data_field=word.name, disabled=off
        )
    else:
        control = opening(
            "input", id=name, type="text", value=each.text, data_of=code, data_field=word.name, disabled=off
        )
    return _labelled(name, label[:1].upper() + label[1:], control)


def _figures(name: str, found: Declared, years: Sequence[Period], language: str, off: str | None) -> Markup:
    written = found.figures[name]
    periods = [*dict.fromkeys([*written, *([] if name == "baseline" else map(str, years))])]
    cells = (
        _labelled(
            f"cifra.{name}.{period}", period, _figure_input(found.address.name, name, period, written, off)
        )
        for period in sorted(periods)
    )
    more = element("p", say("no_figures", language), class_="below") if not periods else Markup("")
    legend = element("legend", say(_NAMES_OF_FIGURES[name], language))
    return element("fieldset", legend, joined(cells), more)


def _figure_input(code: str, name: str, period: str, written: dict[str, str], off: str | None) -> Markup:
    return opening(
        "input",
        id=f"cifra.{name}.{period}",
        type="text",
        value=written.get(period, ""),
        data_of=code,
        data_figure=name,
        data_period=period,
        disabled=off,
    )


# ---- The grid ------------------------------------------------------------------------------------------


def grid_view(
    files: Sequence[tree.File], plan: Plan, name: str, years: Sequence[Period], language: str, *, locked: bool
) -> View:
    """Return a grid of the figures `name`: a row for each indicator, a column for each period."""
    label = say(_NAMES_OF_FIGURES[name], language)
    heads = [element("th", say("indicator", language), scope="col")]
    heads += [element("th", str(each), scope="col", id=f"col.{each}") for each in years]
    begins = joined(
        (
            element("p", say("grid_help", language), class_="below"),
            opening("div", class_="scroll", tabindex="0", role="region", aria_label=label),
            opening("table", class_="grid", aria_label=label),
            element("thead", element("tr", *heads)),
            Markup("<tbody>"),
        )
    )
    rows = tuple(_grid_rows(files, plan, name, years, language, "" if locked else None))
    return View((begins, *rows, Markup("</tbody></table></div>")))


def _grid_rows(
    files: Sequence[tree.File], plan: Plan, name: str, years: Sequence[Period], language: str, off: str | None
) -> Iterator[tuple[str, Markup]]:
    written = _all_written(files, name)
    for code, indicator in plan.indicators.items():
        own = written.get(code, {})
        cells = (
            element(
                "td",
                opening(
                    "input",
                    id=f"cuadro.{name}.{code}.{year}",
                    type="text",
                    value=own.get(str(year), ""),
                    aria_label=f"{code}, {year}",
                    data_of=code,
                    data_figure=name,
                    data_period=str(year),
                    disabled=off,
                ),
            )
            for year in years
        )
        head = element("th", code_button(code, language), " ", element("span", indicator.title), scope="row")
        yield f"cuadro.{code}", element("tr", head, joined(cells), id=f"cuadro.{code}", data_code=code)


def _all_written(files: Sequence[tree.File], name: str) -> dict[str, dict[str, str]]:
    """Return what is written of the figures `name`, by code and period."""
    found: dict[str, dict[str, str]] = {}
    for file in files:
        for declaration in file.declarations:
            if declaration.kind != "indicator" or not declaration.header.code:
                continue
            own = found.setdefault(declaration.header.code, {})
            for field in declaration.items:
                if (
                    isinstance(field, tree.Field)
                    and field.name == name
                    and isinstance(field.value, tree.Figures)
                ):
                    own |= {
                        each.period.written: file.source.text[each.amount.span.start : each.span.end].strip()
                        for each in field.value.items
                    }
    return found
