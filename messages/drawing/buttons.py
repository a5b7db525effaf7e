"""Buttons: what they carry back (at most 64 bytes), written and read in one place.

A button carries the version of what it stands under, so that an out-of-date one refreshes instead of acting.
Whoever presses is checked again behind the door; data of a button is never trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

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


def _parts(data: str, kind: str, count: int) -> list[str]:
    parts = data.split(":", count)
    ours = data.isascii() and data.isprintable() and len(data) <= MAX_BYTES
    if not ours or len(parts) != count + 1 or parts[0] != kind:
        raise Refusal("refused-old-button")
    return parts[1:]


@dataclass(frozen=True, slots=True)
class TicketButton:
    """Under a ticket: what to do with which one, as it stood after so many moves."""

    kind: ClassVar[str] = "t"
    action: str
    ticket_id: int
    moves: int
    arg: str = ""

    def data(self) -> str:
        return f"t:{self.action}:{_base36(self.ticket_id)}:{_base36(self.moves)}:{self.arg}"

    @classmethod
    def read(cls, data: str) -> "TicketButton":
        action, ticket_id, moves, arg = _parts(data, "t", 4)
        return cls(action, _number(ticket_id), _number(moves), arg)


@dataclass(frozen=True, slots=True)
class DraftButton:
    """Under a draft: an answer to its question, at one version of it."""

    kind: ClassVar[str] = "d"
    action: str
    version: int
    arg: str = ""

    def data(self) -> str:
        return f"d:{self.action}:{_base36(self.version)}:{self.arg}"

    @classmethod
    def read(cls, data: str) -> "DraftButton":
        action, version, arg = _parts(data, "d", 3)
        return cls(action, _number(version), arg)


@dataclass(frozen=True, slots=True)
class MenuButton:
    """Anywhere: language, lists, consent."""

    kind: ClassVar[str] = "m"
    action: str
    arg: str = ""

    def data(self) -> str:
        return f"m:{self.action}:{self.arg}"

    @classmethod
    def read(cls, data: str) -> "MenuButton":
        action, arg = _parts(data, "m", 2)
        return cls(action, arg)


@dataclass(frozen=True, slots=True)
class AnnouncementButton:
    """Under an announcement, at one version of it."""

    kind: ClassVar[str] = "a"
    action: str
    announcement_id: int
    version: int
    arg: str = ""

    def data(self) -> str:
        return f"a:{self.action}:{_base36(self.announcement_id)}:{_base36(self.version)}:{self.arg}"

    @classmethod
    def read(cls, data: str) -> "AnnouncementButton":
        action, announcement_id, version, arg = _parts(data, "a", 4)
        return cls(action, _number(announcement_id), _number(version), arg)


Button = TicketButton | DraftButton | MenuButton | AnnouncementButton
ButtonRow = Sequence[tuple[str, Button]]


def keyboard(rows: Sequence[ButtonRow]) -> dict[str, object] | None:
    """The rows as Telegram takes them; None when there is nothing to press."""
    shown = [[{"text": label, "callback_data": button.data()} for label, button in row] for row in rows if row]
    return {"inline_keyboard": shown} if shown else None


def numbered(rows: Sequence[ButtonRow]) -> list[ButtonRow]:
    """The same buttons, counted in the order they are read."""
    counted: list[ButtonRow] = []
    position = 0
    for row in rows:
        start, position = position, position + len(row)
        counted.append([(f"{n}. {label}", button) for n, (label, button) in enumerate(row, start + 1)])
    return counted


def pairs(buttons: Sequence[tuple[str, Button]], *, width: int = 2) -> list[ButtonRow]:
    """Short labels two in a row, a long one on a row of its own."""
    rows: list[list[tuple[str, Button]]] = []
    for label, button in buttons:
        short = _width(label) <= 14
        if rows and short and len(rows[-1]) < width and all(_width(other) <= 14 for other, _ in rows[-1]):
            rows[-1].append((label, button))
        else:
            rows.append([(label, button)])
    return list(rows)


def _width(label: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in label)
