"""Whatever is written, an editor is answered: in its text, in order, and as the commands would."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl import Diagnostic, TextPosition, TextRange, Workspace
from pei_dsl.editing.text_positions import EditorText
from pei_dsl.source import Source
from tests import strategies
from tests.edited_texts import edited, with_edits
from tests.example_counts import examples


@settings(max_examples=examples(25))
@given(strategies.mutated_specs() | strategies.hostile_texts, st.data())
def test_every_question_is_answered_at_every_place(text: str, data: st.DataObject) -> None:
    """No text is so wrong that a question about it fails, and what is answered lies in the text."""
    workspace = Workspace.of({"a.pei": text})
    measured = EditorText(Source.of("a.pei", text))
    position = measured.position(data.draw(st.integers(0, len(measured.source.text))))
    place = TextRange(position, position)

    for finding in pei_dsl.placed_findings(workspace):
        assert measured.whole.start <= finding.range.start <= finding.range.end <= measured.whole.end
    hovered = pei_dsl.hover(workspace, "a.pei", position)
    assert hovered is None or hovered.range.holds(position)
    for completion in pei_dsl.completions(workspace, "a.pei", position):
        assert completion.range.end == position
        assert 0 <= completion.cursor <= len(completion.text)
    told = pei_dsl.signature_help(workspace, "a.pei", position)
    assert told is None or told.parameter == told.signatures[told.active].parameter_at(told.parameter or 0)
    named = pei_dsl.references(workspace, "a.pei", position)
    assert not named or any(each.range.holds(position) for each in named)
    assert set(pei_dsl.definitions(workspace, "a.pei", position)) <= set(named)
    pei_dsl.renamable(workspace, "a.pei", position)
    for action in pei_dsl.code_actions(workspace, "a.pei", place):
        edited(workspace, action.edits)
    for hint in pei_dsl.inlay_hints(workspace, "a.pei"):
        assert hint.position <= measured.whole.end
    for fold in pei_dsl.folds(workspace, "a.pei"):
        assert 0 <= fold.first < fold.last < measured.lines
    starts = [each.start for each in pei_dsl.semantic_tokens(workspace, "a.pei")]
    assert starts == sorted(set(starts))
    for symbol in pei_dsl.document_symbols(workspace, "a.pei"):
        assert symbol.range.start <= symbol.name_range.start <= symbol.name_range.end <= symbol.range.end


@settings(max_examples=examples(25))
@given(strategies.mutated_specs() | strategies.hostile_texts)
def test_what_an_editor_formats_is_what_the_command_writes(text: str) -> None:
    """To the letter but for the line ends, and once is enough; what could be read still can, and says the same."""
    workspace = Workspace.of({"a.pei": text})
    shown = text.removeprefix("\ufeff")
    after = with_edits(shown, pei_dsl.formatting_edits(workspace, "a.pei"))

    assert after.replace("\r\n", "\n") == pei_dsl.format_text(text).removeprefix("\ufeff")
    again = workspace.with_text("a.pei", after)
    assert pei_dsl.formatting_edits(again, "a.pei") == ()
    assert [each.code for each in again.loaded.errors] == [each.code for each in workspace.loaded.errors]


@settings(max_examples=examples(25))
@given(strategies.mutated_specs())
def test_fixes_of_an_editor_are_those_of_the_command(text: str) -> None:
    """What mends a finding safely, chosen one by one, is what `pei revisar --corregir` writes at once."""
    workspace = Workspace.of({"a.pei": text})
    safe = {}
    for each in pei_dsl.placed_findings(workspace):
        for action in pei_dsl.code_actions(workspace, "a.pei", each.range):
            if action.is_safe and isinstance(action.diagnostic, Diagnostic):
                safe.update(dict.fromkeys(action.edits))
    found = pei_dsl.apply_fixes(text, workspace.loaded.diagnostics)
    assert found in {text, with_edits(text, safe)}


@given(st.integers(0, 3), st.integers(0, 3))
def test_an_empty_text_is_answered(line: int, character: int) -> None:
    workspace = Workspace.of({"a.pei": ""})

    assert pei_dsl.completions(workspace, "a.pei", TextPosition(line, character))
    assert pei_dsl.hover(workspace, "a.pei", TextPosition(line, character)) is None
