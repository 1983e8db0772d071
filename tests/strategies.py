"""
What Hypothesis draws: trees, hostile texts, values, and whole plans with their data.

Strategies are plural nouns.  Trees are built well-formed: an operand that binds looser than its place allows comes in
a `Group`, as the parser makes it, so that whatever is drawn can be written and read back.
"""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import attrs
from hypothesis import strategies as st

from pei_dsl import vocabulary
from pei_dsl.algebra.values import Value
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Window, WindowKind
from pei_dsl.model.methodology import (
    CEPLAN,
    EXACTA,
    EntersAs,
    MaintainedGoal,
    MissingSiblings,
    Negatives,
    Progress,
    Rounding,
    RoundingStep,
    Weights,
    ZeroGoal,
)
from pei_dsl.model.periods import FIRST_YEAR, LAST_YEAR, PER_YEAR, Granularity, Period
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.workspace.host_figures import HostValues

T = TypeVar("T")

ANYWHERE = Span(0, 0)
NOTHING = Source.of("", "")
ROOT = Path(__file__).resolve().parents[1]
SPECS = [path.read_text("utf-8") for path in sorted((ROOT / "specs").rglob("*.pei"))]

_at = functools.partial(st.builds, span=st.just(ANYWHERE))


def is_nfc(text: str) -> bool:
    """Tell whether reading `text` leaves its letters as they are."""
    return unicodedata.is_normalized("NFC", text)


# ---- Words, codes, figures ---------------------------------------------------------------------------

_LETTERS = "abdkxzABZñáéíóúüÑÁß_Ωж"
names = st.builds(str.__add__, st.sampled_from(_LETTERS), st.text(_LETTERS + "019", max_size=7)).filter(
    vocabulary.is_name
) | st.sampled_from(
    ["A", "B", "población", "año", "mes", "plan", "valor", "suma", "a", "e", "de", "institucional", "nombre"]
)

_two_digits = st.integers(0, 99).map("{:02}".format)
codes = st.builds(
    lambda letters, first, rest: ".".join([letters, first, *rest]),
    st.sampled_from(["OEI", "AEI", "IND", "A", "UEAGRO", "Ñ"]),
    _two_digits,
    st.lists(st.one_of(_two_digits, st.sampled_from(["OEI", "AEI", "B", "1A"])), max_size=3),
)

# Letters that texts are made of: those of programs, of Spanish, and of nowhere in particular.
_INSIDE = st.characters(exclude_categories=["Cs"], exclude_characters="\n\r") | st.sampled_from(
    "aeñ #;:,=%\"'“”«»„0123456789()[]-–.\t\u00a0\u200b\u0301"
)
_lines = st.text(_INSIDE, max_size=12).filter(is_nfc)


def _can_quote(text: str) -> bool:
    return '"' not in text or "»" not in text or not {"“", "”"} & set(text)


quotable = _lines.filter(_can_quote)
documentation = st.lists(_lines.map(str.strip), max_size=3).map("\n".join)
decimals = st.integers(0, 4)
_whole = st.integers(0, 999) | st.integers(0, 10**9)
exact_decimals = st.builds(lambda whole, places: (Fraction(whole, 10**places), places), _whole, decimals)


# ---- Expressions ---------------------------------------------------------------------------------------

numbers = st.builds(
    lambda drawn, percent: tree.Number(drawn[0] / 100 if percent else drawn[0], percent, span=ANYWHERE),
    exact_decimals,
    st.booleans(),
)
texts = _at(tree.Text, quotable)
dates = _at(tree.Date, st.dates().map(datetime.date.isoformat) | st.just("2024-2-30"))
bracketed = st.text("abñ .#:;-0", min_size=1, max_size=8).map(str.strip).filter(bool)
references = (
    _at(tree.Name, names)
    | _at(tree.Name, names, names)
    | _at(tree.Name, bracketed, st.none(), st.just(value=True))
    | _at(tree.Name, names, bracketed, st.just(value=True))
)
_window_words = st.lists(names | st.integers(0, 99).map(str), max_size=3)
_named_windows = st.builds(
    lambda preposition, first, rest: " ".join([preposition, first, *rest]).strip(),
    st.sampled_from(["al", "en", "at", "in"]),
    names,
    _window_words,
) | st.sampled_from(["al cierre", "en últimos 5 años", "en año anterior", "en acumulado"])
windows = _at(tree.Window, _named_windows)
_first_windows = windows | _at(
    tree.Window, st.builds(lambda first, rest: " ".join([first, *rest]), names, _window_words)
)

