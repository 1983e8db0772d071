"""`pei completado`: what a shell needs to complete lines with the Tab key."""

from __future__ import annotations

import click

from pei_dsl.cli import completion, options
from pei_dsl.cli.language import say


@options.command(
    texts=(
        "Da lo que bash, zsh, fish o PowerShell necesitan para completar órdenes con Tab.",
        "Give what bash, zsh, fish or PowerShell need to complete commands with Tab.",
    ),
    details=(
        """
        Después, Tab completa órdenes y opciones y también los códigos, nombres, periodos y metodologías del
        plan que se nombra: pei explicar mi-plan OEI. y Tab.
        """,
        """
        After that, Tab completes commands and options, and also the codes, names, periods and methodologies
        of the plan that the line names: pei explicar mi-plan OEI. and Tab.
        """,
    ),
    examples=(
        "bash:  echo 'eval \"$(pei completado bash)\"' >> ~/.bashrc",
        "zsh:   echo 'eval \"$(pei completado zsh)\"' >> ~/.zshrc",
        "fish:  pei completado fish > ~/.config/fish/completions/pei.fish",
        "PowerShell:  pei completado powershell >> $PROFILE",
    ),
)
@options.argument("shell", metavars=("SHELL", "SHELL"), type=click.Choice(completion.SHELLS))
def command(shell: str) -> None:
    """Print the script for `shell`; it needs no plan and changes nothing."""
    script = completion.script(shell, click.get_current_context().find_root().command)
    if script is None:
        raise click.UsageError(
            say(
                f'para {shell} hace falta una versión más nueva: pip install --upgrade "click>=8.5".',
                f'For {shell} a newer version is needed: pip install --upgrade "click>=8.5".',
            )
        )
    click.echo(script)
