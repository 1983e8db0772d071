"""What a page says, read back: the texts of each part that has a name, whatever surrounds them."""

from __future__ import annotations

import html.parser

# What these hold is for programs.
_UNSEEN = {"script", "style", "title"}
_WITHOUT_END = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input"),
    *("link", "meta", "source", "track", "wbr"),
}


def page_texts(text: str) -> dict[str, list[str]]:
    """Return the texts of a page by the `id` of the element around each, the next one; "" for none."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


class _Reader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {}
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _WITHOUT_END:
            self.open.append((tag, dict(attrs).get("id") or ""))

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == tag:
                del self.open[index:]
                return

    def handle_data(self, data: str) -> None:
        said = " ".join(data.split())
        if said and not any(tag in _UNSEEN for tag, _ in self.open):
            name = next((each for _, each in reversed(self.open) if each), "")
            self.found.setdefault(name, []).append(said)
