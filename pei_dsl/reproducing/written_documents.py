"""Documents that carry what they rest on: read as results, whose parts are what was computed."""

from __future__ import annotations

from pei_dsl.damaged_archives import DAMAGED
from pei_dsl.reproducing.carried_prints import PARTS, prints_within
from pei_dsl.reproducing.document_contents import contents, is_as_written, kind_of
from pei_dsl.reproducing.fingerprints import UnknownFingerprintsError, fingerprints_of_json
from pei_dsl.reproducing.parquet_results import DamagedParquetError
from pei_dsl.reproducing.written_results import (
    Result,
    UnverifiableError,
    WhyNot,
    newer,
    result_of_bytes,
)

_UNREADABLE = (*DAMAGED, DamagedParquetError)


def result_within(data: bytes, name: str) -> Result:
    """
    Return the result in the bytes of the file `name`: a JSON, or a document that carries what it rests on.

    Raises:
        MissingExtraError: A package is not installed that reads it.
        UnverifiableError: It holds no result that says what it rests on.
    """
    kind = kind_of(data)
    if kind is None:
        return result_of_bytes(data, name)
    try:
        written = prints_within(kind, data)
    except _UNREADABLE as error:
        raise UnverifiableError(WhyNot.BROKEN_DOCUMENT, file=name) from error
    if written is None:
        raise UnverifiableError(WhyNot.UNSEALED, file=name)
    try:
        prints = fingerprints_of_json(written)
    except UnknownFingerprintsError as error:
        raise newer(written, name) from error
    parts = contents(kind, data, name)
    return Result(parts, prints, is_as_written(kind, data, parts, written.get(PARTS)), kind)
