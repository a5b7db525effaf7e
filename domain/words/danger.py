"""Danger in what somebody writes: is it happening now, or is it a risk, a fear, something past?

Every text is screened before anything else. A bare key word is not enough: residents write «万一着火» and «曾经被困»
far more often than «着火了». Whatever is not certain shows the number in one line, with a button that says «now».
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.words.categories import Names
from domain.words.crossing import Crossing, Crossings
from domain.words.phrases import Hit, Phrases, V
from domain.words.plain import plain

EMERGENCY = "emergency"
SAFEGUARDING = "safeguarding"
"""The kind of danger that never becomes a ticket: violence, harm to a child, self-harm."""
ANY, ANY_HARM = "any", "harm"
"""Of no kind yet: what the two buttons under a question mean (services/filing/emergencies.py)."""


@dataclass(frozen=True, slots=True)
class Danger:
    """Words that mean danger at this moment, what to say at once, and which ticket is opened beside it. `crossed`:
    words that mean it only together. `calls`: no secret between people (somebody is missing); where the words speak of
    an emergency too, that is called as well."""

    code: str
    kind: str
    words: Sequence[str]
    number: str
    advice: Names
    words_en: Sequence[str] = ()
    category: str | None = None
    crossed: Sequence[Crossing] = ()
    calls: bool = False
    sure: Sequence[str] = ()
    """Of its words those that leave no doubt: what has been learnt never holds them back."""

    @property
    def safeguarding(self) -> bool:
        return self.kind == SAFEGUARDING


@dataclass(frozen=True, slots=True)
class DangerWords:
    """What stands around the words of danger and says whether it is now.

    `risk`: if, in case, to prevent; in the same clause or one before it makes danger a question. `fears` do before it
    in its own clause («怕玻璃掉下来»; «怕是煤气» supposes). `past`: over, long ago, again and again; a word of `now` in
    the same clause or a later one wins over it. `negations` and `harmless` («烟囱冒烟») stand right before, `nouns`
    right after («煤气泄漏报警器»). `other_words` run through a word of danger and are none («随着|火车»). `figurative`:
    in its clause it is a way of speaking («热得想死»). `hearsay`: in its sentence it is somebody's tale, also of harm.
    `calm` asks about rules, thanks or proposes: in its sentence words that mean danger only together mean none.
    `over` ends either, unless a word of `now` comes behind it. `sources` make smoke, sparks and
    hissing every day: with one of them in the sentence the `weak` words alone are no danger.
    """

    risk: Sequence[str] = ()
    past: Sequence[str] = ()
    now: Sequence[str] = ()
    negations: Sequence[str] = ()
    nouns: Sequence[str] = ()
    harmless: Sequence[str] = ()
    fears: Sequence[str] = ()
    other_words: Sequence[str] = ()
    figurative: Sequence[str] = ()
    hearsay: Sequence[str] = ()
    calm: Sequence[str] = ()
    over: Sequence[str] = ()
    denials: Sequence[str] = ()
    """Of harm to people: a plain «not» right before it."""
    sources: Sequence[str] = ()
    weak: Sequence[str] = ()
    called_off: Sequence[str] = ()
    """Words into a running alarm that say it was none, or that nobody needs to come."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A danger that the text speaks of; `now` False: a risk, a question, something past."""

    danger: Danger
    now: bool
    evidence: int = 0
    """How many words and crossings speak of danger; `NO_DOUBT` where one of them leaves none."""


_SENTENCE = re.compile(r"[。!?;\n]+|\.\s")
_ENDS = "。!?;. \n"
_CLAUSE = re.compile(r"[,，、:]")
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
"""Many write a blank for a comma; words that mean danger only together do not meet across it."""
_DATED = re.compile(r"\d{4}年|\d{1,2}月\d{1,2}[日号]|\d{1,2}月份|\d{4}[-./]\d{1,2}")
"""A day that has a name is told of afterwards."""
_BEFORE = 12
"""Characters before a word of danger in which a negation may end."""
_AFTER = 14
_SHORT = 40
"""Characters in which an alarm is called off."""
CRY_CHARACTERS = 80
"""Characters (Latin letters count a third) up to which words that mean danger together may stand in different clauses
and sentences: who is frightened writes short."""
LETTER_CHARACTERS = 160
"""Characters from which a text is a letter: who is in danger writes short. It must say «now» to be one."""
NO_DOUBT = 3
"""So many words and crossings are no chance."""
TREATISE_CHARACTERS = 300
"""Characters from which words mean nothing together any more: enough of everything stands in every long text."""
_ASKED = re.compile(r"是不是$")
"""«是不是漏气了» asks for help; it denies nothing."""
_WHAT_IF = re.compile(
    r"[去了来]{0,2}(?:怎么办|咋办|咋个办|咋得了|怎么得了|谁负责|怎么逃|咋逃|往哪|怎么跑|咋跑|咋个跑|人咋)"
)
"""«通道堵死，着火了怎么办»: after another clause, with nothing but its subject before it, a fear."""
_HOW_TO = re.compile(r"了?(?:怎么报警|打哪个电话|怎么报火警|该怎么做|如何)")
"""«着火了怎么报警» wants to know, for once it happens."""
_SUBJECT = 3
"""Characters of a subject before what is feared: «小孩摔下去怎么办»."""
_SUPPOSES = re.compile(r"是|就是")
_REMEMBERED = 512
"""Texts: a report is screened when it is written, and once more when it is sent."""


