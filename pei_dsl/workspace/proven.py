"""
Fixes that help in deed: made and read again, each removes its finding and brings no other.

What tells a slip says of a fix that it can only be meant so; here the text itself has the last word.  A fix
that does not hold stays an advice: `Fix.safe` is taken from it.  Every safe fix makes the findings fewer, so
none can undo another, and mending comes to an end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.fixing import mended, safe_fix
from pei_dsl.source import Source

# So many are tried one by one where they do not all hold together, fewer in a long text; those beyond stay
# advice, and are tried when these are made.
MAX_TRIED = 40
_MAX_READ = 400_000  # characters, in all trials

# Findings with a code before this one say that something written could not be read.
_LAST_OF_READING = "PEI116"

Reread = Callable[[Mapping[str, Source]], Sequence[Diagnostic]]
"""What gives the findings about texts."""


def proven(found: Sequence[Diagnostic], sources: Mapping[str, Source], reread: Reread) -> list[Diagnostic]:
    """
    Return `found`, the fixes of which are safe only if they help, each by itself and all together.

    Args:
        found: The findings about `sources`.
        sources: The texts by name.
        reread: Gives the findings about other texts of the same names.
    """
    trial = _Trial(found, sources, reread)
    unread = _unread(found)
    offered = [each for each in found if safe_fix(each) is not None and not _lines(each) & unread]
    held: list[Diagnostic] = []
    length = sum(len(source.text) for source in sources.values())
    most = max(1, min(MAX_TRIED, _MAX_READ // max(1, 2 * length)))
    if len(offered) > most and trial.helps(offered):
        held = offered
    else:
        for each in offered[:most]:
            if trial.helps([each]) and (not held or trial.helps([*held, each])):
                held.append(each)
    kept = {id(each) for each in held}
    return [each if id(each) in kept or safe_fix(each) is None else _not_alone(each) for each in found]


def is_better(
    after: Iterable[Diagnostic], before: Iterable[Diagnostic], mended: Iterable[Diagnostic]
) -> bool:
    """Tell whether the findings `after` are those `before` without `mended`, or fewer, and no new ones."""
    return _kinds(after) <= _kinds(before) - _kinds(mended)


def _unread(found: Sequence[Diagnostic]) -> set[tuple[str, int]]:
    """Return the lines that are not read and that no fix mends: a line is mended whole or not at all."""
    return {
        (each.file, each.primary.source.position(each.primary.span.start).line)
        for each in found
        if each.primary.source is not None and each.code < _LAST_OF_READING and safe_fix(each) is None
    }


def _lines(finding: Diagnostic) -> set[tuple[str, int]]:
    """Return the lines that the fix of `finding` changes."""
    fix = safe_fix(finding)
    edits = fix.edits if fix is not None else ()
    return {
        (finding.file, number)
        for edit in edits
        for number in range(
            edit.source.position(edit.span.start).line, edit.source.position(edit.span.end).line + 1
        )
    }


def _not_alone(finding: Diagnostic) -> Diagnostic:
    fixes = tuple(attrs.evolve(fix, safe=False, reveals=fix.safe) for fix in finding.fixes)
    return attrs.evolve(finding, fixes=fixes)


@attrs.frozen
class _Trial:
    """Texts with findings, and what fixes make of them."""

    found: Sequence[Diagnostic]
    sources: Mapping[str, Source]
    reread: Reread

    def helps(self, tried: Sequence[Diagnostic]) -> bool:
        """Tell whether the fixes of `tried`, made together, remove their findings and bring no other."""
        texts = dict(self.sources)
        for name, source in self.sources.items():
            own = [each for each in tried if each.file == name]
            if not own:
                continue
            result = mended(source, own)
            if len(result.made) < len(own):
                return False
            texts[name] = Source.of(name, result.text)
        return is_better(self.reread(texts), self.found, tried)


def _kinds(found: Iterable[Diagnostic]) -> Counter[tuple[str, str, str]]:
    """Return how many findings of each kind each text has: places move, and messages quote what changes."""
    return Counter((each.code, each.variant, each.file) for each in found)
