"""Two plans compared as a document: what moved, with a waterfall for each group, and what changed."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.comparison.compared import Comparison, FigureKind
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
    summary = tuple(Paragraph(f"resumen.{number}", (text,)) for number, text in enumerate(shown.summary, 1))
    warnings: tuple[Block, ...] = ()
    if shown.warnings:
        warnings = (
            Paragraph("avisos.titulo", (said("warnings", language),)),
            Listing("avisos", tuple((each,) for each in shown.warnings)),
        )
    yield Section("resumen", "", said("title_summary", language), (*summary, *warnings))
    yield Section(
        "cifras",
        "",
        said("title_figures", language),
        (*_charts(comparison, shown, language, draws=draws), *_parts(shown, language)),
    )
    unmeasured = (Listing("sin-diferencia", tuple((each,) for each in shown.unmeasured)),)
    yield Section("nd", "", said("title_unmeasured", language), unmeasured if shown.unmeasured else ())
    yield Section("cambios-del-plan", "", said("title_changes", language), shown.tables)
    notes = (Listing("notas", tuple((each,) for each in shown.notes)),)
    yield Section("notas-de-lectura", "", said("title_notes", language), notes if shown.notes else ())


def _charts(
    comparison: Comparison, shown: ComparisonPage, language: str, *, draws: bool
) -> Iterator[Waterfall]:
    """Yield a waterfall of the plan's mean and of each group; those of indicators would be too many."""
    groups = comparison.after.groups
    for move in shown.moves if draws else ():
        drawn = waterfall(move, language, in_order=bool(comparison.order))
        if drawn is not None and (not move.moved.code or move.moved.code in groups):
            yield drawn


def _parts(shown: ComparisonPage, language: str) -> Iterator[Table]:
    if shown.moves:
        yield _table(shown.moves, language)


def _table(moves: tuple[PrintedMove, ...], language: str) -> Table:
    columns = (
        Column(said("figure_or_change", language), 6.0),
        Column(said("before_after", language), 4.0, Align.RIGHT),
        Column(said("difference", language), 2.2, Align.RIGHT),
    )
    rows: list[Row] = []
    for move in moves:
        title = f"{move.name} {move.title}" if move.moved.kind is FigureKind.ACHIEVEMENT else move.name
        rows.append(_row(title, f"{move.before} → {move.after}", move.difference, is_group=True))
        rows.extend(_row(each.label, each.change, each.text) for each in move.shares)
    return Table("partes", said("title_parts", language), columns, tuple(rows))


def _row(*texts: str, is_group: bool = False) -> Row:
    return Row(tuple(Cell(text) for text in texts), is_group)
