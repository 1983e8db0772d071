"""Rows that are the total of the others, and count with what they add up."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from pei_dsl import vocabulary
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.rows_of_totals import Totals, omission, totals_of
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.data.table import Table
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import Edit, Fix
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.layout import INDENT


@lint("PEI435", looks_at_data=True)
def total_row(subject: Subject) -> Iterator[Remark]:
    """Warn of a row called *total*, or that is the sum of all others in most columns of numbers."""
    for name in subject.columns_read:
        table, source = subject.rows_of(name), subject.plan.sources[name]
        if table is None:
            continue
        found = totals_of(table, source, functools.partial(_is_asked, subject, name))
        if found is None:
            continue
        place = subject.name("source", name, source.declared_at)
        fixes = _fixes(subject.declarations.get(("source", name)), found, table)
        params = _params(name, found)
        variant = "" if "cell" in params else "nameless" if "column" in params else "sum"
        yield Remark(place, variant, params=params, fixes=fixes)


def _is_asked(subject: Subject, source: str, column: str, cell: str | None) -> bool:
    """Tell whether a filter knows of the rows in which `column` says `cell`."""
    return cell is not None and (source, column, cell) in subject.asked


def _params(name: str, found: Totals) -> dict[str, Parameter]:
    for column, cells in found.cells.items():
        rows = [row for row in found.rows if row.cells.get(column) in cells]
        cell = rows[0].cells[column]
        if cell is None:
            return {"source": name, "line": rows[0].number, "column": column, "count": len(rows)}
        return {
            "source": name,
            "line": rows[0].number,
            "column": column,
            "cell": str(cell),
            "count": len(rows),
        }
    return {"source": name, "line": found.rows[0].number}


def _fixes(declaration: tree.Declaration | None, found: Totals, table: Table) -> tuple[Fix, ...]:
    """Return the line that leaves the rows out of the source, or more of the line that it has."""
    if declaration is None:
        return ()
    word = vocabulary.DECLARATIONS.named(declaration.kind)
    english = vocabulary.fold(declaration.header.keyword) == vocabulary.fold(word.english_form)
    condition = omission(found, table, english=english)
    if not condition:
        return ()
    fields = [each for each in declaration.items if isinstance(each, tree.Field)]
    own = next((each for each in fields if each.name == "omits"), None)
    name = vocabulary.field_named("omits")
    spelt = name.english_form if english else name.spanish
    if own is not None:
        more = f" {'or' if english else 'o'} {condition}"
        written = " ".join(f"{declaration.source[own.value.span]}{more}".split())
        end = Span(own.value.span.end, own.value.span.end)
        return (Fix(f"{spelt}: {written}", (Edit(declaration.source, end, more),)),)
    text = declaration.source.text
    before = [each.span.end for each in fields if each.name != "column"]
    columns = [each.span.start for each in fields if each.name == "column"]
    start = max(
        (end for end in before if not columns or end < columns[0]), default=declaration.header.span.end
    )
    line_end = text.find("\n", start)
    place = len(text) if line_end < 0 else line_end
    line = f"{spelt}: {condition}"
    return (Fix(line, (Edit(declaration.source, Span(place, place), f"\n{INDENT}{line}"),)),)
