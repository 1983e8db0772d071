"""The tree of a text: what is written, with its place; no meaning yet."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl import vocabulary
from pei_dsl.immutable import brief
from pei_dsl.source import Source, Span
from pei_dsl.syntax.moving import Later, later, moved, told


def _span() -> Span:
    """Declare a node's place: keyword-only and outside equality, so that trees compare by what they say."""
    field: Span = attrs.field(eq=False, repr=False, kw_only=True)
    return field


# ---- Expressions ------------------------------------------------------------------------------


@attrs.frozen
class Number:
    """A figure as written: `99,448`, `56%` (the value is then 0.56)."""

    value: Fraction
    percent: bool = False
    span: Span = _span()


@attrs.frozen
class Text:
    """A text between quotes."""

    value: str
    span: Span = _span()


@attrs.frozen
class Date:
    """A date as written, `2024-07-31`; analysis says whether it exists."""

    written: str
    span: Span = _span()


@attrs.frozen
class Name:
    """A name, a column of a source (`población.personas`) or a bracketed column (`[Fecha de alta]`)."""

    name: str
    column: str | None = None
    bracketed: bool = False
    span: Span = _span()


@attrs.frozen
class Code:
    """The code of an indicator, objective or action."""

    code: str
    span: Span = _span()


@attrs.frozen
class GoalIn:
    """`logro en 2026`: the goal of the indicator itself in a period."""

    name: str
    period: str
    span: Span = _span()


@attrs.frozen
class Window:
    """A time clause as written: `al cierre`, `en últimos 5 años`."""

    words: str
    span: Span = _span()


@attrs.frozen
class Argument:
    """One argument of a call, with the filters and time clauses that follow it."""

    expression: Expression
    filters: tuple[Expression, ...] = ()
    windows: tuple[Window, ...] = ()
    span: Span = _span()


@attrs.frozen
class Call:
    """A function or an aggregate applied to arguments."""

    function: str
    arguments: tuple[Argument, ...]
    name_span: Span = _span()
    span: Span = _span()


@attrs.frozen
class Sign:
    """`-x` or `+x`."""

    operator: str
    operand: Expression
    span: Span = _span()


@attrs.frozen
class Chain:
    """Operands of one precedence level, left to right: `a + b - c` has the operators `+` and `-`."""

    operands: tuple[Expression, ...]
    operators: tuple[str, ...]
    span: Span = _span()


@attrs.frozen
class Power:
    """`base ^ exponent`."""

    base: Expression
    exponent: Expression
    span: Span = _span()


@attrs.frozen
class Comparison:
    """`left operator right` with one of `= <> < <= > >=`."""

    operator: str
    left: Expression
    right: Expression
    span: Span = _span()


@attrs.frozen
class Range:
    """`low..high`, both included; only among the choices of a membership."""

    low: Expression
    high: Expression
    span: Span = _span()


@attrs.frozen
class Membership:
    """`value en (choice; low..high)`."""

    value: Expression
    choices: tuple[Expression, ...]
    span: Span = _span()


@attrs.frozen
class Negation:
    """`no x`."""

    operand: Expression
    span: Span = _span()


@attrs.frozen
class Logic:
    """`a y b y c` (operator `y`) or `a o b o c` (operator `o`)."""

    operator: str
    operands: tuple[Expression, ...]
    span: Span = _span()


@attrs.frozen
class Group:
    """An expression in parentheses; doubled parentheses are one group."""

    expression: Expression
    span: Span = _span()


@attrs.frozen
class Hole:
    """`?`: a formula still to be written."""

    span: Span = _span()


@attrs.frozen
class Broken:
    """A place where something was reported already; nothing more is said about it."""

    span: Span = _span()


Expression: TypeAlias = (
    Number
    | Text
    | Date
    | Name
    | Code
    | GoalIn
    | Call
    | Sign
    | Chain
    | Power
    | Comparison
    | Range
    | Membership
    | Negation
    | Logic
    | Group
    | Hole
    | Broken
)


