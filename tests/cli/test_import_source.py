"""`pei importar ARCHIVO --fuente NOMBRE`."""

from __future__ import annotations

from tests.cli.conftest import Run, Write

DATA = {"datos/egresos.csv": "Fecha,Casos\n24/03/2020,1\n"}


def test_it_is_shown(run: Run, write: Write) -> None:
    folder = write(DATA)
    done = run("importar", folder / "datos" / "egresos.csv", "--fuente", "egresos")

    assert (done.code, done.err) == (0, "")
    assert 'columna Fecha: fecha; formato "dd/mm/aaaa"' in done.out


def test_it_is_written_with_the_path_from_where_it_is(run: Run, write: Write) -> None:
    folder = write(DATA)
    done = run("importar", folder / "datos/egresos.csv", "--fuente", "egresos", "-o", folder / "egresos.pei")

    assert done.code == 0
    assert "archivo: datos/egresos.csv" in (folder / "egresos.pei").read_text("utf-8")
    assert run("revisar", folder).code == 0
    again = run("importar", folder / "datos/egresos.csv", "--fuente", "egresos", "-o", folder / "egresos.pei")
    assert again.code == 2


def test_what_is_wrong_is_told(run: Run, write: Write) -> None:
    folder = write({**DATA, "vacio.csv": ""})

    assert run("importar", folder / "datos/egresos.csv", "--fuente", "de datos").code == 2
    assert run("importar", folder / "datos/egresos.csv", "--fuente", "e", "-o", folder / "e.csv").code == 2
    done = run("importar", folder / "vacio.csv", "--fuente", "e")
    assert (done.code, "PEI302" in done.err) == (3, True)
