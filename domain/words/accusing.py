"""Does a sentence complain of the steward, or of another office, or does it merely mention them?

«楼长态度很差», «我要投诉楼长», «楼长来过，他收了我两百块钱» do; «跟楼长说过了», «楼长没空», «楼长让我来报» do not.
What decides is who does it: the person that stands nearest before what was done, or after the word of complaint.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from domain.vocabulary import CHAIN, Role
from domain.words.phrases import Phrases
from domain.words.plain import plain


@dataclass(frozen=True, slots=True)
class AccusingWords:
    """`titles`: what each role is called. `institutions`: those of them that are no person; «社区» in «社区门口» is
    only a place. `against` stands before the accused, `conduct` after; `harmless` only looks like conduct
    («不管用»). `praise` after «态度» takes it back. `pronouns` stand for whoever was named last, `others` are
    anybody else, `selves` whoever writes. A word of `addressed` (spoken to) or of `asked` (asked for something) stands
    before somebody who does not act; `joining` stands between two who act together. `adverbs` may stand between an
    institution and what it does."""

    titles: Mapping[Role, Sequence[str]] = field(default_factory=dict)
    institutions: Sequence[str] = ()
    against: Sequence[str] = ()
    conduct: Sequence[str] = ()
    harmless: Sequence[str] = ()
    praise: Sequence[str] = ()
    pronouns: Sequence[str] = ()
    others: Sequence[str] = ()
    selves: Sequence[str] = ()
    addressed: Sequence[str] = ()
    asked: Sequence[str] = ()
    joining: Sequence[str] = ()
    adverbs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody a clause speaks of. `role` None: nobody who holds an office."""

    start: int
    end: int
    role: Role | None
    institution: bool = False
    pronoun: bool = False
    writes: bool = False


_CLAUSE = re.compile(r"[。!?;\n,，:…]+|\.(?:\s|$)|\s(?:but|and)\s")
_GROWN = "期时年久满草毛霉"
"""«这栋楼长期没人打扫», «楼长满了青苔» speak of a house."""
_ATTITUDE = "态度"
_OF_THEM = re.compile(r"的?(?:人员?|工作人员|干部|领导|同志|那[个些]人|这[个些]人)?")
_FAR = 16
"""Characters between who does it and what is done."""
_GREETED = re.compile(r"(?:您好|你好|好|同志|hello|hi)?\s*")


