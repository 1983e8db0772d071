"""
The command `pei`: thin over the library.

The layer's promise: each command reads its arguments, calls one verb, prints what a renderer returns, exits.
Commands are imported when called, so that `pei --help` waits for nothing but click.
"""

from __future__ import annotations

import gc
import signal
import sys
from types import FrameType

from pei_dsl.cli.exits import INTERRUPTED


def main() -> None:
    """Run `pei` with the arguments of the process."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else whoever started us ignores it
        signal.signal(signal.SIGINT, _interrupt)
    try:
        _run()
    except KeyboardInterrupt:
        # While modules are read, before there is a command that could say it in a language.
        print("Interrumpido.", file=sys.stderr)  # noqa: T201  (click may not be there yet)
        sys.exit(INTERRUPTED)


def _run() -> None:
    import codecs

    from pei_dsl.cache_folder import prepare
    from pei_dsl.cli.group import pei

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A planner's terminal on Windows may not be UTF-8: `renderers.plain_signs` spells what it lacks.
            stream.reconfigure(errors="backslashreplace")
            if codecs.lookup(stream.encoding).name == "ascii":  # said by nobody who reads Spanish
                stream.reconfigure(encoding="utf-8")
    # A run makes many objects and few circles: collecting less often saves a tenth of the time.
    gc.set_threshold(200_000, 20, 20)
    prepare()
    pei.main(prog_name="pei")


def _interrupt(number: int, _: FrameType | None) -> None:
    """Stop once: a second Ctrl-C must not cut off the clearing up that the first began."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
