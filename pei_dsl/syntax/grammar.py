"""The grammar, loaded once per process: from the installed package, or from the checkout."""

from __future__ import annotations

import functools
import re
import sys
import threading
from pathlib import Path
from typing import Any

import attrs
import lark
from lark.grammar import Rule
from lark.lexer import (
    BasicLexer,
    ContextualLexer,
    Lexer,
    LexerState,
    LexerThread,
    LineCounter,
    Scanner,
    TerminalDef,
)
from lark.utils import TextSlice

from pei_dsl.cache_folder import keep, kept, trusted_folder
from pei_dsl.syntax.builder import Builder, field_callback
from pei_dsl.syntax.table_walk import TableWalk

# The rules that parsing may start from: a whole declaration, or a part of one that has a mistake.
STARTS = ("declaration", "header", "field", "definition", "figure", "expectation", "assignment", "input")

_loading = threading.RLock()
_loaded: list[Parser] = []


@attrs.frozen
class Parser:
    """
    What reads texts.

    Attributes:
        engine: Lark's parser, which tells of a mistake where it is and what was expected.
        builder: What makes trees of its reductions.
        walk: The same for sound texts, faster: what does not fit is None.
    """

    engine: lark.Lark
    builder: Builder
    walk: TableWalk


class _Offsets(LineCounter):
    """Counts characters only: lines are found from offsets when somebody asks."""

    def feed(self, token: TextSlice[str] | str, test_newline: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002  (Lark's signature)
        self.char_pos += len(token)


class _BlockThread(LexerThread):
    """Starts lexing within a text; Lark's own would count the lines before each block, in all n² of them."""

    @classmethod
    def from_text(cls, lexer: Lexer, text_or_slice: TextSlice[str] | str) -> _BlockThread:
        text = TextSlice.cast_from(text_or_slice)
        offsets = _Offsets("\n")  # type: ignore[no-untyped-call]  # Lark's initialiser has no types
        offsets.char_pos = text.start
        return cls(lexer, LexerState(text, offsets))


class _LatePattern:
    """
    A pattern of Lark's that is compiled when first needed, which is when a text has a mistake.

    `TableWalk` compiles what it needs of them, and compiling takes the most of what building a parser takes.
    """

    def __init__(self, pattern: str, flags: int) -> None:
        self._written = pattern, flags

    @functools.cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(*self._written)

    def match(self, text: str, start: int, end: int) -> re.Match[str] | None:
        return self._compiled.match(text, start, end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._compiled.fullmatch(text)


class _LatePatterns:
    """What Lark asks of the module `re`."""

    compile = _LatePattern
    match = staticmethod(re.match)


class _SharedLexer(BasicLexer):
    """Builds its scanner once, whatever number of threads ask for it first; Lark's own is not guarded."""

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401  (Lark's signature)
        super().__init__(*arguments)
        self.re = _LatePatterns  # type: ignore[assignment]  # it is asked as the module is

    @property
    def scanner(self) -> Scanner:
        if self._scanner is None:
            with _loading:
                if self._scanner is None:
                    self._scanner = self._build_scanner()
        return self._scanner


class _SharedContextualLexer(ContextualLexer):
    BasicLexer = _SharedLexer


def path() -> Path:
    """Return where `pei.lark` stands: beside this file in a wheel, in `grammar/` in a checkout."""
    packaged = Path(__file__).with_name("pei.lark")
    return packaged if packaged.exists() else Path(__file__).parents[2] / "grammar" / "pei.lark"


def parser() -> Parser:
    """
    Return the parser of this process, ready for any thread.

    Building the parser takes some 100 ms, so all threads share one: Lark keeps the state of a parse with
    the call, and the builder keeps what it found apart for each thread.
    """
    if not _loaded:
        with _loading:
            if not _loaded:  # another thread may have been faster
                builder = Builder()
                engine = load(builder)
                _loaded.append(Parser(engine, builder, TableWalk(engine)))
    return _loaded[0]


def load(transformer: Builder | None = None) -> lark.Lark:
    """
    Return a new parser of the grammar; without `transformer` it gives Lark's own trees.

    The parse table is kept from one process to the next where there is a folder for that.
    """
    text = path().read_text("utf-8")
    # What a parser has beside its table: code, which is never read from a file.
    code: dict[str, Any] = {
        "transformer": transformer,
        "lexer_callbacks": {"FIELD": field_callback},
        "_plugins": {"LexerThread": _BlockThread, "ContextualLexer": _SharedContextualLexer},
    }
    folder = trusted_folder()
    if folder is None:
        return _built(text, code)
    file, made_of = folder / "grammar.json", f"{lark.__version__} {sys.version} {text}"
    table = kept(file, made_of, _with_numbers)
    if table is not None:
        return lark.Lark._load_from_dict(*table, **code)  # type: ignore[no-untyped-call, no-any-return]  # noqa: SLF001  (the public one takes no code)
    made = _built(text, code)
    data, terms = made.memo_serialize([TerminalDef, Rule])
    data["options"] = {name: each for name, each in data["options"].items() if name not in code}
    keep(file, made_of, (data, terms))
    return made


def _built(text: str, code: dict[str, Any]) -> lark.Lark:
    return lark.Lark(
        text, parser="lalr", lexer="contextual", start=list(STARTS), maybe_placeholders=False, **code
    )


def _with_numbers(found: dict[str, Any]) -> dict[Any, Any]:
    """Return `found` with the numbers that are its keys as numbers: JSON has none but texts."""
    return {int(key): each for key, each in found.items()} if all(map(str.isdecimal, found)) else found
