"""
What the Tab key offers after `pei`: codes, names, periods and methodologies of the plan that the line names.

A line that is being written may be wrong in any way: then nothing is offered, and nothing is ever printed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click
from click.shell_completion import CompletionItem, add_completion_class, get_completion_class

from pei_dsl.cli.language import current, say

if TYPE_CHECKING:
    from pei_dsl.model.plan import Plan

# A folder with more than this is no folder of a plan, and whoever presses Tab does not wait for it.
MAX_ENTRIES = 3000
STDIN = "-"

Items: TypeAlias = "list[Any]"  # of CompletionItem, whose type some versions of click divide further


def codes(context: click.Context, _: click.Parameter, incomplete: str) -> Items:
    """Offer the codes of objectives, actions and indicators."""
    from pei_dsl.views.offered_names import codes_of

    plan = _plan(context)
    return _items({} if plan is None else codes_of(plan), incomplete)


def names_of_plan(context: click.Context, _: click.Parameter, incomplete: str) -> Items:
    """Offer all that can be described: codes, and the names of variables, sources, evidence and so on."""
    from pei_dsl.views.offered_names import names_of

    plan = _plan(context)
    return _items({} if plan is None else names_of(plan), incomplete)


def periods(context: click.Context, _: click.Parameter, incomplete: str) -> Items:
    """Offer the years of the plan and, after a year and a dash, its semesters, quarters and months."""
    from pei_dsl.views.offered_names import years_of

    plan = _plan(context)
    if plan is None:
        return []
    range_, dots, last = incomplete.rpartition("..")
    year, dash, _rest = last.partition("-")
    # First the years that have goals; who has begun to write another one wants another one.
    spans = (plan.evaluated_years, plan.period)
    years = next(
        (found for found in map(years_of, spans) if any(each.startswith(year) for each in found)), []
    )
    offered = years
    if dash:
        parts = [
            *(f"S{n}" for n in (1, 2)),
            *(f"T{n}" for n in range(1, 5)),
            *(f"{n:02}" for n in range(1, 13)),
        ]
        offered = [f"{year}-{part}" for part in parts] if year in years else []
    return _items({f"{range_}{dots}{each}": "" for each in offered}, incomplete)


def methodologies(context: click.Context, _: click.Parameter, incomplete: str) -> Items:
    """Offer the methodologies that the plan knows."""
    plan = _plan(context)
    return _items({} if plan is None else dict.fromkeys(plan.methodologies, ""), incomplete)


def colors(context: click.Context, _: click.Parameter, incomplete: str) -> Items:
    """Offer the colours of the plan's methodology."""
    plan = _plan(context)
    bands = plan.methodology.bands if plan is not None else ()
    return _items({str(band.color): "" for band in bands}, incomplete)


def path_or_message(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """Offer files and folders and, to whoever has begun to write one, the codes of messages."""
    files: Any = CompletionItem(incomplete, type="file")
    if not incomplete.startswith("PEI"):
        return [files]
    from pei_dsl.diagnostics import catalogue
    from pei_dsl.diagnostics.pages import codes

    messages: dict[str, str] = {code: catalogue.title(code, current()) for code in codes()}
    # A folder may be called PEI…, too.  The script for bash forgets what comes before files.
    return [files, *_items(messages, incomplete)]


def commands(known: Mapping[str, tuple[str, str]], incomplete: str) -> Items:
    """Offer commands with what they do, by `known`, which holds that in both languages."""
    return _items({name: say(*texts) for name, texts in known.items()}, incomplete)


def _items(offered: Mapping[str, str], incomplete: str) -> Items:
    """Return what of `offered` begins with `incomplete`, in any case, with the title of each."""
    begun = incomplete.casefold()
    return [
        CompletionItem(value, help=_title(title))
        for value, title in offered.items()
        if value.casefold().startswith(begun)
    ]


def _title(text: str) -> str | None:
    # zsh and fish show the title on the line of its code; their scripts read one line for each.
    return " ".join(text.split()) or None


# ---- The plan that the line names -------------------------------------------------------------------------


def _plan(context: click.Context) -> Plan | None:
    written: Any = context.params.get("path") or context.params.get("target")
    # After an option that still lacks its value, click has not yet handed out the arguments.
    first = written or next(iter(context.args), None)
    if not first or str(first) == STDIN:
        return None
    from pei_dsl.workspace import loading as workspace

    path = Path(str(first)).expanduser()
    return None if _is_large(path) else workspace.load(path).plan


def _is_large(path: Path) -> bool:
    entries = 0
    for _, folders, files in os.walk(path):
        entries += len(folders) + len(files)
        if entries > MAX_ENTRIES:
            return True
    return False


# ---- Shells -------------------------------------------------------------------------------------------

SHELLS = ("bash", "zsh", "fish", "powershell")


def is_asked(environment: Mapping[str, str]) -> bool:
    """Tell whether a shell asks what to offer, as click's scripts do."""
    return bool(environment.get("_PEI_COMPLETE"))


def understand_spellings(spelled: Callable[[str], str]) -> None:
    """Let click know, while it completes, the other spellings of options: it compares them as written."""

    def canonical(word: str) -> str:
        return f"--{spelled(word[2:])}" if word.startswith("--") and "=" not in word else word

    for shell in SHELLS:
        usual = get_completion_class(shell)
        if usual is not None:

            class Spelled(usual):  # type: ignore[misc, valid-type]  # a class that click looked up
                def get_completion_args(self) -> tuple[list[str], str]:
                    words, incomplete = super().get_completion_args()
                    return [canonical(word) for word in words], incomplete

            add_completion_class(Spelled, shell)


def script(shell: str, command: click.Command, name: str = "pei") -> str | None:
    """Return what `shell` reads to complete lines that begin with `name`; None: click is too old for it."""
    kind = get_completion_class(shell)
    if kind is None:
        return None
    maker = kind(command, {}, name, f"_{name.upper()}_COMPLETE")
    # Not `source()`: for bash it runs bash to see its version, which need not be the one that will read this.
    text = maker.source_template % maker.source_vars()
    # What goes wrong has no place in the line that somebody is writing.
    for called in (" $1)", f" {name})"):
        text = text.replace(called, f"{called[:-1]} 2>/dev/null)")
    return text.strip()
