"""What the page of a plan's follow-up says: what is pending in a line each, and a table of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra import display
from pei_dsl.data.evidence_files import FileState
from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.evaluation.results import GroupResult
from pei_dsl.following.followed import (
    FollowedActivity,
    FollowedCommitment,
    FollowedRecommendation,
    FollowUp,
    Support,
)
from pei_dsl.immutable import brief
from pei_dsl.model.follow_up import Evidence, Factor, Situation
from pei_dsl.model.movement import Movement
from pei_dsl.model.plan import Indicator
from pei_dsl.model.units import PERCENTAGE, Unit
from pei_dsl.views import words
from pei_dsl.views.document import Align, Cell, Column, Row, Table
from pei_dsl.views.header import Header, header

SECTION = "follow_up"
_NOTHING = "–"


@attrs.frozen
class FollowUpPage:
    """
    What a page says of a follow-up.

    Attributes:
        header: What it is about.
        day: The day on which commitments were looked at, in words.
        pending: What is open, overdue, unsupported, unexplained or ahead, a line each.
        tables: Activities, evidence, factors, recommendations, commitments; those that the plan has.
    """

    __repr__ = brief

    header: Header
    day: str
    pending: tuple[str, ...]
    tables: tuple[Table, ...]


def follow_up_page(followed: FollowUp, language: str = "es") -> FollowUpPage:
    """Return what the page of `followed` says in `language`."""
    tables = (
        activities(followed, language),
        evidence(followed, language),
        factors(followed, language),
        recommendations(followed, language),
        commitments(followed, language),
    )
    return FollowUpPage(
        header([followed.evaluation], language),
        said("day", language, day=followed.on.isoformat()),
        tuple(pending(followed, language)),
        tuple(each for each in tables if each.rows),
    )


def said(key: str, language: str, **params: str | int) -> str:
    """Return the text `key` of follow-ups."""
    return phrase(SECTION, key, language, params)


# ---- What is pending -------------------------------------------------------------------------------------


def pending(followed: FollowUp, language: str) -> Iterator[str]:
    """Yield what is to be done, gravest first; a line says that there is nothing."""
    made: list[tuple[str, list[str]]] = [
        ("overdue", [each.commitment.code for each in followed.overdue]),
        ("unexplained", [each.group.code for each in followed.unexplained]),
        ("unsupported", [_support(each, language) for each in followed.unsupported]),
        ("files", [*_files(followed)]),
        ("ahead", [_ahead(each, language) for each in followed.ahead]),
        ("unsaid", [each.recommendation.code for each in _unsaid(followed)]),
        ("open", [each.recommendation.code for each in _begun(followed)]),
        ("to_keep", [each.commitment.code for each in followed.commitments if _has_time(each)]),
        ("without_evidence", [*followed.without_evidence]),
    ]
    told = [(key, items) for key, items in made if items]
    for key, items in told:
        yield said(f"pending_{key}", language, count=len(items), items=", ".join(items))
    if not told:
        yield said("pending_nothing", language)


def _unsaid(followed: FollowUp) -> list[FollowedRecommendation]:
    return [each for each in followed.recommendations if each.is_due and each.situation is None]


def _begun(followed: FollowUp) -> list[FollowedRecommendation]:
    return [each for each in followed.recommendations if each.is_open and each.situation is not None]


def _has_time(commitment: FollowedCommitment) -> bool:
    return commitment.is_open and not commitment.is_overdue


def _support(support: Support, language: str) -> str:
    unit, value = support.result.indicator.unit, support.result.value
    assert support.shown is not None
    assert isinstance(value, Fraction)
    shown = words.in_unit(support.shown, unit, None)
    whole = words.in_unit(value, unit, support.result.decimals)
    text = said("support", language, shown=shown, value=whole)
    return f"{support.result.indicator.code} ({text})"


def _files(followed: FollowUp) -> Iterator[str]:
    for support in followed.supports:
        for name, found in support.files.items():
            if found.state is not FileState.PRESENT:
                yield name


def _ahead(each: FollowedActivity, language: str) -> str:
    assert each.progress is not None
    assert each.action is not None
    state = words.color_word(each.action.color, language)
    return f"{each.activity.name} ({_percent(each.progress)}; {each.activity.action} {state})"


# ---- Tables ----------------------------------------------------------------------------------------------


def activities(followed: FollowUp, language: str) -> Table:
    """Return the activities of the period, under their actions."""
    columns = (
        Column(words.word("code", language), 4.4),
        Column(said("activity", language), 5.2),
        Column(said("unit", language), 2.6),
        Column(said("programmed", language), 1.8, Align.RIGHT),
        Column(said("executed", language), 1.8, Align.RIGHT),
        Column(said("progress", language), 1.6, Align.RIGHT),
        Column(said("investment", language), 2.2),
    )
    rows: list[Row] = []
    action = ""
    for each in followed.activities:
        if each.activity.action != action:
            action = each.activity.action
            rows.append(_heading(_action(each.action, action), len(columns)))
        unit = each.activity.unit
        mark = f" {said('mark_ahead', language)}" if each.is_ahead else ""
        rows.append(
            _row(
                each.activity.name,
                each.activity.title,
                words.unit(unit, language) if unit is not None else _NOTHING,
                _figure(each.programmed, unit),
                _figure(each.executed, unit),
                _percent(each.progress) + mark if each.progress is not None else _NOTHING,
                each.activity.investment or _NOTHING,
            )
        )
    notes = (said("note_ahead", language),) if followed.ahead else ()
    return Table("actividades", _title("activities", followed, language), columns, tuple(rows), notes)


def _action(result: GroupResult | None, code: str) -> str:
    return code if result is None else f"{code} {result.group.title}"


def evidence(followed: FollowUp, language: str) -> Table:
    """Return the evidence of the period, under the values that it is for."""
    columns = (
        Column(said("evidence", language), 6.0),
        Column(said("date", language), 2.0),
        Column(said("supports", language), 2.4, Align.RIGHT),
        Column(said("file", language), 5.0),
    )
    rows: list[Row] = []
    for support in followed.supports:
        rows.append(_heading(_supported(support, language), len(columns)))
        unit = support.result.indicator.unit
        rows.extend(
            _row(
                each.title,
                each.date.isoformat() if each.date is not None else _NOTHING,
                _figure(each.supports.value if each.supports is not None else None, unit),
                _file(each, support, language),
            )
            for each in support.evidence
        )
    return Table("evidencias", _title("evidence", followed, language), columns, tuple(rows))


def _supported(support: Support, language: str) -> str:
    """Return the indicator with how much of its value is shown: `IND.01 Unidades: sustenta 640 de 640`."""
    indicator = support.result.indicator
    return f"{indicator.code} {indicator.title}: {support_text(support, language)}"


def support_text(support: Support, language: str) -> str:
    """Return how much of a value is shown: `sustenta 640 de 640 ✓`."""
    unit, value = support.result.indicator.unit, support.result.value
    whole = words.in_unit(value, unit, support.result.decimals) if isinstance(value, Fraction) else "ND"
    if support.shown is None:
        return said("support_unsaid", language, value=whole)
    shown = words.in_unit(support.shown, unit, None)
    if not isinstance(value, Fraction):
        return said("support_without_value", language, shown=shown)
    return said(f"support_{support.verdict.name.lower()}", language, shown=shown, value=whole)


def _file(evidence: Evidence, support: Support, language: str) -> str:
    found = support.files.get(evidence.name)
    if not evidence.file:
        return _NOTHING
    if found is None or found.state is FileState.PRESENT:
        return evidence.file
    return f"{evidence.file} ({said(f'file_{found.state.name.lower()}', language)})"


def factors(followed: FollowUp, language: str) -> Table:
    """Return the factors of the period, those that hinder first."""
    columns = (
        Column(said("factor", language), 5.0),
        Column(said("effect", language), 2.0),
        Column(said("origin", language), 1.8),
        Column(said("affects", language), 4.0),
        Column(said("told_by", language), 4.2),
    )
    ordered = sorted(followed.factors, key=lambda each: each.effect != vocabulary.EFFECTS[1].spanish)
    rows = tuple(_factor(each, language) for each in ordered)
    return Table("factores", _title("factors", followed, language), columns, rows)


def _factor(factor: Factor, language: str) -> Row:
    return _row(
        factor.title,
        _closed(vocabulary.EFFECTS.find(factor.effect), language),
        _closed(vocabulary.ORIGINS.find(factor.origin), language),
        ", ".join(factor.affects) or said("whole_plan", language),
        "; ".join(factor.told_by) or _NOTHING,
    )


def _closed(word: vocabulary.Word | None, language: str) -> str:
    if word is None:
        return _NOTHING
    return word.spanish if language == "es" else word.english_form


def recommendations(followed: FollowUp, language: str) -> Table:
    """Return what was recommended before and what became of it, then what this report recommends."""
    columns = (
        Column(words.word("code", language), 2.6),
        Column(said("recommendation", language), 5.4),
        Column(said("for", language), 2.6),
        Column(said("situation", language), 2.4),
        Column(said("movement", language), 4.0),
    )
    rows = tuple(_recommendation(each, followed, language) for each in followed.recommendations)
    return Table("recomendaciones", _title("recommendations", followed, language), columns, rows)


def _recommendation(each: FollowedRecommendation, followed: FollowUp, language: str) -> Row:
    indicator = followed.evaluation.plan.indicators.get(each.recommendation.follows)
    moved = _NOTHING
    if indicator is not None:
        moved = indicator.code if each.movement is None else _movement(each.movement, indicator, language)
    return _row(
        each.recommendation.code,
        each.recommendation.title,
        ", ".join(each.recommendation.addresses) or _NOTHING,
        _situation(each.situation, "recommendation", language) if each.is_due else said("made", language),
        moved,
    )


def _movement(moved: Movement, indicator: Indicator, language: str) -> str:
    """Return `IND.01.AEI.01.05: 6.59 → 5.79, empeora`."""
    before, after = (words.in_unit(each, indicator.unit, None) for each in (moved.before, moved.after))
    course = said(f"course_{moved.course.name.lower()}", language)
    return f"{indicator.code}: {before} ({moved.since}) → {after}, {course}"


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
    return Table("compromisos", _title("commitments", followed, language), columns, rows)


def _commitment(number: int, each: FollowedCommitment, followed: FollowUp, language: str) -> Row:
    known = followed.evaluation.plan.recommendations
    answered = [f"{code} {known[code].title}" if code in known else code for code in each.commitment.answers]
    state = _situation(each.situation, "commitment", language)
    if each.is_overdue:
        state = said("state_overdue", language, state=state)
    return _row(
        str(number),
        "; ".join(answered) or _NOTHING,
        f"{each.commitment.code} {each.commitment.title}",
        each.commitment.responsible or _NOTHING,
        str(each.commitment.deadline or _NOTHING),
        (each.evidence.title if each.evidence is not None else each.commitment.means) or _NOTHING,
        state,
    )


# ---- Cells -----------------------------------------------------------------------------------------------


def _title(key: str, followed: FollowUp, language: str) -> str:
    return said(f"title_{key}", language, period=str(followed.evaluation.period))


def _row(*texts: str) -> Row:
    return Row(tuple(Cell(text) for text in texts))


def _heading(text: str, columns: int) -> Row:
    return Row((Cell(text), *(Cell(),) * (columns - 1)), is_group=True)


def _figure(value: object, unit: Unit | None) -> str:
    if not isinstance(value, Fraction):
        return _NOTHING
    return words.in_unit(value, unit, None) if unit is not None else display.shown(value)


def _percent(value: Fraction) -> str:
    return words.in_unit(value, PERCENTAGE, 1)


def _situation(situation: Situation | None, of: str, language: str) -> str:
    return (
        said("situation_unsaid", language) if situation is None else words.situation(situation, of, language)
    )
