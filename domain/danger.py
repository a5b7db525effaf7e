"""Danger in what somebody writes: is it happening now, or is it a risk, a fear, something past?

Every text is screened before anything else. A bare key word is not enough: residents write «万一着火» and «曾经被困»
far more often than «着火了». Whatever is not certain shows the number in one line, with a button that says «now».
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from domain.categories import Names
from domain.phrases import Hit, Phrases, V
from domain.plain import plain

EMERGENCY = "emergency"
SAFEGUARDING = "safeguarding"
"""The kind of danger that never becomes a ticket: violence, harm to a child, self-harm."""


@dataclass(frozen=True, slots=True)
class Danger:
    """Words that mean danger at this moment, what to say at once, and which ticket is opened beside it."""

    code: str
    kind: str
    words: Sequence[str]
    number: str
    advice: Names
    words_en: Sequence[str] = ()
    category: str | None = None

    @property
    def safeguarding(self) -> bool:
        return self.kind == SAFEGUARDING


@dataclass(frozen=True, slots=True)
class DangerWords:
    """What stands around the words of danger and says whether it is now.

    `risk`: if, in case, to prevent; in the same clause or one before it makes danger a question. `past`: over, long
    ago, again and again; a word of `now` in the same clause or a later one wins over it. `negations` and `harmless`
    («烟囱冒烟») stand right before, `nouns` right after («煤气泄漏报警器»).
    """

    risk: Sequence[str] = ()
    past: Sequence[str] = ()
    now: Sequence[str] = ()
    negations: Sequence[str] = ()
    nouns: Sequence[str] = ()
    harmless: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A danger that the text speaks of; `now` False: a risk, a question, something past."""

    danger: Danger
    now: bool


_SENTENCE = re.compile(r"[。!?;\n]+|\.\s")
_CLAUSE = re.compile(r"[,，、:]")
_DATED = re.compile(r"\d{4}年|\d{1,2}月\d{1,2}[日号]|\d{1,2}月份|\d{4}[-./]\d{1,2}")
"""A day that has a name is told of afterwards."""
_BEFORE = 12
"""Characters before a word of danger in which a negation may end."""
_AFTER = 14
LETTER = 160
"""Characters from which a text is a letter: who is in danger writes short. It must say «now» to be one."""
_ASKED = re.compile(r"是不是$")
"""«是不是漏气了» asks for help; it denies nothing."""
_WHAT_IF = re.compile(r"了?(?:怎么办|咋办|谁负责|怎么逃|往哪|怎么跑)")
"""«通道堵死，着火了怎么办»: after another clause, with nothing before it, a fear."""


class DangerScreen:
    """The words of one community, ready to be found."""

    def __init__(self, dangers: Sequence[Danger], around: DangerWords) -> None:
        self._dangers = dangers
        self._words = Phrases((word, d) for d in dangers for word in (*d.words, *d.words_en))
        self._risk = Phrases((word, None) for word in around.risk)
        self._past = Phrases((word, None) for word in around.past)
        self._now = Phrases((word, None) for word in around.now)
        self._negation = re.compile(rf"(?:{_any(around.negations)})\s?$")
        self._noun = re.compile(rf"[的了]?\s?(?:{_any(around.nouns)})")
        self._harmless = re.compile(rf"(?:{_any(around.harmless)})\s?$")

    def sightings(self, text: str) -> list[Sighting]:
        """Every danger spoken of, each once: those that are now first, then in the order of the settings."""
        now: dict[str, bool] = {}
        said = plain(text)
        for sentence in _SENTENCE.split(said):
            if hits := list(self._words.every(sentence)):
                self._read(sentence, hits, now, letter=len(said) > LETTER)
        found = [Sighting(danger, now[danger.code]) for danger in self._dangers if danger.code in now]
        return sorted(found, key=lambda sighting: not sighting.now)

    def _read(self, sentence: str, hits: Sequence[Hit[Danger]], now: dict[str, bool], *, letter: bool) -> None:
        """What one sentence says of each danger; in a very long one everything around is looked at once."""
        around = _without(sentence, hits)
        risk_from = min((hit.start for hit in self._risk.every(around)), default=len(sentence))
        past_hits = list(self._past.every(around))
        past = letter or bool(past_hits) or _DATED.search(sentence) is not None
        now_until = max((hit.start for hit in self._now.every(_without(around, past_hits))), default=-1)
        cuts = [-1, *(found.start() for found in _CLAUSE.finditer(sentence)), len(sentence)]
        for hit in hits:
            before, after = sentence[max(0, hit.start - _BEFORE) : hit.start], sentence[hit.end : hit.end + _AFTER]
            within = sentence[hit.gap[0] : hit.gap[1]]
            if now.get(hit.value.code) or self._harmless.search(before):
                continue
            clause = cuts[bisect_right(cuts, hit.start) - 1] + 1
            clause_end = cuts[bisect_right(cuts, hit.end - 1)]
            denied = any(self._negation.search(part) and not _ASKED.search(part) for part in (before, within))
            feared = clause > 0 and hit.start - clause <= 1 and _WHAT_IF.match(sentence, hit.end) is not None
            passed = past and now_until < clause
            calm = denied or feared or passed or risk_from < clause_end or self._noun.match(after) is not None
            now[hit.value.code] = hit.value.safeguarding or not calm


def _any(words: Sequence[str]) -> str:
    """An alternation of plain words; without any it matches nothing."""
    return "|".join(re.escape(plain(word)) for word in words) or r"(?!)"


def _without(sentence: str, hits: Sequence[Hit[V]]) -> str:
    """The sentence with these words blanked: what is in them («正在往下掉», «到现在») says nothing around them."""
    letters = list(sentence)
    for hit in hits:
        for start, end in ((hit.start, hit.gap[0]), (hit.gap[1], hit.end)):
            letters[start:end] = " " * (end - start)
    return "".join(letters)
