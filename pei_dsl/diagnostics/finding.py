"""One finding, complete without its rendering."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping

import attrs

from pei_dsl.diagnostics import pages
from pei_dsl.diagnostics.catalogue import Parameter, fill, phrase
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.immutable import brief, freezing
from pei_dsl.source import NOWHERE, Source, Span

_WRITE = {"es": "escriba", "en": "write"}
_OR = {"es": " o ", "en": " or "}


class Severity(enum.StrEnum):
    """How much a finding weighs: an error stops evaluation of what it touches."""

    ERROR = "error"
    WARNING = "aviso"
    NOTE = "nota"


@attrs.frozen(field_transformer=freezing)
class Label:
    """
    A place that a finding points at.

    Attributes:
        source: The text, or None for a finding about a whole file or folder.
        span: The range in it.
        note: Key of the catalogue's short text for this place, or "".
        params: What the short text mentions.
    """

    __repr__ = brief

    source: Source | None
    span: Span = NOWHERE
    note: str = ""
    params: Mapping[str, Parameter] = attrs.field(factory=dict, hash=False)

    def __attrs_post_init__(self) -> None:
        """Keep the place within the text: whoever shows or marks it need not ask."""
        if self.source is not None:
            object.__setattr__(self, "span", _within(self.source, self.span))

    def text(self, language: str = "es") -> str:
        """Return the short text, or ""."""
        return phrase("labels", self.note, language, self.params) if self.note else ""


def _within(source: Source, span: Span) -> Span:
    """Return the part of `span` that lies within the text."""
    start = min(max(span.start, 0), len(source.text))
    return Span(start, min(max(span.end, start), len(source.text)))


@attrs.frozen
class Edit:
    """Replace `span` of `source` (normalised offsets) by `text`."""

    __repr__ = brief

    source: Source
    span: Span
    text: str

    def __attrs_post_init__(self) -> None:
        """Keep the place within the text."""
        object.__setattr__(self, "span", _within(self.source, self.span))


@attrs.frozen
class Fix:
    """
    A way to mend a finding.

    Attributes:
        text: What the reader should type; it stands in the message.
        edits: The same as changes to the text; empty when it takes a person.
        safe: Whether there is one reading only, and it helps, so that it may be applied unasked: a text that
            has it loses its finding and gets no other.
        reveals: Whether there is one reading only, but behind it stands what was hidden, and is found then.
    """

    __repr__ = brief

    text: str
    edits: tuple[Edit, ...] = ()
    safe: bool = False
    reveals: bool = False


@attrs.frozen
class Location:
    """
    Where a finding is.

    Attributes:
        file: The text, the data file or the folder.
        line, column: Counted from 1; 0 where there is none.
        cell: The cell of a workbook, as Excel calls it, or "".
    """

    __repr__ = brief

    file: str
    line: int = 0
    column: int = 0
    cell: str = ""

    def __str__(self) -> str:
        parts = [self.file, self.cell or self.line or "", self.column or ""]
        return ":".join(str(each) for each in parts if each)


@attrs.frozen(field_transformer=freezing)
class Diagnostic:
    """
    One finding.

    Attributes:
        code: `PEInnn`; permanent. 1xx text, 2xx names, types and plan, 3xx data, 4xx lint, 5xx tests.
        primary: The smallest wrong thing.
        params: What the message mentions, by name.
        related: What makes it wrong: the earlier declaration, the other type.
        fixes: Ways to mend it, best first.
        variant: Picks one of several wordings of one code, or "".
        file: Path of the file a finding is about when it has no text to show.
        line: Line in `file` (data rows), or 0.
        cell: The cell of a workbook, as Excel calls it (`Población!C7`), or "".
        times: In how many places it was found; this is the first of them.
    """

    __repr__ = brief

    code: DiagnosticCode
    primary: Label
    params: Mapping[str, Parameter] = attrs.field(factory=dict, hash=False)
    related: tuple[Label, ...] = ()
    fixes: tuple[Fix, ...] = ()
    variant: str = ""
    file: str = ""
    line: int = 0
    cell: str = ""
    severity: Severity = Severity.ERROR
    times: int = attrs.field(default=1, eq=False, kw_only=True)

    @property
    def location(self) -> Location:
        """Where it is: in a text, in a data file, or of a file as a whole."""
        if self.primary.source is None:
            return Location(self.file, self.line, cell=self.cell)
        position = self.primary.source.position(self.primary.span.start)
        return Location(self.primary.source.name, position.line, position.column)

    def message(self, language: str = "es") -> str:
        """Return what is wrong, in one line that stands alone."""
        entry = pages.words(self.code)[language]
        key = f"message_{self.variant}" if self.variant else "message"
        return fill(entry[key], self.params, language)

    def headline(self, language: str = "es") -> str:
        """Return what is wrong, and in how many places if there are several."""
        if self.times == 1:
            return self.message(language)
        where = self.location
        params: dict[str, Parameter] = {"count": f"{self.times:,}", "first": self.cell or where.line}
        kind = "cells" if self.cell else "rows" if self.primary.source is None else "places"
        return f"{self.message(language)} ({phrase('words', f'alike_{kind}', language, params)})"

    def remedy(self, language: str = "es") -> str:
        """Return what to do next, or "" where the fixes say it all."""
        entry = pages.words(self.code)[language]
        return fill(entry.get(f"help_{self.variant}", entry.get("help", "")), self.params, language)

    def remedies(self, language: str = "es") -> Iterator[str]:
        """Yield what to do next, and what to write instead where that is known."""
        told = self.remedy(language)
        if told:
            yield told
        texts = [fix.text.strip() for fix in self.fixes if fix.text.strip()]
        if texts:
            choices = _OR[language].join(f"«{text}»" for text in texts)
            yield f"{_WRITE[language]} {choices}"

    def help(self, language: str = "es") -> str:
        """Return what to do next: the remedy, and what to write."""
        return "; ".join(self.remedies(language))

    @property
    def place(self) -> tuple[str, int]:
        """Sort key: file name, then offset or line."""
        if self.primary.source is None:
            return self.file, self.line
        return self.primary.source.name, self.primary.span.start


def at(
    source: Source,
    span: Span,
    code: DiagnosticCode,
    *,
    params: Mapping[str, Parameter] | None = None,
    note: str = "",
    related: tuple[Label, ...] = (),
    fixes: tuple[Fix, ...] = (),
    variant: str = "",
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    """Return the finding `code` at `span` of `source`; the label shares the finding's parameters."""
    params = params or {}
    label = Label(source, span, note, params)
    return Diagnostic(code, label, params, related, fixes, variant, file=source.name, severity=severity)


def replace(source: Source, span: Span, text: str, *, safe: bool = False) -> Fix:
    """Return the fix that writes `text` in place of `span`."""
    return Fix(text, (Edit(source, span, text),), safe)
