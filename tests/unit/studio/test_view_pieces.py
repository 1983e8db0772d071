"""What travels to a page: the pieces that changed, or all where the frame did."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.renderers.html.markup import Markup
from pei_dsl.studio.view_pieces import View, difference

_names = st.lists(st.sampled_from("abcdef"), unique=True, max_size=4)


@st.composite
def views(draw: st.DrawFn) -> View:
    texts = st.sampled_from(["", "1", "2"])
    parts: list[Markup | tuple[str, Markup]] = [Markup(draw(texts))]
    for name in draw(_names):
        parts += [(name, Markup(f"<p id={name}>{draw(texts)}</p>")), Markup(draw(texts))]
    return View(tuple(parts))


@given(views(), views())
def test_a_page_that_takes_the_difference_shows_the_new_view(before: View, after: View) -> None:
    told = difference(before, after)

    shown = told.get("html")
    if shown is None:
        pieces = {**before.pieces, **told.get("pieces", {})}
        shown = "".join(each if isinstance(each, Markup) else pieces[each[0]] for each in before.parts)
    assert shown == after.html
    assert difference(after, after) == {}
    assert difference(None, after) == {"html": after.html}
