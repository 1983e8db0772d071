"""The values of definitions: each computed once per period, what it uses before it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from pei_dsl.algebra.scalar import Environment, day_of, elsewhen, evaluate
from pei_dsl.algebra.values import Value
from pei_dsl.data.aggregates import Outcome
from pei_dsl.data.answers import WHOLE, Answers, Group, TableAnswers
from pei_dsl.data.bound_aggregates import BoundAnswers
from pei_dsl.data.table import Table
from pei_dsl.evaluation.caveats import Caveats
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.elsewhen import Elsewhen, parts_at, periods_of
from pei_dsl.model.keys import KeyKind, is_kind, key_of, name_of
from pei_dsl.model.methodology import EntersAs, Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource, Definition, Figure, Plan
from pei_dsl.model.quality import Qualities


def no_answers(source: DataSource) -> Answers:
    """Return what stands for a source of which no rows were given."""
    absence = Absence(Reason.NO_DATA, "no_file", {"source": source.name})
    return TableAnswers(source, Table(source.name, "", unusable=absence))


@attrs.define
class Formulas:
    """
    Evaluates the definitions of a plan.

    Attributes:
        plan: The plan.
        answers: The aggregates of each source by name; a source without an entry has no data.
        registered: Registered figures by indicator and period.
        methodology: Says which value of an indicator others see.
        group: The group of the breakdown whose rows count; () for all rows.
        given: Values that stand instead of what definitions compute, by key: the inputs of an example.
        marks: The marks of quality of what was asked for so far, by key and period.
    """

    plan: Plan
    answers: Mapping[str, Answers]
    registered: Mapping[str, Mapping[Period, Figure]]
    methodology: Methodology
    group: Group = WHOLE
    given: Mapping[str, Value] = attrs.field(factory=dict)
    marks: dict[tuple[str, Period], Qualities] = attrs.field(factory=dict)
    _values: dict[tuple[str, Period], Value] = attrs.field(factory=dict)
    _outcomes: dict[tuple[m.Aggregate, Period], Outcome] = attrs.field(factory=dict)
    # A variation uses its argument twice; one inside another would be computed twice as often at each level.
    _before: dict[tuple[int, Period], tuple[m.Expression, Value]] = attrs.field(factory=dict)

    @functools.cached_property
    def caveats(self) -> Caveats:
        """What finds what is to be known beside figures."""
        return Caveats(self.plan, self.answers_for, lambda key, when: self.seen(key, when) is not None)

    def computed(self, key: str, period: Period) -> Value:
        """
        Return the value of definition `key` in `period`.

        Definitions are a graph without circles, however deep: an explicit stack evaluates what each one uses
        first, so that only the depth of a single formula is recursion.
        """
        waiting: list[tuple[tuple[str, Period], Iterator[tuple[str, Period]]]] = []
        start = (key, period)
        if start not in self._values:
            waiting.append((start, self._uses(*start)))
        while waiting:
            node, uses = waiting[-1]
            following = next((each for each in uses if each not in self._values), None)
            if following is not None:
                waiting.append((following, self._uses(*following)))
                continue
            self._values[node] = self._compute(*node)
            waiting.pop()
        return self._values[start]

    def _uses(self, key: str, period: Period) -> Iterator[tuple[str, Period]]:
        """Return the definitions, each with its period, that the value of `key` in `period` rests on."""
        definition = self.plan.definitions[key]
        if key in self.given or definition.expression is None:
            return iter(())
        if self.seen(key, period) is not None:
            return iter(())
        return iter(_references(definition.expression, definition, period))

    def _compute(self, key: str, period: Period) -> Value:
        if key in self.given:
            return self.given[key]
        seen = self.seen(key, period)
        return seen if seen is not None else self._formula(self.plan.definitions[key], period)

    def seen(self, key: str, period: Period) -> Value | None:
        """Return the registered value that others see of an indicator, or None when the formula speaks."""
        if key in self.plan.unsound:
            return self.plan.unsound[key]
        if not is_kind(key, KeyKind.INDICATOR):
            return None
        figure = self.registered.get(name_of(key), {}).get(period)
        match self.methodology.enters_as:
            case EntersAs.COMPUTED:
                return None
            case EntersAs.REGISTERED if figure is None:
                return Absence(Reason.NO_DATA, "not_registered", {"period": str(period)})
            case _:
                return figure.value if figure is not None else None

    def of_formula(self, code: str, period: Period) -> Value | None:
        """Return what the formula of indicator `code` gives, whatever is registered; None without one."""
        formula = self.plan.indicators[code].formula
        if formula is None:
            return None
        key = key_of(KeyKind.INDICATOR, code)
        unsound = self.plan.unsound.get(key)
        if unsound is not None:
            return unsound
        for used, when in _references(formula, self.plan.definitions.get(key), period):
            self.computed(used, when)
        return self.expression(formula, period)

    def _formula(self, definition: Definition, period: Period) -> Value:
        if definition.expression is not None:
            return self.expression(definition.expression, period)
        if is_kind(definition.key, KeyKind.INDICATOR):
            params: dict[str, str | int] = {"code": definition.name, "period": str(period)}
            return Absence(Reason.NO_DATA, "no_value", params)
        figure = definition.figure(period)
        return figure.value if figure is not None else definition.no_figure(period)

    def expression(self, expression: m.Expression, period: Period) -> Value:
        """Return the value of `expression` in `period`; what it uses must be computed or shallow."""
        return evaluate(
            expression,
            Environment(
                reference=lambda key: self.computed(key, period),
                aggregate=lambda node: self.outcome(node, period).value,
                elsewhen=lambda node: self._elsewhen(node, period),
                period_day=lambda node: day_of(node, period),
            ),
        )

    def outcome(self, node: m.Aggregate, period: Period) -> Outcome:
        """Return what an aggregate gives in `period`, with the rows it rests on."""
        found = self._outcomes.get((node, period))
        if found is None:
            found = self._outcomes[node, period] = self.answers_for(node.source).outcome(
                node, period, self.group
            )
        return found

    def answers_for(self, source: str) -> Answers:
        """Return what answers for the rows of `source`."""
        answers = self.answers.get(source) or no_answers(self.plan.sources[source])
        return BoundAnswers(answers, self.computed)

    def _elsewhen(self, node: Elsewhen, period: Period) -> Value:
        asked = periods_of(node, period)
        if isinstance(asked, Absence):
            return asked
        return elsewhen(node, [self._in(node.value, each) for each in asked])

    def _in(self, value: m.Expression, period: Period) -> Value:
        found = self._before.get((id(value), period))
        if found is None:  # kept with its node, so that nothing else can have its identity meanwhile
            found = self._before[id(value), period] = (value, self.expression(value, period))
        return found[1]


def walk_at(expression: m.Expression, period: Period) -> Iterator[tuple[m.Expression, Period]]:
    """Yield the parts of `expression` in order, each with the period it is asked for; a shared one once."""
    waiting: list[tuple[m.Expression, Period]] = [(expression, period)]
    seen: set[tuple[int, Period]] = set()
    while waiting:
        node, when = waiting.pop()
        if (id(node), when) in seen:
            continue
        seen.add((id(node), when))
        yield node, when
        waiting.extend(reversed([*parts_at(node, when)]))


def _references(
    expression: m.Expression, definition: Definition | None, period: Period
) -> list[tuple[str, Period]]:
    """Return what `references_at` does, without a walk where `definition` knows what its expression uses."""
    if definition is None or definition.expression is not expression or definition.looks_back:
        return references_at(expression, period)
    return [(key, period) for key in definition.references]


def references_at(expression: m.Expression, period: Period) -> list[tuple[str, Period]]:
    """Return the keys that `expression` uses, each with the period it is used in, in order."""
    return [(node.key, when) for node, when in walk_at(expression, period) if isinstance(node, m.Reference)]


def as_number(value: Value) -> Fraction | Absence:
    """Return `value`, which analysis made sure is a number or an absence."""
    assert isinstance(value, Fraction | Absence)
    return value
