"""Tests that look at what another package says: they hold for its locked release, and for no other."""

from __future__ import annotations

import importlib.metadata

import pytest

import dev
from requirements.wheels import entries


def with_locked(package: str) -> pytest.MarkDecorator:
    """Return the mark of a test that runs with the locked version of `package` alone."""
    [locked] = [str(each.specifier) for each, _ in entries(dev.LOCKED / "dev.txt") if each.name == package]
    here = f"=={importlib.metadata.version(package)}"
    return pytest.mark.skipif(here != locked, reason=f"looks at the words of {package}{locked}, not {here}")
