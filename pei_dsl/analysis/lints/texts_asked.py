"""The texts that filters compare columns with."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.model import expressions as m


def texts_asked(node: m.Aggregate) -> Iterator[tuple[str, m.Text]]:
    """Yield the texts that `node` compares a column with."""
    for each in m.parts_of(node):
        match each:
            case m.Comparison(operator="=" | "<>", left=m.ColumnValue(column=column), right=m.Text() as text):
                yield column, text
            case m.Comparison(operator="=" | "<>", left=m.Text() as text, right=m.ColumnValue(column=column)):
                yield column, text
            case m.Membership(value=m.ColumnValue(column=column), choices=choices):
                yield from ((column, choice) for choice in choices if isinstance(choice, m.Text))
            case _:
                pass
