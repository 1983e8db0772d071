"""
What is missing for a colour: which value, which input of a formula, which indicator of a group.

Every answer is exact and, put back into the evaluation, reaches the colour; one step less does not.  Where
there is no such answer there is a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.evaluation.achievement import HUNDRED, achievement, made
from pei_dsl.evaluation.evaluate import Data, evaluate, formulas_of, indicator_result, measured
from pei_dsl.evaluation.formulas import INDICATOR, Formulas, references_at
from pei_dsl.evaluation.groups import group_result
from pei_dsl.evaluation.progress import from_baseline, to_date
from pei_dsl.evaluation.results import Achievement, Evaluation, GroupResult, IndicatorResult
from pei_dsl.evaluation.weights import is_due
from pei_dsl.gaps.linear import INPUT, Node, OpaqueError, Quotient, Refusal, quotient
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import EntersAs, Methodology, Progress
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Aggregation, Definition, Direction, Indicator, Plan
from pei_dsl.model.units import Unit

Figure: TypeAlias = Fraction | Absence

MAX_DECIMALS = 4
"""How many decimals an answer has at most where neither the indicator nor the register says."""

_GRID = 2
"""The decimals of an alcance that the methodology does not round."""

_FARTHEST = 2**256
_COUNTS = frozenset({"number", "quantity"})
_FUNCTION = "función:"


Refused: TypeAlias = Refusal | Absence


@attrs.frozen
class InputGap:
    """
    What one input of a formula would have to be, all others being as they are.

    Attributes:
        key: The definition.
        names: As the formula writes it, then what it stands for: `A`, `reingresantes`.
        title: In words, or "".
        unit: Its unit, where declared.
        value: Today's.
        needed: What would reach the colour, or why nothing does.
        whole: Whether it counts something, so that only whole numbers answer.
    """

    key: str
    names: tuple[str, ...]
    title: str
    unit: Unit | None
    value: Fraction
    needed: Fraction | Refused
    whole: bool


@attrs.frozen
class IndicatorGap:
    """
    What an indicator needs.

    Attributes:
        result: Today's.
        decimals: Of the answer, in the unit's scale.
        needed: The nearest value that reaches the colour, or why there is none.
        inputs: For each input of the formula, or why none has an answer; empty without a formula.
    """

    result: IndicatorResult
    decimals: int
    needed: Fraction | Refused
    inputs: tuple[InputGap, ...] | Refused = ()

    @property
    def difference(self) -> Fraction | None:
        """How far today's value is from the one needed."""
        entering = self.result.entering
        if isinstance(self.needed, Fraction) and isinstance(entering, Fraction):
            return self.needed - entering
        return None


@attrs.frozen
class Mover:
    """
    What one indicator could do for its group, all others being as they are.

    Attributes:
        result: Today's.
        full: The full alcance.
        group: The group's result with it.
        alcance: The least one with which the group reaches the colour; None: not even the full one does.
    """

    result: IndicatorResult
    full: Fraction
    group: GroupResult
    alcance: Fraction | None


@attrs.frozen
class GroupGap:
    """
    What a group needs.

    Attributes:
        result: Today's.
        movers: Its indicators that could rise, the one that moves it most first.
        refusal: Why there are none, or None.
    """

    result: GroupResult
    movers: tuple[Mover, ...]
    refusal: Refused | None


@attrs.frozen
class Gaps:
    """All that lies below a colour, in the order of the plan."""

    evaluation: Evaluation
    color: str
    indicators: tuple[IndicatorGap, ...]
    groups: tuple[GroupGap, ...]


