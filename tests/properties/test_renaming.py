"""Renaming: what is called otherwise is otherwise as it was, and what would not be is refused."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from pei_dsl.analysis.resolve.symbols import kind_of
from pei_dsl.edits.changes import Address, ChangeError, Rename
from pei_dsl.edits.edit_places import Page
from pei_dsl.edits.editing import Edited, edit
from pei_dsl.edits.renaming import mentions
from pei_dsl.edits.rewriting import rewritten
from pei_dsl.edits.uses import Entity, entity_of, uses
from pei_dsl.syntax import tree
from pei_dsl.workspace.workspace import Workspace
from tests import strategies
from tests.example_counts import examples

SPECS = Path(__file__).resolve().parents[2] / "specs"
FOLDERS = [path.parent for path in sorted(SPECS.rglob("plan.pei"))]
WORKSPACES = st.one_of(
    strategies.projects().map(lambda project: Workspace.of({"plan.pei": project.text})),
    st.sampled_from(FOLDERS).map(Workspace.open),
)
NEW = ["nuevo", "población", "A", "B", "a", "suma", "fecha", "atenciones", "Fecha de alta", "si"]
CODES = ["OEI.07", "AEI.01.77", "AEI.07.01", "IND.77.OEI.01", "IND.01.AEI.01.01", "OEI.01"]


def renaming(files: Sequence[tree.File], which: int, to: int) -> tuple[Rename, Entity]:
    """Return a renaming of something that `files` name, and what that is."""
    declarations = {entity_of(each): each for file in files for each in file.declarations}
    inner = {use.entity for use in uses(files) if use.entity[0] in {"local", "column", "parameter"}}
    every = sorted({*(each for each in declarations if each is not None), *inner})
    entity = every[which % len(every)]
    item = entity[2] if len(entity) == 3 else ""
    within = {"local": "code", "column": "source", "parameter": "function"}.get(entity[0])
    owner = declarations[entity if within is None else (within, entity[1])]
    of = Address(owner.header.code or owner.header.name or "", owner.kind)
    code = entity[0] == "code"
    fresh = re.sub(r"\d+", "66", entity[1], count=1) if code else f"{entity[-1]}_nuevo"
    names = [fresh, fresh, *(CODES if code else NEW)]
    return Rename(of, names[to % len(names)], item), entity


def made(workspace: Workspace, change: Rename) -> Edited | None:
    try:
        return edit(workspace.loaded.files, change)
    except ChangeError:
        return None


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(WORKSPACES, st.integers(0, 999), st.integers(0, 99))
def test_a_plan_with_a_new_name_is_the_plan(workspace: Workspace, which: int, to: int) -> None:
    change, entity = renaming(workspace.loaded.files, which, to)
    edited = made(workspace, change)
    assume(edited is not None)
    assert edited is not None
    renamed = _with(workspace, edited.texts)
    names = _names(workspace, renamed)

    before = sorted((each.code, each.variant) for each in workspace.loaded.diagnostics)
    after = sorted((each.code, each.variant) for each in renamed.loaded.diagnostics)
    assert after == before
    assert edited.rewrites or change.name == entity[-1]
    _assert_same(workspace.plan, renamed.plan, names)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(WORKSPACES, st.integers(0, 999), st.integers(0, 99))
def test_renaming_back_gives_the_texts(workspace: Workspace, which: int, to: int) -> None:
    change, entity = renaming(workspace.loaded.files, which, to)
    edited = made(workspace, change)
    assume(edited is not None)
    assert edited is not None
    undone = {
        name: rewritten(text, [each for each in edited.undo if each.name == name])
        for name, text in edited.texts.items()
    }
    assert {**workspace.texts, **undone} == workspace.texts

    of = attrs.evolve(change.of, name=change.of.name if change.item else change.name)
    back = Rename(of, entity[-1], change.name if change.item else "")
    renamed = _with(workspace, edited.texts)
    assert renamed.edited(back).texts == workspace.texts


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(WORKSPACES, st.integers(0, 999), st.integers(0, 99))
def test_what_is_not_changed_is_listed(workspace: Workspace, which: int, to: int) -> None:
    change, entity = renaming(workspace.loaded.files, which, to)
    edited = made(workspace, change)
    assume(edited is not None and not change.item)
    assert edited is not None
    told = {
        (each.name, each.line)
        for each in mentions([Page.of(file) for file in workspace.loaded.files], change)
    }
    whole = re.compile(rf"(?<![\w.]){re.escape(entity[-1])}(?!\w|\.\w)")

    for name, text in {**workspace.texts, **edited.texts}.items():
        for number, line in enumerate(text.split("\n"), 1):
            comment = line.partition("#")[2]
            if whole.search(comment) and '"' not in line:
                assert (name, number) in told


def _with(workspace: Workspace, texts: Mapping[str, str]) -> Workspace:
    for name, text in texts.items():
        workspace = workspace.with_text(name, text)
    return workspace.apart()


def _names(before: Workspace, after: Workspace) -> Callable[[str], set[str]]:
    """Return what each string of a plan may have become, by the names that stand in the same places."""
    pairs: dict[str, set[str]] = {}
    for one, other in zip(uses(before.loaded.files), uses(after.loaded.files), strict=True):
        pairs.setdefault(one.entity[-1], set()).add(other.entity[-1])

    def became(text: str) -> set[str]:
        parts = [pairs.get(part, {part}) for part in re.split("(:| de )", text)]  # a citation's: A de IND.01
        return {"".join(each) for each in itertools.product(*parts)}

    return became


# Places and quotations, and what codes tell by themselves: an indicator may be called into another group.
_FOLLOWING = {"span", "declared_at", "typed_at", "text", "formula_text", "group", "parent"}


def _assert_same(one: object, other: object, became: Callable[[str], set[str]]) -> None:
    """Hold two parts of plans to be the same but for what things are called."""
    assert type(one) is type(other)
    if isinstance(one, Enum):
        assert one is other
    elif isinstance(one, str) and isinstance(other, str):
        assert other in {one, *became(one)}
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        assert len(one) == len(other)
        left, right = dict(one), dict(other)
        for key, value in left.items():
            twin = key
            if isinstance(key, str) and key not in right:
                [twin] = became(key) & right.keys()
            _assert_same(value, right[twin], became)
    elif isinstance(one, tuple) and isinstance(other, tuple):
        assert len(one) == len(other)
        for first, second in zip(one, other, strict=True):
            _assert_same(first, second, became)
    elif attrs.has(type(one)):
        for field in attrs.fields(type(one)):  # type: ignore[arg-type]  # it was just told to be one
            if field.name not in _FOLLOWING:
                _assert_same(getattr(one, field.name), getattr(other, field.name), became)
    else:
        assert one == other


INDICATOR = """objetivo OEI.01 "Uno"
variable tasa = 3
indicador IND.01.OEI.01 "Primero"
  fórmula: A / tasa
  donde: A "Casos" = 2
  unidad: número
  sentido: ascendente
