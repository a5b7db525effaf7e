"""What somebody says instead of pressing a button: the same in everyday words, with the thanks and particles around it.

A saying is the whole of a clause. «…» in it stands for a few words of one's own: «…亮了» is also «楼道灯亮了». Of
several that fit, the one that says most itself is meant.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import Generic, TypeVar

from domain.words.plain import plain

K = TypeVar("K")

MOST_CHARACTERS = 60
"""Of a whole answer (see `width`): whoever writes more tells a story."""
_OPEN = 8
"""So many characters «…» may stand for, and three times as many Latin letters."""

_ENDS = re.compile(r"[,，、。.;；:：!！\n]+")
_BUT = re.compile(
    r"^(?:但是|但|不过|可是|就是|只是|然后|而且|所以|(?:and|but|so|however|though|although)(?= ))\s*(?=.)"
)
_NO_FIRST = re.compile(r"^(没有|没|不|nope|no)\s*(?=还|又|仍|依然|依旧|一直|师傅|(?:it|the|still|not|nobody|they)\b)")
"""«没有还在漏», «no it still drips»: two clauses without a mark between."""
_ASKS = re.compile(
    r"\?|(?:吗|么)$|(?:了|好|完|通|亮|来)没有?$|什么时候|啥时候|几时|几点|多久|哪天|如何|怎么办|咋办|咋个办|怎么样|咋样"
    r"|是不是|(?<!没)有没有|能不能|可不可以|会不会|要不要"
    r"|^(?:when|how|who|why|what|where|which)\b"
    r"|^(?:is|are|has|have|did|does|do|can|could|will)(?: not)? (?:it|the|they|this|that|you|he|she|i|we)\b(?=.)"
)


def listed(*lines: str) -> tuple[str, ...]:
    """Sayings as they are written down: with a slash between them."""
    return tuple(one for line in lines for one in line.split("/"))


_FIRST = listed(
    "嗯嗯/嗯/哦哦/哦/噢/喔/啊/哎呀/哎/唉/诶/欸/喂/哈哈/哈/呵呵/嘿/你好/您好/师傅/楼长/同志/谢谢/多谢/感谢",
    "麻烦/好的/行/那个/那/已经/都/全/现在/目前/刚刚/刚才/刚/终于/总算/今天/昨天/昨晚/早上/上午/下午/晚上",
    "回来/看了/看过了/我看/试了/试过了/我家/我们/我/是的/对的/对/确实/真的/这下/这次/yes/yeah/yep/yup",
    "okay/ok/oh/ah/hi/hello/well/hey/please/thanks/now/thank you/it's/it is/it has been/its/it/that's/is",
    "has been/that is/everything is/everything/all is/all/already/finally/i think/the/dear/just",
)
_LAST = listed(
    "啦/咯/喽/嘞/啰/哩/吧/啊/呀/哈/呢/哦/嘛/哟/噢/喔/的/哈哈/嘿嘿/谢谢/谢谢您/谢谢你/谢谢你们/谢谢师傅",
    "谢谢楼长/谢谢社区/谢谢大家/谢谢各位/唔该/唔该晒/多谢晒/谢谢了/多谢/多谢了/谢了/感谢/感谢您/非常感谢/太感谢了/麻烦/麻烦了",
    "麻烦您了/麻烦你了/麻烦你们了/辛苦/辛苦了/辛苦各位/辛苦各位了/辛苦大家了/辛苦您了/辛苦你们了/师傅/楼长/大哥/大姐/现在/一下/已经",
    "thanks/thank you/thank you very much/thank you so much/thanks a lot/many thanks/thx/cheers/please",
    "now/already/finally/indeed/sir/madam/today",
)
_NOW_SO = "啦喽咯嘞哒勒哩哉咧呐"
"""«好啦» is «好了»."""
_PRAISE = listed(
    "还可以/还行/还好/还不错/还是不错/不错/很好/挺好/蛮好/真好/太好了/好得很/好极了/…真快/…很快/…太快了",
    "…挺快/…好快/…很好/…挺好/…真好/…不错/…及时/…负责/…专业/…热心/…辛苦了/…辛苦/…谢谢…/谢谢…/…感谢…/多谢…",
    "满意/很满意/非常满意/点赞/给…点赞/赞/厉害/放心了/没说的/没得说/great/great job/good job/well done",
    "perfect/excellent/very good/very quick/very fast/quick work/nice work/much appreciated/appreciate it",
    "放心/放心吧/不用担心/不担心了/thanks…/thank you…/巴适/安逸/得劲/速度…/动作…快",
)
_BESIDE = listed(
    "收到/收到了/知道了/明白了/师傅走了/师傅刚走/人走了/刚走/…不知道…/…不清楚…/…不晓得…",
    "…nobody is at home…/…nobody is home…",
    "…来了/…来过了/…来修了/…来修过了/…修过了/…来看了/…来看过了/…换了…/…换过了/…帮…了/他们来了/they came/got it",
    "…还没看…/…还没回…/…还没试…/…还没检查…/…还没到家…/…还不知道…/…还没下班…/…没注意…/…还没去看…/…not sure…",
)
"""What happened on the way, or is not known yet: no answer either."""
_TURNS = re.compile(
    r"没|不|未|别|无|又|还|再|也|仍|才|另|等|想|请|让|叫|说|怎么|咋|谁|什么|哪|为啥|何时|明天|后天|一半|一点|好像|似乎|可能"
    r"|大概|估计|应该|(?<![很真])快|n't"
    r"|\b(?:no|not|never|still|until|only|who|what|also|another|but|again|half|partly|almost|nearly|maybe|seems|should)\b"
)
"""Words that turn a sentence round: where a saying has none of them, none stands in its «…» either."""
_SUPPOSES = re.compile(r"如果|要是|万一|希望|能否|\b(?:if|when|unless|hope|hopefully)\b")


def width(text: str) -> int:
    """In characters; a Latin letter counts a third, as it says so much."""
    return ceil(sum(1 if ord(char) > 0x2E7F else 1 / 3 for char in text))


def asks(text: str) -> bool:
    """Does it want to know something? «好了吗» is no answer, nor is «修好没»."""
    return _ASKS.search(_readable(text)) is not None


def has_question_mark(text: str) -> bool:
    return "?" in plain(text)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of an answer: as it was written, and every way to read it without what stands around it."""

    written: str
    forms: frozenset[str]


