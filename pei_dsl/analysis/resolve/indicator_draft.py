"""An indicator whose fields are read and whose formula is still to be resolved."""

from __future__ import annotations

import attrs

from pei_dsl import vocabulary
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.fields import Fields, read_fields, require, unknown_fields
from pei_dsl.diagnostics import Label
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.units import Unit, parse_unit
from pei_dsl.syntax import tree


@attrs.frozen
class Draft:
    """An indicator whose fields are read and whose formula is still to be resolved."""

    declaration: tree.Declaration
    fields: Fields
    unit: Unit | None  # None where it is missing or wrong: then nothing is said about figures in it


def read_unit(fields: Fields) -> Unit | None:
    """Return the unit of field `unidad`; report one that is none."""
    value = fields.value("unit", tree.Texts)
    if value is None or not value.items:
        return None
    unit = parse_unit(value.items[0].value)
    if unit is None:
        fields.find(vocabulary.UNITS, value.items[0].value, value.span, fields.single["unit"].word)
    return unit


def has_unit(declaration: tree.Declaration) -> bool:
    """Tell whether `declaration` has a unit to read figures in."""
    return any(
        isinstance(item, tree.Field)
        and item.name == "unit"
        and isinstance(item.value, tree.Texts)
        and any(parse_unit(text.value) for text in item.value.items[:1])
        for item in declaration.items
    )


def draft_indicator(declaration: tree.Declaration, findings: Findings) -> Draft:
    """Return the fields of an indicator; report what it lacks."""
    fields = read_fields(declaration, findings)
    require(fields, "unit")
    require(fields, "direction")
    return Draft(declaration, fields, read_unit(fields))


def local_definitions(draft: Draft, findings: Findings) -> dict[str, tree.Definition]:
    """Return the definitions under `donde:` by name; report names that stand twice."""
    value = draft.fields.value("where", tree.Definitions)
    found: dict[str, tree.Definition] = {}
    for definition in value.items if value else ():
        first = found.setdefault(definition.name, definition)
        if first is not definition:
            source = draft.declaration.source
            related = (Label(source, first.name_span, "first"),)
            params = {"name": definition.name}
            findings.add(
                source,
                definition.name_span,
                "PEI202",
                params=params,
                note="second",
                related=related,
            )
    return found


def local_key(code: str, name: str) -> str:
    """Return the key of the definition `name` under `donde:` of indicator `code`."""
    return key_of(KeyKind.WHERE, code, name)


def is_open(draft: Draft) -> bool:
    """Tell whether `donde:` may declare more than what could be read of it."""
    declaration = draft.declaration
    partial = declaration.broken and "where" in draft.fields.single
    return partial or bool(unknown_fields(declaration))
