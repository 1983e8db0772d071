"""What a plan has and what it still lacks: formulas, data, goals, people who answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import attrs

from pei_dsl.data.readers.gate import look
from pei_dsl.data.registers import read_register
from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.dependencies import Dependencies, dependencies
from pei_dsl.model.keys import KeyKind, is_kind, key_of, name_of
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Indicator, Plan
from pei_dsl.workspace.loaded import Loaded

# What lives inside an indicator or stands for a call is nobody's loose end.
_OWN = (KeyKind.INDICATOR, KeyKind.WHERE, KeyKind.FUNCTION, KeyKind.BASELINE, KeyKind.GOAL)


@attrs.frozen
class Inventory:
    """
    What is there and what is missing; codes and names in the order of the plan.

    Attributes:
        uses: What rests on what.
        registered: Registered values by indicator and period, those of the plan and of its registers.
        lacking_formula: Indicators without a formula, or with one that is still to be written.
        lacking_data: Indicators without any registered value whose formula, too, rests on something missing.
        lacking_goal: Indicators without a goal for any period; `no programado` is one.
        lacking_baseline, lacking_responsible: Indicators without those.
        empty_groups: Objectives and actions without indicators of their own.
        lacking_file: Sources whose file is not declared, not there or not as declared.
        unused: Keys of sources, series and variables that nothing reads.
    """

    uses: Dependencies
    registered: Mapping[str, Mapping[Period, Figure]]
    lacking_formula: tuple[str, ...]
    lacking_data: tuple[str, ...]
    lacking_goal: tuple[str, ...]
    lacking_baseline: tuple[str, ...]
    lacking_responsible: tuple[str, ...]
    empty_groups: tuple[str, ...]
    lacking_file: tuple[str, ...]
    unused: tuple[str, ...]


def inventory(loaded: Loaded) -> Inventory:
    """Return what the plan of `loaded` has and lacks; of data files only the heads are read."""
    plan = loaded.plan
    uses = dependencies(plan)
    registered = _registered(loaded)
    lacking_file = tuple(
        source.name
        for source in plan.sources.values()
        if source.rows_of is None
        and (not source.file or (loaded.root is not None and _lacks(look(source, loaded.root))))
    )
    # Whatever rests on something missing has no figure but a registered one.
    missing = uses.touched_by(
        each for each in uses.users if not _is_there(each, plan, registered, lacking_file)
    )

    def has_data(code: str) -> bool:
        return _has_value(registered.get(code, {})) or key_of(KeyKind.INDICATOR, code) not in missing

    held = {each.group for each in plan.indicators.values()}
    return Inventory(
        uses,
        registered,
        _codes(plan, lambda each: each.formula is None or isinstance(each.formula, m.Hole)),
        _codes(plan, lambda each: not has_data(each.code)),
        _codes(plan, lambda each: not each.goals),
        _codes(plan, lambda each: each.baseline is None),
        _codes(plan, lambda each: not each.responsible),
        tuple(code for code in plan.groups if code not in held),
        lacking_file,
        tuple(key for key, users in uses.users.items() if not users and not is_kind(key, *_OWN)),
    )


def _lacks(found: Sequence[Diagnostic]) -> bool:
    """Tell whether what was found about the files of a source keeps it from being read."""
    return any(each.severity is Severity.ERROR for each in found)


def _codes(plan: Plan, lacks: Callable[[Indicator], bool]) -> tuple[str, ...]:
    return tuple(code for code, each in plan.indicators.items() if lacks(each))


def _registered(loaded: Loaded) -> dict[str, dict[Period, Figure]]:
    plan = loaded.plan
    found = {code: dict(each.values) for code, each in plan.indicators.items()}
    for register in plan.registers:
        if loaded.root is not None:
            figures, _ = read_register(register, loaded.root, plan.indicators)
            for code, by_period in figures.items():
                found.setdefault(code, {}).update(by_period)
    return found


def _is_there(
    key: str, plan: Plan, registered: Mapping[str, Mapping[Period, Figure]], lacking_file: Collection[str]
) -> bool:
    if is_kind(key, KeyKind.SOURCE):
        return name_of(key) not in lacking_file
    definition = plan.definitions[key]
    if is_kind(key, KeyKind.INDICATOR) and _has_value(registered.get(name_of(key), {})):
        return True
    if isinstance(definition.expression, m.Hole):
        return False
    return definition.expression is not None or _has_value(definition.figures)


def _has_value(figures: Mapping[Period, Figure]) -> bool:
    return any(not isinstance(each.value, Absence) for each in figures.values())
