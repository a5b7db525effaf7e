"""What somebody wants by a sentence: to report something, to ask about what was reported, to know something, to do
something with the bot, or just to talk."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from domain.words.categories import CategoryIndex
from domain.words.guessing import CALM, Guess
from domain.words.phrases import Phrases
from domain.words.plain import plain


class Meaning(StrEnum):
    """What a text is, before anything is opened for it."""

    REPORT = "report"
    FOLLOW_UP = "follow_up"
    """About something already reported: «怎么还没人来»."""
    QUESTION = "question"
    """Something is to be known, not done: «谁管1号楼», «食堂几点开门»."""
    COMMAND = "command"
    """About the bot itself, in a sentence: «看哈我以前报过些啥子». Whole words of a command are none of these readings:
    they are the command's own (handlers/subject.py: `Command.said`)."""
    ELSEWHERE = "elsewhere"
    """Another body's business: wages, a court, a fraud."""
    SMALL_TALK = "small_talk"
    """Greetings, thanks, house-hunting, advertisements, a single emoji: nothing is opened for it."""


@dataclass(frozen=True, slots=True)
class MeaningWords:
    """`trouble`: something is wrong. `follow_up`: where is the answer to what I said. `talk`: words of small talk
    and of house-hunting. `ads`: nobody reports with these. `greetings`: the whole sentence is one of them. `who`: who
    answers for a place."""

    trouble: Sequence[str] = ()
    follow_up: Sequence[str] = ()
    talk: Sequence[str] = ()
    ads: Sequence[str] = ()
    greetings: Sequence[str] = ()
    who: Sequence[str] = ()


LONG_CHARACTERS = 60
"""Characters from which nobody just chats; only advertisements are longer."""
_LONGEST_AD = 200
_SURE = 40
"""A guess outweighs what phrases say when it is so far ahead of every other meaning."""
_NO_CATEGORY = frozenset({Meaning.FOLLOW_UP, Meaning.QUESTION, Meaning.COMMAND, Meaning.ELSEWHERE, Meaning.SMALL_TALK})
_OUTWEIGHS = _NO_CATEGORY - {Meaning.SMALL_TALK}
GUESSED = tuple(sorted(_NO_CATEGORY))
"""What is learnt beside the categories."""
_QUESTION = re.compile(r"(?:[吗呢么嘛呀啊哈吧不没]|多少|如何|怎样|怎么样的?|哪里?|啥|什么)[\s?!。~.]*$|\?")


class MeaningReader:
    """The words of one community, ready to be found."""

    def __init__(self, words: MeaningWords) -> None:
        self._trouble = Phrases((word, None) for word in words.trouble)
        self._follow_up = Phrases((word, None) for word in words.follow_up)
        self._talk = Phrases((word, None) for word in words.talk)
        self._ads = Phrases((word, None) for word in words.ads)
        self._who = Phrases((word, None) for word in words.who)
        self.tells_of_several = lru_cache(maxsize=8)(self._several)
        """Do several words say so? In most texts it is one, and their clauses need not be read. A draft is drawn as
        often as something is pressed on it."""
        greetings = sorted(map(plain, words.greetings), key=len, reverse=True)
        self._greeting = re.compile(rf"(?:(?:{'|'.join(map(re.escape, greetings)) or '(?!)'})[\s,，。.!！~、?？]*)+")

    def read(self, text: str, categories: CategoryIndex, guesses: Sequence[Guess] = ()) -> Meaning:
        """What it is. In doubt a long text is a report, a short one is not: its words are kept for one tap.

        Words decide; where they find nothing the likeliest guess does, and where it is far ahead it outweighs them.
        """
        said = plain(text).strip()
        trouble = self._trouble.stand_in(said)
        if self.is_small_talk(said) or self._is_advertisement(said, trouble=trouble):
            return Meaning.SMALL_TALK
        if len(said) > LONG_CHARACTERS:
            return Meaning.REPORT
        if self._follow_up.stand_in(said):
            return Meaning.FOLLOW_UP
        return self._weighed(said, categories, guesses, trouble=trouble)

    def _weighed(self, said: str, categories: CategoryIndex, guesses: Sequence[Guess], *, trouble: bool) -> Meaning:
        likeliest, lead = _likeliest(guesses)
        talk, asks = self._talk.stand_in(said), _QUESTION.search(said) is not None
        if trouble or (not talk and not asks and categories.speaks_of_one(said)):
            return likeliest if likeliest in _OUTWEIGHS and lead >= _SURE else Meaning.REPORT
        if self._who.stand_in(said):
            return Meaning.QUESTION
        if likeliest is None or (talk and lead < _SURE):
            return Meaning.SMALL_TALK
        if likeliest is Meaning.REPORT and (talk or asks) and lead < 2 * _SURE:
            return Meaning.SMALL_TALK
        return likeliest

    def tells_of_trouble(self, text: str) -> bool:
        """Does a word say that something is wrong?"""
        return self._trouble.stand_in(plain(text).strip())

    def _several(self, text: str) -> bool:
        return next(islice(self._trouble.every(plain(text).strip()), 1, None), None) is not None

    def asks_who(self, text: str) -> bool:
        """Does it ask who answers for a place, or how they are reached?"""
        return self._who.stand_in(plain(text).strip())

    def advertises(self, text: str) -> bool:
        """Does somebody want to sell something?"""
        said = plain(text).strip()
        return self._is_advertisement(said, trouble=self._trouble.stand_in(said))

    def _is_advertisement(self, said: str, *, trouble: bool) -> bool:
        if len(said) > _LONGEST_AD:
            return False
        return len({hit.phrase for hit in self._ads.every(said)}) >= (3 if trouble else 2)

    def is_small_talk(self, text: str) -> bool:
        """Surely nothing else: a greeting, thanks, «好的», a mark or an emoji; also while a report is being written."""
        letters = [char for char in text if unicodedata.category(char)[0] in "LN"]
        return not letters or self._greeting.fullmatch(plain(text).strip()) is not None


def _likeliest(guesses: Sequence[Guess]) -> tuple[Meaning | None, int]:
    """What the likeliest guess makes of a sentence, and how far it is ahead of any other meaning."""
    weights: dict[Meaning, int] = {}
    for guess in guesses:
        if guess.what == CALM:
            continue
        meaning = Meaning(guess.what) if guess.what in _NO_CATEGORY else Meaning.REPORT
        weights.setdefault(meaning, guess.weight)
    if not weights:
        return None, 0
    first, *others = weights.items()
    return first[0], first[1] - (others[0][1] if others else 0)
