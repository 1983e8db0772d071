"""How a package is added, by what installed the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from pei_dsl.data.extras import MissingExtraError, installing


@pytest.mark.parametrize(
    ("file", "command"),
    [
        ("", 'pip install "pei_dsl[word]"'),
        ("pipx_metadata.json", 'pipx runpip pei-dsl install "pei_dsl[word]"'),
        ("uv-receipt.toml", 'uv pip install --python "{place}" "pei_dsl[word]"'),
    ],
)
def test_the_command_is_that_of_the_installer(tmp_path: Path, file: str, command: str) -> None:
    place = tmp_path / "con espacio" / "pei-dsl"
    place.mkdir(parents=True)
    if file:
        (place / file).write_text("{}", "utf-8")

    assert installing("word", place) == command.format(place=place)


def test_the_error_says_the_command_of_this_environment() -> None:
    assert MissingExtraError("word").command == installing("word")
