"""What somebody answers to «怎么称呼您？电话？»: a name, a telephone number, both, «later», or «not at all»."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.words.plain import plain

MAX_NAME_CHARACTERS = 20
"""Characters of what somebody is called."""
_SHOWN_BEFORE, _SHOWN_AFTER = 3, 4
_SPOKEN = str.maketrans("零〇一幺二三四五六七八九", "001123456789")
_READ_OUT = re.compile(r"[零〇一幺二三四五六七八九]{7,}")
"""«幺三八零零…»: a number read out digit by digit."""
_PHONE = re.compile(
    r"(?<![\d+])(?:(?:\+|00)?86[- ]?)?(?P<mobile>1[3-9]\d(?:[- .]?\d{4}){2})(?!\d)"
    r"|(?<!\d)(?P<land>\(?0\d{2,3}\)?[- ]?[2-9]\d{2,3}[- ]?\d{4})(?!\d)"
    r"|(?<!\d)(?P<abroad>\+(?!86)\d{1,3}(?:[- ]?\d{2,5}){2,4})(?!\d)"
)
_LOCAL = re.compile(r"(?<![\d-])[2-9]\d{6,7}(?![\d-])")
"""A landline without its code: a number only where one was asked for."""
_PIECE = re.compile(r"(?<![\d-])(?:1[3-9]\d{1,8}|\d{5,6}|\d{9,})(?![\d栋幢座号室楼单])")
"""Too short or too long for a telephone number, and no door."""
_WITH_LETTERS = re.compile(r"(?<![a-z\d])(?=[\da-z-]*[a-z])1[\da-z-]{7,12}(?![a-z\d])")
"""«138abc45678»"""
_OF_A_PHONE = re.compile(
    r"(?:我的?)?(?:联系)?(?:电话|手机|座机|号码|手机号码?|电话号码?)(?:号码?)?(?:就?是|[::为])?"
    r"|打(?=$|\s)|\b(?:my )?(?:phone|mobile|cell|tel|telephone)(?: number)?(?: is)?\b[.:]?"
    r"|\bmy number is\b|\bcall me (?:on|at)\b",
    re.IGNORECASE,
)
_OF_A_NAME = re.compile(
    r"^(?:您?好|你好|嗯|哦|噢)?[,，。!！ ]*(?:(?:我的?)?(?:名字|姓名|称呼)(?:就?是|叫)?[::]?"
    r"|(?:就|可以|你们?)?(?:叫|喊)我(?:名字)?(?:做|作)?"
    r"|我(?:是|叫|名叫|的?大名)|本人|免贵|叫(?=[^你您他她我人]{2,4}$))\s*"
    r"|^(?:(?:hi|hello)[, ]+)?(?:my name is|my name's|i am|i'm|im|call me|this is|name:?|it is|it's)\s+",
    re.IGNORECASE,
)
_SURNAME_ONLY = re.compile(r"^(?:我|免贵|敝)?姓([一-鿿]{1,2})$")
_AFTER_A_NAME = re.compile(r"(?:就行了?|就好了?|就可以了?|即可|吧|哈|的)$")
_EDGES = " \n\t,，、。.;；:：!！~～-—_/()（）[]【】“”\"'"
_LATER = re.compile(
    r"跳过|算了|先不[留说]?|以后再说|下次(?:再说)?|过后再说|不用|不必|没必要|不需要|没有|无|不填|暂不|等一?[下会]儿?"
    r"|skip|later|not ?now|no|none|no ?thanks|never ?mind"
)
_PARTICLE = re.compile(r"[了吧啊呀哈]$")
_NEVER = re.compile(
    r"不留|不告诉|(?:不想|不愿意?|不能|不便|不方便)(?:透露|说|留|讲|给|告诉)?你?们?$|^保密|^匿名|^别问|^不要问|^问这个|^不说|^不给|"
    r"^(?:i(?: would|'d)? )?(?:rather not|prefer not)|^do not (?:keep|ask)|^don'?t (?:keep|ask)"
    r"|^none of your|^i won'?t"
)
_NO_PHONE = re.compile(
    r"[我,，。 ]*(?:(?:没有?|无)(?:电话|手机)号?|(?:电话|手机)号?就?(?:没有|不留|不给|不方便)"
    r"|不(?:想|愿意?)?[留给]电话)[了吧。.]?"
)
_TITLES = (
    "老板娘|老人家|阿姨|姨|嬢嬢|嬢|孃孃|叔叔|叔|伯伯|伯|大爷|大妈|大姐|大哥|大叔|大婶|婶婶|婶|婆婆|婆|奶奶|爷爷|爷|姥姥|姥爷"
    "|外婆|外公|先生|女士|小姐|太太|老师|师傅|师父|医生|大夫|教授|主任|经理|老板|警官|同志|嫂子|嫂|姐姐|姐|哥哥|哥|弟|妹妹|妹|妈妈"
    "|妈|爸爸|爸|工|总|老|家长|家属|儿子|女儿|女婿|媳妇|老伴|老公|老婆"
)
_TITLED = re.compile(rf"[一-鿿·]{{1,5}}(?:{_TITLES})")
_SHORT_NAME = re.compile(r"[老小阿][一-鿿]{1,2}")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚"
    "方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐"
    "向申葛岳柴殷耿关兰焦巴左柳甘祝包宁尚符舒阮纪梅童凌毕单季裴霍涂成苗谷曲盛冉蓝翁管路游祁晏"
)
_DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|夏侯|令狐"
_FULL_NAME = re.compile(rf"(?:{_DOUBLE}|[{_SURNAMES}])[一-鿿]{{1,2}}|[{_SURNAMES}]{{2}}[一-鿿]{{2}}")
_IN_NO_NAME = re.compile(
    r"[了吗呢吧啊呀嘛哦嗯的不没谁哪这那您你他它们么啥怎很太也都还再就又已被把给跟从对行谢找问说看听用坏漏修灯电水管堵臭吵]|马上|周[一二三四五六日天末]|"
    r"时候|时间|方便|明天|后天|今天|昨天|上午|下午|中午|晚上|白天|夏天|高兴|何时|何人|安静|路上|金额|施工|严重|万一|成天|成功|关门|关于|"
    r"常常|平安|文明|单元|包括|左边|右边|石头|钱包|龙头|牛奶|雷雨|毛病|洪水|田里|林子|汤水|温度|尚可|易燃|高空|高层|白蚁|管子|管道|在家|"
    r"可以|知道|好好|收到|明白|辛苦|麻烦|帮忙|有空|有人|楼上|楼下|门口|家里"
)
_ENGLISH_NAME = re.compile(r"(?:(?:mrs?|ms|miss|dr|auntie|uncle|granny)\.? )?[a-z][a-z'.-]*(?: [a-z][a-z'.-]*){0,3}")
_ENGLISH_TITLE = re.compile(r"(?:mrs?|ms|miss|dr|auntie|uncle|granny)\.? ")
_NO_ENGLISH_NAME = re.compile(
    r"\b(?:ok|okay|yes|no|thanks|thank|you|please|the|a|is|are|was|not|when|who|what|where|how|it|hello|hi|good|fine|sure|i|we"
    r"|my|at|in|on|to|help|menu|cancel|send|still|leaking|home|here|there|am)\b"
)


class Wish(StrEnum):
    """What somebody wants who does not say who they are."""

    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Called:
    """What an answer says. `rest`: its words without the number. `piece`: a number that is none, of too few or too many
    digits, or with letters in it. `named`: the words say themselves that they are a name, or look like nothing else."""

    name: str | None = None
    phone: str | None = None
    piece: str | None = None
    wish: Wish | None = None
    named: bool = False
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class FoundPhone:
    """A telephone number in a text, its digits alone (with a + where it began with one), and where it stands."""

    number: str
    start: int
    end: int


def _readable_digits(text: str) -> str:
    said = unicodedata.normalize("NFKC", text)
    return _READ_OUT.sub(lambda row: row[0].translate(_SPOKEN), said)


def phones_in(text: str) -> Sequence[FoundPhone]:
    """Every telephone number that is one without doubt: a mobile, a landline with its code, one from abroad."""
    said = _readable_digits(text)
    return [FoundPhone(_digits(match), match.start(), match.end()) for match in _PHONE.finditer(said)]


def without_phones(text: str) -> str:
    """The words without their telephone numbers, and without «电话» where one stood behind it."""
    said = _readable_digits(text)
    return _OF_A_PHONE_LEFT.sub(" ", _PHONE.sub("\0", said)).replace("\0", " ").strip(_EDGES)


_OF_A_PHONE_LEFT = re.compile(rf"(?:{_OF_A_PHONE.pattern})\s*\0", re.IGNORECASE)


def _digits(match: re.Match[str]) -> str:
    if match["mobile"] is not None:
        return re.sub(r"\D", "", match["mobile"])
    if match["land"] is not None:
        return re.sub(r"\D", "", match["land"])
    return "+" + re.sub(r"\D", "", match["abroad"])


def masked(phone: str) -> str:
    """«138…5678»: enough to know one's own."""
    return f"{phone[:_SHOWN_BEFORE]}…{phone[-_SHOWN_AFTER:]}"


