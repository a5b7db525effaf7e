"""What somebody said in a channel, whichever it is: one message, one press, one correction, or what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.vocabulary import MediaKind

MAX_MEGABYTES = 20
"""The most a file may have; what is bigger could not be shown to everybody (Telegram gives a bot no more)."""


class SaidKind(StrEnum):
    """What came."""

    WORDS = "words"
    PRESS = "press"
    EDIT = "edit"
    JOINED = "joined"
    BLOCKED = "blocked"
    IN_A_GROUP = "in_a_group"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class SaidFile:
    """A file as its channel names it: `ref` is what the channel gives it out for again, `size` in bytes (0: unknown).
    A position is no file: it has no `ref`, but degrees."""

    kind: MediaKind
    ref: str = ""
    size: int = 0
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_too_big(self) -> bool:
        return self.size > MAX_MEGABYTES * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, pressed or put right; what is missing was not part of it.

    `account`: the address, in its channel, of whoever speaks; in a group that of the group. `number`: the channel's own
    number of this message: what somebody and the program write to each other is counted together, and upwards. `words`
    as they were written; of a `command` with it and its slash, which `command` has not: a link with a code comes back
    as «/start CODE». `answers`: the number of the message it replies to. `pressed_on`: the number of the message whose
    button was pressed, `pressed` what the button carries, `beside` what all buttons of that message carry, `press` by
    what the channel knows the press, to answer it. `album`: the files of several messages belong together. `contact`: a
    telephone number of their own that they have shared. `language`: of their device, as they gave it.
    """

    account: str
    at: datetime
    number: int
    kind: SaidKind
    words: str = ""
    command: str | None = None
    files: Sequence[SaidFile] = ()
    contact: str | None = None
    answers: int | None = None
    pressed_on: int | None = None
    pressed: str | None = None
    beside: Sequence[str] = ()
    press: str = ""
    album: str | None = None
    name: str | None = None
    language: str | None = None
