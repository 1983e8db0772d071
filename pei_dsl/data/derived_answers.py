"""Who answers for sources whose rows rest on those of others: made of them, or asking them."""

from __future__ import annotations

from collections.abc import Mapping

from pei_dsl.data.answers import Answers, answers_of
from pei_dsl.data.looking_up import LookingUpAnswers
from pei_dsl.data.lookups import Lookups
from pei_dsl.data.made_answers import MadeAnswers
from pei_dsl.data.recorded_answers import RecordedAnswers
from pei_dsl.data.replayed_answers import ReplayedAnswers
from pei_dsl.data.table import Table
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.plan import DataSource, Plan


def derived_answers(
    plan: Plan, name: str, tables: Mapping[str, Table | Answers], breakdown: tuple[str, ...]
) -> LookingUpAnswers | MadeAnswers:
    """
    Return who answers for the source `name` of `plan`, which rests on others.

    Args:
        plan: The plan.
        name: A source of `plan.derived_sources`.
        tables: The rows of what it reads, or who answers for them, as far as they are there; and its own,
            where it has a file.
        breakdown: The columns that tell the groups; none where it does not declare all of them.
    """
    source = plan.sources[name]
    by = breakdown if set(breakdown) <= set(source.breakdowns) else ()
    answers = {read: _given(plan.sources[read], tables) for read in source.reads}
    lookups = Lookups(source, plan.sources, answers)
    if source.rows_of is not None:
        base = source.rows_of.source
        return MadeAnswers(source, plan.sources[base], answers[base], lookups, by)
    alone = source.alone
    told = by if set(by) <= set(alone.breakdowns) else ()
    return LookingUpAnswers(source, answers_of(alone, tables[name], told), lookups, by)


def _given(source: DataSource, tables: Mapping[str, Table | Answers]) -> Answers:
    """Return who answers for `source`; where nobody gave its rows, what rests on them is absent."""
    given = tables.get(source.name)
    if given is None:
        absence = Absence(Reason.NO_DATA, "no_file", {"source": source.name})
        given = Table(source.name, "", unusable=absence)
    return answers_of(source.alone, given)


def is_derived(source: DataSource, given: Table | Answers | None) -> bool:
    """Tell whether `given` is all that stands for `source`, so that nothing need be derived any more."""
    if source.rows_of is not None:
        return given is not None
    if isinstance(given, RecordedAnswers):
        return is_derived(source, given.answers)
    return isinstance(given, LookingUpAnswers | ReplayedAnswers)
