"""Files of a workspace: what is read, and what is said of what is not."""

from __future__ import annotations

import gzip
import os
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

import pei_dsl
from pei_dsl.data.readers import text_files
from pei_dsl.data.readers.gate import read_table
from pei_dsl.data.readers.locating import locate
from pei_dsl.data.registers import read_register
from pei_dsl.data.source_findings import Findings
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Register
from pei_dsl.model.units import PERCENTAGE
from tests.builders import indicator, source
from tests.in_engines import host_table

S = attrs.evolve(source({"f": ValueType.DATE, "n": ValueType.NUMBER}, "f"), file="d.csv")
CODE = "IND.01.OEI.01"


def read(folder: Path, data: str | bytes) -> tuple[list[Fraction | None], list[tuple[str, str, int]]]:
    """Return the numbers of a file with content `data`, and the findings about it."""
    (folder / "d.csv").write_bytes(data.encode() if isinstance(data, str) else data)
    table, found = read_table(S, folder)
    numbers = [row.cells["n"] for row in table.rows]
    assert (table.unusable is not None) == bool(found)
    return [n for n in numbers if n is None or isinstance(n, Fraction)], [
        (d.code, d.variant, d.line) for d in found
    ]


@pytest.mark.parametrize(
    ("data", "numbers", "findings"),
    [
        ("f,n\n2024,5\n2023,\n\n", [5, None], []),
        ('\ufefff,n,x\r\n2024,"1,000",y\r\n', [1000], []),
        ("f,n\n2024,5\nnunca,6\n", [], [("PEI304", "", 3)]),
        ("f,n\n2024,s/d\n", [], [("PEI303", "missing", 2)]),
        ("f,m\n2024,5\n", [], [("PEI302", "", 1)]),
        ("f,n,n\n2024,5,6\n", [], [("PEI302", "twice", 1)]),
        ("f,n\n2024\n2023,5,6\n2022,7\n", [], [("PEI308", "", 2), ("PEI308", "", 3)]),
        ('f,n\n2024,"5\n', [], [("PEI308", "quotes", 2)]),
        ("", [], [("PEI302", "empty", 1)]),
        (b"f,n\n2024,\xf1\n", [], [("PEI309", "", 2)]),
    ],
)
def test_tables(
    data: str | bytes, numbers: list[int | None], findings: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    """Each breach of the contract has its code and line, and makes the table unusable."""
    assert read(tmp_path, data) == (numbers, findings)


@pytest.mark.parametrize("file", ["../fuera.csv", "/etc/passwd", "nada.csv", "\0"])
def test_files_that_are_not_read(file: str, tmp_path: Path) -> None:
    """Outside the workspace, missing, or no file: one finding, and no rows."""
    table, found = read_table(attrs.evolve(S, file=file), tmp_path)

    assert table.unusable is not None
    assert [each.code for each in found] in (["PEI307"], ["PEI301"])


def figures(folder: Path, data: str, percentages: str = "signed") -> tuple[dict[Period, Figure], list[str]]:
    """Return the registered figures of the one indicator, and the codes of what was found."""
    (folder / "r.csv").write_text(data, "utf-8")
    of = attrs.evolve(indicator(), unit=PERCENTAGE)
    found, diagnostics = read_register(Register("R", "r.csv", percentages=percentages), folder, {CODE: of})
    return found.get(CODE, {}), [each.code for each in diagnostics]


@pytest.mark.parametrize(
    ("cell", "percentages", "value", "decimals"),
    [
        ("57.62%", "signed", Fraction(5762, 10_000), 2),
        ("-5%", "signed", Fraction(-5, 100), 0),
        ("57.62", "points", Fraction(5762, 10_000), 2),
        ("0.5762", "ratio", Fraction(5762, 10_000), 2),
        ("0.5", "ratio", Fraction(1, 2), 0),
    ],
)
def test_registered_percentages(
    cell: str, percentages: str, value: Fraction, decimals: int, tmp_path: Path
) -> None:
    """In the scale that the register declares, with the decimals as a percentage."""
    found, codes = figures(tmp_path, f"código,periodo,valor\n{CODE},2024,{cell}\n", percentages)

    [figure] = found.values()
    assert (figure.value, figure.decimals, codes) == (value, decimals, [])


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (f"{CODE},2024,0.5", ["PEI310"]),
        (f"{CODE},2024,x", ["PEI303"]),
        (f"{CODE},nunca,5%", ["PEI304"]),
        ("IND.09.OEI.09,2024,5%", ["PEI306"]),
        (f"{CODE},2024,5%\n{CODE},2024,5%", ["PEI305"]),
        (f"{CODE},2024,no aplica", []),
        (f"{CODE},2024,", []),
    ],
)
def test_registered_values_that_are_none(rows: str, codes: list[str], tmp_path: Path) -> None:
    """What cannot be read, stands twice, or says ND is an absence or nothing, never a figure."""
    found, said = figures(tmp_path, f"código,periodo,valor\n{rows}\n")

    assert said == codes
    assert all(isinstance(figure.value, Absence) for figure in found.values())


