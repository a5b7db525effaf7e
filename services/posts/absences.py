"""Leaves: taken with a deputy or without, begun and ended by the clock; open work goes and comes back."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.notices.notices import (
    Letter,
    Say,
)
from domain.notices.post_notices import (
    EntrustedWork,
)
from domain.posts.absences import Absence
from domain.posts.directory import Post
from domain.posts.rights import Right
from domain.refusal import Refusal
from domain.vocabulary import CHAIN, Entrusted, Grade, SetUpAct
from services.answering.entrusting import Moved, come_back, entrust, next_for, shares_of, stand_in_for, tell_moved
from services.parts import MAX_BATCH
from services.telling.unasked import send_unasked
from services.tickets.approvals import pass_on_requests
from storage.models import AbsenceRow, Person, Ticket
from storage.people.absences import Absences
from storage.people.posts import Posts
from storage.unit_of_work import UnitOfWork

LONGEST_LEAVE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Leave:
    """A leave somebody is about to take: both days count."""

    person_id: int
    first_day: date
    last_day: date
    deputy_id: int | None = None


def check_leave_of(work: UnitOfWork, person_id: int, *, by: Person) -> None:
    """Whose leaves may be seen and entered by whom: one's own, and those of whoever holds a post in one's reach."""
    if by.id != person_id and not _may_send(work, by, person_id):
        raise Refusal("refused-leave-of-others")


def check_leave(work: UnitOfWork, leave: Leave, *, by: Person) -> None:
    """Whose leave may be entered by whom, and for when: never in the past or backwards, never twice at once."""
    check_leave_of(work, leave.person_id, by=by)
    if not work.directory.held_by(leave.person_id, work.now):
        raise Refusal("refused-only-posts")
    if leave.last_day < leave.first_day:
        raise Refusal("refused-date-backwards")
    if leave.first_day < work.local_day():
        raise Refusal("refused-date-past")
    if leave.last_day - work.local_day() > LONGEST_LEAVE:
        raise Refusal("refused-leave-far")
    since, until = span_of(work, leave)
    for other in work.directory.absences:
        if other.person_id == leave.person_id and other.meets(since, until):
            raise Refusal("refused-leave-twice", since=_day(work, other.since), until=_last_day(work, other.until))


def _day(work: UnitOfWork, moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(work.community.zone)).date().isoformat()


def _last_day(work: UnitOfWork, until: datetime) -> str:
    """A leave ends with the midnight after its last day."""
    return _day(work, until - timedelta(seconds=1))


def _may_send(work: UnitOfWork, by: Person, person_id: int) -> bool:
    posts = work.directory.held_by(person_id, work.now)
    return any(work.may(by, Right.CHANGE_POSTS, over=post) for post in posts)


def span_of(work: UnitOfWork, leave: Leave) -> tuple[datetime, datetime]:
    """From the first day's beginning (today: from now) to the last one's end, where the community is."""
    zone = ZoneInfo(work.community.zone)
    since = datetime.combine(leave.first_day, time(), zone)
    return max(since, work.now), datetime.combine(leave.last_day + timedelta(days=1), time(), zone)


def deputies_for(work: UnitOfWork, leave: Leave) -> list[tuple[int, str]]:
    """Who can stand in for a post of the chain, as (person, title): deputies of the absent person's posts first, then
    who is nearest; never whoever is away for a part of that time, or cannot be reached."""
    directory = work.directory
    since, until = span_of(work, leave)
    own = [p for p in directory.posts_of(leave.person_id, work.now) if p.role in CHAIN]
    if not own:
        return []  # a seat of a body: its other seats are asked meanwhile
    line = {place.id for post in own for place in directory.line(post.place_id)}

    def distance(post: Post) -> tuple[bool, int, int]:
        steps = [n for n, place in enumerate(directory.line(post.place_id)) if place.id in line]
        rank = CHAIN.index(post.role)
        return post not in own, min(steps, default=99), rank

    found: dict[int, str] = {}
    for post in sorted((p for p in directory.posts.values() if p.role in CHAIN), key=distance):
        for holding in directory.holdings:
            other = holding.person_id
            if holding.post_id != post.id or not holding.active(work.now) or not holding.reachable:
                continue
            away = any(one.person_id == other and one.meets(since, until) for one in directory.absences)
            if other != leave.person_id and not away:
                found.setdefault(other, post.title)
    return list(found.items())


def check_deputy(work: UnitOfWork, leave: Leave) -> None:
    """Only somebody who can stand in does."""
    if leave.deputy_id is not None and leave.deputy_id not in dict(deputies_for(work, leave)):
        raise Refusal("refused-deputy-away")


def take_leave(work: UnitOfWork, leave: Leave, *, by: Person) -> AbsenceRow:
    """Write it down; one that begins today begins at once."""
    check_leave(work, leave, by=by)
    check_deputy(work, leave)
    since, until = span_of(work, leave)
    row = work.store(Absences).add(leave.person_id, since, until, leave.deputy_id)
    work.places.touch()
    days = f"{leave.first_day.isoformat()} – {leave.last_day.isoformat()}"
    work.store(Posts).write(SetUpAct.LEAVE, by=by.id, person_id=leave.person_id, subject="", after=days)
    if leave.deputy_id is not None:
        values = {
            "name": work.people.name(leave.person_id) or "",
            "first": leave.first_day.isoformat(),
            "last": leave.last_day.isoformat(),
        }
        send_unasked(work, Letter(leave.deputy_id, Say("leave-you-stand-in", values)), Grade.P2)
    if by.id != leave.person_id:
        said = {"first": leave.first_day.isoformat(), "last": leave.last_day.isoformat()}
        work.tell(Letter(leave.person_id, Say("leave-entered-for-you", said)))
    if since <= work.now:
        _begin(work, row)
    return row


def shares(work: UnitOfWork, leave: Leave) -> dict[int | None, int]:
    """How many of their open tickets would go to whom if the leave began now; None: they keep them."""
    since, until = span_of(work, leave)
    away = Absence(0, leave.person_id, work.now, max(until, since), leave.deputy_id)
    then = replace(work.directory, absences=[*work.directory.absences, away])
    held = work.tickets.held_by(leave.person_id)
    return shares_of([stand_in_for(work, ticket, then, leave.person_id, None) for ticket in held])


def turn_leaves(work: UnitOfWork, limit: int = MAX_BATCH) -> int:
    """The clock's part: leaves whose first or last moment has come; returns how many. Late or doubled does no harm."""
    due = work.store(Absences).due(limit)
    for row in due:
        if row.until <= work.now:
            _end(work, row)
        else:
            _begin(work, row)
    return len(due)