def read_calling(text: str, *, most: int = MAX_NAME_CHARACTERS) -> Called:
    """What these words answer to «how may we call you, and where may we ring?»; nothing where they answer neither.
    `most`: characters of a name."""
    said = _readable_digits(text).strip()
    if (wish := _wish_in(said)) is not None:
        return Called(wish=wish)
    said = _NO_PHONE.sub(" ", said)
    phones = list(_PHONE.finditer(said))
    local = _LOCAL.search(said) if not phones else None
    phone = _digits(phones[0]) if phones else local[0] if local else None
    rest = _LOCAL.sub(" ", said) if local else _PHONE.sub(" ", said)
    letters = _WITH_LETTERS.search(rest.lower()) if phone is None else None
    piece = letters or (_PIECE.search(rest) if phone is None else None)
    if piece is not None:
        rest = f"{rest[: piece.start()]} {rest[piece.end() :]}"
    spoke_of_phone = _OF_A_PHONE.search(rest) is not None
    rest = _OF_A_PHONE.sub(" ", rest) if phone or piece else rest
    led = _OF_A_NAME.sub("", rest.strip(_EDGES), count=1).strip(_EDGES)
    named_so = led != rest.strip(_EDGES)
    surname = _SURNAME_ONLY.match(led)
    name = _AFTER_A_NAME.sub("", surname[1] if surname else led) if (named_so or surname) else led
    name = " ".join(name.strip(_EDGES).split())
    readable = any(unicodedata.category(char)[0] == "L" for char in name)
    return Called(
        name=name if readable and len(name) <= most else None,
        phone=phone,
        piece=(letters or piece)[0] if piece is not None else None,
        named=readable and len(name) <= most and (named_so or surname is not None or looks_like_a_name(name)),
        too_long=readable and len(name) > most and not spoke_of_phone,
    )


def _wish_in(said: str) -> Wish | None:
    bare = re.sub(r"[\s,，。.!！~]", "", plain(said))
    if any(_LATER.fullmatch(one) or _NO_PHONE.fullmatch(one) for one in (bare, _PARTICLE.sub("", bare))):
        return Wish.LATER
    return Wish.NEVER if len(said) <= 24 and _NEVER.search(plain(said).strip(_EDGES)) else None


def looks_like_a_name(text: str) -> bool:
    """Would anybody take these words, alone, for what somebody is called?"""
    said = text.strip(_EDGES)
    low = said.lower()
    if re.fullmatch(r"[一-鿿·]+", said):
        if _IN_NO_NAME.search(said):
            return False
        return any(form.fullmatch(said) is not None for form in (_TITLED, _SHORT_NAME, _FULL_NAME))
    if _ENGLISH_NAME.fullmatch(low) is None or _NO_ENGLISH_NAME.search(low):
        return False
    return _ENGLISH_TITLE.match(low) is not None or said[0].isupper()
