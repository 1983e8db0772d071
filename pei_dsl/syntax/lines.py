"""A declaration as the lines of its canonical form: what stands on each, in cells that tables align."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Literal, assert_never

import attrs

from pei_dsl import vocabulary
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.formula_tokens import FormulaTokens, bracketed_name
from pei_dsl.syntax.line_tokens import Cell, Token, quoted
from pei_dsl.syntax.marked_words import is_marked
from pei_dsl.syntax.parts import bare_lines, unread
from pei_dsl.syntax.spelling import Spelling


@attrs.frozen
class Line:
    """
    A line, or several when the person broke it or comments do.

    Attributes:
        cells: Its tokens; the cells of all lines of one `table` stand in columns.
        depth: How far it is indented: 0 for headers, 1 for fields, 2 for their entries.
        table: What it is aligned with, or "" for nothing.
        column: Where it began in the source.
    """

    cells: tuple[Cell, ...]
    depth: int
    table: str = ""
    column: int = 0

    @property
    def start(self) -> int:
        """Where its first token stands in the source."""
        return self.cells[0][0].start


def lines_of(
    declaration: tree.Declaration, spelling: Spelling, figures: Literal["written", "exact"]
) -> tuple[Line, ...]:
    """
    Return the lines of `declaration`, header first.

    Figures that are "written" have the digits of the source, and breaks inside values stay where the person
    made them; figures that are "exact" are written from their values, and every value is on one line.
    """
    writer = _Writer(declaration, spelling, from_source=figures == "written")
    items = map(writer.item, declaration.items, itertools.count())
    return (writer.header(), *itertools.chain.from_iterable(items))


def _option(option: tree.Option) -> str:
    """Return what follows the type of a column: `valores "M", "F"`."""
    texts = ", ".join(quoted(text.value) for text in option.texts)
    return f"{option.written} {texts}".rstrip(" ") if texts else option.written


class _Writer:
    """Writes the parts of one declaration, whose text stands for what could not be read."""

    def __init__(self, declaration: tree.Declaration, spelling: Spelling, *, from_source: bool) -> None:
        self.declaration = declaration
        self.spelling = spelling
        self.from_source = from_source
        self.formulas = FormulaTokens(declaration.source, spelling, from_source)
        self.text = declaration.source.text

    def line(self, cells: Iterable[Iterable[Token]], depth: int, table: str = "") -> Line:
        """Return the line of `cells`, those at its end left out when they are empty."""
        kept = [tuple(cell) for cell in cells]
        while not kept[-1]:
            kept.pop()
        start = kept[0][0].start
        return Line(tuple(kept), depth, table, start - self.text.rfind("\n", 0, start) - 1)

    # ---- Header and items

    def header(self) -> Line:
        """`indicador IND.01.OEI.01 "Porcentaje de ..."`."""
        header = self.declaration.header
        if not self.declaration.kind:
            return self.line([[Token(self.declaration.source[header.span], header.span.start)]], 0)
        keyword = self.spelling.declaration(self.declaration.kind)
        tokens = [Token(keyword, header.span.start)]
        start = header.name_span.start
        end = header.span.start + len(header.keyword)
        if header.title is not None:
            end = header.title_span.end
        elif header.code is not None or header.name is not None:
            end = header.name_span.end
        if header.code is not None:
            tokens.append(Token(header.code, start))
        if header.name is not None:
            # `fuente` and below it `de datos` is no `fuente de datos`.
            apart = vocabulary.DECLARATIONS.find(f"{keyword} {header.name}") is not None
            tokens.append(Token(header.name, start, fresh=apart))
        if header.parameters is not None:
            glued = header.name is not None
            tokens.append(Token(f"({'; '.join(header.parameters)})", start, glued))
        if header.title is not None:
            tokens.append(Token(quoted(header.title), header.title_span.start))
        if header.expression is not None:
            tokens.extend(self.equal(header.expression, end))
        return self.line([tokens], 0)

    def item(self, item: tree.Item, number: int) -> list[Line]:
        """Return the lines of `item`, the one with `number` in its declaration."""
        match item:
            case tree.Field():
                return self.field(item, str(number))
            case tree.Figure():
                return [self.figure(item, 1, "figures")]
            case tree.Expectation():
                return [self.expectation(item)]
            case _:
                assert_never(item)

    def field(self, field: tree.Field, entries: str) -> list[Line]:
        """Return the lines of `field`: a list of figures or definitions has one line for each."""
        start, value = field.word_span.start, field.value
        if not field.name or isinstance(value, tree.Broken):
            return [self.line([[Token(f"{field.word}:", start)], self.raw(field)], 1, "values")]
        word = self.spelling.field(field.name)
        head = [Token(f"{word}:", start)]
        match value:
            case tree.Column(expression=expression) if expression is not None:
                return [self.computed_column(value, word)]
            case tree.Column():
                name = Token(f"{word} {bracketed_name(value.name, value.bracketed)}:", start)
                texts = [value.type, *(_option(option) for option in value.options)]
                type_ = [Token("; ".join(texts), value.type_span.start)] if any(texts) else []
                return [self.line([[name], type_], 1, "columns")]
            case tree.Example():
                title = f" {quoted(value.title)}" if value.title else ""
                lines = [self.line([[Token(f"{word}{title}:", start)]], 1)]
                return lines + [self.assignment(each, entries) for each in value.items]
            case tree.Figures(items=(only,)) if field.name == "baseline":
                return [self.line([head, itertools.chain(*self.figure(only, 1, "").cells)], 1, "values")]
            case tree.Figures():
                return [self.line([head], 1), *(self.figure(each, 2, entries) for each in value.items)]
            case tree.Definitions():
                return [self.line([head], 1), *(self.definition(each, entries) for each in value.items)]
            case tree.Inputs():
                return [self.line([head], 1), *(self.input(each, entries) for each in value.items)]
            case tree.Texts() | tree.Amount() | tree.Periods() | tree.Bands():
                return [self.line([head, self.value(value)], 1, "values")]
            case tree.Counts():
                return [self.line([head, self.value(value)], 1, "expected")]
            case tree.RowsOf(items=items):
                end = field.word_span.end
                return [self.line([head, list(self.formulas.listed(items, end))], 1, "values")]
            case _:
                return [self.line([[*head, *self.formulas.expression(value)]], 1)]

    def computed_column(self, column: tree.Column, word: str) -> Line:
        """`columna espera: número de días = salida - ingreso`."""
        assert column.expression is not None
        name, end = bracketed_name(column.name, column.bracketed), column.name_span.end
        if not column.type:
            cells = [[Token(f"{word} {name}", end)], self.equal(column.expression, end)]
        else:
            type_ = Token(column.type, column.type_span.start)
            cells = [
                [Token(f"{word} {name}:", end)],
                [type_, *self.equal(column.expression, column.type_span.end)],
            ]
        return self.line(cells, 1, "columns")

    def raw(self, field: tree.Field) -> Iterator[Token]:
        """Yield the lines of a value that could not be read."""
        source = self.declaration.source
        for begin, end, _ in unread(source, field.word_span.end, field.span.end):
            for match in re.finditer(r"[^\s][^\n]*", source.text[begin:end]):
                start = begin + match.start()
                yield Token(match[0].rstrip(), start, fresh=self.formulas.fresh(begin, start))

    # ---- Values

    def value(self, value: tree.Texts | tree.Amount | tree.Periods | tree.Bands | tree.Counts) -> list[Token]:
        """Return the tokens of a value that is no formula."""
        match value:
            case tree.Texts(items=(only,), bare=True):
                return self.bare(only)
            case tree.Texts():
                return self.listed(((quoted(each.value), each.span) for each in value.items), ";")
            case tree.Amount():
                return [self.amount(value)]
            case tree.Periods(first=first, last=last) if first == last:
                return [self.period(first)]
            case tree.Periods(first=first, last=last):
                return [
                    self.period(first),
                    Token(self.spelling.range, last.span.start),
                    self.period(last),
                ]
            case tree.Bands():
                return self.listed(((self.band(each), each.span) for each in value.items), ";")
            case tree.Counts():
                written = ((f"{each.number} {each.color}", each.span) for each in value.items)
                return self.listed(written, ",")
            case _:
                assert_never(value)

    def bare(self, text: tree.Text) -> list[Token]:
        """Return the lines of a text without quotes as the person broke them, if it is still theirs."""
        spans = list(bare_lines(self.declaration.source, text.span)) if self.from_source else []
        if " ".join(self.text[begin:end] for begin, end in spans) != text.value:
            return [Token(text.value, text.span.start)]
        return [Token(self.text[a:b], a, fresh=index > 0) for index, (a, b) in enumerate(spans)]

    def listed(self, items: Iterable[tuple[str, Span]], separator: str) -> list[Token]:
        """Return the tokens of a list, each but the last with `separator` behind it."""
        tokens: list[Token] = []
        end: int | None = None
        for text, span in items:
            if end is not None:
                tokens.append(Token(separator, end, glued=True))
            tokens.append(
                Token(text, span.start, fresh=end is not None and self.formulas.fresh(end, span.start))
            )
            end = span.end
        return tokens

    def period(self, period: tree.Period) -> Token:
        """`2024-S1`."""
        return Token(period.written, period.span.start)

    def figure(self, figure: tree.Figure, depth: int, table: str) -> Line:
        """`2024: 0.72%`."""
        value = self.amounts(figure.amount)
        words = figure.amount.words if isinstance(figure.amount, tree.Amount) else ""
        if figure.milestone is not None:
            value.append(Token(quoted(figure.milestone.value), figure.milestone.span.start))
        if figure.quality is not None:
            # Behind words, what is no mark of quality would be one of them: it stays on the next line.
            apart = bool(words) and figure.milestone is None and not is_marked(words, figure.quality.value)
            value.append(Token(figure.quality.value, figure.quality.span.start, fresh=apart))
        period = Token(f"{figure.period.written}:", figure.period.span.start)
        return self.line([[period], value], depth, table)

    def definition(self, definition: tree.Definition, table: str) -> Line:
        """`A "Personas" = contar(personas)`."""
        start = definition.name_span.start
        # The title has no place of its own: what stands before it stands behind the name.
        title = [Token(quoted(definition.title), start)] if definition.title else []
        formula = self.equal(definition.expression, definition.name_span.end)
        cells = [[Token(definition.name, start)], title, formula]
        return self.line(cells, 2, table)

    def assignment(self, assignment: tree.Assignment, table: str) -> Line:
        """`A = 1275`."""
        amounts = self.amounts(assignment.amount)
        name = Token(assignment.name, assignment.name_span.start)
        return self.line([[name], [Token("=", amounts[0].start), *amounts]], 2, table)

    def input(self, written: tree.Input, table: str) -> Line:
        """`A de IND.02.OEI.01 = 1,275`."""
        amount = self.amount(written.amount)
        of = f" {self.spelling.of} {written.code}" if written.code is not None else ""
        name = Token(f"{written.name}{of}", written.name_span.start)
        return self.line([[name], [Token("=", amount.start), amount]], 2, table)

    def equal(self, expression: tree.Expression, end: int) -> list[Token]:
        """`= a / b`, behind what ends at `end`."""
        return [Token("=", end), *self.formulas.expression(expression)]

    def expectation(self, expectation: tree.Expectation) -> Line:
        """`IND.02.OEI.01: valor 2.23%, rojo contradice "tabla 4"`."""
        written = ((self.expected(each), each.span) for each in expectation.items)
        tokens = self.listed(written, ",")
        if expectation.contradicts is not None:
            end = expectation.items[-1].span.end if expectation.items else expectation.code_span.end
            fresh = bool(expectation.items) and self.formulas.fresh(end, expectation.span.end)
            text = f"{self.spelling.contradicts} {quoted(expectation.contradicts)}"
            tokens.append(Token(text, end, fresh=fresh))
        code = Token(f"{expectation.code}:", expectation.code_span.start)
        return self.line([[code], tokens], 1, "expected")

    def expected(self, expected: tree.Expected) -> str:
        """`valor 2.23%`."""
        amounts = self.amounts(expected.amount) if expected.amount is not None else []
        return " ".join([expected.words, *(each.text for each in amounts)]).strip()

    def band(self, band: tree.Band) -> str:
        """`verde >= 95%`."""
        return f"{band.color} {band.operator} {self.amount(band.limit).text}" if band.limit else band.color

    def amounts(self, written: tree.Amount | tree.AmountRange) -> list[Token]:
        """`0.72%`, `95% a 105%`."""
        if isinstance(written, tree.Amount):
            return [self.amount(written)]
        lower, upper = map(self.amount, written.amounts)
        return [lower, Token(self.spelling.range, upper.start), upper]

    def amount(self, amount: tree.Amount) -> Token:
        """`0.72%`, `no programado`."""
        start = amount.span.start
        if amount.value is None or amount.words:
            return Token(amount.words or self.declaration.source[amount.span], start)
        value = amount.value * 100 if amount.percent else amount.value
        return Token(self.formulas.figure_text(value, amount.decimals, amount), start)
