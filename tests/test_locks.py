"""The locks hold all that the project needs, exactly, for every platform."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dev
from pei_dsl.data.engine.duckdb.duckdb_connection import OLDEST
from requirements.wheels import ENVIRONMENTS, entries, for_environment

PROJECT = tomllib.loads((dev.ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS: dict[str, list[str]] = PROJECT["dependency-groups"]
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
ASKED: list[str] = [
    *PROJECT["project"]["dependencies"],
    *(text for part in (*GROUPS.values(), *EXTRAS.values()) for text in part),
]
LOCKS = {file.stem: file for file in dev.LOCKED.glob("*.txt")}


def asked(name: str) -> list[Requirement]:
    """Return what pyproject.toml asks of a lock."""
    found: list[str] = []
    for word in " ".join(dev.LOCKS[name]).replace("=", " ").split():
        match word:
            case "pyproject.toml":
                found += PROJECT["project"]["dependencies"]
            case "--group" | "--extra":
                pass
            case _:
                found += GROUPS.get(word, []) + EXTRAS.get(word, [])
    return [Requirement(text) for text in found]


def test_there_is_a_lock_for_each_group_and_each_extra_stands_in_one() -> None:
    words = {word for wanted in dev.LOCKS.values() for word in " ".join(wanted).replace("=", " ").split()}

    assert set(dev.LOCKS) == set(LOCKS)
    assert GROUPS.keys() | EXTRAS.keys() == words - {"pyproject.toml", "--group", "--extra"}


@pytest.mark.parametrize("name", LOCKS)
def test_what_is_asked_is_locked_within_its_bounds(name: str) -> None:
    locked = {canonicalize_name(each.name): each for each, _ in entries(LOCKS[name])}

    for wanted in asked(name):
        [exact] = locked[canonicalize_name(wanted.name)].specifier
        assert exact.version in wanted.specifier, wanted


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_one_version_and_its_hashes(name: str) -> None:
    found = list(entries(LOCKS[name]))

    assert found
    for requirement, hashes in found:
        assert [each.operator for each in requirement.specifier] == ["=="], requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes), requirement


def test_locks_agree_about_what_they_share() -> None:
    versions = defaultdict(set)
    for file in LOCKS.values():
        for requirement, hashes in entries(file):
            versions[requirement.name].add((str(requirement.specifier), *hashes))

    assert [name for name, found in versions.items() if len(found) > 1] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_place(name: str) -> None:
    """Neither an index nor a folder of whoever wrote it."""
    text = LOCKS[name].read_text("utf-8")

    assert not re.search(r"://|^\s*-(?!-hash=)|@ ", text, re.MULTILINE)
    assert str(dev.ROOT) not in text


@pytest.mark.parametrize("platform", ENVIRONMENTS)
@pytest.mark.parametrize("name", LOCKS)
def test_what_a_package_needs_on_a_platform_is_locked_for_it(name: str, platform: str) -> None:
    """The lock is written on one platform for all: what only Windows needs is easily lost."""
    environment = ENVIRONMENTS[platform]
    for_it = {
        canonicalize_name(line.partition("==")[0]) for line in for_environment(LOCKS[name], environment)
    }

    for requirement, _ in entries(LOCKS[name]):
        if canonicalize_name(requirement.name) not in for_it:
            continue
        for text in needs(requirement):
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({**environment, "extra": ""}):
                assert canonicalize_name(needed.name) in for_it, (requirement.name, text)


def needs(requirement: Requirement) -> list[str]:
    """Return what a locked package says that it needs, if it stands here in the locked version."""
    try:
        here = importlib.metadata.distribution(requirement.name)
    except importlib.metadata.PackageNotFoundError:  # a group that is not installed
        return []
    return list(here.requires or ()) if here.version in requirement.specifier else []


def test_windows_has_its_colours_and_its_time_zones() -> None:
    colours, zones = (
        {
            platform
            for platform, says in ENVIRONMENTS.items()
            if f"{name}==" in "\n".join(for_environment(LOCKS[lock], says))
        }
        for name, lock in (("colorama", "dev"), ("tzdata", "package"))
    )

    assert colours == zones == {"windows"}


def test_another_lock_is_another_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dev.txt").write_text("click==8.5.1", "utf-8")
    monkeypatch.setattr(dev, "LOCKED", tmp_path)
    before = dev.recipe()
    assert dev.recipe() == before

    (tmp_path / "dev.txt").write_text("click==8.5.2", "utf-8")
    changed = dev.recipe()
    (tmp_path / "docs.txt").write_text("", "utf-8")

    assert len({before, changed, dev.recipe()}) == 3


def test_every_bound_has_a_floor() -> None:
    for text in ASKED:
        assert any(each.operator == ">=" for each in Requirement(text).specifier), text


def test_a_package_has_the_same_bounds_wherever_it_is_asked() -> None:
    bounds = defaultdict(set)
    for text in ASKED:
        bounds[Requirement(text).name].add(str(Requirement(text).specifier))

    assert [name for name, found in bounds.items() if len(found) > 1] == []


def test_the_oldest_duckdb_is_that_of_the_bounds() -> None:
    [wanted] = [Requirement(text) for text in EXTRAS["duckdb"]]

    assert f">={'.'.join(map(str, OLDEST))}" in str(wanted.specifier).split(",")
