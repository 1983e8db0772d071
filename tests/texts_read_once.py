"""
Texts that tests load again and again are read once: what was read of a text is known when it is loaded anew.

Hundreds of tests load the shipped plans, and reading was half of what they did.  What is known is what the product
itself knows of an older version of a text, and `tests/properties/test_known_blocks.py` holds it to be what reading
gives; a declaration with a finding is always read again.
"""

from __future__ import annotations

import functools

from pei_dsl.source import Source
from pei_dsl.syntax.known_blocks import KnownBlocks
from pei_dsl.syntax.parse import Parsed, parse

_MOST = 256  # texts, of a few kilobytes each


def read_once(source: Source, known: KnownBlocks | None = None) -> Parsed:
    """Return what `parse` returns."""
    return parse(source, known if known is not None else _known(source.name, source.text))


@functools.lru_cache(maxsize=_MOST)
def _known(_name: str, _text: str) -> KnownBlocks:
    return KnownBlocks()
