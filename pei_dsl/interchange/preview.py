"""What was understood of a workbook, as text: its tables, columns, rows and doubts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.interchange.beside_tables import BesideTable
from pei_dsl.interchange.cells import letters
from pei_dsl.interchange.form_columns import ROWS
from pei_dsl.interchange.headings import SHOWN_ONLY
from pei_dsl.interchange.importing import Imported
from pei_dsl.interchange.sheet_layout import Layout

_FORMS = {
    "es": {
        "long": "tabla larga, una fila por cifra",
        "B-2": "matriz con el nombre del indicador aparte (B-2)",
        "wide": "una fila por código, una columna por año",
    },
    "en": {
        "long": "long table, a row for each figure",
        "B-2": "matrix with the name of the indicator apart (B-2)",
        "wide": "a row for each code, a column for each year",
    },
}
_KINDS = {
    "es": {
        "objective": ("objetivo", "objetivos"),
        "action": ("acción", "acciones"),
        "indicator": ("indicador", "indicadores"),
        "activity": ("actividad", "actividades"),
        "evidence": ("evidencia", "evidencias"),
        "factor": ("factor", "factores"),
        "recommendation": ("recomendación", "recomendaciones"),
        "commitment": ("compromiso", "compromisos"),
        "version": ("versión", "versiones"),
        "amendment": ("cambio", "cambios"),
    },
    "en": {
        "objective": ("objective", "objectives"),
        "action": ("action", "actions"),
        "indicator": ("indicator", "indicators"),
        "activity": ("activity", "activities"),
        "evidence": ("piece of evidence", "pieces of evidence"),
        "factor": ("factor", "factors"),
        "recommendation": ("recommendation", "recommendations"),
        "commitment": ("commitment", "commitments"),
        "version": ("version", "versions"),
        "amendment": ("amendment", "amendments"),
    },
}
_SEVERITIES = {
    "es": {Severity.WARNING: "aviso: ", Severity.NOTE: "nota: "},
    "en": {Severity.WARNING: "warning: ", Severity.NOTE: "note: "},
}
_WORDS = {
    "es": {
        "sheet": "Hoja",
        "headings": "encabezados",
        "row": "fila",
        "rows": "filas",
        "column": "Columna",
        "heading": "Encabezado",
        "means": "Qué es",
        "shown": "no se importa: sale del plan",
        "unknown": "no se reconoce: no se importa",
        "found": "Se encontraron",
        "doubts": "Dudas",
        "none": "Sin dudas.",
        "to_mend": "por corregir",
        "read_one": "leída con aviso",
        "read": "leídas con aviso",
        "values": "valores obtenidos",
        "figure": "logro o valor",
        "figures": "logros y valores",
        "imported": "Importado",
        "clean": "todas las celdas están sanas",
        "unread_one": "una celda sin importar",
        "unread": "celdas sin importar",
    },
    "en": {
        "sheet": "Sheet",
        "headings": "headings",
        "row": "row",
        "rows": "rows",
        "column": "Column",
        "heading": "Heading",
        "means": "What it is",
        "shown": "not imported: it follows from the plan",
        "unknown": "not recognised: not imported",
        "found": "Found",
        "doubts": "Doubts",
        "none": "No doubts.",
        "to_mend": "to mend",
        "read_one": "read with a warning",
        "read": "read with a warning",
        "values": "registered values",
        "figure": "goal or value",
        "figures": "goals and values",
        "imported": "Imported",
        "clean": "all cells are sound",
        "unread_one": "one cell not imported",
        "unread": "cells not imported",
    },
}


def render(imported: Imported, language: str = "es", width: int = 100) -> str:
    """Return what was understood: a table of columns for each sheet, what was found, and every doubt."""
    words = _WORDS[language]
    lines = []
    for layout in imported.layouts:
        lines += [*_table(layout, language, width), ""]
    lines += [line for table in imported.beside for line in _beside(table, language, width)]
    lines += [f"{words['found']}: {found(imported, language)}", ""]
    if imported.observations:
        lines.append(f"{words['doubts']}:")
        for each in by_weight(imported.diagnostics):
            told = line(each, language)
            lines += textwrap.wrap(told, width, initial_indent="  ", subsequent_indent="    ")
    else:
        lines.append(words["none"])
    return "\n".join(lines)


def _table(layout: Layout, language: str, width: int) -> Iterator[str]:
    words = _WORDS[language]
    first, last = layout.header
    rows = f"{words['row']} {first}" if first == last else f"{words['rows']} {first}-{last}"
    form = _FORMS[language][layout.form]
    yield f"{words['sheet']} «{layout.sheet.name}»: {form}; {words['headings']}: {rows}"
    yield ""
    body = [
        (letters(column), heading, _means(layout, column, language))
        for column, heading in sorted(layout.headings.items())
    ]
    means = max([len(words["means"]), *(len(each) for _, _, each in body)])
    room = max(20, width - means - len(words["column"]) - 4)
    wide = min(room, max([len(words["heading"]), *(len(heading) for _, heading, _ in body)]))
    gap = "  "
    yield f"{words['column']}{gap}{words['heading']:<{wide}}{gap}{words['means']}"
    yield "─" * (len(words["column"]) + wide + means + 2 * len(gap))
    for letter, heading, meant in body:
        shown = heading if len(heading) <= wide else f"{heading[: wide - 1]}…"
        yield f"{letter:<{len(words['column'])}}{gap}{shown:<{wide}}{gap}{meant}"


def _beside(table: BesideTable, language: str, width: int) -> Iterator[str]:
    """Yield which columns were read of a table of what is told beside figures."""
    words = _WORDS[language]
    heads = ", ".join(table.sheet.cell(table.header, column).text for column in sorted(table.columns))
    many = _KINDS[language][table.kind][1]
    told = (
        f"{words['sheet']} «{table.sheet.name}»: {many}; {words['headings']}: {words['row']} {table.header}"
    )
    yield from textwrap.wrap(f"{told}: {heads}", width, subsequent_indent="  ")
    yield ""


def _means(layout: Layout, column: int, language: str) -> str:
    meant = layout.columns.get(column)
    if meant is None:
        return _WORDS[language]["unknown"]
    return _WORDS[language]["shown"] if meant.field in SHOWN_ONLY else str(meant)


def by_weight(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return what is to mend first, then what was read with a warning, then the notes; each as it was met."""
    order = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    return sorted(findings, key=lambda each: order.index(each.severity))


