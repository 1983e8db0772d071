"""What holds for every text, whatever stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pei_dsl import apply_fixes, format_text, load_text
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.fixing import safe_fix
from pei_dsl.diagnostics.text import render
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.mending import mend


class BrokenLawError(AssertionError):
    """A law does not hold for a text."""


def is_read(text: str) -> Loaded:
    """Return what `text` gives: findings that lie within it and can be told; nothing makes reading raise."""
    loaded = load_text(text)
    for finding in loaded.diagnostics:
        for label in (finding.primary, *finding.related):
            if label.source is not None:
                hold(label.span.end <= len(label.source.text), f"{finding.code} points outside of the text")
        for language in ("es", "en"):
            render(finding, language)
    return loaded


def is_formatted(text: str) -> None:
    """Its form is the form of its form, in both languages."""
    for english in (False, True):
        once = format_text(text, english=english)
        again = format_text(once, english=english)
        hold(again == once, f"formatting twice changes more, english={english}")


def is_mended(loaded: Loaded, text: str) -> None:
    """Each safe fix removes its finding and brings none, all together too, and so does mending it whole."""
    found = loaded.diagnostics
    offered = [each for each in found if safe_fix(each) is not None]
    for tried in [*([each] for each in offered), offered] if offered else []:
        after = load_text(apply_fixes(text, tried)).diagnostics
        better = _kinds(after) <= _kinds(found) - _kinds(tried)
        hold(better, f"a fix brings another finding: {[each.code for each in tried]}")
    hold(_kinds(mend(loaded).loaded.diagnostics) <= _kinds(found), "mending brings another finding")


def hold(law: bool, otherwise: str) -> None:
    """Pass where a law holds."""
    if not law:
        raise BrokenLawError(otherwise)


def _kinds(found: Iterable[Diagnostic]) -> Counter[tuple[str, str]]:
    return Counter((each.code, each.variant) for each in found)
