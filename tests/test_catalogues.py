"""The catalogues agree with each other, with the code that uses them, with the pages and with the cases."""

from __future__ import annotations

import ast
import functools
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from pei_dsl.diagnostics.catalogue import LANGUAGES, Joined, Parameter, catalogue, fill
from pei_dsl.diagnostics.finding import Diagnostic
from pei_dsl.diagnostics.pages import codes, words
from pei_dsl.diagnostics.text import render
from pei_dsl.model.terms import SECTIONS, term
from tests.markdown_cases import Case, read_cases
from tests.observe import checked, findings, forgotten_environment, write

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "diagnostics"
CODE = re.compile(r"PEI\d{3}")


@functools.cache
def modules() -> Mapping[Path, ast.Module]:
    """Return every module of the package, read when a test first asks: each worker collects all tests."""
    return {path: ast.parse(path.read_bytes()) for path in sorted((ROOT / "pei_dsl").rglob("*.py"))}


FORBIDDEN = {
    "es": r"\b(token|parser|EOF|AST|nodo|excepci[oó]n|null|nulo)\b",
    "en": r"\b(token|parser|EOF|AST|node|exception|null)\b",
}

# What is refused with a reason, and the section of its sentences.
REFUSALS = {"ChangeError": "changes", "RequestError": "requests"}

# Wordings that no case in Markdown can show, and why.
NOT_SHOWN = {
    ("PEI109", "message_file"): "takes twenty million characters",
    ("PEI109", "message_report"): "is about a text of a report; tests/cli shows it",
    ("PEI116", "message_range"): "is about an option of the command; tests/cli shows it",
    ("PEI121", "message"): "stands for its variants",
    ("PEI123", "message_data"): "is about an argument of the command; tests/cli shows it",
    ("PEI123", "message_earlier"): "is about an argument of the command; tests/cli shows it",
    ("PEI123", "message_endless"): "takes a pipe; tests/cli shows it",
    ("PEI123", "message_unreadable"): "takes a file without permission",
    ("PEI201", "message_breakdown"): "is about an option of the command; tests/cli shows it",
    ("PEI201", "message_thing"): "is about an argument of the command; tests/cli shows it",
    ("PEI301", "message_unreadable"): "takes a file without permission",
    ("PEI303", "message"): "stands for its variants",
    ("PEI303", "message_beyond"): "takes rows of a host program",
    ("PEI303", "message_digits"): "takes a frame of Spark",
    ("PEI303", "message_text"): "takes rows of a host program",
    ("PEI303", "message_unknown"): "takes rows of a host program",
    ("PEI307", "message_forbidden"): "is about a text of a host program",
    ("PEI307", "message_text"): "takes a link; tests/cli shows it",
    ("PEI309", "message_json_large"): "takes a hundred megabytes; tests/unit/data shows it",
    ("PEI309", "message_large"): "takes half a gigabyte",
    ("PEI309", "message_packed"): "takes half a gigabyte, unpacked",
    ("PEI309", "message_rows"): "takes five million rows",
    ("PEI309", "message_zip_many"): "takes ten thousand files",
    ("PEI336", "message_encoding"): "is about an address with a password; tests/unit/data shows it",
    ("PEI336", "message_forbidden"): "is about a text of a host program",
    ("PEI336", "message_unread"): "is about the page of the studio; tests/unit/studio shows it",
    **{("PEI337", f"message_{each}"): "takes a server" for each in ("busy", "host", "ssl", "time")},
    ("PEI350", "message_large"): "takes thirty megabytes",
    ("PEI352", "message"): "stands for its variants",
    ("PEI352", "message_line"): "is about an option of the command; tests/cli shows it",
    ("PEI443", "message_engine"): "takes a file of Parquet; tests/properties/test_nothing_unseen.py shows it",
    ("PEI439", "message_unreadable"): "takes a file without permission",
    ("PEI313", "message"): "stands for its variants",
    ("PEI315", "message"): "stands for its variants",
    ("PEI317", "message"): "stands for its variants",
    ("PEI320", "message_many"): "takes ten thousand files",
    ("PEI321", "message_large"): "takes a hundred million cells",
    ("PEI321", "message_password"): "takes an encrypted workbook",
    ("PEI321", "message_sheets"): "takes a workbook of charts alone",
    ("PEI331", "message_overflow"): "takes a column of 38 digits",
    ("PEI331", "message_settings"): "is about an option of the command; tests/cli shows it and the next",
    ("PEI332", "message"): "takes a limit",
    ("PEI333", "message"): "takes a limit",
    ("PEI334", "message"): "takes a limit",
    ("PEI335", "message"): "takes a limit",
    ("PEI337", "message"): "takes a server; tests/unit/data/engine/test_databases.py shows it and the next",
    ("PEI337", "message_database"): "takes a server",
    ("PEI337", "message_user"): "takes a server that asks for passwords",
    ("PEI339", "message"): "takes a server",
    ("PEI340", "message"): "takes a server, whose columns have types",
    ("PEI340", "message_digits"): "takes a frame of Spark",
    ("PEI340", "message_moment"): "takes a database",
    ("PEI340", "message_many"): "takes a hundred thousand rows",
    ("PEI341", "message_frame"): "takes a frame of Spark",
    ("PEI342", "message"): "takes a package that is not installed",
    ("PEI520", "message"): "takes two plans; tests/unit/comparison/test_easier_findings.py shows it",
    ("PEI520", "message_since"): "takes a history in git; tests/cli/test_compare.py shows it",
    ("PEI901", "message"): "takes a fault of the program",
}


