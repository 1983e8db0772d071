"""From a text to its tree.  Parsing never fails: it returns a tree and what was found wrong."""

from __future__ import annotations

import re
from typing import Any

import attrs
from lark.exceptions import UnexpectedInput
from lark.utils import TextSlice

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic, Fix, Label
from pei_dsl.diagnostics.finding import Edit, at, replace
from pei_dsl.diagnostics.suggestion import is_slip, nearest
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.blocks import STRAY, Block, blocks
from pei_dsl.syntax.formula_builder import Problem
from pei_dsl.syntax.grammar import parser
from pei_dsl.syntax.known_blocks import KnownBlocks
from pei_dsl.syntax.mistakes import line_mistakes
from pei_dsl.syntax.pieces import Piece, parts_of, pieces, starts_entry
from pei_dsl.written_codes import official_code

MAX_CHARACTERS = 20_000_000


@attrs.frozen
class Parsed:
    """What reading a text gave: the tree of all that could be read, and the findings, in order."""

    file: tree.File
    diagnostics: tuple[Diagnostic, ...]


def parse(source: Source, known: KnownBlocks | None = None) -> Parsed:
    """
    Return the tree of `source` and the findings (PEI1xx); never raises, whatever the text.

    With `known`, sound declarations that an older version of the text held too are not read again.
    """
    if len(source.text) > MAX_CHARACTERS:
        finding = at(source, Span(0, 1), "PEI109", variant="file", params={"limit": MAX_CHARACTERS})
        return Parsed(tree.File((), source=source), (finding,))
    found: list[Diagnostic] = []
    declarations: list[tree.Declaration] = []
    if known is not None:
        known.begin()
    for block in blocks(source):
        found.extend(_stray(source, block, first=block.span.start == 0))
        if block.header < block.span.end:
            declaration = known.find(source, block) if known is not None else None
            if declaration is None:
                declaration, problems = _declaration(source, block)
                found.extend(problems)
                if not problems and known is not None:
                    known.keep(source, block, declaration)
            declarations.append(declaration)
    if known is not None:
        known.end()
    found.sort(key=lambda finding: finding.primary.span)
    return Parsed(tree.File(tuple(declarations), source=source), tuple(found))


_STRAY = re.compile(r"^[ \t]*[^\s#][^\n]*", re.MULTILINE)


def _stray(source: Source, block: Block, *, first: bool) -> list[Diagnostic]:
    """Report indented lines that stand above the first header, and fields at column 0."""
    found = []
    if first:
        match = _STRAY.search(source.text, 0, block.header)
        if match is not None:
            found.append(at(source, Span(*match.span()), "PEI113", note="here"))
    if block.outdented:
        found.append(_outdented(source, block.outdented))
    return found


def _outdented(source: Source, starts: tuple[int, ...]) -> Diagnostic:
    """Return the one finding about fields at column 0: they lost their indentation together."""
    end = source.text.find(":", starts[0])
    span = Span(starts[0], end)
    edits = tuple(
        Edit(source, Span(start, start), "  " if _FIELD_AT.match(source.text, start) else "    ")
        for start in starts
    )
    return at(
        source,
        span,
        "PEI113",
        variant="outdented" if len(starts) == 1 else "several",
        params={"word": source[span]},
        fixes=(Fix("  " + source.text[starts[0] : end + 1], edits, safe=True),),
        related=tuple(Label(source, Span(start, start + 1), "too") for start in starts[1:4]),
    )


_FIELD_AT = re.compile(r"[^\W\d][\w \t]*:")


def _declaration(source: Source, block: Block) -> tuple[tree.Declaration, list[Diagnostic]]:
    """Return the declaration of `block`, read as it was meant where its lines leave no doubt of that."""
    if not block.kind:
        return _unknown(source, block)
    made = _read(source, block)
    if made is not None:
        slips = line_mistakes.swallowed(source, block, made[0].items)
        if not slips:
            return made
    else:
        slips = line_mistakes.slips(source, block)
        if not slips:
            return _recover(source, block)
    twin = line_mistakes.patched(source, slips)
    declaration, found = _read(twin, block) or _recover(twin, block)
    found = [*(slip.finding for slip in slips), *(line_mistakes.onto(source, each) for each in found)]
    return attrs.evolve(declaration, source=source), found


