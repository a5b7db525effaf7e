"""What a short sentence most likely means, learnt from the settings: for wordings in which no phrase of theirs stands.

Averaged perceptrons over the characters of a sentence and their pairs (of Latin letters: words). It learns from the
community's examples, and from its categories' phrases and names, in one fixed order: the same settings make the same
guesses on every machine. Nothing is kept in a file, and a change of the settings is learnt anew.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from domain.words.plain import plain

CALM = "calm"
"""What examples mean that only sound like danger: it says nothing of what else they are."""
LONGEST_READ = 60
"""Characters and Latin words: what somebody wants is said first."""
_LETTERS = 5
"""So many Latin letters a word may have, that no long text is searched whole."""
_PUPILS, _ROUNDS = 3, 4
"""So many learn alone, each in an order of its own and so many times over; their mean errs less than any of them."""
_SEED = 18
_AT_LEAST = 8
"""The right meaning must be ahead by so much, or it is learnt again."""
_PARTS = 8
"""Weights are kept as whole numbers of eighths."""
_FIELD = 16
_MIDDLE = 1 << (_FIELD - 1)
_MOST = _MIDDLE // (2 * LONGEST_READ) - 1
"""No weight is larger: a sentence has a part for each unit and for each pair of them."""
_PAIR = " "
"""Stands between two that follow each other."""
_UNIT = re.compile(r"[a-z]+(?:'[a-z]+)?|[\u3400-\u9fff]")
_DOOR = re.compile(r"[\d一二三四五六七八九十]+(?:号楼|栋|幢|座|单元|号|层|楼|室|户)|\d+(?:-\d+)*")
"""Where it is says nothing of what it is."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One meaning, and what speaks for it; only the distance between two of one sentence says something."""

    what: str
    weight: int


Guessing = Callable[[str], Sequence[Guess]]
"""What is guessed of a text; nothing, while nothing has been learnt."""


def no_guess(_text: str) -> Sequence[Guess]:
    return ()


class Guesser:
    """What has been learnt. `rows`: by part of a sentence one whole number, the part's weights for all meanings side by
    side in fields of 16 bits: to add two such numbers is to add all their weights at once."""

    def __init__(self, meanings: Sequence[str], rows: Mapping[str, int]) -> None:
        self._meanings, self.rows = meanings, rows
        self._level = _row((meaning, _MIDDLE) for meaning in range(len(meanings)))  # lifts every field above zero

    def guess(self, text: str) -> list[Guess]:
        """Every meaning that something in the text speaks for, likeliest first; none when all of it is unknown."""
        row = self.rows.get
        total = self._level + sum([row(part, 0) for part in _parts(text)])
        sums = memoryview(total.to_bytes(_FIELD // 8 * len(self._meanings), sys.byteorder)).cast("H")
        if sys.byteorder == "big":
            sums = sums[::-1]
        found = sorted([(-weight, meaning) for meaning, weight in enumerate(sums) if weight > _MIDDLE])
        return [Guess(self._meanings[meaning], -weight - _MIDDLE) for weight, meaning in found]


def learn(sentences: Mapping[str, Sequence[str]]) -> Guesser:
    """Learn to tell meanings apart: by each the sentences and phrases that have it. A few seconds. A pair that one
    sentence alone has teaches nothing."""
    read = [(_parts(said), meaning) for meaning, name in enumerate(sentences) for said in sentences[name]]
    said_in = Counter(part for parts, _ in read for part in set(parts))
    known = [([part for part in parts if said_in[part] > 1 or _PAIR not in part], meaning) for parts, meaning in read]
    lessons = [lesson for lesson in known if lesson[0]]
    sums: dict[str, dict[int, float]] = {}
    for pupil in range(_PUPILS):
        for part, meaning, mean in _averaged(lessons, len(sentences), Random(_SEED + pupil)):  # noqa: S311 - an order
            of_part = sums.setdefault(part, {})
            of_part[meaning] = of_part.get(meaning, 0.0) + mean
    rows = {
        part: _row((meaning, _rounded(total)) for meaning, total in of_part.items()) for part, of_part in sums.items()
    }
    return Guesser([*sentences], {part: row for part, row in rows.items() if row})


def _row(weights: Iterable[tuple[int, int]]) -> int:
    """Weights by meaning as one number; those below zero borrow from the field above, and sums give it back."""
    return sum(weight << _FIELD * meaning for meaning, weight in weights)


def _averaged(
    lessons: Sequence[tuple[list[str], int]], meanings: int, chance: Random
) -> Iterator[tuple[str, int, float]]:
    """Rosenblatt's rule with a margin; what counts in the end is the mean over all the time it was learnt."""
    weights: dict[str, dict[int, int]] = {}
    moments: dict[str, dict[int, int]] = {}
    order, now = list(range(len(lessons))), 0
    for _ in range(_ROUNDS):
        chance.shuffle(order)
        for number in order:
            now += 1
            parts, right = lessons[number]
            sums = [0] * meanings
            for part in parts:
                for meaning, weight in weights.get(part, {}).items():
                    sums[meaning] += weight
            ahead, sums[right] = sums[right], -(10**9)
            rival = sums.index(max(sums))
            if ahead - sums[rival] > _AT_LEAST:
                continue
            for part in parts:
                of_part, when = weights.setdefault(part, {}), moments.setdefault(part, {})
                for meaning, step in ((right, 1), (rival, -1)):
                    of_part[meaning] = of_part.get(meaning, 0) + step
                    when[meaning] = when.get(meaning, 0) + step * now
    for part, of_part in weights.items():
        for meaning, weight in of_part.items():
            yield part, meaning, weight - moments[part][meaning] / now


def _rounded(total: float) -> int:
    """In eighths; so that no field overflows, however many parts a sentence has."""
    return max(-_MOST, min(_MOST, round(total / _PUPILS * _PARTS)))


def reads_whole(text: str) -> bool:
    """Is nothing of it left out because it is long?"""
    return len(_units(text)) < LONGEST_READ


def _units(text: str) -> list[str]:
    return _UNIT.findall(_DOOR.sub(" ", plain(text[: LONGEST_READ * _LETTERS])))[:LONGEST_READ]


def _parts(text: str) -> list[str]:
    units = _units(text)
    return [*units, *(before + _PAIR + after for before, after in pairwise(units))]
