"""Values of a plan as one line of text, so that what stood somewhere and what stands there can be told."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction

from pei_dsl import vocabulary
from pei_dsl.algebra import display
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Band, Methodology, RoundingStep
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Baseline, Column, Figure, IntervalFigure, Relevance, RowsOf
from pei_dsl.model.units import NUMBER, Unit


def written(value: object, unit: Unit = NUMBER) -> str:
    """Return `value` as a text; "" for what is not declared."""
    match value:
        case None:
            return ""
        case Relevance():
            return vocabulary.RELEVANCES.named(value.name.lower()).spanish
        case str():
            return str(value)
        case Figure():
            return figure(value, unit)
        case IntervalFigure():
            ends = (Figure(end, value.decimals) for end in (value.value.lower, value.value.upper))
            return " a ".join(figure(end, unit) for end in ends)
        case Baseline():
            return f"{value.period}: {figure(value.figure, unit)}"
        case Fraction():
            return display.shown(value)
        case bool():
            return "sí" if value else "no"
        case Methodology():
            return value.name
        case RoundingStep():
            return f"{value.decimals} {value.rounding}"
        case Band():
            return _band(value)
        case RowsOf():
            return value.text
        case Column():
            return _column(value)
        case datetime.date():
            return value.isoformat()
        case Period() | Unit() | int():
            return str(value)
        case tuple() | frozenset():
            return "; ".join(written(each, unit) for each in value)
        case Mapping():
            return "; ".join(f"{key}: {written(each, unit)}" for key, each in value.items())
        case _:
            return ""


def figure(value: Figure, unit: Unit) -> str:
    """Return a figure as it was written: `0.72 %`, `8,824`, `no programado`."""
    if isinstance(value.value, Absence):
        return str(value.value.reason)
    if unit.worded(value.value):
        return unit.worded(value.value)
    text = display.operand(value.value * unit.scale, value.decimals)
    return f"{text} %" if unit.is_percentage else text


def _band(band: Band) -> str:
    limit = "" if band.limit is None else f" {'>' if band.strict else '>='} {display.shown(band.limit)}"
    return f"{band.color}{limit}"


def _column(column: Column) -> str:
    told = [str(column.type), column.text, *(["obligatoria"] if column.required else ())]
    return " ".join(each for each in told if each)
