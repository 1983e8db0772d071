"""What the function takes whose arguments are being written, and which of them is being written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from pei_dsl.algebra.builtins import TABLES
from pei_dsl.algebra.builtins.declarations import AggregateFunction, Signature
from pei_dsl.editing.open_calls import OpenCall, open_calls
from pei_dsl.editing.spot import Spot, declarations
from pei_dsl.editing.text_positions import TextPosition, units
from pei_dsl.editing.writing_context import Writing, context_at, outside_quotes
from pei_dsl.immutable import brief
from pei_dsl.views.offered_words import BuiltIn, given_by, roles_of, taken_by
from pei_dsl.workspace.workspace import Workspace


@attrs.frozen
class CallParameter:
    """
    An argument that a function takes.

    Attributes:
        start: Where it stands in the label of its signature, in units of UTF-16.
        end: Behind how many units it ends.
        summary: What it is to the function; "" for those of the plan's own functions.
    """

    __repr__ = brief

    start: int
    end: int
    summary: str


@attrs.frozen
class CallSignature:
    """
    One way to call a function.

    Attributes:
        label: What it takes and gives: `redondear(número; [número]) → número`.
        summary: What it does.
        parameters: Its arguments, in order.
        repeats: Whether the last of them may be repeated.
    """

    __repr__ = brief

    label: str
    summary: str
    parameters: tuple[CallParameter, ...]
    repeats: bool = False

    def parameter_at(self, argument: int) -> int | None:
        """Return which parameter an argument is, both counted from 0; None for one that it does not take."""
        last = len(self.parameters) - 1
        if argument <= last:
            return argument
        return last if self.repeats else None


@attrs.frozen
class SignatureHelp:
    """
    What is said of the innermost call that is being written.

    Attributes:
        signatures: The ways to call the function: `suma` adds up rows, and figures.
        active: Which of them is meant, from 0, as far as it is written.
        parameter: Which of its parameters is being written, from 0; None where it takes no more.
    """

    __repr__ = brief

    signatures: tuple[CallSignature, ...]
    active: int
    parameter: int | None


def signature_help(
    workspace: Workspace, name: str, position: TextPosition, *, language: str = "es"
) -> SignatureHelp | None:
    r"""
    Return what is said of the call that is being written at `position` of the text `name`; None for none.

        >>> import pei_dsl
        >>> workspace = pei_dsl.Workspace.of({"a.pei": "variable x = redondear(3.25; "})
        >>> told = pei_dsl.signature_help(workspace, "a.pei", pei_dsl.TextPosition(0, 29))
        >>> told.signatures[0].label, told.signatures[0].parameters[told.parameter].summary
        ('redondear(número; [número]) → número', 'a cuántos decimales; si no se dice, 0')

    Args:
        workspace: The texts.
        name: One of them.
        position: Where somebody writes.
        language: `es` or `en`.

    Raises:
        RequestError: There is no such text.
        SupersededError: A newer version was made meanwhile.
    """
    spot = Spot.of(workspace, name, position)
    context = context_at(outside_quotes(spot))
    if context.writing is not Writing.FORMULA:
        return None
    before = context.before + spot.source.text[context.spot.offset : spot.offset]
    for call in open_calls(before):
        found = [*_own(workspace, call)] or [*_built_in(call, language)]
        if found:
            return _help(workspace, call, before[call.arguments :], found)
    return None


def _help(
    workspace: Workspace, call: OpenCall, written: str, found: list[tuple[CallSignature, bool]]
) -> SignatureHelp:
    """Return what is said of a call, of which `written` are the arguments so far."""
    over_rows = not written.strip() or _names_rows(workspace, written)

    def fit(index: int) -> tuple[bool, bool]:
        signature, takes_rows = found[index]
        return signature.parameter_at(call.argument) is not None, takes_rows == over_rows

    active = max(range(len(found)), key=fit)
    signatures = tuple(signature for signature, _ in found)
    return SignatureHelp(signatures, active, signatures[active].parameter_at(call.argument))


_BETWEEN = "; "
_WORD = re.compile(r"[^\W\d]\w*|[.\[]")


def _names_rows(workspace: Workspace, written: str) -> bool:
    """Tell whether a column or a source is named in what is written of the arguments."""
    words = _WORD.findall(re.sub(r'"[^"\n]*"?|\d+\.\d+', " ", written))
    return any(each in ".[" or each in workspace.plan.sources for each in words)


def _own(workspace: Workspace, call: OpenCall) -> Iterator[tuple[CallSignature, bool]]:
    """Yield how a function of the plan is called; it goes before one of the language with its name."""
    for each in declarations(workspace):
        if each.kind == "function" and each.header.name == call.function:
            told = "\n\n".join(part for part in (each.header.title, each.documentation) if part)
            takes = each.header.parameters or ()
            yield _signature(call.function, takes, "", told, [""] * len(takes)), False
            return


def _built_in(call: OpenCall, language: str) -> Iterator[tuple[CallSignature, bool]]:
    """Yield the ways to call a function of the language, each with whether it reads rows."""
    for words in TABLES:
        found: BuiltIn | None = words.find(call.function)
        if found is not None:
            takes, roles = taken_by(found, language), roles_of(found, language)
            summary = found.summary_en if language == "en" else found.summary
            written = _signature(call.function, takes, f" → {given_by(found, language)}", summary, roles)
            repeats = isinstance(found, Signature) and found.repeats
            yield attrs.evolve(written, repeats=repeats), isinstance(found, AggregateFunction)


def _signature(
    function: str, takes: Sequence[str], gives: str, summary: str, roles: Sequence[str]
) -> CallSignature:
    """Return a signature with the places of its arguments."""
    place, parameters = units(function) + 1, []
    for written, role in zip(takes, roles, strict=True):
        parameters.append(CallParameter(place, place + units(written), role))
        place += units(written) + units(_BETWEEN)
    return CallSignature(f"{function}({_BETWEEN.join(takes)}){gives}", summary, tuple(parameters))
