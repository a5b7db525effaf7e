"""Terms of bodies: that one ends is said 6 months (Beijing), 3 months (Hangzhou) and 14 days before; once it is over,
accounts, seal, keys and papers are handed over within 10 days (Hangzhou 34). The election itself is not in the bot, and
nothing of parties or votes is kept (collective.md 3 B, domain.md 4.5)."""

from datetime import datetime, timedelta

from domain.bodies.bodies import Body
from domain.matters.bundles import BundledLine
from domain.matters.matters import MatterStep, MatterSteps, Visibility, its_post_or_body, only_clock
from domain.refusal import Refusal
from domain.vocabulary import HeldAs, Role
from services.matters.bundling import bundle
from services.matters.matters import NextDue, open_matter, step_matter
from services.parts import MatterKind
from storage.matters.matters import Matters
from storage.models import MatterRow, Person
from storage.unit_of_work import UnitOfWork

REMINDERS_DAYS = (182, 91, 14)
"""Days before the end at which contacts and office read of it."""
HAND_OVER_DAYS = 10
HANDED = ("accounts", "seal", "keys", "papers")
"""What is handed over: 账目, 印章, 钥匙, 资料."""
ENDING, OVER, HANDED_OVER, RENEWED = "ending", "over", "handed_over", "renewed"

_HANDS = MatterStep(frozenset({ENDING, OVER}), None, its_post_or_body)
TERM_STEPS: MatterSteps = {
    "remind": MatterStep(frozenset({ENDING}), None, only_clock),
    "end": MatterStep(frozenset({ENDING}), OVER, only_clock),
    "renew": MatterStep(frozenset({ENDING}), RENEWED, only_clock),
    "late": MatterStep(frozenset({OVER}), None, only_clock),
    **dict.fromkeys(HANDED, _HANDS),
    "hand_over": MatterStep(frozenset({ENDING, OVER}), HANDED_OVER, its_post_or_body),
}


def term_end(work: UnitOfWork, body: Body) -> datetime | None:
    """When the first of its main holders goes; None where one has no end, or nobody sits there."""
    directory = work.directory
    ends = [
        one.until for seat in directory.seats_in(body.id) for one in directory.holders(seat.id, HeldAs.MAIN, work.now)
    ]
    known = [end for end in ends if end is not None]
    return min(known) if known and len(known) == len(ends) else None


def watch_terms(work: UnitOfWork) -> int:
    """Terms that come near get a matter of their own, once; returns how many did."""
    opened = 0
    for body in list(work.directory.bodies.values()):
        ends = term_end(work, body) if body.stands(work.now) else None
        if ends is None or ends - work.now > timedelta(days=REMINDERS_DAYS[0]):
            continue
        if any(row.ended_at is None or row.opened_at > ends for row in work.store(Matters).of_body(body.id, TERM.name)):
            continue
        owner = next(iter(work.directory.with_role(Role.OFFICE)), None)
        row = open_matter(
            work,
            TERM,
            title=body.name[:30],
            places=body.places,
            state=ENDING,
            visibility=Visibility.ASKED,
            owner_post_id=owner.id if owner is not None else None,
            body_id=body.id,
            next_due=_next(ends, work.now),
        )
        _say(work, row)
        opened += 1
    return opened


def _next(ends: datetime, now: datetime) -> NextDue:
    """The next reminder that is still to come, else the end itself."""
    coming = (ends - timedelta(days=days) for days in REMINDERS_DAYS)
    at = min((one for one in coming if one > now), default=None)
    return (at, "remind") if at is not None else (ends, "end")


def _say(work: UnitOfWork, row: MatterRow) -> None:
    """A line for its contacts and for the office."""
    directory = work.directory
    contacts = directory.contacts(row.body_id, work.now) if row.body_id is not None else []
    office = directory.acting_as(Role.OFFICE, work.now) or directory.acting_as(Role.SECRETARY, work.now)
    for person_id in dict.fromkeys([*contacts, *office]):
        bundle(work, person_id, BundledLine.TERM, matter_id=row.id, body_id=row.body_id)


def term_due(work: UnitOfWork, row: MatterRow) -> None:
    """A reminder, the end, or a hand-over that is late."""
    body = work.directory.bodies.get(row.body_id) if row.body_id is not None else None
    if row.state == OVER:
        step_matter(work, TERM, row, "late")
        _say(work, row)
        return
    ends = term_end(work, body) if body is not None else None
    is_over = row.next_due_what == "end"
    if ends is not None and ends > work.now and (is_over or ends - work.now > timedelta(days=REMINDERS_DAYS[0])):
        step_matter(work, TERM, row, "renew")  # somebody new sits there, or the term was made longer
    elif is_over or ends is None:
        step_matter(work, TERM, row, "end", next_due=(work.now + timedelta(days=HAND_OVER_DAYS), "hand_over"))
        _say(work, row)
    else:
        step_matter(work, TERM, row, "remind", next_due=_next(ends, work.now))
        _say(work, row)


def hand_over(work: UnitOfWork, row: MatterRow, action: str, by: Person) -> None:
    """One thing is handed over; with the last of them all of it is."""
    done = {line.action for line in work.store(Matters).history(row)}
    if action not in HANDED or action in done:
        raise Refusal("refused-old-button")
    due = (row.next_due_at, row.next_due_what or "") if row.next_due_at is not None else None
    step_matter(work, TERM, row, action, by=by, next_due=due)
    if done >= {*HANDED} - {action}:
        step_matter(work, TERM, row, "hand_over", by=by)


TERM = MatterKind(
    "bodies-term",
    "届",
    TERM_STEPS,
    frozenset({HANDED_OVER, RENEWED}),
    term_due,
    do=hand_over,
    once=frozenset(HANDED),
)
