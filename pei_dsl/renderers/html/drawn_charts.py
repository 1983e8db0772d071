"""Every kind of chart as SVG, for pages, sites and prints."""

from __future__ import annotations

from pei_dsl.renderers.html import svg_charts, svg_waterfall
from pei_dsl.renderers.html.markup import Markup
from pei_dsl.views.document import Chart, Counts, Evolution
from pei_dsl.views.waterfall import Waterfall


def drawn(chart: Chart) -> Markup:
    """Return a chart as SVG."""
    match chart:
        case Evolution():
            return svg_charts.evolution(chart)
        case Counts():
            return svg_charts.counts(chart)
        case Waterfall():
            return svg_waterfall.waterfall(chart)
