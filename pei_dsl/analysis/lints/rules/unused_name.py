"""Names that no formula uses."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
)
from pei_dsl.model.plan import Place
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import calls_in, names_in, tree_parts

_KINDS = ("variable", "series", "function", "source")


@lint("PEI420")
def unused_name(subject: Subject) -> Iterator[Remark]:
    """
    Warn of variables, series, functions, sources and names under `donde:` that no formula uses.

    A text without indicators is a library, and a formula still to be written may use anything.
    """
    written = {key: [*_of(each)] for key, each in subject.declarations.items()}
    expressions = [each for found in written.values() for each in found]
    if not subject.plan.indicators or any(isinstance(each, tree.Hole) for each in expressions):
        return
    named = {key: {name.name for each in found for name in names_in(each)} for key, found in written.items()}
    used = set().union(*named.values())
    used.update([call.function for node in expressions for call in calls_in(node)])
    # What a text quotes is there to be compared.
    plan = subject.plan
    quoted = [each for citation in plan.citations for each in citation.quotations if each.kind == "input"]
    used |= {plan.definitions[each.subject].name for each in quoted}
    for (kind, name), declaration in subject.declarations.items():
        if kind in _KINDS and name not in used:
            place = Place(declaration.source, declaration.header.name_span)
            yield Remark(place, params={"name": name})
        if kind == "indicator":
            yield from _unused_under_where(declaration, named[kind, name])


def _of(declaration: tree.Declaration) -> Iterator[tree.Expression]:
    """Yield the formulas that `declaration` writes."""
    if declaration.header.expression is not None:
        yield declaration.header.expression
    for item in declaration.items:
        match item:
            case tree.Field(value=tree.Definitions(items=definitions)):
                yield from (each.expression for each in definitions)
            case tree.Field(value=tree.Column(expression=computed)) if computed is not None:
                yield computed
            case tree.Field(value=tree.RowsOf() as rows):
                yield from tree_parts(rows)
            case tree.Field(name="formula", value=value):
                # The grammar gives this field an expression and no other value.
                yield value  # type: ignore[misc]
            case _:
                pass


def _unused_under_where(declaration: tree.Declaration, used: AbstractSet[str]) -> Iterator[Remark]:
    for item in declaration.items:
        if isinstance(item, tree.Field) and isinstance(item.value, tree.Definitions):
            for each in item.value.items:
                if each.name not in used:
                    place = Place(declaration.source, each.name_span)
                    params = {"name": each.name, "code": declaration.header.code or ""}
                    yield Remark(place, "where", params=params)
