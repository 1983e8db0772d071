"""The columns of a table: their types, and what a declaration demands of their cells."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, assert_never

import attrs

from pei_dsl import numerals, vocabulary
from pei_dsl.analysis.resolve.fields import Fields
from pei_dsl.data.cell_values import read_text
from pei_dsl.data.date_formats import format_of, parse_format
from pei_dsl.data.durations import parse_duration_format, seconds_of
from pei_dsl.data.expected import Expected
from pei_dsl.diagnostics import Fix, Label
from pei_dsl.diagnostics.catalogue import Joined, Parameter, Term
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.expressions import Hole, ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column
from pei_dsl.model.terms import term
from pei_dsl.model.units import parse_unit
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import Argument, ConstraintWord

# A header with more columns of one name is none that somebody wrote.
MAX_OCCURRENCE = 1_000


def read_columns(fields: Fields) -> dict[str, Column]:
    """Return the columns of a table by name; report what is wrong with them (PEI117, PEI202, PEI315)."""
    columns: dict[str, Column] = {}
    for field in fields.repeated.get("column", ()):
        written = field.value
        if not isinstance(written, tree.Column):
            continue
        type_ = _type(fields, written) if written.type or written.expression is None else ValueType.UNKNOWN
        first = columns.get(written.name)
        if first is None:
            columns[written.name] = _column(fields, written, type_)
            continue
        related = (Label(fields.source, first.declared_at.span, "first"),)
        params = {"name": written.name}
        span = written.name_span
        fields.findings.add(fields.source, span, "PEI202", params=params, note="second", related=related)
    return columns


def _type(fields: Fields, column: tree.Column) -> ValueType:
    """Return the type of a column; a unit (`número de personas`) is a number."""
    if _commas(fields, column.type, column.type_span, skip=1):
        return ValueType.UNKNOWN
    word = vocabulary.COLUMN_TYPES.find(column.type)
    if word is not None:
        return ValueType(word.name)
    if parse_unit(column.type) is not None:
        return ValueType.NUMBER
    if vocabulary.code_digits(column.type):
        return ValueType.TEXT
    fields.find(vocabulary.COLUMN_TYPES, column.type, column.type_span, f"columna {column.name}")
    return ValueType.UNKNOWN


def _commas(fields: Fields, written: str, span: Span, *, skip: int) -> bool:
    """Report options that follow each other with commas (`número, obligatoria`): tell whether they do."""
    parts = re.split(r",[ \t]*(?=[^\W\d])", written)
    if len(parts) < 2 or not all(_option_word(part) for part in parts[skip:]):
        return False
    fix = replace(fields.source, span, "; ".join(parts), safe=True)
    fields.findings.add(fields.source, span, "PEI315", "comma", note="here", fixes=(fix,))
    return True


def _option_word(written: str) -> ConstraintWord | None:
    """Return the option that `written` begins with."""
    return vocabulary.COLUMN_OPTIONS.find(_option(written))


def _option(written: str) -> str:
    """Return the words of `written` that may be those of an option: all of them, or the first."""
    whole = written.strip()
    return whole if vocabulary.COLUMN_OPTIONS.find(whole) is not None else _first_word(written)


def _first_word(written: str) -> str:
    match = re.match(r"[^\W\d]\w*", written)
    return match[0] if match is not None else written


# ---- Options ------------------------------------------------------------------------------------------


def _column(fields: Fields, written: tree.Column, type_: ValueType) -> Column:
    """Return a column with its options; an option with a mistake is left out."""
    place = fields.place(written.name_span)
    typed = fields.place(written.type_span)
    digits = vocabulary.code_digits(written.type)
    column = Column(
        written.name, type_, parse_unit(written.type), digits=digits, declared_at=place, typed_at=typed
    )
    if written.expression is not None:  # resolved when all that formulas may name is known
        hole, text = Hole(span=written.expression.span), fields.source[written.expression.span]
        return attrs.evolve(column, formula=hole, text=" ".join(text.split()))
    seen: dict[str, tree.Option] = {}
    for option in written.options:
        column = _with_option(fields, column, option, seen)
    if _backwards(column):
        span = seen["maximum"].span
        related = (Label(fields.source, seen["minimum"].span, "first"),)
        params = {"minimum": seen["minimum"].written, "maximum": seen["maximum"].written}
        fields.findings.add(
            fields.source, span, "PEI315", "backwards", params=params, note="here", related=related
        )
        return attrs.evolve(column, minimum=None, maximum=None)
    return column


def _backwards(column: Column) -> bool:
    low, high = column.minimum, column.maximum
    if isinstance(low, Fraction) and isinstance(high, Fraction):
        return high < low
    return isinstance(low, datetime.date) and isinstance(high, datetime.date) and high < low


def _with_option(fields: Fields, column: Column, option: tree.Option, seen: dict[str, tree.Option]) -> Column:
    """Return `column` with `option`, or as it was after reporting what is wrong with the option."""
    if _commas(fields, option.written, option.words_span, skip=0):
        return column
    word = _option_word(option.written)
    if word is None:
        match = re.match(r"[^\W\d]\w*(?:[ \t]+[^\W\d]\w*)*", option.written)
        words = match[0] if match is not None else option.written
        span = Span(option.words_span.start, option.words_span.start + len(words))
        fields.find(vocabulary.COLUMN_OPTIONS, words, span, f"columna {column.name}")
        return column
    clash = next((other for other in (word.name, *word.excludes) if other in seen), None)
    if clash is not None:
        related = (Label(fields.source, seen[clash].span, "first"),)
        others = {"flow", "stock"}
        variant = "twice" if clash == word.name else "both" if {clash, word.name} == others else "together"
        return _wrong(fields, column, option, word, variant, related=related)
    seen[word.name] = option
    if column.type is not ValueType.UNKNOWN and column.type not in _types(word):
        return _wrong(fields, column, option, word, "type")
    rest = option.written.strip()[len(_option(option.written)) :].strip()
    match word.argument:
        case Argument.LIMIT:
            return _with_limit(fields, column, option, word, rest)
        case Argument.TEXTS:
            return _with_choices(fields, column, option, word, rest)
        case Argument.TEXT:
            found = _with_choices(fields, column, option, word, rest)
            texts = getattr(found, word.attribute)
            if found is column or len(texts) > 1:
                return column if found is column else _wrong(fields, column, option, word, "single")
            return _held(column, word, texts[0])
        case Argument.WHOLE:
            number = rest.lstrip(":= \t")
            if option.texts or not number.isdecimal() or not 1 <= int(number) <= MAX_OCCURRENCE:
                return _wrong(fields, column, option, word, "whole")
            return _held(column, word, int(number))
        case Argument.FORMATS:
            return _with_formats(fields, column, option, word, rest)
        case Argument.NOTHING if rest or option.texts:
            fix = replace(fields.source, option.span, word.spanish)
            return _wrong(fields, column, option, word, "extra", fixes=(fix,))
        case Argument.NOTHING:
            return _held(column, word, word.sets)
        case _ as never:
            assert_never(never)


def _held(column: Column, word: ConstraintWord, value: object) -> Column:
    """Return `column` with what a constraint says in its attribute."""
    changes: dict[str, Any] = {word.attribute: value}
    return attrs.evolve(column, **changes)


def _types(word: ConstraintWord) -> tuple[ValueType, ...]:
    """Return the types of columns that a constraint goes with."""
    return tuple(ValueType(name) for name in word.types) or tuple(ValueType)


def _wrong(
    fields: Fields,
    column: Column,
    option: tree.Option,
    word: ConstraintWord,
    variant: str,
    *,
    fixes: tuple[Fix, ...] = (),
    related: tuple[Label, ...] = (),
) -> Column:
    """Report `option` (PEI315) and return `column` without it."""
    span = option.span
    types = [term(each) for each in _types(word)]
    either = [part for each in types for part in (Term("words", "or"), each)][1:]
    params: dict[str, Parameter] = {
        "option": word.spanish,
        "written": fields.source[span][:60],
        "column": column.name,
        "type": term(column.type),
        "known": Joined(tuple(either), " "),
    }
    fields.findings.add(
        fields.source, span, "PEI315", variant, params=params, note="here", fixes=fixes, related=related
    )
    return column


def _with_limit(
    fields: Fields, column: Column, option: tree.Option, word: ConstraintWord, rest: str
) -> Column:
    if option.texts or not rest:
        return _wrong(fields, column, option, word, "limit")
    bare = rest.lstrip(":= \t")
    limit = _limit(bare, column.type, last=word.name == "maximum")
    if limit is None and column.type is not ValueType.UNKNOWN:
        numeral = numerals.read(bare)
        meant = numeral.meant if isinstance(numeral, numerals.Slip) else ()
        near = [text for text in meant if _limit(text, column.type, last=True) is not None]
        fixes = tuple(replace(fields.source, option.span, f"{word.spanish} {text}") for text in near)
        return _wrong(fields, column, option, word, "limit", fixes=fixes)
    if bare != rest:
        fix = replace(fields.source, option.span, f"{word.spanish} {bare}", safe=True)
        return _wrong(fields, column, option, word, "sign", fixes=(fix,))
    return _held(column, word, limit)


def _limit(written: str, type_: ValueType, *, last: bool) -> Fraction | datetime.date | None:
    """Return what a limit says; a whole period as the last date is its last day."""
    if type_ is ValueType.DATE:
        period = Period.parse(written)
        return None if period is None else period.end if last else period.start
    number = read_text(written, Expected(ValueType.NUMBER))
    return number if isinstance(number, Fraction) else None


def _with_choices(
    fields: Fields, column: Column, option: tree.Option, word: ConstraintWord, rest: str
) -> Column:
    texts = tuple(text.value.strip() for text in option.texts)
    if rest or not all(texts) or not texts:
        bare = [each for part in re.split(r"[,;]", rest) if (each := part.strip(" \t:="))]
        from pei_dsl.syntax.line_tokens import quoted

        meant = ", ".join(quoted(each) for each in (*bare, *filter(None, texts)))
        fixes = (replace(fields.source, option.span, f"{word.spanish} {meant}"),) if meant else ()
        return _wrong(fields, column, option, word, "quotes", fixes=fixes)
    return _held(column, word, tuple(dict.fromkeys(texts)))


def _with_formats(
    fields: Fields, column: Column, option: tree.Option, word: ConstraintWord, rest: str
) -> Column:
    """Return `column` with formats of dates, moments or durations; report a text that is none (PEI315)."""
    with_texts = _with_choices(fields, column, option, word, rest)
    formats = with_texts.formats
    match column.type:
        case _ if with_texts is column:
            return column
        case ValueType.NUMBER if not seconds_of(column.unit):
            place = fields.place(column.typed_at.span).span if column.typed_at.source is not None else None
            fixes = () if place is None else (replace(fields.source, place, "número de minutos"),)
            return _wrong(fields, column, option, word, "format_unit", fixes=fixes)
        case ValueType.NUMBER:
            return (
                with_texts
                if all(map(parse_duration_format, formats))
                else _wrong(fields, column, option, word, "format_duration")
            )
        case ValueType.MOMENT if all(map(parse_format, formats)):
            timed = all("hour" in format_of(each).parts for each in formats)
            return with_texts if timed else _wrong(fields, column, option, word, "format_moment")
        case _:
            known = all(map(parse_format, formats))
            return with_texts if known else _wrong(fields, column, option, word, "format")


# ---- Columns that other fields name -----------------------------------------------------------------------


def column_named(fields: Fields, field: str, columns: Mapping[str, Column]) -> str:
    """Return the column that `field` names: the one that dates the rows, or that marks them."""
    value = fields.value(field, tree.Texts)
    if value is None or not value.items:
        return ""
    return _known(fields, field, value.items[0].value.strip("[]"), value.span, columns)


def columns_named(fields: Fields, field: str, columns: Mapping[str, Column]) -> tuple[str, ...]:
    """Return the columns that `field` names, each once: quoted, or bare and separated by commas."""
    value = fields.value(field, tree.Texts)
    if value is None:
        return ()
    found: list[str] = []
    for written, span in _names(fields, value):
        name = _known(fields, field, written, span, columns)
        if name in found:
            params = {"field": fields.single[field].word, "name": name}
            fields.findings.add(fields.source, span, "PEI313", "twice", params=params, note="here")
        elif name:
            found.append(name)
    return tuple(found)


# Fields that may name a computed column; the others say what the rows of a file are.
_MAY_BE_COMPUTED = frozenset({"breakdown", "time"})
_NAME = re.compile(r"\[[^\]]*\]|[^,;\s\[](?:[^,;\[]*[^,;\s\[])?")


def _names(fields: Fields, value: tree.Texts) -> list[tuple[str, Span]]:
    """Return the names in `value`, each with its place."""
    if not value.bare:
        return [(item.value.strip(), item.span) for item in value.items]
    written = value.items[0].value
    # Words on several lines are joined, so that the place of one of them is known no longer.
    exact = fields.source[value.span] == written
    start = value.span.start
    return [
        (
            match[0].strip("[]").strip(),
            Span(start + match.start(), start + match.end()) if exact else value.span,
        )
        for match in _NAME.finditer(written)
    ]


def _known(fields: Fields, field: str, name: str, span: Span, columns: Mapping[str, Column]) -> str:
    """Return `name` when it is a column that `field` may name, or "" after reporting that it is none."""
    if name in columns and columns[name].formula is not None and field not in _MAY_BE_COMPUTED:
        params = {"field": fields.single[field].word, "name": name}
        fields.findings.add(fields.source, span, "PEI313", "computed", params=params, note="here")
        return ""
    if name in columns:
        return name
    if not fields.declaration.broken:
        near = nearest(name, columns)
        fixes = tuple(replace(fields.source, span, text, safe=True) for text in near)
        known = ", ".join(columns) or "—"
        params = {"name": name, "source": fields.declaration.header.name or "", "known": known}
        fields.findings.add(fields.source, span, "PEI201", "column", params=params, note="here", fixes=fixes)
    return ""
