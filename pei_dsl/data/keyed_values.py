"""The figures of an aggregate for each key at once: as if each were asked for with `si clave = esta`."""

from __future__ import annotations

from collections.abc import Sequence

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.values import Value
from pei_dsl.data.aggregates import covered
from pei_dsl.data.answers import Answers, Group, every_row
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource


def has_rows(node: Aggregate, source: DataSource, answers: Answers, period: Period) -> bool:
    """Tell whether the window of `node` has rows, or its lack of them means zero."""
    read = answers.outcome(every_row(node.source, node.windows), period).read
    return bool(read) or covered(source, node.windows, period)


def of_no_row(node: Aggregate, period: Period) -> Value:
    """Return what `node` gives where its window has rows, but none of them passes its filter."""
    nothing = AGGREGATES.named(node.function).of_nothing(0)
    if nothing is not None:
        return nothing
    params: dict[str, str | int] = {"source": node.source, "period": str(period)}
    return Absence(Reason.NO_DATA, "no_values", params)


def values_by_key(
    node: Aggregate,
    source: DataSource,
    answers: Answers,
    keyed: Answers,
    period: Period,
    groups: Sequence[Group],
) -> list[Value]:
    """
    Return the values of `node` for `groups`.

    Args:
        node: What is asked.
        source: The source that it reads.
        answers: Who answers for all rows of that.
        keyed: Who answers for the same rows by groups.
        period: The period that is measured.
        groups: The keys.
    """
    values = keyed.values(node, period, groups)
    if not has_rows(node, source, answers, period):
        return values
    nothing = of_no_row(node, period)
    return [nothing if _has_no_rows(value, source) else value for value in values]


def _has_no_rows(value: Value, source: DataSource) -> bool:
    """Tell whether a figure is absent since `source` has no rows for it, not another one that it rests on."""
    return (
        isinstance(value, Absence) and value.cause == "no_rows" and value.params.get("source") == source.name
    )
