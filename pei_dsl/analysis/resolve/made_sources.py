"""Sources that are made of another: `una fila por: certijoven.dni`."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import attrs

from pei_dsl.analysis.checks.cycles import find_cycles
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve import windows
from pei_dsl.analysis.resolve.aggregate_calls import filter_of
from pei_dsl.analysis.resolve.fields import Fields
from pei_dsl.analysis.resolve.implied import figure_in, is_day
from pei_dsl.analysis.resolve.references import has_column, unknown_source
from pei_dsl.analysis.resolve.resolution import Resolution, Scope, short
from pei_dsl.analysis.resolve.tied_rows import sources_read
from pei_dsl.diagnostics import Label
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource, RowsOf
from pei_dsl.source import Span
from pei_dsl.syntax import tree

FIELD = "one_row_per"
# So many sources may be made of one another, one on top of the other.
MAX_LEVELS = 4
# What says of a source what its rows are, and how they are written: those that are made have neither.
_OF_FILES = frozenset(
    {"file", "time", "separator", "encoding", "missing", "coverage", "quality", "decimal", "thousands"}
    | {"sheet", "range", "header", "connection", "table", "order", "omits", "key"}
)


# ---- What is written -------------------------------------------------------------------------------------


def read_rows_of(fields: Fields, columns: dict[str, Column]) -> RowsOf | None:
    """
    Return what a source says it is made of, as far as that needs no other source; None for a file.

    Its keys are put before `columns`; their types are those of the other source, which is not known yet.
    """
    written = fields.value(FIELD, tree.RowsOf)
    if written is None:
        return None
    names = [_key(fields, item) for item in written.items]
    keys = [name for name in names if name is not None]
    if len(keys) < len(names):
        return None
    others = [name for name in keys if name.name != keys[0].name]
    if others:
        params = {"first": keys[0].name, "second": others[0].name}
        fields.findings.add(fields.source, others[0].span, "PEI230", "two", params=params, note="here")
        return None
    if keys[0].name == fields.declaration.header.name:
        params = {"path": f"{keys[0].name} → {keys[0].name}"}
        fields.findings.add(fields.source, keys[0].span, "PEI205", params=params, note="here")
        return None
    _check_fields(fields)
    for name in keys:
        _add_key(fields, name, columns)
    text = " ".join(fields.source[written.span].split())
    return RowsOf(keys[0].name, tuple(dict.fromkeys(name.column or "" for name in keys)), text=text)


def _key(fields: Fields, item: tree.Argument) -> tree.Name | None:
    name = item.expression
    if isinstance(name, tree.Name) and name.column is not None:
        return name
    params = {"written": short(fields.source[name.span])}
    fields.findings.add(fields.source, name.span, "PEI230", params=params, note="here")
    return None


def _check_fields(fields: Fields) -> None:
    for name, field in fields.single.items():
        if name in _OF_FILES:
            params = {"field": field.word}
            fields.findings.add(fields.source, field.word_span, "PEI230", "field", params=params, note="here")


def _add_key(fields: Fields, name: tree.Name, columns: dict[str, Column]) -> None:
    """Put a key before the other columns; report a column that has its name."""
    assert name.column is not None
    first = columns.get(name.column)
    if first is not None and first.formula is None and first.type is ValueType.UNKNOWN:
        return  # it stands twice among the keys, which says nothing else
    if first is not None:
        params = {"name": name.column}
        related = (Label(fields.source, name.span, "first"),)
        span = first.declared_at.span
        fields.findings.add(fields.source, span, "PEI202", params=params, note="second", related=related)
    columns[name.column] = Column(name.column, ValueType.UNKNOWN, declared_at=fields.place(name.span))


# ---- What it means ---------------------------------------------------------------------------------------


def in_order(
    sources: Mapping[str, DataSource], declarations: Mapping[str, tree.Declaration], findings: Findings
) -> tuple[list[str], AbstractSet[str]]:
    """
    Return the names of `sources`, what others rest on before these, and apart those that stand in circles.

    Circles are reported (PEI205).
    """
    reads = {name: reads_of(declarations[name], each, sources) for name, each in sources.items()}
    circular: set[str] = set()
    for cycle in find_cycles(reads):
        declaration = declarations[cycle[0]]
        params = {"path": " → ".join([*cycle, cycle[0]])}
        span = declaration.header.name_span
        findings.add(declaration.source, span, "PEI205", params=params, note="here")
        circular.update(cycle)
    order: list[str] = []
    waiting = [name for name in sources if name not in circular]
    while waiting:
        name = next(name for name in waiting if not any(read in waiting for read in reads[name]))
        waiting.remove(name)
        order.append(name)
    return order, circular


def reads_of(declaration: tree.Declaration, source: DataSource, known: Mapping[str, DataSource]) -> list[str]:
    """Return the sources whose rows those of `source` rest on, as they are written."""
    base = [source.rows_of.source] if source.rows_of is not None else []
    return [*base, *sources_read(declaration, known)]


def is_made(declaration: tree.Declaration) -> bool:
    """Tell whether `declaration` says, rightly or not, that its source is made of another."""
    return any(isinstance(each, tree.Field) and each.name == FIELD for each in declaration.items)


def with_base(source: DataSource, declaration: tree.Declaration, resolution: Resolution) -> DataSource:
    """Return a source that is made of another with the types of its keys, and who has a row in it."""
    rows_of = source.rows_of
    written = next(
        (each.value for each in declaration.items if isinstance(each, tree.Field) and each.name == FIELD),
        None,
    )
    assert rows_of is not None
    assert isinstance(written, tree.RowsOf)
    scope = Scope(declaration.source, source.name)
    base = resolution.sources.get(rows_of.source)
    if base is None:
        first = written.items[0].expression.span
        unknown_source(resolution, rows_of.source, Span(first.start, first.start), scope)
        return attrs.evolve(source, rows_of=None)
    columns = dict(source.columns)
    for item in written.items:
        assert isinstance(item.expression, tree.Name)
        name = item.expression.column or ""
        if has_column(resolution, base, name, item.expression.span, scope):
            of_base = base.columns[name]
            columns[name] = attrs.evolve(columns[name], type=of_base.type, unit=of_base.unit)
    _check_columns(columns, rows_of, declaration, resolution.findings)
    _check_levels(base, written, scope, resolution)
    inner = attrs.evolve(scope, rows=base)
    filters = [found for item in written.items if (found := filter_of(resolution, item, inner)) is not None]
    condition = m.Logic("y", tuple(filters)) if len(filters) > 1 else filters[0] if filters else None
    written_clauses = tuple(each for item in written.items for each in item.windows)
    every = attrs.evolve(written.items[0], filters=(), windows=written_clauses)
    clauses = windows.resolve(every, base, declaration.source, resolution)
    who = attrs.evolve(rows_of, filter=_of_rows(condition, resolution, scope), windows=clauses)
    return attrs.evolve(source, columns=columns, rows_of=who)


def _check_levels(base: DataSource, written: tree.RowsOf, scope: Scope, resolution: Resolution) -> None:
    """Report a source that has more than so many below it (PEI230), once for all that stand above it."""
    levels: dict[str, int] = {}
    waiting = [base.name]
    while waiting:
        source = resolution.sources[waiting[-1]]
        missing = [name for name in source.reads if name not in levels and name not in waiting]
        if missing:
            waiting.extend(missing)
            continue
        below = max((levels.get(name, 0) for name in source.reads), default=0)
        levels[waiting.pop()] = below + (source.rows_of is not None)
    if levels[base.name] == MAX_LEVELS:
        params: dict[str, str | int] = {"source": scope.owner, "most": MAX_LEVELS}
        span = written.items[0].expression.span
        resolution.findings.add(scope.source, span, "PEI230", "levels", params=params, note="here")


def _of_rows(condition: m.Expression | None, resolution: Resolution, scope: Scope) -> m.Expression | None:
    """Return who has a row; report a figure of the plan in that (PEI211)."""
    figure = figure_in(condition)
    if figure is None:
        return condition
    params = {"name": scope.source[figure.span]}
    resolution.findings.add(
        scope.source, figure.span, "PEI211", "day" if is_day(figure) else "of_row", params=params, note="here"
    )
    return None


def _check_columns(
    columns: Mapping[str, Column], rows_of: RowsOf, declaration: tree.Declaration, findings: Findings
) -> None:
    """Report columns that nothing computes: a source that is made has no file that could hold them."""
    for column in columns.values():
        if column.formula is None and column.name not in rows_of.keys:
            params = {"column": column.name, "source": rows_of.source}
            place = column.declared_at.span
            findings.add(declaration.source, place, "PEI230", "column", params=params, note="here")
