"""The built-in functions and aggregates, each declared once: names, types, meaning, example."""

from __future__ import annotations

import attrs

from pei_dsl.model.expressions import ValueType
from pei_dsl.vocabulary import Word, Words

_N, _T, _D, _B = ValueType.NUMBER, ValueType.TEXT, ValueType.DATE, ValueType.BOOLEAN
_ANY = ValueType.UNKNOWN


class _Name(Word):
    """The name of a function, which holds no blanks in any language."""

    @property
    def english_form(self) -> str:
        """The name in English."""
        return self.english or self.name


@attrs.frozen
class Function(_Name):
    """
    A built-in function.

    Attributes:
        takes: The type of each argument; UNKNOWN takes any.
        optional: How many of the last arguments may be left out.
        repeats: Whether the last argument may be repeated.
        gives: The type of the result; UNKNOWN means that of the argument `like`.
        like: Index of the argument whose type the result has.
        summary: What it does, in Spanish.
        summary_en: The same in English.
        example: A call and its value, `redondear(2.675; 2) = 2.68`; the tests run it.
    """

    takes: tuple[ValueType, ...] = ()
    optional: int = 0
    repeats: bool = False
    gives: ValueType = ValueType.NUMBER
    like: int = 0
    summary: str = ""
    summary_en: str = ""
    example: str = ""


FUNCTIONS: Words[Function] = Words(
    (
        Function(
            "if",
            "si",
            takes=(_B, _ANY, _ANY),
            gives=_ANY,
            like=1,
            summary="Da el segundo argumento si la condición se cumple, y el tercero si no.",
            summary_en="Gives the second argument if the condition holds, the third otherwise.",
            example="si(3 > 2; 10; 20) = 10",
        ),
        Function(
            "if_missing",
            "si_falta",
            ("si_nd",),
            takes=(_ANY, _ANY),
            gives=_ANY,
            summary="Da el primer argumento o, cuando es ND, el segundo.",
            summary_en="Gives the first argument or, when it is absent, the second.",
            example="si_falta(raíz(-1); 7) = 7",
        ),
        Function(
            "is_missing",
            "es_nd",
            ("falta",),
            takes=(_ANY,),
            gives=_B,
            summary="Dice si el argumento es ND.",
            summary_en="Tells whether the argument is absent.",
            example="si(es_nd(raíz(-1)); 1; 0) = 1",
        ),
        Function(
            "round",
            "redondear",
            takes=(_N, _N),
            optional=1,
            summary="Redondea a los decimales indicados (0 si no se dice); la mitad se aleja de cero.",
            summary_en="Rounds to the given decimals (0 by default); halves go away from zero.",
            example="redondear(2.675; 2) = 2.68",
        ),
        Function(
            "round_up",
            "redondear_mas",
            takes=(_N, _N),
            optional=1,
            summary="Redondea alejándose de cero.",
            summary_en="Rounds away from zero.",
            example="redondear_mas(2.1) = 3",
        ),
        Function(
            "round_down",
            "redondear_menos",
            ("truncar",),
            takes=(_N, _N),
            optional=1,
            summary="Quita los decimales que sobran, sin redondear.",
            summary_en="Drops the decimals beyond those given.",
            example="truncar(2.679; 2) = 2.67",
        ),
        Function(
            "integer",
            "entero",
            takes=(_N,),
            summary="Da el mayor entero que no pasa del número.",
            summary_en="Gives the largest integer not above the number.",
            example="entero(-2.5) = -3",
        ),
        Function(
            "absolute",
            "abs",
            ("valor_absoluto",),
            takes=(_N,),
            summary="Da el número sin su signo.",
            summary_en="Gives the number without its sign.",
            example="abs(-3) = 3",
        ),
        Function(
            "square_root",
            "raíz",
            takes=(_N,),
            summary="Da la raíz cuadrada: exacta si es racional; si no, con 40 decimales.",
            summary_en="Gives the square root: exact when rational, otherwise with 40 decimals.",
            example="raíz(2.25) = 1.5",
        ),
        Function(
            "remainder",
            "residuo",
            takes=(_N, _N),
            summary="Da el resto de la división, con el signo del divisor.",
            summary_en="Gives the remainder of the division, with the divisor's sign.",
            example="residuo(7; 3) = 1",
        ),
        Function(
            "minimum",
            "mín",
            ("mínimo",),
            english="min",
            takes=(_N, _N),
            optional=1,
            repeats=True,
            summary="Da el menor de los argumentos.",
            summary_en="Gives the least of its arguments.",
            example="mín(3; 1; 2) = 1",
        ),
        Function(
            "maximum",
            "máx",
            ("máximo",),
            english="max",
            takes=(_N, _N),
            optional=1,
            repeats=True,
            summary="Da el mayor de los argumentos.",
            summary_en="Gives the greatest of its arguments.",
            example="máx(3; 1; 2) = 3",
        ),
        Function(
            "sum",
            "suma",
            takes=(_N, _N),
            optional=1,
            repeats=True,
            summary="Suma sus argumentos.",
            summary_en="Adds its arguments.",
            example="suma(1; 2; 3) = 6",
        ),
        Function(
            "mean",
            "promedio",
            ("media",),
            takes=(_N, _N),
            optional=1,
            repeats=True,
            summary="Da la media de sus argumentos.",
            summary_en="Gives the mean of its arguments.",
            example="promedio(1; 2; 6) = 3",
        ),
        Function(
            "year",
            "año",
            ("anio",),
            takes=(_D,),
            summary="Da el año de una fecha.",
            summary_en="Gives the year of a date.",
            example="año(2024-07-31) = 2024",
        ),
        Function(
            "month",
            "mes",
            takes=(_D,),
            summary="Da el mes de una fecha, de 1 a 12.",
            summary_en="Gives the month of a date, 1 to 12.",
            example="mes(2024-07-31) = 7",
        ),
        Function(
            "days",
            "días",
            takes=(_D, _D),
            summary="Da los días que van de la primera fecha a la segunda.",
            summary_en="Gives the days from the first date to the second.",
            example="días(2024-02-28; 2024-03-01) = 2",
        ),
    )
)

