"""
Documents tell the truth: every fence runs, every executed table holds, every generated part is current.

What fences may hold:

    pei            a text that loads without findings, or with those of ```pei finding=PEI204; in
                   ```pei revisar=PEI414 these are all that `pei revisar` finds, warnings too
    csv path       a data file of the text above it
    toml pei.toml  settings for the text above it
    xlsx path      the same, written as `tests/workbook_fences.py` tells
    values, nd     `name = value` and `name: motivo` in 2024, of the text above; ```values 2023 is of 2023
    formatted      the canonical form of the text above it; ```formatted english in English
    diagnostics    what people read about the text above
    json           what `evaluation_to_json` gives for the text above in 2024
    console        commands and what they print; a line `…` stands for any lines
    hoja path      a workbook for the commands below it, drawn as `tests/workbooks.py` says
    archivo path   a text file for the commands below it
    python         doctests

A text that declares no plan, no OEI.01 or no AEI.01.01 is given these (`executed_tables.CONTEXT`).  A `prueba` or an
`ejemplo` in a text must hold.  `python3 dev.py accept` writes anew what is printed, rendered or generated.
"""

from __future__ import annotations

import doctest
import importlib.util
import json
import re
import shlex
import shutil
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import attrs
import jsonschema
import pytest
from click.testing import CliRunner

import dev
import pei_dsl
from pei_dsl.algebra import builtins
from pei_dsl.algebra.builtins.declarations import Function
from pei_dsl.cli.group import pei
from pei_dsl.diagnostics import catalogue
from pei_dsl.evaluation.evaluate import formulas_of
from pei_dsl.evaluation.substitution import value_text
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.workspace.loading import load
from pei_dsl.workspace.verbs import evaluate, reading_data
from tests import documents, executed_tables, observe
from tests.documents import DOCUMENTS, ROOT, Region, name_of
from tests.executed_tables import EXECUTORS
from tests.generated_parts import GENERATORS, UNWRITTEN
from tests.markdown_cases import Fence
from tests.workbook_fences import write_workbook
from tests.workbooks import workbook

ABOUT_A_TEXT = ("csv", "xlsx", "toml", "values", "nd", "formatted", "diagnostics", "json")
ON_THEIR_OWN = ("pei", "console", "python", "hoja", "archivo")
NOT_EXECUTED = ("text",)  # drawings; none in docs/language
SCHEMA = ROOT / "pei_dsl" / "renderers" / "evaluacion.schema.json"


# ---- Texts ---------------------------------------------------------------------------------------------------


@attrs.frozen
class Text:
    """A text of the language in a document, with the fences that say something about it."""

    file: Path
    pei: Fence
    about: tuple[Fence, ...]
    numbers: Mapping[Fence, int] = attrs.field(repr=False)

    @property
    def id(self) -> str:
        return f"{name_of(self.file)}:{self.pei.line}"


def texts() -> Iterator[Text]:
    for file in DOCUMENTS:
        pei_: Fence | None = None
        about: list[Fence] = []
        numbers = {fence: number for number, fence in enumerate(documents.fences(file))}
        for fence in numbers:
            if fence.kind in ABOUT_A_TEXT:
                assert pei_ is not None, f"{name_of(file)}:{fence.line} is about no text"
                about.append(fence)
                continue
            if pei_ is not None:
                yield Text(file, pei_, tuple(about), numbers)
            pei_, about = (fence if fence.kind == "pei" else None), []
        if pei_ is not None:
            yield Text(file, pei_, tuple(about), numbers)


def write(text: Text, folder: Path) -> None:
    """Write what `text` says, and what it leaves out, into `folder`."""
    (folder / "ejemplo.pei").write_text(text.pei.text, "utf-8")
    declarations = executed_tables.CONTEXT.strip().split("\n")
    context: list[str] = []
    keep = True
    for line in declarations:
        if not line.startswith(" "):
            words = " ".join(line.split('"')[0].split())
            keep = not re.search(rf"^{re.escape(words)}\b", text.pei.text, re.MULTILINE)
        if keep:
            context.append(line)
    if context:
        (folder / "contexto.pei").write_text("\n".join(context) + "\n", "utf-8")
    for fence in text.about:
        if fence.kind in {"csv", "toml", "xlsx"}:
            file = folder / fence.path
            file.parent.mkdir(parents=True, exist_ok=True)
            if fence.kind == "xlsx":
                write_workbook(fence.text, file)
            else:
                file.write_text(fence.text, "utf-8")


