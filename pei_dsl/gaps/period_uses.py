"""What a formula rests on: its definitions, each in a period, and what uses what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from pei_dsl.evaluation.formulas import Formulas, references_at
from pei_dsl.gaps.linear import Node
from pei_dsl.model import expressions as m
from pei_dsl.model.keys import KeyKind, is_kind
from pei_dsl.model.periods import Period


@attrs.frozen
class Dependencies:
    """
    What a formula rests on.

    Attributes:
        order: Every definition with its period, what is used before what uses it.
        first: The same, as a reader meets them.
        uses: What each of them uses itself; nothing for a figure.
        users: What uses each of them; None stands for the formula.
    """

    order: tuple[Node, ...]
    first: tuple[Node, ...]
    uses: Mapping[Node, Sequence[Node]]
    users: Mapping[Node, Sequence[Node | None]]

    @classmethod
    def of(cls, formula: m.Expression, period: Period, formulas: Formulas) -> Dependencies:
        """Return the graph below `formula`; without recursion, since it may be deep."""
        own = list(dict.fromkeys(references_at(formula, period)))
        uses: dict[Node, list[Node]] = {}
        users: dict[Node, list[Node | None]] = {node: [None] for node in own}
        order: list[Node] = []
        waiting = [(node, False) for node in reversed(own)]
        while waiting:
            node, is_ready = waiting.pop()
            if is_ready:
                order.append(node)
            elif node not in uses:
                expression = expression_of(node, formulas)
                found = references_at(expression, node[1]) if expression is not None else []
                uses[node] = list(dict.fromkeys(found))
                for each in uses[node]:
                    users.setdefault(each, []).append(node)
                waiting.append((node, True))
                waiting.extend((each, False) for each in reversed(uses[node]))
        return cls(tuple(order), tuple(uses), uses, users)

    def resting_on(self, node: Node) -> set[Node]:
        """Return what changes when `node` does."""
        found: set[Node] = set()
        waiting = [node]
        while waiting:
            users = [each for each in self.users[waiting.pop()] if each is not None and each not in found]
            found.update(users)
            waiting.extend(users)
        return found


def expression_of(node: Node, formulas: Formulas) -> m.Expression | None:
    """Return how a definition is computed in a period; None for a figure, registered ones included."""
    key, period = node
    if is_kind(key, KeyKind.INDICATOR) and formulas.seen(key, period) is not None:
        return None
    return formulas.plan.definitions[key].expression
