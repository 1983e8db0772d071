"""Files of a workspace: what is read, and what is said of what is not."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from pei_dsl.data.read import read_table
from pei_dsl.data.registers import read_register
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Register
from pei_dsl.model.units import PERCENTAGE
from tests.builders import indicator, source

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
        ("f,n\n2024,5\nnunca,6\n", [5, 6], [("PEI304", "", 3)]),
        ("f,n\n2024,s/d\n", [None], [("PEI303", "number", 2)]),
        ("f,m\n2024,5\n", [], [("PEI302", "", 1)]),
        ("f,n,n\n2024,5,6\n", [], [("PEI302", "twice", 1)]),
        ("f,n\n2024\n2023,5,6\n2022,7\n", [7], [("PEI308", "", 2), ("PEI308", "", 3)]),
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
