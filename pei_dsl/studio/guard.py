"""Who is let in: this machine alone, by the address that was printed, from the page that was served."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


_REFUSED = """\
Esta dirección no abre el estudio: use la que imprime «pei estudio».
This address does not open the studio: use the one that “pei estudio” prints.
"""


def new_token() -> str:
    """Return a word that nobody guesses."""
    return secrets.token_urlsafe(24)


def policy(nonce: str, port: int) -> str:
    """Return what the page may load and run: its own files; styles of the editor by `nonce`."""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
        f"connect-src 'self' ws://127.0.0.1:{port} ws://localhost:{port}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def headers() -> dict[str, str]:
    """Return what every answer says beside its content."""
    return {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


@attrs.frozen
class Guard:
    """
    Passes on what has the token in its path, names this host, and comes from no other page.

    Another page that the person has open knows neither the token nor may it send such a `Host`; that of a
    name that somebody points at this machine is refused too.
    """

    app: ASGIApp
    token: str
    port: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan" or self._is_welcome(scope):
            await self.app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        told = [(name.lower().encode(), value.encode()) for name, value in headers().items()]
        told.append((b"content-type", b"text/plain; charset=utf-8"))
        await send({"type": "http.response.start", "status": 403, "headers": told})
        await send({"type": "http.response.body", "body": _REFUSED.encode()})

    def _is_welcome(self, scope: Scope) -> bool:
        given: Mapping[bytes, bytes] = dict(scope["headers"])
        hosts = {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost")}
        host = given.get(b"host", b"").decode("latin-1")
        origin = given.get(b"origin", b"").decode("latin-1")
        # A browser says where a WebSocket comes from; a request that says nothing comes from none.
        from_here = origin in {f"http://{each}" for each in hosts} or (not origin and scope["type"] == "http")
        token = scope["path"].lstrip("/").partition("/")[0]
        return host in hosts and from_here and secrets.compare_digest(token.encode(), self.token.encode())
