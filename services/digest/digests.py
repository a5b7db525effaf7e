"""The weekly digest: count a week, freeze the figures, send what is due once, and open the lists behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.digest.counting import figure
from domain.digest.digest import ComparedWeek, Figures, Service
from domain.digest.standing import standing_of
from domain.digest.standouts import LOOKS_BACK, quiet_people
from domain.digest.ticket_lives import ASKED_ANEW, Life, Line
from domain.notices.notices import (
    DigestPicture,
    DigestReport,
    Letter,
    Morning,
    TicketCard,
    TicketMedia,
    TicketNews,
    TicketWords,
)
from domain.posts.directory import Address
from domain.posts.rights import Right
from domain.posts.routing import next_up
from domain.refusal import Refusal
from domain.tickets.households import Voice
from domain.tickets.undoing import standing
from domain.time.weeks import Week
from domain.vocabulary import OPEN_STATES, Action, Level, Rating, Result, State, WaitingReason
from services.answering.assigning import post_of
from services.digest.figures import given_by
from services.digest.service_hours import hours_away
from services.matters.ask_figures import bodies_to_mend
from services.matters.bundle_sending import take_lines
from services.parts import DigestPart
from services.telling.digest_days import JOB, RIGHT_AFTER, digest_readers, due_weeks
from services.tickets.households import voices_of
from storage.delivery.delivered import Delivered
from storage.delivery.held import Held
from storage.digest.digests import Digests, StoredLine
from storage.digest.periods import Periods
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork

IN_THE_LIST = (TicketCard, TicketNews, TicketWords, TicketMedia)
"""What a line of the day's list can stand for: its button opens the ticket with all of it."""
_WEEK = timedelta(weeks=1)

Parts = Mapping[str, DigestPart]
"""What subjects give to the digest, by the subject's name."""


def check_digest(work: UnitOfWork, person: Person, week: str, version: int) -> None:
    """Refuse whoever may not read digests, and a digest that was never made."""
    if not work.may(person, Right.READ_DIGESTS):
        raise Refusal("refused-only-secretary")
    if work.store(Digests).get(week, version) is None:
        raise Refusal("refused-old-button")


# Asked for


def digest_for(work: UnitOfWork, asked: str, parts: Parts) -> tuple[str, int]:
    """The week that is meant («2026-W46»; nothing: this one so far), counted and frozen where it was not yet."""
    week = _week_asked(work, asked)
    return str(week), _frozen(work, week, parts)


def digest_to_read(work: UnitOfWork, asked: str, parts: Parts) -> Figures:
    """The same for the terminal: what was frozen, or counted now without keeping it."""
    week = _week_asked(work, asked)
    made = work.store(Digests).newest(str(week), complete=True)
    return made[1] if made is not None else count_week(work, week, parts)


def correct_digest(work: UnitOfWork, asked: str, parts: Parts) -> tuple[str, int]:
    """Count a whole week again; what differs from the frozen figures becomes a new version."""
    week = _week_asked(work, asked)
    earlier = work.store(Digests).newest(str(week), complete=True)
    counted = replace(count_week(work, week, parts), corrects=earlier is not None)
    return str(week), work.store(Digests).freeze(counted)


def _week_asked(work: UnitOfWork, asked: str) -> Week:
    zone = work.community.calendar().zone
    this = Week.of(work.now, zone)
    week = Week.read(asked) if asked.strip() else this
    if week is None:
        raise Refusal("refused-week-unknown", week=asked.strip()[:20], example=str(this.later(-1)))
    if week > this:
        raise Refusal("refused-week-future", week=str(week), this=str(this))
    first = work.store(Digests).first_filed()
    begun = Week.of(first, zone) if first is not None else this
    if week < begun:
        raise Refusal("refused-week-before", week=str(week), first=str(begun))
    return week


def _frozen(work: UnitOfWork, week: Week, parts: Parts) -> int:
    made = work.store(Digests).newest(str(week), complete=True)
    return made[0] if made is not None else work.store(Digests).freeze(count_week(work, week, parts))


# Due


def send_due_digests(work: UnitOfWork, parts: Parts) -> int:
    """Monday 08:30 or the first working day after holidays: to whoever holds a secretary's post. Weeks that an
    outage held back come in one message. With nobody to tell, the digest waits. It is their first message that day."""
    if work.is_night():
        return 0  # due by day, but the program was away
    calendar = work.community.calendar()
    due = due_weeks(work, calendar)
    people = digest_readers(work) if due else []
    if not due or not people:
        return 0
    mine = [week for week in due if work.store(Periods).once(JOB, str(week))]
    if not mine:
        return 0
    *missed, newest = [(str(week), _frozen(work, week, parts)) for week in mine]
    for person_id in people:
        work.tell(
            Letter(person_id, DigestReport(*newest, missed=tuple(missed))), Letter(person_id, DigestPicture(*newest))
        )
        _tell_the_rest(work, person_id)
    return 1


