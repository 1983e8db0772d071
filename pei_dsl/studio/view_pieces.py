"""A view of the page in pieces, so that only those travel that changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import attrs

from pei_dsl.renderers.html.markup import Markup, joined

Piece: TypeAlias = tuple[str, Markup]
"""An element and its `id`."""


@attrs.frozen
class View:
    """
    What one view of the page shows.

    Attributes:
        parts: Pieces that may change by themselves, and the markup around and between them.
    """

    parts: tuple[Markup | Piece, ...]

    @classmethod
    def whole(cls, *content: str) -> View:
        """Return a view that changes as one."""
        return cls((joined(content),))

    @property
    def html(self) -> Markup:
        """All of it."""
        return joined(each if isinstance(each, Markup) else each[1] for each in self.parts)

    @property
    def pieces(self) -> dict[str, Markup]:
        """Its pieces by their `id`."""
        return {each[0]: each[1] for each in self.parts if not isinstance(each, Markup)}

    @property
    def frame(self) -> list[str]:
        """What stands still: the markup around the pieces, and their names."""
        return [each if isinstance(each, Markup) else each[0] for each in self.parts]


def difference(before: View | None, after: View) -> Mapping[str, Any]:
    """Return what makes `after` of a page that shows `before`: the pieces that changed, or all of it."""
    if before == after:
        return {}
    if before is None or before.frame != after.frame:
        return {"html": after.html}
    known = before.pieces
    return {"pieces": {name: piece for name, piece in after.pieces.items() if known[name] != piece}}
