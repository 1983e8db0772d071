"""Every verb that measures answers by one rule: what is wrong in the plan, in the data, in what is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs
import pytest

import pei_dsl

PLAN = """plan "P"
  periodo: 2024 a 2025
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Controles"
  fórmula: suma(s.hechos) / suma(s.previstos)
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 80%; 2025: 90%
fuente s "Registro"
  columna hechos: número
  columna previstos: número
prueba "cifras"
  año: 2024
  IND.01.OEI.01: valor 50%
cita "Sección 4"
  año: 2024
  IND.01.OEI.01: valor 50%
"""
ROWS = {"s": [{"hechos": 30, "previstos": 60}]}
WRONG_ROWS = {"s": [{"hechos": "treinta", "previstos": 60}]}
CODE, PERIOD = "IND.01.OEI.01", 2024


@attrs.frozen
class Verb:
    """A verb, how it is asked for one period and code, what of those it takes, and where its findings are."""

    ask: Callable[..., Any]
    found: Callable[[Any], tuple[pei_dsl.Diagnostic, ...]] = lambda made: tuple(made.diagnostics)
    takes: frozenset[str] = frozenset({"period", "values", "methodology"})


def broken_down(loaded: pei_dsl.Loaded, period: object, **options: Any) -> Any:  # noqa: ANN401
    with pei_dsl.breaking_down(loaded, [period], **options) as made:  # type: ignore[list-item]
        return made


VERBS: Mapping[str, Verb] = {
    "evaluate": Verb(lambda loaded, period, _, **more: pei_dsl.evaluate(loaded, period, **more)),
    "evaluate_many": Verb(
        lambda loaded, period, _, methodology=None, **more: pei_dsl.evaluate_many(
            loaded, [period], methodologies=[methodology], **more
        )
    ),
    "break_down": Verb(
        lambda loaded, period, code, **more: pei_dsl.break_down(loaded, [period], codes=[code], **more),
        lambda made: made[1],
        frozenset({"period", "code"}),
    ),
    "breaking_down": Verb(
        lambda loaded, period, code, **more: broken_down(loaded, period, codes=[code], **more),
        lambda made: made[1],
        frozenset({"period", "code"}),
    ),
    "explain": Verb(
        lambda loaded, period, code, **more: pei_dsl.explain(loaded, code, period, **more),
        takes=frozenset({"period", "code", "values", "methodology"}),
    ),
    "gap": Verb(
        lambda loaded, period, code, **more: pei_dsl.gap(loaded, period, code=code, **more),
        takes=frozenset({"period", "code", "values", "methodology"}),
    ),
    "audit": Verb(lambda loaded, period, _, **more: pei_dsl.audit(loaded, period, **more)),
    "report": Verb(lambda loaded, period, _, **more: pei_dsl.report(loaded, period, **more)),
    "publish": Verb(lambda loaded, period, _, **more: pei_dsl.publish(loaded, period, **more)),
    "follow_up": Verb(lambda loaded, period, _, **more: pei_dsl.follow_up(loaded, period, **more)),
    "run_tests": Verb(
        lambda loaded, _, __, **more: pei_dsl.run_tests(loaded, **more), takes=frozenset({"values"})
    ),
}
every_verb = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)


def test_the_table_has_every_verb_that_measures() -> None:
    takes_data = {
        name
        for name in pei_dsl.__all__
        if callable(made := getattr(pei_dsl, name))
        and not isinstance(made, type)
        and "data" in getattr(made, "__annotations__", {})
        and "loaded" in getattr(made, "__annotations__", {})
    }

    assert takes_data - {"lint"} == set(VERBS)


@every_verb
def test_sound_data_give_no_findings(verb: Verb) -> None:
    assert verb.found(verb.ask(pei_dsl.load_text(PLAN), PERIOD, CODE, data=ROWS)) == ()


@every_verb
def test_what_is_found_in_data_is_in_the_answer(verb: Verb) -> None:
    found = verb.found(verb.ask(pei_dsl.load_text(PLAN), PERIOD, CODE, data=WRONG_ROWS))

    assert [each.code for each in found] == ["PEI303"], [each.message() for each in found]


@every_verb
def test_a_plan_with_errors_is_refused_unless_a_part_is_asked_for(verb: Verb) -> None:
    broken = pei_dsl.load_text(PLAN.replace("unidad: porcentaje", "unidad: porsentaje"))

    with pytest.raises(pei_dsl.PlanError) as caught:
        verb.ask(broken, PERIOD, CODE, data=ROWS)

    assert caught.value.findings == broken.errors
    assert verb.found(verb.ask(broken, PERIOD, CODE, data=ROWS, partial=True)) == ()


WRONG: Mapping[str, Mapping[str, object]] = {
    "period": {"period": "2024-13"},
    "code": {"code": "IND.01.OEI.10"},
    "methodology": {"methodology": "ceplam"},
    "values": {"values": {"IND.01.OEI.10": {2024: 1}}},
    "data": {"data": {"z": []}},
}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [(name, wrong) for name, verb in VERBS.items() for wrong in WRONG if wrong in {*verb.takes, "data"}],
)
def test_what_is_not_there_is_told_with_what_looks_like_it(name: str, wrong: str) -> None:
    asked = {"period": PERIOD, "code": CODE, "data": ROWS, **WRONG[wrong]}

    with pytest.raises(pei_dsl.RequestError) as caught:
        VERBS[name].ask(pei_dsl.load_text(PLAN), asked.pop("period"), asked.pop("code"), **asked)

    assert str(caught.value).startswith("no such ")
    if "IND.01.OEI.10" in str(caught.value):
        assert "is it 'IND.01.OEI.01'?" in str(caught.value)
