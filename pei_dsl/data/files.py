"""Files of a workspace: found inside it only, read as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import attrs

from pei_dsl.data.contract import Findings
from pei_dsl.model.plan import DataSource, Register
from pei_dsl.vocabulary import fold

# A file of this many bytes is for the data engine, not for the reader in plain Python.
MAX_BYTES = 512 * 1024 * 1024
SEPARATORS = {
    "coma": ",",
    "comma": ",",
    "punto y coma": ";",
    "semicolon": ";",
    "tabulador": "\t",
    "tab": "\t",
}
ENCODINGS = {"windows-1252": "cp1252", "ansi": "cp1252", "latin-1": "latin-1", "utf-8": "utf-8-sig"}


@attrs.frozen
class CsvFile:
    """An open CSV file: its header and its rows, each with its line."""

    header: list[str]
    rows: Iterator[tuple[int, dict[str, str]]]


def open_csv(owner: DataSource | Register, root: Path, findings: Findings) -> CsvFile | None:
    """
    Return the CSV file of `owner`, or None after reporting why it cannot be read.

    Args:
        owner: Whose file; its path counts from the folder of the `.pei` file that declares it.
        root: The workspace; no path leads out of it.
        findings: Where to report (PEI301, PEI307, PEI308, PEI309).
    """
    text = _text(owner, root, findings)
    if text is None:
        return None
    separator = SEPARATORS.get(fold(owner.separator), owner.separator)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
    except csv.Error:
        findings.add("PEI308", 1, "quotes")
        return None
    return CsvFile(header, _rows(reader, header, findings))


def _rows(
    reader: Iterator[list[str]], header: list[str], findings: Findings
) -> Iterator[tuple[int, dict[str, str]]]:
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            findings.add("PEI308", line + 1, "quotes")
            return
        first, line = line + 1, reader.line_num  # type: ignore[attr-defined]  # csv readers count lines
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            findings.add("PEI308", first, cells=len(cells), columns=len(header))
            continue
        yield first, dict(zip(header, cells, strict=True))


def _text(owner: DataSource | Register, root: Path, findings: Findings) -> str | None:
    try:
        path = (root / owner.folder / owner.file).resolve()
        if not path.is_relative_to(root.resolve()):
            findings.add("PEI307", file=owner.file)
            return None
        if path.stat().st_size > MAX_BYTES:
            findings.add("PEI309", 0, "large", limit=MAX_BYTES // 2**20)
            return None
        data = path.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:  # no path at all, or links in a circle
        variant = "" if isinstance(error, FileNotFoundError) else "unreadable"
        findings.add("PEI301", 0, variant, file=owner.file)
        return None
    encoding = ENCODINGS.get(fold(owner.encoding), owner.encoding)
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        findings.add("PEI309", line, line=line, encoding=owner.encoding)
    except (LookupError, ValueError):  # no codec, or none of texts
        findings.add("PEI309", 0, "unknown", encoding=owner.encoding)
    return None
