"""`pei empaquetar`: a plan, its data and its result as one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import asked, completion, options, outputs, telling, writing
from pei_dsl.cli.exits import DATA
from pei_dsl.cli.language import current, say
from pei_dsl.cli.reading_options import reading_options

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading
    from pei_dsl.reproducing.question import Question
    from pei_dsl.workspace.loaded import Loaded

SUFFIX = ".zip"


@options.command(
    texts=(
        "Hace un archivo con el plan, sus datos y su resultado, que otra máquina comprueba.",
        "Make one file of the plan, its data and its result, which another machine verifies.",
    ),
    details=(
        """
        El paquete es un .zip con los textos del plan, los datos que pueden viajar, la evaluación, el informe
        de un periodo y sus huellas. Lo que una fuente o una evidencia declara con «viaja: no», y lo que está
        fuera de la carpeta, se queda; su huella va. De una «conexión» van las cifras que dio, y ninguna fila.

        RUTA es la carpeta de un plan o uno de sus archivos .pei.
        """,
        """
        The package is a .zip with the texts of the plan, the data that may travel, the evaluation, the report
        of one period and their fingerprints. What a source or an evidence declares with “viaja: no”, and what
        is outside the folder, stays; its hash goes. Of a database go the figures that it gave, and no row.

        PATH is the folder of a plan or one of its .pei files.
        """,
    ),
    examples=(
        "pei empaquetar mi-plan --periodo 2024 -o mi-plan-2024.zip",
        "pei empaquetar mi-plan --periodo 2024 --sin-datos -o mi-plan-2024.zip",
    ),
)
@options.path_argument
@options.period_option(("Periodo del resultado", "Period of the result"), required=True, several=True)
@options.option(
    "--metodología",
    "methodologies",
    multiple=True,
    shell_complete=completion.methodologies,
    metavars=("NOMBRE", "NAME"),
    texts=("Metodología en lugar de la del plan.", "Methodology instead of the plan's."),
)
@options.day_option
@options.in_force_option
@options.option(
    "-o",
    outputs.HINT,
    "package",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavars=("ARCHIVO", "FILE"),
    texts=("El paquete, un archivo .zip.", "The package, a .zip file."),
)
@options.option(
    "--sin-datos",
    "without_data",
    is_flag=True,
    texts=("Deja en casa todos los datos.", "Leave all data at home."),
)
@options.option(
    "--reemplazar",
    "replaces",
    is_flag=True,
    texts=(
        "Escribe aunque el archivo sea otra cosa; lo que había queda en NOMBRE.anterior.",
        "Write even if the file is something else; what was there stays in NAME.anterior.",
    ),
)
@reading_options
def command(
    path: Path,
    period: str,
    methodologies: tuple[str, ...],
    on: str | None,
    in_force_on: str | None,
    package: Path,
    *,
    without_data: bool,
    replaces: bool,
    reading: Reading,
) -> None:
    """Write the package of the plan at `path`; exit with 3 if its data have errors."""
    from pei_dsl.reproducing.question import Asks, Question
    from pei_dsl.reproducing.unpacking import holds_package

    if package.suffix.lower() != SUFFIX:
        raise click.BadParameter(
            say(
                f"un paquete termina en {SUFFIX}: escriba «{package.stem}{SUFFIX}».",
                f"a package ends in {SUFFIX}: write “{package.stem}{SUFFIX}”.",
            ),
            param_hint=outputs.HINT,
        )
    to = writing.Destination(package, outputs.HINT, holds_package, replaces)
    writing.refuse_to_lose(to)
    loaded = asked.load_or_exit(path)
    standing = asked.standing_or_exit(in_force_on, loaded, reading.roots)
    if standing.version is not None:
        _refuse_another(standing)
    periods = asked.periods_or_exit(period, loaded)
    for name in methodologies:
        asked.methodology_or_exit(name, loaded)
    question = Question(
        Asks.EVALUATION,
        periods=str(periods[0]) if len(periods) == 1 else f"{periods[0]}..{periods[-1]}",
        methodologies=tuple(dict.fromkeys(methodologies)),
        on=asked.day_asked(on),
        in_force_on=standing.day,
        engine=str(reading.engine),
        language=current(),
        text="" if path.is_dir() else path.name,
    )
    _pack(loaded, question, to, reading, with_data=not without_data)


def _refuse_another(standing: asked.Standing) -> None:
    """Refuse to pack figures of a day that are of the plan of another folder, which does not travel."""
    from pei_dsl.data.readers.locating import from_here

    assert standing.asked.root is not None  # it is in a folder
    folder = from_here(standing.asked.root)
    raise click.UsageError(
        say(
            f"un paquete lleva un solo plan, y el de ese día está en otra carpeta: empaquete «{folder}», con "
            f"«--vigente-al {standing.day}».",
            f"a package holds one plan, and that of the day is in another folder: pack “{folder}”, with "
            f"“--vigente-al {standing.day}”.",
        )
    )


def _pack(
    loaded: Loaded, question: Question, to: writing.Destination, reading: Reading, *, with_data: bool
) -> None:
    from pei_dsl.diagnostics import catalogue
    from pei_dsl.reproducing.grounds import ChangedWhileReadError
    from pei_dsl.reproducing.packaging import pack
    from pei_dsl.reproducing.written_results import UnverifiableError
    from pei_dsl.views.words import printable

    try:
        with asked.undoing(), writing.writing(to) as stream:
            packed = pack(loaded, question, stream, with_data=with_data, reading=reading)
    except UnverifiableError as error:
        raise click.UsageError(error.message(current())) from error
    except ChangedWhileReadError as error:
        params = {"file": printable(error.file)}
        click.echo(catalogue.phrase("reproducing", "changed_while_read", current(), params), err=True)
        raise click.exceptions.Exit(DATA) from None
    telling.tell_written(to.path)
    for each in packed.left:
        name = printable(each.name)
        click.echo(say(f"No viaja: {name} ({each.why})", f"Does not travel: {name} ({each.why})"), err=True)
    _tell_evidence(packed.evidence)
    telling.exit_if(packed.diagnostics)


def _tell_evidence(files: tuple[str, ...]) -> None:
    """Tell which files of evidence leave with the package: pictures and records may name persons."""
    from pei_dsl.views.words import printable

    if files:
        names = printable(", ".join(files))
        told = say(
            f"Viajan evidencias: {names}; las deja en casa «viaja: no» en la evidencia, o --sin-datos.",
            f"Evidence travels: {names}; “viaja: no” of the evidence or --without-data leaves it at home.",
        )
        click.echo(told, err=True)
