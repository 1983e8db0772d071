"""A Word file as its parts: bytes by name, with types and relations; the same parts give the same bytes."""

from __future__ import annotations

import enum
import io
import posixpath
import zipfile
from collections.abc import Iterator

import attrs

from pei_dsl.damaged_archives import DAMAGED
from pei_dsl.renderers.word.xml import composed, node, qualified, serialized
from pei_dsl.renderers.word.xml_text import BrokenXmlError, parsed
from pei_dsl.renderers.word.xml_tree import Element

TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"
_STAMP = (1980, 1, 1, 0, 0, 0)  # of every entry, so that the bytes do not tell when they were written
BIGGEST = 200_000_000
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}document"
_ENCRYPTED = 0x1


class Unreadable(enum.Enum):
    """Why bytes are no Word document that can be read."""

    NO_WORD = "no_word"
    PROTECTED = "protected"
    TOO_BIG = "too_big"
    BROKEN = "broken"
    """A part of it is no XML."""
    MACROS = "macros"
    """It holds macros, which no .docx may."""
    STRICT = "strict"
    """It is of the strict kind of the standard, whose names are others."""


class NotWordError(Exception):
    """
    The bytes are no Word document that can be read.

    Attributes:
        why: Why not.
        part: The part of it that is broken, or "".
    """

    def __init__(self, why: Unreadable, part: str = "") -> None:
        super().__init__(f"{why.value}: {part}" if part else why.value)
        self.why, self.part = why, part


