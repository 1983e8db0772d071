"""What is not installed, or too old: packages that only some kinds of data need."""

from __future__ import annotations


class MissingExtraError(Exception):
    """
    A package is missing that the data need.

    Attributes:
        extra: The name under which it is installed: `pip install "pei_dsl[excel]"`.
    """

    def __init__(self, extra: str) -> None:
        super().__init__(f'pip install "pei_dsl[{extra}]"')
        self.extra = extra


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
        self.package, self.found, self.oldest = package, found, oldest
