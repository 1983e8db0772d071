"""Series across versions of a plan: whose each year is, and where no line goes on."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest

import pei_dsl
from pei_dsl.data.reading import Reading
from pei_dsl.reports.series_years import DEFINING
from pei_dsl.views.document import Document, Evolution

OLD = """\
plan "PEI 2022-2023"
  periodo: 2022 a 2023
objetivo OEI.02 "Albergue"
indicador IND.01.OEI.02 "Unidades"
  unidad:  número de camas
  sentido: ascendente
  logros:  2022: 10; 2023: 20
  valores: 2022: 9; 2023: 21
"""
NEW = """\
plan "PEI 2024-2025"
  periodo: 2024 a 2025
objetivo OEI.01 "Albergue"
indicador IND.01.OEI.01 "Unidades"
  unidad:  número de camas
  sentido: ascendente
  logros:  2024: 30; 2025: 40
  valores: 2024: 29; 2025: 41
versión anterior "PEI 2022-2023"
  rige:     2022 a 2023
  carpeta:  ../viejo
  equivale: IND.01.OEI.01 = IND.01.OEI.02
"""
FORMULA = 'fuente f "F"\n  archivo: f.csv\n'
# What is made another in the earlier plan, by which of what defines an indicator it is.
CHANGES = {
    "unit": [
        (OLD, "número de camas", "porcentaje"),
        (OLD, "9; 2023: 21", "9%; 2023: 21%"),
        (OLD, "10; 2023: 20", "10%; 2023: 20%"),
    ],
    "direction": [(OLD, "ascendente", "descendente")],
    "formula": [
        (OLD, "  unidad:", "  fórmula: A + 1\n  donde:\n    A = 20\n  unidad:"),
        (NEW, "  unidad:", "  fórmula: A + 1\n  donde:\n    A = 30\n  unidad:"),
    ],
}


def document(tmp_path: Path, old: str = OLD, new: str = NEW, *, allows: bool = True) -> Document:
    for name, text in (("viejo", old), ("nuevo", new)):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "plan.pei").write_text(text, "utf-8")
    reading = Reading(roots=(tmp_path / "viejo",)) if allows else None
    return pei_dsl.report(pei_dsl.load(tmp_path / "nuevo"), 2025, reading=reading)


def chart(document: Document) -> Evolution:
    (found,) = (each for each in document.blocks() if isinstance(each, Evolution))
    return found


def changed(kind: str) -> tuple[str, str]:
    texts = {OLD: OLD, NEW: NEW}
    for which, before, after in CHANGES[kind]:
        assert before in texts[which]
        texts[which] = texts[which].replace(before, after)
    return texts[OLD], texts[NEW]


def test_a_series_goes_on_into_the_version_that_calls_it_otherwise(tmp_path: Path) -> None:
    found = chart(document(tmp_path))

    assert [each.category for each in found.points] == ["2022", "2023", "2024 ▸ PEI 2024-2025", "2025"]
    assert [each.value_text for each in found.points] == ["9", "21", "29", "41"]
    assert [each.goal_text for each in found.points] == ["10", "20", "30", "40"]
    assert found.notes == (
        "2022-2023: «PEI 2022-2023», donde es IND.01.OEI.02.",
        "Desde 2024 rige «PEI 2024-2025».",
    )


@pytest.mark.parametrize("kind", DEFINING)
def test_a_line_ends_where_what_defines_the_indicator_changed(kind: str, tmp_path: Path) -> None:
    made = document(tmp_path, *changed(kind))
    found = chart(made)
    words = {"unit": "la unidad", "direction": "el sentido", "formula": "la fórmula"}

    assert [each.is_break for each in found.points] == [False, False, True, False, False]
    assert found.points[2].label == "PEI 2024-2025"
    assert any(f"Entre 2023 y 2024 cambió {words[kind]}:" in each for each in found.notes)
    # Two goals on each side: a line within each, and none between. Of another unit nothing is drawn.
    lines = re.findall(r'd="M([^"]*)" class="goal"', pei_dsl.render(made, "html"))
    assert [each.count("L") for each in lines] == [1] * (1 if kind == "unit" else 2)


def test_figures_of_another_unit_are_told_and_not_drawn(tmp_path: Path) -> None:
    first = chart(document(tmp_path, *changed("unit"))).points[0]

    assert (first.value, first.goal) == (None, None)
    assert first.value_text == "9 % (otra unidad: porcentaje)"


def test_what_is_not_equivalent_is_not_followed(tmp_path: Path) -> None:
    found = chart(document(tmp_path, new=NEW.replace("IND.01.OEI.01 = IND.01.OEI.02", "OEI.01 = OEI.02")))

    assert [each.label for each in found.points] == ["2024", "2025"]
    assert found.notes == ("«PEI 2022-2023» no tiene un indicador que equivalga a este.",)


def test_a_folder_that_nobody_allows_is_told_and_its_figures_are_not_there(tmp_path: Path) -> None:
    found = chart(document(tmp_path, allows=False))

    assert [each.label for each in found.points] == ["2024", "2025"]
    told = "este indicador es IND.01.OEI.02; sus cifras no están aquí, porque la carpeta ../viejo no se leyó."
    assert found.notes == (f"En «PEI 2022-2023» {told}",)


@pytest.mark.parametrize(
    ("old", "note"),
    [
        (OLD.replace("indicador IND.01.OEI.02", "indicador IND.09.OEI.02"), "no tiene IND.01.OEI.02"),
        (OLD.replace('OEI.02 "Albergue"', 'OEI.07 "Albergue"'), "ese plan tiene errores"),
    ],
)
def test_why_a_version_gives_nothing_is_told(old: str, note: str, tmp_path: Path) -> None:
    assert note in " ".join(chart(document(tmp_path, old)).notes)


def test_years_that_no_version_has_keep_their_place(tmp_path: Path) -> None:
    old = OLD.replace("2022", "2020").replace("2023", "2021")
    found = chart(document(tmp_path, old, NEW.replace("2022 a 2023", "2020 a 2021")))

    assert [each.label for each in found.points] == [
        "2020", "2021", "2022 (ND)", "2023 (ND)", "2024", "2025",
    ]  # fmt: skip
    assert found.points[2].value_text == "sin cifra de ninguna versión"


def test_what_the_plan_itself_says_of_a_year_stands_before_what_another_version_does(tmp_path: Path) -> None:
    found = chart(document(tmp_path, new=NEW.replace("valores: 2024", "valores: 2023: 22; 2024")))

    assert [each.value_text for each in found.points] == ["9", "22", "29", "41"]


def test_a_version_holds_only_in_its_years(tmp_path: Path) -> None:
    found = chart(document(tmp_path, new=NEW.replace("2022 a 2023", "2023")))

    assert [each.label for each in found.points] == ["2023", "2024", "2025"]


def test_versions_of_the_plan_itself_are_labelled_and_joined(tmp_path: Path) -> None:
    own = NEW.partition("versión")[0]
    own += 'versión uno "Uno"\n  rige: 2024\nversión dos "Dos"\n  rige: 2025\n  resolución: "R. 2"\n'
    found = chart(document(tmp_path, new=own))

    assert [each.category for each in found.points] == ["2024", "2025 ▸ Dos"]
    assert found.notes == ("Desde 2025 rige «Dos» (R. 2).",)


def test_an_act_that_changed_the_unit_breaks_what_was_registered_before(tmp_path: Path) -> None:
    act = 'cambio "Otra unidad"\n  de: IND.01.OEI.01\n  campo: unidad\n  antes: "porcentaje"\n  fecha: 2025-02-01\n'
    found = chart(document(tmp_path, new=NEW.partition("versión")[0] + act))

    assert [each.label for each in found.points] == ["2024", "Otra unidad", "2025"]
    assert "Desde 2025, «Otra unidad» cambió la unidad" in found.notes[0]


def test_every_format_has_breaks_and_notes(tmp_path: Path) -> None:
    made = document(tmp_path, *changed("direction"))
    found = chart(made)
    said = {each: pei_dsl.render(made, each) for each in ("html", "markdown")}
    for text in said.values():
        assert all(note in text for note in found.notes)
        assert "PEI 2024-2025" in text
    for kind, parts in (("docx", "word/charts/chart"), ("xlsx", "xl/charts/chart")):
        stream = io.BytesIO()
        pei_dsl.write(made, kind, stream)
        with zipfile.ZipFile(stream) as archive:
            texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith("xml")}
        whole = "".join(texts.values())
        assert all(note in whole for note in found.notes)
        drawn = next(text for name, text in texts.items() if name.startswith(parts) and "lineChart" in text)
        if kind == "docx":
            assert 'dispBlanksAs val="gap"' in drawn
            # The place of the break has a name and no figure, so that the line ends there
            assert '<c:pt idx="2"><c:v>PEI 2024-2025</c:v>' in drawn
            goals = drawn.partition("<c:lineChart>")[2].partition("<c:val>")[2]
            assert re.findall(r'idx="(\d)"', goals) == ["0", "1", "3", "4"]


# ---- Sentences and data have the years of the chart


def of_2024(tmp_path: Path, old: str = OLD, new: str = NEW) -> tuple[str, list[dict[str, str]], set[str]]:
    """Return a report of the first year of a plan as Markdown, its site's figures by year, and its fields."""
    document(tmp_path, old, new)  # which writes both plans
    loaded, reading = pei_dsl.load(tmp_path / "nuevo"), Reading(roots=(tmp_path / "viejo",))
    made = pei_dsl.report(loaded, 2024, reading=reading)
    text = pei_dsl.render(made, "markdown")
    assert isinstance(text, str)
    site = pei_dsl.publish(loaded, 2024, reading=reading)
    rows = csv.DictReader(io.StringIO(site.files["datos/evolucion.csv"].decode("utf-8-sig")))
    return text, [*rows], set(made.figures())


