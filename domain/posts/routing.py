"""Who gets a report: the most specific active, reachable, unrecused post; else its deputy; else up the chain.

Responsibility never ends at nobody (docs/flow.md): a vacancy, a steward who never pressed Start or who has
blocked the bot, and a matter that concerns whoever would answer all climb.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.posts.accused import accused_people, passed_over
from domain.posts.directory import Address, Directory, Post
from domain.vocabulary import CHAIN, HeldAs, Role


class Why(StrEnum):
    """Why a post was taken or passed over; `louzhang who` prints these."""

    TAKEN = "taken"
    DEPUTY = "deputy"
    VACANT = "vacant"
    UNREACHABLE = "unreachable"
    RECUSED = "recused"
    BELOW = "below"
    AWAY = "away"
    STANDS_IN = "stands_in"


@dataclass(frozen=True, slots=True)
class Look:
    """One post looked at on the way up."""

    post: Post
    why: Why
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """The answer: who is asked, for which post, and every post looked at on the way.

    `person_id` is None only when nobody in the whole chain can be reached; then `post` is the highest one (or
    None where there is none, or none that is not accused) and the ticket waits for whoever takes that post up.
    """

    post: Post | None
    person_id: int | None
    deputy_ids: tuple[int, ...]
    looks: tuple[Look, ...]
    absence_id: int | None = None
    """The leave without which somebody else would have been taken."""


def route(
    directory: Directory,
    address: Address,
    at: datetime,
    *,
    skip_people: Collection[int | None] = (),
    not_standing_in: Collection[int | None] = (),
    concerns: Role | None = None,
    above: Post | None = None,
    lowest: Role | None = None,
) -> Route:
    """Find who answers for an address.

    `skip_people` have returned it or are party to it; `not_standing_in` may answer for it by a post of their own
    but not for somebody who is away (its reporter); `concerns` is the role it complains of: its posts, those below
    them and everybody who holds one of them are passed over. `above` starts with the next post up from that one,
    `lowest` with the first post of that role or higher.
    """
    chain = directory.answering(address)
    if lowest is not None:
        chain = [post for post in chain if CHAIN.index(post.role) >= CHAIN.index(lowest)]
    accused, roles = accused_people(directory, address, concerns, at), passed_over(concerns)
    skip_people = {*skip_people, *accused}
    start = _position_above(chain, above)
    looks = [Look(post, Why.BELOW) for post in chain[:start]]
    absence_id: int | None = None
    for post in chain[start:]:
        if post.role in roles:
            looks.append(Look(post, Why.RECUSED))
            continue
        mains = list(directory.holders(post.id, HeldAs.MAIN, at))
        deputies = list(directory.holders(post.id, HeldAs.DEPUTY, at))
        willing_deputies = tuple(h.person_id for h in deputies if h.reachable and h.person_id not in skip_people)
        for holding in (*mains, *deputies):
            taken, person_id = holding.person_id, holding.person_id
            absence = directory.absence_of(person_id, at) if holding.reachable else None
            if person_id in skip_people:
                why = Why.RECUSED
            elif not holding.reachable:
                why = Why.UNREACHABLE
            elif absence is not None:
                looks.append(Look(post, Why.AWAY, person_id))
                absence_id = absence_id or absence.id
                other = directory.stand_in(person_id, at)
                if other is None or not directory.reachable(other):
                    continue
                taken = other
                why = Why.RECUSED if other in {*skip_people, *not_standing_in} else Why.STANDS_IN
            else:
                why = Why.TAKEN if holding.held_as is HeldAs.MAIN else Why.DEPUTY
            looks.append(Look(post, why, taken))
            if why in (Why.TAKEN, Why.DEPUTY, Why.STANDS_IN):
                others = tuple(p for p in willing_deputies if p != taken)
                return Route(post, taken, others, tuple(looks), absence_id)
        if not mains and not deputies:
            looks.append(Look(post, Why.VACANT))
    left = [post for post in chain if post.role not in roles]
    return Route(left[-1] if left else None, None, (), tuple(looks), absence_id)


def _position_above(chain: list[Post], below: Post | None) -> int:
    if below is None:
        return 0
    rank = CHAIN.index(below.role) if below.role in CHAIN else -1
    for index, post in enumerate(chain):
        if CHAIN.index(post.role) > rank:
            return index
    return len(chain)


def next_up(directory: Directory, address: Address, post: Post | None, at: datetime) -> Post | None:
    """The next filled post above, whom «what if nobody reacts» names. None at the top."""
    found = route(directory, address, at, above=post) if post else None
    return found.post if found and found.person_id is not None else None
