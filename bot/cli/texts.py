"""`louzhang texts`: all texts of a language as one file for a translator, and back."""

from pathlib import Path
from typing import Annotated

import typer

from bot.catalogs import CATALOGS
from bot.cli.starting import refuse
from domain.words.languages import LANGUAGES
from messages.drawing.translating import NotSplit, one_file, split


def texts(
    code: Annotated[str, typer.Argument(help="The language by its two letters, such as fr; a new one too.")],
    file: Annotated[Path, typer.Argument(help="A new .po file; with --split the one that the translator gave back.")],
    back: Annotated[
        bool, typer.Option("--split", help="Check the file and put its texts into the program's own files.")
    ] = False,
) -> None:
    """Write all texts of a language to one file for a translator, beside the Chinese and the English.

    With --split such a file is taken back. Nothing is written unless every text in it is good; what is still empty is
    said in another language meanwhile. The program speaks a new language when it is started again.
    """
    if code not in LANGUAGES:
        refuse(f"{code} is no language; write its two letters (ISO 639-1), such as fr")
    if back:
        _take_back(code, file)
    else:
        _write(code, file)


def _write(code: str, file: Path) -> None:
    if file.exists():
        refuse(f"{file.name} is there already; give the name of a new file")
    try:
        file.write_text(one_file(CATALOGS, code), "utf-8")
    except OSError:
        refuse(f"{file.name} cannot be written there")
    empty = len(CATALOGS.missing[code]) if code in CATALOGS.languages else len(CATALOGS[CATALOGS.languages[0]])
    typer.echo(f"{file}: {len(CATALOGS[CATALOGS.languages[0]])} texts, {empty} to be translated")


def _take_back(code: str, file: Path) -> None:
    try:
        done = split(file, code, CATALOGS)
    except NotSplit as error:
        refuse(*error.faults, "nothing was written")
    except OSError:
        refuse("the program's files cannot be written here; do it where its source is")
    typer.echo(f"{code}: {done.texts} texts in {done.files} files, {done.empty} still empty")
