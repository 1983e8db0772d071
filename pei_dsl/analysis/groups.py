"""Objectives and actions, and the tree that their codes make."""

from __future__ import annotations

import re

from pei_dsl import vocabulary
from pei_dsl.analysis.fields import Fields, read_fields
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.symbols import Symbols, group_of, objective_of
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.plan import Group, Level
from pei_dsl.syntax import tree

MAX_PRIORITY = 999


def read_group(declaration: tree.Declaration, symbols: Symbols, findings: Findings) -> Group:
    """Return the objective or action that `declaration` declares."""
    fields = read_fields(declaration, findings)
    header = declaration.header
    code = header.code or ""
    level = Level.OBJECTIVE if declaration.kind == "objective" else Level.ACTION
    class_ = fields.word("class", vocabulary.CLASSES)
    return Group(
        code=code,
        title=header.title or "",
        level=level,
        parent=objective_of(code) if level is Level.ACTION else "",
        type_class=class_.spanish if class_ else "",
        priority=fields.whole("priority", MAX_PRIORITY),
        responsible=fields.text("responsible"),
        description=fields.text("description"),
        aligns_with=_aligned(fields, symbols),
        documentation=declaration.documentation,
        declared_at=fields.place(header.span),
    )


def _aligned(fields: Fields, symbols: Symbols) -> tuple[str, ...]:
    """
    Return the codes that `articula:` names.

    The plans it points to need not be in this workspace; when one of their family is, the code must be too.
    """
    codes = tuple(
        code.strip().upper() for text in fields.texts("aligns_with") for code in re.split(r"[;,]", text)
    )
    families = {code.partition(".")[0] for code in symbols.groups} if codes else set()
    for code in codes:
        known = code in symbols.groups or symbols.may_declare(code, "objective", "action")
        if code.partition(".")[0] in families and not known:
            value = fields.value("aligns_with", tree.Texts)
            span = value.span if value else fields.declaration.header.span
            fields.findings.add(fields.source, span, "PEI201", "code", params={"name": code}, note="here")
    return codes


def check_tree(symbols: Symbols, findings: Findings) -> None:
    """Report every code whose parent is not declared."""
    for code, declaration in symbols.groups.items():
        if declaration.kind == "action":
            _check_parent(declaration, objective_of(code), symbols, findings)
    for code, declaration in symbols.indicators.items():
        _check_parent(declaration, group_of(code), symbols, findings)


def _check_parent(declaration: tree.Declaration, parent: str, symbols: Symbols, findings: Findings) -> None:
    if parent in symbols.groups or symbols.may_declare(parent, "objective", "action"):
        return
    code = declaration.header.code or ""
    near = [each for each in nearest(parent, symbols.groups) if each[0] == parent[0]]
    texts = [_moved(code, parent, each) for each in near]
    fixes = tuple(
        replace(declaration.source, declaration.header.name_span, text)
        for text in texts
        if text not in symbols.groups and text not in symbols.indicators
    )
    params = {"code": code, "parent": parent}
    findings.add(
        declaration.source,
        declaration.header.name_span,
        "PEI204",
        params=params,
        note="here",
        fixes=fixes,
    )


def _moved(code: str, parent: str, other: str) -> str:
    """Return the code that the child `code` of `parent` would have under `other`."""
    if code.endswith(parent):
        return code.removesuffix(parent) + other
    return f"{code.partition('.')[0]}.{other.partition('.')[2]}.{code.rpartition('.')[2]}"
