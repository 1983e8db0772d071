"""The canonical form of a text, with what was found wrong in it."""

from __future__ import annotations

import functools

import attrs

from pei_dsl.analysis.respelling import respell
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


def format_source(source: Source, *, english: bool = False) -> Formatted:
    """Return the canonical form of `source`, its words in Spanish or in English."""
    parsed = parse(source)
    text = format_parsed(parsed, ENGLISH if english else SPANISH, functools.partial(respell, english=english))
    return Formatted(text, parsed.diagnostics)


def format_text(text: str, *, english: bool = False) -> str:
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
    """
    return format_source(Source.of("plan.pei", text), english=english).text
