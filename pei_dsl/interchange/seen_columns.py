"""What a column of data seems to be: its type, as a plan declares it, and what is not sure about that."""

from __future__ import annotations

import datetime
import decimal
import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import attrs

from pei_dsl.data.cell_values import FALSE, TRUE, BadCell, read_period, read_text
from pei_dsl.data.expected import Expected
from pei_dsl.data.known_codes import known_digits
from pei_dsl.data.seen_dates import Forms
from pei_dsl.interchange import odd_cells
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.numerals import PERU, Notation
from pei_dsl.syntax.line_tokens import quoted
from pei_dsl.vocabulary import fold
from pei_dsl.written_figures import says_missing

COMMA = Notation(",", (".", "\u00a0", "\u2009", "\u202f"))
_OF_TIME = re.compile(r"fec|fch|mes|period|dia|date|month|ano|anio|year|ejercicio|trimestre")
_OF_YEARS = re.compile(r"\b(?:ano|anio|year|ejercicio|periodo)s?\b")
_BESIDE = re.compile(
    r"(?P<before>[^\d\s.,%+−–-][^\d]*?)?\s*(?P<figure>[-−–]?\d(?:[\d.,]*\d)?%?)\s*(?P<after>[^\d\s.,%][^\d]*)?"
)
# More signs beside figures than these are texts with a figure in them.
_MOST_SYMBOLS = 3


@attrs.frozen
class Seen:
    """
    What a column seems to be.

    Attributes:
        type: Its type and options, as a plan writes them.
        doubt: What is not sure, in Spanish and English; "" where nothing is.
        missing: The marks of its cells that say that there is nothing.
        comma: Whether its decimals stand behind a comma; None where its numbers do not tell.
    """

    type: str
    doubt: tuple[str, str] = ("", "")
    missing: tuple[str, ...] = ()
    comma: bool | None = None


def seen(
    heading: str, cells: Sequence[tuple[int, object]], shown: Callable[[object], str], *, comma: bool
) -> Seen:
    """
    Return what the column below `heading` seems to be.

    Args:
        heading: Its name.
        cells: Its cells as their carrier has them, each with its line.
        shown: How a cell is written.
        comma: Whether decimals stand behind a comma in its file.
    """
    filled = [
        (line, cell, text) for line, cell in cells if cell is not None and (text := shown(cell).strip())
    ]
    marks = tuple(dict.fromkeys(text for *_, text in filled if says_missing(text)))
    told = [each for each in filled if each[-1] not in marks]
    if not told:
        doubt = ("no tiene ninguna celda con datos", "it has no cell with data")
        return Seen("texto", ("", "") if marks else doubt)
    values = [cell for _, cell, _ in told]
    texts = [text for *_, text in told]
    if all(isinstance(cell, datetime.date) for cell in values):
        return Seen("fecha", missing=marks)
    if all(isinstance(cell, bool) for cell in values) or {fold(text) for text in texts} <= (TRUE | FALSE) - {
        "1",
        "0",
    }:
        return Seen("booleano", missing=marks)
    found = (
        _dates(fold(heading), texts)
        or _codes(fold(heading), texts)
        or _numbers(values, texts, comma=comma)
        or Seen("texto", _odd(fold(heading), [(line, text) for line, _, text in told], comma=comma))
    )
    # A mark of a column of texts is one of its texts: nothing says that it stands for no datum.
    return found if found.type == "texto" else attrs.evolve(found, missing=marks)


def _odd(heading: str, cells: Sequence[tuple[int, str]], *, comma: bool) -> tuple[str, str]:
    """Return the few cells of a column of texts that keep it from being something else; "" where none do."""
    notation = COMMA if comma else PERU
    beside = [_BESIDE.fullmatch(text) for _, text in cells]
    if all(beside):
        signs = _signs(match for match in beside if match is not None)
        return (2 * len(signs) < len(cells) and odd_cells.signed(cells, signs)) or ("", "")

    def is_number(text: str) -> bool:
        return _are_numbers([text.removesuffix("%").rstrip()], notation)

    def is_date(text: str) -> bool:
        return _dates(heading, [text]) is not None

    for is_one in (is_number, is_date):
        texts = [text for _, text in cells if is_one(text)]
        kind = texts and (_dates(heading, texts) or _numbers([], texts, comma=comma))
        found = odd_cells.told(cells, is_one, kind.type) if kind and kind.type != "texto" else None
        if found:
            return found
    return "", ""


