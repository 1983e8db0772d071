"""Objectives, actions and indicators that a form adds, behind those that they belong with."""

from __future__ import annotations

from pei_dsl.edits.changes import AddDeclaration, Address, ChangeError
from pei_dsl.syntax.line_tokens import quoted
from pei_dsl.syntax.made import writable
from pei_dsl.workspace.workspace import Workspace
from pei_dsl.written_codes import official_code

_PATTERNS = {
    "objective": "objetivo {code} {title}\n",
    "action": "acción {code} {title}\n",
    "indicator": "indicador {code} {title}\n  unidad:  número\n  sentido: ascendente\n",
}
_BEGINS = {"OEI": "objective", "AEI": "action", "IND": "indicator"}


def added(workspace: Workspace, written: str, title: str) -> AddDeclaration:
    """
    Return the change that adds what the code `written` is a code of.

    Raises:
        ChangeError: It is no code of an objective, an action or an indicator, it is there already, or it has
            no title.
    """
    code = official_code(written.strip())
    kind = _BEGINS.get(code.partition(".")[0])
    plan, title = workspace.plan, writable(title)
    if kind is None or not title or code in plan.indicators or code in plan.groups:
        raise ChangeError("no_new_code", code=written)
    text = _PATTERNS[kind].format(code=code, title=quoted(title))
    behind = _behind(workspace, code)
    return AddDeclaration(text, Address(behind) if behind else None)


def _behind(workspace: Workspace, code: str) -> str:
    """Return the code behind which a new one stands: the last of its group, or the group; "" for the end."""
    kind, _, rest = code.partition(".")
    group = rest.partition(".")[2] if kind == "IND" else ""
    objective = f"OEI.{rest.partition('.')[0]}" if kind == "AEI" else ""
    plan = workspace.plan
    if group:
        own = [each.code for each in plan.indicators.values() if each.group == group]
        return own[-1] if own else group if group in plan.groups else ""
    if objective:
        own = [each.code for each in plan.groups.values() if each.parent == objective]
        return own[-1] if own else objective if objective in plan.groups else ""
    return ""
