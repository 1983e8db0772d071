"""What is said of a built-in where it is declared: no use has a default of its own."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeVar, assert_never

import attrs

from pei_dsl.algebra.builtins.aspects import (
    Addition,
    Adds,
    AggregateQuery,
    Chooses,
    Computes,
    Counting,
    Empty,
    FunctionQuery,
    GapRule,
    Meaning,
    Nature,
    RowCounting,
    Rows,
    Scaling,
    Tells,
)
from pei_dsl.algebra.intervals import Course
from pei_dsl.algebra.values import Present, Value, absent
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.moment import Moment
from pei_dsl.model.periods import Period
from pei_dsl.source import Span
from pei_dsl.vocabulary import Word

T = TypeVar("T")
ANY = ValueType.UNKNOWN


@attrs.frozen(kw_only=True)
class _BuiltIn(Word):
    """
    The name of a built-in, which holds no blanks in any language, and what it does in both.

    Attributes:
        summary: What it does, in Spanish.
        summary_en: The same in English.
    """

    summary: str
    summary_en: str

    @property
    def english_form(self) -> str:
        """The name in English."""
        return self.english or self.name


@attrs.frozen
class Role:
    """What an argument is to a built-in, in Spanish and in English: `a cuántos decimales`."""

    spanish: str
    english: str


@attrs.frozen(kw_only=True)
class Signature(_BuiltIn):
    """
    A built-in that takes arguments.

    Attributes:
        takes: The type of each argument; UNKNOWN takes any.
        roles: What each of them is.
        gives: The type of the result; UNKNOWN means that of the arguments that take any, all of one type.
        optional: How many of the last arguments may be left out.
        repeats: Whether the last argument may be repeated.
        example: A call and its value, `redondear(2.675; 2) = 2.68`; the tests run it.
        alike_in_all: Whether all arguments must be of one type, whatever it gives.
    """

    takes: tuple[ValueType, ...]
    roles: tuple[Role, ...]
    gives: ValueType
    example: str
    optional: int = 0
    repeats: bool = False
    alike_in_all: bool = False

    @property
    def least(self) -> int:
        """With how many arguments it can do."""
        return len(self.takes) - self.optional

    @property
    def most(self) -> int | None:
        """How many arguments it takes; None for any number."""
        return None if self.repeats else len(self.takes)

    def fits(self, count: int) -> bool:
        """Tell whether it can be called with `count` arguments."""
        return self.least <= count and (self.most is None or count <= self.most)

    def types(self, count: int) -> tuple[ValueType, ...]:
        """Return the types of `count` arguments."""
        return (*self.takes, *[self.takes[-1]] * (count - len(self.takes)))[:count]

    def alike(self, arguments: Sequence[T]) -> tuple[T, ...]:
        """Return those of `arguments` that have the type of the result."""
        types = self.types(len(arguments))
        return tuple(each for each, type_ in zip(arguments, types, strict=True) if type_ is self.gives)


@attrs.frozen(kw_only=True)
class Function(Signature):
    """
    A built-in function.

    Attributes:
        meaning: What it gives; total.
        courses: How the result goes with each argument, for bounds.
        gap: What `brecha` does with it.
        nature: What it makes of stocks, flows and shares.
        counts: What the result counts.
        scaling: What becomes of it where the arguments are all too large by one factor.
        query: How engines say it in a condition.
        results: The only texts that it gives; () where it may give any.
    """

    meaning: Meaning
    courses: tuple[Course, ...]
    gap: GapRule
    nature: Nature
    counts: Counting
    scaling: Scaling
    query: FunctionQuery
    results: tuple[str, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether the result is made of the arguments by adding them."""
        return isinstance(self.gap, Adds)

    @property
    def replaces_absence(self) -> bool:
        """Whether it has something else to give where its first argument is absent."""
        return (
            isinstance(self.meaning, Chooses)
            and self.meaning.choose(Absence(Reason.NO_DATA, "empty_cell")) > 0
        )

    def courses_of(self, count: int) -> tuple[Course, ...]:
        """Return how the result goes with each of `count` arguments."""
        return (*self.courses, *[self.courses[-1]] * (count - len(self.courses)))[:count]

    def implementation(self) -> Callable[..., Value]:
        """Return what gives the value for values of all arguments."""
        match self.meaning:
            case Computes(function=function):
                return lambda *arguments: absent(*arguments) or function(*arguments)
            case Chooses(choose=choose):
                return lambda *arguments: arguments[choose(arguments[0])]
            case Tells(function=function):
                return function
            case _:
                assert_never(self.meaning)


@attrs.frozen(kw_only=True)
class TimeFunction(Signature):
    """
    A function that looks at other periods: syntax rather than arithmetic.

    Attributes:
        meaning: What an argument stands for with a number of periods, or with a period, at a place.
        named: Whether a time clause names that period.
        keeps_kind: Whether the result is a percentage, or a count of something, where the argument is.
    """

    meaning: Callable[[m.Expression, int | Period, Span], m.Expression]
    keeps_kind: bool
    named: bool = False


@attrs.frozen(kw_only=True)
class AggregateFunction(_BuiltIn):
    """
    An aggregate over the rows of a source.

    Attributes:
        counts_rows: Whether it takes a source rather than a column.
        takes: The column type it needs; UNKNOWN takes any.
        gives: The type of the result; UNKNOWN means that of the column.
        takes_rank: Whether it asks for a share of 0 to 1 besides, which stands behind the column.
        figure: What it gives for values, at least one, with how many of the rows that it takes have each, and
            for the rank where it takes one.
        rows: Which rows it takes.
        empty: What it gives where no row has a value.
        addition: What may not be given to it.
        counts: What its figure counts.
        query: How engines give it.
    """

    takes: ValueType
    gives: ValueType
    figure: Callable[..., Value]
    rows: Rows
    empty: Empty
    addition: Addition
    counts: RowCounting
    query: AggregateQuery
    counts_rows: bool = False
    takes_rank: bool = False

    @property
    def arguments(self) -> int:
        """With how many arguments it is called."""
        return 2 if self.takes_rank else 1

    def of_values(self, values: Sequence[Present], counts: Sequence[int], rank: Fraction | None) -> Value:
        """Return what it gives for `values`, at least one, of which each occurs as often as `counts` say."""
        return self.figure(values, counts) if rank is None else self.figure(values, counts, rank)

    def of_nothing(self, passed: int) -> Fraction | None:
        """Return the figure where no row has a value and `passed` of them pass the filter; None for none."""
        match self.empty:
            case Empty.ZERO:
                return Fraction(0)
            case Empty.ZERO_WITHOUT_ROWS:
                return None if passed else Fraction(0)
            case Empty.NO_VALUE:
                return None
            case _:
                assert_never(self.empty)

    def taken(self, rows: Sequence[T], place: Callable[[T], Any]) -> Sequence[T]:
        """Return those of `rows`, at least one, that it takes; `place` tells which come first."""
        match self.rows:
            case Rows.ALL:
                return rows
            case Rows.FIRST:
                return [min(rows, key=place)]
            case Rows.LAST:
                return [max(rows, key=place)]
            case _:
                assert_never(self.rows)


def comparable(value: Present) -> Fraction | str | int | Moment:
    """Return what orders `value` among others of its type."""
    return value.toordinal() if isinstance(value, datetime.date) else value
