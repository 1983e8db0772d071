"""The tables of the language reference, run row by row: each function returns what it finds for a row."""

from __future__ import annotations

import datetime
import importlib
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache

import attrs

from pei_dsl import numerals
from pei_dsl.algebra import rounding
from pei_dsl.algebra.display import exact, shown
from pei_dsl.analysis.resolve import windows
from pei_dsl.analysis.resolve.symbols import group_of, objective_of
from pei_dsl.cli.exits import exit_code
from pei_dsl.data import table
from pei_dsl.data.aggregates import window_of
from pei_dsl.data.cell_values import BadCell, read_text
from pei_dsl.data.expected import Expected
from pei_dsl.evaluation import progress
from pei_dsl.evaluation.achievement import achievement as reached_of
from pei_dsl.evaluation.evaluate import Data, formulas_of
from pei_dsl.evaluation.results import Achievement, GroupResult, IndicatorResult
from pei_dsl.evaluation.substitution import value_text
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.methodology import CEPLAN, EXACTA, MaintainedGoal, Negatives, Rounding, RoundingStep
from pei_dsl.model.moment import Moment
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Aggregation, Direction, GoalInterval
from pei_dsl.model.units import parse_unit
from pei_dsl.source import Source
from pei_dsl.views import wording
from pei_dsl.vocabulary import COLUMN_TYPES
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.loading import load_text
from pei_dsl.workspace.settings import parse as settings_of
from pei_dsl.workspace.verbs import evaluate
from tests.in_engines import host_table
from tests.mistakes import mistake

Row = Mapping[str, str]

CONTEXT = """
plan "Plan de los ejemplos"
  periodo: 2020 a 2030
  años evaluados: 2024
objetivo OEI.01 "Objetivo de los ejemplos"
acción AEI.01.01 "Acción de los ejemplos"
"""

# A figure of each absence, and some that are there: the names that formulas of the tables may use.
NAMES = """
serie inválido
  2024: inválido
serie sin_dato
  2024: sin dato
serie no_vencido
  2024: no vencido
serie no_programado
  2024: no programado
serie no_aplica
  2024: no aplica
serie a
  2022: 8
  2023: 10
  2024: 12
serie cero
  2024: 0
fuente feriados "Feriados de 2024"
  columna fecha: fecha
fuente llegadas "Llegadas"
  columna llega: fecha y hora
  columna entra: fecha y hora
  columna sale: fecha y hora
"""
HOLIDAYS = (datetime.date(2024, 7, 23), datetime.date(2024, 7, 28), datetime.date(2024, 7, 29))


def absence_text(value: Absence) -> str:
    """Return an absence as the tables write it: `ND (sin dato)`."""
    return f"ND ({value.reason})"


def result_text(value: object) -> str:
    """Return a value as the tables write it."""
    if isinstance(value, Absence):
        return absence_text(value)
    return value_text(value)  # type: ignore[arg-type]  # what a definition gives is a value


def codes(loaded: Loaded) -> str:
    """Return the codes of what was found."""
    return ", ".join(each.code for each in loaded.diagnostics)


def formula_value(formula: str) -> str:
    """Return the value of `formula` in 2024, or the code of what is wrong with it."""
    loaded = load_text(f"{CONTEXT}{NAMES}\nvariable resultado = {formula}\n")
    if loaded.diagnostics:
        return codes(loaded)
    rows = (table.Row({"fecha": day}, None, number) for number, day in enumerate(HOLIDAYS, start=1))
    times = {"llega": "08:30", "entra": "08:42:30", "sale": "10:00"}
    moments = {
        name: Moment(datetime.datetime.fromisoformat(f"2024-07-31 {time}")) for name, time in times.items()
    }
    visits = table.Table("llegadas", "llegadas.csv", (table.Row(moments, None, 1),))
    data = Data({"llegadas": visits, "feriados": table.Table("feriados", "feriados.csv", tuple(rows))})
    formulas = formulas_of(loaded.plan, data, loaded.plan.methodology)
    return result_text(formulas.computed("variable:resultado", Period.year_of(2024)))


def formula(row: Row) -> Row:
    """`| formula | value |`: what a formula gives, or the code of what is wrong with it."""
    return {"value": formula_value(row["formula"])}


