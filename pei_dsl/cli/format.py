"""`pei formatear`: plans in their one canonical form."""

from __future__ import annotations

import difflib
import functools
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from pei_dsl.cli import exits, options, telling, writing
from pei_dsl.cli.language import say

if TYPE_CHECKING:
    from pei_dsl.diagnostics import Diagnostic
    from pei_dsl.source import Source


@attrs.frozen
class _File:
    """A text, and its canonical form; `path` is None for standard input."""

    name: str
    path: Path | None
    written: bytes
    source: Source
    text: str
    mistakes: bool

    @property
    def changes(self) -> bool:
        """Whether the file would be another; one of which nothing could be read would not."""
        left = self.mistakes and self.text in {self.source.text, self.source.original}
        return not left and self.data != self.written

    @property
    def data(self) -> bytes:
        """The canonical form as bytes, with the line ends of the file."""
        # What has no form of its own comes back as it was, line ends included.
        return self.text.replace("\r\n", "\n").replace("\n", self.source.line_end).encode()


@options.command(
    texts=(
        "Escribe un plan en su forma canónica, sin cambiar lo que dice.",
        "Write a plan in its canonical form, without changing what it says.",
    ),
    details=(
        """
        Cada RUTA es la carpeta de un plan o uno de sus archivos .pei; «-» toma la entrada estándar y escribe
        en la salida estándar. Los comentarios se conservan, y una declaración con errores queda como está.
        """,
        """
        Each PATH is the folder of a plan or one of its .pei files; “-” reads standard input and writes to
        standard output. Comments are kept, and a declaration with mistakes stays as it is.
        """,
    ),
    examples=(
        "pei formatear mi-plan",
        "pei formatear mi-plan --revisar",
        "pei formatear mi-plan --diferencias",
    ),
)
@options.argument(
    "paths",
    nargs=-1,
    required=True,
    metavars=("RUTA…", "PATH…"),
    type=click.Path(path_type=Path, allow_dash=True),
)
@options.option(
    "--revisar",
    "check",
    is_flag=True,
    texts=(
        "No escribe nada: nombra los archivos que cambiarían y, si los hay, termina con 1.",
        "Write nothing: name the files that would change and, if there are any, exit with 1.",
    ),
)
@options.option(
    "--diferencias",
    "differences",
    is_flag=True,
    texts=(
        "No escribe nada: muestra lo que cambiaría y, si cambiaría algo, termina con 1.",
        "Write nothing: show what would change and, if anything would, exit with 1.",
    ),
)
@options.option(
    "--en-inglés",
    "english",
    is_flag=True,
    texts=(
        "Escribe en inglés las palabras del lenguaje, y no en español.",
        "Write the words of the language in English instead of Spanish.",
    ),
)
@click.pass_context
def command(
    context: click.Context, paths: tuple[Path, ...], *, check: bool, differences: bool, english: bool
) -> None:
    """Format the files of `paths`, or say which ones are not."""
    from pei_dsl.diagnostics import Diagnostic

    results = list(_read(paths, english=english))
    found = [each for each in results if isinstance(each, Diagnostic)]
    files = [each for each in results if not isinstance(each, Diagnostic)]
    changing = [each for each in files if each.changes]
    writes = not check and not differences
    for each in files if writes else changing:
        if writes:
            _write(each)
        else:
            click.echo(_difference(each) if differences else f"{each.name}\n", nl=False)
    telling.report(found)
    if files and not (writes and any(each.path is None for each in files)):
        click.echo(_summary(len(changing), len(files) - len(changing), writes=writes), err=True)
    if any(each.code != "PEI123" for each in found):
        click.echo(
            say("Lo que tiene errores queda como estaba.", "What has mistakes stays as it was."), err=True
        )
    context.exit(exits.exit_code(found) or (exits.FINDINGS if changing and not writes else 0))


# ---- Reading -----------------------------------------------------------------------------------------------


def _read(paths: tuple[Path, ...], *, english: bool) -> Iterator[_File | Diagnostic]:
    """Yield the files of `paths`, each once, and what is wrong with them."""
    from pei_dsl.diagnostics import Diagnostic
    from pei_dsl.workspace import texts as workspace

    seen: set[Path] = set()
    for path in paths:
        if str(path) == options.STDIN:
            name = say("<entrada>", "<input>")
            data = sys.stdin.buffer.read(workspace.MAX_BYTES + 1)
            yield from _formatted(name, None, data, english=english, others=tuple)
            continue
        root, names, missing = workspace.find(path)
        yield from missing
        others = functools.cache(functools.partial(_names, root))
        for file in (root / name for name in names):
            if file.resolve() in seen:
                continue
            seen.add(file.resolve())
            data = workspace.bytes_of(file, str(file))
            if isinstance(data, Diagnostic):
                yield data
            else:
                yield from _formatted(str(file), file, data, english=english, others=others)


def _names(root: Path) -> Collection[str]:
    """Return the names of the variables and series that the texts in a folder declare."""
    from pei_dsl.workspace import texts as workspace
    from pei_dsl.workspace.formatting import names_of

    _, names, _ = workspace.find(root)
    sources, _ = workspace.read_texts(root, names)
    return names_of(sources.values())


def _formatted(
    name: str, path: Path | None, data: bytes, *, english: bool, others: Callable[[], Collection[str]]
) -> Iterator[_File | Diagnostic]:
    from pei_dsl.diagnostics import Diagnostic
    from pei_dsl.workspace.formatting import format_source
    from pei_dsl.workspace.texts import decoded

    source = decoded(name, data)
    if isinstance(source, Diagnostic):
        yield source
        return
    made = format_source(source, english=english, others=others)
    yield from made.diagnostics
    yield _File(name, path, data, source, made.text, bool(made.diagnostics))


# ---- Writing -----------------------------------------------------------------------------------------------


def _write(file: _File) -> None:
    if file.path is None:
        click.echo(file.data, nl=False)
    elif file.changes:
        writing.rewrite(file.data, file.path, say("RUTA", "PATH"), keeps=False)


def _difference(file: _File) -> str:
    before, after = file.source.text.splitlines(keepends=True), file.text.splitlines(keepends=True)
    lines = list(difflib.unified_diff(before, after, file.name, file.name))
    if not lines:
        return say(
            f"{file.name}: solo cambian los fines de línea o la codificación\n",
            f"{file.name}: only line ends or the encoding change\n",
        )
    missing = say("\\ Sin fin de línea al final", "\\ No newline at end of file")
    return "".join(line if line.endswith("\n") else f"{line}\n{missing}\n" for line in lines)


def _summary(changing: int, others: int, *, writes: bool) -> str:
    """Return how many files got the form, or would get it, and how many had it."""
    if writes:
        return say(
            f"{_count(changing, 'archivo formateado', 'archivos formateados')}, {others} sin cambios.",
            f"{_count(changing, 'file formatted', 'files formatted')}, {others} unchanged.",
        )
    return say(
        f"{_count(changing, 'archivo cambiaría', 'archivos cambiarían')}, {others} no.",
        f"{_count(changing, 'file would change', 'files would change')}, {others} would not.",
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
