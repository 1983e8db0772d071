"""Where there is no plan yet: a new one, an example, one that a workbook gives; and those that lie near."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pei_dsl.studio.kept_files import OutsideError, write_whole
from pei_dsl.workspace.starting import MAX_YEARS, Answers, new_plan
from pei_dsl.workspace.texts import SUFFIX

_EXAMPLE = "plantilla-2025-2030"
_MOST_NEAR = 50


def plans_near(folder: Path) -> list[Path]:
    """Return the folders with a plan: this one, those in it, and those in these."""
    found = [each for each in _folders(folder) if any(_texts(each))] if folder.is_dir() else []
    return sorted(found)[:_MOST_NEAR]


def _folders(folder: Path) -> Iterator[Path]:
    yield folder
    for pattern in ("*", "*/*"):
        for each in folder.glob(pattern):
            if each.is_dir() and not any(part.startswith(".") for part in each.relative_to(folder).parts):
                yield each


def _texts(folder: Path) -> Iterator[Path]:
    return (each for each in folder.glob(f"*{SUFFIX}") if each.is_file() and not each.name.startswith("."))


def example() -> Path:
    """Return where the example stands: inside the installed package, or in the plans of a checkout."""
    packaged = Path(__file__).with_name("example")
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "specs" / _EXAMPLE


def files_of_example() -> dict[str, bytes]:
    """Return the files of the example."""
    from pei_dsl.plain_files import read_plain

    root = example()
    most = 10 * 2**20
    files = (each for each in sorted(root.rglob("*")) if each.is_file())
    return {each.relative_to(root).as_posix(): read_plain(each, most) for each in files}


def files_of_new(entity: str, acronym: str, first: int, last: int) -> dict[str, bytes]:
    """
    Return the files of a new plan.

    Raises:
        ValueError: It would have no name, no year, or too many.
    """
    entity, acronym = (" ".join(each.split()) for each in (entity, acronym))
    if not entity or not acronym or not 0 <= last - first < MAX_YEARS or not 1990 <= first <= 2100:
        raise ValueError
    made = new_plan(Answers(entity, acronym, first, last))
    return {name: text.encode() for name, text in made.items()}


def made_folder(within: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """
    Write the files of a new plan into the folder `name`, which is made; return it.

    Raises:
        OutsideError: It is no plain name of a folder.
        FileExistsError: There is something of that name that is not empty.
    """
    name = name.strip()
    if not re.fullmatch(r"[\w][\w .-]{0,80}", name) or name.endswith("."):
        raise OutsideError(name)
    folder = within / name
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(name)
    for path, data in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, data)
    return folder
