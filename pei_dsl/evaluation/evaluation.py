"""A plan measured for one period: its results, in the order of the plan, as rows and as frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from pei_dsl.evaluation import rows
from pei_dsl.evaluation.outline import Line, outline
from pei_dsl.evaluation.results import GroupResult, IndicatorResult, PlanResult
from pei_dsl.immutable import brief, freezing
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan


@attrs.frozen(field_transformer=freezing)
class Evaluation:
    """A plan measured for one period."""

    __repr__ = brief

    plan: Plan
    period: Period
    methodology: Methodology
    indicators: Mapping[str, IndicatorResult]
    groups: Mapping[str, GroupResult]
    whole: PlanResult

    def lines(self) -> Iterator[Line]:
        """Yield groups and indicators in the order of the plan's tree, each with its depth."""
        return outline(self.groups, self.indicators)

    def rows(self, language: str = "es") -> list[dict[str, Any]]:
        """Return a row for each group and indicator, in the order of the plan, figures exact."""
        return [*rows.rows(self.lines(), str(self.period), self.methodology.name, language)]

    def to_arrow(self, language: str = "es") -> Any:  # noqa: ANN401  (pyarrow comes without types)
        """Return the rows as an Arrow table (extra `frames`)."""
        return rows.to_arrow(self.rows(language))

    def to_pandas(self, language: str = "es") -> Any:  # noqa: ANN401
        """Return the rows as a frame of pandas."""
        return rows.to_pandas(self.rows(language))

    def to_polars(self, language: str = "es") -> Any:  # noqa: ANN401
        """Return the rows as a frame of Polars."""
        return rows.to_polars(self.rows(language))

    def _repr_html_(self) -> str:
        heads = (self.plan.title, str(self.period), self.methodology.name)
        return rows.to_html(self.rows(), " · ".join(each for each in heads if each))
