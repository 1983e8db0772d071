"""What may be written outside formulas: keywords, free codes, fields and their values, periods."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from pei_dsl import vocabulary
from pei_dsl.analysis.resolve.symbols import group_of, objective_of
from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.editing import formula_choices
from pei_dsl.editing.choices import Choice, ChoiceKind, named, words
from pei_dsl.editing.data_files import data_files
from pei_dsl.editing.writing_context import Context
from pei_dsl.model.plan import Direction
from pei_dsl.syntax import tree
from pei_dsl.syntax.spelling import ENGLISH, SPANISH
from pei_dsl.views.offered_names import codes_of, values_of, years_of
from pei_dsl.views.offered_words import WordKind
from pei_dsl.vocabulary import FieldWord, fold

_FIGURE = re.compile(r"\d[\d,.]*[^\S\n]*%?[^\S\n]+")

# Fields of texts that name codes, columns of their own source, methodologies, evidence.
OF_CODES = frozenset({"aligns_with", "action", "of", "affects", "addresses", "follows", "answers"})
OF_COLUMNS = frozenset({"time", "order", "key", "breakdown", "quality"})
OF_METHODOLOGIES = frozenset({"methodology", "base"})


def declarations(language: str) -> Iterator[Choice]:
    """Yield the keywords that begin a declaration."""
    yield from (choice for _, choice in words(language, WordKind.DECLARATION))


def header(context: Context, language: str) -> Iterator[Choice]:
    """Yield the codes that are still free for a new objective, action or indicator."""
    plan = context.spot.workspace.plan
    written = {use.entity[1] for use in context.spot.uses if use.entity[0] == "code" and use.declares}
    taken = {*plan.groups, *plan.indicators, *written}
    detail = phrase("editing", "next_code", language)
    for pattern, title in _patterns(context.kind, taken, codes_of(plan)):
        free = next(
            code for number in itertools.count(1) if (code := pattern.format(f"{number:02}")) not in taken
        )
        yield Choice(f"{free} ", ChoiceKind.CODE, free, title or detail)


def _patterns(kind: str, taken: Iterable[str], titles: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what new codes look like, with `{}` for the number, and the title of the group of each."""
    groups = [code for code in titles if not group_of(code)]
    objectives = [code for code in groups if not objective_of(code)]
    if kind == "objective":
        families = dict.fromkeys([code.partition(".")[0] for code in objectives] or ["OEI"])
        yield from ((f"{family}.{{}}", "") for family in families)
    elif kind == "action":
        for code in objectives:
            family, _, number = code.partition(".")
            yield f"A{family[1:]}.{number}.{{}}", titles[code]
    elif kind == "indicator":
        empty = [code for code in groups if not any(group_of(each) == code for each in taken)]
        for code in dict.fromkeys([*empty, *groups]):
            yield f"IND.{{}}.{code}", titles[code]


def fields(context: Context, language: str) -> Iterator[Choice]:
    """Yield the fields that the declaration lacks; codes and periods where they may stand beside."""
    declaration = context.spot.declaration
    there = {
        item.name
        for item in (() if declaration is None else declaration.items)
        if isinstance(item, tree.Field)
        and not (item.word_span.start <= context.spot.offset <= item.word_span.end)
    }
    if context.kind in {"test", "citation"}:
        plan_codes = codes_of(context.spot.workspace.plan)
        yield from (
            Choice(f"{each.text}: ", ChoiceKind.CODE, each.text, each.detail)
            for each in named(plan_codes, ChoiceKind.CODE)
        )
    possible = [
        each for each in vocabulary.fields_of(context.kind) if each.is_repeatable or each.name not in there
    ]
    by_form = {_form(each, language): each for each in possible}
    offered = {each.text: choice for each, choice in words(language, WordKind.FIELD) if each.text in by_form}
    for form, each in by_form.items():
        choice = offered[form]
        yield Choice(_behind(each, form), choice.kind, form, spellings=choice.spellings)
    if context.kind == "series":
        yield from _periods(context)


def _behind(field: FieldWord, form: str) -> str:
    """Return the word of a field with what follows it."""
    return f"{form} " if field.name in {"column", "example"} else f"{form}: "


def _form(word: vocabulary.Word, language: str) -> str:
    return word.english_form if language == "en" else word.spanish


def values(context: Context, language: str) -> Iterator[Choice]:
    """Yield what may be the value of a field."""
    field = context.field
    assert field is not None
    if field.kind == "COLUMN":
        yield from _of_column(context, language)
        return
    form = _form(field, language)
    for each, choice in words(language, WordKind.VALUE):
        if form in each.of:
            yield choice
    yield from _names(field, context)
    if field.kind == "PERIODS":
        plan = context.spot.workspace.plan
        yield from named(years_of(plan.period), ChoiceKind.PERIOD)


def _names(field: FieldWord, context: Context) -> Iterator[Choice]:
    """Yield the names of the plan that a field takes."""
    workspace, declaration = context.spot.workspace, context.spot.declaration
    plan = workspace.plan
    if field.name in OF_CODES:
        yield from named(codes_of(plan), ChoiceKind.CODE)
    elif field.name in OF_METHODOLOGIES:
        yield from named([*plan.methodologies], ChoiceKind.NAME)
    elif field.name == "means":
        yield from named({name: each.title for name, each in plan.evidence.items()}, ChoiceKind.NAME)
    elif field.name in OF_COLUMNS and declaration is not None and declaration.kind == "source":
        yield from formula_choices.columns(workspace, declaration.header.name or "")
    elif field.name == "file":
        yield from (Choice(each, ChoiceKind.FILE) for each in data_files(workspace))
    elif field.name == "omits" and declaration is not None:
        yield from formula_choices.columns(workspace, declaration.header.name or "")


