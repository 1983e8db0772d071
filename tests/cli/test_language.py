"""The command speaks one language at a time: Spanish unless it is told otherwise."""

from __future__ import annotations

import gettext
import os
import re
from typing import TYPE_CHECKING

import pytest

from pei_dsl.cli.bilingual import SPELLINGS
from pei_dsl.cli.group import COMMANDS
from pei_dsl.cli.language import speaking
from tests.cli.plans import GOOD_FILES
from tests.locked import with_locked

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

# ---- Help ---------------------------------------------------------------------------------------

ENGLISH = re.compile(
    r"(?i)\b(usage|options?|arguments?|commands?|required|default|try|help|show|error:? (no|missing|invalid)|missing|"
    r"invalid|such|did you mean|choose|the|path|file|directory|is not|does not|exit)\b"
)
SPANISH = re.compile(
    r"(?i)\b(uso|opciones|argumentos|órdenes|obligatorio|ayuda|muestra|falta|inválido|existe|ruta|archivo|"
    r"código|si no se indica|el|los|para|que)\b|[áéíóúñ¿«]"
)
# Names are the same in every language.
NAMES = re.compile(
    r"--?[\w-]+|\bpei \w+[^\n]*|\b(revisar|evaluar|explicar|probar|completo|conciso|tabla|markdown|json|csv)\b"
)
HELPS = [(), *((name,) for name in COMMANDS)]


@with_locked("click")
@pytest.mark.parametrize("order", HELPS, ids=lambda order: order[0] if order else "pei")
def test_help_speaks_one_language(order: tuple[str, ...], run: Run) -> None:
    for lang, foreign, flag in (("es", ENGLISH, "--ayuda"), ("en", SPANISH, "--help")):
        done = run("--lang", lang, *order, flag)

        assert (done.code, done.err) == (0, "")
        assert not foreign.search(NAMES.sub("", done.out)), done.out


@pytest.mark.parametrize("order", HELPS, ids=lambda order: order[0] if order else "pei")
def test_help_has_three_names_and_shows_two(order: tuple[str, ...], run: Run) -> None:
    for lang, shown, hidden in (("es", "--ayuda", "--help"), ("en", "--help", "--ayuda")):
        outs = {run("--lang", lang, *order, flag).out for flag in ("--ayuda", "--help", "-h")}

        [out] = outs
        assert shown in out
        assert hidden not in out


def test_the_help_of_evaluar_in_spanish(run: Run) -> None:
    out = run("evaluar", "--ayuda").out

    assert out.startswith("Uso: pei evaluar [OPCIONES] RUTA\n")
    assert "  --periodo, --año PERIODO " in out
    assert "[obligatorio]" in out
    assert "  -o, --salida ARCHIVO " in out
    assert "\nEjemplos:\n  pei evaluar mi-plan --periodo 2024\n" in out


def test_the_help_of_evaluar_in_english(run: Run) -> None:
    out = run("--lang", "en", "evaluar", "--help").out

    assert out.startswith("Usage: pei evaluar [OPTIONS] PATH\n")
    assert "  --periodo, --año PERIOD " in out
    assert "[required]" in out


def test_no_order_at_all_shows_help(run: Run) -> None:
    done = run()

    assert done.code == 2
    assert done.all == run("--ayuda").out


