"""What a description says of activities, evidence, factors, recommendations and commitments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pei_dsl import vocabulary
from pei_dsl.model.figure import Figure
from pei_dsl.model.follow_up import (
    Activity,
    Commitment,
    Evidence,
    Factor,
    FollowedUp,
    Recommendation,
    Situation,
)
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Group, Indicator, Plan
from pei_dsl.model.units import NUMBER, PERCENTAGE
from pei_dsl.renderers.entries import REST, Said, Told, years
from pei_dsl.renderers.fact_texts import Teller, titled
from pei_dsl.views import words
from pei_dsl.vocabulary import Word, Words

Given: TypeAlias = tuple[str, Said]


def facts_of(thing: FollowedUp, tell: Teller) -> tuple[Given, ...]:
    """Return what is said of `thing`, in order, as `entries` takes it."""
    head = (("description", thing.description), ("documentation", thing.documentation))
    match thing:
        case Activity():
            return (*head, *_activity(thing, tell), REST)
        case Evidence():
            return (*head, *_evidence(thing, tell), REST)
        case Factor():
            return (*head, *_factor(thing, tell), REST)
        case Recommendation():
            return (*head, *_recommendation(thing, tell), REST)
        case Commitment():
            return (*head, *_commitment(thing, tell), REST)


def of_indicator(indicator: Indicator, tell: Teller) -> tuple[Given, ...]:
    """Return what is declared beside the figures of an indicator."""
    plan = tell.plan
    followed = [each for each in plan.recommendations.values() if each.follows == indicator.code]
    return (
        ("evidence", _listed(each for each in plan.evidence.values() if each.indicator == indicator.code)),
        *_concerning(indicator.code, plan),
        ("followed_by", _listed(followed)),
    )


def of_group(group: Group, tell: Teller) -> tuple[Given, ...]:
    """Return what is declared beside the figures of an objective or action."""
    own = [each for each in tell.plan.activities.values() if each.action == group.code]
    return (("activities", _listed(own)), *_concerning(group.code, tell.plan))


def _concerning(code: str, plan: Plan) -> tuple[Given, ...]:
    return (
        ("factors", _listed(each for each in plan.factors.values() if code in each.affects)),
        (
            "recommendations",
            _listed(each for each in plan.recommendations.values() if code in each.addresses),
        ),
    )


def _listed(things: Iterable[FollowedUp]) -> Told:
    """Return names and titles, a line each; programs get the names."""
    names = {_name(each): each.title for each in things}
    return Told([f"{name}: {title}" for name, title in names.items()], list(names))


def _name(thing: FollowedUp) -> str:
    return thing.code if isinstance(thing, Recommendation | Commitment) else thing.name


# ---- Kinds


def _activity(activity: Activity, tell: Teller) -> tuple[Given, ...]:
    group = tell.plan.groups.get(activity.action)
    return (
        ("action", titled(group) if group is not None else activity.action),
        ("investment", activity.investment),
        ("unit", tell.unit(activity.unit)),
        ("programmed", tell.figures(activity.programmed, activity.unit)),
        ("executed", tell.figures(activity.executed, activity.unit)),
        ("progress", tell.figures(_progress(activity), PERCENTAGE)),
        ("responsible", activity.responsible),
    )


def _progress(activity: Activity) -> Mapping[Period, Figure]:
    found = {period: activity.progress(period) for period in activity.executed}
    return {period: Figure(value, 2) for period, value in found.items() if value is not None}


def _evidence(evidence: Evidence, tell: Teller) -> tuple[Given, ...]:
    indicator = tell.plan.indicators.get(evidence.indicator)
    unit = indicator.unit if indicator is not None else NUMBER
    supports = tell.figure(evidence.supports, unit) if evidence.supports is not None else ""
    verified = [each for each in tell.plan.commitments.values() if each.means == evidence.name]
    return (
        ("of", titled(indicator) if indicator is not None else evidence.indicator),
        ("period", str(evidence.period or "")),
        ("date", evidence.date.isoformat() if evidence.date is not None else ""),
        ("supports", supports),
        ("file", evidence.file),
        ("verifies", _listed(verified)),
    )


def _factor(factor: Factor, tell: Teller) -> tuple[Given, ...]:
    return (
        ("period", years(factor.period)),
        ("origin", _word(vocabulary.ORIGINS, factor.origin, tell)),
        ("effect", _word(vocabulary.EFFECTS, factor.effect, tell)),
        ("affects", _codes(factor.affects, tell.plan)),
        ("told_by", list(factor.told_by)),
    )


def _recommendation(recommendation: Recommendation, tell: Teller) -> tuple[Given, ...]:
    code = recommendation.code
    answered = [each for each in tell.plan.commitments.values() if code in each.answers]
    followed = tell.plan.indicators.get(recommendation.follows)
    return (
        ("report", recommendation.report),
        ("period", str(recommendation.period or "")),
        ("addresses", _codes(recommendation.addresses, tell.plan)),
        ("follows", titled(followed) if followed is not None else recommendation.follows),
        ("situation", _situations("recommendation", recommendation.situations, tell)),
        ("answered_by", _listed(answered)),
    )


def _commitment(commitment: Commitment, tell: Teller) -> tuple[Given, ...]:
    known = tell.plan.recommendations
    answered = [known[code] for code in commitment.answers if code in known]
    evidence = tell.plan.evidence.get(commitment.means)
    return (
        ("answers", _listed(answered)),
        ("responsible", commitment.responsible),
        ("deadline", str(commitment.deadline or "")),
        ("means", f"{evidence.name}: {evidence.title}" if evidence is not None else commitment.means),
        ("situation", _situations("commitment", commitment.situations, tell)),
    )


def _word(known: Words[Word], written: str, tell: Teller) -> Told:
    """Return a word of a closed list in the language of the description; programs get that of plans."""
    word = known.find(written)
    return Told(written if word is None else tell.word(word), written)


def _situations(kind: str, situations: Mapping[Period, Situation], tell: Teller) -> Told:
    told = sorted(situations.items())
    texts = [f"{period}: {words.situation(each, kind, tell.language)}" for period, each in told]
    return Told(" · ".join(texts), {str(period): str(each) for period, each in told})


def _codes(codes: Iterable[str], plan: Plan) -> Told:
    """Return the objectives, actions and indicators that have `codes`, each with its title."""
    things: Mapping[str, Group | Indicator] = {**plan.groups, **plan.indicators}
    named = [code for code in codes if code]
    return Told([f"{code}: {things[code].title}" if code in things else code for code in named], named)
