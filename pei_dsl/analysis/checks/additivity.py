"""What may be added up: a stock not over time, a flow not at one date, a percentage not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS
from pei_dsl.algebra.builtins.aspects import Addition, Nature
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve import windows
from pei_dsl.analysis.walk import places
from pei_dsl.diagnostics import Fix, Label, Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.diagnostics.finding import Edit
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import WindowKind
from pei_dsl.model.keys import KeyKind, is_kind
from pei_dsl.model.plan import Accumulation, Column, DataSource, Definition, Plan
from pei_dsl.model.terms import unit_term
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree

# Where shares may not be given, and as which variant that is told.
_SHARES_ARE_WRONG = {Addition.TOTAL: "", Addition.MEAN: "mean"}
_SHARES = frozenset({"percentage", "ratio", "rate", "rate_of_change"})


@attrs.frozen
class _Nature:
    """
    What a formula of columns adds up to.

    Attributes:
        columns: Whether any column is in it.
        share: The column of percentages, ratios or rates that it comes from, or None.
        stock, flow: A column of its that is one, or None.
    """

    columns: bool = False
    share: Column | None = None
    stock: Column | None = None
    flow: Column | None = None


def check_aggregate(
    aggregate: m.Aggregate, rows: DataSource, call: tree.Call, source: Source, findings: Findings
) -> None:
    """
    Report an aggregate that adds up what does not add up (PEI222, PEI223, PEI224), once.

    Args:
        aggregate: What is computed.
        rows: The source that it reads.
        call: How it is written.
        source: The text in which that stands.
        findings: Where to report it.
    """
    if aggregate.value is None:
        return
    nature = _nature(aggregate.value, rows)
    closing = any(window.kind is WindowKind.CLOSING for window in aggregate.windows)
    addition = AGGREGATES.named(aggregate.function).addition
    if addition in _SHARES_ARE_WRONG and nature.share is not None:
        _tell(nature.share, "PEI224", _SHARES_ARE_WRONG[addition], call, source, findings)
    elif nature.stock is not None:
        one_date = not rows.time or closing or _fixes_date(aggregate.filter, rows.time)
        if addition is Addition.TOTAL and not one_date:
            _tell(nature.stock, "PEI222", "", call, source, findings, _at_closing(call, source))
    elif nature.flow is not None and closing and addition is not Addition.NONE:
        _tell(nature.flow, "PEI223", "", call, source, findings, _without_closing(call, source))


def _tell(
    column: Column,
    code: DiagnosticCode,
    variant: str,
    call: tree.Call,
    source: Source,
    findings: Findings,
    fixes: tuple[Fix, ...] = (),
) -> None:
    place = column.declared_at
    related = (Label(place.source, place.span, "declared"),) if place.source is not None else ()
    params: dict[str, Parameter] = {
        "column": column.name,
        "unit": unit_term(column.unit) if column.unit else "",
    }
    findings.add(source, call.span, code, variant, params=params, note="here", related=related, fixes=fixes)


# ---- What columns are, and what formulas make of them -------------------------------------------------


def _nature(value: m.Expression, rows: DataSource) -> _Nature:
    natures: dict[int, _Nature] = {}
    for node in _outside_aggregates(value):
        natures[id(node)] = _nature_of(node, natures, rows)
    return natures[id(value)]


def _outside_aggregates(value: m.Expression) -> list[m.Expression]:
    """Return the parts of `value`, parts first, but for those of aggregates, which are about other rows."""
    sums = [each for each in m.parts_of(value) if isinstance(each, m.Aggregate)]
    inside = {id(part) for each in sums for own in m.parts(each) for part in m.parts_of(own)}
    return [each for each in m.parts_first(value) if id(each) not in inside]


def _nature_of(node: m.Expression, of: Mapping[int, _Nature], rows: DataSource) -> _Nature:
    match node:
        case m.Aggregate():
            return _Nature(columns=True)  # one figure of each row, whatever it sums up of others
        case m.ColumnValue(column=name):
            return _of_column(rows.columns[name], rows)
        case m.Negative(operand=part):
            return of[id(part)]
        case m.Sum(operands=operands):
            return _together(of[id(each)] for each in operands)
        case m.Product(operands=operands, divided=divided):
            return _product([of[id(each)] for each in operands], divided)
        case m.Call(function=name, arguments=arguments) if FUNCTIONS.named(name).nature is Nature.KEPT:
            return _together(of[id(each)] for each in FUNCTIONS.named(name).alike(arguments))
        case _:
            return _Nature(columns=any(of[id(each)].columns for each in m.parts(node)))


def _of_column(column: Column, rows: DataSource) -> _Nature:
    if column.formula is not None and column.unit is None:
        # In a source that is made of another a column is one figure of each of its rows, whatever it sums up.
        return _nature(column.formula, rows) if rows.rows_of is None else _Nature(columns=True)
    share = column if column.unit is not None and column.unit.kind in _SHARES else None
    stock = column if column.accumulation is Accumulation.STOCK else None
    flow = column if column.accumulation is Accumulation.FLOW else None
    return _Nature(columns=True, share=share, stock=stock, flow=flow)


def _together(natures: Iterable[_Nature]) -> _Nature:
    """Return what figures are that stand side by side: a share only if all are."""
    found = [each for each in natures if each.columns]
    if not found:
        return _Nature()
    share = found[0].share if all(each.share is not None for each in found) else None
    stock = next((each.stock for each in found if each.stock is not None), None)
    flow = next((each.flow for each in found if each.flow is not None), None)
    return _Nature(columns=True, share=share, stock=stock, flow=flow)


def _product(natures: list[_Nature], divided: tuple[bool, ...]) -> _Nature:
    """Return what a product is: as its only column says, or no share any more; a quotient may be anything."""
    found = [(each, divides) for each, divides in zip(natures, divided, strict=True) if each.columns]
    if any(divides for _, divides in found):
        return _Nature(columns=True)
    together = _together(each for each, _ in found)
    return together if len(found) < 2 else attrs.evolve(together, share=None)


# ---- Which rows are read --------------------------------------------------------------------------------


def _fixes_date(condition: m.Expression | None, time: str) -> bool:
    """Tell whether `condition` lets rows of one date, or of one month of the year, through."""
    waiting = [condition] if condition is not None else []
    while waiting:
        each = waiting.pop()
        match each:
            case m.Logic(operator="y", operands=operands):
                waiting.extend(operands)
            case m.Comparison(operator="=", left=left, right=right):
                if _is_date(left, time) or _is_date(right, time):
                    return True
            case m.Membership(value=value, choices=(_,)):
                if _is_date(value, time):
                    return True
            case _:
                pass
    return False


def _is_date(node: m.Expression, time: str) -> bool:
    if isinstance(node, m.Call) and FUNCTIONS.named(node.function).nature is Nature.DATE:
        node = node.arguments[0]
    return isinstance(node, m.ColumnValue) and node.column == time


# ---- What to write instead -----------------------------------------------------------------------------


def _at_closing(call: tree.Call, source: Source) -> tuple[Fix, ...]:
    written = source[call.span]
    name = source[call.name_span]
    closing = f"{written.removesuffix(')').rstrip()} al cierre)"
    mean = f"promedio{written[len(name) :]}"
    return (_rewritten(source, call.span, closing), _rewritten(source, call.span, mean))


def _without_closing(call: tree.Call, source: Source) -> tuple[Fix, ...]:
    for clause in call.arguments[0].windows:
        window = windows.parse(clause.words)
        if window is not None and window.kind is WindowKind.CLOSING:
            before = source.text[call.span.start : clause.span.start].rstrip()
            after = source.text[clause.span.end : call.span.end]
            return (_rewritten(source, call.span, before + after),)
    return ()


def _rewritten(source: Source, span: Span, text: str) -> Fix:
    return Fix(" ".join(text.split()), (Edit(source, span, text),))


# ---- Quotients over time -----------------------------------------------------------------------------------


def check_quotients(plan: Plan, findings: Findings) -> None:
    """Warn of quotients that are added up or averaged over periods (PEI225): their parts should be."""
    for definition in plan.definitions.values():
        source = definition.declared_at.source
        if definition.expression is None or source is None or is_kind(definition.key, KeyKind.FUNCTION):
            continue
        for node in definition.parts_first:
            key = _summed_quotient(node, plan.definitions)
            if key is not None:
                where = places(definition.parts_first)
                params = {"name": plan.definitions[key].name}
                findings.add(
                    source,
                    where[id(node)].span,
                    "PEI225",
                    params=params,
                    note="here",
                    severity=Severity.WARNING,
                )


def _summed_quotient(node: m.Expression, definitions: Mapping[str, Definition]) -> str | None:
    """Return the key of a quotient whose values of several periods `node` adds up, or None."""
    match node:
        case m.Over(function=name, value=m.Reference(key=key)):
            return key if FUNCTIONS.named(name).adds_up and _is_quotient(key, definitions) else None
        case m.Call(function=name, arguments=operands) if FUNCTIONS.named(name).adds_up:
            added = operands
        case m.Sum(operands=operands, subtracted=subtracted):
            added = tuple(each for each, minus in zip(operands, subtracted, strict=True) if not minus)
        case _:
            return None
    periods: dict[str, set[int]] = {}
    for each in added:
        of, steps = (each.value, each.steps) if isinstance(each, m.Earlier) else (each, 0)
        if isinstance(of, m.Reference):
            periods.setdefault(of.key, set()).add(steps)
    several = (key for key, steps in periods.items() if len(steps) > 1)
    return next((key for key in several if _is_quotient(key, definitions)), None)


def _is_quotient(key: str, definitions: Mapping[str, Definition]) -> bool:
    """Tell whether the definition is a quotient of two that change, or another name for one."""
    seen: set[str] = set()
    while key in definitions and key not in seen:
        seen.add(key)
        expression = definitions[key].expression
        if isinstance(expression, m.Reference):
            key = expression.key
            continue
        quotient = m.quotient(expression) if expression is not None else None
        return quotient is not None and all(_changes(part) for part in quotient)
    return False


def _changes(part: m.Expression) -> bool:
    return any(isinstance(each, m.Reference | m.Aggregate) for each in m.parts_of(part))
