"""A whole `fuente` for a file of data: its columns, how they are written, and what is not sure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from pei_dsl.data.grouped_figures import GroupedFigures, doubtful_signs
from pei_dsl.data.readers.gate import read_table
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.interchange.foreign_rows import without_foreign_rows, written_name
from pei_dsl.interchange.sampled_file import FIRST_ROWS, Line, Sampled, sampled
from pei_dsl.interchange.seen_columns import Seen, seen
from pei_dsl.interchange.wide_headings import wide_headings
from pei_dsl.model.plan import Column, DataSource
from pei_dsl.syntax.line_tokens import quoted
from pei_dsl.vocabulary import fold, is_name
from pei_dsl.workspace.formatting import format_text
from pei_dsl.workspace.loading import load_text

# The whole of a file is held to what its first rows tell up to so many bytes.
_CHECKED = 64 * 2**20
_SEPARATORS = {";": "punto y coma", "\t": "tabulador", "|": "barra"}
_ID = re.compile(r"\b(?:id|dni|ruc|codigo|cod|nro|numero|n°|expediente|clave)\b")
_MAX_DOUBTS = 60


@attrs.define
class _Column:
    """A column as it is being declared; a doubt is in Spanish and English."""

    name: str
    type: str
    doubt: tuple[str, str] = ("", "")
    options: tuple[str, ...] = ()

    def lines(self, *, english: bool) -> list[str]:
        """Return its line, and above it what is not sure."""
        doubt = self.doubt[english]
        ask = "see" if english else "revise"
        line = f"  columna {written_name(self.name)}: {'; '.join([self.type, *self.options])}"
        return [f"  # {ask}: {doubt}", line] if doubt else [line]


@attrs.define
class _Draft:
    """A source as it is being declared."""

    name: str
    file: str
    fields: list[str] = attrs.field(factory=list)
    columns: dict[str, _Column] = attrs.field(factory=dict)
    doubts: list[tuple[str, str]] = attrs.field(factory=list)
    time: str = ""
    key: str = ""

    def text(self, file: str, *, english: bool) -> str:
        """Return the declaration in its canonical form."""
        lines = [f"fuente {self.name}", f"  archivo: {file}", *(f"  {each}" for each in self.fields)]
        lines += [f"  tiempo: {written_name(self.time)}"] * bool(self.time)
        lines += [f"  clave: {written_name(self.key)}"] * bool(self.key)
        lines += [f"  # {each[english]}" for each in self.doubts]
        for column in self.columns.values():
            lines += column.lines(english=english)
        return format_text("\n".join(lines) + "\n")


def source_text(path: str | Path, name: str, *, file: str = "", english: bool = False) -> str | Diagnostic:
    """
    Return the text of a `fuente` for a file of data, of any kind that sources have.

    What it says is held against the rows of the file, so that `pei` reads them as they stand; what is not
    sure is told in comments.

    Args:
        path: The file.
        name: How formulas will call the source.
        file: How `archivo` names the file; its own name where nothing is said.
        english: Whether comments are in English.

    Returns: The text; or why the file cannot be read (PEI301, PEI302, PEI309, PEI321, PEI331).

    Raises:
        RequestError: `name` is no name.
        MissingExtraError: A package is not installed that reads such a file.
    """
    if not is_name(name):
        raise RequestError("no_source_name", given=f"{name!r:.80}")
    path = Path(path)
    sample = sampled(path, name)
    if isinstance(sample, Diagnostic):
        return sample
    draft = _Draft(name, file or path.name)
    _tell_file(draft, sample)
    _tell_columns(draft, sample)
    _hold(draft, path)
    return draft.text(draft.file, english=english)


def _tell_file(draft: _Draft, sample: Sampled) -> None:
    """Say how the file is written."""
    source = sample.source
    if source.separator in _SEPARATORS:
        draft.fields.append(f"separador: {_SEPARATORS[source.separator]}")
    if source.encoding != "utf-8":
        draft.fields.append(f"codificación: {source.encoding}")
    if source.sheet:
        draft.fields.append(f"hoja: {quoted(source.sheet)}")
        others = ", ".join(sample.sheets)[:120]
        draft.doubts.append((f"otras hojas: {others}", f"other sheets: {others}"))
    if source.header is not None:
        first, last = source.header
        rows = f"fila {first}" if first == last else f"filas {first} a {last}"
        draft.fields.append(f"encabezado: {rows}")


# ---- Columns ---------------------------------------------------------------------------------------------


def _tell_columns(draft: _Draft, sample: Sampled) -> None:
    """Declare the columns of the header, each by what its cells seem to be."""
    header, shown = sample.opened.header, sample.opened.show_cell
    wide = wide_headings(header)
    names = [name for name in header if wide is None or name not in wide.names]
    rows, foreign = without_foreign_rows(sample.rows, names, shown)

    def found(heading: str, below: Sequence[str], *, comma: bool) -> Seen:
        cells = [(line, row.get(each)) for line, row in rows for each in below]
        return seen(heading, cells, shown, comma=comma)

    below = {name: [name] for name in names if name.strip()}
    if wide is not None:
        below["\0"] = [*wide.names]
    told = {name: found(name, each, comma=False) for name, each in below.items()}
    told = {
        name: _with_doubtful_sign(
            each, sample.source, [row.get(one) for _, row in rows for one in below[name]]
        )
        for name, each in told.items()
    }
    says = {each.comma for each in told.values()} - {None}
    comma = says == {True}
    if comma:
        draft.fields.append("decimal: coma")
        told = {name: found(name, each, comma=True) for name, each in below.items()}
    missing = dict.fromkeys(mark for each in told.values() for mark in each.missing)
    if missing:
        draft.fields.append(f"faltantes: {'; '.join(map(quoted, missing))}")
    for place, name in enumerate(header):
        if name in told:
            _declare(draft, name, place, told[name], sample.source.columns.get(name))
    if wide is not None:
        value = told["\0"]
        word, cells = (_free(draft, each) for each in (wide.word, "valor"))
        draft.columns[word] = _Column(word, wide.type, options=wide.options)
        draft.columns[cells] = _Column(cells, value.type, value.doubt, ("de las celdas",))
    _tell_unnamed(draft, header)
    if foreign:
        draft.fields.append(f"omite: {foreign}")
    _tell_time(draft)
    if wide is None:
        _tell_key(draft, rows, shown)


def _with_doubtful_sign(found: Seen, source: DataSource, cells: Sequence[object]) -> Seen:
    """Return what was found of a column, with a doubt where its figures may be thousands or decimals."""
    figures = GroupedFigures(doubtful_signs(source))
    for cell in cells if found.comma is None and found.type.startswith("número") else ():
        if isinstance(cell, str) and cell.strip() and cell.strip() not in found.missing:
            figures.take(cell)
    if found.doubt[0] or not figures.shows(whole=False):
        return found
    cell = figures.first
    es = f"¿«{cell}» son miles o decimales? escriba en la fuente «decimal: coma» o «decimal: punto»"
    en = f"does «{cell}» have thousands or decimals? write «decimal: coma» or «decimal: punto» in the source"
    return attrs.evolve(found, doubt=(es, en))


def _free(draft: _Draft, word: str) -> str:
    """Return a name for a column that no other has."""
    return word if word not in draft.columns else _free(draft, f"{word}_2")


def _declare(draft: _Draft, name: str, place: int, found: Seen, repeated: Column | None) -> None:
    """Declare a column under its own name, or under one that can be written."""
    heading = name if repeated is None else repeated.heading
    writable = not set(heading) & set('[]\n"“”„«»#')
    if not writable and '"' in heading:
        es = f"la columna {place + 1} no se declara: su encabezado tiene comillas"
        draft.doubts.append((es, f"column {place + 1} is not declared: its heading has quotation marks"))
        return
    options: tuple[str, ...] = ()
    if not writable:
        name = " ".join(re.sub(r"[^\w\s]", " ", name).split()) or f"columna {place + 1}"
    if name != heading:
        options += (f"encabezado {quoted(heading)}",)
    if repeated is not None:
        options += (f"repetición {repeated.occurrence}",)
    draft.columns[name] = _Column(name, found.type, found.doubt, options)


def _tell_unnamed(draft: _Draft, header: Sequence[str]) -> None:
    number = sum(not name.strip() for name in header)
    if number:
        draft.doubts.append(
            (
                f"columnas sin encabezado, que no se leen: {number}",
                f"columns without a heading, not read: {number}",
            )
        )


def _tell_time(draft: _Draft) -> None:
    """Say which column dates the rows, where one does."""
    dates = [each.name for each in draft.columns.values() if each.type.startswith("fecha")]
    if not dates:
        return
    draft.time = dates[0]
    if len(dates) > 1:
        listed = ", ".join(dates)[:120]
        draft.doubts.append(
            (
                f"tiempo: hay varias fechas ({listed}); diga cuál",
                f"tiempo: several dates ({listed}); say which",
            )
        )


def _tell_key(draft: _Draft, rows: Sequence[Line], shown: Callable[[object], str]) -> None:
    """Say which column names a row; only in a comment where it is not called so."""
    for column in draft.columns.values():
        if column.options or column.type.startswith(("fecha", "booleano", "porcentaje")):
            continue
        cells = [shown(row.get(column.name)).strip() for _, row in rows]
        if len(cells) < 2 or not all(cells) or len({*cells}) < len(cells):
            continue
        if column.type.startswith("número") and not all(cell.isdecimal() for cell in cells):
            continue  # an amount
        if _ID.search(fold(column.name)):
            draft.key = column.name
            return
        note = f"clave: {written_name(column.name)}"
        draft.doubts.append(
            (
                f"{note}   (tiene un valor distinto en cada fila)",
                f"{note}   (it has another value in each row)",
            )
        )
        return


# ---- Held against the rows -------------------------------------------------------------------------------


def _hold(draft: _Draft, path: Path) -> None:
    """Take back what the rows of the file do not keep to."""
    size = path.stat().st_size
    for _ in range(len(draft.columns) + 2):
        loaded = load_text(draft.text(path.name, english=False), "fuente.pei", path.parent)
        source = loaded.plan.sources[draft.name]
        _, found = read_table(source, path.parent, first=None if size <= _CHECKED else FIRST_ROWS)
        changed = [_taken_back(draft, each) for each in found]
        if not any(changed):
            for each in found[:1]:
                draft.doubts.append((each.message("es")[:160], each.message("en")[:160]))
            return


def _taken_back(draft: _Draft, found: Diagnostic) -> bool:
    """Tell whether something was changed in the declaration so that it is no longer against the data."""
    name = str(found.params.get("column", ""))
    if found.code == "PEI319" and draft.key:
        draft.key = ""
        return True
    column = draft.columns.get(name)
    if found.code == "PEI304" and draft.time == name and not str(found.params.get("cell", "")).strip():
        draft.time = ""
        es = f"tiempo: {name}   (hay filas sin fecha)"
        draft.doubts.append((es, f"tiempo: {name}   (some rows have no date)"))
        return True
    if column is None or found.code not in {"PEI303", "PEI304", "PEI310"} or column.type == "texto":
        return False
    cell = str(found.params.get("cell", ""))[:_MAX_DOUBTS]
    column.doubt = (
        f"casi todas las celdas son «{column.type}», pero no «{cell}» (línea {found.line})",
        f"nearly all cells are «{column.type}», but not «{cell}» (line {found.line})",
    )
    column.type = "texto"
    column.options = tuple(each for each in column.options if each.startswith(("encabezado", "repetición")))
    if draft.time == name:
        draft.time = ""
    return True
