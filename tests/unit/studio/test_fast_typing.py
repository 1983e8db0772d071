"""The studio as a real process under somebody who types fast: never more than one analysis behind."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.studio_pages import PLAN, served, write_plan

KEYS = 40
ROWS = 60_000
PATIENCE = 300  # seconds, on a busy machine
DATA = """\
variable hechos = suma(controles.hechos)
fuente controles "Registro"
  archivo: controles.csv
  columna hechos: número
"""


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[ClientConnection]:
    """Give the channel of a plan whose lints take long: they read a large file."""
    folder = write_plan(tmp_path / "plan", datos=DATA)
    rows = "1\n" * ROWS
    (folder / "controles.csv").write_text(f"hechos\n{rows}", "utf-8")
    with served("plan", folder=tmp_path) as address:
        origin = Origin(f"http://{urlsplit(address).netloc}")
        with connect(address.replace("http", "ws") + "canal", origin=origin, max_size=None) as carried:
            carried.send(json.dumps({"type": "hello"}))
            _until(carried, lambda told: "marks" in told)
            yield carried


def _until(channel: ClientConnection, holds: Any) -> list[dict[str, Any]]:  # noqa: ANN401  (a question)
    """Return what is told up to what it holds of."""
    told: list[dict[str, Any]] = []
    while not told or not holds(told[-1]):
        told.append(json.loads(channel.recv(PATIENCE)))
    return told


def _type(channel: ClientConnection, version: int) -> None:
    """Write what changes a figure, and where findings stand."""
    text = f"# {'x' * version}\n{PLAN.replace('= 50', f'= {ROWS + 1000 * version}')}"
    channel.send(json.dumps({"type": "text", "file": "plan.pei", "text": text, "version": version}))


def _version(told: dict[str, Any]) -> int:
    return int(told.get("versions", {}).get("plan.pei", 0))


def test_it_is_never_more_than_one_analysis_behind(channel: ClientConnection) -> None:
    """At twenty keys a second: after the last key comes what was at work, and then what that key gives."""
    for version in range(1, KEYS):
        _type(channel, version)
        time.sleep(0.05)
    at_work = [_version(each) for each in _waiting(channel)]
    _type(channel, KEYS)
    seen = [_version(each) for each in _until(channel, lambda told: _version(told) == KEYS)]

    assert [*at_work, *seen] == sorted([*at_work, *seen])
    # What was at work when the last key came, and one more where the keys themselves came late.
    assert len({*seen} - {KEYS, *at_work}) <= 2


def _waiting(channel: ClientConnection) -> Iterator[dict[str, Any]]:
    """Yield what was told already."""
    while True:
        try:
            yield json.loads(channel.recv(0))
        except TimeoutError:
            return


def test_a_key_does_not_wait_for_lints_over_data(channel: ClientConnection) -> None:
    """What it gives comes before the findings that somebody was looking for when it was pressed."""
    told = []
    for version in range(1, 4):
        _type(channel, version)
        told += _until(channel, lambda each: _version(each) == version)  # noqa: B023  (asked at once)
        time.sleep(0.35)  # it is quiet: they are looked for
    told += _until(channel, lambda each: "marks" in each)

    assert [_version(each) for each in told if "marks" in each] == [3]


def test_looking_at_the_disk_does_not_stop_them(channel: ClientConnection) -> None:
    _type(channel, 1)
    _until(channel, lambda told: _version(told) == 1)
    began = time.monotonic()
    found = False
    while not found and time.monotonic() < began + PATIENCE:
        channel.send(json.dumps({"type": "look"}))
        time.sleep(0.4)
        found = any("marks" in each for each in _waiting(channel))

    assert found
