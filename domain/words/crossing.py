"""Words that mean danger only together: smoke in a stairwell, a balcony that gives way, who hits whom.

Each list of a crossing is written once in the settings; every word of the one meets every word of the other.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.words.phrases import Hit, Phrases

V = TypeVar("V")

Together = Callable[[int, int], bool]
"""Do two positions of a sentence stand in one clause?"""


@dataclass(frozen=True, slots=True)
class Crossing:
    """`nouns` and `verbs` of one clause mean it together, in either order (`in_order`: the noun first); with `whom`
    it is noun, verb and whom, in that order; without `verbs` a noun alone. `later`: the parts may stand in different
    clauses of one sentence. `within`: so many characters may stand between two parts. `unless`: these words in the
    clauses it stands in take it back, with `later` in its sentence."""

    nouns: Sequence[str]
    verbs: Sequence[str] = ()
    whom: Sequence[str] = ()
    in_order: bool = False
    later: bool = False
    within: int | None = None
    unless: Sequence[str] = ()


_NOUN, _VERB, _WHOM, _UNLESS = range(4)
_WITHIN, _LATER_WITHIN = 10, 40
"""Characters between two parts in one clause, and in different clauses of one sentence."""
_LATIN = 3
"""So many letters say what one Chinese character says."""


class Crossings(Generic[V]):
    """Many crossings, found in one walk over a sentence that went through `plain`."""

    def __init__(self, crossings: Iterable[tuple[Crossing, V]]) -> None:
        self._crossings = list(crossings)
        self._needed = [_needed(crossing) for crossing, _ in self._crossings]
        parts: dict[str, list[tuple[int, int]]] = {}
        for number, (crossing, _) in enumerate(self._crossings):
            for part, words in enumerate((crossing.nouns, crossing.verbs, crossing.whom, crossing.unless)):
                for word in words:
                    parts.setdefault(word, []).append((number, part))
        self._words = Phrases(parts.items())

    def every(
        self, sentence: str, together: Together, cut: Callable[[Hit[object]], bool], *, far: bool = True
    ) -> Iterator[Hit[V]]:
        """Every crossing that stands in the sentence. `cut`: a longer word of another meaning runs through this one.
        `far`: those count too whose parts may stand in different clauses."""
        hits = list(self._words.every(sentence))
        found: dict[int, tuple[list[Hit[object]], ...]] = {
            number: ([], [], [], []) for number in self._may_stand_in(hits)
        }
        for hit in hits if found else ():
            if not cut(hit):
                for number, part in hit.value:
                    if number in found:
                        found[number][part].append(hit)
        for number, parts in found.items():
            crossing, value = self._crossings[number]
            if crossing.later and not far:
                continue
            for start, end, gap in _met(crossing, parts, together):
                yield Hit(start, end, gap, "", value)

    def _may_stand_in(self, hits: Sequence[Hit[Sequence[tuple[int, int]]]]) -> list[int]:
        """The crossings of which every part is there at all, in order: in most sentences none, and that is the end."""
        there: dict[int, int] = {}
        for hit in hits:
            for number, part in hit.value:
                there[number] = there.get(number, 0) | 1 << part
        needed = self._needed
        return sorted(number for number, parts in there.items() if parts & needed[number] == needed[number])


def _needed(crossing: Crossing) -> int:
    """The parts without which it stands in no sentence, a bit for each."""
    if not crossing.verbs:
        return 1 << _NOUN
    return 1 << _NOUN | 1 << _VERB | (1 << _WHOM if crossing.whom else 0)


_Span = tuple[int, int, tuple[int, int]]


def _met(crossing: Crossing, parts: Sequence[Sequence[Hit[object]]], together: Together) -> Iterator[_Span]:
    nouns, verbs, whom = parts[_NOUN], parts[_VERB], parts[_WHOM]

    def near(one: Hit[object], other: Hit[object]) -> bool:
        within = crossing.within if crossing.within is not None else _LATER_WITHIN if crossing.later else _WITHIN
        within *= _LATIN if one.phrase.isascii() else 1
        return 0 <= other.start - one.end <= within and (crossing.later or together(one.start, other.start))

    def kept(start: int, end: int) -> bool:
        taken_back = parts[_UNLESS]
        return not taken_back or not (
            crossing.later or any(together(start, word.start) or together(end - 1, word.start) for word in taken_back)
        )

    if not crossing.verbs:
        yield from ((hit.start, hit.end, hit.gap) for hit in nouns if kept(hit.start, hit.end))
        return
    for verb in verbs:
        pairs: list[_Span] = []
        before, after = _last_before(nouns, verb.start), _first_after(nouns, verb.end)
        if crossing.whom:
            other = _first_after(whom, verb.end)
            if before is not None and other is not None and near(before, verb) and near(verb, other):
                pairs.append((before.start, other.end, (before.end, other.start)))
        elif before is not None and near(before, verb):
            pairs.append((before.start, verb.end, (before.end, verb.start)))
        elif not crossing.in_order and after is not None and near(verb, after):
            pairs.append((verb.start, after.end, (verb.end, after.start)))
        yield from (pair for pair in pairs if kept(pair[0], pair[1]))


def _last_before(hits: Sequence[Hit[object]], position: int) -> Hit[object] | None:
    """The nearest that has ended there; hits are in the order in which they begin."""
    for at in range(bisect_right(hits, position, key=lambda hit: hit.start) - 1, -1, -1):
        if hits[at].end <= position:
            return hits[at]
    return None


def _first_after(hits: Sequence[Hit[object]], position: int) -> Hit[object] | None:
    at = bisect_left(hits, position, key=lambda hit: hit.start)
    return hits[at] if at < len(hits) else None
