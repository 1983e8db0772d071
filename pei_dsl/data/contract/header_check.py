"""The header of a table: all declared columns are in it, each once."""

from __future__ import annotations

from pei_dsl.data.contract.declared_headings import heading_of, times_of
from pei_dsl.data.letters import column_name, difference
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.source_findings import Findings
from pei_dsl.diagnostics import Label
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.plan import Column, DataSource


def check_header(source: DataSource, opened: Opened, findings: Findings) -> bool:
    """Tell whether all declared columns are in the header; report those that are not."""
    present = [column_name(name) for name in opened.header]
    head = opened.head
    if not any(present):
        findings.add("PEI302", head, "empty", opened.place(head))
        return False
    complete = True
    for column in source.columns.values():
        if column.name in present or column.origin:
            continue
        complete = False
        sought = heading_of(column)
        near = nearest(sought, present)
        place, declared = opened.place(head), _declared(column)
        times = times_of(column, opened.header)
        alike = next((each for name in present if (each := difference(sought, name))), None)
        if column.occurrence and (times or column.occurrence > 1):
            params: dict[str, Parameter] = {"column": sought, "times": times, "which": column.occurrence}
            findings.add("PEI302", head, "repetition", place, declared, **params)
            continue
        if alike is not None:
            letter, at = alike
            findings.add("PEI302", head, "alike", place, declared, column=sought, letter=letter, at=at)
        elif near:
            findings.add("PEI302", head, "near", place, declared, column=sought, near=near[0])
        else:
            names = ", ".join(f"«{name}»" for name in present[:12] if name)
            findings.add("PEI302", head, "", place, declared, column=sought, columns=names or "—")
    for name in sorted({name for name in present if present.count(name) > 1}):
        if name in source.columns:
            complete = False
            column = source.columns[name]
            heading, declared = heading_of(column), _declared(column)
            findings.add("PEI302", head, "twice", opened.place(head, name), declared, column=heading)
    return complete


def _declared(column: Column) -> tuple[Label, ...]:
    """Return where the plan declares `column`; nothing for one that a program made."""
    place = column.declared_at
    return () if place.source is None else (Label(place.source, place.span, "declared"),)
