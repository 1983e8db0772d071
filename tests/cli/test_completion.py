"""The Tab key: what shells are told, and what they offer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.shell_completion import get_completion_class

from pei_dsl.cli.completion import SHELLS, understand_spellings
from tests.cli.plans import GOOD, GOOD_FILES, INPE
from tests.cli.test_process import ROOT, pei

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


@pytest.fixture
def folder(tmp_path: Path, write: Write) -> Path:
    """Return a folder with plans, good and broken, and with a program `pei`."""
    (tmp_path / "inpe").symlink_to(INPE)
    write(GOOD_FILES)
    write({"plan.pei": GOOD.replace('"Controles"', "").replace("80%", "80 ?? (")}, "errado")
    program = tmp_path / "bin" / "pei"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m pei_dsl "$@"\n', "utf-8")
    program.chmod(0o755)
    return tmp_path


def offered(folder: Path, *words: str, **env: str) -> list[str]:
    """Return what is offered for the last of `words`, as click's protocol for bash tells it."""
    line = {"COMP_WORDS": " ".join(["pei", *words]), "COMP_CWORD": str(len(words)), "PYTHONUTF8": "1"}
    done = pei(folder, _PEI_COMPLETE="bash_complete", **{**line, **env})

    assert done.stderr == b""
    assert done.returncode in {0, 1}  # click's own end of a completion
    return [
        part.partition(",")[2] if part.startswith("plain,") else part for part in done.stdout.decode().split()
    ]


