"""Documents that are there already: one of another plan or period is not written over without a word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from pei_dsl.cli.language import current, say
from pei_dsl.plain_files import read_plain

if TYPE_CHECKING:
    from pei_dsl.views.document import Document

_MOST = 200_000_000


def refuse_other(path: Path, name: str, shown: object) -> None:
    """
    Refuse to write over a document of something else.

    Args:
        path: Where it would be written.
        name: The format.
        shown: The document, or what becomes one.
    """
    from pei_dsl.interchange.document_subject import FORMATS, other_subject

    if name not in FORMATS or not path.is_file():
        return
    document = _document(shown)
    found = other_subject(name, read_plain(path, _MOST), document) if document is not None else None
    if found is not None:
        refuse(path, *found)


def _document(shown: object) -> Document | None:
    """Return what is shown as the document that it becomes; None for what becomes none."""
    from pei_dsl.comparison.compared import Comparison
    from pei_dsl.views.comparison_document import comparison_document
    from pei_dsl.views.document import Document

    if isinstance(shown, Comparison):
        return comparison_document(shown, current(), draws=False)
    return shown if isinstance(shown, Document) else None


def refuse(path: Path, found: str, wanted: str) -> NoReturn:
    """Refuse a file that is a document of `found`, where one of `wanted` would be written."""
    of = found or say("ningún plan", "no plan")
    raise click.UsageError(
        say(
            f"«{path}» es un documento de {of}, no de {wanted}; elija otro nombre, o agregue "
            "--reemplazar para escribirlo de nuevo.",
            f"“{path}” is a document of {of}, not of {wanted}; choose another name, or add "
            "--reemplazar to write it anew.",
        )
    )
