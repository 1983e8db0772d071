"""The grammar of VS Code colours plans as the lexer does, as far as letters alone tell."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence

import pytest

from pei_dsl.source import Source
from pei_dsl.syntax.parse import parse
from pei_dsl.views.token_classes import TokenClass, tokens
from tests.documents import ROOT
from tests.vscode_files import EXTENSION, snippets

PLANS = sorted((ROOT / "specs").rglob("*.pei"))
# The classes that letters alone tell, and what the grammar calls them.
SCOPES = {
    TokenClass.COMMENT: "comment.line.number-sign.pei",
    TokenClass.DOCUMENTATION: "comment.line.documentation.pei",
    TokenClass.DECLARATION: "keyword.declaration.pei",
    TokenClass.FIELD: "entity.other.attribute-name.pei",
    TokenClass.QUOTED: "string.quoted.double.pei",
    TokenClass.CODE: "entity.name.type.code.pei",
    TokenClass.BUILT_IN: "support.function.pei",
    TokenClass.OPERATOR_WORD: "keyword.operator.word.pei",
    TokenClass.NUMBER: "constant.numeric.pei",
}
# What may have such a scope beside its own class: the little words stand in clauses of time and in values of
# several words, and years are figures to whom does not know what they are of.
BESIDE = {
    "keyword.operator.word.pei": {TokenClass.TIME, TokenClass.CONSTANT, TokenClass.TYPE, TokenClass.TEXT},
    "constant.numeric.pei": {TokenClass.DAY, TokenClass.TIME, TokenClass.TEXT},
}


def scopes(texts: Sequence[str]) -> list[list[list[tuple[int, int, str]]]]:
    """Return the scopes that VS Code's own engine finds, by text and line; skips where it is not installed."""
    node = shutil.which("node")
    if node is None or not (EXTENSION / "node_modules").is_dir():
        pytest.skip("node and editors/vscode/node_modules are not there: python3 dev.py vscode")
    done = subprocess.run(
        [node, str(EXTENSION / "test" / "scopes.js")],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found: list[list[list[tuple[int, int, str]]]] = json.loads(done.stdout)
    return found


def by_lexer(text: str) -> list[TokenClass]:
    """Return the class of each character."""
    return [
        each.token_class for each in tokens(parse(Source.of("", text)).file) for _ in range(*each.part.span)
    ]


def test_plans_have_the_colours_of_the_lexer() -> None:
    """Each letter of every plan here, both ways."""
    texts = [file.read_text("utf-8") for file in PLANS]
    wrong = []
    for file, text, lines in zip(PLANS, texts, scopes(texts), strict=True):
        classes, start = by_lexer(text), 0
        for number, (line, found) in enumerate(zip(text.split("\n"), lines, strict=True), 1):
            for first, last, scope in found:
                for column in range(first, min(last, len(line))):
                    known = classes[start + column]
                    # The lexer takes the second point of `0..4` for one of a figure.
                    counts = not line[column].isspace() and not (
                        known is TokenClass.NUMBER and line[column] == "."
                    )
                    if counts and not agree(known, scope):
                        wrong.append((file.name, number, line, column, known, scope))
            start += len(line) + 1
    assert wrong == []


def agree(known: TokenClass, scope: str) -> bool:
    if known in SCOPES:
        return scope == SCOPES[known]
    return scope not in SCOPES.values() or known in BESIDE.get(scope, ())


@pytest.mark.parametrize(
    ("line", "scope", "words"),
    [
        ("  unidad: porcentaje", "constant.language.pei", "porcentaje"),
        ("  sentido: DESCENDENTE # nota", "constant.language.pei", "DESCENDENTE"),
        ("  responsable: Unidad de Planes 2025", "string.unquoted.pei", "Unidad de Planes 2025"),
        ("  fórmula: redondear(A)", "variable.other.pei", "A"),
        ("  formula: suma(x.[Fecha de alta])", "entity.other.attribute-name.pei", "formula"),
        ("indicator IND.01.OEI.01", "keyword.declaration.pei", "indicator"),
        ("plan: x", "entity.other.attribute-name.pei", ""),
        ('  A "sin cerrar', "string.quoted.double.pei", '"sin cerrar'),
        ("  2024-S1: 99,448.58", "constant.numeric.pei", "99,448.58"),
    ],
)
def test_lines_have_their_colours(line: str, scope: str, words: str) -> None:
    [[found]] = scopes([line])

    assert [line[first:last] for first, last, each in found if each == scope] == ([words] if words else [])


def test_what_a_snippet_writes_can_be_read() -> None:
    """With what it proposes: nothing is wrong with the text of any, whatever is amiss in the plan."""
    for name, snippet in json.loads(snippets()).items():
        text = written("\n".join(snippet["body"]))
        parsed = parse(Source.of(name, text))
        assert parsed.diagnostics == (), (name, text)
        assert len(parsed.file.declarations) == 1
        assert parsed.file.declarations[0].header.keyword == name


def written(body: str) -> str:
    """Return what a snippet writes when nobody changes what it proposes."""
    body = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", body)
    return re.sub(r"\$\{\d+:([^}]*)\}", r"\1", body).replace("$0", "")
