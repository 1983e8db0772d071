"""The fields of versions of a plan, and of acts that changed something in it."""

from __future__ import annotations

from pei_dsl.vocabulary import closed_lists
from pei_dsl.vocabulary.field_word import Shape
from pei_dsl.vocabulary.field_word import field_word as _field

VERSIONS = (
    _field("in_force", "rige", "version", ("vigencia",), kind="PERIODS"),
    _field("replaces", "sustituye", "version", ("sustituye a",), shape=Shape.OWN),
    _field("folder", "carpeta", "version", shape=Shape.OWN, attributes={"version": "folder_written"}),
    _field("equivalents", "equivale", "version", ("equivalencias",), shape=Shape.OWN),
    _field("field", "campo", "amendment", words=closed_lists.AMENDED),
    _field("before", "antes", "amendment", ("decía",), shape=Shape.OWN),
)
