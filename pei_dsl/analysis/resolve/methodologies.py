"""Declared methodologies: a base profile and what the plan says otherwise."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping

import attrs

from pei_dsl import numerals, vocabulary
from pei_dsl.analysis.checks.cycles import find_cycles
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.fields import Fields, read_fields
from pei_dsl.analysis.resolve.overrides import overrides
from pei_dsl.analysis.resolve.symbols import Symbols
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.methodology import (
    CEPLAN,
    PROFILES,
    Band,
    Color,
    EntersAs,
    MaintainedGoal,
    Methodology,
    MissingSiblings,
    Negatives,
    Progress,
    Rounding,
    RoundingStep,
    Weights,
    ZeroGoal,
)
from pei_dsl.syntax import tree

LEAST_CAP = 100


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


_POLICIES: Mapping[str, type[enum.StrEnum]] = {
    "value": EntersAs,
    "missing_siblings": MissingSiblings,
    "zero_goal": ZeroGoal,
    "maintained_goal": MaintainedGoal,
    "weights": Weights,
    "negatives": Negatives,
    "progress": Progress,
}


def _variant(name: str, base: Methodology, fields: Fields) -> Methodology:
    changes: dict[str, object] = {}
    for field, values in _POLICIES.items():
        word = fields.word(field)
        if word is not None:
            changes[vocabulary.field_named(field).attribute("methodology")] = values(word.spanish)
    changes |= _cap(fields)
    changes |= _roundings(fields)
    bands = _bands(fields)
    if bands:
        changes["bands"] = bands
    varied = attrs.evolve(base, name=name, base=base.name, **changes)  # type: ignore[arg-type]  # checked above
    return attrs.evolve(varied, overrides=overrides(varied, fields.single))


def _cap(fields: Fields) -> dict[str, object]:
    """Return the declared cap: a percentage of at least 100, or `no`."""
    value = fields.value("cap", tree.Texts)
    if value is None or not value.items:
        return {}
    written = value.items[0].value
    if vocabulary.fold(written) in {"no", "sin tope", "none"}:
        return {"cap": None}
    numeral = numerals.read(written.removesuffix("%").strip()) if written[:1].isdigit() else None
    if isinstance(numeral, numerals.Numeral) and numeral.value >= LEAST_CAP:
        return {"cap": numeral.value}
    params = {"written": written[:60], "field": "tope", "known": "100%, 120%, no"}
    fields.findings.add(fields.source, value.span, "PEI117", params=params, note="here")
    return {}


_STEP = re.compile(r"(?:a )?(\d{1,2}) decimal(?:es)?,? ?(.*)", re.IGNORECASE)


def _roundings(fields: Fields) -> dict[str, object]:
    """Return the declared roundings: `mitad al par` of the value, `2 decimales, mitad al par` of a step."""
    changes: dict[str, object] = {}
    word = fields.word("value_rounding")
    if word is not None:
        changes["value_rounding"] = None if word.name == "none" else Rounding(word.name)
    for name in ("achievement_rounding", "contribution_rounding", "figure_rounding"):
        value = fields.value(name, tree.Texts)
        if value is None or not value.items:
            continue
        written = value.items[0].value.strip()
        if vocabulary.ROUNDINGS.find(written) is vocabulary.ROUNDINGS.named("none"):
            changes[name] = None
            continue
        match = _STEP.fullmatch(written)
        rounding = vocabulary.ROUNDINGS.find(match[2] or "mitad arriba") if match is not None else None
        if match is None or rounding is None or rounding.name == "none":
            known = "2 decimales; 2 decimales, mitad al par; no"
            params = {"written": written[:60], "field": fields.single[name].word, "known": known}
            fields.findings.add(fields.source, value.span, "PEI117", params=params, note="here")
            continue
        changes[name] = RoundingStep(int(match[1]), Rounding(rounding.name))
    return changes


def _bands(fields: Fields) -> tuple[Band, ...]:
    """Return the declared bands; report a semaforo with a gap: limits must fall, the last has none."""
    value = fields.value("bands", tree.Bands)
    if value is None:
        return ()
    bands: list[Band] = []
    for item in value.items:
        color = _color(fields, item)
        if color is None:
            return ()
        limit = item.limit.value if item.limit is not None else None
        if item.limit is not None and limit is not None:
            limit = limit * 100 if item.limit.percent else limit
        strict = item.operator == ">"
        good = item.operator in {"", ">", ">="} and (item.limit is None or limit is not None)
        falls = not bands or (bands[-1].limit is not None and (limit is None or limit < bands[-1].limit))
        if not good or not falls or any(band.color == color for band in bands):
            fields.findings.add(fields.source, item.span, "PEI218", note="here")
            return ()
        bands.append(Band(color, limit, strict))
    if bands[-1].limit is not None:
        fields.findings.add(fields.source, value.span, "PEI218", "last", note="here")
        return ()
    return tuple(bands)


def _color(fields: Fields, item: tree.Band) -> str | None:
    """Return the name of a band: one of the official colours, or the plan's own; report a slip of one."""
    word = vocabulary.COLORS.find(item.color)
    if word is not None:
        return Color(word.spanish)
    if nearest(item.color, vocabulary.COLORS.spanish()):
        fields.find(vocabulary.COLORS, item.color, item.span, "semáforo")
        return None
    return item.color.lower()