# ---- Other spellings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("check", "revisar"),
        ("evaluate", "evaluar"),
        ("eval", "evaluar"),
        ("explain", "explicar"),
        ("gap", "brecha"),
        ("test", "probar"),
    ],
)
def test_orders_have_hidden_english_names(alias: str, name: str, run: Run) -> None:
    assert run(alias, "--help") == run(name, "--help")
    assert run(alias.upper(), "--help") == run(name, "--help")
    assert f"pei {name} " in run(alias, "--help").out
    for lang in ("es", "en"):
        assert not re.search(rf"^  {alias}\b", run("--lang", lang, "--help").out, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_other_spelling_of_an_option_is_shown(name: str, run: Run) -> None:
    out = run("--lang", "es", name, "--ayuda").out

    for alias in SPELLINGS:
        assert f"--{alias} " not in out


@pytest.mark.parametrize("format_", ["conciso", "concise", "CONCISO", "json"])
def test_formats_have_other_spellings(format_: str, run: Run, write: Write) -> None:
    assert run("check", write(GOOD_FILES), "--format", format_, "--no-cache").code == 0


# ---- Wrong usage ------------------------------------------------------------------------------------


OURS = [
    (("frobnicar",), "no existe la orden «frobnicar»", "No such command “frobnicar”"),
    (("evalar",), "¿Quiso decir «evaluar»?", "Did you mean “evaluar”?"),
    (("explicar", "PEI999"), "no hay ningún mensaje PEI999", "There is no message PEI999"),
    (("explicar", "x"), "faltan la ruta o el código", "Path or code is missing"),
    (("explicar", "x", "OEI.01"), "falta el periodo", "The period is missing"),
]
OF_CLICK = [
    (("revisar",), "falta el argumento 'RUTA…'.", "Missing argument 'PATH…'."),
    (("evaluar", "x"), "falta la opción '--periodo' / '--año'.", "Missing option '--periodo' / '--año'."),
    (("evaluar", "x", "--periodo"), "a la opción '--periodo' le falta su valor.", "requires an argument."),
    (
        ("evaluar", "x", "--peridoo", "1"),
        "no existe la opción '--peridoo'.",
        "No such option '--peridoo'.",
    ),
    # An English spelling of an option of another command is not told in Spanish.
    (("evaluar", "x", "--english"), "no existe la opción '--english'.", "No such option '--english'."),
    (("--english=sí", "nuevo"), "no existe la opción '--english'.", "No such option '--english'."),
    (
        ("revisar", "x", "--formato", "pdf"),
        "'pdf' no está entre 'completo',",
        "'pdf' is not one of 'completo',",
    ),
    (
        ("evaluar", "x", "--periodo", "2024", "--filas", "diez"),
        "'diez' no es un número válido.",
        "'diez' is not a valid integer range.",
    ),
    (("probar", "x", "y"), "sobra un argumento (y)", "unexpected extra argument (y)"),
    (("probar", "x", "y", "z"), "sobran argumentos (y z)", "unexpected extra arguments (y z)"),
    (("--lang", "fr", "revisar"), "'fr' no está entre 'es', 'en'.", "'fr' is not one of 'es', 'en'."),
]


@pytest.mark.parametrize(
    ("order", "spanish_text", "english_text"),
    [*OURS, *(pytest.param(*case, marks=with_locked("click")) for case in OF_CLICK)],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_told_in_one_language(
    order: tuple[str, ...], spanish_text: str, english_text: str, run: Run
) -> None:
    for lang, text, foreign, usage in (
        ("es", spanish_text, ENGLISH, "Uso: pei "),
        ("en", english_text, SPANISH, "Usage: pei "),
    ):
        done = run(*order, PEI_LANG=lang)
        told = re.sub(r"'[^']*'", "", NAMES.sub("", done.err))

        assert (done.code, done.out) == (2, "")
        assert text in done.err
        assert done.err.startswith((usage, "Error: "))
        assert re.search(r"^Error: ", done.err, re.MULTILINE)
        assert not foreign.search(told.replace("Error: ", "")), told
        assert max(map(len, done.err.splitlines())) <= 100


@pytest.mark.parametrize("order", [order for order, _, _ in OF_CLICK], ids=" ".join)
def test_wrong_usage_is_one_whatever_click_says(order: tuple[str, ...], run: Run) -> None:
    for lang in ("es", "en"):
        done = run(*order, PEI_LANG=lang)

        assert (done.code, done.out) == (2, "")
        assert re.search(r"^Error: \S", done.err, re.MULTILINE)


# ---- Which language ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({}, "es"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"LC_ALL": "C"}, "es"),
        ({"LANG": "qu_PE.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "es_PE.UTF-8"}, "es"),
        ({"LANG": "es_PE.UTF-8", "LANGUAGE": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "PEI_LANG": "es"}, "es"),
        ({"PEI_LANG": "EN"}, "en"),
        ({"PEI_LANG": "fr"}, "es"),
    ],
)
def test_the_environment_tells_the_language(env: dict[str, str], language: str, run: Run) -> None:
    out = run("--help", **env).out

    assert out.startswith({"es": "Uso:", "en": "Usage:"}[language])


@pytest.mark.parametrize(
    "order",
    [
        ("--lang", "en", "revisar", "--help"),
        ("--lang=en", "revisar", "--help"),
        ("--LANG", "EN", "revisar", "--help"),
        ("revisar", "--lang", "en", "--help"),
        ("revisar", "--help", "--lang=en"),
    ],
    ids=" ".join,
)
def test_the_order_tells_the_language_before_the_environment(order: tuple[str, ...], run: Run) -> None:
    assert run(*order, PEI_LANG="es").out.startswith("Usage: pei revisar ")


def test_lang_may_stand_after_the_order(run: Run, write: Write) -> None:
    folder = write(GOOD_FILES)

    assert run("revisar", folder, "--lang", "en").out == "No errors, no warnings.\n"


def test_languages_take_turns_in_one_process(run: Run) -> None:
    orders: list[tuple[str, ...]] = [("evaluar", "--help"), ("evaluar",), ("--help",), ("xyz",)]
    first = {lang: [run("--lang", lang, *order) for order in orders] for lang in ("es", "en")}

    for lang in ("en", "es", "es", "en"):
        assert [run("--lang", lang, *order) for order in orders] == first[lang]
    assert run("evaluar") == first["es"][1]


def test_what_the_process_spoke_before_is_put_back(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "qu")
    before = gettext.textdomain()

    run("--lang", "en", "--help")
    run("--lang", "es", "frobnicar")

    assert gettext.textdomain() == before
    assert os.environ["LANGUAGE"] == "qu"


def test_english_stays_as_click_wrote_it() -> None:
    with speaking("es"):
        assert gettext.gettext("Missing command.") == "falta la orden."
        with speaking("en"):
            assert gettext.gettext("Missing command.") == "Missing command."
        assert gettext.ngettext(
            "{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 2
        ).startswith("{value!r} no")
