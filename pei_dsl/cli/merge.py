"""`pei importar` into a plan that is there: what it would change, what it changed, and what it left alone."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

import attrs
import click

from pei_dsl.cli import outputs, writing
from pei_dsl.cli.language import Both, say
from pei_dsl.earlier_copies import SUFFIX

if TYPE_CHECKING:
    from pei_dsl.interchange.importing import Imported
    from pei_dsl.interchange.merging import Difference, Merged
    from pei_dsl.source import Source

_SHOWN = 20
_WORDS: Mapping[str, tuple[Both, Both]] = {
    "figure": (("cifra", "cifras"), ("figure", "figures")),
    "field": (("campo", "campos"), ("field", "fields")),
    "comment": (("comentario", "comentarios"), ("comment", "comments")),
    "declaration": (("declaración nueva", "declaraciones nuevas"), ("new declaration", "new declarations")),
}


@attrs.frozen
class Merge:
    """A plan that is there, and what it would be with what a workbook brings."""

    path: Path
    source: Source
    merged: Merged


def merge_into(path: Path | None, imported: Imported) -> Merge | None:
    """Return what `imported` makes of the plan at `path`; None where there is none to keep anything of."""
    from pei_dsl.data.permissions import OWN
    from pei_dsl.interchange.merging import Known, codes_of, merge
    from pei_dsl.interchange.plan_columns import labels
    from pei_dsl.vocabulary import fold
    from pei_dsl.workspace.loading import load
    from pei_dsl.workspace.verbs import registered_of

    if path is None or not path.is_file():
        return None
    loaded = load(path.parent, permissions=OWN)
    # A file may have any name; one of the folder's texts is a part of its plan.
    name = path.name if path.name in loaded.sources else ""
    if not name:
        loaded = load(path, permissions=OWN)
        name = next(iter(loaded.sources), "")
    found = {each.source.name: each for each in loaded.files}
    if any(each.code in {"PEI110", "PEI112"} and each.file == path.name for each in loaded.diagnostics):
        raise click.UsageError(
            say(
                f"«{path}» no se puede leer, así que no se le agrega nada: elija otro nombre.",
                f"“{path}” cannot be read, so that nothing is added to it: choose another name.",
            )
        )
    if name not in found or not found[name].declarations:
        return None
    others = (codes_of(file) for other, file in found.items() if other != name)
    registered, _ = registered_of(loaded)
    shown = {fold(label): text for row in labels(loaded.plan) for label, text in row}
    source = loaded.sources[name]
    known = Known(frozenset().union(*others), registered, shown)
    return Merge(path, source, merge(source, imported, known))


def write(made: Merge, *, replaces: bool) -> None:
    """Write the plan, in the encoding that its file has; one that does not change is left alone."""
    if made.merged.text == made.source.original:
        return
    wide = made.path.read_bytes().startswith((b"\xff\xfe", b"\xfe\xff"))
    data = made.merged.text.encode("utf-16" if wide else "utf-8")
    writing.write(data, writing.Destination(made.path, outputs.HINT, replaces=replaces))


def write_register(path: Path | None, imported: Imported) -> bool:
    """Bring the values of `imported` into the register at `path`; tell whether there was one."""
    from pei_dsl.interchange.merging_registers import merge_register
    from pei_dsl.renderers.csv_lines import BOM

    if path is None or not path.is_file():
        return False
    try:
        made = merge_register(path.read_bytes().decode("utf-8-sig"), imported.registered)
    except UnicodeDecodeError:
        return False
    if made is None:
        return False
    writing.write(BOM + made.text.encode(), writing.Destination(path, outputs.HINT, replaces=True))
    click.echo(
        say(
            f"En {path}: valores nuevos, {made.added}; cambiados, {made.changed}; los demás quedan.",
            f"In {path}: new values, {made.added}; changed, {made.changed}; all others stay.",
        ),
        err=True,
    )
    return True


def difference(made: Merge) -> str:
    """Return how the text would change, line by line."""
    before = made.source.original.splitlines(keepends=True)
    after = made.merged.text.splitlines(keepends=True)
    name = str(made.path)
    lines = (f"{line.rstrip()}\n" for line in difflib.unified_diff(before, after, name, name))
    return "".join(lines)


def told(made: Merge, *, preview: bool) -> Iterator[str]:
    """Yield a line for each thing that changes, how many there are, and what was left alone."""
    found = made.merged.differences
    if not preview:
        yield from map(_line, found[:_SHOWN])
        if len(found) > _SHOWN:
            more = len(found) - _SHOWN
            yield say(f"… y otros cambios: {more}", f"… and more changes: {more}")
    for each in made.merged.refused:
        yield say(
            f"no se pudo cambiar, porque lo que hay alrededor tiene errores: {_line(each)}",
            f"could not be changed, since what stands around it has mistakes: {_line(each)}",
        )
    if made.merged.elsewhere:
        codes = ", ".join(code or "plan" for code in made.merged.elsewhere[:_SHOWN])
        yield say(
            f"quedan como estaban, porque los declara otro archivo de la carpeta: {codes}",
            f"left as they were, since another file of the folder declares them: {codes}",
        )
    yield _summary(made, preview=preview)


def _line(each: Difference) -> str:
    of = each.code or "plan"
    match each.kind:
        case "declaration":
            return say(f"  {of}: nuevo", f"  {of}: new")
        case "comment":
            return say(f"  {of}, comentario: {_cut(each.after)}", f"  {of}, comment: {_cut(each.after)}")
        case "field" | "figure":
            return f"  {of}, {each.what}: {_cut(each.before or '—')} → {_cut(each.after)}"
        case _:
            assert_never(each.kind)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _summary(made: Merge, *, preview: bool) -> str:
    if made.merged.text == made.source.original:
        return say(f"«{made.path}» ya dice todo eso: no cambia.", f"“{made.path}” says all that: no change.")
    kinds = [each.kind for each in made.merged.differences]
    counted = ", ".join(
        f"{kinds.count(kind)} {say(*(each[kinds.count(kind) > 1] for each in words))}"
        for kind, words in _WORDS.items()
        if kind in kinds
    )
    if preview:
        return say(
            f"Cambiaría en {made.path}: {counted}; lo demás quedaría como está.",
            f"Would change in {made.path}: {counted}; all else would stay.",
        )
    return say(
        f"Cambiado en {made.path}: {counted}; lo demás queda como estaba, y lo anterior, en "
        f"{made.path.name}{SUFFIX}.",
        f"Changed in {made.path}: {counted}; all else stays, and what was there is in "
        f"{made.path.name}{SUFFIX}.",
    )
