"""
The indicators of Peruvian strategic plans as a language, with an exact evaluator.

    >>> import pei_dsl
    >>> loaded = pei_dsl.load_text('objetivo OEI.01 "Salud"')
    >>> [each.code for each in loaded.diagnostics]
    ['PEI403']

Every public name is an attribute of this package, and `dir(pei_dsl)` lists them: verbs, what they return,
what they raise.  All else is private and may change at any time; `docs/promises.md` says what is stable.
What verbs return are immutable values.  Nothing prints, nothing is global; what is worth a line in the log of
a host goes to the logger `pei_dsl`.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re
from collections.abc import Mapping

__version__ = "0.1.0"


@functools.cache
def _homes() -> Mapping[str, str]:
    """Return the module of each public name: they are written once, in `__init__.pyi`."""
    written = (pkgutil.get_data("pei_dsl", "__init__.pyi") or b"").decode()
    found = re.findall(r"^from (\S+) import (\w+) as \2$", written, re.MULTILINE)
    return {name: module for module, name in found}


def __dir__() -> list[str]:
    return sorted({*_homes(), "__all__", *(name for name in globals() if name.startswith("__"))})


def __getattr__(name: str) -> object:
    # Public names are imported when used, so that `pei --help` does not wait for the parser.
    if name == "__all__":
        return ["__version__", *_homes()]
    if name.startswith("_") or name not in _homes():
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(importlib.import_module(_homes()[name]), name)
    globals()[name] = found
    return found