# ---- Field values -------------------------------------------------------------------------------


@attrs.frozen
class Texts:
    """The value of a text field: quoted texts, or the bare words of the line as one text."""

    items: tuple[Text, ...]
    bare: bool = False
    span: Span = _span()


@attrs.frozen
class Amount:
    """
    A figure with the digits it was written with, or the words of an absence.

    Attributes:
        value: The exact value (`56%` is 0.56); None when `words` stand instead.
        percent: Whether `%` follows.
        decimals: Digits after the point, as written.
        words: `no programado`, `ND`, `rojo`: what is no figure; or `sí` and `no`, which are 1 and 0.
    """

    value: Fraction | None
    percent: bool = False
    decimals: int = 0
    words: str = ""
    span: Span = _span()

    @classmethod
    def worded(cls, words: str, span: Span) -> Amount:
        """Return what `words` say: yes and no are figures, all others are none."""
        word = vocabulary.YES_NO.find(words)
        return cls(None if word is None else Fraction(word.name == "yes"), words=words, span=span)


@attrs.frozen
class AmountRange:
    """`95% a 105%`: a goal that is met from one figure to another."""

    lower: Amount
    upper: Amount
    span: Span = _span()

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Both figures, in the order they are written."""
        return (self.lower, self.upper)


def amounts_of(written: Amount | AmountRange) -> tuple[Amount, ...]:
    """Return the figures that `written` is: one, or both ends of an interval."""
    return written.amounts if isinstance(written, AmountRange) else (written,)


@attrs.frozen
class Period:
    """A period as written; analysis says whether it exists."""

    written: str
    span: Span = _span()


@attrs.frozen
class Figure:
    """`2024: 0.72%`, perhaps with its quality, `preliminar`, or with a milestone: `2024: sí "Reglamento"`."""

    period: Period
    amount: Amount | AmountRange
    quality: Text | None = None
    milestone: Text | None = None
    span: Span = _span()


@attrs.frozen
class Figures:
    """The figures of `logros`, `línea de base` or `valores`."""

    items: tuple[Figure, ...]
    span: Span = _span()


@attrs.frozen
class Definition:
    """`A "Personas" = contar(personas)` under `donde:`."""

    name: str
    title: str
    expression: Expression
    name_span: Span = _span()
    span: Span = _span()


@attrs.frozen
class Definitions:
    """The definitions under `donde:`."""

    items: tuple[Definition, ...]
    span: Span = _span()


@attrs.frozen
class Periods:
    """`2019 a 2027`, or one period."""

    first: Period
    last: Period
    span: Span = _span()


@attrs.frozen
class Band:
    """`verde >= 95%`; the last band has no limit."""

    color: str
    operator: str = ""
    limit: Amount | None = None
    span: Span = _span()


@attrs.frozen
class Bands:
    """The bands of a traffic light, best first."""

    items: tuple[Band, ...]
    span: Span = _span()


@attrs.frozen
class Count:
    """`3 verde` in a test."""

    number: int
    color: str
    span: Span = _span()


@attrs.frozen
class Counts:
    """How many of each colour a test expects."""

    items: tuple[Count, ...]
    span: Span = _span()


@attrs.frozen
class Option:
    """
    What may follow the type of a column: `mínimo 0`, `valores "M", "F"`.

    Attributes:
        written: Its words and figure as written, texts left out.
        texts: The texts behind them.
    """

    written: str
    texts: tuple[Text, ...] = ()
    words_span: Span = _span()
    span: Span = _span()


@attrs.frozen
class Column:
    """
    `columna personas: número de personas; obligatoria`, or a computed one: `columna tardía = espera > 30`.

    Attributes:
        name, type: As written; the type is "" where none is.
        expression: What computes it from the row; None for a column of the file.
    """

    name: str
    type: str
    bracketed: bool = False
    options: tuple[Option, ...] = ()
    expression: Expression | None = None
    name_span: Span = _span()
    type_span: Span = _span()
    span: Span = _span()


@attrs.frozen
class Assignment:
    """`A = 1275` in an example, or `logro = 95% a 105%`."""

    name: str
    amount: Amount | AmountRange
    name_span: Span = _span()
    span: Span = _span()


@attrs.frozen
class Input:
    """`A de IND.02.OEI.01 = 1,275` in a citation; `code` is None for a series or variable."""

    name: str
    code: str | None
    amount: Amount
    name_span: Span = _span()
    span: Span = _span()


@attrs.frozen
class Inputs:
    """The data that a citation quotes."""

    items: tuple[Input, ...]
    span: Span = _span()


@attrs.frozen
class Example:
    """A worked example: inputs and expected results."""

    title: str
    items: tuple[Assignment, ...]
    span: Span = _span()


@attrs.frozen
class RowsOf:
    """`una fila por: reuniones.espacio; reuniones.entidad si asiste`."""

    items: tuple[Argument, ...]
    span: Span = _span()


Value: TypeAlias = (
    Texts
    | Amount
    | Expression
    | Figures
    | Definitions
    | Periods
    | Bands
    | Counts
    | Inputs
    | Column
    | Example
    | RowsOf
)


@attrs.frozen
class Field:
    """
    One field of a declaration.

    Attributes:
        name: The vocabulary's identifier, or "" for a word that is no field.
        value: Its value; `Broken` when it could not be read.
        word: The word as the person spelt it.
    """

    name: str
    value: Value
    word: str = attrs.field(eq=False)
    word_span: Span = _span()
    span: Span = _span()


@attrs.frozen
class Expected:
    """What a test expects or a citation quotes: a kind (`valor`), a colour or an absence, and its figure."""

    words: str
    amount: Amount | AmountRange | None = None
    span: Span = _span()


@attrs.frozen
class Expectation:
    """`IND.02.OEI.01: valor 2.23%, alcance 32.29%, rojo`."""

    code: str
    items: tuple[Expected, ...]
    contradicts: str | None = None
    code_span: Span = _span()
    span: Span = _span()


Item: TypeAlias = Field | Figure | Expectation


@attrs.frozen
class Header:
    """The first line of a declaration, after its keyword."""

    code: str | None = None
    name: str | None = None
    parameters: tuple[str, ...] | None = None
    title: str | None = None
    expression: Expression | None = None
    keyword: str = attrs.field(default="", eq=False)
    name_span: Span = _span()
    title_span: Span = _span()
    span: Span = _span()


@attrs.frozen
class Declaration:
    """
    One declaration.

    Attributes:
        kind: The vocabulary's identifier of its keyword (`indicator`), or "" when it has none.
        items: Its fields, figures and expectations.
        documentation: The `##` lines above it.
        broken: Whether some part of it could not be read.
        origin: The same for the same letters in a newer text, wherever they stand there.
    """

    __repr__ = brief

    kind: str
    header: Header
    _items: tuple[Item, ...] | Later[tuple[Item, ...]] = attrs.field(default=(), eq=told, repr=False)
    documentation: str = ""
    broken: bool = attrs.field(default=False, eq=False)
    origin: object = attrs.field(factory=object, eq=False, repr=False, kw_only=True)
    source: Source = attrs.field(eq=False, repr=False, kw_only=True)
    span: Span = _span()

    @property
    def items(self) -> tuple[Item, ...]:
        """What stands below the header, in order."""
        items = told(self._items)
        if items is not self._items:
            object.__setattr__(self, "_items", items)  # moved once, when first asked for
        return items

    def moved(self, by: int, source: Source) -> Declaration:
        """Return the same declaration `by` characters further on, in `source`; its items when asked for."""
        return attrs.evolve(
            self,
            header=moved(self.header, by, source) if by else self.header,
            items=later(self._items, by, source),
            source=source,
            span=moved(self.span, by, source),
        )


@attrs.frozen
class File:
    """A whole text: its declarations in order."""

    __repr__ = brief

    declarations: tuple[Declaration, ...]
    source: Source = attrs.field(eq=False, repr=False, kw_only=True)
