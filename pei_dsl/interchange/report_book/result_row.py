"""The rows of a sheet of results: an indicator or a group, its figures, its formulas."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra import display
from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.evaluation.achievement import rises
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.outline import Line
from pei_dsl.evaluation.results import Contribution, GroupResult, IndicatorResult
from pei_dsl.interchange.cells import letters
from pei_dsl.interchange.excel_formulas import directed_formula, has_formula
from pei_dsl.interchange.page import MOST_DECIMALS, Page, kept_number
from pei_dsl.interchange.report_book import result_formulas as formulas
from pei_dsl.interchange.report_book.shown_numbers import look_in
from pei_dsl.model.absence import Absence
from pei_dsl.model.figure import GoalInterval, GoalValue
from pei_dsl.model.methodology import Band
from pei_dsl.model.plan import Level
from pei_dsl.renderers.outlet import visible
from pei_dsl.views import words

LEVEL, CODE, TITLE, DIRECTION, GOAL, VALUE, ALCANCE, LIGHT, WEIGHT, GIVES, WHY = range(11)
"""The columns."""
_ALCANCE = "#,##0.00"


def level_word(level: Level | None, language: str) -> str:
    """Return what a row is of: an objective, an action, or (None) an indicator."""
    kind = {Level.OBJECTIVE: "objective", Level.ACTION: "action"}.get(level) if level else "indicator"
    return phrase("description", f"head_{kind}", language)


def bands_of(evaluation: Evaluation, language: str) -> Sequence[tuple[Band, str]]:
    """Return the bands of the methodology, best first, each with its colour in words."""
    return [(band, words.color_word(band.color, language)) for band in evaluation.methodology.bands]


@attrs.define
class ResultWriter:
    """
    What writes rows.

    Attributes:
        page: The sheet.
        evaluation: Of what.
        language: `es` or `en`.
        is_static: Whether the methodology let an alcance have no formula.
        has_long: Whether a figure had more digits than a cell keeps.
    """

    page: Page
    evaluation: Evaluation
    language: str
    is_static: bool = False
    has_long: bool = False

    def line(self, line: Line) -> None:
        """Write a row."""
        result, page = line.result, self.page
        group = isinstance(result, GroupResult)
        style = "group" if group else "body"
        level = result.group.level if isinstance(result, GroupResult) else None
        page.text(LEVEL, level_word(level, self.language), style)
        page.text(CODE, line.code, style, num_format="@")
        page.text(TITLE, line.title, style)
        for column in (DIRECTION, GOAL, VALUE, WEIGHT, GIVES, WHY):
            page.blank(column, style)
        if isinstance(result, GroupResult):
            self._group(result)
        else:
            self._indicator(result)
        self._light(result, style)
        if result.absence is not None:
            page.text(WHY, words.why(result.absence, self.language), style)
        page.end_row()

    # ---- Indicators

    def _indicator(self, result: IndicatorResult) -> None:
        page, indicator = self.page, result.indicator
        direction = words.word(indicator.direction.name.lower(), self.language)
        page.text(DIRECTION, f"{words.ARROWS[indicator.direction]} {direction}")
        computes = self._figure(GOAL, result.goal, result.goal_decimals, result, "–")
        computes = self._figure(VALUE, result.entering, result.decimals, result, "ND") and computes
        self._alcance(result, computes=computes)
        share = self._share(indicator.code, indicator.group)
        if share is None:
            return
        nothing_counts = self._group_of(indicator.group).absence is not None
        if share.leaves or (share.achievement is None and nothing_counts):
            page.text(WEIGHT, "–", align="right")
            page.text(GIVES, "–", align="right")
            return
        self._number(WEIGHT, share.weight, "0.0000")
        step = self.evaluation.methodology.contribution_rounding
        formula = formulas.contribution(page.address(ALCANCE), page.address(WEIGHT), step)
        page.sheet.write_formula(
            page.row, GIVES, formula, page.format("body", num_format=_ALCANCE), float(share.shown)
        )

    def _share(self, code: str, group: str) -> Contribution | None:
        if group not in self.evaluation.groups:
            return None
        return next((each for each in self._group_of(group).contributions if each.code == code), None)

    def _group_of(self, code: str) -> GroupResult:
        return self.evaluation.groups[code]

    def _figure(
        self, column: int, number: GoalValue, decimals: int | None, result: IndicatorResult, nd: str
    ) -> bool:
        """Write a figure in the scale of its unit; tell whether formulas may compute with the cell."""
        unit = result.indicator.unit
        if isinstance(number, Absence):
            self.page.text(column, nd, align="right")
            return True
        if isinstance(number, GoalInterval):
            self.page.text(column, words.in_unit(number, unit, decimals), align="right")
            return False
        kept = number if unit.is_percentage else number * unit.scale
        shown = decimals if decimals is not None else _digits(number * unit.scale)
        return self._number(column, kept, look_in(unit, min(shown, MOST_DECIMALS)))

    def _number(self, column: int, number: Fraction, look: str) -> bool:
        """Write a number exactly: as digits, as a quotient, or as a text where a cell holds neither."""
        page = self.page
        form = page.format("body", num_format=look)
        if kept_number(number) == number:
            page.sheet.write_number(page.row, column, float(number), form)
            return True
        if not display.is_decimal(number) and (formula := formulas.quotient(number)) is not None:
            page.sheet.write_formula(page.row, column, formula, form, float(number))
            return True
        page.number(column, number, look)
        self.has_long = True
        return False

    def _alcance(self, result: IndicatorResult, *, computes: bool) -> None:
        page, methodology = self.page, self.evaluation.methodology
        rising = rises(result.indicator.direction, result.indicator.aggregation)
        reached = result.achievement
        formula = None
        if computes and rising is not None:
            formula = directed_formula(page.address(VALUE), page.address(GOAL), methodology, rises=rising)
        self.is_static = self.is_static or not has_formula(methodology)
        form = page.format("body", num_format=_ALCANCE, align="right")
        if formula is not None:
            kept = "ND" if isinstance(reached, Absence) else float(reached.shown)
            page.sheet.write_formula(page.row, ALCANCE, formula, form, kept)
        elif isinstance(reached, Absence):
            page.text(ALCANCE, "ND", align="right")
        else:
            page.sheet.write_number(page.row, ALCANCE, float(reached.shown), form)

    # ---- Groups

    def _group(self, result: GroupResult) -> None:
        page, methodology = self.page, self.evaluation.methodology
        if isinstance(result.achievement, Absence):
            page.text(ALCANCE, "ND", "group", align="right")
            return
        form = page.format("group", num_format=_ALCANCE, align="right")
        own = (page.row + 2, page.row + 1 + len(result.contributions))
        first, last = (f"{letters(GIVES + 1)}{row}" for row in own)
        formula = formulas.total(first, last, methodology.contribution_rounding, methodology.figure_rounding)
        page.sheet.write_formula(page.row, ALCANCE, formula, form, float(result.achievement))

    # ---- Colours

    def _light(self, result: GroupResult | IndicatorResult, style: str) -> None:
        page = self.page
        mark = words.light(result, self.language).removeprefix(words.color_word(result.color, self.language))
        bands = [(band, f"{text}{mark}") for band, text in bands_of(self.evaluation, self.language)]
        formula = formulas.light(page.address(ALCANCE), bands, words.color_word(None, self.language))
        shown = visible(words.light(result, self.language))
        if formula is None:
            page.text(LIGHT, shown, style)
        else:
            page.sheet.write_formula(
                page.row, LIGHT, formula, page.format(style, align="left", indent=1), shown
            )


def _digits(number: Fraction) -> int:
    """Return how many decimals a number has; of one that has no end, those that reports show."""
    if not display.is_decimal(number):
        return display.SHOWN_DECIMALS
    return len(display.exact(number).partition(".")[2])
