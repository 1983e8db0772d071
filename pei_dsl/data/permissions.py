"""What a plan may read: its folder, other folders, and the databases whose addresses variables hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs

from pei_dsl.immutable import brief


def _paths(given: Iterable[str | Path]) -> tuple[Path, ...]:
    return tuple(Path(each) for each in given)


def _names(given: Iterable[str] | None) -> frozenset[str] | None:
    return None if given is None else frozenset(given)


@attrs.frozen
class Permissions:
    """
    What a plan may read.  The caller grants it; a plan cannot.

    Attributes:
        folder: Whether it may read files of its own folder.
        roots: Other folders that it may read.
        variables: The environment variables that a `conexión` may name; None for any.
    """

    __repr__ = brief

    folder: bool = True
    roots: tuple[Path, ...] = attrs.field(default=(), converter=_paths)
    variables: frozenset[str] | None = attrs.field(default=frozenset(), converter=_names)

    def allows_variable(self, name: str) -> bool:
        """Tell whether a `conexión` may name the environment variable `name`."""
        return self.variables is None or name in self.variables

    def with_roots(self, roots: Iterable[Path]) -> Permissions:
        """Return these permissions and `roots`."""
        return attrs.evolve(self, roots=tuple(dict.fromkeys((*self.roots, *roots))))


NOTHING = Permissions(folder=False)
"""For a text that came from elsewhere: an upload, a message."""

OWN = Permissions(variables=None)
"""For a plan of whoever runs the program: what it asks for."""
