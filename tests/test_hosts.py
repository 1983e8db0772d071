"""The hosts of docs/hosts run as they stand there."""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pyarrow import parquet

import pei_dsl
from tests.documents import ROOT

HOSTS = ROOT / "docs" / "hosts"
INPE = ROOT / "specs" / "inpe-2019-2027"
PLAN = """plan "PEI"
  periodo: 2024
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Controles"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  fórmula: suma(s.n)
fuente s
  columna n: número
"""


def host(name: str) -> ModuleType:
    found = importlib.util.spec_from_file_location(f"host_{name}", HOSTS / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    return module


# ---- Web service ---------------------------------------------------------------------------------------------


@pytest.fixture
def client() -> Any:  # noqa: ANN401  (a client of FastAPI, whose types change)
    from fastapi.testclient import TestClient

    return TestClient(host("service").app)


def test_the_service_tells_findings(client: Any) -> None:  # noqa: ANN401
    found = client.post("/findings?language=en", json={"text": PLAN.replace("número", "nmero", 1)}).json()

    assert [each["code"] for each in found] == ["PEI117"]
    assert found[0]["place"] == "plan.pei:5:11"


def test_the_service_measures_rows(client: Any) -> None:  # noqa: ANN401
    answer = client.post("/results/2024", json={"text": PLAN, "rows": {"s": [{"n": 4}, {"n": 5}]}})

    assert answer.status_code == 200
    assert answer.json()["findings"] == []
    assert answer.json()["results"]["indicadores"][0]["valor"] == "9"


def test_the_service_refuses_what_is_wrong(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    monkeypatch.setenv("BASE", "sqlite:////etc/passwd")
    stolen = PLAN.replace("fuente s", "fuente s\n  conexión: BASE\n  tabla: t")

    assert client.post("/results/2024", json={"text": PLAN.replace("número", "nmero", 1)}).status_code == 422
    assert client.post("/results/ayer", json={"text": PLAN}).status_code == 400
    assert client.post("/results/2024", json={"text": PLAN, "rows": {"t": []}}).status_code == 400
    assert client.post("/results/2024", json={"text": PLAN * 2000}).status_code == 422
    (finding,) = client.post("/results/2024", json={"text": stolen}).json()["findings"]
    assert finding["code"] == "PEI336"
    assert "permiso" in finding["message"]


# ---- Notebook, batch, job ------------------------------------------------------------------------------------


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    notebook = host("notebook")

    assert "IND.02.OEI.01" in capsys.readouterr().out
    assert "<table>" in notebook.measured._repr_html_()
    assert set(notebook.years) == {"2023", "2024"}


def test_the_batch_writes_every_region_and_month(tmp_path: Path) -> None:
    target = tmp_path / "cifras.parquet"

    assert host("batch").main("20000", str(target)) == 0

    table = parquet.read_table(target)
    assert table.num_rows == 12 * (5 + 1)
    assert set(table.column("región").to_pylist()) == {*host("batch").REGIONS, None}
    assert None not in table.column("valor").to_pylist()


@pytest.mark.parametrize(
    ("change", "period", "code"),
    [
        ({}, "2024", 0),
        ({"plan.pei": ("plan ", "paln ")}, "2024", 1),
        ({"pruebas.pei": ("alcance 57.62%", "alcance 57.63%")}, "2024", 1),
        ({}, "ayer", 2),
    ],
)
def test_the_job_exits_as_the_command_does(
    change: dict[str, tuple[str, str]],
    period: str,
    code: int,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = tmp_path / "plan"
    shutil.copytree(INPE, folder)
    for name, (old, new) in change.items():
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), "utf-8")
    caplog.set_level(logging.INFO)

    assert host("job").main(str(folder), period) == code
    assert caplog.records


def test_the_job_tells_data_that_are_wrong(tmp_path: Path) -> None:
    (tmp_path / "plan.pei").write_text(PLAN.replace("fuente s", "fuente s\n  archivo: s.csv"), "utf-8")
    (tmp_path / "s.csv").write_text("n\ndoce\n", "utf-8")

    assert host("job").main(str(tmp_path), "2024") == 3


# ---- pytest --------------------------------------------------------------------------------------------------


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    plugin = ["-p", "pei_dsl.pytest_plugin", "-p", "no:cacheprovider", "-p", "no:xdist"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""}
    command = [sys.executable, "-m", "pytest", *plugin, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_pytest_runs_the_tests_of_a_plan(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "--pei", str(INPE), "-q")

    assert done.returncode == 0, done.stdout
    assert f"{len(pei_dsl.run_tests(pei_dsl.load(INPE)))} passed" in done.stdout


def test_pytest_tells_which_figure_came_out(tmp_path: Path) -> None:
    (tmp_path / "plan").mkdir()
    test = 'prueba "falla"\n  año: 2024\n  IND.01.OEI.01: valor 3\nprueba "vale"\n  año: 2024\n  IND.01.OEI.01: ND\n'
    (tmp_path / "plan" / "plan.pei").write_text(PLAN + test, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\npei = plan\n", "utf-8")
    (tmp_path / "test_other.py").write_text("def test_other():\n    assert True\n", "utf-8")

    done = run_pytest(tmp_path)

    assert done.returncode == 1
    assert "2 passed" in done.stdout
    assert "1 failed" in done.stdout
    assert "falla" in done.stdout
    assert "ND" in done.stdout


def test_pytest_refuses_a_plan_with_errors(tmp_path: Path) -> None:
    (tmp_path / "plan.pei").write_text(PLAN.replace("número", "nmero", 1), "utf-8")

    done = run_pytest(tmp_path, "--pei", ".")

    assert done.returncode == 1
    assert "PEI117" in done.stdout


def test_without_a_folder_the_plugin_does_nothing(tmp_path: Path) -> None:
    (tmp_path / "plan.pei").write_text(PLAN, "utf-8")

    done = run_pytest(tmp_path)

    assert done.returncode == 5
    assert "no tests ran" in done.stdout
