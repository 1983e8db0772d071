"""What is not installed, or too old: packages that only some kinds of data need."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from pei_dsl.diagnostics.errors import PeiError


def installing(extra: str, prefix: Path | None = None) -> str:
    """
    Return the command that adds `extra` where this program is installed.

    What pipx or uv installed stands in an environment of its own, which plain pip does not reach.

    Args:
        extra: The name under which a package is installed, `excel`.
        prefix: The environment; None for that which runs.
    """
    place = Path(sys.prefix) if prefix is None else prefix
    wanted = f'"pei_dsl[{extra}]"'
    if (place / "uv-receipt.toml").is_file():
        return f'uv pip install --python "{place}" {wanted}'
    if (place / "pipx_metadata.json").is_file():
        return f"pipx runpip {place.name} install {wanted}"
    return f"pip install {wanted}"


class MissingExtraError(PeiError):
    """
    A package is missing that the data need.

    Attributes:
        extra: The name under which it is installed, `excel`.
    """

    def __init__(self, extra: str) -> None:
        super().__init__(extra)
        self.extra = extra

    @property
    def command(self) -> str:
        """The command that installs it: `pip install "pei_dsl[excel]"`."""
        return installing(self.extra)

    def __str__(self) -> str:
        return self.command


def need(package: str, extra: str) -> None:
    """
    Refuse what cannot be done without the optional `package`.

    Raises:
        MissingExtraError: It is not installed.
    """
    if importlib.util.find_spec(package) is None:
        raise MissingExtraError(extra)


class OldExtraError(MissingExtraError):
    """
    A package that the data need is installed, in a version that is too old.

    Attributes:
        package: Its name.
        found: The version that is installed.
        oldest: The oldest version that will do.
    """

    def __init__(self, extra: str, package: str, found: str, oldest: str) -> None:
        super().__init__(extra)
        self.args = (extra, package, found, oldest)
        self.package, self.found, self.oldest = package, found, oldest
