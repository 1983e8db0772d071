"""From the parser's reductions to the tree: one method for each rule of the grammar, with the same name."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import attrs
from lark import Token

from pei_dsl import numerals, vocabulary
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import fold

# Deeper formulas are no formulas a person wrote; every later stage may recurse this deep.
MAX_DEPTH = 60

Part: TypeAlias = Any  # a token or a node: what Lark hands to a rule's callback


@attrs.frozen
class Problem:
    """Something found while building the tree; `parse` turns it into a diagnostic."""

    code: DiagnosticCode
    span: Span
    variant: str = ""
    params: dict[str, str | int] = attrs.field(factory=dict)
    texts: tuple[str, ...] = ()  # replacements for `span`, best first
    safe: bool = False


_OPERATORS = {"≤": "<=", "≥": ">=", "≠": "<>"}
_MINUS = "-−–—‐‑"
_DIVIDE = "/÷∕⁄"


def _has_code(keyword: str) -> bool:
    """Tell whether the declarations that begin with `keyword` have a code; `plan PEI 2025-2030` has none."""
    word = vocabulary.DECLARATIONS.find(keyword)
    return word is not None and word.name in {"objective", "action", "indicator"}


def field_callback(token: Token) -> Token:
    """Give a FIELD the type that says how its value is written; an unknown word stays a FIELD."""
    word = vocabulary.FIELDS.find(str(token)[:-1].strip())
    if word is not None:
        token.type = f"{word.kind}_FIELD"
    return token


def _span(first: Part, last: Part) -> Span:
    start: int = first.start_pos if isinstance(first, Token) else first.span[0]  # type: ignore[assignment]  # lexed tokens have places
    end: int = last.end_pos if isinstance(last, Token) else last.span[1]  # type: ignore[assignment]  # as above
    return Span(start, end)


def _of(token: Token) -> Span:
    return Span(token.start_pos or 0, token.end_pos or 0)


def _after(token: Token) -> Span:
    """Return the place of a value that is not there."""
    return Span(token.end_pos or 0, token.end_pos or 0)


def _unquoted(token: str) -> str:
    return token[1:-1]


class Builder(threading.local):
    """
    Callbacks for Lark, shared by all threads.

    `problems` collects what is found on the way and `depths` how deep each deep expression is, for each
    thread apart; `parse` resets both before each declaration.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.depths: dict[int, tuple[int, tree.Expression]] = {}

    def reset(self) -> None:
        """Forget the previous declaration."""
        self.problems = []
        self.depths = {}

    # ---- Declarations

    def declaration(self, parts: list[Part]) -> tuple[tree.Header, tuple[tree.Item, ...]]:
        """Return header and items; `parse` knows the kind, the source and the documentation."""
        return parts[0], tuple(parts[1:])

    def header(self, parts: list[Part]) -> tree.Header:
        """`indicador IND.01.OEI.01 "Porcentaje de ..."`."""
        keyword = parts[0]
        values: dict[str, Any] = {}
        last = parts[-1][-1] if isinstance(parts[-1], tuple) else parts[-1]
        span = name_span = title_span = _span(parts[0], last)
        for part in parts[1:]:
            if isinstance(part, tuple):
                values["parameters"] = tuple(str(each) for each in part if each.type == "NAME")
            elif not isinstance(part, Token):
                values["expression"] = part
            elif part.type == "HEADER_CODE" and not _has_code(keyword):
                texts = (f'"{part}"',) if part is parts[-1] else ()
                self._report("PEI102", _of(part), "header", written=str(part), texts=texts, safe=True)
            elif part.type == "HEADER_CODE":
                values["code"] = self._code(part)
                name_span = _of(part)
            elif part.type == "NAME":
                values["name"] = str(part)
                name_span = _of(part)
            elif part.type == "STRING":
                values["title"] = _unquoted(part)
                title_span = _of(part)
        return tree.Header(
            **values, keyword=str(keyword), name_span=name_span, title_span=title_span, span=span
        )

    def _code(self, token: Token) -> str:
        """Return the code that `token` spells; report a spelling that is not the official one."""
        written = str(token)
        code = ".".join(_official(part) for part in re.findall(r"[^\W_]+", written.upper()))
        if code != written.upper():
            self._report("PEI106", _of(token), written=written, texts=(code,), safe=True)
        return code

    def parameters(self, parts: list[Token]) -> tuple[Token, ...]:
        """`(a; b)`."""
        return tuple(parts)

    # ---- Fields

    def text_field(self, parts: list[Part]) -> tree.Field:
        """`responsable: "Dirección"`."""
        word, *rest = parts
        items = [part for part in rest if part.type in {"STRING", "BARE"}]
        if not items:
            return self._field(word, tree.Texts((), span=_after(word)), word)
        span = _span(items[0], items[-1])
        if items[0].type == "BARE":
            text = tree.Text(" ".join(str(item) for item in items), span=span)
            return self._field(word, tree.Texts((text,), bare=True, span=span), items[-1])
        texts = tuple(tree.Text(_unquoted(item), span=_of(item)) for item in items)
        return self._field(word, tree.Texts(texts, span=span), items[-1])

    def _field(self, word: Token, value: tree.Value, last: Part) -> tree.Field:
        written = str(word)
        begin = (word.start_pos or 0) + len(written) - len(written.lstrip())
        spelt = written.strip().rstrip(":").rstrip()
        known = vocabulary.FIELDS.find(spelt)
        return tree.Field(
            known.name if known else "",
            value,
            spelt,
            word_span=Span(begin, begin + len(spelt)),
            span=Span(begin, _span(word, last).end),
        )

    def number_field(self, parts: list[Part]) -> tree.Field:
        """`decimales: 2`."""
        word, amount = parts
        return self._field(word, amount, amount)

    def formula_field(self, parts: list[Part]) -> tree.Field:
        """`fórmula: A / B` or `fórmula: ?`."""
        word, formula = parts
        if isinstance(formula, Token):
            formula = tree.Hole(span=_of(formula))
        return self._field(word, formula, formula)

    def figures_field(self, parts: list[Part]) -> tree.Field:
        """`logros: 2023: 0.75%  2024: 0.72%`."""
        word, items = parts[0], tuple(_nodes(parts[1:]))
        return self._field(word, tree.Figures(items, span=_span(items[0], items[-1])), items[-1])

    def where_field(self, parts: list[Part]) -> tree.Field:
        """`donde: A "Personas" = contar(personas)`."""
        word, items = parts[0], tuple(_nodes(parts[1:]))
        value = tree.Definitions(items, span=_span(items[0], items[-1]))
        return self._field(word, value, items[-1])

    def periods_field(self, parts: list[Part]) -> tree.Field:
        """`periodo: 2019 a 2027`."""
        word = parts[0]
        periods = [self._period(part) for part in parts[1:] if part.type == "PERIOD"]
        span = _span(periods[0], periods[-1])
        return self._field(word, tree.Periods(periods[0], periods[-1], span=span), periods[-1])

    def _period(self, token: Token) -> tree.Period:
        return tree.Period(str(token).replace("–", "-"), span=_of(token))

    def bands_field(self, parts: list[Part]) -> tree.Field:
        """`semáforo: verde >= 95%; amarillo >= 75%; rojo`."""
        word, items = parts[0], tuple(_nodes(parts[1:]))
        return self._field(word, tree.Bands(items, span=_span(items[0], items[-1])), items[-1])

    def counts_field(self, parts: list[Part]) -> tree.Field:
        """`acciones: 3 verde, 2 amarillo`."""
        word, items = parts[0], tuple(_nodes(parts[1:]))
        return self._field(word, tree.Counts(items, span=_span(items[0], items[-1])), items[-1])

    def inputs_field(self, parts: list[Part]) -> tree.Field:
        """`datos: A de IND.02.OEI.01 = 1,275`."""
        word, items = parts[0], tuple(_nodes(parts[1:]))
        return self._field(word, tree.Inputs(items, span=_span(items[0], items[-1])), items[-1])

    def column_field(self, parts: list[Part]) -> tree.Field:
        """`columna personas: número de personas; obligatoria`."""
        word, name, colon, *rest = parts
        bracketed = name.type == "BRACKETED"
        written = next((part for part in rest if isinstance(part, Token) and part.type == "TYPE"), None)
        last = rest[-1] if rest else colon
        column = tree.Column(
            _unquoted(name).strip() if bracketed else str(name),
            str(written) if written is not None else "",
            bracketed,
            self._options(_nodes(rest)),
            name_span=_of(name),
            type_span=_of(written) if written is not None else _of(name),
            span=_span(name, last),
        )
        return attrs.evolve(self._field(word, column, last), name="column")

    def _options(self, options: list[tree.Option]) -> tuple[tree.Option, ...]:
        """Return the options of a column; texts without words (`valores "M"; "F"`) join those before."""
        found: list[tree.Option] = []
        for option in options:
            if option.written:
                found.append(option)
            elif found and found[-1].texts:
                before = found[-1]
                texts = (*before.texts, *option.texts)
                found[-1] = attrs.evolve(before, texts=texts, span=_span(before, option))
            else:
                text = option.texts[0]
                self._report("PEI102", text.span, written=f'"{text.value}"')
        return tuple(found)

    def option(self, parts: list[Part]) -> tree.Option:
        """`valores "M", "F"`."""
        words = parts[0] if parts[0].type == "OPTION" else None
        texts = tuple(tree.Text(_unquoted(part), span=_of(part)) for part in parts if part.type == "STRING")
        span = _span(parts[0], parts[-1])
        words_span = _of(words) if words is not None else Span(span.start, span.start)
        return tree.Option(str(words or ""), texts, words_span=words_span, span=span)

    def example_field(self, parts: list[Part]) -> tree.Field:
        """`ejemplo "2024": A = 1275; B = 57251`."""
        word, items = parts[0], tuple(_nodes(parts[1:]))
        titles = [part for part in parts[1:] if isinstance(part, Token) and part.type == "STRING"]
        title = _unquoted(titles[0]) if titles else ""
        value = tree.Example(title, items, span=_span(parts[1], items[-1]))
        return attrs.evolve(self._field(word, value, items[-1]), name="example")

    def unknown_field(self, parts: list[Part]) -> tree.Field:
        """Keep a word that is no field; analysis reports it by name."""
        word, *rest = parts
        span = _span(rest[0], rest[-1]) if rest else _after(word)
        return self._field(word, tree.Broken(span=span), parts[-1])

    def figure(self, parts: list[Part]) -> tree.Figure:
        """`2024: 0.72%`."""
        period, _colon, amount, *rest = parts
        quality = tree.Text(str(rest[0]), span=_of(rest[0])) if rest else None
        return tree.Figure(self._period(period), amount, quality, span=_span(period, parts[-1]))

    def definition(self, parts: list[Part]) -> tree.Definition:
        """`A "Personas" = contar(personas)`."""
        name, expression = parts[0], parts[-1]
        title = _unquoted(parts[1]) if parts[1].type == "STRING" else ""
        return tree.Definition(
            str(name), title, expression, name_span=_of(name), span=_span(name, expression)
        )

    def band(self, parts: list[Part]) -> tree.Band:
        """`verde >= 95%`."""
        color = str(parts[0])
        if len(parts) == 1:
            return tree.Band(color, span=_of(parts[0]))
        limit = self.amount_number(parts[2:])
        operator = _OPERATORS.get(str(parts[1]), str(parts[1]))
        return tree.Band(color, operator, limit, span=_span(parts[0], parts[-1]))

    def count(self, parts: list[Part]) -> tree.Count:
        """`3 verde`."""
        number, color = parts
        amount = self.amount_number([number])
        value = amount.value
        if value is None or value.denominator != 1:
            self._report("PEI104", _of(number), "whole", written=str(number))
            value = None
        return tree.Count(int(value or 0), str(color), span=_span(number, color))

    def assignment(self, parts: list[Part]) -> tree.Assignment:
        """`A = 1275`."""
        name, _equal, amount = parts
        return tree.Assignment(str(name), amount, name_span=_of(name), span=_span(name, amount))

    def input(self, parts: list[Part]) -> tree.Input:
        """`A de IND.02.OEI.01 = 1,275`."""
        name, amount = parts[0], parts[-1]
        code: str | None = None
        if len(parts) > 3:
            _, of, written, *_ = parts
            code = self._code(written)
            if fold(of) not in {"de", "of"}:
                self._report("PEI102", _of(of), written=str(of), texts=("de",), safe=True)
        return tree.Input(str(name), code, amount, name_span=_of(name), span=_span(name, amount))

    def expectation(self, parts: list[Part]) -> tree.Expectation:
        """`IND.02.OEI.01: valor 2.23%, rojo contradice "tabla 4"`."""
        code, _colon, *rest = parts
        items: list[tree.Expected] = []
        contradicts: str | None = None
        words: list[Token] = []
        for part in rest:
            if isinstance(part, tree.Amount):
                items.append(self._expected(words, part))
                words = []
            elif part.type in {"NAME", "NOT"}:  # `no aplica`
                if fold(part) in {"contradice", "contradicts"}:
                    self._close(words, items)
                    words = [part]
                else:
                    words.append(part)
            elif part.type == "STRING" and words and fold(words[0]) in {"contradice", "contradicts"}:
                contradicts = _unquoted(part)
                words = []
            elif part.type == "COMMA":
                self._close(words, items)
                words = []
            else:
                self._report("PEI102", _of(part), written=str(part))
        self._close(words, items)
        return tree.Expectation(
            self._code(code),
            tuple(items),
            contradicts,
            code_span=_of(code),
            span=_span(code, rest[-1]),
        )

    def _close(self, words: list[Token], items: list[tree.Expected]) -> None:
        if words:
            items.append(self._expected(words, None))

    def _expected(self, words: list[Token], amount: tree.Amount | None) -> tree.Expected:
        first: Part = words[0] if words else amount
        last: Part = amount or words[-1]
        return tree.Expected(" ".join(words), amount, span=_span(first, last))

    def amount_number(self, parts: list[Part]) -> tree.Amount:
        """`-0.72%`."""
        negative = parts[0].type == "ADDITIVE" and str(parts[0]) in _MINUS
        percent = parts[-1].type == "PERCENT"
        token = next(part for part in parts if part.type == "NUMBER")
        span = _span(parts[0], parts[-1])
        numeral = self._numeral(token)
        if numeral is None:
            return tree.Amount(None, percent, span=span)
        value = -numeral.value if negative else numeral.value
        return tree.Amount(value / 100 if percent else value, percent, numeral.decimals, span=span)

    def amount_words(self, parts: list[Part]) -> tree.Amount:
        """`no programado`."""
        return tree.Amount(None, words=str(parts[0]), span=_of(parts[0]))

    def _numeral(self, token: Token) -> numerals.Numeral | None:
        numeral = numerals.read(str(token))
        if isinstance(numeral, numerals.Numeral):
            return numeral
        variant = "" if numeral.meant else "long"
        self._report(
            "PEI104", _of(token), variant, written=str(token)[:40], texts=numeral.meant, safe=numeral.sure
        )
        return None

    # ---- Expressions

    def disjunction(self, parts: list[Part]) -> tree.Expression:
        """`a o b`."""
        return self._deep(tree.Logic("o", tuple(_nodes(parts)), span=_span(parts[0], parts[-1])), parts)

    def conjunction(self, parts: list[Part]) -> tree.Expression:
        """`a y b`."""
        return self._deep(tree.Logic("y", tuple(_nodes(parts)), span=_span(parts[0], parts[-1])), parts)

    def negation(self, parts: list[Part]) -> tree.Expression:
        """`no a`."""
        return self._deep(tree.Negation(parts[1], span=_span(parts[0], parts[1])), parts)

    def comparison(self, parts: list[Part]) -> tree.Expression:
        """`a <= b`."""
        left, token, right = parts
        operator = _OPERATORS.get(str(token), str(token))
        return self._deep(tree.Comparison(operator, left, right, span=_span(left, right)), parts)

    def membership(self, parts: list[Part]) -> tree.Expression:
        """`región en ("Lima"; "Callao")`."""
        value, *choices = _nodes(parts)
        span = _span(parts[0], parts[-1])
        return self._deep(tree.Membership(value, tuple(choices), span=span), parts)

    def sum_chain(self, parts: list[Part]) -> tree.Expression:
        """`a + b - c`."""
        return self._chain(parts, lambda written: "-" if written in _MINUS else "+")

    def product_chain(self, parts: list[Part]) -> tree.Expression:
        """`a * b / c`."""
        return self._chain(parts, lambda written: "/" if written in _DIVIDE else "*")

    def _chain(self, parts: list[Part], operator: Callable[[str], str]) -> tree.Expression:
        operators = tuple(operator(str(part)) for part in parts[1::2])
        chain = tree.Chain(tuple(parts[::2]), operators, span=_span(parts[0], parts[-1]))
        return self._deep(chain, parts)

    def sign(self, parts: list[Part]) -> tree.Expression:
        """`-a`."""
        token, operand = parts
        operator = "-" if str(token) in _MINUS else "+"
        span = _span(token, operand)
        if isinstance(operand, tree.Power):
            self._report("PEI115", span, "sign")
        return self._deep(tree.Sign(operator, operand, span=span), parts)

    def power(self, parts: list[Part]) -> tree.Expression:
        """`a ^ 2`; a chain of powers has two readings, so it is an error."""
        span = _span(parts[0], parts[-1])
        base, exponent, *more = _nodes(parts)
        if more:
            self._report("PEI115", span)
            return tree.Broken(span=span)
        return self._deep(tree.Power(base, exponent, span=span), parts)

    def number(self, parts: list[Part]) -> tree.Expression:
        """`99,448` or `56%`."""
        span = _span(parts[0], parts[-1])
        numeral = self._numeral(parts[0])
        if numeral is None:
            return tree.Broken(span=span)
        if len(parts) > 1:
            return tree.Number(numeral.value / 100, percent=True, span=span)
        return tree.Number(numeral.value, span=span)

    def text(self, parts: list[Part]) -> tree.Expression:
        """`"Lima"`."""
        return tree.Text(_unquoted(parts[0]), span=_of(parts[0]))

    def date(self, parts: list[Part]) -> tree.Expression:
        """`2024-07-31`."""
        return tree.Date(str(parts[0]), span=_of(parts[0]))

    def code(self, parts: list[Part]) -> tree.Expression:
        """`IND.01.OEI.01`."""
        return tree.Code(str(parts[0]).upper(), span=_of(parts[0]))

    def name(self, parts: list[Part]) -> tree.Expression:
        """`población`, `población.personas`, `[Fecha de alta]`."""
        first, last = parts[0], parts[-1]
        span = _span(first, last)
        if first.type == "BRACKETED":
            return tree.Name(_unquoted(first).strip(), bracketed=True, span=span)
        if last is first:
            return tree.Name(str(first), span=span)
        bracketed = last.type == "BRACKETED"
        column = _unquoted(last).strip() if bracketed else str(last)
        return tree.Name(str(first), column, bracketed, span=span)

    def call(self, parts: list[Part]) -> tree.Expression:
        """`suma(población.personas al cierre)`."""
        arguments = tuple(_nodes(parts))
        span = _span(parts[0], parts[-1])
        call = tree.Call(str(parts[0]), arguments, name_span=_of(parts[0]), span=span)
        return self._deep(call, parts)

    def argument(self, parts: list[Part]) -> tree.Argument:
        """`egresos si condición = "sentenciado" en últimos 5 años`."""
        expression, *clauses = parts
        filters = tuple(part for part in clauses if not isinstance(part, tree.Window))
        windows = tuple(part for part in clauses if isinstance(part, tree.Window))
        argument = tree.Argument(expression, filters, windows, span=_span(parts[0], parts[-1]))
        depth = max(self._depth(part) for part in (expression, *filters))
        if depth:
            self.depths[id(argument)] = (depth, argument)  # type: ignore[assignment]  # keeps the id alive
        return argument

    def filter(self, parts: list[Part]) -> tree.Expression:
        """`si a = 1`: the condition alone."""
        condition: tree.Expression = parts[1]
        return condition

    def window(self, parts: list[Part]) -> tree.Window:
        """`en últimos 5 años`."""
        words = " ".join(str(part) for part in parts)
        return tree.Window(words, span=_span(parts[0], parts[-1]))

    def group(self, parts: list[Part]) -> tree.Expression:
        """`(a)`; doubled parentheses melt into one group, so they never make a tree deep."""
        inner = parts[1]
        span = _span(parts[0], parts[2])
        if isinstance(inner, tree.Group):
            inner = inner.expression
        return self._deep(tree.Group(inner, span=span), [inner])

    # ---- Depth

    def _depth(self, part: Part) -> int:
        found = self.depths.get(id(part))
        return found[0] if found else 0

    def _deep(self, node: tree.Expression, parts: Sequence[Part]) -> tree.Expression:
        """
        Return `node`, one deeper than its deepest part; beyond the limit it becomes `Broken`.

        Depths live beside the tree, keyed by identity (the node is kept, so its id stays its own).
        """
        depth = 1 + max((self._depth(part) for part in parts), default=0)
        if depth > MAX_DEPTH:
            if not any(problem.code == "PEI109" for problem in self.problems):
                self._report("PEI109", node.span, limit=MAX_DEPTH)
            return tree.Broken(span=node.span)
        self.depths[id(node)] = (depth, node)
        return node

    def _report(
        self,
        code: DiagnosticCode,
        span: Span,
        variant: str = "",
        *,
        texts: tuple[str, ...] = (),
        safe: bool = False,
        **params: str | int,
    ) -> None:
        self.problems.append(Problem(code, span, variant, params, texts, safe))


def _official(part: str) -> str:
    """Return a part of a code with letters and digits where they belong: `O1` is 01, `0EI` is OEI."""
    if re.fullmatch(r"0[A-Z]{2,4}", part):
        return f"O{part[1:]}"
    return part.replace("O", "0") if re.fullmatch(r"[O\d]*\d[O\d]*", part) else part


def _nodes(parts: Sequence[Part]) -> list[Part]:
    """Leave the tokens out of `parts`."""
    return [part for part in parts if not isinstance(part, Token)]
