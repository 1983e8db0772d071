"""What a page says of two plans compared: what moved and why, what changed, what is to be known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

import attrs

from pei_dsl.algebra import display
from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.comparison.compared import (
    UNRELATED,
    ChangePart,
    Comparison,
    FigureKind,
    MadeEasier,
    MovedFigure,
    MovementShare,
    UnmeasuredFigure,
)
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.immutable import brief
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Color
from pei_dsl.model.plan import Level
from pei_dsl.model.units import Unit
from pei_dsl.views import words
from pei_dsl.views.adding_up import adding_up
from pei_dsl.views.change_tables import change_tables
from pei_dsl.views.comparison_words import said, signed
from pei_dsl.views.document import Table
from pei_dsl.views.header import entity

# As alcances are printed.
_DECIMALS = 2
# So many signs of a commit tell it from others to the eye.
_SHORT = 10
# A sentence with more reasons is none that people read.
_MOST_REASONS = 3
_LEVELS = {"objetivos": "objectives", "acciones": "actions", "indicadores": "indicators"}


@attrs.frozen
class PrintedShare:
    """
    What a change explains, as it is printed.

    Attributes:
        label: The change: `logro de IND.02.OEI.01`.
        change: What it was and is: `0.72 % → 1.50 %`, or "".
        amount: Rounded, so that those of a movement add up.
        text: The same with its sign: `+13.97`.
    """

    __repr__ = brief

    label: str
    change: str
    amount: Fraction
    text: str


@attrs.frozen
class PrintedMove:
    """
    A figure that moved, as it is printed.

    Attributes:
        moved: The figure.
        name: What it is called: `OEI.01`, `Media del plan`, `valor de IND.01.OEI.01`.
        title: Its title; "" for the whole plan.
        start: What it was, at the decimals that are printed.
        before, after, difference: As printed.
        shares: What each change explains.
    """

    __repr__ = brief

    moved: MovedFigure
    name: str
    title: str
    start: Fraction
    before: str
    after: str
    difference: str
    shares: tuple[PrintedShare, ...]


@attrs.frozen
class ComparisonPage:
    """
    What a page says of a comparison.

    Attributes:
        title: The plan and whose it is.
        sides: What both are called, and what they are measured for.
        summary: How the plan as a whole moved, and what that comes from; before it, that both seem to be
            no versions of one plan.
        warnings: What was made easier after its period had begun.
        moves: The figures that moved.
        unmeasured: Figures that only one of both has, in words.
        tables: What changed in the plan, in registered values and in files of data; those with rows.
        notes: What is to be known to read it.
    """

    __repr__ = brief

    title: str
    sides: tuple[str, str]
    summary: tuple[str, ...]
    warnings: tuple[str, ...]
    moves: tuple[PrintedMove, ...]
    unmeasured: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


def comparison_page(comparison: Comparison, language: str = "es") -> ComparisonPage:
    """Return what the page of `comparison` says in `language`."""
    return _Page(comparison, language).page()


@attrs.frozen
class _Page:
    comparison: Comparison
    language: str

    def page(self) -> ComparisonPage:
        plan = self.comparison.after.plan
        every = [self._move(each) for each in self.comparison.moved]
        moves = tuple(each for each in every if each.before != each.after)
        tables = change_tables(self.comparison, self.language)
        return ComparisonPage(
            " · ".join(each for each in (plan.title, entity(plan)) if each),
            (self._side("before", self.comparison.before, 0), self._side("after", self.comparison.after, 1)),
            tuple(self._summary(moves)),
            tuple(self._warning(each) for each in self.comparison.easier),
            moves,
            tuple(self._unmeasured(each) for each in self.comparison.unmeasured),
            tables,
            tuple(self._notes(len(every) - len(moves))),
        )

    def _said(self, key: str, **params: str | int) -> str:
        return said(key, self.language, **params)

    def _side(self, key: str, evaluation: Evaluation, number: int) -> str:
        methodology = words.profile(evaluation.methodology, self.language)
        name = words.printable(self.comparison.names[number])
        told = [each for each in (name, f"{words.word('period', self.language)} {evaluation.period}") if each]
        measured = f"{words.word('methodology', self.language)} {methodology}"
        return f"{self._said(key)}: {' · '.join([*told, measured])}"

    # ---- The plan as a whole

    def _summary(self, moves: tuple[PrintedMove, ...]) -> Iterator[str]:
        yield from self._unrelated()
        before, after = self.comparison.before.whole.mean, self.comparison.after.whole.mean
        if before is None or after is None:
            texts = [words.percent(each) if each is not None else "ND" for each in (before, after)]
            key = "mean_nd" if before is None and after is None else "mean_unmeasured"
            yield self._said(key, before=texts[0], after=texts[1])
        elif words.percent(before) == words.percent(after):
            told = self.comparison
            changed = (told.moved, told.unmeasured, told.plan, told.values, told.rows)
            is_same = told.before.plan == told.after.plan and not any(changed)
            key = "nothing" if is_same else "mean_still"
            yield self._said(key, mean=words.percent(after))
        else:
            yield self._mean(next(each for each in moves if each.moved.kind is FigureKind.MEAN))
        if self.comparison.order:
            names = ", ".join(self._said(f"kind_{each.name.lower()}") for each in self.comparison.order)
            yield self._said("in_order", order=names)

    def _unrelated(self) -> Iterator[str]:
        """Yield that both share codes and hardly any title, where it is so: before any figure is read."""
        code = dict(self.comparison.notes).get(UNRELATED)
        if code:
            ends = (of.plan for of in (self.comparison.before, self.comparison.after))
            one, other = (
                words.printable((each.groups.get(code) or each.indicators[code]).title) for each in ends
            )
            yield self._said("unrelated", code=code, before=one, after=other)

    def _mean(self, move: PrintedMove) -> str:
        """Return how the mean moved, and what that comes from: the changes that explain most of it."""
        rises = move.moved.difference > 0
        told = self._said(
            "mean_up" if rises else "mean_down",
            difference=move.difference.lstrip("+−"),
            before=move.before,
            after=move.after,
        )
        pairs = zip(move.moved.shares, move.shares, strict=True)
        same_way = [(share, printed) for share, printed in pairs if (share.amount > 0) == rises]
        reasons = [self._reason(share, printed) for share, printed in same_way[:_MOST_REASONS]]
        return self._said("mean_because", told=told, reasons="; ".join(reasons)) if reasons else f"{told}."

    def _reason(self, share: MovementShare, printed: PrintedShare) -> str:
        eased = {(each.part, each.code) for each in self.comparison.easier}
        is_easier = (share.part, share.code) in eased and share.amount > 0
        change = self._label(share, "reason")
        return self._said(
            "made_easier" if is_easier else "comes_from", amount=printed.text.lstrip("+−"), change=change
        )

    def _warning(self, easier: MadeEasier) -> str:
        amounts = {
            "before": words.percent(easier.before),
            "after": words.percent(easier.after),
            "period": str(easier.period),
        }
        change = self._label(MovementShare(easier.part, easier.code, Fraction(0)))
        if easier.day is None:
            return self._said("easier", change=change, **amounts)
        when = {"day": easier.day.isoformat(), "revision": easier.revision[:_SHORT]}
        return self._said("easier_since", change=change, **when, **amounts)

    # ---- Figures

    def _move(self, moved: MovedFigure) -> PrintedMove:
        scale, decimals, show = self._shown(moved)
        before, after = (round_half_up(each * scale, decimals) for each in (moved.before, moved.after))
        amounts = adding_up([each.amount * scale for each in moved.shares], after - before, decimals)
        shares = tuple(
            PrintedShare(self._label(share), self._change(share), amount, signed(amount, decimals))
            for share, amount in zip(moved.shares, amounts, strict=True)
        )
        return PrintedMove(
            moved,
            self._name(moved),
            self._title(moved),
            before,
            show(before),
            show(after),
            signed(after - before, 0 if moved.kind is FigureKind.COUNT else decimals),
            # That a value is another because its value is another says nothing.
            () if moved.kind is FigureKind.VALUE and len(shares) == 1 else shares,
        )

    def _shown(self, moved: MovedFigure) -> tuple[Fraction, int, Callable[[Fraction], str]]:
        """Return the scale and the decimals in which a figure is printed, and how."""
        if moved.kind is FigureKind.COUNT:
            return Fraction(1), _DECIMALS, display.shown
        if moved.kind is not FigureKind.VALUE:
            return Fraction(1), _DECIMALS, words.percent
        ends = self._results(moved.code)
        known = [each.decimals for each in ends if each is not None and each.decimals is not None]
        decimals = max(known, default=display.SHOWN_DECIMALS)
        unit = next(each for each in reversed(ends) if each is not None).indicator.unit
        return unit.scale, decimals, lambda value: _in_scale(value, unit, decimals)

    def _name(self, moved: MovedFigure) -> str:
        match moved.kind:
            case FigureKind.MEAN:
                return self._said("figure_mean")
            case FigureKind.COUNT:
                return self._said(f"figure_{_LEVELS[moved.code]}", color=self._color(moved.color))
            case FigureKind.VALUE:
                return self._said("part_registered", code=moved.code)
            case FigureKind.ACHIEVEMENT:
                return moved.code

    def _color(self, color: str) -> str:
        if color == "nd":
            return words.color_word(None, self.language)
        known = next((each for each in Color if each == color), None)
        return words.color_word(known or color, self.language)

    def _title(self, moved: MovedFigure) -> str:
        plan = self.comparison.after.plan
        found = plan.indicators.get(moved.code) or plan.groups.get(moved.code)
        return found.title if found is not None and moved.kind is not FigureKind.COUNT else ""

    def _results(self, code: str) -> tuple[IndicatorResult | None, IndicatorResult | None]:
        earlier = self.comparison.renamed.get(code, code)
        return self.comparison.before.indicators.get(earlier), self.comparison.after.indicators.get(code)

    # ---- Changes

    def _label(self, share: MovementShare, form: str = "part") -> str:
        """Return what a change is called: by itself, or with its article as a `reason`."""
        name = share.part.name.lower()
        if share.part is ChangePart.INDICATOR:
            name = "added" if share.code in self.comparison.after.indicators else "ended"
        if share.part is ChangePart.ROUNDING and not share.code:
            name = "rounding_of_all"
        return self._said(f"{form}_{name}", code=share.code)

    def _change(self, share: MovementShare) -> str:
        """Return what something was and is, where that is a word or a figure."""
        before, after = self._ends(share)
        return f"{before} → {after}" if before and after and before != after else ""

    def _ends(self, share: MovementShare) -> tuple[str, str]:
        comparison = self.comparison
        if share.part is ChangePart.METHODOLOGY:
            return comparison.before.methodology.name, comparison.after.methodology.name
        if share.part is ChangePart.COUNTED:
            counted = [
                sum(
                    each.group.level is Level.OBJECTIVE and each.certainty is not None
                    for each in of.groups.values()
                )
                for of in (comparison.before, comparison.after)
            ]
            return str(counted[0]), str(counted[1])
        one, other = self._results(share.code)
        if one is None or other is None:
            return "", ""
        match share.part:
            case ChangePart.GOAL:
                return words.goal(one), words.goal(other)
            case ChangePart.REGISTERED | ChangePart.DATA | ChangePart.FORMULA | ChangePart.FORMULA_AND_DATA:
                return words.value(one), words.value(other)
            case ChangePart.DIRECTION:
                return str(one.indicator.direction), str(other.indicator.direction)
            case ChangePart.UNIT:
                ends = [words.unit(each.indicator.unit, self.language) for each in (one, other)]
                return ends[0], ends[1]
            case _:
                return "", ""

    # ---- What is said in words

    def _unmeasured(self, found: UnmeasuredFigure) -> str:
        ends = [self._end(found, number) for number in (0, 1)]
        name = self._name(MovedFigure(found.kind, found.code, Fraction(0), Fraction(0), ()))
        return self._said("unmeasured", figure=name, before=ends[0], after=ends[1])

    def _end(self, found: UnmeasuredFigure, number: int) -> str:
        value = found.after if number else found.before
        if value is None:
            return "ND"
        if isinstance(value, Absence):
            return f"ND ({words.reason(value, self.language)})"
        if found.kind is not FigureKind.VALUE:
            return words.percent(value)
        result = self._results(found.code)[number]
        return words.value(result) if result is not None else display.shown(value)

    def _notes(self, unseen: int) -> Iterator[str]:
        if unseen:
            yield self._said("note_unseen", count=unseen)
        for key, told in self.comparison.notes:
            if key == UNRELATED:  # which is said first of all
                continue
            yield self._said(f"note_{key}", told=words.printable(told))
        if any(each.part is ChangePart.TOGETHER for move in self.comparison.moved for each in move.shares):
            yield self._said("note_together")
        if self.comparison.moved and not self.comparison.order:
            yield self._said("note_parts")


def _in_scale(value: Fraction, unit: Unit, decimals: int) -> str:
    text = display.shown(value, decimals)
    return f"{text} %" if unit.is_percentage else text
