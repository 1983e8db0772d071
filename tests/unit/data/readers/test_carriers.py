"""Carriers: each is declared once, has a reader, and claims endings and fields that no other claims."""

from __future__ import annotations

import itertools
from pathlib import Path

import attrs
import pytest

from pei_dsl import vocabulary
from pei_dsl.data.readers.carriers import (
    CARRIERS,
    ROWS,
    Carrier,
    carrier_of_object,
    carrier_of_path,
    owner_of,
)
from pei_dsl.data.readers.reader import reader_of
from pei_dsl.diagnostics import pages
from pei_dsl.model.plan import DataSource


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda each: each.name)
def test_every_carrier_has_a_reader(carrier: Carrier) -> None:
    reader = reader_of(carrier)

    assert callable(reader.open)
    assert callable(reader.look)


def test_a_carrier_without_a_reader_is_no_other_one() -> None:
    with pytest.raises(ModuleNotFoundError):
        reader_of(Carrier("wax", "wax_tablets"))
    with pytest.raises(AttributeError):
        reader_of(Carrier("wax", "locating"))


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda each: each.name)
def test_what_a_carrier_claims_is_there(carrier: Carrier) -> None:
    """Its fields are those of `fuente`, and have a way of being left out."""
    declared = {field.name for field in attrs.fields(DataSource)}
    for field in carrier.fields:
        assert field in declared
        assert "source" in vocabulary.FIELDS.named(field).of
    for suffix in carrier.suffixes:
        assert carrier_of_path(f"datos/X{suffix.upper()}") is carrier


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda each: each.name)
def test_a_field_of_another_carrier_is_told(carrier: Carrier) -> None:
    """The words for it are a variant of PEI313 with the name of who has it, in both languages."""
    for field in carrier.fields:
        assert all(f"message_{owner_of(field)}" in told for told in pages.words("PEI313").values())


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda each: each.name)
def test_the_manual_names_its_files(carrier: Carrier) -> None:
    """In the table of where rows may be."""
    manual = (Path(__file__).parents[4] / "docs" / "language" / "sources.md").read_text("utf-8")

    assert [each for each in carrier.suffixes if f"`{each}`" not in manual] == []


@pytest.mark.parametrize("claims", ["suffixes", "libraries", "name", "module"])
def test_no_two_carriers_claim_the_same(claims: str) -> None:
    claimed = [getattr(each, claims) for each in CARRIERS]
    single = [each if isinstance(each, tuple) else (each,) for each in claimed]
    every = list(itertools.chain.from_iterable(single))

    assert len(every) == len(set(every))


def test_whatever_is_no_frame_is_rows() -> None:
    assert carrier_of_object([{"a": 1}]) is ROWS
