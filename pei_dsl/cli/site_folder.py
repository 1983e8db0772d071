"""The folder of a site: written where nothing is, or over the site of the same plan, and nothing else."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pei_dsl.cli import outputs, writing
from pei_dsl.cli.language import say
from pei_dsl.plain_files import digest_of, read_plain
from pei_dsl.reproducing.package_names import is_safe

if TYPE_CHECKING:
    from pei_dsl.model.plan import Plan
    from pei_dsl.reports.publishing import Site

_MOST = 10_000_000
_BEFORE = "anteriores"
"""The member of the mark with the files of the former site, until all of the new one is there."""
_TOLD = 3


def plan_of(plan: Plan) -> list[str]:
    """Return what a site says of whose plan it is."""
    from pei_dsl.reports.publishing import whose

    return whose(plan)


def refuse_what_is_not_ours(folder: Path, plan: list[str]) -> None:
    """Refuse a folder that is not the site of `plan`, and has anything in it."""
    from pei_dsl.reports.publishing import MARK

    try:
        if not folder.exists():
            return
        is_empty = not any(folder.iterdir())
        mark = _mark(folder)
    except OSError as error:
        why = writing.reason(error)
        raise click.UsageError(
            say(f"no se puede usar «{folder}»: {why}.", f"“{folder}” cannot be used: {why}.")
        ) from error
    if is_empty:
        return
    if mark is None:
        raise click.UsageError(
            say(
                f"en «{folder}» hay archivos que no son de un sitio (falta un «{MARK}» que lo diga); elija "
                "una carpeta nueva.",
                f"in “{folder}” there are files that are of no site (no “{MARK}” says so); choose a new "
                "folder.",
            )
        )
    if mark["plan"] != plan:
        of = " · ".join(filter(None, map(str, mark["plan"])))
        raise click.UsageError(
            say(
                f"«{folder}» es el sitio de otro plan: {of}; elija otra carpeta.",
                f"“{folder}” is the site of another plan: {of}; choose another folder.",
            )
        )


def write(site: Site, folder: Path) -> int:
    """Write a site to its folder; return how many files of the former one are no more of it."""
    from pei_dsl.reports.publishing import MARK

    mark = _mark(folder) or {"archivos": {}}
    had: dict[str, set[str]] = {}
    for member in ("archivos", _BEFORE):
        for name, digests in mark.get(member, {}).items():
            had.setdefault(name, set()).update(digests.split())
    _refuse_what_was_changed(site.files, folder, had)
    made = dict(site.files)
    last = made.pop(MARK)
    # Whoever stops here leaves a site of which every file is known, the old ones and the new ones.
    before = {name: " ".join(sorted(digests)) for name, digests in had.items()}
    _put(json.dumps({**json.loads(last), _BEFORE: before}, ensure_ascii=False).encode(), folder / MARK)
    for name, data in made.items():
        _put(data, folder / name)
    gone = [name for name in had if name not in made and (folder / name).is_file()]
    for name in gone:
        writing.remove(folder / name, outputs.HINT)
    _put(last, folder / MARK)
    return len(gone)


def _put(data: bytes, file: Path) -> None:
    if not file.exists():
        writing.create(data, file, outputs.HINT)
    elif read_plain(file, len(data) + 1) != data:
        writing.rewrite(data, file, outputs.HINT, keeps=False)


def _refuse_what_was_changed(files: Mapping[str, bytes], folder: Path, had: Mapping[str, set[str]]) -> None:
    """Refuse to write over, or to remove, what somebody changed since, or put where the site has a file."""
    from pei_dsl.reports.publishing import MARK

    changed = []
    for name in dict.fromkeys((*files, *had)):
        path = folder / name
        if name == MARK or not path.exists():
            continue
        ours = {*had.get(name, ())}
        if name in files:
            ours.add(hashlib.sha256(files[name]).hexdigest())
        if not path.is_file() or digest_of(path) not in ours:
            changed.append(name)
    if changed:
        more = f", … (+{len(changed) - _TOLD})" if len(changed) > _TOLD else ""
        shown = f"{', '.join(changed[:_TOLD])}{more}"
        raise click.UsageError(
            say(
                f"en «{folder}» alguien cambió archivos del sitio: {shown}. Muévalos o bórrelos, o elija "
                "otra carpeta.",
                f"in “{folder}” somebody changed files of the site: {shown}. Move or delete them, or choose "
                "another folder.",
            )
        )


def _mark(folder: Path) -> dict[str, Any] | None:
    """Return what a folder says of the site in it; None where it says nothing that can be trusted."""
    from pei_dsl.reports.publishing import MARK

    with contextlib.suppress(FileNotFoundError, ValueError):
        match json.loads(read_plain(folder / MARK, _MOST)):
            case {"version": 1, "plan": list(), "archivos": dict() as files, **rest} as found:
                before = rest.get(_BEFORE, {})
                if isinstance(before, dict) and all(map(_is_entry, (*files.items(), *before.items()))):
                    return dict(found)
    return None


def _is_entry(entry: tuple[object, object]) -> bool:
    name, digest = entry
    return isinstance(name, str) and isinstance(digest, str) and is_safe(name)
