"""Columns whose cells are not below a heading of their own: from the name of the file, or from headings."""

from __future__ import annotations

from collections.abc import Sequence

from pei_dsl.analysis.resolve.fields import Fields
from pei_dsl.data.readers.file_names import name_parts
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource


def check_origins(fields: Fields, source: DataSource) -> None:
    """Report what keeps such columns from having cells (PEI313)."""
    by_origin = {
        origin: [each for each in source.columns.values() if each.origin == origin]
        for origin in ("file", "heading", "cells")
    }
    _check_names(fields, source, by_origin["file"])
    over, below = by_origin["heading"], by_origin["cells"]
    if len(over) == 1 and below:
        [heading] = over
        if heading.type is ValueType.TEXT and not heading.choices:
            _report(fields, heading, "heading_choices")
        bare = [each for each in below if not each.heading]
        if len(below) > 1 and bare:
            _report(fields, bare[0], "heading_several")
        return
    if over or below:
        _report(fields, (*over, *below)[-1], "heading_pair")


def _check_names(fields: Fields, source: DataSource, columns: Sequence[Column]) -> None:
    """Report columns that no part of the path gives, and parts that give none."""
    if not columns:
        return
    parts = name_parts(source)
    unknown = next((each for each in parts if isinstance(each, str)), None)
    said = {each.column.name for each in parts if not isinstance(each, str)}
    lacking = next((each for each in columns if each.name not in said), None)
    if unknown is not None and "file" in fields.single:
        field = fields.single["file"]
        params = {"field": field.word, "part": unknown[:60]}
        fields.findings.add(fields.source, field.span, "PEI313", "name_part", params=params, note="here")
    elif lacking is not None:
        _report(fields, lacking, "name_column")


def _report(fields: Fields, column: Column, variant: str) -> None:
    params = {"field": "columna", "column": column.name}
    fields.findings.add(fields.source, column.declared_at.span, "PEI313", variant, params=params, note="here")
