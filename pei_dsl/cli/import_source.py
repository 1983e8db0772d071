"""`pei importar ARCHIVO --fuente NOMBRE`: the declaration of a file of data."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pei_dsl.cli import exits, outputs, telling, writing
from pei_dsl.cli.language import current, say


def write(book: Path, name: str, output: outputs.Output) -> None:
    """Write the `fuente` called `name` of a file of data to the screen or to a file of a plan."""
    from pei_dsl.diagnostics import Diagnostic
    from pei_dsl.interchange.source_text import source_text
    from pei_dsl.vocabulary import is_name

    if not is_name(name):
        raise click.BadParameter(
            say(
                f"«{name}» no puede ser el nombre de una fuente: va una palabra de letras, cifras y «_».",
                f"“{name}” cannot name a source: a word of letters, digits and “_” goes there.",
            ),
            param_hint="--fuente",
        )
    if output.format.name != "pei":
        raise click.UsageError(
            say("con --fuente se escribe un archivo .pei.", "with --fuente a .pei file is written.")
        )
    text = source_text(book, name, file=_named(book, output.path), english=current() == "en")
    if isinstance(text, Diagnostic):
        telling.report([text])
        raise click.exceptions.Exit(exits.DATA)
    if output.path is None:
        click.echo(text, nl=False)
        return
    writing.write(text.encode(), writing.Destination(output.path, outputs.HINT, replaces=output.replaces))
    telling.tell_written(output.path)
    click.echo(say(f"Siguiente: pei revisar {output.path}", f"Next: pei revisar {output.path}"), err=True)


def _named(book: Path, output: Path | None) -> str:
    """Return how a plan names the file from where it is written; its own name where that leads outside."""
    folder = (output.parent if output is not None else Path()).resolve()
    try:
        return Path(os.path.relpath(book.resolve(), folder)).as_posix()
    except ValueError:  # on another drive
        return book.name