def line(finding: Diagnostic, language: str) -> str:
    """Return a finding in a line: `Matriz!H6: «s/d» no es un número; escriba ND o … [PEI353]`."""
    severity = _SEVERITIES[language].get(finding.severity, "")
    message, remedy = finding.message(language), finding.remedy(language)
    return f"{severity}{message}; {remedy} [{finding.code}]"


def found(imported: Imported, language: str) -> str:
    """Return how many declarations and figures there are: `1 objetivo, 2 acciones, 5 indicadores, …`."""
    counts = imported.counts
    parts = [
        f"{counts.get(kind, 0)} {one if counts.get(kind, 0) == 1 else many}"
        for kind, (one, many) in _KINDS[language].items()
        # What stands beside figures is told where there is some.
        if counts.get(kind, 0) or (kind in ROWS and imported.layouts)
    ]
    if not imported.layouts:
        return ", ".join(parts)
    figures = "figure" if imported.figures == 1 else "figures"
    parts.append(f"{imported.figures} {_WORDS[language][figures]}")
    return ", ".join(parts)


def summary(imported: Imported, language: str, *, register: bool = False) -> str:
    """Return one line: what was imported (of a `register`, the values), and how many cells are to mend."""
    words = _WORDS[language]
    severities = [each.severity for each in imported.diagnostics]
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    told = []
    if errors:
        told.append(f"{errors} {words['to_mend']}")
    if warnings:
        told.append(f"{warnings} {words['read_one'] if warnings == 1 else words['read']}")
    if imported.unread and not told:
        one = imported.unread == 1
        told.append(words["unread_one"] if one else f"{imported.unread} {words['unread']}")
    what = f"{len(imported.registered)} {words['values']}" if register else found(imported, language)
    return f"{words['imported']}: {what}; {', '.join(told) or words['clean']}."
