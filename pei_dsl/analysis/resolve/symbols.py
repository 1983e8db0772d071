"""All that the texts of a workspace declare, by name and by code."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.builtins import TABLES
from pei_dsl.analysis.findings import Findings
from pei_dsl.diagnostics import Fix, Label, Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model.periods import Period
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import fold
from pei_dsl.written_codes import apart, official_code

Declarations = dict[str, tree.Declaration]


@attrs.define
class Symbols:
    """
    Declarations by namespace.

    Attributes:
        groups, indicators: By code.
        values: Variables and series, which formulas use by bare name.
        functions, sources, methodologies: By name; each kind has its own names.
        activities, evidence, factors: By name.
        recommendations, commitments: By code.
        versions: By name.
        plans, registers, tests, citations, amendments: In order.
        broken: Codes and names of declarations that could not be read: known, but nothing is known of them.
        nameless: Kinds of declarations whose header lacks its code or name.
        repeated: Names and codes that stand twice, each with its first and its other declaration.
    """

    groups: Declarations = attrs.field(factory=dict)
    indicators: Declarations = attrs.field(factory=dict)
    values: Declarations = attrs.field(factory=dict)
    functions: Declarations = attrs.field(factory=dict)
    sources: Declarations = attrs.field(factory=dict)
    methodologies: Declarations = attrs.field(factory=dict)
    activities: Declarations = attrs.field(factory=dict)
    evidence: Declarations = attrs.field(factory=dict)
    factors: Declarations = attrs.field(factory=dict)
    recommendations: Declarations = attrs.field(factory=dict)
    commitments: Declarations = attrs.field(factory=dict)
    versions: Declarations = attrs.field(factory=dict)
    plans: list[tree.Declaration] = attrs.field(factory=list)
    registers: list[tree.Declaration] = attrs.field(factory=list)
    tests: list[tree.Declaration] = attrs.field(factory=list)
    citations: list[tree.Declaration] = attrs.field(factory=list)
    amendments: list[tree.Declaration] = attrs.field(factory=list)
    broken: set[str] = attrs.field(factory=set)
    nameless: set[str] = attrs.field(factory=set)
    repeated: list[tuple[str, tree.Declaration, tree.Declaration]] = attrs.field(factory=list)

    @property
    def first_period(self) -> Period | None:
        """The period with which the plan begins; None where none declares it."""
        items = self.plans[0].items if self.plans else ()
        found = (item.value for item in items if isinstance(item, tree.Field) and item.name == "period")
        return next(
            (Period.parse(each.first.written) for each in found if isinstance(each, tree.Periods)), None
        )

    def may_declare(self, name: str, *kinds: str) -> bool:
        """Tell whether `name` may be that of a declaration that is broken, or whose header lacks its name."""
        return name in self.broken or not self.nameless.isdisjoint(kinds)


_INDICATOR_CODE = re.compile(r"IND\.\d+\.(?P<group>[A-Z]+(?:\.\d+)+)")
_OBJECTIVE_CODE = re.compile(r"O[A-Z]{1,5}\.\d+")
_ACTION_CODE = re.compile(r"(?P<family>A[A-Z]{1,5})\.(?P<objective>\d+)\.\d+")


def group_of(indicator: str) -> str:
    """Return the code of the group that indicator code `IND.01.AEI.01.05` belongs to, or ""."""
    match = _INDICATOR_CODE.fullmatch(indicator)
    return match["group"] if match else ""


def objective_of(action: str) -> str:
    """Return the code of the objective that action code `AEI.01.05` belongs to (`OEI.01`), or ""."""
    match = _ACTION_CODE.fullmatch(action)
    return f"O{match['family'][1:]}.{match['objective']}" if match else ""


def collect(files: Iterable[tree.File], findings: Findings) -> Symbols:
    """Return what `files` declare; report duplicates, second plans, and headers that lack a part."""
    symbols = Symbols()
    for file in files:
        for declaration in file.declarations:
            _place(symbols, declaration, findings)
    copies = _report_copies(symbols, findings)
    _report_second_plans(symbols, copies, findings)
    _report_repeated(symbols, copies, findings)
    _check_homonyms(symbols, findings)
    return symbols


def _place(symbols: Symbols, declaration: tree.Declaration, findings: Findings) -> None:
    header = declaration.header
    if not declaration.kind:
        symbols.broken |= {word for word in (header.code, header.name) if word}
        return
    match declaration.kind:
        case "plan":
            symbols.plans.append(declaration)
        case "register":
            symbols.registers.append(declaration)
        case "test":
            symbols.tests.append(declaration)
        case "citation":
            symbols.citations.append(declaration)
        case "amendment":
            symbols.amendments.append(declaration)
        case "objective" | "action" | "indicator" | "recommendation" | "commitment":
            _place_code(symbols, declaration, findings)
        case _:
            _place_name(symbols, declaration, findings)


def _report_copies(symbols: Symbols, findings: Findings) -> frozenset[str]:
    """
    Report files that declare what another declares already, each once: a copy that was left in the folder.

    Returns their names; what they repeat is not told one by one.
    """
    found: dict[tuple[str, str], list[tree.Declaration]] = {}
    for _, first, declaration in symbols.repeated:
        names = declaration.source.name, first.source.name
        if names[0] != names[1]:
            found.setdefault(names, []).append(declaration)
    copies = {names: each for names, each in found.items() if len(each) >= _COPY}
    for (name, other), declarations in copies.items():
        params: dict[str, Parameter] = {"file": name, "other": other, "count": len(declarations)}
        header = declarations[0].header
        findings.add(declarations[0].source, header.span, "PEI202", "copy", params=params, note="here")
    return frozenset(name for name, _ in copies)


# So many declarations that stand in another file too are no accident: the file is a copy.
_COPY = 3


def _report_second_plans(symbols: Symbols, copies: frozenset[str], findings: Findings) -> None:
    for declaration in symbols.plans[1:]:
        first = symbols.plans[0]
        if declaration.source.name in copies:
            continue
        findings.add(
            declaration.source,
            declaration.header.span,
            "PEI215",
            note="second",
            related=(Label(first.source, first.header.span, "first"),),
        )


_FITS = {
    "objective": (_OBJECTIVE_CODE, "OEI.01"),
    "action": (_ACTION_CODE, "AEI.01.01"),
    "indicator": (_INDICATOR_CODE, "IND.01.OEI.01"),
    "recommendation": (re.compile(r"REC(?:\.\w+)+"), "REC.2024.01"),
    "commitment": (re.compile(r"COM(?:\.\w+)+"), "COM.01"),
}


def kind_of(code: str) -> str:
    """Return what `code` is of (`objective`, `recommendation`, …), or "" when it is no code."""
    return next((kind for kind, (pattern, _) in _FITS.items() if pattern.fullmatch(code)), "")


def _place_code(symbols: Symbols, declaration: tree.Declaration, findings: Findings) -> None:
    header = declaration.header
    pattern, example = _FITS[declaration.kind]
    params = {"keyword": header.keyword, "example": example}
    if header.code is None:
        symbols.nameless.add(declaration.kind)
        code = official_code(apart(header.name or ""))
        if kind_of(code):
            fix = replace(declaration.source, header.name_span, code, safe=True)
            written = {"written": header.name or ""}
            findings.add(
                declaration.source, header.name_span, "PEI106", params=written, note="here", fixes=(fix,)
            )
        elif not declaration.broken:
            findings.add(declaration.source, header.span, "PEI121", "code", params=params, note="here")
        return
    if pattern.fullmatch(header.code) is None:
        right = next((kind for kind, (each, _) in _FITS.items() if each.fullmatch(header.code)), "")
        fixes: tuple[Fix, ...] = ()
        if right:
            start = header.span.start
            span = type(header.span)(start, start + len(header.keyword))
            fixes = (replace(declaration.source, span, vocabulary.DECLARATIONS.named(right).spanish),)
        params["code"] = header.code
        findings.add(declaration.source, header.name_span, "PEI217", params=params, note="here", fixes=fixes)
        symbols.broken.add(header.code)
        return
    if header.title is None and not declaration.broken:
        findings.add(
            declaration.source,
            header.span,
            "PEI121",
            "title",
            params={"code": header.code},
            note="here",
        )
    table = {
        "objective": symbols.groups,
        "action": symbols.groups,
        "indicator": symbols.indicators,
        "recommendation": symbols.recommendations,
        "commitment": symbols.commitments,
    }[declaration.kind]
    _add(symbols, table, header.code, declaration)


def _place_name(symbols: Symbols, declaration: tree.Declaration, findings: Findings) -> None:
    header = declaration.header
    if header.name is None:
        symbols.nameless.add(declaration.kind)
        if not declaration.broken:
            params = {"keyword": header.keyword}
            findings.add(declaration.source, header.span, "PEI121", "name", params=params, note="here")
        return
    table = {
        "variable": symbols.values,
        "series": symbols.values,
        "function": symbols.functions,
        "source": symbols.sources,
        "methodology": symbols.methodologies,
        "activity": symbols.activities,
        "evidence": symbols.evidence,
        "factor": symbols.factors,
        "version": symbols.versions,
    }[declaration.kind]
    if declaration.kind == "function" and _built_in(header.name):
        params = {"name": header.name}
        findings.add(declaration.source, header.name_span, "PEI202", "built_in", params=params, note="here")
        return
    _add(symbols, table, header.name, declaration)


def _built_in(name: str) -> bool:
    return any(words.find(name) is not None for words in TABLES)


def _add(symbols: Symbols, table: Declarations, name: str, declaration: tree.Declaration) -> None:
    first = table.setdefault(name, declaration)
    if first is not declaration:
        symbols.repeated.append((name, first, declaration))


def _report_repeated(symbols: Symbols, copies: frozenset[str], findings: Findings) -> None:
    """Report names and codes that stand twice; a code is offered the next number that is free."""
    for name, first, declaration in symbols.repeated:
        if declaration.source.name in copies and first.source.name != declaration.source.name:
            continue
        span = declaration.header.name_span
        free = _next_free(name, symbols) if declaration.header.code else ""
        findings.add(
            declaration.source,
            span,
            "PEI202",
            params={"name": name},
            note="second",
            related=(Label(first.source, first.header.name_span, "first"),),
            fixes=(replace(declaration.source, span, free),) if free else (),
        )


def _next_free(code: str, symbols: Symbols) -> str:
    """Return `code` with the next number that is free: that of an indicator, or the last one of any other."""
    taken = {*symbols.indicators, *symbols.groups, *symbols.recommendations, *symbols.commitments}
    parts = code.split(".")
    place = 1 if parts[0] == "IND" else len(parts) - 1
    if not parts[place].isdecimal():
        return ""
    width = len(parts[place])
    for number in range(int(parts[place]) + 1, 10 ** max(width, 2)):
        free = ".".join([*parts[:place], f"{number:0{width}}", *parts[place + 1 :]])
        if free not in taken:
            return free
    return ""


def _check_homonyms(symbols: Symbols, findings: Findings) -> None:
    """Warn of names in one namespace that differ only by accents or case."""
    for table in (
        symbols.values,
        symbols.functions,
        symbols.sources,
        symbols.methodologies,
        symbols.activities,
        symbols.evidence,
        symbols.factors,
    ):
        by_fold: dict[str, str] = {}
        for name, declaration in table.items():
            twin = by_fold.setdefault(fold(name), name)
            if twin != name:
                first = table[twin]
                findings.add(
                    declaration.source,
                    declaration.header.name_span,
                    "PEI401",
                    params={"name": name, "twin": twin},
                    related=(Label(first.source, first.header.name_span, "first"),),
                    severity=Severity.WARNING,
                )
