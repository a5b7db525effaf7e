"""Runs of digits that are somebody's: a mobile telephone's eleven, an identity card's eighteen (collective.md 1.9)."""

import re

_SOMEBODYS = re.compile(r"(?<!\d)(?:\d{11}|\d{17}[\dXx])(?!\d)")


def tells_somebodys_number(text: str) -> bool:
    """Does it hold one? Texts that many read, and the register, take none."""
    return _SOMEBODYS.search(text) is not None
