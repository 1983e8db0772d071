"""Word files and workbooks before a judge: every part against the schemas of the standard."""

from __future__ import annotations

import tempfile
from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator


def judged(data: bytes, suffix: str = ".docx") -> list[str]:
    """Return what the judge finds wrong in a file, as texts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"made{suffix}"
        path.write_bytes(data)
        found = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=100).validate(str(path))
    return [str(each) for each in found.errors]
