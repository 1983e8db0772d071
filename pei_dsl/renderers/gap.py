"""What is missing for a colour: a table for people, JSON for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from pei_dsl.algebra import display
from pei_dsl.diagnostics import catalogue
from pei_dsl.evaluation.results import Achievement
from pei_dsl.gaps.missing import Gaps, GroupGap, IndicatorGap, InputGap, Mover, Refused
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Direction
from pei_dsl.model.units import NUMBER
from pei_dsl.renderers.table import render_goal, render_value
from pei_dsl.views import words
from pei_dsl.views.outline import outline

VERSION = 1
WIDTH = 100
_ARROWS = {Direction.ASCENDING: "↑", Direction.DESCENDING: "↓", Direction.UNDEFINED: "–"}
_SPACE, _NO_BREAK = "  ", "\u00a0"
_LEAST_TITLE = 20


def reason(refused: Refused, language: str) -> str:
    """Return why there is no answer, in words."""
    if isinstance(refused, Absence):
        return f"{words.reason(refused, language)}: {words.detail(refused, language)}"
    return catalogue.phrase("words", refused.cause, language, refused.params)


# ---- Table ------------------------------------------------------------------------------------------------


def render(gaps: Gaps, language: str = "es", width: int = WIDTH) -> str:
    """Return `gaps` as text of at most `width` columns, never less than 80."""
    return "\n".join(line.rstrip() for line in _Sheet(gaps, language, max(80, width)).lines())


class _Sheet:
    """The table: a row for each indicator and group, its reasons and its inputs below it."""

    def __init__(self, gaps: Gaps, language: str, width: int) -> None:
        self.gaps, self.language, self.width = gaps, language, width
        place = {line.code: number for number, line in enumerate(outline(gaps.evaluation))}
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
        evaluation = self.gaps.evaluation
        plan = evaluation.plan
        entity = f"{plan.entity} ({plan.acronym})" if plan.acronym and plan.entity else plan.entity
        yield from textwrap.wrap(" · ".join(part for part in (plan.title, entity) if part), self.width)
        period, methodology = self._word("period"), self._word("methodology")
        yield f"{period} {evaluation.period} · {methodology} {evaluation.methodology.name}"
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
        for symbol in (*words.SYMBOLS.values(), words.OTHER_COLOR, words.NO_COLOR):
            text = text.replace(f"{symbol} ", f"{symbol}{_NO_BREAK}")  # a symbol stays with its word
        lines = textwrap.wrap(
            text,
            self.width,
            initial_indent=self.indent + more,
            subsequent_indent=f"{self.indent}{more}  ",
            break_on_hyphens=False,
        )
        return (line.replace(_NO_BREAK, " ") for line in lines)

    # ---- Indicators

    def _figures(self, gap: IndicatorGap) -> list[str]:
        unit, needed, difference = gap.result.indicator.unit, "–", "–"
        if isinstance(gap.needed, Fraction):
            needed = words.in_unit(gap.needed, unit, gap.decimals)
        if gap.difference is not None:
            sign = "+" if gap.difference > 0 else ""
            points = f" {words.word('gap_points', self.language)}" if unit.is_percentage else ""
            difference = f"{sign}{display.shown(gap.difference * unit.scale, gap.decimals)}{points}"
        return [render_goal(gap.result), render_value(gap.result), needed, difference]

    def _indicator(self, gap: IndicatorGap) -> Iterable[str]:
        indicator = gap.result.indicator
        title, *rest = textwrap.wrap(indicator.title, self.title) or [""]
        yield self._row(indicator.code, title, _ARROWS[indicator.direction], self._figures(gap))
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


# ---- JSON -------------------------------------------------------------------------------------------------


def gaps_to_json(gaps: Gaps, language: str = "es") -> dict[str, Any]:
    """
    Return `gaps` as plain dicts, lists, strings, booleans and None.

    Figures are exact (a percentage as a ratio, 0.0223), `…_mostrado` is in the unit's scale; those of groups
    are in percent.
    """
    evaluation = gaps.evaluation
    return {
        "version": VERSION,
        "plan": evaluation.plan.title,
        "periodo": str(evaluation.period),
        "metodologia": evaluation.methodology.name,
        "color": str(gaps.color),
        "indicadores": [_indicator_json(each, language) for each in gaps.indicators],
        "grupos": [_group_json(each, language) for each in gaps.groups],
    }


def _exact(value: object) -> str | None:
    return display.exact(value) if isinstance(value, Fraction) else None


def _percent(value: Fraction | Absence | Achievement | None) -> str | None:
    if isinstance(value, Achievement):
        value = value.shown
    return display.exact(value) if isinstance(value, Fraction) else None


def _refused(answer: object, language: str) -> dict[str, str] | None:
    if answer is None or isinstance(answer, Fraction | tuple):
        return None
    assert not isinstance(answer, str)
    cause = answer.cause  # type: ignore[attr-defined]  # an answer that is none says why
    return {"motivo": cause.removeprefix("gap_"), "detalle": reason(answer, language)}  # type: ignore[arg-type]


def _indicator_json(gap: IndicatorGap, language: str) -> dict[str, Any]:
    result = gap.result
    scale = result.indicator.unit.scale
    shown = display.fixed(gap.needed * scale, gap.decimals) if isinstance(gap.needed, Fraction) else None
    inputs = gap.inputs if isinstance(gap.inputs, tuple) else ()
    return {
        "codigo": result.indicator.code,
        "titulo": result.indicator.title,
        "sentido": str(result.indicator.direction),
        "unidad": str(result.indicator.unit),
        "valor": _exact(result.value),
        "logro": _exact(result.goal),
        "alcance": _percent(result.achievement),
        "color": str(result.color) if result.color else None,
        "necesario": _exact(gap.needed),
        "necesario_mostrado": shown,
        "brecha": _exact(gap.difference),
        "sin_respuesta": _refused(gap.needed, language),
        "datos": [_input_json(each, language) for each in inputs],
        "datos_sin_respuesta": _refused(gap.inputs, language),
    }


def _input_json(gap: InputGap, language: str) -> dict[str, Any]:
    return {
        "nombres": list(gap.names),
        "titulo": gap.title,
        "entero": gap.whole,
        "valor": _exact(gap.value),
        "necesario": _exact(gap.needed),
        "sin_respuesta": _refused(gap.needed, language),
    }


def _group_json(gap: GroupGap, language: str) -> dict[str, Any]:
    result = gap.result
    return {
        "codigo": result.group.code,
        "titulo": result.group.title,
        "alcance": _percent(result.achievement),
        "color": str(result.color) if result.color else None,
        "indicadores": [_mover_json(each) for each in gap.movers],
        "sin_respuesta": _refused(gap.refusal, language),
    }


def _mover_json(mover: Mover) -> dict[str, Any]:
    return {
        "codigo": mover.result.indicator.code,
        "alcance": _percent(mover.result.achievement),
        "alcance_pleno": _percent(mover.full),
        "alcance_del_grupo": _percent(mover.group.achievement),
        "color_del_grupo": str(mover.group.color) if mover.group.color else None,
        "alcance_necesario": _percent(mover.alcance),
    }
