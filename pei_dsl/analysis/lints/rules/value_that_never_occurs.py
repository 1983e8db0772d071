"""Filters on a text that no row has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
)
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Fix, Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model import expressions as m
from pei_dsl.model.keys import KeyKind, kind_of
from pei_dsl.model.plan import Definition, Place

# How many values a message lists.
LISTED = 6


@lint("PEI423", looks_at_data=True)
def value_that_never_occurs(subject: Subject) -> Iterator[Remark]:
    """Warn of a filter on a text that no row has; with nothing like it in the data it is only a note."""
    seen: set[tuple[KeyKind, m.Text, int]] = set()
    asked = subject.asked
    texts = {(source, column): _texts_of(subject.rows_of(source), column) for source, column, _ in asked}
    for key, node, column, text in subject.texts_asked:
        present = texts[node.source, column]
        if not present or text.value in present or (kind_of(key), text, text.span.start) in seen:
            continue
        seen.add((kind_of(key), text, text.span.start))
        # What another filter asks for is a value of its own, however near it is: «norte», «noreste».
        misread = next((each for each in present if _as_utf8(each) == text.value), None)
        if misread is not None:
            params: dict[str, Parameter] = {"value": text.value, "near": misread, "source": node.source}
            origin = text_place(subject.plan.definitions[key], text)
            yield Remark(origin, "misread", params=params)
            continue
        start = text.value.rstrip("*%")
        if start and start != text.value:
            params = {"value": text.value, "column": column, "source": node.source, "start": start}
            yield Remark(text_place(subject.plan.definitions[key], text), "pattern", params=params)
            continue
        others = [each for each in present if (node.source, column, each) not in asked]
        near = nearest(text.value, others)
        yield _never(subject.plan.definitions[key], node.source, column, text, present, near)


def _as_utf8(text: str) -> str:
    """Return `text`, read in the encoding of Windows, as it is in UTF-8, `FERREÃ‘AFE`; or ""."""
    try:
        return text.encode("windows-1252").decode("utf-8")
    except UnicodeError:
        return ""


def text_place(definition: Definition, text: m.Text) -> Place:
    """Return where a text stands in a formula, or else where the definition is declared."""
    origin = definition.declared_at.source
    if origin is not None and text.value in origin[text.span]:
        return Place(origin, text.span)
    return definition.declared_at


def _texts_of(table: Table | None, column: str) -> list[str]:
    if table is None:
        return []
    cells = (row.cells.get(column) for row in table.rows)
    return list(dict.fromkeys(cell for cell in cells if isinstance(cell, str)))


def _never(
    definition: Definition,
    source: str,
    column: str,
    text: m.Text,
    present: Sequence[str],
    near: Sequence[str],
) -> Remark:
    params: dict[str, Parameter] = {
        "value": text.value,
        "column": column,
        "source": source,
        "present": ", ".join(f"«{each}»" for each in present[:LISTED])
        + (", …" if len(present) > LISTED else ""),
    }
    place = text_place(definition, text)
    fixes: tuple[Fix, ...] = ()
    if place.source is not None and place != definition.declared_at:
        fixes = tuple(replace(place.source, text.span, f'"{each}"') for each in near)
    elif near:
        fixes = (Fix(f'"{near[0]}"'),)
    if near:
        return Remark(place, params={**params, "near": near[0]}, fixes=fixes)
    return Remark(place, "nothing_like_it", params=params, severity=Severity.NOTE)
