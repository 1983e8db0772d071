"""A declared mapping: which column of a workbook is what, where its headings do not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

import attrs

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.immutable import brief, freezing
from pei_dsl.interchange.headings import COLUMNS, FAMILIES, Meaning
from pei_dsl.interchange.period_headings import period_of
from pei_dsl.model.periods import Period
from pei_dsl.vocabulary import fold

KEYS = (
    *("hoja", "encabezado", "primera_fila", "porcentajes", "periodo"),
    *("numerar", "ignorar", "columnas", "años"),
)
YEAR = "{año}"


@attrs.frozen(field_transformer=freezing)
class Declared:
    """
    What a mapping, or the options of a command, say of a workbook.

    Attributes:
        sheet: The only sheet to read, or "".
        header: First and last row of the headings, or None.
        first_row: The first row with data, or 0.
        percentages: What a percentage without % is: `signed`, `points`, `ratio`.
        period: The period of columns of figures that name none, or "".
        columns: What a column is, by its letters or the text of its heading.
        patterns: Headings of columns of years by family: `{"goals": "Meta {año}"}`.
        ignored: Columns that are not read, by their letters or the text of their heading.
        numbers: Whether codes of another system, and what has none, get codes in their order.
    """

    __repr__ = brief

    sheet: str = ""
    header: tuple[int, int] | None = None
    first_row: int = 0
    percentages: str = "signed"
    period: str = ""
    columns: Mapping[str, Meaning] = attrs.field(factory=dict)
    patterns: Mapping[str, str] = attrs.field(factory=dict)
    ignored: tuple[str, ...] = ()
    numbers: bool = False

    @property
    def says_enough(self) -> bool:
        """Whether a table may be read in which nothing is headed «Código» and no cell is a code."""
        return bool(self.columns or self.patterns or self.numbers)


class _WrongError(Exception):
    """A part of a mapping that says nothing; `args` are the wording of PEI352 and its parameters."""

    def __init__(self, *, variant: str, **params: Parameter) -> None:
        super().__init__(variant)
        self.variant = variant
        self.params = params


def read_mapping(name: str, text: str) -> Declared | Diagnostic:
    """Return what the mapping `text`, in TOML, declares, or the first thing wrong with it (PEI352)."""
    try:
        return _declared(tomllib.loads(_quoted(text)))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        number = int(line[1]) if line else 0
        params: Mapping[str, Parameter] = {"line": number}
        return Diagnostic("PEI352", Label(None), params, variant="toml", file=name, line=number)
    except _WrongError as error:
        return Diagnostic("PEI352", Label(None), error.params, variant=error.variant, file=name)


def decode_mapping(name: str, data: bytes) -> Declared | Diagnostic:
    """Return what the bytes of a mapping declare, in UTF-8, or the first thing wrong with it (PEI352)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data[: error.start].count(b"\n") + 1
        params: Mapping[str, Parameter] = {"line": number}
        return Diagnostic("PEI352", Label(None), params, variant="letters", file=name, line=number)
    return read_mapping(name, text)


def with_line(declared: Declared, line: str) -> Declared | Diagnostic:
    """
    Return `declared` with one more column, said in a line: `nombre del indicador = C` (PEI352 if it is none).

    `ignorar = C` leaves the column out.
    """
    key, equals, where = (part.strip() for part in line.partition("="))
    where = where.strip("\"'«»“” ")
    if not equals or not where:
        return Diagnostic("PEI352", Label(None), {"value": line[:60]}, variant="line")
    try:
        if fold(key) == "ignorar":
            return attrs.evolve(declared, ignored=(*declared.ignored, where))
        return attrs.evolve(declared, columns={**declared.columns, where: _meaning(key)})
    except _WrongError as error:
        return Diagnostic("PEI352", Label(None), error.params, variant=error.variant)


# Without quotation marks TOML takes letters of English only, and no blanks.
_BARE_KEY = re.compile(r"^([ \t]*)([^\W\d][^\n\"'=\[\]#.]*?)([ \t]*=)", re.MULTILINE)
_BARE_TABLE = re.compile(r"^([ \t]*\[)([^\W\d][^\n\"'=\[\]#.]*?)(\])", re.MULTILINE)


def _quoted(text: str) -> str:
    """Return `text` with quotation marks around its keys, so that they may have accents and blanks."""
    return _BARE_TABLE.sub(r'\1"\2"\3', _BARE_KEY.sub(r'\1"\2"\3', text))


