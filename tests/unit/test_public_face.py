"""One public face: every name is there, says what it is in a line, and is as immutable as it says."""

from __future__ import annotations

import ast
import datetime
import functools
import pickle
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

import pei_dsl
from pei_dsl.cli.group import COMMANDS
from pei_dsl.renderers.formats import FORMATS
from tests.documents import DOCUMENTS, ROOT, name_of

INPE = ROOT / "specs" / "inpe-2019-2027"
CODE, LONGEST = "IND.02.OEI.01", 300
# What each command of `pei` is in a program.
VERBS = {
    "revisar": ("check", "apply_fixes", "lint"),
    "evaluar": ("evaluate", "evaluate_many", "break_down", "breaking_down"),
    "explicar": ("explain", "message_page"),
    "describir": ("describe",),
    "arbol": ("tree",),
    "auditar": ("audit",),
    "brecha": ("gap",),
    "verificar": ("verify",),
    "empaquetar": ("package",),
    "seguimiento": ("follow_up",),
    "comparar": ("compare",),
    "informe": ("report",),
    "ficha": ("fichas",),
    "publicar": ("publish",),
    "importar": ("import_workbook", "read_mapping"),
    "exportar": ("capture_workbook", "report_b7_workbook", "long_table"),
    "nuevo": ("new_plan",),
    "formatear": ("format_text",),
    "probar": ("run_tests",),
    "estudio": (),  # a page for people; what it shows are the other verbs
    "lsp": ("hover", "completions", "signature_help", "code_actions"),
    "completado": (),  # about shells, which have no part in a program
}


def public_types() -> dict[str, type]:
    found = {name: getattr(pei_dsl, name) for name in pei_dsl.__all__}
    return {name: each for name, each in found.items() if isinstance(each, type)}


# ---- Names ---------------------------------------------------------------------------------------------------


def test_dir_lists_all_public_names_and_each_is_there() -> None:
    assert set(pei_dsl.__all__) <= set(dir(pei_dsl))
    assert len(pei_dsl.__all__) == len(set(pei_dsl.__all__))
    for name in pei_dsl.__all__:
        assert getattr(pei_dsl, name) is not None


def test_every_line_of_the_stub_is_a_public_name() -> None:
    stub = ast.parse((ROOT / "pei_dsl" / "__init__.pyi").read_text("utf-8"))
    imported = [name.asname for each in stub.body if isinstance(each, ast.ImportFrom) for name in each.names]

    assert imported == pei_dsl.__all__[1:]


def test_what_is_not_public_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        pei_dsl.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_every_command_has_its_verbs() -> None:
    assert set(VERBS) == set(COMMANDS)
    assert {name for names in VERBS.values() for name in names} <= set(pei_dsl.__all__)


def test_every_error_is_of_one_family() -> None:
    errors = [each for each in public_types().values() if issubclass(each, Exception)]

    assert len(errors) > 5
    assert all(issubclass(each, pei_dsl.PeiError) for each in errors)


def test_importing_brings_neither_parser_nor_engines() -> None:
    code = "import sys, pei_dsl; print([m for m in ('lark', 'attrs', 'duckdb', 'click') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.strip() == "[]"


# ---- Documents and examples import nothing inner -------------------------------------------------------------

INNER = re.compile(r"^\s*(?:>>> |\.\.\. )?\s*(?:from\s+pei_dsl\.|import\s+pei_dsl\.)", re.MULTILINE)
# They are about what is inside.
ABOUT_THE_INSIDE = {"docs/architecture.md", "docs/contributing.md", "docs/engines.md", "docs/testing.md"}


def texts_for_hosts() -> Iterator[Path]:
    yield from (each for each in DOCUMENTS if name_of(each) not in ABOUT_THE_INSIDE)
    yield from sorted((ROOT / "docs" / "hosts").glob("*.py"))
    yield from sorted((ROOT / "tests" / "typing").glob("*.py"))


