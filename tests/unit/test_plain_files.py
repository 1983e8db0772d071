"""Only plain files are read, never more of them than was asked for, and nothing waits for a pipe."""

from __future__ import annotations

import ast
import os
import socket
from pathlib import Path

import pytest

from pei_dsl.plain_files import NotPlainError, read_plain

PACKAGE = Path(__file__).parents[2] / "pei_dsl"


def test_a_file_is_read_up_to_what_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"abcdef")
    assert [read_plain(file, most) for most in (0, 3, 6, 100)] == [b"", b"abc", b"abcdef", b"abcdef"]


def test_what_may_never_end_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    link = tmp_path / "link"
    link.symlink_to("/dev/zero")
    os.chdir(tmp_path)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind("sock")
        for path in (pipe, link, tmp_path / "sock", Path("/dev/zero"), Path("/dev/null"), tmp_path):
            with pytest.raises(NotPlainError):
                read_plain(path, 10)


def test_a_pipe_that_came_in_the_place_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    plain = Path(__file__).stat()
    monkeypatch.setattr(Path, "stat", lambda _: plain)
    with pytest.raises(NotPlainError):
        read_plain(pipe, 10)


# What reads a whole file by itself, each with the reason.
READS_BY_ITSELF = {
    "syntax/grammar.py": "a file of the package",
    "diagnostics/pages.py": "a file of the package",
    "diagnostics/catalogue.py": "a file of the package",
    "workspace/settings.py": "looks at what it is, and how large, before",
    "cli/mend.py": "was read before",
    "renderers/word/house_styles.py": "files of the package",
    "studio/server.py": "files of the package",
    "studio/zipped_plans.py": "in the playground, whose files lie in memory",
    "cli/merge.py": "was read before, or is looked at before",
}


def test_nobody_else_reads_a_whole_file() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.func.attr == "read_bytes" or (node.func.attr == "read_text" and "Path" in path.read_text()))
    }
    assert found - READS_BY_ITSELF.keys() == set()