def gaps(
    plan: Plan,
    period: Period,
    data: Data | None = None,
    methodology: Methodology | None = None,
    *,
    color: str | None = None,
    code: str | None = None,
) -> Gaps:
    """
    Return what is missing for `color`.

    Args:
        plan, period, data, methodology: As `evaluate` takes them.
        color: A band of the methodology; None for the best one.
        code: Only this indicator, or this group with its own indicators; None for all.
    """
    data = data or Data()
    evaluation = evaluate(plan, period, data, methodology)
    target = Target.of(evaluation.methodology, color)
    formulas = formulas_of(plan, data, evaluation.methodology)
    indicators = tuple(
        indicator_gap(result, period, formulas, target)
        for result in evaluation.indicators.values()
        if not target.is_met(result.color) and code in {None, result.indicator.code, result.indicator.group}
    )
    groups = tuple(
        group_gap(group, [evaluation.indicators[each.code] for each in group.contributions], target)
        for group in evaluation.groups.values()
        if not target.is_met(group.color) and code in {None, group.group.code}
    )
    return Gaps(evaluation, target.color, indicators, groups)


@attrs.frozen
class Target:
    """A colour to reach: that band or a better one."""

    methodology: Methodology
    color: str

    @classmethod
    def of(cls, methodology: Methodology, color: str | None = None) -> Target:
        """
        Return the target `color`, or the best one for None.

        Raises:
            ValueError: The methodology has no such colour.
        """
        names = [str(band.color) for band in methodology.bands]
        if color is None:
            return cls(methodology, methodology.bands[0].color)
        if color not in names:
            message = f"no such colour: {color!r}; there are {', '.join(names)}"
            raise ValueError(message)
        return cls(methodology, methodology.bands[names.index(color)].color)

    def is_met(self, color: str | None) -> bool:
        """Tell whether `color` is the one to reach, or better; ND is none."""
        order = [band.color for band in self.methodology.bands]
        return color is not None and order.index(color) <= order.index(self.color)

    def holds(self, reached: Achievement | Figure) -> bool:
        """Tell whether an alcance, or the figure of a group, reaches the colour."""
        if isinstance(reached, Absence):
            return False
        shown = reached.shown if isinstance(reached, Achievement) else reached
        return self.is_met(self.methodology.color(shown))


# ---- Indicators -------------------------------------------------------------------------------------------


@attrs.frozen
class _Rule:
    """
    How an alcance follows from the value that enters.

    Attributes:
        before: Values and goals of the years before, where they add up (avance tipo II, agregable).
    """

    indicator: Indicator
    goal: Fraction
    methodology: Methodology
    before: tuple[tuple[Figure, Figure], ...] = ()

    def alcance(self, value: Fraction) -> Achievement | Absence:
        indicator, methodology = self.indicator, self.methodology
        if methodology.progress is Progress.TYPE_1:
            limit = indicator.aggregation
            return achievement(indicator.direction, value, self.goal, methodology, limit)
        if indicator.aggregation is Aggregation.ADDITIVE:
            values, goals = [each for each, _ in self.before], [each for _, each in self.before]
            return to_date(indicator.direction, [*values, value], [*goals, self.goal], methodology)
        return from_baseline(value, self.goal, self._baseline, methodology)

    @property
    def _baseline(self) -> Figure | None:
        baseline = self.indicator.baseline
        return baseline.figure.value if baseline is not None else None

    @property
    def rises(self) -> bool:
        """Whether more is better, where the rule gives an alcance at all."""
        indicator = self.indicator
        if (
            self.methodology.progress is Progress.TYPE_2
            and indicator.aggregation is not Aggregation.ADDITIVE
            and isinstance(self._baseline, Fraction)
        ):
            return self.goal > self._baseline
        if indicator.direction is Direction.UNDEFINED:
            return indicator.aggregation is Aggregation.MINIMUM_ALLOWED
        return indicator.direction is Direction.ASCENDING

    @property
    def least(self) -> int:
        """The least value that counts, in steps: 0, or 1 where the alcance at 0 would have no bound."""
        return 1 if isinstance(self.alcance(Fraction(0)), Absence) else 0


