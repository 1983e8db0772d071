"""Rules of a contract in SQL: the condition that a value breaks one, and what names a row by its key."""

from __future__ import annotations

from typing import assert_never

from pei_dsl.data.contract.rules import AtLeast, AtMost, Filled, KeyPart, OneOf, ValueRule
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.literals import sql_literal
from pei_dsl.data.engine.relation import END, START, Relation


def breach(value: str, rule: ValueRule, dialect: Dialect) -> str:
    """Return the condition that `value`, an expression that is NULL for an empty cell, breaks `rule`."""
    match rule:
        case Filled() | KeyPart():
            return f"{value} IS NULL"
        case AtLeast():
            kind = rule.column.type
            limit = dialect.ordered(sql_literal(rule.limit, dialect), kind)
            return f"{dialect.ordered(value, kind)} < {limit}"
        case AtMost():
            kind = rule.column.type
            limit = dialect.ordered(sql_literal(rule.limit, dialect), kind)
            return f"{dialect.ordered(value, kind)} > {limit}"
        case OneOf():
            known = ", ".join(dialect.text(choice) for choice in rule.column.choices)
            return f"{value} NOT IN ({known})"
        case _:
            assert_never(rule)


def key_of(relation: Relation) -> list[str]:
    """Return the columns of `relation` that name a row by its key; 2024 and 2024-01 begin on one day."""
    found: list[str] = []
    for name in relation.source.keys:
        if name != relation.source.time:
            found.append(relation.alias(name))
        else:
            found.extend([START, END] if relation.spans else [END])
    return found