def formula_for_planners(row: Row) -> Row:
    """`| fórmula | da |`: the same in Spanish."""
    return {"da": formula_value(row["fórmula"])}


WORDED = """
serie atendidos "Personas atendidas"
  2024: 7
serie población "Población"
  2024: 9
fuente casos "Registro de casos"
  tiempo: fecha
  columna fecha:     fecha
  columna resultado: texto
  columna monto:     número
  columna persona:   texto
  columna urbano:    booleano
"""


def in_words(row: Row) -> Row:
    """`| formula | en palabras | in words |`: how a formula is told in both languages."""
    plan = load_text(f"{CONTEXT}{WORDED}\nvariable resultado = {row['formula']}\n").plan
    expression = plan.definitions["variable:resultado"].expression
    assert expression is not None
    return {
        "en palabras": wording.in_words(expression, plan, "es"),
        "in words": wording.in_words(expression, plan, "en"),
    }


def numeral(row: Row) -> Row:
    """`| written | value |`: what a numeral says; `PEI104, 48.3` is what to write instead."""
    read = numerals.read(row["written"])
    if isinstance(read, numerals.Slip):
        return {"value": ", ".join((formula_value(row["written"]), *read.meant))}
    return {"value": exact(read.value)}


def amount(row: Row) -> Row:
    """`| unit | written | exact value |`: a goal in the scale of its unit."""
    loaded = load_text(_indicator("ascendente", row["written"], "", unit=row["unit"]))
    if loaded.diagnostics:
        offered = [fix.text for each in loaded.diagnostics for fix in each.fixes]
        return {"exact value": ", ".join((codes(loaded), *offered))}
    goal = loaded.plan.indicators["IND.01.OEI.01"].goals[Period.year_of(2024)].value
    if isinstance(goal, GoalInterval):
        return {"exact value": f"{exact(goal.lower)} to {exact(goal.upper)}"}
    return {"exact value": absence_text(goal) if isinstance(goal, Absence) else exact(goal)}


def unit(row: Row) -> Row:
    """`| unit | identifier | shows 0.5 as |`."""
    parsed = parse_unit(row["unit"])
    if parsed is None:
        return {"identifier": "none"}
    sign = "%" if parsed.is_percentage else ""
    return {"identifier": parsed.kind, "shows 0.5 as": f"{shown(parsed.scale / 2)}{sign}"}


def notation(row: Row) -> Row:
    """`| unit | formula | value |`: what the unit's own scale does in a formula."""
    goal = "1%" if "porcentaje" in row["unit"] else "1"
    text = _indicator("ascendente", goal, "", unit=row["unit"])
    loaded = load_text(f"{text}  fórmula: {row['formula']}\n{NAMES}")
    if loaded.diagnostics:
        return {"value": codes(loaded)}
    computed = evaluate(loaded, 2024).evaluation.indicators["IND.01.OEI.01"].computed
    return {"value": result_text(computed)}


def period(row: Row) -> Row:
    """`| written | first day | last day |`."""
    parsed = Period.parse(row["written"])
    if parsed is None:
        text = _indicator("ascendente", "1", "").replace("2024: 1", f"{row['written']}: 1")
        return {"first day": codes(load_text(text))}
    return {"first day": parsed.start.isoformat(), "last day": parsed.end.isoformat()}


def window(row: Row) -> Row:
    """`| clause | for | first day | last day |`; clauses that stand together are joined by `+`."""
    asked = Period.parse(row["for"])
    clauses = [windows.parse(words.strip()) for words in row["clause"].split("+")]
    known = [clause for clause in clauses if clause is not None]
    if asked is None or len(known) != len(clauses):
        return {"first day": "PEI213"}
    days = window_of(known, asked)
    if days is None:
        return {"first day": "none"}
    return {"first day": days.start.isoformat(), "last day": days.end.isoformat()}


def cell(row: Row) -> Row:
    """`| type | cell | value |`: a cell of a CSV file."""
    word = COLUMN_TYPES.find(row["type"])
    assert word is not None
    value = read_text(row["cell"], Expected(ValueType(word.name), ("s/d",)))
    if isinstance(value, BadCell):
        return {"value": "PEI303"}
    return {"value": "empty" if value is None else value_text(value)}


