"""
Two plans compared of which everything differs: seconds of the processor, loading apart.

    python3 -m tests.benchmarks.two_plans [INDICATORS]

A thousand indicators unless it is said, twenty to an objective; goals, values, formulas, data, decimals, senses
and relevances are drawn apart for each plan, and in the last pair half of the goals are not programmed, so that
indicators begin and cease to count.  That the parts add up is looked at before a time is printed.
Nothing here passes or fails.
"""

from __future__ import annotations

import random
import sys
import time

import pei_dsl
from pei_dsl import Workspace

INDICATORS, OF_A_GROUP = 1_000, 20


def plan(seed: int, indicators: int, *, switches: bool) -> Workspace:
    """Return a plan whose figures are drawn."""
    draw = random.Random(seed)
    texts = ['plan "PEI"\n  periodo: 2024 a 2024\n']
    for number in range(indicators):
        group, index = number // OF_A_GROUP + 1, number % OF_A_GROUP + 1
        if index == 1:
            texts.append(f'objetivo OEI.{group:02} "Objetivo {group}"\n')
        goal = "no programado" if switches and draw.random() < 0.5 else str(draw.randint(50, 150))
        value = f"  valores: 2024: {draw.randint(20, 160)}\n" if draw.random() < 0.5 else ""
        texts.append(
            f'indicador IND.{index:02}.OEI.{group:02} "Indicador {number}"\n'
            f"  fórmula: x_{number} * {draw.randint(2, 9)}\n  unidad: número\n"
            f"  decimales: {draw.randint(0, 2)}\n"
            f"  relevancia: {draw.choice(['muy relevante', 'relevante', 'poco relevante'])}\n"
            f"  sentido: {draw.choice(['ascendente', 'descendente'])}\n  logros: 2024: {goal}\n{value}"
            f'serie x_{number} "Serie"\n  valores: 2024: {draw.randint(5, 40)}\n'
        )
    return Workspace.of({"plan.pei": "".join(texts)})


def main() -> None:
    """Print the seconds that each comparison takes."""
    indicators = int(sys.argv[1]) if len(sys.argv) > 1 else INDICATORS
    for name, switches in (("all count", False), ("half begin or cease to count", True)):
        before, after = (plan(seed, indicators, switches=switches) for seed in (1, 2))
        start = time.process_time()
        assert not before.loaded.errors
        assert not after.loaded.errors
        read = time.process_time()
        compared = pei_dsl.compare(before, after, 2024)
        done = time.process_time()
        assert all(sum(part.amount for part in each.shares) == each.difference for each in compared.moved)
        print(f"{name}: read {read - start:.2f} s, compared {done - read:.2f} s, {len(compared.moved)} moved")


if __name__ == "__main__":
    main()
