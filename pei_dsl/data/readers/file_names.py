"""What names of files say of their rows: `egresos-{aaaa-mm}.csv`, `{sede}/2024.csv`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from pei_dsl.data.date_formats import DateFormat, format_of, parse_format
from pei_dsl.data.letters import normal
from pei_dsl.data.readers.carriers import WILDCARDS
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource, FileOwner

_BRACES = re.compile(r"\{([^{}/]*)\}")
_PLAIN = "[0-9]{4}(?:-[STQ]?[0-9]{1,2}(?:-[0-9]{2})?)?"


@attrs.frozen
class NamePart:
    """
    A part of a name between braces.

    Attributes:
        written: What stands between them.
        column: The column whose cells it gives.
        formats: How it writes dates; () for what plans write, or for a text.
    """

    written: str
    column: Column
    formats: tuple[DateFormat, ...] = ()

    @property
    def pattern(self) -> str:
        """What the part of a name looks like, without groups."""
        if self.column.type is not ValueType.DATE:
            return "[^/]+?"
        patterns = [re.sub(r"(?<!\\)\((?!\?)", "(?:", each.pattern) for each in self.formats]
        return "|".join(patterns or [_PLAIN])

    def cell(self, text: str) -> str | None:
        """Return the cell that a part of a name gives: a period as plans write it; None for none."""
        if self.column.type is not ValueType.DATE:
            return normal(text)
        periods = {each.read(text) for each in self.formats} if self.formats else {Period.parse(text)}
        named = [each for each in periods if each is not None]
        return str(named[0]) if len(named) == 1 else None


def name_parts(source: DataSource) -> Sequence[NamePart | str]:
    """Return the parts between braces in the path of `source`; what says nothing comes as it is written."""
    columns = {each.name: each for each in source.columns.values() if each.origin == "file"}
    dates = [each for each in columns.values() if each.type is ValueType.DATE]
    found: list[NamePart | str] = []
    for written in _BRACES.findall(source.file) if columns else ():
        column, declared = columns.get(written), parse_format(written)
        if column is not None:
            formats = tuple(map(format_of, column.formats))
            found.append(NamePart(written, column, formats))
        elif declared is not None and len(dates) == 1:
            found.append(NamePart(written, dates[0], (declared,)))
        else:
            found.append(written)
    return found


def is_pattern(owner: FileOwner) -> bool:
    """Tell whether a path names files by what their names look like."""
    return any(sign in owner.file for sign in WILDCARDS) or bool(_parts(owner))


def _parts(owner: FileOwner) -> Mapping[str, NamePart]:
    found = name_parts(owner) if isinstance(owner, DataSource) else ()
    return {each.written: each for each in found if isinstance(each, NamePart)}


@attrs.frozen
class NamePattern:
    """
    What names one part of a path may have, and what these say.

    Attributes:
        compiled: What they look like; None for a name without any sign.
        parts: What its groups say.
    """

    compiled: re.Pattern[str] | None
    parts: Sequence[NamePart] = ()

    def named(self, name: str) -> Mapping[str, str] | None:
        """Return the cells that a name gives by their columns, or None where it is not meant."""
        assert self.compiled is not None
        match = self.compiled.fullmatch(name)
        if match is None:
            return None
        said = zip(self.parts, match.groups(), strict=True)
        return {each.column.name: each.cell(text) or "" for each, text in said}


def pattern_of(part: str, owner: FileOwner) -> NamePattern:
    """Return what names one part of a path may have: `*` stands for any letters, `?` for one."""
    known = _parts(owner)
    pieces = _BRACES.split(normal(part)) if known else [normal(part)]
    said = [known[each] for each in pieces[1::2] if each in known]
    if not said and not any(sign in part for sign in WILDCARDS):
        return NamePattern(None)
    written = []
    for index, piece in enumerate(pieces):
        if index % 2 and piece in known:
            written.append(f"({known[piece].pattern})")
        else:
            bare = f"{{{piece}}}" if index % 2 else piece
            written.append(re.escape(bare).replace(r"\*", ".*").replace(r"\?", "."))
    return NamePattern(re.compile("".join(written), re.DOTALL | re.IGNORECASE), said)
