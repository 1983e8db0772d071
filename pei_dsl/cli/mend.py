"""`pei revisar --corregir`: safe fixes made, or shown, and what they were."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import asked, options, outputs, writing
from pei_dsl.cli.language import current, say

if TYPE_CHECKING:
    from pei_dsl.diagnostics import Diagnostic
    from pei_dsl.workspace.loaded import Loaded
    from pei_dsl.workspace.mending import Change, Mending

_WIDTH = 64


def mend(
    paths: tuple[Path, ...], format_: str, roots: tuple[Path, ...], *, preview: bool
) -> list[Diagnostic]:
    """
    Mend the plans of `paths`, or show how, and print what was changed and what remains.

    Returns what remains to be found; with `preview` what there is now.
    """
    from pei_dsl.renderers import registry
    from pei_dsl.renderers.style import Style
    from pei_dsl.views.findings_page import FindingsPage
    from pei_dsl.workspace import mending
    from pei_dsl.workspace.checking import check_loaded

    left: list[Diagnostic] = []
    as_it_was: list[Diagnostic] = []
    changes: list[Change] = []
    stdin = any(str(path) == options.STDIN for path in paths)
    for path in paths:
        before = asked.read(path)
        result = mending.mend(before, roots)
        changes.extend(result.changes)
        left.extend(result.remaining)
        if preview:
            as_it_was.extend(check_loaded(before, roots))
            click.echo(_difference(before, result), nl=False)
        elif str(path) == options.STDIN:
            click.echo(_bytes(before, result), nl=False)
        else:
            _save(before, result)
    aside = stdin or preview
    if format_ == "completo":
        click.echo(_told(changes, preview=preview), err=aside, nl=False)
    elif format_ == "conciso":
        for change in changes:
            click.echo(f"{change.file}:{change.line}: {', '.join(change.codes)} {_line(change)}", err=aside)
    told = [_to_json(change) for change in changes]
    page = FindingsPage(left, told)
    outputs.print_parts(
        registry.render("findings", format_, page, Style(current())), err=aside, as_json=format_ == "json"
    )
    return as_it_was if preview else left


def _bytes(before: Loaded, result: Mending) -> bytes:
    """Return the text of standard input after mending, or what it was when it could not be read."""
    text = next(iter(result.texts.values()), None)
    if text is None:
        text = next((source.original for source in before.sources.values()), "")
    return text.encode()


def _save(before: Loaded, result: Mending) -> None:
    """Write the texts that changed, in the encoding that each file has."""
    assert before.root is not None
    for name, text in result.texts.items():
        file = before.root / name
        wide = file.read_bytes().startswith((b"\xff\xfe", b"\xfe\xff"))
        writing.rewrite(text.encode("utf-16" if wide else "utf-8"), file, say("RUTA", "PATH"), keeps=True)


def _difference(before: Loaded, result: Mending) -> str:
    lines: list[str] = []
    for name in result.texts:
        old = before.sources[name].text.splitlines(keepends=True)
        new = result.loaded.sources[name].text.splitlines(keepends=True)
        lines.extend(difflib.unified_diff(old, new, name, name))
    missing = say("\\ Sin fin de línea al final", "\\ No newline at end of file")
    return "".join(line if line.endswith("\n") else f"{line}\n{missing}\n" for line in lines)


def _told(changes: Sequence[Change], *, preview: bool) -> str:
    """Return how much was changed, and a line for each change unless the difference shows it."""
    if not changes:
        return say(
            "Nada que corregir sin preguntarle.\n\n", "Nothing that could be mended without asking you.\n\n"
        )
    blank = "\n" if preview else ""
    lines = [f"  {change.file}:{change.line}  {_line(change)}\n" for change in changes]
    files = len({change.file for change in changes})
    head = say("Se corregiría", "Would be mended") if preview else say("Corregido", "Mended")
    summary = say(
        f"{_count(len(changes), 'línea', 'líneas')} en {_count(files, 'archivo', 'archivos')}",
        f"{_count(len(changes), 'line', 'lines')} in {_count(files, 'file', 'files')}",
    )
    return f"{blank}{head}: {summary}\n{'' if preview else ''.join(lines)}\n"


def _line(change: Change) -> str:
    """Return the line before and after; what both share at a long distance from the change is left out."""
    if change.after is None:
        return f"{_cut(change.before, 0)}  →  {say('(se quita la línea)', '(the line is removed)')}"
    if change.before == change.after:
        return f"{_cut(change.before, 0)}  →  {say('(cambia la sangría)', '(the indentation changes)')}"
    same = 0
    while same < min(len(change.before), len(change.after)) and change.before[same] == change.after[same]:
        same += 1
    return f"{_cut(change.before, same)}  →  {_cut(change.after, same)}"


def _cut(text: str, place: int) -> str:
    if len(text) <= _WIDTH:
        return text
    start = max(0, min(place - _WIDTH // 2, len(text) - _WIDTH))
    head, tail = "…" if start else "", "…" if start + _WIDTH < len(text) else ""
    return f"{head}{text[start : start + _WIDTH]}{tail}"


def _to_json(change: Change) -> dict[str, object]:
    return {
        "archivo": change.file,
        "linea": change.line,
        "codigos": list(change.codes),
        "antes": change.before,
        "despues": change.after,
    }


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
