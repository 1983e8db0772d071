"""HTML elements as text, with every text and attribute escaped in this one place."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping

from pei_dsl.renderers.outlet import visible

_WORD = re.compile(r"[A-Za-z0-9]+")


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
    told = (f' {key}="{escaped(value)}"' for key, value in _told(attributes))
    return Markup(f"<{name}{''.join(told)}>")


def unquoted(name: str, /, **attributes: str | None) -> Markup:
    """Return an opening tag as short as HTML has it: a value that is one word stands without marks."""
    told = (
        f" {key}={value}" if _WORD.fullmatch(value) else f' {key}="{escaped(value)}"'
        for key, value in _told(attributes)
    )
    return Markup(f"<{name}{''.join(told)}>")


def _told(attributes: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Yield the attributes that are there, as HTML calls them."""
    for key, value in attributes.items():
        if value is not None:
            yield key.rstrip("_").replace("_", "-"), value


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Return parts one after another, texts escaped."""
    return Markup(between.join(escaped(each) for each in parts))
