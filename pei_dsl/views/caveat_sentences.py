"""What is to be known beside figures, in words: a line for each thing, of how many indicators soever."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from pei_dsl.diagnostics import catalogue
from pei_dsl.diagnostics.finding import Diagnostic
from pei_dsl.evaluation.caveats import Caveat
from pei_dsl.views import words


def sentence(caveat: Caveat, language: str) -> str:
    """Return what `caveat` says."""
    key = f"caveat_{caveat.kind.name.lower()}"
    if caveat.params.get("count") == 1 and f"{key}_one" in catalogue.catalogue(language)["words"]:
        key = f"{key}_one"
    params = {
        name: words.printable(each) if isinstance(each, str) else each for name, each in caveat.params.items()
    }
    return catalogue.phrase("words", key, language, params)


def grouped(caveats: Iterable[tuple[str, Sequence[Caveat]]], language: str) -> tuple[tuple[str, str], ...]:
    """Return each sentence once, with the code that it is of: the first, and how many more there are."""
    codes: dict[str, dict[str, None]] = {}
    for code, each in caveats:
        for caveat in each:
            codes.setdefault(sentence(caveat, language), {})[code] = None
    return tuple((_named(list(of), language), text) for text, of in codes.items())


def lines(found: Sequence[tuple[str, str]], width: int, language: str) -> Iterator[str]:
    """Yield what `grouped` found as lines below a table, with a head; none where there is nothing."""
    if found:
        yield from ("", f"{words.word('caveats', language)}:")
    for code, text in found:
        yield from textwrap.wrap(f"  ! {code}  {text}", width, subsequent_indent="    ")


def _named(codes: Sequence[str], language: str) -> str:
    if len(codes) == 1:
        return codes[0]
    return catalogue.phrase("words", "caveats_of_more", language, {"code": codes[0], "count": len(codes) - 1})


def warned(warnings: Sequence[Diagnostic], language: str) -> str:
    """Return how many warnings `revisar` has and which, or "" where there are none."""
    if not warnings:
        return ""
    codes = ", ".join(sorted({each.code for each in warnings}))
    key = "warned_one" if len(warnings) == 1 else "warned"
    return catalogue.phrase("words", key, language, {"count": len(warnings), "codes": codes})
