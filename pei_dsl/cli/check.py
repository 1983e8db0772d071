"""`pei revisar`: what is wrong in a plan, and what to write instead."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from pei_dsl.cli import reading, shared
from pei_dsl.cli.bilingual import WIDTH
from pei_dsl.cli.folders import default_folder
from pei_dsl.cli.language import current, say

if TYPE_CHECKING:
    from pei_dsl.diagnostics import Diagnostic

FORMATS = ("completo", "conciso", "json")


@shared.command(
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
@shared.argument(
    "paths",
    nargs=-1,
    required=True,
    metavars=("RUTA…", "PATH…"),
    type=click.Path(path_type=Path, allow_dash=True),
)
@shared.option(
    "--formato",
    "format_",
    type=click.Choice(FORMATS),
    default="completo",
    show_default=True,
    texts=(
        "Cómo se muestra lo encontrado: completo, conciso (una línea por hallazgo) o json.",
        "How findings are shown: completo (in full), conciso (one line each) or json.",
    ),
)
@shared.option(
    "--sin-caché",
    "no_cache",
    is_flag=True,
    texts=(
        "Revisa todo de nuevo, aunque nada haya cambiado.",
        "Check everything anew, even if nothing has changed.",
    ),
)
@shared.option(
    "--corregir",
    "mends",
    is_flag=True,
    texts=(
        "Corrige lo que solo se puede leer de una manera, y dice qué cambió y qué queda.",
        "Mend what can only be read in one way, and say what was changed and what remains.",
    ),
)
@shared.option(
    "--previa",
    "--diferencias",
    "preview",
    is_flag=True,
    texts=(
        "Muestra lo que --corregir cambiaría, y no escribe nada.",
        "Show what --corregir would change, and write nothing.",
    ),
)
@shared.option(
    "--con-bases",
    "databases",
    is_flag=True,
    texts=(
        "Mira también las columnas de las bases de datos de «conexión:»; sin esto no se consultan.",
        "Look at the columns of the databases of “connection:” too; else they are not asked.",
    ),
)
@reading.roots_option
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[Path, ...],
    format_: str,
    *,
    no_cache: bool,
    mends: bool,
    preview: bool,
    databases: bool,
    roots: tuple[Path, ...],
) -> None:
    """Report the findings about each of `paths`; `shared.exit_code` says what it exits with."""
    if mends or preview:
        if databases:
            _apart("--previa" if preview else "--corregir")
        from pei_dsl.cli import mend

        left = mend.mend(paths, format_, roots, preview=preview)
        context.exit(shared.exit_code(left))
    found = [
        finding
        for path in paths
        for finding in _check(path, roots, use_cache=not no_cache, databases=databases)
    ]
    show(found, format_)
    context.exit(shared.exit_code(found))


def _apart(option: str) -> NoReturn:
    """Refuse `--con-bases` beside what mends texts: a database has no text to mend."""
    raise click.UsageError(
        say(
            f"--con-bases no va con {option}: corrija primero el texto, y mire después las bases de datos.",
            f"--con-bases does not go with {option}: mend the text first, and look at the databases then.",
        )
    )


def _check(path: Path, roots: tuple[Path, ...], *, use_cache: bool, databases: bool) -> Sequence[Diagnostic]:
    from pei_dsl.workspace import cache
    from pei_dsl.workspace import loading as workspace

    if str(path) == shared.STDIN:
        return workspace.check_loaded(shared.read(path), roots, databases=databases)
    kept = cache.Cache(default_folder() / "findings") if use_cache else None
    return workspace.check(path, kept, roots, databases=databases).diagnostics


def show(
    found: Sequence[Diagnostic],
    format_: str,
    *,
    err: bool = False,
    changes: Sequence[dict[str, object]] | None = None,
) -> None:
    """
    Print `found` in one of the formats.

    Args:
        found: Findings; they are the result, so they go to standard output.
        format_: One of `FORMATS`.
        err: Whether standard output is taken, by a mended text, so that they go to standard error.
        changes: What was mended before, for programs.
    """
    from pei_dsl.diagnostics import Severity, text
    from pei_dsl.diagnostics.json import to_json

    if format_ == "json":
        findings = [to_json(each, current()) for each in found]
        told: dict[str, object] = {"version": 1, "hallazgos": findings}
        if changes is not None:
            told["cambios"] = changes
        click.echo(json.dumps(told, ensure_ascii=False, indent=2), err=err)
        return
    if format_ == "conciso":
        for each in found:
            click.echo(text.render_concise(each, current()), err=err)
        return
    for each in found:
        click.echo(text.render(each, current(), WIDTH) + "\n", err=err)
    errors = sum(each.severity is Severity.ERROR for each in found)
    warnings = sum(each.severity is Severity.WARNING for each in found)
    if not errors and not warnings:
        click.echo(say("Sin errores ni avisos.", "No errors, no warnings."), err=err)
        return
    click.echo(
        say(
            f"{_count(errors, 'error', 'errores')}, {_count(warnings, 'aviso', 'avisos')}. "
            f"«pei explicar {found[0].code}» dice más.",
            f"{_count(errors, 'error', 'errors')}, {_count(warnings, 'warning', 'warnings')}. "
            f"“pei explicar {found[0].code}” tells more.",
        ),
        err=err,
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
