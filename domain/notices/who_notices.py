"""Who somebody is and where they can be rung; and that somebody has reported for them."""

from dataclasses import dataclass

from domain.notices.notice import Notice


@dataclass(frozen=True, slots=True)
class AskWho(Notice):
    """«怎么称呼您？电话？», once, after a report; `lead`: the line above it. `phone_known`: only the name is asked."""

    lead: str | None = None
    phone_known: bool = False


@dataclass(frozen=True, slots=True)
class OfferPhone(Notice):
    """A number stands in the words of the reader's report: is it theirs?"""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class MyContact(Notice):
    """What the reader is called here and their number, with what changes and removes them; `lead`: the line above."""

    lead: str | None = None


@dataclass(frozen=True, slots=True)
class ReportedForYou(Notice):
    """Somebody has reported something for the reader."""

    ticket_id: int
