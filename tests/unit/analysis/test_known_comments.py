"""Comments of texts are read once for each tree."""

from __future__ import annotations

from pei_dsl.analysis.lints.known_comments import KnownComments
from pei_dsl.syntax import tree
from tests.builders import read


def test_a_tree_is_read_once_and_another_one_anew() -> None:
    known: KnownComments[str] = KnownComments()
    asked: list[tree.File] = []

    def found(file: tree.File) -> list[str]:
        asked.append(file)
        return [file.source.text]

    one, other = read("# uno\n").file, read("# dos\n").file
    assert [known.of(each, found) for each in (one, one, other, one)] == [
        ("# uno\n",),
        ("# uno\n",),
        ("# dos\n",),
        ("# uno\n",),
    ]
    assert asked == [one, other, one]

    known.forget([])
    known.of(one, found)
    assert len(asked) == 4
