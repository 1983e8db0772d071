"""Where something stands in a text is counted as the page counts it, whatever the file was written with."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.source import Source
from pei_dsl.studio.kept_files import shown
from pei_dsl.studio.page_places import page_offset

PIECES = st.sampled_from(["a", "ñ", "n\u0303", "𝔸", "\n", "\r\n", "\r", " ", "€", "😀\n"])
TEXTS = st.builds(
    lambda begins, pieces: begins + "".join(pieces),
    st.sampled_from(["", "\ufeff"]),
    st.lists(PIECES, max_size=30),
)


@given(TEXTS)
def test_every_place_is_counted_in_units_of_the_shown_text(original: str) -> None:
    source = Source.of("a.pei", original)

    for offset in range(len(source.text) + 1):
        before = shown(original[: source.to_original(offset)])
        assert page_offset(source, offset) == len(before.encode("utf-16-le")) // 2
