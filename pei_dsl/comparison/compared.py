"""What comparing two plans came to: immutable values, ready for any renderer."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.immutable import brief, freezing
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period

UNRELATED = "unrelated"
"""The note that both plans share codes and hardly any title; it mentions one of these codes."""


class ChangePart(enum.StrEnum):
    """A change to which a part of a movement is put down, in the order of a sequential reading."""

    METHODOLOGY = "metodología"
    COUNTED = "objetivos"
    """How many objectives the plan's mean is taken of."""
    INDICATOR = "indicador"
    """An indicator that only one of both plans has."""
    WEIGHTS = "pesos"
    DIRECTION = "sentido"
    BASELINE = "línea de base"
    UNIT = "unidad"
    FORMULA = "fórmula"
    GOAL = "logro"
    REGISTERED = "valor"
    DATA = "datos"
    FORMULA_AND_DATA = "fórmula y datos"
    """Both at once, where the formula of one plan gives nothing on the data of the other."""
    PERIOD = "periodo"
    """All that a period has, where the years before it count too."""
    TOGETHER = "conjunto"
    """All that changed in a group, where too much did to be told apart."""
    ROUNDING = "redondeo"
    """What the rounding of a group's figure adds."""


@attrs.frozen
class MovementShare:
    """
    What one change explains of a movement.

    Attributes:
        part: What changed.
        code: Of the indicator or group in which it did; "" for the whole plan.
        amount: Exact, in the scale of the figure.
    """

    __repr__ = brief

    part: ChangePart
    code: str
    amount: Fraction


class FigureKind(enum.StrEnum):
    """What a figure says."""

    VALUE = "valor"
    ACHIEVEMENT = "alcance"
    MEAN = "media"
    COUNT = "conteo"


@attrs.frozen
class MovedFigure:
    """
    A figure that both plans have, and not alike.

    Attributes:
        kind: What it says.
        code: Of the indicator or group; `objetivos`, `acciones` or `indicadores` of a count; "" of the mean.
        before, after: Exact: an alcance in percent, a value as a ratio.
        shares: What each change explains, the greatest first; they add up to the difference.
        color: The colour that is counted, `nd` for figures without one; "" for what is no count.
    """

    __repr__ = brief

    kind: FigureKind
    code: str
    before: Fraction
    after: Fraction
    shares: tuple[MovementShare, ...]
    color: str = ""

    @property
    def difference(self) -> Fraction:
        """How far it moved."""
        return self.after - self.before


@attrs.frozen
class UnmeasuredFigure:
    """
    A figure that one of both plans has, and the other not; between them is no difference.

    Attributes:
        kind, code: As those of `MovedFigure`.
        before, after: The figure, or why there is none.
    """

    __repr__ = brief

    kind: FigureKind
    code: str
    before: Fraction | Absence | None
    after: Fraction | Absence | None


class ChangeKind(enum.StrEnum):
    """What happened to a part of a plan."""

    ADDED = "nuevo"
    ENDED = "termina"
    RENAMED = "cambia de código"
    CHANGED = "cambia"


@attrs.frozen
class PlanChange:
    """
    What is different in the texts of two plans.

    Attributes:
        kind: What happened.
        declaration: Of what kind of declaration: `plan`, `objective`, `indicator`, `source`, ….
        code: Its code or name, as the later plan writes it.
        field: The field that changed, by the name that the language knows it by; "" for the whole.
        period: Of a goal or a registered value; None for all else.
        before, after: What stood there and stands there, as it is written.
    """

    __repr__ = brief

    kind: ChangeKind
    declaration: str
    code: str
    field: str = ""
    period: Period | None = None
    before: str = ""
    after: str = ""


@attrs.frozen
class RowsChange:
    """
    A source or register whose files are others than they were.

    Attributes:
        name: Of the source; the file of a register.
        before, after: The hashes of its files, together; "" where there is none.
    """

    __repr__ = brief

    name: str
    before: str
    after: str


@attrs.frozen
class MadeEasier:
    """
    What was made easier after the period that it is about had begun.

    Attributes:
        part: What was changed.
        code: Of the indicator or group; "" for the whole plan.
        period: The period that had begun.
        before, after: The alcance before, and what this change alone makes of it.
        day, revision: When the history of the plan has it, and the commit; None and "" for what is only seen
            between two plans.
    """

    __repr__ = brief

    part: ChangePart
    code: str
    period: Period
    before: Fraction
    after: Fraction
    day: datetime.date | None = None
    revision: str = ""


@attrs.frozen(field_transformer=freezing)
class Comparison:
    """
    Two plans compared.

    Attributes:
        before, after: Both, measured.
        names: What they are called where they were asked for: paths, `git:HEAD~1`.
        renamed: Codes of the earlier plan by those that the later one has for the same.
        plan: What changed in their texts.
        values: Registered values that came, went or were rectified.
        rows: Sources and registers whose files are others.
        moved: The figures that moved, in the order of the plan, those of the whole plan first.
        unmeasured: The figures that only one of both has.
        easier: What was made easier after its period had begun.
        order: The kinds of changes in the order in which they were read; () for none.
        notes: What is to be known of how they were read: keys of sentences with what these mention.
        diagnostics: What was found in the data of both (PEI3xx).
    """

    __repr__ = brief

    before: Evaluation
    after: Evaluation
    names: tuple[str, str] = ("", "")
    renamed: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    plan: tuple[PlanChange, ...] = ()
    values: tuple[PlanChange, ...] = ()
    rows: tuple[RowsChange, ...] = ()
    moved: tuple[MovedFigure, ...] = ()
    unmeasured: tuple[UnmeasuredFigure, ...] = ()
    easier: tuple[MadeEasier, ...] = ()
    order: tuple[ChangePart, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def mean(self) -> MovedFigure | None:
        """How the plan's mean moved; None where it did not."""
        return next((each for each in self.moved if each.kind is FigureKind.MEAN), None)
