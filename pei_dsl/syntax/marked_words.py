"""Words in the place of a figure with a mark of quality behind them: `ND preliminar`, `sí estimado`."""

from __future__ import annotations

from pei_dsl import vocabulary


def is_marked(words: str, mark: str) -> bool:
    """Tell whether `mark` behind `words` on one line is a mark of quality, and no further word."""
    known = vocabulary.ABSENCES.find(words) or vocabulary.YES_NO.find(words)
    return known is not None and vocabulary.QUALITIES.find(mark) is not None
