"""Citations: figures that a text prints somewhere, with the digits as printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pei_dsl import vocabulary
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.examples import any_absence, is_bare
from pei_dsl.analysis.resolve.fields import Fields, read_fields, require
from pei_dsl.analysis.resolve.plan_tests import can_read, read_counts
from pei_dsl.analysis.resolve.symbols import Symbols
from pei_dsl.diagnostics import Fix
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import is_slip, nearest
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.keys import KeyKind, is_kind, key_of, names_of
from pei_dsl.model.methodology import Color
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Citation, Definition, Indicator, Place, Plan, Printed, Quotation
from pei_dsl.model.terms import term
from pei_dsl.source import Span
from pei_dsl.syntax import tree

# What a text can print of an indicator; `registrado` is another word for its value.
_KINDS = {"value": "value", "registered": "value", "goal": "goal", "achievement": "achievement"}
_KNOWN = ("valor", "logro", "alcance", *vocabulary.COLORS.spanish(), "ND")


def read_citation(
    declaration: tree.Declaration,
    plan: Plan,
    symbols: Symbols,
    indicators: Mapping[str, Indicator],
    definitions: Mapping[str, Definition],
    findings: Findings,
) -> Citation | None:
    """Return what a `cita` quotes of a period of `plan`, or None without a period."""
    fields = read_fields(declaration, findings)
    name = "period" if "period" in fields.single else "year"
    if declaration.header.title is not None:
        require(fields, name)
    periods = fields.periods(name)
    if declaration.header.title is None and not declaration.broken:
        params = {"code": "cita"}
        findings.add(
            declaration.source, declaration.header.span, "PEI121", "title", params=params, note="here"
        )
    quotations = [
        each for line in fields.expectations for each in _figures(line, fields, symbols, indicators)
    ]
    inputs = fields.value("inputs", tree.Inputs)
    quotations.extend(_inputs(inputs.items if inputs else (), fields, symbols, indicators, definitions))
    counts = read_counts(fields)
    if not (fields.expectations or inputs or counts or declaration.broken):
        params = {"name": declaration.header.title or ""}
        findings.add(
            declaration.source, declaration.header.span, "PEI120", "citation", params=params, note="here"
        )
    if periods is None:
        return None
    check_period(periods[0], name, fields, plan)
    return Citation(
        declaration.header.title or "",
        fields.text("document"),
        periods[0],
        tuple(quotations),
        counts,
        declared_at=fields.place(declaration.header.span),
    )


def check_period(period: Period, name: str, fields: Fields, plan: Plan) -> None:
    """Report a period outside the plan, for which nothing is ever evaluated."""
    value = fields.value(name, tree.Periods)
    if plan.period is not None and value is not None and not plan.contains(period):
        params = {"period": str(period), "first": str(plan.period[0]), "last": str(plan.period[1])}
        fields.findings.add(fields.source, value.span, "PEI216", params=params, note="here")


# ---- Figures of codes ---------------------------------------------------------------------------------


def _figures(
    written: tree.Expectation, fields: Fields, symbols: Symbols, indicators: Mapping[str, Indicator]
) -> Iterable[Quotation]:
    if not can_read(written.code, written.code_span, fields, symbols):
        return
    if written.contradicts is not None:
        fields.findings.add(fields.source, written.span, "PEI140", "contradicts", note="here")
        return
    indicator = indicators.get(written.code)
    for item in written.items:
        found = _figure(written.code, item, fields, indicator)
        if found is not None:
            yield found


def _figure(code: str, item: tree.Expected, fields: Fields, indicator: Indicator | None) -> Quotation | None:
    place = fields.place(item.span)
    if item.amount is None:
        color = vocabulary.COLORS.find(item.words)
        if color is not None:
            return Quotation(code, "color", color=Color(color.spanish), declared_at=place)
        printed = _absent(item.words)
        if printed is not None:
            return Quotation(code, "achievement", printed=printed, declared_at=place)
        head, _, tail = item.words.rpartition(" ")
        kind, printed = _kind(head, item, fields, indicator) if head else None, _absent(tail)
        if kind is not None and printed is not None:
            return Quotation(code, kind, printed=printed, declared_at=place)
        if not head or printed is None:
            _unknown(item, fields)
        return None
    if isinstance(item.amount, tree.AmountRange):
        fields.figure(item.amount, None)  # reports that a text prints one figure
        return None
    if item.amount.value is None:
        return None  # the figure could not be read, and that was reported
    kind = _kind(item.words, item, fields, indicator)
    if kind is None:
        return None
    return Quotation(code, kind, printed=_printed(item.amount), declared_at=place)


def _kind(words: str, item: tree.Expected, fields: Fields, indicator: Indicator | None) -> str | None:
    """Return what `words` say the figure is; a bare figure of a group is its alcance."""
    if not words:
        if indicator is None:
            return "achievement"
        texts = [f"{word} {fields.source[item.span]}" for word in ("valor", "logro", "alcance")]
        fixes = tuple(replace(fields.source, item.span, text) for text in texts)
        params = {"code": indicator.code, "written": fields.source[item.span]}
        fields.findings.add(fields.source, item.span, "PEI140", params=params, note="here", fixes=fixes)
        return None
    word = vocabulary.FIGURE_KINDS.find(words)
    if word is not None and word.name == "computed":
        span = Span(item.span.start, item.span.start + len(words))
        fixes = (replace(fields.source, span, "valor"),)
        fields.findings.add(fields.source, span, "PEI140", "computed", note="here", fixes=fixes)
        return None
    kind = _KINDS.get(word.name) if word is not None else None
    if kind is None:
        _unknown(item, fields)
        return None
    if indicator is None and kind != "achievement":
        assert word is not None
        params = {"kind": word.spanish}
        fields.findings.add(fields.source, item.span, "PEI119", "group_figure", params=params, note="here")
        return None
    return kind


def _absent(words: str) -> Printed | None:
    """Return the absence that `words` print, or None when they print none."""
    word = vocabulary.ABSENCES.find(words)
    if word is None:
        return None
    if is_bare(words):
        bare = any_absence(Place()).value
        assert isinstance(bare, Absence)
        return Printed(bare)
    reason = Reason[word.name.upper()]
    return Printed(Absence(reason, "registered", {"reason": term(reason)}))


def _printed(amount: tree.Amount) -> Printed:
    assert amount.value is not None
    # The tree reads `93%` as 0.93; what was printed is 93.
    return Printed(amount.value * 100 if amount.percent else amount.value, amount.decimals, amount.percent)


def _unknown(item: tree.Expected, fields: Fields) -> None:
    near = nearest(item.words, _KNOWN) if item.words else []
    word_span = Span(item.span.start, item.span.start + len(item.words))
    fixes: tuple[Fix, ...] = tuple(
        replace(fields.source, word_span, text, safe=is_slip(item.words, text, _KNOWN)) for text in near[:1]
    )
    params = {"written": item.words or fields.source[item.span], "field": "cita", "known": ", ".join(_KNOWN)}
    fields.findings.add(fields.source, item.span, "PEI117", params=params, note="here", fixes=fixes)


# ---- Inputs -------------------------------------------------------------------------------------------


def _inputs(
    items: Iterable[tree.Input],
    fields: Fields,
    symbols: Symbols,
    indicators: Mapping[str, Indicator],
    definitions: Mapping[str, Definition],
) -> Iterable[Quotation]:
    for item in items:
        if item.code is not None and not can_read(item.code, item.name_span, fields, symbols):
            continue
        key = _key(item, definitions)
        if key is None:
            _unknown_input(item, fields, symbols, indicators, definitions)
            continue
        amount = item.amount
        if amount.words:
            printed = _absent(amount.words)
            if printed is None:
                fields.find(vocabulary.ABSENCES, amount.words, amount.span, "ND")
        else:
            printed = _printed(amount) if amount.value is not None else None
        if printed is not None:
            name = f"{item.name} de {item.code}" if item.code is not None else item.name
            place = fields.place(item.span)
            yield Quotation(key, "input", name, printed, declared_at=place)


def _key(item: tree.Input, definitions: Mapping[str, Definition]) -> str | None:
    if item.code is not None:
        keys = [key_of(KeyKind.WHERE, item.code, item.name)]
    else:
        keys = [key_of(KeyKind.SERIES, item.name), key_of(KeyKind.VARIABLE, item.name)]
    return next((key for key in keys if key in definitions), None)


def _unknown_input(
    item: tree.Input,
    fields: Fields,
    symbols: Symbols,
    indicators: Mapping[str, Indicator],
    definitions: Mapping[str, Definition],
) -> None:
    if symbols.may_declare(item.name, "series", "variable") or (item.code or "") in symbols.broken:
        return
    if item.code is not None:
        indicator = indicators.get(item.code)
        known = [definitions[key].name for key in indicator.where] if indicator is not None else []
        near = [f"{name} de {item.code}" for name in nearest(item.name, known) or known[:3]]
    else:
        wheres = [names_of(key) for key in definitions if is_kind(key, KeyKind.WHERE)]
        owners = [code for code, name in wheres if name == item.name]
        names = [
            each.name for key, each in definitions.items() if is_kind(key, KeyKind.SERIES, KeyKind.VARIABLE)
        ]
        near = [f"{item.name} de {code}" for code in owners[:3]] or nearest(item.name, names)
    start = item.name_span.start
    written = fields.source.text[start : fields.source.text.find("=", start)].rstrip()
    span = Span(start, start + len(written))
    fixes = tuple(replace(fields.source, span, text) for text in near)
    params = {"name": written}
    fields.findings.add(fields.source, span, "PEI201", "quoted", params=params, note="here", fixes=fixes)
