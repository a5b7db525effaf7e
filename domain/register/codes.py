"""Codes of a door (户码): eight digits on a slip, good for one use (spec: collective.md 3 A).

Guessing keeps whoever guesses from trying for an hour, never the door.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

CODE_DIGITS = 8
CODE_DAYS = 30
"""How long a printed code is good for."""
FAMILY_CODE_DAYS = 7
"""How long one is good for that a member makes for the family."""
MAX_WRONG_CODES = 5
WRONG_CODES_WITHIN = timedelta(hours=1)
"""So many wrong ones within that time keep this person from trying for as long; never the door."""

_CODE = re.compile(r"(?:我家?的?)?(?:户码)?[是:]?\s*(\d{4})[ -]?(\d{4})[.。]?")
_A_NUMBER = re.compile(r"\d\d(0[1-9]|1[0-2])\d{4}")


class CodeTrouble(StrEnum):
    """Why a code opens nothing."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    ENDED = "ended"
    """There is no such door any more."""
    MEMBER = "member"
    """Whoever types it speaks for that household already."""
    FULL = "full"
    BLOCKED = "blocked"
    """They have guessed too often."""


def read_code(words: str) -> str | None:
    """The digits, where they are all that was written: 4829 1376, 48291376, 4829-1376, full-width
    too, also with «户码» before them. Else None, also for what is
    written like a report's number."""
    found = _CODE.fullmatch(unicodedata.normalize("NFKC", words).strip())
    digits = found[1] + found[2] if found is not None else ""
    return digits if digits and digits.isascii() and not is_like_a_number(digits) else None


def is_like_a_number(digits: str) -> bool:
    """Could it be a report's number, year and month first? No code is made like that, so that neither means the
    other."""
    return _A_NUMBER.fullmatch(digits) is not None


def code_words(digits: str) -> str:
    """As it is printed and typed: 4829 1376."""
    return f"{digits[:4]} {digits[4:]}"


def blocked_until(wrong: Sequence[datetime], now: datetime) -> datetime | None:
    """Until when somebody may not try, after these wrong ones; None when they may. Aware instants in any order."""
    last = sorted(wrong)[-MAX_WRONG_CODES:]
    if len(last) < MAX_WRONG_CODES or last[-1] - last[0] > WRONG_CODES_WITHIN:
        return None
    until = last[-1] + WRONG_CODES_WITHIN
    return until if now < until else None
