"""The waterfall of a figure that moved: from what it was, change by change, to what it is."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.comparison.compared import FigureKind
from pei_dsl.views.comparison_page import PrintedMove
from pei_dsl.views.comparison_words import said, signed
from pei_dsl.views.waterfall import Step, Waterfall

# More steps than this are too small to be seen; those that are left are one.
MOST_STEPS = 8
_DECIMALS = 2
_MOST_LETTERS = 300


def waterfall(move: PrintedMove, language: str, *, in_order: bool = False) -> Waterfall | None:
    """
    Return the waterfall of the mean or of an alcance; None of what one change alone moved, or is a count.

    Args:
        move: The figure.
        language: Of its words.
        in_order: Whether its changes stay in their order; else those upwards come first, so that none of the
            bars leaves what a figure can be.
    """
    if move.moved.kind not in {FigureKind.MEAN, FigureKind.ACHIEVEMENT} or len(move.shares) < 2:
        return None
    steps = [Step(each.label, each.amount, each.text) for each in move.shares[:MOST_STEPS]]
    rest = move.shares[MOST_STEPS:]
    if rest:
        amount = sum((each.amount for each in rest), Fraction(0))
        steps.append(
            Step(said("other_changes", language, count=len(rest)), amount, signed(amount, _DECIMALS))
        )
    if not in_order:
        steps.sort(key=lambda each: each.amount < 0)
    end = move.start + sum((each.amount for each in steps), Fraction(0))
    told = "; ".join(f"{each.label} {each.text}" for each in steps)
    alternative = said("waterfall_told", language, before=move.before, steps=told, after=move.after)
    return Waterfall(
        f"cascada.{move.moved.code or 'plan'}",
        f"{move.name} {move.title}".strip(),
        Step(said("before", language), move.start, move.before),
        tuple(steps),
        Step(said("after", language), end, move.after),
        said("amount", language),
        said("rise", language),
        said("fall", language),
        alternative if len(alternative) <= _MOST_LETTERS else f"{alternative[: _MOST_LETTERS - 1]}…",
    )
