"""`pei.toml`: how severe each warning is, and where lints draw their lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs

from pei_dsl.analysis.lints.thresholds import Thresholds
from pei_dsl.diagnostics import Diagnostic, Label, Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import Fix, at, replace
from pei_dsl.diagnostics.pages import codes
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.source import Source, Span, Undecodable, decode

FILE = "pei.toml"
TABLE = "avisos"
OFF = "no"
# A file of settings is short; anything larger is something else.
MAX_BYTES = 1_000_000

SEVERITIES: Mapping[str, Severity | None] = {
    "error": Severity.ERROR,
    "aviso": Severity.WARNING,
    "nota": Severity.NOTE,
    OFF: None,
}
# The attribute of `Thresholds` that each key sets, and what it must be more than.
THRESHOLDS = {"factor_lejano": ("far_factor", 1), "datos_megas": ("data_megabytes", 0)}
HIGHEST = 1_000_000
_CODE = re.compile(r"PEI\d{3}")


@attrs.frozen
class Settings:
    """
    What `pei.toml` says.

    Attributes:
        severities: Severity by code; None for a warning that is not wanted.
        thresholds: Where lints draw their lines.
        source: The text of the file, or None without one.
    """

    severities: Mapping[str, Severity | None] = attrs.field(factory=dict)
    thresholds: Thresholds = Thresholds()
    source: Source | None = None

    @property
    def off(self) -> frozenset[str]:
        """The codes that are not wanted."""
        return frozenset(code for code, severity in self.severities.items() if severity is None)

    def apply(self, finding: Diagnostic) -> Diagnostic | None:
        """Return `finding` with its severity, or None when it is not wanted."""
        if finding.code not in self.severities:
            return finding
        severity = self.severities[finding.code]
        return None if severity is None else attrs.evolve(finding, severity=severity)


def find(folder: Path) -> Path | None:
    """Return the nearest `pei.toml` in `folder` or above it, or None."""
    try:
        start = folder.resolve()
        return next((each / FILE for each in (start, *start.parents) if (each / FILE).is_file()), None)
    except (OSError, RuntimeError, ValueError):  # a folder that may not be read, links in a circle
        return None


def shown_name(file: Path, folder: Path) -> str:
    """Return what messages call `file`: its path from the plan's folder, `../pei.toml`."""
    up = len(folder.resolve().relative_to(file.parent).parts)
    return "../" * up + FILE


def read(folder: Path) -> tuple[Settings, list[Diagnostic]]:
    """Return the settings for a plan in `folder`, and the findings (PEI439) about their file."""
    file = find(folder)
    if file is None:
        return Settings(), []
    name = shown_name(file, folder)
    try:
        data = file.read_bytes() if file.stat().st_size <= MAX_BYTES else b"\0"
    except OSError:
        return Settings(), [_about_file(name, "unreadable")]
    source = decode(name, data)
    if isinstance(source, Undecodable):
        return Settings(), [_about_file(name, "text")]
    return parse(source)


def _about_file(name: str, variant: str) -> Diagnostic:
    params = {"file": name}
    return Diagnostic("PEI439", Label(None), params, variant=variant, file=name, severity=Severity.WARNING)


def parse(source: Source) -> tuple[Settings, list[Diagnostic]]:
    """Return the settings that `source` holds, and the findings about them; what is wrong is left out."""
    empty = Settings(source=source)
    try:
        # Exact numbers, also of `12.5`.
        tables = tomllib.loads(source.text, parse_float=_fraction)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return empty, [_unparsed(source, str(error))]
    reader = _Reader(source, _places(source))
    for key in tables:
        if key != TABLE:
            reader.report((key,), "table", {"key": key}, [TABLE])
    warnings = tables.get(TABLE, {})
    if not isinstance(warnings, dict):
        reader.report((TABLE,), "no_table", {"key": TABLE}, [])
        return empty, reader.found
    severities, limits = dict(reader.severities(warnings)), dict(reader.limits(warnings))
    return Settings(severities, attrs.evolve(Thresholds(), **limits), source), reader.found


def _fraction(written: str) -> Fraction | str:
    """Return a number as it is written; `inf` and `nan` stay words, and are reported as such."""
    digits = written.replace("_", "")
    if re.fullmatch(r"[+-]?\d{1,30}(\.\d{1,30})?(e[+-]?\d{1,2})?", digits, re.IGNORECASE):
        return Fraction(digits)
    return written


