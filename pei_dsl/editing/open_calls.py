"""The calls of a formula that are still open where somebody writes: which function, and at which argument."""

from __future__ import annotations

import re

import attrs

from pei_dsl.vocabulary import RESERVED, fold


@attrs.frozen
class OpenCall:
    """
    A call whose parenthesis is not closed yet.

    Attributes:
        function: What is called, as it is written.
        arguments: Where its arguments begin, in the text that was asked about.
        argument: At which argument one writes, from 0.
    """

    function: str
    arguments: int
    argument: int


_TOKEN = re.compile(
    r"(?P<blank>\s+|#[^\n]*)"
    r"|(?P<operand>\"[^\"\n]*\"?|[“”„][^“”\n]*[“”]?|«[^»\n]*»?|\[[^\]\n]*\]?|\d[\w.,-]*|%)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign>.)",
    re.DOTALL,
)
_IF = frozenset({"si", "if"})


@attrs.define
class _Open:
    """A parenthesis that is open; `function` is "" where it calls nothing."""

    function: str
    arguments: int
    argument: int = 0


def open_calls(before: str) -> tuple[OpenCall, ...]:
    """
    Return the calls that are open at the end of `before`, the innermost first.

    `before` is the beginning of a formula.  Texts, comments, names in brackets are passed over; parentheses
    that call nothing, as those of `en ("a"; "b")`, are within the call that they stand in.
    """
    found: list[_Open] = []
    called, follows_operand = "", False
    for token in _TOKEN.finditer(before):
        match token.lastgroup, token[0]:
            case "blank", _:
                continue
            case "name", name if fold(name) in RESERVED:
                # `si` before an operand is a function, behind one it chooses rows
                called = name if fold(name) in _IF and not follows_operand else ""
                follows_operand = False
                continue
            case "name", name:
                called, follows_operand = name, True
                continue
            case "sign", "(":
                found.append(_Open(called, token.end()))
            case "sign", ")" if found:
                found.pop()
            case "sign", ";" if found:
                found[-1].argument += 1
            case _:
                pass
        called, follows_operand = "", token.lastgroup == "operand" or token[0] == ")"
    return tuple(
        OpenCall(each.function, each.arguments, each.argument) for each in found[::-1] if each.function
    )
