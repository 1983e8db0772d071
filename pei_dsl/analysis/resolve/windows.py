"""Time clauses: from words (`en últimos 5 años`) to windows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.column_named import bracketed
from pei_dsl.analysis.resolve.resolution import Resolution
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model.clauses import clause_text
from pei_dsl.model.expressions import Window, WindowKind
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.written_periods import meant_period

# Words that change nothing: "en los últimos 5 años" is "en últimos 5 años".
_FILLERS = frozenset({"al", "at", "en", "in", "el", "los", "las", "la", "the", "del", "de", "of"})
_STEPS = {"year": "año", "semester": "semestre", "quarter": "trimestre", "month": "mes"}
MAX_COUNT = 600
# Clauses that say where the rows begin, and those that say of which period they are: two of either would say
# two things.
_BEGINS = frozenset(
    {WindowKind.LAST, WindowKind.CUMULATIVE, WindowKind.PERIOD, WindowKind.SINCE, WindowKind.PLAN}
)
_MOVES = frozenset({WindowKind.PREVIOUS, WindowKind.FIXED})


def parse(words: str) -> Window | None:
    """Return the window that `words` name, or None."""
    kinds: list[str] = []
    count = 1
    named: Period | None = None
    for word in words.split():
        if vocabulary.fold(word) in _FILLERS:
            continue
        period = Period.parse(word)
        if period is not None:
            named = period
            kinds.append("@")
            continue
        if re.fullmatch(r"[0-9]{1,4}", word):
            count = int(word)
            kinds.append("#")
            continue
        known = vocabulary.TIME_WORDS.find(word)
        if known is None:
            return None
        kinds.append(known.name)
    match kinds:
        case ["closing"] | ["closing", "period"]:
            return Window(WindowKind.CLOSING)
        case ["period"]:
            return Window(WindowKind.PERIOD)
        case ["cumulative"] | ["cumulative", "year"]:
            return Window(WindowKind.CUMULATIVE)
        case ["@"] | ["year", "@"]:
            return Window(WindowKind.FIXED, named=named)
        case ["since", "@"] | ["cumulative", "since", "@"]:
            return Window(WindowKind.SINCE, named=named)
        case ["since", "beginning", "plan"] | ["cumulative", "since", "beginning", "plan"]:
            return Window(WindowKind.PLAN)
        case ["last", "#", step] if step in _STEPS and 1 <= count <= MAX_COUNT:
            return Window(WindowKind.LAST, count, _STEPS[step])
        case [step, "previous"] | ["previous", step] if step in _STEPS:
            return Window(WindowKind.PREVIOUS, 1, _STEPS[step])
        case _:
            return None


def parse_all(words: str) -> tuple[Window, ...]:
    """Return the window that `words` name, or the two of clauses in a row: `en año anterior acumulado`."""
    whole = parse(words)
    if whole is not None:
        return (whole,)
    each = words.split()
    pairs = ((parse(" ".join(each[:cut])), parse(" ".join(each[cut:]))) for cut in range(1, len(each)))
    return next(((first, second) for first, second in pairs if first and second), ())


def _read(argument: tree.Argument) -> Iterator[tuple[tree.Window, Window | None]]:
    """Yield each clause with its windows, or with None where its words name none."""
    for clause in argument.windows:
        for window in parse_all(clause.words) or (None,):
            yield clause, window


# Other words for those of clauses, folded.
_SAME = {
    **dict.fromkeys(("pasado", "pasada", "previo", "previa", "precedente", "antecedente"), "anterior"),
    **dict.fromkeys(("ejercicio", "gestion", "anual", "ano"), "año"),
    **dict.fromkeys(("final", "fin", "termino"), "cierre"),
    **dict.fromkeys(("ultimo", "ultima", "ultimas", "recientes"), "últimos"),
    **dict.fromkeys(("mensual", "mismo", "inmediato", "respecto", "a"), ""),
    **{word: str(number) for number, word in enumerate(("dos", "tres", "cuatro", "cinco", "seis"), 2)},
}


def meant(words: str) -> str:
    """Return the clause that `words` say in another way (`en el año pasado`), or "" where they say none."""
    stretch = _stretch(words)
    if stretch:
        return stretch
    known = " ".join(_SAME.get(vocabulary.fold(word), word) for word in words.split())
    window = parse(known)
    if window is None and "cierre" in known:
        window = parse("al cierre")
    if window is None and known.split()[-1:] == ["anterior"]:
        window = parse("en año anterior") if "periodo" in vocabulary.fold(known) else None
    if window is None:
        number = re.search(r"\d+", known)
        if number is not None and "último" in known and "año" in known:
            window = Window(WindowKind.LAST, int(number[0]), "año")
    return clause_text(window, led=False) if window is not None else ""


# `a partir de enero de 2019`, `desde 2012 hasta 2019`, `en 2019 a 2022`: from a first to a last period.
_STRETCH = re.compile(
    r"(?:en\s+|de\s+)?(?:acumulad[oa]\s+)?(?P<since>desde|a\s+partir|since|from)?\s*(?:(?:del?|el|en|la)\s+)*"
    r"(?:año\s+)?(?P<first>\S.*?)(?:\s+(?:hasta|al?|to)\s+(?:el\s+)?(?:año\s+)?(?P<last>\S.*))?",
    re.IGNORECASE,
)


def _stretch(words: str) -> str:
    """Return the clauses for rows from a period that `words` name to another, or "" where they name none."""
    found = _STRETCH.fullmatch(words)
    if found is None:
        return ""
    first, last = (_named(each or "") for each in (found["first"], found["last"]))
    if first is None or (last is None) != (found["last"] is None):
        return ""
    since = Window(WindowKind.SINCE, named=first)
    if last is not None:
        end = clause_text(Window(WindowKind.FIXED, named=last))
        return f"{clause_text(since, led=False)} {end}" if first.start <= last.end else ""
    return clause_text(since if found["since"] else Window(WindowKind.FIXED, named=first), led=False)


def _named(words: str) -> Period | None:
    return Period.parse(words) or Period.parse(meant_period(words))


def _report(
    argument: tree.Argument, clause: tree.Window, owner: DataSource, source: Source, findings: Findings
) -> None:
    """Report words that are no clause, with the clause that they say otherwise."""
    params = {"written": clause.words}
    name = argument.expression
    text = meant(clause.words)
    first = clause.words.split()[0]
    led = vocabulary.fold(first) in _FILLERS or vocabulary.TIME_WORDS.find(first) is not None
    if not (text or led) and isinstance(name, tree.Name) and name.column in owner.columns:
        text = source[name.span]
        clause = attrs.evolve(clause, span=Span(name.span.start, clause.span.end))
    fixes = (replace(source, clause.span, text),) if text else ()
    findings.add(source, clause.span, "PEI213", params=params, note="here", fixes=fixes)


def is_rest_of_name(argument: tree.Argument, owner: DataSource, source: Source, findings: Findings) -> bool:
    """Tell whether a clause is the rest of a column's name, `f.Trámites a tiempo`; report it when so."""
    name = argument.expression
    if not isinstance(name, tree.Name) or name.column is None or not argument.windows:
        return False
    clause = argument.windows[0]
    column = bracketed(owner, source[Span(name.span.end - len(name.column), clause.span.end)])
    if not column:
        return False
    span = Span(name.span.start, clause.span.end)
    fix = replace(source, span, column, safe=True)
    params = {"written": clause.words}
    findings.add(source, span, "PEI213", "column", params=params, note="here", fixes=(fix,))
    return True


