"""
A document as its reader gets it: sections with sentences, tables and charts, without layout.

What a part is called (`id`) stays from one year's report to the next, so that a document that people have
written in can be brought up to date part by part.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import TypeAlias

import attrs

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.immutable import brief
from pei_dsl.views.plotted import Distances, Point, Share
from pei_dsl.views.waterfall import Waterfall


@attrs.frozen
class Figure:
    """
    A figure within a sentence, which is brought up to date where it stands.

    Attributes:
        name: What it is, whatever the year: `alcance.OEI.01`.
        text: As it is shown: `57.62`.
    """

    __repr__ = brief

    name: str
    text: str


@attrs.frozen
class Mention:
    """
    A table or chart of the document that a sentence names.

    Attributes:
        id: Which.
        text: What it is called: `Tabla 3`; "" until `mentions.numbered` says it.
    """

    __repr__ = brief

    id: str
    text: str = ""


Run: TypeAlias = str | Figure | Mention
Sentence: TypeAlias = tuple[Run, ...]
"""Plain text, figures and mentions, one after another."""


def plain(sentence: Sentence) -> str:
    """Return a sentence as plain text."""
    return "".join(each if isinstance(each, str) else each.text for each in sentence)


class Role(enum.Enum):
    """Whose a paragraph is, which says what becomes of it when the document is made again."""

    STATED = enum.auto()
    """The program states it, and brings it up to date."""
    SUGGESTED = enum.auto()
    """A first wording; people make it theirs."""
    WANTED = enum.auto()
    """It says what a person should write in its place."""
    DECLARED = enum.auto()
    """The plan says it."""
    WRITTEN = enum.auto()
    """A person wrote it, in the report."""


@attrs.frozen
class Paragraph:
    """A paragraph of one sentence or more."""

    __repr__ = brief

    id: str
    sentence: Sentence
    role: Role = Role.STATED


@attrs.frozen
class Listing:
    """
    A list.

    Attributes:
        is_numbered: Whether its items are counted.
    """

    __repr__ = brief

    id: str
    items: tuple[Sentence, ...]
    is_numbered: bool = False
    role: Role = Role.STATED


class Align(enum.Enum):
    """On which side of its column a text stands."""

    LEFT = enum.auto()
    RIGHT = enum.auto()
    CENTER = enum.auto()


@attrs.frozen
class Column:
    """
    A column of a table.

    Attributes:
        share: How wide it is beside the others; those of a table need not add up to anything.
    """

    __repr__ = brief

    head: str
    share: float = 1.0
    align: Align = Align.LEFT


@attrs.frozen
class Cell:
    """
    A cell.

    Attributes:
        color: The colour that its text says, for what paints; None for none.
        covers: How many rows it takes, itself included; the rows below have "" in its column.
    """

    __repr__ = brief

    text: str = ""
    color: str | None = None
    covers: int = 1


@attrs.frozen
class Row:
    """
    A row: a cell for each column.

    Attributes:
        is_group: Whether it heads the rows below it.
    """

    __repr__ = brief

    cells: tuple[Cell, ...]
    is_group: bool = False


@attrs.frozen
class Table:
    """
    A table with its number's title above it and its notes below.

    Attributes:
        notes: What is to be known to read it: scales, roundings, reasons of ND.
        origin: Where its figures come from.
        is_numbered: Whether it counts among the tables of the document; a form of an annex does not.
        has_caption: Whether its title stands above it; a heading may say it already.
        distances: How far its rows are from their goals, for a format that draws it in one more column; all
            that is said by it, other columns say too.
    """

    __repr__ = brief

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    origin: str = ""
    is_numbered: bool = True
    has_caption: bool = True
    distances: Distances | None = None

    def spans(self) -> Iterator[tuple[Row, tuple[int, ...]]]:
        """Yield each row with how many rows each of its cells takes; 0 where one above covers it."""
        covered = [0] * len(self.columns)
        for row in self.rows:
            spans = tuple(0 if left else cell.covers for left, cell in zip(covered, row.cells, strict=True))
            covered = [(span or left) - 1 for left, span in zip(covered, spans, strict=True)]
            yield row, spans


@attrs.frozen
class Evolution:
    """
    Columns of what was obtained and a line of what was due, year by year.

    Attributes:
        points: The years, with a break wherever what is before cannot be compared with what is behind.
        indicator: The code of the indicator that it is of.
        axis: What stands beside the axis: the unit, and which way is better.
        value_name, goal_name: What columns and line are called.
        alternative: The same in words, for who does not see it; at most 300 letters.
        notes: From which versions of the plan the years are, and what changed between them.
        goal_ends: What lower and upper ends of goals are called; empty where no goal is an interval.
    """

    __repr__ = brief

    id: str
    title: str
    points: tuple[Point, ...]
    indicator: str
    axis: str
    value_name: str
    goal_name: str
    alternative: str
    origin: str = ""
    notes: tuple[str, ...] = ()
    goal_ends: tuple[str, ...] = ()

    @property
    def data(self) -> tuple[tuple[str, ...], ...]:
        """What it draws, as the rows of a table below one of heads: the years, what was obtained, was due."""
        return (
            ("", self.value_name, self.goal_name),
            *((each.category, each.value_text, each.goal_text) for each in self.points),
        )


@attrs.frozen
class Counts:
    """A bar for each level of the plan, divided by colours."""

    __repr__ = brief

    id: str
    title: str
    levels: tuple[tuple[str, tuple[Share, ...]], ...]
    alternative: str
    origin: str = ""

    @property
    def data(self) -> tuple[tuple[str, ...], ...]:
        """What it draws, as the rows of a table below one of heads: levels, how many of each colour."""
        heads = tuple(each.word for each in self.levels[0][1]) if self.levels else ()
        rows = ((name, *(str(each.count) for each in shares)) for name, shares in self.levels)
        return (("", *heads), *rows)


Chart: TypeAlias = Evolution | Counts | Waterfall
Block: TypeAlias = Paragraph | Listing | Table | Chart


@attrs.frozen
class Section:
    """
    A section.

    Attributes:
        number: `2.2.1`, or "" where it has none.
        begins_page: Whether it begins on a page of its own where there are pages.
        is_wide: Whether its pages lie on their side.
        is_folded: Whether a screen may show only its heading until somebody asks for more.
    """

    __repr__ = brief

    id: str
    number: str
    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    begins_page: bool = False
    is_wide: bool = False
    is_folded: bool = False

    @property
    def heading(self) -> str:
        """Its number and title."""
        return f"{self.number}. {self.title}" if self.number else self.title

    def walk(self, depth: int = 1) -> Iterator[tuple[int, Section]]:
        """Yield this section and those within it, in their order, with how deep each stands."""
        yield depth, self
        for each in self.sections:
            yield from each.walk(depth + 1)


@attrs.frozen
class Cover:
    """What stands on the first page: whose document it is, what it is called, and what it is about."""

    __repr__ = brief

    entity: str
    title: str
    subtitle: str
    lines: tuple[str, ...] = ()


@attrs.frozen
class Document:
    """
    A document.

    Attributes:
        language: `es` or `en`.
        subject: What it is a document of, so that it is not taken for another's: plan and period.
        names: The words that documents have: `table`, `figure`, `note`, `origin`, `contents`, `tables`,
            `figures`, `explanation`, `data`, `skip`, `find` and `found`, each in its language.
        known: Every figure that a sentence may show, also those that none shows today.
        diagnostics: What was found in the data of the plan (PEI3xx).
        measured: The evaluation that its figures are of, exact, for formats that compute; None of fichas.
    """

    __repr__ = brief

    language: str
    subject: str
    cover: Cover
    sections: tuple[Section, ...]
    names: tuple[tuple[str, str], ...]
    known: tuple[Figure, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    measured: Evaluation | None = attrs.field(default=None, repr=False)

    def name(self, key: str) -> str:
        """Return one of its words."""
        return dict(self.names)[key]

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Yield every section in its order, with how deep it stands: 1 for the outermost."""
        for each in self.sections:
            yield from each.walk()

    def blocks(self) -> Iterator[Block]:
        """Yield every block in its order."""
        for _, section in self.walk():
            yield from section.blocks

    def numbers(self) -> dict[str, str]:
        """Return by `id` what each table and chart is called: `Tabla 3`, `Figura 1`."""
        found: dict[str, str] = {}
        tables = figures = 0
        for block in self.blocks():
            if isinstance(block, Table) and block.is_numbered:
                tables += 1
                found[block.id] = f"{self.name('table')} {tables}"
            elif isinstance(block, Chart):
                figures += 1
                found[block.id] = f"{self.name('figure')} {figures}"
        return found

    def indices(self) -> Iterator[tuple[str, tuple[Table | Chart, ...]]]:
        """Yield its index of tables and that of figures: its word, and what it lists; none that is empty."""
        numbers = self.numbers()
        listed = [each for each in self.blocks() if isinstance(each, Table | Chart) and each.id in numbers]
        for word, kinds in (("tables", Table), ("figures", Chart)):
            if held := tuple(each for each in listed if isinstance(each, kinds)):
                yield word, held

    def figures(self) -> dict[str, str]:
        """Return every figure by its name; one name has one text in the whole document."""
        found = {each.name: each.text for each in self.known}
        for block in self.blocks():
            for sentence in _sentences(block):
                for run in sentence:
                    if isinstance(run, Figure):
                        found[run.name] = run.text
        return found


def _sentences(block: Block) -> tuple[Sentence, ...]:
    match block:
        case Paragraph():
            return (block.sentence,)
        case Listing():
            return block.items
        case Table() | Evolution() | Counts() | Waterfall():
            return ()
