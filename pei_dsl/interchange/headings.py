"""The columns of matrices, forms and long tables: what each is called, and what a heading says."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.interchange.form_columns import ROWS, column_fields
from pei_dsl.interchange.period_headings import is_year, period_of
from pei_dsl.vocabulary import FieldWord, Word, Words, fold


def _of_field(word: FieldWord) -> Word:
    """Return the column of a field: what heads it, and all that people write for it."""
    spellings = dict.fromkeys((*word.headings, word.spanish, *word.synonyms))
    first, *others = spellings
    return Word(word.name, first, tuple(others), word.english)


COLUMNS = Words(
    (
        Word("code", "código", ("cod", "cod.", "códigos", "código oei/aei", "código oei / aei", "clave")),
        Word(
            "title",
            "denominación",
            ("descripción", "enunciado", "título", "nombre", "objetivos y acciones", "objetivo / acción"),
        ),
        Word("objective_code", "código del objetivo", ("oei",)),
        Word(
            "objective_title",
            "denominación del objetivo",
            ("objetivo", "objetivo estratégico", "objetivo estratégico institucional"),
        ),
        Word("action_code", "código de la acción", ("aei",)),
        Word(
            "action_title",
            "denominación de la acción",
            ("acción", "acción estratégica", "acción estratégica institucional"),
        ),
        Word("indicator_title", "nombre del indicador", ("indicador", "indicadores")),
        Word("indicator_code", "código del indicador", ("código indicador",)),
        Word("level", "nivel", ("tipo de elemento", "oei/aei", "oei / aei")),
        Word(
            "row_number",
            "número de fila",
            ("n°", "nº", "n.º", "n.°", "n", "no.", "nro", "nro.", "#", "ítem", "orden"),
        ),
        Word("method", "método de cálculo", ("forma de cálculo", "fórmula de cálculo")),
        *(_of_field(word) for word in (vocabulary.FIELDS.named("formula"), *column_fields(*ROWS))),
        Word("baseline_year", "año de línea de base", ("año línea base", "año base", "año de línea base")),
        Word(
            "baseline_value",
            "valor de línea de base",
            ("valor línea base", "valor base", "valor de línea base"),
        ),
        Word("measure", "medida", ("dato", "tipo de dato", "concepto")),
        Word("period", "periodo", ("año", "ejercicio", "fecha")),
        Word("figure", "cifra", ("valor",)),
        Word("quality", "estado", ("calidad",)),
        Word("color", "semáforo", ("color",)),
        Word("reason", "motivo de nd", ("motivo",)),
    )
)

# Columns that are computed or only shown: what they hold follows from the others.
SHOWN_ONLY = frozenset({"formula", "color", "reason", "achievement", "row_number"})

# What a column of codes and one of names are for each thing that a row may be about.
CODE_FIELDS = ("objective_code", "action_code", "code", "indicator_code")
TITLE_FIELDS = ("objective_title", "action_title", "title", "indicator_title")

# Headings of two parts, in any order: what the column says, and of whom: `Código OEI`, `AEI: descripción`.
_WHAT = r"(?P<{}>(?:cod(?:igos?)?\b\.?)|denominaci(?:on|ones)|descripcion|enunciado|nombre|titulo|texto)"
_WHOSE = (
    r"(?P<{}>oei|oe|objetivos?(?: estrategicos?)?(?: institucional(?:es)?)?"
    r"|aei|ae|acci(?:on|ones)(?: estrategicas?)?(?: institucional(?:es)?)?"
    r"|indicador(?:es)?)"
)
_JOINED = re.compile(
    f"{_WHAT.format('what')}(?: del?| de las?| de los)? {_WHOSE.format('whose')}"
    f"|{_WHOSE.format('whose_before')}[ :/-]+{_WHAT.format('what_behind')}"
)
_ALL_WHOSE = re.compile(_WHOSE.format("whose"))

# Headings that stand above columns of years, by how they begin.
_FAMILIES = (
    ("achievement", re.compile(r"(% de |nivel de |porcentaje de )?(avance|alcance)")),
    (
        "values",
        re.compile(r"(valor(es)? (obten|registr|ejecut|alcanz)|logros? (obten|alcanz)|ejecu|resultados? o)"),
    ),
    ("goals", re.compile(r"(logros?\b|metas?\b|valor(es)? esperad|program)")),
    ("baseline", re.compile(r"(valor(es)? de )?(la )?(linea (de )?base|lb\b)")),
)
FAMILIES = Words(
    (
        Word("baseline", "línea de base", ("línea base",)),
        Word("goals", "logro esperado", ("logro", "logros", "meta", "metas", "logros esperados")),
        Word("values", "valor obtenido", ("valor", "valores", "valores obtenidos", "valor registrado")),
    )
)


@attrs.frozen
class Meaning:
    """
    What a column holds.

    Attributes:
        field: A name of `COLUMNS`, or `goals`, `values`, `baseline`, `achievement` for a family of years.
        period: The period of a column of figures as plans write it, or "".
    """

    field: str
    period: str = ""

    @property
    def is_figures(self) -> bool:
        """Whether the column holds the figures of one period."""
        return self.field in {"goals", "values"}

    def __str__(self) -> str:
        word = {"goals": "logro esperado", "values": "valor obtenido", "achievement": "alcance"}
        name = word.get(self.field) or COLUMNS.named(self.field).spanish
        return f"{name} {self.period}".rstrip()


def meaning(path: Sequence[str], period: str = "") -> Meaning | None:
    """
    Return what a column is whose headings, from the top down, are `path`; None when they do not say.

    Args:
        path: `("Logro esperado", "2024")`.
        period: The period of columns of figures whose headings name none, or "".
    """
    folded = [_plain(each) for each in path if each.strip()]
    if not folded:
        return None
    found = period_of(path)
    family = next(filter(None, map(family_of, path)), "")
    if family == "baseline":
        return _baseline(folded, found)
    if family and (found or family == "achievement"):
        return Meaning(family, found)
    named = "" if family else next(filter(None, map(_field, reversed(folded))), "")
    if named:
        whose = next(filter(None, map(owner_of, folded[:-1])), "") if named in {"code", "title"} else ""
        return Meaning(f"{whose}_{named}" if whose else named)
    if family:
        return Meaning(family, period) if period else None
    # A year alone is a goal: that is how matrices write them.
    return Meaning("goals", found) if found and is_year(folded[-1]) else None


def family_of(heading: str) -> str:
    """Return the family of figures that `heading` names (`goals`, `values`, `baseline`…), or ""."""
    text = _plain(heading)
    return next((name for name, pattern in _FAMILIES if pattern.match(text)), "")


def _field(folded: str) -> str:
    """Return the field that a heading names, in one word or in two parts, or ""."""
    word = COLUMNS.find(folded)
    if word is not None:
        return word.name
    match = _JOINED.fullmatch(folded)
    if match is None:
        return ""
    what = "code" if (match["what"] or match["what_behind"]).startswith("cod") else "title"
    return f"{owner_of(match['whose'] or match['whose_before'])}_{what}"


def owner_of(heading: str) -> str:
    """Return what a heading above others is about (`objective`, `action`, `indicator`), or ""."""
    text = _plain(heading)
    if _ALL_WHOSE.fullmatch(text) is None:
        return ""
    return {"o": "objective", "a": "action", "i": "indicator"}[text[0]]


def _baseline(folded: Sequence[str], period: str) -> Meaning:
    last = folded[-1]
    if last == "ano" or last.startswith("ano "):
        return Meaning("baseline_year")
    return Meaning("baseline_value", period)


def _plain(heading: str) -> str:
    """Return `heading` without case, accents, and what stands in brackets or marks a note."""
    return fold(re.sub(r"\([^)]*\)|[*:¹²³]", " ", heading))
