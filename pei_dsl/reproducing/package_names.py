"""Names of files in a package: those that are the same place below its folder on every machine."""

from __future__ import annotations

MAX_LENGTH = 400
_FORBIDDEN = set('<>:"|?*\\') | {chr(number) for number in range(32)}
# Names that Windows keeps for devices, with any ending.
_PORTS = {f"{name}{digit}" for name in ("com", "lpt") for digit in "123456789"}
_DEVICES = {"con", "prn", "aux", "nul", *_PORTS}


def is_safe(name: str) -> bool:
    """Tell whether a file of a package may be called `name`, with `/` between folders."""
    return (
        len(name) <= MAX_LENGTH
        and not set(name) & _FORBIDDEN
        and not any("\ud800" <= sign <= "\udfff" for sign in name)
        and all(
            part not in {"", ".", ".."}
            and not part.endswith((".", " "))
            and part.partition(".")[0].casefold() not in _DEVICES
            for part in name.split("/")
        )
    )
