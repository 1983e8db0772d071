"""The sheets of what a report tells beside figures: their names, their columns, and what a heading means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.interchange.period_headings import period_of
from pei_dsl.interchange.plan_columns import words
from pei_dsl.vocabulary import FieldWord, fold
from pei_dsl.written_codes import official_code

KINDS: Mapping[str, str] = {
    "activity": "Actividades",
    "evidence": "Evidencias",
    "factor": "Factores",
    "recommendation": "Recomendaciones",
    "commitment": "Compromisos",
    "version": "Versiones",
    "amendment": "Cambios",
}
"""The declarations that have a sheet of their own, with its name."""

# Fields of them that have a column for each period.
BY_PERIOD = frozenset({"programmed", "executed", "situation"})
KEY, TITLE = "key", "title"
# Declarations without code and name: a row is known by all that it says it changed.
KEYLESS = frozenset({"amendment"})
# What a workbook shows beside what the plan says: it follows from the rest.
SHOWN_ONLY: Mapping[str, tuple[str, ...]] = {
    "progress": ("avance", "progress"),
    "support": ("sustento del valor", "support of the value"),
    "movement": ("evolución", "movement"),
    "state": ("estado ese día", "state on the day"),
}
_BEHIND = ("responsible", "deadline", "means")
_FIRST = ("of", "field", "period", "before")
_LAST = ("description", "fingerprint", "travels")
_NAMED = {"evidence", "factor", "version"}

# How columns are headed, best first, where the field's own word in a heading would say too little.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "of": ("indicador", "código del indicador"),
    "affects": ("afecta a", "afecta", "objetivos, acciones o indicadores"),
    "told_by": ("lo dicen", "quién lo dice"),
    "addresses": ("para", "dirigida a"),
    "follows": ("indicador que la sigue", "indicador"),
    "answers": ("recomendación", "recomendaciones", "responde a"),
    "means": ("medio de verificación", "medios de verificación"),
    "deadline": ("plazo", "fecha límite", "plazo de cumplimiento", "fecha de cumplimiento"),
    "responsible": ("responsable", "unidad responsable", "unidad de organización", "órgano responsable"),
    "investment": ("inversión", "cui", "código de inversión"),
    "action": ("acción", "código de la acción", "aei"),
    "situation": ("situación", "estado", "estado de cumplimiento"),
    "file": ("archivo",),
}
# Where it depends on the declaration.
_HEADINGS_OF: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("of", "amendment"): ("código", "código de lo que cambió"),
}
_KEYS = ("código", "cod", "nombre", "nombre corto", "clave", "code", "name")
_TITLES: Mapping[str, tuple[str, ...]] = {
    "activity": ("actividad", "actividades", "actividad operativa", "actividad o inversión"),
    "evidence": ("evidencia", "evidencias", "sustento"),
    "factor": ("factor", "factores"),
    "recommendation": ("recomendación", "recomendaciones"),
    "commitment": ("compromiso", "compromisos", "compromiso asumido"),
    "version": ("versión", "versiones", "versión del plan"),
    "amendment": ("cambio", "cambios", "acto"),
}
# The kind of a table is the first of these that has a heading of its own: a matrix of commitments has one
# with recommendations, too.
_BY_PRECEDENCE = ("commitment", "recommendation", "evidence", "factor", "activity", "version", "amendment")
# Many tables have a column «Versión» or «Cambio»: one of these stands beside it where it is such a table.
_SIGNS: Mapping[str, frozenset[str]] = {
    "version": frozenset({"in_force", "replaces", "folder", "equivalents"}),
    "amendment": frozenset({"field"}),
}
_PAIR = re.compile(r"((?:OEI|AEI|IND)[.\w]+)\s*=\s*((?:OEI|AEI|IND)[.\w]+)", re.IGNORECASE)


@attrs.frozen
class Meant:
    """
    What a column holds.

    Attributes:
        field: The name of a field, `KEY` or `TITLE`.
        period: Of which period, where there is a column for each; "" where nothing says.
    """

    field: str
    period: str = ""


def columns_of(kind: str) -> tuple[FieldWord, ...]:
    """Return the fields of a `kind` that have a column: its own first, then figures, then texts."""
    return tuple(sorted(vocabulary.fields_of(kind), key=lambda word: _place(word, kind)))


def _place(word: FieldWord, kind: str) -> int:
    if word.name in _LAST:
        return 4 + _LAST.index(word.name)
    if kind in KEYLESS and word.name in _FIRST:
        return _FIRST.index(word.name) - len(_FIRST)
    return 3 if word.name in BY_PERIOD else 2 if word.name in _BEHIND else 1


def heading(field: str, kind: str, language: str = "es") -> str:
    """Return what heads the column of a field: `Medio de verificación`."""
    if language == "en":
        return words(_in_english(field, kind))
    if field == KEY:
        return "Nombre" if kind in _NAMED else "Código"
    if field == TITLE:
        return words(_TITLES[kind][0])
    return words(_spellings(field, kind)[0])


def _in_english(field: str, kind: str) -> str:
    if field == KEY:
        return "name" if kind in _NAMED else "code"
    if field == TITLE:
        return vocabulary.DECLARATIONS.named(kind).english_form
    return vocabulary.field_named(field).english_form


def kind_of(headings: Sequence[str]) -> str:
    """Return the declaration that a table with these headings has a row for each of, or ""."""
    said = {_plain(each) for each in headings}
    for kind in _BY_PRECEDENCE:
        if not said & _titles(kind):
            continue
        known = [meant.field for each in headings if (meant := meaning(each, kind)) is not None]
        if kind not in _SIGNS or _SIGNS[kind] & {*known}:
            return kind if len(known) > 2 else ""
    return ""


def meaning(written: str, kind: str) -> Meant | None:
    """Return what a column of a table of `kind` holds that is headed `written`; None where nobody knows."""
    plain = _plain(written)
    if plain in _titles(kind):
        return Meant(TITLE)
    if kind not in KEYLESS and plain in {fold(each) for each in _KEYS}:
        return Meant(KEY)
    period = period_of([written])
    bare = " ".join(plain.replace(fold(period), " ").split()) if period else plain
    for word in columns_of(kind):
        spellings = {fold(each) for each in _spellings(word.name, kind)}
        if word.name in BY_PERIOD and bare in spellings:
            return Meant(word.name, period)
        if plain in spellings:
            return Meant(word.name)
    return None


def _titles(kind: str) -> set[str]:
    return {fold(each) for each in (*_TITLES[kind], _in_english(TITLE, kind))}


def equivalents_text(equivalents: Mapping[str, str]) -> str:
    """Return what codes are called in another version as the text of a cell."""
    return "; ".join(f"{ours} = {theirs}" for ours, theirs in equivalents.items())


def equivalents_in(written: str) -> Mapping[str, str] | None:
    """Return what codes are called in another version, as a text says; None where it says something else."""
    if _PAIR.sub("", written).strip(" ;,"):
        return None
    return {official_code(ours): official_code(theirs) for ours, theirs in _PAIR.findall(written)}


def _spellings(field: str, kind: str) -> tuple[str, ...]:
    word = vocabulary.field_named(field)
    known = _HEADINGS_OF.get((field, kind)) or _HEADINGS.get(field, ())
    spellings = (*known, word.spanish, *word.synonyms, *word.headings, word.english_form)
    return tuple(dict.fromkeys(spellings))


def _plain(written: str) -> str:
    return fold(re.sub(r"\([^)]*\)|[*:¹²³]", " ", written)).strip()
