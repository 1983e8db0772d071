"""Circles in what depends on what: each found once, with its whole path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def find_cycles(depends_on: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """
    Return the cycles of a graph, one per strongly connected part, in the order of `depends_on`.

    A cycle is a list of nodes, each depending on the next and the last on the first.
    """
    return [_path(part, depends_on) for part in components(depends_on) if _is_cycle(part, depends_on)]


def is_in_order(depends_on: Mapping[str, Iterable[str]]) -> bool:
    """Tell whether everything depends on what stands before it alone, as it mostly does: no circle then."""
    before: set[str] = set()
    for node, used in depends_on.items():
        for each in used:
            if each not in before and each in depends_on:
                return False
        before.add(node)
    return True


def _is_cycle(part: list[str], depends_on: Mapping[str, Iterable[str]]) -> bool:
    return len(part) > 1 or part[0] in depends_on.get(part[0], ())


def components(depends_on: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the strongly connected parts (Tarjan's algorithm, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[list[str]] = []
    for start in depends_on:
        if start in index:
            continue
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        work = [(start, iter(depends_on[start]))]
        while work:
            node, following = work[-1]
            for each in following:
                if each not in depends_on:
                    continue
                if each not in index:
                    index[each] = low[each] = len(index)
                    stack.append(each)
                    on_stack.add(each)
                    work.append((each, iter(depends_on[each])))
                    break
                if each in on_stack:
                    low[node] = min(low[node], index[each])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    part: list[str] = []
                    while not part or part[-1] != node:
                        part.append(stack.pop())
                        on_stack.discard(part[-1])
                    found.append(part[::-1])
    return found


def _path(part: list[str], depends_on: Mapping[str, Iterable[str]]) -> list[str]:
    """Return a shortest cycle through the first node of a strongly connected part."""
    members = set(part)
    start = part[0]
    came_from: dict[str, str] = {}
    layer = [start]
    while layer:
        following: list[str] = []
        for node in layer:
            for each in depends_on[node]:
                if each == start:
                    path = [node]
                    while path[-1] != start:
                        path.append(came_from[path[-1]])
                    return path[::-1]
                if each in members and each not in came_from:
                    came_from[each] = node
                    following.append(each)
        layer = following
    return part
