"""What a plan declares beside figures, in words: figures in their units, supports, situations, movements."""

from __future__ import annotations

import re
from fractions import Fraction

from pei_dsl import vocabulary
from pei_dsl.algebra import display
from pei_dsl.data.evidence_files import FileState
from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.following.followed import FollowUp, Support
from pei_dsl.model.absence import Absence
from pei_dsl.model.follow_up import Activity, Evidence, Situation
from pei_dsl.model.movement import Movement
from pei_dsl.model.units import PERCENTAGE, Unit
from pei_dsl.views import words

NOTHING = "–"
# `AOI00051700243`, `C0123`: letters and digits, as no word of the language.
_POI_CODE = re.compile(r"[A-Z]+\d+")


def said(key: str, language: str, **params: str | int) -> str:
    """Return the text `key` of follow-ups."""
    return phrase("follow_up", key, language, params)


def figure(value: Fraction | Absence | None, unit: Unit | None) -> str:
    """Return a figure with all its decimals, in its unit where it has one; a dash for none."""
    if not isinstance(value, Fraction):
        return NOTHING
    return words.in_unit(value, unit, None) if unit is not None else display.shown(value)


def percent(value: Fraction) -> str:
    """Return which part of something was done: `95.7 %`."""
    return words.in_unit(value, PERCENTAGE, 1)


def poi_code(activity: Activity) -> str:
    """Return the code of an activity in the POI; a dash where it goes by a name, which no reader knows."""
    return activity.name if _POI_CODE.fullmatch(activity.name) else NOTHING


def shown(support: Support) -> str:
    """Return how much of a value evidence shows; "" where it does not say."""
    return "" if support.shown is None else figure(support.shown, support.result.indicator.unit)


def support_text(support: Support, language: str) -> str:
    """Return how much of a value is shown: `sustenta 640 de 640 ✓`."""
    whole = words.value(support.result)
    if support.shown is None:
        return said("support_unsaid", language, value=whole)
    if not isinstance(support.result.value, Fraction):
        return said("support_without_value", language, shown=shown(support))
    return said(f"support_{support.verdict.name.lower()}", language, shown=shown(support), value=whole)


def evidence_file(evidence: Evidence, support: Support, language: str) -> str:
    """Return the file of an evidence, with what is wrong about it."""
    found = support.files.get(evidence.name)
    if not evidence.file:
        return NOTHING
    if found is None or found.state is FileState.PRESENT:
        return evidence.file
    return f"{evidence.file} ({said(f'file_{found.state.name.lower()}', language)})"


def moved_figures(moved: Movement, code: str, followed: FollowUp) -> tuple[str, str]:
    """Return the figures between which an indicator moved, with the decimals that it is shown with."""
    result = followed.evaluation.indicators[code]
    before, after = (
        words.in_unit(each, result.indicator.unit, result.decimals) for each in (moved.before, moved.after)
    )
    return before, after


def movement(moved: Movement, code: str, followed: FollowUp, language: str) -> str:
    """Return `IND.01.AEI.01.05: 6.59 (2024-S1) → 5.79, empeora`."""
    before, after = moved_figures(moved, code, followed)
    course = said(f"course_{moved.course.name.lower()}", language)
    return f"{code}: {before} ({moved.since}) → {after}, {course}"


def situation(found: Situation | None, of: str, language: str) -> str:
    """Return how far something was applied or kept, `of` a `recommendation` or a `commitment`."""
    return said("situation_unsaid", language) if found is None else words.situation(found, of, language)


def closed(word: vocabulary.Word | None, language: str) -> str:
    """Return a word of a closed list; a dash for none."""
    if word is None:
        return NOTHING
    return word.spanish if language == "es" else word.english_form
