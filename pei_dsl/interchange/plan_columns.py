"""What the forms share: which periods they have columns for, and how they write a plan's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pei_dsl import vocabulary
from pei_dsl.model.methodology import PROFILES
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan, Relevance
from pei_dsl.model.units import Unit

RELEVANCES = {
    Relevance.VERY_RELEVANT: "Muy relevante",
    Relevance.RELEVANT: "Relevante",
    Relevance.SLIGHTLY_RELEVANT: "Poco relevante",
}


def years(plan: Plan) -> list[Period]:
    """Return the years that the plan has goals for, or should have."""
    within = plan.evaluated_years or plan.period
    if within is None:
        return []
    return [Period.year_of(year) for year in range(within[0].year, within[1].year + 1)]


def goal_periods(plan: Plan) -> list[Period]:
    """Return the periods of the columns of goals, in order."""
    return in_order([*years(plan), *(period for each in plan.indicators.values() for period in each.goals)])


def in_order(periods: Iterable[Period]) -> list[Period]:
    """Return `periods` by time, each once; of those that begin together, the shorter first."""
    return sorted(set(periods), key=lambda each: (each.year, each.end, each.start))


def words(value: object) -> str:
    """Return a word of the language with a capital, as forms write it: `Ascendente`."""
    text = str(value) if value is not None else ""
    return text[:1].upper() + text[1:]


def unit_words(unit: Unit) -> str:
    """Return a unit as a plan writes it, with what is counted."""
    counted = f" {unit.counted}" if unit.kind == "rate" and unit.counted else ""
    return f"{unit}{counted}"


# The label of what a plan has and the form does not hold; an import repeats it.
LEFT_OUT = "Fuera del libro"
_OF_PLAN = frozenset({"entity", "acronym", "resolution", "methodology", "period", "evaluated_years"})


def labels(plan: Plan, left_out: str = "") -> list[Sequence[tuple[str, str]]]:
    """
    Return the lines above a table: what is to be known of the plan as a whole.

    Args:
        plan: The plan.
        left_out: What the form does not hold of it, in words.
    """
    profile = plan.methodology.name if plan.methodology.name in PROFILES else ""
    return [
        (("Plan", plan.title), ("Periodo", span(plan.period))),
        (("Entidad", plan.entity), ("Años evaluados", span(plan.evaluated_years))),
        (("Siglas", plan.acronym), ("Metodología", profile)),
        (("Resolución", plan.resolution),),
        *(
            ((words(word.spanish), _joined(getattr(plan, word.attribute("plan")))),)
            for word in vocabulary.fields_of("plan")
            if word.name not in _OF_PLAN and getattr(plan, word.attribute("plan"))
        ),
        *([((LEFT_OUT, left_out),)] if left_out else []),
    ]


def _joined(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def span(periods: tuple[Period, Period] | None) -> str:
    """Return `2025 a 2030`, one period alone, or ""."""
    if periods is None:
        return ""
    first, last = periods
    return str(first) if first == last else f"{first} a {last}"
