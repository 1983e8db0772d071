"""Formulas: signs and habits that people bring along from paper, from programs and from spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import Edit, Fix, at, replace
from pei_dsl.source import Source, Span
from pei_dsl.syntax.mistakes.places import blanked, end_of, in_header, line_of
from pei_dsl.syntax.pieces import Piece
from pei_dsl.vocabulary import fold

_SIGNS = {
    "==": "=",
    "!=": "<>",
    "=>": ">=",
    "=<": "<=",
    "&&": "y",
    "&": "y",
    "||": "o",
    "|": "o",
    "!": "no",
    "**": "^",
    ":=": "=",
    "x": "*",
    "X": "*",
    "²": "^2",
    "³": "^3",
    "{": "(",
    "}": ")",
}
_WORDS = {
    "por": "*",
    "multiplicado por": "*",
    "multiplicada por": "*",
    "entre": "/",
    "dividido entre": "/",
    "dividida entre": "/",
    "dividido por": "/",
    "dividida por": "/",
    "sobre": "/",
    "mas": "+",
    "menos": "-",
}
_WORD_SIGN = re.compile(
    "(?:(?:multiplicad|dividid)[oa][^\\S\n]+)?(?:por|entre|sobre|m[áa]s|menos)\\b(?=[^\\S\n]*[\\w(\\[])",
    re.IGNORECASE,
)
# Functions of spreadsheets whose names hold a point: what they are called here, or "" when it takes more.
FOREIGN_FUNCTIONS: Mapping[str, str] = {
    "si.error": "si_falta",
    "si.nd": "si_falta",
    "redondear.mas": "redondear_mas",
    "redondear.menos": "redondear_menos",
    "dias.lab": "días_hábiles",
    "percentil.inc": "percentil",
    "percentile.inc": "percentil",
    "desvest.m": "desviación_muestral",
    "desvest.p": "desviación_poblacional",
    "stdev.s": "desviación_muestral",
    "stdev.p": "desviación_poblacional",
    "moda.uno": "moda",
    "mode.sngl": "moda",
    "contar.si": "",
    "contar.si.conjunto": "",
    "sumar.si.conjunto": "",
    "promedio.si": "",
    "promedio.si.conjunto": "",
}
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+(?=[^\S\n]*\()")
_CELL = re.compile(r"(?:[^\W\d]\w*!)?\$?[A-Za-z]{1,3}\$?\d{1,5}(?::\$?[A-Za-z]{1,3}\$?\d{1,5})?(?!\w)")
_PROSE = re.compile(
    r"[^\S\n]*(?P<name>[^\W\d]\w*)[^\S\n]*(?:=|,|[-–—]|\b(?:es|son|representa|corresponde a)\b)?[^\S\n]*"
    r"[^\W\d]+(?P<more>(?:[^\S\n]+[^\W\d]+)+)\.?(?=[^\S\n]*(?:#|\n|\Z))",
    re.IGNORECASE,
)
_END_OF_RANGE = r"""[-−]?\d[\d.,-]*%?|"[^"\n]*\""""
_BEGUN_RANGE = re.compile(rf"\b(?:en|in)\s*\([^()]*?(?P<low>{_END_OF_RANGE})[^\S\n]*\Z", re.IGNORECASE)
_RANGE_WORD = re.compile(rf"(?P<word>al?|hasta|y|to|and)\b[^\S\n]*(?P<high>{_END_OF_RANGE})", re.IGNORECASE)
_OPERAND = re.compile(r"\d[\d.,]*%?|[^\W\d]\w*(?:\.\w+)*(?!\w*[^\S\n]*:)|\(")


def parenthesis(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a parenthesis without its pair, up to where reading stopped."""
    text = blanked(source, piece)
    reached = min(offset + 1, piece.end) - piece.start
    unclosed: list[int] = []
    for match in re.finditer(r"[()]", text[:reached]):
        if match[0] == "(":
            unclosed.append(match.start())
        elif unclosed:
            unclosed.pop()
        else:
            return _extra(source, piece, piece.start + match.start())
    if offset < piece.end or not unclosed:
        return None
    end = end_of(source, piece)
    if text[: end - piece.start].rstrip()[-1:] in "+-*/^=<>(;":
        return None  # the text breaks off: that is the cause, the parenthesis follows from it
    start = piece.start + unclosed[-1]
    return at(
        source,
        Span(start, start + 1),
        "PEI108",
        fixes=_closed(source, Span(start, end), len(unclosed)) if end - start < 120 else (),
        note="never_closed",
    )