def _begin(work: UnitOfWork, row: AbsenceRow) -> None:
    """What they have goes to their stand-in; what they have for somebody else goes on along the chain."""
    row.began_at = work.now
    moved = Moved(Entrusted.LEAVE, left=row.person_id, until=row.until)
    for ticket in work.tickets.held_by(row.person_id):
        other = work.store(Absences).get(ticket.absence_id) if ticket.absence_id is not None else None
        owner, absence_id = (other.person_id, other.id) if other is not None else (row.person_id, row.id)
        _lend(work, ticket, owner, absence_id, moved)
    tell_moved(work, moved)
    pass_on_requests(work, row.person_id)


def _lend(work: UnitOfWork, ticket: Ticket, owner_id: int, absence_id: int, moved: Moved) -> None:
    found = stand_in_for(work, ticket, work.directory, owner_id, absence_id)
    if found.person_id is not None and found.person_id != ticket.assignee_id:
        entrust(work, ticket, found, moved)


def end_leave(work: UnitOfWork, absence_id: int, *, by: Person) -> AbsenceRow:
    """«我回来了», or it was cancelled before it began."""
    row = work.store(Absences).lock(absence_id)
    if row is None or row.ended_at is not None:
        raise Refusal("refused-leave-over")
    check_leave_of(work, row.person_id, by=by)
    _end(work, row, by=by)
    return row


def call_off_leaves(work: UnitOfWork, person_id: int) -> None:
    """Whoever holds no post any more is away from none; what others had for them has gone on already."""
    for row in work.store(Absences).of_person(person_id):
        row.ended_at = work.now
        work.places.touch()
        work.store(Posts).write(SetUpAct.LEAVE_ENDED, by=None, person_id=person_id, subject="")


def _end(work: UnitOfWork, row: AbsenceRow, *, by: Person | None = None) -> None:
    row.ended_at = work.now
    work.places.touch()
    work.store(Posts).write(SetUpAct.LEAVE_ENDED, by=by.id if by else None, person_id=row.person_id, subject="")
    if row.began_at is None:
        return
    onward = Moved(Entrusted.LEAVE, left=row.person_id)
    back: list[int] = []
    for ticket in work.tickets.displaced():
        leave = work.store(Absences).get(ticket.absence_id) if ticket.absence_id is not None else None
        owner = leave.person_id if leave is not None else row.person_id
        if leave is not None and work.directory.absence_of(owner, work.now) is not None:
            _lend(work, ticket, owner, leave.id, onward)
        elif not (work.directory.posts_of(owner, work.now) and work.directory.reachable(owner)):
            found = next_for(work, ticket, work.directory, without=owner)
            if found.person_id is not None:
                entrust(work, ticket, found, onward)
        elif owner == row.person_id:
            come_back(work, ticket, owner, onward)
            back.append(ticket.id)
    tell_moved(work, onward)
    if back or by is None:
        send_unasked(work, Letter(row.person_id, EntrustedWork("back", tuple(back))), Grade.P2)
