"""The declarations of the language and their fields: each field stated once, for all that is done with it."""

from __future__ import annotations

from pei_dsl.vocabulary import closed_lists
from pei_dsl.vocabulary.field_word import FieldWord, Shape
from pei_dsl.vocabulary.field_word import field_word as _field
from pei_dsl.vocabulary.follow_up_fields import FOLLOW_UP
from pei_dsl.vocabulary.version_fields import VERSIONS
from pei_dsl.vocabulary.word import Word, Words

MAX_DECIMALS = 12
MAX_PRIORITY = 999

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
        Word("activity", "actividad", ("actividad operativa",)),
        Word("evidence", "evidencia"),
        Word("factor", "factor"),
        Word("recommendation", "recomendación"),
        Word("commitment", "compromiso"),
        Word("version", "versión"),
        Word("amendment", "cambio"),
    )
)


# Those that are named by a code.
CODED = frozenset({"objective", "action", "indicator", "recommendation", "commitment"})


_OWN = Shape.OWN
_COUNTS = {"test": "counts", "citation": "counts"}

FIELDS = Words(
    (
        _field("entity", "entidad", "plan", ("pliego", "institución")),
        _field("acronym", "siglas", "plan", ("sigla",)),
        _field(
            "period",
            "periodo",
            "plan test citation evidence factor recommendation amendment",
            ("período", "horizonte"),
            kind="PERIODS",
        ),
        _field("methodology", "metodología", "plan test", shape=_OWN),
        _field("time_zone", "zona horaria", "plan", ("huso horario",), shape=_OWN),
        _field("evaluated_years", "años evaluados", "plan", ("años con logro",), kind="PERIODS"),
        _field("resolution", "resolución", "plan version amendment", ("aprobado por",)),
        _field("mission", "misión", "plan", ("misión institucional",), is_prose=True),
        _field("priorities", "prioridades", "plan", ("prioridades institucionales",), shape=Shape.TEXTS),
        _field("team", "equipo", "plan", ("elaborado por",), shape=Shape.TEXTS),
        _field(
            "aligns_with",
            "articula",
            "plan objective action",
            ("se articula con",),
            shape=_OWN,  # codes, which must be of this plan where its family is
            headings=("se articula con",),
        ),
        _field(
            "class",
            "clase",
            "objective action",
            ("tipo",),
            words=closed_lists.CLASSES,
            attributes={"objective": "type_class", "action": "type_class"},
            headings=("clase", "tipo de oei"),
        ),
        _field("priority", "prioridad", "objective action", kind="NUMBER", highest=MAX_PRIORITY),
        _field(
            "responsible",
            "responsable",
            "objective action indicator source series activity evidence recommendation commitment",
            ("unidad responsable", "responsable del indicador"),
            headings=(
                "unidad de organización",
                "unidad orgánica responsable",
                "unidad orgánica responsable del indicador",
                "unidad de organización responsable",
                "unidad responsable del indicador",
                "órgano responsable",
            ),
        ),
        _field(
            "description",
            "descripción",
            "objective action source series activity evidence factor recommendation commitment "
            "version amendment",
            ("detalle",),
            is_prose=True,
            headings=("detalle",),  # «Descripción» heads the names of objectives and actions
        ),
        _field(
            "formula",
            "fórmula",
            "indicator",
            ("método de cálculo", "formula de cálculo"),
            kind="FORMULA",
            headings=("fórmula",),  # «Método de cálculo» heads what a matrix says of it in words
        ),
        _field("where", "donde", "indicator", kind="WHERE"),
        _field(
            "unit",
            "unidad",
            "indicator series variable activity",
            ("unidad de medida",),
            shape=_OWN,
            headings=("unidad de medida", "um", "u.m."),
        ),
        _field("decimals", "decimales", "indicator", kind="NUMBER", highest=MAX_DECIMALS),
        _field(
            "direction",
            "sentido",
            "indicator",
            ("sentido esperado",),
            words=closed_lists.DIRECTIONS,
            headings=("sentido esperado", "sentido del indicador"),
        ),
        _field("relevance", "relevancia", "indicator", words=closed_lists.RELEVANCES),
        _field(
            "aggregation",
            "agregación",
            "indicator",
            ("tipo de agregación",),
            words=closed_lists.AGGREGATIONS,
            headings=("tipo de agregación",),
        ),
        _field("weight", "peso", "indicator", kind="NUMBER"),
        _field("baseline", "línea de base", "indicator", ("línea base",), kind="FIGURES"),
        _field(
            "goals",
            "logros",
            "indicator",
            ("logros esperados", "logro esperado", "logro", "metas", "meta"),
            kind="FIGURES",
        ),
        _field(
            "values",
            "valores",
            "indicator series",
            ("valores obtenidos", "valor obtenido", "valores registrados"),
            kind="FIGURES",
            attributes={"series": "figures"},
        ),
        _field(
            "sources",
            "fuentes",
            "indicator series",
            ("fuente de datos", "fuente"),
            shape=Shape.TEXTS,
            headings=("fuente de datos", "fuente de información"),
        ),
        _field("database", "base de datos", "indicator"),
        _field("justification", "justificación", "indicator", is_prose=True),
        _field("limitations", "limitaciones", "indicator", ("limitación",), is_prose=True),
        _field("assumptions", "supuestos", "indicator", is_prose=True),
        _field(
            "technical_notes",
            "especificaciones",
            "indicator",
            ("especificaciones técnicas",),
            is_prose=True,
            headings=("especificaciones técnicas",),
        ),
        _field("collection", "recolección", "indicator", ("proceso de recolección",), is_prose=True),
        _field(
            "executing_unit", "unidad ejecutora", "indicator", ("ue",), headings=("unidad ejecutora", "u.e.")
        ),
        _field("cost_center", "centro de costo", "indicator"),
        _field("file", "archivo", "source register evidence", shape=_OWN),
        _field(
            "one_row_per", "una fila por", "source", kind="ROWS", shape=_OWN, attributes={"source": "rows_of"}
        ),
        _field("time", "tiempo", "source", shape=_OWN),
        _field("separator", "separador", "source register", shape=_OWN),
        _field("encoding", "codificación", "source register", shape=_OWN),
        _field("missing", "faltantes", "source register", ("sin dato",), shape=Shape.TEXTS),
        _field("coverage", "cobertura", "source", kind="PERIODS"),
        _field("quality", "calidad", "source", shape=_OWN),
        _field("decimal", "decimal", "source", ("signo decimal",), words=closed_lists.DECIMAL_SIGNS),
        _field("thousands", "miles", "source", ("separador de miles",), words=closed_lists.THOUSANDS_SIGNS),
        _field("sheet", "hoja", "source", ("pestaña",)),
        _field("header", "encabezado", "source", ("filas del encabezado",), shape=_OWN),
        _field("range", "rango", "source", ("rango de celdas",), shape=_OWN),
        _field("connection", "conexión", "source", shape=_OWN),
        _field("travels", "viaja", "source evidence", words=closed_lists.TRAVELS),
        _field("table", "tabla", "source", ("vista",), shape=_OWN),
        _field("order", "orden", "source", shape=_OWN),
        _field("omits", "omite", "source", ("omitir",), kind="FORMULA", shape=_OWN),
        _field("key", "clave", "source", ("llave",), shape=_OWN, attributes={"source": "keys"}),
        _field(
            "breakdown",
            "desagregación",
            "source",
            ("desagregaciones",),
            shape=_OWN,
            attributes={"source": "breakdowns"},
        ),
        _field("percentages", "porcentajes", "register", words=closed_lists.PERCENT_SCALES),
        _field("base", "base", "methodology", shape=_OWN),
        _field(
            "value",
            "valor",
            "methodology",
            words=closed_lists.VALUE_POLICIES,
            attributes={"methodology": "enters_as"},
        ),
        _field("bands", "semáforo", "methodology", kind="BANDS"),
        _field("cap", "tope", "methodology", shape=_OWN),
        _field(
            "missing_siblings",
            "nd entre hermanos",
            "methodology",
            words=closed_lists.MISSING_SIBLING_POLICIES,
        ),
        _field(
            "zero_goal", "logro cero", "methodology", ("meta cero",), words=closed_lists.ZERO_GOAL_POLICIES
        ),
        _field(
            "maintained_goal",
            "logro igual a la línea de base",
            "methodology",
            ("logro igual a línea de base", "meta igual a la línea de base", "goal equal to the baseline"),
            words=closed_lists.MAINTAINED_GOAL_POLICIES,
        ),
        _field("weights", "pesos", "methodology", words=closed_lists.WEIGHT_POLICIES),
        _field("negatives", "negativos", "methodology", words=closed_lists.NEGATIVE_POLICIES),
        _field("progress", "avance", "methodology", words=closed_lists.PROGRESS_TYPES),
        _field("value_rounding", "redondeo del valor", "methodology", words=closed_lists.ROUNDINGS),
        _field("achievement_rounding", "redondeo del alcance", "methodology", shape=_OWN),
        _field("contribution_rounding", "redondeo del aporte", "methodology", shape=_OWN),
        _field("figure_rounding", "redondeo del grupo", "methodology", shape=_OWN),
        _field(
            "year",
            "año",
            "test citation",
            ("ano", "anio"),
            kind="PERIODS",
            attributes={"test": "period", "citation": "period"},
        ),
        _field("objectives", "objetivos", "test citation", kind="COUNTS", attributes=_COUNTS),
        _field("actions", "acciones", "test citation", kind="COUNTS", attributes=_COUNTS),
        _field("indicators", "indicadores", "test citation", kind="COUNTS", attributes=_COUNTS),
        _field("document", "documento", "citation"),
        _field(
            "inputs",
            "datos",
            "citation",
            ("insumos",),
            kind="INPUTS",
            attributes={"citation": "quotations"},
        ),
        *FOLLOW_UP,
        *VERSIONS,
    )
)

# Fields whose word is followed by something before the colon; the grammar knows them by name.
NAMED_FIELDS = Words(
    (
        _field(
            "column",
            "columna",
            "source",
            kind="COLUMN",
            is_repeatable=True,
            attributes={"source": "columns"},
        ),
        _field(
            "example",
            "ejemplo",
            "indicator",
            kind="EXAMPLE",
            is_repeatable=True,
            attributes={"indicator": "examples"},
        ),
    )
)

_ALL_FIELDS = (*FIELDS, *NAMED_FIELDS)


def fields_of(declaration: str) -> tuple[FieldWord, ...]:
    """Return the fields of a `declaration`, in the order of the ficha."""
    return _OF[declaration]


def field_named(name: str) -> FieldWord:
    """Return the field called `name`, whether something stands before its colon or not."""
    return _NAMED[name]


_OF = {each.name: tuple(word for word in _ALL_FIELDS if each.name in word.of) for each in DECLARATIONS}
_NAMED = {word.name: word for word in _ALL_FIELDS}