def _declared(written: Mapping[str, object]) -> Declared:
    for key in written:
        if key not in KEYS:
            near = nearest(key, KEYS) or KEYS
            raise _WrongError(variant="key", key=key[:60], known=", ".join(near))
    return Declared(
        sheet=_text(written, "hoja"),
        header=_header(written.get("encabezado")),
        first_row=_row(written, "primera_fila"),
        percentages=percentages(_text(written, "porcentajes")),
        period=_period(written),
        columns=_columns(written.get("columnas", {})),
        patterns=_patterns(written.get("años", {})),
        ignored=_ignored(written.get("ignorar", [])),
        numbers=_yes_or_no(written, "numerar"),
    )


def _ignored(value: object) -> tuple[str, ...]:
    columns = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str) and each.strip() for each in columns):
        raise _WrongError(
            variant="value", key="ignorar", value=str(value)[:60], example='ignorar = ["F", "Observaciones"]'
        )
    return tuple(str(each).strip() for each in columns)


def _yes_or_no(written: Mapping[str, object], key: str) -> bool:
    value = written.get(key, False)
    if not isinstance(value, bool):
        raise _WrongError(variant="value", key=key, value=str(value)[:60], example=f"{key} = true")
    return value


def _text(written: Mapping[str, object], key: str) -> str:
    value = written.get(key, "")
    if not isinstance(value, str):
        raise _WrongError(variant="value", key=key, value=str(value)[:60], example=f'{key} = "Matriz"')
    return value


def _row(written: Mapping[str, object], key: str) -> int:
    value = written.get(key, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _WrongError(variant="value", key=key, value=str(value)[:60], example=f"{key} = 6")
    return value


def _header(value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    rows = value if isinstance(value, list) else [value]
    whole = [each for each in rows if isinstance(each, int) and not isinstance(each, bool) and each > 0]
    if not rows or len(whole) < len(rows):
        raise _WrongError(
            variant="value", key="encabezado", value=str(value)[:60], example="encabezado = [4, 5]"
        )
    return min(whole), max(whole)


def percentages(written: str) -> str:
    """Return `signed`, `points` or `ratio` for the words of the language; raise for others."""
    if not written:
        return "signed"
    word = vocabulary.PERCENT_SCALES.find(written)
    if word is None:
        raise _WrongError(
            variant="value", key="porcentajes", value=written[:60], example='porcentajes = "en puntos"'
        )
    return word.name


def _period(written: Mapping[str, object]) -> str:
    value = written.get("periodo", "")
    if value != "" and Period.parse(str(value)) is None:
        raise _WrongError(variant="value", key="periodo", value=str(value)[:60], example="periodo = 2024")
    return str(value)


def _columns(written: object) -> dict[str, Meaning]:
    if not isinstance(written, dict):
        raise _WrongError(
            variant="value", key="columnas", value=str(written)[:60], example='[columnas]\ncódigo = "B"'
        )
    found: dict[str, Meaning] = {}
    for key, where in written.items():
        if not isinstance(where, str) or not where.strip():
            raise _WrongError(variant="value", key=key, value=str(where)[:60], example=f'{key} = "B"')
        found[where.strip()] = _meaning(key)
    return found


def _meaning(key: str) -> Meaning:
    """Return what `código`, `logros 2024` or `línea de base` in a mapping stands for."""
    word = COLUMNS.find(key)
    if word is not None:
        return Meaning(word.name)
    period = period_of([key])
    family = FAMILIES.find(re.sub(r"(?:19|20)\d\d.*", "", key))
    if family is not None and family.name == "baseline":
        return Meaning("baseline_value", period)
    if family is not None and period:
        return Meaning(family.name, period)
    figures = ("logro esperado 2024", "valor obtenido 2024", "línea de base 2024")
    spellings = [each for word in COLUMNS for each in (word.spanish, *word.synonyms)]
    near = nearest(key, [*spellings, *figures], 3)
    known = near or [*COLUMNS.spanish(), *figures]
    raise _WrongError(variant="column", key=key[:60], known=", ".join(known))


def _patterns(written: object) -> dict[str, str]:
    example = f'[años]\nlogros = "Meta {YEAR}"'
    if not isinstance(written, dict):
        raise _WrongError(variant="value", key="años", value=str(written)[:60], example=example)
    found = {}
    for key, pattern in written.items():
        family = FAMILIES.find(key)
        if family is None or not isinstance(pattern, str) or YEAR not in pattern:
            raise _WrongError(
                variant="value", key=f"años.{key}"[:60], value=str(pattern)[:60], example=example
            )
        found[family.name] = pattern
    return found


def matches(pattern: str, heading: str) -> str:
    """Return the year in `heading` if it has the form of `pattern`, `Meta {año}`, else ""."""
    parts = [re.escape(fold(part)) for part in pattern.split(YEAR)]
    match = re.fullmatch(r"\s*((?:19|20)\d\d)\s*".join(parts), fold(heading))
    return match[1] if match is not None else ""
