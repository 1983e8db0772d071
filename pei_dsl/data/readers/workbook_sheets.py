"""The sheets of a workbook: opened, and the one chosen that a source names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pei_dsl.data.extras import MissingExtraError
from pei_dsl.data.letters import normal
from pei_dsl.data.source_findings import Findings
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.plan import DataSource

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

# What installs the reader: `pip install "pei_dsl[excel]"`.
EXTRA = "excel"


def open_book(path: Path) -> CalamineWorkbook | str:
    """
    Return the workbook, or the wording that tells why it cannot be read.

    Raises:
        MissingExtraError: The package that reads workbooks is not installed.
    """
    try:
        import python_calamine
    except ImportError as error:
        raise MissingExtraError(EXTRA) from error
    try:
        return python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        return "password"
    except python_calamine.CalamineError:
        return ""
    except BaseException as error:  # noqa: BLE001  (a panic is no Exception; all others are raised again)
        return _of_panic(error)


def sheet_called(book: CalamineWorkbook, name: str) -> CalamineSheet | None:
    """Return the sheet of a workbook with this name; None for one that the reader stumbles over."""
    import python_calamine

    try:
        return book.get_sheet_by_name(name)
    except python_calamine.CalamineError:
        return None
    except BaseException as error:  # noqa: BLE001  (a panic is no Exception; all others are raised again)
        _of_panic(error)
        return None


def _of_panic(error: BaseException) -> str:
    """Return the wording for a workbook that the reader stumbles over; it does not always say so politely."""
    if type(error).__name__ == "PanicException":
        return ""
    raise error


def shown_sheets(path: Path) -> list[str]:
    """
    Return the names of the sheets of a workbook that are not hidden; none of one that cannot be read.

    Raises:
        MissingExtraError: The package that reads workbooks is not installed.
    """
    book = open_book(path)
    if isinstance(book, str):
        return []
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        each.name
        for each in book.sheets_metadata
        if each.typ is SheetTypeEnum.WorkSheet and each.visible is SheetVisibleEnum.Visible
    ]


def sheet_name(source: DataSource, book: CalamineWorkbook, findings: Findings) -> str | None:
    """Return the sheet that `source` names, or the only one that is shown."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [each for each in book.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]
    names = [each.name for each in sheets]
    same = [name for name in names if normal(name) == source.sheet]
    if len(same) == 1:
        return same[0]
    shown = [each.name for each in sheets if each.visible is SheetVisibleEnum.Visible]
    known = ", ".join(f"«{name}»" for name in names[:20]) or "—"
    if source.sheet:
        near = nearest(source.sheet, names)
        variant = "near" if near else "sheet"
        findings.add("PEI321", 0, variant, sheet=source.sheet, near=near[0] if near else "", known=known)
        return None
    if len(shown) != 1:
        findings.add("PEI321", 0, "several" if names else "sheets", known=known)
        return None
    return shown[0]
