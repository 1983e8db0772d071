"""Plans that share codes and hardly any title: told of these, and never of versions of one plan."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pei_dsl.comparison.unrelated import seem_unrelated
from pei_dsl.model.plan import Plan
from pei_dsl.workspace.loading import load_text
from tests.builders import period


def plan(title: str, years: str, titles: list[str], entity: str = "") -> Plan:
    """Return a plan with objectives of these titles."""
    text = f'plan "{title}"\n  periodo: {years}\n' + (f'  entidad: "{entity}"\n' if entity else "")
    return load_text(
        text + "".join(f'objetivo OEI.{number:02} "{each}"\n' for number, each in enumerate(titles, 1))
    ).plan


HEALTH = ["Reducir la anemia infantil", "Ampliar la cobertura de vacunas", "Modernizar la gestión"]
PRISONS = ["Mejorar la seguridad penitenciaria", "Reinsertar a la población interna", "Ampliar el albergue"]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (plan("PEI 2019-2024", "2019 a 2024", PRISONS, "INPE"), "OEI.01"),
        (plan("PEI 2025-2030", "2025 a 2030", PRISONS, "INPE"), "OEI.01"),  # of another entity
        (plan("PEI 2019-2024", "2019 a 2024", PRISONS), "OEI.01"),  # called otherwise, for other years
        (plan("PEI 2025-2030", "2025 a 2030", PRISONS, "MINSA"), ""),  # all objectives are written anew
        (plan("PEI 2025-2030", "2019 a 2024", PRISONS, "MINSA"), ""),
        (plan("PEI 2019-2024", "2019 a 2024", HEALTH, "INPE"), ""),  # what it is about is the same
        (plan("PEI 2019-2024", "2019 a 2024", [*HEALTH[:1], *PRISONS[1:]], "INPE"), ""),
        (plan("PEI 2019-2024", "2019 a 2024", [f"{each} al 2024" for each in HEALTH], "INPE"), ""),
        (plan("PEI 2019-2024", "2019 a 2024", [], "INPE"), ""),  # they share nothing, which is told elsewhere
    ],
)
def test_two_plans(other: Plan, expected: str) -> None:
    own = plan("PEI 2025-2030", "2025 a 2030", HEALTH, "Minsa")

    assert seem_unrelated(other, own, {}) == expected
    assert seem_unrelated(own, other, {}) == expected
    assert seem_unrelated(other, own, {"OEI.01": "OEI.02"}) == "", "whoever says what is called how knows"


_words = st.sampled_from(["Reducir", "ampliar", "anemia", "cobertura", "gestión", "seguridad", "albergue"])
_titles = st.lists(_words, min_size=1, max_size=6).map(" ".join)


@settings(max_examples=50)
@given(st.lists(_titles, min_size=1, max_size=8), st.data())
def test_a_plan_and_a_later_version_of_it_never_seem_so(titles: list[str], data: st.DataObject) -> None:
    """Whatever it is called, for whichever years and by whom: as long as a part of its titles stays."""
    before = plan("PEI 2019-2024", "2019 a 2024", titles, "MINSA")
    changed = data.draw(st.sets(st.sampled_from([*before.groups]), max_size=len(titles) // 2))
    gone = data.draw(st.sets(st.sampled_from(sorted({*before.groups} - changed))))
    kept = {code for code in before.groups if code not in changed | gone}
    after = attrs.evolve(
        before,
        title=data.draw(_titles),
        entity=data.draw(_titles),
        period=(period("2025"), period("2030")),
        groups={
            code: attrs.evolve(each, title=f"{each.title} {data.draw(_titles)}" if code in kept else "Otra")
            for code, each in before.groups.items()
            if code not in gone
        },
    )

    if 10 * len(kept) > len(after.groups):
        assert seem_unrelated(before, after, {}) == ""