_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(9)


def _level(node: tree.Expression) -> int:
    match node:
        case tree.Logic(operator=operator):
            return _OR if operator == "o" else _AND
        case tree.Negation():
            return _NOT
        case tree.Comparison() | tree.Membership():
            return _COMPARE
        case tree.Chain(operators=operators):
            return _SUM if operators[0] in "+-" else _PRODUCT
        case tree.Sign():
            return _SIGN
        case tree.Power():
            return _POWER
        case _:
            return _ATOM


def fitting(node: tree.Expression, level: int) -> tree.Expression:
    """Return `node`, in parentheses when it binds looser than `level`."""
    return node if _level(node) >= level else tree.Group(node, span=ANYWHERE)


def _at_level(nodes: st.SearchStrategy[tree.Expression], level: int) -> st.SearchStrategy[tree.Expression]:
    return nodes.map(lambda node: fitting(node, level))


def _chains(
    nodes: st.SearchStrategy[tree.Expression], signs: str, level: int
) -> st.SearchStrategy[tree.Expression]:
    pairs = st.tuples(st.sampled_from(signs), _at_level(nodes, level))
    return st.builds(
        lambda first, rest: tree.Chain(
            (first, *(operand for _, operand in rest)), tuple(sign for sign, _ in rest), span=ANYWHERE
        ),
        _at_level(nodes, level),
        st.lists(pairs, min_size=1, max_size=3),
    )


def _signed(operator: str, operand: tree.Expression) -> tree.Expression:
    # `-a ^ 2` has two readings and is reported, so a power goes in parentheses here.
    inside = fitting(operand, _ATOM) if isinstance(operand, tree.Power) else fitting(operand, _SIGN)
    return tree.Sign(operator, inside, span=ANYWHERE)


def _arguments(nodes: st.SearchStrategy[tree.Expression]) -> st.SearchStrategy[tree.Argument]:
    clauses = st.just(()) | st.builds(
        lambda first, rest: (first, *rest), _first_windows, st.lists(windows, max_size=1)
    )
    return _at(tree.Argument, nodes, st.lists(nodes, max_size=2).map(tuple), clauses)


def _compound(nodes: st.SearchStrategy[tree.Expression]) -> st.SearchStrategy[tree.Expression]:
    atoms = _at_level(nodes, _ATOM)
    signs = st.sampled_from("+-")
    many = functools.partial(st.lists, max_size=3)
    exponents = atoms | st.builds(lambda sign, atom: tree.Sign(sign, atom, span=ANYWHERE), signs, atoms)
    sums = _at_level(nodes, _SUM)
    choices = sums | _at(tree.Range, sums, sums)
    operators = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
    calls: st.SearchStrategy[tree.Expression] = st.builds(
        lambda name, arguments: tree.Call(name, tuple(arguments), name_span=ANYWHERE, span=ANYWHERE),
        names | st.sampled_from(["si", "if", "suma", "contar", "anterior"]),
        many(_arguments(nodes)),
    )
    return st.one_of(
        nodes.map(lambda n: n if isinstance(n, tree.Group) else tree.Group(n, span=ANYWHERE)),
        st.builds(_signed, signs, nodes),
        _chains(nodes, "+-", _PRODUCT),
        _chains(nodes, "*/", _SIGN),
        _at(tree.Power, atoms, exponents),
        _at(tree.Comparison, operators, sums, sums),
        _at(tree.Membership, sums, many(choices, min_size=1).map(tuple)),
        _at(tree.Negation, _at_level(nodes, _NOT)),
        _at(tree.Logic, st.just("y"), many(_at_level(nodes, _NOT), min_size=2).map(tuple)),
        _at(tree.Logic, st.just("o"), many(_at_level(nodes, _AND), min_size=2).map(tuple)),
        calls,
    )


atoms: st.SearchStrategy[tree.Expression] = st.one_of(
    numbers, references, texts, dates, _at(tree.Code, codes)
)
expressions: st.SearchStrategy[tree.Expression] = st.recursive(atoms, _compound, max_leaves=8)


# ---- Fields --------------------------------------------------------------------------------------------

