"""What is declared and serves nothing: names, columns, and indicators that never count."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from pei_dsl.analysis.lints.subject import Subject, points, warn
from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.methodology import Weights
from pei_dsl.model.plan import Aggregation, Direction, Indicator, Place
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import calls_in, names_in

_KINDS = ("variable", "series", "function", "source")


def unused_names(subject: Subject) -> Iterator[Diagnostic]:
    """
    Warn of variables, series, functions, sources and names under `donde:` that no formula uses.

    A text without indicators is a library, and a formula still to be written may use anything.
    """
    expressions = list(_expressions(subject))
    if not subject.plan.indicators or any(isinstance(each, tree.Hole) for each in expressions):
        return
    used = {each.name for node in expressions for each in names_in(node)}
    used |= {call.function for node in expressions for call in calls_in(node)}
    # What a text quotes is there to be compared.
    plan = subject.plan
    quoted = [each for citation in plan.citations for each in citation.quotations if each.kind == "input"]
    used |= {plan.definitions[each.subject].name for each in quoted}
    for (kind, name), declaration in subject.declarations.items():
        if kind in _KINDS and name not in used:
            place = Place(declaration.source, declaration.header.name_span)
            yield warn(place, "PEI420", params={"name": name})
        if kind == "indicator":
            yield from _unused_under_where(declaration)


def _expressions(subject: Subject) -> Iterator[tree.Expression]:
    for declaration in subject.declarations.values():
        yield from _of(declaration)


def _of(declaration: tree.Declaration) -> Iterator[tree.Expression]:
    """Yield the formulas that `declaration` writes."""
    if declaration.header.expression is not None:
        yield declaration.header.expression
    for item in declaration.items:
        match item:
            case tree.Field(value=tree.Definitions(items=definitions)):
                yield from (each.expression for each in definitions)
            case tree.Field(name="formula", value=value):
                # The grammar gives this field an expression and no other value.
                yield value  # type: ignore[misc]
            case _:
                pass


def _unused_under_where(declaration: tree.Declaration) -> Iterator[Diagnostic]:
    used = {each.name for node in _of(declaration) for each in names_in(node)}
    for item in declaration.items:
        if isinstance(item, tree.Field) and isinstance(item.value, tree.Definitions):
            for each in item.value.items:
                if each.name not in used:
                    place = Place(declaration.source, each.name_span)
                    params = {"name": each.name, "code": declaration.header.code or ""}
                    yield warn(place, "PEI420", "where", params=params)


# ---- Columns ----------------------------------------------------------------------------------------


def unread_columns(subject: Subject) -> Iterator[Diagnostic]:
    """
    Note columns of numbers, dates and booleans that no formula reads.

    Columns of text tell rows apart for whoever reads them, and a source that nobody uses is another finding.
    """
    read = subject.columns_read
    for name, source in subject.plan.sources.items():
        if name not in read:
            continue
        for column in source.columns.values():
            own = column.name in {source.time, source.quality} or column.type is ValueType.TEXT
            if not own and column.name not in read[name]:
                params = {"column": column.name, "source": name}
                yield warn(column.declared_at, "PEI422", params=params, severity=Severity.NOTE)


# ---- Indicators that never count --------------------------------------------------------------------


def never_counts(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of indicators that no figure of their group can ever rest on."""
    limits = {Aggregation.MAXIMUM_ALLOWED, Aggregation.MINIMUM_ALLOWED}
    reported = _last_reported(subject)
    for indicator in subject.plan.indicators.values():
        params = {"code": indicator.code, "group": indicator.group}
        if indicator.direction is Direction.UNDEFINED and indicator.aggregation not in limits:
            yield warn(subject.field(indicator, "direction"), "PEI421", params=params)
        elif indicator.weight == 0 and subject.plan.methodology.weights is Weights.DECLARED:
            yield warn(subject.field(indicator, "weight"), "PEI421", "weightless", params=params)
        elif _owes_a_value(subject, indicator, reported):
            yield warn(subject.code(indicator), "PEI421", "valueless", params=params, severity=Severity.NOTE)


def _last_reported(subject: Subject) -> datetime.date | None:
    """Return the last day of which any value is registered; before the first year there is none."""
    found = (when.end for each in subject.plan.indicators.values() for when in subject.registered(each))
    return max(found, default=None)


def _owes_a_value(subject: Subject, indicator: Indicator, reported: datetime.date | None) -> bool:
    """Tell whether `indicator` has nothing to show for a goal that others have reported on."""
    if indicator.formula is not None or subject.registered(indicator) or reported is None:
        return False
    return any(goal.value and goal.period.end <= reported for goal in points(indicator.goals))
