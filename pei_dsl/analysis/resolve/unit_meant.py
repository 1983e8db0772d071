"""Units as planners write them, `soles`, `kg`, `N° de personas`, `por mil`: the unit that is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pei_dsl.model.units import parse_unit
from pei_dsl.vocabulary import fold

# Abbreviations and kinds of unit, folded: what is counted.
_COUNTED: Mapping[str, str] = {
    **dict.fromkeys(("s/", "s/.", "s.", "sol", "pen", "moneda", "dinero", "monto", "nuevos soles"), "soles"),
    **dict.fromkeys(("us$", "usd", "$", "dolar"), "dólares"),
    **dict.fromkeys(("mill. s/", "millones de s/", "mm s/", "mill. de soles"), "millones de soles"),
    **dict.fromkeys(("kg", "kg.", "kgs", "kilo", "kilos"), "kilogramos"),
    **dict.fromkeys(("t", "tm", "tn", "t.m."), "toneladas"),
    **dict.fromkeys(("ha", "ha.", "has", "has."), "hectáreas"),
    **dict.fromkeys(("km", "km.", "kms"), "kilómetros"),
    **dict.fromkeys(("m2", "m²", "mt2"), "metros cuadrados"),
    **dict.fromkeys(("m3", "m³"), "metros cúbicos"),
    **dict.fromkeys(("h", "hr", "hrs", "hh"), "horas"),
    **dict.fromkeys(("d", "dia"), "días"),
    **dict.fromkeys(("min", "min."), "minutos"),
    **dict.fromkeys(("l", "lt", "lts"), "litros"),
}
_RATES: Mapping[str, str] = {
    **dict.fromkeys(("por mil", "x mil", "x 1000", "por 1000", "por 1,000", "‰"), "tasa por 1000"),
    **dict.fromkeys(("por cien mil", "por 100 mil", "por 100000", "x 100000"), "tasa por 100 mil"),
    **dict.fromkeys(("por diez mil", "por 10000", "por 10 mil"), "tasa por 10 mil"),
}
_NUMBER_OF = re.compile(
    r"(?:n[úu]mero|nro\.?|n[°º]\.?|n\.°|#|cantidad|cant\.?|total|conteo|cuenta)\s*(?:de\s+|\(|:|-)?\s*(?P<counted>[^\d()]+?)\)?",
    re.IGNORECASE,
)
_NOUN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,5}")


def counted_unit(written: str) -> str:
    """Return the unit that `written` says without its kind, `soles` for `número de soles`; or ""."""
    text = " ".join(written.strip(" .,;").split())
    folded = fold(text)
    if folded in _RATES:
        return _RATES[folded]
    match = _NUMBER_OF.fullmatch(text)
    noun = match["counted"].strip() if match is not None else text
    thing = _COUNTED.get(fold(noun)) or (_plural(noun.lower()) if _NOUN.fullmatch(noun) else "")
    unit = f"número de {thing}"
    return unit if thing and parse_unit(unit) is not None else ""


def _plural(noun: str) -> str:
    """Return `noun` as what is counted: `documento` is `documentos`, `gestión aprobada` stays as it is."""
    first, _, rest = noun.partition(" ")
    if rest or first.endswith("s"):
        return noun
    if first.endswith("ión"):
        return f"{first[:-3]}iones"
    if first.endswith("z"):
        return f"{first[:-1]}ces"
    return f"{first}s" if first[-1] in "aeiouáéíóú" else f"{first}es"
