"""
Measure the speed claims: `python3 dev.py bench`.

Each figure is a ratio of two things measured in turn in this one run, so that a slow machine slows both; the
last is plain seconds.  Nothing here passes or fails: the targets stand beside the figures, for a person to read.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import lark

from pei_dsl.source import Source
from pei_dsl.syntax import grammar
from pei_dsl.syntax.builder import field_callback
from pei_dsl.syntax.parse import parse
from pei_dsl.workspace.cache import Cache
from pei_dsl.workspace.loading import check

ROOT = Path(__file__).parents[2]
INPE = ROOT / "specs" / "inpe-2019-2027"
INDICATORS = 10_000

HEAD = """plan "Plan grande"
  entidad: "Entidad de prueba"
  periodo: 2023 a 2024

fuente reingresos "Registro"
  columna fecha: fecha
  columna sentencia: texto
  tiempo: fecha

fuente egresos "Registro"
  columna fecha: fecha
  columna condición: texto
  tiempo: fecha

"""
INDICATOR = """indicador IND.{i:02}.AEI.{o:02}.{a:02} "Porcentaje {i} de la acción {o}.{a} de la población penitenciaria"
  fórmula: A / B
  donde:
    A "POPE reingresante con nueva sentencia firme" = contar(reingresos si sentencia = "firme")
    B "POPE egresada" = contar(egresos si condición = "sentenciado" en últimos 5 años)
  unidad:        porcentaje
  decimales:     2
  sentido:       descendente
  relevancia:    muy relevante
  línea de base: 2018: 0.90%
  logros:
    2023: 0.75%
    2024: 0.72%
  responsable:   "Dirección de Registro Penitenciario"

"""


def large_plan(indicators: int) -> str:
    """Return a plan of `indicators` indicators, 15 lines each, ten to an action, 99 actions to an objective."""
    parts = [HEAD]
    for index in range(indicators):
        action, i = divmod(index, 10)
        objective, a = divmod(action, 99)
        if a == 0 and i == 0:
            parts.append(f'objetivo OEI.{objective + 1:02} "Objetivo {objective + 1}"\n\n')
        if i == 0:
            parts.append(f'acción AEI.{objective + 1:02}.{a + 1:02} "Acción {objective + 1}.{a + 1}"\n\n')
        parts.append(INDICATOR.format(i=i + 1, o=objective + 1, a=a + 1))
    return "".join(parts)


def raw_parser() -> lark.Lark:
    """
    Return Lark itself on the same grammar: one text of many declarations, no actions, its own trees.

    Two lines differ: a start rule for many declarations, and a KEYWORD that is found at column 0 only, since
    here nobody has cut the text into blocks.
    """
    text = grammar.path().read_text("utf-8")
    text = text.replace("declaration: header item*", "start: declaration+\ndeclaration: header item*")
    text = re.sub(r"(?m)^KEYWORD: /(.+)/i$", r"KEYWORD.11: /(?:(?<=\\n)|^)(?:\1)/i", text)
    callbacks = {"FIELD": field_callback}
    return lark.Lark(
        text, parser="lalr", lexer="contextual", maybe_placeholders=False, lexer_callbacks=callbacks
    )


def seconds(action: Callable[[], object]) -> float:
    """Return how long `action` takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def process(*command: str) -> Callable[[], object]:
    """Return an action that runs a Python command as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return lambda: subprocess.run(
        [sys.executable, *command], check=True, capture_output=True, env=environment, cwd=ROOT
    )


def ratio(
    name: str, first: Callable[[], object], second: Callable[[], object], rounds: int, target: str
) -> None:
    """Print the median ratio of two actions measured in turn."""
    pairs = [(seconds(first), seconds(second)) for _ in range(rounds)]
    ratios = [one / other for one, other in pairs]
    ones, others = zip(*pairs, strict=True)
    print(
        f"{name:<58} {statistics.median(ratios):6.2f}   "
        f"({statistics.median(ones):.3f} s / {statistics.median(others):.3f} s, {min(ratios):.2f} to "
        f"{max(ratios):.2f}; target {target})",
        flush=True,
    )


def main() -> None:
    """Print every figure."""
    text = large_plan(INDICATORS)
    print(
        f"{INDICATORS:,} indicators, {text.count(chr(10)):,} lines; Python {sys.version.split()[0]}, lark {lark.__version__}"
    )
    raw = raw_parser()
    source = Source.of("grande.pei", text)
    assert not parse(source).diagnostics
    ratio("tree with spans / raw Lark LALR", lambda: parse(source), lambda: raw.parse(text), 3, "<= 2.5")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder, "plan")
        workspace.mkdir()
        (workspace / "grande.pei").write_text(text, "utf-8")
        cache = Cache(Path(folder, "cache"))
        ratio(
            "whole analysis of the same text / raw Lark LALR",
            lambda: check(workspace),
            lambda: raw.parse(text),
            3,
            "none set",
        )
        first = seconds(lambda: check(workspace, cache))
        again = statistics.median(seconds(lambda: check(workspace, cache)) for _ in range(5))
        assert check(workspace, cache).cached
        print(
            f"{'second check of an unchanged folder / first':<58} {again / first:6.3f}   "
            f"({again:.3f} s / {first:.3f} s; target <= 0.15)"
        )
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PEI_CACHE_DIR"] = folder
        help_, click = process("-m", "pei_dsl", "--help"), process("-c", "import click")
        help_()
        ratio("pei --help / python -c 'import click'", help_, click, 15, "<= 1.5")
        run = process("-m", "pei_dsl", "evaluar", str(INPE), "--periodo", "2024")
        run()
        times = sorted(seconds(run) for _ in range(15))
        print(
            f"{'pei evaluar of the INPE plan, seconds':<58} {statistics.median(times):6.2f}   "
            f"(best {times[0]:.2f}; target < 0.4 on an idle machine)"
        )


if __name__ == "__main__":
    main()