def resolve(
    argument: tree.Argument, owner: DataSource, source: Source, resolution: Resolution
) -> tuple[Window, ...]:
    """Return the windows of an aggregate's argument; report clauses that mean nothing here."""
    findings = resolution.findings
    found: list[Window] = []
    for clause, window in _read(argument):
        if window is None:
            _report(argument, clause, owner, source, findings)
        elif owner.rows_of is not None:
            params = {"written": clause.words, "source": owner.name}
            findings.add(source, clause.span, "PEI213", "made", params=params, note="here")
        elif not owner.time:
            params = {"written": clause.words, "source": owner.name}
            findings.add(source, clause.span, "PEI213", "no_time", params=params, note="here")
        elif window.kind in _BEGINS and any(other.kind in _BEGINS - {window.kind} for other in found):
            findings.add(
                source, clause.span, "PEI213", "two_starts", params={"written": clause.words}, note="here"
            )
        elif window.kind in _MOVES and any(other.kind in _MOVES - {window.kind} for other in found):
            findings.add(
                source, clause.span, "PEI213", "two_periods", params={"written": clause.words}, note="here"
            )
        elif any(window.kind is other.kind for other in found):
            findings.add(
                source,
                clause.span,
                "PEI213",
                "twice",
                params={"written": clause.words},
                note="here",
            )
        else:
            known = settled(window, clause, source, resolution)
            found.extend([known] if known is not None else [])
    _check_order(found, argument, source, findings)
    return tuple(found)


def _check_order(
    found: Sequence[Window], argument: tree.Argument, source: Source, findings: Findings
) -> None:
    """Report a beginning after the end of the period that is named: whatever is measured, no row passes."""
    named = {each.kind: each.named for each in found if each.named is not None}
    end = named.get(WindowKind.FIXED)
    start = named.get(WindowKind.SINCE) or named.get(WindowKind.PLAN)
    if end is None or start is None or start.start <= end.end:
        return
    span = Span(argument.windows[0].span.start, argument.windows[-1].span.end)
    params = {"written": " ".join(source[span].split()), "first": str(start)}
    findings.add(source, span, "PEI213", "never", params=params, note="here")


def settled(window: Window, clause: tree.Window, source: Source, resolution: Resolution) -> Window | None:
    """Return `window`, the first period of the plan in it where it begins there; report a plan without."""
    if window.kind is not WindowKind.PLAN:
        return window
    first = resolution.symbols.first_period
    if first is not None:
        return attrs.evolve(window, named=first)
    if not any(each.broken for each in resolution.symbols.plans):
        params = {"written": clause.words}
        resolution.findings.add(source, clause.span, "PEI213", "no_plan", params=params, note="here")
    return None
