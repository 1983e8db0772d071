"""
The indicators of Peruvian strategic plans as a language, with an exact evaluator.

    >>> import pei_dsl
    >>> loaded = pei_dsl.load_text('objetivo OEI.01 "Salud"')
    >>> [each.code for each in loaded.diagnostics]
    ['PEI403']

The verbs are `load`, `load_text`, `check`, `lint`, `evaluate`, `evaluate_many`, `break_down`, `explain`,
`run_tests` and `audit`; what they return are immutable values.  `format_text` gives a text its canonical
form; `import_workbook`, `capture_workbook` and `report_b7_workbook` go out of Excel and back.  Nothing
prints, nothing is global.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pei_dsl.auditing.contradictions import Audit as Audit
    from pei_dsl.auditing.contradictions import Finding as Finding
    from pei_dsl.data.aggregates import Outcome as Outcome
    from pei_dsl.data.reading import Engine as Engine
    from pei_dsl.data.reading import Reading as Reading
    from pei_dsl.diagnostics import Diagnostic as Diagnostic
    from pei_dsl.diagnostics import Severity as Severity
    from pei_dsl.diagnostics.mending import apply_fixes as apply_fixes
    from pei_dsl.evaluation.achievement import achievement as achievement
    from pei_dsl.evaluation.breakdown import Breakdown as Breakdown
    from pei_dsl.evaluation.breakdown import Series as Series
    from pei_dsl.evaluation.checks import Check as Check
    from pei_dsl.evaluation.checks import TestRun as TestRun
    from pei_dsl.evaluation.explain import Explanation as Explanation
    from pei_dsl.evaluation.explain import GroupExplanation as GroupExplanation
    from pei_dsl.evaluation.results import Achievement as Achievement
    from pei_dsl.evaluation.results import Evaluation as Evaluation
    from pei_dsl.evaluation.results import GroupResult as GroupResult
    from pei_dsl.evaluation.results import IndicatorResult as IndicatorResult
    from pei_dsl.interchange.exporting import capture_workbook as capture_workbook
    from pei_dsl.interchange.exporting import report_b7_workbook as report_b7_workbook
    from pei_dsl.interchange.importing import Imported as Imported
    from pei_dsl.interchange.importing import import_workbook as import_workbook
    from pei_dsl.model.absence import Absence as Absence
    from pei_dsl.model.absence import Reason as Reason
    from pei_dsl.model.methodology import Color as Color
    from pei_dsl.model.methodology import Methodology as Methodology
    from pei_dsl.model.periods import Period as Period
    from pei_dsl.model.plan import DataSource as DataSource
    from pei_dsl.model.plan import Direction as Direction
    from pei_dsl.model.plan import Group as Group
    from pei_dsl.model.plan import Indicator as Indicator
    from pei_dsl.model.plan import Plan as Plan
    from pei_dsl.renderers.audit_json import audit_to_json as audit_to_json
    from pei_dsl.renderers.breakdown_arrow import breakdown_to_arrow as breakdown_to_arrow
    from pei_dsl.renderers.breakdown_json import breakdown_to_json as breakdown_to_json
    from pei_dsl.renderers.evaluation_json import evaluation_to_json as evaluation_to_json
    from pei_dsl.renderers.evaluation_json import evaluations_to_json as evaluations_to_json
    from pei_dsl.workspace.formatting import format_text as format_text
    from pei_dsl.workspace.loaded import Loaded as Loaded
    from pei_dsl.workspace.loading import Checked as Checked
    from pei_dsl.workspace.loading import check as check
    from pei_dsl.workspace.loading import load as load
    from pei_dsl.workspace.loading import load_text as load_text
    from pei_dsl.workspace.verbs import Measured as Measured
    from pei_dsl.workspace.verbs import audit as audit
    from pei_dsl.workspace.verbs import break_down as break_down
    from pei_dsl.workspace.verbs import evaluate as evaluate
    from pei_dsl.workspace.verbs import evaluate_many as evaluate_many
    from pei_dsl.workspace.verbs import explain as explain
    from pei_dsl.workspace.verbs import lint as lint
    from pei_dsl.workspace.verbs import run_tests as run_tests

__version__ = "0.1.0"

# Public names are imported when used, so that `pei --help` does not wait for the parser.
_PUBLIC = {
    "Absence": "model.absence",
    "Achievement": "evaluation.results",
    "Audit": "auditing.contradictions",
    "Breakdown": "evaluation.breakdown",
    "Check": "evaluation.checks",
    "Checked": "workspace.loading",
    "Color": "model.methodology",
    "DataSource": "model.plan",
    "Diagnostic": "diagnostics",
    "Direction": "model.plan",
    "Engine": "data.reading",
    "Evaluation": "evaluation.results",
    "Explanation": "evaluation.explain",
    "Finding": "auditing.contradictions",
    "Group": "model.plan",
    "GroupExplanation": "evaluation.explain",
    "GroupResult": "evaluation.results",
    "Imported": "interchange.importing",
    "Indicator": "model.plan",
    "IndicatorResult": "evaluation.results",
    "Loaded": "workspace.loaded",
    "Measured": "workspace.verbs",
    "Methodology": "model.methodology",
    "Outcome": "data.aggregates",
    "Period": "model.periods",
    "Plan": "model.plan",
    "Reading": "data.reading",
    "Reason": "model.absence",
    "Series": "evaluation.breakdown",
    "Severity": "diagnostics",
    "TestRun": "evaluation.checks",
    "achievement": "evaluation.achievement",
    "apply_fixes": "diagnostics.mending",
    "audit": "workspace.verbs",
    "audit_to_json": "renderers.audit_json",
    "break_down": "workspace.verbs",
    "breakdown_to_arrow": "renderers.breakdown_arrow",
    "breakdown_to_json": "renderers.breakdown_json",
    "capture_workbook": "interchange.exporting",
    "check": "workspace.loading",
    "evaluate": "workspace.verbs",
    "evaluate_many": "workspace.verbs",
    "evaluation_to_json": "renderers.evaluation_json",
    "evaluations_to_json": "renderers.evaluation_json",
    "explain": "workspace.verbs",
    "format_text": "workspace.formatting",
    "lint": "workspace.verbs",
    "import_workbook": "interchange.importing",
    "load": "workspace.loading",
    "load_text": "workspace.loading",
    "report_b7_workbook": "interchange.exporting",
    "run_tests": "workspace.verbs",
}

__all__ = ["__version__", *_PUBLIC]  # noqa: PLE0604  (the keys are strings)


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(f"pei_dsl.{_PUBLIC[name]}"), name)
