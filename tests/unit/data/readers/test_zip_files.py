"""Archives: what is read of them, and what is told instead of being unpacked without end, or anywhere."""

from __future__ import annotations

import io
import struct
import zipfile
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from pei_dsl.data.readers import zip_files
from pei_dsl.data.readers.gate import read_table
from pei_dsl.model.expressions import ValueType
from tests.builders import source

S = attrs.evolve(source({"n": ValueType.NUMBER}, ""), file="d.zip")


def archive(**files: str) -> bytes:
    """Return an archive of files; `__` in a name is a slash."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(f"{name.replace('__', '/')}.csv", text)
    return data.getvalue()


def read(folder: Path, data: bytes) -> tuple[list[object], list[tuple[str, str]]]:
    (folder / "d.zip").write_bytes(data)
    table, found = read_table(S, folder)
    return [row.cells["n"] for row in table.rows], [(each.code, each.variant) for each in found]


def test_the_files_of_an_archive_are_one_table_in_the_order_of_their_names(tmp_path: Path) -> None:
    data = archive(b="n\n2\n", a__c="x,n\n,1\n", dot__d="n\n3\n")

    assert read(tmp_path, data) == ([Fraction(1), Fraction(2), Fraction(3)], [])


def test_a_finding_names_the_file_in_the_archive(tmp_path: Path) -> None:
    (tmp_path / "d.zip").write_bytes(archive(enero="n\n1\nx\n"))
    _, (found,) = read_table(S, tmp_path)

    assert (found.file, found.line) == ("d.zip/enero.csv", 3)


@pytest.mark.parametrize("name", ["../fuera", "/fuera/fuera", "a/../../fuera"])
def test_nothing_is_written_where_an_archive_says(name: str, tmp_path: Path) -> None:
    inside = tmp_path / "plan"
    inside.mkdir()

    assert read(inside, archive(**{name.replace("/", "__"): "n\n7\n"})) == ([Fraction(7)], [])
    assert [each.name for each in tmp_path.rglob("*fuera*")] == []


def test_an_archive_without_tables(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("LEEME.txt", "n\n1\n")
        packed.writestr("__MACOSX/a.csv", "n\n1\n")
        packed.writestr(".a.csv", "n\n1\n")

    assert read(tmp_path, data.getvalue()) == ([], [("PEI309", "zip_none")])


def test_what_unpacks_without_end_is_refused_whatever_it_says_of_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_files, "SMALL", 1000)
    monkeypatch.setattr(zip_files, "MAX_PACKED", 2)

    assert read(tmp_path, archive(a="n\n" + "1\n" * 100_000)) == ([], [("PEI309", "packed")])


def test_a_locked_archive_is_told(tmp_path: Path) -> None:
    data = bytearray(archive(a="n\n1\n"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag that says so
        place = data.index(signature) + offset
        (flags,) = struct.unpack_from("<H", data, place)
        struct.pack_into("<H", data, place, flags | 1)

    assert read(tmp_path, bytes(data)) == ([], [("PEI309", "zip_locked")])


def test_a_damaged_file_in_an_archive_is_told(tmp_path: Path) -> None:
    data = bytearray(archive(a="n\n" + "".join(f"{each}\n" for each in range(1000))))
    data[60:90] = bytes(30)

    assert read(tmp_path, bytes(data)) == ([], [("PEI309", "zip")])
