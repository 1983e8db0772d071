"""
One file with a plan, the data that may travel, its results and its report, for whoever shall verify them.

It is a ZIP with no compression, files in the order of their names and of one fixed date: so the same plan and
data give the same bytes on every machine, whatever compresses there.
"""

from __future__ import annotations

import datetime
import json
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import attrs

from pei_dsl.data.reading import Limits, Reading
from pei_dsl.diagnostics import Diagnostic, catalogue
from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.immutable import brief
from pei_dsl.model.periods import Period
from pei_dsl.plain_files import digest_of, read_plain
from pei_dsl.renderers import registry
from pei_dsl.renderers.style import Style
from pei_dsl.reproducing import digests, sealing
from pei_dsl.reproducing.answering import Answer, answering
from pei_dsl.reproducing.carried_prints import with_prints
from pei_dsl.reproducing.document_contents import HTML
from pei_dsl.reproducing.fingerprints import MEMBER, Fingerprints
from pei_dsl.reproducing.grounds import Basis, ChangedWhileReadError
from pei_dsl.reproducing.package_names import is_safe
from pei_dsl.reproducing.question import Asks, Question
from pei_dsl.reproducing.travelling import (
    Left,
    answers_that_travel,
    files_that_travel,
    left_to_json,
    owned_by,
)
from pei_dsl.reproducing.written_results import UnverifiableError, WhyNot
from pei_dsl.workspace.host_requests import periods_of, several
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.texts import MAX_BYTES

VERSION = 1
MANIFEST = "manifiesto.json"
RESULTS = "resultados/"
RESULT = f"{RESULTS}resultado.json"
REPORT = f"{RESULTS}informe.html"
ANSWERS = "respuestas.json"
PLAN = "plan/"
# The first day that a ZIP can tell; no file of a package has another.
_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_PIECE = 1 << 20


@attrs.frozen
class Packed:
    """
    What a package holds.

    Attributes:
        files: The names of its files.
        left: What the result rests on and that is not in it.
        evidence: The files of evidence that are in it, by their path from the folder of the plan.
        diagnostics: What was found in the data.
    """

    __repr__ = brief

    files: tuple[str, ...]
    left: tuple[Left, ...]
    diagnostics: tuple[Diagnostic, ...]
    evidence: tuple[str, ...] = ()


def package(
    loaded: Loaded,
    periods: Sequence[str | int | Period],
    stream: BinaryIO,
    *,
    methodologies: Sequence[str] = (),
    on: datetime.date | None = None,
    with_data: bool = True,
    reading: Limits | None = None,
    language: str = "es",
) -> Packed:
    """
    Write a package: the plan, its data as far as they may travel, and its evaluation, as one ZIP.

    Args:
        loaded: The plan, read from a folder.
        periods: One period, or several that follow each other.
        stream: Where it is written.
        methodologies: Those to measure with; none is that of the plan.
        on: The day of the evaluation.
        with_data: Whether data travel at all.
        reading: What reading may cost.
        language: Of the sentences of the result.

    Raises:
        ChangedWhileReadError: A file changed meanwhile.
        PlanError: The plan has errors.
        RequestError: There is no such period or methodology, or periods do not follow each other.
        UnverifiableError: The plan has no folder, or a file that cannot be called so on every machine.
    """
    when = periods_of(periods)
    asked = str(when[0]) if len(when) == 1 else f"{when[0]}..{when[-1]}" if when else ""
    if Period.parse_range(asked) != tuple(when):
        raise RequestError("no_range", given=repr(asked))
    day = "" if on is None else on.isoformat()
    engine = str(Reading.of(reading).engine)
    question = Question(
        Asks.EVALUATION,
        periods=asked,
        methodologies=tuple(several("methodologies", methodologies)),
        on=day,
        engine=engine,
        language=language,
    )
    return pack(loaded, question, stream, with_data=with_data, reading=reading)


