"""Which language to speak: `--lang`, then `PEI_LANG`, then the locale, then Spanish."""

from __future__ import annotations

import contextlib
import gettext
import os
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TypeAlias

LANGUAGES = ("es", "en")
DOMAIN = "pei_dsl"
LOCALE = Path(__file__).with_name("locale")

Both: TypeAlias = tuple[str, str]
"""A text in Spanish and in English."""

_current: ContextVar[str] = ContextVar("language", default="es")


def chosen(arguments: Sequence[str]) -> str:
    """Return the language that the command line asks for, before click reads it: help needs it early."""
    asked = ""
    for argument, following in zip(arguments, [*arguments, ""][1:], strict=True):
        name, equals, value = argument.partition("=")
        if name.lower() == "--lang":
            asked = _known(value if equals else following)
    return asked or from_environment()


def from_environment() -> str:
    """Return the language of `PEI_LANG` or the locale; Spanish where none is told."""
    for name in ("PEI_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        language = _known(os.environ.get(name, ""))
        if language:
            return language
    return "es"


def _known(value: str) -> str:
    head = value.lower()[:2]
    return head if head in LANGUAGES else ""


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """
    Speak `language` for a while, click's own messages too.

    Those come from the process's gettext, which has a Spanish catalogue and, for English, none: then the
    messages stand as click wrote them.  What the process had before is put back.
    """
    token = _current.set(language)
    domain, environment = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        _current.reset(token)
        gettext.textdomain(domain)
        if environment is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = environment


def current() -> str:
    """Return the language of the running command."""
    return _current.get()


def say(spanish: str, english: str) -> str:
    """Return the text for the language of the running command."""
    return english if current() == "en" else spanish
