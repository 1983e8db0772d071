"""The API reference: every public name on one page, every example run; the site is built by `dev.py docs`."""

from __future__ import annotations

import doctest
import re

import pytest

import pei_dsl
from tests.documents import ROOT, name_of

PAGES = sorted((ROOT / "docs" / "api").glob("*.rst"))
_NAME = re.compile(r"^\.\. auto\w+:: pei_dsl\.(\w+)$", re.MULTILINE)


def test_every_public_name_has_its_place() -> None:
    named = [name for page in PAGES for name in _NAME.findall(page.read_text("utf-8"))]

    assert sorted(named) == sorted(set(pei_dsl.__all__) - {"__version__"})


@pytest.mark.parametrize("page", [pytest.param(each, id=name_of(each)) for each in PAGES])
def test_examples_run(page: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("SERVIDOR", raising=False)

    done = doctest.testfile(str(page), module_relative=False, encoding="utf-8")

    assert done.failed == 0
    assert done.attempted or str(page).endswith("index.rst")


@pytest.mark.parametrize("name", sorted(set(pei_dsl.__all__) - {"__version__", "DiagnosticCode", "PLAN"}))
def test_every_public_name_says_what_it_is(name: str) -> None:
    told = getattr(pei_dsl, name).__doc__

    assert told
    assert told.strip()[0].isupper()
