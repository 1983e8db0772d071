"""Prose by language: that of findings, which stands on their pages, and that of absences and reports."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from pei_dsl.diagnostics import pages
from pei_dsl.diagnostics.finding import Diagnostic, Joined, Label, Parameter, Term

LANGUAGES = ("es", "en")
_WRITE = {"es": "escriba", "en": "write"}
_OR = {"es": " o ", "en": " or "}


@functools.cache
def catalogue(language: str) -> Mapping[str, Any]:
    """Return the catalogue of `language` ("es" or "en"): `labels`, `absences`, `words`, `description`."""
    path = importlib.resources.files("pei_dsl.diagnostics") / "catalogues" / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def message(diagnostic: Diagnostic, language: str) -> str:
    """Return the headline: what is wrong, in one line that stands alone."""
    entry = pages.words(diagnostic.code)[language]
    key = f"message_{diagnostic.variant}" if diagnostic.variant else "message"
    return fill(entry[key], diagnostic.params, language)


def remedy(diagnostic: Diagnostic, language: str) -> str:
    """Return what to do next, or "" when the fixes say it all."""
    entry = pages.words(diagnostic.code)[language]
    key = f"help_{diagnostic.variant}" if diagnostic.variant else "help"
    return fill(entry.get(key, entry.get("help", "")), diagnostic.params, language)


def remedies(diagnostic: Diagnostic, language: str) -> Iterable[str]:
    """Yield what to do next, and what to write instead where that is known."""
    told_ = remedy(diagnostic, language)
    if told_:
        yield told_
    texts = [fix.text.strip() for fix in diagnostic.fixes if fix.text.strip()]
    if texts:
        choices = _OR[language].join(f"«{text}»" for text in texts)
        yield f"{_WRITE[language]} {choices}"


def note(label: Label, language: str) -> str:
    """Return the short text of a label, or ""."""
    return phrase("labels", label.note, language, label.params) if label.note else ""


def title(code: str, language: str) -> str:
    """Return the name of diagnostic `code`, as its page is headed."""
    return pages.words(code)[language]["title"]


def phrase(section: str, key: str, language: str, params: Mapping[str, Parameter] | None = None) -> str:
    """Return the text `key` of `section` with `params` filled in."""
    return fill(catalogue(language)[section][key], params or {}, language)


def fill(template: str, params: Mapping[str, Parameter], language: str) -> str:
    """Return `template` with each `{name}` replaced; text in `params` is never read as a template."""
    return template.format_map({name: told(each, language) for name, each in params.items()})


def told(parameter: Parameter, language: str) -> str | int:
    """Return `parameter` as `language` says it; a quotation and a number stay as they are."""
    match parameter:
        case Term():
            return phrase(parameter.section, parameter.key, language, parameter.params)
        case Joined():
            return parameter.between.join(str(told(each, language)) for each in parameter.parts)
        case _:
            return parameter
