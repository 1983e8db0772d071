"""The shipped plans: they are clean, their tests hold, and INPE's figures are those that the report prints."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

import pei_dsl
from pei_dsl.auditing.contradictions import Severity
from pei_dsl.diagnostics.catalogue import told
from pei_dsl.views.audit_words import figure
from pei_dsl.workspace.loading import check

SPECS = Path(__file__).parents[1] / "specs"
FOLDERS = sorted({path.parent for path in SPECS.rglob("*.pei")})
INPE = SPECS / "inpe-2019-2027"


@pytest.fixture(name="folder", params=FOLDERS, ids=lambda path: path.relative_to(SPECS).as_posix())
def _folder(request: pytest.FixtureRequest) -> Path:
    folder: Path = request.param
    return folder


@pytest.fixture(name="inpe", scope="module")
def _inpe() -> pei_dsl.Evaluation:
    measured = pei_dsl.evaluate(pei_dsl.load(INPE), 2024)

    assert not measured.diagnostics
    return measured.evaluation


def test_every_shipped_plan_is_clean(folder: Path) -> None:
    """No finding of any severity: texts, data files, their columns."""
    assert check(folder).diagnostics == ()


def test_every_shipped_plan_has_the_canonical_form(folder: Path) -> None:
    """`pei formatear specs` would change nothing."""
    for file in folder.glob("*.pei"):
        assert pei_dsl.format_text(file.read_text("utf-8")) == file.read_bytes().decode(), file.name


def test_every_shipped_plan_declares_tests_and_they_hold(folder: Path) -> None:
    """A plan without comparisons would pass in silence, so there must be some."""
    runs = pei_dsl.run_tests(pei_dsl.load(folder))

    assert sum(len(run.checks) for run in runs) > 0
    assert [check for run in runs for check in run.checks if not check.holds] == []


def test_inpe_has_the_objectives_actions_and_indicators_of_tables_1_3_and_7(inpe: pei_dsl.Evaluation) -> None:
    """3 objectives, 11 actions, 17 indicators."""
    levels = [result.group.level.value for result in inpe.groups.values()]

    assert (levels.count("objetivo"), levels.count("acción"), len(inpe.indicators)) == (3, 11, 17)


# Table 3 and table 7, column «Alcance Tipo I (%)», read from the report by hand; None is ND.
PRINTED = {
    "OEI.01": "57.62",
    "OEI.02": "100.00",
    "OEI.03": "0.00",
    "AEI.01.01": "100",
    "AEI.01.02": "100",
    "AEI.01.03": "7.25",
    "AEI.01.04": "38.67",
    "AEI.01.05": "28.62",
    "AEI.01.06": "76.23",
    "AEI.02.01": "100",
    "AEI.02.02": None,
    "AEI.02.03": "84.91",
    "AEI.02.04": "70.67",
    "AEI.03.01": "0",
}


def test_inpe_groups_have_the_printed_figures(inpe: pei_dsl.Evaluation) -> None:
    """Independent of the plan's own `prueba` blocks."""
    found = {
        code: None if isinstance(result.achievement, pei_dsl.Absence) else result.achievement
        for code, result in inpe.groups.items()
    }

    assert found == {code: None if text is None else Fraction(text) for code, text in PRINTED.items()}


def test_inpe_zero_goals_are_not_programmed(inpe: pei_dsl.Evaluation) -> None:
    """The two indicators whose goal is zero are ND for that reason, and keep their value."""
    absent = {code: result for code, result in inpe.indicators.items() if result.absence is not None}

    assert sorted(absent) == ["IND.01.AEI.02.02", "IND.02.AEI.01.03"]
    for result in absent.values():
        assert result.absence is not None
        assert result.absence.reason is pei_dsl.Reason.NOT_PROGRAMMED
        assert result.value == 0


def _contradictions() -> Iterator[pei_dsl.Check]:
    for run in pei_dsl.run_tests(pei_dsl.load(INPE)):
        yield from (check for check in run.checks if check.contradicts is not None)


@pytest.mark.parametrize(
    ("what", "printed", "found"),
    [
        ("AEI.01.03 alcance", "3.62%", "7.25%"),
        ("IND.01.AEI.01.05 calculado", "5.79", "5.73"),
        ("IND.01.AEI.01.02 valor", "94%", "93%"),
        ("IND.01.AEI.02.02 alcance", "0%", "ND (no programado)"),
        ("IND.02.AEI.01.03 alcance", "0%", "ND (no programado)"),
    ],
)
def test_inpe_writes_down_where_the_report_contradicts_itself(what: str, printed: str, found: str) -> None:
    """Each names the sections of both readings, and really differs."""
    matching = [
        check
        for check in _contradictions()
        if told(check.what, "es") == what and told(check.expected, "es") == printed
    ]

    assert [told(check.found, "es") for check in matching] == [found] * len(matching) != []
    for each in matching:
        assert each.holds
        assert "ección" in (each.contradicts or "") or "abla" in (each.contradicts or "")


# What the case study of the report says that a machine can see, and how the audit words it.
@pytest.mark.parametrize(
    ("code", "subject", "printed", "found"),
    [
        ("PEI510", "IND.01.AEI.01.05", "5.79", "5.73"),
        ("PEI518", "IND.01.AEI.01.05", "28.62%", "28.32%"),
        ("PEI518", "AEI.01.05", "28.62%", "28.32%"),
        ("PEI511", "AEI.01.03", "3.62%", "7.25%"),
        ("PEI515", "AEI.01.03", "7.25%", "3.62%"),
        ("PEI511", "IND.02.AEI.01.03", "0%", "ND (no programado)"),
        ("PEI511", "IND.01.AEI.01.02", "94%", "93%"),
        ("PEI513", "A de IND.01.AEI.01.02", "1,230", "1,235"),
        ("PEI513", "B de IND.01.AEI.01.02", "1,309", "1,328"),
        ("PEI514", "IND.01.OEI.01", "0.56", "0.72"),
        ("PEI515", "AEI.02.02", "ND", "0.00%"),
        ("PEI511", "IND.01.AEI.02.02", "0%", "ND (no programado)"),
        ("PEI519", "IND.01.AEI.02.02", "0%", "0"),
        ("PEI513", "aumento_pope", "4,689", "17,942"),
    ],
)
def test_the_audit_of_inpe_finds(code: str, subject: str, printed: str, found: str) -> None:
    [finding] = [each for each in audited().contradictions if (each.code, each.subject) == (code, subject)]

    assert [figure(side) for side in finding.sides[:2]] == [printed, found]


def test_the_audit_of_inpe_finds_nothing_else() -> None:
    """What no rounding explains is in the list above; the digits of table 7 are no contradiction."""
    found = audited()

    assert len(found.contradictions) == 14
    assert {(each.subject, figure(each.sides[0])) for each in found.of(Severity.EXPLAINED)} == {
        ("IND.01.AEI.01.06", "3.75"),
        ("IND.01.AEI.01.06", "76.23%"),
        ("IND.01.AEI.02.04", "70.67%"),
    }


def test_the_audit_of_inpe_finds_what_was_written_down_by_hand() -> None:
    """Every contradiction that a `prueba` declares is about a figure that the audit finds by itself."""
    subjects = {each.subject for each in audited().contradictions}
    declared = {str(told(check.what, "es")).split()[0] for check in _contradictions()}

    assert len(list(_contradictions())) == 13
    assert declared <= subjects


@functools.cache
def audited() -> pei_dsl.Audit:
    return pei_dsl.audit(pei_dsl.load(INPE), 2024)
