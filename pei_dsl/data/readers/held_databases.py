"""What databases answered when somebody had them read: it is told again until they are read anew."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from pei_dsl.data.answers import Answers
from pei_dsl.data.contract.held_rows import unusable
from pei_dsl.data.readers.locating import shown_table
from pei_dsl.data.recorded_answers import Record
from pei_dsl.data.replayed_answers import ReplayedAnswers
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Diagnostic, Label, Severity
from pei_dsl.immutable import brief
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.plan import DataSource, Plan


@attrs.frozen
class HeldDatabases:
    """
    The answers of each source of a database, and the findings about it, as they were when it was read.

    Attributes:
        on_request: Whether a database that was not read waits until somebody asks for it: that is no error.
    """

    __repr__ = brief

    on_request: bool = attrs.field(default=False, kw_only=True)
    _known: Mapping[str, tuple[DataSource, Table | Answers, tuple[Diagnostic, ...]]] = attrs.field(
        factory=dict, repr=False
    )

    @classmethod
    def of(cls, plan: Plan, record: Record) -> HeldDatabases:
        """Return what `record` has of the databases of `plan`, and of what rests on nothing else."""
        databases = [name for name, each in plan.sources.items() if each.connection]
        resting = [name for name in plan.resting_on(databases) if _rests_on_databases(plan, name)]
        known = {name: _held(plan.sources[name], record) for name in {*databases, *resting}}
        return cls(known, on_request=True)

    def find(self, source: DataSource) -> tuple[Table | Answers, list[Diagnostic]] | None:
        """
        Return what `source` answered, and the findings about it; None where nothing is known of it.

        One that was not read, or is declared otherwise now, is absent with a note where databases wait.
        """
        waits = self.on_request and bool(source.connection)
        return self._answered(source) or (_unread(source) if waits else None)

    def _answered(self, source: DataSource) -> tuple[Table | Answers, list[Diagnostic]] | None:
        known = self._known.get(source.name)
        return (known[1], list(known[2])) if known is not None and known[0] == source else None

    def find_derived(self, plan: Plan, name: str) -> tuple[Table | Answers, list[Diagnostic]] | None:
        """
        Return what a source answered that rests on others, and the findings that no other one has.

        None where one of them is declared otherwise now, or has files: these may have changed meanwhile.
        """
        if not _rests_on_databases(plan, name):
            return None
        source, found = plan.sources[name], self._answered(plan.sources[name])
        if found is None or any(self._answered(plan.sources[each]) is None for each in plan.rests_on(name)):
            return None
        answers, findings = found
        return answers, [] if source.connection else findings

    def lacks(self, plan: Plan) -> bool:
        """Tell whether `plan` has a database that was not read, or not as it is declared now."""
        return any(each.connection and self._answered(each) is None for each in plan.sources.values())


def _rests_on_databases(plan: Plan, name: str) -> bool:
    """Tell whether all rows that a source rests on are those of databases."""
    below = [plan.sources[each] for each in plan.rests_on(name)]
    return all(each.connection or each.rows_of is not None for each in below)


def _unread(source: DataSource) -> tuple[Table, list[Diagnostic]]:
    absence = Absence(Reason.NO_DATA, "unread_database", {"source": source.name})
    note = Diagnostic(
        "PEI336",
        Label(None),
        {"variable": source.connection},
        variant="unread",
        file=shown_table(source),
        severity=Severity.NOTE,
    )
    return Table(source.name, source.table, unusable=absence), [note]


def _held(source: DataSource, record: Record) -> tuple[DataSource, Table | Answers, tuple[Diagnostic, ...]]:
    found = record.found.get(source.name, ())
    if found:
        table = Table(source.name, source.table, unusable=unusable(source, source.table))
        return source, table, found
    return source, ReplayedAnswers(source, record.told.get(source.name, {}), reason="not_asked"), ()
