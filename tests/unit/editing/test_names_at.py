"""Names and codes: where they are declared and used, and called otherwise in all texts."""

from __future__ import annotations

import pickle

import pytest

import pei_dsl
from pei_dsl import Address, ChangeError, Rename, RequestError, TextPosition, Workspace
from tests.documents import ROOT
from tests.edited_texts import edited, marked

INPE = Workspace.open(ROOT / "specs" / "inpe-2019-2027")
TEXTS = {
    "a.pei": 'objetivo OEI.01 "Ánimo 𝔸"\nvariable hechos = 30 # hechos\n',
    "b.pei": 'indicador IND.01.OEI.01 "X"\n  fórmula: A / hechos\n  donde: A = hechos + 1\n',
}


def at(workspace: Workspace, name: str, needle: str) -> TextPosition:
    text = workspace.texts[name]
    return marked(text.replace(needle, f"{needle[0]}|{needle[1:]}", 1))[1]


def words(workspace: Workspace, places: tuple[pei_dsl.TextPlace, ...]) -> list[tuple[str, int, str]]:
    """Return the text, line and letters of places that have one line."""
    found = []
    for each in places:
        line = workspace.texts[each.file].splitlines()[each.range.start.line]
        units = line.encode("utf-16-le")
        letters = units[2 * each.range.start.character : 2 * each.range.end.character].decode("utf-16-le")
        found.append((each.file, each.range.start.line, letters))
    return found


def test_a_name_leads_to_its_declaration_in_another_text() -> None:
    workspace = Workspace.of(TEXTS)
    position = at(workspace, "b.pei", "hechos")

    assert words(workspace, pei_dsl.definitions(workspace, "b.pei", position)) == [("a.pei", 1, "hechos")]
    assert words(workspace, pei_dsl.references(workspace, "b.pei", position)) == [
        ("a.pei", 1, "hechos"),
        ("b.pei", 1, "hechos"),
        ("b.pei", 2, "hechos"),
    ]
    without = pei_dsl.references(workspace, "b.pei", position, with_declaration=False)
    assert [each.file for each in without] == ["b.pei", "b.pei"]


@pytest.mark.parametrize(
    ("name", "needle", "declared"),
    [
        ("objetivo-01.pei", "A / B", ("objetivo-01.pei", "A")),
        ("objetivo-01.pei", "programas.fav", ("fuentes.pei", "programas")),
        ("pruebas.pei", "IND.02.OEI.01:", ("objetivo-01.pei", "IND.02.OEI.01")),
        ("pruebas.pei", "OEI.01:", ("plan.pei", "OEI.01")),
    ],
)
def test_names_of_a_real_plan_lead_to_their_declaration(
    name: str, needle: str, declared: tuple[str, str]
) -> None:
    found = words(INPE, pei_dsl.definitions(INPE, name, at(INPE, name, needle)))

    assert [(file, letters) for file, _, letters in found] == [declared]


@pytest.mark.parametrize(
    ("name", "needle", "change"),
    [
        ("series.pei", "reingresantes", Rename(Address("reingresantes", "series"), "vueltos")),
        ("objetivo-01.pei", "IND.02.OEI.01", Rename(Address("IND.02.OEI.01"), "IND.07.OEI.01")),
        ("plan.pei", "OEI.01", Rename(Address("OEI.01"), "OEI.07")),
        ("objetivo-01.pei", "A / B", Rename(Address("IND.02.OEI.01"), "C", "A")),
        ("fuentes.pei", "favorables", Rename(Address("programas", "source"), "buenas", "favorables")),
    ],
)
def test_renaming_does_what_the_change_does(name: str, needle: str, change: Rename) -> None:
    """And lists what says the old name and stays."""
    made = pei_dsl.renamed(INPE, name, at(INPE, name, needle), change.name)

    assert edited(INPE, made.edits).texts == INPE.edited(change).texts
    assert made.mentions == INPE.mentions(change)


def test_what_can_be_renamed_is_told_with_its_name() -> None:
    workspace = Workspace.of(TEXTS)
    found = pei_dsl.renamable(workspace, "a.pei", TextPosition(1, 10))

    assert found is not None
    assert found[1] == "hechos"
    assert pei_dsl.renamable(workspace, "a.pei", TextPosition(0, 2)) is None
    with pytest.raises(ChangeError):
        pei_dsl.renamed(workspace, "a.pei", TextPosition(0, 2), "x")
    with pytest.raises(ChangeError):
        pei_dsl.renamed(workspace, "a.pei", TextPosition(1, 10), "si")


def test_comments_that_say_the_old_name_are_listed() -> None:
    made = pei_dsl.renamed(Workspace.of(TEXTS), "a.pei", TextPosition(1, 10), "realizados")

    assert [(each.name, each.line, each.said) for each in made.mentions] == [("a.pei", 2, "hechos")]


def test_a_text_that_is_not_there_is_refused() -> None:
    with pytest.raises(RequestError):
        pei_dsl.definitions(Workspace.of(TEXTS), "c.pei", TextPosition(0, 0))


@pytest.mark.parametrize(
    ("name", "spanish", "english"),
    [
        ("si", "no puede ser un nombre", "cannot be a name"),
        ("suma", "", ""),
        ("otro", "«otro» ya existe", "«otro» is there already"),
    ],
)
def test_a_refusal_is_told_in_both_languages(name: str, spanish: str, english: str) -> None:
    workspace = Workspace.of({**TEXTS, "c.pei": "variable otro = 1\n"})
    if not spanish:
        assert pei_dsl.renamed(workspace, "a.pei", TextPosition(1, 10), name).edits
        return
    with pytest.raises(ChangeError, match=english) as refused:
        pei_dsl.renamed(workspace, "a.pei", TextPosition(1, 10), name)
    assert spanish in refused.value.message("es")
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)  # noqa: S301  (our own)
