"""Rows that are totals: which words tell them, and that the line to paste leaves them out and nothing else."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.data.completeness import TOTALS
from pei_dsl.data.total_words import SURE, Says, says_total
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.fixing import changed
from tests.example_counts import examples

PLAN = """\
plan "P"
  periodo: 2024
objetivo OEI.01 "Servicios"
indicador IND.01.OEI.01 "Casos atendidos"
  fórmula: suma(casos.casos)
  unidad: número de casos
  sentido: ascendente
  logros: 2024: {goal}
fuente casos "Casos"
  archivo: casos.csv
{fields}  columna provincia: texto
  columna distrito: texto
  columna casos: número
"""
PLACES = ["Jaén", "Cutervo", "Chota", "San Ignacio"]


def told(folder: Path) -> list[Diagnostic]:
    loaded = pei_dsl.load(folder)
    assert not loaded.errors, [each.message() for each in loaded.errors]
    return [each for each in pei_dsl.check(folder).diagnostics if each.code != "PEI422"]


def written(folder: Path, rows: list[tuple[str, str, int]], fields: str = "", goal: int = 1000) -> None:
    with (folder / "casos.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("provincia", "distrito", "casos"), *rows])
    (folder / "plan.pei").write_text(PLAN.format(fields=fields, goal=goal), "utf-8")


# ---- Words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        *SURE,
        *(each.upper() for each in SURE),
        *(f"  {each.title()} :" for each in SURE),
        "T O T A L",
        "*Total*",
        "TOTAL GENERAL.",
        "- Subtotal -",
    ],
)
def test_a_word_that_only_a_total_has(cell: str) -> None:
    assert says_total(cell) is Says.SURELY


@pytest.mark.parametrize(
    "cell",
    [
        "Nacional",
        "A nivel nacional",
        "Suma",
        "Todos",
        "TODAS",
        "Total Lima",
        "Total 2024",
        "Perú",
        "Ambos sexos",
    ],
)
def test_a_word_that_may_be_a_name(cell: str) -> None:
    assert says_total(cell) is Says.PERHAPS


@pytest.mark.parametrize(
    "cell",
    [
        # Districts, provinces and offices of Peru.
        "Totora",
        "Totos",
        "San Pedro de Totora",
        "Sumbay",
        "Sumapaz",
        "General Sánchez Cerro",
        "Nacional de Ingeniería",
        "Perú Libertad y Progreso",
        "La Unión",
        "Todo Pueblo Nuevo de Arriba",
        "Gran Chimú",
        "Suma y sigue",
        "",
        None,
        12,
    ],
)
def test_what_is_the_name_of_something(cell: object) -> None:
    assert says_total(cell) is Says.NOTHING


def test_engines_look_for_words_that_only_a_total_has() -> None:
    assert all(says_total(each) is Says.SURELY and "total" in each.casefold() for each in TOTALS)
    assert {says_total(each) for each in SURE} == {Says.SURELY}


# ---- Rows ----------------------------------------------------------------------------------------------

numbers = st.lists(st.integers(1, 90), min_size=3, max_size=3)
words = st.sampled_from(
    ["TOTAL", "Total general", "Nacional", "Todos", "Suma", "A nivel nacional", 'El "total"']
)


@settings(max_examples=examples(60), deadline=None)
@given(
    numbers=numbers,
    word=words,
    column=st.integers(0, 1),
    first=st.booleans(),
    fields=st.sampled_from(
        ["", "  # nota\n", '  omite: provincia = "Chota" y casos < 0\n', '  descripción: "x"\n']
    ),
    subtotal=st.booleans(),
)
def test_the_line_to_paste_leaves_the_total_out_and_brings_nothing_new(
    numbers: list[int], word: str, column: int, first: bool, fields: str, subtotal: bool
) -> None:
    cells = [word, "resto"][:: -1 if column else 1]
    total = (cells[0], cells[1], sum(numbers))
    rows = [
        (place, f"d{index}", number)
        for index, (place, number) in enumerate(zip(PLACES, numbers, strict=False))
    ]
    rows = [total, *rows] if first else [*rows, total]
    if subtotal:
        rows.append(("Jaén", "Subtotal", numbers[0]))
    with TemporaryDirectory() as name:
        folder = Path(name)
        written(folder, rows, fields, goal=sum(numbers))
        before = told(folder)
        remark = next((each for each in before if each.code == "PEI435"), None)
        if word == 'El "total"' and not subtotal:
            assert remark is None
            return
        assert remark is not None
        (fix,) = remark.fixes
        (edit,) = fix.edits
        text = changed(edit.source, fix.edits)
        (folder / "plan.pei").write_text(text, "utf-8")

        assert fix.text in text
        assert [each.code for each in told(folder)] == [each.code for each in before if each.code != "PEI435"]
        if word != 'El "total"':
            measured = pei_dsl.evaluate(pei_dsl.load(folder), 2024).evaluation.indicators["IND.01.OEI.01"]
            assert measured.value == sum(numbers)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("Nacional", "x", 5), ("Regional", "y", 4), ("Local", "z", 2)], "a kind beside others"),
        ([("Perú", "x", 5), ("Chile", "y", 4), ("Bolivia", "z", 2)], "a country"),
        ([("Total Perú S.A.", "x", 5), ("Otra", "y", 4), ("Una", "z", 2)], "a firm"),
        ([("Todos Santos", "x", 6), ("Chota", "y", 6)], "a place beside one other of the same size"),
        ([("Totora", "x", 6), ("Chota", "y", 4), ("Jaén", "z", 2)], "the sum of others in one column only"),
        ([("TOTAL", "x", 6)], "nothing but totals"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_it_is_silent(rows: list[tuple[str, str, int]], why: str, tmp_path: Path) -> None:
    written(tmp_path, rows)

    assert "PEI435" not in {each.code for each in told(tmp_path)}, why


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (
            [
                *(("Jaén", "a", 7), ("Chota", "b", 5), ("Total norte", "", 12)),
                *(("Lima", "c", 1), ("Ica", "d", 2), ("Total centro", "", 3)),
            ],
            'omite: provincia en ("Total norte"; "Total centro")',
        ),
        ([("Jaén", "a", 7), ("Chota", "b", 5), ("", "", 12)], "omite: es_nd(provincia)"),
        (
            [("Jaén", "a", 7), ("Chota", "b", 5), ("", "", 12), ("TOTAL", "", 12)],
            'omite: provincia = "TOTAL" o es_nd(provincia)',
        ),
    ],
    ids=["blocks", "nameless", "nameless and called"],
)
def test_parts_and_rows_without_a_name(rows: list[tuple[str, str, int]], line: str, tmp_path: Path) -> None:
    written(tmp_path, rows)
    (remark,) = [each for each in told(tmp_path) if each.code == "PEI435"]
    (fix,) = remark.fixes
    assert fix.text == line
    (tmp_path / "plan.pei").write_text(changed(fix.edits[0].source, fix.edits), "utf-8")

    assert "PEI435" not in {each.code for each in told(tmp_path)}


def of_months(folder: Path, rows: list[tuple[str, str, int]]) -> set[str]:
    fields = "  tiempo: mes\n  columna mes: fecha\n"
    (folder / "plan.pei").write_text(PLAN.format(fields=fields, goal=1000), "utf-8")
    with (folder / "casos.csv").open("w", encoding="utf-8", newline="") as file:
        lines = [(month, province, "x", number) for month, province, number in rows]
        csv.writer(file).writerows([("mes", "provincia", "distrito", "casos"), *lines])
    return {each.code for each in told(folder)}


MONTHS = [
    *(("2024-01", "Jaén", 7), ("2024-01", "Chota", 5), ("2024-01", "Nacional", 12)),
    *(("2024-02", "Nacional", 3), ("2024-02", "Jaén", 1), ("2024-02", "Chota", 2)),
]


def test_a_name_that_adds_up_each_month_is_a_total(tmp_path: Path) -> None:
    assert "PEI435" in of_months(tmp_path, MONTHS)


@pytest.mark.parametrize(
    "rows",
    [
        [*MONTHS[:3], ("2024-02", "Nacional", 4), *MONTHS[4:]],
        [(month, province, 0) for month, province, _ in MONTHS],
        [("2024-01", "Jaén", 7), ("2024-02", "Chota", 5), ("2024-03", "Nacional", 12)][::-1],
    ],
    ids=["once only", "nothing but zeros", "of other months"],
)
def test_a_name_that_does_not_is_none(rows: list[tuple[str, str, int]], tmp_path: Path) -> None:
    assert "PEI435" not in of_months(tmp_path, rows)


def test_a_filter_that_names_the_row_knows_of_it(tmp_path: Path) -> None:
    """By whichever of its cells, and also where only its numbers tell it."""
    for word, condition in itertools.product(["TOTAL", "Nacional"], ["provincia", "distrito"]):
        written(tmp_path, [("Jaén", "a", 5), ("Chota", "b", 4), (word, word, 9)])
        plan = (tmp_path / "plan.pei").read_text("utf-8")
        filtered = plan.replace("suma(casos.casos)", f'suma(casos.casos si {condition} <> "{word}")')
        (tmp_path / "plan.pei").write_text(filtered, "utf-8")

        assert "PEI435" not in {each.code for each in told(tmp_path)}


@pytest.mark.parametrize("column", ["mes", "casos", "[Año de corte]"])
def test_a_total_where_a_value_belongs_is_told_with_the_line_that_leaves_it_out(
    column: str, tmp_path: Path
) -> None:
    fields = f"  tiempo: mes\n  columna mes: fecha\n  columna {column if column.startswith('[') else '[x y]'}: número\n"
    (tmp_path / "plan.pei").write_text(PLAN.format(fields=fields, goal=1000), "utf-8")
    named = column.strip("[]")
    names = ["mes", named if column.startswith("[") else "x y", "provincia", "distrito", "casos"]
    rows = [["2024-01", "1", "Jaén", "a", "5"], ["2024-02", "1", "Chota", "b", "4"]]
    total = {"mes": "2024-03", names[1]: "1", "provincia": "c", "distrito": "d", "casos": "9", named: "TOTAL"}
    with (tmp_path / "casos.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *rows, [total[name] for name in names]])

    def measured() -> pei_dsl.Measured:
        return pei_dsl.evaluate(pei_dsl.load(tmp_path), 2024)

    (finding,) = [each for each in measured().diagnostics if each.variant == "total"]
    line = f'omite: {column} = "TOTAL"'
    assert line in finding.help()
    plan = (tmp_path / "plan.pei").read_text("utf-8").replace("  tiempo: mes\n", f"  tiempo: mes\n  {line}\n")
    (tmp_path / "plan.pei").write_text(plan, "utf-8")

    assert measured().diagnostics == ()
    assert measured().evaluation.indicators["IND.01.OEI.01"].value == 9
