"""Rewrites: characters of a text as it came, and what takes their place; made, and taken back."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import attrs

from pei_dsl.source import Source, Span


@attrs.frozen(order=True)
class Rewrite:
    r"""
    Put `text` in place of the characters `start` to `end` of the text `name`.

    Offsets count characters of the text as it came (`Source.original`): a file of Windows keeps its `\r\n`
    and letters that came in two pieces stay in two, so that a rewrite can be taken back to the character.
    """

    name: str
    start: int
    end: int
    text: str


def rewrite(source: Source, span: Span, text: str) -> Rewrite:
    """Return the rewrite of `span` of the normalised text of `source`; its new lines end as the others do."""
    written = text.replace("\n", "\r\n") if "\r\n" in source.original else text
    return Rewrite(source.name, source.to_original(span.start), source.to_original(span.end), written)


def rewritten(original: str, rewrites: Iterable[Rewrite]) -> str:
    """
    Return `original` with `rewrites` made, which are all about it.

    Raises:
        ValueError: Two of them want the same characters.
    """
    ordered = _ordered(rewrites)
    pieces: list[str] = []
    end = 0
    for each in ordered:
        pieces += [original[end : each.start], each.text]
        end = each.end
    return "".join([*pieces, original[end:]])


def inverse(original: str, rewrites: Iterable[Rewrite]) -> tuple[Rewrite, ...]:
    """Return the rewrites that make `original` again of what `rewritten` gives."""
    moved = 0
    back = []
    for each in _ordered(rewrites):
        start = each.start + moved
        back.append(Rewrite(each.name, start, start + len(each.text), original[each.start : each.end]))
        moved += len(each.text) - (each.end - each.start)
    return tuple(back)


def _ordered(rewrites: Iterable[Rewrite]) -> Sequence[Rewrite]:
    ordered = sorted(rewrites)
    for first, second in itertools.pairwise(ordered):
        if first.name != second.name or second.start < first.end or second.start == first.start:
            message = f"two rewrites of the same characters: {first} and {second}"
            raise ValueError(message)
    return ordered
