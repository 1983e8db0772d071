"""`pei evaluar`: values, alcances and colours of one period or several, under one methodology or several."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from pei_dsl.cli import answered, asked, completion, exits, options, outputs, progress_line, telling
from pei_dsl.cli.language import Both, say
from pei_dsl.cli.reading_options import cells_option, reading_options

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading
    from pei_dsl.diagnostics import Diagnostic
    from pei_dsl.model.periods import Granularity, Period
    from pei_dsl.reproducing.question import Question
    from pei_dsl.workspace.loaded import Loaded


@options.command(
    texts=(
        "Calcula valores, alcances y colores de un periodo o de varios.",
        "Compute values, alcances and colours of a period or of several.",
    ),
    details=options.PATH_HELP,
    examples=(
        "pei evaluar mi-plan --periodo 2024",
        "pei evaluar mi-plan --periodo 2020..2024",
        "pei evaluar mi-plan --año 2024 --metodología ceplan --metodología a",
        "pei evaluar mi-plan --periodo 2024-S1 --formato csv -o semestre.csv",
        "pei evaluar mi-plan --periodo 2024 --por región,mes",
    ),
)
@options.path_argument
@options.period_option(("Periodo que se calcula", "Period to compute"), required=True, several=True)
@options.option(
    "--metodología",
    "methodologies",
    multiple=True,
    shell_complete=completion.methodologies,
    metavars=("NOMBRE", "NAME"),
    texts=(
        "Metodología en lugar de la del plan: ceplan, exacta o una declarada; si se repite, se comparan.",
        "Methodology instead of the plan's: ceplan, exacta or a declared one; repeated, they are compared.",
    ),
)
@options.day_option
@options.in_force_option
@outputs.options(
    "evaluation",
    "breakdown",
    texts=(
        "Cómo se muestra el resultado; parquet, solo con --por y en un archivo",
        "How the result is shown; parquet, only with --por and to a file",
    ),
)
@options.option(
    "--por",
    "by",
    metavars=("COLUMNAS", "COLUMNS"),
    texts=(
        "Desagrega los valores: columnas de «desagregación:» entre comas, y mes, trimestre o semestre.",
        "Break values down: columns of “breakdown:” between commas, and month, quarter or semester.",
    ),
)
@cells_option
@reading_options
@click.pass_context
def command(
    context: click.Context,
    path: Path,
    period: str,
    methodologies: tuple[str, ...],
    on: str | None,
    in_force_on: str | None,
    by: str | None,
    output: outputs.Output,
    cells: int,
    reading: Reading,
) -> None:
    """Print the evaluation of the plan at `path`; exit with 3 if its data have errors."""
    from pei_dsl.reproducing.question import Asks, Question

    if by is None:
        output.check("evaluation", _only_broken_down(output))
    else:
        output.check("breakdown")
    loaded = asked.load_or_exit(path)
    standing = asked.standing_or_exit(in_force_on, loaded, reading.roots)
    periods = _as_asked(asked.periods_or_exit(period, standing.asked))
    for name in methodologies:
        asked.methodology_or_exit(name, standing.asked)
    problems: Sequence[Diagnostic]
    if by is not None:
        _alone(methodologies, on)
        columns, parts = _named(by, standing.asked)
        question = Question(
            Asks.BREAKDOWN,
            periods=periods,
            in_force_on=standing.day,
            columns=tuple(columns),
            parts=str(parts) if parts else "",
        )
        reading = attrs.evolve(reading, cells=cells)
        problems = _break_down(loaded, path, question, reading, output)
    else:
        question = Question(
            Asks.EVALUATION,
            periods=periods,
            methodologies=tuple(dict.fromkeys(methodologies)),
            on=asked.day_asked(on),
            in_force_on=standing.day,
        )
        problems = answered.write(loaded, path, question, reading, output).diagnostics
    if problems:
        telling.report(problems)
        if not _too_many(problems):
            click.echo(
                say(
                    "Los indicadores que usan esos datos quedan en ND.",
                    "The indicators that use those data stay ND.",
                ),
                err=True,
            )
        context.exit(exits.DATA)


def _only_broken_down(output: outputs.Output) -> Both:
    """Say how to get a file in a format that only breakdowns are written in."""
    name = output.format.name
    return (
        f"un archivo {name} guarda una desagregación: agregue --por, por ejemplo --por mes.",
        f"a {name} file holds a breakdown: add --por, for example --por mes.",
    )


def _alone(methodologies: Sequence[str], on: str | None) -> None:
    """Refuse beside `--por` what would change nothing: groups have computed values, and no alcance."""
    given = "--metodología" if methodologies else "--fecha" if on is not None else ""
    if given:
        raise click.BadParameter(
            say(
                f"--por muestra valores calculados, que no dependen de {given}; quite una de las dos.",
                f"--por shows computed values, which do not depend on {given}; leave one of them out.",
            ),
            param_hint="--por",
        )


def _as_asked(periods: Sequence[Period]) -> str:
    """Return a period, or a range of them, as a question names it."""
    return str(periods[0]) if len(periods) == 1 else f"{periods[0]}..{periods[-1]}"


def _break_down(
    loaded: Loaded, path: Path, question: Question, reading: Reading, output: outputs.Output
) -> Sequence[Diagnostic]:
    """Write the values that are asked for, as they are computed; return the findings about the data."""
    from pei_dsl.evaluation.breakdown import Breakdown
    from pei_dsl.reproducing.answering import parts_asked
    from pei_dsl.views.words import printable

    name = printable(str(output.path)) if output.path is not None else say("la salida", "the output")
    onto_terminal = output.path is None and sys.stdout.isatty()
    total = len(parts_asked(question)) * len(loaded.plan.indicators)
    with answered.answering(loaded, path, question, reading, output) as (answer, to):
        lazy, problems = answer.shown, answer.diagnostics
        assert isinstance(lazy, Breakdown)
        if _too_many(problems):
            return problems
        with progress_line.writing(name, lazy.series, total, onto_terminal=onto_terminal) as series:
            to.put("breakdown", attrs.evolve(lazy, series=series))
    output.tell()
    return problems


def _too_many(problems: Sequence[Diagnostic]) -> bool:
    """Tell whether a breakdown would have more cells than it may, so that none was computed."""
    return any(problem.code == "PEI335" for problem in problems)


def _named(by: str, loaded: Loaded) -> tuple[list[str], Granularity | None]:
    """Return the columns and the kind of period that `--por` names; refuse what no source declares."""
    from pei_dsl import vocabulary
    from pei_dsl.model.periods import Granularity

    known = {
        vocabulary.fold(column): column
        for source in loaded.plan.sources.values()
        for column in source.breakdowns
    }
    kinds = {vocabulary.fold(kind.value): kind for kind in Granularity if kind is not Granularity.DAY}
    kinds |= {"month": Granularity.MONTH, "quarter": Granularity.QUARTER, "year": Granularity.YEAR}
    columns: list[str] = []
    granularity: Granularity | None = None
    for name in filter(None, (part.strip() for part in by.split(","))):
        folded = vocabulary.fold(name)
        if folded in known:
            columns.append(known[folded])
        elif folded in kinds and granularity in {None, kinds[folded]}:
            granularity = kinds[folded]
        elif folded in kinds:
            raise click.BadParameter(
                say(
                    f"«{by}» nombra dos clases de periodo; escriba solo una, por ejemplo mes.",
                    f"“{by}” names two kinds of period; write one only, month for example.",
                ),
                param_hint="--por",
            )
        else:
            names = [*known.values(), *kinds]
            params = {"name": name, "known": ", ".join(known.values()) or "—"}
            telling.refuse("PEI201", params, "breakdown", asked.suggestions(name, names))
    if not columns and granularity is None:
        raise click.BadParameter(
            say(
                "falta decir por qué: columnas de «desagregación:», mes, trimestre o semestre.",
                "say by what: columns of “desagregación:”, month, quarter or semester.",
            ),
            param_hint="--por",
        )
    return list(dict.fromkeys(columns)), granularity
