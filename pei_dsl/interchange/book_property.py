"""The property of exported workbooks, which tells them from others and holds a digest of their cells."""

from __future__ import annotations

import zipfile

PROPERTY = "pei"
PLACE = "docProps/custom.xml"
# What stands there until the digest of the finished cells does.
BLANK = "0" * 64


def has_property(archive: zipfile.ZipFile) -> bool:
    """Tell whether a workbook was exported."""
    return PLACE in archive.namelist() and f'name="{PROPERTY}"'.encode() in archive.read(PLACE)
