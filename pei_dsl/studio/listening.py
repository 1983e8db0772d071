"""Where the page is: a socket of this machine alone, and the address, which is printed before all else."""

from __future__ import annotations

import socket

_HOST = "127.0.0.1"


def listening(port: int) -> socket.socket:
    """
    Return a socket of this machine alone; port 0 is any that is free.

    Raises:
        OSError: Another program has the port.
    """
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.bind((_HOST, port))
        made.listen(64)
    except OSError:
        made.close()
        raise
    return made


def address(at: socket.socket, token: str) -> str:
    """Return where the page is."""
    return f"http://{_HOST}:{at.getsockname()[1]}/{token}/"
