"""What is to be known beside a figure: rows too many, rows too few, constants that are those of a whole."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

import attrs

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.builtins.over_rows import UNIQUE
from pei_dsl.data.aggregates import window_of
from pei_dsl.data.answers import Answers
from pei_dsl.data.completeness import NotLookedAtError, column_of, pair_of, unfinished
from pei_dsl.evaluation.bottom_up import bottom_up
from pei_dsl.model import expressions as m
from pei_dsl.model.elsewhen import parts_at
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Plan
from pei_dsl.model.ties import without_ties


class CaveatKind(enum.StrEnum):
    """What may be wrong with a figure that can be computed."""

    TOTAL_ROW = "fila total"
    HALF_FILLED = "pares incompletos"
    UNFINISHED = "periodo incompleto"
    REPEATED = "constante repetida"
    NOBODY = "filas sin clave"
    UNMATCHED = "filas sin pareja"
    NOT_LOOKED_AT = "no mirado"


@attrs.frozen
class Caveat:
    """
    Something to be known beside a figure.

    Attributes:
        kind: What it is; its sentence stands in the catalogues under `caveat_` and its name.
        params: What the sentence mentions.
    """

    kind: CaveatKind
    params: Mapping[str, str | int] = attrs.field(factory=dict, hash=False)


Seen = Callable[[str, Period], bool]
# What is to be known of the rows that a formula rests on; and of its constants, where parts are shown.
Found: TypeAlias = tuple[tuple[Caveat, ...], tuple[Caveat, ...]]


@attrs.frozen
class _Place:
    """A formula, which is itself and no other that is written alike, in a period."""

    formula: m.Expression = attrs.field(eq=id)
    period: Period


@attrs.frozen
class Caveats:
    """
    Finds what is to be known beside the figures of a plan; of each formula once, whoever uses it.

    Attributes:
        plan: The plan.
        answers: Returns what answers for the rows of a source.
        seen: Whether a registered value stands instead of the formula of a definition in a period.
    """

    plan: Plan
    answers: Callable[[str], Answers]
    seen: Seen
    _known: dict[_Place, Found] = attrs.field(factory=dict)
    _with_rows: dict[str, bool] = attrs.field(factory=dict)

    def of(self, formula: m.Expression, period: Period, *, in_parts: bool = False) -> tuple[Caveat, ...]:
        """
        Return what is to be known of the figure that `formula` gives in `period`, each thing once.

        `in_parts`: the figures of groups are shown, too.
        """
        found = bottom_up(_Place(formula, period), self._uses, self._found, self._known)
        shown = found if in_parts or period.granularity is not Granularity.YEAR else found[:1]
        return _each_once(each for some in shown for each in some)

    def _found(self, place: _Place) -> Found:
        """Return what is to be known of a formula: of its rows; of constants, where parts are shown."""
        rows: list[Caveat] = []
        constants: list[Caveat] = []
        for node, when in _visited(place):
            match node:
                case m.Aggregate():
                    rows.extend(_looked_at(node.source, self._of_rows(node, when)))
                case m.Product():
                    rows.extend(self._of_pair(node, when))
                case m.Reference():
                    for used in self._computed(node, when):
                        for own, others in zip((rows, constants), self._known[used], strict=True):
                            own.extend(others)
                case _:
                    pass
            constants.extend(self._repeated(node))
        return _each_once(rows), _each_once(constants)

    def _uses(self, place: _Place) -> list[_Place]:
        """Return the formulas of the definitions that a formula computes, each with its period."""
        return [
            used
            for node, when in _visited(place)
            if isinstance(node, m.Reference)
            for used in self._computed(node, when)
        ]

    def _computed(self, node: m.Reference, period: Period) -> Iterator[_Place]:
        """Yield the formula that gives a definition its value in `period`, where one does."""
        definition = self.plan.definitions[node.key].expression
        if definition is not None and not self.seen(node.key, period):
            yield _Place(definition, period)

    # ---- Rows --------------------------------------------------------------------------------------

    def _of_rows(self, node: m.Aggregate, period: Period) -> Iterator[Caveat]:
        source, answers = self.plan.sources[node.source], self.answers(node.source)
        for inner in (*source.made_by, *map(without_ties, source.looked_up)):
            yield from self._of_rows(inner, period)
        yield from self._unmatched(node, period)
        making = answers.making(period)
        if making is not None and source.rows_of is not None and making.nobody:
            told = {"source": source.rows_of.source, "column": ", ".join(source.rows_of.keys)}
            yield Caveat(CaveatKind.NOBODY, {**told, "count": making.nobody})
        for column, number in answers.totals(node, period).items():
            params: dict[str, str | int] = {"source": source.name, "column": column, "count": number}
            yield Caveat(CaveatKind.TOTAL_ROW, params)
        span = window_of(node.windows, period)
        reached = None if span is None else unfinished(source, span, answers)
        if reached is not None:
            params = {
                "source": source.name,
                "last": str(reached.last),
                "count": reached.count,
                "of": reached.of,
            }
            yield Caveat(CaveatKind.UNFINISHED, params)

    def _unmatched(self, node: m.Aggregate, period: Period) -> Iterator[Caveat]:
        """
        Yield what rows asked in vain: a value that must be there, or a count or sum that nobody can tell.

        A count that finds no row is 0, and a first date that is not there may be just what is asked.
        """
        source = self.plan.sources[node.source]
        for asked, unmatched in self.answers(node.source).unmatched(node, period).items():
            wanted = (
                asked.function == UNIQUE.name or AGGREGATES.named(asked.function).of_nothing(0) is not None
            )
            if wanted and unmatched.count:
                column = next(each for each in source.computed if asked in m.parts_of(each.formula))
                told = {"source": source.name, "column": column.name, "other": asked.source}
                yield Caveat(CaveatKind.UNMATCHED, {**told, "count": unmatched.count, "of": unmatched.of})

    def _of_pair(self, node: m.Product, period: Period) -> Iterator[Caveat]:
        pair = pair_of(self.plan.definitions, node)
        if pair is not None:
            yield from _looked_at(pair[0].source, self._half_filled(*pair, period))

    def _half_filled(self, above: m.Aggregate, below: m.Aggregate, period: Period) -> Iterator[Caveat]:
        number = self.answers(above.source).half_filled(above, below, period)
        if number:
            params: dict[str, str | int] = {
                "source": above.source,
                "above": column_of(above),
                "below": column_of(below),
                "count": number,
            }
            yield Caveat(CaveatKind.HALF_FILLED, params)

    # ---- Constants ---------------------------------------------------------------------------------

    def _repeated(self, node: m.Expression) -> Iterator[Caveat]:
        """Yield the constants that are added to rows, divided by them or divide them: those of a whole."""
        sides = _sides(node)
        with_rows = [*map(self._has_rows, sides)]
        if not any(with_rows):
            return
        for side, has_rows in zip(sides, with_rows, strict=True):
            if has_rows:
                continue
            if any(isinstance(part, m.ColumnValue) for part in self._below(side)):
                continue  # a figure of one row
            for name, value in self._constants(side):
                yield Caveat(CaveatKind.REPEATED, {"name": name, "value": value})

    def _has_rows(self, expression: m.Expression) -> bool:
        """Tell whether rows are summed up in `expression`, or in what it computes, whatever is registered."""
        if any(isinstance(part, m.Aggregate) for part in m.parts_of(expression)):
            return True
        return any(bottom_up(key, self._used, self._sums_up, self._with_rows) for key in _named(expression))

    def _used(self, key: str) -> list[str]:
        return _named(self.plan.definitions[key].expression)

    def _sums_up(self, key: str) -> bool:
        parts = m.parts_of(self.plan.definitions[key].expression)
        return any(isinstance(part, m.Aggregate) for part in parts) or any(
            self._with_rows[used] for used in self._used(key)
        )

    def _constants(self, expression: m.Expression) -> Iterator[tuple[str, str]]:
        """Yield the names in `expression` that stand for a number, with it; a power of ten is a unit."""
        for node in self._below(expression):
            if isinstance(node, m.Reference):
                definition = self.plan.definitions[node.key]
                written = definition.expression
                if isinstance(written, m.Number) and not _is_power_of_ten(written):
                    yield definition.name, " ".join(definition.text.split())

    def _below(self, expression: m.Expression) -> Iterator[m.Expression]:
        waiting, known = [expression], set[str]()
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, m.Reference) and node.key not in known:
                known.add(node.key)
                definition = self.plan.definitions[node.key].expression
                if definition is not None:
                    waiting.append(definition)
            waiting.extend(m.parts(node))


def _looked_at(source: str, caveats: Iterator[Caveat]) -> Iterator[Caveat]:
    """Yield `caveats`, and one that says so where not all of them could be had."""
    try:
        yield from caveats
    except NotLookedAtError:
        yield Caveat(CaveatKind.NOT_LOOKED_AT, {"source": source})


def _visited(place: _Place) -> Iterator[tuple[m.Expression, Period]]:
    """Yield the parts of a formula, each with its period; a shared one once."""
    waiting: list[tuple[m.Expression, Period]] = [(place.formula, place.period)]
    known: set[tuple[int, Period]] = set()
    while waiting:
        node, when = waiting.pop()
        if (id(node), when) not in known:
            known.add((id(node), when))
            yield node, when
            waiting.extend(reversed([*parts_at(node, when)]))


def _named(expression: m.Expression | None) -> list[str]:
    """Return the keys of the definitions that `expression` names."""
    return [part.key for part in m.parts_of(expression) if isinstance(part, m.Reference)]


def _each_once(caveats: Iterable[Caveat]) -> tuple[Caveat, ...]:
    """Return `caveats`, of those that say the same the first."""
    found: dict[object, Caveat] = {}
    for each in caveats:
        found.setdefault((each.kind, *each.params.items()), each)
    return tuple(found.values())


def _sides(node: m.Expression) -> tuple[m.Expression, ...]:
    """Return the sides of a division, or the terms of a sum."""
    divided = m.quotient(node)
    if divided is not None:
        return divided
    return node.operands if isinstance(node, m.Sum) else ()


def _is_power_of_ten(number: m.Number) -> bool:
    value = number.value
    if value <= 0:
        return value == 0
    digits = str(value.numerator if value.denominator == 1 else value.denominator)
    plain = value.denominator == 1 or value.numerator == 1
    return plain and digits.strip("0") == "1"
