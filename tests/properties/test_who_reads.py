"""Whoever reads a text file, however oddly it is written, gives the same figures and the same findings."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl import Engine, Reading
from pei_dsl.diagnostics.text import render
from tests.example_counts import examples

PLAN = """\
plan "P"
  periodo: 2024 a 2025
objetivo OEI.01 "S"
{indicators}
fuente s "R"
  archivo: d.csv
  tiempo: m
  desagregación: t
{fields}  columna m: fecha
  columna t: texto
  columna a: número
  columna b: booleano
"""
FORMULAS = ("suma(s.a)", "contar_distintos(s.t)", "contar(s si b)", "máximo(s.a)", "contar(s)")
INDICATORS = "".join(
    f'indicador IND.{number:02}.OEI.01 "I"\n  fórmula: {formula}\n  unidad: número\n'
    "  sentido: ascendente\n  logros: 2024: 8\n"
    for number, formula in enumerate(FORMULAS, start=1)
)
# The first ones of each are what everybody reads; the others are what makes readers differ.
CELLS = {
    "m": [
        "2024",
        "2024-01",
        "2024-S1",
        "2024-T2",
        "2024-03-04",
        "2024-3",
        "31/12/2024",
        "2025",
        "2024-02-30",
        "20240101",
        "2024-s1",
    ],
    "t": [
        *("Lima", "lima", " Lima", "LIMA ", ""),
        *("áé", "a\u0301e\u0301", 'con "comillas"', "a,b", "a;b", "dos\nlíneas", "dos\r\nl", "r\rr", "=1+1"),
        *("null", "NULL", "nan", "s/d", "'x'", "\ufeffx", "\u00a0", "a\x00b", "\x1b[0m", "😀", "\\", '\\"'),
        *("a\tb", "\u2028x", "\u0085y", "\x1cz", "x" * 5000),
    ],
    "a": [
        *("1", "-2", "3.5", "1,000", ""),
        *("1,00", "12,345,678.90", "  7 ", "+5", "−3", "–4", "50%", "5 %", "- 6", "1e3", "٣", "½", "0x1"),
        *("1_000", "0.1234567890123", "1234567890" * 4, "s/d", "-", "1.", "0.5", "00012", "--1", "+-1", "$5"),
        *("1 000", "1\u00a0000", "1.000,5", "\u200b1", "-0", "1,0000", "\t3"),
    ],
    "b": [
        "sí",
        "no",
        "si",
        "",
        "x",
        "SÍ",
        "X",
        "1",
        "0",
        "true",
        "False",
        "verdadero",
        "FALSO",
        "tal vez",
        " sí ",
    ],
}
USUAL = 5
LINES = ["", " ", ",,,", ";;;", "a,b", '"', 'x"y,,,', '"x"y,,,', ",,,,", '"","","",""', "\ufeff", "#c"]


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw the fields of a source, and a file that may or may not be written so."""
    separator = draw(st.sampled_from([",", ",", ";", "\t"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16"]))
    fields = {";": "  separador: punto y coma\n", "\t": "  separador: tabulador\n"}.get(separator, "")
    fields += "  codificación: windows-1252\n" if encoding == "cp1252" else ""
    fields += draw(st.sampled_from(["", '  faltantes: "s/d"; "-"\n', "  decimal: coma\n  miles: punto\n"]))
    names = draw(
        st.sampled_from([["m", "t", "a", "b"], ["b", "otra", "m", "t", "a"], [" m ", "t", "a", "b", ""]])
    )
    odd = draw(st.sets(st.sampled_from("mtab"), max_size=1))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=separator,
        lineterminator=end,
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    writer.writerow(names)
    for _ in range(draw(st.integers(0, 5))):
        pools = [CELLS.get(name.strip(), ["z"]) for name in names]
        writer.writerow(
            draw(st.sampled_from(pool if name in odd else pool[:USUAL]))
            for name, pool in zip(names, pools, strict=True)
        )
        if draw(st.integers(0, 9)) == 9:
            text.write(draw(st.sampled_from(LINES)) + end)
    written = text.getvalue().removesuffix(draw(st.sampled_from(["", end])))
    data = written.encode(encoding, "replace")
    return fields, gzip.compress(data) if draw(st.booleans()) and draw(st.booleans()) else data


def printed(folder: Path, engine: Engine) -> object:
    loaded, reading = pei_dsl.load(folder), Reading(engine)
    assert not loaded.errors
    measured, found = pei_dsl.evaluate_many(loaded, ["2024", "2024-S1", "2024-01", "2025"], reading=reading)
    made, _ = pei_dsl.break_down(loaded, ["2024"], ["t"], reading=reading)
    return (
        [pei_dsl.evaluation_to_json(each) for each in measured],
        pei_dsl.breakdown_to_json(made),
        [render(each) for each in found],
    )


@given(files())
@example(("", b"m,t,a,b\n"))
@example(("", b"m,t,a,b\n2024,x,1,\n"))
@example(("", b"m,t,a,b\n2025,Lima,1,no\n"))
@example(("", b"m,t,a,b\n2024,Lima,1,no\n2024,\xff,1,no\n"))
@example(("", b'm,t,a,b\n2024,"Lima\n'))
@example(("", b"\x1f\x8b roto"))
@settings(max_examples=examples(40))
def test_text_files_are_read_alike(drawn: tuple[str, bytes]) -> None:
    """A cell that an engine reads otherwise would show here, and a finding that it lacks."""
    fields, data = drawn
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plan.pei").write_text(PLAN.format(indicators=INDICATORS, fields=fields), "utf-8")
        (folder / "d.csv").write_bytes(data)
        reference = printed(folder, Engine.REFERENCE)
        for engine in (Engine.DUCKDB, Engine.SQLITE):
            assert printed(folder, engine) == reference, engine
