"""Exact numbers: as text, rounded, and beside absences."""

from __future__ import annotations

import decimal
import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pei_dsl.algebra import arithmetic, display, rounding, scalar
from pei_dsl.algebra.builtins import FUNCTIONS, IMPLEMENTATIONS
from pei_dsl.algebra.builtins.over_rows import SEPARATOR
from pei_dsl.algebra.values import MAX_BITS, Value
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import GRAVITY, Absence, Reason
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.moment import Moment
from tests import strategies
from tests.builders import leaves

places = st.integers(0, 12)
NO_DATA, NOT_DUE = Absence(Reason.NO_DATA, "a"), Absence(Reason.NOT_DUE, "b")


# ---- As text -------------------------------------------------------------------------------------------


@given(strategies.fractions)
@example(Fraction(-1, 8))
def test_exact_text_reads_back(number: Fraction) -> None:
    """The exact text of a number is that number, as a decimal wherever one holds it."""
    text = display.exact(number)

    assert Fraction(text) == number
    assert ("/" in text) != display.is_decimal(number)


@given(strategies.fractions, places)
@example(Fraction(-1, 1000), 2)
def test_fixed_text_is_the_rounded_number(number: Fraction, decimals: int) -> None:
    """A text with so many decimals is the number rounded to them, has just so many, and no minus zero."""
    text = display.fixed(number, decimals)

    assert Fraction(text) == rounding.round_half_up(number, decimals)
    assert len(text.partition(".")[2]) == decimals
    assert not (text.startswith("-") and Fraction(text) == 0)


def plain(number: Fraction, decimals: int | None) -> str:
    """Return what `display.plain_quotient` promises, by fractions and the decimals of the standard library."""
    if decimals is None:
        twos_and_fives = number.denominator
        for prime in (2, 5):
            while twos_and_fives % prime == 0:
                twos_and_fives //= prime
        if twos_and_fives == 1:
            with decimal.localcontext(prec=10_000):
                written = Decimal(number.numerator) / Decimal(number.denominator)
                return f"{written:f}" if written else "0"
    rounded = rounding.round_half_up(number, 10 if decimals is None else decimals)
    with decimal.localcontext(prec=10_000):
        written = Decimal(rounded.numerator) / Decimal(rounded.denominator)
        text = f"{written:.{10 if decimals is None else decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals is None else text


ties = st.builds(
    lambda whole, digits, sign: sign * (whole + Fraction(1, 2)) / 10**digits,
    st.integers(0, 10**6),
    st.integers(0, 13),
    st.sampled_from([1, -1]),
)
twos_and_fives = st.builds(
    lambda whole, twos, fives: Fraction(whole, 2**twos * 5**fives),
    st.integers(-(10**20), 10**20),
    st.integers(0, 40),
    st.integers(0, 40),
)


@given(
    strategies.fractions | ties | twos_and_fives | st.integers(-(10**40), 10**40).map(Fraction),
    st.integers(1, 10**12),
    places | st.none(),
)
@example(Fraction(-1, 3 * 10**11), 1, None)
@example(Fraction(-1, 2000), 1, 3)
@example(Fraction(-1, 20001), 1, 3)
@example(Fraction(1, 2048), 1, None)
@example(Fraction(1, 2**60), 1, None)
@example(Fraction(1, 3 * 2048), 3, None)
@example(Fraction(10**4100, 7), 7, None)
def test_digits_made_of_whole_numbers_are_those_of_the_definition(
    number: Fraction, scale: int, decimals: int | None
) -> None:
    """For any numerator and denominator, in lowest terms or not: the same text as the long way gives."""
    value = number * scale
    scaled = number.numerator * scale, number.denominator

    assert display.plain_quotient(*scaled, decimals) == plain(value, decimals)
    assert display.exact_quotient(*scaled) == display.exact(value)
    if decimals is not None:
        units = rounding.half_up_units(*scaled, decimals)
        assert Fraction(units, 10**decimals) == abs(rounding.round_half_up(value, decimals))


@given(strategies.fractions, places)
def test_thousands_marks_are_all_that_is_added(number: Fraction, decimals: int) -> None:
    """Without its commas, the text for people is the text for programs; commas stand before three digits."""
    text = display.grouped(number, decimals)
    whole = text.lstrip("-").partition(".")[0]

    assert text.replace(",", "") == display.fixed(number, decimals)
    assert all(len(group) == 3 for group in whole.split(",")[1:])
    assert 1 <= len(whole.split(",")[0]) <= 3


