"""`pei ficha`: the fichas técnicas of a plan's indicators, in the order of annex A-6."""

from __future__ import annotations

from pathlib import Path

from pei_dsl.cli import answered, asked, completion, options, outputs
from pei_dsl.cli.reading_options import roots_option
from pei_dsl.interchange.renderers import MARKS as MARKS_OF_FILES
from pei_dsl.interchange.renderers import RENDERERS as OF_FILES
from pei_dsl.renderers.marks import MARKS
from pei_dsl.renderers.registry import RENDERERS


@options.command(
    texts=(
        "Escribe las fichas técnicas de los indicadores.",
        "Write the technical sheets of the indicators.",
    ),
    details=(
        """
        Cada ficha lleva los campos del anexo A-6 de CEPLAN, en su orden; los que el plan deja vacíos se ven
        vacíos. Sin códigos se escriben todas.

        RUTA es la carpeta de un plan o uno de sus archivos .pei; «-» es la entrada estándar.
        """,
        """
        Each sheet has the fields of CEPLAN's annex A-6, in its order; those that the plan leaves empty are
        seen empty. Without codes all are written.

        PATH is the folder of a plan or one of its .pei files; “-” is standard input.
        """,
    ),
    examples=(
        "pei ficha mi-plan -o fichas.html",
        "pei ficha mi-plan IND.01.OEI.01 IND.02.OEI.01 -o fichas.md",
    ),
)
@options.path_argument
@options.argument(
    "codes", metavars=("[CÓDIGO]...", "[CODE]..."), nargs=-1, required=False, shell_complete=completion.codes
)
@options.in_force_option
@roots_option
@outputs.options("document", renderers={**RENDERERS, **OF_FILES}, marks={**MARKS, **MARKS_OF_FILES})
def command(
    path: Path,
    codes: tuple[str, ...],
    in_force_on: str | None,
    output: outputs.Output,
    roots: tuple[Path, ...],
) -> None:
    """Write the fichas of the indicators `codes`, or of all, of the plan at `path`."""
    from pei_dsl.data.reading import Reading
    from pei_dsl.reproducing.question import Asks, Question

    standing = asked.standing_or_exit(in_force_on, asked.load_or_exit(path), roots)
    question = Question(
        Asks.FICHAS,
        codes=tuple(asked.indicator_or_exit(standing.code(each), standing.asked) for each in codes),
        in_force_on=standing.day,
    )
    answered.write(standing.loaded, path, question, Reading(roots=roots), output)
