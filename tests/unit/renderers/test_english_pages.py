"""English pages of a plan in English have no Spanish words: neither of the catalogue, nor of the language."""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import pei_dsl
from pei_dsl import vocabulary
from pei_dsl.diagnostics.catalogue import catalogue
from pei_dsl.model import absence, expressions, methodology, periods, quality
from pei_dsl.model import plan as plans
from pei_dsl.renderers.formats import FORMATS
from pei_dsl.vocabulary import Words

PLAN = """\
plan "Plan of the Agency"
  entity: "Agency"
  period: 2023 a 2024
  methodology: own
methodology own
  base: ceplan
  zero goal: zero
  value: computed if not registered
objective OEI.01 "Serve"
  class: type I
action AEI.01.01 "Answer"
indicator IND.01.OEI.01 "Cases closed"
  formula: A / B
  where:
    A "Closed" = 80
    B "Opened" = 100
  unit: percentage
  direction: ascending
  relevance: very relevant
  aggregation: not additive
  baseline:
    2022: 10%
  goals:
    2023: no data
    2024: 90%
  values:
    2023: 60% preliminary
indicator IND.01.AEI.01.01 "Answers"
  formula: sum(s.n)
  unit: number of persons
  direction: descending
  goals:
    2023: not programmed
    2024: 3
source s "Cases"
  file: "d.csv"
  time: t
  column t: date
  column n: number of persons; minimum 0; flow
  breakdown: r
  column r: text
test "Printed"
  year: 2024
  IND.01.OEI.01: value 80%, color yellow
activity works "Works"
  action: AEI.01.01
  unit: number of works
  programmed:
    2024: 4
  executed:
    2024: 3
evidence act "Act"
  of: IND.01.OEI.01
  date: 2024-03-15
  supports: 5%
factor budget "Budget"
  period: 2024
  origin: external
  effect: hinders
  affects: OEI.01; AEI.01.01
  told by: "Office"
recommendation REC.2023.01 "Hire"
  report: "Report"
  for: OEI.01
  follows: IND.01.OEI.01
  situation:
    2024: in progress
commitment COM.01 "Call"
  answers: REC.2023.01
  responsible: "Office"
  deadline: 2024-12-31
  means: act
citation "Report"
  year: 2024
  document: "Report"
  IND.01.OEI.01: value 85%
"""
DATA = "t,n,r\n2024-01-31,2,x\n2024-02-28,5,y\n"
QUOTED = re.compile("«[^«»]*»|“[^“”]*”|`[^`]*`|{[^}]*}|<[^<>]*>")  # and what stands within a tag
STYLE = re.compile(r"<(style|script)>.*?</\1>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{3,}")
FOR_PROGRAMS = {"json", "csv"}  # whose words are those of the schemas, in every language


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> pei_dsl.Loaded:
    folder = tmp_path_factory.mktemp("plan")
    (folder / "plan.pei").write_text(PLAN, "utf-8")
    (folder / "d.csv").write_text(DATA, "utf-8")
    found = pei_dsl.load(folder)
    assert not found.diagnostics
    return found


def shown(loaded: pei_dsl.Loaded) -> Iterator[object]:
    """Yield what every verb gives."""
    measured = pei_dsl.evaluate(loaded, 2024)
    yield measured
    yield pei_dsl.evaluate(loaded, 2023)
    for code in ("OEI.01", "IND.01.OEI.01", "AEI.01.01", "IND.01.AEI.01.01"):
        yield pei_dsl.explain(loaded, code, 2024)
        yield pei_dsl.describe(loaded, code, language="en")
    yield pei_dsl.describe(loaded, language="en")
    for name in ("s", "works", "act", "budget", "REC.2023.01", "COM.01"):
        yield pei_dsl.describe(loaded, name, language="en")
    yield pei_dsl.tree(loaded, language="en")
    yield pei_dsl.tree(loaded, language="en", evaluation=measured.evaluation)
    yield pei_dsl.audit(loaded, 2024)
    yield pei_dsl.gap(loaded, 2024)
    yield pei_dsl.run_tests(loaded)
    yield pei_dsl.break_down(loaded, [2024], ["r"])[0]
    yield pei_dsl.lint(loaded)
    yield pei_dsl.report(loaded, 2024, language="en")
    yield pei_dsl.fichas(loaded, language="en")


def words_of(text: str) -> set[str]:
    return set(WORD.findall(QUOTED.sub("", text).lower()))


def words_in(section: str | Mapping[str, Any]) -> set[str]:
    """Return all words of a catalogue, or of a part of it."""
    if isinstance(section, str):
        return words_of(section)
    return set().union(*map(words_in, section.values()))


@functools.cache
def spanish_words() -> frozenset[str]:
    """Return what only Spanish says: of the catalogue, of the language, and of the values of enumerations."""
    lists = [each for each in vars(vocabulary).values() if isinstance(each, Words)]
    members = [
        str(member.value)
        for module in (absence, expressions, methodology, periods, plans, quality)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, enum.Enum)
        for member in kind
    ]
    english = words_in(catalogue("en")).union(
        *(words_of(word.english_form) for each in lists for word in each)
    )
    spanish = words_in(catalogue("es")).union(*(words_of(word.spanish) for each in lists for word in each))
    return frozenset(spanish.union(*map(words_of, members)) - english - words_of(PLAN))


def test_there_are_spanish_words() -> None:
    assert {"verde", "inválido", "descendente", "trimestre", "porcentaje", "tipo"} <= spanish_words()


def test_english_pages_are_in_english(loaded: pei_dsl.Loaded) -> None:
    found = {
        (type(each).__name__, name, line.strip(), word)
        for each in shown(loaded)
        if each != ()
        for name in pei_dsl.formats_of(each)
        if name not in FOR_PROGRAMS and not FORMATS[name].is_binary
        for line in STYLE.sub("", pei_dsl.render(each, name, language="en")).splitlines()
        for word in words_of(line) & spanish_words()
    }

    assert found == set()
