"""Objectives and actions, and the tree that their codes make."""

from __future__ import annotations

import re

from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.fields import Fields, read_fields
from pei_dsl.analysis.resolve.symbols import Symbols, group_of, objective_of
from pei_dsl.diagnostics import Fix, Label
from pei_dsl.diagnostics.finding import Edit
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.plan import Group, Level
from pei_dsl.syntax import tree


def read_group(declaration: tree.Declaration, symbols: Symbols, findings: Findings) -> Group:
    """Return the objective or action that `declaration` declares."""
    fields = read_fields(declaration, findings)
    header = declaration.header
    code = header.code or ""
    level = Level.OBJECTIVE if declaration.kind == "objective" else Level.ACTION
    class_ = fields.word("class")
    return Group(
        code=code,
        title=header.title or "",
        level=level,
        parent=objective_of(code) if level is Level.ACTION else "",
        type_class=class_.spanish if class_ else "",
        priority=fields.whole("priority"),
        aligns_with=_aligned(fields, symbols),
        documentation=declaration.documentation,
        declared_at=fields.place(header.span),
        **fields.plain(),
    )


def _aligned(fields: Fields, symbols: Symbols) -> tuple[str, ...]:
    """
    Return the codes that `articula:` names.

    The plans it points to need not be in this workspace; when one of their family is, the code must be too.
    """
    codes = codes_served(fields)
    families = {code.partition(".")[0] for code in symbols.groups} if codes else set()
    for code in codes:
        known = code in symbols.groups or symbols.may_declare(code, "objective", "action")
        if code.partition(".")[0] in families and not known:
            value = fields.value("aligns_with", tree.Texts)
            span = value.span if value else fields.declaration.header.span
            fields.findings.add(fields.source, span, "PEI201", "code", params={"name": code}, note="here")
    return codes


def codes_served(fields: Fields) -> tuple[str, ...]:
    """Return the codes that `articula:` names, as written."""
    return tuple(
        code.strip().upper() for text in fields.texts("aligns_with") for code in re.split(r"[;,]", text)
    )


def check_tree(symbols: Symbols, findings: Findings) -> None:
    """Report every parent that is not declared, once, at the first code that needs it."""
    orphans: dict[str, list[tree.Declaration]] = {}
    for code, declaration in (*symbols.groups.items(), *symbols.indicators.items()):
        parent = group_of(code) if declaration.kind == "indicator" else objective_of(code)
        known = parent in symbols.groups or symbols.may_declare(parent, "objective", "action")
        if declaration.kind != "objective" and not known:
            orphans.setdefault(parent, []).append(declaration)
    for parent, children in orphans.items():
        _report_orphans(parent, children, symbols, findings)


def _report_orphans(
    parent: str, children: list[tree.Declaration], symbols: Symbols, findings: Findings
) -> None:
    first, *others = children
    code = first.header.code or ""
    near = [each for each in nearest(parent, symbols.groups) if each[0] == parent[0]]
    fixes = []
    for each in near:
        texts = [_moved(child.header.code or "", parent, each) for child in children]
        if not any(text in symbols.groups or text in symbols.indicators for text in texts):
            edits = [
                Edit(child.source, child.header.name_span, text)
                for child, text in zip(children, texts, strict=True)
            ]
            fixes.append(Fix(texts[0], tuple(edits)))
    findings.add(
        first.source,
        first.header.name_span,
        "PEI204",
        params={"code": code, "parent": parent},
        note="here",
        related=tuple(Label(child.source, child.header.name_span, "too") for child in others[:3]),
        fixes=tuple(fixes),
    )


def _moved(code: str, parent: str, other: str) -> str:
    """Return the code that the child `code` of `parent` would have under `other`."""
    if code.endswith(parent):
        return code.removesuffix(parent) + other
    return f"{code.partition('.')[0]}.{other.partition('.')[2]}.{code.rpartition('.')[2]}"