def pack(
    loaded: Loaded,
    question: Question,
    stream: BinaryIO,
    *,
    with_data: bool = True,
    reading: Limits | None = None,
) -> Packed:
    """
    Write a package: the plan, its data as far as they may travel, and the answer to a question, as one ZIP.

    What does not travel is named in it with the reason, and its hash stays in the result.  Nothing outside
    the folder of the plan is in it, and no address of a database.

    Args:
        loaded: The plan.
        question: What is asked of it.
        stream: Where it is written.
        with_data: Whether data travel at all.
        reading: What reading may cost.

    Raises:
        ChangedWhileReadError: A file changed meanwhile.
        PlanError: The plan has errors.
        RequestError: The plan has not what is asked for.
        UnverifiableError: The plan has no folder, or a file that cannot be called so on every machine.
    """
    if loaded.root is None or question.text == "-":
        raise UnverifiableError(WhyNot.NO_FOLDER)
    options = Reading.of(reading)
    basis = Basis.of(loaded, question, options.roots)
    with answering(loaded, question, basis.reading(options)) as answer:
        results = _results(answer, basis)
    prints = basis.fingerprints()
    texts, hashes = dict.fromkeys(prints.texts), dict(prints.files)
    files, stay = files_that_travel(basis, with_data=with_data)
    answers, unanswered = answers_that_travel(basis, with_data=with_data)
    left = {each.name: each for each in (*stay, *unanswered)}
    reported = _reported(loaded, question, options)
    if reported is not None:
        report, of_report = reported
        rests_on = of_report.fingerprints()
        results[REPORT.removeprefix(RESULTS)] = with_prints(HTML, report, rests_on)
        texts |= dict.fromkeys(rests_on.texts)
        hashes |= rests_on.files
        more, stay = files_that_travel(of_report, with_data=with_data)
        files |= more
        left |= {each.name: each for each in stay}
    made: dict[str, bytes | Path] = {
        **{f"{RESULTS}{name}": data for name, data in results.items()},
        **{f"{PLAN}{name}": _text_of(loaded, name) for name in texts if not name.startswith("../")},
        **{f"{PLAN}{name}": path for name, path in files.items()},
        "LEAME.txt": catalogue.phrase("reproducing", "read_me", question.language).encode(),
        "programa.txt": _locked(prints).encode(),
    }
    if answers:
        made[ANSWERS] = _json(answers)
    outside = tuple(each for _, each in sorted(left.items()))
    odd = next((name for name in made if not is_safe(name)), None)
    if odd is not None:
        raise UnverifiableError(WhyNot.ODD_NAME, file=odd.removeprefix(PLAN)[:80])
    widest = basis if reported is None else reported[1]
    owned = {name: owned_by(widest, name) for name in files}
    expected = {f"{PLAN}{name}": hashes[name] for name in files}
    _write(stream, made, prints, outside, expected, {f"{PLAN}{name}": each for name, each in owned.items()})
    evidence = tuple(sorted(name for name, (_, named) in owned.items() if named))
    return Packed(tuple(sorted((*made, MANIFEST))), outside, answer.diagnostics, evidence)


def _reported(loaded: Loaded, question: Question, options: Reading) -> tuple[bytes, Basis] | None:
    """Return the report of the one period that is asked for, as a page, and what it rests on."""
    if ".." in question.periods or len(question.methodologies) > 1:
        return None
    asked = attrs.evolve(question, asks=Asks.REPORT)
    basis = Basis.of(loaded, asked, options.roots)
    with answering(loaded, asked, basis.reading(options)) as answer:
        prints = basis.fingerprints()
        style = Style(asked.language, rests_on=lambda: json.dumps(prints.to_json(), ensure_ascii=False))
        return "".join(registry.render(answer.subject, HTML, answer.shown, style)).encode(), basis


def _results(answer: Answer, basis: Basis) -> dict[str, bytes]:
    """Return the answer in the formats that say what they rest on, by the name of their file."""
    made: dict[str, bytes] = {}
    style = Style(answer.question.language)
    for each in registry.formats_of(answer.subject):
        if each.name not in {"json", "markdown"}:
            continue
        parts = registry.render(answer.subject, each.name, answer.shown, style)
        told = (
            sealing.sealed(parts, basis.fingerprints)
            if each.name == "json"
            else sealing.with_foot(parts, basis.fingerprints, style.language)
        )
        made[f"resultado{each.suffixes[0]}"] = "".join(told).encode()
    return made


def _text_of(loaded: Loaded, name: str) -> bytes:
    """Return a text as it was read, so that it is the one that was measured."""
    source = loaded.sources.get(name)
    if source is not None:
        return source.original.encode()
    assert loaded.root is not None
    return read_plain(loaded.root / name, MAX_BYTES)


def _locked(prints: Fingerprints) -> str:
    lines = [f"{name}=={version}" for name, version in prints.program.items() if name != "python"]
    return "".join(f"{line}\n" for line in (f"# Python {prints.program['python']}", *lines))


def _owners_told(sources: Sequence[str], evidence: Sequence[str]) -> dict[str, list[str]]:
    """Return what a manifest says of who names a file: it may be looked at before it is handed on."""
    told = {"fuentes": [*sources], "evidencias": [*evidence]}
    return {member: names for member, names in told.items() if names}


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _write(
    stream: BinaryIO,
    made: Mapping[str, bytes | Path],
    prints: Fingerprints,
    left: tuple[Left, ...],
    expected: Mapping[str, str | None],
    owned: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]],
) -> None:
    listed = {
        name: {
            "huella": digests.of_bytes(each) if isinstance(each, bytes) else expected[name],
            "bytes": len(each) if isinstance(each, bytes) else each.stat().st_size,
            **_owners_told(*owned.get(name, ((), ()))),
        }
        for name, each in sorted(made.items())
    }
    manifest = {
        "version": VERSION,
        MEMBER: prints.to_json(),
        "archivos": listed,
        "quedan_fuera": [left_to_json(each) for each in left],
    }
    whole: dict[str, bytes | Path] = {**made, MANIFEST: _json(manifest)}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, each in sorted(whole.items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr, entry.create_system = _MODE, 3
            if isinstance(each, bytes):
                archive.writestr(entry, each)
                continue
            entry.file_size = each.stat().st_size
            with each.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target, _PIECE)
            if digest_of(each) != expected[name]:
                raise ChangedWhileReadError(name.removeprefix(PLAN))
