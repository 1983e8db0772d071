"""What every page says above: which plan, of whom, for which periods, under which methodology."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.model.plan import Plan
from pei_dsl.views import words


@attrs.frozen
class Header:
    """
    The head of a page.

    Attributes:
        plan: What the plan is called, or "".
        entity: Whose plan it is, with its acronym, or "".
        period: The period or, of several, the first and the last: `Periodo 2020 … 2024`.
        methodology: `metodología ceplan`; a variant says its base and what it changes.
    """

    plan: str
    entity: str
    period: str
    methodology: str

    @property
    def title(self) -> str:
        """The plan and whose it is."""
        return " · ".join(part for part in (self.plan, self.entity) if part)

    @property
    def measured(self) -> str:
        """When and how it is measured."""
        return f"{self.period} · {self.methodology}"


def header(evaluations: Sequence[Evaluation], language: str) -> Header:
    """Return the head of a page about `evaluations`, all of one plan and one methodology."""
    first, last = evaluations[0], evaluations[-1]
    plan = first.plan
    span = f"{first.period} … {last.period}" if len(evaluations) > 1 else str(first.period)
    return Header(
        plan.title,
        entity(plan),
        f"{words.word('period', language)} {span}",
        f"{words.word('methodology', language)} {words.profile(first.methodology, language)}",
    )


def entity(plan: Plan) -> str:
    """Return whose plan it is: `Instituto Nacional Penitenciario (INPE)`."""
    return f"{plan.entity} ({plan.acronym})" if plan.acronym and plan.entity else plan.entity
