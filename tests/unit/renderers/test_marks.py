"""Earlier results are known by their marks: every result has one, and nothing that people write does."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pei_dsl.renderers.marks import MARKS, bears_mark
from pei_dsl.renderers.registry import RENDERERS, formats_of, write
from pei_dsl.renderers.style import Style
from tests.unit.renderers.test_registry import shown

# What lies in the folders of planners and is no result.
OF_PEOPLE = {
    "plan.pei": 'plan "PEI 2024-2025"\n  periodo: 2024 a 2025\n  metodología: ceplan\n',
    "datos.csv": "código,periodo,valor,estado\nIND.01.OEI.01,2024,3,final\n",
    "filas.csv": "fecha,hechos\n2024-01-01,3\n",
    "pei.toml": '[avisos]\nPEI401 = "error"\n',
    "notas.txt": "Pendientes\n- revisar el objetivo 1\n- Periodo 2024\n",
    "notas.md": "# Notas\n\n- **Ojo** con la fila 3\n",
    "datos.json": '{"version": 1, "plan": "X", "filas": []}\n',
    "dibujo.mmd": "flowchart TD\n  a --> b\n",
    "dibujo.dot": "digraph g { a -> b; }\n",
}


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(("subject", "name"), RENDERERS)
def test_every_result_bears_its_mark(subject: str, name: str, language: str, tmp_path: Path) -> None:
    stream = io.BytesIO()
    write(subject, name, shown()[subject], Style(language), stream)
    file = tmp_path / "resultado"
    file.write_bytes(stream.getvalue())

    assert bears_mark(subject, name, file) or not stream.getvalue()


def test_what_people_write_bears_none(tmp_path: Path) -> None:
    for called, text in OF_PEOPLE.items():
        file = tmp_path / called
        file.write_text(text, "utf-8")
        assert [pair for pair in MARKS if bears_mark(*pair, file)] == [], called


@pytest.mark.parametrize("name", ["json", "csv"])
def test_results_for_programs_are_told_apart(name: str, tmp_path: Path) -> None:
    """One is never taken for another: what a program reads there would be something else."""
    subjects = [subject for subject, each in RENDERERS if each == name]
    for subject in subjects:
        stream = io.BytesIO()
        write(subject, name, shown()[subject], Style(), stream)
        file = tmp_path / "resultado"
        file.write_bytes(stream.getvalue())
        alike = {"description", "tree"}  # a thing of the plan with what it rests on: the same members
        known = {other for other in subjects if bears_mark(other, name, file)}
        assert known == ({subject} if subject not in alike else alike), subject


def test_every_subject_has_a_mark_in_every_format() -> None:
    assert set(MARKS) == set(RENDERERS)
    assert all(formats_of(subject) for subject, _ in MARKS)
