"""Many changes made together are those changes made one after another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.edits.changes import Address, ChangeError, SetField, SetFigure, SetTitle
from pei_dsl.edits.editing import edit
from pei_dsl.edits.editing_many import OfDeclaration, edit_many
from pei_dsl.source import Source
from pei_dsl.syntax.parse import parse
from tests.properties.test_merging import RICH

CODES = st.sampled_from(["OEI.01", "IND.01.OEI.01", "IND.02.OEI.01", "IND.07.OEI.01"]).map(Address)
CHANGES: st.SearchStrategy[OfDeclaration] = st.one_of(
    st.builds(SetTitle, CODES, st.sampled_from(["Otro nombre", "Servicios", ""])),
    st.builds(
        SetFigure,
        CODES,
        st.sampled_from(["goals", "values"]),
        st.sampled_from(["2023", "2024", "2025", "2026", "mal"]),
        st.sampled_from(["7", "80%", "no programado", '9 "roto', None]),
    ),
    st.builds(
        SetField,
        CODES,
        st.sampled_from(["unit", "direction", "responsible", "formula"]),
        st.sampled_from(["número", "ascendente", '"La oficina"', 'x: "', None]),
    ),
)


@given(st.lists(CHANGES, max_size=8))
def test_together_is_one_after_another(changes: list[OfDeclaration]) -> None:
    file = parse(Source.of("plan.pei", RICH)).file
    made = edit_many(file, changes)
    # Changes of one declaration are made in their order; those of different ones do not meet.
    refused: list[OfDeclaration] = []
    for change in changes:
        try:
            texts = edit([file], change).texts
        except ChangeError:
            refused.append(change)
            continue
        for name, text in texts.items():
            file = parse(Source.of(name, text)).file

    assert made.file.source.original == file.source.original
    assert sorted(map(repr, made.refused)) == sorted(map(repr, refused))
