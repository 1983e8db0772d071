"""Figures as people write them, with a currency, blanks, a note, a unit: which figure is meant."""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Iterator, Mapping

import attrs

from pei_dsl import numerals, vocabulary
from pei_dsl.diagnostics.catalogue import Joined, Parameter, Term
from pei_dsl.vocabulary import fold

# Longer texts are no figures.
MAX_LENGTH = 120


class Dirt(enum.StrEnum):
    """What stands beside a figure, or how it is written otherwise than plans write it."""

    CURRENCY = "currency"
    BLANKS = "blanks"
    COMMA = "comma"
    PERCENT = "percent"
    NOTE = "note"
    COUNTED = "counted"
    QUALITY = "quality"
    BRACKETS = "brackets"
    BOUND = "bound"
    ROUGHLY = "roughly"
    RANGE = "range"
    SCALE = "scale"
    YEAR = "year"
    POINT = "point"
    LETTERS = "letters"
    WORD = "word"


@attrs.frozen
class DirtyFigure:
    """
    A figure with something beside it.

    Attributes:
        figures: What it may say, as plans write it (`217,907.85`, `-5`, `55%`), likeliest first.
        dirt: What is beside it.
        beside: That, as it is written.
        quality: The mark of a figure that is not final, `preliminar`; or "".
        year: The year that it says it is of, or "".
    """

    figures: tuple[str, ...]
    dirt: Dirt
    beside: str
    quality: str = ""
    year: str = ""

    @property
    def what(self) -> Term:
        """What is wrong with it, as a part of a message."""
        return Term("dirt", self.dirt, {"beside": self.beside})

    @property
    def where(self) -> Term:
        """Where the dirt goes, as a part of a message."""
        return Term("dirt", f"{self.dirt}_where", {"beside": self.beside})

    @property
    def meant(self) -> Joined:
        """What it may say, as a part of a message: `«-5» o «5»`."""
        parts: list[Parameter] = []
        for figure in self.figures:
            parts += [Term("dirt", "or"), Term("dirt", "figure", {"figure": figure})]
        return Joined(tuple(parts[1:]))

    @property
    def in_plan(self) -> tuple[str, ...]:
        """What to write in a plan in its place: there a figure may keep its mark."""
        return tuple(f"{figure} {self.quality}".rstrip() for figure in self.figures)


@functools.lru_cache(maxsize=1_000)
def dirty_figure(written: str, decimal: str = ".") -> DirtyFigure | None:
    """
    Return the figure that somebody meant by `written`; None for a clean figure, and for what is no figure.

    With `decimal` a comma, the text is one of a file whose decimals stand behind commas, and so are
    the figures.
    """
    text = " ".join(written.split())
    if not text or len(text) > MAX_LENGTH:
        return None
    found = _read(_swapped(text) if decimal == "," else text)
    if found is None or decimal != ",":
        return found
    return attrs.evolve(found, figures=tuple(map(_swapped, found.figures)), beside=_swapped(found.beside))


_MARKS = """
nd|n/d|n.d.|n.d|s/d|s.d.|s.d|sd|na|n/a|n.a.|n.a|-|--|---|–|—|.|?|null|none|nan|#n/a|#n/d
|sin dato|sin datos|sin informacion|no disponible|no aplica|no registra
"""
# These may be words of a column like any other; where a figure belongs they say that there is none.
_WORDS_FOR_NONE = """
s/i|s.i.|np|n/p|ns|n/s|..|...|…|*|x|xx|xxx|nil|vacio|blanco|(en blanco)|ninguno|ninguna|sin registro|sin valor
|no corresponde|no reporta|no reporto|no hay|no hay dato|no hay datos|no existe|no tiene|no se registro
|pendiente|por definir|por determinar|en proceso|falta|faltante|reservado|dato no disponible
"""
_ABSENCES = frozenset(each.strip() for each in _MARKS.split("|"))
_NO_FIGURE = _ABSENCES | {each.strip() for each in _WORDS_FOR_NONE.split("|")}


def is_mark_of_absence(written: str) -> bool:
    """Tell whether `written` says nowhere anything but that there is nothing: `s/d`, `-`."""
    return fold(written) in _ABSENCES


