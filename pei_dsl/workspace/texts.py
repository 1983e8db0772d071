"""The texts of a folder: which there are, and what their bytes say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.earlier_copies import is_earlier_copy
from pei_dsl.source import Source, Undecodable, decode

SUFFIX = ".pei"


def find(path: Path) -> tuple[Path, list[str], list[Diagnostic]]:
    """Return the root of a workspace, the names of its `.pei` files, and what keeps them from being read."""
    try:
        path.stat()
    except (OSError, ValueError):  # not there, too long for a name, behind a folder that may not be read
        params = {"file": str(path)}
        missing = Diagnostic("PEI123", Label(None), params, variant="missing", file=str(path))
        return path.parent, [], [missing]
    if not path.is_dir():
        if is_earlier_copy(path.name):
            params = {"file": str(path)}
            earlier = Diagnostic("PEI123", Label(None), params, variant="earlier", file=str(path))
            return path.parent, [], [earlier]
        return path.parent, [path.name], []
    names = sorted(
        each.relative_to(path).as_posix()
        for each in path.rglob(f"*{SUFFIX}")
        if each.is_file() and not any(part.startswith(".") for part in each.relative_to(path).parts)
    )
    if names:
        return path, names, []
    return path, [], [Diagnostic("PEI123", Label(None), variant="folder", file=str(path))]


def read_texts(root: Path, names: Iterable[str]) -> tuple[dict[str, Source], list[Diagnostic]]:
    """Return the texts of the files called `names`, and the findings about those that are no text."""
    sources: dict[str, Source] = {}
    found: list[Diagnostic] = []
    for name in names:
        try:
            data = (root / name).read_bytes()
        except OSError:
            params = {"file": name}
            found.append(Diagnostic("PEI123", Label(None), params, variant="unreadable", file=name))
            continue
        text = decoded(name, data)
        if isinstance(text, Diagnostic):
            found.append(text)
        else:
            sources[name] = text
    return sources, found


def decoded(name: str, data: bytes) -> Source | Diagnostic:
    """Return the text that the bytes of file `name` hold, or what is wrong with them."""
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
