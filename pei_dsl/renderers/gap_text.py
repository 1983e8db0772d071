"""What is missing for a colour, as a table for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from fractions import Fraction

from pei_dsl.algebra import display
from pei_dsl.diagnostics import catalogue
from pei_dsl.gaps.missing import Gaps, GroupGap, IndicatorGap, InputGap, Mover
from pei_dsl.model.units import NUMBER
from pei_dsl.renderers.no_break import kept_together, with_blanks
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.views import words
from pei_dsl.views.gap_words import reason
from pei_dsl.views.header import header

_SPACE = "  "
_LEAST_TITLE = 12


def page(gaps: Gaps, style: Style) -> str:
    """Return `gaps` as text."""
    return render(gaps, style.language, style.width)


def render(gaps: Gaps, language: str = "es", width: int = WIDTH) -> str:
    """Return `gaps` as text of at most `width` columns, never less than 80."""
    return "\n".join(line.rstrip() for line in _Sheet(gaps, language, max(80, width)).lines())


class _Sheet:
    """The table: a row for each indicator and group, its reasons and its inputs below it."""

    def __init__(self, gaps: Gaps, language: str, width: int) -> None:
        self.gaps, self.language, self.width = gaps, language, width
        place = {line.code: number for number, line in enumerate(gaps.evaluation.lines())}
        self.indicators = sorted(gaps.indicators, key=lambda each: place[each.result.indicator.code])
        self.groups = sorted(gaps.groups, key=lambda each: place[each.result.group.code])
        self.color = words.color_word(gaps.color, language)
        heads = [words.word(key, language) for key in ("goal", "value", "gap_needed", "gap_difference")]
        cells = [heads, *(self._figures(each) for each in self.indicators)]
        self.heads, self.widths = heads, [max(map(len, column)) for column in zip(*cells, strict=True)]
        codes = [each.result.indicator.code for each in gaps.indicators]
        codes += [each.result.group.code for each in gaps.groups]
        self.code = max(map(len, [*codes, words.word("code", language)]))
        figures = sum(self.widths) + len(_SPACE) * (len(heads) + 2) + 1
        self.title = max(_LEAST_TITLE, width - self.code - figures)
        self.indent = " " * (self.code + len(_SPACE))

    def lines(self) -> Iterable[str]:
        head = header([self.gaps.evaluation], self.language)
        yield from textwrap.wrap(head.title, self.width)
        yield from textwrap.wrap(head.measured, self.width, subsequent_indent="  ")
        yield self._say("gap_for", color=self.color)
        if not self.gaps.indicators and not self.gaps.groups:
            yield ""
            yield self._say("gap_nothing", color=self.color)
        if self.gaps.indicators:
            yield ""
            yield self._row(self._word("code"), self._word("title"), " ", self.heads)
            yield "─" * self.width
            for each in self.indicators:
                yield from self._indicator(each)
        if self.gaps.groups:
            yield ""
            yield self._word("gap_groups")
            yield "─" * self.width
            for group in self.groups:
                yield from self._group(group)

    def _word(self, key: str) -> str:
        return words.word(key, self.language)

    def _say(self, key: str, **params: str) -> str:
        return catalogue.phrase("words", key, self.language, params)

    def _row(self, code: str, title: str, arrow: str, figures: Iterable[str]) -> str:
        cells = (figure.rjust(width) for figure, width in zip(figures, self.widths, strict=True))
        return _SPACE.join((code.ljust(self.code), title.ljust(self.title), arrow, *cells))

    def _below(self, text: str, more: str = "") -> Iterable[str]:
        lines = textwrap.wrap(
            kept_together(text),
            self.width,
            initial_indent=self.indent + more,
            subsequent_indent=f"{self.indent}{more}  ",
            break_on_hyphens=False,
        )
        return map(with_blanks, lines)

    # ---- Indicators

    def _figures(self, gap: IndicatorGap) -> list[str]:
        unit, needed, difference = gap.result.indicator.unit, "–", "–"
        if isinstance(gap.needed, Fraction):
            needed = words.in_unit(gap.needed, unit, gap.decimals)
        if gap.difference is not None:
            sign = "+" if gap.difference > 0 else ""
            points = f" {words.word('gap_points', self.language)}" if unit.is_percentage else ""
            difference = f"{sign}{display.shown(gap.difference * unit.scale, gap.decimals)}{points}"
        return [words.goal(gap.result), words.value(gap.result), needed, difference]

    def _indicator(self, gap: IndicatorGap) -> Iterable[str]:
        indicator = gap.result.indicator
        title, *rest = textwrap.wrap(indicator.title, self.title) or [""]
        yield self._row(indicator.code, title, words.ARROWS[indicator.direction], self._figures(gap))
        for more in rest:
            yield self.indent + more
        if not isinstance(gap.needed, Fraction):
            yield from self._below(f"○ {reason(gap.needed, self.language)}")
        elif not isinstance(gap.inputs, tuple):
            yield from self._below(self._say("gap_no_inputs", reason=reason(gap.inputs, self.language)))
        elif gap.inputs:
            yield from self._below(self._word("gap_inputs"))
            yield from self._inputs(gap.inputs)

    def _inputs(self, inputs: tuple[InputGap, ...]) -> Iterable[str]:
        names = [_name(each) for each in inputs]
        values = [words.in_unit(each.value, each.unit or NUMBER, None) for each in inputs]
        longest, widest = min(50, max(map(len, names))), max(map(len, values))
        for each, name, value in zip(inputs, names, values, strict=True):
            if isinstance(each.needed, Fraction):
                answer = words.in_unit(each.needed, each.unit or NUMBER, None)
            else:
                answer = f"○ {reason(each.needed, self.language)}"
            line = f"{name.ljust(longest)}  {value.rjust(widest)} → {answer}"
            # Blanks in a row are columns here: only a line that is too long loses them.
            room = self.width - len(self.indent) - 2
            yield from [f"{self.indent}  {line}"] if len(line) <= room else self._below(line, "  ")

    # ---- Groups

    def _group(self, gap: GroupGap) -> Iterable[str]:
        group = gap.result.group
        ending = f"{words.alcance(gap.result).rjust(6)}  {words.color_word(gap.result.color, self.language)}"
        room = self.width - len(self.indent) - len(ending) - len(_SPACE)
        title, *rest = textwrap.wrap(group.title, room) or [""]
        yield _SPACE.join((group.code.ljust(self.code), title.ljust(room), ending))
        for more in rest:
            yield self.indent + more
        if gap.refusal is not None:
            yield from self._below(f"○ {reason(gap.refusal, self.language)}")
            return
        best, *others = gap.movers
        text = self._mover(best)
        yield from self._below(self._say("gap_most", mover=text) if others else text)
        for mover in others:
            if mover.alcance is not None:
                yield from self._below(self._mover(mover))
        if best.alcance is None:
            key = "gap_none_alone" if others else "gap_not_alone"
            yield from self._below(self._say(key, color=self.color))

    def _mover(self, mover: Mover) -> str:
        return self._say(
            "gap_mover" if mover.alcance is None else "gap_mover_enough",
            code=mover.result.indicator.code,
            alcance=words.percent(mover.alcance or Fraction(0)),
            full=words.percent(mover.full),
            figure=words.alcance(mover.group),
            color=words.color_word(mover.group.color, self.language),
        )


def _name(gap: InputGap) -> str:
    name, *meant = gap.names
    return f"{name} ({', '.join(meant)})" if meant else name
