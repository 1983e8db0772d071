"""A plan as a tree: objectives, actions and indicators, or what each indicator rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.immutable import brief, freezing
from pei_dsl.model.dependencies import Dependencies
from pei_dsl.model.keys import KeyKind, is_kind, key_of, kind_of, name_of
from pei_dsl.model.plan import Group, Indicator, Level, Plan
from pei_dsl.views import words
from pei_dsl.views.branches import Branch
from pei_dsl.views.wording import said
from pei_dsl.workspace.inventory import Inventory

_PLAN_CELLS = 2
# A longer chain of definitions is no longer read as a tree.
MAX_DEPTH = 16


@attrs.frozen(field_transformer=freezing)
class Tree:
    """
    What is drawn.

    Attributes:
        root: The plan, or the part of it that was asked for.
        lacking: What each indicator lacks, by code: `formula`, `data`, `goal`.
        evaluation: The figures of a period, where one was asked for.
    """

    __repr__ = brief

    root: Branch
    plan: Plan
    lacking: Mapping[str, tuple[str, ...]]
    evaluation: Evaluation | None = None


def plan_tree(
    plan: Plan,
    held: Inventory,
    language: str = "es",
    *,
    code: str | None = None,
    with_inputs: bool = False,
    evaluation: Evaluation | None = None,
) -> Tree:
    """
    Return the tree of `plan`.

    Args:
        plan: The plan.
        held: What it has and lacks.
        language: `es` or `en`.
        code: Only this objective, action or indicator.
        with_inputs: Whether what each indicator rests on stands under it.
        evaluation: Figures to show beside each code, or None.
    """
    lacking = {each: _lacking(each, held) for each in plan.indicators}
    maker = _Maker(plan, held, language, with_inputs, evaluation, lacking)
    if code is None:
        root = Branch(
            "plan",
            "plan",
            plan.title or said("plan_untitled", language),
            plan.entity,
            parts=tuple(maker.everything()),
        )
    elif code in plan.indicators:
        root = maker.indicator(plan.indicators[code])
    else:
        root = maker.group(plan.groups[code])
    return Tree(root, plan, lacking, evaluation)


def _lacking(code: str, held: Inventory) -> tuple[str, ...]:
    missing = {"formula": held.lacking_formula, "data": held.lacking_data, "goal": held.lacking_goal}
    return tuple(name for name, codes in missing.items() if code in codes)


def inputs(key: str, plan: Plan, uses: Dependencies) -> tuple[Branch, ...]:
    """Return what `key` rests on, transitively; what stands in the tree already is not unfolded again."""
    return _inputs(key, plan, uses, {key}, MAX_DEPTH)


def _inputs(key: str, plan: Plan, uses: Dependencies, seen: set[str], levels: int) -> tuple[Branch, ...]:
    made = []
    for used in uses.uses.get(key, ()):
        branch = _input(used, plan)
        if not uses.uses.get(used):
            pass
        elif used in seen:
            branch = attrs.evolve(branch, left_out="stands_above")
        elif not levels:
            branch = attrs.evolve(branch, left_out="goes_on")
        else:
            seen.add(used)
            branch = attrs.evolve(branch, parts=_inputs(used, plan, uses, seen, levels - 1))
        made.append(branch)
    return tuple(made)


_KINDS = {
    KeyKind.SERIES: "series",
    KeyKind.VARIABLE: "variable",
    KeyKind.WHERE: "input",
    KeyKind.FUNCTION: "function",
    KeyKind.PERIOD_DAY: "period_day",
    KeyKind.HOLIDAYS: "holidays",
    KeyKind.BASELINE: "baseline",
    KeyKind.GOAL: "goal",
    KeyKind.INDICATOR: "indicator",
}


def _input(key: str, plan: Plan) -> Branch:
    if is_kind(key, KeyKind.SOURCE):
        source = plan.sources[name_of(key)]
        return Branch(key, "source", source.name, source.title)
    definition = plan.definitions[key]
    return Branch(key, _KINDS[kind_of(key)], definition.name, definition.title)


@attrs.frozen
class _Maker:
    """Makes branches of one plan."""

    plan: Plan
    held: Inventory
    language: str
    with_inputs: bool
    evaluation: Evaluation | None
    lacking: Mapping[str, tuple[str, ...]]

    def everything(self) -> Iterable[Branch]:
        """Yield the objectives, then the actions and indicators that belong to nothing in the plan."""
        groups = self.plan.groups.values()
        objectives = [each for each in groups if each.level is Level.OBJECTIVE]
        held = {each.code for each in objectives}
        orphans = [each for each in groups if each.level is Level.ACTION and each.parent not in held]
        for group in (*objectives, *orphans):
            yield self.group(group)
        for indicator in self.plan.indicators.values():
            if indicator.group not in self.plan.groups:
                yield self.indicator(indicator)

    def group(self, group: Group) -> Branch:
        """Return an objective or an action with its indicators, then its actions."""
        indicators = [each for each in self.plan.indicators.values() if each.group == group.code]
        actions = [each for each in self.plan.groups.values() if each.parent == group.code]
        kind = "objective" if group.level is Level.OBJECTIVE else "action"
        parts = (*map(self.indicator, indicators), *map(self.group, actions))
        cells: tuple[str, ...] = ("",) * _PLAN_CELLS
        color: str | None = ""
        if self.evaluation is not None:
            result = self.evaluation.groups[group.code]
            cells, color = ("", *_reached(result, self.language)), result.color
        elif not indicators:
            cells = ("", said("lacks_indicators", self.language))
        return Branch(group.code, kind, group.code, group.title, "", cells, color, parts=parts)

    def indicator(self, indicator: Indicator) -> Branch:
        """Return an indicator with its arrow, unit and what it lacks, or with its figures."""
        key = key_of(KeyKind.INDICATOR, indicator.code)
        parts = inputs(key, self.plan, self.held.uses) if self.with_inputs else ()
        color: str | None = ""
        if self.evaluation is not None:
            result = self.evaluation.indicators[indicator.code]
            value = words.in_unit(result.value, indicator.unit, result.decimals)
            cells: tuple[str, ...] = (value, *_reached(result, self.language))
            color = result.color
        else:
            marks = (said(f"lacks_{each}", self.language) for each in self.lacking[indicator.code])
            cells = (words.fitted(words.unit(indicator.unit, self.language), 24, 1)[0], ", ".join(marks))
        arrow = words.ARROWS[indicator.direction]
        return Branch(key, "indicator", indicator.code, indicator.title, arrow, cells, color, parts=parts)


def _reached(result: IndicatorResult | GroupResult, language: str) -> tuple[str, str]:
    return words.alcance(result), words.light(result, language)


def legend(tree: Tree, language: str) -> Iterable[str]:
    """Yield what signs mean and how much is missing of each kind, or that there is nothing."""
    if not tree.root.parts and tree.root.kind == "plan":
        yield said("empty_plan", language)
        return
    yield words.arrows(language)
    codes = {each.name for each in tree.root.walk() if each.kind == "indicator"}
    for lack in ("formula", "data", "goal"):
        number = sum(lack in found for code, found in tree.lacking.items() if code in codes)
        if number and tree.evaluation is None:
            yield f"{said(f'lacks_{lack}', language)}: {number}"
