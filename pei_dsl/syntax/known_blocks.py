"""Declarations that were read before, by their text: while somebody types, all but one are as they were."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from pei_dsl.source import Source
from pei_dsl.syntax import tree
from pei_dsl.syntax.blocks import Block

_Key: TypeAlias = tuple[str, str, str]


@attrs.define
class KnownBlocks:
    """
    The sound declarations of the last version of one text.

    One with a finding is read again each time: a finding quotes its text, and there are few of them.
    """

    _last: dict[_Key, tree.Declaration] = attrs.field(factory=dict)
    _now: dict[_Key, tree.Declaration] = attrs.field(factory=dict)

    def begin(self) -> None:
        """Say that a newer version of the text is about to be read."""
        self._last, self._now = {**self._last, **self._now}, {}

    def find(self, source: Source, block: Block) -> tree.Declaration | None:
        """Return the declaration of `block` in its new place, or None when its text is new."""
        if block.outdented or block.strays:
            return None
        key = _key(source, block)
        known = self._last.get(key)
        if known is None:
            return None
        found = self._now[key] = known.moved(block.header - known.span.start, source)
        return found

    def keep(self, source: Source, block: Block, declaration: tree.Declaration) -> None:
        """Remember the sound declaration of `block`."""
        if not (block.outdented or block.strays):
            self._now[_key(source, block)] = declaration

    def end(self) -> None:
        """Forget what the text does not hold any more."""
        self._last, self._now = self._now, {}


def _key(source: Source, block: Block) -> _Key:
    return block.kind, source.text[block.header : block.span.end], block.documentation