_ENTRY = re.compile(r"(?:\d{4}[\w\-–]*|[^\W\d_]{1,6}\.\d(?:[.\- ]?\w)*[.\-]?)[ \t]*:")
_words = (
    st.text("abcñá -%.()/", min_size=1, max_size=10)
    .map(lambda text: text.strip(" "))
    .filter(lambda text: text[:1].isalpha())
)
absence_words = st.sampled_from(["ND", "no programado", "sin dato", "no aplica"]) | _words


def _is_bare(text: str) -> bool:
    """Tell whether `text` can stand without quotes: it begins like one and no comment begins in it."""
    return (
        text == text.strip(" \t")
        and re.match(r'[^\s"“”„«#\u200b-\u200d\u2060\ufeff\u00ad]', text) is not None
        and re.search(r"[ \t]#", text) is None
        and _ENTRY.match(text) is None
    )


bare_texts = _lines.filter(_is_bare) | st.sampled_from(["no definido", "tasa por 1,000", "datos/año.csv"])


def _amount(drawn: tuple[Fraction, int], negative: bool, percent: bool) -> tree.Amount:
    value, places = drawn
    value = -value if negative else value
    return tree.Amount(value / 100 if percent else value, percent, places, span=ANYWHERE)


positive_amounts = st.builds(_amount, exact_decimals, st.just(value=False), st.booleans())
figures_as_written = st.builds(_amount, exact_decimals, st.booleans(), st.booleans())
amounts = figures_as_written | absence_words.map(lambda words: tree.Amount(None, words=words, span=ANYWHERE))
_years = st.integers(1000, 9999).map(str)
_suffixes = st.sampled_from(["", "-S1", "-T4", "-07"])
periods_as_written = _at(tree.Period, st.builds(str.__add__, _years, _suffixes))
figures = _at(tree.Figure, periods_as_written, amounts)
definitions = _at(tree.Definition, names, st.just("") | quotable, expressions, name_span=st.just(ANYWHERE))
assignments = _at(tree.Assignment, names | codes, amounts, name_span=st.just(ANYWHERE))
_limits = st.sampled_from(["<", "<=", ">", ">=", "=", "<>"])
bands = _at(tree.Band, names) | _at(tree.Band, names, _limits, positive_amounts)
inputs = _at(tree.Input, names, st.none() | codes, amounts, name_span=st.just(ANYWHERE))
counts = _at(tree.Count, st.integers(0, 10**6), names)


def _tuples(items: st.SearchStrategy[T], least: int = 1) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(items, min_size=least, max_size=3).map(tuple)


# The type of a column and its options end at a `;` or a quotation mark.
_unquoted = bare_texts.filter(lambda text: not set(text) & set(';="“”„«'))
_options = st.sampled_from(["obligatoria", "mínimo 0", "máximo 1,000,000", "stock"]) | _unquoted.filter(
    lambda text: not text.startswith(",")
)
options = _at(tree.Option, _options, _tuples(texts, 0), words_span=st.just(ANYWHERE))
_of_columns = {"name_span": st.just(ANYWHERE), "type_span": st.just(ANYWHERE)}
columns = st.one_of(
    _at(
        tree.Column, names, st.just("") | _unquoted, st.just(value=False), _tuples(options, 0), **_of_columns
    ),
    _at(tree.Column, bracketed, st.just("número"), st.just(value=True), _tuples(options, 0), **_of_columns),
    _at(
        tree.Column,
        names,
        st.sampled_from(["", "número", "número de días"]),
        st.just(value=False),
        st.just(()),
        expressions,
        **_of_columns,
    ),
)


quoted_texts = _at(tree.Texts, _tuples(texts, 0))
text_values = quoted_texts | _at(
    tree.Texts, bare_texts.map(lambda text: (tree.Text(text, span=ANYWHERE),)), st.just(value=True)
)
VALUES: Mapping[str, st.SearchStrategy[tree.Value]] = {
    "TEXT": text_values,
    "NUMBER": amounts,
    "FORMULA": expressions | _at(tree.Hole),
    "FIGURES": _at(tree.Figures, _tuples(figures)),
    "WHERE": _at(tree.Definitions, _tuples(definitions)),
    "PERIODS": _at(tree.Periods, periods_as_written, periods_as_written),
    "BANDS": _at(tree.Bands, _tuples(bands)),
    "COUNTS": _at(tree.Counts, _tuples(counts)),
    "INPUTS": _at(tree.Inputs, _tuples(inputs)),
    "COLUMN": columns,
    "ROWS": _at(tree.RowsOf, _tuples(_arguments(expressions))),
    "EXAMPLE": _at(tree.Example, st.just("") | quotable, _tuples(assignments)),
}


