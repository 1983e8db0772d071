"""A document of another plan or period is not written over without a word, in any format that has documents."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pei_dsl.interchange.renderers import RENDERERS as OF_FILES
from pei_dsl.renderers.registry import RENDERERS, formats_of
from tests.documents import ROOT

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PLAN = """plan "{title}"
  entidad: "{entity}"
  periodo: 2023 a 2024
objetivo OEI.01 "Objetivo"
indicador IND.01.OEI.01 "Uno"
  unidad: número
  sentido: ascendente
  logros: 2023: 2; 2024: 4
  valores: 2023: 2; 2024: {value}
"""
FORMATS = {
    each.name: each.suffixes[0] for each in formats_of("document", renderers={**RENDERERS, **OF_FILES})
}
ONE = {"title": "Plan <uno> & \u201ctodo\u201d", "entity": "Municipalidad de Ñahuimpuquio"}
OTHER = {"title": "Otro plan", "entity": "Municipalidad de Otro Lugar"}


def plan(about: dict[str, str], value: int = 3) -> str:
    return PLAN.format(value=value, **about)


@pytest.mark.parametrize("suffix", FORMATS.values(), ids=FORMATS)
def test_a_report_is_made_again_over_itself_and_not_over_another(run: Run, write: Write, suffix: str) -> None:
    name = f"informe{suffix}"
    write({"plan.pei": plan(ONE)}, "uno")
    write({"plan.pei": plan(OTHER)}, "otro")
    assert run("informe", "uno", "--periodo", "2024", "-o", name).code == 0
    write({"plan.pei": plan(ONE, 4)}, "uno")
    assert run("informe", "uno", "--periodo", "2024", "-o", name).code == 0
    had = Path(name).read_bytes()

    for told, folder, period in (("Otro Lugar", "otro", "2024"), ("2023", "uno", "2023")):
        done = run("informe", folder, "--periodo", period, "-o", name)
        assert done.code == 2
        assert f"«{name}» es un documento de " in done.err
        assert told in done.err
        assert "--reemplazar" in done.err
        assert Path(name).read_bytes() == had
    assert run("informe", "otro", "--periodo", "2024", "-o", name, "--reemplazar").code == 0
    assert Path(name).read_bytes() != had


@pytest.mark.parametrize("suffix", FORMATS.values(), ids=FORMATS)
def test_fichas_are_not_written_over_a_report(run: Run, write: Write, suffix: str) -> None:
    name = f"archivo{suffix}"
    write({"plan.pei": plan(ONE)})
    run("informe", "plan", "--periodo", "2024", "-o", name)

    assert run("ficha", "plan", "-o", name).code == 2


def test_a_comparison_is_not_written_over_a_report_and_is_over_itself(run: Run, write: Write) -> None:
    write({"plan.pei": plan(ONE)}, "antes")
    write({"plan.pei": plan(ONE, 4)}, "después")
    for name in ("archivo.html", "archivo.docx", "archivo.md"):
        run("informe", "antes", "--periodo", "2024", "-o", name)
        asked = ("comparar", "antes", "después", "--periodo", "2024", "-o")

        assert run(*asked, name).code == 2
        assert run(*asked, f"otro.{name}").code == 0
        assert run(*asked, f"otro.{name}").code == 0


def test_a_page_that_says_nothing_of_itself_is_made_again(run: Run, write: Write) -> None:
    """So are those of earlier versions."""
    write({"plan.pei": plan(ONE)})
    run("informe", "plan", "--periodo", "2024", "-o", "informe.html")
    page = Path("informe.html")
    page.write_text(page.read_text("utf-8").replace('<meta name="pei"', '<meta name="x"'), "utf-8")

    assert run("informe", "plan", "--periodo", "2023", "-o", "informe.html").code == 0


def test_no_format_asks_for_the_package_of_another(write: Write, tmp_path: Path) -> None:
    """Twice, since the second report is compared with the first."""
    write({"plan.pei": plan(ONE)})
    program = (
        "import sys; sys.modules.update(lxml=None, docx=None)\n"
        "from click.testing import CliRunner\n"
        "from pei_dsl.cli.group import pei\n"
        "for suffix in 2 * sys.argv[1:]:\n"
        "    asked = ['informe', 'plan', '--periodo', '2024', '-o', f'informe{suffix}']\n"
        "    done = CliRunner().invoke(pei, asked)\n"
        "    assert done.exit_code == 0, (suffix, done.output)\n"
    )
    others = [each for each in FORMATS.values() if each != ".docx"]
    done = subprocess.run(
        [sys.executable, "-c", program, *others],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert done.returncode == 0, done.stderr.decode()
    assert len(others) == 4
