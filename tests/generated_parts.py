"""The parts of documents that follow from the code: written by `python3 dev.py accept`, checked by every test run."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click

import pei_dsl
from pei_dsl import vocabulary
from pei_dsl.algebra import builtins
from pei_dsl.algebra.builtins.declarations import Function, TimeFunction
from pei_dsl.analysis.lints.all_lints import LINTS, WARNINGS
from pei_dsl.cli.group import COMMANDS, pei
from pei_dsl.cli.outputs import OutputOption
from pei_dsl.cli.told_basis import WITHOUT
from pei_dsl.diagnostics import catalogue, pages
from pei_dsl.diagnostics.catalogue import told
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.terms import term
from pei_dsl.renderers.formats import Format, Tells
from pei_dsl.reproducing.question import SUBJECTS
from pei_dsl.views.offered_words import signature
from pei_dsl.vocabulary import FieldWord, Word, Words
from tests.documents import cells, table

PACKAGE = Path(pei_dsl.__file__).parent
UNWRITTEN = "?"
"""Stands where a person has to write what a word means; a test refuses it."""


def _meanings(text: str) -> dict[str, str]:
    """Return the last cell of each row of the table in `text` by the first one: what a person wrote."""
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    raw = {cells(line)[0]: line.strip()[1:-1].rpartition(" | ")[2].strip() for line in lines}
    return {word.strip("`"): meaning for word, meaning in raw.items()}


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words) or "–"


_KINDS = {
    "TEXT": "text",
    "NUMBER": "whole number",
    "FORMULA": "formula, or `?`",
    "FIGURES": "figures by period",
    "WHERE": "definitions",
    "PERIODS": "period, or first `a` last",
    "BANDS": "bands",
    "COUNTS": "counts by colour",
    "COLUMN": "type",
    "EXAMPLE": "inputs and results",
    "INPUTS": "inputs and figures",
    "ROWS": "columns of a source",
}


def fields(declaration: str, text: str) -> str:
    """Return the table of the fields of a declaration, with the meanings that `text` gives."""
    meanings = _meanings(text)
    body = [
        [
            f"`{_shown(word)}`",
            _code(word.synonyms),
            f"`{word.english_form}`",
            "number" if word.kind == "NUMBER" and word.highest is None else _KINDS[word.kind],
            meanings.get(_shown(word), UNWRITTEN),
        ]
        for word in vocabulary.fields_of(declaration)
    ]
    return table(["field", "also", "English", "value", "meaning"], body)


def all_fields(_argument: str, _text: str) -> str:
    """Return the words of the fields of every declaration, for planners."""
    body = [
        [f"`{each.spanish}`", ", ".join(f"`{word.spanish}`" for word in vocabulary.fields_of(each.name))]
        for each in vocabulary.DECLARATIONS
        if vocabulary.fields_of(each.name)
    ]
    return table(["declaración", "sus campos"], body)


def _shown(word: FieldWord) -> str:
    """Return a field as it is written; two of them have something between word and colon."""
    return {"column": "columna NOMBRE", "example": "ejemplo"}.get(word.name, word.spanish)


def words(name: str, text: str) -> str:
    """Return the table of a closed list of words, with the meanings that `text` gives."""
    found: Words[Word] = getattr(vocabulary, name)
    meanings = _meanings(text)
    body = [
        [
            f"`{word.name}`",
            f"`{word.spanish}`",
            _code(word.synonyms),
            f"`{word.english_form}`",
            meanings.get(word.name, UNWRITTEN),
        ]
        for word in found
    ]
    return table(["identifier", "Spanish", "also", "English", "meaning"], body)


def reserved(_argument: str, _text: str) -> str:
    """Return the words that cannot be names."""
    return " ".join(f"`{word}`" for word in vocabulary.RESERVED) + "\n"


def diagnostics(family: str, text: str) -> str:
    """Return the table of the diagnostics whose codes begin with `family`."""
    del text
    body = [
        [
            f"[{code}](../diagnostics/{code}.md)",
            catalogue.title(code, "en"),
            catalogue.title(code, "es"),
        ]
        for code in pages.codes()
        if code.startswith(f"PEI{family}")
    ]
    return table(["code", "what", "as planners read it"], body)


def warnings(language: str, _text: str) -> str:
    """Return the table of the warnings, in English for maintainers or in Spanish for planners."""
    return {"en": _for_maintainers, "es": _for_planners}[language]()


def _for_maintainers() -> str:
    body = []
    for code in WARNINGS:
        lint = LINTS.get(code)
        body.append(
            [
                f"[{code}](../diagnostics/{code}.md)",
                _opening(code, "en"),
                "yes" if lint and lint.looks_at_data else "–",
                ", ".join(sorted(lint.follows_from)) if lint and lint.follows_from else "–",
            ]
        )
    return table(["warning", "what it says", "looks at data", "silent after"], body)


def _for_planners() -> str:
    body = [
        [f"[{code}](../diagnostics/{code}.md)", catalogue.title(code, "es"), _opening(code, "es")]
        for code in WARNINGS
    ]
    return table(["código", "aviso", "qué pasa"], body)


def _opening(code: str, language: str) -> str:
    """Return the first sentence of the page of `code`, which has a line of its own."""
    text = pages.page(code, language) or ""
    paragraphs = [part for part in text.split("\n\n") if not part.startswith("#")]
    return paragraphs[0].partition("\n")[0]


# ---- Functions ---------------------------------------------------------------------------------------------


def _type(value_type: ValueType) -> str:
    return "cualquiera" if value_type is ValueType.UNKNOWN else str(told(term(value_type), "es"))


def _signature(function: Function | TimeFunction) -> str:
    call, _, gives = signature(function, "es").partition(" → ")
    return f"`{call}` → {gives}"


def _also(word: Word) -> str:
    english = word.english_form if vocabulary.is_name(word.english_form) else word.name
    spellings = [*word.synonyms, english]
    return f"También: {_code(dict.fromkeys(each for each in spellings if each != word.spanish))}."


def functions_(_argument: str, _text: str) -> str:
    """Return the reference of functions of numbers, texts and dates."""
    parts = [
        f"### {each.spanish}\n\n{_signature(each)}\n\n{each.summary}\n*{each.summary_en}*\n\n"
        f"{_also(each)}\n\n    {each.example}\n"
        for each in builtins.FUNCTIONS
    ]
    return "\n" + "\n".join(parts) + "\n"


def time_functions(_argument: str, _text: str) -> str:
    """Return the reference of functions that look at other periods."""
    parts = [
        f"### {each.spanish}\n\n{_signature(each)}\n\n{each.summary}\n*{each.summary_en}*\n\n{_also(each)}\n"
        for each in builtins.TIME_FUNCTIONS
    ]
    return "\n" + "\n".join(parts) + "\n"


def aggregates(_argument: str, _text: str) -> str:
    """Return the table of aggregates."""
    body = [
        [
            f"`{each.spanish}`",
            _code([*each.synonyms, each.english or each.name]),
            "fuente o columna"
            if each.counts_rows
            else f"columna de tipo {_type(each.takes)}{' y su parte, 90%' if each.takes_rank else ''}",
            each.summary,
            each.summary_en,
        ]
        for each in builtins.AGGREGATES
    ]
    return table(["función", "también", "resume", "qué da", "what it gives"], body)


# ---- What is written ----------------------------------------------------------------------------------------


def formats(_argument: str, _text: str) -> str:
    """Return the table of the formats that each command writes, the usual one first."""
    body = []
    for name in COMMANDS:
        command = pei.get_command(click.Context(pei), name)
        assert command is not None
        written = [each for each in command.params if isinstance(each, OutputOption)]
        body += [
            [f"`pei {name}`", ", ".join(map(_format, each.formats)), _verified(each)] for each in written
        ]
    return table(["orden", "qué escribe", "`pei verificar`"], body)


def _verified(option: OutputOption) -> str:
    """Return which files of a command are computed again, or why what it writes is not."""
    subjects = [each for each in option.subjects if each in SUBJECTS.values()]
    if subjects:
        return " ".join(f"`{each.suffixes[0]}`" for each in option.formats if each.tells is Tells.WITHIN)
    return "; ".join(WITHOUT[each][0] for each in option.subjects)


def _format(written: Format) -> str:
    return f"`{written.name}` ({' '.join(f'`{suffix}`' for suffix in written.suffixes)})"


# ---- The code map -------------------------------------------------------------------------------------------


def code_map(_argument: str, _text: str) -> str:
    """Return a section for each package with the first sentence of each of its modules."""
    packages = sorted(path.parent for path in PACKAGE.rglob("__init__.py"))
    return "\n" + "\n".join(_section(package) for package in packages) + "\n"


def _section(package: Path) -> str:
    name = package.relative_to(PACKAGE.parent).as_posix()
    modules = sorted(path for path in package.glob("*.py") if path.name != "__init__.py")
    lines = [f"- `{path.name}`: {_first_sentence(path)}" for path in modules]
    title = f"### `{name}/`\n\n{_first_sentence(package / '__init__.py')}\n"
    return title + ("\n" + "\n".join(lines) + "\n" if lines else "")


def _first_sentence(path: Path) -> str:
    """Return the first paragraph of what a module says of itself, in one line."""
    said = ast.get_docstring(ast.parse(path.read_bytes())) or UNWRITTEN
    return " ".join(said.split("\n\n")[0].split())


GENERATORS: Mapping[str, Callable[[str, str], str]] = {
    "aggregates": aggregates,
    "code-map": code_map,
    "diagnostics": diagnostics,
    "fields": fields,
    "formats": formats,
    "all-fields": all_fields,
    "functions": functions_,
    "reserved": reserved,
    "time-functions": time_functions,
    "warnings": warnings,
    "words": words,
}
