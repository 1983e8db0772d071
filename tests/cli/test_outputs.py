"""What `-o NAME.SUFFIX` and `--formato` mean together: one rule, over all commands, formats and suffixes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from pei_dsl.cli.group import COMMANDS, pei
from pei_dsl.interchange.renderers import RENDERERS as EXCHANGED
from pei_dsl.renderers.formats import FORMATS, Format
from pei_dsl.renderers.registry import RENDERERS, formats_of
from tests.cli.plans import GOOD_FILES

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PERIOD = ("--periodo", "2024")
# How each command that prints a result is asked for one, and of which subject it is.
ASKED = {
    "revisar": ("findings", ("plan",)),
    "evaluar": ("evaluation", ("plan", *PERIOD)),
    "explicar": ("explanation", ("plan", "OEI.01", *PERIOD)),
    "describir": ("description", ("plan",)),
    "arbol": ("tree", ("plan",)),
    "auditar": ("audit", ("plan", *PERIOD)),
    "brecha": ("gaps", ("plan", *PERIOD)),
    "exportar": ("export", ("plan",)),
    "verificar": ("verification", ("resultado.json", "plan")),
    "importar": ("import", ("matriz.csv", "--reemplazar")),
    "informe": ("document", ("plan", *PERIOD)),
    "ficha": ("document", ("plan",)),
    "probar": ("tests", ("plan",)),
    "seguimiento": ("follow_up", ("plan", *PERIOD)),
    "comparar": ("comparison", ("plan", "plan", *PERIOD)),
}
# What prints no result, and why.
WITHOUT = {
    "empaquetar": "makes a package, which it is told",
    "publicar": "makes a folder with a site, which it is told",
    "nuevo": "makes a folder, which it is told",
    "formatear": "writes the plan where it is",
    "estudio": "serves a page, whose address it prints",
    "completado": "gives a shell what it evaluates",
    "lsp": "speaks with an editor",
}
MATRIX = "Código;Indicador;Unidad;Sentido;Logro 2024\nIND.01.OEI.01;Uno;número;ascendente;3\n"
SUFFIXES = ("", *sorted({suffix for each in FORMATS.values() for suffix in each.suffixes}), ".doc", ".JSON")


def options_of(command: str) -> dict[str, click.Parameter]:
    found = pei.get_command(click.Context(pei), command)
    assert found is not None
    return {str(each.name): each for each in found.params}


def written_by(command: str) -> tuple[Format, ...]:
    """Return the formats of what the command is asked for here."""
    return formats_of(ASKED[command][0], renderers={**RENDERERS, **EXCHANGED})


def test_every_command_that_prints_a_result_takes_an_output() -> None:
    assert {*ASKED, *WITHOUT} == set(COMMANDS)
    assert all("output" in options_of(command) for command in ASKED)
    assert not any("output" in options_of(command) for command in WITHOUT)


@pytest.mark.parametrize("command", [each for each in ASKED if each != "importar"])
def test_the_choices_are_those_of_the_registry(command: str) -> None:
    """One format leaves nothing to choose; `evaluar` also writes breakdowns."""
    choice = options_of(command).get("format_")
    formats = [each.name for each in written_by(command)]
    if len(formats) == 1:
        assert choice is None
        return
    assert choice is not None
    assert isinstance(choice.type, click.Choice)
    more = ["parquet"] if command == "evaluar" else []
    assert [*choice.type.choices] == [*formats, *more]
    assert any(name == "--formato" for name in choice.opts)


@pytest.mark.parametrize("command", ASKED)
def test_the_rule(command: str, run: Run, write: Write) -> None:
    write(GOOD_FILES)
    Path("matriz.csv").write_text(MATRIX, "utf-8")
    run("evaluar", "plan", *PERIOD, "-o", "resultado.json")
    formats = written_by(command)
    choice = options_of(command).get("format_")
    for asked in (None, *(formats if choice is not None else ())):
        for suffix in SUFFIXES:
            _follows_the_rule(command, run, formats, asked, suffix)


def _follows_the_rule(
    command: str, run: Run, formats: tuple[Format, ...], asked: Format | None, suffix: str
) -> None:
    subject, arguments = ASKED[command]
    file = Path(f"salida/x{suffix}")
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)
    option = () if asked is None else ("--formato", asked.name)
    done = run(command, *arguments, *option, "-o", file)
    case = (command, option, suffix)
    fitting = [each for each in formats if suffix.lower() in each.suffixes]
    if suffix and (not fitting or (asked is not None and asked not in fitting)):
        assert done.code == 2, case
        assert not file.exists(), case
        if (subject, suffix) != ("evaluation", ".parquet"):  # then it says what has that format
            assert all(each.suffixes[0] in done.err for each in formats), case
        return
    meant = asked or (fitting or formats)[0]
    assert done.code in {0, 1}, (case, done)
    assert done.out == "", case
    assert f"Escrito en {file}" in done.err, case
    if not meant.is_binary:
        shown = run(
            command, *arguments, *(("--formato", meant.name) if command != "importar" and asked else ())
        )
        if asked or meant == formats[0]:
            assert file.read_text("utf-8-sig") == shown.out, case
        assert file.read_text("utf-8-sig").startswith("{") is (meant.name == "json"), case
    else:
        assert file.read_bytes()[:2] == (b"%P" if meant.name == "pdf" else b"PK"), case


def test_a_contradiction_says_both_ways_out(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    order = ("evaluar", "plan", *PERIOD, "--formato", "csv", "-o", "x.json")

    assert (
        "«x.json» termina como json, y --formato pide csv: quite --formato, o escriba un nombre que termine en "
        ".csv; esta orden escribe .txt (tabla), .json, .csv, .md (markdown), .parquet."
    ) in " ".join(run(*order).err.split())
    assert "“x.json” ends like json, and --formato asks for csv" in run("--lang", "en", *order).err


def test_mending_tells_on_the_screen(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    done = run("revisar", "plan", "--corregir", "-o", "x.txt")

    assert (done.code, done.out) == (2, "")
    assert "quite -o x.txt" in done.err
