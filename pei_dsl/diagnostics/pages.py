"""The page of each diagnostic: what it means, wrong and right, and the words in which it is told."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path

ENGLISH = "## In English"
MESSAGES = "## Mensajes"
_FENCE = "```toml mensajes\n"


def folder() -> Path:
    """Return where the pages stand: inside the installed package, or in the docs of a checkout."""
    packaged = Path(__file__).with_name("pages")
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "docs" / "diagnostics"


def page(code: str, language: str = "es") -> str | None:
    """
    Return the page of `code`: all but the English part in Spanish, the title and that part in English.

    What the program says in a message is not repeated; there is None where no such code is.
    """
    text = _text(code)
    if text is None:
        return None
    spanish, _, english = text.partition(MESSAGES)[0].partition(ENGLISH)
    if language == "en":
        return f"# {code}: {words(code)['en']['title']}\n\n{english.strip()}"
    return spanish.strip()


@functools.cache
def codes() -> tuple[str, ...]:
    """Return every diagnostic code, in order: those that have a page."""
    return tuple(sorted(path.stem for path in folder().glob("PEI*.md")))


@functools.cache
def words(code: str) -> Mapping[str, Mapping[str, str]]:
    """
    Return by language in which words `code` is told: `title`, `message`, `help`, and those of its variants.

    The Spanish title is the heading of the page.
    """
    text = _text(code)
    if text is None:
        raise KeyError(code)
    heading, _, rest = text.partition("\n")
    told = rest.partition(MESSAGES)[2].partition(_FENCE)[2].partition("\n```")[0]
    tables = tomllib.loads(told)
    return {"es": {"title": heading.removeprefix(f"# {code}: "), **tables["es"]}, "en": tables["en"]}


def _text(code: str) -> str | None:
    path = folder() / f"{code}.md"
    return path.read_text("utf-8") if path.is_file() else None
