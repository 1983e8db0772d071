"""What was asked for, found in the plan, or told why it is not: path, code, period, methodology, day."""

from __future__ import annotations

import contextlib
import datetime
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from pei_dsl.cli import writing
from pei_dsl.cli.exits import USAGE, exit_code
from pei_dsl.cli.language import current, say
from pei_dsl.cli.options import STDIN
from pei_dsl.cli.telling import refuse, report
from pei_dsl.written_codes import official_code

if TYPE_CHECKING:
    from pei_dsl.diagnostics.finding import Fix
    from pei_dsl.model.periods import Period
    from pei_dsl.model.versions import Version
    from pei_dsl.workspace.loaded import Loaded


def read(path: Path) -> Loaded:
    """Return the plan at `path`, or on standard input; then its data are looked for in the current folder."""
    from pei_dsl.data.permissions import OWN
    from pei_dsl.workspace import loading as workspace
    from pei_dsl.workspace.read_files import read_files
    from pei_dsl.workspace.texts import MAX_BYTES

    if str(path) == STDIN:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        loaded = workspace.load_bytes(data, say("<entrada>", "<input>"), Path(), permissions=OWN)
    else:
        loaded = workspace.load(path)
    writing.remember_read(lambda: read_files(loaded))
    return loaded


def load_or_exit(path: Path) -> Loaded:
    """Return the plan at `path`; a plan with errors is not computed: report them and exit."""
    from pei_dsl.diagnostics.errors import PlanError
    from pei_dsl.workspace.soundness import computable

    loaded = read(path)
    try:
        computable(loaded)
    except PlanError:
        report(loaded.diagnostics)
        code = exit_code(loaded.diagnostics)
        if code != USAGE:
            click.echo(
                say("No se calcula un plan con errores.", "A plan with errors is not computed."),
                err=True,
            )
        raise click.exceptions.Exit(code) from None
    return loaded


def load_readable(path: Path) -> Loaded:
    """Return what could be read of the plan at `path`; say so if that is not all, exit if it is nothing."""
    loaded = read(path)
    if exit_code(loaded.diagnostics) == USAGE:
        report(loaded.diagnostics)
        raise click.exceptions.Exit(USAGE)
    if loaded.errors:
        number = len(loaded.errors)
        click.echo(
            say(
                f"El plan tiene errores ({number}) y se muestra lo que se pudo leer; los dice «pei revisar».",
                f"The plan has errors ({number}), and what could be read is shown; “pei revisar” tells them.",
            ),
            err=True,
        )
    return loaded


def code_or_exit(written: str, loaded: Loaded) -> str:
    """Return the code that was asked for, of an objective, an action or an indicator of the plan."""
    known = [*loaded.plan.indicators, *loaded.plan.groups]
    code = official_code(written)
    if code not in known:
        refuse("PEI201", {"name": written}, "code", suggestions(code, known))
    return code


def indicator_or_exit(written: str, loaded: Loaded) -> str:
    """Return the code that was asked for, of an indicator of the plan."""
    code = official_code(written)
    if code not in loaded.plan.indicators:
        refuse("PEI201", {"name": written}, "code", suggestions(code, loaded.plan.indicators))
    return code


def measurable_or_exit(
    path: Path, period: str, methodology: str | None, in_force_on: str | None, roots: Sequence[Path]
) -> tuple[Standing, Period]:
    """
    Return the plan at `path` and the period, once it can be measured for it under `methodology`.

    Args:
        path: Where the plan is.
        period: The period as it was asked for.
        methodology: The methodology as it was asked for, or None.
        in_force_on: The day on which the plan stood as it is asked, or None.
        roots: Folders outside that of the plan that may be read.
    """
    standing = standing_or_exit(in_force_on, load_or_exit(path), roots)
    when = period_or_exit(period, standing.asked)
    methodology_or_exit(methodology, standing.asked)
    return standing, when


def period_or_exit(written: str, loaded: Loaded) -> Period:
    """Return the period that was asked for; one that is none or lies outside the plan is a wrong usage."""
    from pei_dsl.model.periods import Period

    period = Period.parse(written)
    if period is None:
        refuse("PEI116", {"written": written})
    if not loaded.plan.contains(period):
        assert loaded.plan.period is not None
        first, last = loaded.plan.period
        refuse("PEI216", {"period": str(period), "first": str(first), "last": str(last)})
    return period