"""


@given(st.sampled_from([("tasa", "variable", "", "A"), ("IND.01.OEI.01", "indicator", "A", "tasa")]))
def test_a_name_that_would_be_taken_for_another_is_refused(case: tuple[str, str, str, str]) -> None:
    name, kind, item, new = case
    assert made(Workspace.of({"plan.pei": INDICATOR}), Rename(Address(name, kind), new, item)) is None


@given(st.sampled_from(CODES))
@example("OEI.01")
def test_codes_are_codes_of_their_kind(code: str) -> None:
    edited = made(Workspace.of({"plan.pei": INDICATOR}), Rename(Address("OEI.01"), code))

    assert (edited is not None) == (kind_of(code) == "objective")
    if edited is not None and code != "OEI.01":
        assert f"indicador IND.01.{code} " in edited.texts["plan.pei"]


BESIDE = """\
objetivo OEI.01 "Objetivo"
acción AEI.01.01 "Acción"
indicador IND.01.AEI.01.01 "Indicador"
  unidad:  número
  sentido: ascendente
actividad obra "Obra"
  acción: AEI.01.01
evidencia acta "Acta"
  de:    IND.01.AEI.01.01
  fecha: 2024-03-15
factor recorte "Recorte"
  en: OEI.01; AEI.01.01
recomendación REC.2024.01 "Contratar"
  para:  AEI.01.01
  sigue: IND.01.AEI.01.01
compromiso COM.01 "Convocar"
  responde a: REC.2024.01
  medio:      acta
"""


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ("OEI.01", "OEI.02", 9),
        ("REC.2024.01", "REC.2024.02", 2),
        ("COM.01", "COM.02", 1),
        ("acta", "acta_puno", 2),
        ("obra", "obra_puno", 1),
        ("recorte", "presupuesto", 1),
    ],
)
def test_what_is_told_beside_figures_is_renamed_wherever_it_is_named(old: str, new: str, places: int) -> None:
    workspace = Workspace.of({"plan.pei": BESIDE})
    assert not workspace.loaded.errors

    [text] = edit(workspace.loaded.files, Rename(Address(old), new)).texts.values()

    assert not Workspace.of({"plan.pei": text}).loaded.errors
    assert sum(a != b for a, b in zip(BESIDE.split(), text.split(), strict=True)) == places
