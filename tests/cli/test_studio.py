"""`pei estudio`: what it opens, and what it says where it cannot."""

from __future__ import annotations

import importlib.util
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pei_dsl.studio.session import Session
from tests.cli.plans import GOOD_FILES

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return the sessions that would be served, of a server that serves none."""
    made: list[object] = []
    monkeypatch.setattr(
        "pei_dsl.studio.server.serve", lambda _at, _token, new_session: made.append(new_session())
    )
    monkeypatch.setattr("webbrowser.open", made.append)
    return made


def test_its_first_line_is_the_address(run: Run, write: Write, opened: list[object]) -> None:
    plan = write(GOOD_FILES)
    done = run("estudio", plan, "--solo-lectura")

    for each in threading.enumerate():
        if each.name == "pei-browser":
            each.join()
    [address] = [each for each in opened if isinstance(each, str)]
    [session] = [each for each in opened if isinstance(each, Session)]
    assert done.out.splitlines() == [address]
    assert str(address).startswith("http://127.0.0.1:")
    assert (session.locked, session.plans, session.language) == (True, [plan.resolve()], "es")


def test_without_a_browser_only_the_address_is_printed(run: Run, write: Write, opened: list[object]) -> None:
    assert run("studio", write(GOOD_FILES), "--no-browser", "--lang", "en").code == 0
    [session] = opened
    assert isinstance(session, Session)
    assert session.language == "en"


def test_without_a_plan_one_is_made_in_the_folder(run: Run, opened: list[object], tmp_path: Path) -> None:
    (tmp_path / "vacía").mkdir()
    assert run("estudio", "--sin-navegador").code == 0
    assert run("estudio", "vacía", "--sin-navegador").code == 0

    folders = [each.folder for each in opened if isinstance(each, Session)]
    assert folders == [tmp_path, (tmp_path / "vacía").resolve()]


def test_what_is_not_there_is_said(run: Run, opened: list[object]) -> None:
    done = run("estudio", "mi-plan")

    assert done.code == 2
    assert "«mi-plan» no existe" in done.err
    Path("informe.docx").write_bytes(b"PK")
    done = run("estudio", "informe.docx")

    assert done.code == 2
    assert "«informe.docx» no es un plan" in done.err
    assert not opened


def test_a_port_that_is_taken_is_said(run: Run, opened: list[object]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = run("estudio", "--puerto", str(other.getsockname()[1]))

    assert done.code == 2
    assert "otro programa usa el puerto" in done.err
    assert not opened


@pytest.mark.parametrize("package", ["starlette", "uvicorn", "websockets"])
def test_what_is_not_installed_is_said_in_one_line(
    run: Run, opened: list[object], monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == package else found(name, *rest)
    )

    done = run("estudio")

    assert done.code != 0
    assert 'pip install "pei_dsl[estudio]"' in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert not opened
