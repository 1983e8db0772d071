"""`pei importar`: a workbook into a plan, with every dirty cell told by its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import click

from pei_dsl.cli import exits, import_source, merge, options, outputs, telling, terminal, writing
from pei_dsl.cli.language import current, say
from pei_dsl.interchange.renderers import MARKS, RENDERERS
from pei_dsl.plain_files import NotPlainError, read_plain
from pei_dsl.renderers.formats import FORMATS

if TYPE_CHECKING:
    from pei_dsl.diagnostics import Diagnostic
    from pei_dsl.interchange.importing import Imported
    from pei_dsl.interchange.mapping import Declared

NOTES_OF_A_KIND = 3


@options.command(
    texts=(
        "Convierte una matriz o un reporte de Excel en un plan.",
        "Turn a matrix or a report in Excel into a plan.",
    ),
    details=(
        """
        Lee la matriz B-2, el reporte B-7, la plantilla de «pei exportar» y tablas largas: código, año, valor.
        Lo que está sano se importa; cada celda que no se entiende se dice con su lugar, y cada columna, con
        la opción «--columna» que dice qué es.

        Con «-o plan.pei --reemplazar» entra en un plan que ya existe: cambia lo que el libro dice, y lo que
        no lleva (fórmulas, fuentes, comentarios, otras cifras) queda; con «--previa» se ve antes.

        Con «--fuente NOMBRE» lo que se lee son datos, de cualquier archivo que una fuente lea, y lo que se
        escribe es su «fuente»: columnas, tipos, formatos de fecha, y en comentarios lo que no está claro.

        LIBRO es un archivo .xlsx o .csv. Con «-o plan.pei» se escribe el plan; con «-o valores.csv», solo los
        valores obtenidos, como registro para un plan que ya existe.
        """,
        """
        Reads matrix B-2, report B-7, the template of “pei exportar” and long tables (code, year, value).
        What is sound is imported; each cell that is not understood is told by its place, and each column
        with the option “--columna” that says what it is.

        With “-o plan.pei --reemplazar” it goes into a plan that is there: what the workbook says changes, and
        what it does not hold (formulas, sources, comments, other figures) stays; “--previa” shows it first.

        With “--fuente NAME” what is read are data, of any file that a source reads, and what is written is
        their “fuente”: columns, types, formats of dates, and in comments what is not sure.

        BOOK is a .xlsx or .csv file. With “-o plan.pei” the plan is written; with “-o valores.csv” only the
        registered values, as a register for a plan that is there already.
        """,
    ),
    examples=(
        "pei importar matriz.xlsx --previa",
        "pei importar matriz.xlsx -o mi-plan/plan.pei --marcar revisar.xlsx",
        "pei importar captura.xlsx -o mi-plan/datos/valores.csv",
        'pei importar otra.xlsx --columna "nombre del indicador = C" -o plan.pei',
        "pei importar otra.xlsx --mapeo mapa.toml -o plan.pei",
        "pei importar datos/egresos.csv --fuente egresos -o egresos.pei",
    ),
)
@options.argument(
    "book", metavars=("LIBRO", "BOOK"), type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@options.option(
    "--mapeo",
    "mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavars=("ARCHIVO", "FILE"),
    texts=(
        "Archivo TOML que dice qué es cada columna, si los encabezados no lo dicen.",
        "TOML file that says what each column is, where headings do not.",
    ),
)
@options.option(
    "--columna",
    "lines",
    multiple=True,
    metavars=("QUÉ=DÓNDE", "WHAT=WHERE"),
    texts=(
        "Qué es una columna que no se reconoce, o «ignorar = F» para dejarla; puede ir varias veces.",
        "What a column is that is not recognised, or “ignorar = F” to leave it; may be repeated.",
    ),
)
@options.option(
    "--numerar",
    "numbers",
    is_flag=True,
    texts=(
        "Da códigos en su orden a lo que tiene los de otro sistema o no tiene ninguno.",
        "Give codes in their order to what has those of another system, or none.",
    ),
)
@options.option(
    "--previa",
    "preview",
    is_flag=True,
    texts=("Muestra lo que se entendió y no escribe nada.", "Show what was understood and write nothing."),
)
@options.option(
    "--hoja",
    "sheet",
    default="",
    metavars=("NOMBRE", "NAME"),
    texts=("La única hoja que se lee.", "The only sheet to read."),
)
@options.option(
    "--periodo",
    "--año",
    "period",
    default="",
    metavars=("PERIODO", "PERIOD"),
    texts=(
        "Periodo de las columnas cuyo encabezado no lo dice.",
        "Period of the columns whose headings do not say.",
    ),
)
@options.option(
    "--porcentajes",
    "percentages",
    metavars=("ESCALA", "SCALE"),
    texts=(
        "Qué es un porcentaje sin su %: «en puntos» (49.61 es 49.61 %) o «como razón» (0.4961).",
        "What a percentage without % is: “points” (49.61 is 49.61 %) or “ratio” (0.4961).",
    ),
)
@options.option(
    "--marcar",
    "marked",
    type=click.Path(path_type=Path, dir_okay=False),
    metavars=("COPIA", "COPY"),
    texts=(
        "Copia del libro en que se pintan y comentan las celdas por corregir.",
        "Copy of the workbook with the cells to mend coloured and commented.",
    ),
)
@options.option(
    "--fuente",
    "source",
    metavars=("NOMBRE", "NAME"),
    texts=(
        "Escribe la «fuente» NOMBRE de un archivo de datos, y no un plan.",
        "Write the “fuente” NAME of a file of data, and no plan.",
    ),
)
@outputs.options("import", names=(), renderers=RENDERERS, marks=MARKS)
@click.pass_context
def command(
    context: click.Context,
    book: Path,
    mapping: Path | None,
    lines: tuple[str, ...],
    numbers: bool,
    preview: bool,
    sheet: str,
    period: str,
    percentages: str | None,
    marked: Path | None,
    source: str | None,
    output: outputs.Output,
) -> None:
    """Write the plan or the register that `book` holds; exit with 3 when cells of it are dirty."""
    from pei_dsl.diagnostics import Diagnostic, Severity
    from pei_dsl.interchange.importing import import_workbook

    if source is not None:
        _refuse_the_book(output.path, book)
        import_source.write(book, source, output)
        return
    if marked is not None or book.suffix.lower() not in {".csv", ".tsv", ".txt"}:
        telling.need("openpyxl", "excel")
    for each in (output.path, marked):
        _refuse_the_book(each, book)
    copy = None if marked is None else writing.Destination(marked, "--marcar", replaces=output.replaces)
    if copy is not None:
        writing.refuse_to_lose(copy)
    if mapping is not None:
        writing.remember_read(lambda: (mapping,))
    declared = _declared(mapping, lines, sheet, period, percentages)
    declared = attrs.evolve(declared, numbers=numbers or declared.numbers)
    data = _bytes(book)
    if marked is not None and not data.startswith(b"PK"):
        raise click.UsageError(say("--marcar necesita un libro .xlsx.", "--marcar needs a .xlsx workbook."))
    imported = import_workbook(book.name, data, declared)
    if isinstance(imported, Diagnostic):
        telling.report([imported])
        raise click.exceptions.Exit(exits.USAGE)
    if any(each.code == "PEI352" for each in imported.diagnostics):
        telling.report(each for each in imported.diagnostics if each.code == "PEI352")
        raise click.exceptions.Exit(exits.USAGE)
    if preview:
        from pei_dsl.interchange.preview import render

        click.echo(render(imported, current(), terminal.width()))
        made = merge.merge_into(output.path, imported) if output.format.name == "pei" else None
        if made is not None:
            click.echo(f"\n{merge.difference(made)}", nl=False)
            for told in merge.told(made, preview=True):
                click.echo(told)
    else:
        is_plan = _write(imported, output)
        _tell([each for each in imported.diagnostics if is_plan or each.severity is not Severity.NOTE])
        if copy is not None:
            _mark(imported, data, copy)
        _sum_up(imported, output.path, is_plan=is_plan)
    if imported.is_dirty:
        context.exit(exits.DATA)


# ---- What was asked ---------------------------------------------------------------------------------------


def _refuse_the_book(output: Path | None, book: Path) -> None:
    """Refuse to write over the workbook that is read, in any case."""
    if output is not None and output.resolve() == book.resolve():
        raise click.UsageError(
            say(f"«{output}» es el libro que se lee.", f"“{output}” is the workbook that is read.")
        )


def _declared(
    mapping: Path | None, lines: tuple[str, ...], sheet: str, period: str, percentages: str | None
) -> Declared:
    """Return what the mapping and the options say of the workbook; options go before the mapping."""
    from pei_dsl.interchange import mapping as mappings
    from pei_dsl.model.periods import Period

    declared = mappings.Declared()
    if mapping is not None:
        declared = _or_exit(mappings.decode_mapping(mapping.name, _bytes(mapping)))
    for each in lines:
        declared = _or_exit(mappings.with_line(declared, each))
    if period and Period.parse(period) is None:
        telling.refuse("PEI116", {"written": period})
    return attrs.evolve(
        declared,
        sheet=sheet or declared.sheet,
        period=period or declared.period,
        percentages=_scale(percentages) if percentages else declared.percentages,
    )


def _or_exit(declared: Declared | Diagnostic) -> Declared:
    """Return what a mapping or a line of one says; tell what is wrong with it and exit with 2."""
    from pei_dsl.diagnostics import Diagnostic

    if isinstance(declared, Diagnostic):
        telling.report([declared])
        raise click.exceptions.Exit(exits.USAGE)
    return declared


def _scale(written: str) -> str:
    """Return what a percentage without its sign is; refuse words that do not say."""
    from pei_dsl import vocabulary

    word = vocabulary.PERCENT_SCALES.find(written)
    if word is None:
        known = " o ".join(f"«{each}»" for each in vocabulary.PERCENT_SCALES.spanish())
        raise click.BadParameter(
            say(
                f"«{written}» no es una escala: escriba {known}.", f"“{written}” is no scale: write {known}."
            ),
            param_hint="--porcentajes",
        )
    return word.name


def _bytes(path: Path) -> bytes:
    from pei_dsl.interchange.workbook import MAX_BYTES

    try:
        return read_plain(path, MAX_BYTES + 1)
    except NotPlainError as error:
        raise click.UsageError(
            say(
                f"«{path}» es una tubería o un dispositivo, no un archivo.",
                f"“{path}” is a pipe or a device, no file.",
            )
        ) from error
    except OSError as error:
        raise click.UsageError(
            say(
                f"no se puede leer «{path}»: revise que tenga permiso de lectura.",
                f"“{path}” cannot be read: see whether you may read it.",
            )
        ) from error


# ---- What comes out ---------------------------------------------------------------------------------------


def _write(imported: Imported, output: outputs.Output) -> bool:
    """
    Write the plan, or the register where a CSV file is asked for or the table names nothing.

    Return whether it was the plan.
    """
    is_register = output.format.name == "csv"
    if not imported.names_what_it_measures and output.path is not None and not is_register:
        raise click.UsageError(
            say(
                "la tabla tiene códigos y cifras, pero no los nombres de los indicadores: de ella no sale un "
                "plan. Escriba «-o valores.csv» para tener un registro, y declárelo en el plan.",
                "the table has codes and figures, but not the names of the indicators: it makes no plan. "
                "Write “-o valores.csv” to get a register, and declare it in the plan.",
            )
        )
    register = is_register or not imported.names_what_it_measures
    made = None if register else merge.merge_into(output.path, imported)
    if made is not None:
        merge.write(made, replaces=output.replaces)
        for told in merge.told(made, preview=False):
            click.echo(told, err=True)
        return True
    if register and not is_register:
        output = attrs.evolve(output, format=FORMATS["csv"])
    if register and merge.write_register(output.path, imported):
        return False
    output.write("import", imported)
    return not register


def _tell(found: Sequence[Diagnostic]) -> None:
    """Print a line for each finding: place, what is wrong, what to do; of many equal notes, the first few."""
    from pei_dsl.diagnostics import Severity
    from pei_dsl.interchange.preview import by_weight, line

    told: dict[tuple[str, str], int] = {}
    left = 0
    for each in by_weight(found):
        kind = (each.code, each.variant)
        told[kind] = told.get(kind, 0) + 1
        if each.severity is Severity.NOTE and told[kind] > NOTES_OF_A_KIND:
            left += 1
        else:
            click.echo(line(each, current()), err=True)
    if left:
        click.echo(
            say(
                f"… y {left} notas más como estas: «--previa» las muestra todas",
                f"… and {left} more notes like these: “--previa” shows them all",
            ),
            err=True,
        )


def _mark(imported: Imported, data: bytes, copy: writing.Destination) -> None:
    from pei_dsl.diagnostics import Severity
    from pei_dsl.interchange.workbook import Mark
    from pei_dsl.interchange.workbook import marked as painted

    marks = [
        Mark(
            each.cell.sheet,
            each.cell.row,
            each.cell.column,
            f"{each.diagnostic.message(current()).partition(': ')[2]}; {each.diagnostic.remedy(current())}",
            each.diagnostic.severity is not Severity.ERROR,
        )
        for each in imported.observations
        if each.cell is not None and each.diagnostic.severity is not Severity.NOTE
    ]
    writing.write(painted(data, marks), copy)
    telling.tell_written(copy.path)


def _sum_up(imported: Imported, output: Path | None, *, is_plan: bool) -> None:
    """Say how much was imported, how much was not, and what to do next."""
    from pei_dsl.interchange.preview import summary

    click.echo(summary(imported, current(), register=not is_plan), err=True)
    if output is not None:
        if not is_plan:
            click.echo(
                say(
                    f'Declárelo en el plan: registro "Valores obtenidos", con «archivo: {output.name}».',
                    f'Declare it in the plan: registro "Valores obtenidos", with «archivo: {output.name}».',
                ),
                err=True,
            )
        else:
            click.echo(say(f"Siguiente: pei revisar {output}", f"Next: pei revisar {output}"), err=True)