def periods_or_exit(written: str, loaded: Loaded) -> tuple[Period, ...]:
    """Return the periods that were asked for, one or a range, all of them within the plan."""
    from pei_dsl.model.periods import Period

    if ".." not in written:
        return (period_or_exit(written, loaded),)
    found = Period.parse_range(written)
    if found is None:
        refuse("PEI116", {"written": written}, "range")
    for each in (found[0], found[-1]):
        period_or_exit(str(each), loaded)
    return found


def methodology_or_exit(name: str | None, loaded: Loaded) -> None:
    """Refuse a methodology that the plan does not know."""
    if name is not None and name not in loaded.plan.methodologies:
        known = list(loaded.plan.methodologies)
        params = {"name": name, "known": ", ".join(known)}
        refuse("PEI201", params, "methodology", suggestions(name, known))


def named(methodology: str | None) -> tuple[str, ...]:
    """Return the methodology of an option as a question names it: none is that of the plan."""
    return () if methodology is None else (methodology,)


def day_or_exit(written: str | None) -> datetime.date | None:
    """Return the day of the evaluation, None without one; a date that does not exist is a wrong usage."""
    if written is None:
        return None
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        refuse("PEI122", {"written": written})


def day_asked(written: str | None) -> str:
    """Return the day of the evaluation as a question names it, "" without one; see `day_or_exit`."""
    day = day_or_exit(written)
    return "" if day is None else day.isoformat()


@attrs.frozen
class Standing:
    """
    A plan, and the one that is asked.

    Attributes:
        loaded: The plan that was named.
        asked: The plan that was in force on the day that is asked of: where the version that held is in a
            folder of its own, that of the folder; else the same.  What acts changed later is not undone.
        day: That day as a question names it; "" without one.
        version: The version, where it is in a folder of its own.
    """

    loaded: Loaded
    asked: Loaded
    day: str = ""
    version: Version | None = None

    def code(self, written: str) -> str:
        """Return what the plan that is asked calls a code of the plan that was named; say so."""
        code = official_code(written)
        other = self.version.equivalents.get(code, "") if self.version is not None else ""
        if self.version is None or not other or other == code:
            return written
        name = self.version.title or self.version.name
        click.echo(say(f"En «{name}» {code} es {other}.", f"In “{name}” {code} is {other}."), err=True)
        return other


def standing_or_exit(written: str | None, loaded: Loaded, roots: Sequence[Path]) -> Standing:
    """
    Return the plan that was in force on the day `written`; without one, the plan itself.

    Say which version held then, and what is undone; whoever answers undoes it, see `undoing`.
    """
    day = day_or_exit(written)
    if day is None:
        return Standing(loaded, loaded)
    from pei_dsl.views.versions_in_force import in_force_words
    from pei_dsl.workspace.in_force import NotInForceError, elsewhere_on, plan_of_day

    try:
        asked = plan_of_day(loaded, day, roots)
    except NotInForceError as refused:
        raise click.UsageError(refused.message(current())) from None
    for line in in_force_words(loaded.plan, asked.plan, day, current()):
        click.echo(line, err=True)
    version = elsewhere_on(loaded.plan, day) if asked is not loaded else None
    return Standing(loaded, asked, day.isoformat(), version)


@contextlib.contextmanager
def undoing() -> Iterator[None]:
    """Report what keeps an act from being undone, and exit as a plan with errors does."""
    from pei_dsl.workspace.as_stood import NotUndoneError

    try:
        yield
    except NotUndoneError as refused:
        report(refused.findings)
        raise click.exceptions.Exit(exit_code(refused.findings)) from None


def tell_unread_versions(loaded: Loaded, period: Period, roots: Sequence[Path]) -> None:
    """Say which versions of the plan its series do not follow, since nobody allows their folders."""
    from pei_dsl.views.versions_in_force import unread_words

    for line in unread_words(loaded, period, roots, current()):
        click.echo(line, err=True)


def suggestions(written: str, known: Iterable[str]) -> tuple[Fix, ...]:
    """Return what of `known` may be meant by `written`."""
    from pei_dsl.diagnostics.finding import Fix
    from pei_dsl.diagnostics.suggestion import nearest

    return tuple(Fix(text) for text in nearest(written, known, 3))