@pytest.mark.parametrize("text", [pytest.param(each, id=each.id) for each in texts()])
def test_texts(text: Text, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    write(text, tmp_path)
    verb, _, codes = text.pei.path.partition("=")
    expected = [code for code in codes.split(",") if code]
    found = observe.checked(tmp_path) if verb == "revisar" else observe.findings(tmp_path)

    assert [each.code for each in found] == expected, observe.diagnostics(tmp_path)

    for fence in text.about:
        if fence.kind in {"values", "nd"}:
            assert observed_values(fence, tmp_path) == fence.text
        elif fence.kind in {"formatted", "diagnostics", "json"}:
            seen = observed(text, fence, tmp_path)
            if pytestconfig.getoption("accept"):
                replace(text, fence, seen)
            else:
                assert seen == fence.text
        if fence.kind == "json":
            jsonschema.validate(json.loads(fence.text), json.loads(SCHEMA.read_text("utf-8")))


def observed(text: Text, fence: Fence, folder: Path) -> str:
    """Return what `fence` should hold about the text."""
    match fence.kind:
        case "formatted":
            return pei_dsl.format_text(text.pei.text, english=fence.path == "english")
        case "diagnostics":
            checked = text.pei.path.startswith("revisar=")
            return (observe.warnings(folder) if checked else observe.diagnostics(folder)) + "\n"
        case _:
            return as_json(folder)


# The rows of `treinta-errores.md` cite the lines of its plan as a hurried planner writes them.
GUIDES = [
    text
    for text in texts()
    if text.file == ROOT / "README.md"
    or (text.file.parent.name == "guia" and text.file.name != "treinta-errores.md")
]


@pytest.mark.parametrize("text", [pytest.param(each, id=each.id) for each in GUIDES])
def test_texts_for_planners_have_the_canonical_form(text: Text) -> None:
    assert pei_dsl.format_text(text.pei.text) == text.pei.text


def replace(text: Text, fence: Fence, seen: str) -> None:
    """Write `seen` into `fence`, whose line may have moved since, but not its place among all."""
    here = documents.fences(text.file)[text.numbers[fence]]
    documents.replace_fences(text.file, {here.line: seen})


def observed_values(fence: Fence, folder: Path) -> str:
    """Return the lines of `fence` with the values that the text really has."""
    loaded = load(folder)
    with reading_data(loaded) as (data, _):
        formulas = formulas_of(loaded.plan, data, loaded.plan.methodology)
        period = Period.parse(fence.path or "2024")
        assert period is not None
        lines = []
        for line in fence.text.splitlines():
            name = re.split(r" = |: ", line)[0]
            [key] = [each for each in loaded.plan.definitions if each.partition(":")[2] == name]
            value = formulas.computed(key, period)
            if isinstance(value, Absence):
                detail = catalogue.phrase("absences", value.cause, "es", value.params)
                lines.append(f"{name}: {value.reason}: {detail}")
            else:
                lines.append(f"{name} = {value_text(value)}")
        return "".join(f"{line}\n" for line in lines)


def as_json(folder: Path) -> str:
    measured = evaluate(load(folder), 2024)
    return json.dumps(pei_dsl.evaluation_to_json(measured.evaluation), ensure_ascii=False, indent=2) + "\n"


# ---- Commands ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(file, id=name_of(file))
        for file in DOCUMENTS
        if any(fence.kind == "console" for fence in documents.fences(file))
    ],
)
def test_commands(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    """The commands of a document, run in order in one folder that holds `specs/`, print what stands below them."""
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    monkeypatch.chdir(tmp_path)
    for name in ("PEI_CACHE_DIR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PEI_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PEI_LANG", "es")
    waiting = documents.edits(file)
    accepted: dict[int, str] = {}
    for fence in documents.fences(file):
        while waiting and waiting[0].line < fence.line:
            apply(waiting.pop(0))
        if fence.kind in {"hoja", "archivo"}:
            given = workbook(fence.text) if fence.kind == "hoja" else fence.text.encode()
            Path(fence.path).write_bytes(given)
        if fence.kind != "console":
            continue
        observed = "".join(f"$ {command}\n{run(command, was)}" for command, was in commands(fence))
        # Accepted or not: a reader is never shown a command whose plan the page forgot to make.
        assert "error[PEI123]" not in observed, f"{name_of(file)}:{fence.line} names a plan that is not there"
        if pytestconfig.getoption("accept"):
            accepted[fence.line] = observed
        else:
            assert observed == fence.text, f"{name_of(file)}:{fence.line}"
    documents.replace_fences(file, accepted)


def apply(edit: documents.Edit) -> None:
    text = Path(edit.file).read_text("utf-8")

    assert text.count(edit.old) == 1, f"{edit.file} does not hold {edit.old!r} once"

    Path(edit.file).write_text(text.replace(edit.old, edit.new), "utf-8")


def commands(fence: Fence) -> list[tuple[str, str]]:
    """Return the commands of a fence, each with what stands below it."""
    parts = re.split(r"^\$ ", fence.text, flags=re.MULTILINE)

    assert parts[0] == "", f"line {fence.line}: a console begins with a command"

    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts[1:]]


