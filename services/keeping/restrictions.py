"""限量、禁言、停用: what the office does about misuse, always with a reason and an end, and always revocable.

Danger always passes: words that speak of it, what is said right after, and what was filed as danger (P0).
"""

from datetime import datetime, timedelta

from domain.notices.notices import Letter, Say
from domain.posts.rights import Right
from domain.refusal import Refusal, Value
from domain.tickets.restrictions import HEAVIEST_FIRST, MAX_DAYS, REPORTS_A_DAY_WHEN_LIMITED, Restriction
from services.filing.alarms import alarm_of
from services.telling.telling import send
from storage.models import Person, RestrictionRow, Ticket
from storage.people.restrictions import Restrictions
from storage.unit_of_work import UnitOfWork


def restrict(
    work: UnitOfWork, ticket_id: int, *, by: Person, kind: Restriction, until: datetime, words: str
) -> RestrictionRow:
    """Restrict a ticket's reporter, who is told why, until when, and how to appeal. Their name is not shown for it."""
    ticket = work.tickets.get(ticket_id, seen_by=by)
    person = check_restrictable(work, ticket, by)
    if until <= work.now:
        raise Refusal("refused-date-past")
    if until > work.now + timedelta(days=MAX_DAYS):
        raise Refusal("refused-date-far", days=MAX_DAYS)
    row = work.store(Restrictions).add(person.id, ticket.id, kind, reason=words, until=until, by_id=by.id)
    person.restricted_until = max(until, person.restricted_until or until)
    told: dict[str, Value] = {
        "reason": words,
        "until_time": until.isoformat(),
        "number": ticket.number,
        "most": REPORTS_A_DAY_WHEN_LIMITED,
    }
    send(work, ticket, Letter(person.id, Say(f"restricted-{kind}", told)))
    return row


def check_restrictable(work: UnitOfWork, ticket: Ticket, by: Person) -> Person:
    """The reporter, if they may be restricted: a resident with an account, and no colleague."""
    if not work.may(by, Right.RESTRICT):
        raise Refusal("refused-needs-office")
    if ticket.reporter_id is None:
        raise Refusal("refused-restrict-nobody")
    person = work.people.get(ticket.reporter_id)
    if person.is_administrator or work.directory.posts_of(person.id, work.now):
        raise Refusal("refused-restrict-staff")
    return person


def revoke(work: UnitOfWork, restriction_id: int, *, by: Person) -> RestrictionRow:
    """解除: before its end; the person is told."""
    if not work.may(by, Right.RESTRICT):
        raise Refusal("refused-needs-office")
    row = work.store(Restrictions).lock(restriction_id)
    if row is None or row.revoked_at is not None or row.until <= work.now:
        raise Refusal("refused-restriction-over")
    row.revoked_at, row.revoked_by_id = work.now, by.id
    person = work.people.get(row.person_id)
    person.restricted_until = max((left.until for left in work.store(Restrictions).of_person(person.id)), default=None)
    work.tell(Letter(person.id, Say("restriction-revoked")))
    return row


def restriction_of(work: UnitOfWork, person: Person) -> RestrictionRow | None:
    """The heaviest one in force; asks the table only when the person has one at all."""
    if person.restricted_until is None or person.restricted_until <= work.now:
        return None
    rows = work.store(Restrictions).of_person(person.id)
    return min(rows, key=lambda row: HEAVIEST_FIRST.index(row.kind), default=None)


def in_danger(work: UnitOfWork, person: Person, words: str) -> bool:
    """Do these words speak of danger now, or did this person's own words a moment ago?"""
    return any(one.now for one in work.community.sightings(words)) or alarm_of(work, person) is not None


def may_file_today(work: UnitOfWork, person: Person) -> bool:
    """Has somebody who is limited reports left today?"""
    local = work.now.astimezone(work.community.terms.calendar.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return work.store(Restrictions).filed_since(person.id, midnight) < REPORTS_A_DAY_WHEN_LIMITED
