"""What SQL can compute of one row: `días(ingreso; salida)`, `si(edad < 15; "0-14"; "15+")`, `kg * precio`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.algebra.builtins.aspects import FunctionQuery
from pei_dsl.data.engine.decimals import Reach
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.literals import kind_of, literal, sql_literal
from pei_dsl.data.engine.query.cell import Cell, doubts_of
from pei_dsl.data.engine.query.reaches import Reaches
from pei_dsl.data.engine.query.sql_dates import Dates
from pei_dsl.data.engine.query.sql_numbers import Numbers
from pei_dsl.data.engine.relation import Columns
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType

_KINDS = frozenset({ValueType.NUMBER, ValueType.TEXT, ValueType.DATE})
_ZERO = m.Number(Fraction(0))
# More letters than these are no part of a code.
_COUNTS = range(1, 1_001)

# Says a condition in SQL, true exactly where it is true for the reference; None where that is not certain.
Holds = Callable[[m.Expression], str | None]


@attrs.frozen
class Cells:
    """
    The values of rows in SQL.

    Attributes:
        columns: What the columns of a row are called.
        holds: Says conditions.
        reaches: Tells how many digits the numbers of columns have; None where nobody asks the rows.
    """

    columns: Columns
    dialect: Dialect
    holds: Holds
    reaches: Reaches | None = None

    def of(self, expression: m.Expression) -> Cell | None:
        """Return the value of `expression`; None where SQL cannot be trusted to give it exactly."""
        value = literal(expression)
        if value is not None:
            reach = Reach.of(value) if isinstance(value, Fraction) else None
            return Cell(sql_literal(value, self.dialect), kind_of(value), reach=reach)
        match expression:
            case m.ColumnValue(column=column):
                kind, reach = self.columns.type(column), None
                if kind is ValueType.NUMBER and self.reaches is not None:
                    reach = self.reaches.of(column)
                return Cell(self.columns.alias(column), kind, reach=reach)
            case m.Negative(operand=operand):
                return self._sum((_ZERO, operand), (False, True))
            case m.Sum(operands=operands, subtracted=subtracted):
                return self._sum(operands, subtracted)
            case m.Product(operands=operands, divided=divided):
                return self._product(operands, divided)
            case m.Call(function=name, arguments=arguments):  # of as many as the analysis made sure
                return self._call(FUNCTIONS.named(name).query, arguments)
            case _:
                return None

    def _call(self, query: FunctionQuery, arguments: Sequence[m.Expression]) -> Cell | None:
        match query:
            case FunctionQuery.LEFT | FunctionQuery.RIGHT | FunctionQuery.MIDDLE:
                return self._letters(query, *arguments)
            case FunctionQuery.CHOICE:
                return self._choice(*arguments)
            case FunctionQuery.OTHERWISE:
                return self._alike([self.of(each) for each in arguments], "COALESCE({}, {})")
            case _:
                return self._of_dates(query, arguments)

    # ---- Dates

    @property
    def _dates(self) -> Dates:
        return Dates(self.dialect)

    def _of_dates(self, query: FunctionQuery, arguments: Sequence[m.Expression]) -> Cell | None:
        dated = arguments[:2] if query is FunctionQuery.WORKING_DAYS else arguments
        given = [found for each in dated if (found := self.of(each)) is not None]
        if len(given) < len(dated):
            return None
        match query:
            case (
                FunctionQuery.YEAR
                | FunctionQuery.MONTH
                | FunctionQuery.QUARTER
                | FunctionQuery.SEMESTER
                | FunctionQuery.DAY
                | FunctionQuery.WEEKDAY
            ):
                return self._dates.part(query, *given)
            case FunctionQuery.DAYS:
                return self._dates.days(*given)
            case FunctionQuery.WORKING_DAYS:
                (first, last), listed = given, arguments[2]
                if not isinstance(listed, m.Text):
                    return None
                return self._dates.working_days(first, last, listed.value)
            case FunctionQuery.ADD_DAYS:
                return self._dates.later(*given)
            case FunctionQuery.DATE:
                return self._dates.made(given)
            case _:
                return None

    # ---- Numbers

    @property
    def _numbers(self) -> Numbers:
        return Numbers(self.dialect, self.reaches)

    def _sum(self, operands: Sequence[m.Expression], subtracted: Sequence[bool]) -> Cell | None:
        """Return a sum; None where some number of it is not known to fit."""
        total: Cell | None = self._exact(_ZERO) if subtracted[0] else None
        for operand, minus in zip(operands, subtracted, strict=True):
            part = self._exact(operand)
            if part is None:
                return None
            total = part if total is None else self._numbers.added(total, part, minus=minus)
            if total is None:
                return None
        return total

    def _product(self, operands: Sequence[m.Expression], divided: Sequence[bool]) -> Cell | None:
        """Return a product; divided only by literals by which one divides as by multiplying by a decimal."""
        total: Cell | None = None
        for operand, divides in zip(operands, divided, strict=True):
            factor = _inverse(operand) if divides else operand
            part = None if factor is None else self._exact(factor)
            if part is None:
                return None
            total = part if total is None else self._numbers.multiplied(total, part)
            if total is None:
                return None
        return total

    def _exact(self, expression: m.Expression) -> Cell | None:
        return self._numbers.exact(self.of(expression))

    # ---- Texts, and what is chosen

    def _letters(self, query: FunctionQuery, text: m.Expression, *numbers: m.Expression) -> Cell | None:
        """Return the letters of a text: where from and how many literals say."""
        cell, counts = self.of(text), [literal(each) for each in numbers]
        whole = [int(each) for each in counts if isinstance(each, Fraction) and each in _COUNTS]
        if cell is None or cell.kind is not ValueType.TEXT or len(whole) < len(counts):
            return None
        if query is FunctionQuery.MIDDLE:
            sql = self.dialect.middle(cell.sql, *whole)
        else:
            sql = self.dialect.letters(cell.sql, *whole, from_end=query is FunctionQuery.RIGHT)
        return attrs.evolve(cell, sql=f"NULLIF({sql}, {self.dialect.text('')})")

    def _choice(self, condition: m.Expression, one: m.Expression, other: m.Expression) -> Cell | None:
        """Return one of two; an absent condition leaves none, and only the chosen one may be missing."""
        holds = self.holds(condition)
        if holds is None:
            return None
        choices = [self.of(one), self.of(other)]
        return self._alike(choices, f"CASE WHEN {holds} THEN {{}} WHEN NOT {holds} THEN {{}} END")

    def _alike(self, cells: Sequence[Cell | None], sql: str) -> Cell | None:
        """Return `sql` with `cells` put in, which must be of one kind; numbers in one type."""
        given = [each for each in cells if each is not None]
        kinds = {each.kind for each in given}
        if len(given) < len(cells) or len(kinds) != 1 or not kinds <= _KINDS:
            return None
        (kind,) = kinds
        found = self._numbers.alike(given) if kind is ValueType.NUMBER else given
        if found is None:
            return None
        first, *others = sql.split("{}")
        parts = (f"{each.sql}{rest}" for each, rest in zip(found, others, strict=True))
        chosen = f"({first}{''.join(parts)})"
        # A text is compared as texts are, whatever the condition in it compares.
        ordered = chosen if kind is ValueType.NUMBER else self.dialect.ordered(chosen, kind)
        return Cell(ordered, kind, doubts_of(*found), found[0].reach)


def _inverse(divisor: m.Expression) -> m.Expression | None:
    """Return what multiplying by does what dividing by a literal does; None where nobody can write that."""
    value = literal(divisor)
    return m.Number(1 / value) if isinstance(value, Fraction) and value else None
