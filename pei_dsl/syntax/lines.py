"""A declaration as the lines of its canonical form: what stands on each, in cells that tables align."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

import attrs

from pei_dsl import numerals, vocabulary
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.parts import bare_lines, unread
from pei_dsl.syntax.spelling import Spelling

_QUOTES = (('"', '"', '"'), ("«", "»", "»"), ("“", "”", "“”"))
# Below this a number may be a year, and `2,024` is none.
_GROUPED_FROM = 10_000
_DIGITS = re.compile(r"[\d.][\d.,_\u00a0\u2009\u202f]*")
_SEPARATORS = re.compile(r"[_\u00a0\u2009\u202f]")


@attrs.frozen
class Token:
    """
    A piece of a line that is never cut.

    Attributes:
        text: Its text.
        start: What stands before this place of the source comes before it.
        glued: Whether no blank stands before it.
        fresh: Whether the person began a line with it.
        depth: How many parentheses are open around it.
    """

    text: str
    start: int
    glued: bool = False
    fresh: bool = False
    depth: int = 0


Cell: TypeAlias = tuple[Token, ...]


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


def flat(tokens: Iterable[Token]) -> str:
    """Return `tokens` on one line."""
    text = ""
    for token in tokens:
        text += token.text if token.glued or not text else f" {token.text}"
    return text


def quoted(text: str) -> str:
    """Return `text` between quotation marks that it does not hold."""
    for begin, end, forbidden in _QUOTES:
        if not any(mark in text for mark in forbidden):
            return f"{begin}{text}{end}"
    return f'"{text}"'


def _option(option: tree.Option) -> str:
    """Return what follows the type of a column: `valores "M", "F"`."""
    texts = ", ".join(quoted(text.value) for text in option.texts)
    return f"{option.written} {texts}".rstrip(" ") if texts else option.written


def _bracketed(name: str, bracketed: bool) -> str:  # noqa: FBT001 - goes with the name
    return f"[{name}]" if bracketed else name


def _digits(value: Fraction, decimals: int) -> str:
    """Return `value`, which has at most `decimals` decimals, as Peru writes it."""
    whole, rest = divmod(abs(value) * 10**decimals, 10**decimals)
    text = f"{int(whole):,}" if whole >= _GROUPED_FROM else str(int(whole))
    if decimals:
        text += "." + str(int(rest)).zfill(decimals)
    if len(text) > numerals.MAX_DIGITS:
        text = text.replace(",", "")
    return text


def _decimals(value: Fraction) -> int:
    """Return how many decimals `value` needs."""
    decimals = 0
    while (value * 10**decimals).denominator != 1 and decimals < numerals.MAX_DIGITS:
        decimals += 1
    return decimals


def _begun(tokens: Iterable[Token], *, fresh: bool = False, glued: bool = False) -> Iterator[Token]:
    """Yield `tokens`, the first one with what is known of its place."""
    first, *rest = tokens
    yield attrs.evolve(first, fresh=fresh, glued=glued)
    yield from rest


class _Writer:
    """Writes the parts of one declaration, whose text stands for what could not be read."""

    def __init__(self, declaration: tree.Declaration, spelling: Spelling, *, from_source: bool) -> None:
        self.declaration = declaration
        self.spelling = spelling
        self.from_source = from_source
        self.text = declaration.source.text

    def line(self, cells: Iterable[Iterable[Token]], depth: int, table: str = "") -> Line:
        """Return the line of `cells`, those at its end left out when they are empty."""
        kept = [tuple(cell) for cell in cells]
        while not kept[-1]:
            kept.pop()
        start = kept[0][0].start
        return Line(tuple(kept), depth, table, start - self.text.rfind("\n", 0, start) - 1)

    def fresh(self, end: int, start: int) -> bool:
        """Tell whether the person began a line between `end` and `start`."""
        return self.from_source and "\n" in self.text[end:start]

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
            case tree.Column():
                name = Token(f"{word} {_bracketed(value.name, value.bracketed)}:", start)
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
            case _:
                return [self.line([[*head, *self.expression(value)]], 1)]

    def raw(self, field: tree.Field) -> Iterator[Token]:
        """Yield the lines of a value that could not be read."""
        source = self.declaration.source
        for begin, end, _ in unread(source, field.word_span.end, field.span.end):
            for match in re.finditer(r"[^\s][^\n]*", source.text[begin:end]):
                start = begin + match.start()
                yield Token(match[0].rstrip(), start, fresh=self.fresh(begin, start))

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
            tokens.append(Token(text, span.start, fresh=end is not None and self.fresh(end, span.start)))
            end = span.end
        return tokens

    def period(self, period: tree.Period) -> Token:
        """`2024-S1`."""
        return Token(period.written, period.span.start)

    def figure(self, figure: tree.Figure, depth: int, table: str) -> Line:
        """`2024: 0.72%`."""
        value = [self.amount(figure.amount)]
        if figure.quality is not None:
            # Behind words it would be one of them: the person wrote it on the next line.
            apart = figure.amount.value is None
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
        amount = self.amount(assignment.amount)
        name = Token(assignment.name, assignment.name_span.start)
        return self.line([[name], [Token("=", amount.start), amount]], 2, table)

    def input(self, written: tree.Input, table: str) -> Line:
        """`A de IND.02.OEI.01 = 1,275`."""
        amount = self.amount(written.amount)
        of = f" {self.spelling.of} {written.code}" if written.code is not None else ""
        name = Token(f"{written.name}{of}", written.name_span.start)
        return self.line([[name], [Token("=", amount.start), amount]], 2, table)

    def equal(self, expression: tree.Expression, end: int) -> list[Token]:
        """`= a / b`, behind what ends at `end`."""
        return [Token("=", end), *self.expression(expression)]

    def expectation(self, expectation: tree.Expectation) -> Line:
        """`IND.02.OEI.01: valor 2.23%, rojo contradice "tabla 4"`."""
        written = ((self.expected(each), each.span) for each in expectation.items)
        tokens = self.listed(written, ",")
        if expectation.contradicts is not None:
            end = expectation.items[-1].span.end if expectation.items else expectation.code_span.end
            fresh = bool(expectation.items) and self.fresh(end, expectation.span.end)
            text = f"{self.spelling.contradicts} {quoted(expectation.contradicts)}"
            tokens.append(Token(text, end, fresh=fresh))
        code = Token(f"{expectation.code}:", expectation.code_span.start)
        return self.line([[code], tokens], 1, "expected")

    def expected(self, expected: tree.Expected) -> str:
        """`valor 2.23%`."""
        amount = self.amount(expected.amount).text if expected.amount is not None else ""
        return f"{expected.words} {amount}".strip()

    def band(self, band: tree.Band) -> str:
        """`verde >= 95%`."""
        return f"{band.color} {band.operator} {self.amount(band.limit).text}" if band.limit else band.color

    def amount(self, amount: tree.Amount) -> Token:
        """`0.72%`, `no programado`."""
        start = amount.span.start
        if amount.value is None:
            return Token(amount.words or self.declaration.source[amount.span], start)
        value = amount.value * 100 if amount.percent else amount.value
        return Token(self.figure_text(value, amount.decimals, amount), start)

    def figure_text(self, value: Fraction, decimals: int, node: tree.Number | tree.Amount) -> str:
        """Return a figure with its sign and its `%`, in which `value` is counted."""
        sign, percent = "-" if value < 0 else "", "%" if node.percent else ""
        return f"{sign}{self.numeral(value, decimals, node.span)}{percent}"

    def numeral(self, value: Fraction, decimals: int, span: Span) -> str:
        """Return the digits of `value`: those at `span`, with commas between thousands, or new ones."""
        found = _DIGITS.search(self.text, *span) if self.from_source else None
        return _SEPARATORS.sub(",", found[0]) if found is not None else _digits(value, decimals)

    # ---- Expressions: operators begin lines, so that a break before an operand stands before its operator

    def expression(self, node: tree.Expression, depth: int = 0) -> Iterator[Token]:
        """Yield the tokens of `node`; its groups hold all parentheses that it needs."""
        start = node.span.start
        match node:
            case tree.Number(value=value, percent=percent):
                value = value * 100 if percent else value
                yield Token(self.figure_text(value, _decimals(value), node), start, depth=depth)
            case tree.Call(function=function):
                yield Token(f"{function}(", start, depth=depth)
                yield from self.arguments(node, depth + 1)
                yield Token(")", node.span.end - 1, glued=True, depth=depth)
            case tree.Sign(operator=operator, operand=operand):
                yield Token(operator, start, depth=depth)
                yield from _begun(self.expression(operand, depth), glued=True)
            case tree.Chain(operands=operands, operators=operators):
                yield from self.chain(operands, operators, depth)
            case tree.Power(base=base, exponent=exponent):
                yield from self.chain((base, exponent), ("^",), depth)
            case tree.Comparison(operator=operator, left=left, right=right):
                yield from self.chain((left, right), (operator,), depth)
            case tree.Logic(operator=operator, operands=operands):
                word = self.spelling.little[operator]
                yield from self.chain(operands, (word,) * (len(operands) - 1), depth)
            case tree.Membership():
                yield from self.membership(node, depth)
            case tree.Negation(operand=operand):
                yield Token(self.spelling.little["no"], start, depth=depth)
                yield from self.expression(operand, depth)
            case tree.Group(expression=inner):
                yield Token("(", start, depth=depth)
                fresh = self.fresh(start, inner.span.start)
                yield from _begun(self.expression(inner, depth + 1), glued=True, fresh=fresh)
                yield Token(")", node.span.end - 1, glued=True, depth=depth)
            case _:
                yield Token(self.atom(node), start, depth=depth)

    def atom(self, node: tree.Text | tree.Date | tree.Name | tree.Code | tree.Hole | tree.Broken) -> str:
        """Return what has no parts."""
        match node:
            case tree.Text(value=text):
                return quoted(text)
            case tree.Date(written=written):
                return written
            case tree.Name(name=name, column=None, bracketed=bracketed):
                return _bracketed(name, bracketed)
            case tree.Name(name=name, column=column, bracketed=bracketed):
                return f"{name}.{_bracketed(column or '', bracketed)}"
            case tree.Code(code=code):
                return code
            case tree.Hole():
                return "?"
            case tree.Broken(span=span):
                return " ".join(self.declaration.source[span].split())
            case _:
                assert_never(node)

    def chain(
        self, operands: tuple[tree.Expression, ...], operators: tuple[str, ...], depth: int
    ) -> Iterator[Token]:
        """`a + b - c`."""
        yield from self.expression(operands[0], depth)
        for before, operator, operand in zip(operands, operators, operands[1:], strict=False):
            start = operand.span.start
            yield Token(operator, start, fresh=self.fresh(before.span.end, start), depth=depth)
            yield from self.expression(operand, depth)

    def membership(self, node: tree.Membership, depth: int) -> Iterator[Token]:
        """`región en ("Lima"; "Callao")`."""
        first = node.choices[0].span.start
        fresh = self.fresh(node.value.span.end, first)
        yield from self.expression(node.value, depth)
        yield Token(f"{self.spelling.little['en']} (", first, fresh=fresh, depth=depth)
        end: int | None = None
        for choice in node.choices:
            start = choice.span.start
            if end is not None:
                yield Token(";", end, glued=True)
            fresh = end is not None and self.fresh(end, start)
            yield from _begun(self.expression(choice, depth + 1), fresh=fresh, glued=end is None)
            end = choice.span.end
        yield Token(")", node.span.end - 1, glued=True, depth=depth)

    def arguments(self, call: tree.Call, depth: int) -> Iterator[Token]:
        """`egresos si condición = "sentenciado" en últimos 5 años; 2`."""
        end = call.name_span.end
        for index, argument in enumerate(call.arguments):
            if index:
                yield Token(";", end, glued=True)
            fresh = self.fresh(end, argument.span.start)
            yield from _begun(self.argument(argument, depth), fresh=fresh, glued=not index)
            end = argument.span.end

    def argument(self, argument: tree.Argument, depth: int) -> Iterator[Token]:
        """`egresos si condición = "sentenciado" en últimos 5 años`."""
        yield from self.expression(argument.expression, depth)
        end = argument.expression.span.end
        clauses: list[tree.Expression | tree.Window] = [*argument.filters, *argument.windows]
        if self.from_source:
            clauses.sort(key=lambda clause: clause.span.start)
        for clause in clauses:
            start = clause.span.start
            fresh = self.fresh(end, start)
            if isinstance(clause, tree.Window):
                yield Token(clause.words, start, fresh=fresh, depth=depth)
            else:
                yield Token(self.spelling.little["si"], start, fresh=fresh, depth=depth)
                yield from self.expression(clause, depth)
            end = clause.span.end
