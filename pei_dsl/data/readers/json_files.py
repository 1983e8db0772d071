"""Files of JSON: a list of objects, alone or within an object, or an object on each line."""

from __future__ import annotations

import decimal
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from pei_dsl.data.cell_values import read_object, show_object
from pei_dsl.data.contract.declared_headings import declared_names
from pei_dsl.data.readers.encodings import DAMAGES, MAX_PACKED, is_compressed, open_text, unpacks_too_far
from pei_dsl.data.readers.locating import DataFile
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.row_files import RowFiles
from pei_dsl.data.source_findings import Findings
from pei_dsl.model.plan import DataSource

# Read whole, a file takes some ten times its size in memory.
MAX_BYTES = 128 * 2**20
_LINES = (".ndjson", ".jsonl")

Record: TypeAlias = Mapping[str, object]
# Objects with the line, or else the place in the list, of each.
Records: TypeAlias = Sequence[tuple[int, Record]]


class JsonFiles(RowFiles):
    """Reads files of JSON."""

    def opened(self, source: DataSource, file: DataFile, findings: Findings) -> Opened | None:
        """Return `file` open, or None after reporting why it cannot be read (PEI301, PEI309)."""
        records = _records(source, file, findings)
        if records is None:
            return None
        flat = [(number, _flat(record)) for number, record in records]
        names = list(dict.fromkeys(name for _, record in flat for name in record))
        called = declared_names(source, names)
        return Opened(called, _rows(flat, names, called), read_object, _shown, head=0)


READER = JsonFiles()


def _shown(cell: object) -> str:
    return "" if cell is None else show_object(cell)


def _rows(
    flat: Sequence[tuple[int, Record]], names: Sequence[str], called: Sequence[str]
) -> Iterator[tuple[int, Record]]:
    for number, record in flat:
        if any(cell is not None and cell != "" for cell in record.values()):
            yield number, {own: record.get(name) for name, own in zip(names, called, strict=True)}


def _records(source: DataSource, file: DataFile, findings: Findings) -> Records | None:
    """Return the objects that are the rows of `file`."""
    try:
        if file.path.stat().st_size > MAX_BYTES or unpacks_too_far(file.path):
            packed = is_compressed(file.path)
            limit = MAX_PACKED if packed else MAX_BYTES // 2**20
            findings.add("PEI309", 0, "packed" if packed else "json_large", limit=limit)
            return None
        with open_text(file.path, source.encoding) as text:
            if file.path.name.casefold().removesuffix(".gz").endswith(_LINES):
                return _of_lines(text, findings)
            lists = _lists(_read(text.read()))
    except UnicodeDecodeError:
        findings.add("PEI309", 0, "json_letters")
    except (_NotJsonError, ValueError, RecursionError, decimal.DecimalException) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        findings.add("PEI309", line, error.variant if isinstance(error, _NotJsonError) else "json")
    except DAMAGES:
        findings.add("PEI301", 0, "unreadable", file=source.file)
    else:
        return _chosen(source, lists, findings)
    return None


class _NotJsonError(Exception):
    """What a file holds is no table; `variant` is the wording that says why."""

    def __init__(self, variant: str) -> None:
        super().__init__(variant)
        self.variant = variant


def _read(text: str) -> object:
    """Return what a text says, its numbers exactly as they are written."""
    return json.loads(
        text.removeprefix("\ufeff"),
        parse_float=decimal.Decimal,
        parse_constant=lambda _: None,  # NaN, which is an empty cell in every carrier
        object_pairs_hook=_object,
    )


def _object(pairs: Sequence[tuple[str, object]]) -> Record:
    found = dict(pairs)
    if len(found) < len(pairs):
        variant = "json_twice"
        raise _NotJsonError(variant)
    return found


def _of_lines(lines: Iterator[str], findings: Findings) -> Records | None:
    found: list[tuple[int, Record]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip().removeprefix("\ufeff"):
            continue
        try:
            record = _read(line)
        except (_NotJsonError, ValueError, RecursionError) as error:
            findings.add("PEI309", number, error.variant if isinstance(error, _NotJsonError) else "json")
            return None
        if not isinstance(record, dict):
            findings.add("PEI309", number, "json_lines")
            return None
        found.append((number, record))
    return found


def _lists(value: object) -> list[Sequence[Record]]:
    """Return the lists of objects in `value`, itself or within objects of objects."""
    match value:
        case list() if all(isinstance(each, dict) for each in value):
            return [value]
        case dict():
            return [found for each in value.values() for found in _lists(each)]
        case _:
            return []


def _chosen(source: DataSource, lists: Sequence[Sequence[Record]], findings: Findings) -> Records | None:
    """Return the rows of the one list that there is, or the one that has all declared columns."""
    filled = [each for each in lists if each]
    wanted = {each.name for each in source.columns.values() if not each.origin}
    if len(filled) > 1:
        filled = [each for each in filled if wanted <= {*declared_names(source, _names(each))}]
    if len(filled) != 1:
        findings.add("PEI309", 0, "json_lists" if len(lists) > 1 else "json_table")
        return None
    return list(enumerate(filled[0], start=1))


def _names(records: Sequence[Record]) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in _flat(record)))


def _flat(record: Record, before: str = "") -> dict[str, object]:
    """Return an object with what its objects hold beside it: `{"sede": {"nombre": …}}` has `sede.nombre`."""
    found: dict[str, object] = {}
    for name, cell in record.items():
        if isinstance(cell, dict):
            found.update(_flat(cell, f"{before}{name}."))
        else:
            found[f"{before}{name}"] = cell
    return found
