"""Every built-in function is declared, implemented, and does what its example says."""

from __future__ import annotations

from fractions import Fraction

import pytest

import pei_dsl
from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS, TIME_FUNCTIONS
from pei_dsl.algebra.builtins.declarations import AggregateFunction, Function


def value_of(formula: str) -> object:
    """Return the value of `formula` in a plan that declares nothing else."""
    text = (
        'plan "P"\n  periodo: 2024 a 2024\nobjetivo OEI.01 "T"\n'
        'indicador IND.01.OEI.01 "T"\n  unidad: número\n  sentido: ascendente\n  logros: 2024: 1\n'
        f"  fórmula: {formula}\n"
    )
    loaded = pei_dsl.load_text(text)
    assert not loaded.errors
    return pei_dsl.evaluate(loaded, 2024).evaluation.indicators["IND.01.OEI.01"].value


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: str(function.name))
def test_the_example_holds(function: Function) -> None:
    """What stands after the equals sign of an example is its value."""
    call, _, expected = function.example.rpartition(" = ")

    assert value_of(call) == Fraction(expected)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: str(function.name))
def test_every_name_of_a_function_calls_it(function: Function) -> None:
    """Synonyms and the English name give what the Spanish name gives."""
    call, _, expected = function.example.rpartition(" = ")
    for spelling in function.spellings:
        if call.startswith(f"{function.spanish}("):
            assert value_of(spelling + call.removeprefix(function.spanish)) == Fraction(expected)


@pytest.mark.parametrize("words", [FUNCTIONS, TIME_FUNCTIONS, AGGREGATES], ids=["plain", "time", "rows"])
def test_every_function_is_described(words: tuple[Function | AggregateFunction, ...]) -> None:
    """In both languages, as a sentence."""
    assert all(word.summary.endswith(".") and word.summary_en.endswith(".") for word in words)


@pytest.mark.parametrize("name", ["mín", "máx", "suma", "promedio"])
def test_one_argument_is_enough(name: str) -> None:
    """The least, the greatest, the sum and the mean of one number are that number."""
    assert value_of(f"{name}(3)") == 3


def test_a_power_of_two_powers_is_not_computed_when_nobody_asks() -> None:
    """`si` evaluates only the branch that it takes."""
    assert value_of("si(1 = 1; 5; 1 / (2 - 2))") == 5
