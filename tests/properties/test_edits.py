"""Edits: what every change of every text obeys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl import vocabulary
from pei_dsl.edits.changes import (
    AddDeclaration,
    Address,
    Change,
    ChangeError,
    RemoveDeclaration,
    SetField,
    SetFigure,
    SetTitle,
)
from pei_dsl.edits.editing import Edited, edit
from pei_dsl.edits.rewriting import inverse, rewritten
from pei_dsl.source import Source
from pei_dsl.syntax import tree
from pei_dsl.syntax.parse import parse
from pei_dsl.syntax.parts import Kind, parts
from pei_dsl.syntax.write import write
from tests import strategies

NAME = "plan.pei"
VALUES = {
    "TEXT": ['"Otro texto"', "otras palabras", '"Uno"; "Dos"'],
    "NUMBER": ["3"],
    "FORMULA": ["A / B", "?", "suma(f.x si y > 2)"],
    "FIGURES": ["2025: 3", "2024: 1\n    2025: 2%"],
    "WHERE": ['A "Uno" = 1'],
    "PERIODS": ["2025 a 2030", "2024"],
    "BANDS": ["verde >= 95%; amarillo >= 75%; rojo"],
    "COUNTS": ["3 verde, 2 rojo"],
    "ROWS": ["f.x", "f.x; f.y si z > 2 en últimos 2 años"],
    "INPUTS": ["A de IND.01.OEI.01 = 3"],
}


def read(text: str) -> tree.File:
    return parse(Source.of(NAME, text)).file


def addresses(file: tree.File) -> list[Address]:
    """Return an address for each declaration that can be addressed."""
    seen: dict[tuple[str, str], int] = {}
    found = []
    for each in file.declarations:
        name = each.header.code or each.header.name or each.header.title or ""
        if each.kind and (name or each.kind == "plan"):
            key = (each.kind, "" if each.kind == "plan" else vocabulary.fold(name))
            seen[key] = seen.get(key, 0) + 1
            found.append(Address(name, each.kind, seen[key]))
    return found


def declared(file: tree.File, address: Address) -> tree.Declaration:
    [*pairs] = zip(addresses(file), (each for each in file.declarations if _named(each)), strict=True)
    return next(declaration for known, declaration in pairs if known == address)


def _named(declaration: tree.Declaration) -> bool:
    header = declaration.header
    return bool(
        declaration.kind and (header.code or header.name or header.title or declaration.kind == "plan")
    )


def comments(text: str) -> list[str]:
    return sorted(
        each.text.rstrip() for each in parts(read(text)) if each.kind in {Kind.COMMENT, Kind.DOCUMENTATION}
    )


@st.composite
def changes(draw: st.DrawFn, file: tree.File) -> Change:
    """Draw a change of something that `file` declares, often one that it already has a place for."""
    address = draw(st.sampled_from(addresses(file)))
    declaration = declared(file, address)
    fields = [each for each in vocabulary.FIELDS if declaration.kind in each.of]
    present = {each.name for each in declaration.items if isinstance(each, tree.Field)}
    figures = [each.name for each in fields if each.kind == "FIGURES"]
    kinds = [
        "title",
        "add",
        "remove",
        *(["field", "field"] if fields else []),
        *(["figure"] * 2 if figures else []),
    ]
    match draw(st.sampled_from(kinds)):
        case "title":
            return SetTitle(address, draw(st.sampled_from(["Otro", 'Con "comillas"', "Con «otras»"])))
        case "add":
            return AddDeclaration("variable recién_llegada = 3", after=address)
        case "remove":
            return RemoveDeclaration(address)
        case "field":
            field = draw(st.sampled_from([each for each in fields if each.name in present] or fields))
            value = draw(st.sampled_from([None, *VALUES[field.kind]]))
            return SetField(address, field.name, value)
        case _:
            period = draw(st.sampled_from(["2019", "2024", "2025", "2024-S1", "2024-03"]))
            value = draw(st.sampled_from([None, "0.5%", "1,234", "3 preliminar", "no programado"]))
            return SetFigure(address, draw(st.sampled_from(figures)), period, value)


TEXTS = st.one_of(
    strategies.files.map(write),
    strategies.disguised(st.sampled_from(strategies.SPECS)),
    strategies.mutated_specs(),
)


def made(data: st.DataObject, text: str) -> tuple[tree.File, Change, Edited] | None:
    """Return the file of `text` and a change of it, made; None where there is nothing to change."""
    file = read(text)
    if not addresses(file):
        return None
    change = data.draw(changes(file))
    try:
        return file, change, edit([file], change)
    except ChangeError:
        return None


@given(TEXTS, st.data())
def test_a_change_taken_back_gives_the_text_to_the_character(text: str, data: st.DataObject) -> None:
    found = made(data, text)
    if found is None:
        return
    _, _, edited = found
    after = rewritten(text, edited.rewrites)

    assert edited.texts == ({NAME: after} if edited.rewrites else {})
    assert rewritten(after, edited.undo) == text
    assert inverse(after, edited.undo) == tuple(sorted(edited.rewrites))


@given(TEXTS, st.data())
def test_a_change_says_what_it_is_for_and_touches_no_other_declaration(
    text: str, data: st.DataObject
) -> None:
    found = made(data, text)
    if found is None or not found[2].rewrites:
        return
    file, change, edited = found
    after = read(edited.texts[NAME])
    others = [each for each in file.declarations if not _is_changed(file, each, change)]

    match change:
        case AddDeclaration():
            [new] = [each for each in after.declarations if each.header.name == "recién_llegada"]
            assert [each for each in after.declarations if each is not new] == list(file.declarations)
        case RemoveDeclaration():
            assert list(after.declarations) == others
        case SetTitle(title=title):
            assert declared_at(file, after, change.of).header.title == title
        case SetField(field=field, value=value):
            fields = [each for each in items(file, after, change.of) if each.name == field]
            assert fields or value is None
        case SetFigure(field=field, period=period, value=value):
            values = [each.value for each in items(file, after, change.of) if each.name == field]
            written = [
                figure.period.written
                for each in values
                if isinstance(each, tree.Figures)
                for figure in each.items
            ]
            assert (period in written) == (value is not None)
    if not isinstance(change, AddDeclaration):
        assert [each for each in after.declarations if each in others] == others


def _is_changed(file: tree.File, declaration: tree.Declaration, change: Change) -> bool:
    return not isinstance(change, AddDeclaration) and declaration is declared(file, change.of)


def declared_at(before: tree.File, after: tree.File, address: Address) -> tree.Declaration:
    """Return the declaration that stands in `after` where `address` stood in `before`."""
    [place] = [i for i, each in enumerate(before.declarations) if each is declared(before, address)]
    return after.declarations[place]


def items(before: tree.File, after: tree.File, address: Address) -> Sequence[tree.Field]:
    found: Iterator[tree.Item] = iter(declared_at(before, after, address).items)
    return [each for each in found if isinstance(each, tree.Field)]


@given(TEXTS, st.data())
def test_a_change_loses_no_comment(text: str, data: st.DataObject) -> None:
    found = made(data, text)
    if found is None or not found[2].rewrites or isinstance(found[1], RemoveDeclaration):
        return

    assert comments(found[2].texts[NAME]) == comments(text)


@pytest.mark.parametrize("text", strategies.SPECS)
def test_in_sound_plans_every_field_and_figure_can_be_changed(text: str) -> None:
    """No change of a field of a real plan is refused, and writing what stands there changes nothing."""
    file = read(text)
    for address in addresses(file):
        for each in declared(file, address).items:
            if not isinstance(each, tree.Field) or isinstance(each.value, tree.Column | tree.Example):
                continue
            start = each.value.span.start
            same = file.source.text[start : each.span.end]
            assert not edit([file], SetField(address, each.name, same)).rewrites
            assert edit([file], SetField(address, each.name, None)).rewrites
            if isinstance(each.value, tree.Figures):
                assert edit([file], SetFigure(address, each.name, "2099", "5%")).rewrites


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (SetTitle(Address("IND.09.OEI.09"), "x"), "no declaration"),
        (SetField(Address("x", "variable"), "goals", "número"), "no field"),
        (SetField(Address("OEI.01"), "responsible", 'A"\nindicador IND.02.OEI.01 "X'), "more than"),
        (SetField(Address("OEI.01"), "responsible", "A\n  prioridad: 3"), "more than"),
        (SetFigure(Address("IND.01.OEI.01"), "goals", "hoy", "3"), "no period"),
        (SetFigure(Address("IND.01.OEI.01"), "goals", "2024", "3\n  peso: 2"), "more than"),
        (SetField(Address("IND.01.OEI.01"), "responsible", '"Uno" # dos'), "more than"),
        (AddDeclaration("esto no es nada", after=Address("OEI.01")), "more than"),
    ],
)
def test_what_would_say_something_else_is_refused(change: Change, reason: str) -> None:
    text = (
        'objetivo OEI.01 "Salud"\n\nindicador IND.01.OEI.01 "Uno"\n  logros:\n    2024: 1\n\nvariable x = 3\n'
    )

    with pytest.raises(ChangeError, match=reason):
        edit([read(text)], change)
