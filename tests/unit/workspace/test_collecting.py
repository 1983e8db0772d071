"""The collector of circles waits while plans are read, and is as it was afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

import pei_dsl
from pei_dsl.workspace.collecting import not_collecting


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.enable()
    yield
    (gc.enable if was_on else gc.disable)()


def test_blocks_within_blocks_switch_it_on_once_the_last_one_ends() -> None:
    with not_collecting():
        with not_collecting():
            assert not gc.isenabled()
        assert not gc.isenabled()

    assert gc.isenabled()


def test_one_that_the_host_has_stopped_stays_so() -> None:
    gc.disable()
    pei_dsl.load_text('plan "P"\n  periodo: 2024 a 2024\n')

    assert not gc.isenabled()


def test_it_is_on_after_a_block_that_raises() -> None:
    with pytest.raises(ZeroDivisionError), not_collecting():
        _ = 1 // 0

    assert gc.isenabled()
