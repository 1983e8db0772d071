"""Texts that once broke a law of `laws`: what `dev.py fuzz` finds is kept here."""

from __future__ import annotations

import random
from pathlib import Path

import click
import pytest

from pei_dsl.cli.group import pei
from pei_dsl.data.reading import Engine
from tests.fuzz import files, kills, laws, names, texts

CASES = sorted((Path(__file__).parent / "cases").glob("*.pei"))
# `file-1-22-f.csv` is kept as the file `f.csv` that it was.
FILES = sorted((Path(__file__).parent / "cases").glob("file-*"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_text_that_once_broke_a_law(file: Path) -> None:
    text = file.read_bytes().decode()
    loaded = laws.is_read(text)
    laws.is_formatted(text)
    laws.is_mended(loaded, text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
@pytest.mark.parametrize("engine", [Engine.REFERENCE, Engine.DUCKDB])
def test_a_file_that_once_broke_the_program(file: Path, engine: Engine) -> None:
    [kind] = [kind for kind, (name, _) in files.KINDS.items() if file.name.endswith(f"-{name}")]
    files.tried(kind, file.read_bytes(), engine)


def test_chance_with_one_seed_is_one_chance() -> None:
    first, second = random.Random(7), random.Random(7)
    assert [texts.made(first) for _ in range(5)] == [texts.made(second) for _ in range(5)]
    for kind in files.KINDS:
        assert files.made(kind, first) == files.made(kind, second)
        files.tried(kind, files.before(kind), Engine.REFERENCE)


def test_a_killed_command_leaves_whole_files() -> None:
    command = kills.Command.of(kills.ORDERS["revisar --corregir"])
    assert command.before["malo.pei"] != command.after["malo.pei"]
    for _ in range(3):
        command.killed(random.Random(1))
    with pytest.raises(laws.BrokenLawError, match="half-written"):
        command._look({**command.before, "plan.pei": command.before["plan.pei"][:10]})
    with pytest.raises(laws.BrokenLawError, match="lost"):
        command._look({name: data for name, data in command.before.items() if name != "r.txt"})


def test_every_command_that_writes_is_killed() -> None:
    context = click.Context(pei)
    commands = {name: pei.get_command(context, name) for name in pei.list_commands(context)}
    writing = {
        name
        for name, command in commands.items()
        if command is not None and any("-o" in parameter.opts for parameter in command.params)
    }
    assert writing | {"formatear", "nuevo"} == {order[0] for order in kills.ORDERS.values()}


@pytest.mark.parametrize("name", kills.ORDERS)
def test_what_is_killed_would_write(name: str) -> None:
    command = kills.Command.of(kills.ORDERS[name])
    assert command.before.items() != command.after.items()


@pytest.mark.parametrize("column", ["c%%", "c%s", "c\\%%", 'c"', "c?"])
def test_a_column_is_written_by_the_name_that_is_asked_for(column: str) -> None:
    named = names.Named(column, "tabla", "%s")
    with names.carriers() as carriers:
        for write, declared, engine in carriers.values():
            write(named, Path())
            assert names.tried(named, declared, Path(), engine)