# ---- One catalogue and the other ------------------------------------------------------------------


def test_the_languages_have_the_same_texts_with_the_same_parameters() -> None:
    spanish, english = (dict(texts(everything(language))) for language in LANGUAGES)

    assert spanish.keys() == english.keys()
    assert {key: parameters(text) for key, text in spanish.items()} == {
        key: parameters(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_speaks_of_the_program(language: str) -> None:
    found = {
        key: text
        for key, text in texts(everything(language))
        if re.search(FORBIDDEN[language], text, re.IGNORECASE)
    }

    assert found == {}


# A number before a plural, which is wrong of one: `{count:fila|filas}` says both.
COUNTED = re.compile(
    r"\{(?:count|cells|columns|rows|seconds|indicators|groups|used|read)\} (?!más\b|series\b)\w+s\b"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_is_told_of_one_too(language: str) -> None:
    found = {
        key: text
        for key, text in texts(everything(language))
        if COUNTED.search(text) and not key.endswith("_many")
    }

    assert found == {}


def test_one_is_told_in_the_singular() -> None:
    template = "hay {count:fila|filas} en {file}"

    assert fill(template, {"count": 1, "file": "d.csv"}, "es") == "hay 1 fila en d.csv"
    assert fill(template, {"count": "3", "file": "d.csv"}, "es") == "hay 3 filas en d.csv"


@pytest.mark.parametrize("code", codes())
def test_an_entry_is_complete(code: str) -> None:
    """It has a title and a message, and each help belongs to a message or to all."""
    entry = words(code)["es"]
    variants = {key.removeprefix("message") for key in entry if key.startswith("message")}
    helps = {key.removeprefix("help") for key in entry if key.startswith("help")}

    assert {"title", "message"} <= entry.keys()
    assert helps <= variants


def everything(language: str) -> Mapping[str, object]:
    """Return the catalogue of `language` with the words of every diagnostic."""
    return {**catalogue(language), **{code: words(code)[language] for code in codes()}}


def texts(part: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in part.items():
        if isinstance(value, Mapping):
            yield from texts(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


# ---- The catalogues and the code -------------------------------------------------------------------


def test_the_code_uses_every_code_and_no_other() -> None:
    used = {
        node.value
        for path, module in modules().items()
        if path.name != "codes.py"  # the type lists them all
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }

    assert used == set(codes())


def test_every_wording_that_the_code_asks_for_exists() -> None:
    """Variants, notes of labels, reasons of absences and words of reports, as far as they are literals."""
    entries = everything("es")
    missing = []
    for path, module in modules().items():
        for section, key in wanted(module):
            if key not in entries[section]:  # type: ignore[operator]  # a section is a table
                missing.append(f"{path.relative_to(ROOT)}: {section}.{key}")

    assert missing == []


def wanted(module: ast.Module) -> Iterator[tuple[str, str]]:
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    lint = next((code for function in functions if (code := declared(function))), None)
    for function in functions:
        values = assigned(function)
        for call in ast.walk(function):
            if isinstance(call, ast.Call):
                yield from wanted_by(call, values, lint)


def declared(function: ast.FunctionDef) -> str | None:
    """Return the code of the lint that `function` is the check of, or None."""
    for each in function.decorator_list:
        if isinstance(each, ast.Call) and getattr(each.func, "id", "") == "lint":
            return literal(each.args[0])
    return None


def wanted_by(call: ast.Call, values: Mapping[str, set[str]], lint: str | None) -> Iterator[tuple[str, str]]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    keywords = {each.arg: each.value for each in call.keywords}
    literals = [literal(each) for each in call.args]
    code = next((each for each in literals if each and CODE.fullmatch(each)), None)
    if name == "Remark" and lint:
        chosen = possible(call.args[1], values) if len(call.args) > 1 else {""}
        yield from ((lint, f"message_{variant}" if variant else "message") for variant in chosen)
    if code:
        after = call.args[literals.index(code) + 1 :]
        candidates = [each for each in (*after, keywords.get("variant")) if each is not None]
        for variant in (each for node in candidates for each in possible(node, values)):
            yield code, f"message_{variant}" if variant else "message"
    if name == "Label" and len(call.args) > 2:
        yield from (("labels", each) for each in possible(call.args[2], values) if each)
    if "note" in keywords and code:
        yield from (("labels", each) for each in possible(keywords["note"], values) if each)
    if name == "Absence" and len(call.args) > 1:
        yield from (("absences", each) for each in possible(call.args[1], values))
    if name in REFUSALS and call.args:
        yield from ((REFUSALS[name], each) for each in possible(call.args[0], values))
    if name == "phrase" and len(literals) > 1 and literals[0]:
        yield from ((literals[0], each) for each in possible(call.args[1], values))
    if name == "word" and getattr(getattr(call.func, "value", None), "id", "") == "words":
        yield from (("words", each) for each in possible(call.args[0], values))


def refusals() -> Iterator[tuple[str, ast.Call]]:
    """Yield every place that refuses something."""
    for path, module in modules().items():
        if path.name in {"changes.py", "errors.py"}:
            continue
        for call in ast.walk(module):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in REFUSALS:
                yield f"{path.relative_to(ROOT)}:{call.lineno}", call


def test_every_refusal_names_its_reason() -> None:
    """By a literal, so that the test above sees it."""
    wrong = [
        place
        for place, call in refusals()
        if not (call.args and (literal(call.args[0]) or isinstance(call.args[0], ast.IfExp)))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_gives_what_its_sentence_mentions(language: str) -> None:
    wrong = []
    for place, call in refusals():
        reasons = possible(call.args[0], {})
        given = {each.arg for each in call.keywords}
        for reason in reasons if None not in given else ():  # None: `**params`, told where they are made
            sentence = catalogue(language)[REFUSALS[call.func.id]][reason]  # type: ignore[attr-defined]
            asked = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
            if asked != given:
                wrong.append((place, asked ^ given))

    assert wrong == []


def literal(node: ast.expr) -> str | None:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else None  # type: ignore[attr-defined]  # a Constant, as just asked


def possible(node: ast.expr, values: Mapping[str, set[str]]) -> set[str]:
    """Return the literals that `node` may stand for."""
    match node:
        case ast.Constant(value=str(value)):
            return {value}
        case ast.IfExp(body=body, orelse=orelse):
            return possible(body, values) | possible(orelse, values)
        case ast.Name(id=name):
            return values.get(name, set())
        case _:
            return set()


def assigned(function: ast.FunctionDef) -> dict[str, set[str]]:
    values: dict[str, set[str]] = {}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                values.setdefault(name, set()).update(possible(value, {}))
            case _:
                pass
    return values


# ---- The catalogues and the cases ------------------------------------------------------------------


def test_every_wording_has_a_case(found_in_cases: list[Diagnostic]) -> None:
    shown = {(each.code, f"message_{each.variant}" if each.variant else "message") for each in found_in_cases}
    every = {(code, key) for code in codes() for key in words(code)["es"] if key.startswith("message")}

    assert sorted(every - shown) == sorted(NOT_SHOWN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_of_the_cases_can_be_told(found_in_cases: list[Diagnostic], language: str) -> None:
    for each in found_in_cases:
        assert render(each, language), each


# Parameters that list what stands in the plan or may be written there: they are the same in all languages.
QUOTED = {
    "known": "what may be written",
    "owners": "declarations, as they are written",
    "names": "names of the plan",
    "columns": "headers of the data",
    "told": "what another program said",
}
HOMOGRAPHS = {"red"}  # in Spanish, a network
QUOTATION = re.compile("«[^«»]*»|“[^“”]*”")
# The figures of an audit are told in a language when its findings are made.
TOLD_BEFORE = re.compile("PEI51[0-9]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_finding_has_words_of_the_other_language(
    found_in_languages: dict[str, list[Diagnostic]], language: str
) -> None:
    """Outside quotations every type, unit, direction, reason and colour is told in the language asked."""
    foreign = words_of_the_other(language)
    found = {
        (each.code, each.variant, text, word)
        for each in found_in_languages[language]
        for text in told_bare(each, language)
        for word in foreign.findall(text)
    }

    assert found == set()


def words_of_the_other(language: str) -> re.Pattern[str]:
    own, other = (catalogue(each) for each in (language, *(one for one in LANGUAGES if one != language)))
    keys = [(SECTIONS[type(member)], term(member).key) for members in SECTIONS for member in members]
    keys += [(section, key) for section in ("types", "units", "kinds") for key in own[section]]
    words = {other[section][key] for section, key in keys if "{" not in other[section][key]}
    words -= {own[section][key] for section, key in keys} | HOMOGRAPHS
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words)))})\b")


def told_bare(finding: Diagnostic, language: str) -> Iterator[str]:
    """Yield the sentences about `finding` without what they quote."""
    entry, labels = words(finding.code)[language], catalogue(language)["labels"]
    suffix = f"_{finding.variant}" if finding.variant else ""
    params = {name: "…" if name in QUOTED else unquoted(each) for name, each in finding.params.items()}
    for template in (entry[f"message{suffix}"], entry.get(f"help{suffix}", entry.get("help", ""))):
        yield fill(QUOTATION.sub("…", template), params, language)
    for label in (finding.primary, *finding.related):
        if label.note:
            yield fill(QUOTATION.sub("…", labels[label.note]), label.params, language)


def unquoted(parameter: Parameter) -> Parameter:
    """Return `parameter`, a series of quotations and terms without the quotations."""
    if not isinstance(parameter, Joined):
        return parameter
    parts = ("…" if isinstance(each, str) else unquoted(each) for each in parameter.parts)
    return Joined(tuple(parts), parameter.between)


@pytest.fixture(scope="module")
def found_in_cases(found_in_languages: dict[str, list[Diagnostic]]) -> list[Diagnostic]:
    return found_in_languages["es"]


@pytest.fixture(scope="module")
def found_in_languages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {language: [] for language in LANGUAGES}
    for case in cases():
        with forgotten_environment():  # before any test begins, so that no fixture of a test does
            path = write(case, tmp_path_factory.mktemp("case"))
            once = checked(path) if case.text("revisar") is not None else findings(path)
            told_before = any(TOLD_BEFORE.fullmatch(each.code) for each in once)
            for language in LANGUAGES:
                found[language].extend(findings(path, language) if told_before else once)
    return found


@functools.cache
def cases() -> Iterable[Case]:
    documents = [*sorted(PAGES.glob("*.md")), *sorted((ROOT / "tests" / "corpus").rglob("*.md"))]
    found = (case for document in documents for case in read_cases(document))
    return [case for case in found if not case.name.endswith(" / Mensajes")]
