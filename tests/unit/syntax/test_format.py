"""The canonical form of a text, case by case; its laws stand in `tests/properties/test_format.py`."""

from __future__ import annotations

import inspect

import attrs
import pytest

from pei_dsl.syntax import parse as parsing
from pei_dsl.syntax import tree
from pei_dsl.syntax.format import format_parsed
from pei_dsl.syntax.spelling import ENGLISH
from tests.builders import read


def formatted(text: str) -> str:
    return format_parsed(read(text))


def lines(text: str) -> str:
    return inspect.cleandoc(text) + "\n"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("", ""),
        (" \n\n", ""),
        ("# solo un comentario", "# solo un comentario\n"),
        ("\ufeffplan\r\n  siglas: A\r\n", "plan\n  siglas: A\n"),
        ("PLAN   “P”", 'plan "P"\n'),
        ('objetivo estratégico oei.01 "Plan «A»"', 'objetivo OEI.01 "Plan «A»"\n'),
        ('plan «El "plan"»', 'plan «El "plan"»\n'),
        ("fuente\n de", "fuente de\n"),
        ("acción\n estratégica", "acción\n  estratégica\n"),
        ("función f( a ;b ) = a", "función f(a; b) = a\n"),
    ],
)
def test_whole_texts(written: str, form: str) -> None:
    assert formatted(written) == form


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("1_000 + 99\u2009448.50", "1,000 + 99,448.50"),
        ("2024 + 57251", "2024 + 57251"),
        ("007 - .50", "007 - .50"),
        ("−5 × 12.50%", "-5 * 12.50%"),
        ("a≤b Y NO c≠d", "a <= b y no c <> d"),
        ("f ( a ;b )", "f(a; b)"),
        ("((a))", "(a)"),
        ("a in ( 1;2 )", "a en (1; 2)"),
    ],
)
def test_formulas(written: str, form: str) -> None:
    """Digits stay as they are, and so do the decimals."""
    assert formatted(f"variable x = {written}") == f"variable x = {form}\n"


def test_a_formula_stays_on_its_lines() -> None:
    """Operators begin lines, and what is inside parentheses goes further in."""
    written = """
        variable x = f(
          a;
          g(
              b;
            c)
        ) *
         d
    """
    form = """
        variable x = f(
          a;
          g(
            b;
            c))
          * d
    """

    assert formatted(lines(written).replace("\n)", "\n )")) == lines(form)


def test_the_columns_of_a_declaration() -> None:
    """One for its fields, however far apart; formulas and lists stand out of it."""
    written = """
        indicador IND.01.OEI.01 "T"
          fórmula: A
          donde: A "Uno" = 1; largo = 2
          unidad: número
          logros:
              2024: 1
              2024-S1: 0.50
          línea de base: 2023: 1
          responsable: "Oficina"
    """
    form = """
        indicador IND.01.OEI.01 "T"
          fórmula: A
          donde:
            A     "Uno" = 1
            largo       = 2
          unidad:        número
          logros:
            2024:    1
            2024-S1: 0.50
          línea de base: 2023: 1
          responsable:   "Oficina"
    """

    assert formatted(lines(written)) == lines(form)


def test_a_text_keeps_its_lines() -> None:
    """Bare texts and lists are neither cut nor joined."""
    written = 'plan\n  entidad:\n   uno  dos\n     tres\n  resolución: "a","b";\n "c"\n'

    assert formatted(written) == (
        'plan\n  entidad:    uno  dos\n    tres\n  resolución: "a"; "b";\n    "c"\n'
    )


def test_comments_stay_beside_what_they_are_about() -> None:
    written = """
        # del archivo

        # de la serie
        ##  documenta
        serie s # al lado
        # dentro
          2023: 1 # uno
          2024: 200   # dos
            # del final
        # suelto
    """
    form = """
        # del archivo

        # de la serie
        ##  documenta
        serie s  # al lado
          # dentro
          2023: 1    # uno
          2024: 200  # dos
          # del final

        # suelto
    """

    assert formatted(lines(written)) == lines(form)


def test_a_comment_at_the_end_of_a_list_stays_in_it_when_it_was() -> None:
    written = """
        indicador A.01
          logros:
            2024: 1
            # del logro
          # de la unidad
          unidad: número
          valores:
            2024: 1
            # del valor
          # del indicador
    """

    assert formatted(lines(written)) == lines(written)


