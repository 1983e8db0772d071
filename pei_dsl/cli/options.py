"""Options and arguments in two languages, and those that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pei_dsl.cli import completion
from pei_dsl.cli.bilingual import Argument, Command, Option
from pei_dsl.cli.language import Both

STDIN = "-"

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def command(
    *, texts: Both, details: Both, examples: tuple[str, ...]
) -> Callable[[Callable[..., Any]], Command]:
    """Return the decorator that makes a command with help in two languages."""
    return click.command(cls=Command, texts=texts, details=details, examples=examples)


def option(*names: str, texts: Both, **extra: Any) -> Decorator:
    """Return click's option decorator with help in two languages."""
    return click.option(*names, cls=Option, texts=texts, **extra)


def argument(*names: str, metavars: Both, **extra: Any) -> Decorator:
    """Return click's argument decorator with a metavar in two languages."""
    return click.argument(*names, cls=Argument, metavars=metavars, **extra)


path_argument = argument("path", metavars=("RUTA", "PATH"), type=click.Path(path_type=Path, allow_dash=True))
PATH_HELP = (
    "RUTA es la carpeta de un plan o uno de sus archivos .pei; «-» es la entrada estándar.",
    "PATH is the folder of a plan or one of its .pei files; “-” is standard input.",
)


def period_option(texts: Both, *, required: bool, several: bool = False) -> Decorator:
    """Return the option `--periodo`, also called `--año`; `several` takes a range, `2020..2024`."""
    spanish, english = texts
    spanish_range = "; varios: 2020..2024" if several else ""
    english_range = "; several: 2020..2024" if several else ""
    return option(
        "--periodo",
        "--año",
        "period",
        required=required,
        shell_complete=completion.periods,
        metavars=("PERIODO", "PERIOD"),
        texts=(
            f"{spanish}: 2024, 2024-S1, 2024-T3 o 2024-07{spanish_range}.",
            f"{english}: 2024, 2024-S1, 2024-T3 or 2024-07{english_range}.",
        ),
    )


methodology_option = option(
    "--metodología",
    "methodology",
    shell_complete=completion.methodologies,
    metavars=("NOMBRE", "NAME"),
    texts=(
        "Metodología que se usa en lugar de la del plan: ceplan, exacta o una que el plan declara.",
        "Methodology to use instead of the plan's: ceplan, exacta or one that the plan declares.",
    ),
)
in_force_option = option(
    "--vigente-al",
    "in_force_on",
    metavars=("AAAA-MM-DD", "YYYY-MM-DD"),
    texts=(
        "El plan como estaba ese día: los «cambio» de días posteriores se deshacen.",
        "The plan as it stood that day: each “cambio” of a later day is undone.",
    ),
)
day_option = option(
    "--fecha",
    "on",
    metavars=("AAAA-MM-DD", "YYYY-MM-DD"),
    texts=(
        "Día de la evaluación: un periodo que no ha terminado ese día queda «no vencido».",
        "Day of the evaluation: a period that has not ended by then is not due.",
    ),
)