def fields_of(word: vocabulary.FieldWord) -> st.SearchStrategy[tree.Field]:
    """Fields called `word`."""
    return _at(
        tree.Field, st.just(word.name), VALUES[word.kind], st.just(word.spanish), word_span=st.just(ANYWHERE)
    )


fields = st.sampled_from([*vocabulary.FIELDS, *vocabulary.NAMED_FIELDS]).flatmap(fields_of)

_expected_words = st.lists(
    names.filter(lambda name: vocabulary.fold(name) not in {"contradice", "contradicts"}), max_size=2
).map(" ".join)
expected = st.one_of(
    _at(tree.Expected, _expected_words, figures_as_written),
    _at(tree.Expected, _expected_words.filter(bool)),
    _at(tree.Expected, st.sampled_from(["ND", "no aplica", "no programado", "verde"])),
)
expectations = _at(
    tree.Expectation, codes, _tuples(expected), st.none() | quotable, code_span=st.just(ANYWHERE)
)


# ---- Declarations and files ------------------------------------------------------------------------------

_KINDS = [word.name for word in vocabulary.DECLARATIONS]
_CODED = vocabulary.CODED
_NAMED = {
    *("source", "series", "methodology", "variable", "function"),
    *("activity", "evidence", "factor", "version"),
}


@st.composite
def headers(draw: st.DrawFn, kind: str) -> tree.Header:
    """Headers of `kind`; parts that the grammar lets anybody leave out may be missing."""
    code = draw(codes) if kind in _CODED and draw(st.integers(0, 9)) else None
    name = draw(names) if kind in _NAMED and draw(st.integers(0, 9)) else None
    parameters = draw(st.lists(names, max_size=3).map(tuple)) if kind == "function" else None
    formula = draw(expressions) if kind in {"variable", "function"} and draw(st.integers(0, 9)) else None
    title = draw(st.none() | quotable)
    return tree.Header(
        code, name, parameters, title, formula, name_span=ANYWHERE, title_span=ANYWHERE, span=ANYWHERE
    )


def _separate(items: Sequence[tree.Item]) -> tuple[tree.Item, ...]:
    """Leave out a bare figure that the list before it would swallow."""
    kept: list[tree.Item] = []
    for item in items:
        after = next((each for each in reversed(kept) if not isinstance(each, tree.Figure)), None)
        in_list = isinstance(after, tree.Field) and isinstance(after.value, tree.Figures)
        if not (isinstance(item, tree.Figure) and in_list):
            kept.append(item)
    return tuple(kept)


@st.composite
def declarations(draw: st.DrawFn) -> tree.Declaration:
    """Every declaration that the grammar knows, sensible or not."""
    kind = draw(st.sampled_from(_KINDS))
    items = _separate(draw(st.lists(st.one_of(fields, fields, figures, expectations), max_size=4)))
    return tree.Declaration(
        kind, draw(headers(kind)), items, draw(documentation), source=NOTHING, span=ANYWHERE
    )


files = st.lists(declarations(), max_size=4).map(lambda found: tree.File(tuple(found), source=NOTHING))


# ---- Hostile texts ---------------------------------------------------------------------------------------

