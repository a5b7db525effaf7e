"""What somebody wants by a sentence: to report something, to ask about what was reported, or just to talk."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.categories import CategoryIndex
from domain.phrases import Phrases
from domain.plain import plain


class Meaning(StrEnum):
    """What a text is, before anything is opened for it."""

    REPORT = "report"
    FOLLOW_UP = "follow_up"
    """About something already reported: «怎么还没人来»."""
    SMALL_TALK = "small_talk"
    """Greetings, thanks, house-hunting, advertisements, a single emoji: nothing is opened for it."""


@dataclass(frozen=True, slots=True)
class MeaningWords:
    """`trouble`: something is wrong. `follow_up`: where is the answer to what I said. `talk`: words of small talk
    and of house-hunting. `ads`: nobody reports with these. `greetings`: the whole sentence is one of them."""

    trouble: Sequence[str] = ()
    follow_up: Sequence[str] = ()
    talk: Sequence[str] = ()
    ads: Sequence[str] = ()
    greetings: Sequence[str] = ()


LONG = 60
"""Characters from which nobody just chats; only advertisements are longer."""
_LONGEST_AD = 200
_QUESTION = re.compile(r"(?:[吗呢么嘛呀啊哈吧不没]|多少|如何|怎样|怎么样的?|哪里?|啥|什么)[\s?!。~.]*$|\?")


class MeaningReader:
    """The words of one community, ready to be found."""

    def __init__(self, words: MeaningWords) -> None:
        self._trouble = Phrases((word, None) for word in words.trouble)
        self._follow_up = Phrases((word, None) for word in words.follow_up)
        self._talk = Phrases((word, None) for word in words.talk)
        self._ads = Phrases((word, None) for word in words.ads)
        greetings = sorted(map(plain, words.greetings), key=len, reverse=True)
        self._greeting = re.compile(rf"(?:(?:{'|'.join(map(re.escape, greetings)) or '(?!)'})[\s,，。.!！~、?？]*)+")

    def read(self, text: str, categories: CategoryIndex) -> Meaning:
        """What it is. In doubt a long text is a report, a short one is not: its words are kept for one tap."""
        said = plain(text).strip()
        trouble = self._trouble.stand_in(said)
        if self.is_small_talk(said) or self._is_advertisement(said, trouble=trouble):
            return Meaning.SMALL_TALK
        if len(said) <= LONG and self._follow_up.stand_in(said):
            return Meaning.FOLLOW_UP
        if len(said) > LONG or trouble:
            return Meaning.REPORT
        if self._talk.stand_in(said) or _QUESTION.search(said):
            return Meaning.SMALL_TALK
        return Meaning.REPORT if categories.speaks_of_one(text) else Meaning.SMALL_TALK

    def _is_advertisement(self, said: str, *, trouble: bool) -> bool:
        if len(said) > _LONGEST_AD:
            return False
        return len({hit.phrase for hit in self._ads.every(said)}) >= (3 if trouble else 2)

    def is_small_talk(self, text: str) -> bool:
        """Surely nothing else: a greeting, thanks, «好的», a mark or an emoji; also while a report is being written."""
        letters = [char for char in text if unicodedata.category(char)[0] in "LN"]
        return not letters or self._greeting.fullmatch(plain(text).strip()) is not None
