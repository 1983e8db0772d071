"""The analysis of a workspace: all its trees in, one plan and all findings out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from pei_dsl.analysis.checks.additivity import check_quotients
from pei_dsl.analysis.checks.cycles import components, find_cycles
from pei_dsl.analysis.checks.dimensions import check_units
from pei_dsl.analysis.checks.goals import check_goals
from pei_dsl.analysis.checks.scales import check_scales
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve import indicators, plan_groups, plan_sources, variables
from pei_dsl.analysis.resolve.citations import read_citation
from pei_dsl.analysis.resolve.fields import Fields, read_fields
from pei_dsl.analysis.resolve.indicator_draft import draft_indicator
from pei_dsl.analysis.resolve.methodologies import read_methodologies, unknown_methodology
from pei_dsl.analysis.resolve.own_functions import check_function
from pei_dsl.analysis.resolve.plan_tests import read_test
from pei_dsl.analysis.resolve.resolver import Resolver
from pei_dsl.analysis.resolve.symbols import Symbols, collect
from pei_dsl.data.moments import zone_of
from pei_dsl.diagnostics import Diagnostic, Label, Severity
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.keys import KeyKind, is_kind, name_of
from pei_dsl.model.methodology import CEPLAN, Methodology
from pei_dsl.model.plan import ZONE, DataSource, Definition, Indicator, Place, Plan
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import calls_in


@attrs.frozen
class Analysed:
    """What the analysis gave: the plan of all that is right, and the findings (PEI2xx, PEI4xx)."""

    plan: Plan
    diagnostics: tuple[Diagnostic, ...]


def analyse(files: Sequence[tree.File]) -> Analysed:
    """Return the plan that `files` declare together; their order changes nothing but that of the findings."""
    findings = Findings()
    symbols = collect(files, findings)
    plan_groups.check_tree(symbols, findings)
    methodologies = read_methodologies(symbols, findings)
    tables = {name: plan_sources.read_source(each, findings) for name, each in symbols.sources.items()}
    made, definitions = _resolve(symbols, tables, findings)
    plan = _plan(symbols, methodologies, findings)
    ordered = dict(sorted(made.items()))
    tests = [read_test(each, symbols, ordered, methodologies, findings) for each in symbols.tests]
    citations = [
        read_citation(each, plan, symbols, ordered, definitions, findings) for each in symbols.citations
    ]
    registers = [plan_sources.read_register(each, findings) for each in symbols.registers]
    plan = attrs.evolve(
        plan,
        methodologies=methodologies,
        groups={c: plan_groups.read_group(d, symbols, findings) for c, d in sorted(symbols.groups.items())},
        indicators=ordered,
        definitions=definitions,
        sources={name: attrs.evolve(table, zone=plan.time_zone) for name, table in tables.items()},
        registers=tuple(each for each in registers if each is not None),
        tests=tuple(each for each in tests if each is not None),
        citations=tuple(each for each in citations if each is not None),
    )
    check_goals(plan, symbols, findings)
    check_scales(plan, findings)
    check_units(plan, symbols, findings)
    check_quotients(plan, findings)
    items = sorted(findings.items, key=lambda each: (each.file, each.primary.span))
    return Analysed(plan, tuple(items))


# ---- The plan itself --------------------------------------------------------------------------------


def _plan(symbols: Symbols, methodologies: Mapping[str, Methodology], findings: Findings) -> Plan:
    if not symbols.plans:
        _warn_no_plan(symbols, findings)
        return Plan()
    declaration = symbols.plans[0]
    fields = read_fields(declaration, findings)
    for other in symbols.plans[1:]:
        read_fields(other, findings)
    header = declaration.header
    if header.title is None and not declaration.broken:
        findings.add(declaration.source, header.span, "PEI121", "title", params={"code": "plan"}, note="here")
    return Plan(
        title=header.title or "",
        aligns_with=plan_groups.codes_served(fields),
        **fields.plain(),
        period=fields.periods("period"),
        evaluated_years=fields.periods("evaluated_years"),
        time_zone=_zone(fields, findings),
        methodology=_methodology(fields, methodologies, findings),
        documentation=declaration.documentation,
        declared_at=Place(declaration.source, header.span),
    )


def _zone(fields: Fields, findings: Findings) -> str:
    """Return the time zone in which days are counted; report a name that none has (PEI117)."""
    written = fields.text("time_zone")
    if not written or zone_of(written) is not None:
        return written or ZONE
    value = fields.single["time_zone"]
    known = f"{ZONE}, America/Bogota, UTC"
    params = {"written": written[:60], "field": value.word, "known": known}
    findings.add(fields.source, value.span, "PEI117", params=params, note="here")
    return ZONE


def _methodology(fields: Fields, methodologies: Mapping[str, Methodology], findings: Findings) -> Methodology:
    name = fields.text("methodology")
    if not name:
        return CEPLAN
    if name not in methodologies:
        unknown_methodology(fields, "methodology", methodologies, {}, findings)
    return methodologies.get(name, CEPLAN)


def _warn_no_plan(symbols: Symbols, findings: Findings) -> None:
    """Warn that nothing says which plan the indicators are of."""
    declarations: Iterable[tree.Declaration] = (
        *symbols.groups.values(),
        *symbols.indicators.values(),
    )
    first = next(iter(declarations), None)
    if first is not None:
        span = Span(first.header.span.start, first.header.span.start + len(first.header.keyword))
        findings.add(first.source, span, "PEI403", severity=Severity.WARNING)


# ---- Formulas ---------------------------------------------------------------------------------------


def _resolve(
    symbols: Symbols, tables: Mapping[str, DataSource], findings: Findings
) -> tuple[dict[str, Indicator], dict[str, Definition]]:
    """Return the indicators by code and all definitions by key, circles broken."""
    keys = {
        name: f"{'serie' if each.kind == 'series' else 'variable'}:{name}"
        for name, each in symbols.values.items()
    }
    resolver = Resolver(symbols, tables, findings, keys)
    _check_functions(symbols, resolver, findings)
    definitions: dict[str, Definition] = {}
    for each in symbols.values.values():
        if each.kind == "series":
            series = variables.read_series(each, findings)
            definitions[series.key] = series
            resolver.kinds[series.key] = _counted(series)
    for name in _use_order(symbols):
        variable = variables.resolve_variable(symbols.values[name], resolver, findings)
        definitions[variable.key] = variable
    made: dict[str, Indicator] = {}
    for code, each in symbols.indicators.items():
        draft = draft_indicator(each, findings)
        indicator, own = indicators.resolve_indicator(draft, resolver, findings)
        made[code] = indicator
        definitions |= {definition.key: definition for definition in own}
    definitions |= resolver.definitions
    return _break_circles(made, definitions, findings)


def _counted(series: Definition) -> str:
    unit = series.unit
    return f"count:{unit.counted or 'unidades'}" if unit and unit.kind in {"number", "quantity"} else ""


def _use_order(symbols: Symbols) -> list[str]:
    """Return the variables, used ones before their users, so that types are known when needed."""
    written = {
        name: tree.Definition(
            name,
            "",
            each.header.expression or tree.Broken(span=each.header.span),
            name_span=each.header.name_span,
            span=each.header.span,
        )
        for name, each in symbols.values.items()
        if each.kind == "variable"
    }
    return indicators.use_order(written)


def _check_functions(symbols: Symbols, resolver: Resolver, findings: Findings) -> None:
    """Report functions that call themselves, and mistakes in the body of each."""
    calls = {
        name: [call.function for call in calls_in(each.header.expression)] if each.header.expression else []
        for name, each in symbols.functions.items()
    }
    for cycle in find_cycles(calls):
        declaration = symbols.functions[cycle[0]]
        path = " → ".join([*cycle, cycle[0]])
        params = {"path": path}
        findings.add(declaration.source, declaration.header.name_span, "PEI205", params=params, note="here")
        resolver.circular |= set(cycle)
    for each in symbols.functions.values():
        read_fields(each, findings)
        header = each.header
        if (header.expression is None or header.parameters is None) and not each.broken:
            params = {"name": header.name or ""}
            findings.add(each.source, header.span, "PEI120", "function", params=params, note="here")
        check_function(resolver, each)


def references(expression: m.Expression | None) -> list[str]:
    """Return the keys of the definitions that `expression` uses, in order, each once."""
    if expression is None:
        return []
    found: dict[str, None] = {}
    seen: set[int] = set()  # `variación(x)` holds x twice, so parts within parts would be walked 2ⁿ times
    waiting = [expression]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, m.Reference):
            found[each.key] = None
        waiting.extend(reversed(m.parts(each)))
    return list(found)


def _break_circles(
    made: dict[str, Indicator], definitions: dict[str, Definition], findings: Findings
) -> tuple[dict[str, Indicator], dict[str, Definition]]:
    """Report each circle with its whole path; what stands in one gets no formula."""
    uses = {key: references(each.expression) for key, each in definitions.items()}
    for cycle in find_cycles(uses):
        start = min(range(len(cycle)), key=lambda i: _where(definitions[cycle[i]]))
        turned = cycle[start:] + cycle[:start]
        path = " → ".join(definitions[key].name for key in (*turned, turned[0]))
        place = definitions[turned[0]].declared_at
        assert place.source is not None
        related = tuple(
            Label(
                definitions[key].declared_at.source,
                definitions[key].declared_at.span,
                "uses",
                {"name": definitions[after].name},
            )
            for key, after in zip(turned[1:6], (*turned[2:6], turned[0]), strict=False)
        )
        findings.add(place.source, place.span, "PEI205", params={"path": path}, note="here", related=related)
    circular = {key for part in _circular(uses) for key in part}
    for key in circular:
        hole = m.Hole(span=definitions[key].declared_at.span)
        definitions[key] = attrs.evolve(definitions[key], expression=hole, type=ValueType.UNKNOWN)
        if is_kind(key, KeyKind.INDICATOR):
            code = name_of(key)
            made[code] = attrs.evolve(made[code], formula=hole)
    return made, definitions


def _circular(uses: Mapping[str, Sequence[str]]) -> list[list[str]]:
    return [part for part in components(uses) if len(part) > 1 or part[0] in uses[part[0]]]


def _where(definition: Definition) -> tuple[str, int]:
    place = definition.declared_at
    return (place.source.name if place.source else "", place.span.start)
