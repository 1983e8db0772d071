"""Texts that once broke a law of `laws`: what `dev.py fuzz` finds is kept here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import laws

CASES = sorted((Path(__file__).parent / "cases").glob("*.pei"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_text_that_once_broke_a_law(file: Path) -> None:
    text = file.read_bytes().decode()
    loaded = laws.is_read(text)
    laws.is_formatted(text)
    laws.is_mended(loaded, text)
