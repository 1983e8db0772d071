"""Charts as files of their own, with the colours of paper: typst reads them as it reads any SVG."""

from __future__ import annotations

from pei_dsl.renderers.html import drawn_charts
from pei_dsl.renderers.palette import OTHER_TINT, SHADES, TINTS, tint_class
from pei_dsl.views.document import Chart

_OPENING = "<svg "
_ATTRIBUTES = 'xmlns="http://www.w3.org/2000/svg" font-family="Libertinus Serif, DejaVu Sans Mono" '


def drawn(chart: Chart) -> str:
    """Return a chart as SVG."""
    made = str(drawn_charts.drawn(chart))
    end = made.index(">") + 1
    opened = made[:end].replace(_OPENING, f"{_OPENING}{_ATTRIBUTES}", 1)
    return f"{opened}<style>{_looks()}</style>{made[end:]}"


def _looks() -> str:
    shade = {name: f"#{each.light}" for name, each in SHADES.items()}
    rules = {
        "text": f"font-size:13px;fill:{shade['ink']};text-anchor:middle",
        ".end": "text-anchor:end;dominant-baseline:middle",
        ".start": "text-anchor:start",
        ".strong": "font-weight:bold",
        ".figure": "font-weight:bold",
        ".goal-text": f"text-anchor:start;fill:{shade['goal']};"
        f"paint-order:stroke;stroke:{shade['ground']};stroke-width:4px",
        ".goal-year": f"font-weight:bold;fill:{shade['goal']}",
        ".grid": f"stroke:{shade['line']};fill:none",
        ".zero": f"stroke:{shade['soft']};fill:none",
        ".value": f"fill:{shade['value']}",
        ".goal": f"stroke:{shade['goal']};stroke-width:2;stroke-dasharray:6 4;fill:none",
        ".passage": f"stroke:{shade['soft']};stroke-width:1.5;stroke-dasharray:2 3;fill:none",
        ".passage-text": f"text-anchor:start;font-style:italic;fill:{shade['soft']}",
        ".left": "text-anchor:end",
        ".goal-band": f"fill:{shade['goal']};fill-opacity:0.16",
        ".diamond": f"fill:{shade['goal']}",
        ".total": f"fill:{shade['soft']}",
        ".rise": f"fill:{shade['value']}",
        ".fall": f"fill:{shade['goal']}",
        ".other": f"fill:#{OTHER_TINT}",
        **{f".{tint_class(color)}": f"fill:#{digits}" for color, digits in TINTS.items()},
    }
    return "".join(f"{name}{{{looks}}}" for name, looks in rules.items())
