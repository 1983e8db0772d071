"""The words that stand as values of fields, as results, as absences and in time clauses."""

from __future__ import annotations

from pei_dsl.vocabulary.word import Word, Words

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

# What avance tipo II gives where the goal is the baseline.
MAINTAINED_GOAL_POLICIES = Words(
    (
        Word("not_measured", "no aplica", ("ND",)),
        Word("full_if_kept", "cien si se mantiene"),
        Word("type_1", "tipo I", ("I", "tipo 1"), "type I"),
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

TRAVELS = Words((Word("yes", "sí", ("si",)), Word("no", "no")))
PERCENT_SCALES = Words(
    (
        Word("signed", "con signo"),
        Word("points", "en puntos", ("puntos",)),
        Word("ratio", "como razón", ("razón",)),
    )
)


# Figures of what is done or not: 1 and 0.
YES_NO = Words((Word("yes", "sí"), Word("no", "no")))

# What the formula of an indicator may name of the indicator itself.
OWN_FIGURES = Words(
    (
        Word("baseline", "línea_de_base", ("línea_base",)),
        Word("goal", "logro", ("meta",)),
    )
)

# The words inside time clauses, and the operators in words.
# What stands in a formula for a day of the period that is measured.
PERIOD_DAYS = Words(
    (
        Word("period_start", "inicio_de_periodo", ("inicio_del_periodo",), "period_start"),
        Word("period_end", "fin_de_periodo", ("fin_del_periodo",), "period_end"),
    )
)

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
        Word("since", "desde"),
        Word("beginning", "inicio"),
        Word("plan", "plan"),
    )
)


# Where what helped or hindered comes from, and which of both it did.
ORIGINS = Words(
    (
        Word("internal", "interno", ("interna",)),
        Word("external", "externo", ("externa",)),
    )
)

EFFECTS = Words(
    (
        Word("helps", "favorece", ("facilita", "ayuda")),
        Word("hinders", "dificulta", ("limita", "obstaculiza", "perjudica")),
    )
)

# How far a recommendation was applied, or a commitment kept: either is said of both.
SITUATIONS = Words(
    (
        Word("applied", "aplicada", ("aplicado", "implementada", "implementado", "cumplida", "cumplido")),
        Word("in_progress", "en proceso", ("en ejecución", "en curso")),
        Word(
            "not_applied",
            "no aplicada",
            ("no aplicado", "no implementada", "no implementado", "no cumplida", "no cumplido", "pendiente"),
        ),
        Word("discarded", "descartada", ("descartado",)),
    )
)

# Which fields an act is said to have changed: those that figures follow from, spelt as the fields are.
AMENDED = Words(
    (
        Word("goals", "logros", ("logros esperados", "logro esperado", "logro", "metas", "meta")),
        Word("baseline", "línea de base", ("línea base",)),
        Word("values", "valores", ("valores obtenidos", "valor obtenido", "valores registrados")),
        Word("formula", "fórmula", ("método de cálculo", "formula de cálculo")),
        Word("unit", "unidad", ("unidad de medida",)),
        Word("decimals", "decimales"),
        Word("direction", "sentido", ("sentido esperado",)),
        Word("relevance", "relevancia"),
        Word("weight", "peso"),
        Word("aggregation", "agregación", ("tipo de agregación",)),
        Word("methodology", "metodología"),
    )
)
