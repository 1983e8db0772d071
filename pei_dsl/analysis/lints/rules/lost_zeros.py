"""Codes that lost the zeros at their beginning, as a spreadsheet takes them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.algebra.display import shown
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.data.known_codes import known_digits
from pei_dsl.data.table import Table
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import Edit, Fix
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column


@lint("PEI445", looks_at_data=True)
def lost_zeros(subject: Subject) -> Iterator[Remark]:
    """Warn of a column called as a known code whose cells are digits, and some too few."""
    for name, source in subject.plan.sources.items():
        table = subject.rows_of(name)
        for column in source.columns.values() if table is not None else ():
            digits = known_digits(column.name)
            short = _short(table, column, digits) if table is not None and digits else ""
            if short:
                params: dict[str, Parameter] = {
                    "column": column.name,
                    "source": name,
                    "digits": digits,
                    "cell": short,
                }
                yield Remark(column.declared_at, params=params, fixes=_fixes(column, digits))


def _short(table: Table, column: Column, digits: int) -> str:
    """Return the first code with too few digits; "" where none has, or some cell is no code."""
    if column.digits or column.formula is not None or column.type not in {ValueType.TEXT, ValueType.NUMBER}:
        return ""
    cells = (row.cells.get(column.name) for row in table.rows)
    texts = [shown(cell) if isinstance(cell, Fraction) else str(cell) for cell in cells if cell is not None]
    if not all(text.isascii() and text.isdecimal() and len(text) <= digits for text in texts):
        return ""
    return next((text for text in texts if len(text) < digits), "")


def _fixes(column: Column, digits: int) -> tuple[Fix, ...]:
    """Return the type that puts the zeros back, in the place of the declared one."""
    place, text = column.typed_at, f"código de {digits} dígitos"
    if place.source is None or column.unit is not None:
        return (Fix(text),)
    return (Fix(text, (Edit(place.source, place.span, text),)),)
