"""Every built-in function, time function and aggregate has its place in every use."""

from __future__ import annotations

import ast
import datetime
import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import pei_dsl
from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS, IMPLEMENTATIONS, TABLES, TIME_FUNCTIONS
from pei_dsl.algebra.builtins.aspects import (
    Addition,
    Adds,
    AggregateQuery,
    Chooses,
    Computes,
    Counting,
    Nature,
    NotInvertible,
    RowCounting,
    Rows,
    Scaling,
)
from pei_dsl.algebra.builtins.declarations import AggregateFunction, Function, TimeFunction
from pei_dsl.algebra.intervals import Course, Interval
from pei_dsl.algebra.values import Value
from pei_dsl.analysis.resolve import meant
from pei_dsl.auditing.bounds import called
from pei_dsl.data.aggregates import aggregate
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.engine.into_engine import into_sqlite
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.table import Row, Table
from pei_dsl.diagnostics.catalogue import LANGUAGES, catalogue
from pei_dsl.evaluation.substitution import substituted
from pei_dsl.gaps.linear import INPUT, OpaqueError, quotient
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.elsewhen import ELSEWHEN
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.moment import Moment
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource, Plan
from pei_dsl.source import NOWHERE
from pei_dsl.syntax.mistakes.formula_mistakes import FOREIGN_FUNCTIONS
from pei_dsl.views.wording import Wording

YEAR = Period.year_of(2024)
N, T, D, M, B, H, ANY = (
    ValueType.NUMBER,
    ValueType.TEXT,
    ValueType.DATE,
    ValueType.MOMENT,
    ValueType.BOOLEAN,
    ValueType.HOLIDAYS,
    ValueType.UNKNOWN,
)
every_function = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda each: str(each.name))
every_time_function = pytest.mark.parametrize("function", TIME_FUNCTIONS, ids=lambda each: str(each.name))
every_aggregate = pytest.mark.parametrize("function", AGGREGATES, ids=lambda each: str(each.name))
every_language = pytest.mark.parametrize("language", LANGUAGES)

HEAD = """plan "P"
  periodo: 2022 a 2024
fuente s "S"
  tiempo: fecha
  columna fecha: fecha
  columna tasa: porcentaje
  columna stock: número de personas; stock
  columna flujo: número de personas; flujo
fuente llegadas "Llegadas"
  columna llega: fecha y hora
  columna entra: fecha y hora
  columna sale: fecha y hora
fuente feriados "Feriados"
  columna fecha: fecha
serie p "Personas"
  unidad: número de personas
  2023: 3
  2024: 4
serie e "Escuelas"
  unidad: número de escuelas
  2023: 5
  2024: 6
objetivo OEI.01 "T"
indicador IND.01.OEI.01 "T"
  unidad: número
  sentido: ascendente
  logros: 2024: 1
"""


DATA: Mapping[str, list[dict[str, object]]] = {
    "s": [],
    "feriados": [{"fecha": "2024-07-29"}],
    "llegadas": [{"llega": "2024-07-31 08:30", "entra": "2024-07-31 08:42:30", "sale": "2024-07-31 10:00"}],
}


def loaded(formula: str) -> pei_dsl.Loaded:
    """Return a plan with sources, variables, and `formula`."""
    return pei_dsl.load_text(f"{HEAD}  fórmula: {formula}\n")


def codes(formula: str) -> set[str]:
    """Return what is wrong with `formula`."""
    return {each.code for each in loaded(formula).diagnostics if each.code < "PEI3"}


def value_of(formula: str) -> object:
    """Return the value of `formula` in 2024."""
    plan = loaded(formula)
    assert not plan.errors, formula
    return pei_dsl.evaluate(plan, 2024, data=DATA).evaluation.indicators["IND.01.OEI.01"].value


def arguments(function: Function | TimeFunction, number: str, date: str = "2024-07-31") -> list[str]:
    """Return as many arguments as `function` needs, of its types: where it takes any, `number`."""
    written = {N: number, ANY: number, T: '"a"', D: date, B: f"{number} > 0", H: "feriados.fecha"}
    written[M] = "máximo(llegadas.llega)"
    return [written[each] for each in function.types(function.least)]