# ---- Dates -----------------------------------------------------------------------------------------------


def _dates(heading: str, texts: Sequence[str]) -> Seen | None:
    expected = Expected(ValueType.DATE)
    periods = [read_period(text, expected) for text in texts]
    if all(periods):
        whole = all(isinstance(each, Period) and each.granularity is Granularity.YEAR for each in periods)
        if not whole or _OF_YEARS.search(heading):
            return Seen("fecha")
        return None
    # 20200324 may be a day where the heading says so; 12.20 is a figure before it is a month.
    are_days = all(text.isdecimal() for text in texts) and _OF_TIME.search(heading)
    if not are_days and (_are_numbers(texts, PERU) or _are_numbers(texts, COMMA)):
        return None
    forms = Forms()
    if not all(period or forms.take(text) for period, text in zip(periods, texts, strict=True)):
        return None
    first, *others = forms.choices
    also = ", ".join(others)
    doubt = (
        f"las celdas se leen igual con formato {also}",
        f"the cells are read as well with the format {also}",
    )
    return Seen(f"fecha; formato {first}", doubt if others else ("", ""))


# ---- Codes and numbers -----------------------------------------------------------------------------------


def _codes(heading: str, texts: Sequence[str]) -> Seen | None:
    if not all(text.isascii() and text.isdecimal() for text in texts):
        return None
    widths = {len(text) for text in texts}
    known = known_digits(heading)
    if known and max(widths) <= known:
        return Seen(f"código de {known} dígitos")
    if not any(text.startswith("0") and len(text) > 1 for text in texts):
        return None
    if len(widths) == 1:
        return Seen(f"código de {max(widths)} dígitos")
    return Seen(
        "texto", ("tiene cifras con ceros delante, de varios largos", "it has figures with zeros before them")
    )


def _numbers(values: Sequence[object], texts: Sequence[str], *, comma: bool) -> Seen | None:
    numbers = (int, float, Fraction, decimal.Decimal)
    if values and all(isinstance(cell, numbers) and not isinstance(cell, bool) for cell in values):
        return Seen("número")
    bare = [text.removesuffix("%").rstrip() for text in texts]
    signed = sum(text.endswith("%") for text in texts)
    symbols: Sequence[str] = ()
    if not (_are_numbers(bare, PERU) or _are_numbers(bare, COMMA)):
        matches = [_BESIDE.fullmatch(text) for text in texts]
        if not all(matches):
            return None
        symbols = _signs(match for match in matches if match is not None)
        if not 1 <= len(symbols) <= _MOST_SYMBOLS:
            return None
        bare = [match["figure"].removesuffix("%") for match in matches if match is not None]
    fits = {True: _are_numbers(bare, COMMA), False: _are_numbers(bare, PERU)}
    if not any(fits.values()):
        return None
    telling = None if all(fits.values()) else fits[True]
    if not fits[comma]:
        return Seen("texto", comma=telling)
    options = "".join(f", {quoted(each)}" for each in symbols)[2:]
    type_ = f"número; símbolo {options}" if symbols else "número"
    doubt = ("", "")
    if signed:
        type_ = type_.replace("número", "porcentaje")
        if signed < len(texts):
            type_ += "; en puntos"
            doubt = ("unas celdas llevan % y otras no", "some cells have % and others have not")
    return Seen(type_, doubt, comma=telling)


def _signs(matches: Iterable[re.Match[str]]) -> Sequence[str]:
    """Return what stands beside figures, each once."""
    found = (each for match in matches for each in (match["before"], match["after"]) if each)
    return list(dict.fromkeys(each.strip() for each in found))


def _are_numbers(texts: Sequence[str], notation: Notation) -> bool:
    expected = Expected(ValueType.NUMBER, notation=notation)
    values = (read_text(text, expected) if text else None for text in texts)
    return all(value is not None and not isinstance(value, BadCell) for value in values)