def says_missing(written: str) -> bool:
    """Tell whether `written` is what people put where there is no figure: `s/d`, `-`, `pendiente`."""
    return fold(written) in _NO_FIGURE


# ---- The figure itself ---------------------------------------------------------------------------------

_POINT_AND_COMMA = str.maketrans(",.", ".,")
_SIGNED = re.compile(r"(?P<sign>[-+−–]?) ?(?P<digits>(?=\.?\d)\d*(?:[.,' ’´`_]\d+)*) ?(?P<percent>%?)")
_SPACED = re.compile(r"(?P<groups>\d{1,3}(?:[ '’´`]\d{3})(?:[ '’´`,]\d{3})*)(?P<rest>(?:[.]\d+|,\d{1,2})?)")

_FOREIGN = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d+|\d{1,3}(?:,\d{3})*,\d{1,2}")


def _swapped(text: str) -> str:
    return text.translate(_POINT_AND_COMMA)


@attrs.frozen
class _Core:
    """A number without anything beside it, and what of it is not as plans write it."""

    figures: tuple[str, ...]
    dirt: Dirt | None = None


def _core(text: str) -> _Core | None:
    match = _SIGNED.fullmatch(text)
    if match is None:
        return None
    sign = "-" if match["sign"] not in {"", "+"} else ""
    digits, percent = match["digits"], match["percent"]
    spaced = _SPACED.fullmatch(digits)
    if spaced is not None:
        whole = ",".join(re.findall(r"\d+", spaced["groups"]))
        return _Core((f"{sign}{whole}{spaced['rest'].replace(',', '.')}{percent}",), Dirt.BLANKS)
    read = numerals.read(digits)
    if isinstance(read, numerals.Numeral):
        return _Core((f"{sign}{digits}{percent}",))
    if not read.meant or _FOREIGN.fullmatch(digits) is None:
        return None
    return _Core(tuple(f"{sign}{each}{percent}" for each in read.meant), Dirt.COMMA)


# ---- What stands beside it -----------------------------------------------------------------------------

_NUMBER = r"[-+−–]? ?\d[\d.,' ’´`]*(?<=\d)(?: ?%)?"
_LETTERS = r"[^\W\d_]"
_CURRENCY = r"(?:s/\.?|us\$|\$|€|s\.?/|pen\b|usd\b|soles\b|d[oó]lares\b)"
_NOTE = r"(?:[*†‡°⁎]+|[¹²³⁰⁴-⁹]+|\(\*+\)|\(\d\)|\[\d\]|\([a-d]\)| [1-9]/|(?<=\d) ?[a-c]/)"
_MARK = (
    r"(?:\((?P<round>[per])\)|(?P<slash>[per])/"
    r"|(?P<word>prel(?:im)?\.?|est\.?|rect\.?|preliminar|estimad[oa]|rectificad[oa]|provisional"
    r"|\((?:prel(?:iminar)?|est(?:imado)?|provisional)\.?\)))"
)
_BOUND = (
    r"(?:>=|<=|=>|=<|≥|≤|>|<"
    r"|(?:m[aá]s|menos) (?:de|que)"
    r"|(?:mayor|menor|superior|inferior|igual)(?:es)?(?: o igual(?:es)?)? (?:a|de|que)"
    r"|no (?:m[aá]s|menos) de|al menos|por lo menos|a lo (?:m[aá]s|menos|sumo)|como (?:m[ií]nimo|m[aá]ximo)"
    r"|hasta|desde|m[ií]nimo|m[aá]ximo|m[ií]n\.?|m[aá]x\.?)"
)
_ROUGHLY = (
    r"(?:~|≈|±|aprox(?:\.|imadamente|imado)?|aproximadamente|cerca de|alrededor de|casi|unos|unas|ca?\.)"
)
_SCALES: Mapping[str, int] = {
    **dict.fromkeys(("mil", "miles"), 10**3),
    **dict.fromkeys(("millon", "millones", "mill.", "mill", "mm", "mio"), 10**6),
}
_OF = r"(?: de [^\W\d_][\w /$]*)?"
_WORDS: Mapping[str, int] = {
    word: number
    for number, word in enumerate(
        ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez")
    )
} | {
    "una": 1,
    "un": 1,
    "doce": 12,
    "quince": 15,
    "veinte": 20,
    "treinta": 30,
    "cincuenta": 50,
    "cien": 100,
    "ciento": 100,
    "mil": 1000,
}
_COUNTED = (
    r"(?!(?:er|r[oa]|d[oa]|t[oa]|v[oa]|m[oa])\b)"  # 3ro counts nothing
    rf"{_LETTERS}{{2,}}[.]?(?:[ /-]{_LETTERS}+[.]?){{0,7}}"
)
_OF_YEAR = r"(?:[-–] |al? |en |en el |para |para el |del? |\()(?:a[ñn]o )?(?P<year>(?:19|20|21)\d\d)\)?"

