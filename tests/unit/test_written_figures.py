"""Figures as people write them: one reader, and so one remedy in plans, in data and in workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pei_dsl import evaluate
from pei_dsl.diagnostics import Diagnostic, catalogue
from pei_dsl.diagnostics.fixing import changed
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.sheet_cells import Observations, read_figure
from pei_dsl.model.units import parse_unit
from pei_dsl.numerals import Numeral, read
from pei_dsl.workspace.loading import load_text
from pei_dsl.written_figures import Dirt, dirty_figure, is_mark_of_absence, says_missing

DIRTY = [
    ("S/ 217,907.85", Dirt.CURRENCY, ("217,907.85",)),
    ("S/.1,200", Dirt.CURRENCY, ("1,200",)),
    ("1,200 soles", Dirt.CURRENCY, ("1,200",)),
    ("US$ 1,200", Dirt.CURRENCY, ("1,200",)),
    ("270 000", Dirt.BLANKS, ("270,000",)),
    ("1 234,5", Dirt.BLANKS, ("1,234.5",)),
    ("1'234,567.89", Dirt.BLANKS, ("1,234,567.89",)),
    ("48,3", Dirt.COMMA, ("48.3",)),
    ("1.234.567", Dirt.COMMA, ("1,234,567",)),
    ("67.39*", Dirt.NOTE, ("67.39",)),
    ("45 1/", Dirt.NOTE, ("45",)),
    ("67.39¹", Dirt.NOTE, ("67.39",)),
    ("45 (a)", Dirt.NOTE, ("45",)),
    ("178 servidores", Dirt.COUNTED, ("178",)),
    ("12.5 ha.", Dirt.COUNTED, ("12.5",)),
    ("Total: 45", Dirt.COUNTED, ("45",)),
    ("1,180 (p)", Dirt.QUALITY, ("1,180",)),
    ("1,180 p/", Dirt.QUALITY, ("1,180",)),
    ("1,180 prel.", Dirt.QUALITY, ("1,180",)),
    ("(5)", Dirt.BRACKETS, ("-5", "5")),
    ("5-", Dirt.BRACKETS, ("-5",)),
    ("≥ 90", Dirt.BOUND, ("90",)),
    (">90", Dirt.BOUND, ("90",)),
    ("más de 90", Dirt.BOUND, ("90",)),
    ("no menos de 90", Dirt.BOUND, ("90",)),
    ("90 a más", Dirt.BOUND, ("90",)),
    ("aprox. 90", Dirt.ROUGHLY, ("90",)),
    ("~90", Dirt.ROUGHLY, ("90",)),
    ("80-90", Dirt.RANGE, ("90", "80")),
    ("80 a 90", Dirt.RANGE, ("90", "80")),
    ("entre 80 y 90", Dirt.RANGE, ("90", "80")),
    ("1.5 millones", Dirt.SCALE, ("1,500,000", "1.5")),
    ("270 mil", Dirt.SCALE, ("270,000", "270")),
    ("90 (2024)", Dirt.YEAR, ("90",)),
    ("280,000.", Dirt.POINT, ("280,000",)),
    ("280,000.00.-", Dirt.POINT, ("280,000.00",)),
    ("1O0", Dirt.LETTERS, ("100",)),
    ("diez", Dirt.WORD, ("10",)),
    ("diez (10)", Dirt.WORD, ("10",)),
    ("S/ 12 345.50*", Dirt.NOTE, ("12,345.50",)),
]
CLEAN = ["5", "5.5", "1,234.5", "-5", "55%", "12.5 %"]
NONE = ["", "s/d", "Lima", "31/01/2025", "3 de 5", "1,2,3", "3ro", "12 x 5", "2024-01", "9" * 200, "(" * 60]


@pytest.mark.parametrize(("written", "dirt", "figures"), DIRTY)
def test_a_dirty_figure_is_the_figure_without_its_dirt(
    written: str, dirt: Dirt, figures: tuple[str, ...]
) -> None:
    found = dirty_figure(written)

    assert found is not None
    assert (found.dirt, found.figures) == (dirt, figures)


def test_every_kind_of_dirt_has_a_case_and_words_in_two_languages() -> None:
    shown = {dirt for _, dirt, _ in DIRTY} | {Dirt.PERCENT}

    assert shown == set(Dirt)
    for language in catalogue.LANGUAGES:
        assert {f"{dirt}{end}" for dirt in Dirt for end in ("", "_where")} | {"or", "figure"} == set(
            catalogue.catalogue(language)["dirt"]
        )


@pytest.mark.parametrize("written", [*CLEAN, *NONE])
def test_a_clean_figure_and_what_is_none_are_not_dirty(written: str) -> None:
    assert dirty_figure(written) is None


def test_figures_of_a_file_with_commas_are_written_as_there() -> None:
    found = dirty_figure("S/ 217.907,85", ",")

    assert found is not None
    assert found.figures == ("217.907,85",)
    assert dirty_figure("48,3", ",") is None


@pytest.mark.parametrize("written", ["s/d", "N/D", "-", "—", "no disponible"])
def test_marks_of_absence(written: str) -> None:
    assert is_mark_of_absence(written)
    assert says_missing(written)


def test_a_word_that_may_be_a_datum_is_a_mark_only_where_a_figure_belongs() -> None:
    assert says_missing("pendiente")
    assert not is_mark_of_absence("pendiente")
    assert not says_missing("Lima")


# ---- One remedy everywhere -----------------------------------------------------------------------------

PLAN = """plan "P"
  periodo: 2024
