"""A plan followed up in a period: what is open, overdue, unsupported, unexplained, ahead."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import pei_dsl
from pei_dsl.data.evidence_files import FileState
from pei_dsl.data.permissions import NOTHING
from pei_dsl.evaluation.evaluate import Data, evaluate
from pei_dsl.following.followed import FollowUp, Verdict
from pei_dsl.following.following_up import followed_up, periods_before
from pei_dsl.model.follow_up import Situation
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.movement import Course
from pei_dsl.model.periods import Period
from pei_dsl.workspace.verbs import reading_data

ROOT = Path(__file__).resolve().parents[3]
INPE = ROOT / "specs" / "inpe-2019-2027"
SCHEMA = ROOT / "pei_dsl" / "renderers" / "seguimiento.schema.json"
BASE = """\
plan "PEI"
  periodo: 2023 a 2025
objetivo OEI.01 "Objetivo"
acción AEI.01.01 "Acción"
indicador IND.01.AEI.01.01 "Unidades"
  unidad:  número de unidades
  sentido: ascendente
  logros:
    2024: 100
  valores:
    2023:    50
    2024-S1: 20
    2024:    {value}
"""


def followed(more: str = "", value: str = "40", period: str = "2024", on: str = "2024-12-31") -> FollowUp:
    loaded = pei_dsl.load_text(BASE.format(value=value) + more)
    assert not loaded.errors, loaded.errors
    return pei_dsl.follow_up(loaded, period, on=datetime.date.fromisoformat(on))


def codes(found: FollowUp) -> list[str]:
    return [each.group.code for each in found.unexplained]


# ---- Explanations --------------------------------------------------------------------------------------------


def test_a_red_action_that_nothing_concerns_is_unexplained() -> None:
    assert codes(followed()) == ["AEI.01.01"]
    assert codes(followed(value="80")) == []
    assert codes(followed(value="100")) == []
    assert codes(followed(value="sin dato", period="2025")) == []


@pytest.mark.parametrize(
    ("text", "explains"),
    [
        ('factor f "F"\n  en: AEI.01.01', True),
        ('factor f "F"\n  en: IND.01.AEI.01.01', True),
        ('factor f "F"\n  periodo: 2023 a 2024\n  en: AEI.01.01', True),
        ('factor f "F"\n  periodo: 2023\n  en: AEI.01.01', False),
        ('factor f "F"\n  efecto: favorece\n  en: AEI.01.01', False),
        ('factor f "F"\n  en: OEI.01', False),  # what is said of the objective is said of no action
        ('factor f "F"', False),
        ('recomendación REC.2023.01 "R"\n  para: AEI.01.01', True),
        ('recomendación REC.2024.01 "R"\n  sigue: IND.01.AEI.01.01', True),
        ('recomendación REC.2025.01 "R"\n  para: AEI.01.01', False),
    ],
)
def test_what_explains_a_red_action(text: str, *, explains: bool) -> None:
    assert (codes(followed(f"{text}\n")) == []) is explains


# ---- Evidence ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shows", "verdict"),
    [
        ("40", Verdict.WHOLE),
        ("39.5", Verdict.WHOLE),
        ("39.4", Verdict.LESS),
        ("39", Verdict.LESS),
        ("41", Verdict.MORE),
        ("", Verdict.UNSAID),
    ],
)
def test_what_evidence_says_of_a_value(shows: str, verdict: Verdict) -> None:
    amount = f"  sustenta: {shows}\n" if shows else ""
    found = followed(f'evidencia acta "Acta"\n  de: IND.01.AEI.01.01\n  periodo: 2024\n{amount}')

    [support] = found.supports
    assert support.verdict is verdict
    assert bool(found.unsupported) == (verdict in {Verdict.LESS, Verdict.MORE})
    assert found.without_evidence == ()


@pytest.mark.parametrize(
    ("shows", "verdict"), [("45.5%", Verdict.WHOLE), ("45%", Verdict.LESS), ("45.6%", Verdict.MORE)]
)
def test_evidence_of_a_percentage_is_held_against_its_digits(shows: str, verdict: Verdict) -> None:
    """Half a unit of its last digit is nothing: of `45.5 %` that is 0.05 points, not 5."""
    found = followed(
        f"""\
indicador IND.02.AEI.01.01 "Porcentaje"
  unidad:    porcentaje
  decimales: 1
  sentido:   ascendente
  valores:   2024: 45.5%
evidencia informe "Informe"
  de:       IND.02.AEI.01.01
  periodo:  2024
  sustenta: {shows}
