"""Sentences of reports, from the catalogues: text and figures that are brought up to date."""

from __future__ import annotations

import string
from collections.abc import Sequence

from pei_dsl.diagnostics.catalogue import catalogue, phrase
from pei_dsl.views.document import Figure, Mention, Paragraph, Role, Run, Sentence

SECTION = "report"


def said(key: str, language: str, **params: str | int) -> str:
    """Return the text `key` of reports."""
    return phrase(SECTION, key, language, params)


def sentence(key: str, language: str, **params: str | int | Figure | Mention | Sentence) -> Sentence:
    """
    Return the sentence `key` of reports; what stands in it as a figure stays one.

    `{count:fila|filas}` gives the figure `count` and the word that goes with it, as in all catalogues.
    """
    template: str = catalogue(language)[SECTION][key]
    runs: list[Run] = []
    for text, name, spec, _ in string.Formatter().parse(template):
        runs.append(text)
        if name is None:
            continue
        given = params[name]
        runs.extend(
            given
            if isinstance(given, tuple)
            else [given if isinstance(given, Figure | Mention) else str(given)]
        )
        if spec:
            one, _, many = spec.partition("|")
            count = given.text if isinstance(given, Figure | Mention) else str(given)
            runs.append(f" {one if count == '1' else many}")
    return joined(runs)


def joined(runs: Sequence[Run]) -> Sentence:
    """Return runs with neighbouring texts put together and empty ones left out."""
    made: list[Run] = []
    for run in runs:
        if isinstance(run, str) and made and isinstance(made[-1], str):
            made[-1] += run
        elif run:
            made.append(run)
    return tuple(made)


def listed(parts: Sequence[Sentence], language: str) -> Sentence:
    """Return parts as one list in a sentence: `a, b y c`."""
    runs: list[Run] = []
    for index, part in enumerate(parts):
        if index:
            runs.append(f" {said('and', language)} " if index == len(parts) - 1 else ", ")
        runs.extend(part)
    return joined(runs)


def together(*parts: Sentence) -> Sentence:
    """Return sentences one after another, with a blank between."""
    runs: list[Run] = []
    for part in parts:
        if part:
            runs.extend([" ", *part] if runs else part)
    return joined(runs)


def shown_in(name: str, language: str) -> Sentence:
    """Return the sentence that sends its reader to a table or chart of the document."""
    return sentence("shown_in", language, place=Mention(name))


def suggested(name: str, *parts: Sentence) -> Paragraph:
    """Return a first wording that people make theirs."""
    return Paragraph(name, together(*parts), Role.SUGGESTED)


def wanted(name: str, key: str, language: str, **params: str) -> Paragraph:
    """Return what says which text a person should write in its place: `[Explique …]`."""
    return Paragraph(name, (f"[{said(key, language, **params)}]",), Role.WANTED)


def declared(name: str, text: str) -> Paragraph:
    """Return a text of the plan."""
    return Paragraph(name, (text,), Role.DECLARED)
