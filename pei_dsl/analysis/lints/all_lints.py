"""Every lint, in the order of its code: those that the modules of `rules` declare."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping

from pei_dsl.analysis.lints import rules
from pei_dsl.analysis.lints.declaration import Lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.diagnostics import Diagnostic


def _declared() -> Iterator[Lint]:
    """Yield the lint of each module: what has the module's own name."""
    for module in pkgutil.iter_modules(rules.__path__):
        yield getattr(importlib.import_module(f"{rules.__name__}.{module.name}"), module.name)


LINTS: Mapping[str, Lint] = {each.code: each for each in sorted(_declared(), key=lambda each: each.code)}

# Warnings that the analysis itself gives, because they need what a finished plan no longer has.
OF_THE_ANALYSIS = ("PEI401", "PEI402", "PEI403")

WARNINGS = (*OF_THE_ANALYSIS, *LINTS)
"""The codes whose severity `pei.toml` sets, and which a comment may silence."""

RESTING_ON_DATA = frozenset(code for code, each in LINTS.items() if each.looks_at_data)


def run(subject: Subject, go_on: Callable[[], None] = lambda: None) -> list[Diagnostic]:
    """Return what all lints find in `subject`, each cause once; `go_on`, asked before each, may stop them."""
    found: list[tuple[Lint, Diagnostic]] = []
    for lint in LINTS.values():
        go_on()
        found.extend((lint, finding) for finding in lint(subject))
    said: dict[object, set[str]] = {}
    for _, each in found:
        said.setdefault(each.params.get("code"), set()).add(each.code)
    return [each for lint, each in found if said[each.params.get("code")].isdisjoint(lint.follows_from)]
