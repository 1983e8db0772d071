"""`pei comparar`: what changed between two plans, and what each change explains of what moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from pei_dsl.cli import answered, asked, compared_with, completion, options, outputs, telling
from pei_dsl.cli.language import say
from pei_dsl.cli.reading_options import reading_options

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading
    from pei_dsl.workspace.loaded import Loaded


@options.command(
    texts=(
        "Dice qué cambió entre dos planes y cuánto explica cada cambio de cada cifra que se movió.",
        "Tell what changed between two plans, and what each change explains of every figure that moved.",
    ),
    details=(
        """
        ANTES y DESPUÉS son carpetas de planes, archivos .pei o git:REVISIÓN, que es la carpeta del otro como
        git la guarda; los datos que git no guarda son los mismos de los dos lados, y se dice. Con una sola
        carpeta se da --periodo, --metodología o --vigente-al dos veces.

        Las partes de cada cifra suman exactamente su diferencia, y ningún orden de los cambios se prefiere.
        """,
        """
        BEFORE and AFTER are folders of plans, .pei files or git:REVISION, which is the folder of the other
        one as git keeps it; data that git does not hold are the same on both sides, and it is said. With one
        folder, --periodo, --metodología or --vigente-al are given twice.

        The parts of each figure add up to its difference exactly, and no order of changes is preferred.
        """,
    ),
    examples=(
        "pei comparar plan-2023 plan-2024 --periodo 2024",
        "pei comparar git:HEAD~1 mi-plan -o cambios.html",
        "pei comparar mi-plan --periodo 2023 --periodo 2024",
        "pei comparar mi-plan --vigente-al 2024-01-01 --vigente-al 2024-12-31",
    ),
)
@options.argument("before", metavars=("ANTES", "BEFORE"), type=click.Path(path_type=Path))
@options.argument("after", metavars=("DESPUÉS", "AFTER"), required=False, type=click.Path(path_type=Path))
@options.option(
    "--periodo",
    "--año",
    "periods",
    multiple=True,
    shell_complete=completion.periods,
    metavars=("PERIODO", "PERIOD"),
    texts=(
        "Periodo que se compara, o el de antes y el de después; sin él, el último año con cifras en los dos.",
        "Period to compare, or that of before and that of after; without it the last year with figures.",
    ),
)
@options.option(
    "--metodología",
    "methodologies",
    multiple=True,
    shell_complete=completion.methodologies,
    metavars=("NOMBRE", "NAME"),
    texts=(
        "Metodología que se usa en lugar de la de cada plan; dos veces, la de antes y la de después.",
        "Methodology to use instead of that of each plan; twice, that of before and that of after.",
    ),
)
@options.option(
    "--orden",
    "order",
    metavars=("CLASES", "KINDS"),
    texts=(
        "Lee los cambios uno tras otro, en este orden de clases: logro,valor,pesos; las demás siguen.",
        "Read the changes one after another, in this order of kinds: logro,valor,pesos; all others follow.",
    ),
)
@options.option(
    "--equivale",
    "renamed",
    multiple=True,
    metavars=("NUEVO=ANTERIOR", "NEW=EARLIER"),
    texts=(
        "Código del plan de después que es otro en el de antes; puede darse varias veces.",
        "Code of the later plan that is another one in the earlier plan; may be given several times.",
    ),
)
@options.option(
    "--desde",
    "since",
    metavars=("REVISIÓN", "REVISION"),
    texts=(
        "Compara el plan con el de esa revisión de git, y avisa de lo que cada commit hizo más fácil.",
        "Compare the plan with that of this revision of git, and tell what each commit made easier.",
    ),
)
@options.option(
    "--vigente-al",
    "days",
    multiple=True,
    metavars=("AAAA-MM-DD", "YYYY-MM-DD"),
    texts=(
        "Los planes como estaban ese día; dos veces, el de antes y el de después.",
        "The plans as they stood that day; twice, the earlier and the later.",
    ),
)
@outputs.options("comparison")
@reading_options
def command(
    before: Path,
    after: Path | None,
    periods: tuple[str, ...],
    methodologies: tuple[str, ...],
    order: str | None,
    renamed: tuple[str, ...],
    since: str | None,
    days: tuple[str, ...],
    output: outputs.Output,
    reading: Reading,
) -> None:
    """Print what changed between two plans; exit with 3 if the data of one have errors."""
    from pei_dsl.comparison.compared import Comparison
    from pei_dsl.comparison.easier_findings import easier_findings
    from pei_dsl.reproducing.compared_sides import days_told
    from pei_dsl.reproducing.question import Asks, Question

    if since is not None:
        before, after = _with_history(before, after, since)
    _need_two(before, after, {"--periodo": periods, "--metodología": methodologies, "--vigente-al": days})
    with compared_with.told():
        path = _anchor(before, after)
        loaded = asked.load_or_exit(path)
        sides = [compared_with.side(each, loaded, path) for each in (before, after or path)]
        standing = [asked.standing_or_exit(each, loaded, reading.roots) for each in days]
        plans = [each.asked for each in standing] or [loaded]
        when = [str(asked.period_or_exit(*each)) for each in _of_each(periods, plans)]
        for name, plan in _of_each(methodologies, plans):
            asked.methodology_or_exit(name, plan)
        question = Question(
            Asks.COMPARISON,
            periods=when[-1] if when else "",
            methodologies=methodologies[-1:],
            before=sides[0],
            after=sides[1],
            earlier_period=when[0] if len(when) > 1 else "",
            earlier_methodology=methodologies[0] if len(methodologies) > 1 else "",
            in_force_on=standing[-1].day if standing else "",
            earlier_in_force_on=standing[0].day if len(standing) > 1 else "",
            since="" if since is None else _range(since, path),
            order=tuple(_kinds(order)),
            renamed=tuple(_codes(each) for each in renamed),
        )
        with answered.answering(loaded, path, question, reading, output) as (answer, to):
            compared = answer.shown
            assert isinstance(compared, Comparison)
            if to.format.name == "tabla":
                # Whoever asked reads what they wrote; a document says the same wherever it is made.
                compared = attrs.evolve(compared, names=days_told(question, str(before), str(after or path)))
            to.write(answer.subject, compared)
            telling.report(easier_findings(compared))
        telling.exit_if(answer.diagnostics)


def _of_each(written: Sequence[str], plans: Sequence[Loaded]) -> Iterator[tuple[str, Loaded]]:
    """Yield what was given once or twice, each with the plan that it is of: one alone is of the later."""
    of = (plans[0], plans[-1]) if len(written) > 1 else plans[-1:]
    yield from zip(written, of[: len(written)], strict=True)


def _with_history(before: Path, after: Path | None, since: str) -> tuple[Path, Path]:
    """Return a plan at a revision and the plan; `--desde` says what it is compared with."""
    from pei_dsl.workspace.revisions import PREFIX, revision_asked

    if after is not None or revision_asked(str(before)) is not None:
        raise click.UsageError(
            say(
                "--desde se da con una sola carpeta, que es la de después.",
                "--desde is given with one folder, which is the later plan.",
            )
        )
    return Path(f"{PREFIX}{since}"), before


def _range(since: str, path: Path) -> str:
    """Return the commits between which the history is looked through."""
    from pei_dsl.workspace.revisions import commit_of

    folder = path if path.is_dir() else path.parent
    return f"{commit_of(since, folder)}..{commit_of('HEAD', folder)}"


def _need_two(before: Path, after: Path | None, given: Mapping[str, Sequence[str]]) -> None:
    """Refuse one plan with nothing to compare it with, and more than two of anything."""
    from pei_dsl.workspace.revisions import revision_asked

    for name, values in given.items():
        if len(values) > 2:
            raise click.BadParameter(
                say("se da una vez o dos.", "it is given once or twice."), param_hint=name
            )
    twice = any(len(values) == 2 for values in given.values())
    if after is None and not twice and revision_asked(str(before)) is None:
        raise click.UsageError(
            say(
                "falta con qué comparar: otro plan, git:REVISIÓN, o --periodo, --metodología o --vigente-al "
                "dos veces.",
                "there is nothing to compare it with: give another plan, git:REVISION, or --periodo, "
                "--metodología or --vigente-al twice.",
            )
        )


def _anchor(before: Path, after: Path | None) -> Path:
    """Return which plan is a folder or a file: the later, else the earlier, else the current folder."""
    from pei_dsl.workspace.revisions import revision_asked

    given = [each for each in (after, before) if each is not None]
    return next((each for each in given if revision_asked(str(each)) is None), Path())


def _kinds(order: str | None) -> Iterator[str]:
    from pei_dsl.comparison.compared import ChangePart
    from pei_dsl.vocabulary import fold

    known = {fold(str(each)): str(each) for each in ChangePart}
    for written in (order or "").split(","):
        if not written.strip():
            continue
        found = known.get(fold(written))
        if found is None:
            kinds = ", ".join(known.values())
            raise click.BadParameter(
                say(
                    f"no hay una clase de cambios «{written.strip()}»; son: {kinds}.",
                    f"there is no kind of change “{written.strip()}”; there are: {kinds}.",
                ),
                param_hint="--orden",
            )
        yield found


def _codes(written: str) -> str:
    from pei_dsl.written_codes import official_code

    later, equals, earlier = written.partition("=")
    if not equals or not later.strip() or not earlier.strip():
        raise click.BadParameter(
            say(f"«{written}» no es NUEVO=ANTERIOR.", f"“{written}” is not NEW=EARLIER."),
            param_hint="--equivale",
        )
    return f"{official_code(later)} = {official_code(earlier)}"