@given(strategies.fractions)
@example(Fraction(1, 10**5))
@example(Fraction(-2, 3))
def test_what_is_shown_is_the_number_or_its_beginning(number: Fraction) -> None:
    """Without an ellipsis the shown text is exact; with one it is cut, never rounded up."""
    text = display.shown(number).replace(",", "")

    if text.endswith("…"):
        begin = Fraction(text[:-1])
        assert 0 <= abs(number) - abs(begin) < Fraction(1, 10 ** len(text[:-1].partition(".")[2]))
    else:
        assert Fraction(text) == number


# ---- Rounding ------------------------------------------------------------------------------------------


@given(strategies.fractions, places)
def test_roundings_go_to_the_nearest(number: Fraction, decimals: int) -> None:
    """Half up and half even are at most half a unit away, have no more decimals, and round nothing twice."""
    unit = Fraction(1, 10**decimals)

    for rounded_by in (rounding.round_half_up, rounding.round_half_even):
        rounded = rounded_by(number, decimals)
        assert abs(rounded - number) * 2 <= unit
        assert (rounded / unit).denominator == 1
        assert rounded_by(rounded, decimals) == rounded
        assert rounded_by(-number, decimals) == -rounded


@given(strategies.fractions, places)
@example(Fraction(5, 1000), 2)
@example(Fraction(15, 1000), 2)
def test_the_two_roundings_differ_on_half_of_the_ties_only(number: Fraction, decimals: int) -> None:
    """They differ exactly where the number lies in the middle and the digit before is even."""
    scaled = abs(number) * 10**decimals
    tie = scaled.denominator == 2 and (scaled.numerator // 2) % 2 == 0

    differ = rounding.round_half_up(number, decimals) != rounding.round_half_even(number, decimals)
    assert differ == tie


@given(strategies.fractions, strategies.fractions, places)
def test_rounding_keeps_the_order(first: Fraction, second: Fraction, decimals: int) -> None:
    """The greater number is never rounded below the lesser; up and down enclose the number."""
    low, high = sorted((first, second))

    for rounded_by in (
        rounding.round_half_up,
        rounding.round_half_even,
        rounding.round_up,
        rounding.round_down,
    ):
        assert rounded_by(low, decimals) <= rounded_by(high, decimals)
    assert abs(rounding.round_down(low, decimals)) <= abs(low) <= abs(rounding.round_up(low, decimals))
    assert abs(rounding.round_up(low, decimals) - rounding.round_down(low, decimals)) in {
        0,
        Fraction(1, 10**decimals),
    }


# ---- Values and absences -------------------------------------------------------------------------------

OPERATORS = [arithmetic.add, arithmetic.subtract, arithmetic.multiply, arithmetic.divide, arithmetic.power]


@given(strategies.values, strategies.values)
@example(Fraction(0), Fraction(-1))
@example(Fraction(2), Fraction(1, 10**6))
@example(Fraction(10**400), Fraction(10**400))
@example(Fraction(-8), Fraction(1, 3))
def test_operators_take_anything(left: Value, right: Value) -> None:
    """Every operator on any two values gives an exact number, a truth value, or an absence."""
    for operator in OPERATORS:
        found = operator(left, right)
        assert isinstance(found, Fraction | Absence)
        if isinstance(found, Fraction) and operator is not arithmetic.power:
            assert max(found.numerator.bit_length(), found.denominator.bit_length()) <= MAX_BITS
    for sign in ("=", "<>", "<", "<=", ">", ">="):
        assert isinstance(arithmetic.compare(sign, left, right), bool | Absence)


@given(strategies.fractions, strategies.absences, strategies.absences)
def test_the_gravest_absence_wins(number: Fraction, first: Absence, second: Absence) -> None:
    """An absence makes the result absent; of two the graver stays, of equals the first as written."""
    worst = min((first, second), key=lambda each: GRAVITY[each.reason])

    for operator in OPERATORS:
        assert operator(number, first) == first
        assert operator(first, number) == first
        assert operator(first, second) == worst


@given(st.fractions(0, 10**6), st.integers(2, 5))
def test_a_root_is_the_nearest_decimal(radicand: Fraction, degree: int) -> None:
    """The root is exact, or the decimal of 40 places nearest to it."""
    root = arithmetic.root(radicand, degree)
    assert isinstance(root, Fraction)
    half = Fraction(1, 2 * 10**arithmetic.IRRATIONAL_DECIMALS)

    if root**degree != radicand:
        assert max(Fraction(0), root - half) ** degree <= radicand <= (root + half) ** degree


TRUTHS: list[bool | Absence] = [True, False, NO_DATA]


@pytest.mark.parametrize(("first", "second"), list(itertools.product(TRUTHS, repeat=2)))
def test_logic_is_kleenes(first: bool | Absence, second: bool | Absence) -> None:
    """`y` is the least and `o` the greatest of false < absent < true; `no` turns the order around."""

    def rank(truth: object) -> int:
        return 1 if isinstance(truth, Absence) else 2 * bool(truth)

    assert rank(arithmetic.conjunction(first, second)) == min(rank(first), rank(second))
    assert rank(arithmetic.disjunction(first, second)) == max(rank(first), rank(second))
    assert rank(arithmetic.negation(first)) == 2 - rank(first)


@given(st.lists(strategies.truths, max_size=4))
def test_logic_does_not_look_at_the_order(operands: list[bool | Absence]) -> None:
    """`y` and `o` say the same backwards, save which of two equally grave absences is named."""
    for combine in (arithmetic.conjunction, arithmetic.disjunction):
        there, back = combine(*operands), combine(*reversed(operands))
        assert getattr(there, "reason", there) == getattr(back, "reason", back)


OF_TYPE: dict[ValueType, st.SearchStrategy[Value]] = {
    ValueType.NUMBER: strategies.fractions | st.integers(-3, 3).map(Fraction) | strategies.absences,
    ValueType.TEXT: st.text("ab", max_size=2) | strategies.absences,
    ValueType.DATE: st.dates() | strategies.absences,
    ValueType.MOMENT: st.datetimes().map(Moment) | strategies.absences,
    ValueType.HOLIDAYS: st.sets(st.dates(), min_size=1, max_size=5).map(
        lambda days: SEPARATOR.join(sorted(day.isoformat() for day in days))
    )
    | strategies.absences,
    ValueType.BOOLEAN: strategies.truths,
    ValueType.UNKNOWN: strategies.values,
}


@given(st.sampled_from(sorted(IMPLEMENTATIONS)), st.data())
def test_functions_take_whatever_has_their_types(name: str, data: st.DataObject) -> None:
    """Each function is total on arguments of its types, and gives a value of its type or an absence."""
    function = FUNCTIONS.named(name)
    wanted = list(function.takes[: len(function.takes) - data.draw(st.integers(0, function.optional))])
    if function.repeats and len(wanted) == len(function.takes):
        wanted += [function.takes[-1]] * data.draw(st.integers(0, 3))
    found = IMPLEMENTATIONS[name](*(data.draw(OF_TYPE[each]) for each in wanted))

    expected = {ValueType.NUMBER: Fraction, ValueType.BOOLEAN: bool}.get(function.gives, object)
    assert isinstance(found, expected | Absence)
    assert not any(isinstance(leaf, float) for leaf in leaves(found))


SUMMANDS = st.lists(st.tuples(strategies.values, st.booleans()), min_size=1, max_size=5)


@given(SUMMANDS)
def test_sums_and_products_do_not_look_at_the_order(drawn: list[tuple[Value, bool]]) -> None:
    """A chain has one value in whatever order it is written, its absence included."""
    values = {str(number): value for number, (value, _) in enumerate(drawn)}
    environment = scalar.Environment(reference=values.__getitem__)
    flags = [second for _, second in drawn]

    for chain in (m.Sum, m.Product):
        nodes = [(m.Reference(str(number)), flag) for number, flag in enumerate(flags)]
        found = set()
        for each in (nodes, nodes[::-1]):
            value = scalar.evaluate(chain(tuple(n for n, _ in each), tuple(f for _, f in each)), environment)
            found.add(value.reason if isinstance(value, Absence) else value)
        assert len(found) == 1
