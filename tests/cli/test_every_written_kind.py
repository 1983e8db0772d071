"""
Every file that a command writes: computed again by `pei verificar`, or help says why not.

The table is that of the registry: a new command, subject or format is asked here without being told.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pei_dsl.cli import told_basis
from pei_dsl.cli.outputs import OutputOption
from pei_dsl.interchange.renderers import RENDERERS as EXCHANGED
from pei_dsl.renderers.formats import FORMATS, Format, Tells
from pei_dsl.renderers.registry import RENDERERS, formats_of
from pei_dsl.reproducing.document_contents import kind_of
from pei_dsl.reproducing.question import SUBJECTS
from tests.cli.test_fingerprints import FILES, REGIONS
from tests.cli.test_outputs import ASKED, MATRIX, options_of

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

EVERYTHING = {**RENDERERS, **EXCHANGED}
YEAR = ("--periodo", "2024")
# More ways to ask a command for what it writes.
MORE = {
    "evaluar --por": ("breakdown", ("evaluar", "plan", *YEAR, "--por", "región,mes")),
    "exportar --forma b7": ("export", ("exportar", "plan", "--forma", "b7", *YEAR)),
    "informe --comparar-con": ("document", ("informe", "plan", *YEAR, "--comparar-con", "plan")),
}
ASKED_HERE = {**{name: (subject, (name, *order)) for name, (subject, order) in ASKED.items()}, **MORE}
# What shows declarations alone.
WITHOUT_ROWS = {"describir", "arbol", "ficha"}


def cases(*, verified: bool) -> list[tuple[str, Format]]:
    """Return each command with a format that it writes, by whether that is computed again."""
    found = []
    for name, (subject, _) in ASKED_HERE.items():
        for each in formats_of(subject, renderers=EVERYTHING):
            is_verified = subject in SUBJECTS.values() and each.tells is Tells.WITHIN
            if is_verified is verified and not (name.endswith("b7") and each.name == "csv"):
                found.append((name, each))
    return found


def ids(case: object) -> str:
    return case.name if isinstance(case, Format) else str(case)


def written(run: Run, name: str, form: Format) -> Path:
    file = Path(f"r{form.suffixes[0]}")
    done = run("--lang", "en", *ASKED_HERE[name][1], "-o", file)
    assert (done.code, file.exists()) == (0, True), done
    return file


@pytest.mark.parametrize(("name", "form"), cases(verified=True), ids=ids)
def test_it_comes_out_again_until_something_changes(name: str, form: Format, run: Run, write: Write) -> None:
    write(FILES)
    file = written(run, name, form)
    done = run("--lang", "en", "verificar", file, "plan")
    assert (done.code, done.err) == (0, ""), done
    assert "Nothing differs" in done.out

    write({"plan.pei": FILES["plan.pei"].replace("80%", "60%")})
    done = run("verificar", file, "plan")
    assert done.code == 1
    assert "plan.pei cambió" in done.out
    assert " → " in done.out

    write({**FILES, "datos/salud.csv": REGIONS.replace("30", "31", 1)})
    done = run("verificar", file, "plan")
    assert done.code == (0 if name in WITHOUT_ROWS else 1), done
    assert ("datos/salud.csv cambió" in done.out) is (name not in WITHOUT_ROWS)


@pytest.mark.parametrize(("name", "form"), cases(verified=False), ids=ids)
def test_else_it_is_refused_and_help_says_why(name: str, form: Format, run: Run, write: Write) -> None:
    write(FILES)
    run("evaluar", "plan", *YEAR, "-o", "resultado.json")
    Path("matriz.csv").write_text(MATRIX, "utf-8")
    subject, order = ASKED_HERE[name]
    file = Path(f"x{form.suffixes[0]}")
    assert run(*order, "-o", file).code in {0, 1}
    done = run("verificar", file, "plan")
    assert (done.code, done.out) == (2, ""), done

    option = options_of(order[0])["output"]
    assert isinstance(option, OutputOption)
    for language, number in (("es", 0), ("en", 1)):
        told = " ".join(run("--lang", language, order[0], "--help").out.split())
        if subject in told_basis.WITHOUT:
            assert told_basis.WITHOUT[subject][number][1:] in told
        else:
            said = told_basis.left_out(option.formats)[number]
            assert said in told
            assert form.suffixes[0] in said


def test_every_subject_is_an_answer_or_says_why_it_is_none() -> None:
    subjects = {subject for subject, _ in EVERYTHING}

    assert subjects == {*SUBJECTS.values(), *told_basis.WITHOUT}
    assert not set(SUBJECTS.values()) & set(told_basis.WITHOUT)


def test_a_format_that_is_verified_is_known_by_its_bytes(run: Run, write: Write) -> None:
    """So that a format that says it is verified cannot be forgotten where files are read."""
    write(FILES)
    seen = {"json"}
    for name, form in cases(verified=True):
        if form.name not in seen:
            seen.add(form.name)
            assert kind_of(written(run, name, form).read_bytes()) == form.name

    assert seen == {each.name for each in FORMATS.values() if each.tells is Tells.WITHIN}