class DangerScreen:
    """The words of one community, ready to be found."""

    def __init__(self, dangers: Sequence[Danger], around: DangerWords) -> None:
        self._dangers = dangers
        self._words = Phrases((word, d) for d in dangers for word in (*d.words, *d.words_en))
        self._sure = _found([word for danger in dangers for word in danger.sure])
        self._crossed = Crossings((crossing, d) for d in dangers for crossing in d.crossed)
        self._risk, self._past, self._now, self._fears = map(
            _found, (around.risk, around.past, around.now, around.fears)
        )
        self._figurative, self._hearsay, self._calm = map(_found, (around.figurative, around.hearsay, around.calm))
        self._over = _found(around.over)
        self._other, self._sources = _found(around.other_words), _found(around.sources)
        self._off = _found(around.called_off)
        self._negation = re.compile(rf"(?:{_any(around.negations)})\s?$")
        self._denial = re.compile(rf"(?:{_any(around.denials)})$")
        self._noun = re.compile(rf"[的了]?\s?(?:{_any(around.nouns)})")
        self._harmless = re.compile(rf"(?:{_any(around.harmless)})\s?$")
        self._weak = re.compile(rf"(?:{_any(around.weak)})")
        self.sightings = lru_cache(maxsize=_REMEMBERED)(self._sightings)
        """Every danger a text speaks of, each once: those that are now first, then in the order of the settings."""

    def calls_off(self, text: str) -> bool:
        """«误报», «别来了»: short, and it speaks of no danger that is now."""
        said = plain(text)
        return len(said) <= _SHORT and self._off.stand_in(said) and not any(one.now for one in self.sightings(text))

    def _sightings(self, text: str) -> Sequence[Sighting]:
        now: dict[str, bool] = {}
        spoken = 0
        said = plain(text)
        short = _length(said) <= CRY_CHARACTERS
        for sentence in filter(None, _SENTENCE.split(said)):
            clauses, cut = _Clauses(sentence), _Cut(self._other, sentence)
            hits: list[Hit[Danger]] = [
                hit for hit in self._words.every(sentence) if clauses.holds(hit) and not cut(hit)
            ]
            if len(said) <= TREATISE_CHARACTERS:
                hits += self._crossed.every(sentence, clauses.together, cut, far=short)
            if hits:
                self._read(sentence, clauses, hits, now, letter=len(said) > LETTER_CHARACTERS)
                spoken += len({(hit.start, hit.end) for hit in hits})
        if short:
            self._read_through(said, now)
        sure = any(now.values()) and self._sure.stand_in(said)
        evidence = NO_DOUBT if sure else min(spoken, NO_DOUBT)
        found = [Sighting(danger, now[danger.code], evidence) for danger in self._dangers if danger.code in now]
        return sorted(found, key=lambda sighting: not sighting.now)

    def _read_through(self, said: str, now: dict[str, bool]) -> None:
        """Who is frightened ends a sentence after every word: «我妈摔了!头上全是血!»."""
        ends = [end for found in _SENTENCE.finditer(said) for end in range(*found.span())]
        if not ends or ends[0] >= len(said.rstrip(_ENDS)):
            return
        whole = "".join("," if at in ends else char for at, char in enumerate(said))
        clauses, cut = _Clauses(whole), _Cut(self._other, whole)
        met = self._crossed.every(whole, clauses.together, cut)
        if hits := [hit for hit in met if any(hit.start < end < hit.end for end in ends)]:
            self._read(whole, clauses, hits, now, letter=False)

    def _read(
        self, sentence: str, clauses: "_Clauses", hits: Sequence[Hit[Danger]], now: dict[str, bool], *, letter: bool
    ) -> None:
        """What one sentence says of each danger; in a very long one everything around is looked at once."""
        around = _without(sentence, [hit for hit in hits if hit.phrase])
        risk_from = min((hit.start for hit in self._risk.every(around)), default=len(sentence))
        past_hits = list(self._past.every(around))
        past = letter or bool(past_hits) or _DATED.search(sentence) is not None
        now_from = [hit.start for hit in self._now.every(_without(around, past_hits))]
        now_until = max(now_from, default=-1)
        fears = [hit for hit in self._fears.every(around) if not _SUPPOSES.match(sentence, hit.end)]
        figures = list(self._figurative.every(sentence))
        over = max((hit.start for hit in self._over.every(sentence)), default=-1)
        told = self._hearsay.stand_in(sentence) or over > now_until
        source = self._sources.stand_in(sentence)
        asks = not now_from and self._calm.stand_in(sentence)
        for hit in hits:
            before, after = sentence[max(0, hit.start - _BEFORE) : hit.start], sentence[hit.end : hit.end + _AFTER]
            within = sentence[hit.gap[0] : hit.gap[1]]
            if now.get(hit.value.code) or self._harmless.search(before):
                continue
            clause, clause_end = clauses.start_of(hit.start), clauses.end_of(hit.end - 1)
            spoken = told or (asks and not hit.phrase) or any(clause <= figure.start < clause_end for figure in figures)
            if hit.value.safeguarding:
                denied = any(self._denial.search(part) for part in (before, within))
                now[hit.value.code] = not (spoken or denied)
                continue
            denied = any(self._negation.search(part) and not _ASKED.search(part) for part in (before, within))
            feared = any(clause <= fear.start < hit.start for fear in fears) or _HOW_TO.match(sentence, hit.end)
            own = clauses.start_of(hit.end - 1)
            if own > 0 and (hit.start < own or hit.start - own <= _SUBJECT) and not now_from:
                feared = feared or _WHAT_IF.match(sentence, hit.end)
            parts = sentence[hit.start : hit.gap[0]] + sentence[hit.gap[1] : hit.end]
            usual = source and self._weak.search(parts) is not None
            passed = past and now_until < clause
            calm = spoken or denied or feared or usual or passed or risk_from < clause_end
            now[hit.value.code] = not (calm or self._noun.match(after) is not None)


