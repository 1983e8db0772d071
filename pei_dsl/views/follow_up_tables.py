"""
The tables of a plan's follow-up: activities, evidence, factors, recommendations, commitments.

The page of `pei seguimiento` has each whole; a report has parts of them, each under what it is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from pei_dsl import vocabulary
from pei_dsl.following.followed import (
    FollowedActivity,
    FollowedCommitment,
    FollowedRecommendation,
    FollowUp,
    Support,
)
from pei_dsl.model.follow_up import Factor
from pei_dsl.views import words
from pei_dsl.views.document import Align, Cell, Column, Row, Table
from pei_dsl.views.follow_up_words import (
    NOTHING,
    closed,
    evidence_file,
    figure,
    movement,
    percent,
    poi_code,
    said,
    situation,
    support_text,
)


def activities(
    followed: FollowUp, language: str, chosen: Sequence[FollowedActivity] | None = None, *, of: str = ""
) -> Table:
    """Return activities of the period: all under their actions, or those `chosen`, of the action `of`."""
    columns = (
        Column(words.word("code", language), 3.4),
        Column(said("activity", language), 5.0),
        Column(said("unit", language), 2.5),
        Column(said("programmed", language), 2.4, Align.RIGHT),
        Column(said("executed", language), 2.1, Align.RIGHT),
        Column(said("progress", language), 1.6, Align.RIGHT),
        Column(said("investment", language), 2.2),
    )
    rows: list[Row] = []
    action = of
    shown = followed.activities if chosen is None else chosen
    for each in shown:
        if chosen is None and each.activity.action != action:
            action = each.activity.action
            named = action if each.action is None else f"{action} {each.action.group.title}"
            rows.append(_heading(named, len(columns)))
        rows.append(
            _activity(each, language, each.activity.name if chosen is None else poi_code(each.activity))
        )
    notes = (said("note_ahead", language),) if any(each.is_ahead for each in shown) else ()
    name, title = _named("activities", "actividades", followed, language, of)
    return Table(name, title, columns, tuple(rows), notes)


def _activity(each: FollowedActivity, language: str, code: str) -> Row:
    unit = each.activity.unit
    mark = f" {said('mark_ahead', language)}" if each.is_ahead else ""
    return _row(
        code,
        each.activity.title,
        words.unit(unit, language) if unit is not None else NOTHING,
        figure(each.programmed, unit),
        figure(each.executed, unit),
        percent(each.progress) + mark if each.progress is not None else NOTHING,
        each.activity.investment or NOTHING,
    )


def evidence(
    followed: FollowUp, language: str, chosen: Sequence[Support] | None = None, *, of: str = ""
) -> Table:
    """Return the evidence of the period under the values that it is for: all, or that `chosen`, of `of`."""
    columns = (
        Column(said("evidence", language), 6.0),
        Column(said("date", language), 2.0),
        Column(said("supports", language), 2.4, Align.RIGHT),
        Column(said("file", language), 5.0),
    )
    rows: list[Row] = []
    for support in followed.supports if chosen is None else chosen:
        indicator = support.result.indicator
        told = f"{indicator.code} {indicator.title}: {support_text(support, language)}"
        rows.append(_heading(told, len(columns)))
        rows.extend(
            _row(
                each.title,
                each.date.isoformat() if each.date is not None else NOTHING,
                figure(each.supports.value if each.supports is not None else None, indicator.unit),
                evidence_file(each, support, language),
            )
            for each in support.evidence
        )
    name, title = _named("evidence", "evidencias", followed, language, of)
    return Table(name, title, columns, tuple(rows))


def factors(followed: FollowUp, language: str) -> Table:
    """Return the factors of the period by kind, those that hinder first, with who tells of each."""
    columns = (
        Column(said("factor", language), 5.6),
        Column(said("origin", language), 1.8),
        Column(said("affects", language), 4.4),
        Column(said("told_by", language), 5.2),
    )
    rows: list[Row] = []
    for effect in (vocabulary.EFFECTS.named("hinders"), vocabulary.EFFECTS.named("helps"), None):
        own = [each for each in followed.factors if vocabulary.EFFECTS.find(each.effect) == effect]
        if own:
            kind = said("effect_unsaid" if effect is None else f"effect_{effect.name}", language)
            rows.append(_heading(kind, len(columns)))
        rows.extend(_factor(each, language) for each in own)
    name, title = _named("factors", "factores", followed, language)
    return Table(name, title, columns, tuple(rows))


def _factor(factor: Factor, language: str) -> Row:
    return _row(
        factor.title,
        closed(vocabulary.ORIGINS.find(factor.origin), language),
        ", ".join(factor.affects) or said("whole_plan", language),
        "; ".join(factor.told_by) or NOTHING,
    )


def recommendations(
    followed: FollowUp, language: str, chosen: Sequence[FollowedRecommendation] | None = None
) -> Table:
    """Return what was recommended before and what became of it, then what this report recommends."""
    columns = (
        Column(words.word("code", language), 2.6),
        Column(said("recommendation", language), 5.4),
        Column(said("for", language), 2.6),
        Column(said("situation", language), 2.4),
        Column(said("movement", language), 4.0),
    )
    shown = followed.recommendations if chosen is None else chosen
    rows = tuple(_recommendation(each, followed, language) for each in shown)
    name, title = _named("recommendations", "recomendaciones", followed, language)
    return Table(name, title, columns, rows)


def _recommendation(each: FollowedRecommendation, followed: FollowUp, language: str) -> Row:
    code = (
        each.recommendation.follows if each.recommendation.follows in followed.evaluation.indicators else ""
    )
    moved = (code or NOTHING) if each.movement is None else movement(each.movement, code, followed, language)
    return _row(
        each.recommendation.code,
        each.recommendation.title,
        ", ".join(each.recommendation.addresses) or NOTHING,
        situation(each.situation, "recommendation", language) if each.is_due else said("made", language),
        moved,
    )


def commitments(followed: FollowUp, language: str) -> Table:
    """Return the *matriz de compromisos*, numbered in the order of the texts."""
    columns = (
        Column(said("number", language), 0.8, Align.RIGHT),
        Column(said("recommendation", language), 4.0),
        Column(said("commitment", language), 4.0),
        Column(said("responsible", language), 2.8),
        Column(said("deadline", language), 1.8),
        Column(said("means", language), 3.2),
        Column(said("state", language), 2.2),
    )
    numbered = enumerate(followed.commitments, 1)
    rows = tuple(_commitment(number, each, followed, language) for number, each in numbered)
    name, title = _named("commitments", "compromisos", followed, language)
    return Table(name, title, columns, rows)


def _commitment(number: int, each: FollowedCommitment, followed: FollowUp, language: str) -> Row:
    known = followed.evaluation.plan.recommendations
    answered = [f"{code} {known[code].title}" if code in known else code for code in each.commitment.answers]
    state = situation(each.situation, "commitment", language)
    if each.is_overdue:
        state = said("state_overdue", language, state=state)
    return _row(
        str(number),
        "; ".join(answered) or NOTHING,
        f"{each.commitment.code} {each.commitment.title}",
        each.commitment.responsible or NOTHING,
        str(each.commitment.deadline or NOTHING),
        (each.evidence.title if each.evidence is not None else each.commitment.means) or NOTHING,
        state,
    )


# ---- Parts of tables --------------------------------------------------------------------------------------


def _named(key: str, name: str, followed: FollowUp, language: str, of: str = "") -> tuple[str, str]:
    """Return what a table is called in documents, and its title; with what it is a part of."""
    period = str(followed.evaluation.period)
    if of:
        return f"{name}.{of}", said(f"title_{key}_of", language, of=of, period=period)
    return name, said(f"title_{key}", language, period=period)


def _row(*texts: str) -> Row:
    return Row(tuple(Cell(text) for text in texts))


def _heading(text: str, columns: int) -> Row:
    return Row((Cell(text), *(Cell(),) * (columns - 1)), is_group=True)
