"""What a function takes, told while its arguments are written, and which one is being written."""

from __future__ import annotations

import pytest

import pei_dsl
from pei_dsl import SignatureHelp, Workspace
from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS, TIME_FUNCTIONS
from pei_dsl.editing.text_positions import units, units_between
from pei_dsl.views.offered_words import BUILT_INS, roles_of, signature, taken_by
from tests.edited_texts import marked

PLAN = """plan "PEI"
  periodo: 2024 a 2026
## Dos veces.
función doble(cifra; 𝔸𝔹) "El doble" = cifra * 2
fuente controles
  archivo: datos/controles.csv
  columna realizados: número
  columna [Fecha de alta]: fecha
variable hechos = 30
"""
INDICATOR = 'indicador IND.02.OEI.01 "Fugas"\n'


def told(text: str, language: str = "es") -> SignatureHelp | None:
    """Return what is told at the mark of `text`, which stands beside `PLAN`."""
    text, position = marked(text)
    workspace = Workspace.of({"plan.pei": PLAN, "z.pei": text})
    return pei_dsl.signature_help(workspace, "z.pei", position, language=language)


def being_written(formula: str) -> str | None:
    """Return the function and the number of the argument that is being written in a formula, `abs 0`."""
    found = told(f"{INDICATOR}  fórmula: {formula}")
    if found is None:
        return None
    return f"{found.signatures[found.active].label.partition('(')[0]} {found.parameter}"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("redondear(|", "redondear 0"),
        ("REDONDEAR ( hechos / 3; |", "REDONDEAR 1"),
        ("redondear(hechos; 2|)", "redondear 1"),
        ("redondear(hechos; 2)|", None),
        ("redond|", None),
        ("redondear(hechos; 2; |", "redondear None"),
        ("redondear((hechos + abs(2)) * (3 + |", "redondear 0"),
        ("redondear(abs(hechos|); 2)", "abs 0"),
        ("redondear(abs(hechos)|; 2)", "redondear 0"),
        ("si(hechos en (1; 2; 3); |", "si 1"),
        ("si(hechos en (1; 2|", "si 0"),
        ("si(no (hechos > |", "si 0"),
        ("contar(controles si (realizados > |", "contar 0"),
        ("contar(controles si si(realizados > 1; |", "si 1"),
        ("contar(controles si [Fecha; (de alta] = 2 y entre(realizados; |", "entre 1"),
        ("suma(1; 2; 3; 4; |", "suma 2"),
        ("percentil(controles.realizados; |", "percentil 1"),
        ('contiene("a;(b"; |', "contiene 1"),
        ('contiene("a"; "b(;|', "contiene 1"),
        ("contiene(«a»; «b;|", "contiene 1"),
        ("redondear(3; # uno; dos (\n    |", "redondear 1"),
        ("redondear(3; 2 # a|", None),
        ("anterior(hechos; |", "anterior 1"),
        ("valor(hechos en |", "valor 0"),
        ("doble(1; |", "doble 1"),
        ("redondear(desconocida(1; |", "redondear 0"),
        ("desconocida(1; |", None),
        ("hechos) + abs(|", "abs 0"),
    ],
)
def test_the_argument_that_is_written_is_told(formula: str, expected: str | None) -> None:
    assert being_written(formula) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("variable x = abs(|", "abs"),
        ("función f(x) = abs(|", "abs"),
        ('indicador IND.02.OEI.01 "abs(|', None),
        (f"{INDICATOR}  donde:\n    A = abs(1)\n    B = redondear(|", "redondear"),
        (f"{INDICATOR}  donde:\n    A = abs(1\n    B = 2 + |", None),
        (f"{INDICATOR}  nota: abs(|", None),
        ("fuente x\n  columna a: texto\n  columna b: número = abs(|", "abs"),
        ("|", None),
    ],
)
def test_only_formulas_call(text: str, expected: str | None) -> None:
    found = told(text)
    assert (found and found.signatures[found.active].label.partition("(")[0]) == expected


@pytest.mark.parametrize(
    ("formula", "label"),
    [
        ("suma(|", "suma(columna de tipo número) → número"),
        ("suma(controles.realizados|", "suma(columna de tipo número) → número"),
        ("suma(hechos|", "suma(número; [número]; …) → número"),
        ("suma(3.5|", "suma(número; [número]; …) → número"),
        ("suma(controles.realizados; |", "suma(número; [número]; …) → número"),
        ("mín(hechos; |", "mín(número; [número]; …) → número"),
    ],
)
def test_of_two_functions_with_one_name_the_one_that_is_meant_is_shown(formula: str, label: str) -> None:
    found = told(f"{INDICATOR}  fórmula: {formula}")
    assert found is not None
    assert len(found.signatures) == 2
    assert found.signatures[found.active].label == label


def test_a_function_of_the_plan_is_told_with_its_title() -> None:
    """Places in a label count units of UTF-16, of which a letter may take two."""
    found = told(f"{INDICATOR}  fórmula: doble(1; |")
    assert found is not None
    (only,) = found.signatures
    assert only.label == "doble(cifra; 𝔸𝔹)"
    assert only.summary == "El doble\n\nDos veces."
    assert [(each.start, each.end) for each in only.parameters] == [(6, 11), (13, 17)]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", sorted({each.spanish for each in BUILT_INS}))
def test_every_built_in_says_what_each_argument_is(name: str, language: str) -> None:
    """What is told is what the list of functions says; each argument has its place there and a text."""
    found = told(f"{INDICATOR}  fórmula: {name}(|", language)
    assert found is not None
    owners = [words.find(name) for words in (TIME_FUNCTIONS, AGGREGATES, FUNCTIONS)]
    declared = [each for each in owners if each is not None]
    assert len(found.signatures) == len(declared)
    for each, built_in in zip(found.signatures, declared, strict=True):
        assert each.label.partition("(")[2] == signature(built_in, language).partition("(")[2]
        shown = [units_between(each.label, one.start, one.end) for one in each.parameters]
        assert tuple(shown) == taken_by(built_in, language)
        assert [one.summary for one in each.parameters] == [*roles_of(built_in, language)]
        assert all(one.summary for one in each.parameters)
        assert units(each.label) == len(each.label)


def test_a_function_is_told_in_the_language_that_is_asked_for() -> None:
    found = told(f"{INDICATOR}  fórmula: round(1; |", "en")
    assert found is not None
    (only,) = found.signatures
    assert only.label == "round(number; [number]) → number"
    assert only.summary.startswith("Rounds to the given decimals")
    assert only.parameters[1].summary == "to how many decimals; 0 where left out"