@attrs.define
class Package:
    """
    The parts of a file.

    What is XML among them is read once, by `tree`, and written once, by `written`, where it was changed.

    Attributes:
        parts: Their bytes by name, `word/document.xml`.
    """

    parts: dict[str, bytes] = attrs.field(factory=dict)
    _trees: dict[str, Element] = attrs.field(factory=dict, init=False)
    _changed: set[str] = attrs.field(factory=set, init=False)

    @classmethod
    def read(cls, data: bytes) -> Package:
        """
        Return the parts of a Word file; relations to parts that are not there are dropped.

        Raises:
            NotWordError: It is no Word document, is protected by a password, broken, or would take too much
                room.
        """
        made = cls(_unpacked(data))
        made._name_as_usual()
        if DOCUMENT not in made.parts or TYPES not in made.parts:
            raise NotWordError(Unreadable.NO_WORD)
        made.tree(TYPES)
        root = made.tree(DOCUMENT)
        if root.tag != qualified("w:document") or root.find(qualified("w:body")) is None:
            raise NotWordError(Unreadable.STRICT if root.tag == _STRICT else Unreadable.NO_WORD)
        for name in [each for each in made.parts if each.endswith(".rels")]:
            made._without_lost(name)
        return made

    def _name_as_usual(self) -> None:
        """Give the main part its usual name: Word on the web calls it `document2.xml`."""
        [name] = [place for _, kind, place in self.relations("") if kind == "officeDocument"][:1] or [""]
        if name == DOCUMENT or name not in self.parts or DOCUMENT in self.parts or TYPES not in self.parts:
            return
        if posixpath.dirname(name) != posixpath.dirname(DOCUMENT):
            return
        for had, wanted in ((name, DOCUMENT), (relations_of(name), relations_of(DOCUMENT))):
            if had in self.parts:
                self.put(wanted, self.parts.pop(had))
        for each in self.changing(TYPES):
            if each.get("PartName") == f"/{name}":
                each.set("PartName", f"/{DOCUMENT}")
        for each in self.changing(relations_of("")):
            if _resolved("", each) == name:
                each.set("Target", DOCUMENT)

    def _without_lost(self, relations: str) -> None:
        """Drop relations to parts that are not there: LibreOffice leaves such behind charts."""
        folder = posixpath.dirname(posixpath.dirname(relations))
        for each in list(self.tree(relations)):
            if each.get("TargetMode") != "External" and _resolved(folder, each) not in self.parts:
                self.changing(relations).remove(each)

    def written(self) -> bytes:
        """Return the file: types first, then all parts by name."""
        for name in self._changed:
            self.parts[name] = serialized(self._trees[name])
        self._changed.clear()
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(self.parts, key=lambda each: (each != TYPES, each)):
                entry = zipfile.ZipInfo(name, _STAMP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0
                archive.writestr(entry, self.parts[name])
        return buffer.getvalue()

    # ---- Parts

    def tree(self, name: str) -> Element:
        """
        Return the root of a part, to be read.

        Raises:
            NotWordError: The part is no XML.
        """
        if name not in self._trees:
            try:
                self._trees[name] = parsed(self.parts[name])
            except BrokenXmlError as error:
                raise NotWordError(Unreadable.BROKEN, name) from error
        return self._trees[name]

    def changing(self, name: str) -> Element:
        """
        Return the root of a part, to be changed.

        Raises:
            NotWordError: The part is no XML.
        """
        root = self.tree(name)
        self._changed.add(name)
        return root

    def put(self, name: str, data: bytes) -> None:
        """Put bytes in a part, whatever it held."""
        self.parts[name] = data
        self._trees.pop(name, None)
        self._changed.discard(name)

    # ---- Relations and types

    def add(self, name: str, data: bytes, content_type: str) -> None:
        """Add or replace a part, with its type."""
        self.put(name, data)
        types, path = self.changing(TYPES), f"/{name}"
        for each in [each for each in types if each.get("PartName") == path]:
            types.remove(each)
        types.append(node("ct:Override", PartName=path, ContentType=content_type))

    def drop(self, of: str, name: str) -> None:
        """Take a part out, with its type and its relation to the part that it belongs to."""
        self.parts.pop(name, None)
        self._trees.pop(name, None)
        self._changed.discard(name)
        types, relations = self.changing(TYPES), self.changing(relations_of(of))
        for each in [each for each in types if each.get("PartName") == f"/{name}"]:
            types.remove(each)
        folder = posixpath.dirname(of)
        for each in [each for each in relations if _resolved(folder, each) == name]:
            relations.remove(each)

    def build(self, name: str, root: Element, content_type: str) -> None:
        """Add a part that was built here, with its type."""
        self.add(name, composed(root), content_type)
        self._trees[name] = root

    def default(self, extension: str, content_type: str) -> None:
        """Say of which type parts with an extension are."""
        if not any(each.get("Extension") == extension for each in self.tree(TYPES)):
            self.changing(TYPES).insert(0, node("ct:Default", Extension=extension, ContentType=content_type))

    def relations(self, of: str) -> Iterator[tuple[str, str, str]]:
        """Yield the relations of a part: id, kind (`chart`), name of the target or its address."""
        name = relations_of(of)
        if name not in self.parts:
            return
        folder = posixpath.dirname(of)
        for each in self.tree(name):
            kind = (each.get("Type") or "").rpartition("/")[2]
            external = each.get("TargetMode") == "External"
            yield (
                each.get("Id", ""),
                kind,
                each.get("Target", "") if external else _resolved(folder, each),
            )

    def related(self, of: str, identity: str) -> str:
        """Return the name of the part that a relation of `of` points to, or "" where there is none."""
        for each in self.relations(of):
            if each[0] == identity:
                return each[2]
        return ""

    def relate(self, of: str, kind: str, target: str, *, identity: str = "") -> str:
        """
        Return the id of a relation of a part, made if there is none.

        Args:
            identity: What it is called; "" for one that has no name of its own, as `rId7`.
        """
        taken = set() if identity else {there for there, _, _ in self.relations(of)}
        for there, known, place in () if identity else self.relations(of):
            if known == kind and place == target:
                return there
        name = relations_of(of)
        if name not in self.parts:
            self.put(name, composed(node("rel:Relationships")))
        if not identity:
            free = len(taken) + 1
            while f"rId{free}" in taken:
                free += 1
            identity = f"rId{free}"
        relative = posixpath.relpath(target, posixpath.dirname(of) or ".")
        made = node("rel:Relationship", Id=identity, Type=_relation(kind), Target=relative)
        self.changing(name).append(made)
        return identity


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of a container by their names."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
            if any(each.flag_bits & _ENCRYPTED for each in entries):
                raise NotWordError(Unreadable.PROTECTED)
            if sum(each.file_size for each in entries) > BIGGEST:
                raise NotWordError(Unreadable.TOO_BIG)
            return {each.filename: archive.read(each) for each in entries}
    except (*DAMAGED, OSError) as error:
        protected = data.startswith(b"\xd0\xcf\x11\xe0")  # an older container, which passwords put round
        raise NotWordError(Unreadable.PROTECTED if protected else Unreadable.NO_WORD) from error


def _resolved(folder: str, relation: Element) -> str:
    target = relation.get("Target", "")
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(folder, target))


def relations_of(part: str) -> str:
    """Return the name of the part that holds the relations of another; "" is the package itself."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relation(kind: str) -> str:
    if kind == "core-properties":
        return "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return f"{_RELATION}{kind}"
