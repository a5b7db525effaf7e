"""Who answers for a place, and who asks them to get in touch; built by services/posts/stewards.py."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StewardView:
    """Who answers for a place, as far as every resident may know it; `phone` only where they allow it."""

    place: str
    title: str
    name: str | None
    deputy: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class AskerView:
    """Who asked a steward to get in touch, for that steward alone."""

    place: str
    name: str | None
    phone: str | None
    account: str | None
