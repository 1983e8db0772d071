"""What of a plan may travel, and why what may not stays: data declared so, or outside its folder."""

from __future__ import annotations

import enum
import json
import posixpath
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from pei_dsl.data.answers_as_data import PlainData
from pei_dsl.immutable import brief
from pei_dsl.model.dependencies import dependencies
from pei_dsl.model.follow_up import Evidence
from pei_dsl.model.keys import KeyKind, is_kind, key_of, name_of
from pei_dsl.model.plan import DataSource, Plan, Register
from pei_dsl.reproducing.digests import ALGORITHM
from pei_dsl.reproducing.grounds import Basis, DataFile
from pei_dsl.views.verification import Difference


class Stays(enum.StrEnum):
    """Why something does not travel."""

    DECLARED = "viaja: no"
    ASKED = "sin datos"
    OUTSIDE = "fuera de la carpeta"
    MISSING = "no está"
    GROUPS = "cifras por grupo"


@attrs.frozen
class Left:
    """
    Something that a result rests on and that does not travel.

    Attributes:
        name: A file, or `respuestas/SOURCE`.
        why: The reason.
        sources: The sources that read it.
        evidence: The evidence that it is the file of.
        is_register: Whether a register reads it.
    """

    __repr__ = brief

    name: str
    why: Stays
    sources: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    is_register: bool = False

    @property
    def is_evidence(self) -> bool:
        """Whether it is looked at and never read: its hash says all that a result rests on."""
        return bool(self.evidence) and not (self.sources or self.is_register)


def files_that_travel(basis: Basis, *, with_data: bool) -> tuple[dict[str, Path], list[Left]]:
    """Return the files of data that travel, by name, and those that stay."""
    travel: dict[str, Path] = {}
    stay: list[Left] = []
    for name, file in basis.files.items():
        why = _stays(name, file, basis, with_data=with_data)
        if why is None and file.path is not None:
            travel[name] = file.path
        else:
            is_register = any(isinstance(each, Register) for each in basis.owners[name])
            stay.append(Left(name, why or Stays.MISSING, *owned_by(basis, name), is_register=is_register))
    return travel, stay


def owned_by(basis: Basis, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sources that read a file, and the evidence that it is the file of, by name."""
    owners = basis.owners.get(name, ())
    sources = tuple(each.name for each in owners if isinstance(each, DataSource))
    return sources, tuple(each.name for each in owners if isinstance(each, Evidence))


def _stays(name: str, file: DataFile, basis: Basis, *, with_data: bool) -> Stays | None:
    root = basis.loaded.root
    if file.path is None:
        return Stays.MISSING
    if root is None or name.startswith("../") or not file.path.is_relative_to(root.resolve()):
        return Stays.OUTSIDE
    if name in _kept_evidence(basis) or any(
        isinstance(each, DataSource) and each.travels for each in basis.owners[name]
    ):
        return Stays.DECLARED
    return None if with_data else Stays.ASKED


def _kept_evidence(basis: Basis) -> set[str]:
    """Return the files that an evidence keeps at home, whoever else reads them."""
    kept = (each for each in basis.loaded.plan.evidence.values() if each.file and each.travels)
    return {
        unicodedata.normalize("NFC", posixpath.normpath(posixpath.join(each.folder, each.file)))
        for each in kept
    }


def answers_that_travel(
    basis: Basis, *, with_data: bool
) -> tuple[dict[str, Mapping[str, PlainData]], list[Left]]:
    """
    Return what sources answered of which files do not say it, as far as it travels, and what stays.

    Figures of the whole travel, those of groups do not: a group may be one person.  What rests on a source
    that may not travel does not either.
    """
    travel: dict[str, Mapping[str, PlainData]] = {}
    plan = basis.loaded.plan
    kept = plan.resting_on(name for name, each in plan.sources.items() if each.travels)
    stay: list[Left] = []
    for source, told in basis.record.told.items():
        name = f"respuestas/{source}"
        if source in kept:
            stay.append(Left(name, Stays.DECLARED, (source,)))
            continue
        if not with_data:
            stay.append(Left(name, Stays.ASKED, (source,)))
            continue
        travel[source] = {line: given for line, given in told.items() if _is_of_the_whole(line)}
        if len(travel[source]) < len(told):
            stay.append(Left(name, Stays.GROUPS, (source,)))
    return travel, stay


# What is asked of the whole, and answered with figures alone.
_WHOLE = {"outcome", "omitted", "last_month", "months", "totals", "half_filled", "making", "unmatched"}


def _is_of_the_whole(line: str) -> bool:
    question, columns, *parts = json.loads(line)
    of_group = question == "outcome" and bool(parts[-1])
    return question in _WHOLE and not columns and not of_group


def left_to_json(left: Left) -> dict[str, PlainData]:
    """Return what stays as JSON."""
    return {
        "nombre": left.name,
        "motivo": str(left.why),
        "fuentes": [*left.sources],
        "evidencias": [*left.evidence],
        "registro": left.is_register,
    }


def left_of_json(data: object) -> Left:
    """
    Return what stays.

    Raises:
        ValueError: `left_to_json` gave no such data.
    """
    match {"evidencias": [], "registro": False, **data} if isinstance(data, dict) else data:
        case {
            "nombre": str(name),
            "motivo": str(why),
            "fuentes": list(sources),
            "evidencias": list(evidence),
            "registro": bool(read),
        }:
            return Left(name, Stays(why), tuple(_texts(sources)), tuple(_texts(evidence)), read)
        case _:
            raise ValueError


def _texts(items: list[PlainData]) -> Iterator[str]:
    for each in items:
        if not isinstance(each, str):
            raise ValueError  # noqa: TRY004  (what a file holds is no type of ours)
        yield each


def rests_on_what_is_left(difference: Difference, plan: Plan, left: Sequence[Left]) -> bool:
    """
    Tell whether a place of a result cannot be compared, since it rests on data that are not here.

    What is of no code, as the mean of all, rests on everything; what is of a register, nobody knows of whom.
    Nothing rests on what a file of evidence holds.
    """
    left = [each for each in left if not each.is_evidence]
    if not left:
        return False
    known = {*plan.indicators, *plan.groups}
    codes = known & set(difference.place)
    if not codes or any(not each.sources for each in left):
        return True
    uses = dependencies(plan)
    keys = (key for name in sources_left(left) for key in uses.above(key_of(KeyKind.SOURCE, name)))
    resting = {name_of(key) for key in keys if is_kind(key, KeyKind.INDICATOR)}
    resting |= {plan.indicators[code].group for code in resting if code in plan.indicators}
    return bool(codes & resting)


def told_of(left: Sequence[Left], files: Mapping[str, str | None]) -> dict[str, str]:
    """
    Return the fingerprints of evidence that is not here, by its name, as far as a result has them.

    Args:
        left: What is not here.
        files: The hashes of files in the result.
    """
    return {
        name: f"{ALGORITHM} {digest}"
        for each in left
        if (digest := files.get(each.name)) is not None
        for name in each.evidence
    }


def sources_left(left: Sequence[Left]) -> frozenset[str]:
    """Return the sources of which something does not travel."""
    return frozenset(source for each in left for source in each.sources)
