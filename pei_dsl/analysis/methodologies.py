"""Declared methodologies: a base profile and what the plan says otherwise."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from pei_dsl import vocabulary
from pei_dsl.analysis.cycles import find_cycles
from pei_dsl.analysis.fields import Fields, read_fields
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.symbols import Symbols
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.methodology import (
    CEPLAN,
    PROFILES,
    Band,
    Color,
    EntersAs,
    Methodology,
    MissingSiblings,
    Weights,
    ZeroGoal,
)
from pei_dsl.syntax import tree


def read_methodologies(symbols: Symbols, findings: Findings) -> dict[str, Methodology]:
    """Return every profile by name: the built-in ones and those that the plan declares."""
    fields = {name: read_fields(each, findings) for name, each in symbols.methodologies.items()}
    bases = {name: each.text("base") or CEPLAN.name for name, each in fields.items()}
    found: dict[str, Methodology] = dict(PROFILES)
    circular = {name for cycle in find_cycles({n: [b] for n, b in bases.items()}) for name in cycle}
    for cycle in find_cycles({n: [b] for n, b in bases.items()}):
        first = fields[cycle[0]]
        path = " → ".join([*cycle, cycle[0]])
        findings.add(
            first.source,
            first.declaration.header.name_span,
            "PEI205",
            params={"path": path},
            note="here",
        )
    for name in fields:
        chain = [name]
        while name not in circular and chain[-1] in fields and bases[chain[-1]] not in chain:
            chain.append(bases[chain[-1]])
        for step in reversed(chain):
            if step in fields and step not in found:
                base = found.get(bases[step])
                if base is None:
                    others = {other: None for other in fields if other != step}
                    if step not in circular:
                        unknown_methodology(fields[step], "base", found, others, findings)
                    base = CEPLAN
                found[step] = _variant(step, base, fields[step])
    return found


def unknown_methodology(
    fields: Fields,
    field: str,
    found: Mapping[str, Methodology],
    declared: Mapping[str, object],
    findings: Findings,
) -> None:
    """Report a methodology name that nothing declares."""
    value = fields.value(field, tree.Texts)
    if value is None or not value.items:
        return
    name = value.items[0].value
    near = nearest(name, {**found, **declared})
    fixes = tuple(replace(fields.source, value.span, text) for text in near)
    params = {"name": name, "known": ", ".join({**found, **declared})}
    findings.add(fields.source, value.span, "PEI201", "methodology", params=params, note="here", fixes=fixes)


_CAPS = {"hundred": CEPLAN.cap, "none": None}


def _variant(name: str, base: Methodology, fields: Fields) -> Methodology:
    changes: dict[str, object] = {}
    for field, words, values in (
        ("value", vocabulary.VALUE_POLICIES, EntersAs),
        ("missing_siblings", vocabulary.MISSING_SIBLING_POLICIES, MissingSiblings),
        ("zero_goal", vocabulary.ZERO_GOAL_POLICIES, ZeroGoal),
        ("weights", vocabulary.WEIGHT_POLICIES, Weights),
    ):
        word = fields.word(field, words)
        if word is not None:
            target = "enters_as" if field == "value" else field
            changes[target] = values(word.spanish)
    cap = fields.word("cap", vocabulary.CAPS)
    if cap is not None:
        changes["cap"] = _CAPS[cap.name]
    bands = _bands(fields)
    if bands:
        changes["bands"] = bands
    overrides = tuple(
        (field.word, " ".join(fields.source[field.value.span].split()))
        for key, field in fields.single.items()
        if key != "base"
    )
    return attrs.evolve(base, name=name, base=base.name, overrides=overrides, **changes)  # type: ignore[arg-type]  # checked above


def _bands(fields: Fields) -> tuple[Band, ...]:
    """Return the declared bands; report a semaforo with a gap: limits must fall, the last has none."""
    value = fields.value("bands", tree.Bands)
    if value is None:
        return ()
    bands: list[Band] = []
    for item in value.items:
        word = fields.find(vocabulary.COLORS, item.color, item.span, "semáforo")
        if word is None:
            return ()
        limit = item.limit.value if item.limit is not None else None
        if item.limit is not None and limit is not None:
            limit = limit * 100 if item.limit.percent else limit
        strict = item.operator == ">"
        good = item.operator in {"", ">", ">="} and (item.limit is None or limit is not None)
        falls = not bands or (bands[-1].limit is not None and (limit is None or limit < bands[-1].limit))
        if not good or not falls or any(band.color == word.spanish for band in bands):
            fields.findings.add(fields.source, item.span, "PEI218", note="here")
            return ()
        bands.append(Band(Color(word.spanish), limit, strict))
    if bands[-1].limit is not None:
        fields.findings.add(fields.source, value.span, "PEI218", "last", note="here")
        return ()
    return tuple(bands)
