"""`pei informe --recoger`: what people wrote in a Word file, as texts beside the plan."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import exits, telling, writing
from pei_dsl.cli.language import say
from pei_dsl.cli.word_file import readable, replace_or_rename, tell_listed
from pei_dsl.plain_files import read_plain

if TYPE_CHECKING:
    from pei_dsl.model.periods import Period
    from pei_dsl.reports.text_changes import TextChanges
    from pei_dsl.views.document import Document

_HINT = "--recoger"


def changes(
    path: Path, data: bytes, document: Document, root: Path | None, period: Period
) -> tuple[TextChanges, int]:
    """Return how the texts of a Word file differ from those beside the plan, and what no text carries."""
    from pei_dsl.renderers.word.gathering import gathered
    from pei_dsl.reports import texts_beside
    from pei_dsl.reports.text_changes import text_changes

    sections = [section.id for _, section in document.walk()]
    beside = texts_beside.texts_of(root, period, sections)
    with readable(path, replace_or_rename()):
        found = gathered(data, document)
    return text_changes(found, beside.sections), found.left


def tell_newer(path: Path, document: Document, root: Path | None, period: Period) -> None:
    """Tell which texts beside the plan a Word file does not have, where there are any."""
    from pei_dsl.renderers.word.package import BIGGEST
    from pei_dsl.reports import texts_beside

    if texts_beside.files_of(root, period):
        found, _ = changes(path, read_plain(path, BIGGEST), document, root, period)
        _tell_newer(found, period)


def _tell_newer(found: TextChanges, period: Period) -> None:
    listed = (*found.newer_beside, *found.both)
    tell_listed(
        listed,
        say(
            f"secciones con otro texto en textos/{period}, que no se llevó a este archivo",
            f"sections with another text in textos/{period}, which was not brought into this file",
        ),
    )


def gather(path: Path, data: bytes, document: Document, root: Path | None, period: Period) -> None:
    """Write what people wrote in a Word file beside the plan; nothing at all where both changed."""
    from pei_dsl.reports import texts_beside
    from pei_dsl.views.written_texts import written
    from pei_dsl.workspace import report_texts

    if root is None:
        raise click.UsageError(
            say(
                "--recoger escribe junto al plan, y este no está en una carpeta.",
                "--recoger writes beside the plan, and this one is in no folder.",
            )
        )
    sections = [section.id for _, section in document.walk()]
    # What cannot be read is not known to be another text, and is not written over.
    telling.exit_if(texts_beside.texts_of(root, period, sections).diagnostics)
    found, left = changes(path, data, document, root, period)
    folder = report_texts.folder_of(root, period)
    headings = {section.id: section.heading for _, section in document.walk()}
    made = {
        folder / report_texts.file_of(section): written(pieces, headings[section]) if pieces else ""
        for section, pieces in {**found.to_write, **found.both}.items()
    }
    if found.both:
        for section in found.both:
            _show_both(path, folder / report_texts.file_of(section), made)
        raise click.exceptions.Exit(exits.FINDINGS)
    for file, text in made.items():
        if not text:
            file.unlink()  # its section is again as the program makes it
        elif file.exists():
            writing.rewrite(text.encode(), file, _HINT, keeps=False)
        else:
            writing.create(text.encode(), file, _HINT)
    _tell_gathered(path, folder, len(made))
    if left:
        click.echo(
            say(
                f"  tablas e imágenes de personas, quedan solo en Word: {left}",
                f"  tables and pictures of people, in Word only: {left}",
            ),
            err=True,
        )
    _tell_newer(found, period)


def _tell_gathered(path: Path, folder: Path, count: int) -> None:
    """Tell where texts were written, or that there was none to be written."""
    if not count:
        told = say(
            f"Nada que recoger: «{path}» no tiene texto de personas que no esté ya junto al plan.",
            f"Nothing to gather: “{path}” has no text of people that is not beside the plan already.",
        )
        click.echo(told, err=True)
        return
    click.echo(
        say(
            f"Recogido en {folder}: {count} {'sección' if count == 1 else 'secciones'}.",
            f"Gathered in {folder}: {count} {'section' if count == 1 else 'sections'}.",
        ),
        err=True,
    )


def _show_both(path: Path, file: Path, made: dict[Path, str]) -> None:
    """Show a text that changed in both places."""
    from pei_dsl.reports import texts_beside

    click.echo(
        say(
            f"«{file}» cambió, y también esa sección de «{path}»; no se escribió nada. Deje las dos iguales, "
            "o quite el archivo para quedarse con la de Word:",
            f"“{file}” changed, and so did that section of “{path}”; nothing was written. Make both the "
            "same, or remove the file to take that of Word:",
        ),
        err=True,
    )
    had = read_plain(file, texts_beside.BIGGEST_TEXT).decode("utf-8-sig").splitlines()
    for line in difflib.unified_diff(had, made[file].splitlines(), str(file), str(path), lineterm=""):
        click.echo(line, err=True)
