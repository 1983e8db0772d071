"""Answers of a source as plain data and back: what is hashed of a database, and what may travel of it."""

from __future__ import annotations

import datetime
import enum
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from pei_dsl.algebra.values import Present, Value
from pei_dsl.data.aggregates import Outcome
from pei_dsl.data.answers import Behind, FoundRows, Making, TableAnswers, Unmatched
from pei_dsl.diagnostics.catalogue import Joined, Parameter, Term
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.quality import Quality

PlainData: TypeAlias = Any
"""What JSON holds: texts, whole numbers, truth values, None, lists, and mappings by text."""


# ---- What is asked ----------------------------------------------------------------------------------------


def asked(part: object) -> PlainData:
    """Return what is asked, an expression, a period or a group of them, as data; places are no part of it."""
    match part:
        case None | bool() | str() if not isinstance(part, enum.Enum):
            return part
        case enum.Enum():
            return str(part.value)
        case int():
            return part
        case Fraction() | datetime.date():
            return value_to_data(part)
        case tuple() | list():
            return [asked(each) for each in part]
        case _ if attrs.has(type(part)):
            fields = (each.name for each in attrs.fields(type(part)) if each.eq)  # type: ignore[arg-type]
            return [type(part).__name__, *(asked(getattr(part, each)) for each in fields)]
        case _:
            message = f"{type(part).__name__} is not asked of a source"
            raise TypeError(message)


# ---- What is answered -------------------------------------------------------------------------------------


def value_to_data(value: Value | None) -> PlainData:
    """Return a value or an empty cell as data: `["número", "3/5"]`, `["texto", "Lima"]`, None."""
    match value:
        case None:
            return None
        case bool():
            return ["booleano", value]
        case Fraction():
            return ["número", str(value)]
        case datetime.date():
            return ["fecha", value.isoformat()]
        case str():
            return ["texto", str(value)]
        case Absence():
            params = {name: _parameter(each) for name, each in value.params.items()}
            return ["nd", str(value.reason), value.cause, params]


def hash_of_rows(answers: TableAnswers) -> PlainData:
    """
    Return the SHA-256 of rows in memory: cells, period and mark of each, and its place where it has one.

    Those of a database come in any order, so that the hashes of rows are put in order first.
    """
    numbered, found = not answers.source.connection, []
    for row in answers.table.rows:
        cells = {name: value_to_data(cell) for name, cell in row.cells.items()}
        broken = {name: value_to_data(why) for name, why in row.broken.items()}
        mark = None if row.quality is None else row.quality.value
        period = None if row.period is None else str(row.period)
        parts = [cells, broken, period, row.number if numbered else None, mark]
        line = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        found.append(hashlib.sha256(line.encode()).digest())
    unusable = answers.table.unusable
    whole = hashlib.sha256(b"".join(sorted(found))).hexdigest()
    return [whole, None if unusable is None else value_to_data(unusable)]


def value_of_data(data: PlainData) -> Value | None:
    """
    Return the value or empty cell that `value_to_data` gave.

    Raises:
        ValueError: It gave no such data.
    """
    match data:
        case None:
            return None
        case ["booleano", bool(found)]:
            return found
        case ["número", str(text)]:
            return Fraction(text)
        case ["fecha", str(text)]:
            return datetime.date.fromisoformat(text)
        case ["texto", str(text)]:
            return text
        case ["nd", str(reason), str(cause), dict(params)]:
            return Absence(Reason(reason), cause, {name: _given(each) for name, each in params.items()})
        case _:
            message = f"no value: {data!r:.80}"
            raise ValueError(message)


def _parameter(parameter: Parameter) -> PlainData:
    match parameter:
        case Term():
            params = {name: _parameter(each) for name, each in parameter.params.items()}
            return ["término", parameter.section, parameter.key, params]
        case Joined():
            return ["unidos", parameter.between, [_parameter(each) for each in parameter.parts]]
        case _:
            return parameter


def _given(data: PlainData) -> Parameter:
    match data:
        case str() | int():
            return data
        case ["término", str(section), str(key), dict(params)]:
            return Term(section, key, {name: _given(each) for name, each in params.items()})
        case ["unidos", str(between), list(parts)]:
            return Joined(tuple(map(_given, parts)), between)
        case _:
            message = f"no parameter: {data!r:.80}"
            raise ValueError(message)


def outcome_to_data(outcome: Outcome) -> PlainData:
    """Return what an aggregate gave as data."""
    marks = sorted(map(str, outcome.quality))
    return [value_to_data(outcome.value), [*outcome.rows], outcome.read, outcome.origin, marks]


def outcome_of_data(data: PlainData) -> Outcome:
    """
    Return what an aggregate gave.

    Raises:
        ValueError: `outcome_to_data` gave no such data.
    """
    match data:
        case [list(value), list(rows), int(read), str(origin), list(marks)]:
            quality = frozenset(map(Quality, marks))
            return Outcome(_present(value_of_data(value)), _numbers(rows), read, origin, quality)
        case _:
            message = f"no outcome: {data!r:.80}"
            raise ValueError(message)


def _present(value: Value | None) -> Value:
    if value is None:
        message = "an aggregate gives a figure, or the reason why there is none"
        raise ValueError(message)
    return value


def _numbers(data: Sequence[PlainData]) -> tuple[int, ...]:
    if not all(isinstance(each, int) for each in data):
        message = "rows have whole numbers"
        raise ValueError(message)
    return tuple(data)


def rows_to_data(found: FoundRows) -> PlainData:
    """Return the rows that an aggregate rests on as data."""
    return [found.count, [[row.number, row.file, _cells(row.cells)] for row in found.first]]


def _cells(cells: Mapping[str, Present | None]) -> PlainData:
    return {name: value_to_data(each) for name, each in cells.items()}


def making_to_data(made: Making | None) -> PlainData:
    """Return how rows came about as data."""
    return None if made is None else [made.text, made.rows, made.nobody, made.origin]


def making_of_data(data: PlainData) -> Making | None:
    """
    Return how rows came about.

    Raises:
        ValueError: `making_to_data` gave no such data.
    """
    match data:
        case None:
            return None
        case [str(text), int(rows), int(nobody), str(origin)]:
            return Making(text, rows, nobody, origin)
        case _:
            message = f"no making: {data!r:.80}"
            raise ValueError(message)


def behind_to_data(behind: Behind) -> PlainData:
    """Return what one row got from another source as data."""
    return [value_to_data(behind.value), behind.origin, rows_to_data(behind.rows)]


def unmatched_to_data(asked: Sequence[Aggregate], found: Mapping[Aggregate, Unmatched]) -> PlainData:
    """Return how many rows found no value as data, what they asked by its place among `asked`."""
    return [[asked.index(node), each.count, each.of] for node, each in found.items()]


def unmatched_of_data(asked: Sequence[Aggregate], data: PlainData) -> Mapping[Aggregate, Unmatched]:
    """
    Return how many rows found no value.

    Raises:
        ValueError: `unmatched_to_data` gave no such data.
    """
    found: dict[Aggregate, Unmatched] = {}
    for each in data:
        match each:
            case [int(place), int(count), int(of)] if 0 <= place < len(asked):
                found[asked[place]] = Unmatched(count, of)
            case _:
                message = f"nothing asked: {each!r:.80}"
                raise ValueError(message)
    return found


def listed(convert: Callable[[Any], PlainData]) -> Callable[[Sequence[Any]], PlainData]:
    """Return what turns each of several into data."""
    return lambda several: [convert(each) for each in several]