def call(function: Function | TimeFunction | AggregateFunction, *written: str) -> str:
    rank = ["50%"] if isinstance(function, AggregateFunction) and function.takes_rank else []
    named = " en 2023" if isinstance(function, TimeFunction) and function.named else ""
    return f"{function.spanish}({'; '.join([*written, *rank])}{named})"


def rank_of(function: AggregateFunction) -> Fraction | None:
    """Return a share, where an aggregate asks for one."""
    return Fraction(1, 3) if function.takes_rank else None


def over(
    function: AggregateFunction, value: m.Expression, condition: m.Expression | None = None
) -> m.Aggregate:
    """Return an aggregate of the source `s`."""
    return m.Aggregate(function.name, "s", value, condition, rank=rank_of(function))


def when(function: TimeFunction) -> int | Period:
    """Return a period that `function` may look at."""
    return Period.year_of(2023) if function.named else 1


# ---- Names -------------------------------------------------------------------------------------------


def literal_names(file: Path) -> list[int]:
    """Return the lines of `file` where the name of a function is held against a literal."""
    found: list[int] = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        match node:
            case ast.Compare(left=ast.Attribute(attr="function"), comparators=compared):
                literal = any(isinstance(each, ast.Constant | ast.Set | ast.Tuple) for each in compared)
                found.extend([node.lineno] * literal)
            case ast.MatchClass(kwd_attrs=names, kwd_patterns=patterns):
                named = dict(zip(names, patterns, strict=True)).get("function")
                if named is not None and any(isinstance(each, ast.MatchValue) for each in ast.walk(named)):
                    found.append(node.lineno)
    return found


def test_no_use_asks_for_a_name() -> None:
    """What a use has to know of a function stands in the declaration."""
    package = Path(pei_dsl.__file__).parent

    assert {str(file): lines for file in package.rglob("*.py") if (lines := literal_names(file))} == {}


# ---- Words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", TABLES, ids=["time", "rows", "plain"])
def test_every_summary_is_a_sentence(words: Sequence[Function | AggregateFunction | TimeFunction]) -> None:
    assert all(word.summary.endswith(".") and word.summary_en.endswith(".") for word in words)


@every_language
@every_function
def test_a_call_has_words_for_every_number_of_arguments(function: Function, language: str) -> None:
    """Its own: those of no other function, and all its arguments are in them."""
    wording = Wording.of(Plan(), language)
    for count in range(function.least, (function.most or function.least + 3) + 1):
        given = tuple(m.Reference(f"variable:v{number}") for number in range(count))
        words = wording.formula(m.Call(function.name, given))

        assert not words.startswith(f"{function.spanish}("), "these are the words of no function"
        assert all(f"v{number}" in words for number in range(count)), words


@every_language
@every_time_function
def test_another_period_has_words(function: TimeFunction, language: str) -> None:
    wording = Wording.of(Plan(), language)
    value = m.Reference("variable:v")

    assert {"v"} < set(wording.formula(function.meaning(value, when(function), NOWHERE)).split())


@every_language
@every_aggregate
def test_an_aggregate_has_words(function: AggregateFunction, language: str) -> None:
    wording = Wording.of(Plan(), language)
    words = wording.formula(over(function, m.ColumnValue("c")))

    assert {"s", "c"} <= set(words.split())
    if function.counts_rows:
        assert wording.formula(m.Aggregate(function.name, "s", None)) != words


@every_function
def test_it_is_written_with_figures(function: Function) -> None:
    node = m.Call(function.name, (m.Number(Fraction(2)),))

    assert substituted(node, lambda _: None) == f"{function.spanish}(2)"


@pytest.mark.parametrize(
    "word",
    [word for table in TABLES for word in table],
    ids=lambda each: f"{type(each).__name__}-{each.name}",
)
def test_the_manual_has_it(word: Function | AggregateFunction | TimeFunction) -> None:
    """That its entry is current is a matter of `test_docs`."""
    manual = (Path(__file__).parents[3] / "docs" / "functions.md").read_text("utf-8")
    entry = f"| `{word.spanish}` |" if isinstance(word, AggregateFunction) else f"### {word.spanish}\n"

    assert entry in manual
    assert word.summary in manual
    assert word.summary_en in manual


