"""Keys are made and taken apart in one place, and come apart as they were put together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pei_dsl.model.keys import KeyKind, is_kind, key_of, kind_of, name_of, names_of

PACKAGE = Path(__file__).resolve().parents[3] / "pei_dsl"
SPELT = re.compile(rf"""["'](?:{"|".join(KeyKind)}):(?:["']|\{{)""")


@pytest.mark.parametrize("kind", KeyKind)
def test_a_key_comes_apart_as_it_was_put_together(kind: KeyKind) -> None:
    key = key_of(kind, "IND.01.OEI.01", "A")

    assert kind_of(key) is kind
    assert name_of(key) == "IND.01.OEI.01:A"
    assert names_of(key) == ["IND.01.OEI.01", "A"]
    assert [other for other in KeyKind if is_kind(key, other)] == [kind]


def test_no_other_module_spells_a_key() -> None:
    spelt = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if SPELT.search(path.read_text("utf-8"))
    }

    assert spelt == set()
