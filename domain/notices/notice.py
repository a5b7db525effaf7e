"""The base of all notices: facts that somebody must be told, kept as facts (domain/notices/notices.py)."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one person."""

    redraws: ClassVar[bool] = False
    """Several of these that wait for one reader are one."""
    carries_words: ClassVar[bool] = False
    """Its facts may be what somebody typed or is called, or open something; they are not kept once it has left."""
