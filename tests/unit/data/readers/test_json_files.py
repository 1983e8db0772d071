"""Files of JSON: where their table is, what its cells are, and what is told of files without one."""

from __future__ import annotations

import gzip
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from pei_dsl.data.readers import json_files
from pei_dsl.data.readers.gate import read_table
from pei_dsl.model.expressions import ValueType
from tests.builders import source

S = source({"n": ValueType.NUMBER}, "")
ROWS = '[{"n": 1}, {"n": "2"}]'
ONE_TWO = [Fraction(1), Fraction(2)]


def read(folder: Path, text: str | bytes, name: str = "d.json") -> tuple[list[object], list[tuple[str, str]]]:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    table, found = read_table(attrs.evolve(S, file=name), folder)
    return [row.cells["n"] for row in table.rows], [(each.code, each.variant) for each in found]


@pytest.mark.parametrize(
    "text",
    [
        ROWS,
        f'{{"datos": {ROWS}}}',
        f'{{"success": true, "result": {{"fields": [{{"id": "n"}}], "records": {ROWS}}}}}',
        f'{{"vacía": [], "datos": {ROWS}}}',
        f"\ufeff{ROWS}",
    ],
)
def test_where_the_table_is(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, text) == (ONE_TWO, [])


def test_other_files(tmp_path: Path) -> None:
    assert read(tmp_path, '{"n": 1}\n\n{"n": "2"}', "d.ndjson") == (ONE_TWO, [])
    assert read(tmp_path, gzip.compress(b'{"n": 1}\n{"n": "2"}'), "d.jsonl.gz") == (ONE_TWO, [])
    assert read(tmp_path, ROWS.encode("utf-16")) == (ONE_TWO, [])


def test_numbers_are_what_is_written(tmp_path: Path) -> None:
    text = '[{"n": 0.1}, {"n": 12345678901234567890.123456789}, {"n": NaN}, {"n": null, "x": 1}, {"x": 1}]'
    found, _ = read(tmp_path, text)

    assert found == [Fraction(1, 10), Fraction("12345678901234567890.123456789"), None, None]


@pytest.mark.parametrize(
    ("name", "text", "variant"),
    [
        ("d.json", "[{", "json"),
        ("d.json", "", "json"),
        ("d.json", "[" * 100_000, "json"),
        ("d.json", '[{"n": ' + "9" * 5000 + "}]", "json"),
        ("d.json", '[{"n": 1, "n": 2}]', "json_twice"),
        ("d.json", "[1, 2]", "json_table"),
        ("d.json", "3", "json_table"),
        ("d.json", '{"a": [{"n": 1}], "b": [{"n": 2}]}', "json_lists"),
        ("d.json", b'[{"n": "\xff"}]', "json_letters"),
        ("d.ndjson", '{"n": 1}\n[2]\n', "json_lines"),
        ("d.ndjson", '{"n": 1}\n{"n":\n', "json"),
    ],
)
def test_what_is_no_table_is_told(name: str, text: str | bytes, variant: str, tmp_path: Path) -> None:
    assert read(tmp_path, text, name) == ([], [("PEI309", variant)])


def test_a_file_too_large_to_be_held_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_files, "MAX_BYTES", 10)

    assert read(tmp_path, ROWS) == ([], [("PEI309", "json_large")])
