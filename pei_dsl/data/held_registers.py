"""Registered values that were read before: read again when their file, or what has them, is another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import attrs

from pei_dsl.data.readers.held_tables import file_states
from pei_dsl.data.registers import Registered, read_register
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.model.plan import Indicator, Register

_Read: TypeAlias = tuple[Registered, list[Diagnostic]]


@attrs.define
class HeldRegisters:
    """What each register held when it was read last, and all that this rests on."""

    _held: dict[tuple[str, str], tuple[tuple[object, ...], _Read]] = attrs.field(factory=dict)

    def read(
        self, register: Register, root: Path, indicators: Mapping[str, Indicator], roots: Sequence[Path] = ()
    ) -> _Read:
        """Return what `read_register` does; who asks changes nothing of it."""
        found = file_states(register, root, roots)
        if found is None:
            return read_register(register, root, indicators, roots)
        states, settled = found
        units = {code: each.unit for code, each in indicators.items()}
        rests_on = (register, root, tuple(roots), states, units)
        key = (register.folder, register.file)
        known = self._held.get(key)
        if known is not None and known[0] == rests_on:
            return known[1]
        read = read_register(register, root, indicators, roots)
        if settled:
            self._held[key] = (rests_on, read)
        return read
