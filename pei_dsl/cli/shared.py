"""What several commands do alike: read the plan, read the period, report findings, write the output."""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

import click

from pei_dsl.cli import completion
from pei_dsl.cli.bilingual import WIDTH, Argument, Command, Option
from pei_dsl.cli.language import Both, current, say

if TYPE_CHECKING:
    from pei_dsl.diagnostics import Diagnostic
    from pei_dsl.diagnostics.codes import DiagnosticCode
    from pei_dsl.diagnostics.finding import Fix
    from pei_dsl.model.periods import Period
    from pei_dsl.workspace.loading import Loaded

FINDINGS, USAGE, DATA = 1, 2, 3
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
day_option = option(
    "--fecha",
    "on",
    metavars=("AAAA-MM-DD", "YYYY-MM-DD"),
    texts=(
        "Día de la evaluación: un periodo que no ha terminado ese día queda «no vencido».",
        "Day of the evaluation: a period that has not ended by then is not due.",
    ),
)
output_option = option(
    "-o",
    "--salida",
    "output",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    metavars=("ARCHIVO", "FILE"),
    texts=(
        "Archivo en que se escribe, en lugar de la pantalla.",
        "File to write to instead of the screen.",
    ),
)


# ---- Reading ----------------------------------------------------------------------------------------------


def read(path: Path) -> Loaded:
    """Return the plan at `path`, or on standard input; then its data are looked for in the current folder."""
    from pei_dsl.workspace import loading as workspace

    if str(path) == STDIN:
        return workspace.load_bytes(sys.stdin.buffer.read(), say("<entrada>", "<input>"), Path())
    return workspace.load(path)


def load_or_exit(path: Path) -> Loaded:
    """Return the plan at `path`; a plan with errors is not computed: report them and exit."""
    loaded = read(path)
    if loaded.errors:
        report(loaded.diagnostics)
        code = exit_code(loaded.diagnostics)
        if code != USAGE:
            click.echo(
                say("No se calcula un plan con errores.", "A plan with errors is not computed."),
                err=True,
            )
        raise click.exceptions.Exit(code)
    return loaded


def load_readable(path: Path) -> Loaded:
    """Return what could be read of the plan at `path`; say so if that is not all, exit if it is nothing."""
    loaded = read(path)
    if exit_code(loaded.diagnostics) == USAGE:
        report(loaded.diagnostics)
        raise click.exceptions.Exit(USAGE)
    if loaded.errors:
        number = len(loaded.errors)
        click.echo(
            say(
                f"El plan tiene errores ({number}) y se muestra lo que se pudo leer; los dice «pei revisar».",
                f"The plan has errors ({number}), and what could be read is shown; “pei revisar” tells them.",
            ),
            err=True,
        )
    return loaded


def code_or_exit(written: str, loaded: Loaded) -> str:
    """Return the code that was asked for, of an objective, an action or an indicator of the plan."""
    known = [*loaded.plan.indicators, *loaded.plan.groups]
    if written.upper() not in known:
        refuse("PEI201", {"name": written}, "code", suggestions(written.upper(), known))
    return written.upper()


def exit_code(found: Iterable[Diagnostic]) -> int:
    """
    Return what the findings `found` end in.

    That is 0 for nothing to mend (notes are no findings), 2 when the path leads to nothing that could be
    read, 3 when only data are wrong, else 1.
    """
    from pei_dsl.diagnostics import Severity

    counting = [each for each in found if each.severity is not Severity.NOTE]
    if not counting:
        return 0
    if any(each.code == "PEI123" and each.variant in {"missing", "folder"} for each in counting):
        return USAGE
    return DATA if all(each.code.startswith("PEI3") for each in counting) else FINDINGS


def period_or_exit(written: str, loaded: Loaded) -> Period:
    """Return the period that was asked for; one that is none or lies outside the plan is a wrong usage."""
    from pei_dsl.model.periods import Period

    period = Period.parse(written)
    if period is None:
        refuse("PEI116", {"written": written})
    if not loaded.plan.contains(period):
        assert loaded.plan.period is not None
        first, last = loaded.plan.period
        refuse("PEI216", {"period": str(period), "first": str(first), "last": str(last)})
    return period


def periods_or_exit(written: str, loaded: Loaded) -> tuple[Period, ...]:
    """Return the periods that were asked for, one or a range, all of them within the plan."""
    from pei_dsl.model.periods import Period

    if ".." not in written:
        return (period_or_exit(written, loaded),)
    found = Period.parse_range(written)
    if found is None:
        refuse("PEI116", {"written": written}, "range")
    for each in (found[0], found[-1]):
        period_or_exit(str(each), loaded)
    return found


def methodology_or_exit(name: str | None, loaded: Loaded) -> None:
    """Refuse a methodology that the plan does not know."""
    if name is not None and name not in loaded.plan.methodologies:
        known = list(loaded.plan.methodologies)
        params = {"name": name, "known": ", ".join(known)}
        refuse("PEI201", params, "methodology", suggestions(name, known))


