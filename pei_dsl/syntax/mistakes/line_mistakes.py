"""
Lines that are not as the language writes them, though what they mean is plain: `unidad = porcentaje`.

Each slip has a patch of the same length, so that the declaration is read as it was meant, every place in it
stays where it is, and the slip is the only finding.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import attrs

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.diagnostics.finding import Edit, Fix, at, replace
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.blocks import BULLET, STRAY, Block
from pei_dsl.syntax.mistakes import brace_mistakes, clause_mistakes, inputs, year_mistakes
from pei_dsl.syntax.mistakes.places import STRING_OR_COMMENT, short
from pei_dsl.syntax.mistakes.slip import Slip

_WORDS = r"[^\W\d]\w*(?:[^\S\n]+[^\W\d]\w*){0,5}"
_STRING = r"(?:\"[^\"\n]*\"|[“”„][^“”\n]*[“”]|«[^»\n]*»)"
_ENTRY = rf"(?:{_WORDS}[^\S\n]*:|[^\W\d]\w*[^\S\n]*{_STRING}?[^\S\n]*=|\d{{4}}[\w\-–]*[^\S\n]*:)"
_BULLETED = re.compile(rf"^[^\S\n]*(?P<bullet>{BULLET})[^\S\n]+(?={_ENTRY})", re.MULTILINE)
_OTHER_SIGN = re.compile(rf"^[^\S\n]*(?P<word>{_WORDS})[^\S\n]*(?P<sign>=(?!=)|;)", re.MULTILINE)
_ALONE = re.compile(
    rf"^[^\S\n]*(?P<word>{_WORDS})[^\S\n]*(?P<end>\n)(?=[^\S\n]*(?:\d{{4}}[\w\-–]*[^\S\n]*:|"
    rf"[^\W\d]\w*[^\S\n]*{_STRING}?[^\S\n]*=))",
    re.MULTILINE,
)
_COLONLESS = re.compile(
    r"^[^\S\n]+(?P<word>[^\W\d]+(?:[^\S\n]+de[^\S\n]+medida)?)(?P<gap>[^\S\n]+)(?P<value>\S[^\n#]*)",
    re.MULTILINE,
)
_HEADER_SIGN = re.compile(
    rf"(?:[^\W\d]+[^\S\n]+){{1,3}}(?P<code>[^\W\d_]{{1,6}}(?:[.\-]\w+)+)[^\S\n]*(?P<sign>:)"
    rf"[^\S\n]*(?={_STRING}|[^\W\d])"
)
# Fields whose text may go on in lines of any kind.
_PROSE = frozenset(word.name for word in vocabulary.FIELDS if word.is_prose)


def slips(source: Source, block: Block) -> list[Slip]:
    """Return the slips in `block`, none of them twice."""
    found = [
        *_bullets(source, block),
        *_pages(source, block),
        *_header_colon(source, block),
        *_other_signs(source, block),
        *_alone(source, block),
        *_colonless(source, block),
        *inputs.slips(source, block),
        *brace_mistakes.slips(source, block),
        *clause_mistakes.slips(source, block),
        *year_mistakes.slips(source, block),
    ]
    kept: list[Slip] = []
    taken: set[int] = set()
    for slip in found:
        places = {span.start for span, _ in slip.patches}
        if taken.isdisjoint(places):
            kept.append(slip)
            taken |= places
    return kept


def swallowed(source: Source, block: Block, items: tuple[tree.Item, ...]) -> list[Slip]:
    """
    Return the slips of a declaration that could be read, but not as it was meant.

    The lines of a text that goes on are its own, unless they hold what the declaration lacks.
    """
    if not _is_odd(source, block, items):
        return []
    texts = [
        item.value.span
        for item in items
        if isinstance(item, tree.Field) and item.name in _PROSE and isinstance(item.value, tree.Texts)
    ]
    have = {item.name for item in items if isinstance(item, tree.Field)}
    return [
        slip
        for slip in slips(source, block)
        if not any(text.start < slip.finding.primary.span.start < text.end for text in texts)
        or slip.finding.variant in {"page", "colon"}
        or slip.finding.code == "PEI111"
        or _field_at(source, slip) in {"unit", "direction"} - have
    ]


def _field_at(source: Source, slip: Slip) -> str:
    """Return the field whose word follows the place of `slip`, or ""."""
    match = re.compile(rf"\W*({_WORDS})").match(source.text, slip.finding.primary.span.start)
    word = vocabulary.FIELDS.find(match[1]) if match else None
    return word.name if word else ""


def _is_odd(source: Source, block: Block, items: tuple[tree.Item, ...]) -> bool:
    """Tell whether `items` have a sign of lines that were read as a part of something else."""
    if block.strays or _HEADER_SIGN.match(source.text, block.header):
        return True
    if inputs.looks_like_fields(source, items) or clause_mistakes.is_separated(source, block):
        return True
    for item in items:
        if not isinstance(item, tree.Field):
            continue
        if not item.name or ("\n" in source[item.value.span] and isinstance(item.value, tree.Texts)):
            return True
        if isinstance(item.value, tree.Figures) and any(
            figure.quality is not None
            and "\n" in source.text[figure.amount.span.end : figure.quality.span.start]
            for figure in item.value.items
        ):
            return True
        if isinstance(item.value, tree.Definitions) and _share_a_line(source, item.value):
            return True
        if isinstance(item.value, tree.Definitions) and any(
            vocabulary.FIELDS.find(definition.name) is not None for definition in item.value.items
        ):
            return True
    return False


def _share_a_line(source: Source, value: tree.Definitions) -> bool:
    """Tell whether two definitions stand on one line without a semicolon: `A = Familias visitadas = 120`."""
    return any(
        not set(source.text[first.span.end : second.span.start]) & {"\n", ";"}
        for first, second in itertools.pairwise(value.items)
    )


def patched(source: Source, found: list[Slip]) -> Source:
    """Return `source` with the patches of `found`: every place in it stays where it is."""
    text = list(source.text)
    for slip in found:
        for span, characters in slip.patches:
            text[span.start : span.end] = characters
    changed = "".join(text)
    return Source(source.name, changed, changed)


def onto(source: Source, finding: Diagnostic) -> Diagnostic:
    """Return `finding`, made about a patched text, as one about `source`."""
    fixes = tuple(
        attrs.evolve(fix, edits=tuple(attrs.evolve(edit, source=source) for edit in fix.edits))
        for fix in finding.fixes
    )
    return attrs.evolve(
        finding,
        primary=attrs.evolve(finding.primary, source=source),
        related=tuple(attrs.evolve(label, source=source) for label in finding.related),
        fixes=fixes,
    )


def _blank(span: Span) -> tuple[Span, str]:
    return span, " " * (span.end - span.start)


# ---- What was copied along -----------------------------------------------------------------------------


def _bullets(source: Source, block: Block) -> Iterator[Slip]:
    """Find bullets and numbers of a list; those of one declaration are one slip."""
    spans = []
    for match in _BULLETED.finditer(source.text, block.header, block.span.end):
        after = re.compile(_WORDS).match(source.text, match.end())
        if after is None or _is_entry(source, after, match.end()):
            spans.append((Span(*match.span("bullet")), match.end()))
    if not spans:
        return
    edits = tuple(
        Edit(source, Span(span.start, end), "  " if _at_column_0(source, span.start) else "")
        for span, end in spans
    )
    first, end = spans[0]
    line = source.text[end : source.text.find("\n", end)]
    related = tuple(Label(source, span, "too") for span, _ in spans[1:4])
    params = {"written": source[first]}
    fix = Fix(short(line.strip()), edits, safe=True)
    yield Slip(
        at(source, first, "PEI102", variant="bullet", params=params, fixes=(fix,), related=related),
        tuple(_blank(span) for span, _ in spans),
    )


def _is_entry(source: Source, word: re.Match[str], start: int) -> bool:
    """Tell whether what begins at `start` is a field, or a definition with its `=`."""
    if (
        vocabulary.FIELDS.find(word[0]) is not None
        or vocabulary.NAMED_FIELDS.find(word[0].split()[0]) is not None
    ):
        return True
    return re.compile(rf"[^\W\d]\w*[^\S\n]*{_STRING}?[^\S\n]*=").match(source.text, start) is not None


def _at_column_0(source: Source, place: int) -> bool:
    return place == 0 or source.text[place - 1] == "\n"


def _pages(source: Source, block: Block) -> Iterator[Slip]:
    """Find lines at column 0 that come from the page that the text was copied from."""
    for start in block.strays:
        match = STRAY.match(source.text, start)
        if match is None:
            continue
        span = Span(start, start + len(match[0].rstrip()))
        yield Slip(page(source, span), (_blank(span),))


def page(source: Source, span: Span) -> Diagnostic:
    """Return the finding about a line that is no part of the plan, or a remark in the way of programs."""
    if source.text.startswith("//", span.start):
        mark = Span(span.start, span.start + 2)
        fix = Fix("#" + source.text[mark.end : span.end], (Edit(source, mark, "#"),), safe=True)
        return at(source, mark, "PEI111", params={"written": "//", "meant": "#"}, fixes=(fix,))
    end = source.text.find("\n", span.end)
    line = Span(span.start, end + 1 if end >= 0 else len(source.text))
    params = {"written": short(source[span])}
    fixes = (Fix("", (Edit(source, line, ""),), safe=True),)
    return at(source, span, "PEI102", variant="page", params=params, fixes=fixes, note="here")


# ---- Colons ---------------------------------------------------------------------------------


def _header_colon(source: Source, block: Block) -> Iterator[Slip]:
    match = _HEADER_SIGN.match(source.text, block.header, block.span.end)
    if match is None:
        return
    span = Span(*match.span("sign"))
    gap = "" if source.text[span.end].isspace() else " "
    header = source.text[block.header : match.end("code")]
    fix = Fix(f'{header} "…"', (Edit(source, span, gap),), safe=True)
    finding = at(
        source, span, "PEI102", variant="between", params={"written": ":"}, fixes=(fix,), note="here"
    )
    yield Slip(finding, (_blank(span),))


def _other_signs(source: Source, block: Block) -> Iterator[Slip]:
    """Find fields with `=` or `;` instead of their colon."""
    for match in _OTHER_SIGN.finditer(source.text, source.text.find("\n", block.header) + 1, block.span.end):
        if match.start() < block.header or not _is_absent_field(source, block, match["word"]):
            continue
        span = Span(*match.span("sign"))
        place = Span(match.start("word"), match.end("sign"))
        start = match.end("word")
        fix = Fix(f"{match['word']}:", (Edit(source, Span(start, span.end), ":"),), safe=True)
        variant = "assign" if match["sign"] == "=" else "semicolon"
        params = {"written": match["word"]}
        finding = at(source, place, "PEI102", variant=variant, params=params, fixes=(fix,))
        yield Slip(finding, ((span, ":"),))


def _is_absent_field(source: Source, block: Block, word: str) -> bool:
    """Tell whether `word` is a field that `block` may have, does not have, and uses nowhere else."""
    known = vocabulary.FIELDS.find(word)
    if known is None or block.kind not in known.of:
        return False
    text = source[Span(block.header, block.span.end)]
    fields = re.findall(rf"^[^\S\n]*({_WORDS})[^\S\n]*:", text, re.MULTILINE)
    found = [vocabulary.FIELDS.find(each) for each in fields]
    code = STRING_OR_COMMENT.sub("", text)
    return known not in found and len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", code)) == 1


def _alone(source: Source, block: Block) -> Iterator[Slip]:
    """Find fields without their colon whose entries stand in the lines below."""
    for match in _ALONE.finditer(source.text, source.text.find("\n", block.header) + 1, block.span.end):
        known = vocabulary.FIELDS.find(match["word"])
        if match.start() < block.header or known is None or known.kind not in {"FIGURES", "WHERE"}:
            continue
        if block.kind in known.of:
            yield Slip(_no_colon(source, match), ((Span(*match.span("end")), ":"),))


def _colonless(source: Source, block: Block) -> Iterator[Slip]:
    """Find a unit or a direction without its colon, with a value that is one."""
    for match in _COLONLESS.finditer(source.text, block.header, block.span.end):
        known = vocabulary.FIELDS.find(match["word"])
        if known is None or known.name not in {"unit", "direction"} or block.kind not in known.of:
            continue
        value = match["value"].strip().rstrip(".")
        fits = (
            vocabulary.UNITS.find(value.split()[0])
            if known.name == "unit"
            else vocabulary.DIRECTIONS.find(value)
        )
        if fits is not None:
            gap = match.start("gap")
            yield Slip(_no_colon(source, match), ((Span(gap, gap + 1), ":"),))


def _no_colon(source: Source, match: re.Match[str]) -> Diagnostic:
    span = Span(*match.span("word"))
    fix = Fix(f"{match['word']}:", (Edit(source, Span(span.end, span.end), ":"),), safe=True)
    return at(source, span, "PEI102", variant="colon", params={"written": match["word"]}, fixes=(fix,))


def bulleted(source: Source, start: int) -> Diagnostic | None:
    """Return the finding about a bullet before a header at `start`, or None."""
    match = re.compile(rf"(?P<bullet>{BULLET})[^\S\n]+").match(source.text, start)
    if match is None:
        return None
    end = source.text.find("\n", start)
    line = source.text[match.end() : end if end >= 0 else len(source.text)]
    fix: Fix = attrs.evolve(replace(source, Span(start, match.end()), "", safe=True), text=line.strip())
    params = {"written": match["bullet"]}
    return at(source, Span(*match.span("bullet")), "PEI102", variant="bullet", params=params, fixes=(fix,))