def test_what_spreadsheets_call_it_leads_to_a_built_in() -> None:
    for spanish in {*meant.FUNCTIONS.values(), *FOREIGN_FUNCTIONS.values()} - {""}:
        assert any(words.find(spanish) for words in TABLES), spanish


# ---- Types -------------------------------------------------------------------------------------------


@every_function
def test_it_takes_its_types_and_no_others(function: Function) -> None:
    fitting = arguments(function, "p")
    wrong = {N: '"a"', T: "1", D: "1", M: "1", B: "1", H: "1"}
    few = "PEI235" if H in function.takes else "PEI206"

    assert {"PEI206", "PEI235"}.isdisjoint(codes(call(function, *fitting)))
    assert few in codes(call(function, *fitting[1:]))
    if function.most is not None:
        assert "PEI206" in codes(call(function, *fitting, *["1"] * (function.most - len(fitting) + 1)))
    for place, type_ in enumerate(function.types(function.least)):
        if type_ is not ANY:
            other = [*fitting[:place], wrong[type_], *fitting[place + 1 :]]
            assert ("PEI235" if type_ is H else "PEI207") in codes(call(function, *other)), other


@every_function
def test_what_it_gives_is_known(function: Function) -> None:
    """A result that is no number is told where a number is wanted."""
    written = call(function, *arguments(function, "p"))
    given = N if function.gives is ANY else function.gives

    assert ("PEI207" in codes(f"{written} + 1")) == (given is not N)


@every_aggregate
def test_an_aggregate_takes_its_type(function: AggregateFunction) -> None:
    assert ("PEI211" in codes(call(function, "s"))) == (not function.counts_rows)
    assert ("PEI207" in codes(f"año({call(function, 's.fecha')})")) == (function.gives is not ANY)
    assert codes(call(function, "s.flujo")) == ({"PEI207"} if function.gives is T else set())


@every_time_function
def test_a_time_function_keeps_what_it_says(function: TimeFunction) -> None:
    """A percentage of another period is a percentage, where the declaration says so."""
    shares = codes(f"{call(function, '5%')} + contar(s)")

    assert ("PEI203" in shares) == function.keeps_kind


# ---- Values ------------------------------------------------------------------------------------------


@every_function
def test_the_example_holds(function: Function) -> None:
    """What stands after the equals sign of an example is its value, by whatever name it is called."""
    written, _, expected = function.example.rpartition(" = ")
    used = next(each for each in function.spellings if f"{each}(" in written)
    before, _, after = written.partition(f"{used}(")

    for spelling in function.spellings:
        assert value_of(f"{before}{spelling}({after}") == Fraction(expected)


@every_time_function
def test_another_period_is_looked_up(function: TimeFunction) -> None:
    node = function.meaning(m.Reference("variable:p"), when(function), NOWHERE)

    assert any(isinstance(each, ELSEWHEN) for each in _all_parts(node))
    assert isinstance(value_of(call(function, "p")), Fraction)


def _all_parts(node: m.Expression) -> list[m.Expression]:
    return [node, *(each for part in m.parts(node) for each in _all_parts(part))]


@every_function
def test_absence_does_what_its_meaning_says(function: Function) -> None:
    absence = Absence(Reason.NO_DATA, "empty_cell")
    found = IMPLEMENTATIONS[function.name](*[absence] * function.least)

    assert (found == absence) == isinstance(function.meaning, Computes | Chooses)


@pytest.mark.parametrize("name", ["mín", "máx", "suma", "promedio"])
def test_one_argument_is_enough(name: str) -> None:
    """The least, the greatest, the sum and the mean of one number are that number."""
    assert value_of(f"{name}(3)") == 3


def test_a_branch_is_not_computed_when_nobody_asks() -> None:
    """`si` evaluates only the branch that it takes."""
    assert value_of("si(1 = 1; 5; 1 / (2 - 2))") == 5


# ---- Gap and bounds ----------------------------------------------------------------------------------

SOME = [Fraction(text) for text in ("-7/2", "-1", "0", "1/3", "2", "9")]


