"""Messages between page and session: what they hold, read so that nothing else gets through."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any, TypeAlias

Message: TypeAlias = Mapping[str, Any]

# The files that a page may ask for.
DOWNLOADS = ("docx", "xlsx", "html", "b7", "captura", "plan")
# How the names of files end that may be brought into a plan.
ARRIVALS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".json", ".jsonl")
# What a page may hand over as one file.
MOST_BYTES = 40 * 2**20


class BadMessageError(ValueError):
    """A message that no page of ours sends."""


def text_of(message: Message, key: str) -> str:
    """
    Return a text of a message.

    Raises:
        BadMessageError: It has none of that name.
    """
    value = message.get(key)
    if not isinstance(value, str):
        raise BadMessageError(key)
    return value


def optional_text_of(message: Message, key: str) -> str:
    """Return a text of a message, or "" where it says nothing."""
    return text_of(message, key) if message.get(key) is not None else ""


def number_of(message: Message, key: str) -> int:
    """
    Return a whole number of a message.

    Raises:
        BadMessageError: It has none of that name.
    """
    value = message.get(key)
    if not isinstance(value, int):
        raise BadMessageError(key)
    return value


def bytes_of(message: Message, key: str) -> bytes:
    """
    Return the file that a message carries.

    Raises:
        BadMessageError: It carries none, or too much.
    """
    try:
        data = base64.b64decode(text_of(message, key), validate=True)
    except binascii.Error as error:
        raise BadMessageError(key) from error
    if len(data) > MOST_BYTES:
        raise BadMessageError(key)
    return data
