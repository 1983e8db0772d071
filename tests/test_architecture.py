"""Each library has one user."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pei_dsl"


@pytest.mark.parametrize(
    ("library", "layer"),
    [
        ("lark", "syntax"),
        ("click", "cli"),
        ("pygments", "renderers"),
        ("openpyxl", "interchange"),
        ("xlsxwriter", "interchange"),
    ],
)
def test_a_library_has_one_user(library: str, layer: str) -> None:
    """Lark stays behind the parser, click behind the command line, and colours are a report."""
    users = {
        path.relative_to(PACKAGE).with_suffix("").parts[0]
        for path in PACKAGE.rglob("*.py")
        if library in imported_libraries(path)
    }

    assert users == {layer}


def imported_libraries(path: Path) -> set[str]:
    """Return the top names that `path` imports, also inside functions and under conditions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Import(names=aliases):
                names |= {alias.name.partition(".")[0] for alias in aliases}
            case ast.ImportFrom(module=str(module), level=0):
                names.add(module.partition(".")[0])
            case _:
                pass
    return names
