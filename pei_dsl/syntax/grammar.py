"""The grammar, loaded once per thread: from the installed package, or from the checkout."""

from __future__ import annotations

import threading
from pathlib import Path

import lark

from pei_dsl.syntax.builder import Builder, field_callback

# The rules that parsing may start from: a whole declaration, or a part of one that has a mistake.
STARTS = ("declaration", "header", "field", "definition", "figure", "expectation", "assignment")

_loaded = threading.local()


def path() -> Path:
    """Return where `pei.lark` stands: beside this file in a wheel, in `grammar/` in a checkout."""
    packaged = Path(__file__).with_name("pei.lark")
    return packaged if packaged.exists() else Path(__file__).parents[2] / "grammar" / "pei.lark"


def parser() -> tuple[lark.Lark, Builder]:
    """
    Return this thread's parser and the builder that it feeds.

    Builder and parser keep what they found in between, so two threads never share a pair.
    """
    if not hasattr(_loaded, "pair"):
        builder = Builder()
        _loaded.pair = (load(builder), builder)
    pair: tuple[lark.Lark, Builder] = _loaded.pair
    return pair


def load(transformer: Builder | None = None) -> lark.Lark:
    """Return a new parser of the grammar; without `transformer` it gives Lark's own trees."""
    return lark.Lark(
        path().read_text("utf-8"),
        parser="lalr",
        lexer="contextual",
        start=list(STARTS),
        maybe_placeholders=False,
        transformer=transformer,
        lexer_callbacks={"FIELD": field_callback},
    )
