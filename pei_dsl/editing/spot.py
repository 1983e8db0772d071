"""A place in a text of a workspace, and what stands there: a declaration, a field, a name."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl.editing.text_positions import EditorText, TextPosition, TextRange
from pei_dsl.edits.uses import Entity, Use, entity_of, uses
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.workspace.host_requests import need_known
from pei_dsl.workspace.workspace import Workspace


@attrs.frozen
class TextPlace:
    """
    Where something stands: in which text, and from where to where.

    Attributes:
        file: The name of the text.
    """

    file: str
    range: TextRange


@attrs.frozen
class Spot:
    """
    A place in one text.

    Attributes:
        text: The text, as an editor has it.
        offset: The place in the normalised text.
    """

    workspace: Workspace
    text: EditorText
    offset: int

    @classmethod
    def of(cls, workspace: Workspace, name: str, position: TextPosition) -> Spot:
        """
        Return the place at `position` of the text called `name`.

        Raises:
            RequestError: There is no such text.
        """
        text = editor_text(workspace, name)
        return cls(workspace, text, text.offset(position))

    @property
    def source(self) -> Source:
        """The text."""
        return self.text.source

    @property
    def file(self) -> tree.File:
        """The tree of the text."""
        return file_of(self.workspace, self.source.name)

    @property
    def declaration(self) -> tree.Declaration | None:
        """The declaration in which it is, the lines below it included up to the next one."""
        begun = [each for each in self.file.declarations if each.span.start <= self.offset]
        return begun[-1] if begun else None

    @property
    def field(self) -> tree.Field | None:
        """The field whose word or value it is in."""
        declaration = self.declaration
        for each in () if declaration is None else declaration.items:
            if isinstance(each, tree.Field) and _touches(each.span, self.offset):
                return each
        return None

    @property
    def use(self) -> Use | None:
        """The name or code that it touches; the smallest where one stands in another."""
        found = [each for each in self.uses if _touches(each.span, self.offset)]
        return min(found, key=lambda each: each.span.end - each.span.start, default=None)

    @property
    def uses(self) -> list[Use]:
        """All names and codes of the text."""
        return uses(self.workspace.loaded.files, [self.file])


def _touches(span: Span, offset: int) -> bool:
    return span.start <= offset <= span.end


def editor_text(workspace: Workspace, name: str) -> EditorText:
    """
    Return the text called `name` as an editor has it.

    Raises:
        RequestError: There is no such text.
    """
    need_known("text", name, workspace.sources)
    return EditorText(workspace.sources[name])


def file_of(workspace: Workspace, name: str) -> tree.File:
    """Return the tree of the text called `name`."""
    return next(each for each in workspace.loaded.files if each.source.name == name)


def declared(workspace: Workspace, entity: Entity) -> tuple[tree.Declaration, str] | None:
    """Return the declaration that declares `entity`, and what `entity` is called in it, "" for itself."""
    container, item = _contained(entity)
    for each in declarations(workspace):
        if entity_of(each) == container:
            return each, item
    return None


def _contained(entity: Entity) -> tuple[Entity, str]:
    """Return what contains `entity`, and its name in there; itself and "" where it stands alone."""
    match entity:
        case ("local", code, name):
            return ("code", code), name
        case ("column", source, name):
            return ("source", source), name
        case ("parameter", function, name):
            return ("function", function), name
        case _:
            return entity, ""


def declarations(workspace: Workspace) -> Iterator[tree.Declaration]:
    """Yield all declarations, text by text."""
    for file in workspace.loaded.files:
        yield from file.declarations


def place(source: Source, span: Span) -> TextPlace:
    """Return where `span` of `source` is."""
    return TextPlace(source.name, EditorText(source).range(span))
