"""The types of columns, and what a column may demand of its cells: each constraint stated once."""

from __future__ import annotations

import enum

import attrs

from pei_dsl.vocabulary.word import Word, Words

COLUMN_TYPES = Words(
    (
        Word("number", "número", ("cantidad",)),
        Word("text", "texto"),
        Word("date", "fecha", ("periodo", "mes", "año")),
        Word("boolean", "booleano", ("sí o no",)),
    )
)


class Argument(enum.Enum):
    """What stands behind the word of a constraint."""

    NOTHING = enum.auto()
    LIMIT = enum.auto()
    TEXTS = enum.auto()
    FORMATS = enum.auto()
    """How dates are written, each as a text."""


@attrs.frozen
class ConstraintWord(Word):
    """
    A constraint of a column, besides its spellings.

    Attributes:
        attribute: The attribute of the model's column that holds it.
        argument: What stands behind the word.
        types: The types of columns that it goes with, by name; () for all.
        excludes: The constraint that cannot stand beside it, or "".
        sets: What a word without argument sets its attribute to.
    """

    attribute: str = attrs.field(kw_only=True)
    argument: Argument = attrs.field(default=Argument.NOTHING, kw_only=True)
    types: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    excludes: str = attrs.field(default="", kw_only=True)
    sets: bool | str = attrs.field(default=True, kw_only=True)


_LIMITED = ("number", "date")

# What may follow the type of a column.
COLUMN_OPTIONS = Words(
    (
        ConstraintWord("required", "obligatoria", ("obligatorio", "requerida"), attribute="required"),
        ConstraintWord(
            "minimum",
            "mínimo",
            ("mínima", "desde"),
            attribute="minimum",
            argument=Argument.LIMIT,
            types=_LIMITED,
        ),
        ConstraintWord(
            "maximum",
            "máximo",
            ("máxima", "hasta"),
            attribute="maximum",
            argument=Argument.LIMIT,
            types=_LIMITED,
        ),
        ConstraintWord(
            "choices",
            "valores",
            english="choices",
            attribute="choices",
            argument=Argument.TEXTS,
            types=("text",),
        ),
        ConstraintWord(
            "format",
            "formato",
            ("formatos",),
            attribute="formats",
            argument=Argument.FORMATS,
            types=("date",),
        ),
        ConstraintWord(
            "stock",
            "stock",
            ("saldo",),
            attribute="accumulation",
            types=("number",),
            excludes="flow",
            sets="stock",
        ),
        ConstraintWord(
            "flow", "flujo", attribute="accumulation", types=("number",), excludes="stock", sets="flujo"
        ),
        ConstraintWord(
            "points",
            "en puntos",
            ("puntos",),
            attribute="percentages",
            types=("number",),
            excludes="ratio",
            sets="points",
        ),
        ConstraintWord(
            "ratio",
            "como razón",
            ("razón",),
            attribute="percentages",
            types=("number",),
            excludes="points",
            sets="ratio",
        ),
    )
)
