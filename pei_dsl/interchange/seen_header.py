"""Which rows of a file of data seem to be its header: one that names most columns, or two that do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pei_dsl.model.periods import Granularity, Period

# A header is looked for in so many rows; it names at least four of five columns.
TITLES = 20
_NAMED = 0.8


def seen_header(row: Callable[[int], Sequence[str]], width: int, first: int = 1) -> tuple[int, int]:
    """
    Return the first and the last row of the header; `first` for both where no row seems to be one.

    Args:
        row: Gives the cells of a row by its number, counted from 1; none of one that has none.
        width: How many columns there are.
        first: The first row that may be it.
    """
    for number in range(first, first + TITLES):
        upper = row(number)
        may_be_two = any(upper) and any(_continues(upper, place) for place in range(width))
        if may_be_two and _are_two(upper, row(number + 1), width):
            return number, number + 1
        if _is_one(upper, width):
            return number, number
    return first, first


def _is_one(row: Sequence[str], width: int) -> bool:
    """
    Tell whether a row names most columns.

    One text in all of them is a title in a merged cell, and one with more figures than names a row of data.
    """
    filled = [cell.strip() for cell in row if cell.strip()]
    names = sum(_is_name(cell) or Period.parse(cell) is not None for cell in filled)
    is_title = width > 1 and len({*filled}) == 1
    return len(row) == width and len(filled) >= _NAMED * width and 2 * names >= len(filled) and not is_title


def _are_two(upper: Sequence[str], lower: Sequence[str], width: int) -> bool:
    """Tell whether names stand in two rows: groups of columns in the upper one, their own names below."""
    # A cell that is merged with the one above it has the same text in both rows.
    own = (_cell(lower, place) for place in range(width))
    below = [name if name != _cell(upper, place) else "" for place, name in enumerate(own)]
    names = [name for name in below if name]
    are_named = all(below[place] or _cell(upper, place) for place in range(width))
    in_groups = [place for place in range(width) if below[place] and _continues(upper, place)]
    is_split = not _cell(upper, 0) or any(not below[place] for place in range(width))
    return len(names) > 1 and are_named and bool(in_groups) and is_split and all(map(_is_name, names))


def _continues(upper: Sequence[str], place: int) -> bool:
    """Tell whether a column has no name of its own in the upper row, but that of the column before it."""
    here = _cell(upper, place)
    return not here or (place > 0 and here == _cell(upper, place - 1))


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _is_name(cell: str) -> bool:
    """Tell whether a cell may name a column: a year may, and no other figure."""
    period = Period.parse(cell)
    if period is not None:
        return period.granularity is Granularity.YEAR
    return any(letter.isalpha() for letter in cell)
