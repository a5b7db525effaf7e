"""A second opinion on danger, learnt from the settings' examples (domain/words/guessing.py). Beside the words of
danger it hears what is told without any of them, and holds back what only sounds like one: a memory, a fear, a way of
speaking.

It never speaks against an unmistakable word (`Danger.sure`), and what it holds back still shows the number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.words.danger import LETTER_CHARACTERS, NO_DOUBT, Danger, Sighting
from domain.words.guessing import Guess, reads_whole

_RINGS, _RINGS_AGAINST_WORDS = 25, 65
"""A danger of which no word stands rings when it is so far ahead of everything else; farther, where words say that it
is past, feared or denied. Found on invented sentences that had not been learnt (cross-validation in four folds)."""
_HOLDS_BACK = (-80, -80, -140)
"""Words of danger are held back when every danger is so far behind, by how many of them speak (`Sighting.evidence`)."""


def with_second_opinion(
    sightings: Sequence[Sighting], text: str, guesses: Sequence[Guess], dangers: Mapping[str, Danger]
) -> list[Sighting]:
    """What the words say, and what has been learnt says of it: those that are now first. A letter is left to its words,
    and nothing is held back of which only the beginning was read."""
    if not guesses or len(text) > LETTER_CHARACTERS:
        return list(sightings)
    likeliest = next((guess for guess in guesses if guess.what in dangers), None)
    other = next((guess.weight for guess in guesses if guess.what not in dangers), 0)
    lead = (likeliest.weight if likeliest is not None else 0) - other
    if any(one.now for one in sightings):
        evidence = sightings[0].evidence
        held = evidence < NO_DOUBT and lead <= _HOLDS_BACK[evidence] and reads_whole(text)
        return [replace(one, now=one.now and not held) for one in sightings]
    if likeliest is None or lead <= (_RINGS_AGAINST_WORDS if sightings else _RINGS):
        return list(sightings)
    heard = dangers[likeliest.what]
    return [Sighting(heard, now=True), *(one for one in sightings if one.danger is not heard)]
