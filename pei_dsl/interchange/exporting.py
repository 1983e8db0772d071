"""From a loaded plan to the bytes of a workbook: its data read once, every period measured."""

from __future__ import annotations

from collections.abc import Mapping

from pei_dsl.data.reading import Limits, Reading
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
) -> bytes:
    """
    Return the capture template of a plan as a workbook.

    Args:
        loaded: The plan.
        period: The only period with a column of values; None for all of the plan.
        methodology: The one of the alcances; None for that of the plan.
        reading: How to read its data.

    Raises:
        PlanError: The plan has errors.
        RequestError: There is no such period or methodology.
    """
    registered = _registered(loaded, reading)
    only = period_of(period) if period is not None else None
    periods = value_periods(loaded.plan, registered, only)
    evaluations, _ = evaluate_many(loaded, periods, methodologies=[methodology], reading=reading)
    return write_capture(loaded.plan, registered, dict(zip(periods, evaluations, strict=True)))


def report_b7_workbook(
    loaded: Loaded,
    period: str | int | Period,
    *,
    methodology: str | None = None,
    reading: Limits | None = None,
) -> bytes:
    """
    Return form B-7, Reporte de seguimiento, of a period as a workbook.

    Raises:
        PlanError: The plan has errors.
        RequestError: There is no such period or methodology.
    """
    periods = report_periods(period_of(period))
    evaluations, _ = evaluate_many(loaded, periods, methodologies=[methodology], reading=reading)
    return write_report_b7(evaluations)


def long_table(loaded: Loaded, reading: Limits | None = None, *, raw: bool = False) -> str:
    """
    Return the goals, baselines and registered values of a plan as CSV, a row for each figure.

    Args:
        loaded: The plan.
        reading: How to read its data.
        raw: Whether texts stay to the letter that a spreadsheet would run as formulas.
    """
    return long_csv(loaded.plan, _registered(loaded, reading), raw=raw)


def left_out_of(loaded: Loaded, form: str, language: str = "es") -> str:
    """Return what the plan has and `form` (`captura`, `b7`, `csv`) does not hold, in words, or ""."""
    return in_words(left_out(loaded.plan, HELD[form]), language)


# The fields that each form holds.
HELD: Mapping[str, frozenset[str]] = {
    "captura": CAPTURE_HOLDS,
    "b7": B7_HOLDS,
    "csv": LONG_TABLE_HOLDS,
}


def _registered(loaded: Loaded, reading: Limits | None) -> Mapping[str, Mapping[Period, Figure]]:
    computable(loaded)
    registered, _ = registered_of(loaded, roots=Reading.of(reading).roots)
    return registered
