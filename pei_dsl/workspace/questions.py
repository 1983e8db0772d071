"""What is asked about figures: how one comes about, what is missing, what printed ones contradict."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import attrs

from pei_dsl.algebra.values import Value
from pei_dsl.data.reading import Limits, Reading
from pei_dsl.evaluation.requests import RequestsWhenRead, requests_of, with_rows
from pei_dsl.model.periods import Period
from pei_dsl.workspace.host_figures import HostValues
from pei_dsl.workspace.host_requests import day_of, need_known, period_of
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.soundness import computable
from pei_dsl.workspace.verbs import HostData, evidence_of, methodology_of, reading_data

if TYPE_CHECKING:  # each verb brings what it needs, so that none waits for the others
    from pei_dsl.auditing.contradictions import Audit
    from pei_dsl.evaluation.explain import Explanation, GroupExplanation
    from pei_dsl.following.followed import FollowUp
    from pei_dsl.gaps.missing import Gaps


def explain(
    loaded: Loaded,
    code: str,
    period: str | int | Period,
    *,
    data: HostData | None = None,
    values: HostValues | None = None,
    methodology: str | None = None,
    on: datetime.date | None = None,
    reading: Limits | None = None,
    partial: bool = False,
) -> Explanation | GroupExplanation:
    """
    Return how the figure of `code` in `period` came about.

    With `on`, the day of the evaluation, a period that has not ended by then is *no vencido*.  With
    `partial`, a plan with errors is measured as far as none touches it; all else is *inválido*.

    Raises:
        PlanError: The plan has errors, and `partial` is not asked for.
        RequestError: There is no such code, period or methodology.
    """
    from pei_dsl.evaluation import explain as explanation

    plan = computable(loaded, partial=partial)
    when, profile, day = period_of(period), methodology_of(loaded, methodology), day_of(on)
    need_known("code", code, [*plan.indicators, *plan.groups])
    requests = with_rows(requests_of(plan, [when], [profile]))
    with reading_data(loaded, data, values, requests, reading) as (rows, found):
        made = explanation.explain(plan, code, when, rows, profile, day)
        return attrs.evolve(made, diagnostics=tuple(found))


def definition_values(
    loaded: Loaded,
    keys: Collection[str],
    period: str | int | Period,
    *,
    partial: bool = False,
) -> Mapping[str, Value]:
    """
    Return what the definitions called `keys` give in `period`; those that the plan lacks are left out.

    Raises:
        PlanError: The plan has errors, and `partial` is not asked for.
        RequestError: There is no such period.
    """
    from pei_dsl.evaluation.evaluate import formulas_of

    plan = computable(loaded, partial=partial)
    when, profile = period_of(period), methodology_of(loaded, None)
    with reading_data(loaded, requests=RequestsWhenRead(plan, [when], [profile])) as (rows, _):
        formulas = formulas_of(plan, rows, profile)
        return {key: formulas.computed(key, when) for key in keys if key in plan.definitions}


def gap(
    loaded: Loaded,
    period: str | int | Period,
    *,
    code: str | None = None,
    color: str | None = None,
    data: HostData | None = None,
    values: HostValues | None = None,
    methodology: str | None = None,
    reading: Limits | None = None,
    partial: bool = False,
) -> Gaps:
    """
    Return what is missing for `color` (None: the best one): values, inputs of formulas, indicators of groups.

    With `partial`, a plan with errors is measured as far as none touches it; all else is *inválido*.

    Args:
        code: Only this indicator, or this group with its own indicators.

    Raises:
        PlanError: The plan has errors, and `partial` is not asked for.
        RequestError: There is no such code, period, methodology or colour.
    """
    from pei_dsl.gaps.gap import gaps

    plan = computable(loaded, partial=partial)
    when, profile = period_of(period), methodology_of(loaded, methodology)
    requests = requests_of(plan, [when], [profile])
    if code is not None:
        need_known("code", code, [*plan.indicators, *plan.groups])
    with reading_data(loaded, data, values, requests, reading) as (rows, found):
        made = gaps(plan, when, rows, profile, color=color, code=code)
        return attrs.evolve(made, diagnostics=tuple(found))


def audit(
    loaded: Loaded,
    period: str | int | Period,
    *,
    data: HostData | None = None,
    values: HostValues | None = None,
    methodology: str | None = None,
    reading: Limits | None = None,
    partial: bool = False,
) -> Audit:
    """
    Return what is contradictory among the figures printed for `period` and those of the plan.

        >>> import pei_dsl
        >>> loaded = pei_dsl.load_text('''
        ... plan "PEI"
        ...   periodo: 2024 a 2024
        ... objetivo OEI.01 "Salud"
        ... indicador IND.01.OEI.01 "Número de controles"
        ...   unidad: número de controles
        ...   sentido: ascendente
        ...   logros: 2024: 80
        ...   valores: 2024: 60
        ... cita "Sección 4"
        ...   año: 2024
        ...   OEI.01: 57%
        ... ''')
        >>> [finding.code for finding in pei_dsl.audit(loaded, 2024).contradictions]
        ['PEI511']

    With `partial`, a plan with errors is measured as far as none touches it; all else is *inválido*.

    Raises:
        PlanError: The plan has errors, and `partial` is not asked for.
        RequestError: There is no such period or methodology.
    """
    from pei_dsl.auditing import audit as audited

    plan = computable(loaded, partial=partial)
    when, profile = period_of(period), methodology_of(loaded, methodology)
    requests = requests_of(plan, [when], [profile, *plan.methodologies.values()])
    with reading_data(loaded, data, values, requests, reading) as (rows, found):
        made = audited.audit(plan, when, rows, profile)
        return attrs.evolve(made, diagnostics=tuple(found))


def follow_up(
    loaded: Loaded,
    period: str | int | Period,
    *,
    data: HostData | None = None,
    values: HostValues | None = None,
    methodology: str | None = None,
    on: datetime.date | None = None,
    reading: Limits | None = None,
    partial: bool = False,
) -> FollowUp:
    """
    Return what the plan declares beside figures, in `period`: what is open, unsupported, unexplained.

        >>> import datetime
        >>> import pei_dsl
        >>> loaded = pei_dsl.load_text('''
        ... plan "PEI"
        ...   periodo: 2024 a 2025
        ... compromiso COM.01 "Convocar un concurso"
        ...   plazo: 2024-12-31
        ... ''')
        >>> followed = pei_dsl.follow_up(loaded, 2024, on=datetime.date(2025, 1, 15))
        >>> [each.commitment.code for each in followed.overdue]
        ['COM.01']

    Commitments are looked at on the day `on`, the last one of the period unless it is given.  Files of
    evidence are read where the plan may read its folder.  With `partial`, a plan with errors is measured as
    far as none touches it; all else is *inválido*.

    Raises:
        PlanError: The plan has errors, and `partial` is not asked for.
        RequestError: There is no such period, methodology or day.
    """
    from pei_dsl.following import following_up

    plan = computable(loaded, partial=partial)
    when, profile, day = period_of(period), methodology_of(loaded, methodology), day_of(on)
    requests = requests_of(plan, [when, *following_up.periods_before(plan, when)], [profile])
    with reading_data(loaded, data, values, requests, reading) as (rows, found):
        files = evidence_of(loaded, Reading.of(reading))
        made = following_up.follow_up(plan, when, rows, profile, on=day, files=files)
        return attrs.evolve(made, diagnostics=tuple(found))
