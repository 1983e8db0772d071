"""Declared tests: published tables that the evaluation must reproduce."""

from __future__ import annotations

from pei_dsl import vocabulary
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.examples import expected_figure
from pei_dsl.analysis.resolve.fields import Fields, read_fields, require
from pei_dsl.analysis.resolve.indicator_draft import has_unit
from pei_dsl.analysis.resolve.methodologies import unknown_methodology
from pei_dsl.analysis.resolve.symbols import Symbols
from pei_dsl.diagnostics import Fix
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import is_slip, nearest
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import Color, Methodology
from pei_dsl.model.plan import (
    CodeExpectation,
    CountExpectation,
    ExpectedFigure,
    Figure,
    Indicator,
    PlanTest,
)
from pei_dsl.model.terms import term
from pei_dsl.source import Span
from pei_dsl.syntax import tree

LEVELS = ("objectives", "actions", "indicators")


def read_test(
    declaration: tree.Declaration,
    symbols: Symbols,
    indicators: dict[str, Indicator],
    methodologies: dict[str, Methodology],
    findings: Findings,
) -> PlanTest | None:
    """Return the test that a `prueba` declares, or None without a period."""
    fields = read_fields(declaration, findings)
    name = "period" if "period" in fields.single else "year"
    require(fields, name)
    periods = fields.periods(name)
    methodology = fields.text("methodology")
    if methodology and methodology not in methodologies:
        unknown_methodology(fields, "methodology", methodologies, {}, findings)
        methodology = ""
    expectations = [_expectation(each, fields, symbols, indicators) for each in fields.expectations]
    counts = read_counts(fields)
    if periods is None:
        return None
    return PlanTest(
        declaration.header.title or "",
        periods[0],
        tuple(each for each in expectations if each is not None),
        counts,
        methodology,
        declared_at=fields.place(declaration.header.span),
    )


def _expectation(
    written: tree.Expectation, fields: Fields, symbols: Symbols, indicators: dict[str, Indicator]
) -> CodeExpectation | None:
    code = written.code
    if not can_read(code, written.code_span, fields, symbols):
        return None
    indicator = indicators.get(code)
    expected = [_expected(item, fields, indicator) for item in written.items]
    return CodeExpectation(
        code,
        tuple(each for each in expected if each is not None),
        written.contradicts,
        declared_at=fields.place(written.span),
    )


def can_read(code: str, span: Span, fields: Fields, symbols: Symbols) -> bool:
    """Tell whether figures of `code` can be read; report a code that the plan does not have."""
    if code in symbols.indicators or code in symbols.groups:
        # Without a unit, which was reported, figures of an indicator cannot be read.
        return code in symbols.groups or has_unit(symbols.indicators[code])
    if not symbols.may_declare(code, "objective", "action", "indicator"):
        near = nearest(code, [*symbols.indicators, *symbols.groups])
        fixes = tuple(replace(fields.source, span, text) for text in near)
        params = {"name": code}
        fields.findings.add(fields.source, span, "PEI201", "code", params=params, note="here", fixes=fixes)
    return False


def _expected(item: tree.Expected, fields: Fields, indicator: Indicator | None) -> ExpectedFigure | None:
    place = fields.place(item.span)
    if item.amount is None:
        color = vocabulary.COLORS.find(item.words)
        if color is not None:
            return ExpectedFigure("color", color=Color(color.spanish), declared_at=place)
        absence = vocabulary.ABSENCES.find(item.words)
        if absence is not None:
            return ExpectedFigure("absence", _any_absence(item.words, absence.name), declared_at=place)
        head, _, tail = item.words.rpartition(" ")
        kind = vocabulary.FIGURE_KINDS.find(head)
        if kind is not None:
            amount = tree.Amount.worded(tail, item.span)
            return _of_kind(kind.name, amount, fields, indicator)
        _unknown(item, fields)
        return None
    kind = vocabulary.FIGURE_KINDS.find(item.words)
    if kind is None or kind.name == "year":
        _unknown(item, fields)
        return None
    return _of_kind(kind.name, item.amount, fields, indicator)


def _any_absence(written: str, name: str) -> Figure:
    """Return what to expect: bare `ND` is any absence, a reason in words is that reason."""
    reason = Reason[name.upper()]
    cause = "any" if vocabulary.fold(written) in {"nd", "s/d"} else "registered"
    return Figure(Absence(reason, cause, {"reason": term(reason)}))


def _of_kind(
    kind: str, amount: tree.Amount | tree.AmountRange, fields: Fields, indicator: Indicator | None
) -> ExpectedFigure | None:
    if indicator is None and kind not in {"achievement", "color"}:
        params = {"kind": vocabulary.FIGURE_KINDS.named(kind).spanish}
        fields.findings.add(fields.source, amount.span, "PEI119", "group_figure", params=params, note="here")
        return None
    unit = indicator.unit if indicator is not None else None
    return expected_figure(fields, kind, amount, unit)


def _unknown(item: tree.Expected, fields: Fields) -> None:
    known = [*vocabulary.FIGURE_KINDS.spanish()[:6], *vocabulary.COLORS.spanish(), "ND"]
    near = nearest(item.words, known) if item.words else []
    span = item.span
    fixes: tuple[Fix, ...] = ()
    if near:
        word_span = type(span)(span.start, span.start + len(item.words))
        fixes = (replace(fields.source, word_span, near[0], safe=is_slip(item.words, near[0], known)),)
    params = {
        "written": item.words or fields.source[span],
        "field": "prueba",
        "known": ", ".join(known),
    }
    fields.findings.add(fields.source, span, "PEI117", params=params, note="here", fixes=fixes)


def read_counts(fields: Fields) -> tuple[CountExpectation, ...]:
    """Return how many of each level have which colour, as the fields of a test or citation say."""
    return tuple(count for level in LEVELS for count in _counts(level, fields))


def _counts(level: str, fields: Fields) -> list[CountExpectation]:
    value = fields.value(level, tree.Counts)
    found = []
    for item in value.items if value else ():
        color = vocabulary.COLORS.find(item.color)
        if color is None and vocabulary.fold(item.color) != "nd":
            fields.find(vocabulary.COLORS, item.color, item.span, fields.single[level].word)
            continue
        meant = Color(color.spanish) if color is not None else None
        found.append(CountExpectation(level, meant, item.number, declared_at=fields.place(item.span)))
    return found
