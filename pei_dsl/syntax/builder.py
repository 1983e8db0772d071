"""From the parser's reductions to the tree: one method for each rule of the grammar, with the same name."""

from __future__ import annotations

from typing import Any

import attrs
from lark import Token

from pei_dsl import vocabulary
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.formula_builder import (
    MINUS,
    OPERATORS,
    FormulaBuilder,
    Part,
    nodes,
    place_of,
    span_of,
    unquoted,
)
from pei_dsl.syntax.marked_words import is_marked
from pei_dsl.vocabulary import fold
from pei_dsl.written_codes import official_code


def _has_code(keyword: str) -> bool:
    """Tell whether the declarations that begin with `keyword` have a code; `plan PEI 2025-2030` has none."""
    word = vocabulary.DECLARATIONS.find(keyword)
    return word is not None and word.name in vocabulary.CODED


def field_callback(token: Token) -> Token:
    """Give a FIELD the type that says how its value is written; an unknown word stays a FIELD."""
    word = vocabulary.FIELDS.find(str(token)[:-1].strip())
    if word is not None:
        token.type = f"{word.kind}_FIELD"
    return token


def _with_mark(amount: tree.Amount) -> tuple[tree.Amount, tree.Text | None]:
    """Return the words of an absence without the mark of quality behind them, and that: `ND preliminar`."""
    words, blank, last = amount.words.rpartition(" ")
    words = words.rstrip()
    if not blank or not is_marked(words, last):
        return amount, None
    start, end = amount.span
    plain = tree.Amount.worded(words, Span(start, start + len(words)))
    return plain, tree.Text(last, span=Span(end - len(last), end))


def _after(token: Token) -> Span:
    """Return the place of a value that is not there."""
    return Span(token.end_pos or 0, token.end_pos or 0)


