"""The command line: `louzhang run | demo | import | who | calendar | digest | export | restore | settings |
evaluate`."""

import typer

from bot.cli.calendar import calendar
from bot.cli.demo import demo
from bot.cli.digest import digest
from bot.cli.evaluate import evaluate
from bot.cli.export import export, restore
from bot.cli.run import run
from bot.cli.set_up import import_command, who
from bot.cli.settings import settings_commands

app = typer.Typer(
    name="louzhang",
    help="Louzhang (楼长) carries a neighbour's report to the building steward and follows it until it is solved.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(run)
app.command()(demo)
app.command("import")(import_command)
app.command()(who)
app.command()(calendar)
app.command()(digest)
app.command()(export)
app.command()(restore)
app.command()(evaluate)
app.add_typer(settings_commands)


def main() -> None:
    """The console script."""
    app()
