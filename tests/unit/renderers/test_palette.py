"""The colours of documents: all from one place, and each to be read on its ground, by light and by dark."""

from __future__ import annotations

import itertools
import re

import pytest

from pei_dsl.renderers import palette
from tests.documents import ROOT

RENDERERS = ROOT / "pei_dsl" / "renderers"
ENOUGH, STRONG = 4.5, 7.0
GRAPHIC = 3.0


def contrast(one: str, other: str) -> float:
    """Return how well two colours are told apart, as WCAG 2 computes it: from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(digits: str) -> float:
    parts = [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return sum(each * weight for each, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize("side", ["light", "dark"])
def test_texts_are_read_on_the_grounds_that_they_stand_on(side: str) -> None:
    shade = {name: getattr(each, side) for name, each in palette.SHADES.items()}

    for text, ground in itertools.product(("ink", "soft", "head", "link"), ("ground", "raised")):
        assert contrast(shade[text], shade[ground]) >= ENOUGH, (text, ground)
    assert contrast(shade["ink"], shade["headfill"]) >= STRONG
    assert contrast(shade["hint"], shade["hintfill"]) >= STRONG
    for series in ("value", "goal"):
        assert contrast(shade[series], shade["ground"]) >= GRAPHIC, series


def test_dark_letters_are_read_on_every_tint() -> None:
    ink = palette.SHADES["ink"].light

    for tint in (*palette.TINTS.values(), palette.OTHER_TINT):
        assert contrast(ink, tint) >= 11


def test_style_sheets_have_no_colour_of_their_own() -> None:
    known = {each.light for each in palette.SHADES.values()}
    word = (RENDERERS / "word" / "styles.xml").read_text("utf-8")
    page = (RENDERERS / "html" / "document.css").read_text("utf-8")

    assert set(re.findall(r'"([0-9A-F]{6})"', word)) <= known
    assert not re.findall(r"#[0-9a-fA-F]{3}|rgb|hsl", page)
    named = set(re.findall(r"var\(--([\w-]+)\)", page))
    assert named <= set(re.findall(r"--([\w-]+):", palette.variables()))


@pytest.mark.parametrize("color", [*palette.TINTS, "ámbar"])
def test_every_colour_has_a_ground_in_files_and_on_pages(color: str | None) -> None:
    name = palette.tint_class(color)

    assert f"--{name}:#{palette.tint(color).lower()}" in palette.variables()
