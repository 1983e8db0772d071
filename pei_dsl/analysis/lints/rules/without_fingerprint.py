"""Evidence with a file, of which nothing would tell that it was changed."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.data.evidence_files import FileState
from pei_dsl.diagnostics import Fix, Severity
from pei_dsl.diagnostics.finding import Edit
from pei_dsl.model.plan import Place
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import field_named


@lint("PEI453", severity=Severity.NOTE, looks_at_data=True)
def without_fingerprint(subject: Subject) -> Iterator[Remark]:
    """Note a file of evidence without a fingerprint, with the line that writes it."""
    for name, found in subject.data.evidence.items():
        evidence = subject.plan.evidence[name]
        declaration = subject.declarations.get(("evidence", name))
        if found.state is not FileState.PRESENT or evidence.fingerprint or declaration is None:
            continue
        for item in declaration.items:
            if isinstance(item, tree.Field) and item.name == "file":
                place = Place(declaration.source, item.value.span)
                fix = _written(declaration, item, found.fingerprint)
                yield Remark(place, params={"name": name, "file": evidence.file}, fixes=(fix,))


def _written(declaration: tree.Declaration, file: tree.Field, fingerprint: str) -> Fix:
    """Return the fix that writes the fingerprint below the file, as far in as the file stands."""
    text, end = declaration.source.text, file.value.span.end
    line = text.rfind("\n", 0, file.word_span.start) + 1
    margin = text[line : file.word_span.start]
    english = file.word.casefold() == "file"
    word = field_named("fingerprint")
    head = f"{word.english_form if english else word.spanish}:"
    blanks = " " * max(1, file.value.span.start - file.word_span.start - len(head))
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop  # behind a comment on the line of the file
    lines = f"\n{margin or '  '}{head}{blanks}{fingerprint}"
    return Fix(f"{head} {fingerprint}", (Edit(declaration.source, Span(stop, stop), lines),), safe=True)
