"""Key phrases in a text, as the office writes them in the settings: plain words, two parts with «…» between, and Latin
words with any ending («collaps*»)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

from domain.words.plain import plain

V = TypeVar("V")
V_co = TypeVar("V_co", covariant=True)

GAP_CHARACTERS = 12
"""Characters that may stand for «…»; never the end of a sentence."""
_BREAKS = frozenset("。.!?;\n")


def is_phrase(written: str) -> bool:
    """A word, or two with one «…» between."""
    parts = written.split("…")
    return len(parts) <= 2 and all(plain(part).strip() for part in parts)


@dataclass(frozen=True, slots=True)
class Hit(Generic[V_co]):
    """A phrase that stands in the text from `start` to `end`; between `gap` there are other words."""

    start: int
    end: int
    gap: tuple[int, int]
    phrase: str
    value: V_co


@dataclass(frozen=True, slots=True)
class _Phrase(Generic[V]):
    written: str
    head: str
    tail: str
    value: V
    latin: bool
    """Some end of it is a Latin letter, which may stand inside a word."""
    any_ending: bool = False
    """«collaps*»: the Latin word that begins so may go on."""

    def at(self, text: str, start: int) -> Hit[V] | None:
        """The phrase, whose head stands at `start`. Latin words are whole words; Chinese ones stand anywhere."""
        end = start + len(self.head)
        if self.latin and _cuts_a_word(text, start, start if self.any_ending else end):
            return None
        if not self.tail:
            return Hit(start, end, (end, end), self.written, self.value)
        found = text.find(self.tail, end, end + GAP_CHARACTERS + len(self.tail))
        after = found + len(self.tail)
        if found < 0 or (self.latin and _cuts_a_word(text, found, after)) or _BREAKS & set(text[end:found]):
            return None
        return Hit(start, after, (end, found), self.written, self.value)


class Phrases(Generic[V]):
    """Many phrases, found in one walk over a text that went through `plain`. The longest at a spot comes first."""

    def __init__(self, phrases: Iterable[tuple[str, V]]) -> None:
        by_start: dict[str, dict[str, _Phrase[V]]] = {}
        for written, value in phrases:
            any_ending = written.endswith("*") and "…" not in written
            parts = (written[:-1] if any_ending else written).partition("…")
            head, tail = plain(parts[0]), plain(parts[2]) if parts[2] else ""  # NFKC takes «…» apart
            if not head:
                continue  # what is no phrase is refused where settings are checked
            of_start = by_start.setdefault(head[:2], {})
            latin = any(end.isascii() and end.isalpha() for part in (head, tail) for end in (part[:1], part[-1:]))
            key = f"{head}*" if any_ending else f"{head}…{tail}"
            of_start.setdefault(key, _Phrase(written, head, tail, value, latin, any_ending))
        self._by_start = {
            start: sorted(
                [*found.values(), *(by_start.get(start[0], {}).values() if len(start) > 1 else ())],
                key=lambda phrase: -len(phrase.head) - len(phrase.tail),
            )
            for start, found in by_start.items()
        }
        """By the first two characters; what is one long stands alone, and in every list that begins with it."""

    def every(self, text: str) -> Iterator[Hit[V]]:
        """Every phrase that stands in the text, those inside longer ones too."""
        by_start = self._by_start
        if by_start.keys().isdisjoint(_starts_in(text)):
            return
        for start, char in enumerate(text):
            pair = text[start : start + 2]
            for phrase in by_start.get(pair if pair in by_start else char, ()):
                if text.startswith(phrase.head, start) and (hit := phrase.at(text, start)) is not None:
                    yield hit

    def longest(self, text: str) -> Iterator[Hit[V]]:
        """The longest phrase at each spot; what lies inside it is passed over."""
        end = 0
        for hit in self.every(text):
            if hit.start >= end:
                yield hit
                end = hit.end

    def stand_in(self, text: str) -> bool:
        """Does any of them?"""
        return next(self.every(text), None) is not None


@lru_cache(maxsize=8)  # one text is asked for many lists of phrases, one after the other
def _starts_in(text: str) -> frozenset[str]:
    """What a phrase in it may begin with: its characters and their pairs. Most lists have none of them."""
    return frozenset((*text, *(first + second for first, second in pairwise(text))))


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Would a Latin word be found inside a longer one?"""
    before = text[start - 1 : start] + text[start : start + 1]
    after = text[end - 1 : end] + text[end : end + 1]
    return any(len(pair) == 2 and pair.isascii() and pair.isalpha() for pair in (before, after))
