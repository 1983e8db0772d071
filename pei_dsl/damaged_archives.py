"""What a ZIP raises that is damaged, locked, or packed in a way that nobody here unpacks."""

from __future__ import annotations

import zipfile
import zlib

# `ValueError`: places within the file that lie before its beginning.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