def number_in_file(row: Row) -> Row:
    """`| decimal | miles | cell | value |`: a number in a file that is written so."""
    declared = "".join(f"  {each}: {row[each]}\n" for each in ("decimal", "miles") if row[each] != "–")
    source = load_text(f"fuente s\n{declared}  columna n: número\n").plan.sources["s"]
    value = read_text(row["cell"], Expected.of(source, source.columns["n"]))
    return {"value": "PEI303" if value is None or isinstance(value, BadCell) else value_text(value)}


def date_in_file(row: Row) -> Row:
    """`| formato | cell | period |`: a cell of the time column in a declared format."""
    text = f"fuente s\n  tiempo: c\n  columna c: fecha; formato {row['formato'].strip('`')}\n"
    table, found = host_table(load_text(text).plan.sources["s"], [{"c": row["cell"].strip("`")}])
    return {"period": ", ".join(each.code for each in found) or str(table.rows[0].period)}


def contract_value(row: Row) -> Row:
    """`| column | cell | value |`: what a cell of a column declared so means."""
    source = load_text(f"fuente s\n  columna c: {row['column'].strip('`')}\n").plan.sources["s"]
    value = read_text(row["cell"].strip("`"), Expected.of(source, source.columns["c"]))
    if isinstance(value, str):
        return {"value": value}
    return {"value": "PEI303" if value is None or isinstance(value, BadCell) else value_text(value)}


def contract(row: Row) -> Row:
    """`| column | cell | finding |`: a cell of a column declared so."""
    source = load_text(f'fuente s\n  faltantes: "s/d"\n  columna c: {row["column"]}\n').plan.sources["s"]
    _, found = host_table(source, [{"c": row["cell"].strip("`")}])
    return {"finding": ", ".join(each.code for each in found) or "–"}


def code(row: Row) -> Row:
    """`| code | declared as | belongs to |`."""
    text = f'{row["declared as"]} {row["code"]} "Título"\n  unidad: número\n  sentido: ascendente\n'
    if "PEI217" in codes(load_text(text)):
        return {"belongs to": "PEI217"}
    return {"belongs to": group_of(row["code"]) or objective_of(row["code"]) or "the plan"}


def rounded(row: Row) -> Row:
    """`| number | decimals | half up | half even |`."""
    number, decimals = Fraction(row["number"]), int(row["decimals"])
    return {
        "half up": exact(rounding.round_half_up(number, decimals)),
        "half even": exact(rounding.round_half_even(number, decimals)),
    }


def limit(row: Row) -> Row:
    """`| limit | number | where |`: `where` is the name in the code."""
    module, _, name = row["where"].rpartition(".")
    value = getattr(importlib.import_module(module), name)
    return {"number": f"{value:,}"}


# ---- Methodology -----------------------------------------------------------------------------------------


def _figure(value: object) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case Rounding():
            return value.replace("_", " ")
        case RoundingStep():
            return f"{value.decimals} decimals, {value.rounding.replace('_', ' ')}"
        case tuple():
            return "; ".join(
                f"{band.color} >= {shown(band.limit)}%" if band.limit is not None else str(band.color)
                for band in value
            )
        case Fraction():
            return f"{shown(value)}%"
        case _:
            return str(value)


def profile(row: Row) -> Row:
    """`| choice | ceplan | exacta | … |`: a field of both built-in profiles."""
    return {each.name: _figure(getattr(each, row["choice"])) for each in (CEPLAN, EXACTA)}


DIRECTIONS = ("ascendente", "descendente", "no definido")
VALUES = ("missing", "negative", "zero", "below", "equal", "above")
GOALS = ("missing", "negative", "zero", "positive")
BASELINES = ("missing", "zero", "equal to goal", "other")

# Figures of each class.  A value is below, equal or above a positive goal of 50; beside any other goal it is positive.
_VALUES = {"missing": "", "negative": "-5", "zero": "0", "below": "40", "equal": "50", "above": "60"}
_GOALS = {"missing": "", "negative": "-50", "zero": "0", "positive": "50"}
_BASELINES = {"missing": "", "zero": "0", "other": "45"}


