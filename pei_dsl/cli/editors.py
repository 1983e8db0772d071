"""`pei lsp`: the language server, which an editor starts and speaks with over standard input and output."""

from __future__ import annotations

import contextlib
import sys
from typing import BinaryIO, cast

import click

from pei_dsl.cli import options, telling
from pei_dsl.cli.language import current, say


@options.command(
    texts=(
        "Atiende a un editor de textos mientras se escribe un plan.",
        "Serve a text editor while a plan is written.",
    ),
    details=(
        """
        Lo inicia el editor (VS Code, Neovim, Helix, Zed y otros), no una persona: le dice errores y cómo
        corregirlos, qué se puede escribir, qué es cada código y cuánto da cada indicador. Habla el protocolo
        LSP por la entrada y la salida estándar.
        """,
        """
        The editor starts it (VS Code, Neovim, Helix, Zed and others), not a person: it tells mistakes and how
        to mend them, what may be written, what each code is and what each indicator comes to. It speaks the
        LSP protocol over standard input and output.
        """,
    ),
    examples=("pei lsp", "pei lsp --lang en"),
)
@click.option("--stdio", is_flag=True, hidden=True)  # some editors say so; there is no other way
def command(stdio: bool) -> None:  # noqa: ARG001  (as above)
    """Serve one editor until it is gone."""
    telling.need("pygls", "lsp")
    from pei_dsl.lsp.features import server

    given, told = sys.__stdin__, sys.__stdout__
    assert given is not None
    assert told is not None
    if given.isatty():
        click.echo(
            say(
                "Espera a un editor en la entrada estándar; con Ctrl-C termina.",
                "Waits for an editor on standard input; Ctrl-C ends it.",
            ),
            err=True,
        )
    # What anything prints goes elsewhere than where the editor reads.
    with contextlib.redirect_stdout(sys.stderr):
        server(current()).start_io(cast("BinaryIO", given.buffer), cast("BinaryIO", told.buffer))
