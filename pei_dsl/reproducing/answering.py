"""Questions answered: each by the verb that it names, in one way for commands and for whoever asks again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import assert_never

import attrs

from pei_dsl.comparison.compared import Comparison, MadeEasier
from pei_dsl.data.reading import Reading
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.reproducing.question import STDIN, SUBJECTS, Asks, Question, compares
from pei_dsl.workspace.host_requests import day_of, need_known
from pei_dsl.workspace.loaded import Loaded


@attrs.frozen
class Answer:
    """
    What a plan says to a question.

    Attributes:
        question: What was asked.
        shown: The answer, as renderers take it.
        diagnostics: What was found in the data (PEI3xx).
    """

    question: Question
    shown: object
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def subject(self) -> str:
        """What the answer is to the registry of renderers."""
        return SUBJECTS[self.question.asks]


@contextlib.contextmanager
def answering(
    loaded: Loaded, question: Question, reading: Reading, asked: Loaded | None = None
) -> Iterator[Answer]:
    """
    Give the answer to `question` while the block runs: a breakdown is computed as it is read.

    Args:
        loaded: The plan.
        question: What is asked.
        reading: What reading may cost; who aggregates, the question says.
        asked: The plan as it was on the day that is asked of, where that is known; see `as_asked`.

    Raises:
        PlanError: The plan has errors, and figures are asked for; or an act that changed it cannot be undone.
        RequestError: The plan has not what is asked for.
    """
    reading = attrs.evolve(reading, engine=question.engine)
    if question.asks is Asks.COMPARISON:
        yield _comparison(loaded, question, reading)  # each side as it stood, which may be two days
        return
    if asked is None:
        asked = as_asked(loaded, question, reading.roots)
    if question.asks is Asks.BREAKDOWN:
        from pei_dsl.workspace.breaking_down import breaking_down

        with breaking_down(asked, parts_asked(question), question.columns, reading=reading) as (lazy, found):
            yield Answer(question, lazy, found)
        return
    if question.asks is Asks.REPORT:
        yield _report(asked, loaded, question, reading)
        return
    yield _answer(asked, question, reading)


def as_asked(loaded: Loaded, question: Question, roots: Sequence[Path] = ()) -> Loaded:
    """
    Return the plan that was in force on the day that is asked of; one that stands so already is as it was.

    Args:
        loaded: The plan.
        question: What is asked.
        roots: Folders outside that of the plan that may be read.

    Raises:
        PlanError: The plan has errors, or an act that changed it cannot be undone.
        NotInForceError: The version that held is in a folder that may not be read.
    """
    day = day_of(question.in_force_on or None)
    if day is None:
        return loaded
    from pei_dsl.workspace.in_force import in_force

    return in_force(loaded, day, roots)


def _answer(loaded: Loaded, question: Question, reading: Reading) -> Answer:
    match question.asks:
        case Asks.EVALUATION:
            return _evaluation(loaded, question, reading)
        case Asks.EXPLANATION:
            from pei_dsl.workspace.questions import explain

            explanation = explain(
                loaded,
                question.code,
                _one_period(question),
                methodology=_methodology(question),
                on=day_of(question.on or None),
                reading=reading,
            )
            return Answer(question, explanation, tuple(explanation.diagnostics))
        case Asks.GAPS:
            from pei_dsl.workspace.questions import gap

            gaps = gap(
                loaded,
                _one_period(question),
                code=question.code or None,
                color=question.color or None,
                methodology=_methodology(question),
                reading=reading,
            )
            return Answer(question, gaps, tuple(gaps.diagnostics))
        case Asks.AUDIT:
            from pei_dsl.workspace.questions import audit

            audited = audit(
                loaded, _one_period(question), methodology=_methodology(question), reading=reading
            )
            return Answer(question, audited, tuple(audited.diagnostics))
        case Asks.DESCRIPTION:
            return _description(loaded, question)
        case Asks.TREE:
            return _tree(loaded, question, reading)
        case Asks.FOLLOW_UP:
            from pei_dsl.workspace.questions import follow_up

            followed = follow_up(
                loaded,
                _one_period(question),
                methodology=_methodology(question),
                on=day_of(question.on or None),
                reading=reading,
            )
            return Answer(question, followed, tuple(followed.diagnostics))
        case Asks.FICHAS:
            from pei_dsl.reports.fichas import fichas

            made = fichas(loaded, question.codes or None, language=question.language)
            return Answer(question, made)
        case Asks.EXPORT:
            return _export(loaded, question, reading)
        case Asks.COMPARISON | Asks.BREAKDOWN | Asks.REPORT:
            raise AssertionError(question.asks)  # answered before
        case _ as never:
            assert_never(never)


def _evaluation(loaded: Loaded, question: Question, reading: Reading) -> Answer:
    from pei_dsl.views.evaluations import Evaluations
    from pei_dsl.workspace.verbs import evaluate_many

    when = periods_asked(question)
    names: list[str | None] = [*dict.fromkeys(question.methodologies)] or [None]
    day = day_of(question.on or None)
    many = evaluate_many(loaded, when, methodologies=names, on=day, reading=reading, warn=True)
    return Answer(question, Evaluations.of(many.evaluations, len(when), many.warnings), many.diagnostics)


def _description(loaded: Loaded, question: Question) -> Answer:
    from pei_dsl.renderers.facts import describe, describe_plan
    from pei_dsl.workspace.inventory import inventory

    held = inventory(loaded)
    if not question.code:
        return Answer(question, [describe_plan(loaded.plan, held, question.language)])
    found = describe(loaded.plan, held, question.code, question.language)
    if not found:
        raise RequestError("no_thing", given=f"{question.code!r:.80}")
    return Answer(question, found)


def _tree(loaded: Loaded, question: Question, reading: Reading) -> Answer:
    from pei_dsl.views.tree_page import plan_tree
    from pei_dsl.workspace.inventory import inventory
    from pei_dsl.workspace.verbs import evaluate

    measured = evaluate(loaded, _one_period(question), reading=reading) if question.periods else None
    if question.code:
        need_known("code", question.code, [*loaded.plan.groups, *loaded.plan.indicators])
    shown = plan_tree(
        loaded.plan,
        inventory(loaded),
        question.language,
        code=question.code or None,
        with_inputs=question.with_inputs,
        evaluation=None if measured is None else measured.evaluation,
    )
    return Answer(question, shown, () if measured is None else measured.diagnostics)


def _export(loaded: Loaded, question: Question, reading: Reading) -> Answer:
    """Return what goes out, which is computed when it is written, and what is found in its data."""
    from pei_dsl.interchange.written import Export
    from pei_dsl.workspace.verbs import reading_data

    period = _one_period(question) if question.periods else None
    with reading_data(loaded, reading=reading) as (_, found):
        pass
    export = Export(loaded, reading, question.form, period, _methodology(question))
    return Answer(question, export, tuple(found))


def _report(asked: Loaded, loaded: Loaded, question: Question, reading: Reading) -> Answer:
    """Return the report of the plan that is asked; `loaded` is the one from which paths are named."""
    from pei_dsl.reports.report import report

    compared = _comparison(loaded, question, reading).shown if compares(question) else None
    assert compared is None or isinstance(compared, Comparison)
    made = report(
        asked,
        _one_period(question),
        methodology=_methodology(question),
        on=day_of(question.on or None),
        reading=reading,
        comparison=compared,
        language=question.language,
    )
    return Answer(question, made, tuple(made.diagnostics))


def _comparison(loaded: Loaded, question: Question, reading: Reading) -> Answer:
    from pei_dsl.reproducing.compared_sides import shown_names, side_given
    from pei_dsl.workspace.comparing_plans import compare

    later = _one_period(question) if question.periods else None
    earlier = question.earlier_period or later
    name = _methodology(question)
    on = day_of(question.in_force_on or None)
    made = compare(
        side_given(loaded, question.before),
        side_given(loaded, question.after),
        None if later is None or earlier is None else (earlier, later),
        methodology=(question.earlier_methodology or name, name),
        renamed=dict(_renamed(each) for each in question.renamed),
        order=question.order,
        in_force_on=(day_of(question.earlier_in_force_on or None) or on, on),
        beside=(loaded.root or Path()) / question.text if _is_one_text(question) else loaded,
        reading=reading,
    )
    made = attrs.evolve(made, names=shown_names(loaded, question))
    if question.since:
        made = attrs.evolve(made, easier=_told_once(made.easier, _history(loaded, question, reading)))
    return Answer(question, made, tuple(made.diagnostics))


def _history(loaded: Loaded, question: Question, reading: Reading) -> tuple[MadeEasier, ...]:
    from pei_dsl.workspace.easier_history import easier_since

    first, _, last = question.since.partition("..")
    root = loaded.root or Path()
    return easier_since(first, last, root / question.text if _is_one_text(question) else root, reading)


def _told_once(seen: Sequence[MadeEasier], history: Sequence[MadeEasier]) -> tuple[MadeEasier, ...]:
    """Return what was made easier: as the history has it, and else as it is seen between both plans."""
    known = {(each.part, each.code, each.period) for each in history}
    return (*history, *(each for each in seen if (each.part, each.code, each.period) not in known))


def _is_one_text(question: Question) -> bool:
    return bool(question.text) and question.text != STDIN


def _renamed(written: str) -> tuple[str, str]:
    later, _, earlier = written.partition("=")
    return later.strip(), earlier.strip()


# ---- What a question says ---------------------------------------------------------------------------------


def periods_asked(question: Question) -> tuple[Period, ...]:
    """
    Return the periods that `question` names.

    Raises:
        RequestError: There are no such periods.
    """
    found = Period.parse_range(question.periods)
    if found is None:
        raise RequestError("no_period", given=f"{question.periods!r:.80}")
    return found


def parts_asked(question: Question) -> Sequence[Period]:
    """
    Return the periods that a breakdown is of.

    Raises:
        RequestError: There are no such periods, or no such kind of period.
    """
    when = periods_asked(question)
    if not question.parts:
        return when
    try:
        kind = Granularity(question.parts)
    except ValueError as error:
        raise RequestError("no_granularity", given=f"{question.parts!r:.80}") from error
    return [part for each in when for part in each.parts(kind)]


def _one_period(question: Question) -> Period:
    first, *others = periods_asked(question)
    if others:
        raise RequestError("one_period", given=f"{question.periods!r:.80}")
    return first


def _methodology(question: Question) -> str | None:
    return question.methodologies[0] if question.methodologies else None
