"""Word files that people edit and LibreOffice saves, as .docx and by way of .odt, brought up to date each time."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from pei_dsl.renderers.word import shown_fields
from pei_dsl.renderers.word.xml import qualified
from tests.libreoffice import PROGRAM, LibreOffice
from tests.properties.test_word_regeneration import (
    AFTERS,
    BEFORE,
    EDITS,
    assert_nothing_stale,
    body_of,
    count,
    edited,
    written,
)
from tests.word_files import judged

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PROGRAM, reason="LibreOffice is not installed (soffice)"),
]
CYCLES = 50


def kinds_of_faults(data: bytes) -> set[str]:
    """Return what the judge finds wrong, wherever it is: a row more makes what LibreOffice wrote stand lower."""
    return {re.sub(r"\[\d+\]", "", each) for each in judged(data)}


def text_of(data: bytes) -> str:
    return "".join(each.text or "" for each in body_of(data).iter(qualified("w:t")))


def recomputed(data: bytes) -> str:
    """Return what stands in cross-references, which LibreOffice computes anew, with what was typed in them."""
    shown = shown_fields.fields(body_of(data))
    return "".join(each.text for each in shown if each.instruction.split()[:1] == ["REF"])


@pytest.mark.parametrize("way", [("docx",), ("odt", "docx")])
def test_a_mere_save_freezes_nothing(tmp_path: Path, way: tuple[str, ...]) -> None:
    from pei_dsl.renderers.word.regeneration import regenerated

    office = LibreOffice(tmp_path)
    for now in AFTERS:
        made = regenerated(office.saved(written(BEFORE), *way), now)

        assert made.edited == made.missing == made.copied == made.typed_in == made.loose == ()
        assert_nothing_stale(made, now)
        assert regenerated(made.data, now).data == made.data


def test_words_of_people_stay_and_no_figure_is_stale_untold_over_many_saves(tmp_path: Path) -> None:
    from pei_dsl.renderers.word.regeneration import regenerated

    office, random = LibreOffice(tmp_path), Random(2024)
    cycles = 0
    while cycles < CYCLES:
        data, words = written(BEFORE), list[str]()
        for _ in range(5):  # damage adds up; then with a new file
            edits = [random.randrange(len(EDITS)) for _ in range(random.randrange(6))]
            draft = edited(data, edits, random.randrange(2**32), words)
            saved = office.saved(draft, *random.choice([("docx",), ("odt", "docx")]))
            gone = [each for each in words if each not in text_of(saved)]
            assert [each for each in gone if each not in recomputed(draft)] == []
            words = [each for each in words if each not in gone]
            now = random.choice(AFTERS)
            made = regenerated(saved, now)
            text = text_of(made.data)

            assert [each for each in words if each not in text] == []
            assert_nothing_stale(made, now)
            for name in ("w:sectPr", "w:drawing"):
                assert count(made.data, name) == count(saved, name)
            assert regenerated(made.data, now).data == made.data
            if cycles % 10 == 0:
                assert kinds_of_faults(made.data) <= kinds_of_faults(saved)
            data = made.data
            cycles += 1
