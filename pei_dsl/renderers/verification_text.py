"""What came of computing a result again, for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from pei_dsl.diagnostics import catalogue
from pei_dsl.renderers.style import Style
from pei_dsl.views.verification import Change, Difference, Ground, Verification, is_other

MAX_LINES = 40
# So many signs of a hash tell it from others to the eye.
_SHORT = 12


def page(verification: Verification, style: Style) -> str:
    """Return the page: a line for each thing that the result rests on, what differs, and the verdict."""
    words = _Words(style.language)
    rows = [*_rows(verification, words)]
    left = max(len(head) for head, _ in rows)
    head = words.said("head", file=verification.result, question=verification.question)
    if verification.plan:
        head += words.said("with_plan", plan=verification.plan)
    lines = [*textwrap.wrap(head, style.width, subsequent_indent="  ", break_on_hyphens=False), ""]
    for head, text in rows:
        lines += textwrap.wrap(
            f"{head.ljust(left)}  {text}",
            style.width,
            subsequent_indent=" " * (left + 2),
            break_on_hyphens=False,
            break_long_words=False,
        )
    for title, differences in (
        ("differ", verification.differences),
        ("withheld", verification.withheld),
    ):
        if differences:
            lines += ["", words.said(title), *_listed(differences, words)]
    return "\n".join([*lines, "", *textwrap.wrap(_verdict(verification, words), style.width)])


class _Words:
    def __init__(self, language: str) -> None:
        self.language = language

    def said(self, key: str, **params: str | int) -> str:
        return catalogue.phrase("verification", key, self.language, params)


def _rows(verification: Verification, words: _Words) -> Iterator[tuple[str, str]]:
    yield words.said("seal"), words.said("seal_own" if verification.sealed else "seal_other")
    here = verification.files - len(verification.left)
    counts: Mapping[Ground, int] = {Ground.PLAN: verification.texts, Ground.DATA: here}
    for ground in (Ground.PLAN, Ground.DATA, Ground.METHODOLOGY):
        grounds = (Ground.DATA, Ground.ANSWERS) if ground is Ground.DATA else (ground,)
        changes = verification.of(*grounds)
        text = "; ".join(_change(each, words) for each in changes[:MAX_LINES])
        if len(changes) > MAX_LINES:
            text += "; " + words.said("more", count=len(changes) - MAX_LINES)
        same = words.said(f"same_{ground.name.lower()}", count=counts.get(ground, 0))
        yield words.said(f"ground_{ground.name.lower()}"), text or same
    if verification.template:
        yield words.said("ground_template"), _template(verification, words)
    if verification.left:
        yield words.said("left"), "; ".join(verification.left)
    program = verification.of(Ground.PROGRAM)
    told = "; ".join(_version(each) for each in program)
    yield words.said("ground_program"), told or words.said("same_program", version=verification.version)
    if verification.obstacle:
        yield words.said("figures"), verification.obstacle
    else:
        key = "figures_differ" if verification.differences else "figures_same"
        params = {"count": len(verification.differences), "all": verification.compared}
        yield words.said("figures"), words.said(key, **params)


def _template(verification: Verification, words: _Words) -> str:
    """Return what became of the file that a report was begun from."""
    for each in verification.of(Ground.TEMPLATE):
        return _change(each, words) if is_other(each) else words.said("template_gone", name=each.name)
    return words.said("same_template", name=verification.template)


def _change(change: Change, words: _Words) -> str:
    key = "changed" if change.before and change.after else "appeared" if change.after else "gone"
    name = words.said("answers_of", source=change.name) if change.ground is Ground.ANSWERS else change.name
    before, after = (change.before or "")[:_SHORT], (change.after or "")[:_SHORT]
    return words.said(key, name=name, before=before, after=after)


def _version(change: Change) -> str:
    return f"{change.name} {change.before or '–'} → {change.after or '–'}"


def _listed(differences: Sequence[Difference], words: _Words) -> Iterator[str]:
    shown = differences[:MAX_LINES]
    places = [" · ".join(each.place) for each in shown]
    left = min(max(map(len, places)), 60)
    for place, each in zip(places, shown, strict=True):
        yield f"  {place.ljust(left)}  {_value(each.before)} → {_value(each.after)}"
    if len(differences) > MAX_LINES:
        yield "  " + words.said("more", count=len(differences) - MAX_LINES)


def _value(text: str | None) -> str:
    return "–" if text is None else textwrap.shorten(text, 40, placeholder="…")


def _verdict(verification: Verification, words: _Words) -> str:
    if verification.holds:
        return words.said("holds_elsewhere" if verification.of(Ground.PROGRAM) else "holds")
    if verification.is_same:
        return words.said("holds_in_part", count=len(verification.withheld))
    if verification.obstacle:
        return words.said("not_computed")
    if not verification.differences:
        return words.said("other_ground_same_figures" if verification.sealed else "other_seal_same_figures")
    if not any(map(is_other, verification.changes)):
        return words.said("edited" if not verification.sealed else "other_program")
    return words.said("other_figures")
