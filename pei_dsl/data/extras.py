"""What is not installed: packages that only some kinds of data need."""

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
