"""click's commands, options and arguments, with their help in two languages and other spellings of names."""

from __future__ import annotations

import difflib
import inspect
import unicodedata
from typing import Any

import click

from pei_dsl.cli.language import LANGUAGES, Both, say
from pei_dsl.renderers.formats import FORMATS

# Other ways to write the names of commands, options and formats; help shows the Spanish ones only.
SPELLINGS = {
    "check": "revisar",
    "evaluate": "evaluar",
    "eval": "evaluar",
    "explain": "explicar",
    "test": "probar",
    "audit": "auditar",
    "gap": "brecha",
    "follow-up": "seguimiento",
    "followup": "seguimiento",
    "compare": "comparar",
    "describe": "describir",
    "tree": "arbol",
    "árbol": "arbol",
    "completion": "completado",
    "dependencies": "dependencias",
    "verify": "verificar",
    "publish": "publicar",
    "package": "empaquetar",
    "pack": "empaquetar",
    "without-data": "sin-datos",
    "import": "importar",
    "export": "exportar",
    "new": "nuevo",
    "studio": "estudio",
    "port": "puerto",
    "no-browser": "sin-navegador",
    "read-only": "solo-lectura",
    "mapping": "mapeo",
    "preview": "previa",
    "report": "informe",
    "sheets": "ficha",
    "force": "forzar",
    "pending": "pendientes",
    "strict": "estricto",
    "mark": "marcar",
    "replace": "reemplazar",
    "raw": "crudo",
    "sheet": "hoja",
    "percentages": "porcentajes",
    "period": "periodo",
    "período": "periodo",
    "year": "año",
    "anio": "año",
    "methodology": "metodología",
    "metodologia": "metodología",
    "format": "formato",
    "output": "salida",
    "sin-cache": "sin-caché",
    "no-cache": "sin-caché",
    "without-fingerprints": "sin-huellas",
    "help": "ayuda",
    "engine": "motor",
    "memory": "memoria",
    "temporary-folder": "carpeta-temporal",
    "seconds": "segundos",
    "rows": "filas",
    "cells": "celdas",
    "root": "raíz",
    "raiz": "raíz",
    "with-databases": "con-bases",
    "by": "por",
    "reference": "referencia",
    "diff": "diferencias",
    "english": "en-inglés",
    "en-ingles": "en-inglés",
    "fix": "corregir",
    "mend": "corregir",
    **{each.english: each.name for each in FORMATS.values() if each.english},
}

_NEAR = 0.7
"""How much two names must have in common for one to have been meant by the other."""
_BEGUN = len("--x")
"""So many letters at least begin a name."""

# `format` is what an option and a command are called in English.
COMMAND_SPELLINGS = {"formato": "formatear", "fmt": "formatear"}


def spelled(name: str) -> str:
    """Return the canonical spelling of a command, option or format, whatever its case and language."""
    # In a C locale, arguments come with their bytes escaped.
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    name = unicodedata.normalize("NFC", name).lower()
    return SPELLINGS.get(name, name)


class Option(click.Option):
    """An option whose help and metavar have two languages."""

    def __init__(
        self, *args: Any, texts: Both = ("", ""), metavars: Both | None = None, **extra: Any
    ) -> None:
        super().__init__(*args, **extra)
        self.texts = texts
        self.metavars = metavars

    def speak(self) -> None:
        """Put what help shows into the language of the running command."""
        self.help = say(*self.texts)
        if self.metavars is not None:
            self.metavar = say(*self.metavars)


class Argument(click.Argument):
    """An argument whose metavar has two languages."""

    def __init__(self, *args: Any, metavars: Both, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.metavars = metavars

    def speak(self) -> None:
        """Put what help shows into the language of the running command."""
        self.metavar = say(*self.metavars)


class Command(click.Command):
    """A command whose help has two languages and ends with examples."""

    def __init__(
        self,
        *args: Any,
        texts: Both = ("", ""),
        details: Both = ("", ""),
        examples: tuple[str, ...] = (),
        **extra: Any,
    ) -> None:
        super().__init__(*args, **extra)
        self.texts = texts
        self.details = details
        self.examples = examples
        if not any("--lang" in parameter.opts for parameter in self.params):
            self.params.append(language_option(hidden=True))

    def speak(self) -> None:
        """Put what help shows into the language of the running command."""
        self.help = f"{say(*self.texts)}\n\n{inspect.cleandoc(say(*self.details))}"
        self.options_metavar = say("[OPCIONES]", "[OPTIONS]")
        for parameter in self.params:
            if isinstance(parameter, Option | Argument):
                parameter.speak()

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Choose the language before click reads anything, since help is printed while it reads."""
        self.speak()
        return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; one that is not there is called as it was written, beside what was meant."""
        given = [*args]
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            for each in given:
                name = each.partition("=")[0]
                if name.startswith("--") and f"--{spelled(name[2:])}" == error.option_name:
                    raise click.NoSuchOption(name, possibilities=self.near(name), ctx=ctx) from error
            raise

    def near(self, written: str) -> list[str]:
        """Return the options that a name may have meant, in whichever language it was begun."""
        own = [name for each in self.params for name in each.opts if name.startswith("--")]
        named = {name: name for name in own}
        named |= {f"--{other}": f"--{name}" for other, name in SPELLINGS.items() if f"--{name}" in named}
        near = [name for name in named if name.startswith(written) and len(written) > _BEGUN]
        near = near or difflib.get_close_matches(written, named, cutoff=_NEAR)
        # One name of each option: that which is nearest.
        near.sort(key=lambda name: difflib.SequenceMatcher(None, written, name).ratio(), reverse=True)
        return [*{named[name]: name for name in reversed(near)}.values()]

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """Return the names of the help option in their order, which click before 8.5 shuffles."""
        names = super().get_help_option_names(ctx)
        return [name for name in ctx.help_option_names if name in names]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option in the language of now: click keeps it from one run to the next."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.opts = list(ctx.help_option_names)
            option.help = say("Muestra esta ayuda y termina.", "Show this message and exit.")
        return option

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        if self.examples:
            with formatter.section(say("Ejemplos", "Examples")):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example}\n")
        super().format_epilog(ctx, formatter)


def language_option(*, hidden: bool = False) -> Option:
    """Return `--lang`; the language itself is read from the command line before click reads it."""
    return Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        is_eager=True,
        expose_value=False,
        hidden=hidden,
        texts=("Idioma de los mensajes.", "Language of messages."),
    )
