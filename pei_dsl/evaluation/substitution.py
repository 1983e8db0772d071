"""A formula with figures in place of names: the middle line of a hand calculation."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.algebra.display import shown
from pei_dsl.algebra.values import Value
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.clauses import clause_text
from pei_dsl.model.keys import last_name
from pei_dsl.model.moment import Moment
from pei_dsl.vocabulary import PERIOD_DAYS

# Binding strength, loosest first: an operand that binds looser than its operator needs parentheses.
_LOGIC, _NOT, _COMPARE, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(8)

# A longer text is cut where it is shown among figures.
LONGEST_TEXT = 100


def value_text(value: Value) -> str:
    """Return `value` for people: `99,448`, `0.0222…`, `«Lima»`, `ND`."""
    if isinstance(value, Absence):
        return "ND"
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, Fraction):
        return shown(value)
    if isinstance(value, datetime.date | Moment):
        return value.isoformat()
    return f"«{value if len(value) <= LONGEST_TEXT else value[: LONGEST_TEXT - 1] + '…'}»"


def substituted(expression: m.Expression, leaf: Callable[[m.Expression], Value | None]) -> str:
    """
    Return `expression` written with figures.

    Args:
        expression: What to write.
        leaf: The value to write in place of a part (a name, an aggregate), or None to write the part out.
    """
    return _written(expression, leaf)[0]


Written = tuple[str, int]


def _written(expression: m.Expression, leaf: Callable[[m.Expression], Value | None]) -> Written:
    value = leaf(expression)
    if value is not None:
        text = value_text(value)
        return text, _SIGN if text.startswith("-") else _ATOM
    match expression:
        case m.Number(value=number, percent=percent):
            text = f"{shown(number * 100)}%" if percent else shown(number)
            return text, _ATOM
        case m.Text(value=text):
            return f'"{text}"', _ATOM
        case m.Date(value=date):
            return date.isoformat(), _ATOM
        case m.Reference(key=key):
            return last_name(key), _ATOM
        case m.ColumnValue(column=column):
            return column, _ATOM
        case m.OuterValue(source=source, column=column):
            return f"{source}.{column}", _ATOM
        case m.Aggregate(source=source):
            return source, _ATOM
        case m.Earlier(value=inner, steps=steps):
            more = f"; {steps}" if steps > 1 else ""
            return f"anterior({substituted(inner, leaf)}{more})", _ATOM
        case m.At(value=inner, period=period):
            return f"valor({substituted(inner, leaf)} en {period})", _ATOM
        case m.Over(function=name, value=inner, window=window):
            clause = clause_text(window, led=False)
            return f"{FUNCTIONS.named(name).spanish}({substituted(inner, leaf)} {clause})", _ATOM
        case m.Call(function=name, arguments=arguments):
            inside = "; ".join(substituted(each, leaf) for each in arguments)
            return f"{FUNCTIONS.named(name).spanish}({inside})", _ATOM
        case m.Negative(operand=operand):
            return f"-{_inside(operand, leaf, _POWER)}", _SIGN
        case m.Sum(operands=operands, subtracted=flags):
            return _chain(operands, flags, ("+", "-"), leaf, _SUM), _SUM
        case m.Product(operands=operands, divided=flags):
            return _chain(operands, flags, ("×", "/"), leaf, _PRODUCT), _PRODUCT
        case m.Power(base=base, exponent=exponent):
            return f"{_inside(base, leaf, _ATOM)} ^ {_inside(exponent, leaf, _ATOM)}", _POWER
        case m.Comparison(operator=operator, left=left, right=right):
            text = f"{_inside(left, leaf, _SUM)} {operator} {_inside(right, leaf, _SUM)}"
            return text, _COMPARE
        case m.Membership(value=member, choices=choices):
            inside = "; ".join(substituted(each, leaf) for each in choices)
            return f"{_inside(member, leaf, _SUM)} en ({inside})", _COMPARE
        case m.Not(operand=operand):
            return f"no {_inside(operand, leaf, _COMPARE)}", _NOT
        case m.Logic(operator=operator, operands=operands):
            parts = [_inside(each, leaf, _NOT) for each in operands]
            return f" {operator} ".join(parts), _LOGIC
        case m.PeriodDay(last=last):
            return PERIOD_DAYS.named("period_end" if last else "period_start").spanish, _ATOM
        case m.Hole():
            return "?", _ATOM
        case _:
            assert_never(expression)


def _inside(expression: m.Expression, leaf: Callable[[m.Expression], Value | None], least: int) -> str:
    text, strength = _written(expression, leaf)
    return text if strength >= least else f"({text})"


def _chain(
    operands: tuple[m.Expression, ...],
    flags: tuple[bool, ...],
    signs: tuple[str, str],
    leaf: Callable[[m.Expression], Value | None],
    level: int,
) -> str:
    """Write operands of one level; the first may bind as loosely as the chain, the others tighter."""
    parts = [_inside(operands[0], leaf, level)]
    for operand, second in zip(operands[1:], flags[1:], strict=True):
        parts.append(signs[second])
        parts.append(_inside(operand, leaf, level + 1))
    return " ".join(parts)
