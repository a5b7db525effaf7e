"""The list of what a report can be about, and which category a sentence most likely means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from domain.vocabulary import Grade, Kind
from domain.words.guessing import Guess
from domain.words.phrases import Phrases
from domain.words.plain import plain

Names = Mapping[str, str]
"""A text by language: `zh` and `en`, both always there."""

SHORT_CHARACTERS = 60
"""Characters up to which a sentence is weighed as a whole."""
_AS_A_GUESS = 60.0
"""So much weight of phrases counts as much as the likeliest guess: one of seven characters in the first line."""
OTHER = "Z003"
"""None of all these: the steward comes and looks. It is chosen or said, never guessed."""
MAX_PROPOSED = 3
"""The most likely category and the next two."""
MAX_LIKELY = 2 * MAX_PROPOSED
"""And those that are offered when it is none of them."""
_FIRST_LINE = 3.0
"""What is said first is what it is about: a title or first line weighs so many times as much."""
_GATES, _BEFORE_IT = frozenset("门梯"), ("口", "前", "外", "旁", "门口", "门前")
"""«单元门口», «电梯旁» are where it is, not what it is about."""
_AGAIN = 0.5
"""How much each doubling of a phrase adds."""


@dataclass(frozen=True, slots=True)
class Group:
    """A shelf of categories: the first of two taps."""

    code: str
    name: Names


@dataclass(frozen=True, slots=True)
class Category:
    """What a report is about, with its two limits and what to say at once.

    `private`: it happens inside one flat, and no neighbour is asked whether they have it too. `inside`: whoever comes
    needs the number on the flat's door, so it is asked once. `retired`: no longer
    offered; tickets that have it keep it. `helpers`: who can be asked about it, in words, the nearest first; whose duty
    it is here, a body says (domain/bodies/bodies.py).
    """

    code: str
    group: str
    name: Names
    kind: Kind
    grade: Grade
    claim: str
    resolve: str
    words: Sequence[str] = ()
    words_en: Sequence[str] = ()
    danger_words: Sequence[str] = ()
    advice: Names | None = None
    helpers: Names | None = None
    safety: bool = False
    follow_up_days: int | None = None
    private: bool = False
    inside: bool = False
    retired: bool = False


class CategoryIndex:
    """The key phrases of all categories, ready to be found."""

    def __init__(self, categories: Sequence[Category]) -> None:
        self._categories = categories
        self._by_code = {one.code: position for position, one in enumerate(categories) if not one.retired}
        self._phrases = Phrases(
            (word, position)
            for position, category in enumerate(categories)
            if not category.retired
            for word in (*category.words, *category.words_en, *category.danger_words)
        )
        self.scores = lru_cache(maxsize=8)(self._scored)  # one text is asked what it is about, and whether it says so

    def speaks_of_one(self, text: str) -> bool:
        """Does a phrase of any category stand in the text?"""
        return self._phrases.stand_in(plain(text).strip())

    def propose(self, text: str, guesses: Sequence[Guess] = ()) -> list[Category]:
        """What the text is about, most likely first; equal ones in the list's order.

        Longer phrases weigh more, those of the first line most; a word inside a longer phrase does not count. A short
        sentence is weighed as a whole: what is guessed counts beside its few phrases. In a long one guesses follow.
        """
        scores = self.scores(text)
        guessed = [(self._by_code[one.what], one.weight) for one in guesses if one.what in self._by_code]
        if guessed and len(text) <= SHORT_CHARACTERS:
            scores = {position: score / _AS_A_GUESS for position, score in scores.items()}
            for position, weight in guessed:
                scores[position] = scores.get(position, 0.0) + weight / guessed[0][1]
        ranked = sorted(scores, key=lambda position: (-scores[position], position))
        ranked += [position for position, _ in guessed if position not in scores]
        return [self._categories[position] for position in ranked]

    def names(self, text: str, code: str) -> bool:
        """Does a phrase of this very category stand in the text?"""
        return self._by_code.get(code) in self.scores(text)

    def named_in(self, text: str) -> frozenset[str]:
        """Every category of which a phrase stands in the text."""
        return frozenset(self._categories[position].code for position in self.scores(text))

    def _scored(self, text: str) -> Mapping[int, float]:
        said = plain(text).strip()
        title = said.find("\n") if "\n" in said else len(said)
        times: dict[str, int] = {}
        first: dict[str, tuple[int, int]] = {}
        for hit in self._phrases.longest(said):
            if hit.phrase[-1] in _GATES and said.startswith(_BEFORE_IT, hit.end):
                continue
            times[hit.phrase] = times.get(hit.phrase, 0) + 1
            first.setdefault(hit.phrase, (hit.start, hit.value))
        scores: dict[int, float] = {}
        for phrase, (start, position) in first.items():
            weight = len(phrase) ** 1.5 * (1 + _AGAIN * log2(times[phrase]))
            scores[position] = scores.get(position, 0.0) + weight * (_FIRST_LINE if start < title else 1.0)
        return scores


def propose_categories(text: str, categories: Sequence[Category]) -> list[Category]:
    """`CategoryIndex.propose` for a list that is used once."""
    return CategoryIndex(categories).propose(text)
