"""The words of the language: one table of canonical Spanish words, their synonyms and their English forms."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

import attrs


@attrs.frozen
class Word:
    """
    One word of the language.

    Attributes:
        name: The identifier in tree, model and code (English, as in the model's fields).
        spanish: The canonical spelling, which the formatter writes.
        synonyms: Other Spanish spellings that planners use.
        english: The English spelling, when it is not `name` with blanks.
    """

    name: str
    spanish: str
    synonyms: tuple[str, ...] = ()
    english: str = ""

    @property
    def english_form(self) -> str:
        """The word in English."""
        return self.english or self.name.replace("_", " ")

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write the word, the canonical one first."""
        return (self.spanish, *self.synonyms, self.english_form, self.name)


def fold(word: str) -> str:
    """Return `word` without case, accents and repeated blanks, for comparing what people write."""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFD", word)
        word = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(word.casefold().split())


W = TypeVar("W", bound=Word)


class Words(tuple[W, ...]):  # noqa: SLOT001  (the look-up table is made when first used)
    """A closed list of words, with a look-up by any spelling."""

    @functools.cached_property
    def _table(self) -> Mapping[str, W]:
        return {fold(spelling): word for word in reversed(self) for spelling in word.spellings}

    @functools.cached_property
    def _named(self) -> Mapping[str, W]:
        return {word.name: word for word in reversed(self)}

    def find(self, written: str) -> W | None:
        """Return the word that `written` spells, whatever its case and accents, or None."""
        table = self._table
        return table.get(written) or table.get(fold(written))

    def named(self, name: str) -> W:
        """Return the word with identifier `name`."""
        return self._named[name]

    def spanish(self) -> list[str]:
        """Return the canonical Spanish spelling of every word."""
        return [word.spanish for word in self]


# ---- Declarations ---------------------------------------------------------------------------

DECLARATIONS = Words(
    (
        Word("plan", "plan"),
        Word("objective", "objetivo", ("objetivo estratégico", "objetivo estratégico institucional")),
        Word("action", "acción", ("acción estratégica", "acción estratégica institucional")),
        Word("indicator", "indicador"),
        Word("source", "fuente", ("fuente de datos",)),
        Word("series", "serie"),
        Word("register", "registro"),
        Word("methodology", "metodología"),
        Word("test", "prueba"),
        Word("citation", "cita"),
        Word("variable", "variable"),
        Word("function", "función"),
    )
)


# ---- Fields ---------------------------------------------------------------------------------
#
# `kind` names the grammar's alternative for the value; `of` the declarations that have the field.


@attrs.frozen
class FieldWord(Word):
    """A field: besides its spellings, how its value is written and where it stands."""

    kind: str = "TEXT"
    of: tuple[str, ...] = ()


def _field(
    name: str,
    spanish: str,
    kind: str,
    of: str,
    synonyms: tuple[str, ...] = (),
    english: str = "",
) -> FieldWord:
    return FieldWord(name, spanish, synonyms, english, kind, tuple(of.split()))


FIELDS = Words(
    (
        _field("entity", "entidad", "TEXT", "plan", ("pliego", "institución")),
        _field("acronym", "siglas", "TEXT", "plan", ("sigla",)),
        _field("period", "periodo", "PERIODS", "plan test citation", ("período", "horizonte")),
        _field("methodology", "metodología", "TEXT", "plan test"),
        _field("evaluated_years", "años evaluados", "PERIODS", "plan", ("años con logro",)),
        _field("resolution", "resolución", "TEXT", "plan", ("aprobado por",)),
        _field("aligns_with", "articula", "TEXT", "plan objective action", ("se articula con",)),
        _field("class", "clase", "TEXT", "objective action", ("tipo",)),
        _field("priority", "prioridad", "NUMBER", "objective action"),
        _field(
            "responsible",
            "responsable",
            "TEXT",
            "objective action indicator source series",
            ("unidad responsable", "responsable del indicador"),
        ),
        _field("description", "descripción", "TEXT", "objective action source series", ("detalle",)),
        _field(
            "formula",
            "fórmula",
            "FORMULA",
            "indicator",
            ("método de cálculo", "formula de cálculo"),
        ),
        _field("where", "donde", "WHERE", "indicator"),
        _field("unit", "unidad", "TEXT", "indicator series variable", ("unidad de medida",)),
        _field("decimals", "decimales", "NUMBER", "indicator"),
        _field("direction", "sentido", "TEXT", "indicator", ("sentido esperado",)),
        _field("relevance", "relevancia", "TEXT", "indicator"),
        _field("aggregation", "agregación", "TEXT", "indicator", ("tipo de agregación",)),
        _field("weight", "peso", "NUMBER", "indicator"),
        _field("baseline", "línea de base", "FIGURES", "indicator", ("línea base",)),
        _field(
            "goals",
            "logros",
            "FIGURES",
            "indicator",
            ("logros esperados", "logro esperado", "metas", "meta"),
        ),
        _field(
            "values",
            "valores",
            "FIGURES",
            "indicator series",
            ("valores obtenidos", "valor obtenido", "valores registrados"),
        ),
        _field("sources", "fuentes", "TEXT", "indicator series", ("fuente de datos", "fuente")),
        _field("database", "base de datos", "TEXT", "indicator"),
        _field("justification", "justificación", "TEXT", "indicator"),
        _field("limitations", "limitaciones", "TEXT", "indicator", ("limitación",)),
        _field("assumptions", "supuestos", "TEXT", "indicator"),
        _field(
            "technical_notes",
            "especificaciones",
            "TEXT",
            "indicator",
            ("especificaciones técnicas",),
        ),
        _field("collection", "recolección", "TEXT", "indicator", ("proceso de recolección",)),
        _field("executing_unit", "unidad ejecutora", "TEXT", "indicator", ("ue",)),
        _field("cost_center", "centro de costo", "TEXT", "indicator"),
        _field("file", "archivo", "TEXT", "source register"),
        _field("time", "tiempo", "TEXT", "source"),
        _field("separator", "separador", "TEXT", "source register"),
        _field("encoding", "codificación", "TEXT", "source register"),
        _field("missing", "faltantes", "TEXT", "source register", ("sin dato",)),
        _field("coverage", "cobertura", "PERIODS", "source"),
        _field("quality", "calidad", "TEXT", "source"),
        _field("decimal", "decimal", "TEXT", "source", ("signo decimal",)),
        _field("thousands", "miles", "TEXT", "source", ("separador de miles",)),
        _field("sheet", "hoja", "TEXT", "source", ("pestaña",)),
        _field("range", "rango", "TEXT", "source", ("rango de celdas",)),
        _field("connection", "conexión", "TEXT", "source"),
        _field("table", "tabla", "TEXT", "source", ("vista",)),
        _field("order", "orden", "TEXT", "source"),
        _field("key", "clave", "TEXT", "source", ("llave",)),
        _field("breakdown", "desagregación", "TEXT", "source", ("desagregaciones",)),
        _field("percentages", "porcentajes", "TEXT", "register"),
        _field("base", "base", "TEXT", "methodology"),
        _field("value", "valor", "TEXT", "methodology"),
        _field("bands", "semáforo", "BANDS", "methodology"),
        _field("cap", "tope", "TEXT", "methodology"),
        _field("missing_siblings", "nd entre hermanos", "TEXT", "methodology"),
        _field("zero_goal", "logro cero", "TEXT", "methodology", ("meta cero",)),
        _field("weights", "pesos", "TEXT", "methodology"),
        _field("negatives", "negativos", "TEXT", "methodology"),
        _field("progress", "avance", "TEXT", "methodology"),
        _field("value_rounding", "redondeo del valor", "TEXT", "methodology"),
        _field("achievement_rounding", "redondeo del alcance", "TEXT", "methodology"),
        _field("contribution_rounding", "redondeo del aporte", "TEXT", "methodology"),
        _field("figure_rounding", "redondeo del grupo", "TEXT", "methodology"),
        _field("year", "año", "PERIODS", "test citation", ("ano", "anio")),
        _field("objectives", "objetivos", "COUNTS", "test citation"),
        _field("actions", "acciones", "COUNTS", "test citation"),
        _field("indicators", "indicadores", "COUNTS", "test citation"),
        _field("document", "documento", "TEXT", "citation"),
        _field("inputs", "datos", "INPUTS", "citation", ("insumos",)),
    )
)

# Fields whose word is followed by something before the colon; the grammar knows them by name.
NAMED_FIELDS = Words(
    (
        FieldWord("column", "columna", kind="COLUMN", of=("source",)),
        FieldWord("example", "ejemplo", kind="EXAMPLE", of=("indicator",)),
    )
)


# ---- Words that stand as values ---------------------------------------------------------------

DIRECTIONS = Words(
    (
        Word("ascending", "ascendente", ("creciente",)),
        Word("descending", "descendente", ("decreciente",)),
        Word("undefined", "no definido"),
    )
)

RELEVANCES = Words(
    (
        Word("very_relevant", "muy relevante"),
        Word("relevant", "relevante"),
        Word("slightly_relevant", "poco relevante"),
    )
)

AGGREGATIONS = Words(
    (
        Word("additive", "agregable"),
        Word("not_additive", "no agregable"),
        Word("maximum_allowed", "máximo permisible"),
        Word("minimum_allowed", "mínimo permisible"),
    )
)

CLASSES = Words(
    (
        Word("type_1", "tipo I", ("I", "tipo 1", "1"), "type I"),
        Word("type_2", "tipo II", ("II", "tipo 2", "2"), "type II"),
    )
)

COLORS = Words(
    (
        Word("green", "verde"),
        Word("yellow", "amarillo", ("ámbar",)),
        Word("red", "rojo"),
    )
)

COLUMN_TYPES = Words(
    (
        Word("number", "número", ("cantidad",)),
        Word("text", "texto"),
        Word("date", "fecha", ("periodo", "mes", "año")),
        Word("boolean", "booleano", ("sí o no",)),
    )
)

# What may follow the type of a column, and what must then stand behind the word.
COLUMN_OPTIONS = Words(
    (
        Word("required", "obligatoria", ("obligatorio", "requerida")),
        Word("minimum", "mínimo", ("mínima", "desde")),
        Word("maximum", "máximo", ("máxima", "hasta")),
        Word("choices", "valores", english="choices"),
        Word("stock", "stock", ("saldo",)),
        Word("flow", "flujo"),
    )
)

# The sign before the decimals of a number in a data file.
DECIMAL_SIGNS = Words(
    (
        Word("point", "punto", (".",)),
        Word("comma", "coma", (",",)),
    )
)

# The sign between the thousands of a number in a data file.
THOUSANDS_SIGNS = Words(
    (
        Word("comma", "coma", (",",)),
        Word("point", "punto", (".",)),
        Word("space", "espacio", ("espacios",)),
        Word("none", "ninguno", ("no", "ninguna")),
    )
)

UNITS = Words(
    (
        Word("number", "número"),
        Word("quantity", "cantidad"),
        Word("percentage", "porcentaje"),
        Word("ratio", "ratio", ("razón",)),
        Word("rate", "tasa"),
        Word("index", "índice"),
        Word("rate_of_change", "tasa de variación"),
    )
)

ABSENCES = Words(
    (
        Word("no_data", "sin dato", ("ND", "s/d", "nd")),
        Word("not_programmed", "no programado", ("no programada",)),
        Word("not_due", "no vencido"),
        Word("not_applicable", "no aplica"),
        Word("invalid", "inválido"),
    )
)

# How sure a figure is by itself; a figure without a word is final.
QUALITIES = Words(
    (
        Word("estimated", "estimado", ("estimada", "e")),
        Word("preliminary", "preliminar", ("provisional", "p")),
        Word("revised", "rectificado", ("rectificada", "r")),
        Word("final", "definitivo", ("definitiva", "d")),
    )
)

FIGURE_KINDS = Words(
    (
        Word("value", "valor"),
        Word("registered", "registrado", ("valor registrado",)),
        Word("computed", "calculado", ("valor calculado",)),
        Word("goal", "logro", ("meta", "logro esperado")),
        Word("achievement", "alcance"),
        Word("color", "color"),
        Word("year", "año"),
    )
)

VALUE_POLICIES = Words(
    (
        Word("registered", "registrado"),
        Word("computed", "calculado"),
        Word(
            "registered_or_computed",
            "calculado si no hay registrado",
            english="computed if not registered",
        ),
    )
)

MISSING_SIBLING_POLICIES = Words(
    (
        Word("zero", "cero"),
        Word("exclude", "excluir"),
        Word("group_missing", "grupo nd"),
    )
)

ZERO_GOAL_POLICIES = Words(
    (
        Word("not_programmed", "no programado"),
        Word("zero", "cero"),
        Word("full_if_met", "cien si se cumple"),
    )
)

WEIGHT_POLICIES = Words(
    (
        Word("relevance", "relevancia"),
        Word("declared", "peso", ("pesos declarados",), "declared weight"),
        Word("equal", "iguales"),
    )
)

NEGATIVE_POLICIES = Words(
    (
        Word("invalid", "inválido"),
        Word("zero", "cero"),
    )
)

PROGRESS_TYPES = Words(
    (
        Word("type_1", "tipo I", ("I", "tipo 1"), "type I"),
        Word("type_2", "tipo II", ("II", "tipo 2"), "type II"),
    )
)

# How a half is rounded, and "not at all"; a step also says to how many decimals.
ROUNDINGS = Words(
    (
        Word("half_up", "mitad arriba", ("la mitad arriba", "mitad hacia arriba")),
        Word("half_even", "mitad al par", ("la mitad al par",)),
        Word("none", "no", ("sin redondeo",)),
    )
)

PERCENT_SCALES = Words(
    (
        Word("signed", "con signo"),
        Word("points", "en puntos", ("puntos",)),
        Word("ratio", "como razón", ("razón",)),
    )
)


# The words inside time clauses, and the operators in words.
TIME_WORDS = Words(
    (
        Word("closing", "cierre", ("cierre del periodo",), "close"),
        Word("cumulative", "acumulado", ("acumulada",)),
        Word("last", "últimos", ("últimas", "último", "última")),
        Word("previous", "anterior"),
        Word("year", "año", ("años", "year", "years")),
        Word("semester", "semestre", ("semestres", "semesters")),
        Word("quarter", "trimestre", ("trimestres", "quarters")),
        Word("month", "mes", ("meses", "months")),
        Word("period", "periodo", ("período",)),
    )
)

# Only these cannot be names.  The grammar's terminals hold the same words; a test compares them.
RESERVED = ("si", "en", "al", "y", "o", "no", "if", "in", "at", "and", "or", "not")

NAME = re.compile(r"[^\W\d]\w*")
_RESERVED = re.compile("|".join(RESERVED), re.IGNORECASE)


def is_name(text: str) -> bool:
    """Tell whether `text` can name a variable, a source, a series or a column without brackets."""
    return NAME.fullmatch(text) is not None and _RESERVED.fullmatch(text) is None