def _closed(source: Source, span: Span, count: int) -> tuple[Fix, ...]:
    """Return the ways to close what opens at `span`: at the end, and before a last factor as in `* 100`."""
    text = source[span]
    whole = Fix(text + ")" * count, (Edit(source, Span(span.end, span.end), ")" * count),))
    factor = re.search(r"[^\S\n]*[*×·][^\S\n]*10*\Z", text)
    if factor is None or count > 1:
        plain = not any(sign in text[1:] for sign in "+-−–—*×·/÷^")
        return (Fix(whole.text, whole.edits, safe=plain),)
    place = span.start + factor.start()
    before = Fix(f"{text[: factor.start()]}){factor[0]}", (Edit(source, Span(place, place), ")"),))
    return (before, whole)


def _extra(source: Source, piece: Piece, start: int) -> Diagnostic:
    span = Span(start, start + 1)
    begin = source.text.rfind("\n", piece.start, start) + 1
    end = source.text.find("\n", start, piece.end)
    line = source.text[begin:start] + source.text[start + 1 : end if end >= 0 else piece.end]
    _, _, formula = line.rpartition(":") if ":" in line else line.rpartition("=")
    fix = Fix(" ".join(formula.split()), (Edit(source, span, ""),))
    return at(source, span, "PEI108", variant="extra", fixes=(fix,), note="extra")


