"""Which rows a source leaves out: the condition of `omite:`, over the columns of the source itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import attrs

from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.resolution import Scope, short
from pei_dsl.analysis.resolve.resolver import Resolver
from pei_dsl.analysis.resolve.symbols import Symbols
from pei_dsl.analysis.resolve.typed import BOOLEAN
from pei_dsl.data.contract.omission import as_text, asks_empty, decides
from pei_dsl.model import expressions as m
from pei_dsl.model.plan import DataSource
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import tree_parts


def with_omission(
    source: DataSource, declaration: tree.Declaration, symbols: Symbols, findings: Findings
) -> DataSource:
    """
    Return `source` with the rows that it leaves out.

    Every reader must decide it alike, row by row, before cells are held to anything; so only what compares
    columns with values passes, and anything else is reported (PEI226).
    """
    field = next(
        (each for each in declaration.items if isinstance(each, tree.Field) and each.name == "omits"), None
    )
    if field is None or isinstance(field.value, tree.Broken):
        return source
    before = len(findings.items)
    written = cast("tree.Expression", field.value)
    if isinstance(written, tree.Hole):
        _report(declaration, written.span, findings)
        return source
    texts = {name: as_text(source.columns[name]) for name in _beside_texts(written) if name in source.columns}
    rows = attrs.evolve(source, columns={**source.stored.columns, **texts})
    scope = Scope(declaration.source, source.name, rows=rows)
    condition = Resolver(symbols, {source.name: rows}, findings, {}).expect(written, scope, BOOLEAN).node
    if len(findings.items) > before:
        return source
    wrong = next(_undecided(condition), None)
    if wrong is not None:
        _report(declaration, wrong.span, findings)
        return source
    text = " ".join(declaration.source[written.span].split())
    return attrs.evolve(source, omits=condition, omits_text=text)


def _report(declaration: tree.Declaration, span: Span, findings: Findings) -> None:
    params = {"written": short(declaration.source[span])}
    findings.add(declaration.source, span, "PEI226", params=params, note="here")


def _beside_texts(root: tree.Expression) -> Iterator[str]:
    """Yield the columns that are compared with texts, and so are taken as they are written."""
    waiting = [root]
    while waiting:
        match waiting.pop():
            case tree.Comparison(left=tree.Name() as name, right=tree.Text()):
                yield name.column or name.name
            case tree.Comparison(left=tree.Text(), right=tree.Name() as name):
                yield name.column or name.name
            case tree.Membership(
                value=tree.Name() as name, choices=(tree.Text() | tree.Range(low=tree.Text()), *_)
            ):
                yield name.column or name.name
            case tree.Call(
                arguments=(
                    tree.Argument(expression=tree.Name() as name),
                    tree.Argument(expression=tree.Text()),
                    *_,
                )
            ):
                yield name.column or name.name
            case node:
                waiting.extend(tree_parts(node))


def _undecided(condition: m.Expression) -> Iterator[m.Expression]:
    """Yield the parts that are more than a column compared with values."""
    match condition:
        case m.Logic(operands=operands):
            for each in operands:
                yield from _undecided(each)
        case m.Not(operand=operand):
            yield from _undecided(operand)
        case m.ColumnValue():
            pass
        case (
            m.Comparison(left=m.ColumnValue(), right=other) | m.Comparison(left=other, right=m.ColumnValue())
        ):
            yield from () if _is_value(other) else (other,)
        case m.Membership(value=m.ColumnValue(), choices=choices):
            yield from (each for each in choices if not _is_value(each))
        case m.Call(function=name, arguments=(m.ColumnValue(),)) if asks_empty(name):
            pass
        case m.Call(function=name, arguments=(m.ColumnValue(), *others)) if decides(name):
            yield from (each for each in others if not _is_value(each))
        case _:
            yield condition


def _is_value(node: m.Expression) -> bool:
    """Tell whether `node` is a number, a text or a date as written."""
    match node:
        case m.Negative(operand=m.Number()) | m.Number() | m.Date():
            return True
        case m.Text(value=text):
            return "\0" not in text
        case _:
            return False
