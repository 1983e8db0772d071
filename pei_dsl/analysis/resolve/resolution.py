"""What is known while formulas are resolved, and what names mean at one place of them."""

from __future__ import annotations

import abc
from collections.abc import Mapping

import attrs

from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.symbols import Symbols
from pei_dsl.analysis.resolve.typed import UNKNOWN, Typed, unknown
from pei_dsl.diagnostics import Fix, Label
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource, Definition
from pei_dsl.model.terms import term
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree


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
        computes: Whether a column of these rows is computed, and no aggregate stands around.
        own: The keys of what the indicator declares itself, by the identifier of its word; None elsewhere.
        spans: Whether goals of the indicator are intervals, so that `logro` is no figure.
        base: The source whose rows a column may sum up where `rows` are made of them, or None.
        asking: The source of the row that asks, inside an aggregate of a computed column, or None.
    """

    source: Source
    owner: str = ""
    locals: Mapping[str, str] = attrs.field(factory=dict)
    open: bool = False
    parameters: Mapping[str, Typed] = attrs.field(factory=dict)
    rows: DataSource | None = None
    computes: bool = False
    base: DataSource | None = None
    own: Mapping[str, str] | None = None
    spans: bool = False
    asking: DataSource | None = None


@attrs.define
class Resolution(abc.ABC):
    """
    What is known while trees become model expressions, and how any of them is resolved.

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
    wrong_bodies: set[str] = attrs.field(
        factory=set
    )  # functions that are wrong, whatever they are called with
    right_bodies: set[str] = attrs.field(factory=set)  # those that are not
    instances: dict[tuple[object, ...], tuple[str, Typed]] = attrs.field(factory=dict)
    definitions: dict[str, Definition] = attrs.field(factory=dict)
    overflowed: bool = False  # there were too many instances, and that was said
    level: int = 0  # how deep the body at hand lies in those of functions that call it
    kept: list[m.Expression] = attrs.field(factory=list)  # arguments whose identity keys an instance

    @abc.abstractmethod
    def resolve(self, node: tree.Expression, scope: Scope) -> Typed:
        """Return what `node` means in `scope`; report what is wrong in it."""

    def expect(self, node: tree.Expression, scope: Scope, wanted: ValueType) -> Typed:
        """Return what `node` means; report it when it does not give the type `wanted`."""
        return self.held(self.resolve(node, scope), node, scope, wanted)

    def held(self, typed: Typed, node: tree.Expression, scope: Scope, wanted: ValueType) -> Typed:
        """Return `typed`, which is what `node` means; report it when it is not of the type `wanted`."""
        if UNKNOWN in (typed.type, wanted) or typed.type is wanted:
            return typed
        params: dict[str, Parameter] = {
            "found": term(typed.type),
            "wanted": term(wanted),
            "written": short(scope.source[node.span]),
        }
        fixes = self._of_moment(typed, node.span, scope) if wanted is ValueType.DATE else ()
        self.findings.add(scope.source, node.span, "PEI207", params=params, note="gives", fixes=fixes)
        return unknown(node.span)

    def check_same(self, left: Typed, right: Typed, first: Span, second: Span, scope: Scope) -> None:
        """Report two that are of different types where they must be of one."""
        if UNKNOWN in (left.type, right.type) or left.type is right.type:
            return
        params = {"left": term(left.type), "right": term(right.type), "found": term(right.type)}
        related = (Label(scope.source, first, "gives", {"found": term(left.type)}),)
        fixes: tuple[Fix, ...] = ()
        if right.type is ValueType.DATE:
            fixes = self._of_moment(left, first, scope)
        elif left.type is ValueType.DATE:
            fixes = self._of_moment(right, second, scope)
        self.findings.add(
            scope.source,
            second,
            "PEI207",
            "compare",
            params=params,
            note="gives",
            related=related,
            fixes=fixes,
        )

    @staticmethod
    def _of_moment(typed: Typed, span: Span, scope: Scope) -> tuple[Fix, ...]:
        """Return what makes a date of a moment; nothing for anything else."""
        if typed.type is not ValueType.MOMENT:
            return ()
        return (replace(scope.source, span, f"fecha_de({scope.source[span]})"),)


def short(text: str) -> str:
    """Return `text` on one line, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
