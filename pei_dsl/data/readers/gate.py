"""The gate of all sources: each is opened by the reader of its carrier, and answers only if it is sound."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from pei_dsl import vocabulary
from pei_dsl.data.answers import Answers, Request, answers_of
from pei_dsl.data.contract.held_rows import unusable
from pei_dsl.data.dated_rows import dated, is_dated_by_formula, with_dates
from pei_dsl.data.derived_answers import derived_answers
from pei_dsl.data.filled_rows import looks_up
from pei_dsl.data.permissions import OWN, Permissions
from pei_dsl.data.readers.carriers import CARRIERS, DATABASE, Carrier, carrier_of_object, owner_of
from pei_dsl.data.readers.held_databases import HeldDatabases
from pei_dsl.data.readers.held_tables import HeldTables
from pei_dsl.data.readers.host_rows import HostRows
from pei_dsl.data.readers.locating import Located, locate, shown_path, shown_table
from pei_dsl.data.readers.means import Means
from pei_dsl.data.readers.reader import Sought, reader_of
from pei_dsl.data.readers.row_files import RowFiles
from pei_dsl.data.reading import Engine, Reading, ReadingStep
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.data.written_out import answered, with_computed, written_out
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.host_log import LOG
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.plan import DataSource, Plan

NOT_READ = HeldDatabases()


@attrs.frozen
class OpenSources:
    """
    What answers for each source, and what was found in the data.

    Attributes:
        tables: Rows, or an engine's answers, by name.
    """

    tables: Mapping[str, Table | Answers]
    diagnostics: tuple[Diagnostic, ...]


@contextlib.contextmanager
def open_sources(
    plan: Plan,
    root: Path | None,
    given: Mapping[str, HostRows],
    requests: Mapping[str, Sequence[Request]],
    reading: Reading,
    permissions: Permissions = OWN,
    held: HeldTables | None = None,
    databases: HeldDatabases = NOT_READ,
) -> Iterator[OpenSources]:
    """
    Give what answers for the sources of `plan`, with all that `requests` ask already at home.

    Args:
        plan: The plan.
        root: The workspace; None for texts of a host, which have no files.
        given: Rows and frames of the host by source; they stand instead of its files.
        requests: The aggregates that will be asked, by source.
        reading: How to read.
        permissions: What the plan may read.
        held: Rows that were read before, used where their files are as they were.
        databases: What databases answered before, which are then not asked.

    Raises:
        MissingExtraError: A package is not installed that the data need.
    """
    held = held or HeldTables()
    with contextlib.ExitStack() as stack:
        means = Means(reading, stack)
        tables: dict[str, Table | Answers] = {}
        found: list[tuple[str, Diagnostic]] = []
        for name, source in plan.sources.items():
            if source.rows_of is not None:
                continue  # it has no rows of its own
            LOG.debug("reading source %s", name)
            means.begin(ReadingStep(name, "" if name in given else source.file or source.table))
            ticket = held.ticket(source, root, reading, permissions) if name not in given else None
            known = held.find(ticket) if ticket is not None else _told(source, reading)
            if known is None and name not in given:
                known = databases.find(source)
            if known is None:
                asked = requests.get(name, ())
                known = _open(source, root, given.get(name), asked, means, permissions)
                held.keep(ticket, *known)
            tables[name], problems = known
            found.extend((name, each) for each in problems)
        for name in plan.derived_sources:
            known = _told(plan.sources[name], reading) or databases.find_derived(plan, name)
            known = known or _derive(plan, name, tables, requests.get(name, ()), reading)
            tables[name], problems = known
            found.extend((name, each) for each in problems)
        if reading.notice is not None:
            reading.notice(None)
        if reading.record is not None:
            for name, finding in found:
                reading.record.found[name] = (*reading.record.found.get(name, ()), finding)
            unfiled = _without_files(plan, given)
            tables |= {name: _recorded(tables[name], plan.sources[name], reading) for name in unfiled}
        yield OpenSources(tables, tuple(each for _, each in found))


def _without_files(plan: Plan, given: Mapping[str, HostRows]) -> frozenset[str]:
    """Return the sources with rows of which no file, or not only files, say what they are."""
    own = (each for each in plan.sources.values() if each.rows_of is None)
    return plan.resting_on(each.name for each in own if not each.file or each.name in given)


def _told(source: DataSource, reading: Reading) -> tuple[Table | Answers, list[Diagnostic]] | None:
    """Return what `source` answered elsewhere, where that stands for its rows; else None."""
    if reading.told is None or source.name not in reading.told:
        return None
    from pei_dsl.data.replayed_answers import ReplayedAnswers

    return ReplayedAnswers(source, reading.told[source.name]), []


def _recorded(answers: Table | Answers, source: DataSource, reading: Reading) -> Answers:
    """
    Return `answers`, written down where they are given.

    That is what formulas ask.  What one source asks of another to answer them is not: there are figures of
    single rows and keys among it.
    """
    assert reading.record is not None
    breakdown = reading.breakdown if set(reading.breakdown) <= set(source.breakdowns) else ()
    return reading.record.of(source, answers_of(source, answers, breakdown))


def _open(
    source: DataSource,
    root: Path | None,
    given: object,
    requests: Sequence[Request],
    means: Means,
    permissions: Permissions,
) -> tuple[Table | Answers, list[Diagnostic]]:
    """Return what answers for `source`, and the findings about its data."""
    from pei_dsl.data.engine.connection import EngineError

    findings = Findings(_origin(source, given), limit=means.reading.findings)
    if given is None and not _permitted(source, permissions, findings):
        return _broken(source, findings), findings.all()
    roots = permissions.with_roots(means.reading.roots).roots
    found = _seek(source.stored, root, given, roots, findings)
    if found is None:
        return (_broken(source, findings) if findings.count else _nothing(source)), findings.all()
    carrier, sought = found
    try:
        alone = source.alone
        plain = [each for each in requests if not looks_up(each[0], source)]
        if is_dated_by_formula(alone):
            answers = _dated(alone, carrier, sought, plain, means)
            return (answers, []) if answers is not None else (_broken(source, findings), findings.all())
        asked = [(written_out(node, alone), period) for node, period in plain]
        answers = reader_of(carrier).open(attrs.evolve(sought, requests=asked), means)
        if answers is not None and not findings.count:
            answers = answered(alone, answers, means.reading.breakdown)
    except EngineError as problem:
        findings.file = findings.origin
        findings.add(problem.code, 0, problem.variant, **{"file": findings.origin, **problem.params})
        answers = None
    if findings.count or answers is None:
        return _broken(source, findings), findings.all()
    return answers, []


def _dated(
    source: DataSource, carrier: Carrier, sought: Sought, requests: Sequence[Request], means: Means
) -> Table | Answers | None:
    """Return what answers for a source that a computed column dates: its rows are dated here, one by one."""
    by_rows = attrs.evolve(means, reading=attrs.evolve(means.reading, engine=Engine.REFERENCE))
    found = reader_of(carrier).open(sought, by_rows)
    if found is None:
        return None
    table = dated(source, found if isinstance(found, Table) else found.all_rows(), sought.findings)
    if sought.findings.count:
        return None
    known = with_dates(source)
    asked = [(written_out(node, known), period) for node, period in requests]
    answers = means.answers_of_table(known.stored, table, asked)
    return answered(known, answers, means.reading.breakdown)


def _derive(
    plan: Plan,
    name: str,
    tables: Mapping[str, Table | Answers],
    requests: Sequence[Request],
    reading: Reading,
) -> tuple[Table | Answers, list[Diagnostic]]:
    """Return what answers for a source whose rows rest on others, all that is asked of it at home."""
    from pei_dsl.data.engine.connection import EngineError

    source = plan.sources[name]
    derived = derived_answers(plan, name, tables, reading.breakdown)
    findings = Findings(f"«{name}»", limit=reading.findings)
    try:
        derived.announce(requests)
    except EngineError as problem:
        findings.file = findings.origin
        findings.add(problem.code, 0, problem.variant, **{"file": findings.origin, **problem.params})
        return _broken(source, findings), findings.all()
    return derived, []


def _permitted(source: DataSource, permissions: Permissions, findings: Findings) -> bool:
    """Tell whether the plan may read what `source` names; report when not (PEI307, PEI336)."""
    if source.connection and not permissions.allows_variable(source.connection):
        findings.add("PEI336", 0, "forbidden", variable=source.connection)
    elif source.file and not permissions.folder and not permissions.roots:
        findings.add("PEI307", 0, "forbidden", file=source.file)
    return not findings.count


def read_table(
    source: DataSource,
    root: Path | None,
    roots: Sequence[Path] = (),
    *,
    first: int | None = None,
    go_on: Callable[[], None] = lambda: None,
) -> tuple[Table, list[Diagnostic]]:
    """
    Return the rows of `source` and the findings (PEI3xx) about its files.

    Sources whose rows Python does not read one by one have none here.

    Args:
        source: The source; its path counts from the folder that declares it.
        root: The workspace.  Without one the host hands rows over, and a source it leaves out has none.
        roots: Folders outside the workspace that may be read too.
        first: How many rows of each file are read; None for all.
        go_on: Asked again and again while rows are read; what it raises ends the reading.

    Raises:
        MissingExtraError: A package is not installed that its files need.
    """
    findings = Findings(_origin(source, None))
    found = _seek(source.stored, root, None, roots, findings)
    if found is None:
        return (_broken(source, findings) if findings.count else _nothing(source)), findings.all()
    carrier, sought = found
    reader = reader_of(carrier)
    if not isinstance(reader, RowFiles):
        return _nothing(source), []
    table, alone = reader.table(sought, first, go_on), source.alone
    if not is_dated_by_formula(alone):
        return with_computed(table, alone), findings.all()
    table = dated(alone, table, findings)
    return (_broken(source, findings) if findings.count else table), findings.all()


def look(source: DataSource, root: Path, roots: Sequence[Path] = ()) -> list[Diagnostic]:
    """
    Return the findings that need no rows: the files of `source` can be read and have the declared columns.

    Where the engine that reads them is not installed, a note says that they were not looked at.
    """
    findings = Findings(_origin(source, None))
    found = _seek(source.stored, root, None, roots, findings) if source.file else None
    if found is not None:
        carrier, sought = found
        reader_of(carrier).look(sought)
    return findings.all()


def _seek(
    source: DataSource, root: Path | None, given: object, roots: Sequence[Path], findings: Findings
) -> tuple[Carrier, Sought] | None:
    """Return the carrier of a source and what is to be opened; None where there is nothing to open."""
    if given is not None:
        return carrier_of_object(given), Sought(source.as_given, findings, given=given)
    if source.connection:
        return DATABASE, Sought(source.as_given, findings)
    if root is None or not source.file:
        return None
    located = locate(source, root, findings, roots)
    if located is None:
        return None
    if _has_foreign_fields(source, located, findings):
        return None
    return located.carrier, Sought(source, findings, located)


def _has_foreign_fields(source: DataSource, located: Located, findings: Findings) -> bool:
    """Report a field that says how another carrier is written: the plan cannot tell what a folder holds."""
    defaults = {field.name: field.default for field in attrs.fields(DataSource)}
    for carrier in CARRIERS:
        for field in carrier.fields:
            if field not in located.carrier.fields and getattr(source, field) != defaults[field]:
                word, name = vocabulary.FIELDS.named(field).spanish, Path(located.files[0].shown).name
                findings.add("PEI313", 0, owner_of(field), field=word, file=name)
                return True
    if source.of_headings is not None and not isinstance(reader_of(located.carrier), RowFiles):
        findings.add("PEI313", 0, "of_rows", field="del encabezado", file=Path(located.files[0].shown).name)
        return True
    return False


def _origin(source: DataSource, given: object) -> str:
    """Return what findings call the rows of a source as a whole."""
    if given is None and source.connection:
        return shown_table(source)
    file = "" if given is not None else shown_path(source.folder, source.file)
    return file or f"«{source.name}»"


def _broken(source: DataSource, findings: Findings) -> Table:
    origin = source.table if source.connection else findings.origin
    return Table(source.name, origin, unusable=unusable(source, origin))


def _nothing(source: DataSource) -> Table:
    absence = Absence(Reason.NO_DATA, "no_file", {"source": source.name})
    return Table(source.name, source.file, unusable=absence)
