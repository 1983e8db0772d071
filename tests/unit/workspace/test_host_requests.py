"""Whatever a host hands over, it is taken or refused by an error of ours that says what it should be."""

from __future__ import annotations

import datetime
import pickle
from collections.abc import Callable

import pytest

import pei_dsl

PLAN = """plan "P"
  periodo: 2024 a 2025
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Controles"
  unidad: número
  sentido: ascendente
  logros: 2024: 80
  fórmula: suma(s.n)
fuente s
  columna n: número
"""
CODE = "IND.01.OEI.01"
HUGE = 10**5000
REFUSED: dict[str, Callable[[pei_dsl.Loaded], object]] = {
    "no such period: ≈ 10^5000": lambda plan: pei_dsl.evaluate(plan, HUGE),
    "no such period: None": lambda plan: pei_dsl.evaluate(plan, None),  # type: ignore[arg-type]
    "no such code: ≈ 10^5000": lambda plan: pei_dsl.explain(plan, HUGE, 2024),  # type: ignore[arg-type]
    "no such day: 5": lambda plan: pei_dsl.evaluate(plan, 2024, on=5),  # type: ignore[arg-type]
    "no such day: 'ayer'": lambda plan: pei_dsl.evaluate(plan, 2024, on="ayer"),  # type: ignore[arg-type]
    "periods are a list, and 2024 is none": lambda plan: pei_dsl.evaluate_many(plan, 2024),  # type: ignore[arg-type]
    "periods are a list, and '2024' is none": lambda plan: pei_dsl.evaluate_many(plan, "2024"),
    "columns are a list, and 'mes' is none": lambda plan: pei_dsl.break_down(plan, [2024], "mes"),
    "codes are a list": lambda plan: pei_dsl.break_down(plan, [2024], codes=CODE),
    "data are rows or frames by source": lambda plan: pei_dsl.evaluate(plan, 2024, data=[]),  # type: ignore[arg-type]
    "values are figures by indicator": lambda plan: pei_dsl.evaluate(plan, 2024, values=5),  # type: ignore[arg-type]
    "2024: '1e99999' has too many digits": lambda plan: pei_dsl.evaluate(
        plan, 2024, values={CODE: {2024: "1e99999"}}
    ),
    "the rows of 's' are no rows: 5": lambda plan: pei_dsl.evaluate(plan, 2024, data={"s": 5}),
    "'n' of 's' is no list of cells: 5": lambda plan: pei_dsl.evaluate(plan, 2024, data={"s": {"n": 5}}),
    "'n' of 's' is no list of cells: 'ab'": lambda plan: pei_dsl.evaluate(
        plan, 2024, data={"s": {"n": "ab"}}
    ),
    "`reading` takes Limits": lambda plan: pei_dsl.evaluate(plan, 2024, reading=5),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_makes_no_sense_is_refused_by_what_it_should_be(message: str) -> None:
    with pytest.raises(pei_dsl.RequestError) as caught:
        REFUSED[message](pei_dsl.load_text(PLAN))

    assert message in str(caught.value)


@pytest.mark.parametrize("day", [datetime.date(2024, 6, 30), datetime.datetime(2024, 6, 30, 9), "2024-06-30"])  # noqa: DTZ001  (as hosts give it)
def test_a_day_is_a_date_an_instant_or_a_text(day: object) -> None:
    measured = pei_dsl.evaluate(pei_dsl.load_text(PLAN), 2024, on=day)  # type: ignore[arg-type]  # as hosts do

    absence = measured.evaluation.indicators[CODE].absence
    assert absence is not None
    assert absence.reason is pei_dsl.Reason.NOT_DUE


def test_columns_without_names_are_told_as_they_are_counted() -> None:
    found = pei_dsl.evaluate(pei_dsl.load_text(PLAN), 2024, data={"s": [{0: 1}]}).diagnostics

    assert [(each.code, each.params["columns"]) for each in found] == [("PEI302", "«0»")]


def test_what_verbs_return_cannot_be_changed() -> None:
    loaded = pei_dsl.load_text(PLAN)

    assert isinstance(pei_dsl.describe(loaded), tuple)
    assert isinstance(pei_dsl.describe(loaded, CODE), tuple)


def test_a_workspace_can_be_pickled() -> None:
    workspace = pei_dsl.Workspace.of({"plan.pei": PLAN})
    again = pickle.loads(pickle.dumps(workspace))  # noqa: S301  (our own)

    assert again.texts == workspace.texts
    assert again.plan == workspace.plan
    assert again.permissions == workspace.permissions
    assert again.is_latest


def test_nothing_private_is_listed() -> None:
    assert {name for name in dir(pei_dsl) if not name.startswith("__")} == set(pei_dsl.__all__) - {
        "__version__"
    }
