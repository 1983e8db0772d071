"""What a declaration lists: definitions, columns and examples, as a form shows and changes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from pei_dsl.edits.changes import Address, ChangeError, SetField
from pei_dsl.edits.edit_places import Page, find
from pei_dsl.syntax import tree
from pei_dsl.syntax.line_tokens import quoted

LISTS = ("where", "column", "example")
_INDENT = "    "


@attrs.frozen
class Listed:
    """
    One thing that is listed.

    Attributes:
        name: What it is called: of an amount in an example, its name there.
        title: What it means, or "".
        value: What stands behind its name, or behind the colon of a column.
        expression: The formula of a definition; None for what has none.
        start: Where it begins in the text; 0 for what is new.
    """

    name: str
    title: str
    value: str
    expression: tree.Expression | None = None
    start: int = 0


@attrs.frozen
class Lists:
    """
    All lists of a declaration.

    Attributes:
        where: Its definitions, in their order.
        columns: Its columns that are not computed.
        examples: What each example gives, by its title.
        text: The text that it stands in.
    """

    where: tuple[Listed, ...]
    columns: tuple[Listed, ...]
    examples: dict[str, tuple[Listed, ...]]
    text: str


def lists_of(files: Sequence[tree.File], address: Address) -> Lists:
    """
    Return what the declaration at `address` lists.

    Raises:
        ChangeError: There is none.
    """
    page, index = find([Page.of(file) for file in files], address)
    text = page.text
    where: list[Listed] = []
    columns: list[Listed] = []
    examples: dict[str, tuple[Listed, ...]] = {}
    for field in page.file.declarations[index].items:
        match field:
            case tree.Field(value=tree.Definitions(items=items)):
                where.extend(
                    Listed(
                        each.name, each.title, _slice(text, each.expression), each.expression, each.span.start
                    )
                    for each in items
                )
            case tree.Field(value=tree.Column(expression=None) as column):
                columns.append(Listed(column.name, "", text[column.type_span.start : field.span.end].strip()))
            case tree.Field(value=tree.Example(title=title, items=amounts)):
                examples[title] = tuple(
                    Listed(each.name, "", _slice(text, each.amount), start=each.span.start)
                    for each in amounts
                )
            case _:
                pass
    return Lists(tuple(where), tuple(columns), examples, text)


def _slice(text: str, node: tree.Expression | tree.Amount | tree.AmountRange) -> str:
    return text[node.span.start : node.span.end].strip()


# ---- Changes --------------------------------------------------------------------------------------------


def set_item(
    files: Sequence[tree.File], of: Address, field: str, name: str, value: str, *, title: str, within: str
) -> SetField:
    """
    Return the change that writes `value` for the item `name` of a list; "" takes it away.

    Args:
        files: The texts.
        of: The declaration.
        field: One of `LISTS`.
        name: What the item is called.
        value: What stands behind it.
        title: What a new definition means; one that is there keeps its own for "".
        within: The example that the item is in.

    Raises:
        ChangeError: It cannot be written so.
    """
    lists, value = lists_of(files, of), " ".join(value.split())
    if not name.strip():
        raise ChangeError("no_declaration", name=name)
    match field:
        case "column":
            return SetField(of, field, value or None, name)
        case "where":
            own = {each.name: each.title for each in lists.where}
            items = _with(lists.where, Listed(name, title.strip() or own.get(name, ""), value))
            return SetField(of, field, _lines(items, _definition, lists.text))
        case _:
            items = _with(lists.examples.get(within, ()), Listed(name, "", value))
            return SetField(of, field, _lines(items, _amount, lists.text), within)


def _with(items: Sequence[Listed], changed: Listed) -> list[Listed]:
    """Return `items` with one of that name in its place, or behind them; without it where it says nothing."""
    found = [changed if each.name == changed.name else each for each in items]
    if changed not in found:
        found.append(changed)
    return [each for each in found if each.value]


def _lines(items: Sequence[Listed], written: Callable[[Listed], str], text: str) -> str | None:
    """Return items as they stand under a field, a line each below those of `text`; None for none."""
    known = next((each.start for each in items if each.start), 0)
    before = text[text.rfind("\n", 0, known) + 1 : known]
    indent = before if before and not before.strip() else _INDENT
    return "".join(f"\n{indent}{written(each)}" for each in items) or None


def _definition(each: Listed) -> str:
    return f"{each.name} {quoted(each.title)} = {each.value}" if each.title else f"{each.name} = {each.value}"


def _amount(each: Listed) -> str:
    return f"{each.name} = {each.value}"
