"""An option that is not there is told beside the one that was meant, in whichever language it was begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from pei_dsl.cli.bilingual import SPELLINGS, Command
from pei_dsl.cli.group import pei

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("--engin", "--engine"),
        ("--metod", "--metodología"),
        ("--perido", "--periodo"),
        ("--methodolgy", "--methodology"),
        ("--sin-huela", "--sin-huellas"),
    ],
)
def test_what_was_meant_is_told(run: Run, written: str, meant: str) -> None:
    done = run("evaluar", "plan", written, "1")

    assert done.code == 2
    # Click has another sentence in each of its versions, which say the names with quotes and without.
    told = done.err.rstrip().rpartition("\n")[2].replace("'", "")
    assert written in told
    assert told.endswith(f"¿Quiso decir {meant}?")


@pytest.mark.parametrize("written", ["--zzz", "--x", "--", "--refrence"])
def test_nothing_is_told_where_nothing_is_near(run: Run, written: str) -> None:
    assert "Quiso decir" not in run("evaluar", "plan", written, "1").err


@pytest.mark.parametrize("name", pei.list_commands(click.Context(pei)))
def test_every_name_of_every_option_is_found_again_without_its_last_letter(name: str) -> None:
    command = pei.get_command(click.Context(pei), name)
    assert isinstance(command, Command)
    own = {each for option in command.params for each in option.opts if each.startswith("--")}
    for each in [*own, *(f"--{other}" for other, meant in SPELLINGS.items() if f"--{meant}" in own)]:
        begun = each[:-1]
        if begun in own or len(begun) <= len("--xx"):
            continue
        told = click.NoSuchOption(begun, possibilities=command.near(begun)).possibilities or []
        assert canonical(each) in set(map(canonical, told)), begun


def canonical(option: str) -> str:
    return f"--{SPELLINGS.get(option[2:], option[2:])}"