@every_function
def test_the_gap_is_what_is_declared(function: Function) -> None:
    """What adds up is solved, and gives the value; what is not says why, in both languages."""
    key = ("variable:x", YEAR)
    others: dict[ValueType, m.Expression] = {N: m.Number(Fraction(5)), T: m.Text("a")}
    types = function.types(max(function.least, 1) + function.repeats)
    rest: list[m.Expression] = [others[each if each in others else N] for each in types[1:]]
    node = m.Call(function.name, (m.Reference("variable:x"), *rest))

    def known(part: m.Expression, _: Period) -> Value:
        assert isinstance(part, m.Number)
        return part.value

    match function.gap:
        case Adds():
            found = quotient(node, YEAR, {key: INPUT}, known)
            for x in SOME:
                assert found.at(x) == IMPLEMENTATIONS[function.name](x, *[Fraction(5)] * (len(types) - 1))
        case NotInvertible(cause=cause):
            with pytest.raises(OpaqueError) as refused:
                quotient(node, YEAR, {key: INPUT}, known)
            assert refused.value.refusal.cause == cause
            assert all(cause in catalogue(language)["words"] for language in LANGUAGES)


@every_function
def test_bounds_hold_what_it_gives(function: Function) -> None:
    """For all numbers inside the arguments' bounds; and where a course is declared, there are bounds."""
    types = function.types(function.least + function.repeats)
    if set(types) != {N}:
        assert set(function.courses) == {Course.UNKNOWN}, "bounds are of numbers"
        return
    ranges = [Interval(low, high) for low, high in itertools.combinations(SOME, 2)]
    some_known = False
    for drawn in itertools.product(ranges[::2] if len(types) > 1 else ranges, repeat=len(types)):
        bounds = called(function.name, drawn)
        inside = itertools.product(*([each.low, (each.low + 2 * each.high) / 3, each.high] for each in drawn))
        for numbers in inside:
            found = IMPLEMENTATIONS[function.name](*numbers)
            if isinstance(bounds, Interval) and isinstance(found, Fraction):
                assert bounds.holds(found), (numbers, bounds)
        some_known = some_known or isinstance(bounds, Interval)

    assert some_known == (Course.UNKNOWN not in function.courses_of(len(types)))


# ---- What may be added, and what is counted -----------------------------------------------------------


@every_function
def test_what_it_makes_of_shares(function: Function) -> None:
    """The sum of shares is wrong, and stays so behind a function that keeps what they are."""
    given = arguments(function, "s.tasa", "s.fecha")
    written = call(function, *given, *given[-1:] * function.repeats)
    if function.gives not in {N, ANY}:
        assert function.nature is not Nature.KEPT, "what is no number is no share"
        return

    assert ("PEI224" in codes(f"suma({written})")) == (function.nature is Nature.KEPT)


@every_function
def test_which_results_are_of_one_date(function: Function) -> None:
    if D in function.takes:
        written = call(function, *arguments(function, "1", "s.fecha"))
        of_one = "PEI222" not in codes(f"suma(s.stock si {written} = 6)")
        assert of_one == (function.nature is Nature.DATE)
    else:
        assert function.nature is not Nature.DATE


@every_function
def test_what_it_counts(function: Function) -> None:
    """Persons stay persons, unless the declaration says otherwise; schools are none."""
    given = call(function, *arguments(function, "p"))
    kept = {Counting.ALIKE, Counting.AVERAGE, Counting.FIRST}
    if function.gives not in {N, ANY} or D in function.takes:
        written = call(function, *["p", "e", "e"][: function.least])
        compared = function.gives is B and "PEI220" in codes(f"si({written}; 1; 0)")
        assert function.counts is (Counting.COMPARED if compared else Counting.NOTHING)
        return

    assert ("PEI220" in codes(f"{given} + e")) == (function.counts in kept)
    if function.counts is Counting.ROOT:
        assert "PEI220" in codes(f"{call(function, 'p * p')} + e")
    if function.counts in {Counting.ALIKE, Counting.AVERAGE}:
        others = ["e" if each == "p" else each for each in arguments(function, "p")[1:]] or ["e"]
        assert "PEI220" in codes(
            call(function, "p", *others) if B not in function.takes else "si(p > 1; p; e)"
        )


