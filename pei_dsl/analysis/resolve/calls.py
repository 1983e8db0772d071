"""Calls in formulas: which function is meant, and the built-in ones."""

from __future__ import annotations

import attrs

from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS, TABLES, TIME_FUNCTIONS
from pei_dsl.algebra.builtins.declarations import Function
from pei_dsl.algebra.builtins.row_names import row_names
from pei_dsl.analysis.resolve import meant, memberships
from pei_dsl.analysis.resolve.aggregate_calls import aggregate
from pei_dsl.analysis.resolve.call_shape import arity, no_clauses
from pei_dsl.analysis.resolve.holidays import holidays, lacks_holidays
from pei_dsl.analysis.resolve.own_functions import own_function
from pei_dsl.analysis.resolve.period_calls import elsewhen, is_over_periods, over_periods
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.analysis.resolve.rows_meant import is_column
from pei_dsl.analysis.resolve.typed import HOLIDAYS, UNKNOWN, Typed, unknown
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model import expressions as m
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import PERIOD_DAYS, fold


def call(resolution: Resolution, node: tree.Call, scope: Scope) -> Typed:
    """Return what a call means: a function of the plan, an aggregate, or a built-in function."""
    if node.function in resolution.symbols.functions:
        return own_function(resolution, node, scope)
    timed = TIME_FUNCTIONS.find(node.function)
    if (timed is not None and timed.named) or _is_of_source(resolution, node):
        node = _with_clause(node)
    if timed is not None:
        return elsewhen(resolution, node, timed, scope)
    summing = AGGREGATES.find(node.function)
    function = FUNCTIONS.find(node.function)
    if function is not None and is_over_periods(resolution, node, function, scope):
        return over_periods(resolution, node, function, scope)
    if summing is not None and (function is None or _over_rows(resolution, node)):
        return aggregate(resolution, node, summing, scope)
    if function is not None:
        return _function(resolution, node, function, scope)
    if not resolution.symbols.may_declare(node.function, "function"):
        built_in = [each for words in reversed(TABLES) for each in words.spanish()]
        near = nearest(node.function, [*resolution.symbols.functions, *built_in])
        said = meant.FUNCTIONS.get(node.function.casefold())
        fixes = tuple(replace(scope.source, node.name_span, text) for text in near)
        several = meant.SEVERAL_FUNCTIONS.get(fold(node.function), ())
        day = PERIOD_DAYS.find(node.function)
        if day is not None:  # it is a name
            fixes = (replace(scope.source, node.span, day.spanish, safe=not node.arguments),)
        if several:
            fixes = tuple(replace(scope.source, node.name_span, text) for text in several)
        if said:
            fixes = (replace(scope.source, node.name_span, said, safe=True),)
        params = {"name": node.function, "meant": said or "", "several": ", ".join(several)}
        resolution.findings.add(
            scope.source,
            node.name_span,
            "PEI201",
            "several" if several else "function" if said is None else "named" if said else "spreadsheet",
            params=params,
            note="here",
            fixes=fixes,
        )
    return unknown(node.span)


def _is_of_source(resolution: Resolution, node: tree.Call) -> bool:
    """Tell whether a call reads a source that is called `logro`, in a period."""
    return any(
        isinstance(each.expression, tree.GoalIn) and each.expression.name in resolution.sources
        for each in node.arguments
    )


def _with_clause(node: tree.Call) -> tree.Call:
    """Return `node` with `logro en 2026` as a name and a time clause, as everything else is read there."""
    if not node.arguments or not isinstance(node.arguments[0].expression, tree.GoalIn):
        return node
    first, *others = node.arguments
    goal = first.expression
    assert isinstance(goal, tree.GoalIn)
    end = goal.span.start + len(goal.name)
    clause = tree.Window(f"en {goal.period}", span=Span(goal.span.end - len(goal.period) - 3, goal.span.end))
    named = attrs.evolve(
        first,
        expression=tree.Name(goal.name, span=Span(goal.span.start, end)),
        windows=(clause, *first.windows),
    )
    return attrs.evolve(node, arguments=(named, *others))


def _over_rows(resolution: Resolution, node: tree.Call) -> bool:
    """Tell whether a call that may be arithmetic or an aggregate reads rows."""
    if len(node.arguments) != 1:
        return False
    argument = node.arguments[0]
    if argument.filters or argument.windows or is_column(resolution, argument.expression):
        return True
    return any(
        name.column is not None or name.bracketed or _is_source(resolution, name.name)
        for name in row_names(argument.expression)
    )


def _is_source(resolution: Resolution, name: str) -> bool:
    return name in resolution.sources and name not in resolution.keys


def _function(resolution: Resolution, node: tree.Call, function: Function, scope: Scope) -> Typed:
    if scope.rows is None:
        no_clauses(resolution, node, scope)
    if lacks_holidays(resolution, node, function, scope):
        return unknown(node.span)
    if not arity(resolution, node, function.least, function.most, scope):
        return unknown(node.span)
    types = function.types(len(node.arguments))
    typed = [
        holidays(resolution, argument.expression, scope)
        if wanted is HOLIDAYS
        else resolution.expect(argument.expression, scope, wanted)
        for argument, wanted in zip(node.arguments, types, strict=True)
    ]
    if function.alike_in_all:
        for other, argument in zip(typed[1:], node.arguments[1:], strict=True):
            place = argument.expression.span
            resolution.check_same(typed[0], other, node.arguments[0].expression.span, place, scope)
        memberships.check(resolution, typed, [each.expression.span for each in node.arguments], scope)
    gives = function.gives
    if gives is UNKNOWN:
        (first, written), *others = function.alike(list(zip(typed, node.arguments, strict=True)))
        for other, argument in others:
            resolution.check_same(first, other, written.expression.span, argument.expression.span, scope)
        known = (each.type for each, _ in ((first, written), *others) if each.type is not UNKNOWN)
        gives = next(known, UNKNOWN)
    nodes = tuple(each.node for each in typed)
    return Typed(m.Call(function.name, nodes, span=node.span), gives)
