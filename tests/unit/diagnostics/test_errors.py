"""What verbs raise, told in both languages, wherever it travels."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

import pei_dsl
from pei_dsl.workspace.comparison_errors import ComparisonError, WhyNotCompared
from tests.studio_pages import DATA, PLAN

ASKED: dict[str, tuple[Callable[[pei_dsl.Loaded], object], str, str]] = {
    "period": (
        lambda loaded: pei_dsl.evaluate(loaded, "siempre"),
        "no hay tal periodo: 'siempre'; se escribe 2024, 2024-S1, 2024-T3, 2024-07",
        "no such period: 'siempre'; write 2024, 2024-S1, 2024-T3, 2024-07",
    ),
    "near": (
        lambda loaded: pei_dsl.explain(loaded, "IND.01.OEI.02", 2024),
        "no hay tal código: 'IND.01.OEI.02'; ¿es 'IND.01.OEI.01'?",
        "no such code: 'IND.01.OEI.02'; is it 'IND.01.OEI.01'?",
    ),
    "figure": (
        lambda loaded: pei_dsl.evaluate(loaded, 2024, values={"IND.01.OEI.01": {2024: True}}),
        "valores de IND.01.OEI.01 en 2024: True no es un número; deje fuera lo que falta",
        "values of IND.01.OEI.01 in 2024: True is no number; leave out what is missing",
    ),
    "figures": (
        lambda loaded: pei_dsl.evaluate(loaded, 2024, values={"IND.01.OEI.01": 3}),  # type: ignore[dict-item]
        "valores de IND.01.OEI.01 en cualquier periodo: 3 no da una cifra por periodo",
        "values of IND.01.OEI.01 in any period: 3 is no mapping of periods to figures",
    ),
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_request_that_makes_no_sense_is_told_in_both_languages(asked: str) -> None:
    ask, spanish, english = ASKED[asked]

    with pytest.raises(pei_dsl.RequestError) as caught:
        ask(pei_dsl.load_text(PLAN + DATA))

    error = caught.value
    assert (error.message(), error.message("en"), str(error)) == (spanish, english, english)


@pytest.mark.parametrize(
    "error",
    [
        pei_dsl.RequestError("no_day", given="x"),
        pei_dsl.HostValueError("IND.01.OEI.01", "", pei_dsl.diagnostics.catalogue.Term("requests", "or")),
        ComparisonError(WhyNotCompared.NO_GIT),
    ],
)
def test_it_says_the_same_after_a_journey(error: pei_dsl.RequestError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  (our own)

    assert type(again) is type(error)
    assert (again.message(), str(again)) == (error.message(), str(error))


def test_an_error_without_words_of_its_own_says_what_it_says() -> None:
    assert pei_dsl.PeiError("some words").message() == "some words"
