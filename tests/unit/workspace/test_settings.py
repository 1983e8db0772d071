"""`pei.toml`: where it is looked for, and that its published schema says what its reader reads."""

from __future__ import annotations

import importlib.resources
import json
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pei_dsl.analysis.lints.all_lints import WARNINGS
from pei_dsl.analysis.lints.thresholds import Thresholds
from pei_dsl.diagnostics import Severity, catalogue
from pei_dsl.source import Source
from pei_dsl.workspace.settings import SEVERITIES, TABLE, THRESHOLDS, parse, read
from tests.markdown_cases import read_cases

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "warnings" / "settings.md"
TEXTS = [
    pytest.param(text, id=case.name) for case in read_cases(CORPUS) if (text := case.text("toml")) is not None
]


def schema() -> dict[str, Any]:
    path = importlib.resources.files("pei_dsl.workspace") / "pei-toml.schema.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_schema_knows_every_key_and_nothing_else() -> None:
    known = schema()["properties"][TABLE]["properties"]

    assert list(known) == [*WARNINGS, *THRESHOLDS]
    assert {code: known[code]["title"] for code in WARNINGS} == {
        code: catalogue.title(code, "es") for code in WARNINGS
    }
    assert schema()["$defs"]["severidad"]["enum"] == list(SEVERITIES)


@pytest.mark.parametrize("text", TEXTS)
def test_the_schema_and_the_reader_agree(text: str) -> None:
    """What the one refuses the other reports; what is no TOML never reaches a schema."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        document = {"": "not TOML"}
    valid = jsonschema.Draft202012Validator(schema()).is_valid(document)
    _, found = parse(Source.of("pei.toml", text))

    assert valid == (not found)


def test_what_is_wrong_is_left_out_and_the_rest_is_used() -> None:
    text = '[avisos]\nPEI414 = "nota"\nPEI499 = "no"\nPEI411 = "no"\nfactor_lejano = 0\ndatos_megas = 0.1\n'
    settings, found = parse(Source.of("pei.toml", text))

    assert settings.severities == {"PEI414": Severity.NOTE, "PEI411": None}
    assert settings.off == {"PEI411"}
    assert settings.thresholds == Thresholds(data_megabytes=Fraction(1, 10))
    assert [each.code for each in found] == ["PEI439", "PEI439"]


def test_an_empty_file_changes_nothing() -> None:
    settings, found = parse(Source.of("pei.toml", ""))

    assert (settings.severities, settings.thresholds, found) == ({}, Thresholds(), [])


def test_the_nearest_file_above_counts(tmp_path: Path) -> None:
    inner = tmp_path / "planes" / "2024"
    inner.mkdir(parents=True)
    (tmp_path / "pei.toml").write_text('[avisos]\nPEI414 = "no"\n', "utf-8")
    above, _ = read(inner)
    (tmp_path / "planes" / "pei.toml").write_text('[avisos]\nPEI411 = "no"\n', "utf-8")
    nearer, _ = read(inner)

    assert above.off == {"PEI414"}
    assert above.source is not None
    assert above.source.name == "../../pei.toml"
    assert nearer.off == {"PEI411"}
    assert nearer.source is not None
    assert nearer.source.name == "../pei.toml"


def test_a_folder_of_that_name_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "pei.toml").mkdir()
    settings, found = read(tmp_path)

    assert (settings.severities, found) == ({}, [])


def test_a_file_that_is_too_large_or_no_text_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "pei.toml").write_bytes(b"# " + b"x" * 1_000_001)
    _, large = read(tmp_path)
    (tmp_path / "pei.toml").write_bytes(b"\x00\x01")
    _, binary = read(tmp_path)

    assert [(each.code, each.variant) for each in (*large, *binary)] == [("PEI439", "text")] * 2


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError

    (tmp_path / "pei.toml").write_text('[avisos]\nPEI414 = "no"\n', "utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    settings, found = read(tmp_path)

    assert not settings.severities
    assert [(each.code, each.variant, each.file) for each in found] == [("PEI439", "unreadable", "pei.toml")]
