"""What is exported and imported as files: workbooks, long tables, the text of a plan, registers."""

from __future__ import annotations

from typing import BinaryIO

import attrs

from pei_dsl.data.reading import Reading
from pei_dsl.immutable import brief
from pei_dsl.interchange.exporting import capture_workbook, long_table, report_b7_workbook
from pei_dsl.interchange.importing import Imported
from pei_dsl.interchange.touched_books import stamped
from pei_dsl.model.periods import Period
from pei_dsl.renderers.style import Style
from pei_dsl.workspace.loaded import Loaded


@attrs.frozen
class Export:
    """
    What is asked to go out.

    Attributes:
        loaded: The plan.
        reading: How to read its data.
        form: The form of a workbook, `captura` or `b7`.
        period: That of form B-7, or the only one to capture; None for all.
        methodology: The one of the alcances; None for that of the plan.
    """

    __repr__ = brief

    loaded: Loaded
    reading: Reading
    form: str
    period: Period | None = None
    methodology: str | None = None


def figures(export: Export, style: Style) -> str:
    """Return the figures of a plan as a long table."""
    return long_table(export.loaded, export.reading, raw=style.raw)


def workbook(export: Export, _: Style, stream: BinaryIO) -> None:
    """Write a plan, or the results of a period, as a workbook."""
    reading, methodology = export.reading, export.methodology
    if export.form == "b7":
        assert export.period is not None, "form B-7 is that of a period"
        made = report_b7_workbook(export.loaded, export.period, methodology=methodology, reading=reading)
    else:
        made = capture_workbook(export.loaded, export.period, methodology=methodology, reading=reading)
    stream.write(stamped(made))


def plan_text(imported: Imported, _: Style) -> str:
    """Return the plan that was read, as text."""
    return imported.text.removesuffix("\n")


def register(imported: Imported, _: Style) -> str:
    """Return the registered values that were read, as the CSV file of a `registro`."""
    return imported.register
