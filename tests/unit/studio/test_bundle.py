"""The page that travels with the package is the one that its sources give, and small."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.studio_pages import ROOT

WEB = ROOT / "pei_dsl" / "studio" / "web"
SOURCES = ROOT / "studio"
MOST = 165_000


def test_what_is_committed_is_what_the_sources_give(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not (SOURCES / "node_modules").is_dir():
        pytest.skip("the page was not built afresh: it takes node, and `python3 dev.py studio` once")

    subprocess.run([node, SOURCES / "build.js", tmp_path], check=True)

    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {
        each.name: each.read_bytes() for each in WEB.iterdir()
    }


def test_the_first_load_is_small() -> None:
    """The view of two texts comes when it is needed."""
    first = [each for each in WEB.iterdir() if not each.name.startswith(("merge", "licenses"))]

    assert sum(len(gzip.compress(each.read_bytes(), 9)) for each in first) <= MOST


def test_the_lock_names_no_host() -> None:
    """Whoever installs takes packages from where they take them, known by their hash."""
    lock = (SOURCES / "package-lock.json").read_text("utf-8")

    assert "http" not in lock.replace("https://github.com/sponsors", "").replace(
        "https://opencollective.com", ""
    )
    assert lock.count('"integrity"') > 20


def test_the_page_loads_nothing_from_elsewhere() -> None:
    for each in WEB.iterdir():
        text = each.read_text("utf-8")
        assert "<style" not in text or each.suffix == ".js", each
        assert 'src="http' not in text, each
        assert "@import" not in text, each
    index = (WEB / "index.html").read_text("utf-8")
    assert "style=" not in index
    assert index.count("<script") == 1
