"""`pei estudio`: the plan in the browser, where it is written and what comes out stands beside."""

from __future__ import annotations

import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import options
from pei_dsl.cli.language import current, say

if TYPE_CHECKING:
    from pei_dsl.studio.session import Session

HIGHEST_PORT = 65535


@options.command(
    texts=("Abre el plan en el navegador para escribirlo.", "Open the plan in the browser to write it."),
    details=(
        """
        Al lado del texto se ve lo que sale de él: resultados, avisos, gráficos, fichas, cálculos, qué falta y
        el informe. También hay formularios y una cuadrícula de valores, que escriben el texto.

        La primera línea que se imprime es la dirección de la página; solo esta máquina la abre, y nada sale
        de ella. Ctrl-C termina.

        RUTA es la carpeta de un plan o uno de sus archivos .pei; puede haber varias. Sin ninguna se ofrece
        crear un plan, un ejemplo o traer uno de Excel, en la carpeta actual.
        """,
        """
        Beside the text stands what comes out of it: results, findings, charts, sheets, calculations, what is
        missing, and the report. There are forms and a grid of values too, which write the text.

        The first line printed is the address of the page; only this machine opens it, and nothing leaves it.
        Ctrl-C ends.

        PATH is the folder of a plan or one of its .pei files; there may be several. Without any, a new plan,
        an example or an import from Excel is offered, in the current folder.
        """,
    ),
    examples=("pei estudio mi-plan", "pei estudio", "pei estudio mi-plan --solo-lectura"),
)
@options.argument("paths", metavars=("[RUTA]…", "[PATH]…"), nargs=-1, type=click.Path(path_type=Path))
@options.option(
    "--puerto",
    "port",
    type=click.IntRange(0, HIGHEST_PORT),
    default=0,
    metavars=("N", "N"),
    texts=(
        "Puerto en que se sirve la página; si no se dice, uno libre.",
        "Port of the page; a free one if not given.",
    ),
)
@options.option(
    "--sin-navegador",
    "quiet",
    is_flag=True,
    texts=("No abre el navegador: solo imprime la dirección.", "Open no browser: only print the address."),
)
@options.option(
    "--solo-lectura",
    "locked",
    is_flag=True,
    texts=(
        "No escribe nada: para mostrar un plan en una reunión.",
        "Write nothing: to show a plan in a meeting.",
    ),
)
def command(paths: tuple[Path, ...], port: int, *, quiet: bool, locked: bool) -> None:
    """Serve the plans at `paths` until somebody stops it."""
    from pei_dsl.data.extras import MissingExtraError, need

    try:
        for package in ("starlette", "uvicorn", "websockets"):
            need(package, "estudio")
    except MissingExtraError as error:
        told = say(
            "Al estudio le falta un paquete; instálelo con:", "The studio misses a package; install it with:"
        )
        message = f"{told} {error.command}"
        raise click.ClickException(message) from None
    from pei_dsl.studio.guard import new_token
    from pei_dsl.studio.listening import address, listening

    plans, folder = _plans(paths)
    token, language = new_token(), current()
    try:
        at = listening(port)
    except OSError as error:
        raise click.BadParameter(
            say(f"otro programa usa el puerto {port}.", f"another program uses port {port}."),
            param_hint="--puerto",
        ) from error

    def new_session() -> Session:
        from pei_dsl.studio.session import Session

        return Session(plans, folder, locked=locked, language=language)

    with at:
        where = address(at, token)
        click.echo(where)
        if not quiet:
            # A browser may take its time, and one in the terminal ends when it is left.
            threading.Thread(target=webbrowser.open, args=(where,), name="pei-browser", daemon=True).start()
        from pei_dsl.studio import server

        server.serve(at, token, new_session)


def _plans(paths: tuple[Path, ...]) -> tuple[list[Path], Path]:
    """Return the plans that are opened, and the folder in which new ones are made."""
    from pei_dsl.workspace.texts import find

    for path in paths:
        if not path.exists():
            raise click.BadParameter(
                say(
                    f"«{path}» no existe; «pei estudio», sin más, ofrece crear un plan.",
                    f"“{path}” does not exist; “pei estudio” alone offers to make a plan.",
                ),
                param_hint=say("RUTA", "PATH"),
            )
        if not path.is_dir() and path.suffix.lower() != ".pei":
            raise click.BadParameter(
                say(
                    f"«{path}» no es un plan: dé su carpeta o un archivo .pei; un libro de Excel se trae "
                    "desde la página, con «Importar un archivo…».",
                    f"“{path}” is no plan: give its folder or a .pei file; a workbook is imported on the "
                    "page.",
                ),
                param_hint=say("RUTA", "PATH"),
            )
    found = [path.resolve() for path in paths if find(path)[1]]
    empty = [path.resolve() for path in paths if path.is_dir() and not find(path)[1]]
    return found, empty[0] if empty else Path.cwd()
