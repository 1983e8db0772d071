"""Prose by language: that of findings, which stands on their pages, and that of absences and reports."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from pei_dsl.diagnostics import pages
from pei_dsl.immutable import brief, freezing

LANGUAGES = ("es", "en")


@attrs.frozen(field_transformer=freezing)
class Term:
    """
    A word or phrase of the catalogues as a parameter: each language says it in its own way.

    Attributes:
        section: The section of the catalogues.
        key: The text in it.
        params: What that text mentions.
    """

    __repr__ = brief

    section: str
    key: str
    params: Mapping[str, Parameter] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class Joined:
    """Several parameters told as one, with the text `between` them."""

    __repr__ = brief

    parts: tuple[Parameter, ...]
    between: str = ""


Parameter: TypeAlias = str | int | Term | Joined
"""What a message mentions: a quotation or a number as it stands, or what each language says by itself."""


@functools.cache
def catalogue(language: str) -> Mapping[str, Any]:
    """Return the catalogue of `language` ("es" or "en"): `labels`, `absences`, `words`, `description`."""
    path = Path(__file__).parent / "catalogues" / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def title(code: str, language: str) -> str:
    """Return the name of diagnostic `code`, as its page is headed."""
    return pages.words(code)[language]["title"]


def phrase(section: str, key: str, language: str, params: Mapping[str, Parameter] | None = None) -> str:
    """Return the text `key` of `section` with `params` filled in."""
    return fill(catalogue(language)[section][key], params or {}, language)


def fill(template: str, params: Mapping[str, Parameter], language: str) -> str:
    """Return `template` with each `{name}` replaced; text in `params` is never read as a template."""
    return template.format_map({name: _Counted(told(each, language)) for name, each in params.items()})


class _Counted:
    """A parameter as templates write it: `{count:fila|filas}` is `1 fila`, `3 filas`."""

    def __init__(self, value: str | int) -> None:
        self.value = value

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self.value)
        one, _, many = spec.partition("|")
        return f"{self.value} {one if str(self.value) == '1' else many}"


def told(parameter: Parameter, language: str) -> str | int:
    """Return `parameter` as `language` says it; a quotation and a number stay as they are."""
    match parameter:
        case Term():
            return phrase(parameter.section, parameter.key, language, parameter.params)
        case Joined():
            return parameter.between.join(str(told(each, language)) for each in parameter.parts)
        case _:
            return parameter
