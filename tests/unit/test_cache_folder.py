"""A cache holds plain data of this user, in this user's folder; anything else is as good as none."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import pytest

from pei_dsl import cache_folder, load_text
from pei_dsl.cache_folder import keep, kept
from pei_dsl.syntax import grammar

TEXT = 'plan "P"\n  periodo: 2024\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "cache"
    made.mkdir(mode=0o700)
    monkeypatch.setenv("PEI_CACHE_DIR", str(made))
    return made


@pytest.mark.parametrize("said", ["", ".", "cache", "./cache", "../cache", "~"])
@pytest.mark.parametrize("variable", ["PEI_CACHE_DIR", "XDG_CACHE_HOME"])
def test_what_is_no_absolute_path_says_nothing(
    said: str, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PEI_CACHE_DIR", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv(variable, said)
    assert cache_folder.default_folder() == tmp_path / "home" / ".cache" / "pei_dsl"
    cache_folder.prepare()
    assert os.listdir(tmp_path) == ["home"]  # noqa: PTH208


def test_a_folder_that_others_may_write_in_is_not_trusted(folder: Path) -> None:
    assert cache_folder.trusted_folder() == folder
    for mode in (0o720, 0o702, 0o777):
        folder.chmod(mode)
        assert cache_folder.trusted_folder() is None
        assert not keep(folder / "a.json", "", [1])
        assert kept(folder / "a.json", "") is None


def test_a_folder_of_somebody_else_is_not_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: own + 1)
    assert folder.is_dir()
    assert cache_folder.trusted_folder() is None


def test_what_was_kept_comes_back(folder: Path) -> None:
    file = folder / "below" / "a.json"
    assert keep(file, "x", {"a": [1, None, "é"]})
    assert kept(file, "x") == {"a": [1, None, "é"]}
    assert kept(file, "y") is None
    assert [each.name for each in file.parent.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"null", b"[]", b"x\n[]", b"\xff\xfe\n{}", b"[" * 100_000, b"x\n" + b"[" * 100_000],
)
def test_any_other_content_is_none(content: bytes, folder: Path) -> None:
    (folder / "a.json").write_bytes(content)
    assert kept(folder / "a.json", "x") is None


def test_half_a_file_and_nested_ones_are_none(folder: Path) -> None:
    file = folder / "a.json"
    keep(file, "x", list(range(1000)))
    whole = file.read_bytes()
    for length in range(0, len(whole), 97):
        file.write_bytes(whole[:length])
        assert kept(file, "x") is None
    nested = b"[" * 100_000 + b"]" * 100_000
    file.write_bytes(cache_folder._mark("x", nested) + b"\n" + nested)
    assert kept(file, "x") is None


class _Runs:
    """What a pickle runs when it is read."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.mark),)


def test_no_file_of_the_cache_runs(folder: Path, tmp_path: Path) -> None:
    grammar.load()
    names = [each.name for each in folder.iterdir()]
    assert names == ["grammar.json"]
    json.loads((folder / "grammar.json").read_bytes().partition(b"\n")[2])  # plain data
    ran = tmp_path / "ran"
    for name in (*names, "grammar.table"):
        first = (folder / "grammar.json").read_bytes().partition(b"\n")[0]
        (folder / name).write_bytes(first + b"\n" + pickle.dumps(_Runs(ran)))
    grammar.load().parse("variable p = 1\n", start="declaration")
    assert not ran.exists()


def test_a_table_that_was_kept_reads_alike(folder: Path) -> None:
    made, again = grammar.load(), grammar.load()
    assert (folder / "grammar.json").is_file()
    for text in ('plan "P"\n  periodo: 2024\n', 'indicador IND.01.OEI.01 "x"\n  fórmula: A / (B + 2)\n'):
        assert made.parse(text, start="declaration") == again.parse(text, start="declaration")
    assert load_text(TEXT).diagnostics == ()
