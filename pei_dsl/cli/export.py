"""`pei exportar`: the capture template and form B-7 as workbooks, the figures of a plan as a long table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import answered, asked, options, outputs, telling
from pei_dsl.cli.language import current, say
from pei_dsl.cli.reading_options import roots_option
from pei_dsl.interchange.renderers import MARKS, RENDERERS
from pei_dsl.plain_files import read_plain

if TYPE_CHECKING:
    from pei_dsl.workspace.loaded import Loaded

FORMS = ("captura", "b7")


@options.command(
    texts=(
        "Escribe el plan o sus resultados en Excel.",
        "Write the plan or its results to Excel.",
    ),
    details=(
        """
        La forma «captura» es una plantilla con una fila por indicador, para llenar logros y valores, que se
        lee de nuevo con «pei importar». La forma «b7» es el Reporte de seguimiento de un periodo. El formato
        csv es una tabla larga: código, medida, periodo, cifra.

        RUTA es la carpeta de un plan o uno de sus archivos .pei; «-» es la entrada estándar.
        """,
        """
        The form “captura” is a template with a row for each indicator, to fill in goals and values, that is
        read back with “pei importar”. The form “b7” is the follow-up report of a period. The format csv is
        a long table: code, measure, period, figure.

        PATH is the folder of a plan or one of its .pei files; “-” is standard input.
        """,
    ),
    examples=(
        "pei exportar mi-plan -o captura.xlsx",
        "pei exportar mi-plan --periodo 2025 -o captura-2025.xlsx",
        "pei exportar mi-plan --forma b7 --periodo 2024 -o seguimiento.xlsx",
        "pei exportar mi-plan --a csv -o cifras.csv",
    ),
)
@options.path_argument
@outputs.options(
    "export",
    texts=(
        "Formato; si no se dice, el del nombre de la salida",
        "Format; that of the output's name if not given",
    ),
    names=("--a", "--formato"),
    renderers=RENDERERS,
    marks=MARKS,
)
@options.option(
    "--forma",
    "form",
    type=click.Choice(FORMS),
    default="captura",
    show_default=True,
    texts=("Qué libro se escribe.", "Which workbook is written."),
)
@options.period_option(
    (
        "Periodo del reporte, o el único cuyos valores se capturan",
        "Period of the report, or the only one to capture",
    ),
    required=False,
)
@options.methodology_option
@options.in_force_option
@roots_option
def command(
    path: Path,
    form: str,
    period: str | None,
    methodology: str | None,
    in_force_on: str | None,
    output: outputs.Output,
    roots: tuple[Path, ...],
) -> None:
    """Write the plan at `path`; exit with 3 if its data have errors."""
    if form == "b7" and (period is None or output.format.name != "xlsx"):
        raise click.UsageError(
            say(
                "la forma b7 es un libro de un periodo: escriba --a xlsx y --periodo, por ejemplo 2024.",
                "Form b7 is a workbook of one period: write --a xlsx and --periodo, for example 2024.",
            )
        )
    if in_force_on is not None and form == "captura" and output.format.name == "xlsx":
        raise click.UsageError(
            say(
                "una plantilla de captura se llena para el plan de hoy: --vigente-al es para --forma b7 y "
                "--a csv.",
                "a capture template is filled in for the plan of today: --vigente-al is for --forma b7 and "
                "--a csv.",
            )
        )
    from pei_dsl.data.reading import Reading
    from pei_dsl.interchange.exporting import left_out_of
    from pei_dsl.reproducing.question import Asks, Question

    loaded = asked.load_or_exit(path)
    standing = asked.standing_or_exit(in_force_on, loaded, roots)
    when = asked.period_or_exit(period, standing.asked) if period is not None else ""
    asked.methodology_or_exit(methodology, standing.asked)
    question = Question(
        Asks.EXPORT,
        periods=str(when),
        methodologies=asked.named(methodology),
        in_force_on=standing.day,
        form=form,
    )
    if form != "b7" and output.path is not None:
        _refuse_to_empty(output.path, standing.asked, roots)
    problems = answered.write(loaded, path, question, Reading(roots=roots), output).diagnostics
    left = left_out_of(
        standing.asked, form if output.format.name == "xlsx" else output.format.name, current()
    )
    if left:
        click.echo(
            say(
                f"nota: no lleva todo el plan; quedó fuera: {left}",
                f"note: it does not hold the whole plan; left out: {left}",
            ),
            err=True,
        )
    telling.exit_if(problems)


def _refuse_to_empty(path: Path, loaded: Loaded, roots: tuple[Path, ...]) -> None:
    """Refuse to write over a form with figures that the plan does not hold yet, in any case."""
    from pei_dsl.interchange.touched_books import is_untouched, only_there
    from pei_dsl.interchange.workbook import MAX_BYTES
    from pei_dsl.workspace.verbs import registered_of

    try:
        data = read_plain(path, MAX_BYTES + 1)
    except OSError:  # nothing is there, or it cannot be written either, which is said there
        return
    if is_untouched(data):
        return
    registered, _ = registered_of(loaded, roots=roots)
    found = only_there(path.name, data, loaded.plan, registered)
    if not found:
        return
    number = len(found)
    shown = ", ".join(f"{place} {period}".strip() for place, period in found[:3]) + (
        ", …" if number > 3 else ""
    )
    has = say(
        "una cifra que el plan no tiene" if number == 1 else f"{number} cifras que el plan no tiene",
        "a figure that the plan does not have" if number == 1 else f"{number} figures not in the plan",
    )
    raise click.UsageError(
        say(
            f"«{path}» tiene {has} ({shown}): pásela{'' if number == 1 else 's'} primero al plan con «pei "
            f"importar {path}», o elija otro nombre.",
            f"“{path}” has {has} ({shown}): bring them into the plan first with “pei importar {path}”, or "
            "choose another name.",
        )
    )
