"""Variables and series: what they declare, with their formulas resolved."""

from __future__ import annotations

from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.fields import read_fields
from pei_dsl.analysis.resolve.indicator_draft import read_unit
from pei_dsl.analysis.resolve.names import without_unknown
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.plan import (
    Definition,
    Place,
)
from pei_dsl.syntax import tree


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
        key_of(KeyKind.SERIES, declaration.header.name or ""),
        declaration.header.name or "",
        declaration.header.title or "",
        None,
        figures,
        unit=unit,
        declared_at=Place(declaration.source, declaration.header.span),
        **fields.plain(),
    )


def resolve_variable(declaration: tree.Declaration, resolver: Resolution, findings: Findings) -> Definition:
    """Return the definition that a `variable` declares."""
    fields = read_fields(declaration, findings)
    header = declaration.header
    key = key_of(KeyKind.VARIABLE, header.name or "")
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
        **fields.plain(),
    )
