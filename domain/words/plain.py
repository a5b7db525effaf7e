"""One way of writing: full-width, traditional and capital letters become plain, whatever keyboard they came from."""

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

_DASHES = re.compile(r"[\u2010-\u2015\u2212\uff5e~_]|(?<=\d)一(?=\d)")
"""What stands between two numbers; «一» does too, where a keyboard has no better."""


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=32)  # one text and its clauses are asked for place, danger, category, greeting
def plain(text: str) -> str:
    """Simplified characters, half-width digits, small letters, one kind of dash. Positions may move."""
    return _DASHES.sub("-", _simplified().convert(unicodedata.normalize("NFKC", text)).lower())