@pytest.mark.parametrize(
    "file", [pytest.param(each, id=name_of(each)) for each in texts_for_hosts() if each.is_file()]
)
def test_texts_for_hosts_import_nothing_inner(file: Path) -> None:
    assert INNER.findall(file.read_text("utf-8")) == []


# ---- Values --------------------------------------------------------------------------------------------------


WITH_ROWS = """plan "P"
  periodo: 2024 a 2024
objetivo OEI.01 "Salud"
# dobles: los de antes
indicador IND.01.OEI.01 "Controles"
  fórmula: dobles / 2
  unidad: número
  sentido: ascendente
  línea de base: 2023: 7
  logros: 2024: 10
variable dobles = 2 * suma(s.pesado)
fuente s
  columna n: número
  columna pesado = n * si_falta(único(pesos.peso si n = s.n); 1)
fuente pesos
  columna n: número
  columna peso: número
registro
  archivo: registro.csv
"""


@functools.cache
def others() -> tuple[object, ...]:
    """Return what a plan with rows gives, and what a host makes itself."""
    of = pei_dsl.Address("dobles", "variable")
    rename = pei_dsl.Rename(of, "pares")
    workspace = pei_dsl.Workspace.of({"plan.pei": WITH_ROWS})
    loaded, rows = workspace.loaded, {"s": [{"n": 5}], "pesos": [{"n": 5, "peso": 2}]}
    book = pei_dsl.import_workbook("libro.xlsx", pei_dsl.capture_workbook(loaded))
    finding = pei_dsl.load_text("x").errors[0]
    promised = pei_dsl.load_text('plan "P"\n  periodo: 2024\ncompromiso COM.01 "C"\n')
    amended = pei_dsl.load_text(
        'plan "P"\nversión v "V"\ncambio "A"\n  campo: metodología\n  fecha: 2024-01-01\n'
    )
    steps: list[pei_dsl.ReadingStep] = []
    pei_dsl.evaluate(
        loaded,
        2024,
        data=rows,
        reading=pei_dsl.Reading(notice=lambda step: steps.append(step) if step else None),
    )
    return (
        workspace.mentions(rename),
        pei_dsl.explain(loaded, "IND.01.OEI.01", 2024, data=rows),
        pei_dsl.evaluate_many(loaded, [2024], data=rows),
        pei_dsl.Outcome(Fraction(1)),
        loaded,
        book,
        finding.location,
        pei_dsl.Position(1, 2),
        pei_dsl.Moment(datetime.datetime.fromisoformat("2024-07-31 08:30")),
        steps,
        pei_dsl.Export(loaded, pei_dsl.Reading(), "captura"),
        pei_dsl.Declared(),
        pei_dsl.follow_up(promised, 2024),
        amended.plan.versions,
        amended.plan.amendments,
        pei_dsl.MadeEasier(
            pei_dsl.ChangePart.GOAL, CODE, pei_dsl.Period.year_of(2024), Fraction(1), Fraction(2)
        ),
        pei_dsl.UnmeasuredFigure(pei_dsl.FigureKind.MEAN, "", None, Fraction(1)),
        pei_dsl.PlanChange(pei_dsl.ChangeKind.ADDED, "indicator", CODE),
        pei_dsl.RowsChange("egresos", "0a", "0f"),
        pei_dsl.offered_words(),
        rename,
        pei_dsl.SetField(of, "unit", "número"),
        pei_dsl.SetFigure(pei_dsl.Address("IND.01.OEI.01"), "goals", "2024", "3"),
        pei_dsl.AddDeclaration("variable x = 1"),
        pei_dsl.RemoveDeclaration(of),
        pei_dsl.Packed(("plan/plan.pei",), (pei_dsl.Left("a.csv", pei_dsl.Stays.DECLARED, ("a",)),), ()),
        pei_dsl.Verification(
            "r.json",
            "plan",
            "evaluar 2024",
            "0.1.0",
            sealed=True,
            changes=(pei_dsl.Change(pei_dsl.Ground.PLAN, "plan.pei", None, "0f"),),
            differences=(pei_dsl.Difference(("OEI.01", "alcance"), "1", None),),
        ),
    )


