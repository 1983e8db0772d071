"""What a source is: the one place that tells a text file, a workbook, a Parquet file and a database apart."""

from __future__ import annotations

import enum


class Kind(enum.StrEnum):
    """How the rows of a source are kept, which decides who reads them."""

    CSV = "csv"  # texts between separators, gzip-compressed or not
    WORKBOOK = "workbook"
    PARQUET = "parquet"
    DATABASE = "database"


_SUFFIXES = {
    ".csv": Kind.CSV,
    ".csv.gz": Kind.CSV,
    ".xlsx": Kind.WORKBOOK,
    ".xlsm": Kind.WORKBOOK,
    ".xls": Kind.WORKBOOK,
    ".ods": Kind.WORKBOOK,
    ".parquet": Kind.PARQUET,
}

# What stands for any letters in the name of a file, and for any single one.
WILDCARDS = "*?"


def known_kind(name: str) -> Kind | None:
    """Return the kind that the end of a file's name tells, whatever its case; None for any other end."""
    folded = name.casefold()
    return next((kind for suffix, kind in _SUFFIXES.items() if folded.endswith(suffix)), None)


def kind_of_name(path: str) -> Kind | None:
    """
    Return the kind of the file or files that `path` names; None where only the folder itself can tell.

    A single file with any other ending is read as CSV, as people name them `.txt`, `.tsv` or `.dat`.
    """
    known = known_kind(path)
    if known is not None:
        return known
    name = path.rpartition("/")[2]
    return None if "." not in name or any(sign in path for sign in WILDCARDS) else Kind.CSV
