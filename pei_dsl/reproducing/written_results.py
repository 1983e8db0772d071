"""Results that were written: read again, with what they rest on, or refused with the reason."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from pei_dsl.diagnostics import catalogue
from pei_dsl.diagnostics.errors import PeiError
from pei_dsl.plain_files import read_plain
from pei_dsl.renderers.formats import VERIFIED, suffixes_listed
from pei_dsl.reproducing.fingerprints import (
    Fingerprints,
    UnknownFingerprintsError,
    fingerprints_of_json,
)
from pei_dsl.reproducing.sealing import UnsealedError, own_seal, prints_in, seal_of

# The largest breakdown that a command writes is smaller; anything larger is something else.
MAX_BYTES = 4_000_000_000


class WhyNot(enum.StrEnum):
    """Why something cannot be computed again: the key of a sentence in the catalogues."""

    UNREADABLE = "unreadable"
    MISSING = "missing"
    LARGE = "large"
    NO_JSON = "no_json"
    NO_TEXT = "no_text"
    UNSEALED = "unsealed"
    NEWER = "newer"
    NO_PLAN = "no_plan"
    FROM_INPUT = "from_input"
    BROKEN_DOCUMENT = "broken_document"
    BROKEN_PACKAGE = "broken_package"
    NO_PACKAGE = "no_package"
    NEWER_PACKAGE = "newer_package"
    UNSAFE_PACKAGE = "unsafe_package"
    OTHER_FILES = "other_files"
    OTHER_CONTENT = "other_content"
    NO_FOLDER = "no_folder"
    ODD_NAME = "odd_name"


class UnverifiableError(PeiError):
    """
    Something that cannot be computed again: no result, or one whose plan nobody finds.

    Attributes:
        reason: Which reason.
        params: What its sentence mentions.
    """

    def __init__(self, reason: WhyNot, **params: str | int) -> None:
        super().__init__(reason, params)
        self.reason, self.params = reason, params

    def message(self, language: str = "es") -> str:
        """Return why, and what to do, in a sentence."""
        verified = suffixes_listed(VERIFIED, "y" if language == "es" else "and")
        return catalogue.phrase("unverifiable", self.reason, language, {**self.params, "verified": verified})

    def __str__(self) -> str:
        return self.message("en")


@attrs.frozen
class Result:
    """
    A result that was written.

    Attributes:
        data: The JSON.
        prints: What it rests on.
        sealed: Whether it is as it was written.
        format: What it is written in: JSON, or a document whose parts are the JSON.
    """

    data: Any
    prints: Fingerprints
    sealed: bool
    format: str = "json"


def bytes_of_result(path: Path) -> bytes:
    """
    Return what the file at `path` holds.

    Raises:
        UnverifiableError: It cannot be read, or is too large to be a result.
    """
    try:
        data = read_plain(path, MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise UnverifiableError(WhyNot.MISSING, file=str(path)) from error
    except OSError as error:
        raise UnverifiableError(WhyNot.UNREADABLE, file=str(path)) from error
    if len(data) > MAX_BYTES:
        raise UnverifiableError(WhyNot.LARGE, file=path.name)
    return data


def result_of_bytes(data: bytes, name: str) -> Result:
    """
    Return the result that `data` holds.

    Raises:
        UnverifiableError: It holds none that says what it rests on.
    """
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise UnverifiableError(WhyNot.NO_JSON, file=name, line=error.lineno) from error
    except (ValueError, RecursionError) as error:  # no UTF-8, a number without end, depth without end
        raise UnverifiableError(WhyNot.NO_TEXT, file=name) from error
    try:
        written = prints_in(found)
        sealed = own_seal(found) == seal_of(found)
        return Result(found, fingerprints_of_json(written), sealed)
    except UnsealedError as error:
        raise UnverifiableError(WhyNot.UNSEALED, file=name) from error
    except UnknownFingerprintsError as error:
        raise newer(written, name) from error


def newer(written: Mapping[str, Any], name: str) -> UnverifiableError:
    """Return what to say of fingerprints that this version does not know."""
    program = written.get("programa")
    version = program.get("pei_dsl") if isinstance(program, dict) else None
    return UnverifiableError(WhyNot.NEWER, file=name, version=str(version or "?")[:20])
