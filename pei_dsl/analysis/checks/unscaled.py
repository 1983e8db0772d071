"""A formula as it is written, without what multiplies it by the scale of its unit."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Protocol

import attrs

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.algebra.builtins.aspects import Scaling
from pei_dsl.algebra.display import shown
from pei_dsl.model import expressions as m
from pei_dsl.model.plan import Definition
from pei_dsl.model.units import Unit
from pei_dsl.source import Source, Span


class Scale(Protocol):
    """The scale of a unit, as formulas have it."""

    @property
    def unit(self) -> Unit:
        """Return whose scale it is."""

    @property
    def definitions(self) -> Mapping[str, Definition]:
        """Return what names stand for."""

    def is_factor(self, node: m.Expression) -> bool:
        """Tell whether `node` is the scale."""


def without_factor(
    root: m.Expression,
    degrees: Mapping[int, int],
    scale: Scale,
    source: Source,
) -> str:
    """Return the text of `root`, which multiplies by `scale` as `degrees` say, so that it no longer does."""
    return _Text(degrees, scale, source).divided(root)


@attrs.frozen
class _Text:
    """The text of one formula, and how often its parts multiply."""

    degrees: Mapping[int, int]
    scale: Scale
    source: Source

    def divided(self, node: m.Expression) -> str:
        """Return the text of `node` divided by the scale, as often as it multiplies by it."""
        if isinstance(node, m.Number) and not node.percent:
            return self._number(node.value / self.scale.unit.scale)
        if self.degrees[id(node)] <= 0:
            return self.source[node.span] if self._is_ratio(node) else self._over(node)
        match node:
            case m.Negative(operand=part) | m.Earlier(value=part) | m.At(value=part) | m.Over(value=part):
                return self._with(node, {0: self.divided(part)}, (part,))
            case m.Aggregate(value=part) if part is not None:
                return self._with(node, {0: self.divided(part)}, (part,))
            case m.Sum(operands=operands):
                return self._with(node, dict(enumerate(map(self.divided, operands))), operands)
            case m.Call():
                return self._call(node)
            case m.Product():
                return self._product(node)
            case _:
                return self._over(node)

    def _number(self, value: Fraction) -> str:
        """Return a number of the ratio; what is no whole number is clearer in percent."""
        percent = self.scale.unit.is_percentage and value.denominator != 1
        return f"{shown(value * 100)}%" if percent else shown(value)

    def _is_ratio(self, node: m.Expression) -> bool:
        """Tell whether `node` is a ratio as it stands, and no number of points."""
        match node:
            case m.Number(percent=percent):
                return percent
            case m.Product(divided=divided):
                return any(divided)
            case m.Reference(key=key):
                definition = self.scale.definitions[key]
                if definition.unit is not None:
                    return definition.unit.scale != 1
                # A name for another name is not followed: chains of them have any length.
                stands_for = definition.expression
                divides = isinstance(stands_for, m.Product) and any(stands_for.divided)
                return divides or (isinstance(stands_for, m.Number) and stands_for.percent)
            case m.Negative(operand=part) | m.Earlier(value=part) | m.At(value=part) | m.Over(value=part):
                return self._is_ratio(part)
            case m.Sum() | m.Call():
                return any(self._is_ratio(each) for each in m.parts(node))
            case _:
                return False

    def _over(self, node: m.Expression) -> str:
        text = self.source[node.span]
        degree = max(1, self.degrees[id(node)])
        scale = shown(self.scale.unit.scale**degree)
        return f"({text}) / {scale}" if isinstance(node, m.Sum | m.Negative) else f"{text} / {scale}"

    def _call(self, node: m.Call) -> str:
        function = FUNCTIONS.named(node.function)
        match function.scaling:
            case Scaling.KEPT:
                chosen = {id(each) for each in function.alike(node.arguments)}
                changed = {
                    place: self.divided(each)
                    for place, each in enumerate(node.arguments)
                    if id(each) in chosen
                }
                return self._with(node, changed, node.arguments)
            case Scaling.DIGITS:
                return self._rounded(node)
            case Scaling.LOST:
                return self._over(node)

    def _rounded(self, node: m.Call) -> str:
        """Return a rounding of the ratio: to as many decimals more as the scale has zeros."""
        zeros = len(str(self.scale.unit.scale)) - 1
        value, *digits = node.arguments
        more = self.degrees[id(value)] * zeros
        if self.scale.unit.scale != 10**zeros or not all(isinstance(each, m.Number) for each in digits):
            return self._over(node)
        if not digits:
            return f"{self._with(node, {0: self.divided(value)}, (value,))[:-1].rstrip()}; {more})"
        [asked] = digits
        assert isinstance(asked, m.Number)
        return self._with(node, {0: self.divided(value), 1: shown(asked.value + more)}, node.arguments)

    def _product(self, node: m.Product) -> str:
        """Return a product without factors that are the scale, or with the part divided that multiplies."""
        left = self.degrees[id(node)]
        dropped: set[int] = set()
        changed: dict[int, str] = {}
        for place, each in enumerate(node.operands):
            if node.divided[place] or left <= 0:
                continue
            if self.scale.is_factor(each):
                dropped.add(place)
                left -= 1
            elif self.degrees[id(each)] > 0:
                changed[place] = self.divided(each)
                left -= self.degrees[id(each)]
        if left > 0:
            return self._over(node)
        return self._with(node, changed, node.operands, dropped)

    # ---- Pieces of text

    def _with(
        self,
        node: m.Expression,
        changed: Mapping[int, str],
        parts: Sequence[m.Expression],
        dropped: set[int] | frozenset[int] = frozenset(),
    ) -> str:
        """Return the text of `node` with some of its `parts` changed, and without those that are dropped."""
        spans = [self._grouped(node, place, parts) for place in range(len(parts))]
        if any(one.end > two.start for one, two in itertools.pairwise(spans)):
            return self._over(node)  # `variación(x)` holds x twice, and both stand in one place
        pieces = []
        for place, part in enumerate(parts):
            whole = spans[place]
            text = self.source[whole]
            if place in changed:
                head = self.source.text[whole.start : part.span.start]
                tail = self.source.text[part.span.end : whole.end]
                text = f"{head}{changed[place]}{tail}"
            pieces.append(text)
        if not dropped:
            return self._joined(node, spans, pieces)
        return self._kept(spans, pieces, parts, dropped)

    def _joined(self, node: m.Expression, spans: Sequence[Span], pieces: Sequence[str]) -> str:
        text, at = "", node.span.start
        for span, piece in zip(spans, pieces, strict=True):
            text += self.source.text[at : span.start] + piece
            at = span.end
        return text + self.source.text[at : node.span.end]

    def _kept(
        self,
        spans: Sequence[Span],
        pieces: Sequence[str],
        parts: Sequence[m.Expression],
        dropped: set[int] | frozenset[int],
    ) -> str:
        kept = [place for place in range(len(parts)) if place not in dropped]
        if not kept:
            return "1"
        text = ""
        for place in kept:
            sign = self.source.text[spans[place - 1].end : spans[place].start] if place else ""
            if not text and "/" in sign:
                text = f"1{sign}{pieces[place]}"
            else:
                text += (sign if text else "") + pieces[place]
        if len(kept) == 1 and text == pieces[kept[0]] and not isinstance(parts[kept[0]], m.Sum):
            return _bare(text)
        return text

    def _grouped(self, node: m.Expression, place: int, parts: Sequence[m.Expression]) -> Span:
        """Return the place of a part with the parentheses around it."""
        start, end = parts[place].span
        if not isinstance(node, m.Sum | m.Product):
            return Span(start, end)
        text = self.source.text
        while True:
            before = len(text[node.span.start : start].rstrip()) + node.span.start
            after = end + len(text[end : node.span.end]) - len(text[end : node.span.end].lstrip())
            opens = before > node.span.start and text[before - 1] == "("
            closes = after < node.span.end and text[after] == ")"
            if not (opens and closes):
                return Span(start, end)
            start, end = before - 1, after + 1


def _bare(text: str) -> str:
    """Return `text` without the parentheses around all of it."""
    while text.startswith("(") and text.endswith(")") and _closes_at_the_end(text):
        text = text[1:-1].strip()
    return text


def _closes_at_the_end(text: str) -> bool:
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place == len(text) - 1
    return False
