"""
How a file shows that it is an earlier result of a command, made to be made again.

A mark is what every result of a subject and format has near its beginning, in any language: the names of its
columns, the keys of its JSON, the line that says period and methodology.  A result has no mark that people
fill in, or that a plan reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from pei_dsl.diagnostics import catalogue
from pei_dsl.diagnostics.catalogue import LANGUAGES
from pei_dsl.plain_files import read_plain

Mark: TypeAlias = "str | Callable[[Path], bool]"
"""A regular expression, with `{words.key}` for a phrase in any language, or what looks into a file."""

Marks: TypeAlias = Mapping[tuple[str, str], Mark]

_HEAD = 16_000
_BIGGEST = 200_000_000
_MEASURED = r"[·.]\s+{words.methodology}\s+\S"
_JSON = r"\A\s*\[?\s*\{\s*\"version\": 1,\s*"
_HTML = (
    r"\A<!DOCTYPE html>\n<html lang=\"(?:es-PE|en)\">\n<head>\n<meta charset=\"utf-8\">\n"
    r"<meta name=\"viewport\" [^\n]*>\n<meta http-equiv=\"Content-Security-Policy\""
)
_HEADS = "|".join(
    f"{{description.head_{kind}}}"
    for kind in (
        *("objective", "action", "indicator", "variable", "series", "function", "source"),
        *("activity", "evidence", "factor", "recommendation", "commitment", "version"),
    )
)


def _has_columns(path: Path) -> bool:
    from pyarrow import ArrowInvalid, parquet

    from pei_dsl.renderers.breakdown_cells import BEFORE

    try:
        return tuple(parquet.read_schema(path).names[: len(BEFORE)]) == BEFORE
    except (ArrowInvalid, OSError):
        return False


def _is_ours(path: Path) -> bool:
    from pei_dsl.renderers.word.package import BIGGEST, NotWordError, Package
    from pei_dsl.renderers.word.properties import SUBJECT, read_properties

    try:
        return SUBJECT in read_properties(Package.read(read_plain(path, BIGGEST)))
    except NotWordError:
        return False


def _is_our_pdf(path: Path) -> bool:
    from pei_dsl.renderers.pdf.typst_source import KEYWORD

    data = read_plain(path, _BIGGEST)
    # What a PDF says of itself stands in it as plain XML.
    return data.startswith(b"%PDF-") and f"<pdf:Keywords>{KEYWORD}</pdf:Keywords>".encode() in data


MARKS: Marks = {
    ("evaluation", "tabla"): rf"^{{words.period}} .*{_MEASURED}",
    ("evaluation", "json"): _JSON
    + r'"plan".*\s*(?:"periodo".*\s*"metodologia".*\s*"indicadores"|"evaluaciones")',
    ("evaluation", "csv"): r"\Acódigo,título,nivel,periodo,metodología,",
    ("evaluation", "markdown"): r"^#+ .*(?s:.*)^{words.methodology} \S",
    ("breakdown", "tabla"): r"^{words.period} .* · {words.computed_values}",
    ("breakdown", "json"): _JSON + r'"plan".*\s*"columnas": ',
    ("breakdown", "csv"): r"\Acódigo,título,periodo,nivel,",
    ("breakdown", "markdown"): r"^{words.period} .* · {words.computed_values}",
    ("breakdown", "parquet"): _has_columns,
    ("explanation", "texto"): rf"^{{words.period}} .*{_MEASURED}",
    ("explanation", "json"): _JSON + r'"plan".*\s*"periodo".*\s*"metodologia".*\s*"(?:indicador|grupo)": \{',
    ("message", "texto"): r"\A# PEI\d{3}: ",
    ("description", "texto"): rf"\A(?:{_HEADS}) \S|^{{description.label_contents}} {{2,}}\S",
    ("description", "markdown"): r"\A# .+\n\n- \*\*.+:\*\*",
    ("description", "json"): _JSON + r'"tipo": .*\s*"codigo": ',
    ("tree", "texto"): r"^(?:[├└]─ |IND\.[.\w]+ [↑↓–] )",
    ("tree", "json"): _JSON + r'"tipo": .*\s*"codigo": ',
    ("tree", "mermaid"): r"\Aflowchart LR\n  n0",
    ("tree", "dot"): r"\Adigraph plan \{\n  rankdir=LR;",
    ("audit", "tabla"): rf"{_MEASURED}(?s:.*)^\S.*: \d+; .*: \d+\.",
    ("audit", "json"): _JSON + r'"plan".*\s*"periodo".*\s*"metodologia".*\s*"cifras_impresas"',
    ("audit", "markdown"): r"^#+ .*(?s:.*)^{words.methodology} \S",
    ("gaps", "tabla"): rf"^{{words.period}} .*{_MEASURED}",
    ("gaps", "json"): _JSON + r'"plan".*\s*"periodo".*\s*"metodologia".*\s*"color"',
    ("follow_up", "tabla"): r"^{words.period} .*(?s:.*)^{follow_up.pending}$",
    (
        "follow_up",
        "json",
    ): r"\A\s*\{\s*\"version\": 1,\s*\"plan\".*\s*\"periodo\".*\s*\"metodologia\".*\s*\"fecha\"",
    ("follow_up", "markdown"): r"^## {follow_up.pending}$",
    ("comparison", "tabla"): r"^{comparison.before}: .*\n(?:  .*\n)*{comparison.after}: ",
    ("comparison", "json"): _JSON + r'"plan".*\s*"antes": \{',
    ("comparison", "markdown"): r"\A# {comparison.title}$",
    ("comparison", "html"): _HTML,
    ("comparison", "docx"): _is_ours,
    ("tests", "texto"): r"\A(?:[✓✗] |{words.no_tests})",
    ("document", "html"): _HTML,
    ("document", "docx"): _is_ours,
    ("document", "pdf"): _is_our_pdf,
    ("document", "markdown"): r"\A# (?:{report.title_mark}|{report.fichas_title})",
    ("verification", "texto"): r"\A.+: .+\n\n{verification.seal} ",
    ("verification", "json"): _JSON + r'"verificado": ',
    ("findings", "completo"): r"^[a-z]+\[PEI\d{3}\]: |\A{words.no_findings}",
    ("findings", "conciso"): r"\A(?:.+: )?PEI\d{3} \S",
    ("findings", "json"): _JSON + r'"hallazgos": ',
}


def bears_mark(subject: str, name: str, file: Path, marks: Marks = MARKS) -> bool:
    """Tell whether `file` is an earlier result about `subject` in the format `name`."""
    mark = marks.get((subject, name))
    if mark is None:
        return False
    if callable(mark):
        return mark(file)
    with file.open("rb") as stream:
        head = stream.read(_HEAD).decode("utf-8-sig", "replace")
    return re.search(_said(mark), head, re.MULTILINE | re.IGNORECASE) is not None


def _said(mark: str) -> str:
    def either(match: re.Match[str]) -> str:
        said = {catalogue.phrase(match[1], match[2], language) for language in LANGUAGES}
        return f"(?:{'|'.join(map(re.escape, sorted(said)))})"

    return re.sub(r"\{(words|description|report|verification|follow_up|comparison)\.(\w+)\}", either, mark)


def holding(name: str) -> Callable[[Path, Path], bool]:
    """Return what tells whether a file of a format holds all that people wrote in another of it."""
    if name == "docx":
        from pei_dsl.renderers.word.held_words import holds_words_of

        return holds_words_of
    return lambda _, __: True
