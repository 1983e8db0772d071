"""`pei publicar`: the results of a period as a site of files, for a transparency portal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import asked, options, outputs, site_folder, telling
from pei_dsl.cli.exits import DATA
from pei_dsl.cli.language import current, say
from pei_dsl.cli.reading_options import reading_options

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading
    from pei_dsl.reports.publishing import Site
    from pei_dsl.reproducing.question import Question
    from pei_dsl.workspace.loaded import Loaded


@options.command(
    texts=(
        "Escribe los resultados de un periodo como un sitio web.",
        "Write the results of a period as a web site.",
    ),
    details=(
        """
        El sitio tiene una página por objetivo, acción e indicador, con su ficha, su evolución y cómo se
        calculó, y los resultados en CSV y JSON; ninguna fila de los datos. Se abre desde el disco y no
        necesita servidor: se copia al portal de transparencia.

        La carpeta ha de ser nueva, estar vacía o tener el sitio del mismo plan, que se pone al día. No se
        toca ningún archivo que no sea del sitio.

        RUTA es la carpeta de un plan o uno de sus archivos .pei; «-» es la entrada estándar.
        """,
        """
        The site has a page for each objective, action and indicator, with its technical sheet, its evolution
        and how it was computed, and results as CSV and JSON; no row of the data. It opens from the disk and
        needs no server: it is copied to the transparency portal.

        The folder has to be new, empty, or one with the site of the same plan, which is brought up to date.
        No file is touched that is not of the site.

        PATH is the folder of a plan or one of its .pei files; “-” is standard input.
        """,
    ),
    examples=("pei publicar mi-plan --periodo 2024 -o sitio",),
)
@options.path_argument
@options.period_option(("Periodo que se publica", "Period to publish"), required=True)
@options.methodology_option
@options.day_option
@options.in_force_option
@options.option(
    "-o",
    outputs.HINT,
    "to",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavars=("CARPETA", "FOLDER"),
    texts=("Carpeta del sitio.", "Folder of the site."),
)
@reading_options
def command(
    path: Path,
    period: str,
    methodology: str | None,
    on: str | None,
    in_force_on: str | None,
    to: Path,
    reading: Reading,
) -> None:
    """Write the site of the plan at `path`; exit with 3 if its data have errors."""
    from pei_dsl.reproducing.question import Asks, Question

    standing, when = asked.measurable_or_exit(path, period, methodology, in_force_on, reading.roots)
    question = Question(
        Asks.EVALUATION,
        periods=str(when),
        methodologies=asked.named(methodology),
        on=asked.day_asked(on),
        in_force_on=standing.day,
        engine=str(reading.engine),
        language=current(),
        text=options.STDIN if str(path) == options.STDIN else "" if path.is_dir() else path.name,
    )
    site_folder.refuse_what_is_not_ours(to, site_folder.plan_of(standing.asked.plan))
    asked.tell_unread_versions(standing.asked, when, reading.roots)
    site = _made(standing.loaded, question, reading)
    removed = site_folder.write(site, to)
    first = to / "index.html"
    click.echo(
        say(
            f"Escrito en {to}: {len(site.files)} archivos; ábralo por {first}",
            f"Written to {to}: {len(site.files)} files; open {first}",
        ),
        err=True,
    )
    if removed:
        click.echo(
            say(f"Ya no son del sitio, se quitaron: {removed}", f"No longer of the site, removed: {removed}"),
            err=True,
        )
    telling.exit_if(site.diagnostics)


def _made(loaded: Loaded, question: Question, reading: Reading) -> Site:
    from pei_dsl.diagnostics import catalogue
    from pei_dsl.reproducing.grounds import ChangedWhileReadError
    from pei_dsl.reproducing.published import published
    from pei_dsl.views.words import printable

    try:
        with asked.undoing():
            return published(loaded, question, reading)
    except ChangedWhileReadError as error:
        file = {"file": printable(error.file)}
        click.echo(catalogue.phrase("reproducing", "changed_while_read", current(), file), err=True)
        raise click.exceptions.Exit(DATA) from None
