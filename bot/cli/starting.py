"""What every command does first: read the settings, open the database; or list what is wrong and leave with 2."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from importlib import import_module
from importlib.util import find_spec
from typing import NoReturn, TypeVar

import typer
from pydantic import ValidationError
from typer.main import get_current_context  # type: ignore[attr-defined]  # of the click within typer

from bot.application import SystemClock
from bot.listening import AddressTaken
from bot.settings import Settings, faults_of
from bot.subjects import SUBJECTS
from bot.telegram.opening import TelegramUnreachable
from bot.telegram.poller import TokenRefused
from bot.telegram.webhook import WebhookRefused
from handlers.door import frames_of
from storage.copies.backup import BackupRefused
from storage.engines.database import Database, open_database
from storage.settings.settings_shape import SettingsRefused
from storage.sql.errors import DatabaseNewer, DatabaseUnreachable, StorageError, in_words

T = TypeVar("T")

FASTEST_LOOP: Callable[[], asyncio.AbstractEventLoop] = (
    import_module("uvloop").new_event_loop if find_spec("uvloop") else asyncio.new_event_loop
)
"""uvloop where it exists: it is not made for Windows, nor for every Python."""

FAULTY = 2
"""The exit code of a start that could not be made."""


def leave(*faults: str) -> NoReturn:
    """Print every fault on a line of its own and stop. Faults never hold a token, an address or a password."""
    name = command()
    typer.echo("Louzhang cannot start:" if name.endswith(" run") else f"{name} was not done:", err=True)
    for fault in faults:
        typer.echo(f"  - {fault}", err=True)
    raise typer.Exit(FAULTY)


def refuse(*faults: str) -> NoReturn:
    """What was asked for cannot be done as it was asked: say so, with the command that says it, and stop."""
    for fault in faults:
        typer.echo(f"{command()}: {fault}", err=True)
    raise typer.Exit(FAULTY)


def command() -> str:
    """The command that runs, as it was called: «louzhang settings load»."""
    context = get_current_context(silent=True)
    return context.command_path if context is not None else "louzhang"


def read_settings(*, token_needed: bool = True) -> Settings:
    """The settings, or the list of what is wrong with them."""
    os.environ["PTB_TIMEDELTA"] = "1"
    if not token_needed and not os.environ.get("BOT_TOKEN"):
        os.environ["BOT_TOKEN"] = "0:not-needed-here"  # noqa: S105 - stands for no token at all
    try:
        return Settings()  # type: ignore[call-arg]  # filled from the environment
    except ValidationError as error:
        leave(*faults_of(error))


def open_or_leave(settings: Settings) -> Database:
    """The database behind DATABASE_URL."""
    try:
        return open_database(settings.database_url, SystemClock().now, SUBJECTS, settings.timezone)
    except DatabaseUnreachable as error:
        leave(f"DATABASE_URL: {error}")


def run_or_leave(work: Coroutine[None, None, T]) -> T:
    """Run a command's work; what an operator can mend is said in one line."""
    try:
        with asyncio.Runner(loop_factory=FASTEST_LOOP) as runner:
            return runner.run(work)
    except TokenRefused:
        leave("BOT_TOKEN: Telegram does not know this token; take a new one from @BotFather")
    except TelegramUnreachable:
        leave("TELEGRAM_API_URL: nobody answers there; is there a network, and can Telegram be reached from here?")
    except WebhookRefused as error:
        leave(f"WEBHOOK_URL: Telegram does not accept it: {error}")
    except AddressTaken:
        leave("LISTEN, STATUS_LISTEN: nothing can listen there: taken, or no address of this machine")
    except BackupRefused as error:
        leave(str(error))
    except DatabaseNewer:
        leave("DATABASE_URL: the database was migrated by a newer version; start that version, or restore a backup")
    except SettingsRefused:
        raise
    except StorageError as error:
        leave(f"DATABASE_URL: {error}")
    except typer.Exit:
        raise
    except OSError as error:
        if (words := in_words(error)) is None:
            _bug(error)
        leave(words)
    except Exception as bug:  # a stack would show statements, values and addresses
        _bug(bug)


def _bug(bug: Exception) -> NoReturn:
    leave(f"this is a bug, please report it: {type(bug).__name__} {frames_of(bug)}")
