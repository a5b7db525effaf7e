"""Somebody says what they are to a household: what they stand as at once, and whose yes is missing (collective.md 3 A).

Nobody makes himself an owner where there is one, where the door is let, or where he lives as a tenant.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.register.members import MemberAs, MemberWaits

SAID_TO_BE = (MemberAs.OWNER, MemberAs.FAMILY, MemberAs.TENANT, MemberAs.MINDER)
"""What can be chosen: 业主, 家里人, 租户, 替家里办的. A further owner becomes a co-owner."""
OWNERS = frozenset({MemberAs.OWNER, MemberAs.CO_OWNER})
OF_THE_HOME = OWNERS | {MemberAs.FAMILY, MemberAs.MINDER}
"""Who is asked about a further owner: a tenant cannot know."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody stands as from now on, and what that waits for."""

    stands_as: MemberAs
    waits_for: MemberWaits | None = None


def claim(said: MemberAs, others: Collection[MemberAs], *, is_let: bool | None, was: MemberAs | None = None) -> Claim:
    """`others`: as what the other members stand, of whom nothing is missing; `was`: what this one stood as until now.

    A door at which a tenant stands is let, whatever was entered.
    """
    has_owner = bool(OWNERS.intersection(others))
    stands_as = MemberAs.CO_OWNER if said is MemberAs.OWNER and has_owner else said
    if said is MemberAs.TENANT or was in OWNERS:  # who was an owner only gives something up
        return Claim(stands_as)
    if was is MemberAs.TENANT:
        return Claim(stands_as, MemberWaits.OFFICE)
    if said is MemberAs.MINDER:
        return Claim(stands_as, MemberWaits.OWNER)
    if said is MemberAs.OWNER and has_owner:
        return Claim(stands_as, MemberWaits.MEMBERS)
    lets = is_let or MemberAs.TENANT in others
    return Claim(stands_as, MemberWaits.LOOK if lets and not has_owner else None)


def decided(said: Sequence[bool | None], asked: int) -> bool | MemberWaits | None:
    """What the members' words come to: True with one yes and no no; the office decides (OFFICE) as soon as one says no,
    or when all of the `asked` do not know; None while it is open."""
    if False in said:
        return MemberWaits.OFFICE
    if True in said:
        return True
    return MemberWaits.OFFICE if len(said) >= asked else None
