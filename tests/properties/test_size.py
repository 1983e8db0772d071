"""However long or deep a text is, it ends in a result or in a finding that says what is too much."""

from __future__ import annotations

from fractions import Fraction

import pytest

import pei_dsl
from pei_dsl.model.absence import Absence
from pei_dsl.syntax.parts import parts
from pei_dsl.syntax.write import write
from tests.builders import read

HEAD = """plan "P"
  periodo: 2024 a 2024
objetivo OEI.01 "T"
indicador IND.01.OEI.01 "T"
  unidad: número
  sentido: ascendente
  logros: 2024: 5
"""


def value_of(formula: str, more: str = "") -> tuple[object, set[str]]:
    """Return the value of an indicator with `formula`, and the codes of the errors."""
    loaded = pei_dsl.load_text(f"{HEAD}  fórmula: {formula}\n{more}")
    measured = pei_dsl.evaluate(loaded, 2024, partial=True)
    explanation = pei_dsl.explain(loaded, "IND.01.OEI.01", 2024, partial=True)

    assert isinstance(explanation, pei_dsl.Explanation)
    return measured.evaluation.indicators["IND.01.OEI.01"].value, {each.code for each in loaded.errors}


def test_parentheses_that_change_nothing_may_be_many() -> None:
    """20,000 nested parentheses around one figure are that figure."""
    assert value_of("(" * 20_000 + "7" + ")" * 20_000) == (7, set())


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("+".join(["1"] * 50_000), 50_000),
        ("-".join(["1"] * 10_000), -9_998),
        ("*".join(["1"] * 10_000), 1),
        (" + ".join(["(1)"] * 10_000), 10_000),
        (f"máx({'; '.join(map(str, range(20_000)))})", 19_999),
        (f"si({' y '.join(['1 = 1'] * 10_000)}; 1; 0)", 1),
        (f"si(3 en ({'; '.join(map(str, range(20_000)))}); 1; 0)", 1),
        ("\n  ".join(["1 +"] * 20_000) + " 1", 20_001),
    ],
    ids=["sum", "difference", "product", "groups", "arguments", "conjunction", "membership", "lines"],
)
def test_formulas_may_be_long(formula: str, expected: int) -> None:
    """A formula of any number of terms has its value."""
    assert value_of(formula) == (expected, set())


@pytest.mark.parametrize(
    "formula",
    [
        "-" * 20_000 + "1",
        "si(1 = 1; " * 20_000 + "1" + "; 0)" * 20_000,
        "abs(" * 20_000 + "1" + ")" * 20_000,
        "(1 + " * 20_000 + "1" + ")" * 20_000,
        "(2 ^ " * 20_000 + "2" + ")" * 20_000,
        f"si({'no ' * 20_000}1 = 1; 1; 0)",
    ],
    ids=["signs", "choices", "calls", "sums", "powers", "negations"],
)
def test_formulas_that_are_too_deep_say_so(formula: str) -> None:
    """Deeper than a person writes is PEI109, said once, and the indicator has no value."""
    value, codes = value_of(formula)

    assert isinstance(value, Absence)
    assert codes == {"PEI109"}


@pytest.mark.parametrize(
    "text", ["(" * 20_000, "1 +" * 20_000, "si(" * 20_000, "2 ^ " * 20_000 + "2", "9" * 20_000]
)
def test_what_breaks_off_is_reported(text: str) -> None:
    """A formula that never ends, or a numeral that is none, is one finding."""
    value, codes = value_of(text)

    assert isinstance(value, Absence)
    assert len(codes) == 1


def test_variables_may_be_a_long_chain() -> None:
    """5,000 variables, each one more than the one before, in either order."""
    links = [f"variable v{number} = v{number - 1} + 1" for number in range(1, 5000)]

    assert value_of("v4999", "\n".join(["variable v0 = 1", *links])) == (5000, set())
    assert value_of("v4999", "\n".join([*reversed(links), "variable v0 = 1"])) == (5000, set())


