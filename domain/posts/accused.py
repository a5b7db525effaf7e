"""Whom a report accuses, and who therefore neither sees nor judges it.

The accused is never the judge, nor is anybody who answers to them: every post up to the accused one is passed over.
"""

from datetime import datetime

from domain.posts.directory import Address, Directory
from domain.vocabulary import CHAIN, Role

OUTSIDE_FROM = Role.OFFICE
"""From here on what is complained of is the community itself: the channels outside it are shown too."""


def passed_over(concerns: Role | None) -> frozenset[Role]:
    """The accused role of the chain and every one below it; nobody when the matter concerns none of them."""
    return frozenset() if concerns is None else frozenset(CHAIN[: CHAIN.index(concerns) + 1])


def covers(kept_from: Role | None, concerns: Role | None) -> bool:
    """Is what is kept from one role kept from the other too? So that words never reach the one they accuse."""
    return passed_over(concerns) <= passed_over(kept_from)


def accused_people(directory: Directory, address: Address, concerns: Role | None, at: datetime) -> set[int]:
    """Whoever holds, as main or as deputy, a post that is passed over at this address."""
    roles = passed_over(concerns)
    posts = {post.id for post in directory.answering(address) if post.role in roles}
    return {h.person_id for h in directory.holdings if h.post_id in posts and h.active(at)} if posts else set()


def standing_to(
    directory: Directory, person_id: int, address: Address, concerns: Role | None, at: datetime
) -> frozenset[Role]:
    """The roles by which a person answers for a matter at an address. Who only stands in for somebody it complains of
    has not become the accused by that, but neither do they answer for it by their post."""
    roles = directory.standing(person_id, address, at)
    if concerns is None or person_id in accused_people(directory, address, concerns, at):
        return roles
    return roles - passed_over(concerns)
