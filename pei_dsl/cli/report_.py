"""`pei informe`: the report that an office hands in, whole; in Word brought up to date where it is."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pei_dsl.cli import (
    answered,
    asked,
    compared_with,
    exits,
    options,
    outputs,
    telling,
    word_file,
    word_template,
    word_texts,
)
from pei_dsl.cli.language import current, say
from pei_dsl.cli.reading_options import reading_options
from pei_dsl.interchange.renderers import MARKS as MARKS_OF_FILES
from pei_dsl.interchange.renderers import RENDERERS as OF_FILES
from pei_dsl.renderers.marks import MARKS
from pei_dsl.renderers.registry import RENDERERS

if TYPE_CHECKING:
    from pei_dsl.data.reading import Reading
    from pei_dsl.model.periods import Period
    from pei_dsl.views.document import Document

WORD = "docx"


@options.command(
    texts=(
        "Escribe el Informe de Evaluación Institucional de un periodo.",
        "Write the institutional evaluation report of a period.",
    ),
    details=(
        """
        El informe tiene todas las secciones del oficial, con sus tablas y figuras: semaforización, recuentos,
        evolución de cada indicador, acciones críticas, fichas técnicas, formato B-7 y cómo se calculó cada
        cifra. Lo que ha de escribir una persona aparece entre corchetes. Un semestre se mide con el logro de
        su año.

        Un archivo de Word que ya está se pone al día: cambian las tablas, los gráficos y las cifras de las
        frases, y no se toca nada de lo que escribieron las personas.

        RUTA es la carpeta de un plan o uno de sus archivos .pei; «-» es la entrada estándar.
        """,
        """
        The report has every section of the official one, with its tables and figures: traffic lights, counts,
        the evolution of each indicator, critical actions, technical sheets, form B-7 and how every figure
        was computed. What a person has to write stands in brackets. A semester is measured against the goal
        of its year.

        A Word file that is there already is brought up to date: tables, charts and the figures in sentences
        change, and nothing that people wrote is touched.

        PATH is the folder of a plan or one of its .pei files; “-” is standard input.
        """,
    ),
    examples=(
        "pei informe mi-plan --periodo 2024 -o informe.docx",
        "pei informe mi-plan --periodo 2024 -o informe.docx --pendientes",
        "pei informe mi-plan --periodo 2024-S1 -o informe.html",
        "pei informe mi-plan --periodo 2024 -o informe.pdf",
        "pei informe mi-plan --periodo 2024 --comparar-con 2023 -o informe.docx",
    ),
)
@options.path_argument
@options.period_option(("Periodo del informe", "Period of the report"), required=True)
@options.methodology_option
@options.day_option
@options.in_force_option
@options.option(
    "--comparar-con",
    "against",
    metavars=("ANTES", "BEFORE"),
    texts=(
        "Agrega qué cambió desde otro plan (carpeta, archivo .pei o git:REVISIÓN) o desde otro periodo.",
        "Add what changed since another plan (folder, .pei file or git:REVISION) or since another period.",
    ),
)
@outputs.options("document", renderers={**RENDERERS, **OF_FILES}, marks={**MARKS, **MARKS_OF_FILES})
@options.option(
    "--plantilla",
    "template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavars=("ARCHIVO", "FILE"),
    texts=(
        "Empieza por este archivo de Word de la entidad: quedan sus estilos, carátula y encabezados.",
        "Begin from this Word file of the entity: its styles, cover and headers stay.",
    ),
)
@options.option(
    "--bloques",
    "lists_blocks",
    is_flag=True,
    texts=(
        "Lista los marcadores con que una plantilla dice dónde va cada parte.",
        "List the bookmarks with which a template says where each part goes.",
    ),
)
@options.option(
    "--forzar",
    "force",
    is_flag=True,
    texts=("Actualiza también lo que se cambió a mano.", "Update what was changed by hand, too."),
)
@options.option(
    "--previa",
    "preview",
    is_flag=True,
    texts=("Dice qué cambiaría, sin escribir nada.", "Tell what would change, and write nothing."),
)
@options.option(
    "--pendientes",
    "lists_pending",
    is_flag=True,
    texts=(
        "Lista lo que queda por escribir en el archivo, sin escribir nada.",
        "List what is still to be written in the file, and write nothing.",
    ),
)
@options.option(
    "--recoger",
    "gathers",
    is_flag=True,
    texts=(
        "Lleva lo que escribieron las personas a textos/, junto al plan, sin tocar el informe.",
        "Take what people wrote to textos/, beside the plan, and leave the report alone.",
    ),
)
@options.option(
    "--estricto",
    "strict",
    is_flag=True,
    texts=(
        "Termina con 1 si queda algo por escribir o sin actualizar.",
        "Exit with 1 if anything is still to be written or not up to date.",
    ),
)
@reading_options
@click.pass_context
def command(
    context: click.Context,
    path: Path,
    period: str,
    methodology: str | None,
    on: str | None,
    in_force_on: str | None,
    against: str | None,
    output: outputs.Output,
    template: Path | None,
    lists_blocks: bool,
    force: bool,
    preview: bool,
    lists_pending: bool,
    gathers: bool,
    strict: bool,
    reading: Reading,
) -> None:
    """Write the report of the plan at `path`; exit with 3 if its data have errors, 1 if it is not ready."""
    from pei_dsl.reproducing.question import Asks, Question
    from pei_dsl.reproducing.templates import template_named

    is_word = output.format.name == WORD
    if not is_word and (template is not None or force or preview or lists_pending or gathers or strict):
        raise click.UsageError(
            say(
                "--plantilla, --forzar, --previa, --pendientes, --recoger y --estricto son para Word: "
                "-o informe.docx.",
                "--plantilla, --forzar, --previa, --pendientes, --recoger and --estricto are for Word: "
                "-o informe.docx.",
            )
        )
    standing, when = asked.measurable_or_exit(path, period, methodology, in_force_on, reading.roots)
    loaded, root = standing.loaded, standing.asked.root
    with compared_with.told():
        before, earlier = ("", "") if against is None else compared_with.against(against, loaded, path)
    question = Question(
        Asks.REPORT,
        periods=str(when),
        methodologies=asked.named(methodology),
        on=asked.day_asked(on),
        in_force_on=standing.day,
        before=before,
        earlier_period=earlier,
        template="" if template is None else template_named(template, loaded),
    )
    if is_word and lists_pending and not strict and (data := word_file.there(output.path)) is not None:
        from pei_dsl.renderers.word.pending import pending
        from pei_dsl.workspace.report_texts import check_texts

        assert output.path is not None  # its file is there
        with word_file.readable(output.path, word_file.replace_or_rename()):
            texts = pending(data)
        word_file.list_pending(texts, output)
        telling.report(check_texts(loaded.root, loaded.plan, when))
        return
    asked.tell_unread_versions(standing.asked, when, reading.roots)
    ready = True
    with compared_with.told(), answered.answering(loaded, path, question, reading, output) as (answer, to):
        if gathers:
            assert to.path is not None  # no screen shows it
            word_texts.gather(to.path, _there(to.path), _document(to, answer.shown), root, when)
        elif lists_blocks:
            word_template.list_blocks(_document(to, answer.shown))
        elif is_word:
            writes = not (preview or lists_pending)
            shown = _document(to, answer.shown)
            ready = _word(to, shown, template=template, force=force, writes=writes, lists=lists_pending)
            if writes and to.path is not None:
                word_texts.tell_newer(to.path, shown, root, when)
        else:
            to.write(answer.subject, answer.shown)
        _tell_lacking(_document(to, answer.shown), when)
    telling.exit_if(answer.diagnostics)
    if strict and not ready:
        context.exit(exits.FINDINGS)


def _tell_lacking(document: Document, period: Period) -> None:
    """Tell that a report has nothing to report: no indicator, or no value of its period."""
    from pei_dsl.model.absence import Absence

    results = document.measured.indicators.values() if document.measured is not None else ()
    if not results:
        click.echo(
            say("aviso: el plan no tiene indicadores.", "warning: the plan has no indicators."), err=True
        )
    elif all(isinstance(each.value, Absence) for each in results):
        click.echo(
            say(
                f"aviso: ningún indicador tiene valor en {period}; todo el informe queda en ND.",
                f"warning: no indicator has a value in {period}; the whole report is ND.",
            ),
            err=True,
        )


def _there(path: Path) -> bytes:
    had = word_file.there(path)
    if had is None:
        raise click.UsageError(
            say(f"no existe «{path}», de donde recoger.", f"there is no “{path}” to gather from.")
        )
    return had


def _document(output: outputs.Output, shown: object) -> Document:
    """Return what is shown as a document that tells what it rests on."""
    from pei_dsl.views.document import Document
    from pei_dsl.views.signature import signed

    assert isinstance(shown, Document)  # what a report is
    return signed(shown, output.rests_on())


def _word(
    output: outputs.Output,
    document: Document,
    *,
    template: Path | None,
    force: bool,
    writes: bool,
    lists: bool,
) -> bool:
    """Write a report in Word, or bring it up to date where it is; tell whether it is ready to hand in."""
    from pei_dsl.renderers.document_docx import write
    from pei_dsl.renderers.style import Style
    from pei_dsl.renderers.word.pending import pending

    assert output.path is not None  # no screen shows it
    had = None if output.replaces and writes else word_file.there(output.path)
    stale = False
    if had is not None and template is not None:
        raise click.UsageError(
            say(
                f"«{output.path}» ya está y se pone al día tal como es; con --reemplazar se escribe de nuevo "
                "desde la plantilla.",
                f"“{output.path}” is there and is brought up to date as it is; with --reemplazar it is "
                "written anew from the template.",
            )
        )
    if had is None and template is not None:
        data = word_template.from_template(template, document)
    elif had is None:
        stream = io.BytesIO()
        write(document, Style(current()), stream)
        data = stream.getvalue()
    else:
        found = word_file.brought_up_to_date(output.path, had, document, force=force)
        output = word_template.begun_from_the_same(output, had)
        word_file.tell(found)
        data, stale = found.data, word_file.is_stale(found)
    if writes:
        output.put_bytes("document", data)
        output.tell()
    left = pending(data)
    if lists:
        word_file.list_pending(left, output)
    elif left:
        click.echo(
            say(
                f"Por escribir: {len(left)} (los lista --pendientes).",
                f"Still to be written: {len(left)} (--pendientes lists them).",
            ),
            err=True,
        )
    return not left and not stale
