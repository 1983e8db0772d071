"""Texts beside functions that give one of a few texts: `día_semana(f) = "Lunes"`."""

from __future__ import annotations

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model import expressions as m
from pei_dsl.vocabulary import fold


def check(resolution: Resolution, call: m.Expression, text: m.Expression, scope: Scope) -> None:
    """Report a text that the function beside it never gives (PEI232): the condition would never hold."""
    if not isinstance(call, m.Call) or not isinstance(text, m.Text):
        return
    function = FUNCTIONS.named(call.function)
    if not function.results or text.value in function.results:
        return
    near = [each for each in function.results if fold(each) == fold(text.value)]
    near = near or nearest(text.value, function.results)
    fixes = tuple(replace(scope.source, text.span, f'"{each}"', safe=len(near) == 1) for each in near)
    params = {
        "written": text.value,
        "name": function.spanish,
        "results": ", ".join(function.results),
    }
    resolution.findings.add(scope.source, text.span, "PEI232", params=params, note="here", fixes=fixes)