@every_aggregate
def test_what_an_aggregate_may_be_given(function: AggregateFunction) -> None:
    shares = "PEI224" in codes(call(function, "s.tasa"))
    stocks = "PEI222" in codes(call(function, "s.stock"))
    flows = "PEI223" in codes(call(function, "s.flujo al cierre"))

    assert (shares, stocks, flows) == {
        Addition.TOTAL: (True, True, True),
        Addition.MEAN: (True, False, True),
        Addition.PLACE: (False, False, True),
        Addition.NONE: (False, False, False),
    }[function.addition]


@every_aggregate
def test_what_the_figure_of_an_aggregate_counts(function: AggregateFunction) -> None:
    """Values are what their column is, and rows are no percentage."""
    if function.gives is T:
        assert function.counts is RowCounting.ROWS, "a text counts nothing"
        return
    counted = codes(f"{call(function, 's.flujo')} + e")
    told = codes(f"{call(function, 's.flujo')} + 5%")

    assert ("PEI220" in counted) == (function.counts is not RowCounting.ROWS)
    assert "PEI203" in told


# ---- What is too large by the scale of a unit ----------------------------------------------------------


def drawn(function: Function) -> list[list[Any]]:
    """Return arguments of its types, in all ways of a few values each: as many as it needs, and one more."""
    numbers = [Fraction(each) for each in ("-7/2", "0", "1/3", "2", "9")]
    values: dict[ValueType, list[Any]] = {
        N: numbers,
        ANY: numbers,
        T: ["a"],
        D: [datetime.date(2024, 7, 31), datetime.date(2022, 1, 1)],
        M: [
            Moment(datetime.datetime.fromisoformat("2024-07-31 08:30")),
            Moment(datetime.datetime.fromisoformat("2022-01-01 00:05")),
        ],
        H: ["2022-05-01; 2023-05-01; 2024-07-29"],
        B: [Fraction(0), Fraction(1)],
    }
    counts = {function.least, function.most or function.least + 1}
    return [
        list(given)
        for count in counts
        for given in itertools.product(*(values[each] for each in function.types(count)))
    ]