PIECES = [
    *(
        "plan",
        "objetivo",
        "acción",
        "indicador",
        "fuente",
        "serie",
        "variable",
        "función",
        "prueba",
        "registro",
        "actividad",
        "evidencia",
        "recomendación REC.01",
        "compromiso",
        "versión ajustado",
        "cambio",
        "  equivale: OEI.01 = OEI.02; AEI 1.1",
        "  campo: logros",
        '  antes: "640"',
    ),
    *(
        "metodología",
        " OEI.01",
        " IND.01.OEI.01",
        " AEI 01.05",
        " f(a; b)",
        " x",
        ' "T"',
        " = ",
        "\n",
        "\n\n",
        "\n  ",
    ),
    *(
        "  fórmula: ",
        "  donde:\n    A = ",
        "  situación: 2024: no aplicada",
        "  en: OEI.01; AEI 1.1",
        "  fecha: 2024-03-15",
        "  huella: sha256 ",
        "  logros:\n",
        "    2024: 95% a 105%\n",
        "    2024: 5%\n",
        "  unidad: porcentaje\n",
        "  ejemplo: A = 1",
    ),
    *(
        "  columna c: número",
        "  columna [a b]: fecha",
        "  2024: ND",
        "  periodo: 2024 a 2027",
        "  semáforo: verde > 95%",
    ),
    *(
        "A",
        "1",
        "99,448",
        "48,3",
        "1.2.3",
        "%",
        "+",
        "-",
        "*",
        "/",
        "^",
        "(",
        ")",
        ";",
        ",",
        ":",
        "=",
        "<",
        "<>",
        "?",
    ),
    *(
        "suma(",
        "contar(s si ",
        " al cierre",
        " en últimos 5 años",
        "si(",
        " y ",
        " o ",
        "no ",
        " en (",
        "anterior(",
    ),
    *(
        '"',
        "“",
        "”",
        "«",
        "»",
        "„",
        "#",
        "##",
        " # c\n",
        "## d\n",
        "[",
        "]",
        ".",
        "..",
        "&&",
        "==",
        "{",
        "²",
        "≤",
        "−",
    ),
    *(
        "\t",
        "\u00a0",
        "\u200b",
        "\ufeff",
        "\r",
        "\r\n",
        "\0",
        "\u0301",
        "e\u0301",
        "\u2028",
        "\x0c",
        "\x85",
        "\u1161",
    ),
    *(
        "  OEI.01: verde, alcance 5%",
        ' contradice "t"',
        "  campo raro: x",
        "x: y\n",
        "unidad: número\n",
        "9" * 120,
    ),
]
glued = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@st.composite
def mutated_specs(draw: st.DrawFn) -> str:
    """Real plans with a few slips of hand in them."""
    text = draw(st.sampled_from(SPECS))
    start = draw(st.integers(0, len(text)))
    text = text[start : start + 1500]
    for _ in range(draw(st.integers(1, 4))):
        here, there = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        there = min(there, here + 30)
        match draw(st.integers(0, 3)):
            case 0:
                text = text[:here] + text[there:]
            case 1:
                text = text[:here] + draw(st.sampled_from(PIECES)) + text[here:]
            case 2:
                text = text[:there] + text[here:]
            case _:
                text = text[:here] + draw(st.characters(exclude_categories=["Cs"])) + text[there:]
    return text


@st.composite
def disguised(draw: st.DrawFn, plain: st.SearchStrategy[str]) -> str:
    """Texts as other programs save them: with a byte order mark, CRLF, decomposed letters."""
    text = draw(plain)
    if draw(st.booleans()):
        text = unicodedata.normalize("NFD", text)
    if draw(st.booleans()):
        text = text.replace("\n", draw(st.sampled_from(["\r\n", "\r"])))
    return "\ufeff" + text if draw(st.booleans()) else text


hostile_texts = st.one_of(glued, mutated_specs(), disguised(glued | mutated_specs()), st.text(max_size=60))


# ---- Model values ----------------------------------------------------------------------------------------

fractions = st.builds(Fraction, st.integers(-(10**6), 10**6), st.integers(1, 1000)) | st.fractions()
positive_fractions = st.builds(Fraction, st.integers(1, 10**6), st.integers(1, 1000))
absences = st.builds(Absence, st.sampled_from(Reason), st.sampled_from(["a", "b"]))
truths = st.booleans() | absences
values: st.SearchStrategy[Value] = st.one_of(
    fractions,
    st.integers(-3, 3).map(Fraction),
    absences,
    st.booleans(),
    st.dates(),
    st.text("ab", max_size=2),
)


