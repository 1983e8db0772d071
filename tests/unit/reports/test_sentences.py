"""Sentences of reports are those of the catalogue, with their figures still apart."""

from __future__ import annotations

import string

import pytest

from pei_dsl.diagnostics.catalogue import LANGUAGES, catalogue
from pei_dsl.reports.sentences import SECTION, listed, said, sentence, together
from pei_dsl.views.document import Figure, plain

KEYS = sorted(catalogue("es")[SECTION])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("count", [1, 2, 1234])
def test_a_sentence_reads_as_the_phrase_and_keeps_its_figures(key: str, language: str, count: int) -> None:
    names = [name for _, name, _, _ in string.Formatter().parse(catalogue(language)[SECTION][key]) if name]
    made = sentence(key, language, **{name: Figure(name, str(count)) for name in names})

    assert plain(made) == said(key, language, **dict.fromkeys(names, count))
    assert [each.name for each in made if isinstance(each, Figure)] == names
    assert all(made)


def test_lists_in_sentences() -> None:
    parts = [(Figure("a", "1"), " en verde"), (Figure("b", "2"), " en rojo"), ("nada",)]

    assert plain(listed(parts[:1], "es")) == "1 en verde"
    assert plain(listed(parts[:2], "es")) == "1 en verde y 2 en rojo"
    assert plain(listed(parts, "en")) == "1 en verde, 2 en rojo and nada"
    assert listed((), "es") == ()
    assert plain(together(("a.",), (), ("b.",))) == "a. b."
