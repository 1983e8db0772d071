"""The plugin of pytest: `pytest --pei FOLDER` runs the `prueba` blocks and examples of a plan as tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import pei_dsl


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--pei`, and the setting `pei`; without either the plugin does nothing."""
    group = parser.getgroup("pei", "planes PEI")
    told = "run the `prueba` blocks and the examples of the plan in FOLDER; may be repeated"
    group.addoption("--pei", action="append", metavar="FOLDER", default=[], help=told)
    parser.addini("pei", f"{told} (folders, one a line, from the root)", type="paths", default=[])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the tests of the plans to those that pytest has found."""
    for each in [*config.getoption("--pei"), *config.getini("pei")]:
        folder = Path(each).resolve()
        items.extend(Plan.from_parent(session, folder=folder, name=folder.name).collect())


class Plan(pytest.Collector):
    """A plan, whose tests are the items."""

    def __init__(self, *, folder: Path, **rest: Any) -> None:  # noqa: ANN401  (pytest's own)
        super().__init__(**rest, nodeid=rest["name"])
        self.folder = folder

    def collect(self) -> Iterable[PlanTest]:
        """Return a test for each `prueba` and example; one that fails for a plan with errors."""
        loaded = pei_dsl.load(self.folder)
        if loaded.errors:
            return [PlanTest.from_parent(self, name="plan", problem=pei_dsl.render(loaded.errors))]
        return [
            PlanTest.from_parent(self, name=run.title, problem="" if run.holds else pei_dsl.render([run]))
            for run in pei_dsl.run_tests(loaded)
        ]


class PlanTest(pytest.Item):
    """A `prueba` or an example."""

    def __init__(self, *, problem: str, **rest: Any) -> None:  # noqa: ANN401  (pytest's own)
        super().__init__(**rest)
        self.problem = problem
        self.funcargs: dict[str, object] = {}  # it takes none; other plugins look there at every test

    def runtest(self) -> None:
        """Fail when it does not hold."""
        if self.problem:
            raise DoesNotHoldError(self.problem)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]  # a text will do
        """Return what did not come out."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return the plan and the title of the test."""
        return self.parent.folder, None, self.name  # type: ignore[union-attr]  # the plan


class DoesNotHoldError(AssertionError):
    """A figure is not what its test says."""
