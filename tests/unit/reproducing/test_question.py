"""A question goes into JSON and back; what is none is refused, and never read as another."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.reproducing.question import (
    SUBJECTS,
    Asks,
    Question,
    UnknownQuestionError,
    question_of_json,
    question_to_json,
)

VALUES = {
    str: st.text(max_size=5),
    tuple: st.lists(st.text(max_size=3), max_size=3).map(tuple),
    bool: st.booleans(),
}
QUESTIONS = st.builds(
    Question,
    st.sampled_from(Asks),
    **{each.name: VALUES[type(each.default)] for each in attrs.fields(Question) if "member" in each.metadata},
)


@given(QUESTIONS)
def test_there_and_back(question: Question) -> None:
    assert question_of_json(question_to_json(question)) == question


def test_the_usual_is_not_said() -> None:
    question = Question(Asks.EVALUATION, periods="2024")

    assert question_to_json(question) == {"orden": "evaluar", "periodo": "2024", "idioma": "es"}


def test_every_question_has_a_subject() -> None:
    assert set(SUBJECTS) == set(Asks)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "evaluar",
        {},
        {"orden": "borrar"},
        {"orden": ["evaluar"]},
        {"orden": "evaluar", "periodo": 2024},
        {"orden": "evaluar", "metodologias": "ceplan"},
        {"orden": "evaluar", "metodologias": [1]},
        {"orden": "evaluar", "dependencias": 1},
        {"orden": "evaluar", "novedad": "sí"},
    ],
)
def test_what_is_no_question_is_refused(data: object) -> None:
    with pytest.raises(UnknownQuestionError):
        question_of_json(data)
