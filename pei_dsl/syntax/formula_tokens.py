"""A formula as the pieces of its canonical form, with the digits and the breaks that the person wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import assert_never

import attrs

from pei_dsl import numerals
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.line_tokens import Token, quoted
from pei_dsl.syntax.spelling import Spelling

# Below this a number may be a year, and `2,024` is none.
_GROUPED_FROM = 10_000
_DIGITS = re.compile(r"[\d.][\d.,_\u00a0\u2009\u202f]*")
_SEPARATORS = re.compile(r"[_\u00a0\u2009\u202f]")


@attrs.frozen
class FormulaTokens:
    """
    Writes the formulas and figures of one text.

    Attributes:
        source: The text, which stands for what could not be read.
        from_source: Whether digits and breaks are those of `source`.
    """

    source: Source
    spelling: Spelling
    from_source: bool

    def fresh(self, end: int, start: int) -> bool:
        """Tell whether the person began a line between `end` and `start`."""
        return self.from_source and "\n" in self.source.text[end:start]

    def figure_text(self, value: Fraction, decimals: int, node: tree.Number | tree.Amount) -> str:
        """Return a figure with its sign and its `%`, in which `value` is counted."""
        sign, percent = "-" if value < 0 else "", "%" if node.percent else ""
        return f"{sign}{self.numeral(value, decimals, node.span)}{percent}"

    def numeral(self, value: Fraction, decimals: int, span: Span) -> str:
        """Return the digits of `value`: those at `span`, with commas between thousands, or new ones."""
        found = _DIGITS.search(self.source.text, *span) if self.from_source else None
        return _SEPARATORS.sub(",", found[0]) if found is not None else _digits(value, decimals)

    # ---- Expressions: operators begin lines, so that a break before an operand stands before its operator

    def expression(self, node: tree.Expression, depth: int = 0) -> Iterator[Token]:
        """Yield the tokens of `node`; its groups hold all parentheses that it needs."""
        start = node.span.start
        match node:
            case tree.Number(value=value, percent=percent):
                value = value * 100 if percent else value
                yield Token(self.figure_text(value, _decimals(value), node), start, depth=depth)
            case tree.Call(function=function):
                yield Token(f"{function}(", start, depth=depth)
                yield from self.arguments(node, depth + 1)
                yield Token(")", node.span.end - 1, glued=True, depth=depth)
            case tree.Sign(operator=operator, operand=operand):
                yield Token(operator, start, depth=depth)
                yield from _begun(self.expression(operand, depth), glued=True)
            case tree.Chain(operands=operands, operators=operators):
                yield from self.chain(operands, operators, depth)
            case tree.Power(base=base, exponent=exponent):
                yield from self.chain((base, exponent), ("^",), depth)
            case tree.Comparison(operator=operator, left=left, right=right):
                yield from self.chain((left, right), (operator,), depth)
            case tree.Logic(operator=operator, operands=operands):
                word = self.spelling.little[operator]
                yield from self.chain(operands, (word,) * (len(operands) - 1), depth)
            case tree.Membership():
                yield from self.membership(node, depth)
            case tree.Range(low=low, high=high):
                yield from self.expression(low, depth)
                yield Token("..", high.span.start, glued=True, depth=depth)
                yield from _begun(self.expression(high, depth), glued=True)
            case tree.Negation(operand=operand):
                yield Token(self.spelling.little["no"], start, depth=depth)
                yield from self.expression(operand, depth)
            case tree.Group(expression=inner):
                yield Token("(", start, depth=depth)
                fresh = self.fresh(start, inner.span.start)
                yield from _begun(self.expression(inner, depth + 1), glued=True, fresh=fresh)
                yield Token(")", node.span.end - 1, glued=True, depth=depth)
            case _:
                yield Token(self.atom(node), start, depth=depth)

    def atom(
        self,
        node: tree.Text | tree.Date | tree.Name | tree.Code | tree.GoalIn | tree.Hole | tree.Broken,
    ) -> str:
        """Return what has no parts."""
        match node:
            case tree.Text(value=text):
                return quoted(text)
            case tree.Date(written=written):
                return written
            case tree.Name(name=name, column=None, bracketed=bracketed):
                return bracketed_name(name, bracketed)
            case tree.Name(name=name, column=column, bracketed=bracketed):
                return f"{name}.{bracketed_name(column or '', bracketed)}"
            case tree.Code(code=code):
                return code
            case tree.GoalIn(name=name, period=period):
                return f"{name} {self.spelling.little['en']} {period}"
            case tree.Hole():
                return "?"
            case tree.Broken(span=span):
                return " ".join(self.source[span].split())
            case _:
                assert_never(node)

    def chain(
        self, operands: tuple[tree.Expression, ...], operators: tuple[str, ...], depth: int
    ) -> Iterator[Token]:
        """`a + b - c`."""
        yield from self.expression(operands[0], depth)
        for before, operator, operand in zip(operands, operators, operands[1:], strict=False):
            start = operand.span.start
            yield Token(operator, start, fresh=self.fresh(before.span.end, start), depth=depth)
            yield from self.expression(operand, depth)

    def membership(self, node: tree.Membership, depth: int) -> Iterator[Token]:
        """`región en ("Lima"; "Callao")`."""
        first = node.choices[0].span.start
        fresh = self.fresh(node.value.span.end, first)
        yield from self.expression(node.value, depth)
        yield Token(f"{self.spelling.little['en']} (", first, fresh=fresh, depth=depth)
        end: int | None = None
        for choice in node.choices:
            start = choice.span.start
            if end is not None:
                yield Token(";", end, glued=True)
            fresh = end is not None and self.fresh(end, start)
            yield from _begun(self.expression(choice, depth + 1), fresh=fresh, glued=end is None)
            end = choice.span.end
        yield Token(")", node.span.end - 1, glued=True, depth=depth)

    def arguments(self, call: tree.Call, depth: int) -> Iterator[Token]:
        """`egresos si condición = "sentenciado" en últimos 5 años; 2`."""
        for index, token in enumerate(self.listed(call.arguments, call.name_span.end, depth)):
            yield token if index else attrs.evolve(token, glued=True)

    def listed(self, arguments: Sequence[tree.Argument], end: int, depth: int = 0) -> Iterator[Token]:
        """`reuniones.espacio; reuniones.entidad si asiste`, behind what ends at `end`."""
        for index, argument in enumerate(arguments):
            if index:
                yield Token(";", end, glued=True)
            fresh = self.fresh(end, argument.span.start)
            yield from _begun(self.argument(argument, depth), fresh=fresh)
            end = argument.span.end

    def argument(self, argument: tree.Argument, depth: int) -> Iterator[Token]:
        """`egresos si condición = "sentenciado" en últimos 5 años`."""
        yield from self.expression(argument.expression, depth)
        end = argument.expression.span.end
        clauses: list[tree.Expression | tree.Window] = [*argument.filters, *argument.windows]
        if self.from_source:
            clauses.sort(key=lambda clause: clause.span.start)
        for clause in clauses:
            start = clause.span.start
            fresh = self.fresh(end, start)
            if isinstance(clause, tree.Window):
                yield Token(clause.words, start, fresh=fresh, depth=depth)
            else:
                yield Token(self.spelling.little["si"], start, fresh=fresh, depth=depth)
                yield from self.expression(clause, depth)
            end = clause.span.end


def bracketed_name(name: str, bracketed: bool) -> str:  # noqa: FBT001 - goes with the name
    """Return `name` as a formula writes it."""
    return f"[{name}]" if bracketed else name


def _digits(value: Fraction, decimals: int) -> str:
    """Return `value`, which has at most `decimals` decimals, as Peru writes it."""
    whole, rest = divmod(abs(value) * 10**decimals, 10**decimals)
    text = f"{int(whole):,}" if whole >= _GROUPED_FROM else str(int(whole))
    if decimals:
        text += "." + str(int(rest)).zfill(decimals)
    if len(text) > numerals.MAX_DIGITS:
        text = text.replace(",", "")
    return text


def _decimals(value: Fraction) -> int:
    """Return how many decimals `value` needs."""
    decimals = 0
    while (value * 10**decimals).denominator != 1 and decimals < numerals.MAX_DIGITS:
        decimals += 1
    return decimals


def _begun(tokens: Iterable[Token], *, fresh: bool = False, glued: bool = False) -> Iterator[Token]:
    """Yield `tokens`, the first one with what is known of its place."""
    first, *rest = tokens
    yield attrs.evolve(first, fresh=fresh, glued=glued)
    yield from rest