def _read(source: Source, block: Block) -> tuple[tree.Declaration, list[Diagnostic]] | None:
    """Return the declaration of `block`, or None when something in it cannot be read."""
    reading = parser()
    reading.builder.reset()
    made = reading.walk.read(source.text, block.header, block.span.end, "declaration")
    if made is None:
        return None
    found = [_problem(source, problem) for problem in reading.builder.problems]
    header, items = made
    if any(_swallows(source, item) for item in items):
        return None
    return _made(source, block, header, items, broken=bool(found)), found


def _swallows(source: Source, item: tree.Item) -> bool:
    """
    Tell whether a definition under `donde:` has swallowed the next one: `a = 3 +` and below it `b = 4`.

    Read together they are the comparison `3 + b = 4`; each on its line they are a slip and a definition.
    """
    if not isinstance(item, tree.Field) or not isinstance(item.value, tree.Definitions):
        return False
    for definition in item.value.items:
        written = definition.expression
        if not isinstance(written, tree.Comparison) or written.operator != "=":
            continue
        if starts_entry(source.text, written.left.span.start, written.right.span.start):
            return True
    return False


def _made(
    source: Source, block: Block, header: tree.Header, items: tuple[tree.Item, ...], *, broken: bool
) -> tree.Declaration:
    end = items[-1].span.end if items else header.span.end
    return tree.Declaration(
        block.kind,
        header,
        items,
        block.documentation,
        broken,
        source=source,
        span=Span(block.header, end),
    )


def _problem(source: Source, problem: Problem) -> Diagnostic:
    fixes = tuple(replace(source, problem.span, text, safe=problem.safe) for text in problem.texts)
    return at(
        source,
        problem.span,
        problem.code,
        variant=problem.variant,
        params=problem.params,
        fixes=fixes,
    )


# ---- Text that is no declaration -------------------------------------------------------------------

_FIRST_WORD = re.compile(r"\S+")
_CODE = re.compile(r"[A-Za-z]{2,6}(?:\.[A-Za-z0-9]+)+")


def _unknown(source: Source, block: Block) -> tuple[tree.Declaration, list[Diagnostic]]:
    """Report a line at column 0 that begins with no known word; keep the code that it declares."""
    finding = (
        _page(source, block)
        or line_mistakes.bulleted(source, block.header)
        or _no_keyword(source, block)
        or _no_word(source, block)
    )
    header = _salvaged(source, block.header)
    return _made(source, block, header, (), broken=True), [finding]


def _page(source: Source, block: Block) -> Diagnostic | None:
    """Find what was copied along from a page above the first declaration."""
    match = STRAY.match(source.text, block.header)
    if match is None:
        return None
    span = Span(block.header, block.header + len(match[0].rstrip()))
    return line_mistakes.page(source, span)


_KINDS = {"I": "indicador", "O": "objetivo", "A": "acción"}
_CODE_FIRST = re.compile(
    r"(?P<kind>IND|[OA][A-Z]{1,4})[.\- ]?\d[\w.\-]*(?=[^\S\n]*[:\-–—]?[^\S\n]*(?:[\"“«]|[^\W\d]))",
    re.IGNORECASE,
)


def _no_keyword(source: Source, block: Block) -> Diagnostic | None:
    """Find a header that begins with its code: the code tells the word that is missing."""
    match = _CODE_FIRST.match(source.text, block.header)
    if match is None:
        return None
    keyword = _KINDS[match["kind"][0].upper()]
    insertion = Edit(source, Span(match.start(), match.start()), f"{keyword} ")
    fix = Fix(f"{keyword} {match[0]}", (insertion,), safe=True)
    params = {"word": match[0], "keyword": keyword}
    return at(source, Span(*match.span()), "PEI105", variant="keyword", params=params, fixes=(fix,))


def _no_word(source: Source, block: Block) -> Diagnostic:
    match = _FIRST_WORD.match(source.text, block.header)
    assert match is not None
    word = match[0].rstrip(":")
    span = Span(match.start(), match.start() + max(1, len(word)))
    params = {"word": word[:40]}
    if vocabulary.DECLARATIONS.find(word) is not None and word != match[0]:
        fix = replace(source, Span(*match.span()), word, safe=True)
        return at(source, span, "PEI105", variant="colon", params=params, fixes=(fix,), note="here")
    fixes = tuple(
        replace(source, span, name, safe=is_slip(word, name, vocabulary.DECLARATIONS.spanish()))
        for name in nearest(word, vocabulary.DECLARATIONS.spanish())
    )
    return at(source, span, "PEI105", params=params, fixes=fixes, note="here")


