"""The messages of click in Spanish: a catalogue in the package, compared with the locked click alone."""

from __future__ import annotations

import gettext
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from pei_dsl.cli.language import DOMAIN, LOCALE, speaking
from tests.locked import with_locked

if TYPE_CHECKING:
    from tests.cli.conftest import Run

CATALOGUE = LOCALE / "es" / "LC_MESSAGES"
# The word for what a path leads to needs its article in Spanish, so some sentences leave it out; the name of
# a kind of number has no Spanish in click.
MAY_BE_LEFT_OUT = {"name", "number_type"}


def spanish() -> Catalog:
    with (CATALOGUE / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale="es", domain=DOMAIN, abort_invalid=True)


def read_mo(path: Path) -> dict[object, str]:
    """Return the messages of a compiled catalogue, without its heading, which names the compiler."""
    with path.open("rb") as file:
        messages: dict[object, str] = dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]
    return {key: text for key, text in messages.items() if key}


def test_what_is_compiled_is_what_is_written(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.mo"
    with fresh.open("wb") as file:
        write_mo(file, spanish())

    assert read_mo(CATALOGUE / f"{DOMAIN}.mo") == read_mo(fresh), (
        "pybabel compile -D pei_dsl -d pei_dsl/cli/locale"
    )


@with_locked("click")
def test_every_message_of_click_is_there() -> None:
    """A message that this click does not have may stay: another one shows it."""
    used = {message for _, _, message, _, _ in extract_from_dir(Path(click.__file__).parent)}
    written = {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for message in spanish()
        if message.id
    }

    assert sorted(map(str, used - written)) == []


def test_a_message_without_translation_is_shown_in_english(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of a click that is newer than the catalogue: what is translated around it stays Spanish."""
    monkeypatch.setattr(click.exceptions, "_", lambda text: gettext.gettext("Newly worded: " + text))
    done = run("--lang", "es", "evaluar")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Uso: pei evaluar ")
    assert "Error: Newly worded: Missing " in done.err
    with speaking("es"):
        assert gettext.ngettext("One novelty.", "{count} novelties.", 2) == "{count} novelties."


def test_every_message_is_translated() -> None:
    for message in spanish():
        assert all(texts(message.string)), message.id
        assert not message.fuzzy, message.id


def test_placeholders_agree() -> None:
    for message in spanish():
        if not message.id:
            continue
        given = set().union(*(placeholders(text) for text in texts(message.id)))
        for text in texts(message.string):
            assert placeholders(text) <= given, text
        kept = set().union(*(placeholders(text) for text in texts(message.string)))
        assert given - kept <= MAY_BE_LEFT_OUT, message.id


def texts(written: object) -> list[str]:
    if isinstance(written, str):
        return [written]
    assert isinstance(written, (list, tuple))
    return [str(each) for each in written]


def placeholders(text: str) -> set[str]:
    named = {field for _, field, _, _ in string.Formatter().parse(text) if field}
    return named | set(re.findall(r"%\((\w+)\)", text))