# Two functions look at other periods, so they are syntax rather than arithmetic.
TIME_FUNCTIONS: Words[Function] = Words(
    (
        Function(
            "earlier",
            "anterior",
            takes=(_N, _N),
            optional=1,
            summary="Da el valor de la expresión en el periodo anterior (o tantos periodos antes).",
            summary_en="Gives the value of the expression one period earlier (or that many).",
            example="anterior(población; 2)",
        ),
        Function(
            "change",
            "variación",
            takes=(_N,),
            summary="Da x / anterior(x) − 1.",
            summary_en="Gives x / anterior(x) − 1.",
            example="variación(población)",
        ),
    )
)


@attrs.frozen
class AggregateFunction(_Name):
    """
    An aggregate over the rows of a source.

    Attributes:
        counts_rows: Whether it takes a source rather than a column.
        takes: The column type it needs; UNKNOWN takes any.
        gives: The type of the result; UNKNOWN means that of the column.
    """

    counts_rows: bool = False
    takes: ValueType = ValueType.NUMBER
    gives: ValueType = ValueType.NUMBER
    summary: str = ""
    summary_en: str = ""


AGGREGATES: Words[AggregateFunction] = Words(
    (
        AggregateFunction(
            "sum",
            "suma",
            summary="Suma los valores presentes.",
            summary_en="Adds the present values.",
        ),
        AggregateFunction(
            "mean",
            "promedio",
            ("media",),
            summary="Media de los valores presentes.",
            summary_en="Mean of the present values.",
        ),
        AggregateFunction(
            "median",
            "mediana",
            summary="Valor del medio; si son pares, la media de los dos del medio.",
            summary_en="Middle value; of an even number, the mean of the two middle ones.",
        ),
        AggregateFunction(
            "minimum",
            "mínimo",
            ("mín",),
            "min",
            takes=_ANY,
            gives=_ANY,
            summary="El menor valor presente.",
            summary_en="Least present value.",
        ),
        AggregateFunction(
            "maximum",
            "máximo",
            ("máx",),
            "max",
            takes=_ANY,
            gives=_ANY,
            summary="El mayor valor presente.",
            summary_en="Greatest present value.",
        ),
        AggregateFunction(
            "first",
            "primero",
            takes=_ANY,
            gives=_ANY,
            summary="El valor presente de la fecha más antigua; a igual fecha, el de la primera fila.",
            summary_en="Present value of the earliest date; on one date, of the first row.",
        ),
        AggregateFunction(
            "last",
            "último",
            takes=_ANY,
            gives=_ANY,
            summary="El valor presente de la fecha más reciente; a igual fecha, el de la última fila.",
            summary_en="Present value of the latest date; on one date, of the last row.",
        ),
        AggregateFunction(
            "count",
            "contar",
            counts_rows=True,
            takes=_ANY,
            summary="Cuenta las filas, o los valores presentes de una columna.",
            summary_en="Counts rows, or the present values of a column.",
        ),
        AggregateFunction(
            "count_distinct",
            "contar_distintos",
            takes=_ANY,
            summary="Cuenta los valores distintos presentes.",
            summary_en="Counts the distinct present values.",
        ),
    )
)
