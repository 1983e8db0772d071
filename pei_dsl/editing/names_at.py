"""Names and codes across the texts: where one is declared, where it is used, and called otherwise."""

from __future__ import annotations

import attrs

from pei_dsl.editing.spot import Spot, TextPlace, declared, place
from pei_dsl.editing.text_positions import EditorText, TextEdit, TextPosition, TextRange
from pei_dsl.edits.changes import Address, ChangeError, Rename
from pei_dsl.edits.editing import edit
from pei_dsl.edits.renaming import Mention
from pei_dsl.edits.uses import Entity, Use, uses
from pei_dsl.immutable import brief
from pei_dsl.workspace.workspace import Workspace


@attrs.frozen
class Renamed:
    """
    What renaming something changes.

    Attributes:
        edits: In all texts.
        mentions: What says the old name and stays as it is: comments, texts, headings, rows of registers.
    """

    __repr__ = brief

    edits: tuple[TextEdit, ...]
    mentions: tuple[Mention, ...]


def definitions(workspace: Workspace, name: str, position: TextPosition) -> tuple[TextPlace, ...]:
    """
    Return where what is named at `position` of the text `name` is declared; () for what nothing declares.

        >>> import pei_dsl
        >>> workspace = pei_dsl.Workspace.of({"a.pei": "variable x = z", "b.pei": "variable z = 1"})
        >>> pei_dsl.definitions(workspace, "a.pei", pei_dsl.TextPosition(0, 13))[0].file
        'b.pei'

    Raises:
        RequestError: There is no such text.
        SupersededError: A newer version was made meanwhile.
    """
    return tuple(_place(each) for each in _all(workspace, name, position) if each.declares)


def references(
    workspace: Workspace, name: str, position: TextPosition, *, with_declaration: bool = True
) -> tuple[TextPlace, ...]:
    """
    Return every place that names the same as `position` of the text `name` does, in all texts.

    Raises:
        RequestError: There is no such text.
        SupersededError: A newer version was made meanwhile.
    """
    found = _all(workspace, name, position)
    return tuple(_place(each) for each in found if with_declaration or not each.declares)


def _all(workspace: Workspace, name: str, position: TextPosition) -> list[Use]:
    use = Spot.of(workspace, name, position).use
    if use is None:
        return []
    return [each for each in uses(workspace.loaded.files) if each.entity == use.entity]


def _place(use: Use) -> TextPlace:
    return place(use.source, use.span)


def renamable(workspace: Workspace, name: str, position: TextPosition) -> tuple[TextRange, str] | None:
    """
    Return the range and the name of what can be renamed at `position`; None for what cannot.

    Raises:
        RequestError: There is no such text.
        SupersededError: A newer version was made meanwhile.
    """
    spot = Spot.of(workspace, name, position)
    use = spot.use
    if use is None or _change(workspace, use.entity, use.entity[-1]) is None:
        return None
    return spot.text.range(use.span), use.entity[-1]


def renamed(workspace: Workspace, name: str, position: TextPosition, new: str) -> Renamed:
    """
    Return the edits that call what stands at `position` of the text `name` `new`, and what stays as it is.

    See `Rename`, which is the change that is made.

    Raises:
        ChangeError: Nothing is named there, or it cannot be called so.
        RequestError: There is no such text.
        SupersededError: A newer version was made meanwhile.
    """
    use = Spot.of(workspace, name, position).use
    change = _change(workspace, use.entity, new) if use is not None else None
    if change is None:
        raise ChangeError("nothing_there")
    texts = {each: EditorText(source) for each, source in workspace.sources.items()}
    made = edit(workspace.loaded.files, change).rewrites
    return Renamed(tuple(texts[each.name].rewrite(each) for each in made), workspace.mentions(change))


def _change(workspace: Workspace, entity: Entity, new: str) -> Rename | None:
    """Return the change that calls `entity` `new`; None for what no text declares."""
    found = declared(workspace, entity)
    if found is None:
        return None
    declaration, item = found
    header = declaration.header
    return Rename(Address(header.code or header.name or "", declaration.kind), new, item)
