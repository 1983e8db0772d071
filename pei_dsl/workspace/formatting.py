"""The canonical form of a text, with what was found wrong in it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable

import attrs

from pei_dsl.analysis.respelling import declared_names, respell
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.source import Source
from pei_dsl.syntax.format import format_parsed
from pei_dsl.syntax.parse import parse
from pei_dsl.syntax.spelling import ENGLISH, SPANISH


@attrs.frozen
class Formatted:
    """
    A text in its canonical form.

    Attributes:
        text: The canonical form.
        diagnostics: What could not be read; the declarations that hold it stand as they were written.
    """

    text: str
    diagnostics: tuple[Diagnostic, ...]


def format_source(
    source: Source, *, english: bool = False, others: Callable[[], Collection[str]] = tuple
) -> Formatted:
    """Return the canonical form of `source`, in Spanish or in English; `respell` says what `others` are."""
    parsed = parse(source)
    spelling = ENGLISH if english else SPANISH
    text = format_parsed(parsed, spelling, functools.partial(respell, english=english, others=others))
    return Formatted(text, parsed.diagnostics)


def names_of(sources: Iterable[Source]) -> frozenset[str]:
    """Return the names of the variables and series that `sources` declare."""
    return frozenset().union(*(declared_names(parse(source).file) for source in sources))


def format_text(text: str, *, english: bool = False, names: Collection[str] = ()) -> str:
    r"""
    Return `text` in the canonical form, which says the same and holds the same comments.

    A declaration with a mistake stays as it is.  Formatting twice changes nothing more.

    >>> print(format_text('OBJETIVO oei.01 “Salud” # nota\n tipo:I'))
    objetivo OEI.01 "Salud"  # nota
      clase: tipo I
    <BLANKLINE>

    Args:
        text: Any text.
        english: Whether to write the words of the language in English.
        names: The variables and series that other texts of the plan declare; without them, `text` is taken
            for the whole plan.
    """
    return format_source(Source.of("plan.pei", text), english=english, others=lambda: names).text
