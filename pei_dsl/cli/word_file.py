"""A report in Word that is there already: brought up to date, and what became of it told."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import document_files, outputs
from pei_dsl.cli.language import say
from pei_dsl.plain_files import read_plain

if TYPE_CHECKING:
    from pei_dsl.renderers.word.regeneration import Regenerated
    from pei_dsl.views.document import Document

_MOST = 5


def there(path: Path | None) -> bytes | None:
    """Return what the file of the report holds, or None where there is none yet."""
    if path is None or not path.is_file() or path.stat().st_size == 0:
        return None
    refuse_open(path)
    from pei_dsl.renderers.word.package import BIGGEST

    return read_plain(path, BIGGEST)


def refuse_open(path: Path) -> None:
    """Refuse a file that Word or LibreOffice has open, whose own saving would undo what is written."""
    names = (f"~${path.name[2:]}", f"~${path.name}", f".~lock.{path.name}#")
    for lock in map(path.with_name, names):
        if lock.exists():
            raise click.UsageError(
                say(
                    f"«{path}» está abierto en otro programa (hay un «{lock.name}»): ciérrelo e inténtelo de "
                    "nuevo. Si no lo está, borre ese archivo.",
                    f"“{path}” is open in another program (there is a “{lock.name}”): close it and try "
                    "again. If it is not, delete that file.",
                )
            )


@contextlib.contextmanager
def readable(path: Path, remedy: str) -> Iterator[None]:
    """Make a wrong usage, with its remedy, of a file that turns out to be no Word document."""
    from pei_dsl.renderers.word.package import NotWordError, Unreadable

    try:
        yield
    except NotWordError as error:
        why = {
            Unreadable.NO_WORD: say("no es un documento de Word", "is no Word document"),
            Unreadable.PROTECTED: say("está protegido con contraseña", "is protected by a password"),
            Unreadable.TOO_BIG: say("es demasiado grande", "is too big"),
            Unreadable.BROKEN: say(
                f"está dañado (su parte «{error.part}» no es XML)",
                f"is damaged (its part “{error.part}” is no XML)",
            ),
            Unreadable.MACROS: say(
                "lleva macros (guárdelo como «Documento de Word»)",
                "holds macros (save it as “Word Document”)",
            ),
            Unreadable.STRICT: say(
                "está guardado como «Open XML estricto» (ábralo y guárdelo como «Documento de Word»)",
                "is saved as a “Strict Open XML” document (open it and save it as “Word Document”)",
            ),
        }[error.why]
        named = say(f"«{path}» {why}", f"“{path}” {why}")
        message = f"{named}; {remedy}"
        raise click.UsageError(message) from error


def brought_up_to_date(path: Path, data: bytes, document: Document, *, force: bool) -> Regenerated:
    """Return the file with what `document` says now; what cannot be one is a wrong usage."""
    from pei_dsl.renderers.word.regeneration import OtherDocumentError, OtherLanguageError, regenerated

    try:
        with readable(path, replace_or_rename()):
            return regenerated(data, document, force=force)
    except OtherDocumentError as error:
        document_files.refuse(path, error.found, error.wanted)
    except OtherLanguageError as error:
        is_spanish = error.found == "es"
        written = say("español" if is_spanish else "inglés", "Spanish" if is_spanish else "English")
        raise click.UsageError(
            say(
                f"«{path}» está en {written}, y lo que ahí escribieron las personas también: elija otro "
                f"nombre para el de otro idioma, o escriba «--lang {error.found}».",
                f"“{path}” is in {written}, and so is what people wrote in it: choose another name for the "
                f"one in another language, or write “--lang {error.found}”.",
            )
        ) from None


def replace_or_rename() -> str:
    """Return what helps where a file stands in the way."""
    return say(
        "elija otro nombre o agregue --reemplazar, que lo guarda al lado.",
        "choose another name or add --reemplazar, which keeps it beside the new one.",
    )


def tell(found: Regenerated) -> None:
    """Tell what became of a file, on standard error."""
    click.echo(
        say(
            f"{_count(found.updated, 'bloque actualizado', 'bloques actualizados')}, {found.same} ya al día, "
            f"{_count(found.kept, 'párrafo de personas conservado', 'párrafos de personas conservados')}.",
            f"{_count(found.updated, 'block updated', 'blocks updated')}, {found.same} up to date already, "
            f"{_count(found.kept, 'paragraph of people kept', 'paragraphs of people kept')}.",
        ),
        err=True,
    )
    for listed, told in (
        (
            found.edited,
            say(
                "cambiados a mano, no se tocaron (con --forzar se actualizan)",
                "changed by hand, left alone (--forzar updates them)",
            ),
        ),
        (found.missing, say("ya no están, no se repusieron", "no longer there, not put back")),
        (found.copied, say("están varias veces, se actualizaron todas", "there several times, all updated")),
        (
            found.new,
            say("nuevos, faltan en este archivo", "new, and lacking in this file"),
        ),
        (
            found.obsolete,
            say("ya no corresponden a este informe, quítelos", "no longer of this report, take them out"),
        ),
        (
            found.replaced,
            say("gráficos rehechos por otro programa, puestos de nuevo", "charts put in anew"),
        ),
        (
            found.gone,
            say(
                "cifras y menciones de lo que ya no existe, quedan como «¿?»",
                "figures and mentions of what is no longer there, shown as “¿?”",
            ),
        ),
        (
            found.outdated,
            say(
                "frases sugeridas que los datos de ahora desmienten, quedan con un aviso entre corchetes",
                "suggested sentences that the data now contradict, left with a note in brackets",
            ),
        ),
        (
            found.typed_in,
            say(
                "cifras dentro de las que se había escrito: el texto quedó al lado",
                "figures within which somebody had typed: the text stands beside them",
            ),
        ),
        (
            found.loose,
            say(
                "cifras que cambiaron y que el texto tal vez repite sin campo",
                "figures that changed and that the text may repeat without a field",
            ),
        ),
    ):
        tell_listed(listed, told)


def tell_listed(listed: Sequence[str], told: str) -> None:
    """Tell the first of some things, and how many more there are, on standard error."""
    if listed:
        more = f", … (+{len(listed) - _MOST})" if len(listed) > _MOST else ""
        click.echo(f"  {told}: {', '.join(listed[:_MOST])}{more}", err=True)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def is_stale(found: Regenerated) -> bool:
    """Tell whether something in a file may be out of date: what was left, is gone, or stands loose."""
    return bool(found.edited or found.gone or found.loose or found.new or found.obsolete or found.outdated)


def list_pending(texts: tuple[str, ...], output: outputs.Output) -> None:
    """Print the placeholders that a report still has."""
    name = output.path.name if output.path is not None else ""
    if not texts:
        click.echo(say(f"«{name}»: no queda nada por escribir.", f"“{name}”: nothing is left to write."))
    for number, text in enumerate(texts, 1):
        click.echo(f"{number}. {text}")