def _tell_the_rest(work: UnitOfWork, person_id: int) -> None:
    """What waited for the digest's reader about tickets comes as one message after it, with the day's own work; what
    else waited follows by itself."""
    person = work.people.get(person_id)
    accounts = [account.id for account in work.accounts.of(person_id)]
    held = work.store(Held).gather(accounts, work.now + RIGHT_AFTER, IN_THE_LIST)
    about = dict.fromkeys(ticket_id for notice in held if (ticket_id := getattr(notice, "ticket_id", None)))
    person.morning_of = work.local_day()
    work.tell(Letter(person_id, Morning(tuple(about), take_lines(work, person))))


# Counting


def count_week(work: UnitOfWork, week: Week, parts: Parts) -> Figures:
    """The figures of a week as the tables have them now: the core's from one load of its tickets, and the subjects'."""
    calendar = work.community.calendar()
    start, end = week.start(calendar.zone), min(week.end(calendar.zone), work.now)
    last = _before(work, week.later(-1))
    first = work.store(Digests).first_filed()
    compute_last = last is None and first is not None and first < start
    since = week.later(-1).start(calendar.zone) if compute_last else start
    stored = work.store(Digests).of_week(since - LOOKS_BACK, since, end)
    voices = voices_of(work, [ticket.id for ticket, _ in stored])
    lives = [_life(work, ticket, lines, voices[ticket.id]) for ticket, lines in stored]
    if compute_last:
        last = figure(lives, week.later(-1), calendar, now=work.now).as_before()
    year_ago = week.a_year_ago()
    posts = standing_of(work.directory, work.now, quiet_people(lives, end))
    core = figure(
        lives,
        week,
        calendar,
        now=work.now,
        last=last,
        year_ago=_before(work, year_ago) if year_ago is not None else None,
        standing=replace(posts, bodies=bodies_to_mend(work, end)),
        service=Service(hours_away(work, start, end), work.store(Delivered).undelivered(start, end)),
    )
    return replace(core, given=given_by(work, parts, start, end))


def _before(work: UnitOfWork, week: Week) -> ComparedWeek | None:
    """What was said of an earlier week, in its latest version."""
    made = work.store(Digests).newest(str(week), complete=True)
    return made[1].as_before() if made is not None else None


def _life(work: UnitOfWork, ticket: Ticket, stored: Sequence[StoredLine], voices: Sequence[Voice]) -> Life:
    lines = [_line(work, ticket, line) for line in standing(stored)]
    if not lines or lines[0].action is not Action.FILE:
        filed = StoredLine(0, Action.FILE, None, State.NEW, ticket.filed_at, ticket.filed_by_id, {})
        lines.insert(0, _line(work, ticket, filed))
    building, place = building_of(work, ticket)
    is_open = ticket.state in OPEN_STATES
    post = post_of(work, ticket) if is_open else None
    above = next_up(work.directory, ticket.address, post, work.now) if post is not None else None
    return Life(
        id=ticket.id,
        number=ticket.number,
        category=ticket.category,
        kind=ticket.kind,
        grade=ticket.grade,
        building=building,
        place=place,
        voices=voices,
        on_behalf=ticket.on_behalf or ticket.recorded_by_id is not None,
        filed_at=ticket.filed_at,
        claim_due=ticket.claim_due,
        resolve_due=ticket.resolve_due,
        resolved_at=ticket.resolved_at,
        assignee_id=ticket.assignee_id,
        post=post.title if post else None,
        next_post=above.title if above else None,
        lines=tuple(lines),
        follows=ticket.follows_id is not None,
    )


def _line(work: UnitOfWork, ticket: Ticket, line: StoredLine) -> Line:
    result, rating, agrees = (line.detail.get(name) for name in ("result", "rating", "agrees"))
    return Line(
        line.action,
        line.before,
        line.after,
        line.at,
        line.by_id,
        Result(result) if isinstance(result, str) else None,
        Rating(rating) if isinstance(rating, str) else None,
        _claim_limit(work, ticket, line.at) if line.action in ASKED_ANEW else None,
        agrees if isinstance(agrees, bool) else None,
        line.detail.get("reason") == WaitingReason.PARKED,
    )


def _claim_limit(work: UnitOfWork, ticket: Ticket, at: datetime) -> datetime | None:
    """The limit that began then; claiming wipes it from the ticket, so it is reckoned again."""
    if not work.community.has_category(ticket.category):
        return None
    return work.community.promise(work.community.category(ticket.category), ticket.grade, at).claim_due


def building_of(work: UnitOfWork, ticket: Ticket) -> tuple[str, str]:
    """The building a ticket belongs to, to tell apart and to read."""
    address = building_address(work, ticket)
    return f"{address.place_id}/{address.number}", work.directory.name(address)


def building_address(work: UnitOfWork, ticket: Ticket) -> Address:
    """The building a ticket belongs to; on a street the house."""
    line = work.directory.line(ticket.place_id)
    building = next((place for place in line if place.level is Level.BUILDING), line[0])
    return Address(building.id, ticket.house_number if building.id == ticket.place_id else None)
