"""Hashes: those that other programs print, and remembered only where a file is surely as it was."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pei_dsl.plain_files import digest_of
from pei_dsl.reproducing import digests


def test_a_file_is_hashed_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(b"a,b\r\n1,2\r\n")

    assert digests.of_files([file, tmp_path / "no.csv"]) == {
        file: hashlib.sha256(b"a,b\r\n1,2\r\n").hexdigest(),
        tmp_path / "no.csv": None,
    }


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="takes sha256sum")
def test_a_list_has_the_hash_of_what_sha256sum_prints(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv"):
        (tmp_path / name).write_text(name, "utf-8")
    printed = subprocess.run(
        ["sha256sum", "a.csv", "b.csv"],  # noqa: S607
        cwd=tmp_path,
        check=True,
        capture_output=True,
    ).stdout

    found = digests.of_names({name: digest_of(tmp_path / name) for name in ("b.csv", "a.csv")})

    assert found == hashlib.sha256(printed).hexdigest()


def test_what_is_missing_is_another_thing_than_nothing() -> None:
    assert digests.of_names({"a": None}) != digests.of_names({})


def test_a_large_file_is_remembered_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, file = tmp_path / "cache", tmp_path / "x.csv"
    cache.mkdir(mode=0o700)
    monkeypatch.setenv("PEI_CACHE_DIR", str(cache))
    monkeypatch.setattr(digests, "REMEMBERED_FROM", 1)
    file.write_bytes(b"one")
    os.utime(file, (1e9, 1e9))
    monkeypatch.setattr(digests, "FRESH", -60)  # the time of change of its entry is now, whatever is said

    first = digests.of_files([file])[file]
    monkeypatch.setattr(digests, "digest_of", lambda _: "new")
    assert digests.of_files([file])[file] == first
    assert digests.of_files([file], remembers=False)[file] == "new"

    file.write_bytes(b"two")
    os.utime(file, (1e9, 1e9))  # of the same size and age
    assert digests.of_files([file])[file] == "new"


def test_a_fresh_file_is_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, file = tmp_path / "cache", tmp_path / "x.csv"
    cache.mkdir(mode=0o700)
    monkeypatch.setenv("PEI_CACHE_DIR", str(cache))
    monkeypatch.setattr(digests, "REMEMBERED_FROM", 1)
    file.write_bytes(b"one")

    digests.of_files([file])

    assert not (cache / "huellas.json").exists()