# ---- Folders, patterns, other roots ------------------------------------------------------------------------


def files_of(folder: Path, file: str, roots: tuple[Path, ...] = ()) -> tuple[list[str], list[str]]:
    """Return the files that `file` names, as messages call them, and the codes of what was found."""
    findings = Findings(file)
    located = locate(attrs.evolve(S, file=file), folder, findings, roots)
    shown = [] if located is None else [each.shown for each in located.files]
    return shown, [f"{each.code}{each.variant}" for each in findings.all()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a workspace beside which other files stand."""
    workspace = tmp_path / "plan"
    for name in (
        "datos/b.csv",
        "datos/a.CSV",
        "datos/a-1.csv",
        "datos/sub/c.csv",
        "datos/~$a.xlsx",
        "x[1].csv",
    ):
        file = workspace / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("f,n\n")
    (tmp_path / "afuera").mkdir()
    (tmp_path / "afuera" / "z.csv").write_text("f,n\n")
    return workspace


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("datos", ["datos/a-1.csv", "datos/a.CSV", "datos/b.csv"]),
        ("datos/", ["datos/a-1.csv", "datos/a.CSV", "datos/b.csv"]),
        ("datos/*.csv", ["datos/a-1.csv", "datos/a.CSV", "datos/b.csv"]),
        ("datos/?.csv", ["datos/a.CSV", "datos/b.csv"]),
        ("datos/*/*", ["datos/sub/c.csv"]),
        ("*/b.csv", ["datos/b.csv"]),
        ("x[1].csv", ["x[1].csv"]),
        ("x[1]*", ["x[1].csv"]),
    ],
)
def test_the_files_of_a_source_in_the_order_of_their_names(
    file: str, expected: list[str], folder: Path
) -> None:
    assert files_of(folder, file) == (expected, [])


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("datos/*.txt", "PEI320"),
        ("*/*/*/*.csv", "PEI320"),
        ("../afuera/*.csv", "PEI307"),
        ("../*/z.csv", "PEI307"),
        ("../afuera", "PEI307"),
        ("nada/*.csv", "PEI301"),
        ("datos/b.csv/*.csv", "PEI301unreadable"),
    ],
)
def test_names_that_give_no_files(file: str, code: str, folder: Path) -> None:
    assert files_of(folder, file) == ([], [code])


def test_a_folder_outside_is_read_when_the_caller_allows_it(folder: Path) -> None:
    outside = folder.parent / "afuera"

    assert files_of(folder, "../afuera/*.csv", (outside,))[1] == []
    assert files_of(folder, str(outside / "z.csv"), (outside,)) == ([str(outside / "z.csv")], [])
    assert files_of(folder, str(outside / "z.csv")) == ([], ["PEI307"])


def test_no_link_leads_outside(folder: Path) -> None:
    """Neither that of a file nor that of a folder, alone or among the files of a pattern."""
    outside = folder.parent / "afuera"
    (folder / "enlace.csv").symlink_to(outside / "z.csv")
    (folder / "carpeta").symlink_to(outside)
    (folder / "datos" / "c.csv").symlink_to(outside / "z.csv")

    for file in (
        "enlace.csv",
        "enlace.*",
        "carpeta",
        "carpeta/z.csv",
        "carpeta/*",
        "c*/z.csv",
        "datos",
        "datos/*.csv",
    ):
        assert files_of(folder, file) == ([], ["PEI307"]), file
    assert files_of(folder, "carpeta/*", (outside,)) == (["carpeta/z.csv"], [])


def test_a_pipe_is_no_file(folder: Path) -> None:
    """Reading it could wait for ever."""
    os.mkfifo(folder / "tubo.csv")

    assert files_of(folder, "tubo.csv") == ([], ["PEI301unreadable"])


def test_rows_of_many_files_know_where_they_stand(folder: Path) -> None:
    """Numbers go on from file to file; each leads back to its file and line."""
    for name, text in (
        ("a.CSV", "f,n\n2024,1\n\n2024,2\n"),
        ("a-1.csv", "f,n\n"),
        ("b.csv", "n,f\n3,2024\n"),
    ):
        (folder / "datos" / name).write_text(text)
    table, found = read_table(attrs.evolve(S, file="datos"), folder)

    places = []
    for row in table.rows:
        part = table.part_of(row.number)
        assert part is not None
        places.append((part.file, row.number - part.before, row.cells["n"]))
    assert found == []
    assert places == [("datos/a.CSV", 2, 1), ("datos/a.CSV", 4, 2), ("datos/b.csv", 2, 3)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_a_mark_at_the_beginning_tells_the_encoding(encoding: str, tmp_path: Path) -> None:
    text = "f,n,ñ\r\n2024,5,á\r\n"
    mark = "\ufeff" if encoding.endswith(("le", "be")) else ""

    numbers, found = read(tmp_path, (mark + text).encode(encoding))
    assert numbers == [5]
    assert found == []


def test_a_file_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "MAX_BYTES", 1000)

    numbers, found = read(tmp_path, gzip.compress(b"f,n\n" + b"2024,5\n" * 1000))
    assert numbers == []
    assert found == [("PEI309", "large", 0)]


def test_rows_of_a_host_by_column() -> None:
    columns: dict[str, list[object]] = {"f": ["2024", "2023"], "n": [1, "2"]}
    table, found = host_table(S, columns)

    assert found == []
    assert [row.cells["n"] for row in table.rows] == [1, 2]
    assert host_table(S, dict.fromkeys(columns, ()))[0].rows == ()
    with pytest.raises(ValueError, match="not of one length"):
        host_table(S, {"f": ["2024"], "n": ["1", "2"]})
    with pytest.raises(ValueError, match="row 2 of 's' is no mapping"):
        host_table(S, [{"f": "2024", "n": 1}, ("2024", 1)])  # type: ignore[list-item]  # the wrong call itself


# ---- A file that names its separator -----------------------------------------------------------------------

NAMED = """\
fuente s
  archivo: d.csv
{separator}  columna k: texto
  columna n: número
variable total = suma(s.n)
"""


@pytest.mark.parametrize("engine", ["referencia", "duckdb", "sqlite"])
@pytest.mark.parametrize("mark", ["sep=;", "SEP=;", '"sep=;"', "\ufeffsep=;"])
@pytest.mark.parametrize("separator", ["", "  separador: punto y coma\n", "  separador: coma\n"])
def test_the_line_of_excel_that_names_the_separator_is_no_row(
    engine: str, mark: str, separator: str, tmp_path: Path
) -> None:
    """The file knows better than the plan what stands between its cells."""
    (tmp_path / "d.csv").write_text(f'{mark}\r\nk;n\r\n"a\r\nb";4\r\n\r\nc;5\r\n', "utf-8", newline="")
    plan = PLAN_OF_ONE + NAMED.format(separator=separator)
    (tmp_path / "plan.pei").write_text(plan, "utf-8")
    loaded = pei_dsl.load(tmp_path)
    reading = pei_dsl.Reading(engine)

    measured = pei_dsl.evaluate(loaded, 2024, reading=reading)
    explained = pei_dsl.explain(loaded, "IND.01.OEI.01", 2024, reading=reading)

    assert measured.diagnostics == ()
    assert measured.evaluation.indicators["IND.01.OEI.01"].value == 9
    assert isinstance(explained, pei_dsl.Explanation)
    assert [row.number for row in explained.steps[0].aggregates[0].rows] == [3, 6]
    (tmp_path / "d.csv").write_text(f"{mark}\nk;n\na;4\nb;cinco\n", "utf-8")
    found = pei_dsl.evaluate(loaded, 2024, reading=reading).diagnostics
    assert [(each.code, each.line) for each in found] == [("PEI303", 4)]


PLAN_OF_ONE = """\
plan "P"
  periodo: 2024
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "I"
  fórmula: total
  unidad: número
  sentido: ascendente
  logros: 2024: 8
"""
