"""What a report tells beside figures, resolved: activities, evidence, factors and what is recommended."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import TypeVar

import attrs

from pei_dsl import vocabulary
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.beside_fields import head, one_period, written_day, written_period
from pei_dsl.analysis.resolve.citations import check_period
from pei_dsl.analysis.resolve.fields import Fields, read_fields, require
from pei_dsl.analysis.resolve.indicator_draft import has_unit, read_unit
from pei_dsl.analysis.resolve.may_travel import travels_said
from pei_dsl.analysis.resolve.named_codes import NamedCode, code_named, codes_named
from pei_dsl.analysis.resolve.symbols import Declarations, Symbols
from pei_dsl.diagnostics import Label
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.figure import Figure
from pei_dsl.model.follow_up import Activity, Commitment, Evidence, Factor, Recommendation, Situation
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Indicator, Plan
from pei_dsl.model.units import Unit
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.written_periods import meant_period

T = TypeVar("T")

_FINGERPRINT = re.compile(r"(?:sha256|sha-256)[:\s]+([0-9a-f]{64})", re.IGNORECASE)


def with_follow_up(
    plan: Plan, symbols: Symbols, indicators: Mapping[str, Indicator], findings: Findings
) -> Plan:
    """Return `plan` with what is declared beside figures; report what is wrong in it."""
    reader = _Reader(plan, symbols, indicators, findings)
    return attrs.evolve(
        plan,
        activities=reader.each(symbols.activities, reader.activity),
        evidence=reader.each(symbols.evidence, reader.evidence),
        factors=reader.each(symbols.factors, reader.factor),
        recommendations=reader.each(symbols.recommendations, reader.recommendation),
        commitments=reader.each(symbols.commitments, reader.commitment),
    )


@attrs.frozen
class _Reader:
    """Reads the declarations of one plan."""

    plan: Plan
    symbols: Symbols
    indicators: Mapping[str, Indicator]
    findings: Findings

    def each(self, declarations: Declarations, read: Callable[[Fields], T]) -> dict[str, T]:
        return {name: read(self.fields(declaration)) for name, declaration in declarations.items()}

    def fields(self, declaration: tree.Declaration) -> Fields:
        """Return the fields of a declaration; report one without a title."""
        header = declaration.header
        if header.title is None and header.code is None and not declaration.broken:
            params = {"code": header.name or ""}
            self.findings.add(declaration.source, header.span, "PEI121", "title", params=params, note="here")
        return read_fields(declaration, self.findings)

    # ---- Kinds

    def activity(self, fields: Fields) -> Activity:
        require(fields, "action")
        unit = read_unit(fields)
        found = code_named(fields, "action")
        return Activity(
            **head(fields),
            action=self.known(found, fields, self.symbols.groups, "action") if found else "",
            unit=unit,
            programmed=self.figures(fields, "programmed", unit),
            executed=self.figures(fields, "executed", unit),
        )

    def evidence(self, fields: Fields) -> Evidence:
        require(fields, "of")
        day, period = written_day(fields, "date"), one_period(fields)
        if period is not None:
            check_period(period, "period", fields, self.plan)
        if "date" not in fields.single:
            require(fields, "period")
        found = code_named(fields, "of")
        code = self.known(found, fields, self.symbols.indicators, "indicator") if found else ""
        return Evidence(
            **head(fields),
            indicator=code,
            period=period or (Period.year_of(day.year) if day is not None else None),
            date=day.start if day is not None else None,
            supports=self.support(fields, code),
            file=_file(fields),
            fingerprint=_fingerprint(fields),
            travels=travels_said(fields),
            folder=posixpath.dirname(fields.source.name),
        )

    def factor(self, fields: Fields) -> Factor:
        origin, effect = fields.word("origin"), fields.word("effect")
        return Factor(
            **head(fields),
            period=fields.periods("period"),
            origin=origin.spanish if origin else "",
            effect=effect.spanish if effect else "",
            affects=self.coded(fields, "affects"),
        )

    def recommendation(self, fields: Fields) -> Recommendation:
        found = code_named(fields, "follows")
        code = fields.declaration.header.code or ""
        return Recommendation(
            **head(fields, coded=True),
            period=one_period(fields) or period_in_code(code),
            addresses=self.coded(fields, "addresses"),
            follows=self.known(found, fields, self.symbols.indicators, "indicator") if found else "",
            situations=_situations(fields),
        )

    def commitment(self, fields: Fields) -> Commitment:
        known = self.symbols.recommendations
        return Commitment(
            **head(fields, coded=True),
            answers=tuple(
                self.known(each, fields, known, "recommendation") for each in codes_named(fields, "answers")
            ),
            deadline=written_period(fields, "deadline"),
            means=self.means(fields),
            situations=_situations(fields),
        )

    # ---- Codes and names

    def coded(self, fields: Fields, name: str) -> tuple[str, ...]:
        """Return the codes of objectives, actions and indicators that a field names."""
        known = {**self.symbols.groups, **self.symbols.indicators}
        kinds = ("objective", "action", "indicator")
        return tuple(self.known(each, fields, known, *kinds) for each in codes_named(fields, name))

    def known(self, named: NamedCode, fields: Fields, known: Declarations, *kinds: str) -> str:
        """Return the code that a field names; report one that is not `known`, or of another kind."""
        declaration = known.get(named.code)
        fits = declaration is not None and declaration.kind in kinds
        if not fits and not self.symbols.may_declare(named.code, *kinds):
            of_kind = [code for code, each in known.items() if each.kind in kinds]
            fixes = tuple(replace(fields.source, named.span, text) for text in nearest(named.code, of_kind))
            params = {"name": named.code}
            variant = f"{kinds[0]}_code" if len(kinds) == 1 else "code"
            self.findings.add(
                fields.source, named.span, "PEI201", variant, params=params, note="here", fixes=fixes
            )
        return named.code

    def means(self, fields: Fields) -> str:
        """Return how a commitment is verified; report a bare name that is no evidence's."""
        value = fields.value("means", tree.Texts)
        if value is None or not value.bare:
            return fields.text("means")
        [text] = value.items
        known = self.symbols.evidence
        if vocabulary.is_name(text.value) and not (
            text.value in known or self.symbols.may_declare(text.value, "evidence")
        ):
            fixes = tuple(replace(fields.source, text.span, name) for name in nearest(text.value, known))
            fixes += (replace(fields.source, text.span, f'"{text.value}"'),)
            params = {"name": text.value}
            self.findings.add(
                fields.source, text.span, "PEI201", "evidence", params=params, note="here", fixes=fixes
            )
        return text.value

    # ---- Figures

    def figures(self, fields: Fields, name: str, unit: Unit | None) -> dict[Period, Figure]:
        value = fields.value(name, tree.Figures)
        # Without a unit percentages are read as they are written, as those of a series.
        return fields.by_period(value.items, unit) if value is not None else {}

    def support(self, fields: Fields, code: str) -> Figure | None:
        """Return what an evidence shows, in the unit of its indicator; None where that is not known."""
        amount = fields.value("supports", tree.Amount)
        indicator = self.indicators.get(code)
        if amount is None or indicator is None or not has_unit(self.symbols.indicators[code]):
            return None
        return fields.figure(amount, indicator.unit)


