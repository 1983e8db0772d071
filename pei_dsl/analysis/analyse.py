"""The analysis of a workspace: all its trees in, one plan and all findings out."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

import attrs

from pei_dsl.analysis.checks.additivity import check_quotients
from pei_dsl.analysis.checks.cycles import components, find_cycles, is_in_order
from pei_dsl.analysis.checks.formula_units import check_units
from pei_dsl.analysis.checks.goals import check_goals
from pei_dsl.analysis.checks.scales import check_scales
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.known_analysis import Figures, Known, words_of
from pei_dsl.analysis.resolve import indicators, plan_groups, plan_sources, variables
from pei_dsl.analysis.resolve.beside_figures import with_follow_up
from pei_dsl.analysis.resolve.citations import read_citation
from pei_dsl.analysis.resolve.computed_columns import resolve_columns
from pei_dsl.analysis.resolve.fields import Fields, read_fields
from pei_dsl.analysis.resolve.implied import implied
from pei_dsl.analysis.resolve.indicator_draft import draft_indicator
from pei_dsl.analysis.resolve.made_sources import in_order, reads_of
from pei_dsl.analysis.resolve.methodologies import read_methodologies, unknown_methodology
from pei_dsl.analysis.resolve.omitted_rows import with_omission
from pei_dsl.analysis.resolve.own_functions import check_function
from pei_dsl.analysis.resolve.plan_tests import read_test
from pei_dsl.analysis.resolve.plan_versions import with_versions
from pei_dsl.analysis.resolve.resolver import Resolver
from pei_dsl.analysis.resolve.symbols import Symbols, collect
from pei_dsl.analysis.resolve.use_order import use_order
from pei_dsl.analysis.walk import used_first
from pei_dsl.data.moments import zone_of
from pei_dsl.diagnostics import Diagnostic, Label, Severity
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.keys import KeyKind, is_kind, name_of
from pei_dsl.model.methodology import CEPLAN, Methodology
from pei_dsl.model.plan import ZONE, DataSource, Definition, Group, Indicator, Place, Plan
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import calls_in


@attrs.frozen
class Analysed:
    """What the analysis gave: the plan of all that is right, and the findings (PEI2xx, PEI4xx)."""

    plan: Plan
    diagnostics: tuple[Diagnostic, ...]


def analyse(files: Sequence[tree.File], known: Known | None = None) -> Analysed:
    """
    Return the plan that `files` declare together; their order changes nothing but that of the findings.

    With `known`, what the last analysis found of the same declarations is not found again.
    """
    known = known or Known(is_kept=False)
    findings = Findings()
    symbols = collect(files, findings)
    plan_groups.check_tree(symbols, findings)
    methodologies = read_methodologies(symbols, findings)
    # Which rows a source leaves out may be said with the plan's own functions.
    functions = tuple((name, each.origin) for name, each in symbols.functions.items())
    tables = {
        name: known.sources.get(
            name, each, functions, findings, functools.partial(_source, each, symbols, findings)
        )
        for name, each in symbols.sources.items()
    }
    made, definitions, uses, tables = _resolve(symbols, tables, findings, known)
    plan = _plan(symbols, methodologies, findings)
    ordered = dict(sorted(made.items()))
    figures = Figures(symbols, ordered, definitions, (*methodologies, plan.period))
    tests = [
        known.tests.get(
            f"{number}",
            each,
            figures.of(each),
            findings,
            functools.partial(read_test, each, symbols, ordered, methodologies, findings),
        )
        for number, each in enumerate(symbols.tests)
    ]
    citations = [
        known.citations.get(
            f"{number}",
            each,
            figures.of(each),
            findings,
            functools.partial(read_citation, each, plan, symbols, ordered, definitions, findings),
        )
        for number, each in enumerate(symbols.citations)
    ]
    registers = [plan_sources.read_register(each, findings) for each in symbols.registers]
    plan = attrs.evolve(
        plan,
        methodologies=methodologies,
        groups={c: _group(c, d, symbols, findings, known) for c, d in sorted(symbols.groups.items())},
        indicators=ordered,
        definitions=definitions,
        sources={name: attrs.evolve(table, zone=plan.time_zone) for name, table in tables.items()},
        registers=tuple(each for each in registers if each is not None),
        tests=tuple(each for each in tests if each is not None),
        citations=tuple(each for each in citations if each is not None),
    )
    plan = with_versions(with_follow_up(plan, symbols, ordered, findings), symbols, findings)
    _check(plan, symbols, uses, findings, known)
    known.turn()
    items = sorted(findings.items, key=lambda each: (each.file, each.primary.span))
    return Analysed(plan, tuple(items))


def _source(declaration: tree.Declaration, symbols: Symbols, findings: Findings) -> DataSource:
    source = plan_sources.read_source(declaration, findings)
    return with_omission(source, declaration, symbols, findings)


def _check(
    plan: Plan, symbols: Symbols, uses: Mapping[str, Sequence[str]], findings: Findings, known: Known
) -> None:
    """Report what is wrong in what is resolved; what was sound, and rests on what is as it was, still is."""
    period = (plan.period, plan.evaluated_years)
    before = [*findings.items]
    if not known.is_kept:
        _check_open(plan, symbols, findings)
        return
    indicators = known.settled.open_indicators(plan.indicators, period, known.before)
    definitions = known.settled.open_definitions(plan.definitions, uses, known.before)
    known.checkpoint()
    _check_open(attrs.evolve(plan, indicators=indicators, definitions=definitions), symbols, findings)
    found = findings.items[len(before) :]
    told_of_functions = any(each.code == "PEI220" and each.variant == "function" for each in found)
    if told_of_functions and len(definitions) < len(plan.definitions):
        # A function is told of where it is called first, and that may be elsewhere.
        findings.items[:] = before
        _check_open(plan, symbols, findings)
        found = findings.items[len(before) :]
    doubtful = None if told_of_functions else {each.file for each in found}
    known.settled.turn(plan.definitions, plan.indicators, period, doubtful)


def _check_open(plan: Plan, symbols: Symbols, findings: Findings) -> None:
    check_goals(plan, symbols, findings)
    ordered = used_first(plan.definitions)
    check_scales(plan, ordered, findings)
    check_units(plan, ordered, symbols, findings)
    check_quotients(plan, findings)


def _group(
    code: str, declaration: tree.Declaration, symbols: Symbols, findings: Findings, known: Known
) -> Group:
    make = functools.partial(plan_groups.read_group, declaration, symbols, findings)
    if any(isinstance(item, tree.Field) and item.name == "aligns_with" for item in declaration.items):
        return make()  # it names other groups, which may be gone
    return known.groups.get(code, declaration, (), findings, make)


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
    symbols: Symbols, tables: Mapping[str, DataSource], findings: Findings, known: Known
) -> tuple[dict[str, Indicator], dict[str, Definition], Mapping[str, Sequence[str]], dict[str, DataSource]]:
    """
    Return the indicators by code, all definitions by key, what each of them uses, and the sources.

    Circles are broken, and the computed columns of sources resolved.
    """
    keys = {
        name: f"{'serie' if each.kind == 'series' else 'variable'}:{name}"
        for name, each in symbols.values.items()
    }
    resolver = Resolver(symbols, tables, findings, keys)
    _break_function_circles(symbols, resolver, findings)
    order, circular = in_order(tables, symbols.sources, findings)
    resolved = {name: tables[name] for name in circular}  # no more is looked at before that is mended
    for name in order:
        resolver.sources = {**tables, **resolved}
        resolved[name] = _with_computed(symbols.sources[name], tables[name], resolver, findings, known)
    resolver.sources = {name: resolved[name] for name in tables}
    _check_functions(symbols, resolver, findings)
    definitions: dict[str, Definition] = {}
    for each in symbols.values.values():
        if each.kind == "series":
            make_series = functools.partial(variables.read_series, each, findings)
            series = known.series.get(each.header.name or "", each, (), findings, make_series)
            definitions[series.key] = series
            resolver.kinds[series.key] = _counted(series)
    written = {
        name: each.header.expression for name, each in symbols.values.items() if each.kind == "variable"
    }
    for name in use_order(written, resolver.sources):
        known.checkpoint()
        variable = _variable(symbols.values[name], resolver, findings, known)
        definitions[variable.key] = variable
    made: dict[str, Indicator] = {}
    for code, each in symbols.indicators.items():
        known.checkpoint()
        made[code], own = _indicator(each, resolver, findings, known)
        for definition in own:
            definitions[definition.key] = definition
    definitions |= resolver.definitions
    definitions |= implied(definitions.values(), resolver.sources.values())
    uses = {key: each.references for key, each in definitions.items()}
    return *_break_circles(made, definitions, uses, findings), uses, resolver.sources


def _with_computed(
    declaration: tree.Declaration, source: DataSource, resolver: Resolver, findings: Findings, known: Known
) -> DataSource:
    """Return `source` with its computed columns resolved."""
    if not source.computed and source.rows_of is None:
        return source
    reads = [resolver.sources.get(name) for name in reads_of(declaration, source, resolver.sources)]
    make = functools.partial(resolve_columns, declaration, source, resolver)
    if not resolver.symbols.functions.keys().isdisjoint(words_of(declaration)):
        return make()  # calls of own functions are numbered among all others
    rests_on = (*reads, resolver.symbols.first_period, *resolver.keys)
    return known.computed.get(source.name, declaration, rests_on, findings, make)


def _variable(
    declaration: tree.Declaration, resolver: Resolver, findings: Findings, known: Known
) -> Definition:
    def make() -> tuple[Definition, str]:
        definition = variables.resolve_variable(declaration, resolver, findings)
        return definition, resolver.kinds[definition.key]

    rests_on = known.surroundings(declaration, resolver)
    definition, kind = (
        make()
        if rests_on is None
        else known.variables.get(declaration.header.name or "", declaration, rests_on, findings, make)
    )
    resolver.types[definition.key], resolver.kinds[definition.key] = definition.type, kind
    return definition


def _indicator(
    declaration: tree.Declaration, resolver: Resolver, findings: Findings, known: Known
) -> tuple[Indicator, tuple[Definition, ...]]:
    def make() -> tuple[Indicator, tuple[Definition, ...]]:
        draft = draft_indicator(declaration, findings)
        indicator, own = indicators.resolve_indicator(draft, resolver, findings)
        return indicator, tuple(own)

    rests_on = known.surroundings(declaration, resolver)
    if rests_on is None:
        return make()
    return known.indicators.get(declaration.header.code or "", declaration, rests_on, findings, make)


def _counted(series: Definition) -> str:
    unit = series.unit
    return f"count:{unit.counted or 'unidades'}" if unit and unit.counts else ""


def _break_function_circles(symbols: Symbols, resolver: Resolver, findings: Findings) -> None:
    """Report functions that call themselves."""
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


def _check_functions(symbols: Symbols, resolver: Resolver, findings: Findings) -> None:
    """Report mistakes in the body of each function."""
    for each in symbols.functions.values():
        read_fields(each, findings)
        header = each.header
        if (header.expression is None or header.parameters is None) and not each.broken:
            params = {"name": header.name or ""}
            findings.add(each.source, header.span, "PEI120", "function", params=params, note="here")
        check_function(resolver, each)


def _break_circles(
    made: dict[str, Indicator],
    definitions: dict[str, Definition],
    uses: Mapping[str, Sequence[str]],
    findings: Findings,
) -> tuple[dict[str, Indicator], dict[str, Definition]]:
    """Report each circle with its whole path; what stands in one gets no formula."""
    if is_in_order(uses):
        return made, definitions
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
