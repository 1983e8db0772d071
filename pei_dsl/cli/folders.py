"""Where the command keeps what the next run may use again."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def default_folder() -> Path:
    """Return where caches go: `PEI_CACHE_DIR`, else the user's cache folder."""
    given = os.environ.get("PEI_CACHE_DIR")
    if given:
        return Path(given)
    # Nothing in it is needed: whoever deletes it loses a moment of the next run.
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "pei_dsl"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "pei_dsl"


def prepare() -> Path:
    """Make the cache folder, for this user only, and tell the library of it; having none is no loss."""
    folder = default_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return folder
    os.environ["PEI_CACHE_DIR"] = str(folder)
    return folder
