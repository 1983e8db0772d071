"""Work on an older version stops wherever it is, lints over data too, and is done whole when it is asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from pei_dsl.analysis.lints.all_lints import LINTS, RESTING_ON_DATA
from pei_dsl.data.readers.opened import ROWS_BETWEEN
from pei_dsl.workspace.latest import Latest, SupersededError
from pei_dsl.workspace.workspace import Workspace
from tests.studio_pages import write_plan

ROWS = 5 * ROWS_BETWEEN
DATA = """\
variable hechos = suma(controles.hechos si región = "Lima")
fuente controles "Registro"
  archivo: controles.csv
  columna región: texto
  columna hechos: número
registro "Valores"
  archivo: valores.csv
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = write_plan(tmp_path / "plan", datos=DATA)
    rows = "".join(f"{'Lima' if number % 2 else 'Total'},{number}\n" for number in range(ROWS))
    (folder / "controles.csv").write_text(f"región,hechos\n{rows}", "utf-8")
    (folder / "valores.csv").write_text("código,periodo,valor\nIND.01.OEI.01,2025,70%\n", "utf-8")
    return Workspace.open(folder)


class _Stopping:
    """Counts how often somebody asks whether to go on, and stops at one time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.stops_at = 0, -1
        original = Latest.check

        def check(latest: Latest) -> None:
            self.asked += 1
            if self.asked == self.stops_at:
                latest.next()
            original(latest)

        monkeypatch.setattr(Latest, "check", check)


def test_lints_over_data_may_be_stopped_at_any_time(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = workspace.apart().diagnostics
    assert {each.code for each in whole} & RESTING_ON_DATA
    stopping = _Stopping(monkeypatch)
    assert workspace.apart().diagnostics == whole
    often = stopping.asked
    assert often > len(LINTS) + ROWS / ROWS_BETWEEN

    for number in range(2, often, 7):
        stopping.asked, stopping.stops_at = 0, number
        other = workspace.apart()
        with pytest.raises(SupersededError):
            _ = other.diagnostics
        assert stopping.asked == number
        stopping.stops_at = -1
        assert other.diagnostics == whole
