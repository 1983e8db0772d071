"""What rests on what."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.model.dependencies import Dependencies, dependencies

TEXT = """
plan "P"
  periodo: 2024
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Cobertura"
  fórmula: A / población
  donde: A "Atendidos" = contar(atenciones si edad < 5 y nuevo)
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 80%
indicador IND.02.OEI.01 "Crecimiento"
  fórmula: variación(variación(doble))
  unidad: tasa de variación
  sentido: ascendente
  logros: 2024: 8%
variable doble = dos_veces(IND.01.OEI.01)
función dos_veces(x) = x + x
serie población
  2024: 10
fuente atenciones
  tiempo: fecha
  columna fecha: fecha
  columna edad:  número
  columna nuevo: booleano
  columna otra:  texto
"""


def found() -> Dependencies:
    loaded = pei_dsl.load_text(TEXT)
    assert not loaded.errors
    return dependencies(loaded.plan)


def test_each_formula_reads_what_it_names_in_its_order() -> None:
    uses = found().uses

    assert uses["indicador:IND.01.OEI.01"] == ("donde:IND.01.OEI.01:A", "serie:población")
    assert uses["donde:IND.01.OEI.01:A"] == ("fuente:atenciones",)
    assert uses["indicador:IND.02.OEI.01"] == ("variable:doble",)
    assert uses["variable:doble"] == ("función:dos_veces:1",)
    assert uses["fuente:atenciones"] == uses["serie:población"] == ()


def test_uses_and_users_are_the_same_seen_from_both_sides() -> None:
    both = found()
    uses = {(key, used) for key, each in both.uses.items() for used in each}
    users = {(key, used) for used, each in both.users.items() for key in each}

    assert uses == users


def test_columns_that_are_read_and_the_one_that_dates_them() -> None:
    assert found().columns == {("donde:IND.01.OEI.01:A", "fuente:atenciones"): ("edad", "nuevo", "fecha")}


def test_near_things_come_first() -> None:
    assert found().below("indicador:IND.02.OEI.01") == (
        "variable:doble",
        "función:dos_veces:1",
        "indicador:IND.01.OEI.01",
        "donde:IND.01.OEI.01:A",
        "serie:población",
        "fuente:atenciones",
    )
    assert found().above("fuente:atenciones")[-1] == "indicador:IND.02.OEI.01"


def test_a_circle_ends() -> None:
    circle = Dependencies({"a": ("b",), "b": ("a",)}, {"a": ("b",), "b": ("a",)}, {})

    assert circle.below("a") == ("b", "a")


def test_what_a_formula_holds_twice_is_walked_once() -> None:
    """`variación(x)` holds x twice: forty of them in each other must not be 2⁴⁰ parts."""
    deep = f"{'variación(' * 40}población{')' * 40}"
    loaded = pei_dsl.load_text(f"serie población\n  2024: 10\nvariable v = {deep}\n")

    assert not loaded.errors
    assert dependencies(loaded.plan).uses["variable:v"] == ("serie:población",)


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.sampled_from("abcdef"))),
    st.sets(st.sampled_from("abcdef")),
)
def test_what_several_things_touch_is_what_rests_on_each(
    users: dict[str, frozenset[str]], keys: set[str]
) -> None:
    """Circles included."""
    graph = Dependencies({}, {key: tuple(sorted(each)) for key, each in users.items()}, {})

    assert graph.touched_by(keys) == keys.union(*map(graph.above, keys))
