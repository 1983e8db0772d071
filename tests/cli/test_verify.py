"""`pei verificar`: every kind of result, every ground that may change, and files that are no result."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pei_dsl.reproducing.question import Asks
from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES
from tests.cli.test_fingerprints import FILES, ORDERS, YEAR

if TYPE_CHECKING:
    from tests.cli.conftest import Done, Run, Write

RESULT = Path("r.json")


def evaluated(run: Run, *more: str) -> None:
    assert run("evaluar", "plan", *YEAR, *more, "-o", str(RESULT), "--reemplazar").code == 0


def edited(change: Callable[[Any], None]) -> None:
    data = json.loads(RESULT.read_text("utf-8"))
    change(data)
    RESULT.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


@pytest.mark.parametrize("asks", ORDERS)
def test_every_answer_comes_out_again(asks: Asks, run: Run, write: Write) -> None:
    write(FILES)
    for language in ("es", "en"):
        run("--lang", language, *ORDERS[asks], "-o", str(RESULT), "--reemplazar")
        done = run("verificar", RESULT)

        assert (done.code, done.err) == (0, ""), done
        assert done.out.endswith("Nada difiere: el resultado sale otra vez, valor por valor.\n")
        assert done.out.splitlines()[0].endswith(", con el plan de plan")


def test_what_was_asked_is_asked_again(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    more = (
        "--metodología",
        "exacta",
        "--metodología",
        "ceplan",
        "--fecha",
        "2024-06-30",
        "--motor",
        "sqlite",
    )
    evaluated(run, *more)

    assert run("verificar", RESULT).code == 0
    assert run("verificar", RESULT, "--motor", "referencia").code == 0
    edited(lambda data: data["huellas"]["pedido"].pop("fecha"))
    done = run("verificar", RESULT)
    assert done.code == 1
    assert "no vencido" in done.out


def test_one_text_of_a_folder(run: Run, write: Write) -> None:
    write({**GOOD_FILES, "otro.pei": 'objetivo OEI.02 "Otro"\n'})
    run("evaluar", "plan/plan.pei", *YEAR, "-o", str(RESULT))

    assert run("verificar", RESULT).code == 0
    assert run("verificar", RESULT, "plan").code == 0


def test_a_text_of_standard_input(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    write({"salud.csv": GOOD_CSV}, "datos")
    done = run("evaluar", "-", *YEAR, "--formato", "json", given=GOOD)
    RESULT.write_text(done.out, "utf-8")

    refused = run("verificar", RESULT)
    assert (refused.code, refused.out) == (2, "")
    assert "se leyó de la entrada estándar" in refused.err
    Path("plan.pei").write_text(GOOD, "utf-8")
    assert run("verificar", RESULT, "plan.pei").code == 0


def test_a_result_beside_its_plan_finds_it(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write({**GOOD_FILES, "plan.pei": f"{GOOD}# otro\n"}, "copia")
    write(GOOD_FILES)
    evaluated(run)
    for place in ("plan/r.json", "plan/resultados/r.json", "r2.json"):
        Path(place).parent.mkdir(exist_ok=True)
        shutil.copy(RESULT, place)
        assert run("verificar", place).code == 0, place
    other = Path("lejos")
    other.mkdir()
    monkeypatch.chdir(other)
    assert run("verificar", Path("..") / "plan" / "r.json").code == 0


# ---- What differs ----------------------------------------------------------------------------------------


def test_an_edited_figure_is_found(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    evaluated(run)
    edited(lambda data: data["grupos"][0].update(alcance="99.99"))
    done = run("verificar", RESULT)

    assert done.code == 1
    assert "OEI.01 · alcance  99.99 → 75.00" in done.out
    assert "su sello es de otro contenido" in done.out
    assert "alguien lo cambió después de escribirlo" in " ".join(done.out.split())


def test_a_figure_with_another_seal_is_found_too(run: Run, write: Write) -> None:
    """Whoever computes the seal anew still has to have the figure come out."""
    from pei_dsl.reproducing.sealing import seal_of

    write(GOOD_FILES)
    evaluated(run)

    def forge(data: Any) -> None:  # noqa: ANN401
        data["grupos"][0]["alcance"] = "99.99"
        data["huellas"]["resultado"] = seal_of(data)

    edited(forge)
    done = run("verificar", RESULT)

    assert done.code == 1
    assert "99.99 → 75.00" in done.out
    assert "el archivo está como se escribió" in done.out


def test_what_is_laid_out_otherwise_is_the_same(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    evaluated(run)
    edited(lambda _: None)

    assert run("verificar", RESULT).code == 0


CHANGES: dict[str, tuple[dict[str, str | bytes], str]] = {
    "a comment": ({"plan.pei": f"{GOOD}# nada\n"}, "los valores salen iguales"),
    "a goal": ({"plan.pei": GOOD.replace("80%", "60%")}, "no es el de este plan"),
    "a new text": ({"b.pei": "# nada\n"}, "b.pei no estaba"),
    "a cell": ({"datos/salud.csv": GOOD_CSV.replace(",30,", ",31,", 1)}, "datos/salud.csv cambió"),
    "an end of a line": ({"datos/salud.csv": GOOD_CSV.replace("\n", "\r\n")}, "los valores salen iguales"),
    "an error": ({"plan.pei": GOOD.replace("fórmula:", "fórmulas:")}, "no queda comprobado"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_told(name: str, run: Run, write: Write) -> None:
    write(GOOD_FILES)
    evaluated(run)
    files, says = CHANGES[name]
    write(files)
    done = run("verificar", RESULT, "plan")

    assert done.code == 1
    assert says in " ".join(done.out.split())
    assert "PEI901" not in done.all
    for language in ("es", "en"):
        told = json.loads(run("--lang", language, "verificar", RESULT, "plan", "--formato", "json").out)
        assert told["sale_igual"] is False
        assert {each["nombre"] for each in told["cambios"]} == set(files)


def test_missing_data_are_told(run: Run, write: Write) -> None:
    folder = write(GOOD_FILES)
    evaluated(run)
    Path(folder, "datos/salud.csv").unlink()
    done = run("verificar", RESULT)

    assert done.code == 1
    assert "datos/salud.csv ya no está" in done.out
    assert "PEI301" in done.err


def test_what_a_database_answers_now_is_told(run: Run, write: Write, tmp_path: Path) -> None:
    write(
        {"plan.pei": GOOD.replace("  archivo: datos/salud.csv\n", "  conexión: BASE\n  tabla: controles\n")}
    )
    file = tmp_path / "a.db"
    base = sqlite3.connect(file)
    base.execute("create table controles (fecha text, hechos integer, previstos integer)")
    base.execute("insert into controles values ('2024-03-01', 60, 100)")
    base.commit()
    address = {"BASE": f"sqlite:///{file}"}
    assert run("evaluar", "plan", *YEAR, "-o", str(RESULT), **address).code == 0
    assert run("verificar", RESULT, **address).code == 0

    base.execute("insert into controles values ('2024-04-01', 0, 20)")
    base.commit()
    base.close()
    done = run("verificar", RESULT, **address)
    assert done.code == 1
    assert "lo que responde «salud» cambió" in done.out
    assert run("verificar", RESULT).code == 1  # nobody says where the database is


def test_another_version_that_gives_the_same_is_no_difference(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(GOOD_FILES)
    evaluated(run)
    monkeypatch.setattr("pei_dsl.reproducing.program.__version__", "9.9")
    done = run("verificar", RESULT)

    assert done.code == 0
    assert "pei_dsl 0.1.0 → 9.9" in done.out
    assert "con otras versiones del programa" in done.out


# ---- What is no result ------------------------------------------------------------------------------------


def refused(done: Done, says: str) -> None:
    assert (done.code, done.out) == (2, ""), done
    assert says in " ".join(done.err.split())
    assert "Traceback" not in done.err


def test_files_that_are_no_result(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    evaluated(run)
    whole = RESULT.read_bytes()
    wrong: dict[bytes, str] = {
        b"": "no es un resultado que se compruebe",
        whole[: len(whole) // 2]: "o está incompleto (línea",
        b"\xff\xfe\x00": "no es un resultado que se compruebe",
        b"PK\x03\x04": "incompleto o dañado",
        b"[" * 100_000: "no es un resultado que se compruebe",
        b"[]": "no tiene huellas",
        b"3": "no tiene huellas",
        b'{"version": 1, "huellas": {}}': "no tiene huellas",
        b'{"version": 1, "huellas": {"version": 2, "resultado": "x", "programa": {"pei_dsl": "7"}}}': "(pei_dsl 7)",
        whole.replace(b'"orden": "evaluar"', b'"orden": "prever"'): "es de otra versi",
    }
    for data, says in wrong.items():
        RESULT.write_bytes(data)
        refused(run("verificar", RESULT, "plan"), says)
    run("evaluar", "plan", *YEAR, "--sin-huellas", "-o", str(RESULT), "--reemplazar")
    refused(run("verificar", RESULT, "plan"), "no tiene huellas")
    refused(run("verificar", "no.json"), "no existe «no.json»")
    refused(run("verificar", RESULT, "no-hay"), "no-hay")


def test_a_plan_that_is_nowhere(run: Run, write: Write) -> None:
    folder = write(GOOD_FILES)
    evaluated(run)
    shutil.rmtree(folder)

    refused(run("verificar", RESULT), "diga su carpeta: pei verificar r.json mi-plan")
    assert "say its folder" in run("--lang", "en", "verificar", RESULT).err


def test_the_plan_of_another_result(run: Run, write: Write) -> None:
    write(GOOD_FILES)
    evaluated(run)
    other = {"otro.pei": GOOD.replace("IND.01.OEI.01", "IND.07.OEI.01"), "datos/salud.csv": GOOD_CSV}
    write(other, "otro")
    done = run("verificar", RESULT, "otro")

    assert done.code == 1
    assert "plan.pei ya no está" in done.out
    assert "otro.pei no estaba" in done.out


def test_every_reason_is_told_in_both_languages() -> None:
    from pei_dsl.reproducing.written_results import UnverifiableError, WhyNot

    params: dict[str, str | int] = {"file": "r.json", "line": 1, "version": "7", "entry": "x"}
    told = [UnverifiableError(why, **params).message(each) for why in WhyNot for each in ("es", "en")]

    assert len(set(told)) == 2 * len(WhyNot)
