"""A whole workspace mended: safe fixes made, the result read again, until nothing safe is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from pei_dsl.analysis.lints.all_lints import LINTS
from pei_dsl.diagnostics import Diagnostic, Fix
from pei_dsl.diagnostics.finding import Edit
from pei_dsl.diagnostics.fixing import changed, made_in, revealing_fix, safe_fix
from pei_dsl.source import Source
from pei_dsl.workspace.checking import check_loaded
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.loading import reload
from pei_dsl.workspace.proven import MAX_TRIED, is_better

Made = Sequence[tuple[Diagnostic, Fix]]
"""Fixes, each with its finding."""


@attrs.frozen
class Change:
    """
    One line that fixes changed.

    Attributes:
        file: The name of its text.
        line: Its number in the text as it was.
        codes: The findings that were mended in it.
        before, after: The line without its indentation; an `after` of None: the line is gone.
    """

    file: str
    line: int
    codes: tuple[str, ...]
    before: str
    after: str | None


@attrs.frozen
class Mending:
    """
    What mending a workspace came to.

    Attributes:
        loaded: The workspace after it.
        remaining: What is still found in it, in its texts and in its data files.
        texts: The texts that changed, as they are to be saved, by name.
        changes: What was changed, in the order of the texts.
    """

    loaded: Loaded
    remaining: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    changes: tuple[Change, ...]


def mend(loaded: Loaded, roots: Sequence[Path] = ()) -> Mending:
    """
    Return `loaded` after its safe fixes, and those that they bring to light; nothing is saved.

    It comes to an end, since there are fewer findings after each step.

    Args:
        loaded: The plan.
        roots: Folders outside the workspace that its data may lie in too.
    """
    state = _mended_alone(_State(loaded))
    while better := _revealed(state):
        state = better
    found = check_loaded(state.loaded, roots)
    warned = [(each, fix) for each in found if each.code in LINTS and (fix := safe_fix(each))]
    if warned:
        # What warnings mend is sure by itself, and brings nothing to light that is not looked for here.
        after = state.after(warned)
        remaining = check_loaded(after.loaded, roots)
        if is_better(remaining, found, [each for each, _ in warned]):
            state, found = after, remaining
    changes = tuple(state.changes[key] for key in sorted(state.changes))
    return Mending(state.loaded, found, state.texts, changes)


def _mended_alone(state: _State) -> _State:
    """Return `state` after its safe fixes, until none is left."""
    while offered := [(each, fix) for each in state.loaded.diagnostics if (fix := safe_fix(each))]:
        state = state.after(offered)
    return state


def _revealed(state: _State) -> _State | None:
    """Return `state` after a fix and those of all that it brings to light; None where that leaves more."""
    for each in state.loaded.diagnostics[:MAX_TRIED]:
        fix = revealing_fix(each)
        if fix is not None:
            found = _mended_alone(state.after([(each, fix)]))
            if is_better(found.loaded.diagnostics, state.loaded.diagnostics, [each]):
                return found
    return None


@attrs.frozen
class _State:
    """
    A workspace on the way to being mended.

    Attributes:
        loaded: The workspace.
        texts: Its texts that changed, by name.
        changes: What was changed, by text and line.
        origins: For each line of a text that changed, which one it was.
    """

    loaded: Loaded
    texts: Mapping[str, str] = attrs.field(factory=dict)
    changes: Mapping[tuple[str, int], Change] = attrs.field(factory=dict)
    origins: Mapping[str, Sequence[int]] = attrs.field(factory=dict)

    def after(self, fixes: Made) -> _State:
        """Return what the workspace is after `fixes`."""
        sources, texts = dict(self.loaded.sources), dict(self.texts)
        changes, origins = dict(self.changes), dict(self.origins)
        for name, source in self.loaded.sources.items():
            own = [(each, fix) for each, fix in fixes if each.file == name]
            result = made_in(source, own)
            if result.text == source.original:
                continue
            came_from = origins.get(name) or range(source.text.count("\n") + 2)
            for change in _changes(source, own):
                _add(changes, attrs.evolve(change, line=came_from[change.line]))
            origins[name] = [came_from[line] for line in _origins(source, own)]
            sources[name] = Source.of(name, result.text)
            texts[name] = result.text
        return _State(reload(self.loaded, sources), texts, changes, origins)


def _add(changes: dict[tuple[str, int], Change], change: Change) -> None:
    """Add `change`; what was changed before in the same line becomes one change with it."""
    key = (change.file, change.line)
    first = changes.get(key)
    if first is not None:
        codes = tuple(dict.fromkeys((*first.codes, *change.codes)))
        change = attrs.evolve(change, codes=codes, before=first.before)
    changes[key] = change


def _origins(source: Source, made: Made) -> list[int]:
    """Return, for each line after the fixes `made`, the number of the line that it was; 0 is no line."""
    edits = sorted({edit.span: edit for _, fix in made for edit in fix.edits}.items())
    found = [0, 1]
    place = 0
    for span, edit in edits:
        found.extend(
            source.position(place + match + 1).line for match in _ends(source.text[place : span.start])
        )
        found.extend(source.position(span.start).line for _ in _ends(edit.text))
        place = span.end
    found.extend(source.position(place + match + 1).line for match in _ends(source.text[place:]))
    return found


def _ends(text: str) -> list[int]:
    return [place for place, character in enumerate(text) if character == "\n"]


def _changes(source: Source, made: Made) -> list[Change]:
    """Return the lines that the fixes `made` change, all that they do to a line together."""
    codes: dict[Edit, list[str]] = {}
    for each, fix in made:
        for edit in fix.edits:
            codes.setdefault(edit, []).append(each.code)
    found: list[Change] = []
    group: list[Edit] = []
    for edit in sorted(codes, key=lambda each: each.span):
        if group and _begin(source, edit.span.start) >= _stop(source, group):
            found.append(_change(source, group, codes))
            group = []
        group.append(edit)
    return [*found, _change(source, group, codes)] if group else found


def _change(source: Source, edits: list[Edit], codes: dict[Edit, list[str]]) -> Change:
    """Return what `edits`, all of one line or of lines that become one, do to it."""
    start = _begin(source, edits[0].span.start)
    last = max(edit.span.end for edit in edits)
    gone = edits[0].span == (start, last) and last == _stop(source, edits) and not edits[0].text
    stop = _stop(source, edits) - (source.text[_stop(source, edits) - 1 : _stop(source, edits)] == "\n")
    shift = sum(len(edit.text) - (edit.span.end - edit.span.start) for edit in edits)
    after = None if gone else _flat(changed(source, edits)[start : stop + shift])
    told = tuple(dict.fromkeys(code for edit in edits for code in codes[edit]))
    number = source.position(edits[0].span.start).line
    return Change(source.name, number, told, _flat(source.text[start:stop]), after)


def _begin(source: Source, place: int) -> int:
    """Return where the line of `place` begins."""
    return source.text.rfind("\n", 0, place) + 1


def _stop(source: Source, edits: list[Edit]) -> int:
    """Return where the line after the last of `edits` begins, or the end of the text."""
    last = max(edit.span.end for edit in edits)
    if last > edits[0].span.start and source.text[last - 1] == "\n":
        return last
    end = source.text.find("\n", last)
    return end + 1 if end >= 0 else len(source.text)


def _flat(text: str) -> str:
    """Return `text` without its indentation, its lines joined by a sign."""
    return " ⏎ ".join(line.strip() for line in text.strip("\n").split("\n"))
