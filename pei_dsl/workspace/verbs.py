"""What a host program does with a plan: measure it, run its tests, be warned of it."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, overload

import attrs

from pei_dsl.data.answers import Request
from pei_dsl.data.evidence_files import FoundFile, found_files
from pei_dsl.data.readers.gate import open_sources
from pei_dsl.data.reading import Engine, Limits, Reading
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.evaluation import evaluate as evaluation
from pei_dsl.evaluation.evaluate import Data
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.requests import RequestsWhenRead, requests_of
from pei_dsl.immutable import brief
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure
from pei_dsl.workspace.host_figures import HostValues, host_figures
from pei_dsl.workspace.host_requests import day_of, mapping, need_known, period_of, periods_of, several
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.soundness import computable

if TYPE_CHECKING:  # each verb brings what it needs, so that none waits for the others
    from pei_dsl.analysis.lints.subject import Readings
    from pei_dsl.evaluation.checks import TestRun

# Rows of plain Python, or a frame of pandas, Polars, Arrow, DuckDB or Spark, by source.
HostData: TypeAlias = Mapping[str, Any]


@attrs.frozen
class Measured:
    """A plan measured for a period, and what was found in its data (PEI3xx)."""

    __repr__ = brief

    evaluation: Evaluation
    diagnostics: tuple[Diagnostic, ...]

    def _repr_html_(self) -> str:
        return self.evaluation._repr_html_()


@contextlib.contextmanager
def reading_data(
    loaded: Loaded,
    data: HostData | None = None,
    values: HostValues | None = None,
    requests: Mapping[str, Sequence[Request]] | None = None,
    reading: Limits | None = None,
) -> Iterator[tuple[Data, list[Diagnostic]]]:
    """
    Give the rows and registered figures of a plan, and the findings about them, while the block runs.

    Args:
        loaded: The plan.
        data: Rows or a frame of a source by its name; they stand instead of its files.
        values: Registered values by indicator and period, in the scale of exact values (0.56 is 56 %);
            they stand before those of registers.
        requests: The aggregates that will be asked, by source, so that one scan answers them all; others
            may be asked too, and cost a scan each.
        reading: How to read; None for what suits each source.

    Raises:
        MissingExtraError: A package is not installed that the data need.
        RequestError: The plan has no such source or indicator, or what was handed over is no row or figure.
    """
    given = mapping("data_are", data)
    options = Reading.of(reading)
    for name in given:
        need_known("source", name, loaded.plan.sources)
        rows_of = loaded.plan.sources[name].rows_of
        if rows_of is not None:
            raise RequestError("made_of", name=name, of=rows_of.source)
    asked = {} if requests is None else requests
    held = loaded.answered.tables if loaded.answered is not None else None
    with open_sources(
        loaded.plan, loaded.root, given, asked, options, loaded.permissions, held, loaded.databases
    ) as opened:
        registered, found = registered_of(loaded, values, options.roots)
        yield Data(opened.tables, registered), [*opened.diagnostics, *found]


def registered_of(
    loaded: Loaded, values: HostValues | None = None, roots: Sequence[Path] = ()
) -> tuple[dict[str, dict[Period, Figure]], list[Diagnostic]]:
    """Return the figures of registers by indicator and period, `values` before them, and findings."""
    found: list[Diagnostic] = []
    registered: dict[str, dict[Period, Figure]] = {}
    for register in loaded.plan.registers:
        if loaded.root is None or not loaded.permissions.folder:
            break  # a text of a host has no files beside it
        allowed = loaded.permissions.with_roots(roots).roots
        figures, problems = loaded.registers.read(register, loaded.root, loaded.plan.indicators, allowed)
        found.extend(problems)
        for code, by_period in figures.items():
            registered.setdefault(code, {}).update(by_period)
    for code, given in host_figures(loaded.plan.indicators, values or {}):
        registered.setdefault(code, {}).update(given)
    return registered, found


def evidence_of(loaded: Loaded, reading: Reading | None = None) -> dict[str, FoundFile]:
    """Return how the files of evidence were found, by name; none where the plan may not read its folder."""
    how = reading or Reading()
    permitted = loaded.permissions.with_roots(how.roots)
    root = loaded.root if permitted.folder else None
    return found_files(loaded.plan.evidence, root, permitted.roots, how.told_evidence)


def methodology_of(loaded: Loaded, name: str | None) -> Methodology:
    """
    Return the methodology called `name`, or that of the plan for None.

    Raises:
        RequestError: The plan knows no such methodology.
    """
    if name is None:
        return loaded.plan.methodology
    found = loaded.plan.methodologies.get(name)
    if found is None:
        names = ", ".join(loaded.plan.methodologies)
        raise RequestError("no_methodology", given=repr(name), names=names)
    return found


def evaluate(
    loaded: Loaded,
    period: str | int | Period,
    *,
    data: HostData | None = None,
    values: HostValues | None = None,
    methodology: str | None = None,
    on: datetime.date | None = None,
    reading: Limits | None = None,
    partial: bool = False,
) -> Measured:
    """
    Return the plan measured for `period`.

        >>> import pei_dsl
        >>> loaded = pei_dsl.load_text('''
        ... plan "PEI"
        ...   periodo: 2024 a 2024
        ... objetivo OEI.01 "Salud"
        ... indicador IND.01.OEI.01 "Porcentaje de controles"
        ...   fórmula: suma(salud.hechos) / suma(salud.previstos)
        ...   unidad: porcentaje
        ...   sentido: ascendente
        ...   logros: 2024: 80%
        ... fuente salud "Registro"
        ...   columna hechos: número
        ...   columna previstos: número
        ... ''')
        >>> rows = [{"hechos": 30, "previstos": 50}, {"hechos": 30, "previstos": 50}]
        >>> measured = pei_dsl.evaluate(loaded, 2024, data={"salud": rows})
        >>> measured.evaluation.indicators["IND.01.OEI.01"].value
        Fraction(3, 5)
        >>> measured.evaluation.groups["OEI.01"].color
        <Color.YELLOW: 'amarillo'>

    With `on`, the day of the evaluation, a period that has not ended by then is *no vencido*.  With
    `partial`, a plan with errors is measured as far as none touches it; all else is *inválido*.

    Raises:
        PlanError: The plan has errors, and `partial` is not asked for.
        RequestError: There is no such period or methodology.
    """
    plan = computable(loaded, partial=partial)
    when, profile, day = period_of(period), methodology_of(loaded, methodology), day_of(on)
    requests = RequestsWhenRead(plan, [when], [profile])
    with reading_data(loaded, data, values, requests, reading) as (rows, found):
        known = loaded.answered.results if loaded.answered is not None else None
        return Measured(evaluation.evaluate(plan, when, rows, profile, day, known), tuple(found))


@attrs.frozen
class Many:
    """
    A plan measured for several periods and methodologies.

    Attributes:
        evaluations: The first methodology comes first, with all its periods.
        diagnostics: What was found in its data (PEI3xx).
        warnings: What `check` warns of (PEI4xx), as far as it can be told from what was read.
    """

    __repr__ = brief

    evaluations: tuple[Evaluation, ...]
    diagnostics: tuple[Diagnostic, ...]
    warnings: tuple[Diagnostic, ...] = ()

    def __iter__(self) -> Iterator[Any]:
        """Give evaluations and findings, so that `evaluations, found = evaluate_many(…)` reads both."""
        return iter((self.evaluations, self.diagnostics))


def evaluate_many(
    loaded: Loaded,
    periods: Sequence[str | int | Period],
    *,
    data: HostData | None = None,
    values: HostValues | None = None,
    methodologies: Sequence[str | None] = (None,),
    on: datetime.date | None = None,
    reading: Limits | None = None,
    partial: bool = False,
    warn: bool = False,
) -> Many:
    """
    Return the plan measured for each of `periods` under each of `methodologies`, its data read once.

    The first methodology comes first, with all its periods.  With `warn` come what `check` warns of, as far
    as it can be told from what was read.

    Raises:
        PlanError: The plan has errors, and `partial` is not asked for.
        RequestError: There is no such period or methodology.
    """
    plan = computable(loaded, partial=partial)
    profiles = [methodology_of(loaded, name) for name in several("methodologies", methodologies)]
    when, day = periods_of(periods), day_of(on)
    requests = requests_of(plan, when, profiles)
    with reading_data(loaded, data, values, requests, reading) as (rows, found):
        measured = [
            evaluation.evaluate(plan, period, rows, profile, day) for profile in profiles for period in when
        ]
        warnings: tuple[Diagnostic, ...] = ()
        if warn:
            from pei_dsl.workspace.warnings_beside import warnings_beside

            warnings = warnings_beside(loaded, measured, rows)
    return Many(tuple(measured), tuple(found), warnings)


@attrs.frozen(repr=False)
class Tested(Sequence["TestRun"]):
    """
    The outcome of every `prueba` and `ejemplo` of a plan, in their order.

    Attributes:
        runs: The outcomes; a `Tested` is a sequence of them.
        diagnostics: What was found in the data of the plan (PEI3xx).
    """

    __repr__ = brief

    runs: tuple[TestRun, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every comparison of every test holds."""
        return all(each.holds for each in self.runs)

    def __len__(self) -> int:
        return len(self.runs)

    @overload
    def __getitem__(self, index: int) -> TestRun: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[TestRun, ...]: ...

    def __getitem__(self, index: int | slice) -> TestRun | tuple[TestRun, ...]:
        return self.runs[index]