class AccusationReader:
    """The words of one community, ready to be found."""

    def __init__(self, words: AccusingWords) -> None:
        self._titles = [(word, role) for role, said in words.titles.items() for word in said]
        self._institutions = frozenset(map(plain, words.institutions))
        self._others = [(word, None) for word in (*words.others, *words.selves, *words.pronouns)]
        self._pronouns = frozenset(map(plain, words.pronouns))
        self._selves = frozenset(map(plain, words.selves))
        self._against = Phrases((word, None) for word in words.against)
        self._conduct = Phrases(
            chain(((word, True) for word in words.conduct), ((word, False) for word in words.harmless))
        )
        self._praise = re.compile(rf"\S{{0,4}}?(?<!不)(?<!没)(?:{_any(words.praise)})")
        self._addressed = re.compile(rf"(?:{_any(words.addressed)})(?:了|过)?\s?\S{{0,4}}?$")
        self._asked = re.compile(rf"(?:{_any(words.asked)})\S{{0,6}}?$")
        self._joining = re.compile(rf"\s?(?:{_any(words.joining)})\s?")
        self._adverbs = re.compile(rf"\s*(?:(?:{_any(words.adverbs)})\s*)*")

    def complains(self, text: str) -> bool:
        """Is anything in it that could be a complaint of somebody? Cheap; most texts end here."""
        said = plain(text)
        return self._against.stand_in(said) or self._conduct.stand_in(said)

    def accused(self, text: str, names: Mapping[str, Role]) -> Role | None:
        """The highest role that the text complains of; None when it complains of none. `names`: the holders'."""
        found: set[Role] = set()
        known = Phrases[Role | None]([*self._titles, *names.items(), *self._others])
        last: Role | None = None
        """Who was spoken of last: whom «他» means."""
        acting: Role | None = None
        """Of whom the clause before told something: «楼长来过两次，都不管»."""
        for clause in _clauses(plain(text)):
            people = list(self._people(clause, known, last))
            found |= set(self._in_clause(clause, people, acting))
            told = [one for one in people if not self._only_called(clause, one)]
            last = told[-1].role if told else last
            subject = self._subject(clause, told)
            acting = subject.role if subject else None
        return max(found, key=CHAIN.index, default=None)

    def _people(self, clause: str, known: Phrases[Role | None], last: Role | None) -> Iterator[_Person]:
        for hit in known.longest(clause):
            after = clause[hit.end : hit.end + 1]
            word = plain(hit.phrase)
            if word.endswith("长") and after and after in _GROWN:
                continue
            if word in self._pronouns:
                yield _Person(hit.start, hit.end, last if after != "家" else None, pronoun=True)
                continue
            institution, writes = word in self._institutions, word in self._selves
            yield _Person(hit.start, hit.end, hit.value, institution, writes=writes)
            last = last if writes else hit.value

    def _in_clause(self, clause: str, people: Sequence[_Person], acting: Role | None) -> Iterator[Role]:
        for hit in self._conduct.longest(clause):
            praised = _ATTITUDE in hit.phrase and self._praise.match(clause, hit.end)
            if not hit.value or praised:
                continue
            before = [one for one in people if one.end <= hit.start]
            who = self._acts(clause, before, hit.start)
            if who is not None:
                yield who
            elif not before and acting is not None and self._adverbs.fullmatch(clause[: hit.start]):
                yield acting
        for against in self._against.every(clause):
            after = next((one for one in people if one.start >= against.end), None)
            if after is None or after.role is None or after.start - against.end > _FAR:
                continue
            to_him = self._addressed.search(clause[against.end : after.start]) or (
                after.pronoun and any(one.end <= against.start and one.role is after.role for one in people)
            )
            if not to_him and (not after.institution or self._is_meant(clause, after.end)):
                yield after.role

    def _subject(self, clause: str, people: Sequence[_Person]) -> _Person | None:
        """Who acts: the last one who is not only spoken to. Where the writer spoke to them, they answer:
        «我跟楼长说了三次都不管»."""
        subjects = [one for one in people if not self._addressed.search(clause[: one.start])]
        if not subjects or subjects[-1].writes:
            return people[-1] if people else None
        return subjects[-1]

    def _acts(self, clause: str, before: Sequence[_Person], conduct: int) -> Role | None:
        """The role of whoever does it; of two who do it together, the higher one."""
        subject = self._subject(clause, before)
        if subject is None or subject.role is None or conduct - subject.end > _FAR:
            return None
        if subject.institution:
            gap = clause[subject.end : conduct]
            of_them = _OF_THEM.match(gap)
            if self._adverbs.fullmatch(gap, of_them.end() if of_them else 0) is None:
                return None
        if self._asked.search(clause[: subject.start]):
            return None
        roles, end = {subject.role}, subject.end
        for one in before:
            if one.start > end and one.role is not None and self._joining.fullmatch(clause, end, one.start):
                roles, end = {*roles, one.role}, one.end
        return max(roles, key=CHAIN.index)

    def _is_meant(self, clause: str, end: int) -> bool:
        """«投诉居委会不公开», not «投诉居委会门口的烧烤»."""
        rest = clause[end:].strip()
        of_them = _OF_THEM.match(rest)
        rest = rest[of_them.end() :] if of_them else rest
        return not rest or any(hit.start <= 2 for hit in self._conduct.every(rest))

    def _only_called(self, clause: str, person: _Person) -> bool:
        """«楼长，…», «楼长您好», «请楼长来»: they are called, nothing is told of them."""
        alone = not clause[: person.start].strip() and _GREETED.fullmatch(clause, person.end) is not None
        return alone or self._asked.search(clause[: person.start]) is not None


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if clause.strip()]


def _any(words: Sequence[str]) -> str:
    """An alternation of plain words, the longest first; without any it matches nothing."""
    return "|".join(re.escape(plain(word)) for word in sorted(words, key=len, reverse=True)) or r"(?!)"