def test_comments_inside_formulas_and_values() -> None:
    written = """
        variable x = # a
          f( # b
           1 ; # c
         # d
           2
         # e
          ) # f
        plan
          periodo: # g
            2023 # h
            a 2024
    """
    form = """
        variable x =  # a
          f(          # b
          1;          # c
          # d
          2
          # e
          )  # f

        plan
          periodo:  # g
            2023    # h
            a 2024
    """

    assert formatted(lines(written)) == lines(form)


def test_a_long_line_does_not_push_the_comments_of_its_neighbours() -> None:
    text = "f" * 90
    written = f"plan\n  siglas: A # uno\n  entidad: {text} # dos\n  resolución: B # tres\n"

    assert formatted(written) == (
        f"plan\n  siglas:     A  # uno\n  entidad:    {text}  # dos\n  resolución: B  # tres\n"
    )


def test_blank_lines() -> None:
    """One between declarations, two above a section if they were there, at most one inside."""
    written = "\n\nplan\n\n  siglas: A\n\n\n  entidad: B\nserie s\n\n\n\nserie t\n\n\n\n# sección\n\n\n## doc\nserie u\n\n\n\n# de v\nserie v\n"

    assert formatted(written) == (
        "plan\n  siglas:  A\n\n  entidad: B\n\nserie s\n\nserie t\n\n\n# sección\n\n## doc\nserie u\n\n\n# de v\nserie v\n"
    )


def test_an_indented_comment_above_a_header_does_not_become_documentation() -> None:
    assert formatted("  ## no\nplan") == "## no\n\nplan\n"


def test_a_broken_declaration_stays_as_it_is() -> None:
    """Its comments and blanks too; the others get the form."""
    written = 'serie   s\n  2023:5\nplan "P  # sin cerrar\n   siglas:   A\n\n\n # fin\nserie t\n 2024:5'

    assert formatted(written) == (
        'serie s\n  2023: 5\n\nplan "P  # sin cerrar\n   siglas:   A\n\n\n # fin\n\nserie t\n  2024: 5\n'
    )


@pytest.mark.parametrize("written", ["\ufeffa,b\r\n1,2\r\n", "\n  x\ny", 'plan "P\n'])
def test_a_text_that_is_no_plan_stays_as_it_is(written: str) -> None:
    """Another file named by mistake: not even its line ends change."""
    assert formatted(written) == written


def test_a_pasted_table_stays_together() -> None:
    """No blank lines come between lines that cannot be read."""
    table = "| a |\n|---|\n# c\n| b |\n\n\n| d |\n"

    assert formatted(f"plan   x\n{table}serie s\n") == f"plan x\n\n{table}\nserie s\n"


def test_a_field_at_the_first_column_is_a_mistake() -> None:
    written = "plan\nsiglas:   A\n"

    assert formatted(written) == written


def test_a_word_that_is_no_field_keeps_its_value() -> None:
    """Only analysis says that it is a mistake; the form touches nothing but blanks."""
    assert formatted('plan\n  siglaz: "a" ;  b # c\n   d\n  siglas: X\n') == (
        'plan\n  siglaz: "a" ;  b # c\n    d\n  siglas: X\n'
    )


def test_english_words() -> None:
    form = format_parsed(read('prueba "T"\n  periodo: 2023 a 2024\n  A.01: rojo contradice "x"\n'), ENGLISH)

    assert form == 'test "T"\n  period: 2023 to 2024\n  A.01: rojo contradicts "x"\n'


@pytest.mark.parametrize(
    "written",
    [
        'prueba   "T"\n  OEI.01: rojo contradice "a", contradice "b"\n',
        'cita "T"\n  datos: a = 1; columna de A.01 = 5\n',
    ],
)
def test_what_the_form_would_not_say_stays_as_it_is(written: str) -> None:
    """The tree holds one contradiction, and a line that begins with `columna` declares one."""
    assert not read(written).diagnostics
    assert formatted(f"{written}serie   s\n") == f"{written}\nserie s\n"


def test_what_would_change_a_declaration_is_not_written() -> None:
    """A respelling that changes the tree in a way that no text can say costs the form, not the plan."""

    def spoil(file: tree.File) -> tree.File:
        plan, *others = file.declarations
        header = attrs.evolve(plan.header, title="a\nb")
        return attrs.evolve(file, declarations=(attrs.evolve(plan, header=header), *others))

    written = 'plan   "P"\nserie   s\n'

    assert format_parsed(read(written), respell=spoil) == 'plan   "P"\n\nserie s\n'


def test_a_text_that_is_too_long_to_be_read_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MAX_CHARACTERS", 5)

    assert formatted("plan   x\r\n") == "plan   x\r\n"
