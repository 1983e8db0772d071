"""What a host asks for by names, periods and days: found, or refused with what it may have meant."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pei_dsl.data.cell_values import host_period, show_object
from pei_dsl.diagnostics.catalogue import Joined, Parameter, Term
from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.periods import Period


def period_of(written: object) -> Period:
    """
    Return the period that `written` names: a text, a year, or a period of ours or of pandas.

    Raises:
        RequestError: There is no such period.
    """
    period = host_period(written) or Period.parse(show_object(written))
    if period is None:
        raise RequestError("no_period", given=_shown(written))
    return period


def periods_of(written: object) -> list[Period]:
    """
    Return the periods that a list names, in its order.

    Raises:
        RequestError: It is no list, or there is no such period.
    """
    return [period_of(each) for each in several("periods", written)]


def day_of(given: object) -> datetime.date | None:
    """
    Return the day that a host gives, of an instant its day; None for None.

    Raises:
        RequestError: It is no day.
    """
    match given:
        case None:
            return None
        case datetime.datetime():
            return given.date()
        case datetime.date():
            return given
        case str():
            try:
                return datetime.date.fromisoformat(given)
            except ValueError:
                pass
        case _:
            pass
    raise RequestError("no_day", given=_shown(given))


def several(what: str, given: Any) -> list[Any]:  # noqa: ANN401  (whatever a host hands over)
    """
    Return the items of a list; a single text is none, though Python would take it for its letters.

    Raises:
        RequestError: It is no list.
    """
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise RequestError("no_list", what=what, given=_shown(given))
    return list(given)


def mapping(what: str, given: Any) -> Mapping[Any, Any]:  # noqa: ANN401  (whatever a host hands over)
    """
    Return a mapping of a host; an empty one for None.

    Raises:
        RequestError: It is none.
    """
    if given is not None and not isinstance(given, Mapping):
        raise RequestError("no_mapping", what=Term("requests", what), given=_shown(given))
    return given or {}


def need_known(what: str, name: object, known: Collection[str]) -> None:
    """
    Refuse a name of the host that the plan does not know; `what` it is of, as the catalogues call it.

    Raises:
        RequestError: `name` is none of `known`.
    """
    if isinstance(name, str) and name in known:
        return
    near = [repr(each) for each in nearest(show_object(name), known, 3)]
    missing: dict[str, Parameter] = {"what": Term("requests", f"a_{what}"), "given": _shown(name)}
    if not near:
        raise RequestError("unknown", **missing)
    either = [near[0], *(part for each in near[1:] for part in (Term("requests", "or"), each))]
    raise RequestError("unknown_near", near=Joined(tuple(either)), **missing)


def _shown(given: object) -> str:
    """Return what a host gave as messages show it: short, whatever its size."""
    return f"{given!r:.80}" if isinstance(given, str) else f"{show_object(given):.80}"