objetivo OEI.01 "Servicios"
indicador IND.01.OEI.01 "Atenciones"
  unidad: número
  sentido: ascendente
  logros: 2024: {written}
"""
SOURCE = """
variable total = suma(f.n)
fuente f
  archivo: d.csv
  columna n: número
"""


def in_plan(written: str) -> Diagnostic:
    (found,) = load_text(PLAN.format(written=written)).diagnostics
    return found


@pytest.mark.parametrize(
    ("written", "figures"), [(written, figures) for written, _, figures in DIRTY if ":" not in written]
)
def test_a_plan_offers_the_figure_and_accepts_it(written: str, figures: tuple[str, ...]) -> None:
    found = in_plan(written)
    texts = [fix.text for fix in found.fixes]

    assert [text.split(" ")[0] for text in texts] == list(figures)
    for fix in found.fixes:
        text = changed(fix.edits[0].source, fix.edits)
        assert load_text(text).diagnostics == ()


@pytest.mark.parametrize(("written", "figures"), [(written, figures) for written, _, figures in DIRTY])
def test_data_offer_the_figure_and_accept_it(written: str, figures: tuple[str, ...], tmp_path: Path) -> None:
    loaded = load_text(PLAN.format(written="5\n  fórmula: suma(f.n)") + SOURCE, root=tmp_path)
    (tmp_path / "d.csv").write_text(f'n\n"{written}"\n', "utf-8")
    (found,) = evaluate(loaded, 2024).diagnostics

    assert "faltantes" not in found.help()
    for figure in figures:
        assert f"«{figure}»" in found.help()
        (tmp_path / "d.csv").write_text(f'n\n"{figure}"\n', "utf-8")
        assert evaluate(loaded, 2024).diagnostics == ()


@pytest.mark.parametrize(("written", "figures"), [(written, figures) for written, _, figures in DIRTY])
def test_the_importer_offers_the_figure_and_accepts_it(written: str, figures: tuple[str, ...]) -> None:
    def findings(text: str) -> list[Diagnostic]:
        observations = Observations("m.csv")
        read_figure(Cell("CSV", 1, 1, text, typed=False), parse_unit("número"), "signed", observations)
        return [each.diagnostic for each in observations.items]

    (found,) = findings(written)

    assert "ND" not in found.help()
    for figure in figures:
        assert f"«{figure}»" in found.help()
        assert isinstance(read(figure.removeprefix("-")), Numeral)
        assert findings(figure) == []


def test_a_mark_is_proposed_only_for_what_looks_like_one(tmp_path: Path) -> None:
    loaded = load_text(PLAN.format(written="5\n  fórmula: suma(f.n)") + SOURCE, root=tmp_path)
    told = {}
    for cell in ("n/d", "pendiente", "Lima"):
        (tmp_path / "d.csv").write_text(f"n\n{cell}\n", "utf-8")
        (found,) = evaluate(loaded, 2024).diagnostics
        told[cell] = "faltantes" in found.help()

    assert told == {"n/d": True, "pendiente": True, "Lima": False}
