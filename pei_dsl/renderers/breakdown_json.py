"""Indicators by groups and periods as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from pei_dsl.algebra import display
from pei_dsl.evaluation.breakdown import Breakdown, Series
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Indicator
from pei_dsl.renderers import breakdown_cells
from pei_dsl.renderers.evaluation_json import caveats_to_json
from pei_dsl.renderers.style import Style
from pei_dsl.views import words

_END, _INDENTED = "\n", "\n    "


def parts(breakdown: Breakdown, style: Style) -> Iterator[str]:
    """Return the parts of the text of the JSON."""
    return texts(breakdown, style.language)


def breakdown_to_json(breakdown: Breakdown, language: str = "es") -> dict[str, Any]:
    """Return `breakdown` as JSON: exact values as strings, ND with its reason."""
    indicators = [
        _indicator(breakdown, indicator, series, language)
        for indicator, series in breakdown_cells.by_indicator(breakdown)
    ]
    return {**_head(breakdown), "indicadores": indicators}


def texts(breakdown: Breakdown, language: str = "es") -> Iterator[str]:
    """Yield the text of that JSON with an indent of two, indicator by indicator."""
    begin, end = _text({**_head(breakdown), "indicadores": []}).rsplit("]", 1)
    between = begin
    for indicator, series in breakdown_cells.by_indicator(breakdown):
        text = _text(_indicator(breakdown, indicator, series, language))
        # A line ends between members only: that of a text is a backslash and a letter.
        yield f"{between}\n    {text.replace(_END, _INDENTED)}"
        between = ","
    yield f"{begin}]{end}\n" if between == begin else f"\n  ]{end}\n"


def _text(made: dict[str, Any]) -> str:
    return json.dumps(made, ensure_ascii=False, indent=2)


def _head(breakdown: Breakdown) -> dict[str, Any]:
    return {
        "version": 1,
        "plan": breakdown.plan.title,
        "columnas": list(breakdown.columns),
        "periodos": [str(period) for period in breakdown.periods],
    }


def _indicator(
    breakdown: Breakdown, indicator: Indicator, all_series: Sequence[Series], language: str
) -> dict[str, Any]:
    return {
        "codigo": indicator.code,
        "titulo": indicator.title,
        "unidad": str(indicator.unit),
        "series": [_series(breakdown, each, language) for each in all_series],
    }


def _series(breakdown: Breakdown, series: Series, language: str) -> dict[str, Any]:
    return {
        "periodo": str(series.period),
        "total": _value(series.total, series.indicator, language),
        "grupos": [
            {
                "grupo": [None if cell is None else breakdown_cells.plain(cell) for cell in group],
                **_value(value, series.indicator, language),
            }
            for group, value in zip(breakdown.groups, series.values, strict=True)
        ],
        **caveats_to_json(series.caveats, language),
    }


def _value(value: Fraction | Absence, indicator: Indicator, language: str) -> dict[str, Any]:
    if isinstance(value, Absence):
        nd = {"motivo": str(value.reason), "detalle": words.detail(value, language)}
        return {"valor": None, "valor_mostrado": None, "nd": nd}
    shown = breakdown_cells.scaled(value, indicator)
    return {"valor": display.exact(value), "valor_mostrado": shown, "nd": None}
