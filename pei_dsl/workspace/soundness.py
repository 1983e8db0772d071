"""A plan with errors is not computed as if it were sound: refused, or *inválido* where errors touch it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping

import attrs

from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.diagnostics.errors import PlanError
from pei_dsl.host_log import LOG
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.dependencies import dependencies
from pei_dsl.model.expressions import Hole
from pei_dsl.model.keys import KeyKind, is_kind, key_of
from pei_dsl.model.plan import Plan
from pei_dsl.syntax import tree
from pei_dsl.workspace.loaded import Loaded


def computable(loaded: Loaded, *, partial: bool = False) -> Plan:
    """
    Return the plan of `loaded` as it may be computed.

    Args:
        loaded: The plan and its findings.
        partial: Whether a plan with errors is computed as far as no error touches it: what one touches, and
            all that rests on it, is *inválido* with that reason.

    Raises:
        PlanError: The plan has errors, and `partial` was not asked for.
    """
    if not loaded.errors:
        return loaded.plan
    if not partial:
        raise PlanError(loaded.errors)
    LOG.warning("a plan with %d errors is computed in part", len(loaded.errors))
    return attrs.evolve(loaded.plan, unsound=_touched(loaded))


def _touched(loaded: Loaded) -> Mapping[str, Absence]:
    """Return what errors touch, by key of a definition or code of a group: it, and all that rests on it."""
    plan = loaded.plan
    uses = dependencies(plan)
    found: dict[str, Absence] = {}
    told = [(error, name) for error in loaded.errors for name in _touches(error, loaded)]
    # What is not understood for an error elsewhere, which is told there alone.
    told.extend((loaded.errors[0], name) for name in _not_understood(loaded))
    for error, name in told:
        reason = Absence(Reason.INVALID, "unsound", {"finding": error.code, "file": error.file})
        for key in (name, *uses.above(name)):
            found.setdefault(key, reason)
    return found


def _not_understood(loaded: Loaded) -> Iterable[str]:
    """Yield the keys of definitions whose formula was not understood, in whole or in part."""
    written = {
        key_of(KeyKind.INDICATOR, declaration.header.code or "")
        for file in loaded.files
        for declaration in file.declarations
        for item in declaration.items
        if isinstance(item, tree.Field) and item.name == "formula"
    }
    for key, definition in loaded.plan.definitions.items():
        if definition.expression is None:
            if is_kind(key, *_COMPUTED) or key in written:
                yield key
        elif any(isinstance(each, Hole) for each in definition.parts):
            yield key


# Definitions that are nothing without an expression.
_COMPUTED = (KeyKind.VARIABLE, KeyKind.WHERE, KeyKind.FUNCTION)


def _touches(error: Diagnostic, loaded: Loaded) -> Iterable[str]:
    """Return what `error` touches by itself: what it and its other places stand in."""
    known = _known(loaded.plan)
    names: list[str] = []
    for label in (error.primary, *error.related):
        declaration = _around(label, loaded.files)
        own = (
            _KEYS.get(declaration.kind, _everything)(declaration.header) if declaration is not None else None
        )
        if own is None or not known.issuperset(own):
            return known
        names.extend(own)
    return names


def _known(plan: Plan) -> set[str]:
    return {*plan.definitions, *plan.groups, *(key_of(KeyKind.SOURCE, name) for name in plan.sources)}


def _around(label: Label, files: Iterable[tree.File]) -> tree.Declaration | None:
    """Return the declaration that a place stands in, or None for one outside all of them."""
    return next(
        (
            declaration
            for file in files
            if file.source is label.source
            for declaration in file.declarations
            if declaration.span.start
            <= label.span.start
            < max(declaration.span.end, declaration.span.start + 1)
        ),
        None,
    )


def _keyed(kind: KeyKind, header: tree.Header) -> list[str]:
    return [key_of(kind, header.code or header.name or "")]


def _coded(header: tree.Header) -> list[str]:
    return [header.code or ""]


def _nothing(_: tree.Header) -> list[str]:
    return []


def _everything(_: tree.Header) -> None:
    return None


# What an error inside a declaration touches by itself; None: all that the plan computes.
_KEYS: Mapping[str, Callable[[tree.Header], list[str] | None]] = {
    "indicator": functools.partial(_keyed, KeyKind.INDICATOR),
    "series": functools.partial(_keyed, KeyKind.SERIES),
    "variable": functools.partial(_keyed, KeyKind.VARIABLE),
    "source": functools.partial(_keyed, KeyKind.SOURCE),
    "objective": _coded,
    "action": _coded,
    "test": _nothing,
    "citation": _nothing,
    "activity": _nothing,
    "evidence": _nothing,
    "factor": _nothing,
    "recommendation": _nothing,
    "commitment": _nothing,
    "version": _nothing,
    "amendment": _nothing,
    "plan": _everything,
    "methodology": _everything,
    "function": _everything,
    "register": _everything,
    "": _everything,
}
