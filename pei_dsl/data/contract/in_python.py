"""Rules of a contract in Python: whether a value breaks one."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import assert_never

from pei_dsl.algebra.values import Present
from pei_dsl.data.contract.rules import AtLeast, AtMost, Filled, KeyPart, OneOf, ValueRule


def breaks(value: Present | None, rule: ValueRule) -> bool:
    """Tell whether `value`, None for an empty cell, breaks `rule`."""
    match rule:
        case Filled() | KeyPart():
            return value is None
        case AtLeast():
            return value is not None and _less(value, rule.limit)
        case AtMost():
            return value is not None and _less(rule.limit, value)
        case OneOf():
            return value is not None and value not in rule.column.choices
        case _:
            assert_never(rule)


def _less(left: Present, right: Present) -> bool:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left < right
    return isinstance(left, datetime.date) and isinstance(right, datetime.date) and left < right
