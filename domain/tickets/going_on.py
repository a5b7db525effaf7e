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

_SURE, _AHEAD = 150, 80
"""A guess at a category counts as said when it weighs so much, and is so far ahead of every meaning that is none."""


@dataclass(frozen=True, slots=True)
class Tale:
    """What words tell. `wrong`: something is wrong. `still`: it goes on, or has come back. `kinds`: the categories
    whose phrases stand in them. `shelf`: where they name none, that of the one they surely are about, if any."""

    wrong: bool = False
    still: bool = False
    kinds: frozenset[str] = frozenset()
    shelf: str | None = None


def told_in(words: str, community: Community, guesses: Sequence[Guess] = ()) -> Tale:
    """What the words tell. A phrase of a category may only be where something is («水表在柜子里»): a trouble is told by
    a word for one, or when the sentence as a whole is most like that category."""
    if not words:
        return Tale()
    kinds = community.named_in(words)
    likeliest = _likeliest(community, guesses)
    plainly = bool(kinds) and (not guesses or (likeliest is not None and likeliest.code in kinds))
    sure = likeliest if likeliest is not None and _is_sure(likeliest, guesses) else None
    return Tale(
        wrong=community.reader.tells_of_trouble(words) or plainly or sure is not None,
        still=community.says_still(words),
        kinds=kinds,
        shelf=sure.group if sure is not None and not kinds else None,
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


def _likeliest(community: Community, guesses: Sequence[Guess]) -> Category | None:
    codes = (guess.what for guess in guesses if community.offers(guess.what))
    return next((community.category(code) for code in codes), None)


def _is_sure(likeliest: Category, guesses: Sequence[Guess]) -> bool:
    weight = next(guess.weight for guess in guesses if guess.what == likeliest.code)
    other = max((guess.weight for guess in guesses if guess.what in set(Meaning)), default=0)
    return weight >= _SURE and weight - other >= _AHEAD
