"""What the last analysis of the same texts found, for what is as it was: nothing is concluded twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import attrs

from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.indicator_draft import has_unit
from pei_dsl.analysis.resolve.resolution import Resolution
from pei_dsl.analysis.resolve.symbols import Symbols
from pei_dsl.analysis.settled import Settled
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.plan import Citation, DataSource, Definition, Group, Indicator, PlanTest
from pei_dsl.syntax import tree
from pei_dsl.syntax.moving import moved
from pei_dsl.syntax.tree_walks import tree_parts

T = TypeVar("T")


@attrs.define
class Kept(Generic[T]):
    """
    Results by name, each with what it rests on: it holds as long as that is the very same.

    A result that comes with a finding is not kept, since a finding may quote anything.
    """

    _last: dict[str, _Result[T]] = attrs.field(factory=dict)
    _now: dict[str, _Result[T]] = attrs.field(factory=dict)
    # By identity, results that are as they were but for their place, each with itself to keep its identity.
    _moved: dict[int, tuple[object, object]] = attrs.field(factory=dict)

    def get(
        self,
        name: str,
        declaration: tree.Declaration,
        rests_on: tuple[object, ...],
        findings: Findings,
        make: Callable[[], T],
    ) -> T:
        """
        Return the result called `name`, made anew unless what it rests on is as it was.

        Args:
            name: Its name.
            declaration: What it is made of; where that has only moved, so has the result.
            rests_on: What else it is made of.
            findings: Where `make` reports.
            make: Makes the result.
        """
        known = self._last.get(name)
        if known is None or known.declaration.origin is not declaration.origin or known.rests_on != rests_on:
            before = len(findings.items), findings.missed
            known = _Result(declaration, rests_on, make())
            if before != (len(findings.items), findings.missed):
                return known.value
        elif known.declaration is not declaration:
            known = _Result(declaration, rests_on, self._move(known, declaration))
        self._now[name] = known
        return known.value

    def _move(self, known: _Result[T], declaration: tree.Declaration) -> T:
        by = declaration.span.start - known.declaration.span.start
        value = moved(known.value, by, declaration.source)
        self._moved.update(
            {id(new): (new, old) for new, old in zip(_each(value), _each(known.value), strict=True)}
        )
        return value

    def before(self, part: object) -> object:
        """Return what a part of a result was in the last analysis, where it has only moved since."""
        return self._moved.get(id(part), (part, part))[1]

    def turn(self) -> None:
        """Forget what was not asked for since the last turn."""
        self._last, self._now, self._moved = self._now, {}, {}


@attrs.frozen
class _Result(Generic[T]):
    """A result, and what it rests on."""

    declaration: tree.Declaration
    rests_on: tuple[object, ...]
    value: T


def _each(value: object) -> Iterator[object]:
    """Yield the parts of a result that is several."""
    if isinstance(value, tuple):
        for each in value:
            yield from _each(each)
    else:
        yield value


@attrs.define
class Known:
    """
    The last analysis.

    Attributes:
        sources, groups, series, variables, indicators: Results by name or code; variables with their kind.
        computed: Sources with their computed columns resolved.
        tests, citations: Results in their order.
        settled: What was checked.
        is_kept: Whether there will be a next analysis, which what this one rests on is to be kept for.
        checkpoint: Called between declarations; stops the analysis by raising.
    """

    checkpoint: Callable[[], None] = lambda: None
    is_kept: bool = True
    sources: Kept[DataSource] = attrs.field(factory=Kept)
    computed: Kept[DataSource] = attrs.field(factory=Kept)
    groups: Kept[Group] = attrs.field(factory=Kept)
    series: Kept[Definition] = attrs.field(factory=Kept)
    variables: Kept[tuple[Definition, str]] = attrs.field(factory=Kept)
    indicators: Kept[tuple[Indicator, tuple[Definition, ...]]] = attrs.field(factory=Kept)
    tests: Kept[PlanTest | None] = attrs.field(factory=Kept)
    citations: Kept[Citation | None] = attrs.field(factory=Kept)
    settled: Settled = attrs.field(factory=Settled)
    _words: Kept[frozenset[str]] = attrs.field(factory=Kept)

    def turn(self) -> None:
        """Say that an analysis is done, and that only what it asked for is to be kept."""
        for each in (
            self.sources,
            self.computed,
            self.groups,
            self.series,
            self.variables,
            self.indicators,
            self._words,
        ):
            each.turn()
        for kept in (self.tests, self.citations):
            kept.turn()

    def before(self, part: object) -> object:
        """Return what a definition or indicator was in the last analysis, where it has only moved since."""
        for each in (self.series, self.variables, self.indicators):
            was = each.before(part)
            if was is not part:
                return was
        return part

    def surroundings(
        self, declaration: tree.Declaration, resolution: Resolution
    ) -> tuple[object, ...] | None:
        """
        Return what the meaning of the formulas of `declaration` rests on; None where only resolving tells.

        It rests on what each word in them stands for.  A call of a function that the plan declares is
        numbered among all others, and `?` is answered from all that there is, so they are resolved each time.
        """
        if not self.is_kept:
            return None
        name = f"{declaration.kind} {declaration.header.code or declaration.header.name}"
        words = self._words.get(name, declaration, (), Findings(), lambda: words_of(declaration))
        symbols, keys = resolution.symbols, resolution.keys
        if _HOLE in words or not symbols.functions.keys().isdisjoint(words):
            return None
        meanings: list[object] = [frozenset(symbols.nameless), symbols.first_period]
        for word in sorted(words):
            key = keys.get(word)
            if key is not None:
                meanings.append((word, key, resolution.types.get(key), resolution.kinds.get(key)))
            if word in resolution.sources:
                meanings.append(resolution.sources[word])
            elif word in symbols.sources:
                return None
            if word in symbols.indicators or word in symbols.groups or word in symbols.broken:
                meanings.append((word, word in symbols.indicators, word in symbols.broken))
        return tuple(meanings)


_HOLE = "?"


def words_of(declaration: tree.Declaration) -> frozenset[str]:
    """Return every word in the formulas and examples of `declaration` that may be a name."""
    found: set[str] = set()
    waiting: list[object] = [declaration.header.expression, *declaration.items]
    while waiting:
        node = waiting.pop()
        match node:
            case tree.Name(name=name, column=column):
                found |= {name, column or name}
            case tree.Code(code=code):
                found.add(code)
            case tree.GoalIn(name=name):
                found.add(name)
            case tree.Assignment(name=name):
                found.add(name)
            case tree.Call(function=name):
                found.add(name)
            case tree.Hole():
                found.add(_HOLE)
        waiting.extend(_children(node))
    return frozenset(found)


def _children(node: object) -> Iterable[object]:
    match node:
        case tree.Field(value=value):
            return (value,)
        case tree.Definitions(items=items) | tree.Example(items=items):
            return items
        case tree.Definition(expression=expression) | tree.Column(expression=expression):
            return (expression,)
        case tree.Texts() | tree.Figures() | tree.Figure() | tree.Expectation() | None:
            return ()
        case _:
            return tree_parts(node)  # type: ignore[arg-type]  # of other nodes it knows no parts


# ---- What tests and citations rest on --------------------------------------------------------------------


@attrs.define
class Figures:
    """
    What figures of a test or citation are read by: the unit of each code, and which names there are.

    `others` is what all of them rest on.
    """

    symbols: Symbols
    indicators: Mapping[str, Indicator]
    definitions: Mapping[str, Definition]
    others: tuple[object, ...]
    _codes: dict[str, object] = attrs.field(factory=dict)
    _all: tuple[object, ...] = attrs.field(init=False)

    @_all.default
    def _rest(self) -> tuple[object, ...]:
        return (*self.others, frozenset(self.symbols.broken), frozenset(self.symbols.nameless))

    def of(self, declaration: tree.Declaration) -> tuple[object, ...]:
        """Return what `declaration` rests on besides itself; two that are equal give the same figures."""
        found: list[object] = []
        for item in declaration.items:
            if isinstance(item, tree.Expectation):
                found.append(self._code(item.code))
            elif isinstance(item, tree.Field) and isinstance(item.value, tree.Inputs):
                found.extend(self._input(each) for each in item.value.items)
        return (*self._all, *found)

    def _code(self, code: str) -> object:
        if code not in self._codes:
            indicator = self.indicators.get(code)
            known = code in self.symbols.groups
            unit = (
                indicator.unit if indicator is not None and has_unit(self.symbols.indicators[code]) else None
            )
            self._codes[code] = (known, indicator is not None, unit)
        return self._codes[code]

    def _input(self, given: tree.Input) -> object:
        if given.code is not None:
            return self._code(given.code), key_of(KeyKind.WHERE, given.code, given.name) in self.definitions
        kinds = (KeyKind.SERIES, KeyKind.VARIABLE)
        return tuple(key_of(kind, given.name) in self.definitions for kind in kinds)
