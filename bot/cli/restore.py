"""`louzhang restore`: an empty database is filled again, from whichever whole copy there is."""

import zipfile
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.backup import restore_backup
from bot.cli.export import restore_export


def restore(
    file: Annotated[Path, typer.Argument(help="What `louzhang backup` or `louzhang export --full` made.")],
) -> None:
    """Fill an empty database from a backup (same kind of database) or a whole export (either kind), and count it."""
    if zipfile.is_zipfile(file):
        restore_export(file)
    else:
        restore_backup(file)