def indicator_gap(
    result: IndicatorResult, period: Period, formulas: Formulas, target: Target
) -> IndicatorGap:
    """Return what the indicator of `result` needs to reach `target`."""
    decimals = _decimals(result)
    rule = _rule(result, period, formulas)
    if not isinstance(rule, _Rule):
        return IndicatorGap(result, decimals, rule)
    formula = result.indicator.formula
    if isinstance(result.value, Absence) and formula is None:
        return IndicatorGap(result, decimals, result.value)
    needed = _needed(rule, target, result.entering, decimals)
    if formula is None or not isinstance(needed, Fraction):
        return IndicatorGap(result, decimals, needed)
    computed = formulas.of_formula(result.indicator.code, period)
    if not isinstance(computed, Fraction):
        assert isinstance(computed, Absence)
        return IndicatorGap(result, decimals, needed, computed)
    solver = _Solver(result, period, formulas, rule, target, computed)
    return IndicatorGap(result, decimals, needed, solver.answer())


def _rule(result: IndicatorResult, period: Period, formulas: Formulas) -> _Rule | Refused:
    """Return the rule of an indicator, or why no value can have an alcance."""
    indicator, methodology = result.indicator, formulas.methodology
    if isinstance(result.goal, Absence):
        return result.goal
    before: tuple[tuple[Figure, Figure], ...] = ()
    if methodology.progress is Progress.TYPE_2 and indicator.aggregation is Aggregation.ADDITIVE:
        plain = attrs.evolve(formulas, methodology=attrs.evolve(methodology, progress=Progress.TYPE_1))
        first = (
            formulas.plan.period[0].year
            if formulas.plan.period
            else min((each.year for each in indicator.goals), default=period.year)
        )
        years = [indicator_result(indicator, Period.year_of(y), plain) for y in range(first, period.year)]
        before = tuple((each.entering, each.goal) for each in years)
    rule = _Rule(indicator, result.goal, methodology, before)
    probe = rule.alcance(max(result.goal, Fraction(0)))
    return probe if isinstance(probe, Absence) else rule


def _decimals(result: IndicatorResult) -> int:
    """
    Return the decimals of an answer, in the unit's scale.

    The indicator's, or those of the registered figure where it has more; where neither says, those of the
    goal or of today's value, at most four.
    """
    declared = result.indicator.decimals
    if result.origin == "registrado" and result.registered is not None:
        return max(declared or 0, result.registered.decimals)
    if declared is not None:
        return declared
    written = result.goal_decimals
    if isinstance(result.value, Fraction):
        shown = result.value * result.indicator.unit.scale
        while written < MAX_DECIMALS and round_half_up(shown, written) != shown:
            written += 1
    return written