def chosen(cell_: str, all_: tuple[str, ...]) -> tuple[str, ...]:
    """Return the classes that a cell names: `any`, or some of them."""
    return all_ if cell_ == "any" else tuple(re.split(r", | or ", cell_))


def combinations(row: Row) -> list[tuple[str, str, str]]:
    """Return the combinations of direction, value and goal that a row of the table of outcomes covers."""
    return [
        (direction, value, goal)
        for direction in chosen(row["direction"], DIRECTIONS)
        for value in chosen(row["value"], VALUES)
        for goal in chosen(row["goal"], GOALS)
    ]


def _indicator(direction: str, goal: str, value: str, *, baseline: str = "", unit: str = "número") -> str:
    lines = [
        CONTEXT,
        'indicador IND.01.OEI.01 "Indicador"',
        f"  unidad: {unit}",
        f"  sentido: {direction}",
        f"  logros: 2024: {goal}" if goal else "  logros: 2023: no programado",
        f"  valores: 2024: {value}" if value else "",
        f"  línea de base: 2020: {baseline}" if baseline else "",
    ]
    return "\n".join(line for line in lines if line) + "\n"


@cache
def outcome(direction: str, value: str, goal: str, baseline: str, methodology: str = "ceplan") -> str:
    """Return the alcance of an indicator with figures of these classes, or why there is none."""
    goal_figure = _GOALS[goal]
    start = (goal_figure or "50") if baseline == "equal to goal" else _BASELINES[baseline]
    text = _indicator(direction, goal_figure, _VALUES[value], baseline=start)
    variants = """
metodología sin_tope
  base: exacta
  tope: no
metodología cero_es_cero
  logro cero: cero
metodología cero_es_cien
  logro cero: cien si se cumple
"""
    measured = evaluate(load_text(text + variants), 2024, methodology=methodology)
    return _outcome(measured.evaluation.indicators["IND.01.OEI.01"])


def _outcome(result: IndicatorResult) -> str:
    return _reached(result.achievement)


def _reached(reached: Achievement | Absence) -> str:
    return absence_text(reached) if isinstance(reached, Absence) else shown(reached.shown)


# Quotients that the words of the table of outcomes stand for, with the figures above.
_QUOTIENTS = {
    ("ascendente", "below"): "80",
    ("descendente", "above"): "83.33",
}


def achievement(row: Row) -> Row:
    """`| direction | value | goal | outcome |`: whatever the baseline."""
    expected = {
        "value / goal × 100": _QUOTIENTS.get((row["direction"], row["value"])),
        "goal / value × 100": _QUOTIENTS.get((row["direction"], row["value"])),
    }.get(row["outcome"], row["outcome"])
    found = {
        outcome(direction, value, goal, baseline)
        for direction, value, goal in combinations(row)
        for baseline in BASELINES
    }
    return {"outcome": row["outcome"] if found == {expected} else ", ".join(sorted(found))}


def zero_goal(row: Row) -> Row:
    """`| policy | direction | value | outcome |`: a goal of zero under each policy."""
    methodology = {"no programado": "ceplan", "cero": "cero_es_cero", "cien si se cumple": "cero_es_cien"}
    found = {
        outcome(direction, value.replace("positive", "below"), "zero", "missing", methodology[row["policy"]])
        for direction in chosen(row["direction"], DIRECTIONS)
        for value in chosen(row["value"], ("missing", "negative", "zero", "positive"))
    }
    return {"outcome": ", ".join(sorted(found))}


def uncapped(row: Row) -> Row:
    """`| direction | value | outcome |`: a positive goal of 50 without a cap, nothing rounded."""
    return {"outcome": outcome(row["direction"], row["value"], "positive", "missing", "sin_tope")}


def _given(cell_: str) -> Fraction | Absence:
    """Return the figure that a cell names: a number, or a reason; `–` is a figure that is not programmed."""
    match cell_:
        case "–":
            return Absence(Reason.NOT_PROGRAMMED, "registered")
        case "ND":
            return Absence(Reason.NO_DATA, "registered")
        case _:
            return Fraction(cell_)


