"""
Results with what they rest on: `huellas` as the last member of a JSON, a line at the foot of Markdown.

A sealed JSON has a hash of itself.  It is that of its JSON on one line in ASCII, members in their order and
`huellas` among them, but for the hash itself: `json.dumps(result, separators=(",", ": "))` gives these bytes.
So whoever indents it otherwise changes nothing, and whoever changes a figure is found out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pei_dsl.renderers.outlet import within_json
from pei_dsl.reproducing.digests import of_bytes
from pei_dsl.reproducing.fingerprints import MEMBER, SEAL, Fingerprints

# An end of a line stands between members only: that of a text is a backslash and a letter.
_LAYOUT = re.compile(r"\n *")
_NOT_ASCII = re.compile(r"[^\x00-\x7e]")


class UnsealedError(ValueError):
    """A JSON that has no fingerprints."""


def on_one_line(data: object) -> bytes:
    """Return the bytes that the seal of plain data is the hash of."""
    return json.dumps(data, separators=(",", ": ")).replace("\x7f", "\\u007f").encode("ascii")


def sealed(parts: Iterable[str], fingerprints: Callable[[], Fingerprints]) -> Iterator[str]:
    """
    Yield a JSON that comes in parts, with its fingerprints; none of it is kept but its end.

    Args:
        parts: The text of an object as `json.dumps(…, indent=2)` writes it, or of a list of them.
        fingerprints: Asked when all parts are there: then all is computed that the result rests on.
    """
    coming = iter(parts)
    held = next(coming)
    if held.startswith("["):
        yield _sealed_list(json.loads("".join((held, *coming))), fingerprints().to_json())
        return
    seal = hashlib.sha256()
    for part in coming:
        begin, held = _but_its_end(held)
        seal.update(_as_sealed(begin))
        yield begin
        held += part
    begin, _ = _but_its_end(held)
    prints = fingerprints().to_json()
    begin += f',\n  "{MEMBER}": '
    seal.update(_as_sealed(begin))
    seal.update(on_one_line(prints) + b"}")
    yield f"{begin}{_indented({**prints, SEAL: seal.hexdigest()})}\n}}\n"


def seal_of(data: object) -> str:
    """
    Return the seal that a sealed JSON should have.

    Raises:
        UnsealedError: It has no fingerprints.
    """
    return of_bytes(on_one_line(_without_seal(data)))


def own_seal(data: object) -> str:
    """
    Return the seal that a sealed JSON has.

    Raises:
        UnsealedError: It has none.
    """
    seal = prints_in(data).get(SEAL)
    if not isinstance(seal, str):
        raise UnsealedError
    return seal


def prints_in(data: object) -> dict[str, Any]:
    """
    Return the member `huellas` of a JSON, which in a list all have alike.

    Raises:
        UnsealedError: It has none.
    """
    first = data[0] if isinstance(data, list) and data else data
    found = first.get(MEMBER) if isinstance(first, dict) else None
    if not isinstance(found, dict):
        raise UnsealedError
    return found


def without_prints(data: Any) -> Any:  # noqa: ANN401  (what JSON holds)
    """Return a JSON without its fingerprints: what was computed."""
    if isinstance(data, list):
        return [without_prints(each) for each in data]
    return {name: each for name, each in data.items() if name != MEMBER} if isinstance(data, dict) else data


def with_foot(parts: Iterable[str], fingerprints: Callable[[], Fingerprints], language: str) -> Iterator[str]:
    """Yield Markdown that comes in parts, and its fingerprints in one line at its foot."""
    yield from parts
    yield f"\n{fingerprints().line(language)}\n"


# ---- The text of a JSON -----------------------------------------------------------------------------------


def _but_its_end(text: str) -> tuple[str, str]:
    """Return `text` without what may be the end of an object, and that end: a brace and what is blank."""
    begin = text.rstrip().removesuffix("}").rstrip()
    return begin, text[len(begin) :]


def _as_sealed(text: str) -> bytes:
    """Return what `on_one_line` gives of a part of a JSON that begins and ends outside blanks."""
    return _NOT_ASCII.sub(_escaped, _LAYOUT.sub("", text)).encode("ascii")


def _escaped(found: re.Match[str]) -> str:
    pairs = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{pairs[start : start + 4]}" for start in range(0, len(pairs), 4))


def _indented(prints: dict[str, Any]) -> str:
    return within_json(json.dumps(prints, ensure_ascii=False, indent=2).replace("\n", "\n  "))


def _sealed_list(data: list[dict[str, Any]], prints: dict[str, Any]) -> str:
    """Return the text of a list in which each has the fingerprints, with the seal of the whole list."""
    seal = seal_of([{**each, MEMBER: prints} for each in data])
    made = [{**each, MEMBER: {**prints, SEAL: seal}} for each in data]
    return f"{within_json(json.dumps(made, ensure_ascii=False, indent=2))}\n"


def _without_seal(data: object) -> object:
    if isinstance(data, list) and data:
        return [_without_seal(each) for each in data]
    prints = {name: each for name, each in prints_in(data).items() if name != SEAL}
    assert isinstance(data, dict)
    return {**data, MEMBER: prints}
