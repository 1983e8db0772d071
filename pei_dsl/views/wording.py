"""
Formulas in words: `«Internos con evaluación favorable» entre «Población intramuros»`.

Different formulas have different words: what could be read in two ways stands in parentheses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import assert_never

import attrs

from pei_dsl.algebra import display
from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.diagnostics import catalogue
from pei_dsl.model import expressions as m
from pei_dsl.model.keys import KeyKind, is_kind, last_name, names_of
from pei_dsl.model.plan import Definition, Plan
from pei_dsl.model.units import Unit

SECTION = "description"
# A function of the plan is told by its body; where functions call one another, only so many of them.
MAX_BODIES = 12

_COMPARISONS = {
    "=": "equal",
    "<>": "different",
    "<": "less",
    "<=": "at_most",
    ">": "greater",
    ">=": "at_least",
}
_STEPS = {"año": "years", "semestre": "semesters", "trimestre": "quarters", "mes": "months"}


@attrs.frozen
class Phrase:
    """Words for a part of a formula; `loose` ones need parentheses inside a larger part."""

    text: str
    loose: bool = False

    @property
    def part(self) -> str:
        """The words as they stand inside other words."""
        return f"({self.text})" if self.loose else self.text


def said(key: str, language: str, params: Mapping[str, str | int] | None = None) -> str:
    """Return the text `key` of descriptions."""
    return catalogue.phrase(SECTION, key, language, params)


def in_words(expression: m.Expression, plan: Plan, language: str = "es") -> str:
    """Return `expression` in words, with the titles of what it names in `plan`."""
    return Wording.of(plan, language).phrase(expression).text


@attrs.define
class Wording:
    """
    Puts formulas of one plan into words.

    Attributes:
        plan: Where the titles come from.
        language: `es` or `en`.
        shared: Titles that several things of one kind have: their names are told, too.
        bodies: How many bodies of functions the formula at hand may still show.
    """

    plan: Plan
    language: str
    shared: frozenset[tuple[str, str]]
    bodies: int = MAX_BODIES

    @classmethod
    def of(cls, plan: Plan, language: str) -> Wording:
        """Return what puts formulas of `plan` into words."""
        titles = Counter((_owner(each.key), each.title) for each in plan.definitions.values())
        titles.update(("fuente", each.title) for each in plan.sources.values())
        return cls(plan, language, frozenset(each for each, times in titles.items() if times > 1))

    def formula(self, expression: m.Expression) -> str:
        """Return a whole formula in words."""
        self.bodies = MAX_BODIES
        return self.phrase(expression).text

    def phrase(self, node: m.Expression) -> Phrase:
        """Return the words for `node`, any part of a formula."""
        match node:
            case m.Number(value=value, percent=percent):
                return Phrase(f"{_figure(value * 100)} %" if percent else _figure(value))
            case m.Text(value=text):
                return Phrase(f'"{text}"')
            case m.Date(value=date):
                return Phrase(date.isoformat())
            case m.Reference(key=key):
                return self._named(key)
            case m.ColumnValue(column=column):
                return Phrase(column if column.isidentifier() else f"[{column}]")
            case m.OuterValue(source=source, column=column):
                return Phrase(f"{source}.{column if column.isidentifier() else f'[{column}]'}")
            case m.Aggregate():
                return self._aggregate(node)
            case m.Call():
                return self._call(node)
            case m.Earlier(value=value, steps=steps):
                return self._loose(_many("earlier", steps), {"x": self._part(value), "count": steps})
            case m.At(value=value, period=period):
                return self._loose("at", {"x": self._part(value), "period": str(period)})
            case m.Over(function=function, value=value, window=window):
                params = {"x": self._part(value), "window": self.window(window)}
                return self._loose(f"over_{function}", params)
            case m.Negative(operand=operand):
                return self._loose("negative", {"x": self._part(operand)})
            case m.Sum(operands=operands, subtracted=flags):
                change = self._change(node)
                return change if change is not None else self._chain(operands, flags, "plus", "minus")
            case m.Product(operands=operands, divided=flags):
                return self._chain(operands, flags, "times", "divided_by")
            case m.Power(base=base, exponent=m.Number(value=value, percent=False)) if value == 2:
                return self._loose("squared", {"x": self._part(base)})
            case m.Power(base=base, exponent=exponent):
                return self._loose("power", {"x": self._part(base), "y": self._part(exponent)})
            case m.PeriodDay(last=last):
                return Phrase(self._text("period_end" if last else "period_start"))
            case m.Hole():
                return Phrase(self._text("hole"))
            case m.Comparison() | m.Membership() | m.Not() | m.Logic():
                return self._condition(node)
            case _:
                assert_never(node)

    # ---- Names

    def _named(self, key: str) -> Phrase:
        definition = self.plan.definitions.get(key)
        if definition is None:
            return Phrase(last_name(key))
        if is_kind(key, KeyKind.FUNCTION):
            return self._body(definition)
        if is_kind(key, KeyKind.PERIOD_DAY) and definition.expression is not None:
            return self.phrase(definition.expression)
        if is_kind(key, KeyKind.HOLIDAYS):
            return Phrase(self.source(names_of(key)[0]))
        if is_kind(key, KeyKind.BASELINE, KeyKind.GOAL):
            return Phrase(self._text("own_goal" if is_kind(key, KeyKind.GOAL) else "own_baseline"))
        name, title = definition.name, definition.title
        if not title:
            return Phrase(name)
        own = is_kind(key, KeyKind.WHERE) and (_owner(key), title) not in self.shared
        return Phrase(f"«{title}»" if own else f"«{title}» ({name})")

    def _body(self, definition: Definition) -> Phrase:
        """Return a function of the plan with its body, which holds the arguments of this call."""
        self.bodies -= 1
        if definition.expression is None or self.bodies < 0:
            return Phrase(f"{definition.name}(…)")
        name = f"«{definition.title}» ({definition.name})" if definition.title else definition.name
        return self._loose("function", {"name": name, "x": self.phrase(definition.expression).text})

    def source(self, name: str) -> str:
        """Return a source by its title, or by its name where it has none of its own."""
        source = self.plan.sources.get(name)
        if source is None or not source.title:
            return name
        shared = ("fuente", source.title) in self.shared
        return f"«{source.title}» ({name})" if shared else f"«{source.title}»"

    # ---- Operators

    def _chain(
        self, operands: Sequence[m.Expression], flags: Sequence[bool], plain: str, other: str
    ) -> Phrase:
        words = [self._part(operands[0])] if operands else []
        for operand, flag in zip(operands[1:], flags[1:], strict=False):
            words += [self._text(other if flag else plain), self._part(operand)]
        return Phrase(" ".join(words), loose=True)

    def _change(self, node: m.Sum) -> Phrase | None:
        """Return the words for `variación(x)`, which stands in a plan as x / anterior(x) − 1."""
        match node:
            case m.Sum(
                operands=(
                    m.Product(operands=(value, m.Earlier(value=same, steps=steps)), divided=(False, True)),
                    m.Number(value=Fraction(numerator=1, denominator=1), percent=False),
                ),
                subtracted=(False, True),
            ) if value is same:
                return self._loose(_many("change", steps), {"x": self._part(value), "count": steps})
            case _:
                return None

    # ---- Conditions

    def _condition(self, node: m.Expression) -> Phrase:
        """Return the words for something that holds or not."""
        match node:
            case m.ColumnValue():
                return self._loose("column_holds", {"x": self.phrase(node).text})
            case m.Not(operand=m.ColumnValue() as column):
                return self._loose("column_does_not_hold", {"x": self.phrase(column).text})
            case m.Not(operand=operand):
                return self._loose("not", {"x": self._condition(operand).part})
            case m.Comparison(operator=operator, left=left, right=right):
                parts = {"x": self._part(left), "y": self._part(right)}
                return self._loose(_COMPARISONS[operator], parts)
            case m.Membership(value=value, choices=choices):
                glue = f" {self._text('or')} "
                listed = glue.join(self._part(each) for each in choices)
                return self._loose("one_of", {"x": self._part(value), "list": listed})
            case m.Logic(operator=operator, operands=operands):
                glue = f" {self._text('and' if operator == 'y' else 'or')} "
                return Phrase(glue.join(self._joined(each) for each in operands), loose=True)
            case m.Reference():
                return self._loose("holds", {"x": self._part(node)})
            case _:
                return self.phrase(node)

    def _joined(self, node: m.Expression) -> str:
        """Return a condition among others; comparisons need no parentheses there."""
        phrase = self._condition(node)
        return phrase.text if isinstance(node, m.Comparison | m.ColumnValue) else phrase.part

    def _opening(self, node: m.Expression) -> str:
        """Return a condition that more words follow, after a comma."""
        phrase = self._condition(node)
        plain = isinstance(node, m.Comparison | m.ColumnValue | m.Membership | m.Logic | m.Not)
        return phrase.text if plain else phrase.part

    # ---- Aggregates

    def _aggregate(self, node: m.Aggregate) -> Phrase:
        rows = self.source(node.source)
        if node.value is None:
            text = self._text(f"{node.function}_rows", {"source": rows})
        else:
            params = {"x": self._part(node.value), "source": rows}
            if node.rank is not None:
                params["rank"] = _figure(node.rank * 100)
            text = self._text(f"{node.function}_values", params)
        if node.filter is not None:
            text += f" {self._text('where', {'x': self._opening(node.filter)})}"
        for window in node.windows:
            text += f", {self.window(window)}"
        return Phrase(text, loose=node.filter is not None or bool(node.windows))

    def window(self, window: m.Window) -> str:
        """Return a time clause in words."""
        if window.kind is m.WindowKind.PERIOD:
            return self._text("window_period")
        if window.kind is m.WindowKind.CLOSING:
            return self._text("window_closing")
        if window.kind is m.WindowKind.CUMULATIVE:
            return self._text("window_cumulative")
        if window.kind is m.WindowKind.FIXED:
            return self._text("window_fixed", {"period": str(window.named)})
        if window.kind is m.WindowKind.SINCE:
            return self._text("window_since", {"period": str(window.named)})
        if window.kind is m.WindowKind.PLAN:
            return self._text("window_plan", {"period": str(window.named)})
        step = _STEPS[window.granularity]
        kind = "last" if window.kind is m.WindowKind.LAST else "previous"
        return self._text(_many(f"window_{kind}_{step}", window.count), {"count": window.count})

    # ---- Functions

    def _call(self, node: m.Call) -> Phrase:
        arguments = node.arguments
        function = FUNCTIONS.named(node.function)
        key = f"call_{node.function}_{len(arguments)}"
        listed = "; ".join(self._part(each) for each in arguments)
        choices = f" {self._text('or')} ".join(self._part(each) for each in arguments[1:])
        params = {"list": listed, "choices": choices, "function": function.spanish}
        for name, each, type_ in zip("xyz", arguments, function.types(len(arguments)), strict=False):
            params[name] = self._opening(each) if type_ is m.ValueType.BOOLEAN else self._part(each)
        if not function.fits(len(arguments)):
            return self._loose("call", params)
        entries = catalogue.catalogue(self.language)[SECTION]
        candidates = (f"{key}_one" if _is_one(arguments[-1:]) else key, key, f"call_{node.function}")
        return self._loose(next(each for each in candidates if each in entries), params)

    # ---- Words

    def unit(self, unit: Unit, decimals: int | None = None) -> str:
        """Return how a result is shown: `por cada 1,000 personas, con 2 decimales`."""
        params = {"counted": unit.counted, "scale": _figure(unit.scale)}
        key = f"unit_{unit.kind}"
        if unit.kind == "rate" and unit.scale == 1:
            key = "unit_rate_plain"
        elif unit.counted and (unit.counts or unit.kind == "rate"):
            key += "_of"
        text = self._text(key, params)
        if decimals is not None:
            key = _many("with_decimals", decimals) if decimals else "without_decimals"
            text += f", {self._text(key, {'count': decimals})}"
        return text

    def _part(self, node: m.Expression) -> str:
        return self.phrase(node).part

    def _loose(self, key: str, params: Mapping[str, str | int]) -> Phrase:
        return Phrase(self._text(key, params), loose=True)

    def _text(self, key: str, params: Mapping[str, str | int] | None = None) -> str:
        return said(key, self.language, params)


def _owner(key: str) -> str:
    """Return what tells titles apart: a `donde:` has its own, everything else shares the plan's."""
    return names_of(key)[0] if is_kind(key, KeyKind.WHERE) else ""


def _many(key: str, count: int) -> str:
    return f"{key}_one" if count == 1 else f"{key}_many"


def _is_one(arguments: Sequence[m.Expression]) -> bool:
    return any(isinstance(each, m.Number) and each.value == 1 and not each.percent for each in arguments)


def _figure(value: Fraction) -> str:
    """Return `value` as Peru writes it, all of it."""
    text = display.shown(value)
    return display.exact(value) if text.endswith("…") else text
