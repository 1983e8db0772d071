"""
Set up the project and run one of its tasks.

    python3 dev.py demo      evaluate the plan of INPE and compare it with the published report
    python3 dev.py test      run all checks: format, lint, types, layers, tests
    python3 dev.py bench     measure the speed
    python3 dev.py bench-engine   measure the data engine for minutes; --write: into docs/benchmarks.md
    python3 dev.py engines   compare all engines for minutes: PostgreSQL and Spark too, where they can run
    python3 dev.py fuzz      try texts, files, names and killed commands that nobody chose: --minutos 10
    python3 dev.py studio    build the page of `pei estudio` from studio/, with node and npm
    python3 dev.py playground   build the page that needs no server, Python in the browser, and serve it
    python3 dev.py vscode    make the extension for VS Code, editors/vscode/pei.vsix, with node and npm
    python3 dev.py docs      build the site into build/site: guide, language, API reference
    python3 dev.py accept    write what the corpus observes as what it expects; then read `git diff`
    python3 dev.py wheels    fill the folder wheels/, from which pei is installed without a network
    python3 dev.py lock      write the locks anew from pyproject.toml; --upgrade: with the newest of all
    python3 dev.py platforms fetch every locked package for Windows, macOS and Linux, as wheels
    python3 dev.py newest    run all checks with the newest packages that pyproject.toml allows
    python3 dev.py oldest    run all checks with the oldest

What follows the task goes to its last command: `python3 dev.py test -k names`.
The first run makes `.venv` from the locks in requirements/: each package in one version, known by its hash.
When the locks or pyproject.toml have changed, the next run makes it anew.
Python 3.11 with its standard library is enough; uv is used where there is one.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCKED = ROOT / "requirements"
SCRIPTS, SUFFIX = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")
CHECKS = ["ruff format --check", "ruff check", "mypy", "lint-imports", "pytest -n auto --dist worksteal"]
ENGINES = (
    "tests/unit/data/engine tests/properties/test_engines_agree.py tests/properties/test_every_aggregate.py"
)
TASKS = {
    "demo": ["pei evaluar specs/inpe-2019-2027 --periodo 2024", "pei probar specs/inpe-2019-2027"],
    "test": CHECKS,
    "bench": ["python tests/benchmarks/run.py"],
    "bench-engine": ["python -m tests.benchmarks.engine"],
    "engines": [
        "python tests/engines.py",
        f"pytest -n 0 --slow {ENGINES}",
    ],
    "fuzz": ["python -m tests.fuzz"],
    "docs": ["sphinx-build --fail-on-warning --keep-going --jobs 2 --quiet -c docs . build/site"],
    "accept": ["pytest --accept"],
    "wheels": ["python requirements/wheels.py fill"],
    "platforms": ["python requirements/wheels.py check"],
    "newest": CHECKS,
    "oldest": CHECKS,
}
# All extras but Spark.
PACKAGED = ("duckdb", "estudio", "excel", "frames", "lsp", "pdf", "postgres", "pygments", "word")

# Each lock with what it holds of pyproject.toml; those below agree with those above.
# `installer` and `dev` make `.venv`; what a task needs beside them stands in EXTRAS.
LOCKS = {
    "installer": ["--group", "installer"],
    "package": [
        "pyproject.toml",
        *(f"--extra={name}" for name in PACKAGED),
    ],
    "dev": ["pyproject.toml", "--group", "dev"],
    "docs": ["--group", "docs"],
    "resolver": ["--group", "resolver"],
    "builder": ["--group", "builder"],
    "spark": ["pyproject.toml", "--extra", "spark"],
}
EXTRAS = {"docs": ["docs"], "engines": ["builder", "spark"]}  # 480 MB
# The tasks that run without locks, in an environment of their own, and how its packages are chosen.
UNLOCKED = {"newest": "highest", "oldest": "lowest-direct"}


def main(task: str = "", *extra: str) -> int:
    """Run the commands of `task` up to the first that fails; return its exit code."""
    if task == "lock":
        return lock(extra)
    if task == "studio":
        return npm(ROOT / "studio") or studio(extra)
    if task == "playground":
        return playground(extra)
    if task == "vscode":
        return npm(ROOT / "editors" / "vscode") or vscode()
    if task not in TASKS:
        print(__doc__)
        return 0 if task in {"-h", "--help"} else 2
    commands = [command.split() for command in TASKS[task]]
    commands[-1].extend(extra)
    venv = ROOT / (f".venv-{task}" if task in UNLOCKED else ".venv")
    code = resolved(venv, UNLOCKED[task]) if task in UNLOCKED else set_up(venv)
    for name in EXTRAS.get(task, ()):
        code = code or run([[*installer(venv), *locked(name)]])
    return code or run([command(venv, name), *rest] for name, *rest in commands)


# ---- Environments -------------------------------------------------------------------------------


def set_up(venv: Path) -> int:
    """Make `venv` from the locks, unless it stands already for this place, these locks and this project."""
    made_for, stamp = venv / "made-for", recipe()
    if Path(command(venv, "python")).exists() and made_for.exists() and made_for.read_text() == stamp:
        return 0
    code = make(venv, [locked("installer"), locked("dev")])
    if not code:
        made_for.write_text(stamp)
    return code


def resolved(venv: Path, resolution: str) -> int:
    """Make `venv` from what pyproject.toml allows, the newest or the lowest of it."""
    chosen = venv.with_suffix(".txt")
    wanted = [part for name in ("installer", "package", "dev") for part in LOCKS[name]]
    with tempfile.TemporaryDirectory() as folder:
        code = resolve(Path(folder), [[*wanted, "--resolution", resolution, "--output-file", str(chosen)]])
    return code or make(venv, [["--requirement", str(chosen)]])


def make(venv: Path, steps: Iterable[list[str]]) -> int:
    """Make `venv` anew with what `steps` install, one after the other, and the project itself."""
    if sys.version_info < (3, 11):  # noqa: UP036 - said to those who do run an older one
        say(f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}")
        return 2
    uv = shutil.which("uv")
    if not uv and not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        say("this Python cannot make environments; on Debian: sudo apt install python3-venv")
        return 2
    base = getattr(sys, "_base_executable", sys.executable)  # we may be running in the old one
    new = [uv, "venv", "--quiet", "--python", base] if uv else [base, "-m", "venv"]
    project = ["--no-deps", "--no-build-isolation", "--editable", "."]
    shutil.rmtree(venv, ignore_errors=True)
    return run([[*new, str(venv)], *([*installer(venv), *step] for step in [*steps, project])])


def recipe() -> str:
    """Return what `.venv` is made from, in short: another recipe gives another text."""
    files = [ROOT / "pyproject.toml", *sorted(LOCKED.glob("*.txt"))]
    return hashlib.sha256(b"\0".join([os.fsencode(ROOT), *(file.read_bytes() for file in files)])).hexdigest()


def locked(name: str) -> list[str]:
    """Return the arguments that install what a lock holds, and nothing else: no builder that is in none."""
    return ["--no-build-isolation", "--require-hashes", "--requirement", str(LOCKED / f"{name}.txt")]


def command(venv: Path, name: str) -> str:
    """Return where `venv` has a command."""
    return str(venv / SCRIPTS / f"{name}{SUFFIX}")


def installer(venv: Path) -> list[str]:
    """Return the command that installs into `venv`."""
    uv, python = shutil.which("uv"), command(venv, "python")
    return [
        *([uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]),
        "--quiet",
    ]


# ---- Locks --------------------------------------------------------------------------------------


def lock(extra: Iterable[str]) -> int:
    """Write every lock anew; what pyproject.toml still allows stays as it is, unless `extra` says more."""
    requests: list[list[str]] = []
    for name, wanted in LOCKS.items():
        agree = [f"--constraint={LOCKED / above}.txt" for above in list(LOCKS)[: len(requests)]]
        file = ["--output-file", str(LOCKED / f"{name}.txt")]
        for_all = ["--universal", "--fork-strategy", "fewest", "--generate-hashes"]
        requests.append([*wanted, *agree, *for_all, *file, *extra])
    with tempfile.TemporaryDirectory() as folder:
        return resolve(Path(folder), requests)


def resolve(folder: Path, requests: Iterable[list[str]]) -> int:
    """Have uv choose packages for each of `requests`; where there is no uv, one is put into `folder`."""
    uv = shutil.which("uv")
    if not uv:
        code = run([[sys.executable, "-m", "venv", str(folder)], [*installer(folder), *locked("resolver")]])
        if code:
            return code
        uv = command(folder, "uv")
    os.environ.setdefault("UV_SYSTEM_CERTS", "true")  # as pip does: a network may have its own
    told = ["--quiet", "--custom-compile-command", "python3 dev.py lock", "--python-version", "3.11"]
    return run([uv, "pip", "compile", *told, *request] for request in requests)


# ---- What is made with node ----------------------------------------------------------------------


def npm(folder: Path) -> int:
    """Install what the pages and the extension are made of, as it is locked in `folder`."""
    program = shutil.which("npm")
    if not program or not shutil.which("node"):
        say("this is built by node and npm; on Debian: sudo apt install nodejs npm")
        return 2
    told = ["--no-audit", "--no-fund", "--ignore-scripts"]
    return run([[program, "ci", *told, "--prefix", str(folder)]])


def studio(extra: Iterable[str]) -> int:
    """Build the page; `extra` goes to the builder."""
    return run([[shutil.which("node") or "node", str(ROOT / "studio" / "build.js"), *extra]])


def playground(extra: Iterable[str]) -> int:
    """Build the playground into build/playground and serve it; with `--build`, only build it."""
    venv, folder = ROOT / ".venv", ROOT / "build" / "playground"
    code = set_up(venv) or npm(ROOT / "studio") or npm(ROOT / "studio" / "pyodide")
    python = command(venv, "python")
    code = code or run([[python, str(ROOT / "studio" / "playground.py"), str(folder)]])
    if code or "--build" in extra:
        return code
    say("http://127.0.0.1:8000/; any server of files serves build/playground")
    return run([[python, "-m", "http.server", "8000", "--bind", "127.0.0.1", "--directory", str(folder)]])


def vscode() -> int:
    """Build the extension for VS Code, and make what VS Code installs."""
    folder = ROOT / "editors" / "vscode"
    node = shutil.which("node") or "node"
    return run([[node, str(folder / "build.js")], [sys.executable, str(folder / "vsix.py")]])


# ---- Commands -----------------------------------------------------------------------------------


def run(commands: Iterable[list[str]]) -> int:
    """Run `commands` in the root, each told in a line, up to the first that fails."""
    # Where Python is told to keep nothing that it compiled, as in many containers, each worker of the tests
    # and each `pei` that they start would compile everything anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for program, *arguments in commands:
        line = " ".join([Path(program).name, *arguments]).replace(f"{ROOT}{os.sep}", "")
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