def period_in_code(code: str) -> Period | None:
    """Return the period that the code of a recommendation tells: `REC.2024.S1.03` is of 2024-S1."""
    _, year, *rest = code.split(".")
    shorter = Period.parse(f"{year}-{rest[0]}") if rest and rest[0][:1] in {"S", "T"} else None
    return shorter or Period.parse(year)


def _situations(fields: Fields) -> dict[Period, Situation]:
    """Return the situations of `situación:` by period; report other words."""
    value = fields.value("situation", tree.Figures)
    found: dict[Period, Situation] = {}
    spans: dict[Period, Span] = {}
    for item in value.items if value is not None else ():
        period = fields.period(item.period, meant_period(item.period.written))
        words = item.amount.words if isinstance(item.amount, tree.Amount) else ""
        written = words or fields.source[item.amount.span]
        word = fields.find(vocabulary.SITUATIONS, written, item.amount.span, "situación")
        if period is None:
            continue
        first = spans.setdefault(period, item.period.span)
        if first is not item.period.span:
            params, related = {"period": str(period)}, (Label(fields.source, first, "first"),)
            fields.findings.add(
                fields.source,
                item.period.span,
                "PEI118",
                "situation",
                params=params,
                note="second",
                related=related,
            )
        elif word is not None:
            found[period] = Situation[word.name.upper()]
    return found


def _file(fields: Fields) -> str:
    """Return the file of an evidence; report several, of which none would be looked at."""
    files = fields.texts("file")
    if len(files) > 1:
        value = fields.value("file", tree.Texts)
        assert value is not None
        fields.findings.add(fields.source, value.span, "PEI118", "one_file", note="here")
    return files[0] if files else ""


def _fingerprint(fields: Fields) -> str:
    """Return the fingerprint of a file as plans write it; report what is none."""
    value, written = fields.value("fingerprint", tree.Texts), fields.text("fingerprint")
    if value is None or not written:
        return ""
    match = _FINGERPRINT.fullmatch(written.strip())
    if match is None:
        params = {"written": written[:60]}
        fields.findings.add(fields.source, value.span, "PEI117", "fingerprint", params=params, note="here")
        return ""
    return f"sha256 {match[1].lower()}"