@lru_cache(maxsize=32)
def clauses_of(text: str) -> Sequence[Clause]:
    """Its clauses, without those that are nothing but thanks and particles where others are told; none of what is too
    long for an answer."""
    said = _readable(text)
    if width(said) > MOST_CHARACTERS:
        return ()
    parts = [part for piece in _ENDS.split(said) for part in _parts(piece.strip(" -")) if part]
    told = tuple(Clause(part, forms) for part in parts if not _is_around(forms := forms_of(part)))
    return told or tuple(Clause(part, forms_of(part)) for part in parts[:1])


def _parts(piece: str) -> list[str]:
    piece = _BUT.sub("", piece)
    found = _NO_FIRST.match(piece)
    return [found[1], piece[found.end() :]] if found is not None else [piece]


_WRITTEN_OTHERWISE = (
    *(("’", "'"), ("‘", "'"), ("can't", "can not"), ("won't", "will not"), ("n't", " not"), ("'s ", " is ")),
    *(("莫得", "没"), ("没得", "没"), ("冇", "没"), ("莫", "没")),
)
"""Contractions, and what «没» is in the south."""


def _readable(text: str) -> str:
    """One way of writing, without emoji, brackets and quotation marks; a blank after a Chinese character is a comma."""
    said = plain(text)
    for written, meant in _WRITTEN_OTHERWISE:
        said = said.replace(written, meant)
    kept = "".join(char if unicodedata.category(char)[0] in "LNP" or char == "\n" else " " for char in said)
    kept = re.sub(r"[\"“”「」『』《》〈〉«»()\[\]*]", " ", kept).strip(" -")
    return re.sub(r"(?<=[\u4e00-\u9fff]) +(?=\S)|(?<=\S) +(?=[\u4e00-\u9fff])", ",", kept)


