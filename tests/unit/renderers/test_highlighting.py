"""Plans in colour."""

from __future__ import annotations

import importlib
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from pygments import highlight
from pygments.formatters import NullFormatter
from pygments.token import Comment, Error, Keyword, Literal, Name, Number, Operator, String, _TokenType

from pei_dsl import vocabulary
from pei_dsl.algebra import builtins
from pei_dsl.renderers.highlighting import PeiLexer
from tests import strategies
from tests.markdown_cases import read_cases

ROOT = Path(__file__).resolve().parents[3]


def coloured(text: str) -> dict[str, _TokenType]:
    """Return the colour of each piece; of several like it, that of the last."""
    return {piece: kind for _, kind, piece in PeiLexer().get_tokens_unprocessed(text)}


@given(strategies.hostile_texts)
def test_no_character_is_lost_and_nothing_is_an_error(text: str) -> None:
    found = list(PeiLexer().get_tokens_unprocessed(text))

    assert "".join(piece for _, _, piece in found) == text
    assert all(text[start : start + len(piece)] == piece for start, _, piece in found)
    assert not any(kind is Error for _, kind, _ in found)


@pytest.mark.parametrize("text", strategies.SPECS, ids=range(len(strategies.SPECS)))
def test_real_plans_come_through_pygments_unchanged(text: str) -> None:
    assert highlight(text, PeiLexer(), NullFormatter()) == text


@pytest.mark.parametrize("folder", ["tests/corpus", "docs"])
def test_every_text_of_the_project_has_its_colours(folder: str) -> None:
    """Right or wrong, a page that shows it builds: Sphinx refuses what holds an error."""
    cases = [case for file in sorted((ROOT / folder).rglob("*.md")) for case in read_cases(file)]
    for text in (fence.text for case in cases for fence in case.fences if fence.kind == "pei"):
        found = list(PeiLexer().get_tokens_unprocessed(text))

        assert "".join(piece for _, _, piece in found) == text
        assert not any(kind is Error for _, kind, _ in found)


def test_an_indicator() -> None:
    found = coloured(
        '## doc\nindicador IND.01.OEI.01 "T" # nota\n'
        "  fórmula: si(A > 0; propia(A) / suma(f.c si d = 1 al cierre); promedio(f.c en últimos 5 años))\n"
        "  unidad: tasa por 1000\n  sentido: ascendente\n  responsable: Oficina\n"
        "  logros:\n    2024-S1: no programado\n    2025: 7 preliminar\n"
    )

    expected = {
        "## doc": Comment.Special,
        "# nota": Comment.Single,
        "indicador": Keyword.Declaration,
        "IND.01.OEI.01": Name.Label,
        '"T"': String.Double,
        "fórmula": Name.Attribute,
        "si": Operator.Word,
        "propia": Name.Function,
        "suma": Name.Builtin,
        "A": Name.Variable,
        "f": Name.Variable,
        ">": Operator,
        "al": Keyword.Pseudo,
        "cierre": Keyword.Pseudo,
        "últimos": Keyword.Pseudo,
        "años": Keyword.Pseudo,
        "tasa por 1000": Keyword.Type,
        "ascendente": Keyword.Constant,
        "Oficina": String,
        "2024-S1": Literal.Date,
        "no programado": Keyword.Constant,
        "7": Number,
        "preliminar": Keyword.Constant,
    }
    assert {piece: found[piece] for piece in expected} == expected


def test_a_word_is_coloured_where_it_is_one() -> None:
    """`valor` and `año` are words in a test and names in a formula; `mes` may be a column."""
    names = coloured("variable valor = año + mes(d) + acumulado\n")
    words = coloured("prueba\n  año: 2024\n  A.1: valor 5\n")
    column = coloured("fuente f\n  columna mes: mes\n")
    clause = coloured("variable x = suma(f.c acumulado) + membresía en (1; 2)\n")

    assert [names[each] for each in ("valor", "año", "acumulado")] == [Name.Variable] * 3
    assert (names["mes"], words["valor"], words["año"]) == (Name.Builtin, Keyword.Constant, Name.Attribute)
    assert column["mes"] is Keyword.Type
    assert (clause["acumulado"], clause["en"]) == (Keyword.Pseudo, Operator.Word)


@pytest.mark.parametrize(
    "word",
    [*vocabulary.FIELDS, *vocabulary.DECLARATIONS],
    ids=lambda word: f"{type(word).__name__}-{word.name}",
)
def test_every_word_of_the_vocabulary_has_its_colour(word: vocabulary.Word) -> None:
    is_field = isinstance(word, vocabulary.FieldWord)
    for spelling in word.spellings:
        found = coloured(f"plan\n  {spelling}: 2024 > 1\n" if is_field else f'{spelling} "T"\n')
        if "_" not in spelling or is_field:
            assert found[spelling] is (Name.Attribute if is_field else Keyword.Declaration), spelling


@pytest.mark.parametrize(
    "word",
    [word for table in builtins.TABLES for word in table],
    ids=lambda word: f"{type(word).__name__}-{word.name}",
)
def test_every_function_has_its_colour(word: vocabulary.Word) -> None:
    for spelling in word.spellings:
        little = spelling.casefold() in vocabulary.RESERVED

        assert coloured(f"variable x = {spelling}(1)\n")[spelling] is (
            Operator.Word if little else Name.Builtin
        )


def test_a_piece_of_a_plan_has_colours_too() -> None:
    """A document may show fields without their declaration, and mistakes."""
    found = coloured('  logros: 2024: 5%\nplam "x\n')

    assert (found["logros"], found["5"]) == (Name.Attribute, Number)


def test_pygments_finds_the_lexer_by_its_name() -> None:
    """The entry point leads to the lexer, which answers to `pei` and to files of plans."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    module, _, name = project["entry-points"]["pygments.lexers"]["pei"].partition(":")

    assert getattr(importlib.import_module(module), name) is PeiLexer
    assert (PeiLexer.aliases, PeiLexer.filenames) == (["pei"], ["*.pei"])
