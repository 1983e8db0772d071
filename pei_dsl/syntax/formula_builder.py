"""From the parser's reductions to the tree of a formula, and what all rules of the grammar share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import attrs
from lark import Token

from pei_dsl import numerals
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.written_codes import official_code

# Deeper formulas are no formulas a person wrote; every later stage may recurse this deep.
MAX_DEPTH = 60

Part: TypeAlias = Any  # a token or a node: what Lark hands to a rule's callback


@attrs.frozen
class Problem:
    """Something found while building the tree; `parse` turns it into a diagnostic."""

    code: DiagnosticCode
    span: Span
    variant: str = ""
    params: dict[str, str | int] = attrs.field(factory=dict)
    texts: tuple[str, ...] = ()  # replacements for `span`, best first
    safe: bool = False


OPERATORS = {"≤": "<=", "≥": ">=", "≠": "<>"}
MINUS = "-−–—‐‑"
DIVIDE = "/÷∕⁄"


class FormulaBuilder(threading.local):
    """
    Callbacks for the rules of formulas.

    `problems` collects what is found on the way and `depths` how deep each deep expression is, for each
    thread apart; `parse` resets both before each declaration.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.depths: dict[int, tuple[int, tree.Expression]] = {}

    def reset(self) -> None:
        """Forget the previous declaration."""
        self.problems = []
        self.depths = {}

    # ---- Expressions

    def disjunction(self, parts: list[Part]) -> tree.Expression:
        """`a o b`."""
        return self._deep(tree.Logic("o", tuple(nodes(parts)), span=span_of(parts[0], parts[-1])), parts)

    def conjunction(self, parts: list[Part]) -> tree.Expression:
        """`a y b`."""
        return self._deep(tree.Logic("y", tuple(nodes(parts)), span=span_of(parts[0], parts[-1])), parts)

    def negation(self, parts: list[Part]) -> tree.Expression:
        """`no a`."""
        return self._deep(tree.Negation(parts[1], span=span_of(parts[0], parts[1])), parts)

    def comparison(self, parts: list[Part]) -> tree.Expression:
        """`a <= b`."""
        left, token, right = parts
        operator = OPERATORS.get(str(token), str(token))
        return self._deep(tree.Comparison(operator, left, right, span=span_of(left, right)), parts)

    def membership(self, parts: list[Part]) -> tree.Expression:
        """`región en ("Lima"; "Callao")`."""
        value, *choices = nodes(parts)
        span = span_of(parts[0], parts[-1])
        return self._deep(tree.Membership(value, tuple(choices), span=span), parts)

    def range(self, parts: list[Part]) -> tree.Expression:
        """`"C50".."C58"`."""
        low, high = nodes(parts)
        return self._deep(tree.Range(low, high, span=span_of(low, high)), parts)

    def sum_chain(self, parts: list[Part]) -> tree.Expression:
        """`a + b - c`."""
        return self._chain(parts, lambda written: "-" if written in MINUS else "+")

    def product_chain(self, parts: list[Part]) -> tree.Expression:
        """`a * b / c`."""
        return self._chain(parts, lambda written: "/" if written in DIVIDE else "*")

    def _chain(self, parts: list[Part], operator: Callable[[str], str]) -> tree.Expression:
        operators = tuple(operator(str(part)) for part in parts[1::2])
        chain = tree.Chain(tuple(parts[::2]), operators, span=span_of(parts[0], parts[-1]))
        return self._deep(chain, parts)

    def sign(self, parts: list[Part]) -> tree.Expression:
        """`-a`."""
        token, operand = parts
        operator = "-" if str(token) in MINUS else "+"
        span = span_of(token, operand)
        if isinstance(operand, tree.Power):
            self._report("PEI115", span, "sign")
        return self._deep(tree.Sign(operator, operand, span=span), parts)

    def power(self, parts: list[Part]) -> tree.Expression:
        """`a ^ 2`; a chain of powers has two readings, so it is an error."""
        span = span_of(parts[0], parts[-1])
        base, exponent, *more = nodes(parts)
        if more:
            self._report("PEI115", span)
            return tree.Broken(span=span)
        return self._deep(tree.Power(base, exponent, span=span), parts)

    def number(self, parts: list[Part]) -> tree.Expression:
        """`99,448` or `56%`."""
        span = span_of(parts[0], parts[-1])
        numeral = self._numeral(parts[0])
        if numeral is None:
            return tree.Broken(span=span)
        if len(parts) > 1:
            return tree.Number(numeral.value / 100, percent=True, span=span)
        return tree.Number(numeral.value, span=span)

    def text(self, parts: list[Part]) -> tree.Expression:
        """`"Lima"`."""
        return tree.Text(unquoted(parts[0]), span=place_of(parts[0]))

    def date(self, parts: list[Part]) -> tree.Expression:
        """`2024-07-31`."""
        return tree.Date(str(parts[0]), span=place_of(parts[0]))

    def code(self, parts: list[Part]) -> tree.Expression:
        """`IND.01.OEI.01`."""
        return tree.Code(official_code(str(parts[0])), span=place_of(parts[0]))

    def goal_in(self, parts: list[Part]) -> tree.Expression:
        """`logro en 2026`."""
        words, period = parts
        name = str(words).split()[0]
        return tree.GoalIn(name, str(period).replace("–", "-"), span=span_of(words, period))

    def name(self, parts: list[Part]) -> tree.Expression:
        """`población`, `población.personas`, `[Fecha de alta]`."""
        first, last = parts[0], parts[-1]
        span = span_of(first, last)
        if first.type == "BRACKETED":
            return tree.Name(unquoted(first).strip(), bracketed=True, span=span)
        if last is first:
            return tree.Name(str(first), span=span)
        bracketed = last.type == "BRACKETED"
        column = unquoted(last).strip() if bracketed else str(last)
        return tree.Name(str(first), column, bracketed, span=span)

    def call(self, parts: list[Part]) -> tree.Expression:
        """`suma(población.personas al cierre)`."""
        arguments = tuple(nodes(parts))
        span = span_of(parts[0], parts[-1])
        call = tree.Call(str(parts[0]), arguments, name_span=place_of(parts[0]), span=span)
        return self._deep(call, parts)

    def argument(self, parts: list[Part]) -> tree.Argument:
        """`egresos si condición = "sentenciado" en últimos 5 años`."""
        expression, *clauses = parts
        filters = tuple(part for part in clauses if not isinstance(part, tree.Window))
        windows = tuple(part for part in clauses if isinstance(part, tree.Window))
        argument = tree.Argument(expression, filters, windows, span=span_of(parts[0], parts[-1]))
        depth = max(self._depth(part) for part in (expression, *filters))
        if depth:
            self.depths[id(argument)] = (depth, argument)  # type: ignore[assignment]  # keeps the id alive
        return argument

    def filter(self, parts: list[Part]) -> tree.Expression:
        """`si a = 1`: the condition alone."""
        condition: tree.Expression = parts[1]
        return condition

    def window(self, parts: list[Part]) -> tree.Window:
        """`en últimos 5 años`."""
        words = " ".join(str(part).replace("–", "-") for part in parts)
        return tree.Window(words, span=span_of(parts[0], parts[-1]))

    def group(self, parts: list[Part]) -> tree.Expression:
        """`(a)`; doubled parentheses melt into one group, so they never make a tree deep."""
        inner = parts[1]
        span = span_of(parts[0], parts[2])
        if isinstance(inner, tree.Group):
            inner = inner.expression
        return self._deep(tree.Group(inner, span=span), [inner])

    # ---- Depth

    def _depth(self, part: Part) -> int:
        found = self.depths.get(id(part))
        return found[0] if found else 0

    def _deep(self, node: tree.Expression, parts: Sequence[Part]) -> tree.Expression:
        """
        Return `node`, one deeper than its deepest part; beyond the limit it becomes `Broken`.

        Depths live beside the tree, keyed by identity (the node is kept, so its id stays its own).
        """
        depth = 1 + max((self._depth(part) for part in parts), default=0)
        if depth > MAX_DEPTH:
            if not any(problem.code == "PEI109" for problem in self.problems):
                self._report("PEI109", node.span, limit=MAX_DEPTH)
            return tree.Broken(span=node.span)
        self.depths[id(node)] = (depth, node)
        return node

    def _report(
        self,
        code: DiagnosticCode,
        span: Span,
        variant: str = "",
        *,
        texts: tuple[str, ...] = (),
        safe: bool = False,
        **params: str | int,
    ) -> None:
        self.problems.append(Problem(code, span, variant, params, texts, safe))

    def _numeral(self, token: Token) -> numerals.Numeral | None:
        numeral = numerals.read(str(token))
        if isinstance(numeral, numerals.Numeral):
            return numeral
        variant = "" if numeral.meant else "long"
        self._report(
            "PEI104",
            place_of(token),
            variant,
            written=str(token)[:40],
            texts=numeral.meant,
            safe=numeral.sure,
        )
        return None


def span_of(first: Part, last: Part) -> Span:
    """Return the place from the beginning of `first` to the end of `last`."""
    start: int = first.start_pos if isinstance(first, Token) else first.span[0]  # type: ignore[assignment]  # lexed tokens have places
    end: int = last.end_pos if isinstance(last, Token) else last.span[1]  # type: ignore[assignment]  # as above
    return Span(start, end)


def place_of(token: Token) -> Span:
    """Return the place of `token`."""
    return Span(token.start_pos or 0, token.end_pos or 0)


def unquoted(token: str) -> str:
    """Return what stands between the marks around `token`."""
    return token[1:-1]


def nodes(parts: Sequence[Part]) -> list[Part]:
    """Leave the tokens out of `parts`."""
    return [part for part in parts if not isinstance(part, Token)]
