"""What a result rests on, as hashes and versions: the member `huellas` of every JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from pei_dsl.diagnostics import catalogue
from pei_dsl.immutable import brief, freezing
from pei_dsl.reproducing import digests
from pei_dsl.reproducing.question import (
    Question,
    UnknownQuestionError,
    question_of_json,
    question_to_json,
)

VERSION = 1
MEMBER = "huellas"
SEAL = "resultado"
TEMPLATES = "plantillas"
# So many signs of a hash tell it from others to the eye.
_SHORT = 12


class UnknownFingerprintsError(ValueError):
    """What was read are no fingerprints that this version knows."""


@attrs.frozen(field_transformer=freezing)
class Fingerprints:
    """
    What a result rests on.

    Attributes:
        question: What was asked.
        texts: The hashes of the texts of the plan and of its settings, by their path from the folder.
        files: Those of the files of data; None for one that is declared and missing.
        answers: Those of what sources without files answered, by the name of the source.
        methodologies: Those of the rules of each methodology, by its name.
        program: Versions by package.
        templates: The hash of the Word file that a report was begun from, by its path; None for one that is
            not there.
    """

    __repr__ = brief

    question: Question
    texts: Mapping[str, str] = attrs.field(factory=dict)
    files: Mapping[str, str | None] = attrs.field(factory=dict)
    answers: Mapping[str, str] = attrs.field(factory=dict)
    methodologies: Mapping[str, str] = attrs.field(factory=dict)
    program: Mapping[str, str] = attrs.field(factory=dict)
    templates: Mapping[str, str | None] = attrs.field(factory=dict)

    @property
    def plan_hash(self) -> str:
        """The hash of all texts."""
        return digests.of_names(self.texts)

    @property
    def data_hash(self) -> str:
        """The hash of all data: files, and answers of sources under `respuestas/`."""
        return digests.of_names(
            {**self.files, **{f"respuestas/{name}": digest for name, digest in self.answers.items()}}
        )

    @property
    def methodology_hash(self) -> str:
        """The hash of the rules that figures are measured by."""
        return digests.of_names(self.methodologies)

    def to_json(self) -> dict[str, Any]:
        """Return the member `huellas`, without the hash of the result itself."""
        return {
            "version": VERSION,
            "algoritmo": digests.ALGORITHM,
            "plan": {"huella": self.plan_hash, "archivos": dict(sorted(self.texts.items()))},
            "datos": {
                "huella": self.data_hash,
                "archivos": dict(sorted(self.files.items())),
                "respuestas": dict(sorted(self.answers.items())),
            },
            "metodologia": {"huella": self.methodology_hash, "nombres": dict(self.methodologies)},
            "programa": dict(self.program),
            **({TEMPLATES: dict(self.templates)} if self.templates else {}),
            "pedido": question_to_json(self.question),
        }

    def line(self, language: str) -> str:
        """Return them in one line, for documents that people read."""
        hashes = {"plan": self.plan_hash, "data": self.data_hash, "methodology": self.methodology_hash}
        some = {"plan": self.texts, "data": self.files or self.answers, "methodology": self.methodologies}
        told = [
            catalogue.phrase("reproducing", f"line_{name}", language, {"hash": digest[:_SHORT]})
            for name, digest in hashes.items()
            if some[name]
        ]
        shown = " · ".join((*told, f"pei_dsl {self.program['pei_dsl']}"))
        return catalogue.phrase("reproducing", "line", language, {"shown": shown})


def fingerprints_of_json(data: object) -> Fingerprints:
    """
    Return the fingerprints that `to_json` gave.

    Raises:
        UnknownFingerprintsError: They are none, or of a later version.
    """
    match data:
        case {
            "version": 1,
            "plan": {"archivos": dict(texts)},
            "datos": {"archivos": dict(files), "respuestas": dict(answers)},
            "metodologia": {"nombres": dict(methodologies)},
            "programa": dict(program),
            "pedido": pedido,
            **others,
        } if _are_texts(texts, answers, methodologies, program) and _may_lack(files):
            try:
                question = question_of_json(pedido)
            except UnknownQuestionError as error:
                raise UnknownFingerprintsError(str(error)) from error
            templates = others.get(TEMPLATES, {})
            if not isinstance(templates, dict) or not _may_lack(templates):
                raise UnknownFingerprintsError
            return Fingerprints(question, texts, files, answers, methodologies, program, templates)
        case _:
            raise UnknownFingerprintsError


def _are_texts(*given: Mapping[object, object]) -> bool:
    return all(isinstance(each, str) for mapping in given for pair in mapping.items() for each in pair)


def _may_lack(files: Mapping[object, object]) -> bool:
    return all(isinstance(each, str | None) for each in files.values())