# ---- What is offered -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("describ",), ["describir"]),
        (("explicar", "inpe", "OEI."), ["OEI.01", "OEI.02", "OEI.03"]),
        (("explicar", "inpe", "oei.0"), ["OEI.01", "OEI.02", "OEI.03"]),
        (("gap", "inpe", "AEI.03"), ["AEI.03.01"]),
        (("arbol", "inpe", "IND.02"), ["IND.02.AEI.01.03", "IND.02.OEI.01"]),
        (("describir", "inpe", "programas"), ["programas"]),
        (
            ("describir", "inpe", "pob"),
            ["población_intramuros", "población_extramuros", "población_penitenciaria"],
        ),
        (("evaluar", "inpe", "--per"), ["--periodo"]),
        (("evaluar", "inpe", "--añ"), ["--año"]),
        (("evaluar", "inpe", "--periodo", "2"), ["2024"]),
        (("evaluar", "inpe", "--periodo", "2022"), ["2022"]),
        (("evaluar", "inpe", "--año", "2024-S"), ["2024-S1", "2024-S2"]),
        (("evaluar", "inpe", "--year", "2019.."), ["2019..2024"]),
        (("evaluar", "inpe", "--año", "1999"), []),
        (("evaluar", "inpe", "--metodología", "e"), ["exacta"]),
        (("evaluar", "inpe", "--metodologia", "valor"), ["valor_calculado"]),
        (("evaluar", "inpe", "--formato", "c"), ["csv"]),
        (("brecha", "inpe", "--color", ""), ["verde", "amarillo", "rojo"]),
        (("completado", ""), list(SHELLS)),
        (("--lang", "e"), ["es", "en"]),
        (("explicar", "errado", "OEI."), ["OEI.01"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_offers(folder: Path, words: tuple[str, ...], expected: list[str]) -> None:
    assert offered(folder, *words) == expected


def test_commands_and_files_and_messages(folder: Path) -> None:
    assert {"revisar", "arbol", "completado"} <= {*offered(folder, "")}
    assert offered(folder, "revisar", "in") == ["file,in"]
    assert offered(folder, "explicar", "in") == ["file,in"]
    assert {"PEI201", "PEI219"} <= {*offered(folder, "explicar", "PEI2")}


@pytest.mark.parametrize(
    "words",
    [
        ("nada", ""),
        ("explicar", "no-existe", "OEI."),
        ("explicar", "-", "OEI."),
        ("explicar", "/", "OEI."),
        ("explicar", "~nadie/plan", "OEI."),
        ("explicar", "plan/datos/salud.csv", "OEI."),
        ("evaluar", "--periodo", ""),
        ("evaluar", "--nada", "x", "--periodo", ""),
        ("evaluar", "'sin", "cerrar"),
    ],
    ids=" ".join,
)
def test_a_line_that_means_nothing_offers_nothing_and_prints_nothing(
    folder: Path, words: tuple[str, ...]
) -> None:
    assert [each for each in offered(folder, *words) if not each.startswith("file,")] == []


def test_a_bug_prints_nothing_either(folder: Path) -> None:
    """`COMP_CWORD` that is no number is what click itself cannot bear."""
    assert offered(folder, "", COMP_CWORD="x") == []


def test_titles_stand_beside_codes(folder: Path) -> None:
    line = {"COMP_WORDS": "pei arbol plan IND", "COMP_CWORD": "IND", "PYTHONUTF8": "1"}
    fish = pei(folder, _PEI_COMPLETE="fish_complete", **line)
    zsh = pei(folder, _PEI_COMPLETE="zsh_complete", **{**line, "COMP_CWORD": "3"})

    assert fish.stdout.decode() == "plain,IND.01.OEI.01\tPorcentaje de controles\n"
    assert zsh.stdout.decode() == "plain\nIND.01.OEI.01\nPorcentaje de controles\n"


def test_the_language(folder: Path) -> None:
    line = {"COMP_WORDS": "pei ev", "COMP_CWORD": "ev", "PYTHONUTF8": "1"}
    done = pei(folder, _PEI_COMPLETE="fish_complete", PEI_LANG="en", **line)

    assert b"Compute values" in done.stdout


# ---- What shells are told -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", SHELLS)
def test_scripts(run: Run, shell: str) -> None:
    done = run("completado", shell)

    if shell == "powershell" and done.code:  # click knows it since 8.5
        assert 'pip install --upgrade "click>=8.5"' in done.err
        return
    assert (done.code, done.err) == (0, "")
    assert f"{shell}_complete" in done.out
    assert "_PEI_COMPLETE" in done.out
    assert "2>" in done.out


def test_a_shell_that_nobody_knows(run: Run) -> None:
    done = run("completado", "tcsh")

    assert (done.code, done.out) == (2, "")
    assert "tcsh" in done.err


def test_a_click_that_is_too_old_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pei_dsl.cli.completion.get_completion_class", lambda _: None)
    done = run("completado", "powershell")

    assert done.code == 2
    assert 'pip install --upgrade "click>=8.5"' in done.err


def test_spellings_are_understood_twice_over() -> None:
    """A process that completes twice, as a test does, is none the worse for it."""
    understand_spellings(str.upper)
    understand_spellings(str.upper)

    assert get_completion_class("bash") is not None


# ---- Real shells --------------------------------------------------------------------------------------------


def shell(folder: Path, program: str, text: str) -> str:
    """Return what `program` prints when it runs `text`, with `pei` on its path."""
    found = shutil.which(program)
    assert found is not None
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    env = {"PATH": path, "HOME": str(folder), "LANG": "C.UTF-8", "PEI_LANG": "es", "TERM": "dumb"}
    options = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[program]
    done = subprocess.run(
        [found, *options, "-c", text], cwd=folder, env=env, capture_output=True, check=False, timeout=60
    )

    assert done.stderr == b""
    return done.stdout.decode()


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
needs_zsh = pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
needs_fish = pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")

LINES = [
    ("pei explicar inpe OEI.", "OEI.01 OEI.02 OEI.03"),
    ("pei evaluar inpe --metodología e", "exacta"),
    ("pei describir inpe pob", "población_intramuros población_extramuros población_penitenciaria"),
    ("pei explicar no-existe OEI.", ""),
]


@needs_bash
@pytest.mark.parametrize(("line", "expected"), LINES)
def test_bash(folder: Path, line: str, expected: str) -> None:
    words = line.split(" ")
    text = f"""
        eval "$(pei completado bash)"
        complete -p pei > /dev/null || echo 'not registered'
        compopt() {{ :; }}
        COMP_WORDS=({line})
        COMP_CWORD={len(words) - 1}
        _pei_completion pei
        echo "${{COMPREPLY[*]}}"
    """

    assert shell(folder, "bash", text).strip() == expected


@needs_zsh
@pytest.mark.parametrize(("line", "expected"), LINES)
def test_zsh(folder: Path, line: str, expected: str) -> None:
    """The script is read as from .zshrc; what zsh would show is caught where it is handed over."""
    text = f"""
        compdef() {{ : }}
        eval "$(pei completado zsh)"
        compadd() {{ print -l -- $completions }}
        _describe() {{ print -l -- $completions_with_descriptions }}
        words=({line})
        CURRENT={len(line.split(" "))}
        _pei_completion
    """
    found = [each.partition(":")[0] for each in shell(folder, "zsh", text).split("\n") if each]

    assert " ".join(found) == expected


@needs_fish
@pytest.mark.parametrize(("line", "expected"), LINES)
def test_fish(folder: Path, line: str, expected: str) -> None:
    """Fish itself says what it would offer, in its own order."""
    text = f"pei completado fish | source; complete --do-complete '{line}'"
    found = [each.partition("\t")[0] for each in shell(folder, "fish", text).split("\n") if each]

    assert sorted(found) == sorted(expected.split())
