"""`pei auditar`: contradictions among printed figures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES, INPE

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PERIOD = ("--periodo", "2024")
PRINTED = '\ncita "Sección 4"\n  año: 2024\n  IND.01.OEI.01: valor {value}\n  OEI.01: {figure}\n'


def squeezed(text: str) -> str:
    return " ".join(text.split())


def quoting(value: str, figure: str) -> dict[str, str | bytes]:
    return {**GOOD_FILES, "plan.pei": GOOD + PRINTED.format(value=value, figure=figure)}


def test_inpe(run: Run) -> None:
    done = run("auditar", INPE, *PERIOD)

    assert (done.code, done.err) == (1, "")
    assert max(map(len, done.out.splitlines())) <= 100
    for part in (
        "Contradicciones: 14; diferencias explicadas: 3; sin comprobar: 11.",
        "valor de IND.01.AEI.01.05 5.79 5.73 0.06 PEI510",
        "alcance de IND.01.AEI.01.05 28.62% 28.32% 0.30 p. p. PEI518",
        "alcance de AEI.01.03 3.62% 7.25% 3.63 p. p. PEI511",
        "valor de IND.01.AEI.01.02 94% 93% 1 p. p. PEI511",
        "dato B de IND.01.AEI.01.02 1,309 1,328 19 PEI513",
        "logro y valor de IND.01.OEI.01 0.56 y 1.38 0.72 – PEI514",
        "alcance de AEI.02.02 ND 0.00% – PEI515",
        "valor de IND.01.AEI.01.06: 3.75 y 3.752 caben en la misma cifra",
        "alcance de IND.01.AEI.01.06: 76.23% y 76.27% caben en la misma cifra",
    ):
        assert part in squeezed(done.out)


@pytest.mark.parametrize(
    ("value", "figure"), [("60%", "75%"), ("60.0%", "75.00%"), ("0.6", "75"), ("60", "75.0")]
)
def test_nothing_contradicts(run: Run, write: Write, value: str, figure: str) -> None:
    done = run("auditar", write(quoting(value, figure)), *PERIOD)

    assert (done.code, done.err) == (0, "")
    assert "Ninguna cifra contradice a otra." in done.out


def test_a_contradiction_ends_with_1(run: Run, write: Write) -> None:
    done = run("auditar", write(quoting("60%", "57%")), *PERIOD)

    assert (done.code, done.err) == (1, "")
    assert "alcance de OEI.01 57% 75.00% 18.00 p. p. PEI511" in squeezed(done.out)


def test_a_plan_that_quotes_nothing(run: Run, write: Write) -> None:
    done = run("auditar", write({**GOOD_FILES, "plan.pei": GOOD.partition("\nprueba")[0]}), *PERIOD)

    assert done.code == 0
    assert "El plan no tiene citas ni pruebas de 2024" in done.out


def test_english(run: Run, write: Write) -> None:
    done = run("--lang", "en", "audit", write(quoting("60%", "57%")), "--period", "2024", "--format", "table")

    assert done.code == 1
    assert "Audit of 2024" in done.out
    assert "What to do: correct the printed figure" in done.out


def test_json(run: Run, write: Write) -> None:
    done = run("auditar", write(quoting("60%", "57%")), *PERIOD, "--formato", "json")
    found = json.loads(done.out)
    [finding] = found["hallazgos"]
    printed, calculated = finding["cifras"]

    assert done.code == 1
    assert (found["contradicciones"], found["explicadas"], found["sin_comprobar"]) == (1, 0, 0)
    assert (finding["codigo"], finding["gravedad"], finding["de"]) == ("PEI511", "contradicción", "OEI.01")
    assert (printed["valor"], printed["minimo"], printed["maximo"]) == ("57", "56.5", "57.5")
    assert printed["impreso_en"] == [
        {
            "titulo": "Sección 4",
            "documento": None,
            "lugar": {"archivo": "plan.pei", "linea": 28, "columna": 11},
        }
    ]
    assert (calculated["valor"], calculated["mostrado"], finding["diferencia"]) == ("75", "75.00%", "18")


def test_markdown_to_a_file(run: Run, write: Write) -> None:
    folder = write(quoting("60%", "57%"))
    done = run("auditar", folder, *PERIOD, "--formato", "markdown", "-o", "memo.md")
    memo = (folder.absolute().parent / "memo.md").read_text("utf-8")

    assert (done.code, done.out) == (1, "")
    assert memo.startswith("# Auditoría de 2024: Plan de prueba\n")
    assert (
        "1. **Alcance de OEI.01: se imprime 57% y el plan da 75.00%** (PEI511). *Mejorar la salud*." in memo
    )


def test_another_methodology(run: Run) -> None:
    """Tests of the plan's own methodology are no print under another."""
    done = run("auditar", INPE, *PERIOD, "--metodología", "logro_cero_es_cero", "--formato", "json")
    found = json.loads(done.out)

    assert {(each["codigo"], each["de"]) for each in found["hallazgos"] if each["que"] == "alcance"} >= {
        ("PEI511", "AEI.01.03"),
        ("PEI511", "AEI.02.02"),
    }
    assert "IND.02.AEI.01.03" not in {each["de"] for each in found["hallazgos"] if each["codigo"] == "PEI511"}


def test_a_registered_value_has_the_row_of_its_register(run: Run, write: Write) -> None:
    text = GOOD + 'registro "Avance"\n  archivo: datos/avance.csv\n'
    rows = "codigo,periodo,valor\nIND.01.OEI.01,2024,62%\n"
    done = run("auditar", write({**GOOD_FILES, "plan.pei": text, "datos/avance.csv": rows}), *PERIOD)

    assert done.code == 1
    assert "62%: registrado (datos/avance.csv:2)" in done.out


def test_broken_data(run: Run, write: Write) -> None:
    files = {**quoting("60%", "75%"), "datos/salud.csv": GOOD_CSV.replace("30,50\n2024-09", "x,50\n2024-09")}
    done = run("auditar", write(files), *PERIOD)

    assert done.code == 3
    assert "PEI303" in done.err
    assert "el plan no tiene con qué compararla: OEI.01, IND.01.OEI.01" in squeezed(done.out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--periodo", "2031"), "PEI216"),
        (("--periodo", "ayer"), "PEI116"),
        (("--periodo", "2024", "--metodología", "otra"), "PEI201"),
        (("--periodo", "2024", "--formato", "csv"), "csv"),
        ((), "--periodo"),
    ],
)
def test_wrong_usage(run: Run, write: Write, arguments: tuple[str, ...], message: str) -> None:
    done = run("auditar", write(GOOD_FILES), *arguments)

    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_a_plan_with_errors_is_not_audited(run: Run, write: Write) -> None:
    done = run("auditar", write({"plan.pei": GOOD + 'cita "A"\n  año: 2024\n  OEI.07: 3%\n'}), *PERIOD)

    assert done.code == 1
    assert "PEI201" in done.err
    assert done.out == ""


def test_standard_input(run: Run) -> None:
    text = GOOD.partition("fuente")[0].replace("suma(salud.hechos) / suma(salud.previstos)", "3 / 5")
    done = run("auditar", "-", *PERIOD, given=text + PRINTED.format(value="60%", figure="57%"))

    assert done.code == 1
    assert "<entrada>" in done.out
