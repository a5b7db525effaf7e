"""Who may speak for a household (户内成员): owner, co-owner, family, tenant, minder; and how that was shown.

A code proves that somebody in that home has the paper; that he is the owner is what he says (spec: collective.md 3 A).
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

MAX_MEMBERS = 6
"""Of one household, with the chat."""
DECIDE_WITHIN = timedelta(days=7)
"""Members are asked about a further owner; whose silence lasts so long leaves it to the office."""


class MemberAs(StrEnum):
    """What somebody is to a household."""

    OWNER = "owner"
    CO_OWNER = "co_owner"
    FAMILY = "family"
    TENANT = "tenant"
    MINDER = "minder"
    """替家里办的: a child who lives elsewhere."""


class MemberProof(StrEnum):
    """How it was shown."""

    NONE = "none"
    CODE = "code"
    DOOR = "door"
    OFFICE = "office"


class MemberWaits(StrEnum):
    """What a membership waits for; until then it gives opinions (`rights_of`)."""

    MEMBERS = "members"
    """A further owner: the members are asked."""
    OFFICE = "office"
    """Nobody of the home knew, or somebody said no; the office decides."""
    LOOK = "look"
    """业主 at a let door: steward or office has to meet him."""
    OWNER = "owner"
    """A minder: an owner presses yes, or two enter it at the door."""


class MemberRight(StrEnum):
    """What can be done for a household."""

    DECIDE = "decide"
    """Answer a survey, pledge, object (consents)."""
    VISITS = "visits"
    """Ask for visits."""
    REPORT = "report"
    """Report for it, ask, give opinions."""


_ALL = frozenset(MemberRight)
_OPINION = frozenset({MemberRight.REPORT})

RIGHTS_OF: Mapping[MemberAs, frozenset[MemberRight]] = {
    MemberAs.OWNER: _ALL,
    MemberAs.CO_OWNER: _ALL,
    MemberAs.FAMILY: _ALL,
    MemberAs.MINDER: _ALL,
    MemberAs.TENANT: _OPINION,
}
"""Drawn into docs/flow.md. Family and minder never outrank an owner."""


def rights_of(
    stands_as: MemberAs, waits_for: MemberWaits | None, was: MemberAs | None = None
) -> frozenset[MemberRight]:
    """What somebody may do now: whatever waits for a yes gives opinions until then; whoever was something before
    (`was`) goes on as that."""
    if waits_for is None:
        return RIGHTS_OF[stands_as]
    return RIGHTS_OF[was] if was is not None else _OPINION
