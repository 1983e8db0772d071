"""What an audit gives: findings, each with both of its figures and where they stand."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl.algebra.intervals import Bounds
from pei_dsl.auditing.quoted_figures import Cited
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.immutable import brief, freezing
from pei_dsl.model.plan import Place, Printed


class Severity(enum.StrEnum):
    """What a comparison came to, where it did not simply agree."""

    CONTRADICTION = "contradicción"
    EXPLAINED = "explicada"
    UNCHECKED = "sin comprobar"


@attrs.frozen(field_transformer=freezing)
class Cause:
    """Why a figure is probably as it is: a key of the catalogue's sentences, and what they mention."""

    __repr__ = brief

    key: str
    params: Mapping[str, str | int] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class Side:
    """
    One of the figures of a finding.

    Attributes:
        origin: `printed`, `registered`, `computed`, `by_formula`, `goal`, `calculation`, `data`,
            `indicators`, `beside` or `ratio`.
        printed: The figure as it is or would be shown; None for a colour.
        color: The colour; None for ND, and where there is a figure.
        bounds: All that it may stand for, in the scale shown; None where nothing bounds it.
        cited: Where texts print it.
        place: Where the plan has it, or the definition that gives it.
        file: The file and row of a register that has it, else "".
        subject: Whose figure it is, where that is not the subject of the finding.
        kind: What it is, where that is not the kind of the finding.
    """

    __repr__ = brief

    origin: str
    printed: Printed | None = None
    color: str | None = None
    bounds: Bounds = None
    cited: tuple[Cited, ...] = ()
    place: Place = attrs.field(default=Place(), eq=False, repr=False)
    file: str = ""
    subject: str = ""
    kind: str = ""


@attrs.frozen
class Finding:
    """
    Something that an auditor should know.

    Attributes:
        code: Which check found it (PEI51x).
        variant: Which wording of it.
        severity: What it came to.
        subject: The code, or the input as it is called, that it is about; a level for counts by colour.
        kind: `value`, `goal`, `achievement`, `color`, `input` or `count`.
        sides: The figures that differ, the printed or registered one first.
        difference: How far apart the first two are, in the scale shown; None where that means nothing.
        cause: What probably happened, where it can be recognised.
        reason: For what was not compared: a key of the catalogue's sentences.
        recorded: Where the plan has written this contradiction down already, or None.
    """

    __repr__ = brief

    code: DiagnosticCode
    severity: Severity
    subject: str
    kind: str
    sides: tuple[Side, ...]
    variant: str = ""
    difference: Fraction | None = None
    cause: Cause | None = None
    reason: str = ""
    recorded: Place | None = attrs.field(default=None, eq=False, repr=False)


@attrs.frozen
class Audit:
    """
    What auditing a plan for one period found.

    Attributes:
        evaluation: The calculation that the figures were held against.
        findings: Contradictions first, then what rounding or notation explains, then what was not checked.
        quoted: How many printed figures there were.
        compared: How many comparisons were made.
        diagnostics: What was found in the data of the plan (PEI3xx).
    """

    __repr__ = brief

    evaluation: Evaluation
    findings: tuple[Finding, ...]
    quoted: int
    compared: int
    diagnostics: tuple[Diagnostic, ...] = ()

    def of(self, severity: Severity) -> list[Finding]:
        """Return the findings of one severity, in order."""
        return [each for each in self.findings if each.severity is severity]

    @property
    def contradictions(self) -> list[Finding]:
        """The findings that no rounding explains."""
        return self.of(Severity.CONTRADICTION)
