"""What people wrote in a Word file beside what lies with the plan: which of both is newer."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from pei_dsl.immutable import brief
from pei_dsl.renderers.word.gathering import Gathered
from pei_dsl.views.written_texts import Piece, Text, digits


@attrs.frozen
class TextChanges:
    """
    How the texts of a Word file and those beside the plan differ; each by the id of its section.

    Attributes:
        to_write: Changed in the Word file alone, with what is to lie beside the plan.
        newer_beside: Changed beside the plan alone.
        both: Changed in both, each in another way: the text of the Word file.
    """

    __repr__ = brief

    to_write: Mapping[str, tuple[Piece, ...]]
    newer_beside: tuple[str, ...]
    both: Mapping[str, tuple[Piece, ...]]


def text_changes(found: Gathered, beside: Mapping[str, Text]) -> TextChanges:
    """Return how what was `found` in a Word file differs from what lies `beside` the plan."""
    to_write: dict[str, tuple[Piece, ...]] = {}
    both: dict[str, tuple[Piece, ...]] = {}
    newer: list[str] = []
    for section, pieces in found.sections.items():
        text, now = beside.get(section), digits(pieces)
        if now == (text.digits if text is not None else ""):
            continue
        known = {found.carried.get(section, "")} | ({text.gathered} if text is not None else set())
        if text is None or text.digits in known - {""}:
            if text is None or now not in known:
                to_write[section] = pieces
            else:
                newer.append(section)
        elif now in known:
            newer.append(section)
        else:
            both[section] = pieces
    return TextChanges(to_write, tuple(newer), both)
