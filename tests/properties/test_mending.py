"""Fixes made unasked: they mend, they break nothing, and they keep what a planner wrote."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.diagnostics.fixing import apply_fixes, mended, safe_fix
from pei_dsl.source import Source
from pei_dsl.syntax.parse import parse
from pei_dsl.syntax.parts import Kind, parts
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.loading import load_text
from pei_dsl.workspace.mending import mend
from tests import strategies
from tests.example_counts import examples

COMMENTS = {Kind.COMMENT, Kind.DOCUMENTATION}
# Slips of the hand that the language knows: what is written, and what comes in its place.
SLIPS = [
    (r"(\d)\.(\d)%", r"\1,\2%"),
    (r"^  (unidad|sentido): ", r"  \1 "),
    (r"^  (unidad|sentido): ", r"  \1 = "),
    (r"^  (unidad|sentido): ", r"\1: "),
    (r"^  (\w+): ", r"  • \1: "),
    (r"^    (\d{4}): ", r"    • \1: "),
    (r"^    (\d{4}): ", r"    \1 "),
    (r"ascendente", "Ascendente."),
    (r"sentido", "sentdo"),
    (r"porcentaje", "porcentage"),
    (r"^indicador IND", "IND"),
    (r"^(objetivo|acción) ", r"• \1 "),
    (r"\.(\d\d) \"", r" \1 " + '"'),
    (r"\.(\d\d) \"", r".\1. " + '"'),
    (r"^(\w+) (\S+) (\"[^\"]*\")$", r"\1 \3 \2"),
    (r"(\"[^\"\n]* )([^\"\n]*\")$", r"\1\n  \2"),
    (r"\"$", ""),
    (r" / ", " entre "),
    (r" \* ", " x "),
    (r"(fórmula:\s+)", r"\1= "),
    (r"; ", ", "),
    (r"$", "\n12"),
    (r"^(\w+ \S+) \"", r'\1: "'),
    (r" = (\d)", r": \1"),
]


@functools.cache
def sound() -> list[str]:
    """Return the real plans that have no errors, found out when a test first asks."""
    return [text for text in strategies.SPECS if not load_text(text).errors]


@st.composite
def slipped(draw: st.DrawFn, plans: list[str] = strategies.SPECS) -> str:
    """Real plans with slips that planners make."""
    text = draw(st.sampled_from(plans))
    for pattern, instead in draw(st.lists(st.sampled_from(SLIPS), min_size=1, max_size=4)):
        places = list(re.finditer(pattern, text, re.MULTILINE))
        if places:
            place = draw(st.sampled_from(places))
            text = text[: place.start()] + place.expand(instead) + text[place.end() :]
    return text


texts = st.one_of(slipped(), strategies.mutated_specs(), strategies.disguised(slipped()), strategies.glued)


def safe(loaded: Loaded) -> list[Diagnostic]:
    return [each for each in loaded.diagnostics if safe_fix(each) is not None]


def errors(loaded: Loaded) -> list[Diagnostic]:
    return [each for each in loaded.diagnostics if each.severity is Severity.ERROR]


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=examples(60))
@given(texts)
def test_nothing_safe_is_left(text: str) -> None:
    """Mending goes on until only what takes a person is there, or what cannot be read at all hides more."""
    result = mend(load_text(text))

    assert not safe(result.loaded)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=examples(40))
@given(st.deferred(lambda: slipped(sound())))
def test_no_error_is_added(text: str) -> None:
    """
    Slips in a sound plan leave no more errors after mending than before.

    Only what a line without its word hid comes to light, and that is the other slips.
    """
    loaded = load_text(text)
    result = mend(loaded)
    before, after = errors(loaded), errors(result.loaded)

    assert len(after) <= max(len(before), 4), [each.code for each in after]
    if not any(each.code == "PEI105" or each.variant in {"bullet", "page"} for each in before):
        assert len(after) <= len(before), [each.code for each in after]


@given(st.deferred(lambda: st.sampled_from(sound())))
def test_a_sound_text_stays_as_it_is(text: str) -> None:
    """To the last character."""
    loaded = load_text(text)

    assert apply_fixes(text, loaded.diagnostics) == text
    assert not mend(loaded).texts


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=examples(40))
@given(texts)
def test_mending_twice_changes_nothing_more(text: str) -> None:
    result = mend(load_text(text))
    [again] = [*result.texts.values()] or [text]

    assert not mend(load_text(again)).texts


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=examples(40))
@given(texts)
def test_comments_survive(text: str) -> None:
    """Every comment of a text is in the mended one, in the same order."""
    # What looks like one behind quotes that close on a later line is part of the text in them.
    assume(not re.search(r'^(?:[^"\n]*"[^"\n]*")*[^"\n]*"[^"\n#]*#[^"\n]*$', text, re.MULTILINE))
    result = mend(load_text(text))
    [after] = [*result.texts.values()] or [text]
    comments = [
        part.text.rstrip() for part in parts(parse(Source.of("a", text)).file) if part.kind in COMMENTS
    ]
    left = iter(after.replace("\r\n", "\n").replace("\r", "\n").split("\n"))

    assert all(
        any(unicodedata.normalize("NFC", line).rstrip().endswith(each) for line in left) for each in comments
    )


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=examples(40))
@given(texts)
def test_only_the_places_of_fixes_change(text: str) -> None:
    """What stands between two fixes stays, character for character, with its line ends and its letters as they came."""
    source = Source.of("a.pei", text)
    found = load_text(text, "a.pei").diagnostics
    sources = [edit.source for each in found for fix in each.fixes for edit in fix.edits]
    result = mended(sources[0] if sources else source, found)
    edits = sorted(edit.span for each in result.made for fix in each.fixes for edit in fix.edits)
    kept = [
        source.to_original(0),
        *(source.to_original(place) for span in edits for place in span),
        len(text),
    ]
    place = 0
    for start, end in zip(kept[::2], kept[1::2], strict=True):
        piece = text[start:end]
        assert piece in result.text[place:]
        place = result.text.index(piece, place) + len(piece)


def kinds(found: Iterable[Diagnostic]) -> Counter[tuple[str, str]]:
    return Counter((each.code, each.variant) for each in found)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=examples(60))
@given(texts)
def test_a_safe_fix_removes_its_finding_and_brings_none(text: str) -> None:
    """Each by itself, and all together; so none can undo another, and making them again and again ends."""
    found = load_text(text).diagnostics
    offered = [each for each in found if safe_fix(each) is not None]
    for tried in (*([each] for each in offered), offered):
        after = load_text(apply_fixes(text, tried)).diagnostics
        assert kinds(after) <= kinds(found) - kinds(tried), [each.code for each in tried]
    rounds = 0
    while (again := apply_fixes(text, load_text(text).diagnostics)) != text:
        text, rounds = again, rounds + 1
        assert rounds <= len(found)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=examples(60))
@given(texts)
def test_mending_leaves_fewer_findings_of_each_kind(text: str) -> None:
    before = load_text(text)
    assert kinds(mend(before).loaded.diagnostics) <= kinds(before.diagnostics)
