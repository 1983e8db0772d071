"""A sealed JSON: its seal is that of its figures, however it is laid out, and no figure changes unseen."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.renderers.outlet import within_json
from pei_dsl.reproducing.fingerprints import MEMBER, Fingerprints
from pei_dsl.reproducing.question import Asks, Question
from pei_dsl.reproducing.sealing import (
    UnsealedError,
    own_seal,
    prints_in,
    seal_of,
    sealed,
    with_foot,
    without_prints,
)

PRINTS = Fingerprints(
    Question(Asks.EVALUATION, periods="2024"), {"plán.pei": "ab"}, program={"pei_dsl": "0.1.0"}
)
TEXTS = st.text(st.characters(codec=None), max_size=8) | st.sampled_from(
    ['"', "\\", '\\"', "\n  }", "}\n", "😀", "\x7f", "\u2028", "\ud800", "á: é,", "\n"]
)
DATA = st.recursive(
    TEXTS | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)
OBJECTS = st.dictionaries(TEXTS.filter(lambda name: name != MEMBER), DATA, min_size=1, max_size=4)


def text_of(data: object) -> str:
    return within_json(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def read(parts: Iterator[str]) -> Any:  # noqa: ANN401  (what JSON holds)
    return json.loads("".join(parts))


@given(OBJECTS, st.lists(st.integers(0, 400), max_size=4))
def test_a_seal_is_that_of_what_is_sealed(data: dict[str, Any], cuts: list[int]) -> None:
    """However the text is cut into parts, as breakdowns come."""
    text = text_of(data)
    places = [0, *sorted({each % len(text) for each in cuts}), len(text)]
    parts = [text[start:end] for start, end in itertools.pairwise(places)]

    made = read(sealed(parts, lambda: PRINTS))

    assert without_prints(made) == data
    assert own_seal(made) == seal_of(made)
    assert {**PRINTS.to_json(), "resultado": own_seal(made)} == prints_in(made)


@given(OBJECTS)
def test_the_layout_is_no_part_of_it(data: dict[str, Any]) -> None:
    made = read(sealed([text_of(data)], lambda: PRINTS))

    for indent in (None, 1, 7):
        again = json.loads(json.dumps(made, indent=indent, ensure_ascii=indent is None))
        assert own_seal(again) == seal_of(again)


@given(OBJECTS, st.data())
def test_no_change_is_unseen(data: dict[str, Any], draw: st.DataObject) -> None:
    made = read(sealed([text_of(data)], lambda: PRINTS))
    name = draw.draw(st.sampled_from(sorted(data)))
    other = draw.draw(DATA.filter(lambda each: json.dumps(each) != json.dumps(data[name])))

    assert seal_of({**made, name: other}) != own_seal(made)


def test_what_was_asked_is_sealed_too() -> None:
    made = read(sealed([text_of({"valor": "1"})], lambda: PRINTS))
    made[MEMBER]["pedido"]["periodo"] = "2025"

    assert seal_of(made) != own_seal(made)


@given(st.lists(OBJECTS, min_size=1, max_size=3))
def test_in_a_list_all_have_the_same(data: list[dict[str, Any]]) -> None:
    made = read(sealed([text_of(data)], lambda: PRINTS))

    assert without_prints(made) == data
    assert own_seal(made) == seal_of(made)
    assert all(each[MEMBER] == prints_in(made) for each in made)


@pytest.mark.parametrize("data", [{}, [], {"valor": 1}, [{"valor": 1}], 3, None, {MEMBER: 3}, {MEMBER: {}}])
def test_what_has_no_seal_is_told(data: object) -> None:
    with pytest.raises(UnsealedError):
        own_seal(data)


def test_a_foot_says_what_there_is() -> None:
    foot = "".join(with_foot(["# Plan\n"], lambda: PRINTS, "es"))

    assert foot.startswith("# Plan\n\nHuellas: plan ")
    assert foot.endswith(" · pei_dsl 0.1.0\n")
    assert "metodología" not in foot
    assert "datos" not in foot
