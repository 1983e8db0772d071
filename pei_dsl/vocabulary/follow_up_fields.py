"""The fields of what a report tells beside figures: activities, evidence, factors and what is recommended."""

from __future__ import annotations

from pei_dsl.vocabulary import closed_lists
from pei_dsl.vocabulary.field_word import Shape
from pei_dsl.vocabulary.field_word import field_word as _field

FOLLOW_UP = (
    _field("action", "acción", "activity", shape=Shape.OWN),
    _field("investment", "inversión", "activity"),
    _field("programmed", "programado", "activity", ("meta física", "programación"), kind="FIGURES"),
    _field("executed", "ejecutado", "activity", ("ejecución",), kind="FIGURES"),
    _field(
        "of",
        "de",
        "evidence amendment",
        shape=Shape.OWN,
        attributes={"evidence": "indicator", "amendment": "code"},
    ),
    _field("date", "fecha", "evidence version amendment", shape=Shape.OWN),
    _field("supports", "sustenta", "evidence", kind="NUMBER"),
    _field("fingerprint", "huella", "evidence", shape=Shape.OWN),
    _field("origin", "origen", "factor", words=closed_lists.ORIGINS),
    _field("effect", "efecto", "factor", words=closed_lists.EFFECTS),
    _field("affects", "en", "factor", ("afecta a",), shape=Shape.OWN),
    _field("told_by", "dicen", "factor", ("dice", "según"), shape=Shape.TEXTS),
    _field("report", "informe", "recommendation"),
    _field("addresses", "para", "recommendation", ("for",), shape=Shape.OWN),
    _field("follows", "sigue", "recommendation", shape=Shape.OWN),
    _field(
        "situation",
        "situación",
        "recommendation commitment",
        ("estado de aplicación",),
        kind="FIGURES",
        attributes={"recommendation": "situations", "commitment": "situations"},
    ),
    _field("answers", "responde a", "commitment", ("responde",), shape=Shape.OWN),
    _field("deadline", "plazo", "commitment", shape=Shape.OWN),
    _field("means", "medio", "commitment", ("medio de verificación",), shape=Shape.OWN),
)
