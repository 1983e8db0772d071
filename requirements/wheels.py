"""
Fetch the locked packages as wheels: `python3 dev.py wheels`, `python3 dev.py platforms`.

`fill` puts the project and what it needs into the folder wheels/, for this machine or for the platforms that
are named behind it; `check` fetches all that is locked for every platform, and keeps nothing.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
LOCKED = ROOT / "requirements"
PYTHON = "3.11"
EXACTLY = ["--only-binary=:all:", "--require-hashes", "--requirement"]
# What pip calls each platform.
PLATFORMS = {
    "windows": ["win_amd64"],
    "macos": ["macosx_14_0_arm64"],
    "macos-intel": ["macosx_14_0_x86_64"],
    "linux": [*(f"manylinux_2_{minor}_x86_64" for minor in range(28, 4, -1)), "manylinux2014_x86_64"],
    "linux-arm": [*(f"manylinux_2_{minor}_aarch64" for minor in range(28, 16, -1)), "manylinux2014_aarch64"],
}
# What Python says of itself there.
WINDOWS = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"}
MACOS = {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"}
LINUX = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}
ENVIRONMENTS = {
    "windows": WINDOWS | {"platform_machine": "AMD64"},
    "macos": MACOS | {"platform_machine": "arm64"},
    "macos-intel": MACOS | {"platform_machine": "x86_64"},
    "linux": LINUX | {"platform_machine": "x86_64"},
    "linux-arm": LINUX | {"platform_machine": "aarch64"},
}
NOT_AS_WHEELS = {"spark"}  # PySpark comes as source alone


def main(task: str = "", *platforms: str) -> int:
    """Do `task`; return the exit code."""
    if task not in {"fill", "check"} or not set(platforms) <= set(PLATFORMS):
        print(__doc__, "Platforms: ", ", ".join(PLATFORMS), sep="")
        return 2
    if task == "fill":
        return fill(ROOT / "wheels", platforms)
    locks = [file for file in sorted(LOCKED.glob("*.txt")) if file.stem not in NOT_AS_WHEELS]
    for platform in platforms or PLATFORMS:
        with tempfile.TemporaryDirectory() as folder:
            code = fetch(platform, locks, Path(folder))
            wheels = len(list(Path(folder).glob("*.whl")))
        print(f"{platform}: {f'failed after {wheels}' if code else wheels} wheels")
        if code:
            return code
    return 0


def fill(folder: Path, platforms: Iterable[str]) -> int:
    """Put the project's wheel, what users install with it, and pip for pipx, into `folder`."""
    locks = [LOCKED / "installer.txt", LOCKED / "package.txt"]
    codes = [fetch(platform, locks, folder) for platform in platforms]
    if not codes:
        codes = [pip("download", folder, *EXACTLY, str(lock)) for lock in locks]
    code = max(codes)
    return code or pip("wheel", folder, "--no-deps", "--no-build-isolation", str(ROOT))


def fetch(platform: str, locks: Iterable[Path], folder: Path) -> int:
    """Fetch into `folder` what `locks` hold for `platform`, whatever machine this is."""
    folder.mkdir(exist_ok=True)
    wanted = folder / "wanted.txt"
    lines = {line for lock in locks for line in for_environment(lock, ENVIRONMENTS[platform])}
    wanted.write_text("\n".join(sorted(lines)), encoding="utf-8")
    there = [f"--platform={tag}" for tag in PLATFORMS[platform]]
    there += ["--implementation=cp", f"--python-version={PYTHON}"]
    try:
        return pip("download", folder, "--no-deps", *EXACTLY, str(wanted), *there)
    finally:
        wanted.unlink()


def for_environment(lock: Path, environment: dict[str, str]) -> Iterator[str]:
    """
    Yield the entries of `lock` that hold in `environment`, without their markers.

    pip asks the Python that it runs in, also when it fetches for another.
    """
    for requirement, hashes in entries(lock):
        if requirement.marker is None or requirement.marker.evaluate(dict(environment)):
            yield " ".join([f"{requirement.name}{requirement.specifier}", *hashes])


def entries(lock: Path) -> Iterator[tuple[Requirement, list[str]]]:
    """Yield what `lock` holds: each package with its hashes."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            requirement, *hashes = line.split(" --hash=")
            yield Requirement(requirement), [f"--hash={each.strip()}" for each in hashes]


def pip(task: str, folder: Path, *arguments: str) -> int:
    """Let pip do `task` into `folder`; return its exit code."""
    into = "--dest" if task == "download" else "--wheel-dir"
    command = [sys.executable, "-m", "pip", task, "--quiet", into, str(folder), *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
