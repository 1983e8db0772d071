"""Formulas: from what is written to what is meant, with the type of every part."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS, TABLES, TIME_FUNCTIONS
from pei_dsl.algebra.builtins.aspects import RowCounting, Rows
from pei_dsl.algebra.builtins.declarations import AggregateFunction, Function, TimeFunction
from pei_dsl.analysis.checks import additivity
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve import meant, windows
from pei_dsl.analysis.resolve.fields import unknown_fields
from pei_dsl.analysis.resolve.symbols import Symbols
from pei_dsl.diagnostics import Fix, Label
from pei_dsl.diagnostics.finding import Parameter, replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.plan import DataSource, Definition, Place
from pei_dsl.model.terms import term
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import fold

NUMBER, TEXT, DATE, BOOLEAN, UNKNOWN = (
    ValueType.NUMBER,
    ValueType.TEXT,
    ValueType.DATE,
    ValueType.BOOLEAN,
    ValueType.UNKNOWN,
)

# More instances of functions than this come from functions that call each other many times over.
MAX_INSTANCES = 10_000
# So deep may the bodies of functions that call one another lie in each other, all their levels together.
MAX_LEVELS = 100
MAX_STEPS = 200


@attrs.frozen
class Typed:
    """
    A resolved expression with what is known of its value.

    Attributes:
        node: The expression; a `Hole` where something was reported.
        type: UNKNOWN where something was reported.
        kind: `percent` for a percentage as such, `count:what` for a count, "" when nothing is claimed.
    """

    node: m.Expression
    type: ValueType
    kind: str = ""


def unknown(span: Span) -> Typed:
    """Return what stands for an expression that was reported already."""
    return Typed(m.Hole(span=span), UNKNOWN)


@attrs.define
class Scope:
    """
    What names mean at one place.

    Attributes:
        source: The text, for excerpts.
        owner: What contains the formula: an indicator's code, a variable's name.
        locals: Definitions under `donde:`, name to key.
        open: Whether `donde:` could not be read in full: a name that is not known may be one of its own.
        parameters: The arguments that a function was called with, by parameter.
        rows: The source whose rows are at hand inside an aggregate, or None.
    """

    source: Source
    owner: str = ""
    locals: Mapping[str, str] = attrs.field(factory=dict)
    open: bool = False
    parameters: Mapping[str, Typed] = attrs.field(factory=dict)
    rows: DataSource | None = None


@attrs.define
class Resolver:
    """
    Turns trees into model expressions.

    `definitions` starts with what is declared and grows by the instances of functions; `types` and `kinds`
    hold what is known of each definition by key, filled in as they are resolved.
    """

    symbols: Symbols
    sources: Mapping[str, DataSource]
    findings: Findings
    keys: Mapping[str, str]  # variables and series: name to key
    types: dict[str, ValueType] = attrs.field(factory=dict)
    kinds: dict[str, str] = attrs.field(factory=dict)
    circular: set[str] = attrs.field(factory=set)  # functions that call themselves
    instances: dict[tuple[object, ...], tuple[str, Typed]] = attrs.field(factory=dict)
    definitions: dict[str, Definition] = attrs.field(factory=dict)
    overflowed: bool = False  # there were too many instances, and that was said
    level: int = 0  # how deep the body at hand lies in those of functions that call it
    _kept: list[m.Expression] = attrs.field(factory=list)  # arguments whose identity keys an instance

    def resolve(self, node: tree.Expression, scope: Scope) -> Typed:
        """Return what `node` means in `scope`; report what is wrong in it."""
        match node:
            case tree.Number(value=value, percent=percent):
                return Typed(m.Number(value, percent, span=node.span), NUMBER, "percent" if percent else "")
            case tree.Text(value=text):
                return Typed(m.Text(text, span=node.span), TEXT)
            case tree.Date():
                return self._date(node, scope)
            case tree.Name():
                return self._name(node, scope)
            case tree.Code():
                return self._code(node, scope)
            case tree.Call():
                return self._call(node, scope)
            case tree.Sign():
                return self._sign(node, scope)
            case tree.Chain():
                return self._chain(node, scope)
            case tree.Power():
                base = self._expect(node.base, scope, NUMBER)
                exponent = self._expect(node.exponent, scope, NUMBER)
                return Typed(m.Power(base.node, exponent.node, span=node.span), NUMBER)
            case tree.Comparison():
                return self._comparison(node, scope)
            case tree.Membership():
                return self._membership(node, scope)
            case tree.Negation():
                operand = self._expect(node.operand, scope, BOOLEAN)
                return Typed(m.Not(operand.node, span=node.span), BOOLEAN)
            case tree.Logic():
                operands = tuple(self._expect(each, scope, BOOLEAN).node for each in node.operands)
                return Typed(m.Logic(node.operator, operands, span=node.span), BOOLEAN)
            case tree.Group():
                return self.resolve(node.expression, scope)
            case tree.Hole() | tree.Broken():
                return unknown(node.span)

    def expect(self, node: tree.Expression, scope: Scope, wanted: ValueType) -> Typed:
        """Return what `node` means; report it when it does not give the type `wanted`."""
        return self._expect(node, scope, wanted)

    def _expect(self, node: tree.Expression, scope: Scope, wanted: ValueType) -> Typed:
        typed = self.resolve(node, scope)
        if UNKNOWN in (typed.type, wanted) or typed.type is wanted:
            return typed
        params: dict[str, Parameter] = {
            "found": term(typed.type),
            "wanted": term(wanted),
            "written": _short(scope.source[node.span]),
        }
        self.findings.add(scope.source, node.span, "PEI207", params=params, note="gives")
        return unknown(node.span)

    # ---- Literals and operators

    def _date(self, node: tree.Date, scope: Scope) -> Typed:
        year, month, day = (int(part) for part in node.written.split("-"))
        try:
            date = datetime.date(year, month, day)
        except ValueError:
            self.findings.add(
                scope.source, node.span, "PEI122", params={"written": node.written}, note="here"
            )
            return unknown(node.span)
        return Typed(m.Date(date, span=node.span), DATE)

    def _sign(self, node: tree.Sign, scope: Scope) -> Typed:
        operand = self._expect(node.operand, scope, NUMBER)
        if node.operator == "+" or operand.type is UNKNOWN:
            return operand
        return Typed(m.Negative(operand.node, span=node.span), NUMBER, operand.kind)

    def _chain(self, node: tree.Chain, scope: Scope) -> Typed:
        operands = [self._expect(each, scope, NUMBER) for each in node.operands]
        nodes = tuple(operand.node for operand in operands)
        if node.operators[0] in "+-":
            self._check_kinds(node, operands, scope)
            flags = (False, *(operator == "-" for operator in node.operators))
            kinds = {operand.kind for operand in operands}
            kind = kinds.pop() if len(kinds) == 1 else ""
            return Typed(m.Sum(nodes, flags, span=node.span), NUMBER, kind)
        flags = (False, *(operator == "/" for operator in node.operators))
        for operand, divides in zip(operands, flags, strict=True):
            if divides and isinstance(operand.node, m.Number) and operand.node.value == 0:
                self.findings.add(scope.source, operand.node.span, "PEI212", note="here")
        return Typed(m.Product(nodes, flags, span=node.span), NUMBER)

    def _check_kinds(self, node: tree.Chain, operands: list[Typed], scope: Scope) -> None:
        """Report a percentage added to a count: `%` says how a ratio is shown, it counts nothing."""
        percent = next((i for i, each in enumerate(operands) if each.kind == "percent"), None)
        bare = next((each.node for each in operands if _is_bare(each.node)), None)
        if percent is not None and bare is not None:
            written = scope.source[node.operands[percent].span]
            params = {"percent": written, "number": scope.source[bare.span]}
            related = (Label(scope.source, bare.span, "a_number"),)
            self.findings.add(
                scope.source,
                node.operands[percent].span,
                "PEI203",
                "number",
                params=params,
                note="a_percentage",
                related=related,
            )
            return
        count = next((i for i, each in enumerate(operands) if each.kind.startswith("count:")), None)
        if percent is None or count is None:
            return
        counted = operands[count].kind.removeprefix("count:")
        related = (Label(scope.source, node.operands[count].span, "a_count", {"counted": counted}),)
        self.findings.add(
            scope.source,
            node.operands[percent].span,
            "PEI203",
            params={"counted": counted, "percent": scope.source[node.operands[percent].span]},
            note="a_percentage",
            related=related,
        )

    def _comparison(self, node: tree.Comparison, scope: Scope) -> Typed:
        if self._lacks_quotes(node, scope):
            return Typed(m.Hole(span=node.span), BOOLEAN)
        left = self.resolve(node.left, scope)
        right = self.resolve(node.right, scope)
        self._check_same(left, right, node.left.span, node.right.span, scope)
        if left.type is BOOLEAN and right.type is BOOLEAN and node.operator not in {"=", "<>"}:
            params: dict[str, Parameter] = {
                "found": term(BOOLEAN),
                "wanted": term(NUMBER),
                "written": _short(scope.source[node.left.span]),
            }
            self.findings.add(scope.source, node.left.span, "PEI207", params=params, note="gives")
        return Typed(m.Comparison(node.operator, left.node, right.node, span=node.span), BOOLEAN)

    def _lacks_quotes(self, node: tree.Comparison, scope: Scope) -> bool:
        """Report a text without quotes: `ámbito = urbano`, where `ámbito` is a column of texts."""
        rows, right = scope.rows, node.right
        if rows is None or not isinstance(node.left, tree.Name) or not isinstance(right, tree.Name):
            return False
        column = rows.columns.get(node.left.column or node.left.name)
        known = (*rows.columns, *scope.parameters, *scope.locals, *self.keys, *self.sources)
        if column is None or column.type is not TEXT or right.column is not None or right.bracketed:
            return False
        if right.name in known:
            return False
        safe = not nearest(right.name, rows.columns)
        fix = replace(scope.source, right.span, f'"{right.name}"', safe=safe)
        params = {"name": right.name, "known": ", ".join(rows.columns)}
        self.findings.add(
            scope.source, right.span, "PEI201", "quotes", params=params, note="here", fixes=(fix,)
        )
        return True

    def _check_same(self, left: Typed, right: Typed, first: Span, second: Span, scope: Scope) -> None:
        if UNKNOWN in (left.type, right.type) or left.type is right.type:
            return
        params = {"left": term(left.type), "right": term(right.type), "found": term(right.type)}
        related = (Label(scope.source, first, "gives", {"found": term(left.type)}),)
        self.findings.add(
            scope.source, second, "PEI207", "compare", params=params, note="gives", related=related
        )

    def _membership(self, node: tree.Membership, scope: Scope) -> Typed:
        value = self.resolve(node.value, scope)
        choices = [self.resolve(choice, scope) for choice in node.choices]
        for choice, written in zip(choices, node.choices, strict=True):
            self._check_same(value, choice, node.value.span, written.span, scope)
        nodes = tuple(choice.node for choice in choices)
        return Typed(m.Membership(value.node, nodes, span=node.span), BOOLEAN)

    # ---- Names

    def _name(self, node: tree.Name, scope: Scope) -> Typed:
        if scope.rows is not None:
            return self._column(node, scope, scope.rows)
        if node.column is not None:
            return self._outside(node, scope)
        if node.name in scope.parameters:
            return scope.parameters[node.name]
        key = scope.locals.get(node.name) or self.keys.get(node.name)
        if key is not None:
            type_ = self.types.get(key, NUMBER)
            return Typed(m.Reference(key, span=node.span), type_, self.kinds.get(key, ""))
        if node.name in self.sources:
            return self._outside(node, scope)
        if not scope.open and not self.symbols.may_declare(node.name, "variable", "series"):
            self._unknown_name(node, scope)
        return unknown(node.span)

    def _unknown_name(self, node: tree.Name, scope: Scope) -> None:
        if self._was_spaced(node, scope):
            return
        known = [*scope.locals, *scope.parameters, *self.keys]
        near = nearest(node.name, known)
        if near:
            fixes: tuple[Fix, ...] = tuple(replace(scope.source, node.span, text) for text in near)
        else:
            owners = [source for source in self.sources.values() if node.name in source.columns]
            texts = [f"suma({source.name}.{node.name})" for source in owners[:2]]
            fixes = tuple(replace(scope.source, node.span, text) for text in texts)
        params = {"name": node.name}
        self.findings.add(scope.source, node.span, "PEI201", params=params, note="here", fixes=fixes)

    def _was_spaced(self, node: tree.Name, scope: Scope) -> bool:
        """Tell whether `node` is the first word of a name with a blank, which was just reported."""
        last = self.findings.items[-1] if self.findings.items else None
        return (
            last is not None
            and last.variant == "spaces"
            and last.primary
            == Label(scope.source, Span(node.span.start, last.primary.span.end), "here", last.params)
        )

    def _spaced(self, argument: tree.Argument, scope: Scope) -> bool:
        """Report a name with a blank, whose second word reads like a time clause: `población total`."""
        names = names_in(argument.expression)
        if not names or not argument.windows or argument.windows[0].span.start < names[-1].span.end:
            return False
        span = Span(names[-1].span.start, argument.windows[0].span.end)
        written = scope.source[span].split()
        near = nearest("_".join(written), [*scope.locals, *self.keys])
        timed = any(vocabulary.TIME_WORDS.find(word) is not None for word in written)
        if (timed and not near) or any(not word.isidentifier() for word in written):
            return False
        fixes = tuple(replace(scope.source, span, text) for text in near)
        params = {"name": " ".join(written)}
        self.findings.add(scope.source, span, "PEI201", "spaces", params=params, note="here", fixes=fixes)
        return True

    def _outside(self, node: tree.Name, scope: Scope) -> Typed:
        """Report a source or a column of it that no aggregate sums up."""
        if node.column is not None and node.name not in self.sources:
            self._unknown_source(node.name, node.span, scope)
            return unknown(node.span)
        source = self.sources[node.name]
        if node.column is not None and not self._has_column(source, node.column, node.span, scope):
            return unknown(node.span)
        written = scope.source[node.span]
        texts = [f"suma({written})", f"suma({written} al cierre)"] if node.column else [f"contar({written})"]
        fixes = tuple(replace(scope.source, node.span, text) for text in texts)
        variant = "" if node.column else "source"
        self.findings.add(
            scope.source,
            node.span,
            "PEI211",
            variant,
            params={"name": written},
            note="many_rows",
            fixes=fixes,
        )
        return unknown(node.span)

    def _unknown_source(self, name: str, span: Span, scope: Scope) -> None:
        if self.symbols.may_declare(name, "source") or name in self.symbols.sources:
            return
        near = nearest(name, self.sources)
        start = Span(span.start, span.start + len(name))
        fixes = tuple(replace(scope.source, start, text) for text in near)
        self.findings.add(
            scope.source, start, "PEI201", "source", params={"name": name}, note="here", fixes=fixes
        )

    def _has_column(self, source: DataSource, column: str, span: Span, scope: Scope) -> bool:
        if column in source.columns:
            return True
        declaration = self.symbols.sources.get(source.name)
        if declaration is not None and (declaration.broken or unknown_fields(declaration)):
            return False
        place = Span(span.end - len(column), span.end)
        plain = scope.source[place] == column  # not in brackets
        near = nearest(column, source.columns) if plain else []
        params = {"name": column, "source": source.name, "known": ", ".join(source.columns) or "—"}
        fixes = tuple(replace(scope.source, place, text, safe=fold(text) == fold(column)) for text in near)
        self.findings.add(
            scope.source,
            place if plain else span,
            "PEI201",
            "column",
            params=params,
            note="here",
            fixes=fixes,
        )
        return False

    def _column(self, node: tree.Name, scope: Scope, rows: DataSource) -> Typed:
        """Resolve a name inside an aggregate: a column of the rows at hand."""
        if node.column is None and node.name in scope.parameters:
            given = scope.parameters[node.name]
            if _is_of_rows(given.node):
                return given
        name = node.name if node.column is None else node.column
        if node.column is not None and node.name != rows.name:
            if node.name in self.sources:
                params = {"first": rows.name, "second": node.name}
                self.findings.add(scope.source, node.span, "PEI214", params=params, note="here")
            else:
                self._unknown_source(node.name, node.span, scope)
            return unknown(node.span)
        if name not in rows.columns and node.column is None and (name in scope.locals or name in self.keys):
            params = {"name": name, "source": rows.name}
            self.findings.add(scope.source, node.span, "PEI211", "row", params=params, note="here")
            return unknown(node.span)
        if not self._has_column(rows, name, node.span, scope):
            return unknown(node.span)
        column = rows.columns[name]
        kind = f"count:{column.unit.counted}" if column.unit and column.unit.counted else ""
        return Typed(m.ColumnValue(name, span=node.span), column.type, kind)

    def _code(self, node: tree.Code, scope: Scope) -> Typed:
        if node.code in self.symbols.indicators:
            return Typed(m.Reference(key_of(KeyKind.INDICATOR, node.code), span=node.span), NUMBER)
        if self.symbols.may_declare(node.code, "indicator"):
            return unknown(node.span)
        variant = "group" if node.code in self.symbols.groups else "code"
        near = nearest(node.code, self.symbols.indicators) if variant == "code" else []
        fixes = tuple(replace(scope.source, node.span, text) for text in near)
        self.findings.add(
            scope.source,
            node.span,
            "PEI201",
            variant,
            params={"name": node.code},
            note="here",
            fixes=fixes,
        )
        return unknown(node.span)

    # ---- Calls

    def _call(self, node: tree.Call, scope: Scope) -> Typed:
        if node.function in self.symbols.functions:
            return self._own_function(node, scope)
        timed = TIME_FUNCTIONS.find(node.function)
        if timed is not None:
            return self._earlier(node, timed, scope)
        aggregate = AGGREGATES.find(node.function)
        function = FUNCTIONS.find(node.function)
        if aggregate is not None and (function is None or self._over_rows(node)):
            return self._aggregate(node, aggregate, scope)
        if function is not None:
            return self._function(node, function, scope)
        if not self.symbols.may_declare(node.function, "function"):
            built_in = [each for words in reversed(TABLES) for each in words.spanish()]
            near = nearest(node.function, [*self.symbols.functions, *built_in])
            said = meant.FUNCTIONS.get(node.function.casefold())
            fixes = tuple(replace(scope.source, node.name_span, text) for text in near)
            if said:
                fixes = (replace(scope.source, node.name_span, said, safe=True),)
            params = {"name": node.function, "meant": said or ""}
            self.findings.add(
                scope.source,
                node.name_span,
                "PEI201",
                "function" if said is None else "named" if said else "spreadsheet",
                params=params,
                note="here",
                fixes=fixes,
            )
        return unknown(node.span)

    def _over_rows(self, node: tree.Call) -> bool:
        """Tell whether a call that may be arithmetic or an aggregate reads rows."""
        if len(node.arguments) != 1:
            return False
        argument = node.arguments[0]
        if argument.filters or argument.windows:
            return True
        return any(
            name.column is not None or name.bracketed or self._is_source(name.name)
            for name in names_in(argument.expression)
        )

    def _is_source(self, name: str) -> bool:
        return name in self.sources and name not in self.keys

    def _no_clauses(self, node: tree.Call, scope: Scope) -> None:
        for argument in node.arguments:
            if self._spaced(argument, scope):
                return
            for clause in (*argument.windows, *argument.filters):
                params = {"name": node.function}
                self.findings.add(scope.source, clause.span, "PEI213", "function", params=params, note="here")
                return

    def _arity(self, node: tree.Call, least: int, most: int | None, scope: Scope) -> bool:
        count = len(node.arguments)
        if least <= count and (most is None or count <= most):
            return True
        expected = str(least) if most == least else f"≥ {least}" if most is None else f"{least}-{most}"
        params: dict[str, str | int] = {"name": node.function, "found": count, "expected": expected}
        self.findings.add(scope.source, node.span, "PEI206", params=params, note="here")
        return False

    def _function(self, node: tree.Call, function: Function, scope: Scope) -> Typed:
        if scope.rows is None:
            self._no_clauses(node, scope)
        if not self._arity(node, function.least, function.most, scope):
            return unknown(node.span)
        types = function.types(len(node.arguments))
        typed = [
            self._expect(argument.expression, scope, wanted)
            for argument, wanted in zip(node.arguments, types, strict=True)
        ]
        gives = function.gives
        if gives is UNKNOWN:
            (first, written), *others = function.alike(list(zip(typed, node.arguments, strict=True)))
            for other, argument in others:
                self._check_same(first, other, written.expression.span, argument.expression.span, scope)
            known = (each.type for each, _ in ((first, written), *others) if each.type is not UNKNOWN)
            gives = next(known, UNKNOWN)
        nodes = tuple(each.node for each in typed)
        return Typed(m.Call(function.name, nodes, span=node.span), gives)

    def _earlier(self, node: tree.Call, function: TimeFunction, scope: Scope) -> Typed:
        if scope.rows is not None:
            return self._nested(node, scope)
        self._no_clauses(node, scope)
        if not self._arity(node, function.least, function.most, scope):
            return unknown(node.span)
        value = self._expect(node.arguments[0].expression, scope, NUMBER)
        steps = self._steps(node, scope)
        expression = function.meaning(value.node, steps, node.span)
        return Typed(expression, NUMBER, value.kind if function.keeps_kind else "")

    def _nested(self, node: tree.Call, scope: Scope) -> Typed:
        """Report a call that stands for many rows, or for another period, inside an aggregate."""
        params = {"name": node.function}
        self.findings.add(scope.source, node.name_span, "PEI211", "nested", params=params, note="here")
        return unknown(node.span)

    def _steps(self, node: tree.Call, scope: Scope) -> int:
        if len(node.arguments) == 1:
            return 1
        written = node.arguments[1].expression
        value = written.value if isinstance(written, tree.Number) else None
        if value is None or value.denominator != 1 or not 1 <= value <= MAX_STEPS:
            self.findings.add(
                scope.source,
                written.span,
                "PEI213",
                "steps",
                params={"highest": MAX_STEPS},
                note="here",
            )
            return 1
        return int(value)

    # ---- Aggregates

    def _aggregate(self, node: tree.Call, function: AggregateFunction, scope: Scope) -> Typed:
        if scope.rows is not None:
            return self._nested(node, scope)
        if not self._arity(node, 1, 1, scope):
            return unknown(node.span)
        argument = node.arguments[0]
        source = self._source_of(argument, node, scope)
        if source is None:
            return unknown(node.span)
        inner = attrs.evolve(scope, rows=source)
        whole = (
            isinstance(argument.expression, tree.Name)
            and argument.expression.column is None
            and (argument.expression.name == source.name)
        )
        if whole and not function.counts_rows:
            self._needs_column(node, argument, function, source, scope)
            return unknown(node.span)
        value = None if whole else self._expect(argument.expression, inner, function.takes)
        condition = self._filter(argument, inner)
        clauses = windows.resolve(argument, source, scope.source, self.findings)
        gives = function.gives
        if gives is UNKNOWN:
            gives = value.type if value is not None else NUMBER
        aggregate = m.Aggregate(
            function.name,
            source.name,
            value.node if value is not None else None,
            condition,
            clauses,
            span=node.span,
        )
        kind = "count:filas" if value is None or function.counts is RowCounting.ROWS else value.kind
        if value is not None and value.type is UNKNOWN:
            return unknown(node.span)
        if source.connection and not source.order and function.rows is not Rows.ALL:
            # Elsewhere rows have a place; those of a database come in any order.
            self.findings.add(scope.source, node.span, "PEI341", params={"function": node.function})
            return unknown(node.span)
        additivity.check_aggregate(aggregate, source, node, scope.source, self.findings)
        return Typed(aggregate, gives, kind)

    def _source_of(self, argument: tree.Argument, node: tree.Call, scope: Scope) -> DataSource | None:
        """Return the one source that the argument reads; report none, or two."""
        names = names_in(argument.expression)
        found = {name.name: name for name in names if name.column is not None or self._is_bare_source(name)}
        known = [name for name in found if name in self.sources]
        if not found:
            self._no_source(argument, node, scope)
            return None
        for name, written in found.items():
            if name not in self.sources:
                self._unknown_source(name, written.span, scope)
        if len(known) > 1:
            params = {"first": known[0], "second": known[1]}
            self.findings.add(scope.source, found[known[1]].span, "PEI214", params=params, note="here")
            return None
        return self.sources[known[0]] if known and len(known) == len(found) else None

    def _is_bare_source(self, name: tree.Name) -> bool:
        return name.column is None and not name.bracketed and name.name in self.sources

    def _no_source(self, argument: tree.Argument, node: tree.Call, scope: Scope) -> None:
        names = names_in(argument.expression)
        if any(scope.open or self.symbols.may_declare(name.name, "source") for name in names):
            return
        if any(name.name in self.symbols.sources for name in names):
            return
        known = [
            *self.sources,
            *(f"{s.name}.{c}" for s in self.sources.values() for c in s.columns),
        ]
        near = nearest(names[0].name, known) if names else []
        fixes = tuple(replace(scope.source, names[0].span, text) for text in near)
        params = {"name": node.function, "written": _short(scope.source[argument.span])}
        self.findings.add(
            scope.source,
            argument.expression.span,
            "PEI201",
            "source_of",
            params=params,
            note="here",
            fixes=fixes,
        )

    def _needs_column(
        self,
        node: tree.Call,
        argument: tree.Argument,
        function: AggregateFunction,
        source: DataSource,
        scope: Scope,
    ) -> None:
        columns = [c.name for c in source.columns.values() if function.takes in (UNKNOWN, c.type)]
        texts = [f"{source.name}.{column}" for column in columns[:2]]
        fixes = tuple(replace(scope.source, argument.expression.span, text) for text in texts)
        params = {"name": node.function, "source": source.name}
        self.findings.add(
            scope.source,
            argument.expression.span,
            "PEI211",
            "column",
            params=params,
            note="here",
            fixes=fixes,
        )

    def _filter(self, argument: tree.Argument, inner: Scope) -> m.Expression | None:
        conditions = [self._expect(each, inner, BOOLEAN).node for each in argument.filters]
        if not conditions:
            return None
        if len(conditions) == 1:
            return conditions[0]
        return m.Logic("y", tuple(conditions), span=argument.span)

    # ---- Functions that the plan declares

    def _own_function(self, node: tree.Call, scope: Scope) -> Typed:
        """Return an instance of a declared function: its body with arguments for parameters."""
        declaration = self.symbols.functions[node.function]
        header = declaration.header
        self._no_clauses(node, scope)
        arguments = [self.resolve(argument.expression, scope) for argument in node.arguments]
        if header.parameters is None or header.expression is None or node.function in self.circular:
            return unknown(node.span)
        if not self._arity(node, len(header.parameters), len(header.parameters), scope):
            return unknown(node.span)
        if any(argument.type is UNKNOWN for argument in arguments):
            return unknown(node.span)
        identity = (
            node.function,
            *(_identity(argument.node) for argument in arguments),
            scope.rows and scope.rows.name,
        )
        found = self.instances.get(identity)
        if found is None:
            levels = _levels(header.expression)
            if self.level + levels > MAX_LEVELS:
                return self._overflow(node, scope, MAX_LEVELS)
            if len(self.instances) >= MAX_INSTANCES:
                return self._overflow(node, scope, MAX_INSTANCES)
            self.level += levels
            found = self._instance(declaration, arguments, node, scope)
            self.level -= levels
            self.instances[identity] = found
            self._kept.extend(argument.node for argument in arguments)
        key, body = found
        if body.type is UNKNOWN:
            return unknown(node.span)
        if scope.rows is not None:
            # No definition has a value for each row, so the body stands in place of the call.
            return self._overflow(node, scope, MAX_INSTANCES) if _size(body.node) > MAX_INSTANCES else body
        return Typed(m.Reference(key, span=node.span), body.type, body.kind)

    def _overflow(self, node: tree.Call, scope: Scope, limit: int) -> Typed:
        """Report, once and even from inside a body, that functions call one another too often or too deep."""
        if not self.overflowed:
            self.overflowed = True
            muted, self.findings.muted = self.findings.muted, 0
            self.findings.add(scope.source, node.span, "PEI109", "instances", params={"limit": limit})
            self.findings.muted = muted
        return unknown(node.span)

    def _instance(
        self, declaration: tree.Declaration, arguments: list[Typed], node: tree.Call, scope: Scope
    ) -> tuple[str, Typed]:
        header = declaration.header
        assert header.parameters is not None
        assert header.expression is not None
        key = key_of(KeyKind.FUNCTION, header.name or "", str(len(self.instances) + 1))
        parameters = dict(zip(header.parameters, arguments, strict=True))
        inner = Scope(declaration.source, header.name or "", parameters=parameters, rows=scope.rows)
        missed = self.findings.missed
        self.findings.muted += 1
        body = self.resolve(header.expression, inner)
        self.findings.muted -= 1
        if self.findings.missed != missed and not self._body_is_wrong(declaration):
            params = {"name": node.function}
            related = (Label(declaration.source, header.name_span, "declared"),)
            self.findings.add(
                scope.source,
                node.span,
                "PEI207",
                "function",
                params=params,
                note="here",
                related=related,
            )
        self.definitions[key] = Definition(
            key,
            header.name or "",
            header.title or "",
            body.node,
            type=body.type,
            text=declaration.source[header.expression.span],
            declared_at=Place(declaration.source, header.span),
        )
        self.types[key] = body.type
        return key, body

    def _body_is_wrong(self, declaration: tree.Declaration) -> bool:
        """Tell whether the body of a function is wrong whatever it is called with: that is reported there."""
        missed = self.findings.missed
        self.findings.muted += 1
        self.check_function(declaration)
        self.findings.muted -= 1
        wrong = self.findings.missed != missed
        self.findings.missed = missed
        return wrong

    def check_function(self, declaration: tree.Declaration) -> None:
        """Report what is wrong in the body of a function, whatever it is called with."""
        header = declaration.header
        if header.expression is None:
            return
        anything = {name: unknown(header.span) for name in header.parameters or ()}
        self.resolve(header.expression, Scope(declaration.source, header.name or "", parameters=anything))


def _is_bare(node: m.Expression) -> bool:
    """Tell whether `node` is a plain number that no percentage is added to; to 1 it is, as in `1 + 5%`."""
    return isinstance(node, m.Number) and not node.percent and node.value not in {0, 1}


def _identity(node: m.Expression) -> object:
    """Return what makes two arguments the same: equal leaves, or one and the same node."""
    if isinstance(node, m.Number | m.Text | m.Date | m.Reference | m.ColumnValue):
        return node
    return id(node)


def _is_of_rows(node: m.Expression) -> bool:
    """Tell whether `node` has a value for the row at hand: nothing in it stands for many rows or a period."""
    return not any(isinstance(each, m.Reference | m.Aggregate | m.Earlier) for each in _distinct(node))


def _distinct(node: m.Expression) -> list[m.Expression]:
    """Return the parts of `node` and itself, parts before what they are parts of, a shared one once."""
    found: dict[int, m.Expression] = {}
    waiting = [(node, False)]
    while waiting:
        each, ready = waiting.pop()
        if id(each) in found:
            continue
        if ready:
            found[id(each)] = each
        else:
            waiting.append((each, True))
            waiting.extend((part, False) for part in m.parts(each))
    return list(found.values())


def _size(node: m.Expression) -> int:
    """Return how many parts are computed for the value of `node`, a shared one each time it is used."""
    sizes: dict[int, int] = {}
    for each in _distinct(node):
        sizes[id(each)] = 1 + sum(sizes[id(part)] for part in m.parts(each))
    return sizes[id(node)]


def _levels(node: tree.Expression) -> int:
    """Return how many levels of parts `node` has."""
    levels = 0
    layer = [node]
    while layer:
        levels += 1
        layer = [part for each in layer for part in tree_parts(each)]
    return levels


def names_in(node: tree.Expression) -> list[tree.Name]:
    """Return the names that `node` mentions, in the order they are written."""
    found: list[tree.Name] = []
    waiting: list[tree.Expression] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tree.Name):
            found.append(each)
        waiting.extend(reversed(tree_parts(each)))
    return found


def tree_parts(node: tree.Expression) -> list[tree.Expression]:
    """Return the direct parts of a tree node, filters included."""
    match node:
        case tree.Call(arguments=arguments):
            return [part for each in arguments for part in (each.expression, *each.filters)]
        case tree.Sign(operand=part) | tree.Negation(operand=part) | tree.Group(expression=part):
            return [part]
        case tree.Chain(operands=operands) | tree.Logic(operands=operands):
            return list(operands)
        case tree.Power(base=first, exponent=second) | tree.Comparison(left=first, right=second):
            return [first, second]
        case tree.Membership(value=value, choices=choices):
            return [value, *choices]
        case _:
            return []


def calls_in(node: tree.Expression) -> list[tree.Call]:
    """Return the calls in `node`, outermost first."""
    found: list[tree.Call] = []
    waiting: list[tree.Expression] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tree.Call):
            found.append(each)
        waiting.extend(tree_parts(each))
    return found


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
