"""Time clauses: from words (`en últimos 5 años`) to windows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pei_dsl import vocabulary
from pei_dsl.analysis.findings import Findings
from pei_dsl.model.expressions import Window, WindowKind
from pei_dsl.model.plan import DataSource
from pei_dsl.source import Source
from pei_dsl.syntax import tree

# Words that change nothing: "en los últimos 5 años" is "en últimos 5 años".
_FILLERS = frozenset({"al", "at", "en", "in", "el", "los", "las", "la", "the", "del", "de", "of"})
_STEPS = {"year": "año", "semester": "semestre", "quarter": "trimestre", "month": "mes"}
MAX_COUNT = 600
# Clauses that say where the rows begin: two of them would say two things.
_BEGINS = frozenset({WindowKind.LAST, WindowKind.CUMULATIVE})


def parse(words: str) -> Window | None:
    """Return the window that `words` name, or None."""
    kinds: list[str] = []
    count = 1
    for word in words.split():
        if vocabulary.fold(word) in _FILLERS:
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
        case ["cumulative"] | ["cumulative", "year"]:
            return Window(WindowKind.CUMULATIVE)
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


def resolve(
    argument: tree.Argument, owner: DataSource, source: Source, findings: Findings
) -> tuple[Window, ...]:
    """Return the windows of an aggregate's argument; report clauses that mean nothing here."""
    found: list[Window] = []
    for clause, window in _read(argument):
        if window is None:
            findings.add(source, clause.span, "PEI213", params={"written": clause.words}, note="here")
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
            found.append(window)
    return tuple(found)
