"""`pei revisar`: what is wrong in a plan, and what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from pei_dsl.cache_folder import default_folder
from pei_dsl.cli import asked, exits, options, outputs, reading_options, writing
from pei_dsl.cli.language import say

if TYPE_CHECKING:
    from pei_dsl.diagnostics import Diagnostic


@options.command(
    texts=(
        "Busca errores en un plan y dice cómo corregirlos.",
        "Find mistakes in a plan and say how to mend them.",
    ),
    details=(
        "Cada RUTA es la carpeta de un plan o uno de sus archivos .pei; «-» es la entrada estándar.",
        "Each PATH is the folder of a plan or one of its .pei files; “-” is standard input.",
    ),
    examples=("pei revisar mi-plan", "pei revisar mi-plan --corregir", "pei revisar mi-plan --previa"),
)
@options.argument(
    "paths",
    nargs=-1,
    required=True,
    metavars=("RUTA…", "PATH…"),
    type=click.Path(path_type=Path, allow_dash=True),
)
@outputs.options(
    "findings",
    texts=(
        "Cómo se muestra lo encontrado: completo, conciso (una línea por hallazgo) o json",
        "How findings are shown: completo (in full), conciso (one line each) or json",
    ),
)
@options.option(
    "--sin-caché",
    "no_cache",
    is_flag=True,
    texts=(
        "Revisa todo de nuevo, aunque nada haya cambiado.",
        "Check everything anew, even if nothing has changed.",
    ),
)
@options.option(
    "--corregir",
    "mends",
    is_flag=True,
    texts=(
        "Corrige lo que solo se puede leer de una manera, y dice qué cambió y qué queda.",
        "Mend what can only be read in one way, and say what was changed and what remains.",
    ),
)
@options.option(
    "--previa",
    "--diferencias",
    "preview",
    is_flag=True,
    texts=(
        "Muestra lo que --corregir cambiaría, y no escribe nada.",
        "Show what --corregir would change, and write nothing.",
    ),
)
@options.option(
    "--con-bases",
    "databases",
    is_flag=True,
    texts=(
        "Mira también las columnas de las bases de datos de «conexión:»; sin esto no se consultan.",
        "Look at the columns of the databases of “connection:” too; else they are not asked.",
    ),
)
@reading_options.roots_option
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[Path, ...],
    output: outputs.Output,
    *,
    no_cache: bool,
    mends: bool,
    preview: bool,
    databases: bool,
    roots: tuple[Path, ...],
) -> None:
    """Report the findings about each of `paths`; `exits.exit_code` says what it exits with."""
    if mends or preview:
        if databases:
            _apart("--previa" if preview else "--corregir")
        if output.path is not None:
            _mends_in_place(output.path)
        from pei_dsl.cli import mend

        left = mend.mend(paths, output.format.name, roots, preview=preview)
        context.exit(exits.exit_code(left))
    from pei_dsl.views.findings_page import FindingsPage

    found = [
        finding
        for path in paths
        for finding in _check(path, roots, use_cache=not no_cache, databases=databases)
    ]
    output.write("findings", FindingsPage(found))
    context.exit(exits.exit_code(found))


def _apart(option: str) -> NoReturn:
    """Refuse `--con-bases` beside what mends texts: a database has no text to mend."""
    raise click.UsageError(
        say(
            f"--con-bases no va con {option}: corrija primero el texto, y mire después las bases de datos.",
            f"--con-bases does not go with {option}: mend the text first, and look at the databases then.",
        )
    )


def _mends_in_place(path: Path) -> NoReturn:
    """Refuse `-o` beside what mends texts, which are written where they are."""
    raise click.UsageError(
        say(
            f"--corregir y --previa cuentan en la pantalla lo que hacen: quite -o {path}.",
            f"--corregir and --previa tell on the screen what they do: leave -o {path} out.",
        )
    )


def _check(path: Path, roots: tuple[Path, ...], *, use_cache: bool, databases: bool) -> Sequence[Diagnostic]:
    from pei_dsl.workspace import cache, checking
    from pei_dsl.workspace import loading as workspace
    from pei_dsl.workspace.read_files import read_files

    if str(path) == options.STDIN:
        return checking.check_loaded(asked.read(path), roots, databases=databases)
    writing.remember_read(lambda: read_files(workspace.load(path)))
    kept = cache.Cache(default_folder() / "findings") if use_cache else None
    return workspace.check(path, kept, roots, databases=databases).diagnostics