@functools.cache
def results() -> tuple[object, ...]:
    """Return what the verbs give for INPE, one of each, and what is inside."""
    loaded = pei_dsl.load(INPE)
    broken = pei_dsl.load_text('indicador IND.01.OEI.01 "x"\n  unidad: porsentaje\n')
    measured = pei_dsl.evaluate(loaded, 2024)
    return (
        loaded,
        broken,
        pei_dsl.check(INPE),
        measured,
        pei_dsl.explain(loaded, CODE, 2024),
        pei_dsl.explain(loaded, "OEI.01", 2024),
        pei_dsl.break_down(loaded, [2024])[0],
        pei_dsl.gap(loaded, 2024),
        pei_dsl.audit(loaded, 2024),
        pei_dsl.follow_up(loaded, 2024),
        pei_dsl.compare(loaded, None, 2024, methodology=("ceplan", "exacta")),
        pei_dsl.run_tests(loaded),
        pei_dsl.report(loaded, 2024),
        pei_dsl.publish(loaded, 2024),
        pei_dsl.describe(loaded),
        pei_dsl.describe(loaded, CODE),
        pei_dsl.tree(loaded, with_inputs=True, evaluation=measured.evaluation),
        pei_dsl.Permissions(),
        pei_dsl.Limits(),
        pei_dsl.Reading(),
        pei_dsl.SetTitle(pei_dsl.Address("OEI.01"), "x"),
    )


def answers_of_an_editor() -> tuple[object, ...]:
    """Return what is answered to an editor where a variable stands in a plan."""
    workspace = pei_dsl.Workspace.of({"plan.pei": WITH_ROWS})
    start = pei_dsl.TextPosition(10, 10)
    where = workspace, "plan.pei"
    return (
        pei_dsl.placed_findings(pei_dsl.Workspace.of({"plan.pei": "x"})),
        pei_dsl.hover(*where, start),
        pei_dsl.completions(*where, pei_dsl.TextPosition(3, 0)),
        pei_dsl.signature_help(
            pei_dsl.Workspace.of({"a": "variable x = abs("}), "a", pei_dsl.TextPosition(0, 17)
        ),
        pei_dsl.references(*where, start),
        pei_dsl.renamed(*where, start, "pares"),
        pei_dsl.document_symbols(*where),
        pei_dsl.inlay_hints(*where),
        pei_dsl.code_actions(*where, pei_dsl.TextRange(pei_dsl.TextPosition(4, 0), start)),
        pei_dsl.folds(*where),
        pei_dsl.semantic_tokens(*where),
    )


@functools.cache
def members() -> Mapping[type, object]:
    """Return an instance of every class of ours that results hold, the first one found."""
    found: dict[type, object] = {}
    seen: set[int] = set()
    waiting: list[object] = [*results(), *answers_of_an_editor(), *others()]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if attrs.has(type(each)):
            found.setdefault(type(each), each)
            waiting.extend(getattr(each, field.name) for field in attrs.fields(type(each)))  # type: ignore[arg-type]  # it has fields
        elif isinstance(each, Mapping):
            waiting.extend([*each.keys(), *each.values()])
        elif isinstance(each, list | tuple | frozenset):
            waiting.extend(each)
    return found


def public_members() -> Iterable[object]:
    public = set(public_types().values())
    return [each for kind, each in members().items() if kind in public]


def test_there_is_one_of_every_public_type() -> None:
    made = {type(each) for each in public_members()}

    assert {name for name, kind in public_types().items() if attrs.has(kind)} - {
        kind.__name__ for kind in made
    } == {"Workspace"}


def test_every_repr_is_short() -> None:
    workspace = pei_dsl.Workspace.of({f"objetivo-{number}.pei": WITH_ROWS for number in range(200)})
    assert len(repr(workspace)) < LONGEST
    for each in (*public_members(), *results()):
        if attrs.has(type(each)):
            assert len(repr(each)) < LONGEST, type(each)
            assert repr(each).startswith(type(each).__name__)
            assert not {"<bound", "<function", " at 0x"} & set(
                re.findall(r"<bound|<function| at 0x", repr(each))
            )


