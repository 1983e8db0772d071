"""Every case of the corpus does what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.markdown_cases import Case, accept, read_cases
from tests.observe import GIVEN, observe

CORPUS = Path(__file__).parent / "corpus"
CASES = [
    pytest.param(case, id=f"{file.relative_to(CORPUS).with_suffix('').as_posix()}: {case.name}")
    for file in sorted(CORPUS.rglob("*.md"))
    for case in read_cases(file)
]


@pytest.mark.parametrize("case", CASES)
def test_corpus(case: Case, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    observed = observe(case, tmp_path)
    if pytestconfig.getoption("accept"):
        accept(case, observed)
        return
    expected = {fence.kind: fence.text for fence in case.fences if fence.kind not in GIVEN}

    assert expected, "a case without anything expected"
    assert observed == expected
