"""Two plans compared as a document: what moved, with a waterfall for each group, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from pei_dsl.comparison.compared import Comparison, FigureKind
from pei_dsl.model.plan import Level
from pei_dsl.views.comparison_page import ComparisonPage, PrintedMove, comparison_page
from pei_dsl.views.comparison_words import said
from pei_dsl.views.document import (
    Align,
    Block,
    Cell,
    Column,
    Cover,
    Document,
    Listing,
    Paragraph,
    Row,
    Section,
    Table,
)
from pei_dsl.views.document_names import document_names
from pei_dsl.views.header import entity
from pei_dsl.views.waterfall import Waterfall
from pei_dsl.views.waterfall_of_move import waterfall


def comparison_document(comparison: Comparison, language: str = "es", *, draws: bool = True) -> Document:
    """
    Return `comparison` as a document.

    Args:
        comparison: The comparison.
        language: `es` or `en`.
        draws: Whether it has charts; without them tables say all.
    """
    shown = comparison_page(comparison, language)
    plan = comparison.after.plan
    title = said("title", language)
    return Document(
        language,
        f"{plan.acronym or plan.entity or plan.title} {title}",
        Cover(entity(plan), title, plan.title, shown.sides),
        tuple(each for each in _sections(comparison, shown, language, draws=draws) if each.blocks),
        document_names(language),
        diagnostics=comparison.diagnostics,
    )


def _sections(
    comparison: Comparison, shown: ComparisonPage, language: str, *, draws: bool
) -> Iterator[Section]:
    told = ComparisonBlocks(comparison, shown, language)
    yield Section("resumen", "", said("title_summary", language), tuple(told.summary()))
    figures = (*(told.waterfalls() if draws else ()), *told.parts())
    yield Section("cifras", "", said("title_figures", language), figures)
    yield Section("nd", "", said("title_unmeasured", language), tuple(told.unmeasured()))
    yield Section("cambios-del-plan", "", said("title_changes", language), tuple(told.tables()))
    yield Section("notas-de-lectura", "", said("title_notes", language), tuple(told.notes()))


@attrs.frozen
class ComparisonBlocks:
    """
    The blocks of a comparison, for a document of its own or a section of another one.

    Attributes:
        comparison: The comparison.
        shown: What its page says.
        language: `es` or `en`.
        prefix: What the names of its blocks begin with, so that they are nobody else's.
        only_groups: Whether it tells the plan and its groups alone: of indicators nothing, of counts by
            colour that they moved, and waterfalls of objectives.
    """

    comparison: Comparison
    shown: ComparisonPage
    language: str
    prefix: str = ""
    only_groups: bool = False

    def summary(self) -> Iterator[Block]:
        """Yield how the plan as a whole moved, and what was made easier after its period had begun."""
        for number, text in enumerate(self.shown.summary, 1):
            yield Paragraph(f"{self.prefix}resumen.{number}", (text,))
        if self.shown.warnings:
            yield Paragraph(f"{self.prefix}avisos.titulo", (said("warnings", self.language),))
            yield self._listing("avisos", self.shown.warnings)

    def waterfalls(self) -> Iterator[Waterfall]:
        """Yield a waterfall of the plan's mean and of each group; those of indicators would be too many."""
        groups = self.comparison.after.groups
        for move in self.shown.moves:
            drawn = waterfall(move, self.language, in_order=bool(self.comparison.order))
            group = groups.get(move.moved.code)
            is_shown = group is not None and (not self.only_groups or group.group.level is Level.OBJECTIVE)
            if drawn is not None and (not move.moved.code or is_shown):
                yield attrs.evolve(drawn, id=f"{self.prefix}{drawn.id}")

    def parts(self) -> Iterator[Table]:
        """Yield a table of the figures that moved, each with what every change explains of it."""
        moves = [
            attrs.evolve(each, shares=()) if self.only_groups and each.moved.color else each
            for each in self.shown.moves
            if self._is_told(each.moved.code)
        ]
        if moves:
            yield _table(f"{self.prefix}partes", moves, self.language)

    def unmeasured(self) -> Iterator[Listing]:
        """Yield the figures that only one of both has."""
        told = zip(self.comparison.unmeasured, self.shown.unmeasured, strict=True)
        texts = [text for found, text in told if self._is_told(found.code)]
        if texts:
            yield self._listing("sin-diferencia", texts)

    def tables(self) -> Iterator[Table]:
        """Yield the tables of what changed in the plan, in registered values, in files of data."""
        for each in self.shown.tables:
            yield attrs.evolve(each, id=f"{self.prefix}{each.id}")

    def notes(self) -> Iterator[Listing]:
        """Yield what is to be known to read it."""
        if self.shown.notes:
            yield self._listing("notas", self.shown.notes)

    def _is_told(self, code: str) -> bool:
        return not self.only_groups or code not in self.comparison.after.indicators

    def _listing(self, name: str, texts: Sequence[str]) -> Listing:
        return Listing(f"{self.prefix}{name}", tuple((each,) for each in texts))


def _table(name: str, moves: Sequence[PrintedMove], language: str) -> Table:
    columns = (
        Column(said("figure_or_change", language), 6.0),
        Column(said("before_after", language), 4.0, Align.RIGHT),
        Column(said("difference", language), 2.2, Align.RIGHT),
    )
    rows: list[Row] = []
    for move in moves:
        called = f"{move.name} {move.title}" if move.moved.kind is FigureKind.ACHIEVEMENT else move.name
        rows.append(_row(called, f"{move.before} → {move.after}", move.difference, is_group=True))
        rows.extend(_row(each.label, each.change, each.text) for each in move.shares)
    return Table(name, said("title_parts", language), columns, tuple(rows))


def _row(*texts: str, is_group: bool = False) -> Row:
    return Row(tuple(Cell(text) for text in texts), is_group)
