"""Which fields the forms hold: their columns and cells, and what a form leaves out of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import attrs

from pei_dsl import vocabulary
from pei_dsl.interchange.beside_columns import equivalents_text
from pei_dsl.interchange.plan_columns import RELEVANCES, unit_words, words
from pei_dsl.model.keys import KeyKind, is_kind, kind_of
from pei_dsl.model.methodology import PROFILES
from pei_dsl.model.plan import Group, Indicator, Level, Plan, Relevance
from pei_dsl.model.units import Unit
from pei_dsl.vocabulary import FieldWord, Shape, Word

# What can be written in a cell; longer texts are cut, since Excel would refuse the whole file.
MAX_TEXT = 32_767

# What has a row in a form.
ROWS = ("objective", "action", "indicator")

# Fields of rows that are figures of periods: a form has a column for each period.
FIGURES = frozenset({"baseline", "goals", "values"})

# Fields of rows that no cell can hold: why.
NOT_IN_CELLS: Mapping[str, str] = {
    "formula": "it means what the names of the plan mean; the template shows it, locked",
    "where": "definitions of those names",
    "example": "inputs and results, any number of them",
}

# Declarations that no form holds: why.
NOT_IN_FORMS: Mapping[str, str] = {
    "source": "formulas rest on it, and they stay in the plan",
    "series": "formulas rest on it",
    "variable": "a formula",
    "function": "a formula",
    "methodology": "a form names the profile; a variant is text of the plan",
    "test": "it tests the plan, formulas and all",
    "citation": "it judges a text that stands elsewhere",
}
# A register is in no form, either, but nothing of it is left out: its values stand with their indicators.

DOCUMENTATION = Word("documentation", "nota", ("notas",), "note")


def column_fields(*declarations: str) -> tuple[FieldWord, ...]:
    """Return the fields of `declarations` that have one column in a form, in the order of the ficha."""
    return tuple(
        word
        for word in vocabulary.FIELDS
        if {*declarations} & {*word.of} and word.name not in FIGURES and word.name not in NOT_IN_CELLS
    )


def of_shape(declaration: str, shape: Shape) -> tuple[str, ...]:
    """Return the names of the fields of a `declaration` with a column and this shape."""
    return tuple(word.name for word in column_fields(declaration) if word.shape is shape)


def is_free(word: FieldWord) -> bool:
    """Tell whether the cells of a field are texts, not words of a list, numbers or units."""
    return word.is_text or word.name == "aligns_with"


def heading(word: FieldWord) -> str:
    """Return what heads the column of a field: `Unidad de medida`."""
    return words(word.headings[0] if word.headings else word.spanish)


def kind_of_row(thing: Group | Indicator) -> str:
    """Return the declaration that `thing` comes from."""
    if isinstance(thing, Indicator):
        return "indicator"
    return "objective" if thing.level is Level.OBJECTIVE else "action"


def cell_text(word: FieldWord, thing: object, declaration: str) -> str:
    """Return what the cell of a field says of `thing`, as forms write it; "" where it does not have it."""
    value: object = getattr(thing, word.attribute(declaration))
    match value:
        case None:
            return ""
        case Relevance():
            return RELEVANCES[value]
        case Unit():
            return unit_words(value)
        case tuple():
            return "; ".join(map(str, value))
        case _:
            return words(value) if word.shape is Shape.WORD else str(value)


def is_stated(word: FieldWord, thing: Any, declaration: str) -> bool:  # noqa: ANN401  (anything that is declared)
    """Tell whether a field of `thing` says more than what is so without it."""
    name = word.attribute(declaration)
    default = attrs.fields_dict(type(thing))[name].default
    value = getattr(thing, name)
    return bool(value) if isinstance(default, attrs.Factory) else bool(value != default)  # type: ignore[arg-type]  # a class


def is_in(plan: Plan, word: FieldWord) -> bool:
    """Tell whether an objective, action or indicator of `plan` has the field."""
    return any(
        is_stated(word, each, kind_of_row(each)) for each in _rows(plan) if kind_of_row(each) in word.of
    )


def left_out(plan: Plan, held: Collection[str]) -> Mapping[Word, int]:
    """
    Return what `plan` has and a form does not hold: fields and declarations, each with how many.

    Args:
        plan: The plan.
        held: The fields that the form has columns for, `documentation` among them where it has it, and the
            declarations that have a sheet.
    """
    found: Counter[Word] = Counter()
    for thing in _rows(plan):
        kind = kind_of_row(thing)
        for word in vocabulary.fields_of(kind):
            cut = word.name in held and is_free(word) and len(cell_text(word, thing, kind)) > MAX_TEXT
            if (word.name not in held or cut) and is_stated(word, thing, kind):
                found[word] += 1
        if thing.documentation and DOCUMENTATION.name not in held:
            found[DOCUMENTATION] += 1
    long = [each for each in plan.versions.values() if len(equivalents_text(each.equivalents)) > MAX_TEXT]
    if long and "version" in held:
        found[vocabulary.field_named("equivalents")] = len(long)
    for name, number in _declared(plan).items():
        if number and name not in held:
            found[vocabulary.DECLARATIONS.named(name)] = number
    return found


def _rows(plan: Plan) -> Iterable[Group | Indicator]:
    return (*plan.groups.values(), *plan.indicators.values())


def _declared(plan: Plan) -> Mapping[str, int]:
    """Return how many declarations there are of each kind that has no row in the form of a matrix."""
    kinds = [kind_of(key) for key in plan.definitions]
    functions = {each.name for key, each in plan.definitions.items() if is_kind(key, KeyKind.FUNCTION)}
    return {
        "source": len(plan.sources),
        "series": kinds.count(KeyKind.SERIES),
        "variable": kinds.count(KeyKind.VARIABLE),
        "function": len(functions),
        "methodology": len(plan.methodologies.keys() - PROFILES.keys()),
        "test": len(plan.tests),
        "citation": len(plan.citations),
        "activity": len(plan.activities),
        "evidence": len(plan.evidence),
        "factor": len(plan.factors),
        "recommendation": len(plan.recommendations),
        "commitment": len(plan.commitments),
        "version": len(plan.versions),
        "amendment": len(plan.amendments),
    }


def in_words(left: Mapping[Word, int], language: str = "es") -> str:
    """Return what is left out in words: `fórmula (39), donde (39), fuente (5)`."""
    return ", ".join(
        f"{word.spanish if language == 'es' else word.english_form} ({number})"
        for word, number in left.items()
    )
