"""A plan as a tree, for programs: JSON version 1, whose schema is `arbol.schema.json` beside this file."""

from __future__ import annotations

import json
from typing import Any

from pei_dsl.renderers.branches_json import to_json
from pei_dsl.renderers.evaluation_json import evaluation_to_json
from pei_dsl.renderers.style import Style
from pei_dsl.views.branches import Branch
from pei_dsl.views.tree_page import Tree

_JSON_FIGURES = ("valor", "valor_mostrado", "alcance", "color", "nd")
_JSON_LACKS = {"formula": "formula", "data": "datos", "goal": "logros"}


def page(tree: Tree, _: Style) -> str:
    """Return the text of the JSON; it is the same in every language."""
    return json.dumps(tree_to_json(tree), ensure_ascii=False, indent=2)


def tree_to_json(tree: Tree) -> dict[str, Any]:
    """Return the tree as plain dicts and lists; `partes` is what lies under each."""
    figures: dict[str, dict[str, Any]] = {}
    if tree.evaluation is not None:
        found = evaluation_to_json(tree.evaluation)
        figures = {each["codigo"]: each for each in (*found["indicadores"], *found["grupos"])}
    period = {"periodo": str(tree.evaluation.period)} if tree.evaluation is not None else {}

    def more(branch: Branch) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if branch.kind == "indicator":
            indicator = tree.plan.indicators[branch.name]
            made["sentido"], made["unidad"] = str(indicator.direction), str(indicator.unit)
            made["falta"] = [_JSON_LACKS[each] for each in tree.lacking[branch.name]]
        if branch.kind in {"indicator", "objective", "action"}:
            row = figures.get(branch.name, {})
            made |= {key: row[key] for key in _JSON_FIGURES if key in row}
        return made

    return {"version": 1, **period, **to_json(tree.root, more)}
