"""The Word file of an entity that a report was begun from: called by its path from the plan, and hashed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from pei_dsl.plain_files import digest_of
from pei_dsl.reproducing.question import Question
from pei_dsl.workspace.loaded import Loaded


def template_named(path: Path, loaded: Loaded) -> str:
    """Return what a question calls a template: its path from the folder of the plan, the same elsewhere."""
    there = path.absolute()
    try:
        shown = os.path.relpath(there.parent.resolve() / there.name, (loaded.root or Path()).resolve())
    except ValueError:  # on another drive of Windows
        return path.name
    return PurePosixPath(shown.replace(os.sep, "/")).as_posix()


def template_hashes(loaded: Loaded, question: Question) -> Mapping[str, str | None]:
    """Return the hash of the template that a question names; None where it cannot be read now."""
    if not question.template:
        return {}
    try:
        return {question.template: digest_of((loaded.root or Path()) / question.template)}
    except OSError:
        return {question.template: None}
