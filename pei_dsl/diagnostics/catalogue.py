"""Prose by language: that of findings, which stands on their pages, and that of absences and reports."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from collections.abc import Mapping
from typing import Any

from pei_dsl.diagnostics import pages
from pei_dsl.diagnostics.finding import Diagnostic, Label, Parameter

LANGUAGES = ("es", "en")


@functools.cache
def catalogue(language: str) -> Mapping[str, Any]:
    """Return the catalogue of `language` ("es" or "en"): `labels`, `absences`, `words`, `description`."""
    path = importlib.resources.files("pei_dsl.diagnostics") / "catalogues" / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def message(diagnostic: Diagnostic, language: str) -> str:
    """Return the headline: what is wrong, in one line that stands alone."""
    entry = pages.words(diagnostic.code)[language]
    key = f"message_{diagnostic.variant}" if diagnostic.variant else "message"
    return fill(entry[key], diagnostic.params)


def remedy(diagnostic: Diagnostic, language: str) -> str:
    """Return what to do next, or "" when the fixes say it all."""
    entry = pages.words(diagnostic.code)[language]
    key = f"help_{diagnostic.variant}" if diagnostic.variant else "help"
    return fill(entry.get(key, entry.get("help", "")), diagnostic.params)


def note(label: Label, language: str) -> str:
    """Return the short text of a label, or ""."""
    return fill(catalogue(language)["labels"][label.note], label.params) if label.note else ""


def title(code: str, language: str) -> str:
    """Return the name of diagnostic `code`, as its page is headed."""
    return pages.words(code)[language]["title"]


def phrase(section: str, key: str, language: str, params: Mapping[str, Parameter] | None = None) -> str:
    """Return the text `key` of `section` with `params` filled in."""
    return fill(catalogue(language)[section][key], params or {})


def fill(template: str, params: Mapping[str, Parameter]) -> str:
    """Return `template` with each `{name}` replaced; text in `params` is never read as a template."""
    return template.format_map(params)