def test_a_sentence_and_the_data_go_on_into_the_version(tmp_path: Path) -> None:
    text, rows, fields = of_2024(tmp_path)

    assert "En 2023 fue 21 («PEI 2022-2023», IND.01.OEI.02): el valor subió." in " ".join(text.split())
    assert "valor.IND.01.OEI.01.2023" in fields
    own = [row for row in rows if row["código"] == "IND.01.OEI.01"]
    told = [(row["periodo"], row["valor"], row["logro"], row["versión"]) for row in own]
    assert told == [
        ("2022", "9", "10", "PEI 2022-2023"),
        ("2023", "21", "20", "PEI 2022-2023"),
        ("2024", "29", "30", ""),
    ]
    assert [row["código en la versión"] for row in own] == ["IND.01.OEI.02", "IND.01.OEI.02", ""]
    assert [row["alcance"] for row in own] == ["90.00", "100.00", "96.67"]
    assert {row["código"] for row in rows} == {"OEI.01", "IND.01.OEI.01"}, "codes are those of the plan"


@pytest.mark.parametrize("kind", DEFINING)
def test_no_sentence_sets_side_by_side_what_cannot_be_compared(kind: str, tmp_path: Path) -> None:
    old, new = changed(kind)
    text, rows, fields = of_2024(tmp_path, old, new)

    assert "En 2023 fue" not in text
    assert "cambio.IND.01.OEI.01" not in fields
    assert [row["periodo"] for row in rows if row["código"] == "IND.01.OEI.01"] == ["2022", "2023", "2024"]


def test_a_semester_is_set_beside_the_version_as_a_year_is(tmp_path: Path) -> None:
    """The year of a semester is not in the series, and yet whether both can be compared is asked."""
    old, new = changed("unit")
    for each, there in ((OLD, True), (old, False)):
        document(tmp_path, each, new if not there else NEW)
        loaded = pei_dsl.load(tmp_path / "nuevo")
        made = pei_dsl.report(
            loaded,
            "2024-S1",
            values={"IND.01.OEI.01": {"2024-S1": 12}},
            reading=Reading(roots=(tmp_path / "viejo",)),
        )

        assert ("cambio.IND.01.OEI.01" in made.figures()) == there
