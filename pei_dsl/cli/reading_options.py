"""The options that say how data are read: who aggregates them, and what that may cost."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import click

from pei_dsl.cli import options, progress_line
from pei_dsl.cli.language import say
from pei_dsl.renderers.outlet import below

ENGINES = ("auto", "referencia", "duckdb", "sqlite")
_MEMORY = re.compile(r"[0-9]+(?:\.[0-9]+)?\s*(?:[KMGT]i?B)", re.IGNORECASE)

roots_option = options.option(
    "--raíz",
    "roots",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    multiple=True,
    metavars=("CARPETA", "FOLDER"),
    texts=(
        "Otra carpeta en que puede haber datos, fuera de la del plan.",
        "Another folder that data may lie in, outside that of the plan.",
    ),
)

_OPTIONS = (
    options.option(
        "--motor",
        "engine",
        type=click.Choice(ENGINES),
        default="auto",
        show_default=True,
        texts=(
            "Quién suma las filas; «auto» elige según su cantidad.",
            "Who adds up the rows; “auto” chooses by how many they are.",
        ),
    ),
    options.option(
        "--memoria",
        "memory",
        default="",
        metavars=("TAMAÑO", "SIZE"),
        texts=(
            "Memoria que puede usar el motor, como 2GB; lo que no cabe va al disco.",
            "Memory that the engine may use, as 2GB; what does not fit goes to disk.",
        ),
    ),
    options.option(
        "--carpeta-temporal",
        "folder",
        type=click.Path(file_okay=False, exists=True, writable=True, path_type=Path),
        metavars=("CARPETA", "FOLDER"),
        texts=("Dónde va lo que no cabe en la memoria.", "Where what does not fit in memory goes."),
    ),
    options.option(
        "--segundos",
        "seconds",
        type=click.FloatRange(min=0, min_open=True),
        metavars=("N", "N"),
        texts=("Cuánto puede tardar cada consulta.", "How long each query may take."),
    ),
    options.option(
        "--filas",
        "rows",
        type=click.IntRange(min=1),
        default=5_000_000,
        metavars=("N", "N"),
        texts=(
            "Cuántas filas resumidas pueden volver de una consulta.",
            "How many summed-up rows may come home from a query.",
        ),
    ),
    roots_option,
)

cells_option = options.option(
    "--celdas",
    "cells",
    type=click.IntRange(min=1),
    default=20_000_000,
    metavars=("N", "N"),
    texts=("Cuántas celdas puede tener una desagregación.", "How many cells a breakdown may have."),
)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `command` the options; it gets what they say as one argument, `reading`."""

    @functools.wraps(command)
    def wrapped(
        *args: Any,
        engine: str,
        memory: str,
        folder: Path | None,
        seconds: float | None,
        rows: int,
        roots: tuple[Path, ...],
        **rest: Any,
    ) -> Any:
        from pei_dsl.data.reading import Reading

        if memory and not _MEMORY.fullmatch(memory.strip()):
            raise click.BadParameter(
                say(
                    f"«{memory}» no es un tamaño; escriba por ejemplo 2GB.",
                    f"“{memory}” is no size; write 2GB, for example.",
                ),
                param_hint="--memoria",
            )
        reading = Reading(engine, folder, roots, memory=memory.strip(), seconds=seconds, rows=rows)
        if not progress_line.shows():
            return command(*args, reading=reading, **rest)
        with progress_line.Line(
            below(sys.stderr), progress_line.columns(), say("Leyendo", "Reading")
        ) as line:
            return command(*args, reading=attrs.evolve(reading, notice=line.told), **rest)

    found: Callable[..., Any] = wrapped
    for option in reversed(_OPTIONS):
        found = option(found)
    return found