def _salvaged(source: Source, start: int) -> tree.Header:
    """Return what can be known of a header that does not parse: its code, name and title."""
    end = source.text.find("\n", start)
    line = source.text[start : end if end >= 0 else len(source.text)]
    span = Span(start, start + len(line))
    code = _CODE.search(line)
    words = line.split()
    second = words[1].partition("(")[0] if len(words) > 1 else ""
    # `serie población total "T"`: nobody knows which name it has, so none is taken.
    spaced = len(words) > 2 and vocabulary.is_name(words[2].partition("(")[0])
    name = second if vocabulary.is_name(second) and not code and not spaced else None
    return tree.Header(
        official_code(code[0]) if code else None,
        name,
        keyword=words[0] if words else "",
        name_span=span,
        title_span=span,
        span=span,
    )


# ---- Declarations with a mistake ---------------------------------------------------------------------


def _recover(source: Source, block: Block) -> tuple[tree.Declaration, list[Diagnostic]]:
    """Read a declaration piece by piece: each broken piece costs itself and one finding."""
    found: list[Diagnostic] = []
    head, *rest = pieces(source.text, block.header, block.span.end)
    header = _piece(source, head, found)
    if not isinstance(header, tree.Header):
        header = _salvaged(source, block.header)
    items: list[tree.Item] = []
    for piece in rest:
        item = _piece(source, piece, found)
        if isinstance(item, tree.Field | tree.Figure | tree.Expectation):
            items.append(item)
    return _made(source, block, header, tuple(items), broken=bool(found)), found


def _piece(source: Source, piece: Piece, found: list[Diagnostic]) -> object:
    """Return what `piece` holds, the broken entries of a list left out, or None."""
    made, finding, problems = _try(source, piece)
    swallows = finding is None and isinstance(made, tree.Field) and _swallows(source, made)
    if finding is None and not swallows:
        found.extend(problems)
        return made
    entries = parts_of(source.text, piece)
    if not entries and finding is not None:
        found.append(finding)
        return _broken_field(source, piece)
    kept = []
    seen = len(found)
    for entry in entries:
        node, wrong, problems = _try(source, entry)
        found.extend(problems)
        if wrong is not None:
            found.append(wrong)
        else:
            kept.append(node)
    if len(found) == seen and finding is not None:
        found.append(finding)
    return _broken_field(source, piece, tuple(kept))


def _try(source: Source, piece: Piece) -> tuple[object, Diagnostic | None, list[Diagnostic]]:
    reading = parser()
    reading.builder.reset()
    try:
        # With a transformer, Lark returns what the builder made of the start rule.
        made = reading.engine.parse(TextSlice(source.text, piece.start, piece.end), start=piece.rule)
    except UnexpectedInput as error:
        # A sound text does not wait for what explains others.
        from pei_dsl.syntax.mistakes.what_was_meant import explain

        return None, explain(source, piece, error), []
    return made, None, [_problem(source, problem) for problem in reading.builder.problems]


_LISTS = {"WHERE": tree.Definitions, "FIGURES": tree.Figures, "INPUTS": tree.Inputs}


def _broken_field(source: Source, piece: Piece, kept: tuple[Any, ...] = ()) -> tree.Field | None:
    """Return the field of a piece whose value could not be read (in full), or None for other pieces."""
    if not piece.word:
        return None
    word = vocabulary.FIELDS.find(piece.word) or vocabulary.NAMED_FIELDS.find(piece.word)
    start = source.text.find(piece.word, piece.start)
    span = Span(start, start + len(source.text[start : piece.end].rstrip()))
    value: tree.Value = tree.Broken(span=span)
    if kept and word is not None and word.kind in _LISTS:
        value = _LISTS[word.kind](kept, span=span)
    return tree.Field(
        word.name if word else "",
        value,
        piece.word,
        word_span=Span(start, start + len(piece.word)),
        span=span,
    )
