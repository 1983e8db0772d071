"""Needless brackets change nothing: neither the value of a chain nor the reason why it has none."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, strategies as st

from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.algebra.values import Value
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Expression, Product, Reference, Sum

VALUES: dict[str, Value] = {
    "zero": Fraction(0),
    "one": Fraction(1),
    "twelve": Fraction(12),
    **{reason.name: Absence(reason, "hole") for reason in Reason},
}
ENVIRONMENT = Environment(reference=VALUES.__getitem__)

parts = st.lists(
    st.tuples(st.sampled_from(sorted(VALUES)).map(Reference), st.booleans()), min_size=2, max_size=5
)


def chain(kind: type[Sum | Product], given_parts: list[tuple[Expression, bool]]) -> Expression:
    return kind(tuple(part for part, _ in given_parts), tuple(flag for _, flag in given_parts))


@given(kind=st.sampled_from([Sum, Product]), given_parts=parts, size=st.integers(2, 4))
def test_brackets_around_the_beginning_of_a_chain(
    kind: type[Sum | Product], given_parts: list[tuple[Expression, bool]], size: int
) -> None:
    flat = chain(kind, given_parts)
    bracketed = chain(kind, [(chain(kind, given_parts[:size]), False), *given_parts[size:]])

    assert evaluate(flat, ENVIRONMENT) == evaluate(bracketed, ENVIRONMENT)
