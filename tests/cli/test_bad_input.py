"""What people get wrong: each ends in its exit code, a coded message and a remedy, never in a crash."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES, HEAD, indicator

if TYPE_CHECKING:
    from tests.cli.conftest import Done, Run, Write

REGISTER = """\
código,periodo,valor
IND.01.OEI.01,2024,70%
IND.01.OEI.01,2024,75%
"""


@attrs.frozen
class Case:
    """Files, and how each command ends with them."""

    name: str
    files: Mapping[str, str | bytes]
    code: str
    checked: int
    evaluated: int


CASES = [
    Case("empty file", {"plan.pei": b""}, "PEI123", 1, 1),
    Case("only a byte order mark", {"plan.pei": b"\xef\xbb\xbf"}, "PEI123", 1, 1),
    Case("only comments", {"plan.pei": "# nada todavía\n"}, "PEI123", 1, 1),
    Case("binary file", {"plan.pei": b"PK\x03\x04\x14\x00\x06\x00\x08\x00"}, "PEI112", 1, 1),
    Case("Windows-1252", {"plan.pei": GOOD.encode("cp1252"), "datos/salud.csv": GOOD_CSV}, "PEI110", 1, 1),
    Case("empty folder", {}, "PEI123", 2, 2),
    Case("folder without plans", {"matriz.xlsx": b"PK"}, "PEI123", 2, 2),
    Case("two plans in one folder", {"uno.pei": HEAD, "dos.pei": 'plan "Otro"\n'}, "PEI215", 1, 1),
    Case(
        "code without parent", {"plan.pei": indicator().replace('OEI.01 "Mej', 'OEI.02 "Mej')}, "PEI204", 1, 1
    ),
    Case("unknown word as field", {"plan.pei": indicator("frecuencia: anual")}, "PEI114", 1, 1),
    Case("goal without %", {"plan.pei": indicator("logros: 2024: 80")}, "PEI208", 1, 1),
    Case("decimal comma", {"plan.pei": indicator("logros: 2024: 48,3%")}, "PEI104", 1, 1),
    Case("unit nonsense", {"plan.pei": indicator("unidad: bananas")}, "PEI117", 1, 1),
    Case("formula with text", {"plan.pei": indicator('fórmula: "mucho" / 2')}, "PEI207", 1, 1),
    Case("division by a written zero", {"plan.pei": indicator("fórmula: 5 / 0")}, "PEI212", 1, 1),
    Case(
        "separator of two signs",
        {**GOOD_FILES, "plan.pei": GOOD.replace("  tiempo:", '  separador: ";;"\n  tiempo:')},
        "PEI117",
        1,
        1,
    ),
    *(
        Case(
            f"encoding {encoding}",
            {**GOOD_FILES, "plan.pei": GOOD.replace("  tiempo:", f"  codificación: {encoding}\n  tiempo:")},
            "PEI309",
            3,
            3,
        )
        for encoding in ("klingon", "base64", "undefined", "utf-16")
    ),
    Case("goal outside the plan", {"plan.pei": indicator("logros: 2031: 80%")}, "PEI216", 1, 1),
    Case("no data file", {"plan.pei": GOOD}, "PEI301", 3, 3),
    Case("data file is a folder", {"plan.pei": GOOD, "datos/salud.csv/x": b""}, "PEI320", 3, 3),
    Case(
        "CSV without the declared column",
        {**GOOD_FILES, "datos/salud.csv": GOOD_CSV.replace("previstos", "programados")},
        "PEI302",
        3,
        3,
    ),
    Case("empty CSV", {**GOOD_FILES, "datos/salud.csv": b""}, "PEI302", 3, 3),
    Case(
        "s/d in a number", {**GOOD_FILES, "datos/salud.csv": GOOD_CSV + "2024-10-01,s/d,5\n"}, "PEI303", 1, 3
    ),
    Case("row without a date", {**GOOD_FILES, "datos/salud.csv": GOOD_CSV + ",4,5\n"}, "PEI304", 1, 3),
    Case(
        "two rows for one registered value",
        {
            "plan.pei": indicator() + 'registro "Valores"\n  archivo: valores.csv\n',
            "valores.csv": REGISTER,
        },
        "PEI305",
        3,
        3,
    ),
    Case(
        "path that leaves the folder",
        {"plan.pei": GOOD.replace("datos/salud.csv", "../salud.csv"), "../salud.csv": GOOD_CSV},
        "PEI307",
        3,
        3,
    ),
    Case(
        "data in Windows-1252", {**GOOD_FILES, "datos/salud.csv": GOOD_CSV.encode() + b"\xf1"}, "PEI309", 3, 3
    ),
]


@pytest.fixture(params=CASES, ids=lambda case: case.name.replace(" ", "-"))
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


def test_revisar_says_what_is_wrong(case: Case, run: Run, write: Write) -> None:
    """Findings are the result of `revisar`; of rows that break their contract it says that they are unread."""
    done = run("revisar", write(case.files))
    told = "PEI443" if (case.checked, case.evaluated) == (1, 3) else case.code

    assert done.code == case.checked
    assert not done.err
    if case.checked:
        holds(done.out, told)


@pytest.mark.parametrize(
    "order", [("evaluar", "plan", "--periodo", "2024"), ("probar", "plan")], ids=lambda o: o[0]
)
def test_nothing_wrong_is_computed(order: tuple[str, ...], case: Case, run: Run, write: Write) -> None:
    """Findings go to standard error; what data leave unhurt is still computed."""
    write(case.files)

    done = run(*order)

    assert done.code == case.evaluated
    holds(done.err, case.code)
    assert bool(done.out) == (case.evaluated == 3)


def holds(told: str, code: str) -> None:
    """Assert that `told` names the diagnostic, says what to do, fits the screen and is no crash."""
    assert f"[{code}]" in told
    assert "  = ayuda: " in told
    assert "Traceback" not in told
    assert max(len(line) for line in told.splitlines()) <= 100


# ---- The path ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["no-existe", "no-existe/plan.pei", "x" * 5000, "archivo/dentro"])
@pytest.mark.parametrize(
    "order",
    [("revisar",), ("evaluar", "--periodo", "2024"), ("probar",), ("explicar", "--periodo", "2024")],
    ids=lambda order: order[0],
)
def test_a_path_that_leads_nowhere_is_a_wrong_usage(
    order: tuple[str, ...], path: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "archivo").write_text("x")
    code = ["OEI.01"] if order[0] == "explicar" else []

    done = run(*order, path, *code)

    assert done.code == 2
    assert "error[PEI123]: no existe el archivo o la carpeta" in done.all
    assert "= ayuda: revise cómo está escrita la ruta" in done.all
    assert "Traceback" not in done.all


def test_a_folder_may_be_called_like_a_file(run: Run, write: Write) -> None:
    folder = write(GOOD_FILES, "x.pei")

    assert run("revisar", folder).code == 0


def test_a_folder_called_like_a_file_is_not_read_as_one(run: Run, write: Write) -> None:
    folder = write({**GOOD_FILES, "viejo.pei/nota.txt": b"\xff"})

    assert run("revisar", folder).code == 0


def test_a_file_that_may_not_be_read(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(GOOD_FILES)

    def refuse(path: Path, most: int) -> bytes:
        raise PermissionError(13, "Permission denied", f"{path} {most}")

    monkeypatch.setattr("pei_dsl.workspace.texts.read_plain", refuse)
    done = run("revisar", folder, "--sin-caché")

    assert done.code == 1
    assert "error[PEI123]: no se puede leer «plan.pei»" in done.out
    assert "= ayuda: revise los permisos" in done.out


def test_several_paths_and_one_leads_nowhere(run: Run, write: Write) -> None:
    done = run("revisar", write(GOOD_FILES), "no-existe")

    assert done.code == 2


# ---- Figures that are not there --------------------------------------------------------------------


def test_division_by_zero_in_the_data_is_nd_with_its_reason(run: Run, write: Write) -> None:
    zeros = GOOD_CSV.replace("50", "0")
    folder = write({**GOOD_FILES, "datos/salud.csv": zeros})

    done = run("evaluar", folder, "--periodo", "2024")

    assert done.code == 0
    assert not done.err
    assert "○ ND" in done.out
    assert "IND.01.OEI.01  inválido: división entre cero" in done.out


def test_data_that_cannot_be_read_leave_the_rest_measured(run: Run, write: Write) -> None:
    more = '\nindicador IND.02.OEI.01 "Locales"\n  unidad: número\n  sentido: ascendente\n  logros: 2024: 4\n  valores: 2024: 4\n'
    folder = write({"plan.pei": GOOD + more})

    done = run("evaluar", folder, "--periodo", "2024")

    assert done.code == 3
    assert "inválido" in done.out
    assert "100.00  ● verde" in done.out
    assert "Los indicadores que usan esos datos quedan en ND." in done.err


# ---- Periods, codes, methodologies ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "code", "told"),
    [
        ("2031", "PEI216", "2031 está fuera del plan, que va de 2024 a 2025"),
        ("2023-12", "PEI216", "2023-12 está fuera del plan, que va de 2024 a 2025"),
        ("2024-S3", "PEI116", "«2024-S3» no es un periodo"),
        ("24", "PEI116", "«24» no es un periodo"),
        ("", "PEI116", "«» no es un periodo"),
        ("２０２４", "PEI116", "«２０２４» no es un periodo"),
        ("{x}", "PEI116", "«{x}» no es un periodo"),
    ],
)
def test_a_period_that_is_none_or_lies_outside_the_plan(
    period: str, code: str, told: str, run: Run, write: Write
) -> None:
    folder = write(GOOD_FILES)
    for order in (("evaluar", folder), ("explicar", folder, "OEI.01")):
        done = run(*order, "--periodo", period)

        assert done.code == 2
        assert not done.out
        assert told in done.err
        holds(done.err, code)


def test_an_unknown_methodology(run: Run, write: Write) -> None:
    done = run("evaluar", write(GOOD_FILES), "--año", "2024", "--metodología", "exakta")

    assert done.code == 2
    holds(done.err, "PEI201")
    assert "escriba «exacta»" in done.err


def test_an_unknown_code(run: Run, write: Write) -> None:
    done = run("explicar", write(GOOD_FILES), "IND.01.OEI.10", "--año", "2024")

    assert done.code == 2
    holds(done.err, "PEI201")
    assert "escriba «IND.01.OEI.01»" in done.err


def test_an_unknown_message(run: Run) -> None:
    done = run("explicar", "PEI999")

    assert done.code == 2
    assert "Error: no hay ningún mensaje PEI999" in done.err


# ---- Where the result goes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "told"),
    [
        (".", "'.' es una carpeta."),
        ("no/existe.json", "no se puede escribir «no/existe.json»: no existe la carpeta."),
        ("plan/plan.pei/x.json", "no se puede escribir «plan/plan.pei/x.json»: no existe la carpeta."),
        ("y" * 300, "el nombre es demasiado largo."),
    ],
)
def test_an_output_that_cannot_be_written(
    output: str, told: str, run: Run, write: Write, tmp_path: Path
) -> None:
    write(GOOD_FILES)
    before = sorted(path for path in tmp_path.rglob("*") if ".cache" not in path.parts)

    done = run("evaluar", "plan", "--periodo", "2024", "-o", output)

    assert done.code == 2
    assert told in done.err
    assert "Traceback" not in done.err
    assert not done.out
    assert sorted(path for path in tmp_path.rglob("*") if ".cache" not in path.parts) == before


# ---- Standard input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (b"", "PEI123"),
        (b"\x00\x01", "PEI112"),
        ('plan "Gesti\xf3n"'.encode("cp1252"), "PEI110"),
        (b"hola", "PEI105"),
    ],
    ids=["empty", "binary", "Windows-1252", "nonsense"],
)
def test_bad_standard_input(given: bytes, code: str, run: Run) -> None:
    checked = run("revisar", "-", given=given)
    evaluated = run("evaluar", "-", "--periodo", "2024", given=given)

    assert (checked.code, evaluated.code) == (1, 1)
    holds(checked.out, code)
    holds(evaluated.err, code)


# ---- Bugs ---------------------------------------------------------------------------------------------------


def broken(*_: object, **__: object) -> Done:
    message = "algo {raro}"
    raise KeyError(message)


def test_a_bug_is_told_as_one(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(GOOD_FILES)
    monkeypatch.setattr("pei_dsl.workspace.verbs.evaluate_many", broken)

    done = run("evaluar", folder, "--periodo", "2024")

    assert done.code == 4
    assert not done.out
    assert "error[PEI901]: error interno: KeyError: 'algo {raro}'" in done.err
    assert "= ayuda: es una falla de pei, no de su plan" in done.err
    assert "Traceback" not in done.err


def test_a_bug_is_told_in_english(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(GOOD_FILES)
    monkeypatch.setattr("pei_dsl.workspace.verbs.evaluate_many", broken)

    done = run("--lang", "en", "evaluar", folder, "--periodo", "2024")

    assert done.code == 4
    assert "internal error" in done.err


def test_whoever_mends_a_bug_sees_where_it_is(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(GOOD_FILES)
    monkeypatch.setattr("pei_dsl.workspace.verbs.evaluate_many", broken)

    done = run("evaluar", folder, "--periodo", "2024", PEI_DEBUG="1")

    assert done.code == 4
    assert "PEI901" in done.err
    assert "Traceback" in done.err
    assert "in broken" in done.err


def test_a_link_out_of_the_folder_is_neither_read_nor_written(run: Run, write: Write, tmp_path: Path) -> None:
    outside = write({"otro.pei": 'objetivo   OEI.07   "fuera"\n'}, "fuera")
    folder = write(GOOD_FILES)
    (tmp_path / folder / "enlace.pei").symlink_to(tmp_path / outside / "otro.pei")
    (tmp_path / folder / "perdido.pei").symlink_to(tmp_path / "no-existe")
    (tmp_path / folder / "círculo.pei").symlink_to(tmp_path / folder / "círculo.pei")
    (tmp_path / folder / "dentro.pei").symlink_to(tmp_path / folder / "sub" / "dentro.txt")
    write({"sub/dentro.txt": 'objetivo   OEI.08   "dentro"\n'})
    for order in (
        ("revisar",),
        ("revisar", "--corregir"),
        ("revisar", "--previa"),
        ("formatear",),
        ("formatear", "--diferencias"),
        ("evaluar", "--periodo", "2024"),
        ("describir",),
    ):
        done = run(order[0], folder, *order[1:])
        assert "fuera.pei" not in done.all
        assert "OEI.07" not in done.all
        assert (tmp_path / outside / "otro.pei").read_text() == 'objetivo   OEI.07   "fuera"\n'
    done = run("revisar", folder, "--formato", "conciso")
    assert done.out.count(": PEI307 ") == 3
    assert "enlace.pei" in done.out
    assert "dentro.pei: PEI307" not in done.out


@pytest.mark.parametrize("order", [("revisar",), ("evaluar", "--periodo", "2024"), ("probar",)])
def test_a_plan_that_has_only_a_link_against_it_is_at_fault_and_its_data_are_not(
    order: tuple[str, ...], run: Run, write: Write, tmp_path: Path
) -> None:
    folder = write(GOOD_FILES)
    (tmp_path / folder / "enlace.pei").symlink_to(tmp_path / "no-existe")
    done = run(order[0], folder, *order[1:])

    assert "PEI307" in done.all
    assert done.code == 1


@pytest.mark.parametrize("command", ["revisar", "formatear", "describir", "arbol", "probar", "importar"])
def test_what_never_ends_is_not_read(command: str, run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tubo.pei")
    for path in ("tubo.pei", "/dev/zero"):
        done = run(command, path)
        assert done.code in {1, 2}
        assert "PEI901" not in done.all
        assert "tubería" in done.all or "No se" in done.all or "errores" in done.all


def test_standard_input_that_never_ends(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pei_dsl.workspace.texts.MAX_BYTES", 1000)
    for command in ("revisar", "formatear"):
        done = run(command, "-", given=b"y\n" * 1000)
        assert (done.code, "PEI109" in done.all) == (1, True)


@pytest.mark.parametrize("name", ["datos/salud.csv", "matriz.xlsx", "cifras.parquet"])
def test_a_file_of_data_is_no_plan(name: str, run: Run, write: Write) -> None:
    write({**GOOD_FILES, name: GOOD_CSV})

    for command in (["revisar", f"plan/{name}"], ["evaluar", f"plan/{name}", "--periodo", "2024"]):
        done = run(*command)
        assert done.code == 2
        assert "es un archivo de datos, y no un plan" in done.all
        assert done.all.count("PEI123") <= 2