def run(command: str, was: str) -> str:
    """Return what `command` prints; where `was` leaves lines out (`…`), so does it, if the others are there."""
    name, *arguments = shlex.split(command)
    match name, *arguments:
        case "pei", *_:
            printed = CliRunner().invoke(pei, arguments, prog_name="pei").output
        case "cp", "-r", source, target:
            shutil.copytree(source, target)
            printed = ""
        case "python3", "dev.py", task, *_:
            assert f"python3 dev.py {task} " in (dev.__doc__ or "")
            return was
        case "python3", "-m", "venv", *_:
            return was
        case _:
            pytest.fail(f"a document may not run {command!r}")
    if "…\n" in was.splitlines(keepends=True):
        kept = [re.escape(line) if line != "…\n" else "(?:.*\n)*?" for line in was.splitlines(keepends=True)]
        if re.fullmatch("".join(kept), printed):
            return was
    return printed


# ---- Python --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(file, id=name_of(file))
        for file in DOCUMENTS
        if any(fence.kind == "python" for fence in documents.fences(file))
    ],
)
def test_python(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one fence defines, the next ones of a document may use."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for fence in documents.fences(file):
        if fence.kind == "python":
            case = doctest.DocTestParser().get_doctest(fence.text, names, name_of(file), None, fence.line)

            assert case.examples, f"{name_of(file)}:{fence.line} has no example"

            runner.run(case, clear_globs=False)
            names = case.globs

    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize(
    "module",
    [
        "pei_dsl",
        "pei_dsl.diagnostics.fixing",
        "pei_dsl.workspace.formatting",
        "pei_dsl.workspace.questions",
        "pei_dsl.workspace.verbs",
        "pei_dsl.evaluation.achievement",
    ],
)
def test_docstrings(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))

    assert result.attempted
    assert not result.failed


# ---- Tables --------------------------------------------------------------------------------------------------

EXECUTED = [region for file in DOCUMENTS for region in documents.regions(file, "executed")]
ROWS = [
    pytest.param(region.name, row, id=f"{name_of(region.file)}:{line}")
    for region in EXECUTED
    for line, row in documents.located_rows(region)
]


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_tables(name: str, row: dict[str, str]) -> None:
    assert {**row, **EXECUTORS[name](row)} == row


def test_every_region_has_rows() -> None:
    empty = [region.name for region in EXECUTED if not documents.rows(region.text)]

    assert not empty


def test_the_table_of_outcomes_covers_every_combination_once() -> None:
    [region] = [each for each in EXECUTED if each.name == "achievement"]
    covered = [each for row in documents.rows(region.text) for each in executed_tables.combinations(row)]
    all_ = product(executed_tables.DIRECTIONS, executed_tables.VALUES, executed_tables.GOALS)

    assert sorted(covered) == sorted(all_)


def test_the_table_of_profiles_has_every_choice() -> None:
    [region] = [each for each in EXECUTED if each.name == "profile"]
    named = [row["choice"] for row in documents.rows(region.text)]
    all_ = [field.name for field in attrs.fields(pei_dsl.Methodology)]

    assert named == [name for name in all_ if name not in {"name", "base", "overrides"}]


# ---- Generated parts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "region",
    [
        pytest.param(region, id=f"{name_of(file)}: {region.name} {region.argument}")
        for file in DOCUMENTS
        for region in documents.regions(file, "generated")
    ],
)
def test_generated_parts(region: Region, pytestconfig: pytest.Config) -> None:
    current = GENERATORS[region.name](region.argument, region.text)
    if pytestconfig.getoption("accept"):
        documents.replace_region(region, current)
        return

    assert region.text == current
    assert f"| {UNWRITTEN} |" not in current, "say what it means"
    assert f": {UNWRITTEN}\n" not in current, "a module says what it is"