"""
    )

    assert [each.verdict for each in found.supports] == [verdict]


def test_an_objective_in_red_is_explained_by_its_actions() -> None:
    objective = """\
indicador IND.01.OEI.01 "Del objetivo"
  unidad:  número
  sentido: ascendente
  logros:  2024: 100
  valores: 2024: 1
"""

    assert codes(followed(objective)) == ["AEI.01.01"]


def test_evidence_of_another_period_shows_nothing_of_this_one() -> None:
    of = 'evidencia {name} "Acta"\n  de: IND.01.AEI.01.01\n  periodo: {year}\n  sustenta: {amount}\n'
    other = of.format(name="de_antes", year=2023, amount=50)

    assert followed(other).supports == ()
    [support] = followed(other + of.format(name="de_ahora", year=2024, amount=40)).supports
    assert [each.name for each in support.evidence] == ["de_ahora"]
    assert support.shown == 40
    assert support.verdict is Verdict.WHOLE


def test_values_without_evidence_are_told_only_where_a_plan_has_evidence() -> None:
    other = 'indicador IND.02.AEI.01.01 "Otro"\n  unidad: número\n  sentido: ascendente\n  valores: 2024: 3\n'
    acta = 'evidencia acta "Acta"\n  de: IND.01.AEI.01.01\n  periodo: 2024\n'

    assert followed(other).without_evidence == ()
    assert followed(other + acta).without_evidence == ("IND.02.AEI.01.01",)
    assert followed(other.replace(": 3", ": 0") + acta).without_evidence == ()


def test_files_are_looked_at_inside_the_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    folder.mkdir()
    (tmp_path / "fuera.txt").write_text("secreto")
    (folder / "acta.txt").write_text("acta")
    names = {"una": "acta.txt", "dos": "../fuera.txt", "tres": "nada.txt", "cuatro": "."}
    text = BASE.format(value="40") + "".join(
        f'evidencia {name} "E"\n  de: IND.01.AEI.01.01\n  periodo: 2024\n  archivo: {file}\n'
        for name, file in names.items()
    )
    (folder / "plan.pei").write_text(text, "utf-8")

    [support] = pei_dsl.follow_up(pei_dsl.load(folder), 2024).supports
    assert {name: each.state for name, each in support.files.items()} == {
        "una": FileState.PRESENT,
        "dos": FileState.OUTSIDE,
        "tres": FileState.MISSING,
        "cuatro": FileState.UNREADABLE,
    }
    [unread] = pei_dsl.follow_up(pei_dsl.load(folder, permissions=NOTHING), 2024).supports
    assert unread.files == {}


# ---- Activities ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "executed", "ahead"),
    [("40", "90", True), ("40", "89", False), ("80", "100", False), ("sin dato", "100", True)],
)
def test_an_activity_is_ahead_of_an_action_that_is_red_or_absent(
    value: str, executed: str, *, ahead: bool
) -> None:
    activity = (
        f'actividad a "A"\n  acción: AEI.01.01\n  programado: 2024: 100\n  ejecutado: 2024: {executed}\n'
    )
    found = followed(activity, value)

    assert [each.is_ahead for each in found.activities] == [ahead]
    assert len(found.ahead) == ahead


def test_activities_without_a_figure_of_the_period_are_left_out() -> None:
    found = followed('actividad a "A"\n  acción: AEI.01.01\n  ejecutado: 2023: 1\n')

    assert found.activities == ()


def test_activities_stand_in_the_order_of_their_actions_planned_or_not() -> None:
    action = 'acción AEI.01.02 "Otra"\n'
    of = 'actividad {name} "A"\n  acción: {action}\n  {field}: 2024: 1\n'
    found = followed(
        action
        + of.format(name="segunda", action="AEI.01.02", field="programado")
        + of.format(name="primera", action="AEI.01.01", field="ejecutado")
    )

    assert [each.activity.name for each in found.activities] == ["primera", "segunda"]
    assert [(each.programmed, each.executed, each.progress) for each in found.activities] == [
        (None, 1, None),
        (1, None, None),
    ]


def test_a_figure_that_nobody_knows_is_none() -> None:
    text = 'actividad a "A"\n  acción: AEI.01.01\n  programado: 2024: ND\n  ejecutado: 2024: 7\n'
    [one] = followed(text).activities

    assert one.programmed is one.progress is None
    assert one.executed == 7


def test_an_activity_of_an_action_that_is_not_there_stands_last() -> None:
    """A plan with errors is followed up as far as it goes."""
    text = 'actividad perdida "A"\n  acción: AEI.09.09\n  ejecutado: 2024: 1\n'
    text += 'actividad hallada "A"\n  acción: AEI.01.01\n  ejecutado: 2024: 1\n'
    loaded = pei_dsl.load_text(BASE.format(value="40") + text)
    found = pei_dsl.follow_up(loaded, "2024", partial=True)

    assert [each.activity.name for each in found.activities] == ["hallada", "perdida"]
    assert [each.action is None for each in found.activities] == [False, True]


# ---- Factors -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "shown"), [("", True), ("2024", True), ("2023 a 2024", True), ("2023", False), ("2025", False)]
)
def test_factors_are_those_that_worked_in_the_period(when: str, *, shown: bool) -> None:
    found = followed(f'factor f "F"\n  en: OEI.01\n{f"  periodo: {when}" if when else ""}\n')

    assert [each.name for each in found.factors] == (["f"] if shown else [])


# ---- Recommendations and commitments -------------------------------------------------------------------------


def test_recommendations_come_with_the_way_of_their_indicator() -> None:
    found = followed(
        """\
