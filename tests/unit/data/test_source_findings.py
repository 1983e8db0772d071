"""What is found about one source: the first hundred, and how many more."""

from __future__ import annotations

from pei_dsl.data.reading import MAX_FINDINGS
from pei_dsl.data.source_findings import Findings


def test_the_first_hundred_are_told_and_the_rest_counted() -> None:
    """The last one speaks of the source as a whole, whichever file was read last."""
    findings = Findings("datos/")
    for line in range(MAX_FINDINGS + 7):
        findings.file = f"datos/{line % 2}.csv"
        findings.add("PEI316", line, "", f"Hoja!A{line}", column=f"n{line}")
    *first, last = findings.all()

    assert len(first) == MAX_FINDINGS
    assert [(each.file, each.line, each.cell) for each in first[:2]] == [
        ("datos/0.csv", 0, "Hoja!A0"),
        ("datos/1.csv", 1, "Hoja!A1"),
    ]
    assert (last.code, last.file, dict(last.params)) == ("PEI311", "datos/", {"count": 7})


def test_a_hundred_are_all() -> None:
    findings = Findings("d.csv")
    for line in range(MAX_FINDINGS):
        findings.add("PEI316", line, column=f"n{line}")

    assert {each.code for each in findings.all()} == {"PEI316"}
