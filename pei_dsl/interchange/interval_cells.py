"""Cells with a goal that is an interval: `95% a 105%`, `entre 95% y 105%`."""

from __future__ import annotations

import attrs

from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.sheet_cells import Observations, read_figure
from pei_dsl.model.units import Unit
from pei_dsl.source import NOWHERE
from pei_dsl.syntax import tree
from pei_dsl.written_figures import Dirt, dirty_figure


def read_goal(
    cell: Cell, unit: Unit | None, percentages: str, observations: Observations
) -> tree.Amount | tree.AmountRange | None:
    """Return the goal in `cell`: a figure or an interval; None of an empty or a dirty one."""
    found = dirty_figure(cell.text) if isinstance(cell.value, str) else None
    if found is None or found.dirt is not Dirt.RANGE:
        return read_figure(cell, unit, percentages, observations)
    # No spreadsheet has an interval as a number: that it is a text is nothing to tell.
    last, first = (attrs.evolve(cell, value=text, typed=False) for text in found.figures)
    lower = read_figure(first, unit, percentages, observations)
    upper = read_figure(last, unit, percentages, observations)
    if lower is None or upper is None or lower.value is None or upper.value is None:
        return None
    if lower.value >= upper.value:
        observations.add(cell, "PEI353", "interval")
        return None
    return tree.AmountRange(lower, upper, span=NOWHERE)
