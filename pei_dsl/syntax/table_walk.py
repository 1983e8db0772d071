"""
One walk over Lark's parse table: what Lark's own loop gives for a sound text, several times faster.

Lark keeps its place in objects, so that a parse may stop, be looked at and go on; that explains mistakes, and
is paid for with each token.  A sound text needs none of it.  Table, scanners and callbacks are Lark's, so
there is one grammar; what does not fit is None, and whoever wants to know why asks Lark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import attrs
import lark
from lark import Token
from lark.parse_tree_builder import ExpandSingleChild
from lark.parsers.lalr_analysis import Shift

_END = "$END"


@attrs.frozen
class _Reduction:
    """
    What a rule does: takes `size` values from the stack and puts what `make` gives of them.

    `passes` tells that it takes one value and gives the same one: `?sum: product`.
    """

    size: int
    origin: str
    make: Callable[[list[Any]], Any]
    passes: bool


class _State(NamedTuple):
    """
    A state of the table.

    Attributes:
        match: Finds the next token that may stand here, in a text from one place to another.
        callbacks: What gives tokens another type, by their type.
        ignored: The types that are skipped.
        actions: By the type of the next token, or the name of a rule: the state after it, or the rule that
            ends before it.
    """

    match: Callable[[str, int, int], re.Match[str] | None]
    callbacks: Mapping[str, Callable[[Token], Token]]
    ignored: frozenset[str]
    actions: Mapping[str, Any]  # int | _Reduction, told apart by who knows which one it is


@attrs.define
class TableWalk:
    """The table of a parser, in the form in which it is walked: states are made when first come to."""

    _parser: lark.Lark
    _states: dict[int, _State] = attrs.field(factory=dict)
    # Where rules of one part end, one after the other: below it, where they began, the next token.
    _passed: dict[tuple[int, int, str], int] = attrs.field(factory=dict)

    def read(self, text: str, start: int, end: int, rule: str) -> Any:  # noqa: ANN401  (what the builder makes; calls are what this loop saves)
        """Return what the builder makes of a part of `text` by `rule`, or None when it does not fit."""
        table = self._table.parse_table
        last = table.end_states[rule]
        states, passed, new = self._states, self._passed, str.__new__
        stack: list[int] = [table.start_states[rule]]
        values: list[Any] = []
        position = start
        while True:
            top = stack[-1]
            match, callbacks, ignored, actions = states.get(top) or self._state(top)
            kind = _END
            while position < end:
                found = match(text, position, end)
                if found is None or found.lastgroup is None:
                    return None
                kind = found.lastgroup
                begin, position = found.span(kind)
                if kind not in ignored:
                    token = new(Token, found[kind])
                    token.type, token.start_pos, token.end_pos = kind, begin, position
                    if kind in callbacks:
                        token = callbacks[kind](token)
                        kind = token.type
                    break
                kind = _END
            while True:
                action = actions.get(kind)
                if action is None:
                    return None
                if type(action) is int:
                    stack.append(action)
                    values.append(token)
                    break
                if action.passes:
                    key = stack[-2], top, kind
                    stack[-1] = passed.get(key) or self._pass(key)
                else:
                    size = action.size
                    if size:
                        made = action.make(values[-size:])
                        del stack[-size:], values[-size:]
                    else:
                        made = action.make([])
                    values.append(made)
                    stack.append(states[stack[-1]].actions[action.origin])
                top = stack[-1]
                if kind is _END and top == last:
                    return values[-1]
                actions = (states.get(top) or self._state(top)).actions

    def _pass(self, key: tuple[int, int, str]) -> int:
        """Return the state after all rules that end here and give what they take."""
        below, top, kind = key
        action = self._state(top).actions.get(kind)
        while isinstance(action, _Reduction) and action.passes:
            top = self._state(below).actions[action.origin]
            action = self._state(top).actions.get(kind)
        return self._passed.setdefault(key, top)

    def _state(self, number: int) -> _State:
        """Return what Lark knows of a state, kept for next time; threads that ask at once get the same."""
        known = self._states.get(number)
        if known is not None:
            return known
        frontend: Any = self._parser.parser
        lexer = frontend.lexer.lexers[number]
        terminals = lexer.scanner.terminals  # made before the callbacks are
        actions = {
            symbol: argument if action is Shift else _reduction(argument, self._table.callbacks[argument])
            for symbol, (action, argument) in self._table.parse_table.states[number].items()
        }
        state = _State(
            _matching(terminals, lexer.g_regex_flags),
            lexer.callback,
            frozenset(lexer.ignore_types),
            actions,
        )
        return self._states.setdefault(number, state)

    @property
    def _table(self) -> Any:  # noqa: ANN401  (Lark's, which has no types)
        frontend: Any = self._parser.parser
        return frontend.parser.parser


def _reduction(rule: Any, make: Callable[[list[Any]], Any]) -> _Reduction:  # noqa: ANN401
    size = len(rule.expansion)
    return _Reduction(size, rule.origin.name, make, size == 1 and isinstance(make, ExpandSingleChild))


def _matching(terminals: Any, flags: int) -> Callable[[str, int, int], re.Match[str] | None]:  # noqa: ANN401
    """Return what finds the next of `terminals`, past blanks in one step: no token begins with one."""
    choices = "|".join(f"(?P<{each.name}>{each.pattern.to_regexp()})" for each in terminals)
    return re.compile(rf"[^\S\n]*(?:{choices})", flags).match
