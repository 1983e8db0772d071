"""`pei verificar`: a result computed again, and what differs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import exits, options, outputs, telling
from pei_dsl.cli.language import current
from pei_dsl.cli.reading_options import reading_options
from pei_dsl.renderers.formats import VERIFIED, suffixes_listed

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading

_VERIFIED_ES, _VERIFIED_EN = suffixes_listed(VERIFIED, "o"), suffixes_listed(VERIFIED, "or")


@options.command(
    texts=(
        "Vuelve a calcular un resultado y dice qué difiere.",
        "Compute a result again and say what differs.",
    ),
    details=(
        f"""
        Lee el JSON, el informe o el libro que otra orden escribió, hace la misma pregunta al plan que está
        en la carpeta y compara: los textos del plan, los datos, la metodología, el programa y cada cifra.
        Termina con 0 si nada difiere, con 1 si algo difiere y con 3 si faltan datos para recalcular todo.

        RESULTADO es un archivo {_VERIFIED_ES}, o un paquete .zip; RUTA, la carpeta del plan
        o su archivo: sin ella se busca junto al resultado y en la carpeta actual.
        """,
        f"""
        Read the JSON, the report or the workbook that another command wrote, ask the plan in the folder the
        same, and compare: the texts of the plan, the data, the methodology, the program and every figure.
        Exits with 0 if nothing differs, with 1 if something does, and with 3 if data are missing to compute
        all of it again.

        RESULT is a {_VERIFIED_EN} file, or a .zip package; PATH, the folder of the plan
        or its file: without it, it is looked for beside the result and in the current folder.
        """,
    ),
    examples=(
        "pei verificar resultado.json",
        "pei verificar informe.docx mi-plan",
        "pei verificar mi-plan-2024.zip",
    ),
)
@options.argument("result", metavars=("RESULTADO", "RESULT"), type=click.Path(path_type=Path, dir_okay=False))
@options.argument(
    "plan", metavars=("[RUTA]", "[PATH]"), required=False, type=click.Path(path_type=Path, exists=True)
)
@outputs.options("verification")
@reading_options
@click.pass_context
def command(
    context: click.Context, result: Path, plan: Path | None, output: outputs.Output, reading: Reading
) -> None:
    """Print what comes of computing `result` again; exit with 1 if something differs."""
    from pei_dsl.reproducing.verifying import verify
    from pei_dsl.reproducing.written_results import UnverifiableError

    try:
        found = verify(result, plan, reading=reading, language=current())
    except UnverifiableError as error:
        raise click.UsageError(error.message(current())) from error
    output.write("verification", found)
    if found.findings and not found.holds:
        telling.report(found.findings)
    if not found.holds:
        context.exit(exits.DATA if found.is_same else exits.FINDINGS)