def _needed(rule: _Rule, target: Target, today: Figure, decimals: int) -> Fraction | Refusal:
    """Return the value nearest to today's, among those with `decimals`, that reaches the colour."""
    step = Fraction(1, 10**decimals) / rule.indicator.unit.scale

    def reaches(steps: int) -> bool:
        return target.holds(rule.alcance(steps * step))

    rises, least = rule.rises, rule.least
    found: int | None
    if isinstance(today, Absence) or today < least * step:
        found = nearest(reaches, least, 1) if rises else _farthest(reaches, least)
        if found is None and reaches(least):
            return Refusal("gap_any_value")
    else:
        start = -(-today // step) if rises else today // step
        found = nearest(reaches, int(start), 1 if rises else -1, None if rises else least)
    if found is not None:
        return found * step
    is_way = rule.methodology.progress is Progress.TYPE_2
    return Refusal("gap_negative_needed" if not rises and is_way and least == 0 else "gap_unreachable")


def _farthest(reaches: Callable[[int], bool], least: int) -> int | None:
    """Return the greatest number that reaches, where every smaller one does."""
    past = nearest(lambda steps: not reaches(steps), least, 1)
    return past - 1 if past is not None and past > least else None


def nearest(reaches: Callable[[int], bool], start: int, sign: int, last: int | None = None) -> int | None:
    """
    Return the first number that reaches, counted from `start` upwards (`sign` 1) or downwards (-1).

    Once a number reaches, all beyond it must.

    Args:
        reaches: What a number must do.
        start: The first number.
        sign: Where to go.
        last: The last number to try; None for one that no figure of a plan comes near to.
    """
    if last is None:
        last = start + sign * _FARTHEST
    if (last - start) * sign < 0:
        return None
    if reaches(start):
        return start
    below, width = start, 1
    while below != last:
        beyond = below + sign * width
        if (beyond - last) * sign > 0:
            beyond = last
        if reaches(beyond):
            return _between(reaches, below, beyond)
        below, width = beyond, width * 2
    return None


def _between(reaches: Callable[[int], bool], below: int, beyond: int) -> int:
    """Return the number nearest to `below`, which does not reach, that does, as `beyond` does."""
    while abs(beyond - below) > 1:
        middle = (below + beyond) // 2
        if reaches(middle):
            beyond = middle
        else:
            below = middle
    return beyond


# ---- Inputs -----------------------------------------------------------------------------------------------


@attrs.frozen
class _Graph:
    """
    What a formula rests on.

    Attributes:
        order: Every definition with its period, what is used before what uses it.
        first: The same, as a reader meets them.
        uses: What each of them uses itself; nothing for a figure.
        users: What uses each of them; None stands for the formula.
    """

    order: tuple[Node, ...]
    first: tuple[Node, ...]
    uses: Mapping[Node, Sequence[Node]]
    users: Mapping[Node, Sequence[Node | None]]

    @classmethod
    def of(cls, formula: m.Expression, period: Period, formulas: Formulas) -> _Graph:
        """Return the graph below `formula`; without recursion, since it may be deep."""
        own = list(dict.fromkeys(references_at(formula, period)))
        uses: dict[Node, list[Node]] = {}
        users: dict[Node, list[Node | None]] = {node: [None] for node in own}
        order: list[Node] = []
        waiting = [(node, False) for node in reversed(own)]
        while waiting:
            node, is_ready = waiting.pop()
            if is_ready:
                order.append(node)
            elif node not in uses:
                expression = _expression(node, formulas)
                found = references_at(expression, node[1]) if expression is not None else []
                uses[node] = list(dict.fromkeys(found))
                for each in uses[node]:
                    users.setdefault(each, []).append(node)
                waiting.append((node, True))
                waiting.extend((each, False) for each in reversed(uses[node]))
        return cls(tuple(order), tuple(uses), uses, users)

    def resting_on(self, node: Node) -> set[Node]:
        """Return what changes when `node` does."""
        found: set[Node] = set()
        waiting = [node]
        while waiting:
            users = [each for each in self.users[waiting.pop()] if each is not None and each not in found]
            found.update(users)
            waiting.extend(users)
        return found


def _expression(node: Node, formulas: Formulas) -> m.Expression | None:
    """Return how a definition is computed in a period; None for a figure, registered ones included."""
    key, period = node
    if key.startswith(INDICATOR) and formulas.seen(key, period) is not None:
        return None
    return formulas.plan.definitions[key].expression


@attrs.frozen
class _Solver:
    """Finds the inputs of one formula that would reach the colour, each alone."""

    result: IndicatorResult
    period: Period
    formulas: Formulas
    rule: _Rule
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
        needed = _needed(self.rule, self.target, self._entering(self.computed), _decimals(unregistered))
        if not isinstance(needed, Fraction):
            return needed
        formula = self.result.indicator.formula
        assert formula is not None
        graph = _Graph.of(formula, self.period, self.formulas)
        return tuple(self._inputs(graph, needed))

    def _entering(self, computed: Fraction) -> Figure:
        profile = attrs.evolve(self.rule.methodology, enters_as=EntersAs.COMPUTED)
        return measured(self.result.indicator, self.period, None, computed, profile).entering

    def _reaches(self, computed: Fraction) -> bool:
        entering = self._entering(computed)
        return isinstance(entering, Fraction) and self.target.holds(self.rule.alcance(entering))

    def _passes(self, computed: Fraction) -> bool:
        """Tell whether a value is as good as the colour wants, or too good to have an alcance."""
        entering = self._entering(computed)
        assert isinstance(entering, Fraction)
        too_low = not self.rule.rises and entering <= 0
        return too_low or self.target.holds(self.rule.alcance(entering))

    def _inputs(self, graph: _Graph, needed: Fraction) -> Iterable[InputGap]:
        names: dict[Node, list[Definition]] = {}
        for node in graph.first:
            key, when = node
            definition = self.formulas.plan.definitions[key]
            value = self.formulas.computed(key, when)
            if when != self.period or key.startswith(_FUNCTION) or not isinstance(value, Fraction):
                continue
            called = [*names.get(node, []), definition]
            uses = graph.uses[node]
            if isinstance(definition.expression, m.Reference) and uses and graph.users[uses[0]] == [node]:
                names[uses[0]] = called  # only another name of what it stands for
                continue
            unit = next((each.unit for each in reversed(called) if each.unit is not None), None)
            whole = value.denominator == 1 and (unit is None or unit.kind in _COUNTS)
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
        self, graph: _Graph, node: Node, value: Fraction, needed: Fraction, *, whole: bool
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

    def _function(self, graph: _Graph, node: Node) -> Quotient:
        """Return the formula as a function of `node`."""
        known: dict[Node, Quotient] = {node: INPUT}
        affected = graph.resting_on(node)
        for each in graph.order:
            expression = _expression(each, self.formulas) if each in affected else None
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
        changed = attrs.evolve(self.formulas, values={node: value})
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


# ---- Groups -----------------------------------------------------------------------------------------------


def group_gap(group: GroupResult, results: Sequence[IndicatorResult], target: Target) -> GroupGap:
    """Return which indicator of a group moves it most, and which of them can reach `target` alone."""
    methodology = target.methodology
    full = made(methodology.cap or HUNDRED, methodology).shown
    movers = []
    for index, result in enumerate(results):
        if not is_due(result) or _today(result) >= full:
            continue
        raised = with_alcance(group, results, index, full, methodology)
        if raised.absence is None:
            least = _least(group, results, index, target, full)
            movers.append(Mover(result, full, raised, least))
    if not movers:
        return GroupGap(group, (), group.absence or Refusal("gap_nothing_to_raise"))
    return GroupGap(group, tuple(sorted(movers, key=_rank)), None)


def _rank(mover: Mover) -> Fraction:
    assert isinstance(mover.group.achievement, Fraction)
    return -mover.group.achievement


def _today(result: IndicatorResult) -> Fraction:
    reached = result.achievement
    return Fraction(-1) if isinstance(reached, Absence) else reached.shown


def with_alcance(
    group: GroupResult,
    results: Sequence[IndicatorResult],
    index: int,
    alcance: Fraction,
    methodology: Methodology,
) -> GroupResult:
    """Return the result of `group` with another alcance of one of its indicators."""
    reached = Achievement(alcance, alcance, alcance)
    changed = attrs.evolve(results[index], achievement=reached, color=methodology.color(alcance))
    return group_result(group.group, [*results[:index], changed, *results[index + 1 :]], methodology)


def _least(
    group: GroupResult, results: Sequence[IndicatorResult], index: int, target: Target, full: Fraction
) -> Fraction | None:
    """Return the least alcance of one indicator with which its group reaches the colour."""
    rounding = target.methodology.achievement_rounding
    step = Fraction(1, 10 ** (rounding.decimals if rounding is not None else _GRID))

    def reaches(steps: int) -> bool:
        alcance = min(steps * step, full)
        return target.holds(with_alcance(group, results, index, alcance, target.methodology).achievement)

    start = -(-max(_today(results[index]), Fraction(0)) // step)
    found = nearest(reaches, int(start), 1, int(-(-full // step)))
    return None if found is None else min(found * step, full)
