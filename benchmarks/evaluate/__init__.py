"""How well what residents write is understood, measured on real texts that are not part of the program.

The rows lie in the folder named by LOUZHANG_DATA (`../shared/data` unless said otherwise) and are never copied. They
are split in two by a hash of the row: rules are written looking at the one half and judged on the other. Of the
addresses that people labelled, too few to write with, half of those kept back have joined the half that may be read
(`places.addresses`): a quarter judges.
"""

import hashlib
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import orjson

Row = Mapping[str, object]


class Half(StrEnum):
    """Which rows: those the rules were written with, or those kept back to judge them."""

    DEVELOP = "develop"
    KEPT_BACK = "kept-back"


def data_folder() -> Path | None:
    """Where the real texts are; None when this machine has none."""
    folder = Path(os.environ.get("LOUZHANG_DATA", "../shared/data"))
    return folder if folder.is_dir() else None


def rows(folder: Path, name: str, half: Half) -> list[Row]:
    """One half of a file of JSON lines."""
    lines = (folder / name).read_bytes().splitlines()
    return [orjson.loads(line) for line in lines if half_of(line) is half]


def half_of(line: bytes) -> Half:
    """The same half for the same bytes, on every machine."""
    return Half.DEVELOP if hashlib.sha256(line.strip()).digest()[0] % 2 == 0 else Half.KEPT_BACK
