"""Words that planners write for words of the language, and whether they can mean nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import attrs

from pei_dsl import vocabulary
from pei_dsl.analysis.resolve.unit_meant import counted_unit
from pei_dsl.diagnostics.suggestion import is_slip, nearest
from pei_dsl.vocabulary import FieldWord, Word, Words, fold

W = TypeVar("W", bound=Word)


@attrs.frozen
class Meant:
    """
    What a word may have been meant to be.

    Attributes:
        words: Words of the language, likeliest first.
        sure: Whether there is one, and it can be nothing else.
    """

    words: tuple[str, ...] = ()
    sure: bool = False


# By the first word of a closed list: what is written, folded, and what it says.  A tuple leaves a choice.
_SAYS: Mapping[str, Mapping[str, str | tuple[str, ...]]] = {
    "número": {
        **dict.fromkeys(("%", "porciento", "por ciento", "porcentual", "tanto por ciento"), "porcentaje"),
        **dict.fromkeys(("nro", "nro.", "n°", "nº", "conteo", "cuenta"), "número"),
        "proporcion": ("ratio", "porcentaje"),
        "unidad": ("número",),
        "unidades": ("número",),
    },
    "ascendente": {
        **dict.fromkeys(
            (
                "mayor es mejor",
                "mas es mejor",
                "sube",
                "aumenta",
                "aumentar",
                "incremento",
                "incrementar",
                "crece",
                "a mas, mejor",
                "mientras mas, mejor",
                "mientras mas mejor",
                "cuanto mas, mejor",
                "cuanto mayor, mejor",
                "hacia arriba",
                "en aumento",
                "mejora si sube",
                "↑",
                "+",
            ),
            "ascendente",
        ),
        **dict.fromkeys(
            (
                "menor es mejor",
                "menos es mejor",
                "baja",
                "disminuye",
                "disminuir",
                "reduccion",
                "reducir",
                "decrece",
                "a menos, mejor",
                "mientras menos, mejor",
                "mientras menos mejor",
                "cuanto menos, mejor",
                "cuanto menor, mejor",
                "hacia abajo",
                "en descenso",
                "mejora si baja",
                "↓",
                "-",
            ),
            "descendente",
        ),
        "positivo": ("ascendente",),
        "negativo": ("descendente",),
        **dict.fromkeys(
            ("constante", "estable", "neutro", "mantener", "ninguno", "igual", "="), ("no definido",)
        ),
        "se mantiene": ("no definido",),
    },
    "muy relevante": {
        "alta": ("muy relevante",),
        "alto": ("muy relevante",),
        "media": ("relevante",),
        "medio": ("relevante",),
        "baja": ("poco relevante",),
        "bajo": ("poco relevante",),
        **dict.fromkeys(("muy alta", "muy alto", "maxima", "alta relevancia", "1", "3"), ("muy relevante",)),
        **dict.fromkeys(
            ("muy baja", "muy bajo", "minima", "baja relevancia", "no relevante"), ("poco relevante",)
        ),
        **dict.fromkeys(("si", "media relevancia", "mediana", "regular", "2"), ("relevante",)),
    },
    "agregable": {
        **dict.fromkeys(("sumable", "acumulable", "si", "suma", "acumulado", "sumatoria"), ("agregable",)),
        **dict.fromkeys(("no sumable", "no acumulable", "no", "promedio", "ultimo"), ("no agregable",)),
        **dict.fromkeys(("maximo", "techo"), ("máximo permisible",)),
        **dict.fromkeys(("minimo", "piso"), ("mínimo permisible",)),
    },
    "número de columna": {
        **dict.fromkeys(
            (
                "entero",
                "numerico",
                "decimal",
                "integer",
                "int",
                "float",
                "numeric",
                "monto",
                "moneda",
                "soles",
                "cantidad",
                "importe",
            ),
            "número",
        ),
        **dict.fromkeys(("moneda", "soles", "cantidad", "importe"), "número"),
        **dict.fromkeys(("string", "varchar", "char", "cadena", "alfanumerico", "caracter"), "texto"),
        **dict.fromkeys(("dia", "mes", "año", "periodo"), "fecha"),
        **dict.fromkeys(("datetime", "timestamp", "fecha hora"), ("fecha y hora", "fecha")),
        **dict.fromkeys(("si/no", "si / no", "bool", "logico", "verdadero o falso"), "booleano"),
    },
    "sin dato": {
        **dict.fromkeys(
            ("n.d.", "n.d", "n/d", "s.d.", "s.i.", "s/i", "sin informacion", "no disponible"), "sin dato"
        ),
        **dict.fromkeys(("n/a", "n.a.", "n.a", "na"), ("no aplica", "sin dato")),
        **dict.fromkeys(("no corresponde", "no aplicable"), "no aplica"),
        **dict.fromkeys(
            ("sin meta", "sin logro", "no hay meta", "no se programo", "np", "n.p."), "no programado"
        ),
        "no": ("no programado", "no aplica"),
        "pendiente": ("no vencido", "sin dato"),
        "por definir": ("no programado", "sin dato"),
    },
}
_KEYS: Mapping[object, str] = {
    vocabulary.UNITS: "número",
    vocabulary.DIRECTIONS: "ascendente",
    vocabulary.RELEVANCES: "muy relevante",
    vocabulary.AGGREGATIONS: "agregable",
    vocabulary.COLUMN_TYPES: "número de columna",
    vocabulary.ABSENCES: "sin dato",
}

_FIELDS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "metas programadas",
            "meta programada",
            "metas esperadas",
            "metas anuales",
            "metas del plan",
            "logros programados",
            "valores esperados",
        ),
        "goals",
    ),
    **dict.fromkeys(("formula del indicador", "calculo", "metodo", "forma de calculo"), "formula"),
    **dict.fromkeys(("variables", "leyenda", "en donde"), "where"),
    **dict.fromkeys(("unidad del indicador", "medida", "tipo de unidad"), "unit"),
    **dict.fromkeys(("tendencia", "sentido del indicador", "polaridad", "direccion"), "direction"),
    **dict.fromkeys(("agregable", "tipo de agregacion", "acumulable"), "aggregation"),
    **dict.fromkeys(("prioridad", "importancia", "relevante"), "relevance"),
    **dict.fromkeys(("linea basal", "valor base", "valor de linea base", "valor inicial"), "baseline"),
    **dict.fromkeys(("valor alcanzado", "valores alcanzados", "ejecutado", "resultados"), "values"),
    **dict.fromkeys(
        (
            "fuente de informacion",
            "fuentes de informacion",
            "fuente de verificacion",
            "medio de verificacion",
            "medios de verificacion",
        ),
        "sources",
    ),
    **dict.fromkeys(
        ("area responsable", "unidad organica", "unidad organica responsable", "organo responsable", "area"),
        "responsible",
    ),
    **dict.fromkeys(("observaciones", "notas", "nota", "comentarios", "precisiones"), "technical_notes"),
    **dict.fromkeys(("vigencia", "horizonte temporal", "periodo del plan"), "period"),
    **dict.fromkeys(("nombre de la entidad", "nombre del pliego"), "entity"),
}

# Functions of spreadsheets in English; "" has no counterpart of the same shape.
FUNCTIONS: Mapping[str, str] = {
    "average": "promedio",
    "avg": "promedio",
    "count": "contar",
    "counta": "contar",
    "iferror": "si_falta",
    "ifna": "si_falta",
    "sqrt": "raíz",
    "roundup": "redondear_mas",
    "rounddown": "redondear_menos",
    "mod": "residuo",
    "diasem": "día_semana",
    "mid": "extrae",
    "find": "contiene",
    "search": "contiene",
    "encontrar": "contiene",
    "hallar": "contiene",
    "countif": "",
    "countifs": "",
    "sumif": "",
    "sumifs": "",
    "averageif": "",
    "vlookup": "",
    "buscarv": "",
}

# One name for several functions that give different figures, folded.
SEVERAL_FUNCTIONS: Mapping[str, tuple[str, ...]] = dict.fromkeys(
    ("desviacion", "desviacion_estandar", "desviacion_tipica", "desvest", "stdev", "deviation"),
    ("desviación_muestral", "desviación_poblacional"),
)


def of_list(written: str, words: Words[W]) -> Meant:
    """Return what `written` was meant to be among `words`, a closed list."""
    key = _KEYS.get(words)
    said = _SAYS[key].get(fold(written).rstrip(",;")) if key is not None else None
    if isinstance(said, str):
        return Meant((said,), sure=True)
    if said is not None:
        return Meant(said)
    spellings = [spelling for word in words for spelling in (word.spanish, *word.synonyms)]
    bare = words.find(written.rstrip(" .,;"))
    if bare is not None:  # a full stop at the end, as in running text, is the commonest slip
        return Meant((bare.spanish,), sure=True)
    near = nearest(written, words.spanish())
    if key == "número" and not near:
        unit = counted_unit(written)
        return Meant((unit,) if unit else ())
    others = [each for each in spellings if words.find(each) is not words.find(near[0])] if near else []
    return Meant(tuple(near), sure=bool(near) and is_slip(written, near[0], others))


def field(written: str, allowed: tuple[FieldWord, ...]) -> Meant:
    """Return what `written` was meant to be among the fields `allowed`."""
    name = _FIELDS.get(fold(written))
    known = next((word for word in allowed if word.name == name), None)
    if known is not None:
        return Meant((known.spanish,), sure=True)
    near = nearest(written, [word.spanish for word in allowed])
    others = [spelling for word in allowed for spelling in word.spellings if word.spanish not in near]
    return Meant(tuple(near), sure=bool(near) and is_slip(written, near[0], others))


def is_known_by_another_name(written: str) -> bool:
    """Tell whether `written` is another name of a field, not a misspelt one."""
    return fold(written) in _FIELDS
