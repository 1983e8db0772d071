"""What a description says of versions, and of acts that changed something."""

from __future__ import annotations

from pei_dsl import vocabulary
from pei_dsl.model.versions import Amendment, Version
from pei_dsl.renderers.entries import REST, Said, Told, years
from pei_dsl.renderers.fact_texts import Teller
from pei_dsl.views.wording import said


def facts_of_version(version: Version, tell: Teller) -> tuple[tuple[str, Said], ...]:
    """Return what is said of a version, in order, as `entries` takes it."""
    known = tell.plan.versions
    replaced = known.get(version.replaces)
    replaces = f"{replaced.name}: {replaced.title}" if replaced is not None else version.replaces
    followers = [each for each in known.values() if each.replaces == version.name]
    return (
        ("description", version.description),
        ("documentation", version.documentation),
        ("resolution", version.resolution),
        ("date", version.date.isoformat() if version.date is not None else ""),
        ("in_force", years(version.in_force)),
        ("replaces", Told(replaces, version.replaces)),
        (
            "replaced_by",
            Told([f"{each.name}: {each.title}" for each in followers], [each.name for each in followers]),
        ),
        ("folder", version.folder_written),
        (
            "equivalents",
            Told(
                [f"{ours} = {theirs}" for ours, theirs in version.equivalents.items()],
                dict(version.equivalents),
            ),
        ),
        REST,
    )


def amendments_of(code: str, tell: Teller) -> tuple[str, Said]:
    """Return the acts that changed what has `code`, the earliest first; "" is the plan itself."""
    own = [each for each in tell.plan.amendments if each.code == code and each.is_complete]
    return "amendments", [_in_words(each, tell) for each in sorted(own, key=lambda each: str(each.date))]


def _in_words(amendment: Amendment, tell: Teller) -> str:
    """Return `2024-02-01, logros de 2024; antes: 640 (Reprogramación)`."""
    word = vocabulary.field_named(amendment.field)
    field = word.spanish if tell.language == "es" else word.english_form
    kind = "" if amendment.before is not None else "_nothing"
    period = "_period" if amendment.period is not None else ""
    params = {
        "date": str(amendment.date),
        "field": field,
        "period": str(amendment.period or ""),
        "before": amendment.before or "",
        "act": "; ".join(text for text in (amendment.title, amendment.resolution) if text),
    }
    return said(f"amendment{period}{kind}", tell.language, params)
