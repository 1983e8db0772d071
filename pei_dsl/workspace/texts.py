"""The texts of a folder: which there are, and what their bytes say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pei_dsl.data.readers.carriers import carrier_of_file
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.earlier_copies import is_earlier_copy
from pei_dsl.plain_files import NotPlainError, read_plain
from pei_dsl.source import Source, Undecodable, decode
from pei_dsl.syntax.parse import MAX_CHARACTERS

SUFFIX = ".pei"
# No text of so many characters needs more bytes than four for each.
MAX_BYTES = 4 * MAX_CHARACTERS


def find(path: Path) -> tuple[Path, list[str], list[Diagnostic]]:
    """Return the root of a workspace, the names of its `.pei` files, and what keeps them from being read."""
    try:
        path.stat()
    except (OSError, ValueError):  # not there, too long for a name, behind a folder that may not be read
        params = {"file": str(path)}
        missing = Diagnostic("PEI123", Label(None), params, variant="missing", file=str(path))
        return path.parent, [], [missing]
    if not path.is_dir():
        variant = "earlier" if is_earlier_copy(path.name) else "data" if carrier_of_file(path.name) else ""
        if variant:
            params = {"file": str(path)}
            return (
                path.parent,
                [],
                [Diagnostic("PEI123", Label(None), params, variant=variant, file=str(path))],
            )
        return path.parent, [path.name], []
    names: list[str] = []
    found: list[Diagnostic] = []
    for file in sorted(path.rglob(f"*{SUFFIX}")):
        inside = file.relative_to(path)
        if file.is_dir() or any(part.startswith(".") for part in inside.parts):
            continue
        if _leads_out(file, path):
            params = {"file": inside.as_posix()}
            found.append(Diagnostic("PEI307", Label(None), params, variant="text", file=inside.as_posix()))
        else:
            names.append(inside.as_posix())
    if names or found:
        return path, sorted(names), found
    return path, [], [Diagnostic("PEI123", Label(None), variant="folder", file=str(path))]


def _leads_out(file: Path, folder: Path) -> bool:
    """Tell whether `file` is a link out of `folder`, or leads nowhere; a plan is what its folder holds."""
    try:
        led = file.resolve()
        # Of links in a circle, Python 3.13 gives one of them, and older ones raise.
        return led.is_symlink() or not led.is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return True


def read_texts(root: Path, names: Iterable[str]) -> tuple[dict[str, Source], list[Diagnostic]]:
    """Return the texts of the files called `names`, and the findings about those that are no text."""
    sources: dict[str, Source] = {}
    found: list[Diagnostic] = []
    for name in names:
        data = bytes_of(root / name, name)
        text = data if isinstance(data, Diagnostic) else decoded(name, data)
        if isinstance(text, Diagnostic):
            found.append(text)
        else:
            sources[name] = text
    return sources, found


def bytes_of(file: Path, name: str) -> bytes | Diagnostic:
    """Return the bytes of a text, one more than may be at most, or why `file`, called `name`, gives none."""
    try:
        return read_plain(file, MAX_BYTES + 1)
    except NotPlainError:
        variant = "endless"
    except OSError:
        variant = "unreadable"
    return Diagnostic("PEI123", Label(None), {"file": name}, variant=variant, file=name)


def decoded(name: str, data: bytes) -> Source | Diagnostic:
    """Return the text that the bytes of file `name` hold, or what is wrong with them."""
    if len(data) > MAX_BYTES:
        params = {"limit": MAX_CHARACTERS}
        return Diagnostic("PEI109", Label(None), params, variant="file", file=name)
    text = decode(name, data)
    return _undecodable(name, text) if isinstance(text, Undecodable) else text


def _undecodable(name: str, problem: Undecodable) -> Diagnostic:
    if problem.reason == "binary":
        return Diagnostic("PEI112", Label(None), {"line": problem.line}, file=name, line=problem.line)
    params: dict[str, str | int] = {"line": problem.line}
    if problem.guess is None:
        return Diagnostic("PEI110", Label(None), params, variant="plain", file=name, line=problem.line)
    params["guess"] = problem.guess[:60]
    return Diagnostic("PEI110", Label(None), params, file=name, line=problem.line)
