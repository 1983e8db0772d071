"""Indicators, variables, series and functions: what they declare, with their formulas resolved."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl import vocabulary
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve import notation
from pei_dsl.analysis.resolve.expressions import Resolver, Scope, Typed, names_in
from pei_dsl.analysis.resolve.fields import Fields, read_fields, require, unknown_fields
from pei_dsl.analysis.resolve.holes import answer_hole
from pei_dsl.analysis.resolve.names import without_unknown
from pei_dsl.analysis.resolve.symbols import group_of
from pei_dsl.diagnostics import Label
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.methodology import Color
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import (
    Aggregation,
    Baseline,
    Definition,
    Direction,
    Example,
    ExpectedFigure,
    Figure,
    Indicator,
    Place,
    Relevance,
)
from pei_dsl.model.units import NUMBER, Unit, parse_unit
from pei_dsl.syntax import tree

MAX_DECIMALS = 12


@attrs.frozen
class Draft:
    """An indicator whose fields are read and whose formula is still to be resolved."""

    declaration: tree.Declaration
    fields: Fields
    unit: Unit | None  # None where it is missing or wrong: then nothing is said about figures in it


def read_unit(fields: Fields) -> Unit | None:
    """Return the unit of field `unidad`; report one that is none."""
    value = fields.value("unit", tree.Texts)
    if value is None or not value.items:
        return None
    unit = parse_unit(value.items[0].value)
    if unit is None:
        fields.find(vocabulary.UNITS, value.items[0].value, value.span, fields.single["unit"].word)
    return unit


def has_unit(declaration: tree.Declaration) -> bool:
    """Tell whether `declaration` has a unit to read figures in."""
    return any(
        isinstance(item, tree.Field)
        and item.name == "unit"
        and isinstance(item.value, tree.Texts)
        and any(parse_unit(text.value) for text in item.value.items[:1])
        for item in declaration.items
    )


def draft_indicator(declaration: tree.Declaration, findings: Findings) -> Draft:
    """Return the fields of an indicator; report what it lacks."""
    fields = read_fields(declaration, findings)
    require(fields, "unit")
    require(fields, "direction")
    return Draft(declaration, fields, read_unit(fields))


def local_definitions(draft: Draft, findings: Findings) -> dict[str, tree.Definition]:
    """Return the definitions under `donde:` by name; report names that stand twice."""
    value = draft.fields.value("where", tree.Definitions)
    found: dict[str, tree.Definition] = {}
    for definition in value.items if value else ():
        first = found.setdefault(definition.name, definition)
        if first is not definition:
            source = draft.declaration.source
            related = (Label(source, first.name_span, "first"),)
            params = {"name": definition.name}
            findings.add(
                source,
                definition.name_span,
                "PEI202",
                params=params,
                note="second",
                related=related,
            )
    return found


def local_key(code: str, name: str) -> str:
    """Return the key of the definition `name` under `donde:` of indicator `code`."""
    return f"donde:{code}:{name}"


def resolve_indicator(
    draft: Draft, resolver: Resolver, findings: Findings
) -> tuple[Indicator, list[Definition]]:
    """Return the indicator of `draft` and its definitions, its own value among them."""
    declaration, fields = draft.declaration, draft.fields
    code = declaration.header.code or ""
    names = local_definitions(draft, findings)
    scope = Scope(
        declaration.source,
        code,
        {name: local_key(code, name) for name in names},
        open=_is_open(draft),
    )
    definitions = _resolve_locals(names, code, scope, resolver, fields)
    formula, text, noted = _formula(draft, scope, names, resolver, findings)
    unit = draft.unit or NUMBER
    direction = fields.word("direction", vocabulary.DIRECTIONS)
    relevance = fields.word("relevance", vocabulary.RELEVANCES)
    aggregation = fields.word("aggregation", vocabulary.AGGREGATIONS)
    indicator = Indicator(
        code=code,
        title=declaration.header.title or "",
        group=group_of(code),
        formula=formula.node if formula is not None else None,
        where=tuple(definition.key for definition in definitions),
        unit=unit,
        decimals=fields.whole("decimals", MAX_DECIMALS),
        direction=Direction(direction.spanish) if direction else Direction.UNDEFINED,
        relevance=Relevance[relevance.name.upper()] if relevance else None,
        aggregation=Aggregation(aggregation.spanish) if aggregation else None,
        weight=_weight(fields),
        baseline=_baseline(draft),
        goals=_figures(draft, "goals"),
        values=_figures(draft, "values"),
        sources=fields.texts("sources"),
        responsible=fields.text("responsible"),
        database=fields.text("database"),
        justification=fields.text("justification"),
        limitations=fields.text("limitations"),
        assumptions=fields.text("assumptions"),
        technical_notes=fields.text("technical_notes"),
        collection=fields.text("collection"),
        executing_unit=fields.text("executing_unit"),
        cost_center=fields.text("cost_center"),
        examples=tuple(_examples(draft, names, resolver)),
        documentation=declaration.documentation,
        formula_text=text,
        scale_noted=noted,
        declared_at=fields.place(declaration.header.span),
    )
    own = Definition(
        f"indicador:{code}",
        code,
        indicator.title,
        indicator.formula,
        unit=unit,
        text=text,
        declared_at=indicator.declared_at,
    )
    return indicator, [*definitions, own]


def _is_open(draft: Draft) -> bool:
    """Tell whether `donde:` may declare more than what could be read of it."""
    declaration = draft.declaration
    partial = declaration.broken and "where" in draft.fields.single
    return partial or bool(unknown_fields(declaration))


def _resolve_locals(
    names: Mapping[str, tree.Definition],
    code: str,
    scope: Scope,
    resolver: Resolver,
    fields: Fields,
) -> list[Definition]:
    """Return the definitions under `donde:`; one may use another, so the order follows the uses."""
    made: dict[str, Definition] = {}
    for name in use_order(names):
        written = names[name]
        key = local_key(code, name)
        typed = resolver.resolve(written.expression, without_unknown(written.expression, scope, {}, resolver))
        resolver.types[key], resolver.kinds[key] = typed.type, typed.kind
        made[name] = Definition(
            key,
            name,
            written.title,
            typed.node,
            type=typed.type,
            text=fields.source[written.expression.span],
            declared_at=fields.place(written.span),
        )
    return [made[name] for name in names]


def use_order(written: Mapping[str, tree.Definition]) -> list[str]:
    """Return the names of `written`, what is used before what uses it; circles in the order written."""
    order: list[str] = []
    done: set[str] = set()
    for start in written:
        work = [(start, False)]
        while work:
            name, left = work.pop()
            if left:
                if name not in order:
                    order.append(name)
                continue
            if name in done:
                continue
            done.add(name)
            work.append((name, True))
            uses = [each.name for each in names_in(written[name].expression) if each.column is None]
            work.extend((use, False) for use in uses if use in written)
    return order


def _formula(
    draft: Draft,
    scope: Scope,
    where: Mapping[str, tree.Definition],
    resolver: Resolver,
    findings: Findings,
) -> tuple[Typed | None, str, bool]:
    field = draft.fields.single.get("formula")
    if field is None:
        return None, "", False
    written = field.value
    assert not isinstance(
        written,
        tree.Texts | tree.Figures | tree.Definitions | tree.Periods | tree.Bands | tree.Counts,
    )
    assert not isinstance(written, tree.Column | tree.Example | tree.Amount | tree.Inputs)
    source = draft.declaration.source
    if isinstance(written, tree.Hole):
        answer_hole(written, draft.declaration, draft.unit, scope, where, resolver, findings)
    noted = False
    if draft.unit is not None:
        written, noted = notation.without_scale(written, draft.unit, source, findings)
    known = without_unknown(written, scope, where, resolver, field.value.span)
    typed = resolver.expect(written, known, ValueType.NUMBER)
    return typed, source[field.value.span], noted


def _weight(fields: Fields) -> Fraction | None:
    """Return the declared weight of an indicator within its group: `40%`, or any number above zero."""
    amount = fields.value("weight", tree.Amount)
    if amount is None or amount.value is None:
        return None
    if amount.value < 0:
        params = {"written": fields.source[amount.span], "field": "peso", "known": "40%, 0.4, 2"}
        fields.findings.add(fields.source, amount.span, "PEI117", params=params, note="here")
        return None
    return amount.value


def _baseline(draft: Draft) -> Baseline | None:
    value = draft.fields.value("baseline", tree.Figures)
    if value is None or (draft.unit is None):
        return None
    found = draft.fields.by_period(value.items, draft.unit)
    if len(found) > 1:
        draft.fields.findings.add(
            draft.declaration.source, value.items[-1].span, "PEI118", "baseline", note="second"
        )
    return next((Baseline(period, figure) for period, figure in found.items()), None)


def _figures(draft: Draft, name: str) -> dict[Period, Figure]:
    value = draft.fields.value(name, tree.Figures)
    if value is None or draft.unit is None:
        return {}
    return draft.fields.by_period(value.items, draft.unit)


# ---- Examples ----------------------------------------------------------------------------------------


def _examples(draft: Draft, names: Mapping[str, tree.Definition], resolver: Resolver) -> list[Example]:
    return [
        _example(draft, field.value, names, resolver)
        for field in draft.fields.repeated.get("example", ())
        if isinstance(field.value, tree.Example)
    ]


def _example(
    draft: Draft, written: tree.Example, names: Mapping[str, tree.Definition], resolver: Resolver
) -> Example:
    inputs: dict[str, Figure] = {}
    expected: list[ExpectedFigure] = []
    period: Period | None = None
    goal: Figure | None = None
    code = draft.declaration.header.code or ""
    fields = draft.fields
    for item in written.items:
        key = local_key(code, item.name) if item.name in names else resolver.keys.get(item.name)
        if key is not None:
            figure = fields.figure(item.amount, None)
            if figure is not None:
                inputs[key] = figure
            continue
        word = vocabulary.FIGURE_KINDS.find(item.name)
        if word is None:
            _unknown_input(draft, item, names, resolver)
        elif word.name == "year":
            period = fields.period(tree.Period(fields.source[item.amount.span], span=item.amount.span))
        elif word.name == "goal":
            goal = fields.figure(item.amount, draft.unit)
        else:
            made = expected_figure(fields, word.name, item.amount, draft.unit)
            if made is not None:
                expected.append(made)
    return Example(
        written.title, inputs, tuple(expected), period, goal, declared_at=fields.place(written.span)
    )


def _unknown_input(
    draft: Draft, item: tree.Assignment, names: Mapping[str, tree.Definition], resolver: Resolver
) -> None:
    if draft.declaration.broken or _is_open(draft):
        return
    near = nearest(item.name, [*names, *resolver.keys, "valor", "alcance", "color", "logro", "año"])
    fixes = tuple(replace(draft.fields.source, item.name_span, text) for text in near)
    params = {"name": item.name}
    draft.fields.findings.add(
        draft.fields.source,
        item.name_span,
        "PEI201",
        "input",
        params=params,
        note="here",
        fixes=fixes,
    )


def is_bare(words: str) -> bool:
    """Tell whether `words` say that a figure is absent without saying why: `ND`."""
    return vocabulary.fold(words) in {"nd", "s/d"}


def any_absence(place: Place) -> Figure:
    """Return the expectation of an absence for whatever reason."""
    absence = Absence(Reason.NO_DATA, "any", {"reason": str(Reason.NO_DATA)})
    return Figure(absence, declared_at=place)


def expected_figure(
    fields: Fields, kind: str, amount: tree.Amount, unit: Unit | None
) -> ExpectedFigure | None:
    """Return what `amount` expects of `kind`; report words that are neither a colour nor an absence."""
    place = fields.place(amount.span)
    if kind == "color":
        word = fields.find(
            vocabulary.COLORS, amount.words or fields.source[amount.span], amount.span, "color"
        )
        return ExpectedFigure("color", color=Color(word.spanish), declared_at=place) if word else None
    if amount.words and is_bare(amount.words):
        figure: Figure | None = any_absence(place)
    elif kind == "achievement":
        if amount.words:
            figure = fields.figure(amount, None)
        elif amount.value is None:
            figure = None
        else:
            # An alcance is a percentage however it is written: 57.62 and 57.62% are the same.
            value = amount.value if amount.percent else amount.value / 100
            figure = Figure(value, amount.decimals, declared_at=place)
    else:
        figure = fields.figure(amount, unit) if unit is not None else None
    return ExpectedFigure(kind, figure, declared_at=place) if figure is not None else None


# ---- Variables and series --------------------------------------------------------------------------


def read_series(declaration: tree.Declaration, findings: Findings) -> Definition:
    """Return the definition that a `serie` declares."""
    fields = read_fields(declaration, findings)
    unit = read_unit(fields)
    value = fields.value("values", tree.Figures)
    items = [*fields.figures, *(value.items if value else ())]
    if not items and not declaration.broken:
        params = {"name": declaration.header.name or ""}
        findings.add(
            declaration.source,
            declaration.header.span,
            "PEI120",
            "series",
            params=params,
            note="here",
        )
    # Without a unit a series may hold percentages as they are written.
    figures = fields.by_period(items, unit)
    return Definition(
        f"serie:{declaration.header.name}",
        declaration.header.name or "",
        declaration.header.title or "",
        None,
        figures,
        unit=unit,
        declared_at=Place(declaration.source, declaration.header.span),
    )


def resolve_variable(declaration: tree.Declaration, resolver: Resolver, findings: Findings) -> Definition:
    """Return the definition that a `variable` declares."""
    fields = read_fields(declaration, findings)
    header = declaration.header
    key = f"variable:{header.name}"
    scope = Scope(declaration.source, header.name or "")
    if header.expression is None:
        if not declaration.broken:
            params = {"name": header.name or ""}
            findings.add(declaration.source, header.span, "PEI120", "variable", params=params, note="here")
        expression, type_, kind, text = None, ValueType.UNKNOWN, "", ""
    else:
        typed = resolver.resolve(header.expression, without_unknown(header.expression, scope, {}, resolver))
        expression, type_, kind = typed.node, typed.type, typed.kind
        text = declaration.source[header.expression.span]
    resolver.types[key], resolver.kinds[key] = type_, kind
    return Definition(
        key,
        header.name or "",
        header.title or "",
        expression,
        type=type_,
        unit=read_unit(fields),
        text=text,
        declared_at=Place(declaration.source, header.span),
    )