def day_or_exit(written: str | None) -> datetime.date | None:
    """Return the day of the evaluation, None without one; a date that does not exist is a wrong usage."""
    if written is None:
        return None
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        refuse("PEI122", {"written": written})


def suggestions(written: str, known: Iterable[str]) -> tuple[Fix, ...]:
    """Return what of `known` may be meant by `written`."""
    from pei_dsl.diagnostics.finding import Fix
    from pei_dsl.diagnostics.suggestion import nearest

    return tuple(Fix(text) for text in nearest(written, known, 3))


# ---- Telling ----------------------------------------------------------------------------------------------


def report(findings: Iterable[Diagnostic]) -> None:
    """Print findings in full to standard error."""
    from pei_dsl.diagnostics.text import render

    for finding in findings:
        click.echo(f"{render(finding, current(), WIDTH)}\n", err=True)


def refuse(
    code: DiagnosticCode, params: Mapping[str, str | int], variant: str = "", fixes: tuple[Fix, ...] = ()
) -> NoReturn:
    """Report that the command asks for something that is not there, and exit with 2."""
    from pei_dsl.diagnostics import Diagnostic, Label

    report([Diagnostic(code, Label(None), params, variant=variant, fixes=fixes)])
    raise click.exceptions.Exit(USAGE)


# ---- Writing ----------------------------------------------------------------------------------------------

_REASONS: dict[int, Both] = {
    errno.ENOENT: ("no existe la carpeta", "there is no such folder"),
    errno.ENOTDIR: ("no existe la carpeta", "there is no such folder"),
    errno.EACCES: ("falta el permiso de escritura", "the permission to write is missing"),
    errno.EPERM: ("falta el permiso de escritura", "the permission to write is missing"),
    errno.EROFS: ("la unidad es de solo lectura", "the drive is read-only"),
    errno.ENOSPC: ("no queda espacio", "there is no space left"),
    errno.ENAMETOOLONG: ("el nombre es demasiado largo", "the name is too long"),
}


def reason(error: OSError) -> str:
    """Return why the world refused, in the language of the command."""
    told = _REASONS.get(error.errno or 0)
    return say(*told) if told else str(error.strerror)


def write(text: str, output: Path | None) -> None:
    """Print `text`, or write it to a file that is never half-written."""
    if output is None or str(output) == STDIN:
        click.echo(text, color=paints())
        return
    save(f"{text}\n".encode(), output)


def write_parts(parts: Iterable[str], output: Path | None) -> None:
    """Print texts one after another, or write them to a file that is never half-written; none is kept."""
    if output is None or str(output) == STDIN:
        for part in parts:
            click.echo(part, nl=False, color=paints())
        return
    with replacing(output, "--salida") as stream:
        for part in parts:
            stream.write(part.encode())


def save(data: bytes, output: Path) -> None:
    """Write `data` to a file that is never half-written, and say so."""
    replace(data, output, "--salida")
    tell_written(output)


def tell_written(output: Path) -> None:
    """Say where the output is."""
    click.echo(say(f"Escrito en {output}", f"Written to {output}"), err=True)


def replace(data: bytes, file: Path, hint: str) -> None:
    """Write `data` to a file that is never half-written and keeps its mode; `hint` is what named the file."""
    with replacing(file, hint) as stream:
        stream.write(data)


@contextlib.contextmanager
def replacing(file: Path, hint: str) -> Iterator[BinaryIO]:
    """
    Give a stream to write a file with; the file is replaced when the block ends, and as it was when it fails.

    Args:
        file: Keeps its mode.
        hint: What named the file.
    """
    try:
        with _beside(file) as stream:
            yield stream
    except OSError as error:
        why = reason(error)
        raise click.BadParameter(
            say(f"no se puede escribir «{file}»: {why}.", f"“{file}” cannot be written: {why}."),
            param_hint=hint,
        ) from error


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[BinaryIO]:
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream  # a device or a pipe: written to, never replaced
        return
    path = path.resolve()
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as stream:
            yield stream
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:  # Ctrl-C too
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def need(package: str, extra: str) -> None:
    """Exit with 2 and the command that installs it, unless the optional `package` is there."""
    import importlib.util

    if importlib.util.find_spec(package) is None:
        click.echo(
            say(
                f'falta un componente; instálelo con: pip install "pei_dsl[{extra}]"',
                f'a component is missing; install it with: pip install "pei_dsl[{extra}]"',
            ),
            err=True,
        )
        raise click.exceptions.Exit(USAGE)


def paints() -> bool:
    """Tell whether to paint: only on a terminal, never with NO_COLOR, always with FORCE_COLOR."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Return how wide the output may be: the terminal, up to 140 columns, or 100 when piped."""
    if not sys.stdout.isatty():
        return WIDTH
    return min(140, shutil.get_terminal_size((WIDTH, 24)).columns)
