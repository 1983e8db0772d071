"""Every place of some texts where a name or code is declared or used, and what it stands for there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS, TIME_FUNCTIONS
from pei_dsl.algebra.builtins.row_names import row_names
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import tree_parts

Entity: TypeAlias = tuple[str, ...]
"""What a name stands for: its kind, what contains it, and its name: `("column", "salud", "hechos")`."""

_CODED = vocabulary.CODED
_VALUES = frozenset({"variable", "series"})
_NAMED = frozenset({"source", "function", "methodology", "activity", "evidence", "factor", "version"})
# What stands before the sign in `equivale: IND.02.OEI.01 = IND.01.OEI.02; …`.
_OWN_SIDE = re.compile(r"[^=;,\n]+(?==)")
# Fields of texts that name codes.
_OF_CODES = frozenset({"aligns_with", "action", "of", "affects", "addresses", "follows", "answers"})


@attrs.frozen
class Use:
    """
    One place where `entity` is named.

    Attributes:
        bracketed: Whether its name stands between brackets.
        either: Whether a figure of the plan has the name, too, of which the reader is warned.
        declares: Whether it is declared there.
    """

    entity: Entity
    source: Source = attrs.field(eq=False, repr=False)
    span: Span = attrs.field(eq=False)
    bracketed: bool = attrs.field(default=False, eq=False)
    either: bool = attrs.field(default=False, eq=False)
    declares: bool = attrs.field(default=False, eq=False, kw_only=True)


@attrs.define
class _Declared:
    """What the texts declare, by name: locals by code, columns by source, parameters by function."""

    values: set[str] = attrs.field(factory=set)
    methodologies: set[str] = attrs.field(factory=set)
    evidence: set[str] = attrs.field(factory=set)
    versions: set[str] = attrs.field(factory=set)
    codes: set[str] = attrs.field(factory=set)
    locals: dict[str, set[str]] = attrs.field(factory=dict)
    columns: dict[str, set[str]] = attrs.field(factory=dict)
    made_of: dict[str, str] = attrs.field(factory=dict)  # sources by those that are made of them
    keys: dict[tuple[str, str], str] = attrs.field(factory=dict)  # the same, by their key columns
    parameters: dict[str, set[str]] = attrs.field(factory=dict)


@attrs.frozen
class _Scope:
    """
    What names mean at one place.

    `owner` has definitions of its own, `rows` is the source at hand; in a column that is computed from them,
    where `computes`, figures of the plan have no place.
    """

    source: Source
    owner: str = ""
    function: str = ""
    rows: str = ""
    computes: bool = False


def entity_of(declaration: tree.Declaration, item: str = "") -> Entity | None:
    """Return what `declaration` declares, or what is called `item` in it; None for what has no name."""
    header, kind = declaration.header, declaration.kind
    if kind in _CODED and header.code:
        if item:
            return ("local", header.code, item) if kind == "indicator" else None
        return ("code", header.code)
    if not header.name or kind not in _VALUES | _NAMED:
        return None
    if item:
        inner = {"source": "column", "function": "parameter"}.get(kind)
        return (inner, header.name, item) if inner else None
    return ("value" if kind in _VALUES else kind, header.name)


def uses(files: Sequence[tree.File], within: Sequence[tree.File] | None = None) -> list[Use]:
    """
    Return the uses in `files`, in the order of the texts; what names nothing that is declared too.

    With `within`, only those in these of the files.
    """
    declared = _Declared()
    for file in files:
        for declaration in file.declarations:
            _declare(declaration, declared)
    found = []
    for file in files if within is None else within:
        own = [use for each in file.declarations for use in _Walk(declared).declaration(each)]
        found.extend(sorted(own, key=lambda use: use.span))
    return found


def _declare(declaration: tree.Declaration, declared: _Declared) -> None:
    header, kind = declaration.header, declaration.kind
    items = [item.value for item in declaration.items if isinstance(item, tree.Field)]
    if kind in _CODED and header.code:
        declared.codes.add(header.code)
        if kind == "indicator":
            where = {
                each.name for value in items if isinstance(value, tree.Definitions) for each in value.items
            }
            declared.locals.setdefault(header.code, where)
    elif header.name and kind in _VALUES:
        declared.values.add(header.name)
    elif header.name and kind == "methodology":
        declared.methodologies.add(header.name)
    elif header.name and kind == "evidence":
        declared.evidence.add(header.name)
    elif header.name and kind == "version":
        declared.versions.add(header.name)
    elif header.name and kind == "source":
        columns = {value.name for value in items if isinstance(value, tree.Column)}
        declared.columns.setdefault(header.name, columns)
        for key in _keys_of(items):
            declared.made_of[header.name] = key.name
            declared.keys[header.name, key.column or ""] = key.name
            declared.columns[header.name].add(key.column or "")
    elif header.name and kind == "function":
        declared.parameters.setdefault(header.name, set(header.parameters or ()))


def _keys_of(items: Iterable[tree.Value]) -> list[tree.Name]:
    """Return the columns behind `una fila por:`, each with its source."""
    rows = (each for value in items if isinstance(value, tree.RowsOf) for each in value.items)
    names = (each.expression for each in rows)
    return [each for each in names if isinstance(each, tree.Name) and each.column is not None]


@attrs.frozen
class _Walk:
    """A walk through one declaration."""

    declared: _Declared

    def declaration(self, declaration: tree.Declaration) -> Iterator[Use]:
        """Yield the uses in `declaration`, its own name first."""
        source, header = declaration.source, declaration.header
        own = entity_of(declaration)
        if own is None:
            scope = _Scope(source)
        else:
            yield Use(own, source, header.name_span, declares=True)
            kind, name = own
            scope = _Scope(
                source,
                owner=name if kind == "code" else "",
                function=name if kind == "function" else "",
            )
        if scope.function:
            yield from _parameters(declaration, scope)
        if header.expression is not None:
            yield from self._expression(header.expression, scope)
        for item in declaration.items:
            if isinstance(item, tree.Expectation):
                yield Use(("code", item.code), source, item.code_span)
            elif isinstance(item, tree.Field):
                yield from self._field(item, declaration, scope)

    def _field(self, field: tree.Field, declaration: tree.Declaration, scope: _Scope) -> Iterator[Use]:
        source, value = scope.source, field.value
        match value:
            case tree.Definitions(items=items):
                for each in items:
                    yield Use(("local", scope.owner, each.name), source, each.name_span, declares=True)
                    yield from self._expression(each.expression, scope)
            case tree.Column(name=name, bracketed=bracketed, name_span=span):
                owner = declaration.header.name or ""
                yield Use(("column", owner, name), source, span, bracketed, declares=True)
                if value.expression is not None:
                    yield from self._expression(
                        value.expression, attrs.evolve(scope, rows=owner, computes=True)
                    )
            case tree.RowsOf():
                owner = self.declared.made_of.get(declaration.header.name or "", "")
                for part in tree_parts(value):
                    yield from self._expression(part, attrs.evolve(scope, rows=owner))
            case tree.Example(items=items):
                for assigned in items:
                    yield Use(self._bare(assigned.name, scope), source, assigned.name_span)
            case tree.Inputs(items=items):
                for given in items:
                    yield from self._input(given, source)
            case tree.Texts():
                yield from self._texts(field.name, value, declaration)
            case (
                tree.Figures()
                | tree.Periods()
                | tree.Bands()
                | tree.Counts()
                | tree.Amount()
                | tree.Broken()
                | tree.Hole()
            ):
                pass
            case _:
                name = declaration.header.name or ""
                own_rows = declaration.kind == "source" and name in self.declared.columns
                here = attrs.evolve(scope, rows=name) if own_rows else scope
                yield from self._expression(value, here)

    def _input(self, given: tree.Input, source: Source) -> Iterator[Use]:
        if given.code is None:
            yield Use(self._bare(given.name, _Scope(source)), source, given.name_span)
            return
        known = given.name in self.declared.locals.get(given.code, ())
        entity = ("local", given.code, given.name) if known else ("word", given.name)
        yield Use(entity, source, given.name_span)
        between = Span(given.name_span.end, given.amount.span.start)
        yield from _in_text(("code", given.code), source, between)

    def _texts(self, field: str, value: tree.Texts, declaration: tree.Declaration) -> Iterator[Use]:
        """Yield the names in a field of texts that means something to the language."""
        source, name = declaration.source, declaration.header.name or ""
        texts = [each.value for each in value.items]
        if field in {"time", "quality", "order", "key", "breakdown"} and declaration.kind == "source":
            columns = self.declared.columns.get(name, set())
            written = [part for text in texts for part in _named(text, one=field in {"time", "quality"})]
            for each in dict.fromkeys(part for part in written if part in columns):
                yield from _in_text(self._column(name, each), source, value.span)
        elif field in {"methodology", "base"}:
            for each in texts[:1]:
                if each in self.declared.methodologies:
                    yield from _in_text(("methodology", each), source, value.span)
        elif field == "means":
            for each in texts[:1]:
                if value.bare and each in self.declared.evidence:
                    yield from _in_text(("evidence", each), source, value.span)
        elif field == "replaces":
            for each in texts[:1]:
                if each in self.declared.versions:
                    yield from _in_text(("version", each), source, value.span)
        elif field == "equivalents":
            # Behind the sign stands what the other version calls it, which is no code of this plan.
            for match in _OWN_SIDE.finditer(source.text, *value.span):
                yield from _in_text(("code", match[0].strip().upper()), source, Span(*match.span()))
        elif field in _OF_CODES:
            codes = (code.strip().upper() for text in texts for code in re.split(r"[;,]", text))
            for each in dict.fromkeys(code for code in codes if code):
                yield from _in_text(("code", each), source, value.span)

    # ---- Formulas

    def _expression(self, root: tree.Expression, scope: _Scope) -> Iterator[Use]:
        waiting = [(root, scope)]
        while waiting:
            node, here = waiting.pop()
            match node:
                case tree.Name():
                    yield from self._name(node, here)
                case tree.Code(code=code):
                    yield Use(("code", code), here.source, node.span)
                case tree.Call():
                    yield Use(self._called(node), here.source, node.name_span)
                    rows = self._rows(node, here)
                    own = rows not in {"", here.rows}
                    whole = node.arguments[0].expression if own else None
                    if isinstance(whole, tree.Name) and whole.column is None and whole.name == rows:
                        yield Use(("source", rows), here.source, whole.span)
                        parts: Iterable[tree.Expression] = node.arguments[0].filters
                    else:
                        parts = tree_parts(node)
                    inner = attrs.evolve(here, rows=rows, computes=False) if own else here
                    waiting.extend((part, inner) for part in parts)
                case _:
                    waiting.extend((part, here) for part in tree_parts(node))

    def _called(self, node: tree.Call) -> Entity:
        return ("function" if node.function in self.declared.parameters else "call", node.function)

    def _rows(self, node: tree.Call, scope: _Scope) -> str:
        """Return the source whose rows are at hand in the arguments of a call, or ""."""
        if scope.rows and not (scope.computes and scope.rows in self.declared.made_of):
            return scope.rows
        aggregate = AGGREGATES.find(node.function)
        if node.function in self.declared.parameters or TIME_FUNCTIONS.find(node.function) is not None:
            return ""
        if aggregate is None or len(node.arguments) != aggregate.arguments:
            return ""
        argument = node.arguments[0]
        names = row_names(argument.expression)
        if FUNCTIONS.find(node.function) is not None and not (
            argument.filters or argument.windows or any(self._reads_rows(name) for name in names)
        ):
            return ""
        sources = {name.name for name in names if name.column is not None or self._is_source(name)}
        known = [name for name in sources if name in self.declared.columns]
        return known[0] if len(known) == len(sources) == 1 else ""

    def _is_source(self, name: tree.Name) -> bool:
        return name.column is None and not name.bracketed and name.name in self.declared.columns

    def _reads_rows(self, name: tree.Name) -> bool:
        source = name.name in self.declared.columns and name.name not in self.declared.values
        return name.column is not None or name.bracketed or source

    def _name(self, node: tree.Name, scope: _Scope) -> Iterator[Use]:
        source, span = scope.source, node.span
        if node.column is not None:
            known = node.name in self.declared.columns
            start = Span(span.start, span.start + len(node.name))
            yield Use(("source" if known else "word", node.name), source, start)
            column = node.column in self.declared.columns.get(node.name, ())
            entity = self._column(node.name, node.column) if column else ("word", node.column)
            begin = (
                source.text.rfind("[", start.end, span.end) if node.bracketed else span.end - len(node.column)
            )
            yield Use(entity, source, Span(begin, span.end), node.bracketed)
        elif scope.rows:
            meant = self._in_rows(node, scope)
            shadows = meant[0] == "column" and not node.bracketed and not scope.computes
            either = shadows and self._bare(node.name, scope)[0] in {"local", "value"}
            yield Use(meant, source, span, node.bracketed, either)
        else:
            yield Use(("word", node.name) if node.bracketed else self._bare(node.name, scope), source, span)

    def _in_rows(self, node: tree.Name, scope: _Scope) -> Entity:
        column = node.name in self.declared.columns[scope.rows]
        parameter = not node.bracketed and node.name in self.declared.parameters.get(scope.function, ())
        if column and parameter:  # which of them, only the arguments of each call tell
            return ("either", scope.rows, node.name)
        if parameter:
            return ("parameter", scope.function, node.name)
        if column or node.bracketed:
            return self._column(scope.rows, node.name) if column else ("word", node.name)
        return self._bare(node.name, scope)

    def _column(self, source: str, name: str) -> Entity:
        """Return the column called `name`; a key of a source that is made of another is a column of that."""
        seen: set[str] = set()
        while (source, name) in self.declared.keys and source not in seen:
            seen.add(source)
            source = self.declared.keys[source, name]
        return ("column", source, name)

    def _bare(self, name: str, scope: _Scope) -> Entity:
        """Return what a name means that stands for one value."""
        if name in self.declared.parameters.get(scope.function, ()):
            return ("parameter", scope.function, name)
        if name in self.declared.locals.get(scope.owner, ()):
            return ("local", scope.owner, name)
        if name in self.declared.values:
            return ("value", name)
        return ("source" if name in self.declared.columns else "word", name)


# ---- Places that the tree does not tell ------------------------------------------------------------------


def _parameters(declaration: tree.Declaration, scope: _Scope) -> Iterator[Use]:
    """Yield the parameters in the header of a function."""
    text, start = scope.source.text, declaration.header.name_span.end
    open_, close = text.find("(", start), text.find(")", start)
    if 0 <= open_ < close:
        for match in re.compile(r"[^\W\d]\w*").finditer(text, open_, close):
            entity = ("parameter", scope.function, match[0])
            yield Use(entity, scope.source, Span(*match.span()), declares=True)


def _named(text: str, *, one: bool) -> list[str]:
    """Return the names of columns that a text lists."""
    if one:
        return [text.strip("[]")]
    return [each.strip().strip("[]").strip() for each in (text, *re.split(r"[,;]", text))]


def _in_text(entity: Entity, source: Source, span: Span) -> Iterator[Use]:
    """Yield the places in `span` where the name of `entity` stands as a whole."""
    name = re.compile(
        rf"(?<![\w.]){re.escape(entity[-1])}(?![\w]|\.\w)", re.IGNORECASE if entity[0] == "code" else 0
    )
    for match in name.finditer(source.text, *span):
        bracketed = (
            source.text[match.start() - 1 : match.start()] == "["
            and source.text[match.end() : match.end() + 1] == "]"
        )
        place = Span(match.start() - bracketed, match.end() + bracketed)
        yield Use(entity, source, place, bracketed)
