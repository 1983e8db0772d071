"""Every formula has words, and different formulas have different words."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS
from pei_dsl.diagnostics.catalogue import LANGUAGES, catalogue
from pei_dsl.model import expressions as m
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource, Definition, Plan
from pei_dsl.views.wording import SECTION, Wording
from tests import strategies
from tests.properties.test_totality import loaded, texts

A, B, C = (m.Reference(f"variable:{name}") for name in "abc")
TWO = m.Number(Fraction(2))
PLAN = Plan(
    definitions={
        f"variable:{name}": Definition(f"variable:{name}", name, title)
        for name, title in (("a", "Personas atendidas"), ("b", "Personas atendidas"), ("c", ""))
    },
    sources={"s": DataSource("s", "Registro"), "t": DataSource("t")},
)
MONTHS = m.Window(m.WindowKind.LAST, 6, "mes")
CLOSING = m.Window(m.WindowKind.CLOSING)


# ---- Every formula has words ---------------------------------------------------------------------------

_windows = st.builds(
    m.Window,
    st.sampled_from(m.WindowKind),
    st.integers(1, 600),
    st.sampled_from(["año", "semestre", "trimestre", "mes"]),
)
_leaves: st.SearchStrategy[m.Expression] = st.one_of(
    st.builds(m.Number, strategies.fractions, st.booleans()),
    st.builds(m.Text, st.text(max_size=8)),
    st.builds(m.Date, st.dates()),
    st.builds(
        m.Reference, st.sampled_from(["variable:a", "variable:c", "serie:otra", "donde:IND.01:X", "?"])
    ),
    st.builds(m.ColumnValue, st.sampled_from(["edad", "con espacios", "{x}"])),
    st.just(m.Hole()),
)


def _compound(parts: st.SearchStrategy[m.Expression]) -> st.SearchStrategy[m.Expression]:
    flags = st.lists(st.booleans(), min_size=4, max_size=4).map(tuple)
    many = st.lists(parts, min_size=1, max_size=4).map(tuple)
    functions = st.sampled_from([each.name for each in FUNCTIONS])
    return st.one_of(
        st.builds(
            m.Aggregate,
            st.sampled_from([each.name for each in AGGREGATES]),
            st.sampled_from(["s", "t", "unknown"]),
            parts,
            st.none() | parts,
            st.lists(_windows, max_size=2).map(tuple),
        ),
        st.builds(m.Aggregate, st.just("count"), st.just("s"), st.none(), st.none() | parts),
        st.builds(m.Call, functions, st.lists(parts, max_size=4).map(tuple)),
        st.builds(m.Earlier, parts, st.integers(1, 200)),
        st.builds(m.At, parts, strategies.periods(1910, 2190)),
        st.builds(m.Over, st.sampled_from(["sum", "mean", "minimum", "maximum"]), parts, _windows),
        st.builds(m.Negative, parts),
        st.builds(m.Sum, many, flags),
        st.builds(m.Product, many, flags),
        st.builds(m.Power, parts, parts),
        st.builds(m.Comparison, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), parts, parts),
        st.builds(m.Membership, parts, many),
        st.builds(m.Not, parts),
        st.builds(m.Logic, st.sampled_from("yo"), many),
    )


expressions = st.recursive(_leaves, _compound, max_leaves=12)


@given(expressions, st.sampled_from(LANGUAGES))
def test_every_expression_has_words(expression: m.Expression, language: str) -> None:
    """Sensible or not, typed or not, whatever it names."""
    assert Wording.of(PLAN, language).formula(expression).strip()


@given(texts, st.sampled_from(LANGUAGES))
def test_every_formula_of_every_text_has_words(given_texts: list[str], language: str) -> None:
    plan = loaded(given_texts).plan
    wording = Wording.of(plan, language)

    for definition in plan.definitions.values():
        if definition.expression is not None:
            assert wording.formula(definition.expression).strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_function_has_its_own_words(language: str) -> None:
    entries = catalogue(language)[SECTION]
    missing = [
        each.name for each in FUNCTIONS if not any(key.startswith(f"call_{each.name}") for key in entries)
    ]

    assert missing == []


# ---- Different formulas have different words ------------------------------------------------------------


def numbers(parts: Iterable[m.Expression], conditions: Iterable[m.Expression]) -> Iterator[m.Expression]:
    """Yield every way to make one number of `parts`: operators, functions, other periods."""
    known, held = list(parts), list(conditions)
    for x in known:
        yield from (m.Negative(x), m.Earlier(x), m.Earlier(x, 2), m.Power(x, TWO))
        yield from (m.At(x, Period.year_of(year)) for year in (2019, 2020))
        yield from (m.Over(each, x, MONTHS) for each in ("sum", "mean", "minimum", "maximum"))
        yield from (m.Call(each.name, (x,)) for each in FUNCTIONS if len(each.takes) - each.optional == 1)
    for x, y in itertools.product(known, repeat=2):
        yield from (m.Sum((x, y), (False, sign)) for sign in (False, True))
        yield from (m.Product((x, y), (False, sign)) for sign in (False, True))
        yield m.Power(x, y) if y != TWO else m.Sum((x, y, y), (False, True, True))
        yield from (m.Call(each.name, (x, y)) for each in FUNCTIONS if len(each.takes) == 2)
        yield from (m.Sum((x, y, C), (False, False, sign)) for sign in (False, True))
        yield from (m.Call("if", (each, x, y)) for each in held)


def conditions(parts: Iterable[m.Expression], known: Iterable[m.Expression]) -> Iterator[m.Expression]:
    """Yield every way to make one condition of numbers and of conditions."""
    for x, y in itertools.product(list(parts), repeat=2):
        yield from (m.Comparison(operator, x, y) for operator in ("=", "<>", "<", "<=", ">", ">="))
        yield m.Membership(x, (y, C))
    held = list(known)
    for x in held:
        yield m.Not(x)
    for x, y in itertools.product(held, repeat=2):
        yield from (m.Logic(operator, (x, y)) for operator in "yo")


def aggregates(values: Iterable[m.Expression], filters: Iterable[m.Expression]) -> Iterator[m.Expression]:
    """Yield aggregates of every function, with and without a condition and time clauses."""
    held = [None, *filters]
    for condition, windows in itertools.product(held, [(), (MONTHS,), (CLOSING, MONTHS)]):
        for source in "st":
            yield m.Aggregate("count", source, None, condition, windows)
        for each, value in itertools.product(AGGREGATES, values):
            for rank in (Fraction(1, 2), Fraction(9, 10)) if each.takes_rank else (None,):
                yield m.Aggregate(each.name, "s", value, condition, windows, rank)


FLAG = m.Reference("variable:c")
AGE, SEX = m.ColumnValue("edad"), m.ColumnValue("sexo")
FIRST_CONDITIONS: list[m.Expression] = [m.Comparison("=", A, B), m.Comparison("<", A, TWO), FLAG]
ROW_CONDITIONS = [*conditions([AGE, TWO], [SEX, m.Comparison("=", AGE, TWO), m.Not(SEX)]), SEX]


def depth_two() -> Iterator[m.Expression]:
    """Yield thousands of formulas: all of two levels over few leaves, so that few signs tell them apart."""
    first = list(numbers([A, B], FIRST_CONDITIONS[:1]))
    yield from (A, B, C, TWO)
    yield from first
    yield from numbers([A, *first[:24]], FIRST_CONDITIONS)
    second = list(conditions([A, B, first[0], first[-1]], FIRST_CONDITIONS))
    yield from (m.Call("if", (each, A, B)) for each in conditions([A], second[:40]))
    yield from aggregates([AGE, *numbers([AGE, SEX], [SEX])], ROW_CONDITIONS[:4])
    yield from aggregates([AGE], ROW_CONDITIONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_different_formulas_have_different_words(language: str) -> None:
    wording = Wording.of(PLAN, language)
    seen: dict[str, m.Expression] = {}
    for expression in depth_two():
        words = wording.formula(expression)
        assert seen.setdefault(words, expression) == expression, words

    assert len(seen) > 5000


@given(st.data())
def test_another_word_for_another_part(data: st.DataObject) -> None:
    """Exchanging one leaf of a formula changes its words."""
    operators = data.draw(st.lists(st.sampled_from(["+", "-", "*", "/", "^"]), min_size=1, max_size=6))
    expression: m.Expression = A
    other: m.Expression = A
    changed = data.draw(st.integers(0, len(operators) - 1))
    for number, operator in enumerate(operators):
        expression, other = (
            _joined(operator, expression, B),
            _joined(operator, other, C if number == changed else B),
        )

    wording = Wording.of(PLAN, "es")

    assert wording.formula(expression) != wording.formula(other)


def _joined(operator: str, left: m.Expression, right: m.Expression) -> m.Expression:
    if operator == "^":
        return m.Power(left, right)
    flags = (False, operator in "-/")
    return m.Sum((left, right), flags) if operator in "+-" else m.Product((left, right), flags)


def test_a_function_that_calls_itself_many_times_over_stays_short() -> None:
    """Bodies are shown only so often: a plan cannot make its description grow without end."""
    definitions = dict(PLAN.definitions)
    previous: m.Expression = A
    for number in range(60):
        key = f"función:f:{number}"
        definitions[key] = Definition(key, "f", "", m.Sum((previous, previous), (False, False)))
        previous = m.Reference(key)
    wording = Wording.of(attrs.evolve(PLAN, definitions=definitions), "es")

    assert len(wording.formula(previous)) < 2000
