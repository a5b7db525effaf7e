"""The command line: what runs it, what sets a community up, asks it and prints for it, and what operators need."""

import typer

from bot.cli.backup import backup
from bot.cli.calendar import calendar
from bot.cli.check import check
from bot.cli.demo import demo
from bot.cli.digest import digest
from bot.cli.evaluate import evaluate
from bot.cli.export import export
from bot.cli.figures import figures
from bot.cli.places import places
from bot.cli.posters import posters
from bot.cli.replay import replay
from bot.cli.restore import restore
from bot.cli.run import run
from bot.cli.set_up import import_command, who
from bot.cli.settings import settings_commands
from bot.cli.texts import texts
from bot.cli.tidy import tidy

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
app.command()(places)
app.command()(posters)
app.command()(who)
app.command()(calendar)
app.command()(digest)
app.command()(figures)
app.command()(check)
app.command()(backup)
app.command()(restore)
app.command()(replay)
app.command()(tidy)
app.command()(export)
app.command()(evaluate)
app.command()(texts)
app.add_typer(settings_commands)
