"""The prose of findings, absences and roundings, by language."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from collections.abc import Mapping
from typing import Any

from pei_dsl.diagnostics.finding import Diagnostic, Label, Parameter

LANGUAGES = ("es", "en")


@functools.cache
def catalogue(language: str) -> Mapping[str, Any]:
    """Return the catalogue of `language` ("es" or "en"): sections `PEInnn`, `labels`, `absences`, `words`."""
    path = importlib.resources.files("pei_dsl.diagnostics") / "catalogues" / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def codes() -> list[str]:
    """Return every diagnostic code, in order."""
    return [key for key in catalogue("es") if key.startswith("PEI")]


def message(diagnostic: Diagnostic, language: str) -> str:
    """Return the headline: what is wrong, in one line that stands alone."""
    entry = catalogue(language)[diagnostic.code]
    key = f"message_{diagnostic.variant}" if diagnostic.variant else "message"
    return fill(entry[key], diagnostic.params)


def remedy(diagnostic: Diagnostic, language: str) -> str:
    """Return what to do next, or "" when the fixes say it all."""
    entry = catalogue(language)[diagnostic.code]
    key = f"help_{diagnostic.variant}" if diagnostic.variant else "help"
    return fill(entry.get(key, entry.get("help", "")), diagnostic.params)


def note(label: Label, language: str) -> str:
    """Return the short text of a label, or ""."""
    return fill(catalogue(language)["labels"][label.note], label.params) if label.note else ""


def title(code: str, language: str) -> str:
    """Return the name of diagnostic `code`, as its page is headed."""
    name: str = catalogue(language)[code]["title"]
    return name


def phrase(section: str, key: str, language: str, params: Mapping[str, Parameter] | None = None) -> str:
    """Return the text `key` of `section` with `params` filled in."""
    return fill(catalogue(language)[section][key], params or {})


def fill(template: str, params: Mapping[str, Parameter]) -> str:
    """Return `template` with each `{name}` replaced; text in `params` is never read as a template."""
    return template.format_map(params)
