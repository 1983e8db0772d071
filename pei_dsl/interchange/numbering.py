"""Codes for what a workbook numbers otherwise or not at all: in their order, if somebody asks for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from pei_dsl.interchange.code_cells import Code
from pei_dsl.vocabulary import fold

# Two digits are what a code has; a longer number is one of another system.
_MOST = 99


@attrs.define
class Numbering:
    """
    Gives codes of a plan to objectives, actions and indicators that have none.

    Attributes:
        is_on: Whether somebody asked for it; indicators below a coded group are numbered in any case.
        known: What has a code already, by it.
    """

    is_on: bool
    known: Mapping[str, object]
    _given: dict[tuple[str, str, str], Code] = attrs.field(factory=dict)

    def group(self, kind: str, written: str, objective: str) -> Code | None:
        """
        Return the code of an objective or action; None for an action of no objective.

        Args:
            kind: `objective` or `action`.
            written: Its code in another system, or its name; the same one has the same code.
            objective: The code of the objective that an action belongs to, or "".
        """
        if kind == "objective":
            return self._code(kind, "OEI", "", written)
        if not objective:
            return None
        family, number = objective.split(".", 1)
        return self._code(kind, f"A{family[1:]}.{number}", objective, written)

    def indicator(self, written: str, group: str) -> Code:
        """Return the code of an indicator of the group `group`; one without `written` is a new one."""
        key = ("indicator", group, fold(written))
        if written and key in self._given:
            return self._given[key]
        number = next(n for n in range(1, 10**6) if not self._is_taken(f"IND.{n:02}.{group}"))
        code = Code(f"IND.{number:02}.{group}", "indicator")
        self._given[key if written else (*key[:2], f"#{number}")] = code
        return code

    def _code(self, kind: str, stem: str, parent: str, written: str) -> Code:
        key = (kind, parent, fold(written))
        if key not in self._given:
            number = self._own_number(stem, written)
            self._given[key] = Code(f"{stem}.{number:02}", kind)
        return self._given[key]

    def _own_number(self, stem: str, written: str) -> int:
        """Return the last number of a code of another system, `1.2`, if it may be kept; else the next one."""
        numbers = re.findall(r"\d+", written)
        depth = stem.count(".") + 1
        own = int(numbers[-1]) if numbers and len(numbers) <= depth and len(numbers[-1]) < 3 else 0
        is_code = re.fullmatch(r"\W*[^\W\d_]{0,6}\W*\d+(?:\W+\d+)*\W*", written) is not None
        if is_code and 0 < own <= _MOST and not self._is_taken(f"{stem}.{own:02}"):
            return own
        return next(n for n in range(1, 10**6) if not self._is_taken(f"{stem}.{n:02}"))

    def _is_taken(self, code: str) -> bool:
        return code in self.known or any(each.code == code for each in self._given.values())


def kind_of_foreign(written: str, level: str, owner: str) -> str:
    """
    Return what a code of another system is of, or "" where nothing says it.

    Args:
        written: The code: `1` is of an objective, `1.2` of an action, `1.2.3` of an indicator.
        level: What the row says that it is, or "".
        owner: What the column is of (`objective`, `action`, `indicator`), or "".
    """
    if level or owner:
        return owner or level
    numbers = re.fullmatch(r"\W*(\d{1,2}(?:[.\-]\d{1,2}){0,2})\W*", written)
    depth = len(re.findall(r"\d+", numbers[1])) if numbers is not None else 0
    return ("", "objective", "action", "indicator")[depth]
