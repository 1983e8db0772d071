"""The canonical form of a text, as the edits that lead there: lines that stay as they are stay untouched."""

from __future__ import annotations

import difflib

from pei_dsl.analysis.respelling import declared_names
from pei_dsl.editing.spot import editor_text
from pei_dsl.editing.text_positions import TextEdit, TextPosition, TextRange, lines_of
from pei_dsl.workspace.formatting import format_source
from pei_dsl.workspace.workspace import Workspace


def formatting_edits(workspace: Workspace, name: str, *, english: bool = False) -> tuple[TextEdit, ...]:
    r"""
    Return the edits that give the text called `name` the form of `format_text`; () where it has it.

    What could not be read stays as it is written.

        >>> import pei_dsl
        >>> workspace = pei_dsl.Workspace.of({"a.pei": 'objetivo OEI.01   "Salud"\n'})
        >>> [edit.text for edit in pei_dsl.formatting_edits(workspace, "a.pei")]
        ['objetivo OEI.01 "Salud"\n']

    Args:
        workspace: The texts; what the others declare tells words of the language from names.
        name: One of them.
        english: Whether to write the words of the language in English.

    Raises:
        RequestError: There is no such text.
        SupersededError: A newer version was made meanwhile.
    """
    text = editor_text(workspace, name)
    source = text.source
    made = format_source(source, english=english, others=lambda: _names(workspace, name)).text
    bare, made = (each.removeprefix("\ufeff") for each in (source.original, made))  # which no editor shows
    after = made.replace("\n", source.line_end)
    before_lines, after_lines = lines_of(bare), lines_of(after)
    matcher = difflib.SequenceMatcher(None, before_lines, after_lines, autojunk=False)
    return tuple(
        TextEdit(name, _lines(first, last, text.whole), "".join(after_lines[begin:end]))
        for tag, first, last, begin, end in matcher.get_opcodes()
        if tag != "equal"
    )


def _names(workspace: Workspace, name: str) -> frozenset[str]:
    """Return the variables and series that the other texts declare."""
    others = (each for each in workspace.loaded.files if each.source.name != name)
    return frozenset().union(*map(declared_names, others))


def _lines(first: int, last: int, whole: TextRange) -> TextRange:
    """Return the range of lines, those line ends included that are there."""
    return TextRange(min(TextPosition(first, 0), whole.end), min(TextPosition(last, 0), whole.end))
