"""The marked stretches of a text: what is bold, what is a link, and how a text with them is written down.

Offsets and lengths are counted in UTF-16 code units, as the Bot API counts them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape

from playground.accounts import Account
from playground.answers import Json

MARKUP = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}

_AUTOMATIC = re.compile(
    r"(?P<url>https?://[^\s<>\"，。；）】》]+)"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z][A-Za-z0-9_]{3,31})(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked stretch of a text."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    user: Account | None = None

    def to_json(self) -> Json:
        found: Json = {"type": self.type, "offset": self.offset, "length": self.length}
        for name in ("url", "language", "custom_emoji_id"):
            if (value := getattr(self, name)) is not None:
                found[name] = value
        if self.user is not None:
            found["user"] = self.user.to_json()
        return found


Entities = tuple[Entity, ...]


def utf16_length(text: str) -> int:
    if text.isascii() or max(text) <= "\uffff":
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def trimmed(text: str, entities: Entities) -> tuple[str, Entities]:
    """Telegram takes the white space off both ends of a message."""
    clean = text.strip()
    if len(clean) == len(text):
        return text, entities
    lost = len(text) - len(text.lstrip())
    end = utf16_length(clean)
    kept = []
    for entity in entities:
        start = max(entity.offset - lost, 0)
        stop = min(entity.offset + entity.length - lost, end)
        if stop > start:
            kept.append(replace(entity, offset=start, length=stop - start))
    return clean, tuple(kept)


def with_automatic(text: str, entities: Entities) -> Entities:
    """Add the commands, links and mentions that Telegram finds by itself."""
    if "/" not in text and "@" not in text:
        return entities
    covered = [
        (entity.offset, entity.offset + entity.length)
        for entity in entities
        if entity.type in ("code", "pre", "text_link", "text_mention")
    ]
    found = []
    for match in _AUTOMATIC.finditer(text):
        start = utf16_length(text[: match.start()])
        stop = start + utf16_length(match.group())
        if not any(begin < stop and start < end for begin, end in covered):
            found.append(Entity(match.lastgroup or "", start, stop - start))
    if not found:
        return entities
    return tuple(sorted((*entities, *found), key=lambda entity: (entity.offset, -entity.length)))


def to_html(text: str, entities: Entities) -> str:
    """The text as HTML that would be read as the same text and entities."""
    units = text.encode("utf-16-le", "surrogatepass")
    marks: dict[int, list[str]] = {}
    for entity in entities:
        start, end = _html_tags(entity)
        marks.setdefault(entity.offset, []).append(start)
        marks.setdefault(entity.offset + entity.length, []).insert(0, end)
    pieces: list[str] = []
    at = 0
    for place in sorted(marks):
        piece = units[at * 2 : place * 2].decode("utf-16-le", "surrogatepass")
        pieces += (escape(piece, quote=False), *marks[place])
        at = place
    pieces.append(escape(units[at * 2 :].decode("utf-16-le", "surrogatepass"), quote=False))
    return "".join(pieces)


def _html_tags(entity: Entity) -> tuple[str, str]:
    if entity.type == "text_link":
        return f'<a href="{escape(entity.url or "")}">', "</a>"
    if entity.type == "text_mention":
        return f'<a href="tg://user?id={entity.user.id if entity.user else 0}">', "</a>"
    if entity.type == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    tag = MARKUP.get(entity.type)
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")
