"""Owns which commands there are, and the rim of the program: an error that a user can mend is one sentence."""

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typing_extensions import override

COMMANDS = {
    "serve": "serving",
    "import": "imports",
    "export": "exporting",
    "positions": "positions",
    "tally": "tally",
    "history": "history",
    "changes": "changes",
    "explain": "explain",
    "replay": "replay",
    "watch": "watch",
    "projections": "projections",
    "rebuild": "rebuild",
    "token": "tokens",
}
"""Each command's module in this package, in the order in which a user meets them."""


class Commands(TyperGroup):
    """The commands, each imported when it is asked for: a warm start has no time for all of them.

    The contexts and commands are typer's own copies of click's, which it does not name in public: hence Any.
    """

    @override
    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(f"service.cli.{COMMANDS[cmd_name]}").app)
        command.name = cmd_name
        return command

    @override
    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            from service.cli.failures import sentence_about  # noqa: PLC0415 - it knows every error there is

            sentence = sentence_about(error)
            if sentence is None:
                raise
            typer.echo(sentence, err=True)
            sys.exit(1)


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="On Record: who stands where, since when, and on whose word.",
)


@app.callback()
def onrecord() -> None:
    """Let the group be a group: its commands are found by name."""
