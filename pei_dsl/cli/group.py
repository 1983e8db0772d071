"""The group of commands: one canonical Spanish name each, help in both languages, bugs told as bugs."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from pei_dsl import __version__
from pei_dsl.cli import completion, environment, exits, language, terminal
from pei_dsl.cli.bilingual import COMMAND_SPELLINGS, Command, Option, language_option, spelled
from pei_dsl.cli.language import Both, say
from pei_dsl.renderers.style import WIDTH

# Module and help by name.  The names never change with the language.
COMMANDS: dict[str, tuple[str, Both]] = {
    "revisar": (
        "check",
        (
            "Busca errores en un plan y dice cómo corregirlos.",
            "Find mistakes in a plan and say how to mend them.",
        ),
    ),
    "evaluar": (
        "evaluate",
        (
            "Calcula valores, alcances y colores de un periodo.",
            "Compute values, alcances and colours of a period.",
        ),
    ),
    "explicar": (
        "explain",
        (
            "Muestra el cálculo de una cifra paso a paso, o explica un mensaje PEI.",
            "Show how a figure was computed, or explain a PEI message.",
        ),
    ),
    "describir": (
        "describe",
        (
            "Describe en palabras un plan, un indicador o una fuente.",
            "Describe a plan, an indicator or a source in words.",
        ),
    ),
    "arbol": (
        "tree",
        (
            "Dibuja el plan como un árbol, o de qué depende cada indicador.",
            "Draw the plan as a tree, or what each indicator rests on.",
        ),
    ),
    "auditar": (
        "audit",
        (
            "Busca contradicciones entre las cifras impresas y el cálculo.",
            "Find contradictions between printed figures and the calculation.",
        ),
    ),
    "brecha": ("gap", ("Dice qué falta para un color.", "Tell what is missing for a colour.")),
    "informe": (
        "report_",
        (
            "Escribe el Informe de Evaluación Institucional de un periodo.",
            "Write the institutional evaluation report of a period.",
        ),
    ),
    "ficha": (
        "ficha",
        ("Escribe las fichas técnicas de los indicadores.", "Write the technical sheets of indicators."),
    ),
    "publicar": (
        "publish",
        (
            "Escribe los resultados de un periodo como un sitio web.",
            "Write the results of a period as a web site.",
        ),
    ),
    "verificar": (
        "verify",
        (
            "Vuelve a calcular un resultado y dice qué difiere.",
            "Compute a result again and say what differs.",
        ),
    ),
    "empaquetar": (
        "pack",
        (
            "Hace un archivo con el plan, sus datos y su resultado, que otra máquina comprueba.",
            "Make one file of the plan, its data and its result, which another machine verifies.",
        ),
    ),
    "importar": (
        "import_",
        (
            "Convierte una matriz o un reporte de Excel en un plan.",
            "Turn a matrix or a report in Excel into a plan.",
        ),
    ),
    "exportar": (
        "export",
        (
            "Escribe el plan o sus resultados en Excel.",
            "Write the plan or its results to Excel.",
        ),
    ),
    "estudio": (
        "studio",
        ("Abre el plan en el navegador para escribirlo.", "Open the plan in the browser to write it."),
    ),
    "nuevo": ("new", ("Crea la carpeta de un plan nuevo.", "Make the folder of a new plan.")),
    "formatear": (
        "format",
        (
            "Escribe un plan en su forma canónica, sin cambiar lo que dice.",
            "Write a plan in its canonical form, without changing what it says.",
        ),
    ),
    "comparar": (
        "compare",
        (
            "Dice qué cambió entre dos planes y cuánto explica cada cambio.",
            "Tell what changed between two plans, and what each change explains.",
        ),
    ),
    "seguimiento": (
        "follow_up",
        (
            "Muestra evidencias, recomendaciones y compromisos, y qué está pendiente.",
            "Show evidence, recommendations and commitments, and what is pending.",
        ),
    ),
    "probar": (
        "test",
        (
            "Comprueba las pruebas y los ejemplos del plan.",
            "Run the plan's tests and worked examples.",
        ),
    ),
    "lsp": (
        "editors",
        (
            "Atiende a un editor de textos mientras se escribe un plan.",
            "Serve a text editor while a plan is written.",
        ),
    ),
    "completado": (
        "completed",
        (
            "Da lo que bash, zsh, fish o PowerShell necesitan para completar órdenes con Tab.",
            "Give what bash, zsh, fish or PowerShell need to complete commands with Tab.",
        ),
    ),
}
HELP = (
    "Indicadores de planes estratégicos institucionales: textos que se revisan, se calculan y se explican.",
    "Indicators of institutional strategic plans: texts that are checked, computed and explained.",
)
EXIT_CODES = (
    """
    Termina con 0 si todo está bien, 1 si hay algo que corregir en el plan, 2 si la orden está mal escrita, 3
    si hay algo que corregir en los datos y 4 si falla el programa.
    """,
    """
    Exits with 0 when all is well, 1 when the plan needs mending, 2 when the command is wrong, 3 when the data
    need mending and 4 when the program fails.
    """,
)
INTERNAL_ERROR = 4
NOT_INSTALLED = 2


class PeiGroup(Command, click.Group):
    """Finds commands by any spelling, imports them when called, and turns bugs into one clear message."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the canonical names, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command called `cmd_name`, in any spelling."""
        name = spelled(cmd_name)
        name = COMMAND_SPELLINGS.get(name, name)
        if name not in COMMANDS:
            return None
        module, _ = COMMANDS[name]
        command: click.Command = importlib.import_module(f"pei_dsl.cli.{module}").command
        command.name = name
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command with its canonical name, so that help never shows another spelling."""
        command = self.get_command(ctx, args[0])
        if command is None and ctx.resilient_parsing:
            # A shell asks what to offer after a command that there is not: nothing.
            return args[0], click.Command(args[0], add_help_option=False), args[1:]
        if command is None:
            ctx.fail(_no_such_command(args[0]))
        return command.name, command, args[1:]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> completion.Items:
        """Offer the commands without importing any of them; options as click does."""
        known = {name: summary for name, (_, summary) in COMMANDS.items()}
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*completion.commands(known, incomplete), *options]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any of them."""
        with formatter.section(say("Órdenes", "Commands")):
            formatter.write_dl([(name, say(*summary)) for name, (_, summary) in COMMANDS.items()])

    def speak(self) -> None:
        """Put what help shows into the language of the running command."""
        super().speak()
        self.subcommand_metavar = say("ORDEN [ARGUMENTOS]…", "COMMAND [ARGUMENTS]…")
        self.epilog = say(*EXIT_CODES)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Set what all commands inherit: the width of help, its name, and other spellings of options."""
        settings: dict[str, Any] = {
            "help_option_names": [say("--ayuda", "--help"), "-h"],
            "max_content_width": WIDTH,
            "token_normalize_func": spelled,
        }
        try:
            return super().make_context(info_name, args, parent, **{**settings, **extra})
        except KeyboardInterrupt:
            raise _stopped() from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whoever stops it with Ctrl-C gets the exit code that shells expect of that."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise _stopped() from None

    def main(  # type: ignore[override]  # click overloads it
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run; a bug ends in exit code 4 and one message, with the details only on demand."""
        arguments = sys.argv[1:] if args is None else list(args)
        if completion.is_asked(os.environ):
            completion.understand_spellings(spelled)
        with language.speaking(language.chosen(arguments)), terminal.guarded():
            try:
                return super().main(args, prog_name, **extra)
            except (click.ClickException, click.Abort, click.exceptions.Exit):
                raise
            except (OSError, MemoryError) as error:
                environment.refuse(error)
            except Exception as error:  # noqa: BLE001  (the outermost place: nothing may reach a planner raw)
                if completion.is_asked(os.environ) and not os.environ.get("PEI_DEBUG"):
                    sys.exit(0)  # whoever presses Tab gets nothing rather than an error in their line
                _not_installed(error)
                _refused(error)
                _internal(error)


