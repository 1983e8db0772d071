"""Addresses of databases, which environment variables hold; what is secret in them is shown to nobody."""

from __future__ import annotations

import os
import re
from urllib.parse import unquote, urlsplit

import attrs

from pei_dsl.data.engine.connection import EngineError

POSTGRESQL, SQLITE = "postgresql", "sqlite"
# The beginning of addresses, with the kind of database that each means: what its addresses begin with here.
SCHEMES = {"postgresql": POSTGRESQL, "postgres": POSTGRESQL, "sqlite": SQLITE}
# The kinds that are a file, whose address is its path.
_FILES = {SQLITE}
# What a driver tells is cut to this many letters.
_MAX_TOLD = 200


@attrs.frozen
class Address:
    """
    Where a database is.

    Attributes:
        kind: The kind of database, of `SCHEMES`.
        url: The whole address, with its secrets: for the driver alone.
        secrets: Texts that no message may show.
    """

    kind: str
    url: str = attrs.field(repr=False)
    secrets: tuple[str, ...] = attrs.field(default=(), repr=False)

    @property
    def path(self) -> str:
        """The path of a file: `sqlite:///datos/base.db` is relative, `sqlite:////datos/base.db` is not."""
        return unquote(re.split(r"[?#]", self.url.partition(":///")[2])[0])

    def told(self, error: BaseException) -> str:
        """Return what a driver says, in one short line without secrets."""
        line = " ".join(str(error).split())
        for secret in self.secrets:
            line = line.replace(secret, "***")
        return line[:_MAX_TOLD]


def address_of(variable: str) -> Address:
    """
    Return the address that the environment variable `variable` holds.

    Raises:
        EngineError: There is no such variable, or it holds no address that can be read (PEI336).
    """
    url = os.environ.get(variable)
    if url is None:
        raise EngineError("PEI336", variable=variable)
    url = url.strip()
    scheme = url.partition(":")[0].casefold()
    kind = SCHEMES.get(scheme.partition("+")[0])
    if kind is None or "://" not in url:
        raise EngineError("PEI336", "scheme", variable=variable)
    place = url.partition("://")[2]
    url = f"{kind}://{place}"  # drivers may stand behind a `+`, for other programs
    if kind not in _FILES:
        if _needs_encoding(place):
            raise EngineError("PEI336", "encoding", variable=variable)
        return Address(kind, url, _secrets(url))
    found = Address(kind, url)
    if not place.startswith("/") or not found.path:
        raise EngineError("PEI336", "path", variable=variable)
    return found


# User and password, in which no sign stands that divides an address.
_USER = re.compile(r"[^\s@/?#]*")


def _needs_encoding(rest: str) -> bool:
    """
    Tell whether what follows `://` has a sign in its user or password that divides it elsewhere than meant.

    A driver would take `un@dos` for a password `un` and a server `dos`, look for that server, and name it.
    """
    before_path, _, path = rest.partition("/")
    if "@" in path.partition("?")[0]:
        return True
    user, sign, _ = before_path.rpartition("@")
    return bool(sign) and _USER.fullmatch(user) is None


def _secrets(url: str) -> tuple[str, ...]:
    """Return what is secret in `url`: the whole, the password as written and as meant."""
    found = [url, *re.findall(r"(?i)[?&](?:password|sslpassword)=([^&#]+)", url)]
    try:
        found.append(urlsplit(url).password or "")
    except ValueError:
        found.append(url.partition("://")[2].rpartition("@")[0].partition(":")[2])
    written = [*found, *(unquote(each) for each in found)]
    return tuple(sorted({each for each in written if each}, key=len, reverse=True))
