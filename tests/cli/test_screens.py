"""Pages on screens: no line is wider than the screen, and a sign that it cannot show is never a question mark."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAN = "specs/inpe-2019-2027"
PAGES = (
    ("evaluar", PLAN, "--periodo", "2024"),
    ("evaluar", PLAN, "--periodo", "2022..2024"),
    ("explicar", PLAN, "IND.01.OEI.01", "--periodo", "2024"),
    ("brecha", PLAN, "--periodo", "2024"),
    ("probar", PLAN),
)


@functools.cache
def shown(arguments: tuple[str, ...], **environment: str) -> bytes:
    """Return what a command prints, in a process of its own: its streams are those of a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "pei_dsl", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0", **environment},
        capture_output=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_no_line_is_wider_than_the_screen(arguments: tuple[str, ...], width: int) -> None:
    text = shown(arguments, COLUMNS=str(width), PYTHONIOENCODING="utf-8").decode("utf-8")

    assert len(text.splitlines()) > 5
    assert [line for line in text.splitlines() if len(line) > width] == []


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_every_sign_can_be_shown_on_a_code_page_of_windows(arguments: tuple[str, ...], encoding: str) -> None:
    page = shown(arguments, PYTHONIOENCODING="utf-8").decode("utf-8")
    text = shown(arguments, PYTHONIOENCODING=encoding).decode(encoding)

    assert text.count("?") == page.count("?")
    assert "\\u" not in text
    assert text.count("\n") == page.count("\n")
