"""`pei exportar`: the capture template and form B-7 as workbooks, the figures of a plan as a long table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import shared
from pei_dsl.cli.language import current, say
from pei_dsl.cli.reading import roots_option

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading
    from pei_dsl.model.periods import Period
    from pei_dsl.workspace.loading import Loaded

FORMATS = ("xlsx", "csv")
FORMS = ("captura", "b7")


@shared.command(
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
@shared.path_argument
@shared.option(
    "--a",
    "format_",
    type=click.Choice(FORMATS),
    texts=(
        "Formato; si no se dice, el del nombre de la salida.",
        "Format; that of the output's name if not given.",
    ),
)
@shared.option(
    "--forma",
    "form",
    type=click.Choice(FORMS),
    default="captura",
    show_default=True,
    texts=("Qué libro se escribe.", "Which workbook is written."),
)
@shared.period_option(
    (
        "Periodo del reporte, o el único cuyos valores se capturan",
        "Period of the report, or the only one to capture",
    ),
    required=False,
)
@shared.methodology_option
@shared.output_option
@roots_option
@click.pass_context
def command(
    context: click.Context,
    path: Path,
    format_: str | None,
    form: str,
    period: str | None,
    methodology: str | None,
    output: Path | None,
    roots: tuple[Path, ...],
) -> None:
    """Write the plan at `path`; exit with 3 if its data have errors."""
    if format_ is None:
        format_ = "csv" if output is None or output.suffix.lower() == ".csv" else "xlsx"
    if format_ == "xlsx":
        output = _workbook_name(output)
        shared.need("xlsxwriter", "excel")
    if form == "b7" and (period is None or format_ != "xlsx"):
        raise click.UsageError(
            say(
                "la forma b7 es un libro de un periodo: escriba --a xlsx y --periodo, por ejemplo 2024.",
                "Form b7 is a workbook of one period: write --a xlsx and --periodo, for example 2024.",
            )
        )
    loaded = shared.load_or_exit(path)
    when = shared.period_or_exit(period, loaded) if period is not None else None
    shared.methodology_or_exit(methodology, loaded)
    from pei_dsl.data.reading import Reading
    from pei_dsl.interchange import exporting
    from pei_dsl.workspace.verbs import reading_data

    reading = Reading(roots=roots)
    with reading_data(loaded, reading=reading) as (_, problems):
        pass
    if format_ == "csv":
        shared.write(exporting.long_table(loaded, reading), output)
    else:
        assert output is not None
        shared.save(_workbook(loaded, form, when, methodology, reading), output)
    left = exporting.left_out_of(loaded, form if format_ == "xlsx" else format_, current())
    if left:
        click.echo(
            say(
                f"nota: no lleva todo el plan; quedó fuera: {left}",
                f"note: it does not hold the whole plan; left out: {left}",
            ),
            err=True,
        )
    if problems:
        shared.report(problems)
        context.exit(shared.DATA)


def _workbook_name(output: Path | None) -> Path:
    """Return where the workbook goes; it cannot be shown on a screen, and Excel opens it by its name."""
    if output is None or str(output) == shared.STDIN or output.suffix.lower() != ".xlsx":
        raise click.UsageError(
            say(
                "un libro de Excel va a un archivo: agregue -o con un nombre que termine en .xlsx.",
                "A workbook goes to a file: add -o with a name that ends in .xlsx.",
            )
        )
    return output


def _workbook(
    loaded: Loaded, form: str, period: Period | None, methodology: str | None, reading: Reading
) -> bytes:
    from pei_dsl.interchange.exporting import capture_workbook, report_b7_workbook

    if form == "b7":
        assert period is not None
        return report_b7_workbook(loaded, period, methodology=methodology, reading=reading)
    return capture_workbook(loaded, period, methodology=methodology, reading=reading)