def test_a_circle_may_be_long() -> None:
    """5,000 variables in a circle are one finding, and no value."""
    links = [f"variable v{number} = v{(number + 1) % 5000}" for number in range(5000)]
    value, codes = value_of("v0", "\n".join(links))

    assert isinstance(value, Absence)
    assert codes == {"PEI205"}


def test_indicators_may_be_a_long_chain() -> None:
    """Indicators that use one another's values, 2,000 of them."""
    chain = [
        f'indicador IND.{number:02}.OEI.01 "T"\n  unidad: número\n  sentido: ascendente\n  logros: 2024: 1\n'
        f"  fórmula: IND.{number + 1:02}.OEI.01 + 1"
        for number in range(2, 2002)
    ]
    last = 'indicador IND.2002.OEI.01 "T"\n  unidad: número\n  sentido: ascendente\n  logros: 2024: 1\n  fórmula: 1'

    assert value_of("IND.02.OEI.01", "\n".join([*chain, last])) == (2001, set())


def test_functions_may_be_a_long_chain() -> None:
    """2,000 functions that call one another end in a value or in a finding."""
    links = [f"función f{number}(x) = f{number - 1}(x) + 1" for number in range(1, 2000)]
    value, codes = value_of("f1999(1)", "\n".join(["función f0(x) = x", *links]))

    assert value == 2000 or codes == {"PEI109"}


def test_functions_may_double() -> None:
    """30 functions that each call the one below twice do not take 2 ^ 30 steps."""
    links = [f"función f{number}(x) = f{number - 1}(x) + f{number - 1}(x + 1)" for number in range(1, 31)]
    value, codes = value_of("f30(1)", "\n".join(["función f0(x) = x", *links]))

    assert isinstance(value, Fraction) or codes == {"PEI109"}


def test_numbers_do_not_grow_without_limit() -> None:
    """Repeated squaring ends in an absence that says `too_large`."""
    links = [f"variable v{number} = v{number - 1} * v{number - 1}" for number in range(1, 60)]
    value, codes = value_of("v59", "\n".join(["variable v0 = 10", *links]))

    assert isinstance(value, Absence)
    assert value.cause == "too_large"
    assert not codes


@pytest.mark.parametrize(
    "text",
    [
        "indicador IND.01.OEI.01\n" * 5000,
        "x\n" * 20_000,
        "# nota\n" * 50_000 + "plan",
        '"' * 20_000,
        "plan\n" + "  unidad: a\n" * 10_000,
        "plan\n" + "  a b c d e f g h\n" * 5000,
        "serie s\n" + "  2024: x y z, w\n" * 5000,
        "indicador IND.01.OEI.01\n  donde:\n" + "    A = (\n" * 3000,
    ],
    ids=["headers", "strays", "comments", "quotes", "fields", "words", "figures", "definitions"],
)
def test_texts_may_be_long(text: str) -> None:
    """Long texts, right or wrong, are read, cut into parts, written, and formatted."""
    parsed = read(text)
    form = pei_dsl.format_text(text)

    assert "".join(part.text for part in parts(parsed.file)) == text
    assert write(parsed.file) or not parsed.file.declarations
    assert form.endswith("\n") or form == text  # of which nothing can be read, nothing is changed


def test_variations_may_be_nested() -> None:
    """A variation of a variation of a variation has its value, and thirty levels take no time."""
    figures = "; ".join(f"{year}: {(year - 1990) ** 3}" for year in range(1991, 2025))
    series = f"serie s\n  {figures}\n".replace("; ", "\n  ")

    def by_hand(level: int, year: int) -> Fraction:
        if not level:
            return Fraction((year - 1990) ** 3)
        return by_hand(level - 1, year) / by_hand(level - 1, year - 1) - 1

    assert value_of("variación(" * 4 + "s" + ")" * 4, series) == (by_hand(4, 2024), set())
    assert value_of("variación(" * 30 + "s" + ")" * 30, series)[1] == set()
