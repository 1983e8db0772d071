"""Registered values: from the files of `registro` to figures by indicator and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import attrs

from pei_dsl import numerals, vocabulary
from pei_dsl.data.contract.rules import bad_cell, not_a_period
from pei_dsl.data.readers.carriers import TEXT
from pei_dsl.data.readers.locating import locate, shown_path
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.text_files import open_csv
from pei_dsl.data.source_findings import Findings
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Indicator, Register
from pei_dsl.model.quality import Quality
from pei_dsl.model.terms import term, unit_term
from pei_dsl.model.units import Unit
from pei_dsl.vocabulary import fold
from pei_dsl.written_codes import official_code

COLUMNS = ("código", "periodo", "valor")

Registered = dict[str, dict[Period, Figure]]


def read_register(
    register: Register, root: Path, indicators: Mapping[str, Indicator], roots: Sequence[Path] = ()
) -> tuple[Registered, list[Diagnostic]]:
    """
    Return the registered figures by code and period, and the findings (PEI3xx) about the file.

    A figure that cannot be read, and one that two rows give, is there as an `inválido` absence.
    """
    findings = Findings(shown_path(register.folder, register.file))
    found: Registered = {}
    lines: dict[tuple[str, Period], int] = {}
    file = _opened(register, root, roots, findings)
    if file is None:
        return found, findings.all()
    names = {fold(name): name for name in file.header}
    if not any(names):
        findings.add("PEI302", 1, "empty")
        return found, findings.all()
    missing = [column for column in COLUMNS if fold(column) not in names]
    for column in missing:
        shown = ", ".join(f"«{name}»" for name in file.header[:12])
        findings.add("PEI302", 1, column=column, columns=shown or "—")
    if missing:
        return found, findings.all()
    for line, cells in file.rows:
        row = {folded: str(cells[name]).strip() for folded, name in names.items()}
        indicator = _indicator(row["codigo"], indicators, line, findings)
        period = Period.parse(row["periodo"])
        if period is None:
            told = not_a_period(row["periodo"])
            findings.add(told.code, line, told.variant, column=names["periodo"], **told.params)
        if indicator is None or period is None:
            continue
        figure = _figure(row, indicator.unit, register, line, findings)
        first = lines.setdefault((indicator.code, period), line)
        if first != line:
            findings.add("PEI305", line, code=indicator.code, period=str(period), first=first)
            figure = Figure(_invalid("two_values", indicator.code), origin=figure.origin)
        found.setdefault(indicator.code, {})[period] = figure
    return found, findings.all()


TITLE_COLUMNS = ("denominacion", "indicador", "nombre", "titulo")
"""Columns, folded, in which a register may name its indicators."""


def read_titles(register: Register, root: Path) -> list[tuple[str, str, str, int]]:
    """Return code, title, file and line of each row of `register` that names its indicator."""
    findings = Findings(shown_path(register.folder, register.file))
    file = _opened(register, root, (), findings)
    names = {fold(name): name for name in file.header} if file is not None else {}
    column = next((names[each] for each in TITLE_COLUMNS if each in names), None)
    if file is None or column is None or "codigo" not in names:
        return []
    code = names["codigo"]
    rows = ((line, official_code(str(cells[code])), str(cells[column]).strip()) for line, cells in file.rows)
    return [(indicator, title, findings.file, line) for line, indicator, title in rows if title]


def read_codes(register: Register, root: Path, roots: Sequence[Path] = ()) -> list[tuple[str, int, str]]:
    """Return file, line and code of each row of `register`, whether the plan has such a code or not."""
    findings = Findings(shown_path(register.folder, register.file))
    file = _opened(register, root, roots, findings)
    code = {fold(name): name for name in file.header}.get("codigo") if file is not None else None
    if file is None or code is None:
        return []
    return [(findings.file, line, official_code(str(cells[code]))) for line, cells in file.rows]


def _opened(register: Register, root: Path, roots: Sequence[Path], findings: Findings) -> Opened | None:
    """Return the one CSV file of a register, or None after reporting that it has none."""
    located = locate(register, root, findings, roots)
    if located is None:
        return None
    if located.many or located.carrier is not TEXT:
        findings.add("PEI301", 0, "register", file=register.file)
        return None
    return open_csv(register, located.files[0], findings)


def _invalid(cause: str, code: str) -> Absence:
    return Absence(Reason.INVALID, cause, {"code": code})


def _indicator(
    written: str, indicators: Mapping[str, Indicator], line: int, findings: Findings
) -> Indicator | None:
    indicator = indicators.get(official_code(written))
    if indicator is None:
        near = nearest(written, indicators)
        if near:
            findings.add("PEI306", line, "near", code=written[:60], near=near[0])
        else:
            findings.add("PEI306", line, code=written[:60])
    return indicator


def _figure(row: Mapping[str, str], unit: Unit, register: Register, line: int, findings: Findings) -> Figure:
    written = row["valor"]
    origin = f"{findings.file}:{line}"
    blank = Figure(
        _invalid("bad_register", row["codigo"]),
        origin=origin,
        quality=_quality(row.get("estado", ""), line, findings),
        note=row.get("nota", ""),
    )
    if not written or written in register.missing:
        absence = Absence(Reason.NO_DATA, "empty_register", {"file": findings.file, "line": line})
        return attrs.evolve(blank, value=absence)
    word = vocabulary.ABSENCES.find(written)
    if word is not None:
        reason = Reason[word.name.upper()]
        return attrs.evolve(blank, value=Absence(reason, "registered", {"reason": term(reason)}))
    answer = vocabulary.YES_NO.find(written)
    if answer is not None and unit.takes_yes_no:
        return attrs.evolve(blank, value=Fraction(answer.name == "yes"))
    digits = written.removesuffix("%").strip()
    negative = digits[:1] in {"-", "−"}
    body = digits[1:].strip() if negative else digits
    numeral = numerals.read(body) if body[:1].isdigit() or body[:1] == "." else None
    if not isinstance(numeral, numerals.Numeral):
        told = bad_cell(written, ValueType.NUMBER)
        findings.add(told.code, line, told.variant, column="valor", **told.params)
        return blank
    value = -numeral.value if negative else numeral.value
    percent = written.endswith("%")
    if unit.is_percentage and not _scaled(register, percent=percent):
        findings.add("PEI310", line, code=row["codigo"], cell=written[:60], as_points=f"{written}%")
        return blank
    if percent and not unit.is_percentage:
        findings.add(
            "PEI310", line, "unexpected", code=row["codigo"], cell=written[:60], unit=unit_term(unit)
        )
        return blank
    decimals = numeral.decimals
    if unit.is_percentage and not percent and register.percentages == "ratio":
        return attrs.evolve(blank, value=value, decimals=max(0, decimals - 2))
    return attrs.evolve(blank, value=value / unit.scale, decimals=decimals)


def _quality(written: str, line: int, findings: Findings) -> Quality | None:
    """Return the mark in column `estado`; report a word that is none."""
    if not written:
        return None
    word = vocabulary.QUALITIES.find(written)
    if word is None:
        findings.add("PEI312", line, column="estado", cell=written[:60])
        return None
    return None if word.name == "final" else Quality(word.spanish)


def _scaled(register: Register, *, percent: bool) -> bool:
    """Tell whether the scale of a percentage is certain: it has its sign, or the register declares it."""
    return percent or register.percentages in {"points", "ratio"}
