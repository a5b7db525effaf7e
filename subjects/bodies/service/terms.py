"""Terms of bodies: that one ends is said 6 months (Beijing), 3 months (Hangzhou) and 14 days before; once it is over,
accounts, seal, keys and papers are handed over within 10 days (Hangzhou 34). The election itself is not in the bot, and
nothing of parties or votes is kept (collective.md 3 B, domain.md 4.5)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from domain.bodies.bodies import Body
from domain.matters.bundles import BundledLine
from domain.matters.matters import (
    MAX_TITLE_CHARACTERS,
    MatterStep,
    MatterSteps,
    Visibility,
    its_post_or_body,
    only_clock,
)
from domain.refusal import Refusal
from domain.vocabulary import HeldAs, Role
from services.matters.bundling import bundle
from services.matters.matters import open_matter, step_matter
from services.parts import MatterKind
from storage.bodies.bodies import Bodies
from storage.matters.matters import Matters
from storage.models import MatterRow, Person
from storage.unit_of_work import UnitOfWork

HANDED = ("accounts", "seal", "keys", "papers")
"""What is handed over: 账目, 印章, 钥匙, 资料."""
ENDING, OVER, HANDED_OVER, RENEWED = "ending", "over", "handed_over", "renewed"

_HANDS = MatterStep(frozenset({ENDING, OVER}), None, its_post_or_body)
TERM_STEPS: MatterSteps = {
    "remind": MatterStep(frozenset({ENDING}), None, only_clock),
    "move": MatterStep(frozenset({ENDING}), None, only_clock),
    "end": MatterStep(frozenset({ENDING}), OVER, only_clock),
    "renew": MatterStep(frozenset({ENDING, OVER}), RENEWED, only_clock),
    "late": MatterStep(frozenset({OVER}), None, only_clock),
    **dict.fromkeys(HANDED, _HANDS),
    "hand_over": MatterStep(frozenset({ENDING, OVER}), HANDED_OVER, its_post_or_body),
}

Ends = dict[tuple[int, int], datetime | None]
"""Seat and person: until when they sit there; None: without a last day."""


def watch_terms(work: UnitOfWork) -> int:
    """Looks again at the terms that run, and opens those that come near, each once; returns how many changed."""
    store = work.store(Matters)
    changed = sum(_look(work, row) for row in store.open_of_kind(TERM.name))
    for body in list(work.directory.bodies.values()):
        if not body.stands(work.now) or not _near(work, _sitting(work, body)):
            continue
        work.store(Bodies).lock(body.id)  # of two that look at once the second finds what the first has opened
        watched = store.of_body(body.id, TERM.name)
        ends = {
            seat: until
            for seat, until in _near(work, _sitting(work, body)).items()
            if not any(_is_about(work, row, seat, until) for row in watched)
        }
        if ends:
            _open(work, body, ends)
            changed += 1
    return changed


def _open(work: UnitOfWork, body: Body, ends: Mapping[tuple[int, int], datetime]) -> None:
    directory = work.directory
    owner = next((post for role in (Role.OFFICE, Role.SECRETARY) for post in directory.with_role(role)), None)
    row = open_matter(
        work,
        TERM,
        title=body.name[:MAX_TITLE_CHARACTERS],
        places=body.places,
        state=ENDING,
        visibility=Visibility.ASKED,
        owner_post_id=owner.id if owner is not None else None,
        body_id=body.id,
        next_due=(min(ends.values()), "end"),
        detail={"whose": [list(seat) for seat in ends]},
    )
    _say(work, row)


def _sitting(work: UnitOfWork, body: Body) -> Ends:
    """Its main holders now."""
    directory, now = work.directory, work.now
    return {
        (seat.id, one.person_id): one.until
        for seat in directory.seats_in(body.id)
        for one in directory.holders(seat.id, HeldAs.MAIN, now)
    }


def _near(work: UnitOfWork, ends: Ends) -> dict[tuple[int, int], datetime]:
    """Of these whoever goes within the time of the first reminder."""
    first = timedelta(days=max(work.community.term_reminders_days))
    return {seat: until for seat, until in ends.items() if until is not None and until - work.now <= first}


def _whose(work: UnitOfWork, row: MatterRow) -> list[tuple[int, int]]:
    """Whose term it is, as it was written down when it was opened."""
    opened = work.store(Matters).history(row)[:1]
    told = [whose for line in opened if isinstance(whose := line.detail.get("whose"), list)]
    return [(seat, person) for whose in told for seat, person in whose]


def _is_about(work: UnitOfWork, row: MatterRow, seat: tuple[int, int], until: datetime) -> bool:
    """Is that person's term, with that end, this one? One that was handed over early is not opened again; nor does one
    of years ago, that nobody ticked off, hide the next."""
    if seat not in _whose(work, row):
        return False
    first = timedelta(days=max(work.community.term_reminders_days))
    return row.ended_at is None or (row.state == HANDED_OVER and until - row.opened_at <= first)


def _look(work: UnitOfWork, row: MatterRow) -> bool:
    """How it stands, from who sits there now and until when. It is over when whoever had it has gone, also before their
    day; nothing is handed over where the same people go on. Has anything changed?"""
    store = work.store(Matters)
    locked = store.lock(row.id)
    body = work.directory.bodies.get(row.body_id) if row.body_id is not None else None
    if locked is None or body is None or locked.ended_at is not None:
        return False
    whose, sitting = _whose(work, locked), _sitting(work, body)
    near = _near(work, {seat: sitting[seat] for seat in whose if seat in sitting})
    gone = any(seat not in sitting for seat in whose)
    if not near and not gone:
        step_matter(work, TERM, locked, "renew")
    elif locked.state == OVER:
        return False
    elif not near:
        ended = min(locked.next_due_at or work.now, work.now)
        hands = timedelta(days=work.community.hand_over_days)
        step_matter(work, TERM, locked, "end", next_due=(ended + hands, "hand_over"))
        _say(work, locked)
    elif locked.next_due_at != min(near.values()):
        step_matter(work, TERM, locked, "move", next_due=(min(near.values()), "end"))
    elif _is_to_remind(work, locked, min(near.values())):
        step_matter(work, TERM, locked, "remind", next_due=(min(near.values()), "end"))
        _say(work, locked)
    else:
        return False
    return True


def _is_to_remind(work: UnitOfWork, row: MatterRow, ends: datetime) -> bool:
    """Has a day of reminding come since they last read of it?"""
    said = max(line.at for line in work.store(Matters).history(row) if line.action in {"open", "move", "remind"})
    return any(said < ends - timedelta(days=days) <= work.now for days in work.community.term_reminders_days)


def _say(work: UnitOfWork, row: MatterRow) -> None:
    """A line for its contacts and for the office."""
    directory = work.directory
    contacts = directory.contacts(row.body_id, work.now) if row.body_id is not None else []
    office = directory.office(work.now)
    for person_id in dict.fromkeys([*contacts, *office]):
        bundle(work, person_id, BundledLine.TERM, matter_id=row.id, body_id=row.body_id)


def term_due(work: UnitOfWork, row: MatterRow) -> None:
    """Its end, or a hand-over that is late."""
    if not _look(work, row) and row.state == OVER:
        step_matter(work, TERM, row, "late")
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
