"""What stands between the cells of a line, in words and as a sign."""

from __future__ import annotations

from pei_dsl.model.plan import DataSource, Register
from pei_dsl.vocabulary import fold

SEPARATORS = {
    "coma": ",",
    "comma": ",",
    "punto y coma": ";",
    "semicolon": ";",
    "tabulador": "\t",
    "tab": "\t",
}
NAMED_SEPARATORS = (("punto y coma", ";"), ("tabulador", "\t"), ("coma", ","))


def separator_of(owner: DataSource | Register) -> str:
    """Return the sign between the cells of a line."""
    return SEPARATORS.get(fold(owner.separator), owner.separator)
