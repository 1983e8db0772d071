"""The program that computes a figure: its version, and those of what reads and adds up with it."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterable

from pei_dsl import __version__
from pei_dsl.data.readers.carriers import Carrier

ALWAYS = ("attrs", "lark")
"""What every plan is read with."""

OF_CARRIERS = {
    "workbook": ("openpyxl", "python-calamine"),
    "parquet": ("duckdb",),
    "database": ("psycopg",),
    "frame": ("duckdb", "pyarrow"),
    "spark": ("pyspark",),
}
"""What the rows of each carrier may be read with, beside Python itself."""


def versions(carriers: Iterable[Carrier], engine: str) -> dict[str, str]:
    """
    Return the versions of the program and of all that may have a part in its figures, by package.

    Of Python the part is told that says what it computes, `3.11`; the machine and its system have no part.

    Args:
        carriers: What the sources of the plan are kept in.
        engine: Who aggregates; `auto` takes DuckDB for many rows where it is installed.
    """
    packages = {name for each in carriers for name in OF_CARRIERS.get(each.name, ())}
    if engine in {"auto", "duckdb"} and any(each.name == "text" for each in carriers):
        packages.add("duckdb")
    found = {"pei_dsl": __version__, "python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    for name in sorted({*ALWAYS, *packages}):
        version = _version(name)
        if version is not None:
            found[name] = version
    return found


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
