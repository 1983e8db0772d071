"""The scale of the unit under a name or in parts: `A / B * CIEN`, `A / B * 10 * 10` under `porcentaje`."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.algebra.display import shown
from pei_dsl.analysis.checks.scales import Degrees
from pei_dsl.analysis.checks.unscaled import without_factor
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.analysis.walk import used_first
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model import expressions as m
from pei_dsl.model.plan import Place
from pei_dsl.model.terms import unit_term
from pei_dsl.model.units import Unit


@lint("PEI434")
def named_factor(subject: Subject) -> Iterator[Remark]:
    """Warn of formulas that multiply by the scale of their unit under another name, or in parts."""
    definitions = subject.plan.definitions
    scales: dict[Unit, Degrees] = {}
    for definition in definitions.values():
        unit, root, source = definition.unit, definition.expression, definition.declared_at.source
        if unit is None or unit.scale == 1 or root is None or source is None:
            continue
        if unit not in scales:
            scales[unit] = Degrees(definitions, used_first(definitions), unit, names_count=True)
        scale = scales[unit]
        if not scale.multiplies(definition):
            continue
        degrees = scale.of(root)
        cause = scale.cause(root, degrees)
        if degrees[id(root)] <= 0 or not isinstance(cause, m.Reference | m.Product):
            continue
        if isinstance(cause, m.Product):
            said: dict[str, Parameter] = {"scale": shown(unit.scale), "unit": unit_term(unit)}
            yield Remark(Place(source, cause.span), "parts", params=said)
            continue
        text = without_factor(root, degrees, scale, source)
        params: dict[str, Parameter] = {
            "code": definition.name,
            "name": definitions[cause.key].name,
            "scale": shown(unit.scale),
            "unit": unit_term(unit),
        }
        yield Remark(
            Place(source, cause.span),
            params=params,
            fixes=(replace(source, root.span, text),),
        )
