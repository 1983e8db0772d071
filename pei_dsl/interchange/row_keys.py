"""What tells apart the declarations that a workbook has rows for: codes, names, what an act changed."""

from __future__ import annotations

import collections
from collections.abc import Collection, Iterator

import attrs

from pei_dsl import vocabulary
from pei_dsl.interchange.beside_columns import KEYLESS
from pei_dsl.model.periods import Period
from pei_dsl.model.versions import Amendment
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import fold
from pei_dsl.written_codes import official_code

ACT = "amendment"


@attrs.frozen
class RowKey:
    """
    What a declaration is known by.

    Attributes:
        kind: The vocabulary's identifier of its keyword.
        name: Its code or name, or the title of an act; "" for the plan itself.
        of: The code of what an act changed, "" for the plan.
        field: The field that it changed, by the vocabulary's identifier.
        period: The period of the figure that it changed.
        day: Its day, where several acts of one plan share all the rest; else "".
    """

    kind: str
    name: str
    of: str = ""
    field: str = ""
    period: str = ""
    day: str = ""

    @property
    def shown(self) -> str:
        """What people call it: a code, a name, or of an act `«Reprogramación» (OEI.01, peso)`."""
        if self.kind != ACT:
            return self.name
        word = vocabulary.AMENDED.find(self.field)
        what = " ".join(filter(None, (word.spanish if word is not None else self.field, self.period)))
        return f"«{self.name}» ({', '.join(filter(None, (self.of or 'plan', what, self.day)))})"

    @property
    def undated(self) -> RowKey:
        """It without its day."""
        return attrs.evolve(self, day="")


def key_of(declaration: tree.Declaration) -> RowKey:
    """Return what a declaration is known by; of an act, with its day."""
    header = declaration.header
    if declaration.kind not in KEYLESS:
        return RowKey(declaration.kind, header.code or header.name or "")
    return act_key(
        header.title or "",
        of=_written(declaration, "of"),
        field=_written(declaration, "field"),
        period=_written(declaration, "period"),
        day=_written(declaration, "date"),
    )


def key_of_act(act: Amendment) -> RowKey:
    """Return what an act of a plan is known by, with its day."""
    day = act.date.isoformat() if act.date is not None else ""
    return RowKey(ACT, act.title, act.code, act.field, str(act.period or ""), day)


def act_key(title: str, *, of: str, field: str, period: str, day: str) -> RowKey:
    """Return what an act is known by whose fields are written so."""
    word, when = vocabulary.AMENDED.find(field), Period.parse(period)
    return RowKey(
        ACT,
        title,
        official_code(of) if of else "",
        word.name if word is not None else fold(field),
        str(when) if when is not None else period,
        day,
    )


def keys_of(declarations: Collection[tree.Declaration], alike: Collection[RowKey] = ()) -> Iterator[RowKey]:
    """Yield the key of each declaration, with the day of those acts that are among `alike` without it."""
    for each in declarations:
        key = key_of(each)
        yield key if key.undated in alike else key.undated


def alike(keys: Collection[RowKey]) -> frozenset[RowKey]:
    """Return the keys of acts that several share but for their day."""
    counts = collections.Counter(each.undated for each in keys if each.kind == ACT)
    return frozenset(each for each, count in counts.items() if count > 1)


def _written(declaration: tree.Declaration, field: str) -> str:
    """Return what a field of an act says, as one text; "" where it does not stand there."""
    for item in declaration.items:
        if not isinstance(item, tree.Field) or item.name != field:
            continue
        match item.value:
            case tree.Texts():
                return "; ".join(each.value for each in item.value.items)
            case tree.Periods():
                return item.value.first.written
            case _:
                return ""
    return ""
