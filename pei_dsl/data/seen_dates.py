"""In which formats a text may be a date: all that fit, for whoever proposes what a plan should declare."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence

import attrs

from pei_dsl.data.date_formats import parse_format

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|[ \u00a0]+|.", re.DOTALL)
_TIME = re.compile(
    r"(?P<join>[ \u00a0]+|T|:)(?P<hour>[0-9]{1,2}):[0-9]{2}"
    r"(?P<seconds>:[0-9]{2}(?:(?P<point>[.,])(?P<parts>[0-9]{1,9}))?)?"
    r"(?P<half>[ \u00a0]?[ap]\.?[ \u00a0]?m\.?)?",
    re.IGNORECASE,
)
# Digits that nothing divides, by how many they are.
_WHOLE = {
    6: ("aaaamm", "mmaaaa", "aammdd", "ddmmaa", "mmddaa"),
    8: ("aaaammdd", "ddmmaaaa", "mmddaaaa"),
}
# In which order people write the parts of a date.
_ORDERS = {"dma", "mda", "amd", "ma", "am", "ddma", "dmda"}
# More forms than this are no column of dates that somebody wrote by one habit.
MOST_FORMS = 4


@functools.lru_cache(maxsize=100_000)
def fitting(text: str) -> frozenset[str]:
    """Return every format in which `text` is a date or a month; none for what is no date in any."""
    return frozenset(
        each for each in _candidates(text) if (known := parse_format(each)) is not None and known.read(text)
    )


def _candidates(text: str) -> Iterator[str]:
    if len(text) > 60:
        return
    match = next((each for each in _TIME.finditer(text) if each.end() == len(text)), None)
    date, time = (text, "") if match is None else (text[: match.start()], _time(match))
    for each in _dates(date):
        yield f"{each}{time}"


def _time(match: re.Match[str]) -> str:
    """Return the format of a time of day behind a date."""
    join = " " if match["join"].isspace() else match["join"]
    seconds = ":ss" if match["seconds"] else ""
    parts = f"{match['point']}{'0' * len(match['parts'])}" if match["parts"] else ""
    return f"{join}hh:mm{seconds}{parts}{' am/pm' if match['half'] else ''}"


def _dates(text: str) -> Iterator[str]:
    tokens = _TOKEN.findall(text)
    if len(tokens) == 1 and text.isdecimal():
        yield from _WHOLE.get(len(text), ())
        return
    slots = [index for index, token in enumerate(tokens) if token[0].isalnum() and token not in {"de", "del"}]
    if len(slots) not in {2, 3, 4}:
        return
    for codes in itertools.product(*(_codes(tokens[index], len(slots)) for index in slots)):
        if not _is_order(codes):
            continue
        parts = dict(zip(slots, codes, strict=True))
        yield "".join(
            parts.get(index, " " if token.isspace() else token) for index, token in enumerate(tokens)
        )


def _is_order(codes: Sequence[str]) -> bool:
    """Tell whether people write a date so; a year of two digits comes last, or before two numbers."""
    order = "".join(code[0] for code in codes)
    return order in _ORDERS and not (codes[0] == "aa" and (len(codes) == 2 or codes[1].startswith("mmm")))


def _codes(token: str, count: int) -> Sequence[str]:
    """Return what a number or a word of a date may be."""
    if not token.isdecimal():
        return ("mmm", "mmmm", "dddd") if count > 3 else ("mmm", "mmmm")
    if len(token) == 4:
        return ("aaaa",)
    if len(token) == 2:
        return ("dd", "mm", "aa") if count > 2 else ("mm", "aa")
    return ("dd", "mm") if len(token) == 1 else ()


@attrs.define
class Forms:
    """
    The forms of a column's dates while its cells are seen.

    Attributes:
        groups: Formats that fit all the cells of one form, in the order in which the forms were met.
    """

    groups: list[frozenset[str]] = attrs.field(factory=list)

    def take(self, text: str) -> bool:
        """Take in a cell; tell whether it is a date in a format that can be declared."""
        formats = fitting(text)
        if not formats:
            return False
        for index, group in enumerate(self.groups):
            common = group & formats
            if common:
                self.groups[index] = common
                return True
        if len(self.groups) >= MOST_FORMS:
            return False
        self.groups.append(formats)
        return True

    @property
    def choices(self) -> list[str]:
        """What can stand behind `formato`; several choices where the cells do not tell which."""
        named = [sorted(_plainest(group)) for group in self.groups]
        return [", ".join(f'"{each}"' for each in chosen) for chosen in itertools.product(*named)][:6]


def _plainest(formats: frozenset[str]) -> list[str]:
    """Return `formats` without those that say the same of a text: `may` is a short and a full name."""
    return [each for each in formats if not ("mmmm" in each and each.replace("mmmm", "mmm") in formats)]