def _stopped() -> click.exceptions.Exit:
    """Say that a person stopped the command, and return what ends it."""
    click.echo(say("Interrumpido.", "Interrupted."), err=True)
    return click.exceptions.Exit(exits.INTERRUPTED)


def _no_such_command(written: str) -> str:
    """Say that there is no such command, and which one may be meant."""
    import difflib

    near = difflib.get_close_matches(spelled(written), COMMANDS, n=1)
    if near:
        return say(
            f"no existe la orden «{written}». ¿Quiso decir «{near[0]}»?",
            f"No such command “{written}”. Did you mean “{near[0]}”?",
        )
    known = ", ".join(COMMANDS)
    return say(
        f"no existe la orden «{written}»; las órdenes son: {known}.",
        f"No such command “{written}”; there are: {known}.",
    )


def _not_installed(error: Exception) -> None:
    """Say which package is missing or too old, when that is what `error` tells."""
    from pei_dsl.data.extras import MissingExtraError, OldExtraError

    if isinstance(error, OldExtraError):
        text = say(
            f"{error.package} {error.found} es muy antiguo para leer estos datos: hace falta "
            f"{error.oldest} o más nuevo; instálelo con: {error}",
            f"{error.package} {error.found} is too old to read these data: it takes "
            f"{error.oldest} or newer; install it with: {error}",
        )
    elif isinstance(error, MissingExtraError):
        text = say(
            f"falta un paquete para leer estos datos; instálelo con: {error}",
            f"a package is missing to read these data; install it with: {error}",
        )
    else:
        return
    click.echo(text, err=True)
    sys.exit(NOT_INSTALLED)


def _refused(error: Exception) -> None:
    """Report what an engine refused after the data were opened, such as the rows of an explanation."""
    connection = sys.modules.get("pei_dsl.data.engine.connection")  # else no engine was ever at work
    if connection is None or not isinstance(error, connection.EngineError):
        return
    from pei_dsl.cli.exits import DATA
    from pei_dsl.cli.telling import report
    from pei_dsl.diagnostics import Diagnostic, Label

    report([Diagnostic(error.code, Label(None), {"file": "", **error.params}, variant=error.variant)])
    sys.exit(DATA)


def _internal(error: Exception) -> None:
    """Report a bug as one."""
    import traceback

    from pei_dsl.cli.telling import report
    from pei_dsl.diagnostics import Diagnostic, Label

    report([Diagnostic("PEI901", Label(None), {"error": f"{type(error).__name__}: {error}"})])
    if os.environ.get("PEI_DEBUG"):
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    sys.exit(INTERNAL_ERROR)


def _version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"pei {__version__}")
        context.exit()


pei = PeiGroup(
    name="pei",
    texts=HELP,
    examples=(
        "pei revisar mi-plan",
        "pei evaluar mi-plan --periodo 2024",
        "pei explicar mi-plan IND.01.OEI.01 --periodo 2024",
        "pei probar mi-plan",
    ),
    params=[
        language_option(),
        Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            texts=("Muestra la versión y termina.", "Show the version and exit."),
        ),
    ],
    no_args_is_help=True,
)
