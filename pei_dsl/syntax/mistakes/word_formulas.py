"""Formulas in words, as official sheets print them: `Trámites a tiempo entre el total por 100`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import Edit, Fix, at, replace
from pei_dsl.source import Source, Span
from pei_dsl.syntax.mistakes.places import STRING_OR_COMMENT, short
from pei_dsl.syntax.pieces import Piece
from pei_dsl.vocabulary import fold

_SIGNS: Mapping[str, str] = {
    **dict.fromkeys(
        ("entre", "dividido entre", "dividida entre", "dividido por", "sobre", "/", "÷", ":"), "/"
    ),
    **dict.fromkeys(("por", "multiplicado por", "multiplicada por", "x", "*", "×", "·"), "*"),
    **dict.fromkeys(("mas", "+"), "+"),
    **dict.fromkeys(("menos", "-", "–", "−"), "-"),
    "(": "(",
    "[": "(",
    "{": "(",
    ")": ")",
    "]": ")",
    "}": ")",
}
_SIGN = re.compile(
    r"(?P<sign>[()\[\]{}/÷*×·+–−]|(?<=\s)-(?=\s)|(?<=\s)[xX](?=\s*[\d(\[])"
    r"|(?:(?:multiplicad|dividid)[oa]\s+)?\b(?:entre|por|sobre|m[áa]s|menos)\b(?!\s+(?:de|del|cada)\b))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d.,]*%?")
_PHRASE = re.compile(r"[^\W\d][\w'’°º./%-]*(?:\s+[\w'’°º./%,()-]+)+")
_CALL = re.compile(r"\w\(")
_LEADING = re.compile(
    r"^(?:(?:el|la|los|las|n[°º.]|nro\.?|numero|total|cantidad|suma|de|del)\s+)+", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:el|la|los|las)\s+", re.IGNORECASE)
_NAMED = re.compile(
    r"^[^\S\n]*(?:(?:variable|serie|series)[^\S\n]+)?(?P<name>[^\W\d]\w*)[^\S\n]*[\"“«](?P<title>[^\"”»\n]+)[\"”»]",
    re.MULTILINE | re.IGNORECASE,
)
_NOTES = re.compile(r"^[^\S\n]+(?:especificaciones|precisiones)[^\S\n]*:", re.MULTILINE | re.IGNORECASE)
_HEADER = re.compile(r"^(?=[^\s#])", re.MULTILINE)
_LETTERS = "ABCDEFGHIJ"


@attrs.frozen
class _Words:
    """A formula in words, cut at its operations: signs, numbers, and what is counted."""

    parts: tuple[str, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """What is counted, each once."""
        return tuple(dict.fromkeys(part for part in self.parts if _is_phrase(part)))

    def written(self, names: Mapping[str, str]) -> str:
        """Return the formula with names in place of words."""
        text = " ".join(names.get(part, part) for part in self.parts)
        return text.replace("( ", "(").replace(" )", ")")


def words(source: Source, piece: Piece, _offset: int) -> Diagnostic | None:
    """Find a formula that says in words what is divided by what."""
    if piece.kind != "FORMULA":
        return None
    begin = source.text.index(":", piece.start) + 1
    text = STRING_OR_COMMENT.sub(lambda match: " " * len(match[0]), source.text[begin : piece.end])
    span = Span(begin + len(text) - len(text.lstrip()), begin + len(text.rstrip()))
    cut = _cut(" ".join(source[span].rstrip(".").split()))
    if cut is None or not any(" " in phrase for phrase in cut.phrases):
        return None
    known = {phrase: name for phrase in cut.phrases if (name := _named(source, piece, phrase))}
    params = {"written": short(" ".join(source[span].split()))}
    if len(known) == len(cut.phrases):
        fix = replace(source, span, cut.written(known))
        return at(source, span, "PEI102", variant="named_words", params=params, fixes=(fix,))
    letters = {phrase: _LETTERS[index] for index, phrase in enumerate(cut.phrases[: len(_LETTERS)])}
    told = {
        "formula": cut.written(letters),
        "inputs": "; ".join(f'{letter} "{phrase}" = …' for phrase, letter in letters.items()),
    }
    fix = _later(source, piece, span)
    return at(source, span, "PEI102", variant="words", params={**params, **told}, fixes=(fix,))


def _later(source: Source, piece: Piece, span: Span) -> Fix:
    """Return the fix that keeps the words, and leaves the formula to be written."""
    said = " ".join(source[span].replace('"', "'").split())
    begin = max((match.start() for match in _HEADER.finditer(source.text, 0, piece.start + 1)), default=0)
    following = _HEADER.search(source.text, piece.end)
    block = source.text[begin : following.start() if following is not None else len(source.text)]
    if _NOTES.search(block):
        return Fix("?", (Edit(source, span, f"?  # {said}"),))
    return Fix("?", (Edit(source, span, f'?\n  especificaciones: "{said}"'),))


def _cut(text: str) -> _Words | None:
    """Return the parts of a formula in words; None for what is no such thing."""
    if _CALL.search(text) or "=" in text or ";" in text:
        return None
    parts: list[str] = []
    for part in _split(text):
        sign = _SIGNS.get(fold(part))
        term = _ARTICLE.sub("", part)
        if sign is None and not _NUMBER.fullmatch(part) and not _is_phrase(term):
            return None
        parts.append(sign or term)
    return _Words(tuple(parts)) if _alternates(parts) else None


def _split(text: str) -> Iterator[str]:
    start = 0
    for match in _SIGN.finditer(text):
        if text[start : match.start()].strip():
            yield text[start : match.start()].strip()
        yield match["sign"].strip()
        start = match.end()
    if text[start:].strip():
        yield text[start:].strip()


def _is_phrase(part: str) -> bool:
    return bool(_PHRASE.fullmatch(part)) or vocabulary.is_name(part)


def _alternates(parts: list[str]) -> bool:
    """Tell whether operands and signs take turns, and every parenthesis is closed."""
    depth, wanted = 0, True
    for part in parts:
        if part == "(":
            depth += 1
        elif part == ")":
            depth -= 1
        elif (part in {"+", "-", "*", "/"}) == wanted:
            return False
        else:
            wanted = not wanted
        if depth < 0:
            return False
    return depth == 0 and not wanted


def _named(source: Source, piece: Piece, phrase: str) -> str:
    """Return what the plan calls `phrase`: an input of the same declaration, a variable, a series; or ""."""
    begin = max((match.start() for match in _HEADER.finditer(source.text, 0, piece.start + 1)), default=0)
    following = _HEADER.search(source.text, piece.end)
    end = following.start() if following is not None else len(source.text)
    for match in _NAMED.finditer(source.text):
        inside = begin <= match.start() < end
        keyed = source.text[match.start() : match.start("name")].strip()
        if (inside or keyed) and _bare(match["title"]) == _bare(phrase) and vocabulary.is_name(match["name"]):
            return match["name"]
    if vocabulary.is_name(phrase) and re.search(
        rf"^[^\S\n]*(?:\w+[^\S\n]+)?{re.escape(phrase)}\b[^\n:]*=", source.text, re.MULTILINE
    ):
        return phrase
    return ""


def _bare(title: str) -> str:
    return _LEADING.sub("", fold(title))
