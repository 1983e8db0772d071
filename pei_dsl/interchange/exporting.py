"""From a loaded plan to the bytes of a workbook: its data read once, every period measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pei_dsl.data.reading import Limits, Reading
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.interchange.capture import CAPTURE_HOLDS, value_periods, write_capture
from pei_dsl.interchange.form_columns import in_words, left_out
from pei_dsl.interchange.long_table import LONG_TABLE_HOLDS, long_csv
from pei_dsl.interchange.report_b7 import B7_HOLDS, report_periods, write_report_b7
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure
from pei_dsl.workspace.host_requests import period_of
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.soundness import computable
from pei_dsl.workspace.verbs import evaluate_many, registered_of


def capture_workbook(
    loaded: Loaded,
    period: str | int | Period | None = None,
    *,
    methodology: str | None = None,
    reading: Limits | None = None,
    findings: list[Diagnostic] | None = None,
) -> bytes:
    """
    Return the capture template of a plan as a workbook.

    Args:
        loaded: The plan.
        period: The only period with a column of values; None for all of the plan.
        methodology: The one of the alcances; None for that of the plan.
        reading: How to read its data.
        findings: A list that is given what is found in the data; what they say wrong is absent or left out.

    Raises:
        PlanError: The plan has errors.
        RequestError: There is no such period or methodology.
    """
    registered = _registered(loaded, reading, findings)
    only = period_of(period) if period is not None else None
    periods = value_periods(loaded.plan, registered, only)
    evaluations, found = evaluate_many(loaded, periods, methodologies=[methodology], reading=reading)
    _tell(found, findings)
    return write_capture(loaded.plan, registered, dict(zip(periods, evaluations, strict=True)))


def report_b7_workbook(
    loaded: Loaded,
    period: str | int | Period,
    *,
    methodology: str | None = None,
    reading: Limits | None = None,
    findings: list[Diagnostic] | None = None,
) -> bytes:
    """
    Return form B-7, Reporte de seguimiento, of a period as a workbook.

    Args:
        loaded: The plan.
        period: The one reported.
        methodology: The one of the alcances; None for that of the plan.
        reading: How to read its data.
        findings: A list that is given what is found in the data; what they say wrong is absent or left out.

    Raises:
        PlanError: The plan has errors.
        RequestError: There is no such period or methodology.
    """
    periods = report_periods(period_of(period))
    evaluations, found = evaluate_many(loaded, periods, methodologies=[methodology], reading=reading)
    _tell(found, findings)
    return write_report_b7(evaluations)


def long_table(
    loaded: Loaded,
    reading: Limits | None = None,
    *,
    raw: bool = False,
    findings: list[Diagnostic] | None = None,
) -> str:
    """
    Return the goals, baselines and registered values of a plan as CSV, a row for each figure.

    Args:
        loaded: The plan.
        reading: How to read its data.
        raw: Whether texts stay to the letter that a spreadsheet would run as formulas.
        findings: A list that is given what is found in registers; a row that is wrong is left out.
    """
    return long_csv(loaded.plan, _registered(loaded, reading, findings), raw=raw)


def left_out_of(loaded: Loaded, form: str, language: str = "es") -> str:
    """Return what the plan has and `form` (`captura`, `b7`, `csv`) does not hold, in words, or ""."""
    return in_words(left_out(loaded.plan, HELD[form]), language)


# The fields that each form holds.
HELD: Mapping[str, frozenset[str]] = {
    "captura": CAPTURE_HOLDS,
    "b7": B7_HOLDS,
    "csv": LONG_TABLE_HOLDS,
}


def _registered(
    loaded: Loaded, reading: Limits | None, findings: list[Diagnostic] | None
) -> Mapping[str, Mapping[Period, Figure]]:
    computable(loaded)
    registered, found = registered_of(loaded, roots=Reading.of(reading).roots)
    _tell(found, findings)
    return registered


def _tell(found: Iterable[Diagnostic], findings: list[Diagnostic] | None) -> None:
    """Add what was found to the list of whoever asks, each once: registers are read with the sources, too."""
    if findings is not None:
        findings.extend(each for each in found if each not in findings)
