"""One of two plans that are compared: measured by the methodology of either, with its formulas at hand."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import attrs

from pei_dsl.evaluation.evaluate import Data, evaluate
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Indicator, Plan

BEFORE, AFTER = 0, 1


@attrs.frozen
class Pair:
    """What both plans call one thing; "" in the plan that does not have it."""

    before: str
    after: str

    def __getitem__(self, number: int) -> str:
        """Return what one of both calls it."""
        return self.after if number else self.before

    @property
    def code(self) -> str:
        """What it is called: as the later plan does, where that has it."""
        return self.after or self.before

    @property
    def is_kept(self) -> bool:
        """Whether both have it."""
        return bool(self.before and self.after)


@attrs.frozen(eq=False)
class Side:
    """A plan, its data, and the period and methodology by which it is measured."""

    plan: Plan
    period: Period
    data: Data
    methodology: Methodology


@attrs.frozen(eq=False)
class Sides:
    """
    Both plans.

    Attributes:
        before, after: The plans.
        renamed: Codes of the earlier plan by those that the later one has for the same.
    """

    before: Side
    after: Side
    renamed: Mapping[str, str] = attrs.field(factory=dict)

    def __getitem__(self, number: int) -> Side:
        """Return one of both."""
        return self.after if number else self.before

    @functools.cached_property
    def methodologies(self) -> tuple[Methodology, Methodology]:
        """Those of both."""
        return self.before.methodology, self.after.methodology

    @functools.cached_property
    def has_methodology(self) -> bool:
        """Whether they are measured by different rules, whatever these are called."""
        one, other = (attrs.evolve(each, name="", base="", overrides=()) for each in self.methodologies)
        return one != other

    @functools.cached_property
    def _measured(self) -> dict[tuple[int, int], Evaluation]:
        return {}

    def evaluation(self, number: int, by: int) -> Evaluation:
        """Return plan `number` measured by the methodology of plan `by`."""
        if not self.has_methodology:
            by = number
        found = self._measured.get((number, by))
        if found is None:
            side = self[number]
            found = evaluate(side.plan, side.period, side.data, self.methodologies[by])
            self._measured[number, by] = found
        return found

    @functools.cached_property
    def own(self) -> tuple[Evaluation, Evaluation]:
        """Each measured by its own methodology."""
        return self.evaluation(BEFORE, BEFORE), self.evaluation(AFTER, AFTER)

    def indicator(self, number: int, pair: Pair) -> Indicator | None:
        """Return what plan `number` has for an indicator."""
        return self[number].plan.indicators.get(pair[number])

    def registered(self, number: int, pair: Pair) -> Mapping[Period, Figure]:
        """Return its registered figures, those of the plan before those of registers."""
        side, indicator = self[number], self.indicator(number, pair)
        own = indicator.values if indicator is not None else {}
        return {**side.data.registered.get(pair[number], {}), **own}

    @functools.cached_property
    def indicators(self) -> tuple[Pair, ...]:
        """All indicators in the order of the later plan, those that ended last."""
        return self._pairs(self.before.plan.indicators, self.after.plan.indicators)

    @functools.cached_property
    def groups(self) -> tuple[Pair, ...]:
        """All objectives and actions, likewise."""
        return self._pairs(self.before.plan.groups, self.after.plan.groups)

    def _pairs(self, before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Pair, ...]:
        """Match codes: a renamed one with its earlier code, any other with itself where it is free."""
        taken = {self.renamed[each] for each in after if self.renamed.get(each) in before}
        pairs = []
        for code in after:
            earlier = self.renamed.get(code)
            if earlier not in before:
                earlier = code if code in before and code not in taken else ""
            pairs.append(Pair(earlier or "", code))
        kept = {each.before for each in pairs}
        return (*pairs, *(Pair(code, "") for code in before if code not in kept))
