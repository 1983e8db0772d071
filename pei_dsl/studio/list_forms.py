"""The parts of a form for what a declaration lists: inputs with their filters, columns, examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pei_dsl.model.plan import Plan
from pei_dsl.renderers.html.markup import Markup, element, joined, opening
from pei_dsl.studio.listed_items import Listed, Lists
from pei_dsl.studio.said import say
from pei_dsl.studio.simple_counts import AGGREGATES, OPERATORS, Filter, SimpleCount, simple_count
from pei_dsl.vocabulary.column_words import COLUMN_TYPES

# How a choice is shown that is written otherwise; texts may be written with these signs too.
_SIGNS = {"": "—", "<>": "≠", "<=": "≤", ">=": "≥"}


def list_forms(
    lists: Lists, kind: str, code: str, plan: Plan, language: str, off: str | None
) -> Iterator[Markup]:
    """Yield the parts of the form of a declaration of that kind."""
    if kind == "indicator":
        for each in lists.where:
            yield _definition(each, lists, code, plan, language, off)
        yield _new("where", code, language, off, with_title=True)
        for title, items in lists.examples.items():
            yield _example(title, items, code, language, off)
        yield _no_example(lists, code, language)
    elif kind == "source":
        yield _columns(lists, code, language, off)
        yield _new("column", code, language, off, with_title=False)


def _definition(each: Listed, lists: Lists, code: str, plan: Plan, language: str, off: str | None) -> Markup:
    legend = element("legend", " · ".join(filter(None, (each.name, each.title))))
    raw = _item_input("where", each, code, say("item_formula", language), off)
    parts = simple_count(each.expression, lists.text) if each.expression is not None else None
    if not plan.sources:
        return element("fieldset", legend, raw, class_="item")
    known = parts or SimpleCount("contar", next(iter(plan.sources)))
    if known.source not in plan.sources:
        return element("fieldset", legend, raw, class_="item")
    count = _count(each, known, code, plan, language, off)
    told = say("item_count", language) if parts is not None else say("item_count_instead", language)
    builder = element("details", element("summary", told), count, open="" if parts is not None else None)
    return element("fieldset", legend, raw, builder, class_="item")


def _count(each: Listed, known: SimpleCount, code: str, plan: Plan, language: str, off: str | None) -> Markup:
    begins = f"cuenta.{each.name}"
    columns = list(plan.sources[known.source].columns)
    filters = (*known.filters, Filter("", "=", ""))
    rows = (
        element(
            "div",
            _select(f"{begins}.{n}.columna", ["", *columns], one.column, say("filter_column", language), off),
            _select(f"{begins}.{n}.signo", OPERATORS, one.operator, say("filter_operator", language), off),
            _input(f"{begins}.{n}.valor", one.value, say("filter_value", language), off),
            class_="filter",
        )
        for n, one in enumerate(filters)
    )
    return element(
        "div",
        _select(f"{begins}.hace", AGGREGATES, known.aggregate, say("count_does", language), off, named=True),
        _select(
            f"{begins}.fuente", [*plan.sources], known.source, say("count_source", language), off, named=True
        ),
        _select(
            f"{begins}.columna", ["", *columns], known.column, say("count_column", language), off, named=True
        ),
        element("p", say("count_filters", language), class_="below"),
        *rows,
        element("button", say("count_write", language), type="button", data_count=each.name, disabled=off),
        class_="count",
        data_of=code,
    )


def _columns(lists: Lists, code: str, language: str, off: str | None) -> Markup:
    inputs = [
        _labelled(f"columna.{each.name}", each.name, _item_input("column", each, code, each.name, off))
        for each in lists.columns
    ]
    types = element("datalist", *(opening("option", value=each.spanish) for each in COLUMN_TYPES), id="tipos")
    told = element("p", say("columns_help", language), class_="below")
    return element(
        "fieldset", element("legend", say("columns", language)), told, *inputs, types, class_="rows"
    )


def _example(title: str, items: Sequence[Listed], code: str, language: str, off: str | None) -> Markup:
    inputs = []
    for each in items:
        control = _item_input("example", each, code, each.name, off, title)
        inputs.append(_labelled(f"ejemplo.{title}.{each.name}", each.name, control))
    legend = element("legend", say("example_of", language, title=title))
    return element("fieldset", legend, *inputs, _new("example", code, language, off, within=title))


def _no_example(lists: Lists, code: str, language: str) -> Markup:
    if lists.examples:
        return Markup("")
    told = element("p", say("example_none", language, code=code), class_="below")
    return element("fieldset", element("legend", say("example", language)), told)


def _new(
    field: str, code: str, language: str, off: str | None, *, with_title: bool = False, within: str = ""
) -> Markup:
    """Return what adds an item to a list: its name and what stands behind it."""
    begins = f"nuevo.{field}.{within}"
    inputs = [
        _labelled(f"{begins}.nombre", say("item_name", language), _plain(f"{begins}.nombre", off)),
        _labelled(f"{begins}.valor", say(f"item_value_{field}", language), _plain(f"{begins}.valor", off)),
    ]
    if with_title:
        title = f"{begins}.titulo"
        inputs.insert(1, _labelled(title, say("field_title", language), _plain(title, off)))
    button = element(
        "button",
        say("add_do", language),
        type="button",
        data_item=begins,
        data_list=field,
        data_within=within,
        data_of=code,
        disabled=off,
    )
    legend = element("legend", say(f"item_new_{field}", language))
    return element("fieldset", legend, *inputs, button, class_="rows")


def _plain(name: str, off: str | None) -> Markup:
    return opening("input", id=name, type="text", disabled=off)


def _labelled(name: str, label: str, control: Markup) -> Markup:
    return element("div", element("label", label, for_=name), control, class_="field")


def _item_input(field: str, each: Listed, code: str, label: str, off: str | None, within: str = "") -> Markup:
    names = {"where": f"formula.{each.name}", "column": f"columna.{each.name}"}
    return opening(
        "input",
        id=names.get(field, f"ejemplo.{within}.{each.name}"),
        type="text",
        value=each.value,
        aria_label=label,
        list="tipos" if field == "column" else None,
        data_of=code,
        data_list=field,
        data_name=each.name,
        data_within=within,
        disabled=off,
    )


def _input(name: str, value: str, label: str, off: str | None) -> Markup:
    return opening("input", id=name, type="text", value=value, aria_label=label, disabled=off)


def _select(
    name: str, choices: Sequence[str], chosen: str, label: str, off: str | None, *, named: bool = False
) -> Markup:
    known = list(dict.fromkeys([*choices, chosen]))
    options = (
        element("option", _SIGNS.get(each, each), value=each, selected="" if each == chosen else None)
        for each in known
    )
    control = element("select", joined(options), id=name, aria_label=None if named else label, disabled=off)
    return _labelled(name, label, control) if named else control
