"""What a planner did, told from where reading stopped: one finding, with what to write instead."""

from __future__ import annotations

from collections.abc import Callable

from lark.exceptions import UnexpectedInput

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import at
from pei_dsl.source import Source, Span
from pei_dsl.syntax.mistakes import columns, figures, formulas, headers, places, quotes
from pei_dsl.syntax.pieces import Piece


def explain(source: Source, piece: Piece, error: UnexpectedInput) -> Diagnostic:
    """Return the one finding that tells what is wrong in `piece`, where the parser gave up."""
    offset = places.stop(source, piece, error)
    for check in _CHECKS:
        finding = check(source, piece, offset)
        if finding is not None:
            return finding
    span = places.word_at(source, offset, piece.end)
    return at(source, span, "PEI102", params={"written": places.short(source[span])}, note="here")


def _ending(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Say that something is missing, at the end of what was written."""
    end = places.end_of(source, piece)
    if offset < end:
        return None
    variant = "header" if places.in_header(source, piece, end) else ""
    return at(source, Span(end, end), "PEI101", variant=variant, note="missing")


# The order matters: what is said first is the cause, and what comes later may follow from it.
_CHECKS: tuple[Callable[[Source, Piece, int], Diagnostic | None], ...] = (
    quotes.open_quote,
    quotes.hyphenated,
    figures.no_figure,
    formulas.parenthesis,
    _ending,
    quotes.other_quotes,
    quotes.not_opened,
    figures.no_year,
    figures.turned_period,
    figures.colon,
    figures.currency,
    figures.percent_word,
    figures.spaced,
    figures.behind,
    formulas.separator,
    headers.reserved,
    columns.declared,
    headers.colon,
    formulas.leading_equal,
    formulas.cell,
    formulas.foreign_function,
    columns.used,
    headers.swapped,
    headers.between,
    formulas.prose,
    headers.spaced_name,
    formulas.sign_in_words,
    formulas.foreign,
    formulas.percent,
    formulas.product,
    figures.article,
    headers.second_title,
)
