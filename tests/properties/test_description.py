"""Whatever is in a plan can be described and drawn, in every form and language."""

from __future__ import annotations

import importlib.resources
import json

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.diagnostics.catalogue import LANGUAGES
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.renderers import tree_graphs, tree_json, tree_text
from pei_dsl.renderers.description import description_to_json, render, render_markdown
from pei_dsl.renderers.facts import describe, describe_plan, known_names
from pei_dsl.views import tree_page
from pei_dsl.workspace.inventory import inventory
from pei_dsl.workspace.loaded import Loaded
from tests import strategies
from tests.properties.test_totality import loaded, texts

DESCRIPTIONS, TREES = (
    jsonschema.Draft202012Validator(
        json.loads(
            (importlib.resources.files("pei_dsl.renderers") / f"{name}.schema.json").read_text("utf-8")
        )
    )
    for name in ("descripcion", "arbol")
)


def everything(found: Loaded, language: str) -> None:
    """Describe and draw all that is in `found`."""
    held = inventory(found)
    described = [describe_plan(found.plan, held, language)]
    for name in known_names(found.plan):
        each = describe(found.plan, held, name, language)

        assert each, name

        described.extend(each)
    for description in described:
        assert render(description, language, 60)
        assert render_markdown(description, language)
        DESCRIPTIONS.validate(json.loads(json.dumps(description_to_json(description))))
    for with_inputs in (False, True):
        drawn = tree_page.plan_tree(found.plan, held, language, with_inputs=with_inputs)
        codes = {each.name for each in drawn.root.walk()}

        # What is drawn under an indicator is all that it rests on, and nothing else.
        for code in found.plan.indicators if with_inputs else ():
            key = key_of(KeyKind.INDICATOR, code)
            roots = tree_page.inputs(key, found.plan, held.uses)

            assert {each.key for root in roots for each in root.walk()} == {*held.uses.below(key)}

        assert codes >= {*found.plan.groups, *found.plan.indicators}
        assert tree_text.render(drawn, language)
        TREES.validate(json.loads(json.dumps(tree_json.tree_to_json(drawn))))

        assert tree_graphs.mermaid(drawn.root, language)
        assert tree_graphs.dot(drawn.root, language)


@given(strategies.projects(), st.sampled_from(LANGUAGES))
def test_every_plan(project: strategies.Project, language: str) -> None:
    found = pei_dsl.load_text(project.text)
    everything(found, language)

    measured = pei_dsl.evaluate(
        found, 2024, data=project.rows, values=project.values, partial=True
    ).evaluation
    drawn = tree_page.plan_tree(found.plan, inventory(found), language, evaluation=measured)

    assert str(measured.period) in tree_text.render(drawn, language)
    TREES.validate(json.loads(json.dumps(tree_json.tree_to_json(drawn))))


@given(texts, st.sampled_from(LANGUAGES))
def test_every_text(given_texts: list[str], language: str) -> None:
    """What has mistakes is described as far as it could be read."""
    everything(loaded(given_texts), language)
