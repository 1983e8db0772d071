"""What a declaration of a built-in says of each of its uses: closed sets, walked where they are used."""

from __future__ import annotations

import enum
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.algebra.values import Value

# ---- What a function gives ---------------------------------------------------------------------------


@attrs.frozen
class Computes:
    """A value of arguments that are all there; an absent one makes the result absent, the gravest wins."""

    function: Callable[..., Value]


@attrs.frozen
class Chooses:
    """One of the arguments: the place of it, told from whether the first is absent or true and no more."""

    choose: Callable[[Value], int]


@attrs.frozen
class Tells:
    """A value of whether arguments are absent, whatever they are."""

    function: Callable[..., Value]


Meaning: TypeAlias = Computes | Chooses | Tells


# ---- What `brecha` does with a function --------------------------------------------------------------


@attrs.frozen
class Adds:
    """The sum of the arguments, each times a weight that follows from how many they are."""

    weight: Callable[[int], Fraction]


@attrs.frozen
class NotInvertible:
    """No quotient of polynomials: `brecha` says `cause`, with the name of the function."""

    cause: str


GapRule: TypeAlias = Adds | NotInvertible

NOT_INVERTIBLE = NotInvertible("gap_function")


# ---- What a function makes of stocks, flows and shares, and of what figures count --------------------


class Nature(enum.Enum):
    """What the result is where the arguments are stocks, flows or shares."""

    KEPT = "kept"  # what those of its arguments are that have its type
    LOST = "lost"  # nothing that is known
    DATE = "date"  # one date of a year: rows with the same result are of one date


class Counting(enum.Enum):
    """What the result counts where it is known what the arguments count."""

    ALIKE = "alike"  # what the arguments of its type count, which must be one thing
    AVERAGE = "average"  # the same, or a ratio: the mean of persons over rows that are classrooms
    FIRST = "first"  # what the first argument counts
    ROOT = "root"  # that of which the square is what the first argument counts
    COMPARED = "compared"  # nothing, but all arguments must count one thing
    NOTHING = "nothing"  # nothing that is known


class Scaling(enum.Enum):
    """What becomes of the result where its arguments are all too large by one factor."""

    KEPT = "kept"  # it is too large by the same factor
    DIGITS = "digits"  # the same, if the second argument asks for as many decimals less
    LOST = "lost"  # something else


class FunctionQuery(enum.Enum):
    """How an engine says a function of the cells of a row."""

    IS_NULL = "is_null"
    STARTS = "starts"  # a text begins with one of several literals
    ENDS = "ends"  # it ends with one of them
    CONTAINS = "contains"  # one of several literals is in a text
    BETWEEN = "between"  # it lies from one literal to another
    YEAR = "year"  # a number of a date
    MONTH = "month"
    QUARTER = "quarter"
    SEMESTER = "semester"
    DAY = "day"
    WEEKDAY = "weekday"  # the name of a weekday
    DAYS = "days"  # from one date to another
    WORKING_DAYS = "working_days"
    ADD_DAYS = "add_days"  # the date so many days later
    DATE = "date"  # of a year, a month and a day
    LEFT = "left"  # as many letters of a text as a literal says
    RIGHT = "right"
    MIDDLE = "middle"  # from one on that a literal says
    CHOICE = "choice"  # one of two, by a condition
    OTHERWISE = "otherwise"  # the second where the first is missing
    AT_HOME = "at_home"  # not at all: the cells come home


# ---- Aggregates --------------------------------------------------------------------------------------


class Rows(enum.Enum):
    """Which of the rows that have a value an aggregate takes."""

    ALL = "all"
    FIRST = "first"
    LAST = "last"


class Empty(enum.Enum):
    """What an aggregate gives where no row has a value."""

    ZERO = "zero"
    ZERO_WITHOUT_ROWS = "zero_without_rows"  # zero where no row passes the filter
    NO_VALUE = "no_value"


class Addition(enum.Enum):
    """What may not be given to an aggregate: shares, stocks of several dates, flows of one date."""

    TOTAL = "total"  # adds: no shares, no stock over time, no flow of one date
    MEAN = "mean"  # weighs all alike: no shares, no flow of one date
    PLACE = "place"  # one among many: no flow of one date
    NONE = "none"  # adds nothing: whatever there is


class RowCounting(enum.Enum):
    """What the figure of an aggregate counts."""

    ROWS = "rows"  # rows
    VALUES = "values"  # what the values count
    AVERAGE = "average"  # the same, or a ratio of them and of rows


class AggregateQuery(enum.Enum):
    """How an engine gives an aggregate."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    LEAST = "least"
    GREATEST = "greatest"
    MEDIAN = "median"
    DISTINCT = "distinct"
    FIRST = "first"
    LAST = "last"
    SHARED = "shared"  # as at home; of each entity, its least and greatest value, which are one
    AT_HOME = "at_home"  # different values come home, with how often each occurs
