"""How many examples a law is tried with: each day a share of them, with `--slow` all."""

from __future__ import annotations

from hypothesis import settings

_OF = 100  # what Hypothesis takes by itself, and what the counts of laws are beside


def examples(many: int) -> int:
    """Return how many of so many examples are tried now, by the profile in `tests/conftest.py`."""
    return min(many, max(1, many * settings().max_examples // _OF))
