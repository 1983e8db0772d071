"""Where lints draw their lines, unless `pei.toml` draws them elsewhere."""

from __future__ import annotations

from fractions import Fraction

import attrs


@attrs.frozen
class Thresholds:
    """
    Where a lint draws its line.

    Attributes:
        far_factor: A value this many times its goal is far from it.
        data_megabytes: Data files up to this size are read whole for the lints that look at rows.
    """

    far_factor: Fraction = Fraction(10)
    data_megabytes: Fraction = Fraction(2)
