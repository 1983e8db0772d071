"""What came of computing a result again: what it rests on that changed, and which figures differ."""

from __future__ import annotations

import enum

import attrs

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.immutable import brief


class Ground(enum.StrEnum):
    """What a result rests on."""

    PLAN = "plan"
    DATA = "datos"
    ANSWERS = "respuestas"
    METHODOLOGY = "metodologia"
    PROGRAM = "programa"
    TEMPLATE = "plantilla"


@attrs.frozen
class Change:
    """
    Something that the result rests on and that is another now.

    Attributes:
        ground: What kind of thing.
        name: A file, a source, a methodology or a package.
        before: Its hash or version then; None where it was not there.
        after: The same now.
    """

    __repr__ = brief

    ground: Ground
    name: str
    before: str | None
    after: str | None


def is_other(change: Change) -> bool:
    """
    Tell whether a change alone makes a result another one.

    Another version of the program that gives the same does not, nor a template that is not here: no figure
    comes of it.
    """
    if change.ground is Ground.TEMPLATE:
        return change.after is not None
    return change.ground is not Ground.PROGRAM


@attrs.frozen
class Difference:
    """
    A place of the result where something else stands now.

    Attributes:
        place: What leads there: `("IND.01.OEI.01", "alcance")`.
        before: What stands in the result, as JSON writes it; None where nothing does.
        after: What comes out now.
    """

    __repr__ = brief

    place: tuple[str, ...]
    before: str | None
    after: str | None


@attrs.frozen
class Verification:
    """
    What came of computing a result again.

    Attributes:
        result: The file.
        plan: Where the plan was read; "" for that of a package.
        question: What had been asked, as JSON names it: `evaluar 2024`.
        version: The version of the program that wrote the result.
        sealed: Whether the file is as it was written: its seal is its own.
        changes: What it rests on that is another now.
        differences: What comes out otherwise.
        withheld: What could not be compared, since data that it rests on are not here.
        left: What the result rests on and that is not here, each with the reason.
        compared: How many values of the result were compared.
        obstacle: Why nothing could be computed, in the language that was asked for; "" where it could.
        findings: What was found in the plan and its data.
        texts, files: How many texts and files of data the result rests on.
        template: The Word file that it was begun from; "" for none.
    """

    __repr__ = brief

    result: str
    plan: str
    question: str
    version: str
    sealed: bool
    changes: tuple[Change, ...] = ()
    differences: tuple[Difference, ...] = ()
    withheld: tuple[Difference, ...] = ()
    left: tuple[str, ...] = ()
    compared: int = 0
    obstacle: str = ""
    findings: tuple[Diagnostic, ...] = ()
    texts: int = 0
    files: int = 0
    template: str = ""

    def of(self, *grounds: Ground) -> tuple[Change, ...]:
        """Return the changes of some grounds."""
        return tuple(each for each in self.changes if each.ground in grounds)

    @property
    def is_same(self) -> bool:
        """Whether nothing differs; another version of the program that gives the same is no difference."""
        changed = any(map(is_other, self.changes))
        return self.sealed and not (changed or self.differences or self.obstacle)

    @property
    def holds(self) -> bool:
        """Whether nothing differs, and all could be compared."""
        return self.is_same and not self.withheld
