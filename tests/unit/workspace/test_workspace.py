"""A workspace: versions that share what they read, and what each of them answers."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from pei_dsl.edits.changes import PLAN, Address, ChangeError, SetField, SetFigure
from pei_dsl.workspace.latest import SupersededError
from pei_dsl.workspace.loading import load
from pei_dsl.workspace.verbs import evaluate
from pei_dsl.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[3]
INPE = ROOT / "specs" / "inpe-2019-2027"
TEXT = """plan "PEI"
  periodo: 2024 a 2025

objetivo OEI.01 "Salud"

indicador IND.01.OEI.01 "Número de controles"
  unidad: número de controles
  sentido: ascendente
  logros: 2024: 80; 2025: 90
  valores: 2024: 60
"""
CODE = "IND.01.OEI.01"


def test_a_folder_reads_as_load_reads_it() -> None:
    workspace = Workspace.open(INPE)

    assert workspace.plan == load(INPE).plan
    assert workspace.evaluation(2024).evaluation == evaluate(load(INPE), 2024).evaluation
    assert not [each for each in workspace.diagnostics if each.severity == "error"]


def test_a_version_says_what_its_own_texts_say() -> None:
    first = Workspace.of({"plan.pei": TEXT})
    second = first.with_text("plan.pei", TEXT.replace("valores: 2024: 60", "valores: 2024: 80"))

    reached = [each.evaluation(2024).evaluation.indicators[CODE].achievement for each in (first, second)]

    assert [each.shown for each in reached] == [75, 100]  # type: ignore[union-attr]
    assert second.is_latest
    assert not first.is_latest


def test_the_same_text_gives_the_same_workspace() -> None:
    workspace = Workspace.of({"plan.pei": TEXT})

    assert workspace.with_text("plan.pei", TEXT) is workspace


def test_a_plan_that_begins_elsewhere_moves_what_is_counted_since_then() -> None:
    plan = 'plan "PEI"\n  periodo: 2023 a 2025\n'
    formulas = (
        "variable todo = contar(f acumulado desde el inicio del plan)\n"
        "fuente f\n  archivo: f.csv\n  tiempo: d\n  columna d: fecha\n"
    )
    first = Workspace.of({"plan.pei": plan, "formulas.pei": formulas})
    second = first.with_text("plan.pei", plan.replace("2023", "2020"))

    began = [each.plan.definitions["variable:todo"].parts[0].windows[0].named for each in (first, second)]  # type: ignore[union-attr]

    assert [str(each) for each in began] == ["2023", "2020"]


def test_a_text_taken_away_takes_its_declarations_along() -> None:
    workspace = Workspace.of({"a.pei": TEXT, "b.pei": 'objetivo OEI.02 "Otro"\n'})

    assert set(workspace.without("b.pei").plan.groups) == {"OEI.01"}
    with pytest.raises(KeyError):
        workspace.without("c.pei")


def test_bytes_that_are_no_text_are_a_finding_until_they_are_replaced() -> None:
    broken = Workspace.of({"plan.pei": b"\x00\x01"})

    assert [each.code for each in broken.loaded.diagnostics] == ["PEI112"]
    assert not broken.with_text("plan.pei", TEXT).loaded.diagnostics
    assert not broken.without("plan.pei").loaded.diagnostics


def test_a_folder_without_texts_is_no_longer_empty_once_it_has_one(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path)

    assert [each.code for each in workspace.loaded.diagnostics] == ["PEI123"]
    assert not workspace.with_text("plan.pei", TEXT).loaded.diagnostics


def test_a_change_is_made_in_the_text_that_it_is_about() -> None:
    workspace = Workspace.of({"a.pei": "# nada\n", "b.pei": TEXT})

    changed = workspace.edited(SetFigure(Address(CODE), "values", "2024", "72"))

    assert changed.texts == {"a.pei": "# nada\n", "b.pei": TEXT.replace("2024: 60", "2024: 72")}
    with pytest.raises(ChangeError):
        workspace.edited(SetField(Address("IND.09.OEI.01"), "unit", "personas"))
    assert workspace.edited(SetField(PLAN, "period", "2024 a 2025")) is workspace


def test_work_on_an_older_version_stops_when_a_newer_one_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Workspace.of({"a.pei": TEXT, "b.pei": "# nada\n"})
    newer: list[Workspace] = []
    parsed = first._memory.parsed

    def typing_goes_on(*given: object) -> object:
        if not newer:
            newer.append(first.with_text("b.pei", "# algo\n"))
        return parsed(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(type(first._memory), "parsed", lambda _, source: typing_goes_on(source))

    with pytest.raises(SupersededError):
        _ = first.loaded
    assert newer[0].plan.title == "PEI"
    assert first.plan.title == "PEI"  # asked again, nothing newer being made meanwhile


def test_versions_apart_do_not_stop_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Workspace.of({"a.pei": TEXT})
    saved = first.apart()
    parsed = saved._memory.parsed
    monkeypatch.setattr(
        type(saved._memory),
        "parsed",
        lambda _, source: (first.with_text("a.pei", TEXT + "\n"), parsed(source))[1],
    )

    assert saved.plan.title == "PEI"
    assert saved.is_latest


def test_many_threads_get_what_one_gets() -> None:
    versions = [Workspace.open(INPE)]
    for year in range(2019, 2028):
        versions.append(versions[-1].edited(SetFigure(Address("IND.01.OEI.01"), "values", str(year), None)))
    expected = [each.apart().plan for each in versions]
    found: dict[int, object] = {}

    def ask(index: int) -> None:
        while index not in found:
            try:
                found[index] = versions[index].plan
            except SupersededError:
                continue

    threads = [threading.Thread(target=ask, args=(index % len(versions),)) for index in range(24)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert [found[index] for index in range(len(versions))] == expected


def test_a_workspace_shows_its_texts_in_few_words() -> None:
    assert repr(Workspace.of({f"{letter}.pei": "" for letter in "abcdefg"})) == (
        "<Workspace of a.pei, b.pei, c.pei, d.pei, e.pei and 2 more>"
    )


SOURCE = """plan "PEI"
  periodo: 2024 a 2024

