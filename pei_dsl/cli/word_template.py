"""A report in an institution's own Word file, and what the bookmarks are called that say where parts go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from pei_dsl.cli import outputs
from pei_dsl.cli.language import say
from pei_dsl.cli.word_file import readable, tell_listed
from pei_dsl.plain_files import read_plain

if TYPE_CHECKING:
    from pei_dsl.renderers.word.template_places import WrongPlaceError
    from pei_dsl.views.document import Document


def from_template(path: Path, document: Document) -> bytes:
    """Return a new report in the file of an entity; a template that cannot be one is a wrong usage."""
    from pei_dsl.renderers.word.package import BIGGEST
    from pei_dsl.renderers.word.template import from_template as filled
    from pei_dsl.renderers.word.template_places import NoPlaceError, WrongPlaceError

    try:
        with readable(path, say("use otra plantilla.", "use another template.")):
            made = filled(read_plain(path, BIGGEST), document)
    except NoPlaceError as error:
        raise click.UsageError(
            say(
                f"la plantilla «{path}» no dice dónde va el informe: en Word, ponga ahí el cursor y "
                "agregue un marcador (Insertar, Marcador) llamado «pei_informe»; --bloques lista los demás.",
                f"the template “{path}” does not say where the report goes: in Word, put the cursor there "
                "and add a bookmark (Insert, Bookmark) called “pei_informe”; --bloques lists the others.",
            )
        ) from error
    except WrongPlaceError as error:
        raise click.UsageError(_wrong(path, error)) from error
    tell_listed(made.without_place, say("sin lugar en la plantilla", "without a place in the template"))
    return made.data


def begun_from_the_same(output: outputs.Output, had: bytes) -> outputs.Output:
    """
    Return where a report goes that is brought up to date: what it was begun from stays the same.

    Args:
        output: Where it goes.
        had: The file as it is.
    """
    from pei_dsl.reproducing.written_documents import result_within
    from pei_dsl.reproducing.written_results import UnverifiableError

    if output.basis is None:
        return output
    try:
        prints = result_within(had, "").prints
    except UnverifiableError:  # it was written without them, or by another version
        return output
    question = attrs.evolve(output.basis.question, template=prints.question.template)
    return attrs.evolve(
        output, basis=attrs.evolve(output.basis, question=question, templates=prints.templates)
    )


def _wrong(path: Path, error: WrongPlaceError) -> str:
    unknown = [
        say(f"«{each}» no es de este informe", f"“{each}” is not of this report") for each in error.unknown
    ]
    within = [
        say(
            f"«{each}» está en una tabla, un cuadro, un encabezado o una nota",
            f"“{each}” stands in a table, a box, a header or a note",
        )
        for each in error.within
    ]
    listed = "; ".join((*unknown, *within))
    return say(
        f"en la plantilla «{path}» hay marcadores que no valen: {listed}. Cada uno va en un párrafo del "
        "cuerpo; --bloques los lista.",
        f"the template “{path}” has bookmarks that do not do: {listed}. Each goes in a paragraph of the "
        "body; --bloques lists them.",
    )


def list_blocks(document: Document) -> None:
    """Print what the parts of a report are called in a template."""
    from pei_dsl.renderers.word.block_names import names

    listed = names(document)
    width = max(len(each.name) for each in listed)
    for each in listed:
        click.echo(f"{each.name:<{width}}  {'  ' * each.depth}{each.title}")
