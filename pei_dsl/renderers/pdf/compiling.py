"""From a source of typst to the bytes of a PDF that its checker finds accessible (PDF/UA-1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pei_dsl.renderers.pdf.typst_literals import spelt_out

# Each time, typst names what it met first in each text; more rounds than signs that are left there are not.
_ROUNDS = 50
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def compiled(source: Callable[[Sequence[str]], str]) -> bytes:
    """
    Return a source as a PDF, with the letters that typst itself carries: alike on every machine.

    Args:
        source: Gives the source, told which signs these letters lack: no reader could show them or read them
            aloud, so that they stand there by their number.
    """
    import typst

    fonts = typst.Fonts(include_system_fonts=False)
    missing: list[str] = []
    for _ in range(_ROUNDS):
        text = spelt_out(source(missing), missing)
        try:
            made = typst.compile(
                text.encode(),
                format="pdf",
                pdf_standards=["ua-1"],
                font_paths=fonts,
                ignore_system_fonts=True,
            )
        except typst.TypstError as error:
            found = [each for each in _lacking(str(error.diagnostic)) if each not in missing]
            if not found:
                raise
            # The longest first, so that no part of one is replaced before it.
            missing = sorted([*missing, *found], key=lambda each: (-len(each), each))
            continue
        assert isinstance(made, bytes)
        return made
    message = "typst names new signs without a letter in every round"
    raise AssertionError(message)


def _lacking(told: str) -> list[str]:
    """Return the texts that an error of typst says it has no letters for, but not what any font has."""
    found = dict.fromkeys(_unescaped(each) for each in _MISSING.findall(told))
    # What is read as one sign may begin with a letter that is there.
    return [part for each in found for part in re.split(r"[\x00-\x7f]+", each) if part]


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _CONTROLS.get(found[2], found[2]), text
    )
