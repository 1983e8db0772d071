"""`pei nuevo`: the folder of a new plan, which passes every check from its first minute."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from pei_dsl.cli import options, writing
from pei_dsl.cli.language import say

_RANGE = re.compile(r"\s*(\d{4})\s*(?:-|–|a|to|\.\.)\s*(\d{4})\s*")


@options.command(
    texts=("Crea la carpeta de un plan nuevo.", "Make the folder of a new plan."),
    details=(
        """
        Dentro queda un plan pequeño y completo: un objetivo, una acción, un indicador que se calcula con los
        datos de una fuente, otro cuyo valor se registra, y una prueba. Lo que no se diga con opciones se
        pregunta. Con «--desde» es el plan que sigue a otro: sus códigos, títulos y fichas, sin líneas de
        base, logros ni valores, y una «versión» que dice cómo se llamaba cada cosa en el anterior.
        """,
        """
        In it stands a small and complete plan: an objective, an action, an indicator computed from the data
        of a source, another whose value is registered, and a test. What no option says is asked for. With
        “--desde” it is the plan that comes after another: its codes, titles and fichas, without baselines,
        goals and values, and a version that says what each thing was called before.
        """,
    ),
    examples=(
        "pei nuevo mi-plan",
        'pei nuevo mi-plan --entidad "Municipalidad de Ejemplo" --siglas MDE --periodo 2025-2030',
        "pei nuevo pei-2031-2036 --desde mi-plan --periodo 2031-2036",
    ),
)
@options.argument("folder", metavars=("CARPETA", "FOLDER"), type=click.Path(path_type=Path))
@options.option(
    "--entidad", "entity", metavars=("NOMBRE", "NAME"), texts=("Nombre de la entidad.", "Name of the entity.")
)
@options.option(
    "--siglas",
    "acronym",
    metavars=("SIGLAS", "ACRONYM"),
    texts=("Siglas de la entidad.", "Short name of the entity."),
)
@options.option(
    "--periodo",
    "period",
    metavars=("AÑOS", "YEARS"),
    texts=("Primer y último año: 2025-2030.", "First and last year: 2025-2030."),
)
@options.option(
    "--desde",
    "former",
    type=click.Path(exists=True, path_type=Path),
    metavars=("PLAN", "PLAN"),
    texts=("El plan anterior, del que este parte.", "The former plan, from which this one begins."),
)
def command(
    folder: Path, entity: str | None, acronym: str | None, period: str | None, former: Path | None
) -> None:
    """Make the files of a new plan in `folder`."""
    if former is not None:
        _after(former, folder, period, {"--entidad": entity, "--siglas": acronym})
        return
    from pei_dsl.workspace.starting import DATA, PLAN, Answers, acronym_of, new_plan

    _refuse_what_is_there(folder)
    _refuse_what_is_missing({"--entidad": entity, "--siglas": acronym, "--periodo": period})
    entity = _text(entity, "--entidad", say("Nombre de la entidad", "Name of the entity"))
    acronym = _text(acronym, "--siglas", say("Siglas", "Short name"), acronym_of(entity))
    first, last = _years(period)
    for name, text in new_plan(Answers(entity, acronym, first, last)).items():
        writing.create(text.encode(), folder / name, say("CARPETA", "FOLDER"))
    where = f'"{folder}"' if " " in str(folder) else str(folder)
    click.echo(say(f"Creado en {folder}: {PLAN} y {DATA}", f"Made in {folder}: {PLAN} and {DATA}"))
    steps = (
        (
            f"pei revisar {where}",
            say("después de cada cambio: ¿está bien escrito?", "after each change: is it well written?"),
        ),
        (
            f"pei evaluar {where} --periodo {first}",
            say("valores, alcances y semáforo", "values, alcances and colours"),
        ),
        (
            f"pei probar {where}",
            say("¿salen las cifras que ya conoce?", "do the figures that you know come out?"),
        ),
    )
    wide = max(len(step) for step, _ in steps)
    for step, purpose in steps:
        click.echo(f"  {step:<{wide}}   {purpose}")


def _after(former: Path, folder: Path, period: str | None, of_the_former: Mapping[str, str | None]) -> None:
    """Make the files of the plan that comes after `former`."""
    from pei_dsl.cli import asked
    from pei_dsl.workspace.succeeding import VERSIONS, next_plan

    needless = [option for option, value in of_the_former.items() if value is not None]
    if needless:
        raise click.UsageError(
            say(
                f"{needless[0]} ya lo dice el plan anterior; quite la opción y cámbielo después.",
                f"{needless[0]} is said by the former plan; leave it out and change it afterwards.",
            )
        )
    _refuse_what_is_there(folder)
    loaded = asked.load_or_exit(former)
    if period is None and not _on_a_terminal():
        example = f"pei nuevo {folder} --desde {former} --periodo 2031-2036."
        raise click.UsageError(say(f"falta --periodo: {example}", f"--periodo is missing: {example}"))
    first, last = _years(period)
    there = former if former.is_dir() else former.parent
    seen_from_there = os.path.relpath(there.resolve(), folder.resolve()).replace(os.sep, "/")
    texts = next_plan(loaded, first, last, seen_from_there)
    for name, text in texts.items():
        writing.create(text.encode(), folder / name, say("CARPETA", "FOLDER"))
    click.echo(say(f"Creado en {folder}: {', '.join(texts)}", f"Made in {folder}: {', '.join(texts)}"))
    files = ", ".join(sorted({each.file for each in loaded.plan.sources.values() if each.file}))
    if files:
        click.echo(
            say(f"Ponga ahí los datos de sus fuentes: {files}", f"Put the data of its sources there: {files}")
        )
    click.echo(
        say(
            f"Corrija {VERSIONS} donde cambien los códigos, y escriba líneas de base y logros: los pide"
            f" «pei revisar {folder}».",
            f"Correct {VERSIONS} where codes change, and write baselines and goals: “pei revisar {folder}”"
            " asks for them.",
        )
    )


def _refuse_what_is_there(folder: Path) -> None:
    """Refuse a folder with something in it: nothing of anybody's is ever written over."""
    try:
        if folder.exists() and not folder.is_dir():
            raise click.UsageError(say(f"«{folder}» es un archivo.", f"“{folder}” is a file."))
        if folder.is_dir() and any(folder.iterdir()):
            raise click.UsageError(
                say(
                    f"la carpeta «{folder}» no está vacía; elija otro nombre.",
                    f"folder “{folder}” is not empty; choose another name.",
                )
            )
    except OSError as error:
        raise click.UsageError(
            say(
                f"no se puede usar «{folder}»: {writing.reason(error)}.",
                f"“{folder}” cannot be used: {writing.reason(error)}.",
            )
        ) from error


