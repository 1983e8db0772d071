"""The worked examples of an indicator, and what examples and tests expect of a figure."""

from __future__ import annotations

from collections.abc import Mapping

from pei_dsl import vocabulary
from pei_dsl.analysis.resolve.fields import Fields
from pei_dsl.analysis.resolve.indicator_draft import Draft, is_open, local_key
from pei_dsl.analysis.resolve.resolution import Resolution
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import Color
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import (
    Example,
    ExpectedFigure,
    Figure,
    Goal,
    Place,
)
from pei_dsl.model.terms import term
from pei_dsl.model.units import Unit
from pei_dsl.syntax import tree


def read_examples(draft: Draft, names: Mapping[str, tree.Definition], resolver: Resolution) -> list[Example]:
    """Return the examples of an indicator; report inputs that nothing declares."""
    return [
        _example(draft, field.value, names, resolver)
        for field in draft.fields.repeated.get("example", ())
        if isinstance(field.value, tree.Example)
    ]


def _example(
    draft: Draft, written: tree.Example, names: Mapping[str, tree.Definition], resolver: Resolution
) -> Example:
    inputs: dict[str, Figure] = {}
    expected: list[ExpectedFigure] = []
    period: Period | None = None
    goal: Goal | None = None
    code = draft.declaration.header.code or ""
    fields = draft.fields
    for item in written.items:
        key = local_key(code, item.name) if item.name in names else resolver.keys.get(item.name)
        if key is not None:
            figure = fields.figure(item.amount, None)
            if figure is not None:
                inputs[key] = figure
            continue
        word = vocabulary.FIGURE_KINDS.find(item.name)
        if word is None:
            _unknown_input(draft, item, names, resolver)
        elif word.name == "year":
            period = fields.period(tree.Period(fields.source[item.amount.span], span=item.amount.span))
        elif word.name == "goal":
            goal = fields.goal(item.amount, draft.unit)
        else:
            made = expected_figure(fields, word.name, item.amount, draft.unit)
            if made is not None:
                expected.append(made)
    return Example(
        written.title, inputs, tuple(expected), period, goal, declared_at=fields.place(written.span)
    )


def _unknown_input(
    draft: Draft, item: tree.Assignment, names: Mapping[str, tree.Definition], resolver: Resolution
) -> None:
    if draft.declaration.broken or is_open(draft):
        return
    near = nearest(item.name, [*names, *resolver.keys, "valor", "alcance", "color", "logro", "año"])
    fixes = tuple(replace(draft.fields.source, item.name_span, text) for text in near)
    params = {"name": item.name}
    draft.fields.findings.add(
        draft.fields.source,
        item.name_span,
        "PEI201",
        "input",
        params=params,
        note="here",
        fixes=fixes,
    )


def is_bare(words: str) -> bool:
    """Tell whether `words` say that a figure is absent without saying why: `ND`."""
    return vocabulary.fold(words) in {"nd", "s/d"}


def any_absence(place: Place) -> Figure:
    """Return the expectation of an absence for whatever reason."""
    absence = Absence(Reason.NO_DATA, "any", {"reason": term(Reason.NO_DATA)})
    return Figure(absence, declared_at=place)


def expected_figure(
    fields: Fields, kind: str, amount: tree.Amount | tree.AmountRange, unit: Unit | None
) -> ExpectedFigure | None:
    """
    Return what `amount` expects of `kind`.

    Report words that are neither a colour nor an absence, and an interval of what is no goal.
    """
    place = fields.place(amount.span)
    if isinstance(amount, tree.AmountRange):
        goal = fields.goal(amount, unit) if kind == "goal" else fields.figure(amount, unit)
        return ExpectedFigure(kind, goal, declared_at=place) if goal is not None else None
    if kind == "color":
        word = fields.find(
            vocabulary.COLORS, amount.words or fields.source[amount.span], amount.span, "color"
        )
        return ExpectedFigure("color", color=Color(word.spanish), declared_at=place) if word else None
    if amount.words and is_bare(amount.words):
        figure: Figure | None = any_absence(place)
    elif kind == "achievement":
        if amount.words:
            figure = fields.figure(amount, None)
        elif amount.value is None:
            figure = None
        else:
            # An alcance is a percentage however it is written: 57.62 and 57.62% are the same.
            value = amount.value if amount.percent else amount.value / 100
            figure = Figure(value, amount.decimals, declared_at=place)
    else:
        figure = fields.figure(amount, unit) if unit is not None else None
    return ExpectedFigure(kind, figure, declared_at=place) if figure is not None else None