# What may stand beside a figure, in the order in which it is looked for; `rest` is what is left to be read.
_BESIDE: tuple[tuple[Dirt, re.Pattern[str]], ...] = tuple(
    (dirt, re.compile(pattern, re.IGNORECASE))
    for dirt, pattern in (
        (
            Dirt.YEAR,
            rf"(?P<rest>.*\d.*?)[ ,;]*(?P<beside>{_OF_YEAR})",
        ),
        (Dirt.QUALITY, rf"(?P<rest>.*\d ?%?) ?(?P<beside>{_MARK})"),
        (Dirt.NOTE, rf"(?P<rest>.*[\d%)]) ?(?P<beside>{_NOTE})"),
        (Dirt.POINT, r"(?P<rest>.*[\d%])(?P<beside>[.,;:](?:[-=]+)?|\.?=)"),
        (Dirt.PERCENT, rf"(?P<rest>{_NUMBER}) ?(?P<beside>(?:por ?(?:ciento|cien)|pct\.?))"),
        (Dirt.CURRENCY, rf"(?P<beside>{_CURRENCY}) ?(?P<rest>.*\d.*)"),
        (Dirt.CURRENCY, rf"(?P<rest>.*\d) ?(?P<beside>{_CURRENCY})"),
        (Dirt.BOUND, rf"(?P<beside>{_BOUND}) ?(?P<rest>.*\d.*)"),
        (
            Dirt.BOUND,
            r"(?P<rest>.*\d ?%?) (?P<beside>o m[aá]s|o menos|a m[aá]s|como m[ií]nimo|como m[aá]ximo)",
        ),
        (Dirt.ROUGHLY, rf"(?P<beside>{_ROUGHLY}) ?(?P<rest>.*\d.*)"),
        (Dirt.ROUGHLY, r"(?P<rest>.*\d ?%?) ?(?P<beside>\(?aprox(?:\.|imadamente)?\)?)"),
        (Dirt.BRACKETS, r"(?P<beside>[(\[])(?P<rest>[^()\[\]]*\d[^()\[\]]*)[)\]]"),
        (Dirt.BRACKETS, r"(?P<rest>\d[\d.,]*)(?P<beside>[-−–])"),
        (
            Dirt.COUNTED,
            rf"(?P<rest>{_NUMBER}) ?(?P<beside>\(?{_COUNTED}\)?)",
        ),
        (Dirt.COUNTED, rf"(?P<beside>{_LETTERS}[^\d:=]{{1,40}}[:=]) ?(?P<rest>{_NUMBER})"),
    )
)
_RANGE = re.compile(
    rf"(?:entre (?P<low>{_NUMBER}) y (?P<high>{_NUMBER})"
    rf"|(?:de(?:sde)? )?(?P<first>{_NUMBER}) ?(?:a|al|hasta|-|–|—) ?(?P<last>{_NUMBER}))",
    re.IGNORECASE,
)
_SCALED = re.compile(
    rf"(?P<rest>{_NUMBER}) ?(?P<beside>(?:{'|'.join(map(re.escape, _SCALES))}|mill[oó]n){_OF})", re.IGNORECASE
)
_PART_OF_A_DATE = re.compile(r"0\d+|(?:19|20|21)\d\d")
_LOOKALIKE = re.compile(r"(?=[^\W_]*\d)(?=[\d.,]*[OoIl])[\dOoIl]+(?:[.,][\dOoIl]+)*(?: ?%)?")
_DIGIT_OF = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1"})
_MARK_NAMES: Mapping[str, str] = {"p": "preliminary", "e": "estimated", "r": "revised"}


