"""
Where a result goes, and in which format: what `-o NAME.SUFFIX` and `--formato` mean together.

Without `-o` the result is shown on the screen, in the first format of the command unless `--formato` names
another.  With it the suffix of the name decides; a name without one leaves it to `--formato`.  A suffix that
the command does not write, and a `--formato` that is another than that of the suffix, are wrong usages.
"""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import attrs
import click

from pei_dsl.cli import document_files, telling, terminal, told_basis, writing
from pei_dsl.cli.bilingual import Option
from pei_dsl.cli.exits import DATA
from pei_dsl.cli.language import Both, current, say
from pei_dsl.cli.options import STDIN, Decorator, option
from pei_dsl.renderers import registry
from pei_dsl.renderers.formats import Format, Tells
from pei_dsl.renderers.marks import MARKS, Marks, bears_mark, holding
from pei_dsl.renderers.outlet import below
from pei_dsl.renderers.plain_signs import spelt
from pei_dsl.renderers.registry import RENDERERS, Renderers, formats_of
from pei_dsl.renderers.style import Style

if TYPE_CHECKING:
    from pei_dsl.reproducing.fingerprints import Fingerprints
    from pei_dsl.reproducing.grounds import Basis

HINT = "--salida"
CARRY_BASIS = ("html", "docx", "xlsx", "pdf")
"""The formats that carry what they rest on where no reader sees it, put there once they are made."""
_HOW: Both = ("Cómo se muestra el resultado", "How the result is shown")