recomendación REC.2023.01 "De un año a otro"
  sigue: IND.01.AEI.01.01
  situación:
    2024: aplicada
recomendación REC.2024.S1.01 "De un semestre a un año"
  sigue: IND.01.AEI.01.01
recomendación REC.2024.01 "De este informe"
  sigue: IND.01.AEI.01.01
recomendación REC.2025.01 "De otro informe"
"""
    )
    yearly, half, made = found.recommendations

    assert (yearly.situation, yearly.is_due, yearly.is_open) == (Situation.APPLIED, True, False)
    assert yearly.movement is not None
    assert [yearly.movement.before, yearly.movement.after] == [50, 40]
    assert yearly.movement.course is Course.WORSE
    assert half.movement is not None
    assert half.movement.course is Course.UNCLEAR
    assert half.is_open
    assert (made.is_due, made.is_open, made.movement) == (False, False, None)


def test_what_is_measured_already_is_not_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report has the years before at hand; other periods are measured once, however many ask for them."""
    of = 'recomendación REC.{period}.0{number} "R"\n  sigue: IND.01.AEI.01.01\n'
    periods = ("2023", "2023", "2024.S1", "2024.S1", "2025")
    text = "".join(of.format(period=each, number=number) for number, each in enumerate(periods, 1))
    loaded = pei_dsl.load_text(BASE.format(value="40") + text)
    with reading_data(loaded) as (data, _):
        whole = [evaluate(loaded.plan, Period.year_of(year), data) for year in (2024, 2023)]
        asked: list[str] = []

        def counted(
            plan: pei_dsl.Plan, period: Period, data: Data, methodology: Methodology
        ) -> pei_dsl.Evaluation:
            asked.append(str(period))
            return evaluate(plan, period, data, methodology)

        monkeypatch.setattr("pei_dsl.following.following_up.evaluate", counted)
        found = followed_up(whole, data)

    assert asked == ["2024-S1"]
    assert all(each.movement is not None for each in found.recommendations)


def test_a_recommendation_without_a_period_is_measured_from_the_year_before() -> None:
    [one] = followed('recomendación REC.01 "R"\n  sigue: IND.01.AEI.01.01\n').recommendations

    assert one.movement is not None
    assert str(one.movement.since) == "2023"
    assert [one.movement.before, one.movement.after] == [50, 40]


@pytest.mark.parametrize(("methodology", "before", "after"), [("ceplan", 50, 40), ("calcula", 7, 7)])
def test_an_indicator_moves_between_figures_of_the_methodology_that_is_asked(
    methodology: str, before: int, after: int
) -> None:
    text = BASE.format(value="40").replace("  logros:", "  fórmula: 7\n  logros:")
    text += "metodología calcula\n  base: ceplan\n  valor: calculado\n"
    text += 'recomendación REC.2023.01 "R"\n  sigue: IND.01.AEI.01.01\n'
    [one] = pei_dsl.follow_up(pei_dsl.load_text(text), "2024", methodology=methodology).recommendations

    assert one.movement is not None
    assert [one.movement.before, one.movement.after] == [before, after]


def test_a_recommendation_has_the_commitments_that_answer_it() -> None:
    found = followed(
        """\
recomendación REC.2023.01 "Una"
recomendación REC.2023.02 "Otra"
compromiso COM.01 "De la primera"
  responde a: REC.2023.01
compromiso COM.02 "De ninguna"
"""
    )

    answers = [[each.code for each in one.commitments] for one in found.recommendations]
    assert answers == [["COM.01"], []]
    assert [each.commitment.code for each in found.commitments] == ["COM.01", "COM.02"]


