"""A message of the program as its reader sees it, in whichever channel."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Seen:
    """`number`: the channel's own. `buttons` as label and data, in the order they are read."""

    number: int
    text: str
    buttons: Sequence[tuple[str, str]] = ()
    pictures: Sequence[bytes] = field(default=())
    answers: int | None = None