@attrs.frozen
class Output:
    """
    Where a result goes, and in which format.

    Attributes:
        format: What was decided.
        path: The file, or None for the screen.
        option: What chooses the format, as it is written.
        renderers: What can be written.
        marks: How a file shows that it is an earlier result.
        replaces: Whether any other file is replaced too.
        raw: Whether a program reads its cells.
        basis: What the result rests on, as far as its format tells it; None for what is no answer.
        without_basis: Whether nobody wants to be told.
    """

    format: Format
    path: Path | None
    option: str
    renderers: Renderers = RENDERERS
    marks: Marks = MARKS
    replaces: bool = False
    raw: bool = False
    basis: Basis | None = None
    without_basis: bool = False

    @property
    def tells_basis(self) -> bool:
        """Whether the result will say what it rests on."""
        return self.format.tells is not Tells.NOTHING and not self.without_basis

    @property
    def _carries_basis(self) -> bool:
        """Whether what is written is a document that carries what it rests on, unseen."""
        return self.basis is not None and self.format.name in CARRY_BASIS

    def check(self, subject: str, otherwise: Both | None = None) -> None:
        """
        Refuse what is not written in the format, what no screen shows, and what lacks its package.

        Args:
            subject: What will be written.
            otherwise: What to say where this command writes other things in the format, but not `subject`.
        """
        name = self.format.name
        if (subject, name) not in self.renderers:
            known = written(formats_of(subject, renderers=self.renderers))
            told = otherwise or (
                f"esto no se escribe como {name}, sino como: {known}.",
                f"this is not written as {name}, but as: {known}.",
            )
            raise click.BadParameter(say(*told), param_hint=self.option)
        if self.format.is_binary and self.path is None:
            suffix = self.format.suffixes[0]
            raise click.BadParameter(
                say(
                    f"un archivo {name} no cabe en la pantalla: agregue -o con un nombre que "
                    f"termine en {suffix}.",
                    f"a {name} file cannot be shown on the screen: add -o with a name that ends in {suffix}.",
                ),
                param_hint=self.option,
            )
        if self.format.needs is not None:
            telling.need(*self.format.needs)
        if self.path is not None:
            writing.refuse_to_lose(self._destination(self.path, subject))

    def _destination(self, path: Path, subject: str) -> writing.Destination:
        def is_own(file: Path) -> bool:
            return bears_mark(subject, self.format.name, file, self.marks)

        return writing.Destination(path, HINT, is_own, self.replaces, holding(self.format.name))

    def style(self) -> Style:
        """Return for whom a page is laid out: a file gets the usual width and no paint."""
        if self.path is not None:
            return Style(current(), raw=self.raw)
        return Style(current(), terminal.width(), terminal.paints(), self.raw)

    def write(self, subject: str, shown: object) -> None:
        """Show `shown` on the screen or write it to the file, and say so."""
        self.put(subject, shown)
        self.tell()

    def put(self, subject: str, shown: object) -> None:
        """Show `shown` on the screen, or write it to a file that is never half-written."""
        name, style = self.format.name, self.style()
        if self.path is not None and not self.replaces:
            document_files.refuse_other(self.path, name, shown)
        if self.path is None:
            if self._carries_basis:
                style = attrs.evolve(style, rests_on=self.rests_on())
            parts = registry.render(subject, name, shown, style, renderers=self.renderers)
            print_parts(self._with_basis(parts), as_json=name == "json")
            return
        if self._carries_basis:
            made = io.BytesIO()
            style = attrs.evolve(style, rests_on=self.rests_on())
            registry.write(subject, name, shown, style, made, renderers=self.renderers)
            self.put_bytes(subject, made.getvalue())
            return
        with writing.writing(self._destination(self.path, subject)) as stream:
            if self.basis is None or self.format.is_binary:
                style = attrs.evolve(style, rests_on=self.rests_on())
                registry.write(subject, name, shown, style, stream, renderers=self.renderers)
                return
            parts = registry.render(subject, name, shown, style, renderers=self.renderers)
            stream.writelines(part.encode() for part in self._with_basis(parts))

    def _with_basis(self, parts: Iterable[str]) -> Iterable[str]:
        """Return what is rendered, with what it rests on."""
        if self.basis is None:
            return parts
        from pei_dsl.reproducing import sealing

        if self.format.name == "json":
            return sealing.sealed(parts, self._fingerprints)
        if self.format.name in CARRY_BASIS:
            return self._carried(parts)
        return sealing.with_foot(parts, self._fingerprints, current())

    def _carried(self, parts: Iterable[str]) -> Iterable[str]:
        """Yield a page that is shown, with what it rests on within it."""
        from pei_dsl.reproducing.carried_prints import with_prints

        yield with_prints(self.format.name, "".join(parts).encode(), self._fingerprints()).decode()

    def rests_on(self) -> Callable[[], str] | None:
        """Return what says in JSON what the result rests on, once it is computed; None where nobody asks."""
        if self.basis is None:
            return None
        import json

        return lambda: json.dumps(self._fingerprints().to_json(), ensure_ascii=False)

    def _fingerprints(self) -> Fingerprints:
        """Return what the result rests on, once it is computed; exit with 3 if that changed meanwhile."""
        from pei_dsl.diagnostics import catalogue
        from pei_dsl.reproducing.grounds import ChangedWhileReadError
        from pei_dsl.views.words import printable

        assert self.basis is not None
        try:
            return self.basis.fingerprints()
        except ChangedWhileReadError as error:
            file = {"file": printable(error.file)}
            click.echo(catalogue.phrase("reproducing", "changed_while_read", current(), file), err=True)
            raise click.exceptions.Exit(DATA) from None

    def put_bytes(self, subject: str, data: bytes) -> None:
        """Write what is made already to the file, under the same rules; documents carry their basis."""
        assert self.path is not None
        if self._carries_basis:
            from pei_dsl.reproducing.carried_prints import with_prints

            data = with_prints(self.format.name, data, self._fingerprints(), self.path.name)
        with writing.writing(self._destination(self.path, subject)) as stream:
            stream.write(data)

    def tell(self) -> None:
        """Say where the output is, if it is in a file."""
        if self.path is not None:
            telling.tell_written(self.path)


def print_parts(parts: Iterable[str], *, err: bool = False, as_json: bool = False) -> None:
    """Print what the registry renders, a text after another; none is kept."""
    screen = below(sys.stderr if err else sys.stdout)
    for part in parts:
        shown = spelt(part, screen.encoding, current(), as_json=as_json)
        click.echo(shown, screen, nl=False, color=terminal.paints())


# ---- The rule ---------------------------------------------------------------------------------------------


def decided(formats: Sequence[Format], asked: str | None, path: Path | None, chooser: str) -> Format:
    """
    Return the format that the name of a file and `--formato` mean together.

    Args:
        formats: Those that the command writes, the usual one first.
        asked: What `--formato` says, or None.
        path: The file, or None for the screen.
        chooser: What `--formato` is called.
    """
    by_name = next((each for each in formats if each.name == asked), None)
    suffix = path.suffix.lower() if path is not None else ""
    if not suffix:
        return by_name or formats[0]
    by_suffix = [each for each in formats if suffix in each.suffixes]
    if not by_suffix:
        raise click.BadParameter(
            say(
                f"esta orden no escribe archivos {suffix}; escribe {written(formats)}.",
                f"this command does not write {suffix} files; it writes {written(formats)}.",
            ),
            param_hint=HINT,
        )
    if by_name is not None and by_name not in by_suffix:
        name = by_suffix[0].name
        raise click.BadParameter(
            say(
                f"«{path}» termina como {name}, y {chooser} pide {asked}: quite {chooser}, o escriba un "
                f"nombre que termine en {by_name.suffixes[0]}; esta orden escribe {written(formats)}.",
                f"“{path}” ends like {name}, and {chooser} asks for {asked}: leave {chooser} out, or write a "
                f"name that ends in {by_name.suffixes[0]}; this command writes {written(formats)}.",
            ),
            param_hint=HINT,
        )
    return by_name or by_suffix[0]


