"""A plan's results as a site of files: pages that need no server and no script, and their data beside."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import attrs

from pei_dsl.data.reading import Limits
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.evaluation.explain import Explanation, GroupExplanation
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.immutable import brief, freezing
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan
from pei_dsl.renderers import csv_lines
from pei_dsl.renderers.evaluation_csv import render_csv
from pei_dsl.renderers.evaluation_json import evaluation_to_json, evaluations_to_json
from pei_dsl.renderers.explanation_json import explanation_to_json
from pei_dsl.renderers.html.site_frame import STYLE, Frame, place_of
from pei_dsl.renderers.html.site_pages import kind_of, pages
from pei_dsl.renderers.outlet import visible, within_json
from pei_dsl.renderers.palette import variables
from pei_dsl.reports.evolution_rows import EVOLUTION_COLUMNS, evolution_rows
from pei_dsl.reports.material import Material
from pei_dsl.reports.report import gathered, report_of
from pei_dsl.reports.without_rows import without_rows
from pei_dsl.views.document import Document
from pei_dsl.views.header import entity, header
from pei_dsl.workspace.host_figures import HostValues
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.verbs import HostData

MARK = "pei-sitio.json"
"""The file that tells a folder with a site from others, and says which files are of the site."""
_SCHEMAS = ("evaluacion.schema.json", "explicacion.schema.json")


@attrs.frozen(field_transformer=freezing)
class Site:
    """
    A site.

    Attributes:
        files: Its files by their names, `indicadores/IND.01.OEI.01.html`, in an order that stays.
        diagnostics: What was found in the data of the plan (PEI3xx).
    """

    __repr__ = brief

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...] = ()


def publish(
    loaded: Loaded,
    period: str | int | Period,
    *,
    data: HostData | None = None,
    values: HostValues | None = None,
    methodology: str | None = None,
    on: datetime.date | None = None,
    reading: Limits | None = None,
    partial: bool = False,
    language: str = "es",
) -> Site:
    """
    Return the results of a plan in `period` as the files of a site for a transparency portal.

    A page for each objective, action and indicator, with its ficha, its evolution and how its figure was
    computed; results as CSV and JSON beside, with the schemas of the JSON.  Links are relative, nothing is
    loaded from elsewhere and no script is needed.  No row of the data is in it.

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
        ... ''')
        >>> site = pei_dsl.publish(loaded, 2024)
        >>> [name for name in site.files if name.endswith(".html")]
        ['index.html', 'indicadores/IND.01.OEI.01.html', 'objetivos/OEI.01.html']

    Raises:
        PlanError: The plan has errors, and `partial` is not asked for.
        RequestError: There is no such period or methodology.
    """
    material, found = gathered(
        loaded,
        period,
        data=data,
        values=values,
        methodology=methodology,
        on=on,
        reading=reading,
        partial=partial,
        language=language,
    )
    public = without_rows(material)
    document = report_of(loaded, public)
    return Site(site_files(document, public), (*found, *document.diagnostics))


def site_files(document: Document, material: Material, evaluated: str = "") -> dict[str, bytes]:
    """
    Return the files of the site of a report, by name.

    Args:
        document: The report.
        material: What it is made from, without rows of the data.
        evaluated: The JSON of the evaluation with what it rests on; "" where nobody knows that.
    """
    evaluation, language = material.evaluation, material.language
    frame = Frame(
        language,
        document.cover.title,
        document.cover.entity,
        header([evaluation], language).measured,
        {each.code: place_of(kind_of(each.result), each.code) for each in evaluation.lines()},
    )
    shared = dict(_shared_data(material, evaluated))
    files = {
        **dict(pages(document, frame, list(shared))),
        STYLE: (variables() + _resource("html", "document.css") + _resource("html", "sitio.css")).encode(),
        **shared,
        **dict(_own_data(material)),
    }
    made = {name: files[name] for name in sorted(files)}
    mark = {
        "version": 1,
        "plan": whose(material.plan),
        "archivos": {name: hashlib.sha256(content).hexdigest() for name, content in made.items()},
    }
    return {**made, MARK: _json(mark)}


def whose(plan: Plan) -> list[str]:
    """Return what tells the site of a plan from that of another."""
    return [entity(plan), plan.title]


# ---- Data


def _shared_data(material: Material, evaluated: str) -> Iterator[tuple[str, bytes]]:
    """Yield the data of the whole plan: of the period, and of all years."""
    language = material.language
    years = material.years or (material.evaluation,)
    yield "datos/evaluacion.csv", _csv(render_csv([material.evaluation], language))
    yield (
        "datos/evaluacion.json",
        evaluated.encode() or _json(evaluation_to_json(material.evaluation, language)),
    )
    yield (
        "datos/evolucion.csv",
        _csv(csv_lines.page([EVOLUTION_COLUMNS, *evolution_rows(material)])),
    )
    yield "datos/evolucion.json", _json(evaluations_to_json(years, language))
    for name in _SCHEMAS:
        yield f"datos/{name}", _resource("", name).encode()


def _own_data(material: Material) -> Iterator[tuple[str, bytes]]:
    """Yield the data of each code: its figures by year, and how that of the period came about."""
    rows = [*evolution_rows(material)]
    for line in material.evaluation.lines():
        kind = kind_of(line.result)
        yield (
            place_of(kind, line.code, ".csv"),
            _csv(csv_lines.page([EVOLUTION_COLUMNS, *(row for row in rows if row[0] == line.code)])),
        )
        explanation = _explanation(material, line.result)
        yield place_of(kind, line.code, ".json"), _json(explanation_to_json(explanation, material.language))


def _explanation(material: Material, result: GroupResult | IndicatorResult) -> Explanation | GroupExplanation:
    if isinstance(result, GroupResult):
        return GroupExplanation(material.evaluation, result)
    return material.explanations[result.indicator.code]


def _csv(text: str) -> bytes:
    return csv_lines.BOM + visible(text).encode() + b"\n"


def _json(data: Any) -> bytes:  # noqa: ANN401  (what JSON holds)
    return f"{within_json(json.dumps(data, ensure_ascii=False, indent=2))}\n".encode()


def _resource(folder: str, name: str) -> str:
    return resources.files("pei_dsl.renderers").joinpath(folder, name).read_text("utf-8")
