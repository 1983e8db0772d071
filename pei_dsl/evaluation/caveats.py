"""What is to be known beside a figure: rows too many, rows too few, constants that are those of a whole."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping

import attrs

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.builtins.over_rows import UNIQUE
from pei_dsl.data.aggregates import window_of
from pei_dsl.data.answers import Answers
from pei_dsl.data.completeness import NotLookedAtError, column_of, pair_of, unfinished
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


@attrs.frozen
class Caveats:
    """
    Finds what is to be known beside the figures of a plan.

    Attributes:
        plan: The plan.
        answers: Returns what answers for the rows of a source.
        seen: Whether a registered value stands instead of the formula of a definition in a period.
    """

    plan: Plan
    answers: Callable[[str], Answers]
    seen: Seen

    def of(self, formula: m.Expression, period: Period, *, in_parts: bool = False) -> tuple[Caveat, ...]:
        """
        Return what is to be known of the figure that `formula` gives in `period`, each thing once.

        `in_parts`: the figures of groups are shown, too.
        """
        found: list[Caveat] = []
        for node, when in self._visited(formula, period):
            match node:
                case m.Aggregate():
                    found.extend(_looked_at(node.source, self._of_rows(node, when)))
                case m.Product():
                    found.extend(self._of_pair(node, when))
                case _:
                    pass
        if in_parts or period.granularity is not Granularity.YEAR:
            found.extend(self._repeated(formula, period))
        return tuple(each for index, each in enumerate(found) if each not in found[:index])

    def _visited(self, formula: m.Expression, period: Period) -> Iterator[tuple[m.Expression, Period]]:
        """Yield the parts of `formula` and of all definitions that it computes, each with its period."""
        waiting: list[tuple[m.Expression, Period]] = [(formula, period)]
        known: set[tuple[int | str, Period]] = set()
        while waiting:
            node, when = waiting.pop()
            key = (node.key if isinstance(node, m.Reference) else id(node), when)
            if key in known:
                continue
            known.add(key)
            yield node, when
            if isinstance(node, m.Reference):
                definition = self.plan.definitions[node.key].expression
                if definition is not None and not self.seen(node.key, when):
                    waiting.append((definition, when))
            else:
                waiting.extend(reversed([*parts_at(node, when)]))

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

    def _repeated(self, formula: m.Expression, period: Period) -> Iterator[Caveat]:
        """Yield the constants that are added to rows, divided by them or divide them: those of a whole."""
        for node, _ in self._visited(formula, period):
            for side, others in _sides(node):
                if self._has_rows(side) or not any(map(self._has_rows, others)):
                    continue
                if any(isinstance(part, m.ColumnValue) for part in self._below(side)):
                    continue  # a figure of one row
                for name, value in self._constants(side):
                    yield Caveat(CaveatKind.REPEATED, {"name": name, "value": value})

    def _has_rows(self, expression: m.Expression) -> bool:
        return any(isinstance(node, m.Aggregate) for node in self._below(expression))

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


def _sides(node: m.Expression) -> Iterator[tuple[m.Expression, tuple[m.Expression, ...]]]:
    """Yield the sides of a division, and the terms of a sum, each with the others."""
    sides: tuple[m.Expression, ...] = ()
    divided = m.quotient(node)
    if divided is not None:
        sides = divided
    elif isinstance(node, m.Sum):
        sides = node.operands
    for index, side in enumerate(sides):
        yield side, (*sides[:index], *sides[index + 1 :])


def _is_power_of_ten(number: m.Number) -> bool:
    value = number.value
    if value <= 0:
        return value == 0
    digits = str(value.numerator if value.denominator == 1 else value.denominator)
    plain = value.denominator == 1 or value.numerator == 1
    return plain and digits.strip("0") == "1"