def written(formats: Iterable[Format]) -> str:
    """Return formats with what their files end in: `.txt (tabla), .json, .csv`."""
    return ", ".join(
        each.suffixes[0] if each.suffixes[0] == f".{each.name}" else f"{each.suffixes[0]} ({each.name})"
        for each in formats
    )


# ---- The options ------------------------------------------------------------------------------------------


class OutputOption(Option):
    """`-o`, which knows what its command writes, and in which formats."""

    def __init__(self, *args: Any, formats: Sequence[Format], subjects: Sequence[str], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.formats, self.subjects = tuple(formats), tuple(subjects)


def _only_in_cells(formats: Sequence[Format]) -> NoReturn:
    names = written(each for each in formats if each.begins)
    raise click.BadParameter(
        say(f"solo cambia lo que se escribe como {names}.", f"it only changes what is written as {names}."),
        param_hint="--crudo",
    )


def _is_given() -> bool:
    """Tell whether the format was asked for, and is not only the usual one."""
    source = click.get_current_context().get_parameter_source("format_")
    return source is click.core.ParameterSource.COMMANDLINE


def options(
    *subjects: str,
    texts: Both = _HOW,
    names: Sequence[str] = ("--formato",),
    renderers: Renderers = RENDERERS,
    marks: Marks = MARKS,
) -> Decorator:
    """
    Return what gives a command `-o`, `--reemplazar` and, where there is a choice, `--formato`.

    The command gets an `Output` for all of them.

    Args:
        subjects: What the command writes.
        texts: What help says of `--formato`, without the full stop.
        names: How the option is called; none for a command where the name of the file alone chooses.
        renderers: What can be written.
        marks: How a file shows that it is an earlier result.
    """
    formats = formats_of(*subjects, renderers=renderers)

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def wrapped(
            *args: Any,
            output: Path | None,
            replaces: bool,
            format_: str | None = None,
            raw: bool = False,
            without_basis: bool = False,
            **rest: Any,
        ) -> Any:
            path = None if output is None or str(output) == STDIN else output
            chosen = decided(formats, format_ if _is_given() else None, path, names[0] if names else "")
            # A preview writes nothing, so that nothing is in its way.
            replaced = replaces or bool(rest.get("preview"))
            found = Output(
                chosen,
                path,
                names[0] if names else HINT,
                renderers,
                marks,
                replaced,
                raw,
                without_basis=without_basis,
            )
            if raw and not chosen.begins:
                _only_in_cells(formats)
            if len(subjects) == 1:
                found.check(subjects[0])
            return command(*args, output=found, **rest)

        made: Callable[..., Any] = click.option(
            "-o",
            HINT,
            "output",
            cls=OutputOption,
            formats=formats,
            subjects=subjects,
            type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
            metavars=("ARCHIVO", "FILE"),
            texts=told_basis.beside(
                subjects,
                f"Archivo en que se escribe, en lugar de la pantalla: {written(formats)}.",
                f"File to write to instead of the screen: {written(formats)}.",
            ),
        )(wrapped)
        made = option(
            "--reemplazar",
            "replaces",
            is_flag=True,
            texts=(
                "Escribe aunque el archivo sea otra cosa; lo que había queda en NOMBRE.anterior.",
                "Write even if the file is something else; what was there stays in NAME.anterior.",
            ),
        )(made)
        if told_basis.is_answer(subjects):
            made = option("--sin-huellas", "without_basis", is_flag=True, texts=told_basis.left_out(formats))(
                made
            )
        if any(each.begins for each in formats):
            made = option(
                "--crudo",
                "raw",
                is_flag=True,
                texts=(
                    "CSV para programas: sin la marca que pide Excel, y textos como «=A1» tal cual.",
                    "CSV for programs: without the mark that Excel needs, and texts like “=A1” as they are.",
                ),
            )(made)
        if names and len(formats) > 1:
            made = option(
                *names,
                "format_",
                type=click.Choice([each.name for each in formats]),
                default=formats[0].name,
                show_default=True,
                texts=(f"{texts[0]}.", f"{texts[1]}."),
            )(made)
        return made

    return decorate
