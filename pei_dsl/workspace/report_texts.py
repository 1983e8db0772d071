"""The folder of what people wrote in the reports of a plan: what lies there, and what no report takes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath

from pei_dsl.diagnostics import Diagnostic, Label, Severity
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.earlier_copies import is_earlier_copy
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan
from pei_dsl.workspace.report_sections import possible_sections
from pei_dsl.written_codes import apart, official_code
from pei_dsl.written_periods import meant_period

FOLDER = "textos"
SUFFIX = ".md"
_MOST = 10_000
_SHOWN = 3
_CODE = re.compile(r"(?:IND|[OA]EI)\.[\w.]*?(?=\.titulo$|$)")


def file_of(section: str) -> str:
    """Return what the file of a section is called."""
    return f"{re.sub(r'[^A-Za-z0-9._-]', '_', section)}{SUFFIX}"


def folder_of(root: Path, period: Period) -> Path:
    """Return where the texts of the report of `period` lie."""
    return root / FOLDER / str(period)


def names_in(root: Path | None) -> list[str]:
    """Return the paths of all files below the folder of texts, from that folder: `2024/2.1.md`."""
    folder = root / FOLDER if root is not None else None
    if folder is None or not folder.is_dir():
        return []
    found = (each for each in sorted(folder.rglob("*"))[:_MOST] if each.is_file())
    names = (each.relative_to(folder).as_posix() for each in found)
    return [name for name in names if not _is_hidden(name)]


def check_texts(root: Path | None, plan: Plan, period: Period | None = None) -> Iterator[Diagnostic]:
    """
    Yield a warning for each text that no report of `plan` takes, with the name that it may have meant.

    Args:
        root: The folder of the plan.
        plan: The plan.
        period: The only one whose folder is looked at; None: all.
    """
    sections = possible_sections(plan)
    for name in names_in(root):
        if period is None or name.startswith(f"{period}/"):
            yield from _untaken(name, sections)


def without_section(
    names: Collection[str], period: Period, sections: Collection[str]
) -> Iterator[Diagnostic]:
    """
    Yield a warning for each text of the report of `period` that the report has no section for.

    Args:
        names: The names of the files.
        period: The period.
        sections: The sections that the report has.
    """
    taken = {file_of(each) for each in sections}
    for name in names:
        if name not in taken and name.endswith(SUFFIX) and not _is_hidden(name):
            yield _told(f"{period}/{name}", "", near_sections(name, sections))


def near_sections(name: str, sections: Collection[str]) -> list[str]:
    """Return the names of files that `name` may have meant, best first: `OEI.1.md` is `grupo.OEI.01.md`."""
    stem = re.sub(r"\.(?:md|markdown|txt|docx?|html?)$", "", name, flags=re.IGNORECASE)
    said = official_code(apart(stem))
    coded = {each: found[0] for each in sections if (found := _CODE.search(each))}
    # That of an indicator ends with that of its objective: the longest is the one that was meant.
    meant = max((code for code in coded.values() if said.endswith(code)), key=len, default="")
    longest = [each for each, code in coded.items() if code == meant]
    near = dict.fromkeys([*nearest(stem, sections, 1), *longest, *nearest(stem, sections, _SHOWN)])
    return [file_of(each) for each in near][:_SHOWN]


def _untaken(name: str, sections: Collection[str]) -> Iterator[Diagnostic]:
    """Yield what is wrong with a file below the folder of texts, if anything is."""
    path = PurePosixPath(name)
    taken = {file_of(each) for each in sections}
    folder = path.parent.as_posix()
    fits = path.suffix == SUFFIX or file_of(path.stem) in taken
    if not fits:
        return  # what is kept beside the texts is nobody's section
    period = Period.parse(folder)
    if period is None or str(period) != folder:
        meant = str(period) if period is not None else meant_period(folder)
        yield _told(name, "period", [f"{meant}/{path.name}"] if meant else [])
    elif path.name not in taken:
        yield _told(name, "", near_sections(path.name, sections))


def _told(name: str, variant: str, near: list[str]) -> Diagnostic:
    file = f"{FOLDER}/{name}"
    params = {"file": file, "near": " · ".join(near)}
    worded = "_".join(filter(None, (variant, "near" if near else "")))
    return Diagnostic("PEI125", Label(None), params, variant=worded, file=file, severity=Severity.WARNING)


def _is_hidden(name: str) -> bool:
    path = PurePosixPath(name)
    return any(part.startswith((".", "~")) for part in path.parts) or is_earlier_copy(path.name)
