"""How Telegram reads bold, links and quotes: HTML becomes plain text and a list of marked stretches."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from playground.answers import ApiError, bad_request
from playground.entities import Entities, Entity, utf16_length

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot));?")
_TOKEN = re.compile(r"[<&]")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)(?=[\s>])))?""")


def parse_html(source: str) -> tuple[str, Entities]:
    """Read Telegram's HTML, or refuse it with the sentence that Telegram would use."""
    if "<" not in source and "&" not in source:
        return source, ()
    return _HtmlReader(source).read()


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    start: int
    argument: str | None


class _HtmlReader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, Entities]:
        at = 0
        while (token := _TOKEN.search(self.source, at)) is not None:
            self._write(self.source[at : token.start()])
            if token.group() == "&":
                character, at = _read_character(self.source, token.start())
                self._write(character)
            elif self.source.startswith("</", token.start()):
                at = self._end_tag(token.start())
            else:
                at = self._start_tag(token.start())
        self._write(self.source[at:])
        if self.open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.pieces), _in_order(self.entities)

    def _write(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.length += utf16_length(text)

    def _place(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode('utf-8', 'surrogatepass'))}"

    def _start_tag(self, position: int) -> int:
        name = re.compile(r"[^\s>]*").match(self.source, position + 1)
        assert name is not None
        at = name.end()
        if at == len(self.source):
            raise _refusal(f"Unclosed start tag {self._place(position)}")
        tag = name.group().lower()
        if tag not in TAGS:
            raise _refusal(f'Unsupported start tag "{tag}" {self._place(position)}')
        attributes, at = self._attributes(tag, position, at)
        argument: str | None = None
        if tag == "a":
            argument = attributes.get("href")
        elif tag == "code" and attributes.get("class", "").startswith("language-"):
            argument = attributes["class"].removeprefix("language-")
        elif tag == "blockquote" and "expandable" in attributes:
            argument = "expandable"
        elif tag == "tg-emoji":
            argument = attributes.get("emoji-id")
        elif tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refusal(f'Tag "span" must have class "tg-spoiler" {self._place(position)}')
        self.open.append(_Open(tag, self.length, len(self.pieces), argument))
        return at

    def _attributes(self, tag: str, position: int, at: int) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        while True:
            while at < len(self.source) and self.source[at].isspace():
                at += 1
            if at == len(self.source):
                raise _refusal(f"Unclosed start tag {self._place(position)}")
            if self.source[at] == ">":
                return found, at + 1
            attribute = _ATTRIBUTE.match(self.source, at)
            if attribute is None:
                raise _refusal(f'Empty attribute name in the tag "{tag}" {self._place(position)}')
            name = attribute[1]
            values = [value for value in attribute.groups()[1:] if value is not None]
            if not values and not (tag == "blockquote" and name == "expandable"):
                raise _refusal(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" {self._place(position)}'
                )
            found[name] = _CHARACTER.sub(lambda found: _character(found), values[0]) if values else ""
            at = attribute.end()

    def _end_tag(self, position: int) -> int:
        if not self.open:
            raise _refusal(f"Unexpected end tag {self._place(position)}")
        end = re.compile(r"</([^\s>]*)\s*(>?)").match(self.source, position)
        assert end is not None
        if not end[2]:
            raise _refusal(f"Unclosed end tag {self._place(position)}")
        opened = self.open[-1]
        if end[1] and end[1] != opened.tag:
            raise _refusal(
                f'Unmatched end tag {self._place(position)}, expected "</{opened.tag}>", found "</{end[1]}>"'
            )
        self.open.pop()
        if self.length > opened.offset:
            self._mark(opened)
        return end.end()

    def _mark(self, opened: _Open) -> None:
        entity = Entity(TAGS[opened.tag], opened.offset, self.length - opened.offset)
        if opened.tag == "a":
            url = opened.argument or "".join(self.pieces[opened.start :])
            if not re.match(r"(?:https?|tg|tel|mailto):|[\w-]+\.[\w.-]+", url):
                return
            entity = replace(entity, url=url)
        elif opened.tag == "tg-emoji":
            entity = replace(entity, custom_emoji_id=opened.argument or "")
        elif opened.tag == "blockquote" and opened.argument:
            entity = replace(entity, type="expandable_blockquote")
        elif opened.tag == "code" and opened.argument:
            entity = replace(entity, language=opened.argument)
        self.entities.append(entity)


def _refusal(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _read_character(source: str, position: int) -> tuple[str, int]:
    found = _CHARACTER.match(source, position)
    if found is None:
        return "&", position + 1
    return _character(found), found.end()


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return NAMED_CHARACTERS[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return found.group()
    return chr(code)


def _in_order(entities: list[Entity]) -> Entities:
    """Outer before inner; nothing is marked inside code, and code inside pre only gives it its language."""
    blocks = [entity for entity in entities if entity.type in ("pre", "code")]
    kept: list[Entity] = []
    for entity in entities:
        around = [
            block
            for block in blocks
            if block is not entity
            and block.offset <= entity.offset
            and entity.offset + entity.length <= block.offset + block.length
            and (block.type == "pre" or entity.type != "pre")
        ]
        if around:
            continue
        if entity.type == "pre":
            inner = [code for code in blocks if code.language and _same_place(code, entity)]
            kept.append(replace(entity, language=inner[0].language) if inner else entity)
        else:
            kept.append(replace(entity, language=None) if entity.type == "code" else entity)
    return tuple(sorted(set(kept), key=lambda entity: (entity.offset, -entity.length, entity.type)))


def _same_place(one: Entity, other: Entity) -> bool:
    return (one.offset, one.length) == (other.offset, other.length)