def negative(row: Row) -> Row:
    """`| value | goal | inválido | cero |`: an ascending indicator under both choices of `negativos:`."""
    found = {}
    for choice in Negatives:
        profile_ = attrs.evolve(CEPLAN, negatives=choice)
        figures = Fraction(row["value"]), Fraction(row["goal"])
        found[str(choice)] = _reached(reached_of(Direction.ASCENDING, *figures, profile_))
    return found


def permitted(row: Row) -> Row:
    """`| value | máximo permisible | mínimo permisible | neither |`: a goal of 50 without direction."""
    columns = {
        "máximo permisible": Aggregation.MAXIMUM_ALLOWED,
        "mínimo permisible": Aggregation.MINIMUM_ALLOWED,
        "neither": None,
    }
    value = _given(row["value"])
    return {
        name: _reached(reached_of(Direction.UNDEFINED, value, Fraction(50), CEPLAN, each))
        for name, each in columns.items()
    }


def interval(row: Row) -> Row:
    """`| goal | value | ceplan | tope: no | negativos: cero | tipo II |`: a goal that is an interval."""
    lower, upper = (Fraction(each) for each in row["goal"].split(" a "))
    goal, value = GoalInterval(lower, upper), _given(row["value"])
    assert value is not None
    profiles = {
        "ceplan": CEPLAN,
        "tope: no": attrs.evolve(CEPLAN, cap=None),
        "negativos: cero": attrs.evolve(CEPLAN, negatives=Negatives.ZERO),
    }
    found = {
        name: _reached(reached_of(Direction.UNDEFINED, value, goal, each, None))
        for name, each in profiles.items()
    }
    return {**found, "tipo II": _reached(progress.from_baseline(value, goal, Fraction(1)))}


def way(row: Row) -> Row:
    """`| baseline | goal | value | raw | outcome |`: avance tipo II of what is not additive."""
    baseline, goal, value = (_given(row[name]) for name in ("baseline", "goal", "value"))
    found = progress.from_baseline(value, goal, baseline)
    raw = found.raw if isinstance(found, Achievement) else None
    return {"raw": "–" if raw is None else shown(raw), "outcome": _reached(found)}


def kept(row: Row) -> Row:
    """`| direction | value | no aplica | cien si se mantiene | tipo I |`: a goal of 50 that is the baseline."""
    direction, value, fifty = Direction(row["direction"]), _given(row["value"]), Fraction(50)
    profiles_ = {str(each): attrs.evolve(CEPLAN, maintained_goal=each) for each in MaintainedGoal}
    return {
        name: _reached(progress.from_baseline(value, fifty, fifty, each, direction))
        for name, each in profiles_.items()
    }


def to_date(row: Row) -> Row:
    """`| direction | goals | values | outcome |`: avance tipo II of what is additive, year by year."""
    goals, values = ([_given(each) for each in row[name].split(", ")] for name in ("goals", "values"))
    return {"outcome": _reached(progress.to_date(Direction(row["direction"]), values, goals))}


def declared_weight(row: Row) -> Row:
    """`| pesos | weights |`: 100 from one indicator and 0 from the others gives its weight."""
    pesos = row["pesos"].split(", ")
    variant = "metodología pesada\n  base: exacta\n  pesos: peso\n"
    weights = []
    for index in range(len(pesos)):
        figures = ["100" if each == index else "0" for each in range(len(pesos))]
        fields_ = ["" if peso == "–" else f"  peso: {peso}" for peso in pesos]
        weights.append(_group_text(group_of_figures(figures, fields_, "pesada", variant)))
    return {"weights": ", ".join(weights)}


def certainty(row: Row) -> Row:
    """`| alcances | relevances | methodology | figure | coverage | weight | interval | firmness |`."""
    relevances = re.findall(r"\d", row["relevances"])
    figures = row["alcances"].split(", ")
    variants = """
metodología excluir
  nd entre hermanos: excluir
metodología sin_tope
  tope: no
metodología tope_120
  tope: 120%
"""
    fields_ = [f"  relevancia: {_RELEVANCES[each]}" for each in relevances] or [""] * len(figures)
    found = group_of_figures(figures, fields_, row["methodology"], variants)
    sure = found.certainty
    if sure is None:
        return {"figure": _group_text(found), "coverage": "nothing due"}
    coverage = sure.coverage
    high = "no limit" if sure.high is None else shown(sure.high)
    return {
        "figure": _group_text(found),
        "coverage": f"{coverage.reported} of {coverage.due}",
        "weight": shown(coverage.weight * 100),
        "interval": f"{shown(sure.low)} to {high}",
        "firmness": f"firme, {sure.color}" if sure.is_firm else "condicionado",
    }


