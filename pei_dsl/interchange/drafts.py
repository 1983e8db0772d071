"""What the rows of tables say of one code, before it is a declaration."""

from __future__ import annotations

import attrs

from pei_dsl.algebra.display import fixed
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.code_cells import Code
from pei_dsl.model.units import Unit
from pei_dsl.syntax import tree


@attrs.define
class Draft:
    """
    What the rows say of one code.

    Attributes:
        cell: Where its code was met first.
        texts: Texts by field, words of closed lists in their canonical spelling.
        unit: The unit, None where nobody says; `unit_text` is how it was written.
        figures: Figures by family (`baseline`, `goals`, `values`) and period, as written.
        notes: The comments on its cells, a line each.
    """

    code: Code
    cell: Cell
    title: str = ""
    texts: dict[str, str] = attrs.field(factory=dict)
    wholes: dict[str, int] = attrs.field(factory=dict)
    weight: tree.Amount | None = None
    unit: Unit | None = None
    unit_text: str = ""
    figures: dict[str, dict[str, tree.Figure]] = attrs.field(
        factory=lambda: {"baseline": {}, "goals": {}, "values": {}}
    )
    notes: list[str] = attrs.field(factory=list)


def value_text(amount: tree.Amount) -> str:
    """Return a figure as a register holds it: `2.23%`, `99448`, `ND`."""
    if amount.value is None:
        return amount.words
    value = amount.value * 100 if amount.percent else amount.value
    return f"{fixed(value, amount.decimals)}{'%' if amount.percent else ''}"