def test_only_what_is_due_asks_for_the_figures_of_another_period() -> None:
    text = BASE.format(value="40")
    for code, periods in (("REC.2023.01", ["2023"]), ("REC.2024.01", []), ("REC.2025.01", [])):
        loaded = pei_dsl.load_text(f'{text}recomendación {code} "R"\n  sigue: IND.01.AEI.01.01\n')
        period = Period.parse("2024")
        assert period is not None

        assert [str(each) for each in periods_before(loaded.plan, period)] == periods


def test_commitments_are_overdue_by_the_day_that_is_asked() -> None:
    text = 'compromiso COM.01 "C"\n  plazo: 2025-S1\n  medio: acta\n'
    text += 'evidencia acta "Acta"\n  de: IND.01.AEI.01.01\n  periodo: 2024\n'

    assert followed(text, on="2025-06-30").overdue == ()
    [late] = followed(text, on="2025-07-01").overdue
    assert late.evidence is not None
    assert late.evidence.name == "acta"


def test_what_became_of_a_commitment_is_what_was_known_on_the_day() -> None:
    """Not at the end of the period: a report of 2024 is written in 2025."""
    text = (
        'compromiso COM.01 "C"\n  plazo: 2025-T1\n  situación:\n    2024: en proceso\n    2025-T1: aplicada\n'
    )

    assert [each.situation for each in followed(text, on="2024-12-31").commitments] == [Situation.IN_PROGRESS]
    assert [each.situation for each in followed(text, on="2025-04-15").commitments] == [Situation.APPLIED]


def test_the_day_is_the_last_one_of_the_period_unless_it_is_given() -> None:
    loaded = pei_dsl.load_text(BASE.format(value="40"))

    assert pei_dsl.follow_up(loaded, "2024-S1").on == datetime.date(2024, 6, 30)


def test_nothing_enters_arithmetic() -> None:
    more = (
        'actividad a "A"\n  acción: AEI.01.01\n  ejecutado: 2024: 999\n'
        'evidencia e "E"\n  de: IND.01.AEI.01.01\n  periodo: 2024\n  sustenta: 999\n'
        'factor f "F"\n  en: AEI.01.01\nrecomendación REC.01 "R"\ncompromiso COM.01 "C"\n'
    )

    bare, told = followed().evaluation, followed(more).evaluation
    assert bare.groups == told.groups
    assert bare.indicators == told.indicators


def test_an_error_in_it_touches_no_figure() -> None:
    loaded = pei_dsl.load_text(BASE.format(value="40") + 'factor f "F"\n  en: AEI.09.09\n')
    assert loaded.errors

    measured = pei_dsl.evaluate(loaded, 2024, partial=True).evaluation

    assert measured.indicators["IND.01.AEI.01.01"].value == 40


# ---- The report of INPE --------------------------------------------------------------------------------------


def test_inpe() -> None:
    found = pei_dsl.follow_up(pei_dsl.load(INPE), 2024)

    assert [each.activity.name for each in found.ahead] == ["metas_físicas_02_02"]
    assert [each.group.code for each in found.unexplained] == ["AEI.02.04"]
    assert found.unsupported == ()
    [units] = [each for each in found.supports if each.result.indicator.code == "IND.01.AEI.01.03"]
    assert units.shown == 640
    assert units.verdict is Verdict.WHOLE
    moved = {each.recommendation.code: each.movement for each in found.recommendations if each.movement}
    assert {code: (each.before, each.after, each.course) for code, each in moved.items()} == {
        "REC.2024.S1.01": (Fraction("0.00659"), Fraction("0.00579"), Course.WORSE),
        "REC.2024.S1.02": (Fraction("0.00659"), Fraction("0.00579"), Course.WORSE),
        "REC.2024.S1.03": (Fraction("0.00659"), Fraction("0.00579"), Course.WORSE),
        "REC.2024.S1.04": (432, 640, Course.UNCLEAR),
        "REC.2024.S1.05": (101, 181, Course.UNCLEAR),
        "REC.2024.S1.06": (Fraction("2.14"), Fraction("3.752"), Course.WORSE),
    }


@pytest.mark.parametrize("period", ["2024", "2024-S1", "2024-S2", "2023", "2025"])
def test_the_json_is_what_its_schema_says(period: str) -> None:
    schema: Mapping[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    made = pei_dsl.follow_up_to_json(pei_dsl.follow_up(pei_dsl.load(INPE), period))

    validator.validate(made)
    assert {*made} == {*schema["properties"]}
    assert not validator.is_valid({**made, "version": 2})
