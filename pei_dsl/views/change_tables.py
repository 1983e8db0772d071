"""What changed in a plan, in its registered values and in its files of data, as tables."""

from __future__ import annotations

import attrs

from pei_dsl import vocabulary
from pei_dsl.comparison.compared import ChangeKind, Comparison, PlanChange
from pei_dsl.views.comparison_words import said
from pei_dsl.views.document import Cell, Column, Row, Table

_NOTHING = "–"
# So many signs of a hash tell it from others to the eye.
_SHORT = 12


def change_tables(comparison: Comparison, language: str) -> tuple[Table, ...]:
    """Return the tables of what changed, those that have rows."""
    tables = _Tables(comparison, language)
    return tuple(each for each in (tables.plan(), tables.values(), tables.rows()) if each.rows)


@attrs.frozen
class _Tables:
    comparison: Comparison
    language: str

    def _said(self, key: str) -> str:
        return said(key, self.language)

    def plan(self) -> Table:
        """Return what changed in the texts of the plan."""
        columns = (
            Column(self._said("where"), 4.0),
            Column(self._said("what"), 3.0),
            Column(self._said("before"), 5.0),
            Column(self._said("after"), 5.0),
        )
        rows = tuple(self._changed(each) for each in self.comparison.plan)
        return Table("cambios", self._said("title_plan"), columns, rows)

    def values(self) -> Table:
        """Return the registered values that changed."""
        columns = (
            Column(self._said("where"), 4.0),
            Column(self._said("what"), 3.0),
            Column(self._said("before"), 3.0),
            Column(self._said("after"), 3.0),
        )
        rows = tuple(self._changed(each) for each in self.comparison.values)
        return Table("valores", self._said("title_values"), columns, rows)

    def _changed(self, change: PlanChange) -> Row:
        what = self._field(change)
        if change.period is not None:
            what = f"{what} {change.period}"
        if not change.field:
            what = self._said(f"happened_{change.kind.name.lower()}")
        elif change.kind is not ChangeKind.CHANGED and change.declaration in {"source", "indicator"}:
            what = f"{what} ({self._said(f'happened_{change.kind.name.lower()}')})"
        return _row(self._where(change), what, change.before or _NOTHING, change.after or _NOTHING)

    def _where(self, change: PlanChange) -> str:
        if change.declaration == "plan":
            return self._said("the_plan")
        if change.declaration in {"objective", "action", "indicator"}:
            return change.code
        kind = vocabulary.DECLARATIONS.named(change.declaration)
        return f"{kind.spanish if self.language == 'es' else kind.english_form} {change.code}"

    def _field(self, change: PlanChange) -> str:
        known = next((each for each in vocabulary.FIELDS if each.name == change.field), None)
        if change.field == "title":
            return self._said("title_of_it")
        if known is None:
            return change.field
        return known.spanish if self.language == "es" else known.english_form

    def rows(self) -> Table:
        """Return the sources whose files changed."""
        columns = (
            Column(self._said("source"), 5.0),
            Column(self._said("before"), 3.0),
            Column(self._said("after"), 3.0),
        )
        rows = tuple(
            _row(each.name, each.before[:_SHORT] or _NOTHING, each.after[:_SHORT] or _NOTHING)
            for each in self.comparison.rows
        )
        return Table("datos", self._said("title_rows"), columns, rows, (self._said("note_rows"),))


def _row(*texts: str) -> Row:
    return Row(tuple(Cell(text) for text in texts))
