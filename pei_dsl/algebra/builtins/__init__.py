"""
The built-in functions, time functions and aggregates.

The package's promise: each is declared once, with its words, its types and what every use has to know of it;
whoever handles them walks these tables and asks the declaration, never the name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pei_dsl.algebra.builtins import (
    between_dates,
    of_absence,
    of_dates,
    of_logarithms,
    of_moments,
    of_numbers,
    of_several,
    of_texts,
    over_distributions,
    over_periods,
    over_rows,
)
from pei_dsl.algebra.builtins.aspects import Chooses
from pei_dsl.algebra.builtins.declarations import AggregateFunction, Function, TimeFunction
from pei_dsl.algebra.values import Value
from pei_dsl.vocabulary import Words

FUNCTIONS: Words[Function] = Words(
    (
        *of_absence.FUNCTIONS,
        *of_numbers.FUNCTIONS,
        *of_logarithms.FUNCTIONS,
        *of_several.FUNCTIONS,
        *of_dates.FUNCTIONS,
        *between_dates.FUNCTIONS,
        *of_moments.FUNCTIONS,
        *of_texts.FUNCTIONS,
    )
)
TIME_FUNCTIONS: Words[TimeFunction] = Words(over_periods.FUNCTIONS)
AGGREGATES: Words[AggregateFunction] = Words((*over_rows.AGGREGATES, *over_distributions.AGGREGATES))
TABLES: tuple[Words[TimeFunction], Words[AggregateFunction], Words[Function]] = (
    TIME_FUNCTIONS,
    AGGREGATES,
    FUNCTIONS,
)
"""All that a formula can call, in the order in which a name is looked up."""

IMPLEMENTATIONS: Mapping[str, Callable[..., Value]] = {each.name: each.implementation() for each in FUNCTIONS}
"""What gives the value of each function, by name."""

CHOICES: Mapping[str, Callable[[Value], int]] = {
    each.name: each.meaning.choose for each in FUNCTIONS if isinstance(each.meaning, Chooses)
}
"""Which argument each function gives that gives one of them, by name: the others need not be computed."""