def _of_column(context: Context, language: str) -> Iterator[Choice]:
    """Yield the types of a column, and behind the first `;` what else may be demanded of it."""
    kind = WordKind.CONSTRAINT if ";" in context.before else WordKind.COLUMN_TYPE
    yield from (choice for _, choice in words(language, kind))


def entries(context: Context, language: str) -> Iterator[Choice]:
    """Yield what may begin a line below a field: periods, inputs of an example, data of a citation."""
    field = context.field
    assert field is not None
    if field.kind == "FIGURES":
        yield from _periods(context)
    elif field.kind == "EXAMPLE":
        yield from _inputs_of_example(context)
        forms = [_form(each, language) for each in vocabulary.FIGURE_KINDS]
        yield from (Choice(f"{each} = ", ChoiceKind.WORD, each) for each in forms)
    elif field.kind == "INPUTS":
        for each in named(values_of(context.spot.workspace.plan), ChoiceKind.VALUE):
            yield Choice(f"{each.text} = ", each.kind, each.text, each.detail)


def _periods(context: Context) -> Iterator[Choice]:
    """Yield the years that have no figure yet."""
    plan, declaration = context.spot.workspace.plan, context.spot.declaration
    there: set[str] = set()
    for item in () if declaration is None else declaration.items:
        if isinstance(item, tree.Field) and isinstance(item.value, tree.Figures):
            same = context.field is not None and item.name == context.field.name
            there |= {each.period.written for each in item.value.items} if same else set()
        elif isinstance(item, tree.Figure):
            there.add(item.period.written)
    for year in years_of(plan.evaluated_years or plan.period):
        if year not in there or context.begun.strip() == year:
            yield Choice(f"{year}: ", ChoiceKind.PERIOD, year)


def _inputs_of_example(context: Context) -> Iterator[Choice]:
    """Yield the definitions of the indicator, and the names in its formula that are none of them."""
    for each in formula_choices.local_names(context):
        yield Choice(f"{each.text} = ", each.kind, each.text, each.detail)
    plan, declaration = context.spot.workspace.plan, context.spot.declaration
    indicator = plan.indicators.get((declaration.header.code or "") if declaration is not None else "")
    if indicator is not None:
        named_in = {fold(each) for each in _words_of(indicator.formula_text)}
        for each in named(values_of(plan), ChoiceKind.VALUE):
            if fold(each.text) in named_in:
                yield Choice(f"{each.text} = ", each.kind, each.text, each.detail)


def _words_of(formula: str) -> list[str]:
    return vocabulary.NAME.findall(formula)


def figures(context: Context, language: str) -> Iterator[Choice]:
    """Yield the words that may stand in place of a figure, or behind it."""
    field = context.field
    assert field is not None
    expected = vocabulary.FIGURE_KINDS.find(context.entry) if field.kind == "EXAMPLE" else None
    if expected is not None and expected.name == "color":
        yield from _spoken(vocabulary.COLORS, language)
        return
    if expected is not None and expected.name == "year":
        plan = context.spot.workspace.plan
        yield from named(years_of(plan.evaluated_years or plan.period), ChoiceKind.PERIOD)
        return
    name = "goals" if field.kind in {"EXAMPLE", "INPUTS"} else field.name
    if field.name == "goals" or (expected is not None and expected.name == "goal"):
        yield from _intervals(context, language)
    form = _form(vocabulary.field_named(name), language)
    for each, choice in words(language, WordKind.VALUE):
        if form in each.of:
            yield choice


def _intervals(context: Context, language: str) -> Iterator[Choice]:
    """Yield intervals, as other goals of the indicator are, and the word between two figures."""
    spot, declaration = context.spot, context.spot.declaration
    indicator = spot.workspace.plan.indicators.get(declaration.header.code or "") if declaration else None
    if declaration is None or indicator is None or indicator.direction is not Direction.UNDEFINED:
        return
    if _FIGURE.fullmatch(context.begun):
        word = (ENGLISH if language == "en" else SPANISH).range
        yield Choice(f"{context.begun.rstrip()} {word} ", ChoiceKind.WORD, word)
        return
    for item in declaration.items:
        value = item.value if isinstance(item, tree.Field) and item.name == "goals" else None
        for figure in value.items if isinstance(value, tree.Figures) else ():
            if isinstance(figure.amount, tree.AmountRange):
                yield Choice(spot.source[figure.amount.span], ChoiceKind.WORD)


def expected(language: str) -> Iterator[Choice]:
    """Yield what a test may expect of a code: kinds of figures, colours, absences."""
    for listed in (vocabulary.FIGURE_KINDS, vocabulary.COLORS, vocabulary.ABSENCES):
        yield from _spoken(listed, language)


def _spoken(listed: Iterable[vocabulary.Word], language: str) -> Iterator[Choice]:
    for each in listed:
        yield Choice(_form(each, language), ChoiceKind.WORD, spellings=each.spellings)
