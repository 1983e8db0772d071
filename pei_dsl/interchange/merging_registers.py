"""Values of a workbook brought into a register that is there: its other rows stay, in their order."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import attrs

from pei_dsl.interchange.importing import REGISTER_COLUMNS
from pei_dsl.renderers import csv_lines
from pei_dsl.vocabulary import fold

Row = tuple[str, ...]


@attrs.frozen
class MergedRegister:
    """
    A register with what a workbook brings.

    Attributes:
        text: The file afterwards, with the line ends that it had.
        changed: How many of its values are others now.
        added: How many values it did not have.
    """

    text: str
    changed: int
    added: int


def merge_register(text: str, registered: Sequence[Row]) -> MergedRegister | None:
    """
    Return the register `text` with the rows of `registered`; None where it has other columns than ours.

    Args:
        text: The register.
        registered: Rows of `REGISTER_COLUMNS`.
    """
    text = text.removeprefix("\ufeff")
    rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline="")) if any(row)]
    if not rows or tuple(map(fold, rows[0])) != tuple(map(fold, REGISTER_COLUMNS)):
        return None
    brought = {(row[0], row[1]): row for row in registered}
    kept: list[Row] = []
    changed = 0
    for row in rows[1:]:
        new = brought.pop((row[0].strip(), row[1].strip()), None) if len(row) > 1 else None
        changed += new is not None and new != row
        kept.append(new or row)
    made = csv_lines.page([REGISTER_COLUMNS, *kept, *brought.values()])
    end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    return MergedRegister(f"{made}\n".replace("\n", end), changed, len(brought))