def whole(phrase: str) -> str:
    """The phrase alone, to be compared: without marks around it or inside."""
    said = _ENDS.sub(" ", _readable(phrase)).strip(" -")
    return re.sub(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])", "", " ".join(said.split()))


@lru_cache(maxsize=256)
def forms_of(clause: str) -> frozenset[str]:
    """The clause, and what is left of it when particles and thanks are taken away, one after the other."""
    found, left = set[str](), [clause.strip()]
    while left:
        form = left.pop()
        if form and form not in found:
            found.add(form)
            left += [form[:-1] + "了"] if form[-1] in _NOW_SO else []
            left += [form[: len(form) // 2]] if form[: len(form) // 2] * 2 == form else []  # 好了好了
            left += [rest for word in _FIRST if (rest := _without_first(form, word)) is not None]
            left += [rest for word in _LAST if (rest := _without_last(form, word)) is not None]
    return frozenset(found)


def _is_around(forms: frozenset[str]) -> bool:
    return not _AROUND.isdisjoint(forms)


_AROUND = frozenset({*_FIRST, *_LAST})


def _without_first(form: str, word: str) -> str | None:
    rest = form.removeprefix(word)
    cuts = word[-1].isascii() and rest[:1].isascii() and rest[:1].isalpha()
    return rest.strip() if rest != form and not cuts else None


def _without_last(form: str, word: str) -> str | None:
    rest = form.removesuffix(word)
    cuts = word[0].isascii() and rest[-1:].isascii() and rest[-1:].isalpha()
    return rest.strip() if rest != form and not cuts else None


@dataclass(frozen=True, slots=True)
class _Saying(Generic[K]):
    pattern: re.Pattern[str]
    needs: str
    own: int
    turns: bool
    value: K

    def fits(self, form: str) -> bool:
        if self.needs not in form or (found := self.pattern.fullmatch(form)) is None:
            return False
        gaps = found.groups()
        return not any(_SUPPOSES.search(gap) or (not self.turns and _TURNS.search(gap)) for gap in gaps)


class Sayings(Generic[K]):
    """Many sayings, each of something; found by the forms of a clause."""

    def __init__(self, sayings: Iterable[tuple[str, K]]) -> None:
        self._whole: dict[str, list[K]] = {}
        self._open: list[_Saying[K]] = []
        for written, value in sayings:
            if "…" in written:
                self._open.append(_open(written, value))
            else:
                self._whole.setdefault(whole(written), []).append(value)

    def heard(self, forms: Iterable[str]) -> Mapping[K, int]:
        """What these forms of one clause say, each with how much of it the saying's own words are: twice as much where
        they are all of it."""
        found: dict[K, int] = {}
        for form in forms:
            for value in self._whole.get(form, ()):
                found[value] = max(found.get(value, 0), 2 * len(form))
            for one in self._open:
                if found.get(one.value, 0) < one.own and one.fits(form):
                    found[one.value] = one.own
        return found


def _open(written: str, value: K) -> _Saying[K]:
    parts = [whole(part) for part in written.split("…")]
    own = "".join(parts)
    gap = rf"(.{{0,{_OPEN * (3 if own.isascii() else 1)}}}?)"
    pattern = re.compile(gap.join(_one_part(part) for part in parts))
    return _Saying(pattern, max(parts, key=len), len(own), _TURNS.search(own) is not None, value)


def _one_part(part: str) -> str:
    """Latin words are whole words."""
    return rf"(?<![a-z]){re.escape(part)}(?![a-z])\s*" if part and part.isascii() else re.escape(part)


_ASIDE: Sayings[None] = Sayings((word, None) for word in (*_PRAISE, *_BESIDE))


def is_said_aside(clause: Clause) -> int:
    """How much of the clause is praise, thanks and what happened on the way, which answer nothing and are no other
    matter; 0 for none."""
    return _ASIDE.heard(clause.forms).get(None, 0)
