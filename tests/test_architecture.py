"""Each library has one user, no modules go round in a circle, and files are small and called by one name."""

from __future__ import annotations

import ast
import functools
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pei_dsl"


@pytest.mark.parametrize(
    ("library", "layers"),
    [
        ("lark", {"syntax"}),
        ("click", {"cli"}),
        ("pygments", {"renderers"}),
        ("openpyxl", {"interchange"}),
        ("xlsxwriter", {"interchange", "renderers"}),  # books, and those behind the charts of Word
    ],
)
def test_a_library_stays_in_its_layers(library: str, layers: set[str]) -> None:
    """Lark stays behind the parser, click behind the command line, and colours are a report."""
    users = {
        path.relative_to(PACKAGE).with_suffix("").parts[0]
        for path in PACKAGE.rglob("*.py")
        if library in imported_libraries(path)
    }

    assert users == layers


@functools.cache  # asked for each library
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


# ---- The package as a whole --------------------------------------------------------------------------

MOST_LINES = 400
# Each with its reason, for whoever would split or rename the file next; one that is no longer needed is told.
LONG = {
    "model/plan.py": "nothing computes; the classes refer to each other, and who asks what a plan is reads one page",
    "syntax/tree.py": "nothing computes; a class for each thing that can be written, as in the grammar",
}
A_COMMAND = "a command has the name of what it asks for, as `docs/contributing.md` says; the other answers"
SAME_NAME = {
    "audit": A_COMMAND,
    "compare": A_COMMAND,
    "evaluate": A_COMMAND,
    "explain": A_COMMAND,
    "follow_up": A_COMMAND,
    "format": A_COMMAND,
    "gap": A_COMMAND,
    "tree": "`pei arbol` has the name of its command; in `syntax`, what is written, as everybody calls it",
}


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Also by way of others, inside functions, for types alone, and by a name that is written as a text."""
    graph = grimp.build_graph("pei_dsl", cache_dir=None)

    found = circles(
        {
            module: {
                *graph.find_modules_directly_imported_by(module),
                *(named_modules(module) & graph.modules),
            }
            for module in graph.modules
        }
    )

    assert [sorted(circle) for circle in found] == []


def named_modules(module: str) -> set[str]:
    """Return the modules of this package that `module` names in a text of their own, to import them."""
    path = PACKAGE.joinpath(*module.split(".")[1:])
    file = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    texts = {
        node.value
        for node in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text.partition(":")[0] for text in texts if text.startswith("pei_dsl.")}


def circles(imported: Mapping[str, Collection[str]]) -> list[set[str]]:
    """Return the sets of modules of which each reaches each other."""
    reached = {module: reachable(module, imported) for module in imported}
    found: list[set[str]] = []
    for module in sorted(imported):
        circle = {other for other in reached[module] if module in reached[other]}
        if circle and circle not in found:
            found.append(circle)
    return found


def reachable(module: str, imported: Mapping[str, Collection[str]]) -> set[str]:
    """Return what `module` imports, and what that imports, and so on."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        new = set(imported[waiting.pop()]) - found
        found |= new
        waiting.extend(new)
    return found


def test_a_circle_is_found() -> None:
    arrows: dict[str, set[str]] = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}

    assert circles(arrows) == [{"b", "c"}]


def test_the_architecture_shows_the_layers() -> None:
    """As the contract in `pyproject.toml` has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    shown = (
        (ROOT / "docs" / "architecture.md").read_text("utf-8").partition("```text\n")[2].partition("```")[0]
    )

    assert shown.splitlines() == contracts[0]["layers"]


def test_no_file_is_long_without_a_reason() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if len(path.read_bytes().splitlines()) > MOST_LINES
    }

    assert found == set(LONG)


def test_no_name_of_a_module_means_two_things() -> None:
    places: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.stem != "__init__":
            places.setdefault(path.stem, []).append(path.relative_to(PACKAGE).as_posix())

    several = {name: found for name, found in places.items() if len(found) > 1}

    assert {name: found for name, found in several.items() if name not in SAME_NAME} == {}
    assert set(SAME_NAME) <= set(several)
