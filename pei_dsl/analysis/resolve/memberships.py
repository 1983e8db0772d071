"""Lists and ranges in formulas: `cie10 en ("C50".."C58"; "Z85")`, and ranges that are written otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from pei_dsl.algebra.builtins.of_texts import BETWEEN, between
from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.algebra.values import Present
from pei_dsl.analysis.resolve import texts_given
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.analysis.resolve.typed import BOOLEAN, Typed
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.source import Span
from pei_dsl.syntax import tree


def membership(resolution: Resolution, node: tree.Membership, scope: Scope) -> Typed:
    """
    Return whether a value is one of several, or lies in one of several ranges.

    A list with ranges stands for `x en (…) o entre(x; …) o …`, so that nothing behind it need know of ranges.
    """
    value = resolution.resolve(node.value, scope)
    single: list[m.Expression] = []
    joined: list[m.Expression] = []
    for choice in node.choices:
        if isinstance(choice, tree.Range):
            joined.append(_range(resolution, value, node, choice, scope))
            continue
        if _is_dash(resolution, choice, scope):
            single.append(m.Hole(span=choice.span))
            continue
        typed = resolution.resolve(choice, scope)
        resolution.check_same(value, typed, node.value.span, choice.span, scope)
        texts_given.check(resolution, value.node, typed.node, scope)
        single.append(typed.node)
    if single:
        joined.insert(0, m.Membership(value.node, tuple(single), span=node.span))
    whole = joined[0] if len(joined) == 1 else m.Logic("o", tuple(joined), span=node.span)
    return Typed(whole, BOOLEAN)


def _range(
    resolution: Resolution, value: Typed, node: tree.Membership, choice: tree.Range, scope: Scope
) -> m.Expression:
    ends = [resolution.resolve(end, scope) for end in (choice.low, choice.high)]
    spans = [node.value.span, choice.low.span, choice.high.span]
    resolution.check_same(value, ends[0], spans[0], spans[1], scope)
    resolution.check_same(ends[0], ends[1], spans[1], spans[2], scope)
    check(resolution, [value, *ends], spans, scope)
    return m.Call(BETWEEN.name, (value.node, *(each.node for each in ends)), span=node.span)


def check(resolution: Resolution, typed: Sequence[Typed], spans: Sequence[Span], scope: Scope) -> None:
    """
    Report a range in which nothing lies, since its end comes before its beginning (PEI233).

    Args:
        resolution: What is known, and where to report.
        typed: A value, the beginning and the end.
        spans: Where they are written.
        scope: What names mean there.
    """
    low, high = (_literal(each.node) for each in typed[1:])
    if low is None or high is None or type(low) is not type(high) or between(low, low, high) is True:
        return
    first, last = (scope.source[span] for span in spans[1:])
    between_them = scope.source.text[spans[1].end : spans[2].start]
    place = Span(spans[1].start, spans[2].end)
    fix = replace(scope.source, place, f"{last}{between_them}{first}")
    params = {"low": first, "high": last}
    resolution.findings.add(scope.source, place, "PEI233", params=params, note="here", fixes=(fix,))


def _literal(node: m.Expression) -> Present | None:
    """Return the value of a number, a text or a date as written; None for what is computed."""
    match node:
        case m.Negative(operand=m.Number()) | m.Number() | m.Text() | m.Date():
            value = evaluate(node, Environment())
            return None if isinstance(value, Absence) else value
        case _:
            return None


def _is_dash(resolution: Resolution, choice: tree.Expression, scope: Scope) -> bool:
    """Tell whether a range is written `"C50"-"C58"` or `15-49`, which is a difference; report it (PEI233)."""
    match choice:
        case (
            tree.Chain(operators=("-",), operands=(tree.Text() as low, tree.Text() as high))
            | tree.Chain(operators=("-",), operands=(tree.Number() as low, tree.Number() as high))
        ):
            text = f"{scope.source[low.span]}..{scope.source[high.span]}"
            fix = replace(scope.source, choice.span, text, safe=True)
            params = {"written": scope.source[choice.span]}
            resolution.findings.add(
                scope.source, choice.span, "PEI233", "dash", params=params, note="here", fixes=(fix,)
            )
            return True
        case _:
            return False