class Builder(FormulaBuilder):
    """Callbacks for Lark, shared by all threads: those of formulas, and of what stands around them."""

    # ---- Declarations

    def declaration(self, parts: list[Part]) -> tuple[tree.Header, tuple[tree.Item, ...]]:
        """Return header and items; `parse` knows the kind, the source and the documentation."""
        return parts[0], tuple(parts[1:])

    def header(self, parts: list[Part]) -> tree.Header:
        """`indicador IND.01.OEI.01 "Porcentaje de ..."`."""
        keyword = parts[0]
        values: dict[str, Any] = {}
        last = parts[-1][-1] if isinstance(parts[-1], tuple) else parts[-1]
        span = name_span = title_span = span_of(parts[0], last)
        for part in parts[1:]:
            if isinstance(part, tuple):
                values["parameters"] = tuple(str(each) for each in part if each.type == "NAME")
            elif not isinstance(part, Token):
                values["expression"] = part
            elif part.type == "HEADER_CODE" and not _has_code(keyword):
                texts = (f'"{part}"',) if part is parts[-1] else ()
                self._report("PEI102", place_of(part), "header", written=str(part), texts=texts, safe=True)
            elif part.type == "HEADER_CODE":
                values["code"] = self._code(part)
                name_span = place_of(part)
            elif part.type == "NAME":
                values["name"] = str(part)
                name_span = place_of(part)
            elif part.type == "STRING":
                values["title"] = unquoted(part)
                title_span = place_of(part)
        return tree.Header(
            **values, keyword=str(keyword), name_span=name_span, title_span=title_span, span=span
        )

    def _code(self, token: Token) -> str:
        """Return the code that `token` spells; report a spelling that is not the official one."""
        written = str(token)
        code = official_code(written)
        if code != written.upper():
            self._report("PEI106", place_of(token), written=written, texts=(code,), safe=True)
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
        span = span_of(items[0], items[-1])
        if items[0].type == "BARE":
            text = tree.Text(" ".join(str(item) for item in items), span=span)
            return self._field(word, tree.Texts((text,), bare=True, span=span), items[-1])
        texts = tuple(tree.Text(unquoted(item), span=place_of(item)) for item in items)
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
            span=Span(begin, span_of(word, last).end),
        )

    def number_field(self, parts: list[Part]) -> tree.Field:
        """`decimales: 2`."""
        word, amount = parts
        return self._field(word, amount, amount)

    def formula_field(self, parts: list[Part]) -> tree.Field:
        """`fórmula: A / B` or `fórmula: ?`."""
        word, formula = parts
        if isinstance(formula, Token):
            formula = tree.Hole(span=place_of(formula))
        return self._field(word, formula, formula)

    def figures_field(self, parts: list[Part]) -> tree.Field:
        """`logros: 2023: 0.75%  2024: 0.72%`."""
        word, items = parts[0], tuple(nodes(parts[1:]))
        return self._field(word, tree.Figures(items, span=span_of(items[0], items[-1])), items[-1])

    def where_field(self, parts: list[Part]) -> tree.Field:
        """`donde: A "Personas" = contar(personas)`."""
        word, items = parts[0], tuple(nodes(parts[1:]))
        value = tree.Definitions(items, span=span_of(items[0], items[-1]))
        return self._field(word, value, items[-1])

    def rows_field(self, parts: list[Part]) -> tree.Field:
        """`una fila por: certijoven.dni si vigente`."""
        word, items = parts[0], tuple(nodes(parts[1:]))
        return self._field(word, tree.RowsOf(items, span=span_of(items[0], items[-1])), items[-1])

    def periods_field(self, parts: list[Part]) -> tree.Field:
        """`periodo: 2019 a 2027`."""
        word = parts[0]
        periods = [self._period(part) for part in parts[1:] if part.type == "PERIOD"]
        span = span_of(periods[0], periods[-1])
        return self._field(word, tree.Periods(periods[0], periods[-1], span=span), periods[-1])

    def _period(self, token: Token) -> tree.Period:
        return tree.Period(str(token).replace("–", "-"), span=place_of(token))

    def bands_field(self, parts: list[Part]) -> tree.Field:
        """`semáforo: verde >= 95%; amarillo >= 75%; rojo`."""
        word, items = parts[0], tuple(nodes(parts[1:]))
        return self._field(word, tree.Bands(items, span=span_of(items[0], items[-1])), items[-1])

    def counts_field(self, parts: list[Part]) -> tree.Field:
        """`acciones: 3 verde, 2 amarillo`."""
        word, items = parts[0], tuple(nodes(parts[1:]))
        return self._field(word, tree.Counts(items, span=span_of(items[0], items[-1])), items[-1])

    def inputs_field(self, parts: list[Part]) -> tree.Field:
        """`datos: A de IND.02.OEI.01 = 1,275`."""
        word, items = parts[0], tuple(nodes(parts[1:]))
        return self._field(word, tree.Inputs(items, span=span_of(items[0], items[-1])), items[-1])

    def column_field(self, parts: list[Part]) -> tree.Field:
        """`columna personas: número de personas; obligatoria`, `columna tardía = espera > 30`."""
        word, name, *rest = parts
        bracketed = name.type == "BRACKETED"
        written = next((part for part in rest if isinstance(part, Token) and part.type == "TYPE"), None)
        last = rest[-1]
        computed = any(isinstance(part, Token) and part.type == "EQUAL" for part in rest)
        column = tree.Column(
            unquoted(name).strip() if bracketed else str(name),
            str(written) if written is not None else "",
            bracketed,
            () if computed else self._options(nodes(rest)),
            rest[-1] if computed else None,
            name_span=place_of(name),
            type_span=place_of(written) if written is not None else place_of(name),
            span=span_of(name, last),
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
                found[-1] = attrs.evolve(before, texts=texts, span=span_of(before, option))
            else:
                text = option.texts[0]
                self._report("PEI102", text.span, written=f'"{text.value}"')
        return tuple(found)

    def option(self, parts: list[Part]) -> tree.Option:
        """`valores "M", "F"`."""
        words = parts[0] if parts[0].type == "OPTION" else None
        texts = tuple(
            tree.Text(unquoted(part), span=place_of(part)) for part in parts if part.type == "STRING"
        )
        span = span_of(parts[0], parts[-1])
        words_span = place_of(words) if words is not None else Span(span.start, span.start)
        return tree.Option(str(words or ""), texts, words_span=words_span, span=span)

    def example_field(self, parts: list[Part]) -> tree.Field:
        """`ejemplo "2024": A = 1275; B = 57251`."""
        word, items = parts[0], tuple(nodes(parts[1:]))
        titles = [part for part in parts[1:] if isinstance(part, Token) and part.type == "STRING"]
        title = unquoted(titles[0]) if titles else ""
        value = tree.Example(title, items, span=span_of(parts[1], items[-1]))
        return attrs.evolve(self._field(word, value, items[-1]), name="example")

    def unknown_field(self, parts: list[Part]) -> tree.Field:
        """Keep a word that is no field; analysis reports it by name."""
        word, *rest = parts
        span = span_of(rest[0], rest[-1]) if rest else _after(word)
        return self._field(word, tree.Broken(span=span), parts[-1])

    def figure(self, parts: list[Part]) -> tree.Figure:
        """`2024: 0.72%`, `2024: 95% a 105%`."""
        period, _colon, amount, *rest = parts
        texts = {each.type: each for each in rest}
        quality = tree.Text(str(texts["NAME"]), span=place_of(texts["NAME"])) if "NAME" in texts else None
        written = texts.get("STRING")
        milestone = tree.Text(unquoted(written), span=place_of(written)) if written is not None else None
        if quality is None and isinstance(amount, tree.Amount) and amount.words:
            amount, quality = _with_mark(amount)
        span = span_of(period, parts[-1])
        return tree.Figure(self._period(period), amount, quality, milestone, span=span)

    def definition(self, parts: list[Part]) -> tree.Definition:
        """`A "Personas" = contar(personas)`."""
        name, expression = parts[0], parts[-1]
        title = unquoted(parts[1]) if parts[1].type == "STRING" else ""
        return tree.Definition(
            str(name), title, expression, name_span=place_of(name), span=span_of(name, expression)
        )

    def band(self, parts: list[Part]) -> tree.Band:
        """`verde >= 95%`."""
        color = str(parts[0])
        if len(parts) == 1:
            return tree.Band(color, span=place_of(parts[0]))
        limit = self.amount_number(parts[2:])
        operator = OPERATORS.get(str(parts[1]), str(parts[1]))
        return tree.Band(color, operator, limit, span=span_of(parts[0], parts[-1]))

    def count(self, parts: list[Part]) -> tree.Count:
        """`3 verde`."""
        number, color = parts
        amount = self.amount_number([number])
        value = amount.value
        if value is None or value.denominator != 1:
            self._report("PEI104", place_of(number), "whole", written=str(number))
            value = None
        return tree.Count(int(value or 0), str(color), span=span_of(number, color))

    def assignment(self, parts: list[Part]) -> tree.Assignment:
        """`A = 1275`."""
        name, _equal, amount = parts
        return tree.Assignment(str(name), amount, name_span=place_of(name), span=span_of(name, amount))

    def input(self, parts: list[Part]) -> tree.Input:
        """`A de IND.02.OEI.01 = 1,275`."""
        name, amount = parts[0], parts[-1]
        code: str | None = None
        if len(parts) > 3:
            _, of, written, *_ = parts
            code = self._code(written)
            if fold(of) not in {"de", "of"}:
                self._report("PEI102", place_of(of), written=str(of), texts=("de",), safe=True)
        return tree.Input(str(name), code, amount, name_span=place_of(name), span=span_of(name, amount))

    def expectation(self, parts: list[Part]) -> tree.Expectation:
        """`IND.02.OEI.01: valor 2.23%, rojo contradice "tabla 4"`."""
        code, _colon, *rest = parts
        items: list[tree.Expected] = []
        contradicts: str | None = None
        words: list[Token] = []
        for part in rest:
            if isinstance(part, tree.Amount | tree.AmountRange):
                items.append(self._expected(words, part))
                words = []
            elif part.type in {"NAME", "NOT"}:  # `no aplica`
                if fold(part) in {"contradice", "contradicts"}:
                    self._close(words, items)
                    words = [part]
                else:
                    words.append(part)
            elif part.type == "STRING" and words and fold(words[0]) in {"contradice", "contradicts"}:
                contradicts = unquoted(part)
                words = []
            elif part.type == "COMMA":
                self._close(words, items)
                words = []
            else:
                self._report("PEI102", place_of(part), written=str(part))
        self._close(words, items)
        return tree.Expectation(
            self._code(code),
            tuple(items),
            contradicts,
            code_span=place_of(code),
            span=span_of(code, rest[-1]),
        )

    def _close(self, words: list[Token], items: list[tree.Expected]) -> None:
        if words:
            items.append(self._expected(words, None))

    def _expected(self, words: list[Token], amount: tree.Amount | tree.AmountRange | None) -> tree.Expected:
        first: Part = words[0] if words else amount
        last: Part = amount or words[-1]
        return tree.Expected(" ".join(words), amount, span=span_of(first, last))

    def amount_number(self, parts: list[Part]) -> tree.Amount:
        """`-0.72%`."""
        negative = parts[0].type == "ADDITIVE" and str(parts[0]) in MINUS
        percent = parts[-1].type == "PERCENT"
        token = next(part for part in parts if part.type == "NUMBER")
        span = span_of(parts[0], parts[-1])
        numeral = self._numeral(token)
        if numeral is None:
            return tree.Amount(None, percent, span=span)
        value = -numeral.value if negative else numeral.value
        return tree.Amount(value / 100 if percent else value, percent, numeral.decimals, span=span)

    def amount_range(self, parts: list[Part]) -> tree.AmountRange:
        """`95% a 105%`."""
        lower, _to, upper = parts
        return tree.AmountRange(lower, upper, span=span_of(lower, upper))

    def amount_words(self, parts: list[Part]) -> tree.Amount:
        """`no programado`."""
        return tree.Amount.worded(str(parts[0]), place_of(parts[0]))
