"""Plans that share codes and hardly anything that these name: probably no two versions of one plan."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pei_dsl.model.plan import Plan
from pei_dsl.vocabulary import fold

# Of ten titles that both have, so many at most are alike where nothing was meant to go on.
_MOST_ALIKE = 1, 10
# Words that tell titles apart have at least so many letters: «de», «los», «que» stand in all of them.
_LETTERS = 4


def seem_unrelated(before: Plan, after: Plan, renamed: Mapping[str, str]) -> str:
    """
    Return a code of `after` that names something else in `before`, where both seem to be unrelated; else "".

    They seem so where they are of two entities, or are called otherwise for other years, and hardly any
    title that they share by its code is alike.

    Args:
        before: The earlier plan.
        after: The later plan.
        renamed: The code that `before` has for what `after` calls otherwise; whoever gave it knows them.
    """
    if renamed or not (_other_entity(before, after) or _other_plan(before, after)):
        return ""
    pairs = _titles(before, after)
    unlike = [code for code, (one, other) in pairs.items() if not _are_alike(one, other)]
    alike = len(pairs) - len(unlike)
    most, of = _MOST_ALIKE
    return unlike[0] if unlike and alike * of <= most * len(pairs) else ""


def _other_entity(before: Plan, after: Plan) -> bool:
    return bool(before.entity and after.entity) and fold(before.entity) != fold(after.entity)


def _other_plan(before: Plan, after: Plan) -> bool:
    return fold(before.title) != fold(after.title) and before.period != after.period


def _titles(before: Plan, after: Plan) -> dict[str, tuple[str, str]]:
    """Return the titles of what both plans have, by its code."""
    ours, theirs = _named(after), _named(before)
    return {code: (theirs[code], title) for code, title in ours.items() if code in theirs}


def _named(plan: Plan) -> dict[str, str]:
    groups = {code: each.title for code, each in plan.groups.items()}
    return {**groups, **{code: each.title for code, each in plan.indicators.items()}}


def _are_alike(one: str, other: str) -> bool:
    """Tell whether two titles have half of their words in common."""
    first, second = (_words(each) for each in (one, other))
    if not first or not second:
        return fold(one) == fold(other)
    return 2 * len(first & second) >= min(len(first), len(second))


def _words(title: str) -> frozenset[str]:
    return frozenset(each for each in re.findall(r"\w+", fold(title)) if len(each) >= _LETTERS)
