"""The warnings about figures that are shown, from what was read for them: nothing is read again."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pei_dsl.analysis.lints.all_lints import WARNINGS
from pei_dsl.analysis.lints.subject import Readings
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.evaluation.evaluate import Data
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.model.periods import Period
from pei_dsl.workspace import settings as pei_toml
from pei_dsl.workspace.lint import with_warnings
from pei_dsl.workspace.loaded import Loaded

# More rows than this take longer to look at than most plans take to be measured.
FEW_ROWS = 20_000


def warnings_beside(loaded: Loaded, evaluations: Sequence[Evaluation], data: Data) -> tuple[Diagnostic, ...]:
    """
    Return the warnings of `revisar` that can be told from what `evaluations` rest on.

    They are weighed and allowed as there.  It may find more: it reads what is not needed for a figure.
    """
    settings = pei_toml.Settings() if loaded.root is None else pei_toml.read(loaded.root)[0]
    tables = {
        name: table
        for name, table in data.tables.items()
        if isinstance(table, Table) and len(table.rows) <= FEW_ROWS
    }
    readings = Readings(tables, data.registered, _computed(evaluations), complete=False)
    found = with_warnings(loaded.diagnostics, loaded.plan, loaded.files, settings, lambda: readings)
    return tuple(each for each in found if each.severity is Severity.WARNING and each.code in WARNINGS)


def _computed(evaluations: Sequence[Evaluation]) -> dict[str, dict[Period, Fraction]]:
    found: dict[str, dict[Period, Fraction]] = {}
    for evaluation in evaluations:
        for code, result in evaluation.indicators.items():
            if isinstance(result.computed, Fraction):
                found.setdefault(code, {})[evaluation.period] = result.computed
    return found
