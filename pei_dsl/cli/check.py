"""`pei revisar`: what is wrong in a plan, and what to write instead."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import shared
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
    examples=("pei revisar mi-plan", "pei revisar mi-plan --formato conciso"),
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
@click.pass_context
def command(context: click.Context, paths: tuple[Path, ...], format_: str, *, no_cache: bool) -> None:
    """Report the findings about each of `paths`; `shared.exit_code` says what it exits with."""
    found = [finding for path in paths for finding in _check(path, use_cache=not no_cache)]
    show(found, format_)
    context.exit(shared.exit_code(found))


def _check(path: Path, *, use_cache: bool) -> Sequence[Diagnostic]:
    from pei_dsl.pipeline import cache, workspace

    if str(path) == shared.STDIN:
        return workspace.check_loaded(shared.read(path))
    kept = cache.Cache(default_folder() / "findings") if use_cache else None
    return workspace.check(path, kept).diagnostics


def show(found: Sequence[Diagnostic], format_: str) -> None:
    """Print `found` in one of the formats; findings are the result, so they go to standard output."""
    from pei_dsl.diagnostics import Severity, text
    from pei_dsl.diagnostics.json import to_json

    if format_ == "json":
        findings = [to_json(each, current()) for each in found]
        click.echo(json.dumps({"version": 1, "hallazgos": findings}, ensure_ascii=False, indent=2))
        return
    if format_ == "conciso":
        for each in found:
            click.echo(text.render_concise(each, current()))
        return
    for each in found:
        click.echo(text.render(each, current(), WIDTH) + "\n")
    errors = sum(each.severity is Severity.ERROR for each in found)
    warnings = sum(each.severity is Severity.WARNING for each in found)
    if not errors and not warnings:
        click.echo(say("Sin errores ni avisos.", "No errors, no warnings."))
        return
    click.echo(
        say(
            f"{_count(errors, 'error', 'errores')}, {_count(warnings, 'aviso', 'avisos')}. "
            f"«pei explicar {found[0].code}» dice más.",
            f"{_count(errors, 'error', 'errors')}, {_count(warnings, 'warning', 'warnings')}. "
            f"“pei explicar {found[0].code}” tells more.",
        )
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