def separator(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find commas between arguments; all of one call are one slip."""
    if not source.text.startswith(",", offset):
        return None
    text = blanked(source, piece)
    here = offset - piece.start
    if text.count("(", 0, here) <= text.count(")", 0, here):
        return None
    commas = [place for place in _commas(text) if place >= here]
    if not commas:  # it is one of thousands, `500` follows: what is wrong is something else
        return None
    edits = tuple(Edit(source, _at(piece.start + place), ";") for place in commas)
    fix = Fix(_with(source, piece, commas, ";"), edits, safe=True)
    return at(source, Span(offset, offset + 1), "PEI107", fixes=(fix,))


def _commas(text: str) -> list[int]:
    """Return the commas of `text` that lie within parentheses and are no part of a number."""
    numbers = re.compile(r"\d+(?:,\d{3})+(?!\d)(?:\.\d+)?")
    plain = numbers.sub(lambda match: "0" * len(match[0]), text)
    depth, found = 0, []
    for place, character in enumerate(plain):
        depth += (character == "(") - (character == ")")
        if character == "," and depth > 0:
            found.append(place)
    return found


def _at(place: int) -> Span:
    return Span(place, place + 1)


def _with(source: Source, piece: Piece, places: list[int], sign: str) -> str:
    """Return the line of the first of `places`, from its field on, with `sign` at each of them."""
    text = source.text[piece.start : piece.end]
    for place in places:
        text = text[:place] + sign + text[place + 1 :]
    begin = text.rfind("\n", 0, places[0]) + 1
    end = text.find("\n", places[-1])
    line = text[begin : end if end >= 0 else len(text)]
    head = re.match(r"[^(]*?(?::|=(?!=))(?=[^:=]*\()", line)
    return " ".join(line[head.end() if head else 0 :].split())


def leading_equal(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find the `=` that a formula of a spreadsheet begins with."""
    if piece.kind != "FORMULA" or not source.text.startswith("=", offset):
        return None
    if source.text[piece.start : offset].rstrip()[-1:] != ":":
        return None
    end = offset + 1
    while end < piece.end and source.text[end] in " \t":
        end += 1
    formula = " ".join(source.text[end : end_of(source, piece)].split())
    fix = Fix(formula, (Edit(source, Span(offset, end), ""),), safe=True)
    return at(source, Span(offset, offset + 1), "PEI102", variant="equal", fixes=(fix,), note="here")


def cell(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find the address of a cell that only a spreadsheet writes: `$B$4`, `B4:B10`, `Hoja1!B4`."""
    start = offset
    while start > piece.start and re.match(r"[\w$]", source.text[start - 1]):
        start -= 1
    match = _CELL.match(source.text, start, piece.end)
    if match is None or not match.start() <= offset < match.end() or not any(c in match[0] for c in "$:!"):
        return None
    if in_header(source, piece, offset) or piece.kind in {"FIGURES", "TEXT"}:
        return None
    params = {"name": match[0]}
    return at(source, Span(*match.span()), "PEI201", variant="cell", params=params, note="here")


def foreign_function(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a function of a spreadsheet whose name holds a point: `SI.ERROR(…)`."""
    start = offset
    while start > piece.start and re.match(r"[\w.]", source.text[start - 1]):
        start -= 1
    match = _DOTTED.match(source.text, start, piece.end)
    if match is None or fold(match[0]) not in FOREIGN_FUNCTIONS:
        return None
    span = Span(*match.span())
    meant = FOREIGN_FUNCTIONS[fold(match[0])]
    fixes = (replace(source, span, meant, safe=True),) if meant else ()
    variant = "named" if meant else "spreadsheet"
    params = {"name": match[0], "meant": meant}
    return at(source, span, "PEI201", variant=variant, params=params, fixes=fixes, note="here")


def range_in_words(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a range of a list with a word between its ends: `edad en (15 a 49)`, `"C50" al "C58"`."""
    match = _RANGE_WORD.match(source.text, offset, piece.end)
    before = source.text[piece.start : offset]
    if match is None or _BEGUN_RANGE.search(before) is None or in_header(source, piece, offset):
        return None
    start, end = piece.start + len(before.rstrip()), match.end()
    first = _BEGUN_RANGE.search(before)
    assert first is not None
    low = piece.start + first.start("low")
    between = Span(start, match.start("high"))
    # «15 y 49» may be a range or two values.
    signs = ("..", "; ") if fold(match["word"]) in {"y", "and"} else ("..",)
    fixes = tuple(
        Fix(
            f"{source.text[low:start]}{sign}{match['high']}",
            (Edit(source, between, sign),),
            safe=len(signs) == 1,
        )
        for sign in signs
    )
    params = {"written": source.text[low:end]}
    return at(source, Span(low, end), "PEI233", variant="words", params=params, fixes=fixes, note="here")


def sign_in_words(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find an operation in words between two operands: `A entre B`."""
    match = _WORD_SIGN.match(source.text, offset, piece.end)
    if match is None or in_header(source, piece, offset) or piece.kind == "FIGURES" or piece.rule == "figure":
        return None
    if not source.text[piece.start : offset].rstrip()[-1:].isalnum() and source.text[
        piece.start : offset
    ].rstrip()[-1:] not in {")", "]", "%"}:
        return None
    meant = _WORDS.get(fold(match[0]))
    if meant is None:
        return None
    fix = replace(source, Span(*match.span()), meant, safe=True)
    params = {"written": match[0], "meant": meant}
    return at(source, Span(*match.span()), "PEI111", params=params, fixes=(fix,))


def foreign(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a sign of another language, here or begun just before (`==` stops at its second half)."""
    line = source.text.rfind("\n", 0, offset) + 1
    if in_header(source, piece, offset) or (piece.rule == "figure" and not source.text[line:offset].strip()):
        return None
    for start in (offset - 1, offset):
        for length in (2, 1):
            written = source.text[start : start + length]
            meant = _SIGNS.get(written)
            if meant is None or (length == 1 and start != offset):
                continue
            if written.isalpha() and source.text[start : start + 2][1:].isalnum():
                continue
            span = Span(start, start + len(written))
            fix = replace(source, span, meant, safe=True)
            return at(source, span, "PEI111", params={"written": written, "meant": meant}, fixes=(fix,))
    return None


def prose(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find an input that is only told in words: `A = familias visitadas`, `A es el número de familias`."""
    if piece.rule != "definition" and piece.kind != "WHERE":
        return None
    line = line_of(source, offset, piece)
    match = _PROSE.match(source.text, line.start, line.end)
    if match is None or not match.start() < offset <= match.end():
        return None
    if not {fold(word) for word in match["more"].split()}.isdisjoint(_WORDS):
        return None
    span = Span(match.start("name"), match.end())
    return at(source, span, "PEI102", variant="prose", params={"written": match["name"]})


def percent(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a `%` behind a calculation: `(A / B * 100)%`."""
    before = source.text[piece.start : offset].rstrip()
    if not source.text.startswith("%", offset) or not (before[-1:] == ")" or before[-1:].isalpha()):
        return None
    fix = Fix(" ".join(before.rpartition(":")[2].split()), (Edit(source, _at(offset), ""),))
    return at(source, _at(offset), "PEI102", variant="percent", fixes=(fix,), note="here")


def product(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find two operands without a sign between them: `100 (A / B)`."""
    if in_header(source, piece, offset) or not (piece.kind == "FORMULA" or piece.rule == "definition"):
        return None
    before = source.text[piece.start : offset].rstrip()
    here = _OPERAND.match(source.text, offset, piece.end)
    if here is None or "\n" in source.text[piece.start + len(before) : offset]:
        return None
    left = re.search(r"(?:\d[\d.,]*%?|\))\Z", before)
    if left is None or not (left[0] == ")" or here[0] == "("):
        return None
    fix = Fix(f"{left[0]} * {here[0]}", (Edit(source, Span(piece.start + len(before), offset), " * "),))
    params = {"first": left[0], "second": here[0]}
    return at(
        source, Span(*here.span()), "PEI102", variant="product", params=params, fixes=(fix,), note="here"
    )
