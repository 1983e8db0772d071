"""What the versions of a workspace share: all that was read already."""

from __future__ import annotations

from collections.abc import Collection

import attrs

from pei_dsl.analysis.known_analysis import Known
from pei_dsl.source import Source
from pei_dsl.syntax.known_blocks import KnownBlocks
from pei_dsl.syntax.parse import Parsed, parse
from pei_dsl.workspace.latest import Latest
from pei_dsl.workspace.loaded import Answered


@attrs.define
class Memory:
    """
    What was read last.

    Attributes:
        is_kept: Whether there will be another version; a plan that is read once needs no memory.
        latest: Which version is the newest, and who may use this memory right now.
        known: The last analysis.
        answered: What was read of data, and measured.
    """

    latest: Latest = attrs.field(factory=Latest)
    is_kept: bool = True
    known: Known = attrs.field(init=False)
    answered: Answered = attrs.field(factory=Answered)
    _blocks: dict[str, KnownBlocks] = attrs.field(factory=dict)
    _parsed: dict[str, Parsed] = attrs.field(factory=dict)

    @known.default
    def _nothing_known(self) -> Known:
        return Known(self.latest.check, is_kept=self.is_kept)

    def parsed(self, source: Source) -> Parsed:
        """Return what `source` says: not read again when it was read last, declarations that are new else."""
        known = self._parsed.get(source.name)
        if known is None or known.file.source is not source:
            known = parse(
                source, self._blocks.setdefault(source.name, KnownBlocks()) if self.is_kept else None
            )
            self._parsed[source.name] = known
        return known

    def forget(self, names: Collection[str]) -> None:
        """Forget texts that are called otherwise."""
        for name in [each for each in self._parsed if each not in names]:
            del self._parsed[name]
            self._blocks.pop(name, None)