_RELEVANCES = {"1": "muy relevante", "2": "relevante", "3": "poco relevante"}


def _group_text(result: GroupResult) -> str:
    found = result.achievement
    return absence_text(found) if isinstance(found, Absence) else shown(found)


def group_of_figures(
    figures: list[str], fields_: list[str], methodology: str, variants: str = ""
) -> GroupResult:
    """Return the group whose indicators have these alcances, each with one more field."""
    lines = [CONTEXT, variants]
    for index, (figure, field_) in enumerate(zip(figures, fields_, strict=True), start=1):
        lines += [
            f'indicador IND.{index:02}.OEI.01 "Indicador"',
            "  unidad: número\n  sentido: ascendente\n  logros: 2024: 100",
            f"  valores: 2024: {figure}",
            field_,
        ]
    loaded = load_text("\n".join(lines))
    assert not loaded.diagnostics
    return evaluate(loaded, 2024, methodology=methodology).evaluation.groups["OEI.01"]


def group_figure(figures: list[str], relevances: list[str], methodology: str) -> str:
    """Return the figure of a group whose indicators have these alcances."""
    fields_ = [f"  relevancia: {_RELEVANCES[each]}" for each in relevances] or [""] * len(figures)
    return _group_text(group_of_figures(figures, fields_, methodology))


def group(row: Row) -> Row:
    """`| alcances | relevances | ceplan | exacta |`: the figure of a group."""
    figures, relevances = row["alcances"].split(", "), re.findall(r"\d", row["relevances"])
    return {each.name: group_figure(figures, relevances, each.name) for each in (CEPLAN, EXACTA)}


def weight(row: Row) -> Row:
    """`| relevances | weights |`: 100 from one indicator and 0 from the others gives its weight."""
    relevances = re.findall(r"\d", row["relevances"])
    weights = []
    for index in range(len(relevances)):
        figures = ["100" if each == index else "0" for each in range(len(relevances))]
        weights.append(group_figure(figures, relevances, "exacta"))
    return {"weights": ", ".join(weights)}


def color(row: Row) -> Row:
    """`| alcance | color |`: the semaforo of both profiles."""
    found = {str(each.color(Fraction(row["alcance"]))) for each in (CEPLAN, EXACTA)}
    return {"color": ", ".join(sorted(found))}


def severity(row: Row) -> Row:
    """`| severity | shown as | exit code of … |`: what `pei.toml` makes of a warning."""
    settings, _ = settings_of(Source.of("pei.toml", f'[avisos]\nPEI403 = "{row["severity"]}"\n'))
    found = [settings.apply(each) for each in load_text('objetivo OEI.01 "Salud"').diagnostics]
    kept = [each for each in found if each is not None]
    shown_as = str(kept[0].severity) if kept else "nothing"
    return {"shown as": shown_as, "exit code of `pei revisar`": str(exit_code(kept))}


EXECUTORS: Mapping[str, Callable[[Row], Row]] = {
    "achievement": achievement,
    "amount": amount,
    "cell": cell,
    "certainty": certainty,
    "code": code,
    "color": color,
    "contract": contract,
    "contract-value": contract_value,
    "date-in-file": date_in_file,
    "declared-weight": declared_weight,
    "formula": formula,
    "fórmula": formula_for_planners,
    "group": group,
    "in-words": in_words,
    "limit": limit,
    "mistake": mistake,
    "negative": negative,
    "notation": notation,
    "number-in-file": number_in_file,
    "numeral": numeral,
    "period": period,
    "permitted": permitted,
    "profile": profile,
    "rounding": rounded,
    "severity": severity,
    "to-date": to_date,
    "uncapped": uncapped,
    "unit": unit,
    "way": way,
    "weight": weight,
    "window": window,
    "zero-goal": zero_goal,
    "interval": interval,
    "kept": kept,
}
