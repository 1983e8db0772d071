"""LibreOffice, which saves files as people's programs do; tests that need it are skipped where it is missing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import attrs

PROGRAM = shutil.which("soffice") or ""
_PATIENCE = 1800  # seconds: it ends what hangs, and no machine at work


@attrs.frozen
class LibreOffice:
    """
    LibreOffice with a profile of its own.

    Attributes:
        folder: Where it works.
    """

    folder: Path

    def saved(self, data: bytes, *suffixes: str, begins: str = "docx") -> bytes:
        """Return a file as it is after it was saved in each of `suffixes`, one after another."""
        file = self.folder / f"archivo.{begins}"
        file.write_bytes(data)
        for number, suffix in enumerate(suffixes):
            out = self.folder / f"{number}"
            self._convert(file, suffix, out)
            file = out / f"archivo.{suffix}"
        return file.read_bytes()

    def _convert(self, file: Path, suffix: str, out: Path) -> None:
        profile = (self.folder / "profile").as_uri()
        subprocess.run(
            [
                PROGRAM,
                f"-env:UserInstallation={profile}",
                "--headless",
                "--convert-to",
                suffix,
                "--outdir",
                out,
                file,
            ],
            check=True,
            capture_output=True,
            timeout=_PATIENCE,
        )
