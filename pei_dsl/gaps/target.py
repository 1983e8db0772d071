"""The colour to reach."""

from __future__ import annotations

from fractions import Fraction

import attrs

from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.evaluation.results import Achievement
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Methodology


@attrs.frozen
class Target:
    """A colour to reach: that band or a better one."""

    methodology: Methodology
    color: str

    @classmethod
    def of(cls, methodology: Methodology, color: str | None = None) -> Target:
        """
        Return the target `color`, or the best one for None.

        Raises:
            RequestError: The methodology has no such colour.
        """
        names = [str(band.color) for band in methodology.bands]
        if color is None:
            return cls(methodology, methodology.bands[0].color)
        if color not in names:
            raise RequestError("no_color", given=repr(color), names=", ".join(names))
        return cls(methodology, methodology.bands[names.index(color)].color)

    def is_met(self, color: str | None) -> bool:
        """Tell whether `color` is the one to reach, or better; ND is none."""
        order = [band.color for band in self.methodology.bands]
        return color is not None and order.index(color) <= order.index(self.color)

    def holds(self, reached: Achievement | Fraction | Absence) -> bool:
        """Tell whether an alcance, or the figure of a group, reaches the colour."""
        if isinstance(reached, Absence):
            return False
        shown = reached.shown if isinstance(reached, Achievement) else reached
        return self.is_met(self.methodology.color(shown))
