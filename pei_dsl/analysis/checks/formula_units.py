"""What formulas count: whether like things are added and compared, and units are those of the formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS
from pei_dsl.algebra.builtins.aspects import RowCounting
from pei_dsl.analysis.checks.operand_counts import Clash, alike, averages, call, power, product, told_only
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.symbols import Symbols
from pei_dsl.analysis.walk import Where, places
from pei_dsl.diagnostics import Fix, Label
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model import expressions as m
from pei_dsl.model.dimensions import ONE, Dimension, Loose, Measure, declared, fits, only_scaled
from pei_dsl.model.keys import KeyKind, is_kind, key_of, names_of
from pei_dsl.model.plan import Column, DataSource, Definition, Plan
from pei_dsl.model.terms import unit_term
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree

_UNKNOWN, _COUNT, _LITERAL = Loose.UNKNOWN, Loose.COUNT, Loose.LITERAL


def check_units(plan: Plan, ordered: Iterable[Definition], symbols: Symbols, findings: Findings) -> None:
    """
    Report formulas that add or compare unlike things (PEI220), and units that are not theirs (PEI221).

    `ordered` are the definitions of `plan` as `used_first` gives them.
    """
    checks = _Checks(plan.sources, symbols, findings)
    # What others read comes first; those that stand in a circle, of which that was said, as they come.
    for name in dict.fromkeys((*_plain(plan), *plan.derived_sources, *plan.sources)):
        checks.of_columns(plan.sources[name])
    for definition in ordered:
        checks.measures[definition.key] = checks.of_definition(definition)


def _plain(plan: Plan) -> list[str]:
    return [name for name, source in plan.sources.items() if not source.is_derived]


@attrs.define
class _Checks:
    """The state of one walk over all definitions: what each counts, by key."""

    sources: Mapping[str, DataSource]
    symbols: Symbols
    findings: Findings
    measures: dict[str, Measure] = attrs.field(factory=dict)
    in_functions: dict[str, tuple[str, str]] = attrs.field(factory=dict)  # what clashes in an instance
    told: set[tuple[str, str, str]] = attrs.field(factory=set)
    averaged: set[str] = attrs.field(factory=set)  # what rests on a mean, by key
    columns: dict[tuple[str, str], Measure] = attrs.field(factory=dict)  # of computed columns

    def of_columns(self, source: DataSource) -> None:
        """Find what the computed columns of `source` count, used ones first; report what is wrong in them."""
        for column in source.computed_in_order:
            # As a definition that reads rows of the source, so that all that is told of those is told here.
            read = m.Aggregate("last", source.name, column.formula, span=_span_of(column))
            made = Definition(
                key_of(KeyKind.SOURCE, source.name, column.name),
                column.name,
                expression=read,
                unit=column.unit,
                declared_at=column.declared_at,
            )
            self.columns[source.name, column.name] = self.of_definition(made)

    def of_definition(self, definition: Definition) -> Measure:
        """Return what `definition` counts for those who use it; report what is wrong in it."""
        wanted = declared(definition.unit)
        expression, source = definition.expression, definition.declared_at.source
        if expression is None or source is None:
            return wanted
        ordered = definition.parts_first
        where = places(ordered)
        measures: dict[int, Measure] = {}
        for node in ordered:
            found = self._measure(node, measures, where[id(node)])
            if isinstance(found, Clash):
                self._tell(found, definition, source, where)
                found = _UNKNOWN
            measures[id(node)] = found
            self._tell_instance(node, source, where[id(node)], definition)
        given = measures[id(expression)]
        if self._is_averaged(ordered):
            self.averaged.add(definition.key)
        if definition.unit is not None and not self._fits(definition, given):
            self._tell_unit(definition, given, source)
        if isinstance(wanted, Dimension):
            return wanted
        # A definition that is only a number may stand for anything.
        return _UNKNOWN if given is _LITERAL else given

    def _fits(self, definition: Definition, given: Measure) -> bool:
        """Tell whether the formula of `definition` gives what its unit says."""
        assert definition.unit is not None
        # The mean of pupils over rows that are classrooms is a ratio that nobody divided.
        means = definition.key in self.averaged and isinstance(given, Dimension) and given.is_count
        return fits(definition.unit, given) or (means and definition.unit.kind in {"ratio", "rate"})

    def _is_averaged(self, ordered: Sequence[m.Expression]) -> bool:
        return any(
            averages(node) or (isinstance(node, m.Reference) and node.key in self.averaged)
            for node in ordered
        )

    # ---- What the parts count

    def _measure(self, node: m.Expression, of: Mapping[int, Measure], where: Where) -> Measure | Clash:
        match node:
            case m.Number(percent=percent):
                return ONE if percent else _LITERAL
            case m.Reference(key=key):
                return self.measures.get(key, _UNKNOWN)
            case m.ColumnValue(column=name):
                source = self.sources.get(where.rows)
                column = source.columns.get(name) if source is not None else None
                if column is None:
                    return _UNKNOWN
                return self.columns.get((where.rows, name), declared(column.unit))
            case m.OuterValue(source=source_name, column=name):
                asking = self.sources[source_name].columns[name]
                return self.columns.get((source_name, name), declared(asking.unit))
            case m.Aggregate(function=function, value=value):
                rows = AGGREGATES.named(function).counts is RowCounting.ROWS
                return _COUNT if rows or value is None else of[id(value)]
            case m.Call():
                return call(node, of)
            case m.Earlier(value=part) | m.At(value=part) | m.Over(value=part) | m.Negative(operand=part):
                return of[id(part)]
            case m.Sum(operands=operands):
                return alike(node, operands, of)
            case m.Product():
                return product(node, of)
            case m.Power():
                return power(node, of)
            case m.Comparison(left=left, right=right):
                return told_only(alike(node, (left, right), of))
            case m.Membership(value=value, choices=choices):
                return told_only(alike(node, (value, *choices), of))
            case _:
                return _UNKNOWN

    # ---- What is wrong

    def _tell(self, found: Clash, definition: Definition, source: Source, where: Mapping[int, Where]) -> None:
        left, right = str(_shown(found.left)), str(_shown(found.right))
        if is_kind(definition.key, KeyKind.FUNCTION):
            # Its text is that of every call, so it is told where it is called with this.
            self.in_functions.setdefault(definition.key, (left, right))
            return
        place = where[id(found.node)]
        if self._is_told(source, place.span):
            return
        first, second = where[id(found.first)], where[id(found.second)]
        if ONE in {found.left, found.right}:
            self._tell_ratio(found, definition, source, where)
            return
        variant = _wording(found)
        params = {"left": left, "right": right, "factor": _factor(found), "written": ""}
        short = found.first if _lacking(found) == "left" else found.second
        params["written"] = " ".join(source[where[id(short)].span].split())
        fixes = () if variant else self._fixes(found, definition, source, where, " / ")
        # Within the body of a function neither has a place in this text.
        apart = first.span != second.span
        related = (Label(source, first.span, "gives_left", params),) if apart else ()
        note = "gives_right" if apart else "here"
        self.findings.add(
            source,
            second.span,
            "PEI220",
            variant,
            params=params,
            note=note,
            related=related,
            fixes=fixes,
        )

    def _tell_ratio(
        self, found: Clash, definition: Definition, source: Source, where: Mapping[int, Where]
    ) -> None:
        """Report a ratio that is added to a count, or compared with one."""
        first, second = where[id(found.first)], where[id(found.second)]
        ratio, count = (first, second) if found.left == ONE else (second, first)
        params = {"count": str(_shown(found.right if found.left == ONE else found.left))}
        apart = ratio.span != count.span
        related = (Label(source, count.span, "gives_count", params),) if apart else ()
        note = "a_ratio" if apart else "here"
        fixes = self._fixes(found, definition, source, where, " * ")
        self.findings.add(
            source,
            ratio.span,
            "PEI220",
            "ratio",
            params=params,
            note=note,
            related=related,
            fixes=fixes,
        )

    def _fixes(
        self,
        found: Clash,
        definition: Definition,
        source: Source,
        where: Mapping[int, Where],
        operator: str,
    ) -> tuple[Fix, ...]:
        """Return the quotient or product of two that were added, where the whole formula may be that."""
        node = found.node
        if node is not definition.expression or not isinstance(node, m.Sum) or len(node.operands) != 2:
            return ()
        left, right = found.left, found.right
        if not isinstance(left, Dimension) or not isinstance(right, Dimension):
            return ()
        meant = left / right if operator == " / " else left * right
        if definition.unit is not None and not fits(definition.unit, meant):
            return ()
        written = []
        for operand in node.operands:
            place = where[id(operand)]
            if not place.own or not isinstance(
                operand, m.Reference | m.Aggregate | m.Earlier | m.At | m.Over | m.Product
            ):
                return ()
            text = " ".join(source[place.span].split())
            written.append(f"({text})" if isinstance(operand, m.Product) else text)
        return (replace(source, where[id(node)].span, operator.join(written)),)

    def _is_told(self, source: Source, span: Span) -> bool:
        """Tell whether it was said already that a percentage and a number do not add up."""
        return any(
            each.code == "PEI203"
            and each.primary.source is source
            and span.start <= each.primary.span.start
            and each.primary.span.end <= span.end
            for each in self.findings.items
        )

    def _tell_instance(
        self, node: m.Expression, source: Source, where: Where, definition: Definition
    ) -> None:
        """Report a call of a function that adds or compares unlike things when it gets these arguments."""
        if not isinstance(node, m.Reference) or node.key not in self.in_functions:
            return
        if is_kind(definition.key, KeyKind.FUNCTION):
            self.in_functions.setdefault(definition.key, self.in_functions[node.key])
            return
        name = names_of(node.key)[0]
        clashing = (name, *self.in_functions[node.key])
        if clashing in self.told:
            return
        self.told.add(clashing)
        header = self.symbols.functions[name]
        related = (Label(header.source, header.header.name_span, "declared"),)
        params = {"name": name}
        self.findings.add(
            source, where.span, "PEI220", "function", params=params, note="here", related=related
        )

    def _tell_unit(self, definition: Definition, given: Measure, source: Source) -> None:
        assert definition.expression is not None
        assert definition.unit is not None
        declaration = self._declaration(definition)
        field = _unit_field(declaration) if declaration is not None else None
        related = (Label(source, field.span, "declared"),) if field is not None else ()
        params: dict[str, Parameter] = {"unit": unit_term(definition.unit), "found": str(_shown(given))}
        divides = isinstance(given, Dimension) and bool(given.divides)
        variant, note = "", "gives_found"
        if given == ONE:
            variant, note = "ratio", "a_ratio"
        elif definition.unit.is_percentage and divides:
            variant = "unlike"
        elif not definition.unit.counts and not divides:
            variant = "count"
        self.findings.add(
            source, definition.expression.span, "PEI221", variant, params=params, note=note, related=related
        )

    def _declaration(self, definition: Definition) -> tree.Declaration | None:
        if is_kind(definition.key, KeyKind.SOURCE):
            return None
        table = self.symbols.values if is_kind(definition.key, KeyKind.VARIABLE) else self.symbols.indicators
        return table.get(definition.name)


def _span_of(column: Column) -> Span:
    assert column.formula is not None
    return column.formula.span


def _unit_field(declaration: tree.Declaration) -> tree.Field | None:
    fields = (item for item in declaration.items if isinstance(item, tree.Field))
    return next((field for field in fields if field.name == "unit"), None)


def _written(field: tree.Field | None) -> str:
    """Return a unit as it is written, or ""."""
    if field is None or not isinstance(field.value, tree.Texts) or not field.value.items:
        return ""
    return " ".join(field.value.items[0].value.split())


# ---- Wording ---------------------------------------------------------------------------------------------


def _shown(measure: Measure) -> Measure | str:
    return "filas" if measure is _COUNT else measure


def _wording(found: Clash) -> str:
    """Return how a clash is told: by what was done, and by what is missing where one factor is."""
    if isinstance(found.node, m.Comparison | m.Membership):
        return "compare"
    if isinstance(found.node, m.Call) and not FUNCTIONS.named(found.node.function).adds_up:
        return "branch"
    if only_scaled(found.left, found.right):
        return "scale"
    return "factor" if _lacking(found) else ""


def _delta(found: Clash) -> Dimension | None:
    """Return by what the left differs from the right where that is one factor and not all there is."""
    left, right = found.left, found.right
    if not isinstance(left, Dimension) or not isinstance(right, Dimension):
        return None
    delta = left / right
    one = len(delta.factors) == 1 and abs(delta.factors[0][1]) == 1
    return delta if one else None


def _lacking(found: Clash) -> str:
    """Return which side lacks a factor, `left` or `right`, or ""."""
    delta = _delta(found)
    if delta is None:
        return ""
    return "left" if delta.divides else "right"


def _factor(found: Clash) -> str:
    delta = _delta(found)
    if delta is None:
        return ""
    return str(delta**-1 if delta.divides else delta)