@attrs.define
class _Reader:
    """Reads the table of warnings; `found` is what is wrong with it."""

    source: Source
    places: Mapping[tuple[str, ...], tuple[Span, Span]]
    found: list[Diagnostic] = attrs.field(factory=list)

    def severities(self, table: Mapping[str, Any]) -> Iterator[tuple[str, Severity | None]]:
        """Yield code and severity of each warning that `table` sets."""
        # Most plans have no such file, and who checks an unchanged one need not wait for the lints.
        from pei_dsl.analysis.lints.all_lints import WARNINGS

        for key, value in table.items():
            if key in THRESHOLDS:
                continue
            if key not in WARNINGS:
                known = key in codes()
                variant = "fixed" if known else ""
                self.report((TABLE, key), variant, {"key": key}, [] if known else [*WARNINGS, *THRESHOLDS])
            elif isinstance(value, str) and value in SEVERITIES:
                yield key, SEVERITIES[value]
            else:
                params = {"key": key, "written": _short(value), "known": ", ".join(SEVERITIES)}
                near = nearest(value, SEVERITIES) if isinstance(value, str) else []
                near = near or ([OFF] if value is False else [])
                self.value((TABLE, key), "severity", params, [f'"{each}"' for each in near])

    def limits(self, table: Mapping[str, Any]) -> Iterator[tuple[str, Fraction]]:
        """Yield attribute and value of each threshold that `table` sets."""
        for key, (attribute, above) in THRESHOLDS.items():
            if key not in table:
                continue
            value = table[key]
            number = isinstance(value, int | Fraction) and not isinstance(value, bool)
            if number and above < value <= HIGHEST:
                yield attribute, Fraction(value)
            else:
                params: dict[str, Parameter] = {
                    "key": key,
                    "written": _short(value),
                    "above": above,
                    "highest": HIGHEST,
                }
                self.value((TABLE, key), "number", params, [])

    def report(
        self, path: tuple[str, ...], variant: str, params: Mapping[str, Parameter], known: list[str]
    ) -> None:
        """Report the key at `path`, with the nearest of `known`."""
        # A number that is no code is near to many: only what is no code may be a slip of one.
        near = [] if _CODE.fullmatch(path[-1]) else nearest(path[-1], known)
        self._add(path, 0, variant, params, near)

    def value(
        self, path: tuple[str, ...], variant: str, params: Mapping[str, Parameter], near: list[str]
    ) -> None:
        """Report the value at `path`, with what may be meant."""
        self._add(path, 1, variant, params, near)

    def _add(
        self,
        path: tuple[str, ...],
        side: int,
        variant: str,
        params: Mapping[str, Parameter],
        meant: list[str],
    ) -> None:
        """Add a finding at the key (side 0) or value (side 1) of `path`; `meant` is what to write there."""
        places = self.places.get(path)
        if places is not None:
            span = places[side]
            fixes = tuple(replace(self.source, span, each) for each in meant)
        else:  # inside a table on one line: its place is that of the whole
            span = self.places.get(path[:1], (_first_line(self.source),))[0]
            fixes = tuple(Fix(each) for each in meant)
        finding = at(
            self.source,
            span,
            "PEI439",
            variant=variant,
            params=params,
            fixes=fixes,
            severity=Severity.WARNING,
        )
        self.found.append(finding)


def _short(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return " ".join(text.split())[:40]


# ---- Where things stand: the reader of TOML does not tell -------------------------------------------

_HEADING = re.compile(r"[ \t]*\[\[?[ \t]*(?P<path>[^\]\n]+?)[ \t]*\]\]?[ \t]*(?:#.*)?")
_NAME = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_ENTRY = re.compile(
    rf"[ \t]*(?P<key>{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*)[ \t]*=[ \t]*"
    r"""(?P<value>"[^"\n]*"|'[^'\n]*'|[^#\n]*?)[ \t]*(?:\#.*)?"""
)


def _places(source: Source) -> dict[tuple[str, ...], tuple[Span, Span]]:
    """Return where each key and its value stand, by path; one that spans lines shows its first line."""
    found: dict[tuple[str, ...], tuple[Span, Span]] = {}
    above: tuple[str, ...] = ()
    start = 0
    for line in source.text.split("\n"):
        heading, entry = _HEADING.fullmatch(line), _ENTRY.fullmatch(line)
        if heading is not None:
            above = _path(heading["path"])
            span = _moved(heading.span("path"), start)
            found.setdefault(above, (span, span))
            found.setdefault(above[:1], (span, span))
        elif entry is not None:
            path = (*above, *_path(entry["key"]))
            places = _moved(entry.span("key"), start), _moved(entry.span("value"), start)
            found.setdefault(path, places)
            found.setdefault(path[:1], places)
        start += len(line) + 1
    return found


def _path(written: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in written.split("."))


def _moved(span: tuple[int, int], start: int) -> Span:
    return Span(start + span[0], start + span[1])


def _first_line(source: Source) -> Span:
    return Span(0, len(source.line(1)))


_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


def _unparsed(source: Source, message: str) -> Diagnostic:
    """Return the finding about a text that is no TOML, at the line where reading stopped."""
    place = _AT.search(message)
    lines = source.text.split("\n")
    number = min(int(place[1]), len(lines)) if place else len(lines)
    while number > 1 and not lines[number - 1].strip():
        number -= 1  # at the end of the text: the last line that says something
    start = sum(len(line) + 1 for line in lines[: number - 1])
    span = Span(start, start + len(lines[number - 1]))
    return at(source, span, "PEI439", variant="toml", note="here", severity=Severity.WARNING)
