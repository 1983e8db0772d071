"""
Set up the project and run one of its tasks.

    python3 dev.py demo      evaluate the plan of INPE and compare it with the published report
    python3 dev.py test      run all checks: format, lint, types, layers, tests
    python3 dev.py bench     measure the speed
    python3 dev.py bench-engine   measure the data engine for minutes; --write: into docs/benchmarks.md
    python3 dev.py engines   compare all engines for minutes: PostgreSQL and Spark too, where they can run
    python3 dev.py accept    write what the corpus observes as what it expects; then read `git diff`

What follows the task goes to its last command: `python3 dev.py test -k names`.
The first run makes `.venv`; when pyproject.toml has changed, the next run makes it anew.
Python 3.11 with its standard library is enough; uv is used where there is one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
COMMANDS, SUFFIX = (VENV / "Scripts", ".exe") if os.name == "nt" else (VENV / "bin", "")
STAMP = VENV / "made-for"
TASKS = {
    "demo": ["pei evaluar specs/inpe-2019-2027 --periodo 2024", "pei probar specs/inpe-2019-2027"],
    "test": ["ruff format --check", "ruff check", "mypy", "lint-imports", "pytest -n auto --dist worksteal"],
    "bench": ["python tests/benchmarks/run.py"],
    "bench-engine": ["python -m tests.benchmarks.engine"],
    "engines": [
        "python tests/engines.py",
        "pytest -n 0 --slow tests/unit/data/engine tests/properties/test_engines_agree.py "
        "tests/properties/test_every_aggregate.py",
    ],
    "accept": ["pytest --accept"],
}
# What a task needs beside the tools of all: Spark alone is 480 MB.
EXTRAS = {"engines": "spark"}


def main(task: str = "", *extra: str) -> int:
    """Run the commands of `task` up to the first that fails; return its exit code."""
    if task not in TASKS:
        print(__doc__)
        return 0 if task in {"-h", "--help"} else 2
    commands = [command.split() for command in TASKS[task]]
    commands[-1].extend(extra)
    code = set_up()
    if not code and task in EXTRAS:
        code = run([[*installer(), "--quiet", "--editable", f".[{EXTRAS[task]}]"]])
    return code or run([str(COMMANDS / f"{name}{SUFFIX}"), *rest] for name, *rest in commands)


def set_up() -> int:
    """Make `.venv`, unless it stands already for this place and this pyproject.toml."""
    recipe = os.fsencode(ROOT) + (ROOT / "pyproject.toml").read_bytes()
    stamp, python = hashlib.sha256(recipe).hexdigest(), str(COMMANDS / f"python{SUFFIX}")
    if Path(python).exists() and STAMP.exists() and STAMP.read_text() == stamp:
        return 0
    if sys.version_info < (3, 11):  # noqa: UP036 - said to those who do run an older one
        say(f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}")
        return 2
    uv = shutil.which("uv")
    if not uv and not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        say("this Python cannot make environments; on Debian: sudo apt install python3-venv")
        return 2
    base = getattr(sys, "_base_executable", sys.executable)  # we may be running in the old .venv
    venv = [uv, "venv", "--quiet", "--python", base] if uv else [base, "-m", "venv"]
    pip = installer()
    upgrade = [*pip, "--quiet", "--upgrade", "pip>=25.1"]  # older ones know no --group
    install = [*pip, "--quiet", "--editable", ".", "--group", "dev"]
    shutil.rmtree(VENV, ignore_errors=True)
    code = run([[*venv, str(VENV)], upgrade, install])
    if not code:
        STAMP.write_text(stamp)
    return code


def installer() -> list[str]:
    """Return the command that installs into `.venv`."""
    uv, python = shutil.which("uv"), str(COMMANDS / f"python{SUFFIX}")
    return [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]


def run(commands: Iterable[list[str]]) -> int:
    """Run `commands` in the root, each told in a line, up to the first that fails."""
    for program, *arguments in commands:
        line = " ".join([Path(program).name, *arguments])
        say(line)
        code = subprocess.run([program, *arguments], cwd=ROOT, check=False).returncode
        if code:
            say(f"failed with exit code {code}: {line}")
            return code
    return 0


def say(line: str) -> None:
    """Print `line` beside the results, not among them."""
    print(f"dev.py: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
