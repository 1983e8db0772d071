"""The page of each diagnostic: what it means, wrong and right, as `docs/diagnostics` has it."""

from __future__ import annotations

from pathlib import Path

ENGLISH = "## In English"


def folder() -> Path:
    """Return where the pages stand: inside the installed package, or in the docs of a checkout."""
    packaged = Path(__file__).with_name("pages")
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "docs" / "diagnostics"


def page(code: str, language: str = "es") -> str | None:
    """Return the page of `code`: all but the English part in Spanish, the title and that part in English."""
    path = folder() / f"{code}.md"
    if not path.is_file():
        return None
    spanish, _, english = path.read_text("utf-8").partition(ENGLISH)
    if language == "en":
        from pei_dsl.diagnostics import catalogue

        return f"# {code}: {catalogue.title(code, 'en')}\n\n{english.strip()}"
    return spanish.strip()
