"""What a look at a big file told is taken again only while the file is surely as it was."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

import pei_dsl
from pei_dsl.data.readers import remembered_looks
from pei_dsl.data.readers.remembered_looks import remembered


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder that takes files of any size and age."""
    folder = tmp_path / "cache"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("PEI_CACHE_DIR", str(folder))
    monkeypatch.setattr(remembered_looks, "REMEMBERED_FROM", 1)
    monkeypatch.setattr(remembered_looks, "FRESH", -60)
    return folder


class Looks:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self) -> Sequence[int]:
        self.number += 1
        return [self.number]


def test_a_file_that_is_as_it_was_is_not_looked_at_again(cache: Path, tmp_path: Path) -> None:
    file, look = tmp_path / "x", Looks()
    file.write_bytes(b"one")
    os.utime(file, (1e9, 1e9))

    assert [remembered("a", [file], look) for _ in range(2)] == [[1], [1]]
    assert remembered("b", [file], look) == [2]  # another question
    file.write_bytes(b"two")
    os.utime(file, (1e9, 1e9))  # of the same size and age
    assert [remembered("a", [file], look) for _ in range(2)] == [[3], [3]]
    assert (cache / "miradas.json").exists()


@pytest.mark.parametrize("name", ["FRESH", "REMEMBERED_FROM"])
def test_neither_small_nor_fresh_files_are_remembered(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    file, look = tmp_path / "x", Looks()
    file.write_bytes(b"one")
    monkeypatch.setattr(remembered_looks, name, 1000)

    assert [remembered("a", [file], look) for _ in range(2)] == [[1], [2]]
    assert not (cache / "miradas.json").exists()


def test_a_file_that_changes_meanwhile_is_not_remembered(cache: Path, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"one")

    def look() -> list[int]:
        file.write_bytes(b"more")
        return [1]

    assert remembered("a", [file], look) == [1]
    assert not (cache / "miradas.json").exists()


@pytest.mark.usefixtures("cache")
def test_without_files_nothing_is_remembered(tmp_path: Path) -> None:
    look = Looks()

    assert [remembered("a", files, look) for files in ((), (), [tmp_path / "no"], [tmp_path / "no"])] == [
        [1],
        [2],
        [3],
        [4],
    ]


@pytest.mark.usefixtures("cache")
def test_no_more_are_kept_than_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered_looks, "MOST_REMEMBERED", 2)
    file, look = tmp_path / "x", Looks()
    file.write_bytes(b"one")

    assert [remembered(each, [file], look) for each in "abcab"] == [[1], [2], [3], [4], [5]]


def test_a_text_that_must_be_trimmed_is_seen_when_it_comes(cache: Path, tmp_path: Path) -> None:
    """The first file has plain texts alone; what is written over it has a blank, and a total."""
    plan = tmp_path / "plan"
    plan.mkdir()
    (plan / "plan.pei").write_text(
        'plan "P"\n  periodo: 2024\nfuente f\n  archivo: f.parquet\n  columna k: texto\n'
        'objetivo OEI.01 "S"\nindicador IND.01.OEI.01 "I"\n  fórmula: contar(f si k = "A")\n  unidad: número\n'
        "  sentido: ascendente\n  logros: 2024: 8\n",
        "utf-8",
    )

    def counted(*texts: str) -> tuple[object, list[str]]:
        rows = ", ".join(f"('{each}')" for each in texts)
        duckdb.sql(f"COPY (SELECT * FROM (VALUES {rows}) t(k)) TO '{plan}/f.parquet' (FORMAT parquet)")
        (result,) = pei_dsl.evaluate(pei_dsl.load(plan), 2024).evaluation.indicators.values()
        return result.computed, [str(each.kind) for each in result.caveats]

    assert [counted("A", "B") for _ in range(2)] == [(1, [])] * 2
    assert (cache / "miradas.json").exists()
    assert [counted("A ", "A", "B") for _ in range(2)] == [(2, [])] * 2
