"""What every notice has in common (the kinds: domain/notices.py, domain/post_notices.py)."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one person."""

    redraws: ClassVar[bool] = False
    """Several of these that wait for one reader are one."""

    secret: ClassVar[bool] = False
    """Its facts are forgotten as soon as it has left."""
