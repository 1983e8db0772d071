"""What each input of a formula would have to be, alone, for its indicator to reach a colour."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from pei_dsl.evaluation.evaluate import measured
from pei_dsl.evaluation.formulas import Formulas
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.gaps.alcance_rule import AlcanceRule, answer_decimals, nearest_value
from pei_dsl.gaps.linear import INPUT, Node, OpaqueError, Quotient, Refusal, quotient
from pei_dsl.gaps.missing import InputGap, Refused
from pei_dsl.gaps.nearest import nearest
from pei_dsl.gaps.period_uses import Dependencies, expression_of
from pei_dsl.gaps.target import Target
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.keys import KeyKind, is_kind
from pei_dsl.model.methodology import EntersAs
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Definition

# What nobody can give another value: a use of a function, and what the plan promised or began with.
_FIXED = (KeyKind.FUNCTION, KeyKind.BASELINE, KeyKind.GOAL)


@attrs.frozen
class InputSolver:
    """Finds the inputs of one formula that would reach the colour, each alone."""

    result: IndicatorResult
    period: Period
    formulas: Formulas
    rule: AlcanceRule
    target: Target
    computed: Fraction

    def answer(self) -> tuple[InputGap, ...] | Refused:
        """Return the answer for every input, or why there is none for any."""
        if self._reaches(self.computed):
            return Refusal("gap_formula_reaches")
        if self._passes(self.computed):
            return Refusal("gap_formula_too_low")
        # The formula's value enters with the indicator's own decimals, whatever is registered.
        unregistered = attrs.evolve(self.result, registered=None, origin="calculado", value=self.computed)
        needed = nearest_value(
            self.rule, self.target, self._entering(self.computed), answer_decimals(unregistered)
        )
        if not isinstance(needed, Fraction):
            return needed
        formula = self.result.indicator.formula
        assert formula is not None
        graph = Dependencies.of(formula, self.period, self.formulas)
        found = tuple(self._inputs(graph, needed))
        if not found and any(isinstance(each, m.Aggregate) for each in m.parts_of(formula)):
            return Refusal("gap_unnamed")
        return found

    def _entering(self, computed: Fraction) -> Fraction | Absence:
        profile = attrs.evolve(self.rule.methodology, enters_as=EntersAs.COMPUTED)
        return measured(self.result.indicator, self.period, None, computed, profile).entering

    def _reaches(self, computed: Fraction) -> bool:
        entering = self._entering(computed)
        return isinstance(entering, Fraction) and self.target.holds(self.rule.alcance(entering))

    def _passes(self, computed: Fraction) -> bool:
        """Tell whether a value is as good as the colour wants, or too good to have an alcance."""
        entering = self._entering(computed)
        assert isinstance(entering, Fraction)
        if self.rule.is_past(entering):
            return True
        too_low = self.rule.is_one_figure and not self.rule.rises and entering <= 0
        return too_low or self.target.holds(self.rule.alcance(entering))

    def _inputs(self, graph: Dependencies, needed: Fraction) -> Iterable[InputGap]:
        names: dict[Node, list[Definition]] = {}
        for node in graph.first:
            key, when = node
            definition = self.formulas.plan.definitions[key]
            value = self.formulas.computed(key, when)
            if when != self.period or is_kind(key, *_FIXED) or not isinstance(value, Fraction):
                continue
            called = [*names.get(node, []), definition]
            uses = graph.uses[node]
            if isinstance(definition.expression, m.Reference) and uses and graph.users[uses[0]] == [node]:
                names[uses[0]] = called  # only another name of what it stands for
                continue
            unit = next((each.unit for each in reversed(called) if each.unit is not None), None)
            whole = value.denominator == 1 and (unit is None or unit.counts)
            yield InputGap(
                key,
                tuple(dict.fromkeys(each.name for each in called)),
                next((each.title for each in called if each.title), ""),
                unit,
                value,
                self._solve(graph, node, value, needed, whole=whole),
                whole,
            )

    def _solve(
        self, graph: Dependencies, node: Node, value: Fraction, needed: Fraction, *, whole: bool
    ) -> Fraction | Refusal:
        try:
            function = self._function(graph, node)
        except OpaqueError as error:
            return error.refusal
        if function.is_constant:
            return Refusal("gap_no_effect")
        if not function.is_linear_fractional:
            return Refusal("gap_degree")
        sign = function.slope() * (1 if self.rule.rises else -1)
        found = None if whole else _exact(function, value, sign, needed)
        if found is None:  # what rounds to the value needed may do where nothing gives it exactly
            found = self._whole(function, value, sign)
        if found is not None:
            # The formula itself may have no value just there, as `x * x / x` has none at 0.
            for candidate in (found, found + sign) if whole else (found,):
                if (candidate >= 0 or value < 0) and self._holds_with(node, candidate):
                    return candidate
        pole = function.pole()
        if found is None and sign < 0 <= value and _pole_ahead(function, value, sign) is None:
            return Refusal("gap_not_even_zero")
        if pole is not None and (pole >= 0 or value < 0):
            return Refusal("gap_pole")
        if found is None:
            return Refusal("gap_falls_short")
        return Refusal("gap_no_whole" if whole else "gap_no_formula_value")

    def _function(self, graph: Dependencies, node: Node) -> Quotient:
        """Return the formula as a function of `node`."""
        known: dict[Node, Quotient] = {node: INPUT}
        affected = graph.resting_on(node)
        for each in graph.order:
            expression = expression_of(each, self.formulas) if each in affected else None
            if expression is not None:
                known[each] = quotient(expression, each[1], known, self.formulas.expression)
        formula = self.result.indicator.formula
        assert formula is not None
        return quotient(formula, self.period, known, self.formulas.expression)

    def _whole(self, function: Quotient, value: Fraction, sign: int) -> Fraction | None:
        """Return the nearest whole number that reaches, on this side of zero and of the pole."""
        start = -(-value // 1) if sign > 0 else value // 1
        last = 0 if sign < 0 <= value else None
        pole = _pole_ahead(function, value, sign)
        if pole is not None:
            before = -(-pole // 1) - 1 if sign > 0 else pole // 1 + 1
            last = int(before) if last is None else max(last, int(before))

        def reaches(number: int) -> bool:
            found = function.at(Fraction(number))
            return found is not None and self._passes(found)

        found = nearest(reaches, int(start), sign, last)
        return None if found is None else Fraction(found)

    def _holds_with(self, node: Node, value: Fraction) -> bool:
        """Put `value` into the evaluation and tell whether it reaches the colour."""
        changed = attrs.evolve(self.formulas, values={node: value}, before={})
        computed = changed.of_formula(self.result.indicator.code, self.period)
        return isinstance(computed, Fraction) and self._reaches(computed)


def _exact(function: Quotient, value: Fraction, sign: int, needed: Fraction) -> Fraction | None:
    """Return the input that gives exactly the value needed, on this side of zero and of the pole."""
    found = function.solve(needed)
    if found is None or (found - value) * sign <= 0 or (found < 0 <= value):
        return None
    pole = _pole_ahead(function, value, sign)
    return None if pole is not None and (pole - found) * sign < 0 else found


def _pole_ahead(function: Quotient, value: Fraction | int, sign: int) -> Fraction | None:
    """Return the pole that lies on the way from `value` to better inputs, if any does before zero."""
    pole = function.pole()
    if pole is None or (pole - value) * sign <= 0 or (pole < 0 <= value):
        return None
    return pole
