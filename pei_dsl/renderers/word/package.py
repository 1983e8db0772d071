"""A Word file as its parts: bytes by name, with types and relations; the same parts give the same bytes."""

from __future__ import annotations

import enum
import io
import posixpath
import zipfile
from collections.abc import Iterator

import attrs

from pei_dsl.renderers.word.xml import Element, node, parsed, qualified, serialized

TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"
_STAMP = (1980, 1, 1, 0, 0, 0)  # of every entry, so that the bytes do not tell when they were written
BIGGEST = 200_000_000
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


class Unreadable(enum.Enum):
    """Why bytes are no Word document that can be read."""

    NO_WORD = "no_word"
    PROTECTED = "protected"
    TOO_BIG = "too_big"


class NotWordError(ValueError):
    """The bytes are no Word document that can be read."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why.value)
        self.why = why


@attrs.define
class Package:
    """
    The parts of a file.

    Attributes:
        parts: Their bytes by name, `word/document.xml`.
    """

    parts: dict[str, bytes] = attrs.field(factory=dict)

    @classmethod
    def read(cls, data: bytes) -> Package:
        """
        Return the parts of a Word file; relations to parts that are not there are dropped.

        Raises:
            NotWordError: It is no Word document, is protected by a password, or would take too much room.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if sum(each.file_size for each in archive.infolist()) > BIGGEST:
                    raise NotWordError(Unreadable.TOO_BIG)
                parts = {each: archive.read(each) for each in archive.namelist() if not each.endswith("/")}
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            protected = data.startswith(b"\xd0\xcf\x11\xe0")  # an older container, which passwords put round
            raise NotWordError(Unreadable.PROTECTED if protected else Unreadable.NO_WORD) from error
        if DOCUMENT not in parts or TYPES not in parts:
            raise NotWordError(Unreadable.NO_WORD)
        made = cls(parts)
        for name in [each for each in parts if each.endswith(".rels")]:
            made._without_lost(name)
        return made

    def _without_lost(self, relations: str) -> None:
        """Drop relations to parts that are not there: LibreOffice leaves such behind charts."""
        root = parsed(self.parts[relations])
        folder = posixpath.dirname(posixpath.dirname(relations))
        lost = [
            each
            for each in root
            if each.get("TargetMode") != "External" and self._resolved(folder, each) not in self.parts
        ]
        for each in lost:
            root.remove(each)
        if lost:
            self.parts[relations] = serialized(root)

    @staticmethod
    def _resolved(folder: str, relation: Element) -> str:
        target = relation.get("Target", "")
        if target.startswith("/"):
            return target[1:]
        return posixpath.normpath(posixpath.join(folder, target))

    def written(self) -> bytes:
        """Return the file: types first, then all parts by name."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(self.parts, key=lambda each: (each != TYPES, each)):
                entry = zipfile.ZipInfo(name, _STAMP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0
                archive.writestr(entry, self.parts[name])
        return buffer.getvalue()

    # ---- Relations and types

    def add(self, name: str, data: bytes, content_type: str) -> None:
        """Add or replace a part, with its type."""
        self.parts[name] = data
        root = parsed(self.parts[TYPES])
        path = f"/{name}"
        known = [each for each in root if each.get("PartName") == path]
        for each in known:
            root.remove(each)
        root.append(node("ct:Override", PartName=path, ContentType=content_type))
        self.parts[TYPES] = serialized(root)

    def default(self, extension: str, content_type: str) -> None:
        """Say of which type parts with an extension are."""
        root = parsed(self.parts[TYPES])
        if not any(each.get("Extension") == extension for each in root):
            root.insert(0, node("ct:Default", Extension=extension, ContentType=content_type))
            self.parts[TYPES] = serialized(root)

    def relations(self, of: str) -> Iterator[tuple[str, str, str]]:
        """Yield the relations of a part: id, kind (`chart`), name of the target or its address."""
        name = relations_of(of)
        if name not in self.parts:
            return
        folder = posixpath.dirname(of)
        for each in parsed(self.parts[name]):
            kind = (each.get("Type") or "").rpartition("/")[2]
            external = each.get("TargetMode") == "External"
            yield (
                each.get("Id", ""),
                kind,
                each.get("Target", "") if external else self._resolved(folder, each),
            )

    def relate(self, of: str, kind: str, target: str, *, identity: str = "") -> str:
        """Return the id of a relation of a part, made if there is none: `rId7`, or as asked."""
        for there, known, place in self.relations(of):
            if known == kind and place == target:
                return there
        name = relations_of(of)
        root = parsed(self.parts[name]) if name in self.parts else node("rel:Relationships")
        taken = {each.get("Id") for each in root}
        free = (f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        identity = identity or next(free)
        relative = posixpath.relpath(target, posixpath.dirname(of) or ".")
        root.append(node("rel:Relationship", Id=identity, Type=_relation(kind), Target=relative))
        self.parts[name] = serialized(root)
        return identity


def relations_of(part: str) -> str:
    """Return the name of the part that holds the relations of another; "" is the package itself."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relation(kind: str) -> str:
    if kind == "core-properties":
        return "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return f"{_RELATION}{kind}"


def text_of(element: Element) -> str:
    """Return the plain text of an element."""
    return "".join(each.text or "" for each in element.iter(qualified("w:t")))
