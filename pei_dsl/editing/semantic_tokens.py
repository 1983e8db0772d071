"""What each word of a text is, for editors that colour by meaning: the classes that all colours come from."""

from __future__ import annotations

import attrs

from pei_dsl.editing.spot import editor_text, file_of
from pei_dsl.editing.text_positions import TextPosition, TextRange, lines_of, units
from pei_dsl.immutable import brief
from pei_dsl.views.token_classes import TokenClass, tokens
from pei_dsl.workspace.workspace import Workspace


@attrs.frozen
class SemanticToken:
    """
    A word of a text, on one line.

    Attributes:
        start: Where it begins.
        length: In units of UTF-16.
        token_class: What it is.
    """

    __repr__ = brief

    start: TextPosition
    length: int
    token_class: TokenClass


def semantic_tokens(
    workspace: Workspace, name: str, within: TextRange | None = None
) -> tuple[SemanticToken, ...]:
    """
    Return the words of the text called `name`, or of a part of it, in order; blanks are none.

        >>> import pei_dsl
        >>> workspace = pei_dsl.Workspace.of({"a.pei": "variable x = 1"})
        >>> [str(each.token_class) for each in pei_dsl.semantic_tokens(workspace, "a.pei")]
        ['declaration', 'name', 'operator', 'number']

    Raises:
        RequestError: There is no such text.
        SupersededError: A newer version was made meanwhile.
    """
    text = editor_text(workspace, name)
    source = text.source
    found: list[SemanticToken] = []
    for each in tokens(file_of(workspace, name)):
        if each.token_class is TokenClass.BLANK:
            continue
        start = source.to_original(each.part.span.start)
        written = source.original[start : source.to_original(each.part.span.end)]
        for line in lines_of(written):
            bare = line.rstrip("\r\n")
            position = text.position_in_original(start)
            if bare.strip() and (within is None or within.holds(position)):
                found.append(SemanticToken(position, units(bare), each.token_class))
            start += len(line)
    return tuple(found)
