"""What commands tell on standard error: findings, what is not there, what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from pei_dsl.cli.exits import DATA, USAGE
from pei_dsl.cli.language import current, say
from pei_dsl.renderers.style import WIDTH

if TYPE_CHECKING:
    from pei_dsl.diagnostics import Diagnostic
    from pei_dsl.diagnostics.codes import DiagnosticCode
    from pei_dsl.diagnostics.finding import Fix


def report(findings: Iterable[Diagnostic]) -> None:
    """Print findings in full to standard error, the first hundred of them."""
    from pei_dsl.diagnostics.text import render
    from pei_dsl.views.findings_page import FindingsPage

    page = FindingsPage(list(findings))
    for finding in page.shown:
        click.echo(f"{render(finding, current(), WIDTH)}\n", err=True)
    if page.left:
        click.echo(f"{page.rest(current())}\n", err=True)


def exit_if(problems: Collection[Diagnostic]) -> None:
    """Report what is wrong with the data, and exit with 3; where nothing is but warnings, go on."""
    from pei_dsl.diagnostics import Severity

    report(problems)
    if any(each.severity is Severity.ERROR for each in problems):
        raise click.exceptions.Exit(DATA)


def refuse(
    code: DiagnosticCode, params: Mapping[str, str | int], variant: str = "", fixes: tuple[Fix, ...] = ()
) -> NoReturn:
    """Report that the command asks for something that is not there, and exit with 2."""
    from pei_dsl.diagnostics import Diagnostic, Label

    report([Diagnostic(code, Label(None), params, variant=variant, fixes=fixes)])
    raise click.exceptions.Exit(USAGE)


def tell_written(output: Path) -> None:
    """Say where the output is."""
    click.echo(say(f"Escrito en {output}", f"Written to {output}"), err=True)


def need(package: str, extra: str) -> None:
    """Exit with 2 and the command that installs it, unless the optional `package` is there."""
    import importlib.util

    from pei_dsl.data.extras import installing

    if importlib.util.find_spec(package) is None:
        click.echo(
            say(
                f"falta un componente; instálelo con: {installing(extra)}",
                f"a component is missing; install it with: {installing(extra)}",
            ),
            err=True,
        )
        raise click.exceptions.Exit(USAGE)