objetivo OEI.01 "Salud"

indicador IND.01.OEI.01 "Número de controles"
  fórmula: suma(controles.hechos)
  unidad: número de controles
  sentido: ascendente
  logros: 2024: 80

fuente controles "Registro"
  archivo: controles.csv
  columna hechos: número
"""


def test_rows_are_read_again_when_their_file_changes(tmp_path: Path) -> None:
    (tmp_path / "plan.pei").write_text(SOURCE, "utf-8")
    data = tmp_path / "controles.csv"
    workspace = Workspace.open(tmp_path)
    found = []
    for rows in ("hechos\n40\n", "hechos\n41\n", "hechos\n1\n2\n"):
        data.write_text(rows, "utf-8")
        for _ in range(2):
            workspace = workspace.with_text("plan.pei", workspace.texts["plan.pei"] + "# otra vez\n")
            found.append(workspace.evaluation(2024).evaluation.indicators[CODE].value)

    assert found == [40, 40, 41, 41, 3, 3]


def test_rows_that_are_as_they_were_are_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plan.pei").write_text(SOURCE, "utf-8")
    data = tmp_path / "controles.csv"
    data.write_text("hechos\n40\n", "utf-8")
    monkeypatch.setattr("pei_dsl.data.readers.held_tables.FRESH", -60)  # the file counts as written long ago
    workspace = Workspace.open(tmp_path)
    workspace.evaluation(2024)
    monkeypatch.setattr(
        "pei_dsl.data.readers.text_files.TextFiles.open", lambda *_: pytest.fail("the file was read again")
    )
    retitled = workspace.with_text("plan.pei", SOURCE.replace("Salud", "Vida"))

    assert retitled.evaluation(2024).evaluation.indicators[CODE].value == 40


def test_what_a_variable_changes_changes_with_it() -> None:
    texts = {
        "a.pei": TEXT.replace("  valores: 2024: 60\n", "  fórmula: base / 2\n"),
        "b.pei": "variable base = otra * 2\nvariable otra = 30\n",
    }
    first = Workspace.of(texts)
    second = first.with_text("b.pei", texts["b.pei"].replace("30", "40"))

    assert [each.evaluation(2024).evaluation.indicators[CODE].value for each in (first, second, first)] == [
        30,
        40,
        30,
    ]


def test_what_a_change_makes_wrong_elsewhere_is_found_and_forgotten() -> None:
    texts = {
        "a.pei": TEXT.replace("Número de controles", "Porcentaje")
        .replace("número de controles", "porcentaje")
        .replace("80; 2025: 90", "8%; 2025: 9%")
        .replace("valores: 2024: 60", "fórmula: base"),
        "b.pei": "variable base = otra * 3 / 4\n",
        "c.pei": "variable otra = 2 / 3\n",
    }
    sound = Workspace.of(texts)
    assert not sound.loaded.diagnostics
    wrong = sound.with_text("c.pei", "variable otra = 2 * 100\n")

    assert [(each.code, each.file) for each in wrong.loaded.diagnostics] == [("PEI210", "a.pei")]
    assert not wrong.with_text("c.pei", "variable otra = 1 / 3\n").loaded.diagnostics


def test_what_rests_on_what_is_as_it_was_is_not_measured_again() -> None:
    first = Workspace.of({"a.pei": TEXT, "b.pei": TEXT.split("\n\n", 1)[1].replace("OEI.01", "OEI.02")})
    before = first.evaluation(2024).evaluation
    after = first.with_text("a.pei", TEXT.replace("2024: 60", "2024: 72")).evaluation(2024).evaluation

    other = "IND.01.OEI.02"
    assert after.indicators[other] is before.indicators[other]
    assert after.groups["OEI.02"] is before.groups["OEI.02"]
    assert after.indicators[CODE].value == 72
