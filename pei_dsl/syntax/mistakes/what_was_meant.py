"""What a planner did, told from where reading stopped: one finding, with what to write instead."""

from __future__ import annotations

from collections.abc import Callable

from lark.exceptions import UnexpectedInput

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import at
from pei_dsl.source import Source, Span
from pei_dsl.syntax.mistakes import (
    brace_mistakes,
    clause_mistakes,
    columns,
    figure_mistakes,
    formula_mistakes,
    headers,
    limit_mistakes,
    places,
    quotes,
    word_formulas,
    year_mistakes,
)
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
    figure_mistakes.no_figure,
    formula_mistakes.parenthesis,
    _ending,
    columns.quoted,
    quotes.other_quotes,
    quotes.not_opened,
    limit_mistakes.margin,
    figure_mistakes.no_year,
    year_mistakes.several,
    figure_mistakes.turned_period,
    figure_mistakes.colon,
    figure_mistakes.dirt,
    limit_mistakes.bound,
    limit_mistakes.rough,
    word_formulas.words,
    formula_mistakes.separator,
    formula_mistakes.range_in_words,
    headers.reserved,
    columns.declared,
    headers.colon,
    formula_mistakes.leading_equal,
    formula_mistakes.cell,
    formula_mistakes.foreign_function,
    columns.used,
    headers.swapped,
    headers.between,
    formula_mistakes.prose,
    headers.spaced_name,
    clause_mistakes.condition,
    clause_mistakes.outside,
    formula_mistakes.sign_in_words,
    brace_mistakes.pair,
    formula_mistakes.foreign,
    formula_mistakes.percent,
    formula_mistakes.product,
    figure_mistakes.article,
    headers.second_title,
)
