"""A screen: one message as its reader is to see it, whichever channel brings it there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from domain.views import MediaView
from domain.vocabulary import MediaKind
from messages.drawing.buttons import ButtonRow, numbered

ACCOUNT = '<a href="account:'
"""Begins the words that lead to somebody by the address of their account; people's own words hold no < that counts."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is made when it leaves; `kind`: it is looked at as a photo, or kept as a document."""

    kind: MediaKind
    name: str
    draw: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Screen:
    """Text with buttons, or files, or the menu of commands of one reader. With an upload or files the text is their
    caption; of an album the first one bears it, and a position bears none.

    The text is a small HTML, which a channel draws as well as it can: <b>, <i>, <blockquote>, <blockquote expandable>
    (folded until somebody opens it), <a href="account:ADDRESS"> (leads to that account, where the channel can); line
    breaks count, and &amp; &lt; &gt; stand for what they mean. Nothing else occurs. What is too long for one message
    the channel shortens by `fit` (messages/drawing/fitting.py).
    """

    text: str = ""
    rows: Sequence[ButtonRow] = ()
    media: Sequence[MediaView] = field(default=())
    confidential: bool = False
    menu: Sequence[tuple[str, str]] = ()
    upload: Upload | None = None
    numbered: bool = False
    """Its reader wants every button on a row of its own, with the number by which it can be answered too."""
    keeps_words: bool = False
    """Where it takes the place of a message, that one keeps its words and has these buttons."""
    beside: Sequence[ButtonRow] = ()
    """Buttons under the others that no number stands for: a house number must never ring."""

    @property
    def shows_nothing(self) -> bool:
        return not (self.text or self.media or self.menu or self.upload)

    def buttons(self) -> list[ButtonRow]:
        """What can be pressed, as it is read: row by row the labels, with their numbers. Files without words bear
        none."""
        if self.menu or (self.media and not self.text):
            return []
        rows = [*(numbered(self.rows) if self.numbered else self.rows), *self.beside]
        return [row for row in rows if row]

    def keyboard(self) -> list[list[tuple[str, str]]]:
        """The same, with what each carries back."""
        return [[(label, button.data()) for label, button in row] for row in self.buttons()]
