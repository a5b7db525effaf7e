"""A button answered by its number: 1, ２, 一, ③, 第一个, number two."""

import re
import unicodedata
from collections.abc import Sequence

MAX_CHOICE = 99
"""Longer numbers are house numbers, telephone numbers, numbers of reports: words, not choices."""

_AROUND = re.compile(
    r"^(?:第|选|选择|按|我选|no\.?|number|option|the)?\s*(?P<number>[^\s]{1,7}?)\s*(?:个|项|one|button)?\s*[.。、)）!！]*$"
)
_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CHINESE = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = re.compile(r"^([一二三四五六七八九]?)十([一二三四五六七八九]?)$")
_OWN_NUMBER = re.compile(r"^(\d{1,2})(?![\d -])")
"""«2号楼» bears a number of its own; «2 缺配件» is only counted."""


def read_choice(words: str) -> int | None:
    """The number that is meant when the words are nothing but a number; None for everything else."""
    match = _AROUND.match(words.strip().lower())
    if match is None:
        return None
    said = match["number"]
    for spoken in (_ENGLISH, _ORDER):
        if said in spoken:
            return spoken.index(said) + 1
    if said in _CHINESE:
        return _CHINESE[said]
    if tens := _TENS.match(said):
        return _CHINESE.get(tens[1], 1) * 10 + _CHINESE.get(tens[2], 0)
    digits = unicodedata.normalize("NFKC", said)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 3 else None


def bear_numbers(labels: Sequence[str]) -> bool:
    """Do some of these buttons bear numbers of their own, as buildings do?"""
    return any(_OWN_NUMBER.match(label) for label in labels)


def chosen(number: int, labels: Sequence[str]) -> int | None:
    """Which of these buttons that number means: the one that bears it («2号楼»), else the so-manieth.

    None when there is no such button, or when buttons bear numbers of their own and none bears this one.
    """
    own = [_OWN_NUMBER.match(label) for label in labels]
    bearing = [position for position, match in enumerate(own) if match is not None and int(match[1]) == number]
    if bearing:
        return bearing[0] if len(bearing) == 1 else None
    if bear_numbers(labels):
        return None
    return number - 1 if 0 < number <= len(labels) else None