def _read(text: str) -> DirtyFigure | None:
    """Return what `text` means, one thing beside the figure taken away after the other."""
    core = _core(text)
    if core is not None:
        return None if core.dirt is None else DirtyFigure(core.figures, core.dirt, text)
    for found in (_range(text), _scaled(text), _letters(text), _word(text)):
        if found is not None:
            return found
    for dirt, beside, match in _cut(text):
        found = _read_rest(match["rest"].strip(), dirt)
        if found is None:
            continue
        quality, year = found.quality, found.year
        figures = found.figures
        if dirt is Dirt.BRACKETS:
            figures = _either_sign(figures, beside)
        if dirt is Dirt.QUALITY:
            quality = _quality(match)
        if dirt is Dirt.YEAR:
            year = match["year"]
        if dirt is Dirt.PERCENT:
            figures = tuple(f"{each.removesuffix('%')}%" for each in figures)
        return DirtyFigure(figures, dirt, beside, quality, year)
    return None


def _cut(text: str) -> Iterator[tuple[Dirt, str, re.Match[str]]]:
    for dirt, pattern in _BESIDE:
        match = pattern.fullmatch(text)
        if match is not None:
            yield dirt, match["beside"].strip(), match


def _read_rest(text: str, dirt: Dirt) -> DirtyFigure | None:
    """Return what is left of a figure when something beside it was taken away."""
    core = _core(text)
    if core is not None:
        return DirtyFigure(core.figures, core.dirt or dirt, text)
    return _read(text) if text else None


def _either_sign(figures: tuple[str, ...], beside: str) -> tuple[str, ...]:
    """Return both readings of a figure in brackets, which accountants read as a negative one."""
    negative = tuple(f"-{each.lstrip('-')}" for each in figures)
    return negative if beside not in {"(", "["} else (*negative, *figures)


def _quality(match: re.Match[str]) -> str:
    letter = (match["round"] or match["slash"] or match["word"].strip("(")[0]).lower()
    name = _MARK_NAMES[letter]
    return next(word.spanish for word in vocabulary.QUALITIES if word.name == name)


def _range(text: str) -> DirtyFigure | None:
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    ends = [
        _core((match[first] or match[second]).strip())
        for first, second in (("low", "first"), ("high", "last"))
    ]
    figures = [each.figures[0] for each in ends if each is not None]
    if len(figures) < len(ends) or any(_PART_OF_A_DATE.fullmatch(figure) for figure in figures):
        return None
    if figures[1].endswith("%") and not figures[0].endswith("%"):
        figures[0] += "%"
    return DirtyFigure((figures[1], figures[0]), Dirt.RANGE, text)


def _scaled(text: str) -> DirtyFigure | None:
    match = _SCALED.fullmatch(text)
    core = _core(match["rest"]) if match is not None else None
    if match is None or core is None:
        return None
    bare = core.figures[0]
    read = numerals.read(bare.removeprefix("-"))
    if not isinstance(read, numerals.Numeral):
        return None
    number = read.value * _SCALES[fold(match["beside"].split()[0])]
    if number.denominator != 1:
        return None
    return DirtyFigure(
        (f"{bare[: bare.startswith('-')]}{number.numerator:,}", bare), Dirt.SCALE, match["beside"]
    )


def _letters(text: str) -> DirtyFigure | None:
    if _LOOKALIKE.fullmatch(text) is None:
        return None
    core = _core(text.translate(_DIGIT_OF))
    beside = next(letter for letter in text if letter.isalpha())
    return DirtyFigure(core.figures, Dirt.LETTERS, beside) if core is not None else None


def _word(text: str) -> DirtyFigure | None:
    match = re.fullmatch(
        r"(?P<word>[^\W\d_]+)(?P<percent> ?%| por ciento)?(?: \((?P<digits>[^()]+)\))?", text, re.IGNORECASE
    )
    number = _WORDS.get(fold(match["word"])) if match is not None else None
    if match is None or number is None:
        return None
    digits = _core(match["digits"]) if match["digits"] else None
    figure = digits.figures[0] if digits is not None else f"{number:,}{'%' if match['percent'] else ''}"
    return DirtyFigure((figure,), Dirt.WORD, text)
