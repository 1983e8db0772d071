"""Small plans that the tests of the command measure."""

from __future__ import annotations

from pathlib import Path

SPECS = Path(__file__).resolve().parents[2] / "specs"
INPE = SPECS / "inpe-2019-2027"

HEAD = """\
plan "Plan de prueba"
  periodo: 2024 a 2025
  años evaluados: 2024

objetivo OEI.01 "Mejorar la salud"

"""

GOOD = (
    HEAD
    + """\
indicador IND.01.OEI.01 "Porcentaje de controles"
  fórmula: suma(salud.hechos) / suma(salud.previstos)
  unidad: porcentaje
  decimales: 1
  sentido: ascendente
  logros: 2024: 80%

fuente salud "Registro de controles"
  archivo: datos/salud.csv
  tiempo: fecha
  columna fecha: fecha
  columna hechos: número
  columna previstos: número

prueba "Controles"
  año: 2024
  IND.01.OEI.01: calculado 60.0%, alcance 75.00%, amarillo
"""
)
GOOD_CSV = "fecha,hechos,previstos\n2024-03-01,30,50\n2024-09-01,30,50\n"
GOOD_FILES: dict[str, str | bytes] = {"plan.pei": GOOD, "datos/salud.csv": GOOD_CSV}


def indicator(*fields: str) -> str:
    """Return a plan with one indicator, of percentages unless `fields` say otherwise."""
    own = {field.partition(":")[0] for field in fields}
    usual = ("unidad: porcentaje", "sentido: ascendente", "logros: 2024: 80%")
    lines = [*fields, *(field for field in usual if field.partition(":")[0] not in own)]
    return HEAD + "".join(
        f"{line}\n" for line in ('indicador IND.01.OEI.01 "Controles"', *(f"  {each}" for each in lines))
    )
