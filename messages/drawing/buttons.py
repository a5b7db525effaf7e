"""Buttons: what they carry back (at most 64 bytes), written and read in one place.

A button carries the version of what it stands under, so that an out-of-date one refreshes instead of acting.
Whoever presses is checked again behind the door; data of a button is never trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.ids import LARGEST
from domain.refusal import Refusal

MAX_BYTES = 64
EMERGENCY = "sos"
"""The two buttons that stand under every question; whatever holds other presses back lets them pass."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


def _number(text: str) -> int:
    if not text or len(text) > 13 or not text.isalnum() or text.lower() != text:
        raise Refusal("refused-old-button")
    number = int(text, 36)
    if number > LARGEST:
        raise Refusal("refused-old-button")
    return number


ON_TICKET, ON_DRAFT, ANYWHERE = "t", "d", "m"
"""Kinds of buttons, by the subject they belong to."""
_WITHOUT_ID = frozenset({ON_DRAFT, ANYWHERE})
_WITHOUT_VERSION = frozenset({ANYWHERE})


class Tone(StrEnum):
    """How a button stands out, where a channel can show that; one that cannot draws it like the others."""

    PRIMARY = "primary"
    """What is most likely wanted here; one a screen."""
    DANGER = "danger"
    """It rings, or it cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Button:
    """What a press brings back: whose button it is (`kind`), what is to be done, with which of the subject's rows, as
    it stood at which version of it, and with what. All but the first two may be missing. `tone` is how it looks, and
    comes back with no press."""

    kind: str
    action: str
    subject_id: int = 0
    version: int = 0
    arg: str = ""
    tone: Tone | None = field(default=None, compare=False)

    def data(self) -> str:
        """As a channel carries it: numbers in base 36, and no numbers at all in kinds that never had them, so that what
        hangs under old messages and what hangs under new ones reads the same."""
        numbers = [] if self.kind in _WITHOUT_ID else [_base36(self.subject_id)]
        numbers += [] if self.kind in _WITHOUT_VERSION else [_base36(self.version)]
        return ":".join((self.kind, self.action, *numbers, self.arg))

    @classmethod
    def read(cls, data: str) -> "Button":
        """Raises Refusal for what was never a button of ours."""
        kind, _, rest = data.partition(":")
        numbers = (kind not in _WITHOUT_ID) + (kind not in _WITHOUT_VERSION)
        parts = rest.split(":", numbers + 1)
        ours = data.isascii() and data.isprintable() and len(data) <= MAX_BYTES
        if not ours or not kind or len(parts) != numbers + 2:
            raise Refusal("refused-old-button")
        action, *given, arg = parts
        version = _number(given.pop()) if kind not in _WITHOUT_VERSION else 0
        return cls(kind, action, _number(given.pop()) if given else 0, version, arg)

    @classmethod
    def read_or_none(cls, data: str) -> "Button | None":
        """The same; None for what was never a button of ours."""
        try:
            return cls.read(data)
        except Refusal:
            return None

    @property
    def is_emergency(self) -> bool:
        """One of the two under every question?"""
        return (self.kind, self.action) == (ANYWHERE, EMERGENCY)


Labelled = tuple[str, Button]
ButtonRow = Sequence[Labelled]


def primary(labelled: Labelled) -> Labelled:
    """The same button as what is most likely wanted: `primary(press("send"))`."""
    return labelled[0], replace(labelled[1], tone=Tone.PRIMARY)


def danger(labelled: Labelled) -> Labelled:
    """The same button as one that rings, or that cannot be taken back."""
    return labelled[0], replace(labelled[1], tone=Tone.DANGER)


def numbered(rows: Sequence[ButtonRow]) -> list[ButtonRow]:
    """The same buttons, each on a row of its own, counted in the order they are read."""
    every = [labelled for row in rows for labelled in row]
    return [[(f"{n}. {label}", button)] for n, (label, button) in enumerate(every, 1)]


def pairs(buttons: Sequence[Labelled], *, width: int = 2) -> list[ButtonRow]:
    """Short labels two in a row, a long one on a row of its own."""
    rows: list[list[Labelled]] = []
    for label, button in buttons:
        short = _width(label) <= 14
        if rows and short and len(rows[-1]) < width and all(_width(other) <= 14 for other, _ in rows[-1]):
            rows[-1].append((label, button))
        else:
            rows.append([(label, button)])
    return list(rows)


def _width(label: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in label)
