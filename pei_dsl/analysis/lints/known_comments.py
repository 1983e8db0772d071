"""What the comments of texts say, read again where a text is another one than it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

import attrs

from pei_dsl.syntax import tree

T = TypeVar("T")


@attrs.define
class KnownComments(Generic[T]):
    """What was read of each text last, by the name of the text."""

    _known: dict[str, tuple[tree.File, tuple[T, ...]]] = attrs.field(factory=dict)

    def of(self, file: tree.File, read: Callable[[tree.File], Iterable[T]]) -> tuple[T, ...]:
        """Return what `read` finds in `file`; it is not asked about a tree that it has read already."""
        name = file.source.name
        known = self._known.get(name)
        if known is None or known[0] is not file:
            known = self._known[name] = (file, tuple(read(file)))
        return known[1]

    def forget(self, files: Iterable[tree.File]) -> None:
        """Forget texts that are none of `files`."""
        names = {each.source.name for each in files}
        for name in [each for each in self._known if each not in names]:
            del self._known[name]
