"""
How elements of a document are known again in a Word file: a bookmark within each, with a hash in its name.

The name is `pei_RO_ID_hhhhhh`: the role in two letters, what the element is called, and six digits of what
it said when it was written.  Where the element still says that, nobody has edited it.  Word allows forty
letters in the name of a bookmark, so a longer `ID` ends in a hash of its own.
"""

from __future__ import annotations

import enum
import hashlib
import re
import unicodedata

import attrs

from pei_dsl.renderers.word.xml import qualified
from pei_dsl.renderers.word.xml_tree import Element

LONGEST_ID = 26
_HASH = 6
_NAME = re.compile(rf"pei_([a-z]{{2}})_([a-z0-9_]{{1,{LONGEST_ID}}})_([0-9a-f]{{{_HASH}}})(?:_.*)?")


class Role(enum.Enum):
    """What an element is."""

    HEADING = "he"
    PARAGRAPH = "pa"
    ITEM = "li"
    CAPTION = "ti"
    TABLE = "ta"
    CHART = "gr"
    NOTE = "no"
    ORIGIN = "fu"


@attrs.frozen
class Mark:
    """The name of a bookmark, read: which element, and the hash of what it said."""

    role: Role
    id: str
    hash: str

    @property
    def name(self) -> str:
        """The name of the bookmark."""
        return f"pei_{self.role.value}_{self.id}_{self.hash}"

    @property
    def element(self) -> tuple[Role, str]:
        """Which element it is the mark of."""
        return self.role, self.id


def read(name: str) -> Mark | None:
    """Return the mark that the name of a bookmark is, also of a copy (`…_Copy_1`), or None."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return Mark(Role(found[1]), found[2], found[3])
    except ValueError:
        return None


def mark_id(name: str) -> str:
    """Return what a block is called as marks write it: at most 26 letters, digits and underscores."""
    plain = unicodedata.normalize("NFD", name.lower())
    written = re.sub(r"[^a-z0-9]+", "_", re.sub(r"[\u0300-\u036f]", "", plain)).strip("_")
    if len(written) <= LONGEST_ID and written:
        return written
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{written[: LONGEST_ID - 9].rstrip('_')}_{digest}"


def next_bookmark(root: Element) -> int:
    """Return a number that no bookmark of a part has, nor any greater one."""
    numbers = [each.get(qualified("w:id"), "") for each in root.iter(qualified("w:bookmarkStart"))]
    return max((int(each) for each in numbers if each.isdecimal()), default=0) + 1


# ---- What an element says, whatever program saved it ------------------------------------------------------

_DROPPED = {"\u00ad", "\u200b", "\ufeff"}
_HYPHENS = {"\u2011": "-"}
_SIGNS = {
    qualified(name): sign
    for name, sign in {
        "w:br": " ",
        "w:tab": " ",
        "w:cr": " ",
        "w:noBreakHyphen": "-",
        "w:drawing": "\ue000drawing",
        "w:pict": "\ue000drawing",
        "w:object": "\ue000object",
        "w:footnoteReference": "\ue000note",
        "w:endnoteReference": "\ue000note",
        "w:ins": "\ue000inserted",
        "w:del": "\ue000deleted",
    }.items()
}
_CODE = re.compile(r"[0-9a-fA-F]{1,4}")
_TEXT, _SYMBOL = qualified("w:t"), qualified("w:sym")
_COMPUTED = re.compile(r"[\d\s]*")
_FIELDS = re.compile(r"^\s*(SEQ|REF|PAGEREF|PAGE|NUMPAGES)\b", re.IGNORECASE)


def said(element: Element) -> str:
    """
    Return what an element says in one canonical text.

    Blanks of every kind are one, fields that programs compute are placeholders, cells and rows are told
    apart; formatting and ids are not told.
    """
    if element.tag == qualified("w:tbl"):
        return "\n".join(_row(each) for each in element.iterchildren(qualified("w:tr")))
    return _squeezed(_inline(element))


def hash_of(element: Element) -> str:
    """Return six digits of what an element says."""
    return hashlib.sha256(said(element).encode()).hexdigest()[:_HASH]


def _row(row: Element) -> str:
    return "\t".join(_cell(each) for each in row.iterchildren(qualified("w:tc")))


def _cell(cell: Element) -> str:
    spans = []
    properties = cell.find(qualified("w:tcPr"))
    for name in ("w:gridSpan", "w:vMerge"):
        found = properties.find(qualified(name)) if properties is not None else None
        if found is not None:
            spans.append(f"{name}={found.get(qualified('w:val'), 'continue')}")
    texts = (_squeezed(_inline(each)) for each in cell.iter(qualified("w:p")))
    return "".join((*(f"[{each}]" for each in spans), "\v".join(texts)))


_SPEAKING = (
    *_SIGNS,
    _TEXT,
    _SYMBOL,
    *map(qualified, ("w:fldChar", "w:instrText", "w:fldSimple")),
)


def _inline(element: Element) -> str:
    parts: list[str] = []
    skipping = depth = 0  # within a field whose result is computed
    for each in element.iter(*_SPEAKING):
        if each.tag == qualified("w:fldChar"):
            kind = each.get(qualified("w:fldCharType"))
            if kind == "begin":
                depth += 1
            elif kind == "end":
                depth -= 1
                skipping = 0 if depth < skipping else skipping
        elif each.tag == qualified("w:instrText"):
            if not skipping and _FIELDS.match(each.text or ""):
                parts.append(f"\ue000{_FIELDS.match(each.text or '')[1].upper()}")  # type: ignore[index]  # it did match
                skipping = depth
        elif each.tag == qualified("w:fldSimple") and _FIELDS.match(each.get(qualified("w:instr"), "")):
            parts.append("\ue000FIELD")
        elif not (skipping or _in_simple(each)) or not _COMPUTED.fullmatch(sign(each)):
            # Words that somebody typed into the result of such a field are theirs.
            parts.append(sign(each))
    return "".join(parts)


def _in_simple(each: Element) -> bool:
    """Tell whether a text is the result of a field of the simple kind that a program computes."""
    return each.tag == qualified("w:t") and any(
        _FIELDS.match(field.get(qualified("w:instr"), ""))
        for field in each.iterancestors(qualified("w:fldSimple"))
    )


def sign(each: Element) -> str:
    """Return what one element within a paragraph says."""
    if each.tag == _TEXT:
        return each.text or ""
    if each.tag == _SYMBOL:
        code = each.get(qualified("w:char"), "")
        return chr(int(code, 16)) if _CODE.fullmatch(code) else "\ufffd"
    return _SIGNS.get(str(each.tag), "")


def _squeezed(text: str) -> str:
    kept = "".join(_HYPHENS.get(sign, sign) for sign in text if sign not in _DROPPED)
    return " ".join(unicodedata.normalize("NFC", kept).split())
