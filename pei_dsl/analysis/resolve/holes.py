"""A formula that is still to be written: what is at hand for it, and which formulas would fit its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import attrs

from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.analysis.resolve.symbols import Symbols
from pei_dsl.diagnostics import Severity
from pei_dsl.diagnostics.catalogue import Joined, Parameter
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource
from pei_dsl.model.terms import term, unit_term
from pei_dsl.model.units import Unit
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import calls_in, names_in, tree_parts
from pei_dsl.vocabulary import fold, is_name

MAX_FORMULAS, MAX_NAMES, MAX_SOURCES, MAX_COLUMNS, MAX_TITLE = 3, 8, 4, 8, 40
_QUOTIENTS = {"percentage", "ratio", "rate", "index"}


def answer_hole(
    hole: tree.Hole,
    owner: tree.Declaration,
    unit: Unit | None,
    scope: Scope,
    where: Mapping[str, tree.Definition],
    resolver: Resolution,
    findings: Findings,
) -> None:
    """
    Tell what fits the formula of `owner` that is still to be written.

    Args:
        hole: Its place.
        owner: The indicator.
        unit: What the formula must give; None where that is not known.
        scope: What names mean in it.
        where: What is written under its `donde:`.
        resolver: What else the plan declares.
        findings: Where the note goes.
    """
    names = _names(owner, scope, where, resolver)
    sources = list(resolver.sources.values())
    params: dict[str, Parameter] = {
        "unit": unit_term(unit) if unit is not None else "—",
        "scale": str(unit.scale) if unit is not None else "1",
        "names": _listed([each.told for each in names], MAX_NAMES),
        "sources": _listed([_told(each) for each in sources], MAX_SOURCES),
    }
    variant = "scaled" if unit is not None and unit.scale != 1 else "" if unit is not None else "no_unit"
    if not names and not sources:
        variant = "empty"
    formulas = list(dict.fromkeys(_formulas(unit, names, sources))) if unit is not None else []
    findings.add(
        owner.source,
        hole.span,
        "PEI219",
        variant,
        params=params,
        note="here",
        fixes=tuple(replace(owner.source, hole.span, each) for each in formulas[:MAX_FORMULAS]),
        severity=Severity.NOTE,
    )


# ---- What is at hand --------------------------------------------------------------------------------


@attrs.frozen
class _Named:
    """
    A number that the formula may name.

    Attributes:
        name: How.
        title: What it is.
        local: Whether it stands under `donde:`.
        place: Where the indicator's title speaks of it: what comes first is mostly what is divided.
    """

    name: str
    title: str
    local: bool
    place: int = 0

    @property
    def told(self) -> str:
        """The name with its title, cut where it is long."""
        title = self.title if len(self.title) <= MAX_TITLE else f"{self.title[: MAX_TITLE - 1].rstrip()}…"
        return f"{self.name} «{title}»" if title else self.name


def _names(
    owner: tree.Declaration, scope: Scope, where: Mapping[str, tree.Definition], resolver: Resolution
) -> list[_Named]:
    """Return the numbers at hand: those of `donde:` as written, then those whose titles are nearest."""
    symbols = resolver.symbols
    own = [
        _Named(name, definition.title, local=True)
        for name, definition in where.items()
        if _is_number(scope.locals.get(name), resolver) and not _uses_codes(definition.expression, symbols)
    ]
    wanted = _words(owner.header.title or "")
    shared: list[tuple[int, _Named]] = []
    for name, key in resolver.keys.items():
        header = symbols.values[name].header
        fits = _is_number(key, resolver) and not _uses_codes(header.expression, symbols)
        if fits and name not in where:
            common = [wanted[word] for word in _words(f"{header.title or ''} {name}") if word in wanted]
            place = min(common, default=len(wanted))
            shared.append((-len(common), _Named(name, header.title or "", local=False, place=place)))
    shared.sort(key=lambda pair: (pair[0], pair[1].place))
    return [*own, *(each for _, each in shared)]


def _is_number(key: str | None, resolver: Resolution) -> bool:
    return key is not None and resolver.types.get(key, ValueType.NUMBER) is ValueType.NUMBER


def _words(text: str) -> dict[str, int]:
    """Return the words of `text` that mean something, each with its place."""
    found: dict[str, int] = {}
    for place, word in enumerate(re.findall(r"[^\W_]+", fold(text))):
        if len(word) > 3:
            found.setdefault(word, place)
    return found


def _uses_codes(expression: tree.Expression | None, symbols: Symbols) -> bool:
    """Tell whether `expression` rests on indicators: a formula that names it could close a circle."""
    seen: set[str] = set()
    waiting = [expression]
    while waiting:
        each = waiting.pop()
        if each is None:
            continue
        if isinstance(each, tree.Code):
            return True
        waiting.extend(tree_parts(each))
        named = [name.name for name in names_in(each)] if isinstance(each, tree.Name) else []
        called = [call.function for call in calls_in(each)] if isinstance(each, tree.Call) else []
        for table, found in ((symbols.values, named), (symbols.functions, called)):
            for name in found:
                if name in table and name not in seen:
                    seen.add(name)
                    waiting.append(table[name].header.expression)
    return False


def _told(source: DataSource) -> Joined:
    columns = [Joined((each.name, term(each.type)), ": ") for each in source.columns.values()]
    return Joined((f"{source.name} (", _listed(columns, MAX_COLUMNS), ")"))


def _listed(told: Sequence[Parameter], most: int) -> Joined:
    more = [f"… (+{len(told) - most})"] if len(told) > most else []
    return Joined((*told[:most], *more) or ("—",), ", ")


# ---- What fits --------------------------------------------------------------------------------------


def _formulas(unit: Unit, names: Sequence[_Named], sources: Sequence[DataSource]) -> Iterable[str]:
    """Yield formulas for `unit` that can be computed as they stand, the likeliest first."""
    if unit.kind == "rate_of_change":
        yield from (f"variación({each.name})" for each in names[:2])
        yield from (f"variación({each})" for source in sources for each in _amounts(source, unit))
        return
    if unit.kind in _QUOTIENTS:
        pair = sorted(names[:2], key=lambda each: (not each.local, each.place))
        if len(pair) > 1:
            yield f"{pair[0].name} / {pair[1].name}"
        yield from (each for source in sources for each in _shares(source))
        if len(pair) > 1 and not pair[0].local:
            yield f"{pair[1].name} / {pair[0].name}"
        if unit.kind == "index":
            yield from (f"promedio({each})" for source in sources for each in _numbers(source))
        return
    own = [each.name for each in names if each.local]
    if len(own) > 1:
        yield " + ".join(own[:4])
    yield from own[:1]
    yield from (each for source in sources for each in _amounts(source, unit))
    yield from (each.name for each in names if not each.local)


def _shares(source: DataSource) -> Iterable[str]:
    """Yield which part of the rows, or of a column, something is."""
    for name, column in source.columns.items():
        if column.type is ValueType.BOOLEAN:
            yield f"contar({source.name} si {_column(name)}) / contar({source.name})"
    first, second, *_ = (*_numbers(source), "", "")
    if second:
        yield f"suma({first}) / suma({second})"


def _amounts(source: DataSource, unit: Unit) -> Iterable[str]:
    """Yield sums of the columns that count what `unit` counts, how many rows there are, and other sums."""
    same = list(_numbers(source, unit.counted)) if unit.counted else []
    yield from (f"suma({each})" for each in same[:2])
    yield f"contar({source.name})"
    yield from (f"suma({each})" for each in _numbers(source))


def _numbers(source: DataSource, counted: str = "") -> Iterable[str]:
    """Yield the columns of numbers, or those that count `counted`."""
    for name, column in source.columns.items():
        fits = not counted or (column.unit is not None and fold(column.unit.counted) == fold(counted))
        if column.type is ValueType.NUMBER and fits:
            yield f"{source.name}.{_column(name)}"


def _column(name: str) -> str:
    return name if is_name(name) else f"[{name}]"
