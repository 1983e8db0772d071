"""Two results compared: every change of a value is found, and told at its place."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.reproducing.comparing_results import compared
from pei_dsl.views.verification import Difference

TEXTS = st.text(max_size=3)
DATA = st.recursive(
    TEXTS | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["codigo", "a", "b"]), inner),
    max_leaves=10,
)


@given(DATA)
def test_what_is_the_same_differs_nowhere(data: object) -> None:
    assert compared(data, copy.deepcopy(data)).differences == []


@given(DATA, DATA)
def test_what_differs_is_told(one: object, other: object) -> None:
    """Members and items in another order are the same where names tell them apart; nothing else is."""
    found = compared(one, other).differences

    assert bool(found) is (_ordered(one) != _ordered(other))


def _ordered(data: Any) -> Any:  # noqa: ANN401  (what JSON holds)
    """Return `data` with members and named items in one order, and empty things told apart."""
    if isinstance(data, dict):
        return {"{}": sorted((name, json.dumps(_ordered(each))) for name, each in data.items())}
    if isinstance(data, list):
        made = [json.dumps(_ordered(each)) for each in data]
        names = [
            json.dumps(each["codigo"]) if isinstance(each, dict) and "codigo" in each else None
            for each in data
        ]
        named = None not in names and len(set(names)) == len(names)
        return {"[]": sorted(made) if named else made}
    return [type(data).__name__, data]


def test_a_figure_is_told_by_its_code() -> None:
    before = {"indicadores": [{"codigo": "IND.01", "alcance": "1"}, {"codigo": "IND.02", "alcance": "2"}]}
    after = {"indicadores": [{"codigo": "IND.02", "alcance": "3"}, {"codigo": "IND.03", "alcance": "2"}]}
    found = compared(before, after)

    assert Difference(("IND.02", "alcance"), "2", "3") in found.differences
    assert Difference(("IND.01",), json.dumps(before["indicadores"][0]), None) in found.differences
    assert Difference(("IND.03",), None, json.dumps(after["indicadores"][1])) in found.differences
    assert len(found.differences) == 3