def test_public_values_cannot_be_changed() -> None:
    for each in public_members():
        for field in attrs.fields(type(each)):  # type: ignore[arg-type]
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(each, field.name, None)
            held = getattr(each, field.name)
            assert not isinstance(held, list | set), (type(each), field.name)
            if isinstance(held, dict):
                with pytest.raises(TypeError, match="cannot be changed"):
                    held["x"] = 1


def test_public_values_are_hashable() -> None:
    for each in public_members():
        assert isinstance(hash(each), int), type(each)


def test_public_values_are_equal_after_pickling() -> None:
    for each in public_members():
        again = pickle.loads(pickle.dumps(each))  # noqa: S301  (our own)
        assert again == each, type(each)
        assert hash(again) == hash(each), type(each)


def test_a_finding_says_where_what_and_how() -> None:
    (finding,) = (each for each in results()[1].errors if each.code == "PEI117")  # type: ignore[attr-defined]

    assert str(finding.location) == "plan.pei:2:11"
    assert finding.message() == "«porsentaje» no es un valor posible de «unidad»"
    assert finding.message("en") == "«porsentaje» is not a possible value of «unidad»"
    assert "porcentaje" in finding.help("en")


def test_an_absence_has_its_sentence() -> None:
    absence = pei_dsl.Absence(pei_dsl.Reason.NO_DATA, "no_file", {"source": "s"})

    assert "«s»" in absence.sentence("es")
    assert "s" in absence.sentence("en")


# ---- Rows ----------------------------------------------------------------------------------------------------


@functools.cache
def evaluation() -> pei_dsl.Evaluation:
    return pei_dsl.evaluate(pei_dsl.load(INPE), 2024).evaluation


def test_rows_are_exact() -> None:
    (row,) = (each for each in evaluation().rows() if each["código"] == CODE)

    assert (row["valor"], row["logro"], row["alcance"]) == (
        Fraction(223, 100),
        Fraction(72, 100),
        Fraction(3229, 100),
    )
    assert row["color"] == "rojo"


def test_frames_have_the_rows() -> None:
    rows = evaluation().rows()
    arrow, pandas, polars = evaluation().to_arrow(), evaluation().to_pandas(), evaluation().to_polars()

    assert arrow.num_rows == len(pandas) == polars.height == len(rows)
    assert arrow.column("código").to_pylist() == [each["código"] for each in rows]
    assert arrow.column("alcance").to_pylist() == [
        None if each["alcance"] is None else float(each["alcance"]) for each in rows
    ]


def test_a_notebook_shows_a_table_and_runs_no_title() -> None:
    plan = 'plan "<b>x</b>"\n  periodo: 2024\nobjetivo OEI.01 "<script>alert(1)</script>"\n'
    measured = pei_dsl.evaluate(pei_dsl.load_text(plan), 2024)
    shown = measured._repr_html_()

    assert "<table>" in shown
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


# ---- Rendering -----------------------------------------------------------------------------------------------


def test_every_result_is_rendered_in_all_its_formats() -> None:
    rendered = 0
    given = (pei_dsl.Permissions, pei_dsl.Reading, pei_dsl.Limits, pei_dsl.SetTitle)
    for each in results():
        # What a host hands over is no result of a verb, and a site is files already.
        if isinstance(each, (*given, pei_dsl.Site)):
            continue
        for name in pei_dsl.formats_of(each):
            if not FORMATS[name].is_binary:
                rendered += bool(pei_dsl.render(each, name, language="en"))
    assert rendered > 20


def test_what_is_no_result_is_refused() -> None:
    for wrong in (1, [], [1, "x"]):
        with pytest.raises(pei_dsl.RequestError, match="no result"):
            pei_dsl.render(wrong)
    with pytest.raises(pei_dsl.NoRendererError):
        pei_dsl.render(evaluation(), "parquet")
