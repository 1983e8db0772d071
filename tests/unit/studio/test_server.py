"""The server of the studio: who is let in, what is served, and that a fault ends nothing."""

from __future__ import annotations

import asyncio
import http.client
import json
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import pytest
from starlette.types import Receive, Scope, Send
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from pei_dsl.studio.carrying import answers
from pei_dsl.studio.guard import Guard, new_token
from pei_dsl.studio.server import web_files
from pei_dsl.studio.session import Session
from tests.studio_pages import served, write_plan

HERE = (b"host", b"127.0.0.1:8000")


def _passes(kind: str, path: str, *headers: tuple[bytes, bytes]) -> bool:
    """Tell whether the guard passes a request on."""
    passed: list[str] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        passed.append(scope["path"])

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(_: object) -> None:
        pass

    scope = {"type": kind, "path": path, "headers": list(headers)}
    asyncio.run(Guard(inner, "secreto", 8000)(scope, receive, send))
    return bool(passed)


ORIGIN = (b"origin", b"http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("kind", "path", "headers", "passes"),
    [
        ("http", "/secreto/", [HERE], True),
        ("http", "/secreto/", [(b"host", b"localhost:8000")], True),
        ("http", "/otro/", [HERE], False),
        ("http", "/", [HERE], False),
        ("http", "/secreto/", [], False),
        ("http", "/secreto/", [(b"host", b"otro.example:8000")], False),
        ("http", "/secreto/", [(b"host", b"127.0.0.1:80")], False),
        ("http", "/secreto/", [HERE, (b"origin", b"http://otro.example")], False),
        ("http", "/secreto/", [HERE, (b"origin", b"null")], False),
        ("websocket", "/secreto/canal", [HERE, ORIGIN], True),
        ("websocket", "/secreto/canal", [HERE], False),
        ("websocket", "/secreto/canal", [HERE, (b"origin", b"http://127.0.0.1:8001")], False),
        ("websocket", "/secreto/canal", [HERE, (b"origin", b"https://127.0.0.1:8000")], False),
        ("websocket", "/otro/canal", [HERE, ORIGIN], False),
    ],
)
def test_who_is_let_in(kind: str, path: str, headers: list[tuple[bytes, bytes]], *, passes: bool) -> None:
    assert _passes(kind, path, *headers) is passes


def test_tokens_are_not_guessed() -> None:
    made = {new_token() for _ in range(50)}

    assert len(made) == 50
    assert all(len(each) >= 32 for each in made)


def test_the_page_is_served_and_nothing_else(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan")
    with served("plan", folder=tmp_path) as address:
        place = urlsplit(address)
        assert place.hostname == "127.0.0.1"

        page = _get(place, place.path)
        policy = page.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'; script-src 'self'" in policy
        for name in web_files():
            assert _get(place, place.path + name).status == 200, name
        for path in (
            "/",
            "/x/",
            place.path + "otro.js",
            place.path + "..%2f..%2fsession.py",
            place.path + "canal",
        ):
            assert _get(place, path).status in {403, 404}, path

        channel = address.replace("http", "ws") + "canal"
        with pytest.raises(InvalidStatus):
            connect(channel, origin=Origin("http://otro.example"))
        with connect(channel, origin=Origin(f"http://{place.netloc}")) as carried:
            carried.send("esto no es JSON")
            carried.send(json.dumps({"type": "hello"}))
            assert [json.loads(carried.recv())["type"] for _ in range(3)] == ["words", "plan", "panel"]


def _get(place: SplitResult, path: str) -> http.client.HTTPResponse:
    assert place.hostname is not None
    connection = http.client.HTTPConnection(place.hostname, place.port)
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_a_fault_of_the_program_is_told_and_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    session = Session([write_plan(tmp_path / "plan")], tmp_path)
    list(answers(session, [{"type": "hello"}]))

    def fails(_: object) -> None:
        message = "roto"
        raise RuntimeError(message)

    with monkeypatch.context() as broken:
        broken.setattr("pei_dsl.studio.plan_on_page.shown_view", fails)
        [told] = answers(session, [{"type": "show", "view": "gap"}])

    assert json.loads(told)["key"] == "failed"
    assert "panel" in [*answers(session, [{"type": "show", "view": "findings"}])][-1]
