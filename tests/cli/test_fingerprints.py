"""Results that say what they rest on: every command, the same bytes wherever the plan lies, and what is told."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import jsonschema
import pytest

from pei_dsl.cli import answered, told_basis
from pei_dsl.interchange.renderers import RENDERERS as EXCHANGED
from pei_dsl.renderers.registry import RENDERERS, formats_of
from pei_dsl.reproducing import sealing
from pei_dsl.reproducing.grounds import Basis
from pei_dsl.reproducing.question import SUBJECTS, Asks, Question
from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES, INPE
from tests.cli.test_outputs import ASKED

if TYPE_CHECKING:
    from tests.cli.conftest import Done, Run, Write

SCHEMA = Path(__file__).resolve().parents[2] / "pei_dsl" / "reproducing" / "huellas.schema.json"
YEAR = ("--periodo", "2024")
BY_REGION = GOOD.replace(
    "  columna fecha: fecha\n", "  columna fecha: fecha\n  columna región: texto\n"
).replace("  columna hechos", "  desagregación: región\n  columna hechos")
REGIONS = "fecha,región,hechos,previstos\n2024-03-01,Lima,30,50\n2024-09-01,Áncash,30,50\n"
FILES = {"plan.pei": BY_REGION, "datos/salud.csv": REGIONS}
ORDERS: dict[Asks, tuple[str, ...]] = {
    Asks.EVALUATION: ("evaluar", "plan", *YEAR),
    Asks.BREAKDOWN: ("evaluar", "plan", *YEAR, "--por", "región,mes"),
    Asks.EXPLANATION: ("explicar", "plan", "IND.01.OEI.01", *YEAR),
    Asks.GAPS: ("brecha", "plan", *YEAR),
    Asks.AUDIT: ("auditar", "plan", *YEAR),
    Asks.DESCRIPTION: ("describir", "plan"),
    Asks.TREE: ("arbol", "plan", *YEAR),
    Asks.FOLLOW_UP: ("seguimiento", "plan", *YEAR, "--fecha", "2025-01-15"),
    Asks.COMPARISON: ("comparar", "plan", *YEAR, "--metodología", "ceplan", "--metodología", "exacta"),
}


def told(done: Done) -> Any:  # noqa: ANN401  (what JSON holds)
    assert done.code in {0, 1}, done
    return json.loads(done.out)


def prints(done: Done) -> dict[str, Any]:
    return sealing.prints_in(told(done))


def test_every_json_of_a_command_is_of_a_question() -> None:
    """A new command that writes JSON either answers a question or says here why not."""
    everything = {**RENDERERS, **EXCHANGED}
    with_json = {
        subject
        for subject, _ in ASKED.values()
        if any(each.name == "json" for each in formats_of(subject, renderers=everything))
    }

    assert with_json - set(told_basis.WITHOUT) <= set(SUBJECTS.values())


def test_every_question_with_json_is_asked_here() -> None:
    with_json = {
        asks for asks, subject in SUBJECTS.items() if any(each.name == "json" for each in formats_of(subject))
    }

    assert with_json == set(ORDERS)


@pytest.mark.parametrize("asks", ORDERS)
def test_every_answer_has_them(asks: Asks, run: Run, write: Write) -> None:
    write(FILES)
    made = told(run(*ORDERS[asks], "--formato", "json"))

    jsonschema.validate(sealing.prints_in(made), json.loads(SCHEMA.read_text("utf-8")))
    assert sealing.own_seal(made) == sealing.seal_of(made)
    assert sealing.prints_in(made)["pedido"]["orden"] == asks
    run(*ORDERS[asks], "--formato", "json", "-o", "x.json")
    assert json.loads(Path("x.json").read_text("utf-8")) == made
    bare = told(run(*ORDERS[asks], "--formato", "json", "--sin-huellas"))
    assert bare == sealing.without_prints(made)


def test_what_was_asked_is_told(run: Run, write: Write) -> None:
    write(FILES)
    order = ("evaluar", "plan", "--año", "2024..2025", "--metodología", "exacta", "--fecha", "2024-06-30")

    assert prints(run("--lang", "en", *order, "--motor", "sqlite", "--formato", "json"))["pedido"] == {
        "orden": "evaluar",
        "periodo": "2024..2025",
        "metodologias": ["exacta"],
        "fecha": "2024-06-30",
        "motor": "sqlite",
        "idioma": "en",
    }
    assert (
        prints(run("evaluar", "plan/plan.pei", *YEAR, "--formato", "json"))["pedido"]["texto"] == "plan.pei"
    )
    given = sealing.prints_in(json.loads(run("evaluar", "-", *YEAR, "--formato", "json", given=GOOD).out))
    assert given["pedido"]["texto"] == "-"
    assert list(given["plan"]["archivos"]) == ["-"]


@pytest.mark.parametrize("asks", ORDERS)
def test_the_same_bytes_elsewhere(
    asks: Asks, run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another folder, ends of lines of Windows, a mark before the text, letters taken apart, another clock."""
    write(FILES)
    here = run(*ORDERS[asks], "--formato", "json").out
    other = Path("otra máquina")
    shutil.copytree("plan", other / "plan")
    text = BY_REGION.replace("\n", "\r\n").encode("utf-8-sig")
    (other / "plan" / "plan.pei").write_bytes(text)
    monkeypatch.chdir(other)
    monkeypatch.setenv("TZ", "Asia/Tokyo")

    there = run(*ORDERS[asks], "--formato", "json", LC_ALL="C", PEI_LANG="es").out

    assert there == here


