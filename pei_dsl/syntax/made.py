"""Trees made by a program: nodes with no text behind them, ready for `write`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from fractions import Fraction

from pei_dsl import vocabulary
from pei_dsl.source import NOWHERE, Source
from pei_dsl.syntax import tree
from pei_dsl.syntax.parse import parse

NO_TEXT = Source.of("", "")


def file(declarations: Iterable[tree.Declaration]) -> tree.File:
    """Return the file that holds `declarations`."""
    return tree.File(tuple(declarations), source=NO_TEXT)


def declaration(
    kind: str,
    fields: Mapping[str, tree.Value | None],
    *,
    code: str | None = None,
    name: str | None = None,
    title: str | None = None,
    documentation: str = "",
    items: Iterable[tree.Item] = (),
) -> tree.Declaration:
    """Return a declaration of `kind` with the fields that have a value, then `items`."""
    header = tree.Header(
        code,
        name,
        title=None if title is None else writable(title),
        name_span=NOWHERE,
        title_span=NOWHERE,
        span=NOWHERE,
    )
    made = [field(each, value) for each, value in fields.items() if value is not None]
    lines = "\n".join(" ".join(line.split()) for line in documentation.split("\n")).strip("\n")
    return tree.Declaration(kind, header, (*made, *items), lines, source=NO_TEXT, span=NOWHERE)


def field(name: str, value: tree.Value) -> tree.Field:
    """Return the field called `name` (the vocabulary's identifier)."""
    return tree.Field(name, value, vocabulary.field_named(name).spanish, word_span=NOWHERE, span=NOWHERE)


def quoted(*texts: str) -> tree.Texts:
    """Return the value of a text field: texts between quotation marks."""
    return tree.Texts(tuple(tree.Text(writable(each), span=NOWHERE) for each in texts), span=NOWHERE)


def bare(words: str) -> tree.Texts:
    """Return the value of a field that holds words of the language, which need no quotation marks."""
    return tree.Texts((tree.Text(writable(words), span=NOWHERE),), bare=True, span=NOWHERE)


def amount(value: Fraction, decimals: int = 0, *, percent: bool = False) -> tree.Amount:
    """Return a figure; `value` is exact (0.56 for 56 %), `decimals` those that are written."""
    return tree.Amount(value, percent, decimals, span=NOWHERE)


def absent(words: str) -> tree.Amount:
    """Return a figure that is not there: `ND`, `no programado`."""
    return tree.Amount(None, words=words, span=NOWHERE)


def figure(
    period: str, of: tree.Amount | tree.AmountRange, quality: str = "", milestone: str = ""
) -> tree.Figure:
    """Return the figure of a period, perhaps with its mark of quality and its milestone."""
    mark, done = (tree.Text(each, span=NOWHERE) if each else None for each in (quality, milestone))
    return tree.Figure(tree.Period(period, span=NOWHERE), of, mark, done, span=NOWHERE)


def figures(items: Iterable[tree.Figure]) -> tree.Figures:
    """Return the value of `logros`, `valores` or `línea de base`."""
    return tree.Figures(tuple(items), span=NOWHERE)


def periods(first: str, last: str) -> tree.Periods:
    """Return `2025 a 2030`."""
    start = tree.Period(first, span=NOWHERE)
    end = start if first == last else tree.Period(last, span=NOWHERE)
    return tree.Periods(start, end, span=NOWHERE)


def one_line(text: str) -> str:
    """Return `text` as one line, its letters in one piece and its words one blank apart."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def writable(text: str) -> str:
    """Return `text` as the language can hold it: one line, and no three kinds of quotation marks."""
    line = one_line(text)
    if '"' in line and "»" in line and ("“" in line or "”" in line):
        line = line.replace("“", '"').replace("”", '"')
    return line


def formula(text: str) -> tree.Expression:
    """
    Return the tree of a formula.

    Raises:
        ValueError: `text` is no formula.
    """
    parsed = parse(Source.of("", f"variable x = {text}\n"))
    [found] = parsed.file.declarations
    if parsed.diagnostics or found.header.expression is None:
        message = f"no formula: {text!r}"
        raise ValueError(message)
    return found.header.expression
