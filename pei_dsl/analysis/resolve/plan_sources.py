"""Declared tables and registers: where their rows are, and how they are written."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePosixPath

import attrs

from pei_dsl import numerals
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.column_constraints import column_named, columns_named, read_columns
from pei_dsl.analysis.resolve.column_origins import check_origins
from pei_dsl.analysis.resolve.fields import Fields, read_fields, require
from pei_dsl.analysis.resolve.header_rows import read_heading_rows
from pei_dsl.analysis.resolve.made_sources import read_rows_of
from pei_dsl.analysis.resolve.may_travel import travels_said
from pei_dsl.data.ranges import CellRange
from pei_dsl.data.readers.carriers import CARRIERS, WORKBOOK, carrier_of_path, owner_of
from pei_dsl.data.readers.separators import NAMED_SEPARATORS, SEPARATORS
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model.plan import DataSource, Register
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import fold


def read_source(declaration: tree.Declaration, findings: Findings) -> DataSource:
    """Return the table that a `fuente` declares."""
    fields = read_fields(declaration, findings)
    columns = read_columns(fields)
    rows_of = read_rows_of(fields, columns)
    header = declaration.header
    decimal, thousands = _signs(fields)
    source = DataSource(
        name=header.name or "",
        title=header.title or "",
        file=_file(fields),
        rows_of=rows_of,
        time=column_named(fields, "time", columns),
        columns=columns,
        separator=_separator(fields),
        encoding=fields.text("encoding") or "utf-8",
        decimal=decimal,
        thousands=thousands,
        range=_range(fields),
        header=read_heading_rows(fields),
        connection=_connection(fields),
        travels=travels_said(fields),
        table=_table(fields),
        order=columns_named(fields, "order", columns),
        keys=columns_named(fields, "key", columns),
        breakdowns=columns_named(fields, "breakdown", columns),
        coverage=fields.periods("coverage"),
        quality=column_named(fields, "quality", columns),
        folder=posixpath.dirname(declaration.source.name),
        documentation=declaration.documentation,
        declared_at=fields.place(header.span),
        **fields.plain(),
    )
    _check_place(fields, source)
    check_origins(fields, source)
    if source.file or not (source.connection and source.table):
        return attrs.evolve(source, connection="", table="")  # what is contradictory is not looked for
    return source


def _file(fields: Fields) -> str:
    """Return the path of the file; report an address, which is none and may hold a password."""
    written = fields.text("file")
    if "://" not in written:
        return written
    _secret(fields, "file", "file")
    return ""


def _secret(fields: Fields, field: str, variant: str = "") -> None:
    """Report that a password may stand in `field` (PEI314), without showing its line."""
    if fields.findings.muted:
        return
    line = fields.source.position(fields.single[field].span.start).line
    finding = Diagnostic("PEI314", Label(None), file=fields.source.name, line=line, variant=variant)
    fields.findings.items.append(finding)


def _separator(fields: Fields) -> str:
    """Return what stands between cells: a sign, or the word for one."""
    written = fields.text("separator")
    if not written or fold(written) in SEPARATORS or (len(written) == 1 and written not in '"\r\n'):
        return written or ","
    value = fields.value("separator", tree.Texts)
    assert value is not None
    known = ", ".join(word for word, _ in NAMED_SEPARATORS)
    params = {"written": written[:60], "field": "separador", "known": f'{known}, "#"'}
    fields.findings.add(fields.source, value.span, "PEI117", params=params, note="here")
    return ","


# ---- Numbers ------------------------------------------------------------------------------------------

_DECIMAL = {"point": ".", "comma": ","}
_THOUSANDS = {"comma": (",",), "point": (".",), "space": numerals.SPACES, "none": ()}


def _signs(fields: Fields) -> tuple[str, tuple[str, ...]]:
    """Return the sign before decimals and those between thousands; report one sign for both (PEI313)."""
    point = fields.word("decimal")
    groups = fields.word("thousands")
    decimal = _DECIMAL[point.name] if point is not None else "."
    if groups is None:
        return decimal, numerals.thousands_beside(decimal)
    thousands = _THOUSANDS[groups.name]
    if decimal not in thousands:
        return decimal, thousands
    field = fields.single["thousands"]
    other = "coma" if decimal == "." else "punto"
    variant = "signs" if point is not None else "decimal"
    params = {"sign": groups.spanish, "other": other}
    fields.findings.add(fields.source, field.span, "PEI313", variant, params=params, note="here")
    return decimal, numerals.thousands_beside(decimal)


# ---- Workbooks and databases --------------------------------------------------------------------------


def _range(fields: Fields) -> str:
    """Return the range of cells as Excel writes it, `A4:H200` or `A4:H`; report what is none."""
    written, file = fields.text("range"), fields.text("file")
    if not written or (file and carrier_of_path(file) not in {None, WORKBOOK}):
        return ""  # a range of no workbook is reported as such
    cells = CellRange.parse(written)
    if cells is None:
        _contradiction(fields, "range", "range", written=written[:60])
    return "" if cells is None else str(cells)


_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# What an address of a database has in it (`usuario:clave@servidor`, `Password=...`), and no name.
_ADDRESS = "@:/=;?"
_TABLE = re.compile(r"[^\W\d][\w$#]*(?:\.[^\W\d][\w$#]*){0,2}")


def _connection(fields: Fields) -> str:
    """
    Return the name of the environment variable that holds the address of a database.

    The address itself holds a password, so it is reported without showing its line.
    """
    written = fields.text("connection")
    if not written or _VARIABLE.fullmatch(written):
        return written
    value = fields.value("connection", tree.Texts)
    assert value is not None
    if any(sign in written for sign in _ADDRESS):
        _secret(fields, "connection")
    else:
        params = {"written": written[:60]}
        bare = written.strip('${}%" ')  # as shells write what a variable holds
        fixes = (replace(fields.source, value.span, bare, safe=True),) if _VARIABLE.fullmatch(bare) else ()
        fields.findings.add(
            fields.source, value.span, "PEI314", "name", params=params, note="here", fixes=fixes
        )
    return ""


def _table(fields: Fields) -> str:
    """Return the table or view of a database; report what is no name of one."""
    written = fields.text("table")
    if not written or _TABLE.fullmatch(written):
        return written
    _contradiction(fields, "table", "table", written=written[:60])
    return ""


def _contradiction(fields: Fields, field: str, variant: str, **params: str) -> None:
    """Report that `field` cannot stand as it does (PEI313), where it is written."""
    found = fields.single[field]
    params = {"field": found.word, **params}
    fields.findings.add(fields.source, found.span, "PEI313", variant, params=params, note="here")


def _check_place(fields: Fields, source: DataSource) -> None:
    """Report fields that contradict each other about where the rows are (PEI313)."""
    has = fields.single.keys()
    if source.connection and "file" in has:
        _contradiction(fields, "connection", "both")
        return
    if source.connection and "table" not in has:
        _contradiction(fields, "connection", "no_table")
    if "table" in has and "connection" not in has:
        _contradiction(fields, "table", "no_connection")
    carrier = carrier_of_path(source.file) if source.file else None
    for field in dict.fromkeys(field for owner in CARRIERS for field in owner.fields):
        if field not in has:
            continue
        if "connection" in has:
            _contradiction(fields, field, "database")
        elif carrier is not None and field not in carrier.fields:
            _contradiction(fields, field, owner_of(field), file=PurePosixPath(source.file).name)


# ---- Registers ------------------------------------------------------------------------------------------


def read_register(declaration: tree.Declaration, findings: Findings) -> Register | None:
    """Return the register that a `registro` declares, or None without a file."""
    fields = read_fields(declaration, findings)
    require(fields, "file")
    file = _file(fields)
    if not file:
        return None
    percentages = fields.word("percentages")
    return Register(
        title=declaration.header.title or "",
        file=file,
        separator=_separator(fields),
        encoding=fields.text("encoding") or "utf-8",
        percentages=percentages.name if percentages else "signed",
        folder=posixpath.dirname(declaration.source.name),
        declared_at=fields.place(declaration.header.span),
        **fields.plain(),
    )