CHANGES: dict[str, tuple[str, str | bytes, tuple[str, ...]]] = {
    "a comment": ("plan.pei", f"{GOOD}# nada\n", ("plan",)),
    "a cell": ("datos/salud.csv", GOOD_CSV.replace("30", "31", 1), ("datos",)),
    "an end of a line of data": ("datos/salud.csv", GOOD_CSV.replace("\n", "\r\n"), ("datos",)),
    "settings": ("pei.toml", "[avisos]\nPEI411 = 'no'\n", ("plan",)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_told_where_it_is(name: str, run: Run, write: Write) -> None:
    order = ("evaluar", write(GOOD_FILES), *YEAR, "--formato", "json")
    before = prints(run(*order))
    file, content, changed = CHANGES[name]
    write({file: content})
    after = prints(run(*order))

    members = ("plan", "datos", "metodologia", "programa", "pedido")
    assert tuple(each for each in members if before[each] != after[each]) == changed
    assert before[changed[0]]["archivos"].get(file) != after[changed[0]]["archivos"][file]


def test_a_missing_file_is_told(run: Run, write: Write) -> None:
    done = run("evaluar", write({"plan.pei": GOOD}), *YEAR, "--formato", "json")

    assert done.code == 3
    assert sealing.prints_in(json.loads(done.out))["datos"]["archivos"] == {"datos/salud.csv": None}


def test_methodologies_have_the_hash_of_their_rules(run: Run, write: Write) -> None:
    again = "metodología igual\n  base: ceplan\n\nmetodología otra\n  base: ceplan\n  tope: 120%\n"
    order = ("evaluar", write({**GOOD_FILES, "m.pei": again}), *YEAR, "--formato", "json")
    names = ("ceplan", "igual", "otra")
    found = prints(run(*order, *(part for name in names for part in ("--metodología", name))))
    hashes = found["metodologia"]["nombres"]

    assert hashes["ceplan"] == hashes["igual"] != hashes["otra"]


def test_a_database_has_the_hash_of_what_it_answered(run: Run, write: Write, tmp_path: Path) -> None:
    plan = GOOD.replace("  archivo: datos/salud.csv\n", "  conexión: BASE\n  tabla: controles\n")
    order = ("evaluar", write({"plan.pei": plan}), *YEAR, "--formato", "json")

    def answers(*rows: tuple[str, int, int]) -> dict[str, Any]:
        file = tmp_path / f"{len(rows)}-{rows[0][1]}.db"
        with sqlite3.connect(file) as base:
            base.execute("create table controles (fecha text, hechos integer, previstos integer)")
            base.executemany("insert into controles values (?, ?, ?)", rows)
        base.close()
        found: dict[str, Any] = prints(run(*order, BASE=f"sqlite:///{file}"))["datos"]
        assert found["archivos"] == {}
        return found

    first = answers(("2024-03-01", 30, 50), ("2024-09-01", 30, 50))
    # Rows of another year are no part of what is asked, and so no part of the hash.
    assert answers(("2024-03-01", 30, 50), ("2024-09-01", 30, 50), ("2019-09-01", 7, 7)) == first
    assert answers(("2024-03-01", 31, 50), ("2024-09-01", 30, 50)) != first
    assert list(first["respuestas"]) == ["salud"]


def test_a_file_that_changes_meanwhile_is_told(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(GOOD_FILES)
    file = Path(folder, "datos/salud.csv")

    def changed(loaded: Any, question: Question, roots: Any) -> Basis:  # noqa: ANN401
        basis = Basis.of(loaded, question, roots)
        states = {name: attrs.evolve(each, state=(0, 0, 0, 0)) for name, each in basis.files.items()}
        return attrs.evolve(basis, files=states)

    monkeypatch.setattr(
        "pei_dsl.reproducing.grounds.Basis", type("Changing", (), {"of": staticmethod(changed)})
    )
    assert answered is not None
    done = run("evaluar", folder, *YEAR, "-o", "x.json")

    assert (done.code, Path("x.json").exists()) == (3, False)
    assert "«datos/salud.csv» cambió mientras se leía" in done.err
    assert file.exists()


def test_a_document_has_them_at_its_foot(run: Run, write: Write) -> None:
    order = ("evaluar", write(GOOD_FILES), *YEAR, "--formato", "markdown")
    last = run(*order).out.splitlines()[-1]
    found = prints(run(*order[:-1], "json"))

    assert last == (
        f"Huellas: plan {found['plan']['huella'][:12]} · datos {found['datos']['huella'][:12]} · "
        f"metodología {found['metodologia']['huella'][:12]} · pei_dsl {found['programa']['pei_dsl']}"
    )
    assert run("--lang", "en", *order).out.splitlines()[-1].startswith("Fingerprints: plan ")
    assert "Huellas" not in run(*order, "--sin-huellas").out


def test_a_screen_has_none(run: Run) -> None:
    assert "Huellas" not in run("evaluar", INPE, *YEAR).out


def test_a_parquet_file_has_them_in_its_metadata(run: Run, write: Write) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write(FILES)
    order = ("evaluar", "plan", *YEAR, "--por", "región,mes")
    run(*order, "-o", "x.parquet")
    run(*order, "--sin-huellas", "-o", "y.parquet")
    expected = dict(prints(run(*order, "--formato", "json")))
    del expected["resultado"]

    assert json.loads(parquet.read_metadata("x.parquet").metadata[b"pei.huellas"]) == expected
    assert b"pei.huellas" not in (parquet.read_metadata("y.parquet").metadata or {})
