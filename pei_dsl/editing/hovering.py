"""What stands at a place, in words: the ficha of a code, how its figure comes about, what a word means."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl import vocabulary
from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.diagnostics.errors import PeiError
from pei_dsl.editing.shown_figures import asked_period, values
from pei_dsl.editing.spot import Spot, declared
from pei_dsl.editing.text_positions import TextPosition, TextRange
from pei_dsl.edits.uses import Use
from pei_dsl.evaluation.substitution import value_text
from pei_dsl.immutable import brief
from pei_dsl.interchange.showing import describe, render
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.periods import Period
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.views.offered_words import OfferedWord, WordKind, offered_words
from pei_dsl.vocabulary import fold
from pei_dsl.workspace.latest import SupersededError
from pei_dsl.workspace.workspace import Workspace

# More lines of a calculation are a page, not a remark.
MAX_LINES = 40
_WIDTH = 90


@attrs.frozen
class Hover:
    """
    What is said of something in a text.

    Attributes:
        range: What it is about.
        markdown: What is said.
    """

    __repr__ = brief

    range: TextRange
    markdown: str


def hover(
    workspace: Workspace,
    name: str,
    position: TextPosition,
    *,
    period: str | int | Period | None = None,
    language: str = "es",
) -> Hover | None:
    r"""
    Return what is said of what stands at `position` of the text `name`; None where nothing can be said.

        >>> import pei_dsl
        >>> workspace = pei_dsl.Workspace.of({"a.pei": 'variable días "Días hábiles" = redondear(3.2)'})
        >>> print(pei_dsl.hover(workspace, "a.pei", pei_dsl.TextPosition(0, 34)).markdown.splitlines()[1])
        redondear(número; [número]) → número

    Args:
        workspace: The texts.
        name: One of them.
        position: A place in it.
        period: Whose figures are shown; None for the last year with registered values, else the first.
        language: `es` or `en`.

    Raises:
        RequestError: There is no such text or period.
        SupersededError: A newer version was made meanwhile.
    """
    spot = Spot.of(workspace, name, position)
    teller = _Teller(spot, period, language)
    use = spot.use
    if use is not None:
        told = teller.of_use(use)
        return Hover(spot.text.range(use.span), told) if told else None
    found = teller.of_word()
    if found is None:
        return None
    span, told = found
    return Hover(spot.text.range(span), told)


@attrs.frozen
class _Teller:
    """Tells what stands at one place, in a language."""

    spot: Spot
    period: str | int | Period | None
    language: str

    def of_use(self, use: Use) -> str:
        """Tell what a name or a code stands for."""
        match use.entity:
            case ("local", code, name):
                return self._definition(use, code, name)
            case ("column", source, name):
                return self._column(use, source, name)
            case ("parameter", function, name):
                return f"**{name}**: {self._say('parameter', of=function)}"
            case ("call" | "word", name):
                return self._built_in(name)
            case (kind, name):
                return self._described(kind, name)
            case _:
                return ""

    def _described(self, kind: str, name: str) -> str:
        """Tell what the plan says of a code or a name, and for a code how its figure comes about."""
        loaded = self.spot.workspace.loaded
        try:
            found = describe(loaded, name, language=self.language)
        except PeiError:  # what the plan does not hold, since it could not be read: a finding says why
            return ""
        kinds = {"value": ("variable", "series"), "code": ()}.get(kind, (kind,))
        shown = [each for each in found if not kinds or each.kind in kinds]
        if not shown:
            return ""
        told = str(render(shown, "markdown", language=self.language)).replace("\n# ", "\n### ")
        told = f"### {told.removeprefix('# ')}"
        return "\n\n".join(each for each in (told, self._calculation(name) if kind == "code" else "") if each)

    def _calculation(self, code: str) -> str:
        """Return the calculation of a figure by hand, as `pei explicar` prints it."""
        workspace = self.spot.workspace
        when = asked_period(workspace, self.period)
        if when is None or not (code in workspace.plan.indicators or code in workspace.plan.groups):
            return ""
        try:
            explanation = workspace.explanation(code, when, partial=True)
        except SupersededError:
            raise
        except PeiError:  # data that take a package which is missing; the finding says which
            return ""
        lines = render(explanation, "texto", language=self.language, width=_WIDTH).splitlines()
        shown = lines[1 : MAX_LINES + 1]
        more = ["…"] if len(lines) > MAX_LINES + 1 else []
        return "\n".join(["```text", *shown, *more, "```"])

    def _definition(self, use: Use, code: str, name: str) -> str:
        """Tell a definition under `donde:` with its title, how it is written and what it gives."""
        found = declared(self.spot.workspace, use.entity)
        for item in () if found is None else found[0].items:
            value = item.value if isinstance(item, tree.Field) else None
            for each in value.items if isinstance(value, tree.Definitions) else ():
                if each.name == name:
                    return "\n\n".join(self._lines(each, found[0] if found else None, code))
        return ""

    def _lines(self, each: tree.Definition, owner: tree.Declaration | None, code: str) -> Iterator[str]:
        title = f"**{each.name}** «{each.title}»" if each.title else f"**{each.name}**"
        yield f"{title}: {self._say('definition', of=code)}"
        if owner is not None:
            written = " ".join(owner.source[each.expression.span].split())
            key = key_of(KeyKind.WHERE, code, each.name)
            given = values(self.spot.workspace, [key], self.period).get(key)
            equals = "" if given is None or written == value_text(given) else f" = {value_text(given)}"
            yield f"```pei\n{written}{equals}\n```"

    def _column(self, use: Use, source: str, name: str) -> str:
        """Tell a column with the line that declares it."""
        found = declared(self.spot.workspace, use.entity)
        for item in () if found is None else found[0].items:
            value = item.value if isinstance(item, tree.Field) else None
            if isinstance(value, tree.Column) and value.name == name and found is not None:
                assert isinstance(item, tree.Field)
                written = " ".join(found[0].source[item.span].split())
                return f"**{name}**: {self._say('column', of=source)}\n\n```pei\n{written}\n```"
        return f"**{name}**: {self._say('column', of=source)}"

    def _built_in(self, name: str) -> str:
        """Tell a function of the language: what it takes, gives and does."""
        kinds = {WordKind.FUNCTION, WordKind.AGGREGATE}
        found = [each for each in self._words(name) if each.kind in kinds]
        return "\n\n".join(f"```text\n{each.signature}\n```\n{each.summary}" for each in found)

    def _words(self, written: str) -> list[OfferedWord]:
        wanted = fold(written)
        return [
            each
            for each in offered_words(self.language)
            if any(fold(spelling) == wanted for spelling in each.spellings)
        ]

    # ---- Words of the language

    def of_word(self) -> tuple[Span, str] | None:
        """Tell the keyword or the field whose word stands here."""
        declaration = self.spot.declaration
        if declaration is None:
            return None
        header = declaration.header
        keyword = Span(declaration.span.start, declaration.span.start + len(header.keyword))
        if declaration.kind and keyword.start <= self.spot.offset <= keyword.end:
            fields = ", ".join(self._form(each) for each in vocabulary.fields_of(declaration.kind))
            word = vocabulary.DECLARATIONS.named(declaration.kind)
            return keyword, f"**{self._form(word)}**: {self._say('fields', list=fields)}"
        field = self.spot.field
        if field is None or not field.name or not self._is_in(field.word_span):
            return None
        return field.word_span, self._field(field)

    def _is_in(self, span: Span) -> bool:
        return span.start <= self.spot.offset <= span.end

    def _form(self, word: vocabulary.Word) -> str:
        return word.english_form if self.language == "en" else word.spanish

    def _field(self, field: tree.Field) -> str:
        """Tell who has a field, how else it is written, and the words that it takes."""
        word = vocabulary.field_named(field.name)
        owners = ", ".join(self._form(vocabulary.DECLARATIONS.named(each)) for each in word.of)
        others = ", ".join(dict.fromkeys(each for each in word.spellings if each != self._form(word)))
        taken = ", ".join(
            each.text
            for each in offered_words(self.language)
            if each.kind is WordKind.VALUE and self._form(word) in each.of
        )
        told = [f"**{self._form(word)}**: {self._say('field', list=owners)}"]
        told += [self._say("also", list=others)] * bool(others)
        told += [self._say("takes", list=taken)] * bool(taken)
        return "\n\n".join(told)

    def _say(self, key: str, **params: str) -> str:
        return phrase("editing", key, self.language, params)
