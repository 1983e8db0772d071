"""A name or code changed wherever it stands for the same thing, and nowhere else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.builtins import TABLES
from pei_dsl.analysis.resolve.symbols import group_of, kind_of, objective_of
from pei_dsl.edits.changes import ChangeError, Rename
from pei_dsl.edits.edit_places import Page, find
from pei_dsl.edits.rewriting import Rewrite, rewrite
from pei_dsl.edits.uses import Entity, Use, entity_of, uses
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.parts import Kind, parts
from pei_dsl.written_codes import official_code

Renaming = Callable[[Entity], Entity]


@attrs.frozen(order=True)
class Mention:
    """
    A place that says the old name and was left as it is, for a person to look at.

    Attributes:
        name: The name of the text, or the path of a data file.
        line: Its line, from 1; 0 for a file as a whole.
        said: The name or code that stands there.
    """

    name: str
    line: int
    said: str


def rename(pages: Sequence[Page], change: Rename) -> tuple[list[Rewrite], Renaming]:
    """Return the rewrites of a `Rename`, and what each name means afterwards."""
    page, index = find(pages, change.of)
    declaration = page.file.declarations[index]
    old = entity_of(declaration, change.item)
    before = uses([each.file for each in pages])
    if old is None or old not in {use.entity for use in before}:
        raise ChangeError("nothing_called", name=change.item or change.of.name)
    name = unicodedata.normalize("NFC", change.name.strip())
    known = {use.entity for use in before}
    renamed = _of_codes(old[1], name, declaration, known) if old[0] == "code" else _of_name(old, name, known)
    _refuse_taken({each for each in known if renamed(each) != each}, renamed, known)
    rewrites = [
        rewrite(use.source, use.span, _written(use, renamed(use.entity)))
        for use in before
        if renamed(use.entity)[-1] != use.entity[-1]
    ]
    return rewrites, renamed


def check_renamed(before: Sequence[tree.File], after: Sequence[tree.File], renamed: Renaming) -> None:
    """
    Refuse a renaming after which some name stands for something else than it did.

    So a variable is not called what the definition of some formula is called that uses it, nor what a
    misspelt name happens to be, and no column what a figure is called that might stand in its place.
    """
    for was, is_ in zip(uses(before), uses(after), strict=False):
        if renamed(was.entity) != is_.entity or (is_.either and not was.either):
            line = was.source.position(was.span.start).line
            raise ChangeError("means_else", name=is_.entity[-1], file=was.source.name, line=line)
    if len(uses(before)) != len(uses(after)):
        raise ChangeError("read_as_else")


def mentions(pages: Sequence[Page], change: Rename) -> tuple[Mention, ...]:
    """
    Return the comments and texts that say what a `Rename` changes, which it leaves as they are.

    What is known within one declaration only is looked for there: another `A` is another thing.
    """
    rewrites, _ = rename(pages, change)
    own, index = find(pages, change.of)
    names = renamed_names(pages, change)
    written = {(each.name, offset) for each in rewrites for offset in range(each.start, each.end)}
    found = set()
    for page in [own] if change.item else pages:
        within = page.extent(index) if change.item else Span(0, len(page.text))
        for start, said in _said(page, names):
            if start in range(*within) and (page.source.name, page.source.to_original(start)) not in written:
                found.add(Mention(page.source.name, page.source.position(start).line, said))
    return tuple(sorted(found))


def renamed_names(pages: Sequence[Page], change: Rename) -> set[str]:
    """Return the names and codes that a `Rename` gives up: of a group, those of all that is built on it."""
    _, renamed = rename(pages, change)
    before = {use.entity for use in uses([each.file for each in pages])}
    return {entity[-1] for entity in before if renamed(entity)[-1] != entity[-1]}


_TEXTS = frozenset({Kind.COMMENT, Kind.DOCUMENTATION, Kind.TEXT})


def _said(page: Page, names: set[str]) -> Iterator[tuple[int, str]]:
    pattern = re.compile("|".join(rf"(?<![\w.]){re.escape(name)}(?!\w|\.\w)" for name in sorted(names)))
    for part in parts(page.file):
        if part.kind in _TEXTS:
            for match in pattern.finditer(part.text):
                yield part.span.start + match.start(), match[0]


# ---- What is called how afterwards -----------------------------------------------------------------------


def _of_name(old: Entity, name: str, known: set[Entity]) -> Renaming:
    """Return the renaming of something that has a name, and of what is contained in it."""
    kind = old[0]
    if kind == "column":
        fits = bool(name) and not set(name) & set('[]\n"“”„«»,;#')
    else:
        fits = vocabulary.is_name(name)
    if not fits:
        raise ChangeError("no_heading" if kind == "column" else "no_name", name=name)
    if kind == "function" and any(words.find(name) is not None for words in TABLES):
        raise ChangeError("built_in", name=name)
    folded = vocabulary.fold(name)
    twin = next(
        (e for e in known if e[:-1] == old[:-1] and e != old and vocabulary.fold(e[-1]) == folded), None
    )
    if twin is not None and kind not in {"local", "parameter"}:
        raise ChangeError("taken", name=twin[-1])

    def renamed(entity: Entity) -> Entity:
        if entity == old:
            return (*old[:-1], name)
        inside = {"source": "column", "function": "parameter"}.get(kind)
        if entity[0] == inside and entity[1] == old[1]:
            return (entity[0], name, entity[2])
        return entity

    return renamed


def _of_codes(old: str, new: str, declaration: tree.Declaration, known: set[Entity]) -> Renaming:
    """Return the renaming of a code and of all codes that are built on it."""
    new = official_code(new)
    if kind_of(new) != declaration.kind:
        raise ChangeError("other_code", name=new, old=old)
    above = group_of(new) if declaration.kind == "indicator" else objective_of(new)
    if above and ("code", above) not in known:
        raise ChangeError("no_group", name=new, group=above)

    def code(written: str) -> str:
        if written == old:
            return new
        if declaration.kind == "objective" and objective_of(written) == old:
            return f"A{new.partition('.')[0][1:]}.{new.partition('.')[2]}.{written.rpartition('.')[2]}"
        group = group_of(written)
        return written.removesuffix(group) + code(group) if group else written

    def renamed(entity: Entity) -> Entity:
        if entity[0] == "code":
            return ("code", code(entity[1]))
        return ("local", code(entity[1]), entity[2]) if entity[0] == "local" else entity

    return renamed


def _refuse_taken(changed: set[Entity], renamed: Renaming, known: set[Entity]) -> None:
    for each in sorted(changed):
        if renamed(each) in known - changed:
            raise ChangeError("taken", name=renamed(each)[-1])


def _written(use: Use, entity: Entity) -> str:
    """Return how the new name is written in the place of `use`."""
    name, was = entity[-1], use.entity[-1]
    if entity[0] == "code":
        written = use.source[use.span]
        return name.lower() if written.islower() else name
    needed, needs = not vocabulary.is_name(was), not vocabulary.is_name(name)
    in_text = use.entity[0] == "column" and not use.bracketed and needed
    return f"[{name}]" if not in_text and (needs or (use.bracketed and not needed)) else name
