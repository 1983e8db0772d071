"""What the formulas of one plan give on the data of another, where they can be asked of these."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.comparison.sides import AFTER, BEFORE, Pair, Sides
from pei_dsl.data.answers import Answers
from pei_dsl.evaluation.evaluate import answers_for
from pei_dsl.evaluation.formulas import Formulas, as_number
from pei_dsl.model.absence import Absence
from pei_dsl.model.dependencies import Dependencies, dependencies
from pei_dsl.model.keys import KeyKind, is_kind, key_of, name_of
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Definition, Figure, Plan

Computed: TypeAlias = Fraction | Absence | None
"""What a formula gives; None without one."""

_OWN_FIGURES = (KeyKind.GOAL, KeyKind.BASELINE)


@attrs.frozen(eq=False)
class Crossing:
    """Computed values by where formulas, data and the goals that formulas name are from."""

    sides: Sides

    def computed(self, pair: Pair, formula: int, data: int, goals: int, by: int, when: Period) -> Computed:
        """
        Return what the formula of an indicator gives in a period.

        Args:
            pair: The indicator.
            formula, data, goals: From which plan its formula is, the data, and the goals that it names.
            by: Whose methodology says what an indicator that the formula names is to it.
            when: The period.
        """
        evaluator = self._formulas(formula, data, goals, by if self.sides.has_methodology else 0)
        found = evaluator.of_formula(pair[formula], when)
        return as_number(found) if found is not None else None

    @functools.cached_property
    def _made(self) -> dict[tuple[int, int, int, int], Formulas]:
        return {}

    def _formulas(self, formula: int, data: int, goals: int, by: int) -> Formulas:
        key = (formula, data, goals, by)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = Formulas(
                self._plan(formula, data, goals),
                self._answers[data],
                self._registered(formula, data),
                self.sides.methodologies[by],
            )
        return found

    @functools.cached_property
    def _answers(self) -> tuple[dict[str, Answers], dict[str, Answers]]:
        before, after = (self.sides[each] for each in (BEFORE, AFTER))
        return answers_for(before.plan, before.data), answers_for(after.plan, after.data)

    def _registered(self, formula: int, data: int) -> dict[str, Mapping[Period, Figure]]:
        """Return what is registered in one plan, by the codes that the formulas of the other know."""
        kept = [each for each in self.sides.indicators if each[formula] and each[data]]
        return {each[formula]: self.sides.registered(data, each) for each in kept}

    def _plan(self, formula: int, data: int, goals: int) -> Plan:
        """Return the plan of the formulas, with the figures of series and the goals of others."""
        plan, of_data = self.sides[formula].plan, self.sides[data].plan
        if formula == data == goals:
            return plan
        return attrs.evolve(
            plan,
            definitions={**plan.definitions, **dict(self._given(formula, data, goals))},
            sources={**plan.sources, **of_data.sources},
        )

    def _given(self, formula: int, data: int, goals: int) -> Iterator[tuple[str, Definition]]:
        """Yield the definitions of the plan of the formulas that only hold figures, with those of others."""
        earlier = {each[formula]: each[goals] for each in self.sides.indicators}
        for key, definition in self.sides[formula].plan.definitions.items():
            if is_kind(key, KeyKind.SERIES):
                other = self.sides[data].plan.definitions.get(key)
                if other is not None:
                    yield key, attrs.evolve(definition, figures=other.figures)
            elif is_kind(key, *_OWN_FIGURES):
                kind = KeyKind.GOAL if is_kind(key, KeyKind.GOAL) else KeyKind.BASELINE
                code = earlier.get(name_of(key), "")
                other = self.sides[goals].plan.definitions.get(key_of(kind, code))
                if other is not None:
                    yield key, attrs.evolve(definition, figures=other.figures)

    # ---- What can be crossed

    def has_other_formula(self, pair: Pair) -> bool:
        """Tell whether the formula of an indicator is another, or anything that it is made of."""
        if pair.before != pair.after:
            return True  # what a renamed one names may be renamed, too
        key = key_of(KeyKind.INDICATOR, pair.code)
        return key in self._changed[BEFORE] or key in self._changed[AFTER]

    def names_own_figures(self, pair: Pair) -> bool:
        """Tell whether a formula of the indicator names its goal or its baseline."""
        return any(key_of(KeyKind.INDICATOR, pair[each]) in self._naming[each] for each in (BEFORE, AFTER))

    def is_possible(self, pair: Pair) -> bool:
        """Tell whether the formula of each plan finds in the other what it reads, of the same kind."""
        return all(self._reads_alike(pair, each, 1 - each) for each in (BEFORE, AFTER))

    def _reads_alike(self, pair: Pair, formula: int, data: int) -> bool:
        plan, other = self.sides[formula].plan, self.sides[data].plan
        start = key_of(KeyKind.INDICATOR, pair[formula])
        uses = self._uses[formula]
        below = [start, *uses.below(start)]
        for key in below:
            if is_kind(key, KeyKind.SERIES) and key not in other.definitions:
                return False
            if not is_kind(key, KeyKind.SOURCE):
                continue
            name = name_of(key)
            source, found = plan.sources[name], other.sources.get(name)
            if found is None or source.time != found.time:
                return False
            if (source.reads or found.reads) and source != found:
                return False
            columns = {each for user in below for each in uses.columns.get((user, key), ())}
            if any(source.columns.get(each) != found.columns.get(each) for each in columns):
                return False
        return True

    @functools.cached_property
    def _uses(self) -> tuple[Dependencies, Dependencies]:
        return dependencies(self.sides.before.plan), dependencies(self.sides.after.plan)

    @functools.cached_property
    def _changed(self) -> tuple[frozenset[str], frozenset[str]]:
        """The keys whose formula differs, or one that it uses; of each plan."""
        before, after = self._expressions(BEFORE), self._expressions(AFTER)
        same = {key for key, each in after.items() if before.get(key) == each}
        return tuple(  # type: ignore[return-value]  # one of each plan
            _with_users(self.sides[number].plan, {key for key in keys if key not in same})
            for number, keys in ((BEFORE, before), (AFTER, after))
        )

    def _expressions(self, number: int) -> dict[str, object]:
        return {
            key: each.expression
            for key, each in self.sides[number].plan.definitions.items()
            if not is_kind(key, KeyKind.SERIES, *_OWN_FIGURES)
        }

    @functools.cached_property
    def _naming(self) -> tuple[frozenset[str], frozenset[str]]:
        return tuple(  # type: ignore[return-value]  # one of each plan
            _with_users(plan, {key for key in plan.definitions if is_kind(key, *_OWN_FIGURES)})
            for plan in (self.sides.before.plan, self.sides.after.plan)
        )


def _with_users(plan: Plan, keys: set[str]) -> frozenset[str]:
    """Return `keys` and those of all definitions that use one of them."""
    users: dict[str, list[str]] = {}
    for key, each in plan.definitions.items():
        for used in each.references:
            users.setdefault(used, []).append(key)
    found, waiting = set(keys), [*keys]
    while waiting:
        fresh = [each for each in users.get(waiting.pop(), ()) if each not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return frozenset(found)
