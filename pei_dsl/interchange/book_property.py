"""The properties of exported workbooks: one with a digest of their cells, one that says what they are of."""

from __future__ import annotations

import zipfile

PROPERTY = "pei"
SUBJECT = "pei_asunto"
"""What a report is a report of."""
LONGEST = 255  # letters that Office takes in a property
PLACE = "docProps/custom.xml"
# What stands there until the digest of the finished cells does.
BLANK = "0" * 64


def has_property(archive: zipfile.ZipFile) -> bool:
    """Tell whether a workbook was exported."""
    return PLACE in archive.namelist() and f'name="{PROPERTY}"'.encode() in archive.read(PLACE)
