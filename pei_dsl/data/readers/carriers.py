"""What the rows of a source are kept in: each carrier of data declared once, with who reads it."""

from __future__ import annotations

import attrs


@attrs.frozen
class Carrier:
    """
    A way in which rows are kept, which decides who reads them.

    Attributes:
        name: What the program calls it.
        module: The module of `pei_dsl.data.readers` whose `READER` reads it; imported when it is needed.
        suffixes: How names of its files end; nothing for what is in no file.
        fields: Fields of `fuente` that say how it is written, and say nothing of other carriers.
        libraries: The packages whose objects, handed over by a host, are such rows.
        holds: The carrier of the files that are packed in it, whose fields it has; "" for itself.
    """

    name: str
    module: str
    suffixes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    holds: str = ""


WORKBOOK = Carrier(
    "workbook", "workbooks", (".xlsx", ".xlsm", ".xls", ".ods"), fields=("sheet", "range", "header")
)
TEXT = Carrier("text", "text_files", (".csv", ".csv.gz"), fields=("separator", "encoding", "header"))
ZIP = Carrier("zip", "zip_files", (".zip",), fields=TEXT.fields, holds="text")
JSON = Carrier(
    "json",
    "json_files",
    (".json", ".json.gz", ".ndjson", ".ndjson.gz", ".jsonl", ".jsonl.gz"),
    fields=("encoding",),
)
PARQUET = Carrier("parquet", "parquet", (".parquet",))
DATABASE = Carrier("database", "databases")
FRAME = Carrier("frame", "frames", libraries=("pandas", "polars", "pyarrow", "duckdb", "_duckdb"))
SPARK = Carrier("spark", "spark", libraries=("pyspark",))
ROWS = Carrier("rows", "host_rows")  # of plain Python: whatever else a host hands over

CARRIERS = (WORKBOOK, TEXT, ZIP, JSON, PARQUET, DATABASE, FRAME, SPARK, ROWS)

# What stands for any letters in the name of a file, and for any single one.
WILDCARDS = "*?"


def carrier_of_file(name: str) -> Carrier | None:
    """Return the carrier that the end of a file's name tells, whatever its case; None for any other end."""
    folded = name.casefold()
    return next((each for each in CARRIERS if folded.endswith(each.suffixes)), None)


def carrier_of_path(path: str) -> Carrier | None:
    """
    Return the carrier of the file or files that `path` names; None where only the folder itself can tell.

    A single file with any other ending is read as one of texts, as people name them `.txt` or `.dat`.
    """
    known = carrier_of_file(path)
    if known is not None:
        return known
    name = path.rpartition("/")[2]
    return None if "." not in name or any(sign in path for sign in WILDCARDS) else TEXT


def owner_of(field: str) -> str:
    """Return the name of the carrier that alone has `field`; `of_rows` where several have it."""
    owners = list(dict.fromkeys(each.holds or each.name for each in CARRIERS if field in each.fields))
    return owners[0] if len(owners) == 1 else "of_rows"


def carrier_of_object(given: object) -> Carrier:
    """Return the carrier of what a host hands over: a frame of a library, or rows of plain Python."""
    library = type(given).__module__.partition(".")[0]
    return next((each for each in CARRIERS if library in each.libraries), ROWS)
