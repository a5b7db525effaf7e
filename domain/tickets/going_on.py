"""Do words go on about what has been reported, or do they tell of another trouble? «好的，我在家» and «还在漏» go on;
«楼道灯也坏了» does not.

What they say of a category by its phrases counts most, then where it is; what is only guessed counts by its shelf.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.community import Community
from domain.words.categories import OTHER, Category
from domain.words.guessing import Guess
from domain.words.meaning import Meaning

_TIMES, _SURE = 2, 150
"""A guess is plain when it weighs so many times as much as every meaning that is no category; so heavy, it counts
although no phrase says so."""


@dataclass(frozen=True, slots=True)
class Tale:
    """What words tell. `wrong`: something is wrong. `still`: it goes on, or has come back. `kinds`: the categories
    whose phrases stand in them. `shelf`: where they name none, that of the one they surely are about, if any."""

    wrong: bool = False
    still: bool = False
    kinds: frozenset[str] = frozenset()
    shelf: str | None = None


def told_in(words: str, community: Community, guesses: Sequence[Guess] = ()) -> Tale:
    """What the words tell. A phrase of a category may only be where something is («水表在柜子里»), or whom it waits for
    («物业下午来换»): a word for trouble tells of one, or the sentence, when it is plainly about a category."""
    if not words:
        return Tale()
    kinds, plainly = community.named_in(words) - {OTHER}, _plainly_about(community, guesses)
    said = plainly is not None and plainly.what in kinds
    sure = plainly if plainly is not None and plainly.weight >= _SURE else None
    return Tale(
        wrong=community.reader.tells_of_trouble(words) or said or sure is not None or (bool(kinds) and not guesses),
        still=community.says_still(words),
        kinds=kinds,
        shelf=community.category(sure.what).group if sure is not None and not kinds else None,
    )


def may_be_about(told: Tale, category: Category, *, here: bool | None, said_there: Collection[str] = ()) -> bool:
    """May they be about a report of this category? `here`: the place they name is the report's, None where they name
    none; `said_there`: the categories that the report's own words name."""
    if not told.wrong:
        return True
    if here is False:
        return False
    if told.kinds:
        unnamed = category.code == OTHER and told.still
        return category.code in told.kinds or unnamed or not told.kinds.isdisjoint(said_there)
    return told.still or told.shelf is None or told.shelf == category.group


def _plainly_about(community: Community, guesses: Sequence[Guess]) -> Guess | None:
    """The likeliest category, where it is far ahead of every meaning that is none."""
    likeliest = next((guess for guess in guesses if community.offers(guess.what)), None)
    other = max((guess.weight for guess in guesses if guess.what in set(Meaning)), default=0)
    return likeliest if likeliest is not None and likeliest.weight >= _TIMES * other else None
