"""One table as it stands in its file, before anybody asks what it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.set_up.findings import Fault

At = tuple[int, int]
"""A cell: line and column, both from 0."""
Span = tuple[At, At]
"""Merged cells: the first and the last one."""


@dataclass(frozen=True, slots=True)
class TableSheet:
    """`lines` None when nothing of it could be read. `dates`: cells that a spreadsheet holds as a date; `errors`: cells
    that hold an error such as #REF!; `merged`: of merged cells only the first has a value."""

    file: str
    lines: list[list[str]] | None
    faults: tuple[Fault, ...] = ()
    dates: frozenset[At] = frozenset()
    errors: Mapping[At, str] = field(default_factory=dict)
    merged: tuple[Span, ...] = ()


def clean(text: str) -> str:
    """Without the spaces around it, and with line breaks and runs of spaces inside as one space."""
    return " ".join(text.split())


def name_of(at: At) -> str:
    """A cell as spreadsheets call it: (2, 3) is D3."""
    line, column = at
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line + 1}"
