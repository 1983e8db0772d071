"""The rows that came home, found by the window that lets them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from pei_dsl.data.answers import Group
from pei_dsl.data.engine.decoding import SqlRow
from pei_dsl.data.engine.query.calendar import Window


@attrs.frozen
class Keys:
    """
    Where the keys stand in a row that came home.

    Attributes:
        first, last, closing, mark: Index of the bucket of a row's first and last day, of the day among the
            last dates, of the mark of quality; None where there is none.
        breakdown: Index of the first column of the breakdown, and how many there are.
        level: Index of what tells the rows of groups from those of the whole.
        offset: Index of the first figure.
    """

    first: int | None
    last: int | None
    closing: int | None
    mark: int | None
    breakdown: tuple[int, int]
    level: int | None
    offset: int

    @classmethod
    def of(cls, names: Sequence[str]) -> Keys:
        """Return the places of keys called `names`, in this order."""
        places = {name: index for index, name in enumerate(names)}
        first = places.get("p1")
        groups = [name for name in names if name.startswith("g")]
        start = places[groups[0]] if groups else 0
        return cls(
            first,
            places.get("p2", first),
            places.get("z"),
            places.get("q"),
            (start, len(groups)),
            places.get("w"),
            len(names),
        )


@attrs.define
class Shelf:
    """Rows that came home, by group and bucket."""

    keys: Keys
    by_group: dict[Group, dict[int, list[SqlRow]]] = attrs.field(factory=dict)

    def put(self, group: Group, row: SqlRow) -> None:
        """Keep `row` for `group`."""
        bucket = 0 if self.keys.first is None else row[self.keys.first]
        self.by_group.setdefault(group, {}).setdefault(bucket, []).append(row)  # type: ignore[arg-type]

    def one_bucket_each(self, window: Window) -> bool:
        """Tell whether the rows of `window` are all those of its buckets, each of them in one."""
        keys = self.keys
        return keys.last == keys.first and window.closing is None and window.first is not None

    def rows(self, group: Group, window: Window) -> list[SqlRow]:
        """Return the rows of `group` that lie in `window`."""
        buckets = self.by_group.get(group)
        if not buckets:
            return []
        if window.first is None or window.last is None:
            return [row for rows in buckets.values() for row in rows]
        if window.first == window.last:
            found = buckets.get(window.first, [])
        else:
            found = [row for bucket in self._inside(buckets, window) for row in buckets[bucket]]
        keys = self.keys
        if keys.last is not None and keys.last != keys.first:
            found = [row for row in found if row[keys.last] <= window.last]  # type: ignore[operator]
        if window.closing is not None and keys.closing is not None:
            found = [row for row in found if row[keys.closing] == window.closing]
        return found

    def _inside(self, buckets: Mapping[int, list[SqlRow]], window: Window) -> Iterator[int]:
        assert window.first is not None
        assert window.last is not None
        if window.last - window.first < len(buckets):
            return (bucket for bucket in range(window.first, window.last + 1) if bucket in buckets)
        return (bucket for bucket in buckets if window.first <= bucket <= window.last)
