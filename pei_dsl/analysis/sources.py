"""Declared tables and registers: files, columns and their types."""

from __future__ import annotations

import posixpath

from pei_dsl import vocabulary
from pei_dsl.analysis.fields import Fields, read_fields, require
from pei_dsl.analysis.findings import Findings
from pei_dsl.data.files import SEPARATORS
from pei_dsl.diagnostics import Label
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource, Register
from pei_dsl.model.units import parse_unit
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import fold

_TYPES = {
    "number": ValueType.NUMBER,
    "text": ValueType.TEXT,
    "date": ValueType.DATE,
    "boolean": ValueType.BOOLEAN,
}


def read_source(declaration: tree.Declaration, findings: Findings) -> DataSource:
    """Return the table that a `fuente` declares."""
    fields = read_fields(declaration, findings)
    columns = _columns(fields)
    header = declaration.header
    return DataSource(
        name=header.name or "",
        title=header.title or "",
        file=fields.text("file"),
        time=_column_named(fields, "time", columns),
        columns=columns,
        separator=_separator(fields),
        encoding=fields.text("encoding") or "utf-8",
        missing=fields.texts("missing"),
        coverage=fields.periods("coverage"),
        quality=_column_named(fields, "quality", columns),
        responsible=fields.text("responsible"),
        description=fields.text("description"),
        folder=posixpath.dirname(declaration.source.name),
        documentation=declaration.documentation,
        declared_at=fields.place(header.span),
    )


def _separator(fields: Fields) -> str:
    """Return what stands between cells: a sign, or the word for one."""
    written = fields.text("separator")
    if not written or fold(written) in SEPARATORS or (len(written) == 1 and written not in '"\r\n'):
        return written or ","
    value = fields.value("separator", tree.Texts)
    assert value is not None
    params = {"written": written[:60], "field": "separador", "known": "coma, punto y coma, tabulador"}
    fields.findings.add(fields.source, value.span, "PEI117", params=params, note="here")
    return ","


def _columns(fields: Fields) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for field in fields.repeated.get("column", ()):
        value = field.value
        if not isinstance(value, tree.Column):
            continue
        type_, unit = _type(fields, value), parse_unit(value.type)
        first = columns.get(value.name)
        if first is not None:
            related = (Label(fields.source, first.declared_at.span, "first"),)
            params = {"name": value.name}
            fields.findings.add(
                fields.source,
                value.name_span,
                "PEI202",
                params=params,
                note="second",
                related=related,
            )
            continue
        place = fields.place(value.name_span)
        columns[value.name] = Column(value.name, type_, unit, declared_at=place)
    return columns


def _type(fields: Fields, column: tree.Column) -> ValueType:
    """Return the type of a column; a unit (`número de personas`) is a number."""
    word = vocabulary.COLUMN_TYPES.find(column.type)
    if word is not None:
        return _TYPES[word.name]
    if parse_unit(column.type) is not None:
        return ValueType.NUMBER
    fields.find(vocabulary.COLUMN_TYPES, column.type, column.type_span, f"columna {column.name}")
    return ValueType.UNKNOWN


def _column_named(fields: Fields, field: str, columns: dict[str, Column]) -> str:
    """Return the column that `field` names: the one that dates the rows, or that marks them."""
    value = fields.value(field, tree.Texts)
    if value is None or not value.items:
        return ""
    name = value.items[0].value.strip("[]")
    if name in columns:
        return name
    if not fields.declaration.broken:
        near = nearest(name, columns)
        fixes = tuple(
            replace(fields.source, value.span, text, safe=fold(text) == fold(name)) for text in near
        )
        known = ", ".join(columns) or "—"
        params = {"name": name, "source": fields.declaration.header.name or "", "known": known}
        fields.findings.add(
            fields.source, value.span, "PEI201", "column", params=params, note="here", fixes=fixes
        )
    return ""


def read_register(declaration: tree.Declaration, findings: Findings) -> Register | None:
    """Return the register that a `registro` declares, or None without a file."""
    fields = read_fields(declaration, findings)
    require(fields, "file")
    if not fields.text("file"):
        return None
    percentages = fields.word("percentages", vocabulary.PERCENT_SCALES)
    return Register(
        title=declaration.header.title or "",
        file=fields.text("file"),
        separator=_separator(fields),
        encoding=fields.text("encoding") or "utf-8",
        missing=fields.texts("missing"),
        percentages=percentages.name if percentages else "signed",
        folder=posixpath.dirname(declaration.source.name),
        declared_at=fields.place(declaration.header.span),
    )
