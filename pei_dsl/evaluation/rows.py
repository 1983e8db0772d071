"""An evaluation as rows: for programs, as a frame of pandas, Polars or Arrow, as a table of a notebook."""

from __future__ import annotations

import html
import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from pei_dsl.algebra import display
from pei_dsl.data.extras import need
from pei_dsl.evaluation.outline import Line
from pei_dsl.evaluation.results import GroupResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.figure import GoalInterval, GoalValue

if TYPE_CHECKING:
    from pei_dsl.model.units import Unit

Row: TypeAlias = "Mapping[str, Any]"

# Each column, and whether it holds numbers.
COLUMNS = {
    "código": False,
    "título": False,
    "nivel": False,
    "periodo": False,
    "metodología": False,
    "sentido": False,
    "unidad": False,
    "logro": True,
    "logro_desde": True,
    "logro_hasta": True,
    "valor": True,
    "origen": False,
    "alcance": True,
    "color": False,
    "nd": False,
    "detalle": False,
}
_SHOWN = ("código", "título", "logro", "valor", "alcance", "color", "nd")


def rows(lines: Iterable[Line], period: str, methodology: str, language: str) -> Iterator[dict[str, Any]]:
    """
    Yield a row for each of `lines`.

    Texts are texts; `logro` and `valor` are exact and in the scale of the unit (0.56 is 56 of a percentage),
    a goal that is an interval stands in `logro_desde` and `logro_hasta` instead of `logro`,
    `alcance` is as the methodology prints it, and what is absent is None, with its reason in `nd`.
    """
    for line in lines:
        yield dict(zip(COLUMNS, _row(line, (period, methodology), language), strict=True))


def _row(line: Line, where: tuple[str, str], language: str) -> Sequence[object]:
    result = line.result
    absence = result.absence
    reason, detail = (
        (str(absence.reason), absence.sentence(language)) if absence is not None else (None, None)
    )
    color = str(result.color) if result.color is not None else None
    if isinstance(result, GroupResult):
        reached = _present(result.achievement)
        level = str(result.group.level)
        return (
            line.code,
            line.title,
            level,
            *where,
            *(None,) * 7,
            reached,
            color,
            reason,
            detail,
        )
    indicator, achieved = result.indicator, result.achievement
    return (
        line.code,
        line.title,
        "indicador",
        *where,
        str(indicator.direction),
        str(indicator.unit),
        *_goal(result.goal, indicator.unit),
        _scaled(result.value, indicator.unit),
        result.origin or None,
        None if isinstance(achieved, Absence) else achieved.shown,
        color,
        reason,
        detail,
    )


def _goal(goal: GoalValue, unit: Unit) -> Sequence[Fraction | None]:
    """Return a goal that is one figure, then both ends of one that is an interval."""
    if isinstance(goal, GoalInterval):
        return None, goal.lower * unit.scale, goal.upper * unit.scale
    return _scaled(goal, unit), None, None


def _present(figure: Fraction | Absence) -> Fraction | None:
    return None if isinstance(figure, Absence) else figure


def _scaled(figure: Fraction | Absence, unit: Unit) -> Fraction | None:
    return None if isinstance(figure, Absence) else figure * unit.scale


# ---- Frames ----------------------------------------------------------------------------------------------


def to_arrow(found: Iterable[Row]) -> Any:  # noqa: ANN401  (pyarrow comes without types)
    """
    Return rows as an Arrow table: texts, and numbers of double precision.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    need("pyarrow", "frames")
    arrow = importlib.import_module("pyarrow")
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for row in found:
        for name, cell in row.items():
            columns[name].append(float(cell) if isinstance(cell, Fraction) else cell)
    types = {name: arrow.float64() if is_number else arrow.string() for name, is_number in COLUMNS.items()}
    return arrow.table({name: arrow.array(cells, types[name]) for name, cells in columns.items()})


def to_pandas(found: Iterable[Row]) -> Any:  # noqa: ANN401
    """
    Return rows as a frame of pandas.

    Raises:
        MissingExtraError: pandas or pyarrow is not installed.
    """
    need("pandas", "frames")
    return to_arrow(found).to_pandas()


def to_polars(found: Iterable[Row]) -> Any:  # noqa: ANN401
    """
    Return rows as a frame of Polars.

    Raises:
        MissingExtraError: Polars or pyarrow is not installed.
    """
    need("polars", "frames")
    return importlib.import_module("polars").from_arrow(to_arrow(found))


# ---- A table ---------------------------------------------------------------------------------------------


def to_html(found: Iterable[Row], title: str) -> str:
    """Return rows as a table of HTML; texts of the plan are escaped."""
    head = "".join(f"<th>{name}</th>" for name in _SHOWN)
    body = "".join(
        f"<tr>{''.join(_cell(row[name], is_number=COLUMNS[name]) for name in _SHOWN)}</tr>" for row in found
    )
    return (
        f"<table><caption>{html.escape(title)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _cell(cell: object, *, is_number: bool) -> str:
    align = ' style="text-align:right"' if is_number else ""
    text = display.shown(cell) if isinstance(cell, Fraction) else html.escape(str(cell or ""))
    return f"<td{align}>{text}</td>"
