"""The files of the extension for VS Code that follow from the vocabulary: its grammar and its snippets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pei_dsl import vocabulary
from pei_dsl.algebra.builtins import TABLES
from pei_dsl.vocabulary import FieldWord, Word

EXTENSION = Path(__file__).resolve().parents[1] / "editors" / "vscode"

# ---- Colours while the server is not there, or has not answered yet ------------------------------------------

_NAME = r"[\p{L}_][\p{L}\p{N}_]*"
_END = r"(?=\s*(?:#|$))"
_LISTS = tuple(
    listed
    for name, listed in sorted(vars(vocabulary).items())
    if isinstance(listed, vocabulary.Words) and name not in {"DECLARATIONS", "FIELDS", "NAMED_FIELDS"}
)


def grammar() -> str:
    """Return the TextMate grammar."""
    rules: dict[str, dict[str, Any]] = {
        "comment": {
            "patterns": [
                {"name": "comment.line.documentation.pei", "match": "##.*$"},
                {"name": "comment.line.number-sign.pei", "match": "#.*$"},
            ]
        },
        "text": {
            "patterns": [
                {"name": "string.quoted.double.pei", "match": '"[^"\\n]*"?'},
                {"name": "string.quoted.other.pei", "match": "[“”„][^“”\\n]*[“”]?"},
                {"name": "string.quoted.other.pei", "match": "«[^»\\n]*»?"},
            ]
        },
        "declaration": {
            "name": "keyword.declaration.pei",
            "match": rf"(?i)^(?:{_words(vocabulary.DECLARATIONS)})(?![\p{{L}}\p{{N}}_.])(?!\s*:)",
        },
        "named_field": {
            "match": rf"(?i)^\s+({_words(vocabulary.NAMED_FIELDS)})(?=\s*[^\s:#].*?[:=]|\s*:)",
            "captures": {"1": {"name": "entity.other.attribute-name.pei"}},
        },
        "listed": {
            "match": rf"(?i)^\s+({_words(_bare_fields())})\s*(:)\s*({_words(_listed())}){_END}",
            "captures": {
                "1": {"name": "entity.other.attribute-name.pei"},
                "2": {"name": "punctuation.separator.pei"},
                "3": {"name": "constant.language.pei"},
            },
        },
        "bare": {
            "match": rf"(?i)^(\s+)({_words(_bare_fields())})(\s*)(:)[^\S\n]*((?![\"“„«#])\S[^#\n]*?){_END}",
            "captures": {
                "2": {"name": "entity.other.attribute-name.pei"},
                "4": {"name": "punctuation.separator.pei"},
                "5": {"name": "string.unquoted.pei"},
            },
        },
        "field": {
            "match": rf"(?i)^\s+({_words(vocabulary.FIELDS)})\s*(:)",
            "captures": {
                "1": {"name": "entity.other.attribute-name.pei"},
                "2": {"name": "punctuation.separator.pei"},
            },
        },
        "code": {"name": "entity.name.type.code.pei", "match": r"[\p{L}]+(?:\.\d+)(?:\.[\p{L}\p{N}_]+)*"},
        "day": {
            "name": "constant.numeric.date.pei",
            "match": r"(?<![\p{L}\p{N}_.])\d{4}-(?:\d{1,2}-\d{1,2}|\d{1,2}|[STst]\d)(?![\p{L}\p{N}_])",
        },
        "number": {
            "name": "constant.numeric.pei",
            "match": r"(?<![\p{L}\p{N}_]|[\p{L}\p{N}_]\.)\d+(?:[.,_\x{a0}\x{2009}\x{202f}]\d+)*(?![\p{L}_])",
        },
        "function": {
            "name": "support.function.pei",
            "match": rf"(?i)(?<![\p{{L}}\p{{N}}_.])(?:{_words(each for table in TABLES for each in table)})(?=\s*\()",
        },
        "operator_word": {
            "name": "keyword.operator.word.pei",
            "match": rf"(?i)(?<![\p{{L}}\p{{N}}_.])(?:{'|'.join(vocabulary.RESERVED)})(?![\p{{L}}\p{{N}}_.])",
        },
        "column_name": {"name": "variable.other.pei", "match": r"\[[^\]\n]+\]"},
        "name": {"name": "variable.other.pei", "match": _NAME},
        "operator": {"name": "keyword.operator.pei", "match": r"[-+*/^=<>≤≥≠×÷·−]|\?"},
    }
    order = (
        "comment text declaration listed bare named_field field column_name code day number operator_word function "
        "operator name"
    )
    written = {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "PEI",
        "scopeName": "source.pei",
        "patterns": [{"include": f"#{each}"} for each in order.split()],
        "repository": rules,
    }
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def _words(words: Iterable[Word]) -> str:
    """Return the spellings of `words` as an alternative, the longest first; accents may be left out."""
    spellings = {spelling for word in words for spelling in word.spellings}
    return "|".join(_blind(each) for each in sorted(spellings, key=lambda each: (-len(each), each)))


_ACCENTS = {
    "á": "[áa]",
    "é": "[ée]",
    "í": "[íi]",
    "ó": "[óo]",
    "ú": "[úu]",
    "ñ": "[ñn]",
    " ": r"\s+",
    "_": "_",
}


def _blind(spelling: str) -> str:
    return "".join(_ACCENTS.get(each, re.escape(each)) for each in spelling)


def _listed() -> Iterator[Word]:
    """Yield the words of all closed lists."""
    for listed in _LISTS:
        yield from listed


def _bare_fields() -> list[FieldWord]:
    """Return the fields whose value may be text without quotes."""
    return [each for each in vocabulary.FIELDS if each.kind == "TEXT"]


# ---- Snippets ------------------------------------------------------------------------------------------------

# What each declaration begins with, and the fields that it is of little use without.
_HEADERS = {
    "plan": '"${1:PEI 2025-2030}"',
    "objective": '${1:OEI.01} "${2:Denominación}"',
    "action": '${1:AEI.01.01} "${2:Denominación}"',
    "indicator": '${1:IND.01.OEI.01} "${2:Porcentaje de …}"',
    "source": "${1:nombre}",
    "series": '${1:nombre} "${2:Qué cuenta}"',
    "register": "",
    "methodology": "${1:propia}",
    "test": '"${1:Tabla publicada}"',
    "citation": '"${1:Sección 2.1}"',
    "variable": '${1:nombre} "${2:Qué es}" = ${3:1}',
    "function": "${1:nombre}(${2:x}) = ${2:x} * ${3:2}",
    "activity": '${1:nombre} "${2:Denominación}"',
    "evidence": '${1:nombre} "${2:Denominación}"',
    "factor": '${1:nombre} "${2:Qué influyó}"',
    "recommendation": '${1:REC.01} "${2:Qué se recomienda}"',
    "commitment": '${1:COM.01} "${2:A qué se compromete}"',
    "version": '${1:nombre} "${2:Título de la versión}"',
    "amendment": '"${1:Qué se cambió}"',
}
_BODIES: dict[str, tuple[tuple[str, str], ...]] = {
    "plan": (("entity", '"${2:Entidad}"'), ("acronym", '"${3:SIGLAS}"'), ("period", "${4:2025} a ${5:2030}")),
    "action": (("responsible", '"${3:Unidad}"'),),
    "indicator": (
        ("formula", "${3:A / B}"),
        ("where", '\n    A "${4:Numerador}" = ${5:1}\n    B "${6:Denominador}" = ${7:2}'),
        ("unit", "${8:porcentaje}"),
        ("direction", "${9|DIRECTION|}"),
        ("goals", "\n    ${10:2025}: ${11:50%}"),
        ("responsible", '"${12:Unidad}"'),
    ),
    "source": (("file", "${2:datos/archivo.csv}"),),
    "series": (("unit", "${3:número de personas}"), ("values", "\n    ${4:2024}: ${5:0}")),
    "register": (("file", "${1:registro.csv}"),),
    "methodology": (("base", "${2:ceplan}"),),
    "test": (("year", "${2:2024}"),),
    "citation": (("document", '"${2:Informe}"'), ("year", "${3:2024}")),
    "evidence": (("date", "${3:2024-12-31}"),),
    "recommendation": (("situation", "\n    ${3:2025}: ${4|SITUATION|}"),),
    "commitment": (("situation", "\n    ${3:2025}: ${4|SITUATION|}"),),
    "version": (("resolution", '"${3:Resolución}"'), ("in_force", "${4:2025} a ${5:2030}")),
    "amendment": (
        ("of", "${2:IND.01.OEI.01}"),
        ("field", "${3:logros}"),
        ("period", "${4:2025}"),
        ("before", '"${5:lo que decía}"'),
        ("resolution", '"${6:Resolución}"'),
        ("date", "${7:2025-03-31}"),
    ),
}
_CHOICES = {"DIRECTION": vocabulary.DIRECTIONS, "SITUATION": vocabulary.SITUATIONS}


def snippets() -> str:
    """Return the snippets: for each declaration one, by its keyword."""
    written = {}
    for word in vocabulary.DECLARATIONS:
        lines = [f"{word.spanish} {_HEADERS[word.name]}".rstrip()]
        for name, value in _BODIES.get(word.name, ()):
            field = vocabulary.field_named(name)
            gap = "" if value.startswith("\n") else " "
            lines += f"  {field.spanish}:{gap}{_chosen(value)}".split("\n")
        if word.name == "source":
            lines.append("  columna ${3:año}: ${4|" + ",".join(vocabulary.COLUMN_TYPES.spanish()) + "|}")
        written[word.spanish] = {"prefix": word.spanish, "body": [*lines, "$0"], "description": word.spanish}
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def _chosen(value: str) -> str:
    for name, words in _CHOICES.items():
        value = value.replace(name, ",".join(words.spanish()))
    return value


FILES = {
    EXTENSION / "syntaxes" / "pei.tmLanguage.json": grammar,
    EXTENSION / "snippets" / "pei.json": snippets,
}