class _Clauses:
    """Where the clauses of one sentence begin and end."""

    def __init__(self, sentence: str) -> None:
        self._cuts = [-1, *(found.start() for found in _CLAUSE.finditer(sentence)), len(sentence)]
        self._finer = sorted([*self._cuts, *(found.start() for found in _BLANK.finditer(sentence))])

    def start_of(self, position: int) -> int:
        return self._cuts[bisect_right(self._cuts, position) - 1] + 1

    def end_of(self, position: int) -> int:
        return self._cuts[bisect_right(self._cuts, position)]

    def together(self, one: int, other: int) -> bool:
        """Do both stand in one clause, with no blank between?"""
        return bisect_right(self._finer, one) == bisect_right(self._finer, other)

    def holds(self, hit: Hit[V]) -> bool:
        """«…» never runs from one clause into the next."""
        return hit.gap[0] == hit.gap[1] or self.end_of(hit.start) == self.end_of(hit.end - 1)


def _length(said: str) -> float:
    return sum(1 if ord(char) > 255 else 1 / 3 for char in said)


def _found(words: Sequence[str]) -> Phrases[None]:
    return Phrases((word, None) for word in words)


class _Cut:
    """Does a longer word of another meaning run through this one: «随着|火车», «打电话»? Looked up once it is asked."""

    def __init__(self, other: Phrases[None], sentence: str) -> None:
        self._other, self._sentence = other, sentence
        self._found: list[Hit[None]] | None = None

    def __call__(self, hit: Hit[object]) -> bool:
        if self._found is None:
            by_end: dict[int, Hit[None]] = {}
            for other in self._other.every(self._sentence):  # of those that end together the shortest is meant
                if other.end not in by_end or other.start > by_end[other.end].start:
                    by_end[other.end] = other
            self._found = list(by_end.values())
        return any(_runs_through(other, hit) for other in self._found)


def _runs_through(other: Hit[None], hit: Hit[object]) -> bool:
    """Does it begin or end inside one part of the hit and reach beyond it?"""
    return any(
        other.start < end and start < other.end and (other.start < start or other.end > end)
        for start, end in ((hit.start, hit.gap[0]), (hit.gap[1], hit.end))
        if start < end
    )


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
