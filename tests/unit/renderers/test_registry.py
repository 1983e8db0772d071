"""All pairs of subject and format: each renders a real plan, in both languages, and a pair that is none fails."""

from __future__ import annotations

import functools
import io

import attrs
import pytest

from pei_dsl.auditing.audit import audit
from pei_dsl.data.reading import Reading
from pei_dsl.diagnostics import pages
from pei_dsl.evaluation.checks import run_tests
from pei_dsl.evaluation.explain import explain
from pei_dsl.gaps.gap import gaps
from pei_dsl.interchange.importing import Imported, import_workbook
from pei_dsl.interchange.renderers import RENDERERS as EXCHANGED
from pei_dsl.interchange.showing import SUBJECTS, SUBJECTS_OF_SEVERAL
from pei_dsl.interchange.written import Export
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.renderers.facts import describe_plan
from pei_dsl.renderers.formats import FORMATS
from pei_dsl.renderers.registry import RENDERERS, NoRendererError, formats_of, render, write
from pei_dsl.renderers.style import Style
from pei_dsl.reports.report import report
from pei_dsl.views.evaluations import Evaluations
from pei_dsl.views.findings_page import FindingsPage
from pei_dsl.views.tree_page import plan_tree
from pei_dsl.views.verification import Verification
from pei_dsl.workspace.breaking_down import breaking_down
from pei_dsl.workspace.comparing_plans import compare
from pei_dsl.workspace.inventory import inventory
from pei_dsl.workspace.loading import load
from pei_dsl.workspace.questions import follow_up
from pei_dsl.workspace.verbs import evaluate, reading_data

ALL = {**RENDERERS, **EXCHANGED}
MATRIX = "Código;Indicador;Unidad;Sentido;Logro 2024;Valor 2024\nIND.01.OEI.01;Uno;número;ascendente;3;2\n"


@functools.cache
def shown() -> dict[str, object]:
    """Return something to show of every subject, for the plan of INPE in 2024."""
    loaded = load("specs/inpe-2019-2027")
    plan, year = loaded.plan, Period.parse("2024")
    assert year is not None
    one = evaluate(loaded, 2024).evaluation
    with reading_data(loaded) as (data, _):
        audited = audit(plan, year, data, plan.methodology)
        explained = explain(plan, "OEI.01", year, data, plan.methodology)
        missing = gaps(plan, year, data, plan.methodology)
        runs = run_tests(plan, data)
    with breaking_down(loaded, year.parts(Granularity.QUARTER), []) as (lazy, _):
        broken_down = attrs.evolve(lazy, series=tuple(lazy.series))
    imported = import_workbook("matriz.csv", MATRIX.encode())
    assert isinstance(imported, Imported)
    return {
        "verification": Verification("r.json", "plan", "evaluar 2024", "0.1.0", sealed=True),
        "evaluation": Evaluations(((one,),)),
        "breakdown": broken_down,
        "explanation": explained,
        "message": pages.page("PEI203", "es"),
        "description": [describe_plan(plan, inventory(loaded))],
        "tree": plan_tree(plan, inventory(loaded)),
        "audit": audited,
        "gaps": missing,
        "follow_up": follow_up(loaded, 2024),
        "comparison": compare(loaded, None, (2023, 2024)),
        "tests": runs,
        "document": report(loaded, 2024),
        "findings": FindingsPage(loaded.diagnostics),
        "export": Export(loaded, Reading(), "captura"),
        "import": imported,
    }


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(("subject", "name"), ALL)
def test_every_pair_renders_a_real_plan(subject: str, name: str, language: str) -> None:
    stream = io.BytesIO()
    write(subject, name, shown()[subject], Style(language), stream, renderers=ALL)
    made = stream.getvalue()

    if subject != "findings":  # of which that plan has none, and then a line for each is nothing
        assert made
    if not FORMATS[name].is_binary:
        assert made.removeprefix(FORMATS[name].begins).decode() == "".join(
            render(subject, name, shown()[subject], Style(language), renderers=ALL)
        )
        assert made.endswith(b"\n") or not made


@pytest.mark.parametrize("subject", sorted({subject for subject, _ in ALL}))
def test_a_pair_that_is_none_fails(subject: str) -> None:
    written = formats_of(subject, renderers=ALL)
    for name in {*FORMATS, "nada"} - {each.name for each in written}:
        with pytest.raises(NoRendererError, match=f"{subject} is not written"):
            write(subject, name, shown()[subject], Style(), io.BytesIO(), renderers=ALL)


def test_a_host_can_have_every_page() -> None:
    """`render` knows a subject by the type of what is shown; messages have a verb of their own."""
    known = {*SUBJECTS.values(), *SUBJECTS_OF_SEVERAL.values()}

    assert {subject for subject, _ in RENDERERS} - known == {"message"}


def test_bytes_are_no_text() -> None:
    with pytest.raises(NoRendererError, match="as a text in parquet"):
        render("breakdown", "parquet", shown()["breakdown"], Style())


def test_every_format_is_written_by_something() -> None:
    assert {name for _, name in ALL} == set(FORMATS)


def test_a_suffix_means_one_kind_of_file() -> None:
    """Within a subject the suffix alone decides, but for ways to say the same in plain text."""
    for subject in {subject for subject, _ in ALL}:
        suffixes = [
            suffix
            for each in formats_of(subject, renderers=ALL)
            for suffix in each.suffixes
            if suffix != ".txt"
        ]
        assert len(suffixes) == len(set(suffixes)), subject
