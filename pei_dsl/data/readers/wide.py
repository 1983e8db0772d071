"""Tables with periods, or other values, as columns: each such value is read as a file of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs

from pei_dsl.data.readers.marked_headings import mark_beside, near_text, other_form, value_of
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.source_findings import Findings
from pei_dsl.model.plan import Column, DataSource


def narrow(source: DataSource, opened: Opened, findings: Findings) -> Iterator[Opened]:
    """
    Yield `opened` as it is, or once for each value of the source's own column that stands in the header.

    A table without any, one with two columns for the same, and one with a heading that means such a value and
    is none as it stands is reported (PEI302): its cells would be missing from every figure.
    """
    over = source.of_headings
    if over is None:
        yield opened
        return
    by_value: dict[object, dict[str, int]] = {}
    for column in source.of_cells:
        for place, value in headings(source, over, column, opened.header).items():
            places = by_value.setdefault(value, {})
            if column.name in places:
                heading, where = opened.header[place], opened.place(opened.head)
                findings.add("PEI302", opened.head, "heading_twice", where, column=over.name, heading=heading)
                return
            places[column.name] = place
    if _told_unread(source, over, opened, by_value, findings):
        return
    if not by_value:
        findings.add("PEI302", opened.head, "headings", opened.place(opened.head), column=over.name)
        return
    rows = list(opened.rows)
    for value, places in by_value.items():
        header = [*opened.header, over.name]
        for name, place in places.items():
            header[place] = name
        yield attrs.evolve(opened, header=header, rows=_rows(rows, opened, over, value, places))


def _told_unread(
    source: DataSource,
    over: Column,
    opened: Opened,
    by_value: Mapping[object, Mapping[str, int]],
    findings: Findings,
) -> bool:
    """Tell whether a heading was reported that means a value and is none as it stands."""
    for column in source.of_cells:
        known = {value: places for value, places in by_value.items() if column.name in places}
        read = {places[column.name] for places in known.values()}
        for number, heading in enumerate(opened.header):
            written = "" if number in read or heading in source.columns else _behind(column.heading, heading)
            variant, meant = _meant(written, source, over, known)
            if variant:
                params = {"column": over.name, "heading": heading, "meant": meant.replace('"', "")}
                place = opened.place(opened.head, heading)
                findings.add("PEI302", opened.head, variant, place, **params)
                return True
    return False


def _meant(written: str, source: DataSource, over: Column, known: Collection[object]) -> tuple[str, str]:
    """Return how a heading means a value that it is not, as a variant of PEI302, and what shows it."""
    if mark := mark_beside(written, source, over, known):
        return "heading_marked", mark
    if form := other_form(written, source, over, known):
        return "heading_form", form
    near = near_text(written, over, known)
    return ("heading_near", near) if near else ("", "")


def _rows(
    rows: Sequence[tuple[int, Mapping[str, object]]],
    opened: Opened,
    over: Column,
    value: object,
    places: Mapping[str, int],
) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Yield rows with the cells of one value, which is written as it is read without a format."""
    for number, cells in rows:
        of_value = {name: cells.get(opened.header[place]) for name, place in places.items()}
        yield number, {**cells, over.name: str(value), **of_value}


def below_headings(source: DataSource, header: Sequence[str]) -> list[Column | None]:
    """Return the column that stands below each heading; None for what the source does not read."""
    over = source.of_headings
    found = [source.columns.get(name) for name in header]
    for column in source.of_cells if over is not None else ():
        assert over is not None
        for place in headings(source, over, column, header):
            found[place] = column
    return found


def headings(source: DataSource, over: Column, below: Column, header: Sequence[str]) -> dict[int, object]:
    """
    Return the values of `over` that head cells of `below`, by their places in the header.

    Behind the heading of `below`, where it has one: `Casos 2024`.  What heads a declared column is none.
    """
    found: dict[int, object] = {}
    for place, name in enumerate(header):
        written = _behind(below.heading, name)
        value = None if name in source.columns else value_of(written, source, over)
        if value is not None:
            found[place] = value
    return found


def _behind(heading: str, name: str) -> str:
    """Return what stands behind the heading of a column in a name, or "" where that is another."""
    if not heading:
        return name
    words = " ".join(name.split())
    return words.removeprefix(heading).strip() if words.startswith(f"{heading} ") else ""
