"""
How often a formula multiplies by its unit's own scale: `100 - F / M * 100` under `porcentaje` does it once.

A unit with a scale shows its exact value multiplied by it, so a formula gives the ratio.  One outermost
factor is the notation of fichas, and was taken away when the formula was read; whatever else multiplies by
the scale makes the figure so many times larger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra import arithmetic
from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS
from pei_dsl.algebra.builtins.aspects import Counting, RowCounting, Scaling
from pei_dsl.algebra.display import shown
from pei_dsl.analysis.checks.unscaled import without_factor
from pei_dsl.analysis.findings import Findings
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model import expressions as m
from pei_dsl.model.plan import Definition, Plan
from pei_dsl.model.terms import unit_term
from pei_dsl.model.units import Unit
from pei_dsl.source import Span


def check_scales(plan: Plan, ordered: Sequence[Definition], findings: Findings) -> None:
    """
    Report formulas that multiply by the scale of their unit where that is no notation (PEI210).

    `ordered` are the definitions of `plan` as `used_first` gives them.
    """
    told = [each.primary for each in findings.items if each.code == "PEI210"]
    scales: dict[Unit, Degrees] = {}
    for definition in plan.definitions.values():
        unit, root, source = definition.unit, definition.expression, definition.declared_at.source
        if unit is None or unit.scale == 1 or root is None or source is None:
            continue
        if any(each.source is source and _within(each.span, root.span) for each in told):
            continue  # of the notation it was said that it multiplies twice
        if unit not in scales:
            scales[unit] = Degrees(plan.definitions, ordered, unit)
        scale = scales[unit]
        if not scale.multiplies(definition):
            continue
        degrees = scale.of(root)
        if degrees[id(root)] <= 0:
            continue
        cause = scale.cause(root, degrees)
        name = plan.definitions[cause.key].name if isinstance(cause, m.Reference) else ""
        text = without_factor(root, degrees, scale, source)
        findings.add(
            source,
            cause.span,
            "PEI210",
            "inside_name" if name else "inside",
            params={"unit": unit_term(unit), "scale": shown(unit.scale), "name": name},
            note="here",
            fixes=(replace(source, root.span, text),),
        )


def _within(span: Span, around: Span) -> bool:
    return around.start <= span.start and span.end <= around.end


@attrs.define
class Degrees:
    """
    How often parts of formulas multiply by the scale of `unit`, and are therefore too large.

    Attributes:
        definitions: What names stand for.
        ordered: The same as `used_first` gives them.
        unit: Whose scale it is.
        names_count: Whether the number counts, too, under a name or in parts: `CIEN = 100`, `10 * 10`,
            `/ 0.01`.
    """

    definitions: Mapping[str, Definition]
    ordered: Iterable[Definition]
    unit: Unit
    names_count: bool = False
    _known: dict[str, int] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        for each in self.ordered:
            has_scale = each.unit is not None and each.unit.scale != 1
            if each.expression is not None and not has_scale and self.multiplies(each):
                self._known[each.key] = self.of(each.expression)[id(each.expression)]

    def multiplies(self, definition: Definition) -> bool:
        """Tell whether anything in `definition` may multiply by the scale; most have no such number."""
        return any(
            self.is_factor(each)
            or (isinstance(each, m.Reference) and self._of_name(each.key))
            or (isinstance(each, m.Product) and self.is_in_parts(each))
            for each in definition.parts
        )

    def of(self, root: m.Expression) -> Mapping[int, int]:
        """Return by identity how often the parts of `root` multiply by the scale, negative if they divide."""
        degrees: dict[int, int] = {}
        results = _results(root)
        for node in m.parts_first(root):
            degrees[id(node)] = self._degree(node, degrees)
            is_number = isinstance(node, m.Number) and node is not root
            if is_number and id(node) in results and self.is_factor(node):
                degrees[id(node)] = 1  # added to the result, or chosen for it, a hundred is a hundred
        return degrees

    def _degree(self, node: m.Expression, of: Mapping[int, int]) -> int:
        match node:
            case m.Reference(key=key):
                return self._of_name(key)
            case m.Aggregate(function=name, value=value):
                counts_rows = value is None or AGGREGATES.named(name).counts is RowCounting.ROWS
                return 0 if counts_rows or value is None else of[id(value)]
            case m.Call(function=name, arguments=arguments):
                function = FUNCTIONS.named(name)
                if function.counts is Counting.NOTHING:
                    return 0
                first_only = function.counts in {Counting.FIRST, Counting.ROOT}
                return _together(arguments[:1] if first_only else function.alike(arguments), of)
            case m.Earlier(value=part) | m.At(value=part) | m.Over(value=part) | m.Negative(operand=part):
                return of[id(part)]
            case m.Sum(operands=operands):
                return _together(operands, of)
            case m.Product(operands=operands, divided=divided):
                degrees = (of[id(each)] + self.is_factor(each) for each in operands)
                whole = sum(-one if divides else one for one, divides in zip(degrees, divided, strict=True))
                return whole + self.is_in_parts(node)
            case m.Power(base=base, exponent=exponent):
                return of[id(base)] * (int(exponent.value) if isinstance(exponent, m.Number) else 1)
            case _:
                return 0

    def is_factor(self, node: m.Expression) -> bool:
        """Tell whether `node` is the scale as a number, or a name for it where names count."""
        if type(node) is m.Number:
            return not node.percent and node.value == self.unit.scale
        if self.names_count and type(node) is m.Reference:
            stands_for = self.definitions[node.key].expression
            return isinstance(stands_for, m.Number) and self.is_factor(stands_for)
        return False

    def is_in_parts(self, node: m.Product) -> bool:
        """Tell whether the numbers of a product come to the scale together, none of them being it."""
        if not self.names_count or any(map(self.is_factor, node.operands)):
            return False
        together, found = Fraction(1), False
        for each, divides in zip(node.operands, node.divided, strict=True):
            number = _number(each)
            if number:
                together, found = together / number if divides else together * number, True
        return found and together == self.unit.scale

    def cause(self, root: m.Expression, degrees: Mapping[int, int]) -> m.Expression:
        """Return the first part of `root` that multiplies: the number itself, or a name."""
        return next(self._causes(root, degrees), root)

    def _causes(self, node: m.Expression, degrees: Mapping[int, int]) -> Iterator[m.Expression]:
        match node:
            case m.Number() | m.Reference():
                if degrees[id(node)] > 0:
                    yield node
            case m.Product() if self.is_in_parts(node):
                yield node
            case m.Product(operands=operands, divided=divided):
                for each, divides in zip(operands, divided, strict=True):
                    if self.is_factor(each) and not divides:
                        yield each
                    elif degrees[id(each)] > 0 and not divides:
                        yield from self._causes(each, degrees)
            case _:
                for each in m.parts(node):
                    if degrees[id(each)] > 0:
                        yield from self._causes(each, degrees)

    def _of_name(self, key: str) -> int:
        """Return how often what `key` stands for multiplies; what has a scale itself is told of itself."""
        return self._known.get(key, 0)


def _number(node: m.Expression) -> Fraction | None:
    """Return a number as written, or a power of one; None for anything else."""
    match node:
        case m.Number(value=value):
            return value
        case m.Power(base=m.Number(value=base), exponent=m.Number(value=exponent)):
            raised = arithmetic.power(base, exponent)
            return raised if isinstance(raised, Fraction) else None
        case _:
            return None


def _together(operands: Sequence[m.Expression], of: Mapping[int, int]) -> int:
    """Return the degree of what is added or compared: the highest; a mere number fits to any."""
    degrees = (of[id(each)] for each in operands if of[id(each)] or not isinstance(each, m.Number))
    return max(degrees, default=0)


def _results(root: m.Expression) -> frozenset[int]:
    """Return the parts of `root` that are added to its result, or may be it, by identity."""
    found: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        found.add(id(node))
        match node:
            case m.Sum(operands=operands):
                waiting.extend(operands)
            case m.Negative(operand=part):
                waiting.append(part)
            case m.Call(function=name, arguments=arguments):
                function = FUNCTIONS.named(name)
                if function.scaling is Scaling.KEPT:
                    waiting.extend(function.alike(arguments))
            case _:
                pass
    return frozenset(found)