@pytest.mark.parametrize("function", builtins.FUNCTIONS, ids=lambda each: each.name)
def test_examples_of_functions(function: Function) -> None:
    call, _, value = function.example.rpartition(" = ")

    assert executed_tables.formula_value(call) == executed_tables.formula_value(value)


def test_every_declaration_has_its_table() -> None:
    file = ROOT / "docs" / "language" / "declarations.md"
    described = {
        region.argument for region in documents.regions(file, "generated") if region.name == "fields"
    }

    assert described == {
        name for word in (*pei_dsl.vocabulary.FIELDS, *pei_dsl.vocabulary.NAMED_FIELDS) for name in word.of
    }


# ---- The documents themselves --------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [pytest.param(file, id=name_of(file)) for file in DOCUMENTS])
def test_every_fence_is_executed(file: Path) -> None:
    allowed = {*ABOUT_A_TEXT, *ON_THEIR_OWN, *(() if file.parent.name == "language" else NOT_EXECUTED)}

    assert {fence.kind for fence in documents.fences(file)} <= allowed


@pytest.mark.parametrize("file", [pytest.param(file, id=name_of(file)) for file in DOCUMENTS])
def test_links_lead_somewhere(file: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", file.read_text("utf-8"))
    local = [link for link in links if not link.startswith(("https://", "http://"))]
    broken = [link for link in local if not (file.parent / link).exists()]

    assert not broken


@pytest.mark.parametrize("file", [pytest.param(file, id=name_of(file)) for file in DOCUMENTS])
def test_nothing_is_said_twice_side_by_side(file: Path) -> None:
    """In a list or a table no line stands twice, and no command has two rows: as two branches joined leave it."""
    for block in re.split(r"\n\n|```.*?```", file.read_text("utf-8"), flags=re.DOTALL):
        lines = [line for line in block.splitlines() if line.startswith(("- [", "| `pei "))]
        said = [line.split(" | ")[0] if line.startswith("|") else line for line in lines]
        targets = [
            target for line in lines if " · " in line for target in re.findall(r"\]\(([^)#]+)\)", line)
        ]
        assert len({*said}) == len(said)
        assert len({*targets}) == len(targets)


@pytest.mark.parametrize("name", ["architecture.md", "contributing.md", "testing.md"])
def test_what_maintainers_are_sent_to_is_there(name: str) -> None:
    """Each file, folder and name of the package that stands between backticks."""
    text = re.sub(r"(?ms)^```.*?^```", "", (ROOT / "docs" / name).read_text("utf-8"))
    named = [each for each in re.findall(r"`([^`\n]+)`", text) if re.fullmatch(r"[\w./<>-]+", each)]

    assert [each for each in named if not is_there(each)] == []


def is_there(named: str) -> bool:
    """Tell whether `named` exists, `<name>` standing for any, if it names a file or something in the package."""
    if named.startswith("pei_dsl."):
        module, _, name = named.rpartition(".")
        return hasattr(importlib.import_module(module), name) or importlib.util.find_spec(named) is not None
    if "/" not in named and not named.endswith((".py", ".md")):
        return True
    pattern = re.sub(r"<\w+>|nn+(?=\.md)", "*", named)
    roots = (ROOT, ROOT / "tests", ROOT / "docs") if "/" in named else (ROOT / "pei_dsl", ROOT / "docs", ROOT)
    return any(any(root.glob(pattern if "/" in named else f"**/{pattern}")) for root in roots)


def test_the_index_names_every_document() -> None:
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    pages = [file for file in DOCUMENTS if ROOT / "docs" in file.parents and file.name != "index.md"]
    missing = [
        name_of(file) for file in pages if f"]({file.relative_to(ROOT / 'docs').as_posix()})" not in index
    ]

    assert not missing


def test_every_decision_has_a_number_of_its_own() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(file.name.partition("-")[0]) for file in decisions]

    assert numbers == [*range(1, len(decisions) + 1)]
    for number, file in zip(numbers, decisions, strict=True):
        assert file.read_text("utf-8").startswith(f"# {number}. ")


def test_the_guide_for_planners_is_free_of_jargon() -> None:
    """Words of programmers have no place where planners read, but in the name of a file that they type."""
    words = re.compile(
        r"\b(token|parser|parsear|string|array|sintaxis|repositorio|(?<!\.)JSON)\b", re.IGNORECASE
    )
    found = {
        file.name: words.findall(file.read_text("utf-8")) for file in (ROOT / "docs" / "guia").glob("*.md")
    }

    assert not {name: each for name, each in found.items() if each}
