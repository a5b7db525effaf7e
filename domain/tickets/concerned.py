"""Whom a report is made for, as whoever reports writes it: a name, a door, a telephone number; and do they know?"""

import re
from dataclasses import dataclass

from domain.community import Community
from domain.places.own_door import read_door
from domain.vocabulary import Aware
from domain.words.calling import MAX_NAME_CHARACTERS, read_calling
from domain.words.plain import plain

MAX_CONCERNED_CHARACTERS = 60
"""Characters of a name, with a door and a telephone number."""
_APART = re.compile(r"[\s,，、;；:：]+")
_EDGES = " \n\t,，、:：;；"
_NOTHING = re.compile(
    r"(?:她|他|老人|他们)?(?:不知道|不清楚|不晓得|没有?(?:电话|手机)?|跳过|算了|不记得了?|忘了"
    r"|i do not know|i don'?t know|no idea|none|no|skip|no phone|she has none|he has none)[了呢吧。.!！ ]*"
)
_HAS_ASKED = re.compile(
    r"(?:让|叫|喊|托|委托|请|拜托|要)我|委托|授权|同意|\basked me\b|\bon (?:her|his|their) behalf\b|agreed"
)
_NOT_YET = re.compile(
    r"不知道|不晓得|不清楚|不知情|(?:还|暂时)?没(?:有)?(?:跟|和|给|告诉|说|讲|知道|问|提)|还没|没有?$|瞒着|背着|^不$"
    r"|\bno\b|\bnot\b|does ?n[o']t|has ?n[o']t|without (?:her|his|their)"
)
_KNOWS = re.compile(
    r"知道|晓得|知情|清楚|(?:说|讲|打)过(?:招呼)?|告诉(?:过|了)|^(?:是|是的|对|嗯|有)$|\byes\b"
    r"|\bknows?\b|\bdoes\b|\btold (?:her|him|them)\b"
)


@dataclass(frozen=True, slots=True)
class Concerned:
    """What the words say of them. `piece`: a number that is no telephone number; `nothing`: they say that it is not
    known, or is not to be said."""

    name: str | None = None
    door: str | None = None
    phone: str | None = None
    piece: str | None = None
    nothing: bool = False


def read_concerned(text: str, community: Community) -> Concerned:
    """Name, door and number, wherever in the words they stand. A name is whatever is left."""
    if _NOTHING.fullmatch(plain(text).strip(_EDGES)) is not None:
        return Concerned(nothing=True)
    said = read_calling(text, most=MAX_CONCERNED_CHARACTERS)
    if said.wish is not None:
        return Concerned(nothing=True)
    rest = _without_number(text, said.phone, said.piece)
    words = [one for one in _APART.split(rest) if one]
    doors = [one for one in words if read_door(one, community) is not None]
    if doors:
        rest = " ".join(one for one in words if one not in doors)
    return Concerned(rest.strip(_EDGES) or None, " ".join(doors) or None, said.phone, said.piece)


def _without_number(text: str, phone: str | None, piece: str | None) -> str:
    """The words as they were written, but for the number and what calls it one."""
    if phone is None and piece is None:
        return text
    digits = piece if phone is None else phone.removeprefix("+")
    spaced = r"[\s().-]*".join(map(re.escape, digits or ""))
    left = re.sub(rf"(?:(?:\+|00)?86[- ]?)?\(?\+?{spaced}", " ", text, count=1, flags=re.IGNORECASE)
    left = left if left != text else read_calling(text, most=MAX_NAME_CHARACTERS * 3).name or ""
    return re.sub(r"(?:联系)?(?:电话|手机|号码|手机号)(?:号码?)?(?:是|[:：])?\s*(?=$|\s)", " ", left)


def read_aware(text: str) -> Aware | None:
    """What the words answer to «do they know that you report for them?»."""
    said = plain(text).strip(" ,，。.!！")
    if len(said) > MAX_NAME_CHARACTERS:
        return None
    if _NOT_YET.search(said):
        return Aware.NOT_YET
    if _HAS_ASKED.search(said):
        return Aware.ENTRUSTED
    return Aware.KNOWS if _KNOWS.search(said) else None