@st.composite
def periods(draw: st.DrawFn, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> Period:
    """Periods of every granularity."""
    granularity = draw(st.sampled_from(Granularity))
    if granularity is Granularity.DAY:
        day = draw(st.dates(datetime.date(first, 1, 1), datetime.date(last, 12, 31)))
        return Period(day, day, Granularity.DAY)
    return Period.of(granularity, draw(st.integers(first, last)), draw(st.integers(1, PER_YEAR[granularity])))


_roundings = st.none() | st.builds(RoundingStep, st.integers(0, 4), st.sampled_from(Rounding))
methodologies = st.sampled_from([CEPLAN, EXACTA]) | st.builds(
    attrs.evolve,
    st.just(CEPLAN),
    enters_as=st.sampled_from(EntersAs),
    value_rounding=st.none() | st.sampled_from(Rounding),
    achievement_rounding=_roundings,
    contribution_rounding=_roundings,
    figure_rounding=_roundings,
    cap=st.sampled_from([CEPLAN.cap, Fraction(120), None]),
    missing_siblings=st.sampled_from(MissingSiblings),
    zero_goal=st.sampled_from(ZeroGoal),
    maintained_goal=st.sampled_from(MaintainedGoal),
    negatives=st.sampled_from(Negatives),
    progress=st.sampled_from(Progress),
    weights=st.sampled_from(Weights),
)
time_clauses = st.lists(
    st.builds(
        Window,
        st.just(WindowKind.LAST),
        st.integers(1, 6),
        st.sampled_from(["año", "semestre", "trimestre", "mes"]),
    )
    | st.builds(
        Window,
        st.just(WindowKind.PREVIOUS),
        st.just(1),
        st.sampled_from(["año", "semestre", "trimestre", "mes"]),
    )
    | st.sampled_from([Window(WindowKind.CLOSING), Window(WindowKind.CUMULATIVE)])
    | st.builds(
        lambda kind, named: Window(kind, named=named),
        st.sampled_from([WindowKind.FIXED, WindowKind.SINCE, WindowKind.PLAN]),
        st.sampled_from(["2019", "2022-S2", "2023-T1", "2024-02", "2024-02-29"]).map(Period.parse),
    ),
    max_size=3,
    unique_by=lambda window: window.kind,
).map(tuple)


# ---- Plans with their data -------------------------------------------------------------------------------


@attrs.frozen
class Project:
    """
    A plan without mistakes, as its declarations, and what a host hands over.

    Attributes:
        declarations: Texts; their order means nothing.
        rows: Rows by source.
        values: Registered values by indicator and year.
    """

    declarations: tuple[str, ...]
    rows: Mapping[str, Sequence[Mapping[str, object]]] = attrs.field(factory=dict)
    values: HostValues = attrs.field(factory=dict)

    @property
    def text(self) -> str:
        """The plan as one text."""
        return "\n".join(self.declarations)


@attrs.frozen
class _Known:
    """What a formula may name: numbers by any spelling, sources, functions of two parameters."""

    numbers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    strict: bool = False


YEARS = (2022, 2023, 2024)
SOURCES = ("atenciones", "locales")
_literals = st.sampled_from(["0", "1", "2", "40", "0.5", "3.75", "(12% * 2)"])
_clauses = st.sampled_from(
    ["", " al cierre", " acumulado", " en últimos 2 años", " en año anterior", " en últimos 6 meses"]
)


@st.composite
def row_conditions(draw: st.DrawFn, depth: int = 2) -> str:
    """Conditions on a row of a source of a project."""
    shapes = [
        "cantidad > 1",
        "cantidad <= 2.5",
        'sede = "Lima"',
        'sede en ("Lima"; "Cusco")',
        "urbano",
        "es_nd(cantidad)",
        "mucho",
    ]
    if depth and draw(st.booleans()):
        first, second = draw(row_conditions(depth - 1)), draw(row_conditions(depth - 1))
        return f"({first} {draw(st.sampled_from(['y', 'o']))} {second})"
    return draw(st.sampled_from([*shapes, f"no {draw(st.sampled_from(shapes))}"]))


@st.composite
def _aggregates(draw: st.DrawFn, source: str, numbers: Sequence[str] = ()) -> str:
    function = draw(st.sampled_from(["suma", "promedio", "mediana", "mínimo", "máximo", "primero", "último"]))
    value = draw(st.sampled_from([f"{source}.cantidad", f"{source}.doble", f"1 / {source}.cantidad"]))
    whole = draw(
        st.sampled_from([f"contar({source}", f"contar_distintos({source}.sede", f"{function}({value}"])
    )
    condition = f" si {draw(row_conditions())}" if draw(st.booleans()) else ""
    figures = [each for each in numbers if each.replace(".", "").replace("_", "").isalnum()]
    if figures and draw(st.integers(0, 2)) == 0:
        condition += f" si cantidad <= {draw(st.sampled_from(figures))}"
    return f"{whole}{condition}{draw(_clauses)})"


@st.composite
def formulas(draw: st.DrawFn, known: _Known, depth: int = 3) -> str:
    """Formulas that give a number; with `strict` none that turns an absence or a row into something else."""
    leaves = [*known.numbers, draw(_literals)]
    if known.sources and not known.strict:
        leaves.append(draw(_aggregates(draw(st.sampled_from(known.sources)), known.numbers)))
    if not depth or not draw(st.integers(0, 2)):
        return draw(st.sampled_from(leaves))
    shape = draw(
        st.sampled_from([*_SHAPES, *([] if known.strict else _LOOSE), *_CALLS[: len(known.functions)]])
    )
    first, second = (draw(formulas(known, depth - 1)) if part in shape else "" for part in ("{0}", "{1}"))
    if second == "0" and "/" in shape:
        second = "(1 - 1)"  # to divide by a written zero is an error already
    return shape.format(first, second)


_COMPARISONS = ("{0} < {1}", "{0} >= {1}", "{0} = {1}")
_SHAPES = [
    *("({0} + {1})", "({0} - {1})", "({0} * {1})", "({0} / {1})", "-({0})", "({0}) ^ 2"),
    *(
        "redondear({0}; 1)",
        "máx({0}; {1})",
        "abs({0})",
        *(f"si({each}; {{0}}; {{1}})" for each in _COMPARISONS),
    ),
]
_LOOSE = [
    *("si_falta({0}; {1})", "anterior({0})", "variación({0})", "promedio({0}; {1})", "raíz({0})"),
    *(f"si(es_nd({{0}}) o {each}; 1; {{1}})" for each in _COMPARISONS),
]
_CALLS = ["por_mil({0}; {1})", "mezcla({0}; {1})"]


_digits = st.sampled_from(["1", "2.5", "48.3", "100", "1,250.75", "0"])
_often = st.sampled_from([True, True, True, False])


@st.composite
def _written_figures(draw: st.DrawFn, sign: str, words: Sequence[str]) -> list[str]:
    lines = []
    for year in YEARS:
        if draw(_often):
            figure = f"{draw(_digits)}{sign}" if draw(_often) else draw(st.sampled_from(words))
            lines.append(f"    {year}: {figure}")
    return lines


_intervals = st.sampled_from(
    ["95{sign} a 105{sign}", "0.5{sign} a 2.25{sign}", "0{sign} a 48{sign}", "no programado"]
)


@st.composite
def _indicators(draw: st.DrawFn, code: str, known: _Known) -> str:
    unit = draw(st.sampled_from(["porcentaje", "número de personas", "tasa por 1000", "ratio"]))
    sign = "%" if unit == "porcentaje" else ""
    lines = [f'indicador {code} "T"', f"  unidad: {unit}"]
    direction = draw(
        st.sampled_from(["ascendente", "ascendente", "descendente", "no definido", "ascendente"])
    )
    spans = direction == "no definido" and draw(st.booleans())
    lines.append(f"  sentido: {direction}")
    if draw(_often):
        names = [*known.numbers]
        lines.append("  donde:")
        for name in ("A", "B"):
            lines.append(f"    {name} = {draw(formulas(attrs.evolve(known, numbers=tuple(names)), 2))}")
            names.append(name)
        formula = draw(formulas(attrs.evolve(known, numbers=("A", "B")), 2))
        # A count is no percentage until it is divided, be it by a number.
        lines.append(f"  fórmula: {formula}" if unit.startswith("número") else f"  fórmula: ({formula}) / 2")
    for field, of in (
        ("relevancia", ["muy relevante", "relevante", "poco relevante"]),
        ("decimales", list("012")),
    ):
        if draw(_often):
            lines.append(f"  {field}: {draw(st.sampled_from(of))}")
    for field, words in (("logros", ["no programado"]), ("valores", ["ND", "no aplica"])):
        found = draw(_written_figures(sign, words)) if field == "logros" or draw(st.booleans()) else []
        if spans and field == "logros":
            found = [f"    {year}: {draw(_intervals).format(sign=sign)}" for year in YEARS if draw(_often)]
        lines.extend([f"  {field}:", *found] if found else [])
    return "\n".join(lines) + "\n"


_cells = st.fixed_dictionaries(
    {
        "fecha": st.sampled_from(
            ["2022-05-01", "2023", "2023-12", "2024-01", "2024-06-30", "2024-12", "2024-12-31"]
        ),
        "cantidad": st.none() | st.integers(-2, 5) | st.sampled_from(["2.5", "", Fraction(1, 3), 0.25]),
        "sede": st.sampled_from(["Lima", "Cusco", "lima", "", None]),
        "urbano": st.none() | st.booleans(),
    }
)
_POLICIES = {
    "valor": [word.spanish for word in vocabulary.VALUE_POLICIES],
    "nd entre hermanos": [word.spanish for word in vocabulary.MISSING_SIBLING_POLICIES],
    "logro cero": [word.spanish for word in vocabulary.ZERO_GOAL_POLICIES],
    "logro igual a la línea de base": [word.spanish for word in vocabulary.MAINTAINED_GOAL_POLICIES],
    "pesos": [word.spanish for word in vocabulary.WEIGHT_POLICIES],
    "tope": ["100%", "sin tope"],
    "base": ["ceplan", "exacta"],
}


@st.composite
def projects(draw: st.DrawFn, *, strict: bool = False) -> Project:
    """Plans with everything a plan may have; `strict` ones rest on series and registered values alone."""
    policies = {field: draw(st.sampled_from(of)) for field, of in _POLICIES.items()}
    if strict:
        policies["valor"] = "calculado"
    made = [
        'plan "P"\n  periodo: 2022 a 2024\n  metodología: propia\n',
        "metodología propia\n" + "".join(f"  {field}: {word}\n" for field, word in policies.items()),
    ]
    rows: dict[str, list[Mapping[str, object]]] = {}
    for source in SOURCES[: 0 if strict else draw(st.integers(0, 2))]:
        coverage = draw(st.sampled_from(["", "  cobertura: 2022 a 2024\n"]))
        made.append(
            f"fuente {source}\n  tiempo: fecha\n{coverage}"
            "  columna fecha: fecha\n  columna cantidad: número\n  columna sede: texto\n  columna urbano: booleano\n"
            "  columna mucho = doble > 3\n  columna doble: número = cantidad * 2\n"
        )
        rows[source] = draw(st.lists(_cells, max_size=6))
    known = _Known((), tuple(rows), (), strict)
    for series in ("población", "meta_anual")[: draw(st.integers(1, 2))]:
        figures = draw(_written_figures("", ["ND"])) or ["    2024: 7"]
        made.append(f"serie {series}\n" + "".join(f"{line}\n" for line in figures))
        known = attrs.evolve(known, numbers=(*known.numbers, series))
    for function in ("por_mil", "mezcla")[: draw(st.integers(0, 2))]:
        body = draw(formulas(_Known(("a", "b"), (), known.functions, strict), 2))
        made.append(f"función {function}(a; b) = {body}\n")
        known = attrs.evolve(known, functions=(*known.functions, function))
    for variable in ("tasa", "cobertura")[: draw(st.integers(0, 2))]:
        made.append(f"variable {variable} = {draw(formulas(known, 2))}\n")
        known = attrs.evolve(known, numbers=(*known.numbers, variable))
    if draw(st.booleans()):
        made.append(f"variable alto = {draw(formulas(known, 1))} > {draw(formulas(known, 1))}\n")
        made.append("variable grado = si(alto; 1; 2)\n")
        known = attrs.evolve(known, numbers=(*known.numbers, "grado"))
    values: dict[str, dict[int, Fraction | int | str]] = {}
    for group in ("OEI.01", "AEI.01.01", "AEI.01.02")[: draw(st.integers(1, 3))]:
        made.append(f'{"objetivo" if group[0] == "O" else "acción"} {group} "T"\n')
        for number in range(1, draw(st.integers(0, 4)) + 1):
            code = f"IND.{number:02}.{group}"
            made.append(draw(_indicators(code, known)))
            if not draw(_often):
                values[code] = {2024: draw(positive_fractions)}
            if not strict:
                # Times a number, so that a percentage may be added to a count.
                known = attrs.evolve(known, numbers=(*known.numbers, f"(2 * {code})"))
    return Project(tuple(made), rows, values)
