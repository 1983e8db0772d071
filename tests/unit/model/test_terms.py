"""Every member of the model has its word in every catalogue, and every unit its name."""

from __future__ import annotations

import enum
from fractions import Fraction

import pytest

from pei_dsl import vocabulary
from pei_dsl.diagnostics.catalogue import LANGUAGES, catalogue, told
from pei_dsl.model.terms import SECTIONS, term, unit_term
from pei_dsl.model.units import Unit

MEMBERS = [member for members in SECTIONS for member in members]
UNITS = [
    unit
    for word in vocabulary.UNITS
    for unit in (Unit(word.name), Unit(word.name, counted="personas"))
    if not unit.counted or word.name in {"number", "quantity", "rate"}
]
RATES = [Unit("rate", Fraction(1000)), Unit("rate", Fraction(1000), "personas")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("member", MEMBERS, ids=repr)
def test_a_member_has_a_word(member: enum.Enum, language: str) -> None:
    assert told(term(member), language)


@pytest.mark.parametrize("section", ["types", "units"])
def test_no_word_belongs_to_nothing(section: str) -> None:
    of_members = {term(member).key for member in MEMBERS if SECTIONS[type(member)] == section}
    of_units = {unit_term(unit).key for unit in (*UNITS, *RATES)} if section == "units" else set()

    assert catalogue("es")[section].keys() == of_members | of_units


@pytest.mark.parametrize("unit", [*UNITS, *RATES], ids=repr)
def test_a_unit_is_named_in_spanish_as_it_is_written(unit: Unit) -> None:
    written = str(unit)
    if unit.kind == "rate" and unit.scale != 1 and unit.counted:
        written += f" {unit.counted}"

    assert told(unit_term(unit), "es") == written


@pytest.mark.parametrize("unit", [*UNITS, *RATES], ids=repr)
def test_a_unit_is_named_in_english_by_the_words_of_the_language(unit: Unit) -> None:
    assert str(told(unit_term(unit), "en")).startswith(vocabulary.UNITS.named(unit.kind).english_form)