def run_tests(
    loaded: Loaded,
    *,
    data: HostData | None = None,
    values: HostValues | None = None,
    reading: Limits | None = None,
    partial: bool = False,
) -> Tested:
    """
    Return the outcome of every `prueba` and `ejemplo` of the plan.

    With `partial`, the tests of a plan with errors run too: a figure that one touches is *inválido*.

    Raises:
        PlanError: The plan has errors, and `partial` is not asked for.
    """
    from pei_dsl.evaluation import checks

    plan = computable(loaded, partial=partial)
    requests = checks.requests_of_tests(plan)
    with reading_data(loaded, data, values, requests, reading) as (rows, found):
        return Tested(tuple(checks.run_tests(plan, rows)), tuple(found))


def lint(
    loaded: Loaded, *, data: HostData | None = None, values: HostValues | None = None
) -> tuple[Diagnostic, ...]:
    """
    Return the warnings (PEI4xx) about a plan and its data, or yours, but those that its comments allow.

        >>> import pei_dsl
        >>> loaded = pei_dsl.load_text('''
        ... plan "PEI"
        ...   periodo: 2024 a 2025
        ... objetivo OEI.01 "Seguridad"
        ... indicador IND.01.OEI.01 "Número de fugas"
        ...   unidad: número de fugas
        ...   sentido: ascendente
        ...   logros: 2024: 4; 2025: 2
        ... ''')
        >>> [each.code for each in pei_dsl.lint(loaded)]
        ['PEI410']
    """
    from pei_dsl.workspace import settings as pei_toml
    from pei_dsl.workspace.lint import with_warnings
    from pei_dsl.workspace.settings import Settings

    settings, about_settings = (Settings(), []) if loaded.root is None else pei_toml.read(loaded.root)
    found = with_warnings(
        loaded.diagnostics,
        loaded.plan,
        loaded.files,
        settings,
        lambda: _readings(loaded, data, values),
    )
    return (*about_settings, *(each for each in found if each.code.startswith("PEI4")))


def _readings(loaded: Loaded, data: HostData | None, values: HostValues | None) -> Readings:
    """Return what the data say to those who look at every row."""
    from pei_dsl.workspace.lint import of_rows

    with reading_data(loaded, data, values, reading=Reading(Engine.REFERENCE)) as (rows, _):
        return of_rows(loaded.plan, rows, evidence_of(loaded))
