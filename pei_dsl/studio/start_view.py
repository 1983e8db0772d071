"""The page where there is no plan yet: open one that lies near, make a new one, begin with an example."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pei_dsl.renderers.html.markup import Markup, element, joined, opening
from pei_dsl.studio.said import say


def start_view(folder: Path, near: Sequence[Path], language: str, *, locked: bool, in_page: bool) -> Markup:
    """Return what is offered in `folder`, which may be in the page's own memory."""
    parts = [element("h1", say("start_title", language)), element("p", say("start_about", language))]
    if near:
        buttons = (
            element("li", element("button", _name(each, folder), type="button", data_open=str(each)))
            for each in near
        )
        parts += [element("h2", say("start_open", language)), element("ul", joined(buttons))]
    if not locked:
        parts += [_new(language), _example(language), _import(language)]
        where = say("start_in_page" if in_page else "start_where", language, folder=str(folder))
        parts.append(element("p", where, class_="below"))
    return joined(parts)


def _name(path: Path, folder: Path) -> str:
    return path.name if path == folder else path.relative_to(folder).as_posix()


def _field(name: str, label: str, value: str = "", kind: str = "text") -> Markup:
    control = opening(
        "input", id=f"nuevo.{name}", name_=name, type=kind, value=value, required="", autocomplete="off"
    )
    return element("div", element("label", label, for_=f"nuevo.{name}"), control, class_="field")


def _new(language: str) -> Markup:
    fields = (
        _field("entity", say("start_entity", language)),
        _field("acronym", say("start_acronym", language)),
        _field("first", say("start_first", language), "2025", "number"),
        _field("last", say("start_last", language), "2030", "number"),
        _field("folder", say("start_folder", language), "mi-plan"),
        element("button", say("start_make", language), type="submit"),
    )
    return element(
        "section",
        element("h2", say("start_new", language)),
        element("form", joined(fields), data_start="new"),
    )


def _example(language: str) -> Markup:
    fields = (
        _field("example", say("start_folder", language), "ejemplo"),
        element("button", say("start_make_example", language), type="submit"),
    )
    return element(
        "section",
        element("h2", say("start_example", language)),
        element("p", say("start_example_about", language)),
        element("form", joined(fields), data_start="example"),
    )


def _import(language: str) -> Markup:
    fields = (
        _field("import_folder", say("start_folder", language), "plan-importado"),
        element(
            "div",
            element("label", say("start_file", language), for_="nuevo.file"),
            opening(
                "input", id="nuevo.file", name_="file", type="file", accept=".xlsx,.xlsm,.csv", required=""
            ),
            class_="field",
        ),
        element("button", say("start_import_do", language), type="submit"),
    )
    return element(
        "section",
        element("h2", say("start_import", language)),
        element("p", say("start_import_about", language)),
        element("form", joined(fields), data_start="import"),
    )
