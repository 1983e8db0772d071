"""The codes that a field of text names, each with its own place: `para: AEI.01.01; AEI.01.02`."""

from __future__ import annotations

import re
from typing import NamedTuple

from pei_dsl.analysis.resolve.fields import Fields
from pei_dsl.diagnostics.finding import replace
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.written_codes import official_code

_CODE = re.compile(r"[^\s;,\"“”„«»][^;,\n\"“”„«»]*")


class NamedCode(NamedTuple):
    """A code that a field names, and where it stands."""

    code: str
    span: Span


def codes_named(fields: Fields, name: str) -> list[NamedCode]:
    """Return the codes that field `name` holds, each once; report those that are not spelt as codes are."""
    value = fields.value(name, tree.Texts)
    found: dict[str, NamedCode] = {}
    for text in value.items if value is not None else ():
        for match in _CODE.finditer(fields.source.text, *text.span):
            span = Span(match.start(), match.start() + len(match[0].rstrip()))
            named = NamedCode(official(fields, span), span)
            found.setdefault(named.code, named)
    return list(found.values())


def code_named(fields: Fields, name: str) -> NamedCode | None:
    """Return the one code that field `name` holds; report a second one."""
    found = codes_named(fields, name)
    if not found:
        return None
    first, *others = found
    if others:
        params = {"word": fields.single[name].word}
        fields.findings.add(fields.source, others[0].span, "PEI118", "one_code", params=params, note="here")
    return first


def official(fields: Fields, span: Span) -> str:
    """Return the official form of the code at `span`; report another spelling (PEI106)."""
    written = fields.source[span]
    code = official_code(written)
    if code != written.upper():
        fix = replace(fields.source, span, code, safe=True)
        params = {"written": written[:60]}
        fields.findings.add(fields.source, span, "PEI106", params=params, note="here", fixes=(fix,))
    return code
