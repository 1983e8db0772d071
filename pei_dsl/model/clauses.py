"""Time clauses as plans write them."""

from __future__ import annotations

from typing import assert_never

from pei_dsl.model.expressions import Window, WindowKind

_ENGLISH_STEPS = {"año": "year", "semestre": "semester", "trimestre": "quarter", "mes": "month"}
_PLURALS = {"año": "años", "semestre": "semestres", "trimestre": "trimestres", "mes": "meses"}


def clause_text(window: Window, *, english: bool = False, led: bool = True) -> str:
    """Return the time clause of `window`; `led` when a preposition must begin it."""
    step, count = window.granularity, window.count
    match window.kind:
        case WindowKind.CLOSING:
            return "at close" if english else "al cierre"
        case WindowKind.CUMULATIVE:
            words = "cumulative" if english else "acumulado"
            return f"{'in' if english else 'en'} {words}" if led else words
        case WindowKind.LAST if english:
            return f"in last {count} {_ENGLISH_STEPS[step]}{'' if count == 1 else 's'}"
        case WindowKind.LAST:
            return f"en últimos {count} {step if count == 1 else _PLURALS[step]}"
        case WindowKind.PREVIOUS:
            return f"in previous {_ENGLISH_STEPS[step]}" if english else f"en {step} anterior"
        case WindowKind.PERIOD:
            return "in the period" if english else "en el periodo"
        case WindowKind.FIXED:
            return f"{'in' if english else 'en'} {window.named}"
        case WindowKind.SINCE | WindowKind.PLAN:
            words = "cumulative since" if english else "acumulado desde"
            plan = "the beginning of the plan" if english else "el inicio del plan"
            begins = plan if window.kind is WindowKind.PLAN else str(window.named)
            return f"{'in ' if english else 'en '}{words} {begins}" if led else f"{words} {begins}"
        case _:
            assert_never(window.kind)