def enlarged(function: Function, given: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return `given`, and the same where what has the type of the result is a hundred times as large."""
    if function.scaling is Scaling.DIGITS:
        first, *digits = given
        return [first, *(each + 2 for each in digits or [Fraction(0)])], [first * 100, *digits]
    places = function.alike(range(len(given))) if function.gives in {N, ANY} else ()
    return given, [each * 100 if place in places else each for place, each in enumerate(given)]


@every_function
def test_what_becomes_of_what_is_too_large(function: Function) -> None:
    """Its arguments a hundred times as large, the result is so, too; or it is not, and says so."""
    compute = IMPLEMENTATIONS[function.name]
    results = [[compute(*each) for each in enlarged(function, given)] for given in drawn(function)]
    numbers = [(small, large) for small, large in results if isinstance(small, Fraction)]

    kept = bool(numbers) and all(large == small * 100 for small, large in numbers)
    assert kept == (function.scaling is not Scaling.LOST)


@every_function
@pytest.mark.parametrize("written", ["p / (p + 7) * 100", "(p / (p + 7) * 100)", "100 * p / (p + 7)"])
def test_what_to_write_without_the_scale_gives_what_was_meant(function: Function, written: str) -> None:
    """A percentage that is multiplied by 100 inside a call is told, and the mended text has the same figure."""
    formula = call(function, *arguments(function, written))
    if written not in formula or function.gives not in {N, ANY}:
        return
    head = HEAD.replace("  unidad: número\n", "  unidad: porcentaje\n").replace("2024: 1\n", "2024: 1%\n")
    told = pei_dsl.load_text(f"{head}  fórmula: {formula}\n").errors
    if function.counts is Counting.NOTHING:
        assert not told, "what counts nothing is no percentage that is multiplied"
        return
    assert [each.code for each in told] == ["PEI210"], formula

    mended = pei_dsl.load_text(f"{head}  fórmula: {told[0].fixes[0].text}\n")
    assert not mended.errors, told[0].fixes[0].text
    found = pei_dsl.evaluate(mended, 2024, data={"s": []}).evaluation.indicators["IND.01.OEI.01"].value
    assert isinstance(found, Fraction)
    assert found * 100 == value_of(formula)


@every_aggregate
def test_what_an_aggregate_makes_of_what_is_too_large(function: AggregateFunction) -> None:
    """A figure of values is as many times too large as they are, and a number of rows is what it was."""
    if function.gives is T:
        return
    rows = function.taken(CELLS, place=lambda cell: cell)
    if isinstance(function.of_values(rows, [1] * len(rows), rank_of(function)), Absence):
        rows = rows[:1]  # it asks that all rows have one value
    figure, large = (
        function.of_values([each * factor for each in rows], [1] * len(rows), rank_of(function))
        for factor in (1, 100)
    )
    assert isinstance(figure, Fraction)
    assert isinstance(large, Fraction)
    expected = figure if function.counts is RowCounting.ROWS else figure * 100
    assert abs(large - expected) <= (0 if figure.denominator < 10**20 else Fraction(100, 10**40))


# ---- Engines -----------------------------------------------------------------------------------------

SOURCE = DataSource(
    "s",
    columns={"x": Column("x", N), "d": Column("d", D)},
    order=("x",),
)
CELLS = [Fraction(each) for each in (-2, 3, 3, 0, 7)]
ROWS = tuple(
    Row({"x": value, "d": None}, None, number) for number, value in enumerate([*CELLS, None], start=1)
)
TABLE = Table("s", "", ROWS)


def agreed(node: m.Aggregate, table: Table = TABLE) -> Value:
    """Return what the reference gives, once an engine has given the same."""
    connection = SQLiteConnection()
    answers = EngineAnswers(into_sqlite(connection, SOURCE, table), connection)
    answers.prefetch([(node, YEAR)])
    found = answers.outcome(node, YEAR).value
    connection.close()

    expected = aggregate(node, SOURCE, table, YEAR).value
    assert found == expected, node
    return expected


@every_aggregate
def test_engines_give_what_an_aggregate_gives(function: AggregateFunction) -> None:
    """With values, without any, and without rows."""
    node = over(function, m.ColumnValue("x"))
    rows = {Rows.ALL: CELLS, Rows.FIRST: [min(CELLS)], Rows.LAST: [max(CELLS)]}[function.rows]
    nobody = m.Comparison(">", m.ColumnValue("x"), m.Number(Fraction(100)))

    assert agreed(node) == function.of_values(rows, [1] * len(rows), rank_of(function))
    assert function.of_nothing(1) == _number(agreed(node, Table("s", "", ROWS[-1:])))
    assert function.of_nothing(0) == _number(agreed(over(function, m.ColumnValue("x"), nobody)))
    scaled = m.Product((m.ColumnValue("x"), m.Number(Fraction(-2))), (False, False))
    agreed(over(function, scaled))


def _number(value: Value) -> Value | None:
    return None if isinstance(value, Absence) else value


@every_aggregate
def test_a_query_picks_the_rows_that_are_declared(function: AggregateFunction) -> None:
    picked = {AggregateQuery.FIRST: Rows.FIRST, AggregateQuery.LAST: Rows.LAST}

    assert function.query is AggregateQuery.AT_HOME or function.rows is picked.get(function.query, Rows.ALL)


@every_function
def test_engines_give_what_a_function_gives(function: Function) -> None:
    """In the value of a row, and in a condition: said in SQL, or computed at home."""
    nodes: dict[ValueType, m.Expression] = {
        N: m.ColumnValue("x"),
        ANY: m.ColumnValue("x"),
        T: m.Text("a"),
        D: m.ColumnValue("d"),
        M: m.Date(Moment(datetime.datetime.fromisoformat("2024-07-31 08:30"))),
        H: m.Text("2024-01-01"),
        B: m.Comparison(">", m.ColumnValue("x"), m.Number(Fraction(1))),
    }
    node = m.Call(function.name, tuple(nodes[each] for each in function.types(function.least)))
    if function.gives is B:
        agreed(m.Aggregate("count", "s", None, node))
        agreed(m.Aggregate("sum", "s", m.ColumnValue("x"), m.Not(node)))
    else:
        agreed(m.Aggregate("sum", "s", node))
        agreed(m.Aggregate("count", "s", None, m.Comparison("=", node, m.Number(Fraction(3)))))
