"""The types of columns, and what a column may demand of its cells: each constraint stated once."""

from __future__ import annotations

import enum
import re

import attrs

from pei_dsl.vocabulary.word import Word, Words, fold

COLUMN_TYPES = Words(
    (
        Word("number", "número", ("cantidad",)),
        Word("text", "texto"),
        Word("date", "fecha", ("periodo", "mes", "año")),
        Word("moment", "fecha y hora", ("fecha-hora", "fecha/hora"), "date and time"),
        Word("boolean", "booleano", ("sí o no",)),
    )
)


_CODE = re.compile(r"(?:codigos?|codes?) (?:de|of) ([1-9][0-9]?) (?:digitos?|digits?)")


def code_digits(written: str) -> int:
    """Return how many digits the codes of a type have, `código de 6 dígitos`; 0 for any other type."""
    match = _CODE.fullmatch(fold(written))
    return int(match[1]) if match is not None else 0


class Argument(enum.Enum):
    """What stands behind the word of a constraint."""

    NOTHING = enum.auto()
    LIMIT = enum.auto()
    TEXTS = enum.auto()
    TEXT = enum.auto()
    """A single one."""
    FORMATS = enum.auto()
    """How dates are written, each as a text."""
    WHOLE = enum.auto()
    """A whole number from 1."""


@attrs.frozen
class ConstraintWord(Word):
    """
    A constraint of a column, besides its spellings.

    Attributes:
        attribute: The attribute of the model's column that holds it.
        argument: What stands behind the word.
        types: The types of columns that it goes with, by name; () for all.
        excludes: The constraints that cannot stand beside it.
        sets: What a word without argument sets its attribute to.
    """

    attribute: str = attrs.field(kw_only=True)
    argument: Argument = attrs.field(default=Argument.NOTHING, kw_only=True)
    types: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    excludes: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    sets: bool | str = attrs.field(default=True, kw_only=True)


# Constraints of columns whose cells are not below a heading of their own.
_FROM_ELSEWHERE = ("from_file", "from_heading", "from_cells", "repetition")
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
            types=("date", "moment", "number"),
        ),
        ConstraintWord(
            "stock",
            "stock",
            ("saldo",),
            attribute="accumulation",
            types=("number",),
            excludes=("flow",),
            sets="stock",
        ),
        ConstraintWord(
            "flow", "flujo", attribute="accumulation", types=("number",), excludes=("stock",), sets="flujo"
        ),
        ConstraintWord(
            "points",
            "en puntos",
            ("puntos",),
            attribute="percentages",
            types=("number",),
            excludes=("ratio",),
            sets="points",
        ),
        ConstraintWord(
            "ratio",
            "como razón",
            ("razón",),
            attribute="percentages",
            types=("number",),
            excludes=("points",),
            sets="ratio",
        ),
        ConstraintWord(
            "symbol",
            "símbolo",
            ("símbolos", "marca", "marcas"),
            attribute="symbols",
            argument=Argument.TEXTS,
            types=("number", "text", "date"),
        ),
        ConstraintWord("heading", "encabezado", attribute="heading", argument=Argument.TEXT),
        ConstraintWord(
            "repetition",
            "repetición",
            ("ocurrencia",),
            attribute="occurrence",
            argument=Argument.WHOLE,
        ),
        *(
            ConstraintWord(
                name,
                spanish,
                attribute="origin",
                types=types,
                excludes=_FROM_ELSEWHERE if sets == "cells" else (*_FROM_ELSEWHERE, "heading"),
                sets=sets,
            )
            for name, spanish, sets, types in (
                ("from_file", "del archivo", "file", ("date", "text")),
                ("from_heading", "del encabezado", "heading", ("date", "text")),
                ("from_cells", "de las celdas", "cells", ("number", "date", "text", "boolean")),
            )
        ),
    )
)
