"""A whole workspace mended: safe fixes made, the result read again, until nothing safe is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.diagnostics.finding import Edit
from pei_dsl.diagnostics.mending import changed, mended, safe_fix
from pei_dsl.source import Source
from pei_dsl.syntax.blocks import blocks
from pei_dsl.syntax.parse import parse
from pei_dsl.workspace.checking import check_loaded
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.loading import reload

# One fix may bring another to light, and that a third; more rounds than this no text takes.
MAX_ROUNDS = 20


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
        clashing: Texts left alone since two of their fixes want the same characters.
    """

    loaded: Loaded
    remaining: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    changes: tuple[Change, ...]
    clashing: tuple[str, ...]


def mend(loaded: Loaded, roots: Sequence[Path] = ()) -> Mending:
    """
    Return `loaded` after its safe fixes, and those that they bring to light; nothing is saved.

    Args:
        loaded: The plan.
        roots: Folders outside the workspace that its data may lie in too.
    """
    changes: dict[tuple[str, int], Change] = {}
    origins: dict[str, list[int]] = {}  # for each line of a text that changed, where it came from
    texts: dict[str, str] = {}
    clashing: dict[str, None] = {}
    remaining = check_loaded(loaded, roots)
    for _ in range(MAX_ROUNDS):
        sources = dict(loaded.sources)
        for name, source in loaded.sources.items():
            result = mended(source, [each for each in remaining if each.file == name])
            if result.clash:
                clashing[name] = None
                continue
            kept = _not_worse(source, result.made)
            if kept != result.made:
                result = mended(source, kept)
            if result.text == source.original:
                continue
            came_from = origins.get(name) or list(range(source.text.count("\n") + 2))
            for change in _changes(source, result.made):
                _add(changes, attrs.evolve(change, line=came_from[change.line]))
            origins[name] = [came_from[line] for line in _origins(source, result.made)]
            sources[name] = Source.of(name, result.text)
            texts[name] = result.text
        if all(sources[name] is source for name, source in loaded.sources.items()):
            break
        loaded = reload(loaded, sources)
        remaining = check_loaded(loaded, roots)
    return Mending(loaded, remaining, texts, tuple(changes[key] for key in sorted(changes)), tuple(clashing))


def _not_worse(source: Source, made: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """
    Return those of `made` after whose fixes the text reads no worse than before.

    Together they nearly always do; only where they do not, each is tried by itself.
    """
    before = _unread(source)
    if not made or _unread(_after(source, made)) <= before:
        return made
    return tuple(each for each in made if _unread(_after(source, (each,))) <= before)


def _after(source: Source, made: tuple[Diagnostic, ...]) -> Source:
    return Source.of(source.name, mended(source, made).text)


def _unread(source: Source) -> int:
    """Return how much of `source` is not understood; a declaration without its word hides all its lines."""
    errors = sum(each.severity is Severity.ERROR for each in parse(source).diagnostics)
    hidden = [block.span for block in blocks(source) if not block.kind and block.header < block.span.end]
    return errors + sum(source.text.count("\n", span.start, span.end) for span in hidden)


def _add(changes: dict[tuple[str, int], Change], change: Change) -> None:
    """Add `change`; what was changed before in the same line becomes one change with it."""
    key = (change.file, change.line)
    first = changes.get(key)
    if first is not None:
        codes = tuple(dict.fromkeys((*first.codes, *change.codes)))
        change = attrs.evolve(change, codes=codes, before=first.before)
    changes[key] = change


def _origins(source: Source, made: tuple[Diagnostic, ...]) -> list[int]:
    """Return, for each line after the fixes of `made`, the number of the line that it was; 0 is no line."""
    edits = sorted({edit.span: edit for each in made for edit in _edits(each)}.items())
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


def _edits(diagnostic: Diagnostic) -> tuple[Edit, ...]:
    fix = safe_fix(diagnostic)
    return fix.edits if fix is not None else ()


def _changes(source: Source, made: tuple[Diagnostic, ...]) -> list[Change]:
    """Return the lines that the fixes of `made` change, all that they do to a line together."""
    codes: dict[Edit, list[str]] = {}
    for each in made:
        for edit in _edits(each):
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
