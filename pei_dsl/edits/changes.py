"""What can be changed in a plan, each change a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import attrs

from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.diagnostics.errors import PeiError
from pei_dsl.immutable import brief


@attrs.frozen
class Address:
    """
    Which declaration is meant.

    Attributes:
        name: Its code (`IND.01.OEI.01`), its name (`población`), or its title where it has neither; "" for
            the plan itself.
        kind: The vocabulary's identifier of its keyword (`indicator`, `source`), needed only where two
            declarations share a name.
        number: Which of several that share kind and name, from 1 in the order of the texts; 0 where only
            one has it.
    """

    __repr__ = brief

    name: str
    kind: str = ""
    number: int = 0


PLAN = Address("", "plan")


@attrs.frozen
class SetField:
    """
    Write `value` behind the colon of a field, which is added where it was not; None takes it away.

    Attributes:
        field: The vocabulary's identifier (`unit`, `goals`), or `column` and `example` with their `item`.
        value: What a person would type behind the colon, quotation marks included.
        item: The name of the column, or the title of the example.
    """

    __repr__ = brief

    of: Address
    field: str
    value: str | None
    item: str = ""


@attrs.frozen
class SetFigure:
    """
    Write `value` as the figure of `period` in a field of figures; None takes it away.

    Attributes:
        field: `goals`, `baseline` or `values`; "" for figures that stand under a declaration itself.
        period: As a person writes it: `2024`, `2024-S1`.
        value: All that follows the colon: `0.72%`, `3.752 preliminar`, `no programado`.
    """

    __repr__ = brief

    of: Address
    field: str
    period: str
    value: str | None


@attrs.frozen
class SetTitle:
    """Write `title`, without its quotation marks, as the title of a declaration."""

    __repr__ = brief

    of: Address
    title: str


@attrs.frozen
class AddDeclaration:
    """
    Add the declaration that `text` holds, behind `after` or at the end of a text.

    Attributes:
        file: The text that it goes to; "" is that of `after`, else the last one.
    """

    __repr__ = brief

    text: str
    after: Address | None = None
    file: str = ""


@attrs.frozen
class RemoveDeclaration:
    """Take a declaration away, with the comments that stand right above it and in it."""

    __repr__ = brief

    of: Address


@attrs.frozen
class Rename:
    """
    Call something `name` wherever a text means it: formulas, fields, examples, tests and citations.

    A code takes along all that are built on it: `OEI.01` its actions, and the indicators of both.  Comments,
    titles and data files are left as they are; `mentions` lists those that say the old name.

    Attributes:
        item: A column of the source, a definition under `donde:` of the indicator, a parameter of the
            function; "" for the declaration itself.
    """

    of: Address
    name: str
    item: str = ""


Change: TypeAlias = SetField | SetFigure | SetTitle | AddDeclaration | RemoveDeclaration | Rename


class ChangeError(PeiError, ValueError):
    """
    A change that cannot be made: no such declaration, or a value that would say something else.

    Attributes:
        reason: Why, as the catalogues call it.
        params: What the sentence mentions.
    """

    def __init__(self, reason: str, **params: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.params = params

    def message(self, language: str = "es") -> str:
        """Return why, in a sentence."""
        return phrase("changes", self.reason, language, self.params)

    def __str__(self) -> str:
        return self.message("en")

    def __reduce__(self) -> tuple[Callable[..., ChangeError], tuple[str, dict[str, str | int]]]:
        """Pickle it with what it mentions."""
        return _restored, (self.reason, self.params)


def _restored(reason: str, params: dict[str, str | int]) -> ChangeError:
    return ChangeError(reason, **params)
