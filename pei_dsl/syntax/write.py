"""From a tree to text in the canonical form: Spanish words, two blanks of indent, one field per line."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from pei_dsl import numerals, vocabulary
from pei_dsl.syntax import tree

INDENT = "  "
_QUOTES = (('"', '"', '"'), ("«", "»", "»"), ("“", "”", "“”"))
# Below this a number may be a year, and `2,024` is none.
_GROUPED_FROM = 10_000


def write(file: tree.File) -> str:
    """
    Return the text of `file`: reading it gives an equal tree, and writing that tree gives the same text.

    That holds for every tree that a text can give.  A tree made by hand can hold what no text says: a line
    end in a text, or quotation marks of all three kinds in one; two operators that need parentheses without
    a `Group` between them.  Comments are no part of the tree (see `parts`); what could not be read stands as
    it was written.
    """
    return "\n".join(_declaration(each) for each in file.declarations)


def _declaration(declaration: tree.Declaration) -> str:
    lines = [
        f"## {line}".rstrip() for line in declaration.documentation.split("\n") if declaration.documentation
    ]
    lines.append(_Writer(declaration).header())
    for item in declaration.items:
        lines.extend(INDENT + line for line in _Writer(declaration).item(item))
    return "".join(f"{line}\n" for line in lines)


def quoted(text: str) -> str:
    """Return `text` between quotation marks that it does not hold."""
    for begin, end, forbidden in _QUOTES:
        if not any(mark in text for mark in forbidden):
            return f"{begin}{text}{end}"
    return f'"{text}"'


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
    return f"-{text}" if value < 0 else text


def _number(value: Fraction) -> str:
    decimals = 0
    while (value * 10**decimals).denominator != 1 and decimals < numerals.MAX_DIGITS:
        decimals += 1
    return _digits(value, decimals)


class _Writer:
    """Writes the parts of one declaration, whose text stands for what could not be read."""

    def __init__(self, declaration: tree.Declaration) -> None:
        self.declaration = declaration

    # ---- Header and items

    def header(self) -> str:
        """`indicador IND.01.OEI.01 "Porcentaje de ..."`."""
        header = self.declaration.header
        if not self.declaration.kind:
            return self.declaration.source[header.span]
        words = [vocabulary.DECLARATIONS.named(self.declaration.kind).spanish]
        words.extend(word for word in (header.code, header.name) if word is not None)
        if header.parameters is not None:
            words.append(f"{words.pop() if header.name else ''}({'; '.join(header.parameters)})")
        if header.title is not None:
            words.append(quoted(header.title))
        if header.expression is not None:
            words.append(f"= {self.expression(header.expression)}")
        return " ".join(words)

    def item(self, item: tree.Item) -> list[str]:
        """Return the lines of `item`, without the indent of the first."""
        match item:
            case tree.Field():
                return self.field(item)
            case tree.Figure():
                return [self.figure(item)]
            case tree.Expectation():
                return [self.expectation(item)]
            case _:
                assert_never(item)

    def field(self, field: tree.Field) -> list[str]:
        """Return the lines of `field`: a list of figures or definitions has one line for each."""
        if not field.name or isinstance(field.value, tree.Broken):
            return [" ".join(self.declaration.source[field.span].split())]
        head, value = f"{_field_word(field)}:", field.value
        match value:
            case tree.Column():
                return [self.column(value)]
            case tree.Example():
                head = f"ejemplo {quoted(value.title)}:" if value.title else "ejemplo:"
                return [head, *(f"{INDENT}{each.name} = {self.amount(each.amount)}" for each in value.items)]
            case tree.Figures(items=(only,)) if field.name == "baseline":
                return [f"{head} {self.figure(only)}"]
            case tree.Figures():
                return [head, *(INDENT + self.figure(each) for each in value.items)]
            case tree.Definitions():
                return [head, *(INDENT + self.definition(each) for each in value.items)]
            case tree.Texts(items=()):
                return [head]
            case tree.Texts(bare=True):
                return [f"{head} {value.items[0].value}"]
            case tree.Texts():
                return [f"{head} {'; '.join(quoted(each.value) for each in value.items)}"]
            case tree.Amount():
                return [f"{head} {self.amount(value)}"]
            case tree.Periods(first=first, last=last):
                return [
                    f"{head} {first.written}" if first == last else f"{head} {first.written} a {last.written}"
                ]
            case tree.Bands():
                return [f"{head} {'; '.join(self.band(each) for each in value.items)}"]
            case tree.Counts():
                return [f"{head} {', '.join(f'{each.number} {each.color}' for each in value.items)}"]
            case _:
                return [f"{head} {self.expression(value)}"]

    def column(self, column: tree.Column) -> str:
        """`columna personas: número de personas; obligatoria`."""
        head = f"columna {_bracketed(column.name, column.bracketed)}: {column.type}".rstrip(" ")
        return "; ".join([head, *(self.option(each) for each in column.options)])

    def option(self, option: tree.Option) -> str:
        """`valores "M", "F"`."""
        texts = ", ".join(quoted(each.value) for each in option.texts)
        return f"{option.written} {texts}".rstrip(" ") if texts else option.written

    def figure(self, figure: tree.Figure) -> str:
        """`2024: 0.72%`."""
        quality = f" {figure.quality.value}" if figure.quality is not None else ""
        return f"{figure.period.written}: {self.amount(figure.amount)}{quality}"

    def definition(self, definition: tree.Definition) -> str:
        """`A "Personas" = contar(personas)`."""
        title = f" {quoted(definition.title)}" if definition.title else ""
        return f"{definition.name}{title} = {self.expression(definition.expression)}"

    def expectation(self, expectation: tree.Expectation) -> str:
        """`IND.02.OEI.01: valor 2.23%, rojo contradice "tabla 4"`."""
        parts = [
            " ".join(part for part in (each.words, self.amount(each.amount) if each.amount else "") if part)
            for each in expectation.items
        ]
        text = f"{expectation.code}: {', '.join(parts)}"
        if expectation.contradicts is not None:
            text = f"{text.rstrip()} contradice {quoted(expectation.contradicts)}"
        return text

    def band(self, band: tree.Band) -> str:
        """`verde >= 95%`."""
        return f"{band.color} {band.operator} {self.amount(band.limit)}" if band.limit else band.color

    def amount(self, amount: tree.Amount) -> str:
        """`0.72%`, `no programado`."""
        if amount.value is None:
            return amount.words or self.declaration.source[amount.span]
        if amount.percent:
            return f"{_digits(amount.value * 100, amount.decimals)}%"
        return _digits(amount.value, amount.decimals)

    # ---- Expressions

    def expression(self, node: tree.Expression) -> str:
        """Return `node` on one line; its groups hold all parentheses that it needs."""
        match node:
            case tree.Number(value=value, percent=percent):
                return f"{_number(value * 100)}%" if percent else _number(value)
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
            case tree.Call(function=function, arguments=arguments):
                return f"{function}({'; '.join(self.argument(each) for each in arguments)})"
            case tree.Sign(operator=operator, operand=operand):
                return operator + self.expression(operand)
            case tree.Chain(operands=operands, operators=operators):
                first, *rest = (self.expression(each) for each in operands)
                signed = (f" {operator} {text}" for operator, text in zip(operators, rest, strict=True))
                return first + "".join(signed)
            case tree.Power(base=base, exponent=exponent):
                return f"{self.expression(base)} ^ {self.expression(exponent)}"
            case tree.Comparison(operator=operator, left=left, right=right):
                return f"{self.expression(left)} {operator} {self.expression(right)}"
            case tree.Membership(value=value, choices=choices):
                inside = "; ".join(self.expression(each) for each in choices)
                return f"{self.expression(value)} en ({inside})"
            case tree.Negation(operand=operand):
                return f"no {self.expression(operand)}"
            case tree.Logic(operator=operator, operands=operands):
                return f" {operator} ".join(self.expression(each) for each in operands)
            case tree.Group(expression=inner):
                return f"({self.expression(inner)})"
            case tree.Hole():
                return "?"
            case tree.Broken(span=span):
                return " ".join(self.declaration.source[span].split())
            case _:
                assert_never(node)

    def argument(self, argument: tree.Argument) -> str:
        """`egresos si condición = "sentenciado" en últimos 5 años`."""
        filters = (f"si {self.expression(each)}" for each in argument.filters)
        windows = (each.words for each in argument.windows)
        return " ".join([self.expression(argument.expression), *filters, *windows])


def _field_word(field: tree.Field) -> str:
    words = vocabulary.NAMED_FIELDS if field.name in {"column", "example"} else vocabulary.FIELDS
    return words.named(field.name).spanish
