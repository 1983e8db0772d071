"""The texts that filters compare columns with."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from pei_dsl.analysis.lints.subject import (
    Subject,
    walk,
)
from pei_dsl.model import expressions as m


def asked_texts(subject: Subject) -> AbstractSet[tuple[str, str, str]]:
    """Return every text that a filter asks for, with its source and column."""
    return {
        (node.source, column, text.value)
        for _, node in subject.aggregates
        for column, text in texts_asked(node)
    }


def texts_asked(node: m.Aggregate) -> Iterator[tuple[str, m.Text]]:
    """Yield the texts that `node` compares a column with."""
    for each in walk(node):
        match each:
            case m.Comparison(operator="=" | "<>", left=m.ColumnValue(column=column), right=m.Text() as text):
                yield column, text
            case m.Comparison(operator="=" | "<>", left=m.Text() as text, right=m.ColumnValue(column=column)):
                yield column, text
            case m.Membership(value=m.ColumnValue(column=column), choices=choices):
                yield from ((column, choice) for choice in choices if isinstance(choice, m.Text))
            case _:
                pass
