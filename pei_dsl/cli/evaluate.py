"""`pei evaluar`: values, alcances and colours of one period or several, under one methodology or several."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

import attrs
import click

from pei_dsl.cli import completion, progress, shared
from pei_dsl.cli import reading as reading_options
from pei_dsl.cli.bilingual import WIDTH
from pei_dsl.cli.language import current, say

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading
    from pei_dsl.diagnostics import Diagnostic
    from pei_dsl.evaluation.breakdown import Breakdown
    from pei_dsl.evaluation.results import Evaluation
    from pei_dsl.model.periods import Granularity, Period
    from pei_dsl.workspace.loading import Loaded

FORMATS = ("tabla", "json", "csv", "markdown", "parquet")


@shared.command(
    texts=(
        "Calcula valores, alcances y colores de un periodo o de varios.",
        "Compute values, alcances and colours of a period or of several.",
    ),
    details=shared.PATH_HELP,
    examples=(
        "pei evaluar mi-plan --periodo 2024",
        "pei evaluar mi-plan --periodo 2020..2024",
        "pei evaluar mi-plan --año 2024 --metodología ceplan --metodología a",
        "pei evaluar mi-plan --periodo 2024-S1 --formato csv -o semestre.csv",
        "pei evaluar mi-plan --periodo 2024 --por región,mes",
    ),
)
@shared.path_argument
@shared.period_option(("Periodo que se calcula", "Period to compute"), required=True, several=True)
@shared.option(
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
@shared.day_option
@shared.option(
    "--formato",
    "format_",
    type=click.Choice(FORMATS),
    default="tabla",
    show_default=True,
    texts=(
        "Cómo se muestra el resultado; parquet, solo con --por y en un archivo.",
        "How the result is shown; parquet, only with --por and to a file.",
    ),
)
@shared.option(
    "--por",
    "by",
    metavars=("COLUMNAS", "COLUMNS"),
    texts=(
        "Desagrega los valores: columnas de «desagregación:» entre comas, y mes, trimestre o semestre.",
        "Break values down: columns of “breakdown:” between commas, and month, quarter or semester.",
    ),
)
@shared.output_option
@reading_options.cells_option
@reading_options.options
@click.pass_context
def command(
    context: click.Context,
    path: Path,
    period: str,
    methodologies: tuple[str, ...],
    on: str | None,
    format_: str,
    by: str | None,
    output: Path | None,
    cells: int,
    reading: Reading,
) -> None:
    """Print the evaluation of the plan at `path`; exit with 3 if its data have errors."""
    from pei_dsl.workspace.verbs import evaluate_many

    if format_ == "parquet":
        _can_be_parquet(by, output)
    loaded = shared.load_or_exit(path)
    periods = shared.periods_or_exit(period, loaded)
    for name in methodologies:
        shared.methodology_or_exit(name, loaded)
    problems: Sequence[Diagnostic]
    if by is not None:
        _alone(methodologies, on)
        reading = attrs.evolve(reading, cells=cells)
        problems = _break_down(loaded, periods, by, format_, reading, output)
    else:
        names: list[str | None] = [*dict.fromkeys(methodologies)] or [None]
        evaluations, problems = evaluate_many(
            loaded, periods, methodologies=names, on=shared.day_or_exit(on), reading=reading
        )
        shared.write(_rendered(evaluations, len(periods), format_, to_file=output is not None), output)
    if problems:
        shared.report(problems)
        if not _too_many(problems):
            click.echo(
                say(
                    "Los indicadores que usan esos datos quedan en ND.",
                    "The indicators that use those data stay ND.",
                ),
                err=True,
            )
        context.exit(shared.DATA)


def _can_be_parquet(by: str | None, output: Path | None) -> None:
    """Refuse a Parquet file of anything but a breakdown, or anywhere but in a file."""
    if by is None:
        raise click.BadParameter(
            say(
                "un archivo Parquet guarda una desagregación: agregue --por, por ejemplo --por mes.",
                "a Parquet file holds a breakdown: add --por, for example --por mes.",
            ),
            param_hint="--formato",
        )
    if not _is_file(output):
        raise click.BadParameter(
            say(
                "un archivo Parquet no cabe en la pantalla: agregue -o con un nombre como cifras.parquet.",
                "a Parquet file cannot be shown on the screen: add -o with a name such as figures.parquet.",
            ),
            param_hint="--formato",
        )
    shared.need("pyarrow", "frames")


def _is_file(output: Path | None) -> TypeGuard[Path]:
    return output is not None and str(output) != shared.STDIN


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


def _break_down(
    loaded: Loaded, periods: Sequence[Period], by: str, format_: str, reading: Reading, output: Path | None
) -> Sequence[Diagnostic]:
    """Write the values by what `by` names, as they are computed; return the findings about the data."""
    from pei_dsl.views.words import printable
    from pei_dsl.workspace.verbs import breaking_down

    columns, granularity = _named(by, loaded)
    when = periods if granularity is None else [part for each in periods for part in each.parts(granularity)]
    name = printable(str(output)) if _is_file(output) else say("la salida", "the output")
    onto_terminal = not _is_file(output) and sys.stdout.isatty()
    total = len(when) * len(loaded.plan.indicators)
    with breaking_down(loaded, when, columns, reading=reading) as (lazy, problems):
        if _too_many(problems):
            return problems
        with progress.writing(name, lazy.series, total, onto_terminal=onto_terminal) as series:
            _write(attrs.evolve(lazy, series=series), format_, output)
    if _is_file(output):
        shared.tell_written(output)
    return problems


def _too_many(problems: Sequence[Diagnostic]) -> bool:
    """Tell whether a breakdown would have more cells than it may, so that none was computed."""
    return any(problem.code == "PEI335" for problem in problems)


def _write(made: Breakdown, format_: str, output: Path | None) -> None:
    if format_ == "parquet":
        from pei_dsl.renderers import breakdown_arrow

        assert output is not None
        with shared.replacing(output, "--salida") as stream:
            breakdown_arrow.write_parquet(made, stream, current())
    else:
        shared.write_parts(_parts(made, format_, to_file=output is not None), output)


def _parts(made: Breakdown, format_: str, *, to_file: bool) -> Iterable[str]:
    """Return the text of a breakdown in a format, in parts that need not be kept."""
    from pei_dsl.renderers import breakdown as report
    from pei_dsl.renderers import breakdown_csv, breakdown_json

    if format_ == "json":
        return breakdown_json.texts(made, current())
    if format_ == "csv":
        return breakdown_csv.texts(made, current())
    if format_ == "markdown":
        return [f"{report.render_markdown(made, current())}\n"]
    return [f"{report.render(made, current(), WIDTH if to_file else shared.width())}\n"]


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
            shared.refuse("PEI201", params, "breakdown", shared.suggestions(name, names))
    if not columns and granularity is None:
        raise click.BadParameter(
            say(
                "falta decir por qué: columnas de «desagregación:», mes, trimestre o semestre.",
                "say by what: columns of “desagregación:”, month, quarter or semester.",
            ),
            param_hint="--por",
        )
    return list(dict.fromkeys(columns)), granularity


def _rendered(evaluations: Sequence[Evaluation], periods: int, format_: str, *, to_file: bool) -> str:
    """Return `evaluations` in a format; all periods of one methodology stand together."""
    if format_ == "json":
        from pei_dsl.renderers.json import evaluation_to_json, evaluations_to_json

        one = len(evaluations) == 1
        made = (
            evaluation_to_json(evaluations[0], current())
            if one
            else evaluations_to_json(evaluations, current())
        )
        return json.dumps(made, ensure_ascii=False, indent=2)
    if format_ == "csv":
        from pei_dsl.renderers.tabular import render_csv

        return render_csv(evaluations, current())
    if format_ == "markdown":
        from pei_dsl.renderers.tabular import render_markdown

        return "\n\n".join(render_markdown(each, current()) for each in evaluations)
    runs = [evaluations[start : start + periods] for start in range(0, len(evaluations), periods)]
    return "\n\n".join(_tables(runs, periods, to_file=to_file))


def _tables(runs: Sequence[Sequence[Evaluation]], periods: int, *, to_file: bool) -> list[str]:
    """Return the tables: one for one evaluation, an evolution per methodology, or a comparison per period."""
    from pei_dsl.renderers import comparison, evolution, table

    width = WIDTH if to_file else shared.width()
    if len(runs) > 1 and periods == 1:
        return [comparison.render([run[0] for run in runs], current(), width)]
    if periods > 1:
        return [evolution.render(run, current(), width) for run in runs]
    return [table.render(runs[0][0], current(), width, color=not to_file and shared.paints())]
