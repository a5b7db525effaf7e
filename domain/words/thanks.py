"""Thanks and praise, where a message is nothing but that: «谢谢师傅», «修得真好», «thank you so much»."""

import re
import unicodedata

from domain.words.plain import plain

MAX_CHARACTERS = 60
"""Whoever writes more has something else to say."""

_WHO = (
    r"(?:[\u4e00-\u9fff]?(?:师傅|楼长|楼栋长|组长|书记|主任|老师|阿姨|大姐|大哥|叔叔|同志)们?|你们?|您们?|各位|大家|社区|物业|你俩|"
    r"帮忙|关心|领导)"
)
_SMALL = (
    r"(?:嗯+|哦+|噢|好的?|好嘞|好滴|行|是的|对|收到|知道了|晓得了|明白了|请|真的?是?|真心|太|非常|十分|特别|很|万分|实在|"
    r"那就|那|就|先|再次|也|都|又|了|啦|咯|啊|呀|哈+|哟|哦|呢|噻|嘛|的|得很|得不得了|一下|这么快|这么晚|还|楼上的|我|我们|全家|"
    r"为|给|让|跟|向|对|说一?声|一声|说|转告|替我|代我|帮我)"
)
_THANKS = (
    r"(?:谢谢+|多谢|谢了|谢啦|谢过|感谢|感激不尽|感激|辛苦了?|辛苦啦|费心了?|受累了?|有劳了?|麻烦你们?了|麻烦您们?了|劳烦了|"
    r"让您费心了?|添麻烦了|3q|3ks|thx|thanks|感恩)"
)
_DEGREE = r"(?:真的?是?|太|很|非常|特别|相当|好|挺|蛮|十分|实在|都|也|又|得|就是)"
_WELL = (
    r"(?:好|棒|快|赞|不错|到位|利索|利落|麻利|漂亮|周到|及时|迅速|负责|热心|热情|耐心|细心|认真|给力|专业|靠谱|贴心|巴适|可以|"
    r"满意|高效|高|没得说|没的说)"
)
_DOES = r"(?:修理?|弄|办|办理|处理|解决|做|干活|活?干|搞|清理|打扫|来)"
_HAS = r"(?:办事|服务|态度|手艺|技术|效率|速度|动作|活儿?|水平|反应)"
_PRAISE = (
    rf"(?:{_WHO}?的?(?:{_HAS}{{1,2}}(?:得|的)?又?|{_DOES}(?:得|的|{_DEGREE})又?){_DEGREE}*{_WELL}(?:又{_WELL})*|(?:{_WHO})?{_DEGREE}+{_WELL}(?:又{_WELL})*|"
    r"点个?赞|大拇指|好样的|为[^,。]{1,6}点赞|人真好|真是好人|好人一生平安)"
)
_CHINESE = re.compile(rf"(?:{_THANKS}|{_PRAISE}|{_WHO}|{_SMALL})+")
_SAYS_SO = re.compile(rf"{_THANKS}|{_PRAISE}")
_NO_PRAISE = re.compile(
    r"(?:好|行|太好了|很好|挺好|还好|那好|也好|都好|就好|可以|好快|满意|很满意|非常满意|不错)+(?:了|的|啊|呀)*"
)
"""An answer to a question, as often as praise."""

_ENGLISH = re.compile(
    r"(?:(?:ok|okay|great|oh|wow|many|so|very|a|lot|much|again|all|everyone|for|the|your|help|helping|me|us|it|you|quick|"
    r"fast|work|team|steward|sir|mate|really|i|we|this|that|coming|repair|fixing|and|to|guys|everybody|million|kind|is|was|"
    r"are|were|truly|indeed|appreciate|appreciated|thank|thanks|thankyou|thx|ty|cheers|tysm|good|great|nice|excellent|"
    r"brilliant|awesome|wonderful|amazing|job|done|well|best|fantastic|perfect|lovely|service|response|super|stuff|"
    r"that's|thats|you're|grateful|thankful|pass|on|tell|him|her|them|my|say|please) ?)+"
)
_ENGLISH_SAYS_SO = re.compile(
    r"\b(?:thank|thanks|thankyou|thx|ty|tysm|cheers|appreciated?|grateful|thankful|well done|(?:good|great|nice|"
    r"excellent|brilliant|awesome|amazing|fantastic|lovely|quick|super) (?:job|work|service|response|stuff|repair|"
    r"help)|"
    r"you(?:'re| are)(?: all)? (?:the best|great|awesome|brilliant|amazing|wonderful))\b"
)
_MARKS = re.compile(r"[^\w' ]+")


def says_thanks(words: str) -> bool:
    """Is the whole message thanks or praise? What tells of anything else besides is not."""
    if len(words) > MAX_CHARACTERS or "?" in plain(words):
        return False
    said = _said(words)
    if said.isascii():
        return _ENGLISH.fullmatch(said) is not None and _ENGLISH_SAYS_SO.search(said) is not None
    said = said.replace(" ", "")
    says_so = re.search(_THANKS, said) is not None or _NO_PRAISE.fullmatch(said) is None
    return _CHINESE.fullmatch(said) is not None and _SAYS_SO.search(said) is not None and says_so


def thanks_besides(words: str) -> bool:
    """Does a short answer thank too: «修好了，谢谢»?"""
    said = plain(words)
    if len(words) > MAX_CHARACTERS or "?" in said:
        return False
    return re.search(_THANKS, said) is not None or re.search(r"\b(?:thank you|thanks|thx|cheers)\b", said) is not None


def _said(words: str) -> str:
    """Without marks and emoji."""
    text = _MARKS.sub(" ", plain(words).replace("’", "'"))
    letters = "".join(char if unicodedata.category(char)[0] in "LN" or char in "' " else " " for char in text)
    return " ".join(letters.split())
