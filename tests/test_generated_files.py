"""Each file that follows from others is what follows from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated_files import FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_generated_files(path: Path, pytestconfig: pytest.Config) -> None:
    current = FILES[path]()
    if pytestconfig.getoption("accept"):
        path.write_text(current, encoding="utf-8", newline="\n")
        return

    assert path.read_text("utf-8") == current
