"""The words of the page, from the catalogues."""

from __future__ import annotations

from collections.abc import Mapping

from pei_dsl.diagnostics.catalogue import Parameter, catalogue, phrase

SECTION = "studio"


def say(key: str, language: str, **params: Parameter) -> str:
    """Return the text `key` of the studio."""
    return phrase(SECTION, key, language, params)


def all_said(language: str) -> Mapping[str, str]:
    """Return every text of the studio, for the page to say what it says by itself."""
    return dict(catalogue(language)[SECTION])
