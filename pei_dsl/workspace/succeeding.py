"""The files of the plan after another: its codes, titles and fichas, with figures to be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pei_dsl import vocabulary
from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.edits.changes import PLAN, Address, SetField, SetTitle
from pei_dsl.edits.edit_places import Page
from pei_dsl.edits.editing_many import OfDeclaration, edit_many
from pei_dsl.model.plan import Plan
from pei_dsl.source import Source
from pei_dsl.syntax import tree
from pei_dsl.syntax.line_tokens import quoted
from pei_dsl.syntax.parse import parse
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.soundness import computable
from pei_dsl.workspace.starting import MAX_YEARS

VERSIONS = "versiones.pei"

# What goes on into the next plan; all else tells of the years of this one.
_KEPT = frozenset(
    {"plan", "objective", "action", "indicator", "source", "series", "variable", "function", "methodology"}
)
_FIGURES = ("baseline", "goals", "values")
# What is said of the approval and the years of one plan.
_OF_ONE_PLAN = ("resolution", "evaluated_years")


def next_plan(loaded: Loaded, first: int, last: int, folder: str) -> Mapping[str, str]:
    """
    Return the texts of the plan that comes after `loaded`, by their path in its folder.

    Codes, titles, formulas, sources and comments are as they were; baselines, goals, values, and whatever
    tells of the years of the former plan are left out.  One text more declares the former plan as a version,
    with each code equivalent to itself, to be corrected where codes change.

    Args:
        loaded: The former plan.
        first, last: The years of the next one.
        folder: The folder of the former one, as the next one calls it.

    Raises:
        PlanError: The former plan has errors.
        RequestError: It would have no year, or more than fifteen.
    """
    plan = computable(loaded)
    if not 0 <= last - first < MAX_YEARS:
        raise RequestError("years", most=MAX_YEARS, first=first, last=last)
    texts = {
        file.source.name: _text(file, first, last)
        for file in loaded.files
        if any(each.kind in _KEPT for each in file.declarations)
    }
    name = next(each for each in _names() if each not in texts)
    return {**texts, name: _former(plan, first, folder)}


def _text(file: tree.File, first: int, last: int) -> str:
    """Return one text of the next plan."""
    edited = edit_many(_kept(file), [*_changes(_kept(file), first, last)])
    assert not edited.refused, "each field is there, and a plan stands without its figures"
    return edited.file.source.original


def _kept(file: tree.File) -> tree.File:
    """Return a text without the declarations that tell of the years of one plan."""
    page = Page.of(file)
    pieces, end = [], 0
    for number, declaration in enumerate(file.declarations):
        if declaration.kind not in _KEPT:
            start, stop = page.extent(number)
            pieces.append(page.text[end:start])
            end = stop + len(page.text[stop:]) - len(page.text[stop:].lstrip("\n"))
    text = "".join([*pieces, page.text[end:]]).rstrip("\n") + "\n"
    return parse(Source.of(file.source.name, text)).file


def _names() -> Iterator[str]:
    yield VERSIONS
    number = 2
    while True:
        yield VERSIONS.replace(".", f"-{number}.")
        number += 1


def _changes(file: tree.File, first: int, last: int) -> Iterator[OfDeclaration]:
    """Yield what is changed in the declarations that stay."""
    for declaration in file.declarations:
        if declaration.kind == "plan":
            yield SetTitle(PLAN, f"PEI {first}-{last}")
            yield SetField(PLAN, "period", f"{first} a {last}")
            yield from _without(declaration, PLAN, _OF_ONE_PLAN)
        elif declaration.kind == "indicator":
            address = Address(declaration.header.code or "", "indicator")
            yield from _without(declaration, address, _FIGURES)


def _without(
    declaration: tree.Declaration, address: Address, names: tuple[str, ...]
) -> Iterator[OfDeclaration]:
    held = {item.name for item in declaration.items if isinstance(item, tree.Field)}
    return (SetField(address, name, None) for name in names if name in held)


def _former(plan: Plan, first: int, folder: str) -> str:
    """Return the text that declares the former plan as a version."""
    lines = [
        "# El plan anterior: con estas equivalencias se siguen sus series y se comparan los dos planes.",
        "# Corrija a la izquierda los códigos que cambian en este plan y borre lo que no continúa.",
        "",
        f"{vocabulary.DECLARATIONS.named('version').spanish} anterior {quoted(plan.title)}",
    ]
    if plan.resolution:
        lines.append(f"  resolución: {quoted(plan.resolution)}")
    if plan.period is not None:
        begun, ended = plan.period[0].year, min(plan.period[1].year, first - 1)
        lines.append(f"  rige:       {begun} a {ended}" if begun < ended else f"  rige:       {begun}")
    lines.append(f"  carpeta:    {quoted(folder)}")
    codes = [*plan.groups, *plan.indicators]
    if codes:
        joined = ";\n              ".join(f"{code} = {code}" for code in codes)
        lines.append(f"  equivale:   {joined}")
    return "\n".join(lines) + "\n"
