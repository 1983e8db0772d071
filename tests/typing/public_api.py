"""Read by mypy only: the public names keep their types."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, assert_type

import pei_dsl

# ---- Reading a plan

loaded = pei_dsl.load("specs/inpe-2019-2027")
assert_type(loaded, pei_dsl.Loaded)
assert_type(pei_dsl.load(Path("specs/inpe-2019-2027")), pei_dsl.Loaded)
assert_type(pei_dsl.load_text('plan "PEI"', name="plan.pei", root=None), pei_dsl.Loaded)
assert_type(pei_dsl.check("specs/inpe-2019-2027"), pei_dsl.Checked)
assert_type(pei_dsl.__version__, str)

assert_type(pei_dsl.lint(loaded), tuple[pei_dsl.Diagnostic, ...])
for diagnostic in (*loaded.errors, *loaded.diagnostics, *pei_dsl.check("specs").diagnostics):
    assert_type(diagnostic, pei_dsl.Diagnostic)
    assert_type(diagnostic.code, pei_dsl.DiagnosticCode)
    assert_type(diagnostic.severity, pei_dsl.Severity)

assert_type(pei_dsl.apply_fixes("plan", loaded.diagnostics), str)

# ---- Following up

followed = pei_dsl.follow_up(loaded, 2024, on=datetime.date(2025, 6, 30))
assert_type(followed, pei_dsl.FollowUp)
assert_type(followed.supports, tuple[pei_dsl.Support, ...])
assert_type(followed.overdue, tuple[pei_dsl.FollowedCommitment, ...])
assert_type(followed.unexplained, tuple[pei_dsl.GroupResult, ...])
assert_type(pei_dsl.follow_up_to_json(followed), dict[str, Any])

# ---- Comparing

compared = pei_dsl.compare(loaded, None, (2023, 2024), methodology=("ceplan", None))
assert_type(compared, pei_dsl.Comparison)
days = (datetime.date(2024, 6, 30), datetime.date(2024, 12, 31))
assert_type(pei_dsl.compare(loaded, None, 2024, in_force_on=days), pei_dsl.Comparison)
assert_type(pei_dsl.report(loaded, 2024, comparison=compared), pei_dsl.Document)
assert_type(pei_dsl.easier_findings(compared), tuple[pei_dsl.Diagnostic, ...])
assert_type(compared.mean, pei_dsl.MovedFigure | None)
assert_type(compared.moved, tuple[pei_dsl.MovedFigure, ...])
assert_type(compared.moved[0].shares, tuple[pei_dsl.MovementShare, ...])
assert_type(compared.easier, tuple[pei_dsl.MadeEasier, ...])
assert_type(pei_dsl.comparison_to_json(compared), dict[str, Any])

# ---- Workbooks

assert_type(pei_dsl.import_workbook("matriz.xlsx", b""), pei_dsl.Imported | pei_dsl.Diagnostic)
assert_type(pei_dsl.source_text("datos/egresos.csv", "egresos"), str | pei_dsl.Diagnostic)
assert_type(pei_dsl.capture_workbook(loaded, 2024), bytes)
found_in_data: list[pei_dsl.Diagnostic] = []
assert_type(pei_dsl.capture_workbook(loaded, findings=found_in_data), bytes)
assert_type(pei_dsl.long_table(loaded, findings=found_in_data), str)
assert_type(pei_dsl.report_b7_workbook(loaded, "2024", methodology="exacta"), bytes)

# ---- The plan

plan = loaded.plan
assert_type(plan, pei_dsl.Plan)
assert_type(plan.period, tuple[pei_dsl.Period, pei_dsl.Period] | None)
assert_type(plan.groups, Mapping[str, pei_dsl.Group])
assert_type(plan.sources, Mapping[str, pei_dsl.DataSource])
assert_type(plan.methodology, pei_dsl.Methodology)

indicator = plan.indicators["IND.02.OEI.01"]
assert_type(indicator, pei_dsl.Indicator)
assert_type(indicator.direction, pei_dsl.Direction)
assert_type(indicator.decimals, int | None)
assert_type(indicator.sources, tuple[str, ...])

# ---- Measuring it

measured = pei_dsl.evaluate(loaded, 2024)
assert_type(measured, pei_dsl.Measured)
assert_type(measured.diagnostics, tuple[pei_dsl.Diagnostic, ...])
assert_type(measured.evaluation, pei_dsl.Evaluation)
assert_type(
    pei_dsl.evaluate(
        loaded,
        "2024-S1",
        data={"población": [{"mes": "2024-06", "personas": 99_448}]},
        values={"IND.02.OEI.01": {2024: Fraction(223, 10_000), "2023": "0.0251"}},
        methodology="exacta",
    ),
    pei_dsl.Measured,
)

result = measured.evaluation.indicators["IND.02.OEI.01"]
assert_type(result, pei_dsl.IndicatorResult)
assert_type(result.value, Fraction | pei_dsl.Absence)
assert_type(result.achievement, pei_dsl.Achievement | pei_dsl.Absence)
assert_type(result.color, str | None)
assert_type(result.absence, pei_dsl.Absence | None)

group = measured.evaluation.groups["OEI.01"]
assert_type(group, pei_dsl.GroupResult)
assert_type(group.achievement, Fraction | pei_dsl.Absence)
assert_type(group.exact, Fraction | None)

reached = pei_dsl.achievement(pei_dsl.Direction.ASCENDING, Fraction(1), Fraction(2))
assert_type(reached, pei_dsl.Achievement | pei_dsl.Absence)
if isinstance(reached, pei_dsl.Absence):
    assert_type(reached.reason, pei_dsl.Reason)
else:
    assert_type(reached.shown, Fraction)

# ---- Its text

assert_type(pei_dsl.format_text("plan", english=True), str)

# ---- Auditing it

audited = pei_dsl.audit(loaded, 2024, values={"IND.01.OEI.01": {2024: "0.56"}}, methodology="ceplan")
assert_type(audited, pei_dsl.Audit)
assert_type(audited.findings, tuple[pei_dsl.Finding, ...])
assert_type(audited.contradictions, list[pei_dsl.Finding])
assert_type(pei_dsl.audit_to_json(audited, "en"), dict[str, Any])
# ---- Breaking it down

broken, found = pei_dsl.break_down(
    loaded,
    [2024, "2024-S1"],
    ["región"],
    reading=pei_dsl.Reading(pei_dsl.Engine.DUCKDB, memory="2GB", folder=Path("copias"), seconds=1.5),
)
assert_type(broken, pei_dsl.Breakdown)
assert_type(
    broken.groups, tuple[tuple[Fraction | str | datetime.date | bool | pei_dsl.Moment | None, ...], ...]
)
assert_type(found, tuple[pei_dsl.Diagnostic, ...])
for series in broken.series:
    assert_type(series, pei_dsl.Series)
    assert_type(series.total, Fraction | pei_dsl.Absence)
    assert_type(series.values, Sequence[Fraction | pei_dsl.Absence])
assert_type(pei_dsl.breakdown_to_json(broken), dict[str, Any])
assert_type(pei_dsl.breakdown_to_arrow(broken, "en"), Any)  # pyarrow comes without types
assert_type(pei_dsl.evaluate(loaded, 2024, reading=pei_dsl.Reading(seconds=2)), pei_dsl.Measured)

# ---- Explaining and testing it

explained = pei_dsl.explain(loaded, "OEI.01", 2024)
assert_type(explained, pei_dsl.Explanation | pei_dsl.GroupExplanation)

for run in pei_dsl.run_tests(loaded):
    assert_type(run, pei_dsl.TestRun)
    assert_type(run.holds, bool)
    assert_type(run.checks, tuple[pei_dsl.Check, ...])

assert_type(pei_dsl.evaluation_to_json(measured.evaluation), dict[str, Any])

# ---- Permissions, limits, errors

granted = pei_dsl.Permissions(roots=["datos"], variables=["PEI_BASE"])
assert_type(granted.variables, frozenset[str] | None)
assert_type(pei_dsl.load("specs", permissions=granted), pei_dsl.Loaded)
assert_type(pei_dsl.evaluate(loaded, 2024, reading=pei_dsl.Limits(seconds=2), partial=True), pei_dsl.Measured)
assert_type(pei_dsl.PlanError(()).findings, tuple[pei_dsl.Diagnostic, ...])
assert_type(pei_dsl.MissingExtraError("excel").command, str)
assert_type(measured.evaluation.rows(), list[dict[str, Any]])
verified = pei_dsl.verify("resultado.json", "plan", language="en")
assert_type(verified, pei_dsl.Verification)
assert_type(verified.differences, tuple[pei_dsl.Difference, ...])
assert_type(verified.changes[0].ground, pei_dsl.Ground)
assert_type(verified.holds, bool)
with open("p.zip", "wb") as packing:  # noqa: PTH123
    packed = pei_dsl.package(loaded, [2024], packing, with_data=False)
assert_type(packed, pei_dsl.Packed)
assert_type(packed.left, tuple[pei_dsl.Left, ...])
assert_type(packed.left[0].why, pei_dsl.Stays)
assert_type(pei_dsl.render(measured, "json", language="en"), str)
assert_type(pei_dsl.Workspace.open("specs").edited(pei_dsl.SetTitle(pei_dsl.PLAN, "PEI")), pei_dsl.Workspace)

# ---- Editing

workspace = pei_dsl.Workspace.open("specs/inpe-2019-2027")
position = pei_dsl.TextPosition(3, 2)
within = pei_dsl.TextRange(position, position)
assert_type(pei_dsl.placed_findings(workspace), tuple[pei_dsl.PlacedFinding, ...])
assert_type(pei_dsl.hover(workspace, "plan.pei", position, period=2024), pei_dsl.Hover | None)
assert_type(pei_dsl.completions(workspace, "plan.pei", position), tuple[pei_dsl.Completion, ...])
assert_type(pei_dsl.signature_help(workspace, "plan.pei", position), pei_dsl.SignatureHelp | None)
assert_type(pei_dsl.definitions(workspace, "plan.pei", position), tuple[pei_dsl.TextPlace, ...])
assert_type(pei_dsl.references(workspace, "plan.pei", position), tuple[pei_dsl.TextPlace, ...])
assert_type(pei_dsl.renamable(workspace, "plan.pei", position), tuple[pei_dsl.TextRange, str] | None)
assert_type(pei_dsl.renamed(workspace, "plan.pei", position, "x").edits, tuple[pei_dsl.TextEdit, ...])
assert_type(pei_dsl.document_symbols(workspace, "plan.pei"), tuple[pei_dsl.Symbol, ...])
assert_type(pei_dsl.workspace_symbols(workspace, "agua"), tuple[pei_dsl.Symbol, ...])
assert_type(pei_dsl.inlay_hints(workspace, "plan.pei", within), tuple[pei_dsl.InlayHint, ...])
assert_type(pei_dsl.code_actions(workspace, "plan.pei", within), tuple[pei_dsl.CodeAction, ...])
assert_type(
    pei_dsl.declared_source(workspace, "plan.pei", position, "datos/x.csv"),
    tuple[pei_dsl.TextEdit, ...] | pei_dsl.Diagnostic,
)
assert_type(pei_dsl.formatting_edits(workspace, "plan.pei"), tuple[pei_dsl.TextEdit, ...])
assert_type(pei_dsl.folds(workspace, "plan.pei"), tuple[pei_dsl.Fold, ...])
assert_type(pei_dsl.semantic_tokens(workspace, "plan.pei"), tuple[pei_dsl.SemanticToken, ...])
