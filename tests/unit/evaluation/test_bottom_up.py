"""Things are asked for after those that they use, each once, however deep."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.evaluation.bottom_up import bottom_up


@given(
    st.integers(1, 12).flatmap(
        lambda size: st.tuples(*(st.lists(st.integers(0, max(0, n - 1)), max_size=3) for n in range(size)))
    )
)
def test_each_is_made_once_after_those_that_it_uses(graph: tuple[list[int], ...]) -> None:
    uses = [[each for each in used if each < number] for number, used in enumerate(graph)]
    made: list[int] = []
    known: dict[int, int] = {}

    def depth(each: int) -> int:
        made.append(each)
        return 1 + max((known[used] for used in uses[each]), default=0)

    found = {each: bottom_up(each, lambda one: uses[one], depth, known) for each in range(len(uses))}

    expected: list[int] = []
    for used in uses:
        expected.append(1 + max((expected[each] for each in used), default=0))
    assert list(found.values()) == expected
    assert sorted(made) == list(range(len(uses)))


def test_no_depth_is_too_deep() -> None:
    known: dict[int, int] = {}

    found = bottom_up(50_000, lambda n: [n - 1] if n else [], lambda n: 1 + known.get(n - 1, 0), known)

    assert found == 50_001
