"""HTML elements as text, with every text and attribute escaped in this one place."""

from __future__ import annotations

import html
from collections.abc import Iterable

from pei_dsl.renderers.outlet import visible


class Markup(str):
    """A text that is HTML already; any other is escaped."""

    __slots__ = ()


def escaped(text: str) -> Markup:
    """Return a text as HTML shows it to the letter; what could not be seen in it is made visible."""
    return text if isinstance(text, Markup) else Markup(html.escape(visible(text), quote=True))


def element(name: str, /, *content: str, **attributes: str | None) -> Markup:
    """
    Return an element; a text in it is escaped, markup is not.

    Attributes that are None are left out; `class_` and `aria_label` are written `class` and `aria-label`.
    """
    return Markup(f"{opening(name, **attributes)}{joined(content)}</{name}>")


def opening(name: str, /, **attributes: str | None) -> Markup:
    """Return the opening tag of an element, or the whole of one without content."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{told}>")


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Return parts one after another, texts escaped."""
    return Markup(between.join(escaped(each) for each in parts))
