"""
Whether somebody has written into a workbook since it was exported, and what it holds that the plan lacks.

An exported workbook carries a digest of its cells as a property that no sheet shows.  Programs that save it
keep the property; cells that were typed since no longer match it.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from pei_dsl import vocabulary
from pei_dsl.damaged_archives import DAMAGED
from pei_dsl.diagnostics import Severity
from pei_dsl.interchange.beside_columns import KINDS
from pei_dsl.interchange.beside_form import Told
from pei_dsl.interchange.book_property import BLANK, PLACE, PROPERTY
from pei_dsl.interchange.importing import Imported, import_workbook
from pei_dsl.interchange.row_keys import RowKey, key_of, key_of_act
from pei_dsl.interchange.workbook import Unreadable, Workbook, read_workbook
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Goal, Plan
from pei_dsl.syntax import tree

_DIGEST = re.compile(rf'name="{PROPERTY}".*?>([0-9a-f]{{64}})<', re.DOTALL)


def stamped(data: bytes) -> bytes:
    """Return the workbook `data`, made with the property `PROPERTY` set to `BLANK`, with its digest there."""
    digest = _digest(data)
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for each in before.infolist():
            content = before.read(each)
            if each.filename == PLACE:
                content = content.replace(BLANK.encode(), digest.encode())
            after.writestr(each, content)
    return made.getvalue()


def is_untouched(data: bytes) -> bool:
    """Tell whether `data` are a workbook as it was exported: nobody has written into it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = _DIGEST.search(archive.read(PLACE).decode("utf-8", "replace"))
    except (*DAMAGED, KeyError, OSError):
        return False
    return found is not None and found[1] == _digest(data)


def _digest(data: bytes) -> str:
    workbook = read_workbook("", data)
    kept = hashlib.sha256()
    for cell in _cells(workbook) if not isinstance(workbook, Unreadable) else ():
        kept.update(cell.encode("utf-8", "surrogatepass"))
    return kept.hexdigest()


def _cells(workbook: Workbook) -> Iterator[str]:
    """Yield what a person may have written: cells that are no formulas, and notes."""
    for sheet in workbook.sheets:
        for (row, column), cell in sheet.cells.items():
            # Programs write the same number with some more or fewer digits.
            value = f"{cell.value:.12g}" if isinstance(cell.value, float | int) else str(cell.value)
            if not cell.formula:
                yield f"{sheet.name}\0{row}\0{column}\0{value}\0{cell.comment}\0"


# ---- What would be lost -----------------------------------------------------------------------------------


def only_there(
    name: str, data: bytes, plan: Plan, registered: Mapping[str, Mapping[Period, Figure]]
) -> list[tuple[str, str]]:
    """
    Return what a workbook or long table has that a plan does not hold: code and period of each figure.

    A cell of which no figure could be read is such a thing, too; it has its place instead of a code.

    Args:
        name: What the file is called.
        data: Its bytes.
        plan: The plan.
        registered: Values of its registers.
    """
    imported = import_workbook(name, data)
    if not isinstance(imported, Imported):
        return []
    found = []
    declared = {RowKey(kind, key): each for kind, key, each in plan.told}
    acts = {key_of_act(each): each for each in plan.amendments}
    for declaration in imported.file.declarations:
        key = key_of(declaration)
        code = key.shown
        if declaration.kind in KINDS:
            found += _not_said(declaration, code, acts.get(key) or declared.get(key))
            continue
        indicator = plan.indicators.get(code)
        known: dict[str, Mapping[Period, Goal]] = {}
        if indicator is not None:
            known = {"goals": indicator.goals, "values": {**registered.get(code, {}), **indicator.values}}
            if indicator.baseline is not None:
                known["baseline"] = {indicator.baseline.period: indicator.baseline.figure}
        for field, figure in _figures(declaration):
            period = Period.parse(figure.period.written)
            held = known.get(field, {}).get(period) if period is not None else None
            if any(each.value is not None for each in tree.amounts_of(figure.amount)) and (
                held is None or isinstance(held.value, Absence)
            ):
                found.append((code, figure.period.written))
    unread = (each for each in imported.diagnostics if each.severity is Severity.ERROR)
    return found + [(str(each.params.get("cell", each.cell or each.file)), "") for each in unread]


def _not_said(declaration: tree.Declaration, code: str, held: Told | None) -> list[tuple[str, str]]:
    """Return what a row says that the plan does not: that it is there at all, or a figure of a period."""
    if held is None:
        return [(code, "")]
    found = []
    for field, figure in _figures(declaration):
        known: Mapping[Period, object] = getattr(
            held, vocabulary.field_named(field).attribute(declaration.kind)
        )
        period = Period.parse(figure.period.written)
        if period is None or not _is_that(figure.amount, known.get(period)):
            found.append((code, figure.period.written))
    return found


def _is_that(amount: tree.Amount | tree.AmountRange, held: object) -> bool:
    """Tell whether a plan says what a cell says: the same figure, or the same situation."""
    if isinstance(amount, tree.AmountRange):  # of goals alone
        return False
    if isinstance(held, Figure):
        return held.value == amount.value
    word = vocabulary.SITUATIONS.find(amount.words)
    return held is not None and word is not None and word.spanish == str(held)


def _figures(declaration: tree.Declaration) -> Iterator[tuple[str, tree.Figure]]:
    for item in declaration.items:
        if isinstance(item, tree.Field) and isinstance(item.value, tree.Figures):
            for figure in item.value.items:
                yield item.name, figure
