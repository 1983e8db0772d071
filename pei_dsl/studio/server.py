"""The server of the studio: one page, its files, and a channel for each page that is open."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import secrets
import socket
import sys
from collections.abc import Callable, Iterable
from importlib import resources
from typing import TYPE_CHECKING, TypeAlias

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket, WebSocketDisconnect

from pei_dsl.host_log import LOG
from pei_dsl.renderers import palette
from pei_dsl.studio.guard import Guard, headers, policy
from pei_dsl.studio.messages import MOST_BYTES, Message
from pei_dsl.studio.ready_sessions import ReadySessions

if TYPE_CHECKING:  # the page is served while what a session needs is still being imported
    from pei_dsl.studio.session import Session

_TYPES = {"js": "text/javascript", "css": "text/css", "html": "text/html", "txt": "text/plain"}
_PALETTE = "palette.css"
# So many seconds does one thread compute before another may: who listens to the page waits for no analysis.
_SWITCH = 0.001
# So long after the last message are findings looked for.
_QUIET = 0.25


def serve(at: socket.socket, token: str, new_session: Callable[[], Session]) -> None:
    """Serve the page on a socket until somebody stops the program."""
    sys.setswitchinterval(_SWITCH)
    port = at.getsockname()[1]
    sessions = ReadySessions(new_session, _prepare)
    config = uvicorn.Config(
        app(token, port, sessions.take),
        log_level="critical",
        access_log=False,
        ws="websockets-sansio",
        ws_max_size=2 * MOST_BYTES,
        ws_per_message_deflate=False,  # nothing leaves this machine: packing only costs time
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[at])


def _prepare(session: Session) -> Callable[[], None]:
    return session.prepare()


def app(token: str, port: int, new_session: Callable[[], Session]) -> ASGIApp:
    """Return the application: all that it serves stands below the token."""
    routes = [
        Route("/{token}/", functools.partial(_page, port)),
        Route("/{token}/{name}", _file),
        WebSocketRoute("/{token}/canal", functools.partial(_channel, new_session)),
    ]
    return Guard(Starlette(routes=routes), token, port)


async def _page(port: int, _: Request) -> Response:
    nonce = secrets.token_urlsafe(16)
    text = _web("index.html").decode().replace("{nonce}", nonce)
    return Response(
        text, media_type="text/html", headers={**headers(), "Content-Security-Policy": policy(nonce, port)}
    )


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name == _PALETTE:
        return Response(palette.variables(), media_type=_TYPES["css"], headers=headers())
    if name not in web_files():
        return Response(status_code=404, headers=headers())
    return Response(_web(name), media_type=_TYPES[name.rpartition(".")[2]], headers=headers())


def web_files() -> list[str]:
    """Return the names of the files of the page."""
    folder = resources.files("pei_dsl.studio").joinpath("web")
    return sorted(each.name for each in folder.iterdir() if each.name.rpartition(".")[2] in _TYPES)


def _web(name: str) -> bytes:
    return resources.files("pei_dsl.studio").joinpath("web").joinpath(name).read_bytes()


_Queue: TypeAlias = "asyncio.Queue[Message | None]"
"""What a page said and nobody answered yet; None when it will say nothing more."""

# ---- The channel ----------------------------------------------------------------------------------------


async def _channel(new_session: Callable[[], Session], channel: WebSocket) -> None:
    """Carry messages between a page and its session; what came together is answered together."""
    await channel.accept()
    waiting: _Queue = asyncio.Queue()
    reading = asyncio.create_task(_read(channel, waiting))
    session = await asyncio.to_thread(new_session)
    from pei_dsl.studio.carrying import answers

    settled, is_open = True, True
    try:
        while is_open:
            batch = await _next_of(waiting, None if settled else _QUIET)
            if not batch:
                settled = await _rest(channel, session, waiting)
                continue
            is_open = None not in batch
            messages = [each for each in batch if each is not None]
            told = answers(session, messages)
            while (each := await asyncio.to_thread(next, told, None)) is not None:
                await channel.send_text(each)
            settled = False
    except (WebSocketDisconnect, RuntimeError):  # the page was closed while it was being answered
        LOG.debug("the page is gone")
    finally:
        reading.cancel()


async def _next_of(waiting: _Queue, seconds: float | None) -> list[Message | None]:
    """Return all that waits, once something does; nothing after so many seconds without."""
    try:
        first = await asyncio.wait_for(waiting.get(), seconds)
    except TimeoutError:
        return []
    return [first, *_all_of(waiting)]


async def _rest(channel: WebSocket, session: Session, waiting: _Queue) -> bool:
    """Look for findings, and stop for who writes meanwhile; tell whether it came to its end."""
    from pei_dsl.studio.carrying import rested

    resting = asyncio.create_task(asyncio.to_thread(rested, session))
    came: list[Message | None] = []
    while not resting.done():
        arriving = asyncio.create_task(waiting.get())
        await asyncio.wait({resting, arriving}, return_when=asyncio.FIRST_COMPLETED)
        if arriving.done():
            came.append(arriving.result())
            if stops_resting(came[-1]):
                session.interrupt()
                break
        else:
            arriving.cancel()
    told = await resting
    for message in [*came, *_all_of(waiting)]:
        waiting.put_nowait(message)
    for each in told or ():
        await channel.send_text(each)
    return told is not None


def stops_resting(message: Message | None) -> bool:
    """Tell whether somebody waits for the answer to `message`; looking at the disk can wait itself."""
    return message is None or message.get("type") not in {"look", "told", "draft"}


def _all_of(waiting: _Queue) -> Iterable[Message | None]:
    while not waiting.empty():
        yield waiting.get_nowait()


async def _read(channel: WebSocket, waiting: _Queue) -> None:
    """Put what comes into the queue; None when nothing more will."""
    try:
        while True:
            told = await channel.receive_text()
            message = _parsed(told)
            if message is not None:
                waiting.put_nowait(message)
    except (WebSocketDisconnect, RuntimeError):
        LOG.debug("the page is closed")
    finally:
        waiting.put_nowait(None)


def _parsed(told: str) -> Message | None:
    try:
        message = json.loads(told)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None
