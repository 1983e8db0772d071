"""Results computed again from their plan and data, and held against what they say."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from pei_dsl.data.permissions import OWN, Permissions
from pei_dsl.data.readers.locating import from_here
from pei_dsl.data.reading import Engine, Limits, Reading
from pei_dsl.diagnostics import Diagnostic, catalogue
from pei_dsl.diagnostics.errors import PlanError, RequestError
from pei_dsl.interchange.renderers import RENDERERS as OF_FILES
from pei_dsl.plain_files import read_plain
from pei_dsl.renderers import registry
from pei_dsl.renderers.registry import RENDERERS
from pei_dsl.renderers.style import Style
from pei_dsl.reproducing import digests
from pei_dsl.reproducing.answering import Answer, answering
from pei_dsl.reproducing.comparing_results import compared
from pei_dsl.reproducing.document_contents import contents, is_of_office, still_there
from pei_dsl.reproducing.finding_plans import find_plan
from pei_dsl.reproducing.fingerprints import Fingerprints
from pei_dsl.reproducing.grounds import Basis, ChangedWhileReadError
from pei_dsl.reproducing.packaging import REPORT
from pei_dsl.reproducing.question import STDIN, Question, question_to_json
from pei_dsl.reproducing.sealing import without_prints
from pei_dsl.reproducing.travelling import Left, rests_on_what_is_left, told_of
from pei_dsl.reproducing.unpacking import is_package, unpack
from pei_dsl.reproducing.written_documents import result_within
from pei_dsl.reproducing.written_results import Result, UnverifiableError, WhyNot, bytes_of_result
from pei_dsl.views.verification import Change, Difference, Ground, Verification
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.loading import load, load_bytes
from pei_dsl.workspace.texts import MAX_BYTES

# What standard input is called, by the language of whoever asked.
_INPUT = {"es": "<entrada>", "en": "<input>"}


def verify(
    result: str | Path,
    plan: str | Path | None = None,
    *,
    reading: Limits | None = None,
    permissions: Permissions = OWN,
    language: str = "es",
) -> Verification:
    """
    Return what comes of computing a result again: what it rests on that changed, and which figures differ.

    Args:
        result: A JSON, page, Word file or workbook that `pei` wrote, or a package with a JSON, which is
            computed again from what it holds.
        plan: The folder or text of its plan; None: it is looked for beside the result and in the current
            folder.
        reading: What reading may cost; who aggregates is whom the result names, unless a `Reading` says so.
        permissions: What the plan may read.
        language: Of the sentences of the verification.

    Raises:
        UnverifiableError: It is no result that says what it rests on, or its plan is not found.
        MissingExtraError: A package is not installed that the data need.
    """
    file = Path(result)
    options = Reading.of(reading)
    if is_package(file) and not is_of_office(file):
        return _verify_package(file, plan, options, permissions, language)
    written = result_within(bytes_of_result(file), file.name)
    place = _plan_of(written.prints, file, None if plan is None else Path(plan))
    loaded = _loaded(written.prints.question, place, permissions)
    return again(written, loaded, file.name, place, options, language)


def _verify_package(
    file: Path, plan: str | Path | None, reading: Reading, permissions: Permissions, language: str
) -> Verification:
    """Return what comes of computing the result of a package again from what it holds, or from `plan`."""
    with tempfile.TemporaryDirectory(prefix="pei-") as folder:
        packed = unpack(file, Path(folder))
        question, report = packed.result.prints.question, packed.report
        if plan is not None:
            place = _plan_of(packed.result.prints, file, Path(plan))
            loaded = _loaded(question, place, permissions)
            left: tuple[Left, ...] = ()
            told = None
        else:
            place = None
            loaded = load(
                packed.plan / question.text if question.text else packed.plan, permissions=NOWHERE_ELSE
            )
            # No database is asked: what it answered is here, or it is not known.
            sources = loaded.plan.sources
            elsewhere = loaded.plan.resting_on(name for name, each in sources.items() if each.connection)
            told = {name: packed.answers.get(name, {}) for name in elsewhere}
            left = packed.left
            files = dict(report.prints.files) if report is not None else {}
            told_evidence = told_of(left, {**packed.result.prints.files, **files})
            reading = attrs.evolve(reading, told=told, roots=(), told_evidence=told_evidence)
        found = again(packed.result, loaded, file.name, place, reading, language, left)
        if report is None:
            return found
        if told and report.prints.answers:  # it counts rows of a database, which are not here
            return attrs.evolve(found, sealed=found.sealed and report.sealed)
        return _both(found, again(report, loaded, file.name, place, reading, language, left))


def _both(result: Verification, report: Verification) -> Verification:
    """Return what comes of a result and of the report beside it as one: what is of the report says so."""

    def of_report(differences: Sequence[Difference]) -> tuple[Difference, ...]:
        return tuple(attrs.evolve(each, place=(REPORT, *each.place)) for each in differences)

    return attrs.evolve(
        result,
        sealed=result.sealed and report.sealed,
        changes=tuple(dict.fromkeys((*result.changes, *report.changes))),
        differences=(*result.differences, *of_report(report.differences)),
        withheld=(*result.withheld, *of_report(report.withheld)),
        compared=result.compared + report.compared,
        obstacle=result.obstacle or report.obstacle,
        findings=tuple(dict.fromkeys((*result.findings, *report.findings))),
        left=tuple(dict.fromkeys((*result.left, *report.left))),
        texts=max(result.texts, report.texts),
        files=max(result.files, report.files),
    )


def again(
    written: Result,
    loaded: Loaded,
    name: str,
    place: Path | None,
    reading: Reading,
    language: str,
    left: Sequence[Left] = (),
) -> Verification:
    """
    Return what comes of asking `loaded` again what `written` was the answer to.

    Args:
        written: The result.
        loaded: The plan.
        name: What the result is called.
        place: Where the plan is; None for that of a package.
        reading: How to read.
        language: Of the sentences.
        left: What the result rests on and that is not here.
    """
    prints, question = written.prints, written.prints.question
    start = Verification(
        name,
        "" if place is None else from_here(place),
        _told(question),
        prints.program.get("pei_dsl", ""),
        written.sealed,
        texts=len(prints.texts),
        files=len(prints.files) + len(prints.answers),
        template=", ".join(prints.templates),
    )
    asked = question if reading.engine is Engine.AUTOMATIC else attrs.evolve(question, engine=reading.engine)
    try:
        made, now, findings = _computed(loaded, asked, reading, written)
    except (PlanError, RequestError, ChangedWhileReadError) as problem:
        why = catalogue.phrase("verification", _OBSTACLES[type(problem)], language)
        found = problem.findings if isinstance(problem, PlanError) else ()
        texts = Basis.of(loaded, question).texts()
        changes = tuple(_changes(Ground.PLAN, prints.texts, texts))
        return attrs.evolve(start, changes=changes, obstacle=why, findings=found)
    held = compared(without_prints(written.data) if written.format == "json" else written.data, made)
    unknown = [each for each in held.differences if rests_on_what_is_left(each, loaded.plan, left)]
    return attrs.evolve(
        start,
        changes=tuple(each for each in _all_changes(prints, now) if not _is_left(each, left)),
        differences=tuple(each for each in held.differences if each not in unknown),
        withheld=tuple(unknown),
        left=tuple(_left(each, language) for each in left if _rests_on(each, prints)),
        compared=held.values,
        findings=() if left else findings,
    )


def _rests_on(left: Left, prints: Fingerprints) -> bool:
    """Tell whether a result rests on what is not here; the report beside it may rest on more."""
    return left.name in prints.files or left.name.removeprefix("respuestas/") in prints.answers


def _left(left: Left, language: str) -> str:
    """Return what is not here with the reason; of evidence nothing is read but its hash, which is here."""
    key = "left_evidence" if left.is_evidence else "left_data"
    return catalogue.phrase("verification", key, language, {"name": left.name, "why": left.why})


def _is_left(change: Change, left: Sequence[Left]) -> bool:
    """Tell whether something is another only because it is not here."""
    name = f"respuestas/{change.name}" if change.ground is Ground.ANSWERS else change.name
    return change.ground in {Ground.DATA, Ground.ANSWERS} and name in {each.name for each in left}


# A package may read its own folder, and no database.
NOWHERE_ELSE = Permissions()

_OBSTACLES: Mapping[type, str] = {
    PlanError: "plan_with_errors",
    RequestError: "asks_what_is_gone",
    ChangedWhileReadError: "changed_meanwhile",
}


def _plan_of(prints: Fingerprints, result: Path, given: Path | None) -> Path:
    text = prints.question.text
    if text == STDIN and (given is None or not given.is_file()):
        raise UnverifiableError(WhyNot.FROM_INPUT, file=result.name)
    if given is not None and given.is_dir() and text:
        return given / text
    if given is not None:
        return given
    found = find_plan(prints, result.parent, Path())
    if found is None:
        raise UnverifiableError(WhyNot.NO_PLAN, file=result.name)
    return found / text if text else found


def _loaded(question: Question, place: Path, permissions: Permissions) -> Loaded:
    if question.text != STDIN:
        return load(place, permissions=permissions)
    try:
        data = read_plain(place, MAX_BYTES + 1)
    except OSError as error:
        raise UnverifiableError(WhyNot.UNREADABLE, file=str(place)) from error
    name = _INPUT.get(question.language, _INPUT["es"])
    return load_bytes(data, name, place.parent, permissions=permissions)


def _computed(
    loaded: Loaded, question: Question, reading: Reading, written: Result
) -> tuple[Any, Fingerprints, tuple[Diagnostic, ...]]:
    """Return the JSON that comes out now, what it rests on, and what was found in the data."""
    basis = Basis.of(loaded, question, reading.roots)
    with answering(loaded, question, basis.reading(reading)) as answer:
        made = _rendered(answer, written)
    prints = basis.fingerprints(remembers=False)
    if reading.told is not None:  # what is told is what was answered, though less may be asked of it here
        told = {name: digests.of_data(each) for name, each in reading.told.items() if name in prints.answers}
        prints = attrs.evolve(prints, answers={**prints.answers, **told})
    return made, prints, answer.diagnostics


def _rendered(answer: Answer, written: Result) -> Any:  # noqa: ANN401  (what JSON holds)
    """Return an answer as the result was written: its JSON, or the parts of the document that it makes."""
    style = Style(answer.question.language)
    if written.format == "json":
        return json.loads("".join(registry.render(answer.subject, "json", answer.shown, style)))
    # What a document shows of its fingerprints is theirs: what of them is another now is told as a change.
    told = json.dumps(written.prints.to_json(), ensure_ascii=False)
    stream = io.BytesIO()
    style = attrs.evolve(style, rests_on=lambda: told)
    registry.write(
        answer.subject, written.format, answer.shown, style, stream, renderers={**RENDERERS, **OF_FILES}
    )
    made = contents(written.format, stream.getvalue(), "")
    return still_there(written.format, made, written.data)


def _all_changes(before: Fingerprints, after: Fingerprints) -> Iterator[Change]:
    yield from _changes(Ground.PLAN, before.texts, after.texts)
    yield from _changes(Ground.DATA, before.files, after.files)
    yield from _changes(Ground.ANSWERS, before.answers, after.answers)
    yield from _changes(Ground.METHODOLOGY, before.methodologies, after.methodologies)
    yield from _changes(Ground.PROGRAM, before.program, after.program)
    yield from _changes(Ground.TEMPLATE, before.templates, after.templates)


def _changes(
    ground: Ground, before: Mapping[str, str | None], after: Mapping[str, str | None]
) -> Iterator[Change]:
    for name in sorted({*before, *after}):
        then, now = before.get(name), after.get(name)
        if then != now:
            yield Change(ground, name, then, now)


def _told(question: Question) -> str:
    """Return what was asked in a few words: `evaluar 2024 IND.01.OEI.01 exacta`."""
    unsaid = {"idioma", "texto", "motor", "dependencias"}
    told = [value for name, value in question_to_json(question).items() if name not in unsaid]
    return " ".join(" ".join(each) if isinstance(each, list) else str(each) for each in told)