def _refuse_what_is_missing(given: Mapping[str, str | None]) -> None:
    """Say all options that are missing at once, where nobody is there to be asked."""
    missing = [option for option, value in given.items() if value is None]
    if not missing or _on_a_terminal():
        return
    *others, last = missing
    spanish = f"faltan {', '.join(others)} y {last}" if others else f"falta {last}"
    english = f"{', '.join(others)} and {last} are missing" if others else f"{last} is missing"
    example = 'pei nuevo mi-plan --entidad "Municipalidad de Ejemplo" --siglas MDE --periodo 2025-2030'
    raise click.UsageError(say(f"{spanish}: {example}.", f"{english}: {example}."))


def _on_a_terminal() -> bool:
    """Tell whether somebody is there to answer."""
    return sys.stdin.isatty()


def _text(given: str | None, option: str, question: str, default: str | None = None) -> str:
    """Return what an option says, or ask for it on a terminal; without one, it must be said."""
    from pei_dsl.syntax.made import writable

    if given is None:
        given = click.prompt(question, default=default or None)
    text = writable(str(given))
    if not text:
        raise click.BadParameter(say("está vacío.", "it is empty."), param_hint=option)
    return text


def _years(given: str | None) -> tuple[int, int]:
    if given is not None:
        return _read_years(given)
    question = say(
        "Primer y último año (por ejemplo 2025-2030)", "First and last year (for example 2025-2030)"
    )
    years: tuple[int, int] = click.prompt(question, value_proc=_read_years)
    return years


def _read_years(written: str) -> tuple[int, int]:
    from pei_dsl.model.periods import FIRST_YEAR, LAST_YEAR
    from pei_dsl.workspace.starting import MAX_YEARS

    match = _RANGE.fullmatch(written)
    first, last = (int(match[1]), int(match[2])) if match is not None else (0, 0)
    if not (FIRST_YEAR < first <= last <= LAST_YEAR and last - first < MAX_YEARS):
        raise click.BadParameter(
            say(
                f"«{written}» no es un periodo de 1 a {MAX_YEARS} años: escriba por ejemplo 2025-2030.",
                f"“{written}” is no period of 1 to {MAX_YEARS} years: write for example 2025-2030.",
            ),
            param_hint="--periodo",
        )
    return first, last
