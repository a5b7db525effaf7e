"""Thanks: they reach whoever handles the report, or solved it, once; they open nothing and count nowhere."""

from datetime import timedelta

from domain.tickets.lifecycle import advance, may
from domain.vocabulary import Action
from services.telling.telling import send_news, tell_about
from storage.models import Person, Ticket
from storage.tickets.finding import TicketSearch
from storage.unit_of_work import UnitOfWork


def thank(work: UnitOfWork, ticket_id: int, *, by: Person) -> str | None:
    """Pass their thanks on. Returns to whom, by name or post; None where it was done before, or nobody can hear it."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.THANK, by=work.tickets.actor(ticket, by), at=work.now)
    if has_thanked(work, ticket):
        return None
    seq = work.record(ticket, change)
    heard = tell_about(work, ticket, Action.THANK, seq, by=by.id)
    solved_by = ticket.solved_by_id
    if solved_by is not None and solved_by not in {*heard, by.id}:
        send_news(work, ticket, seq, (solved_by,))
        heard.add(solved_by)
    named = (work.people.name(one) for one in (solved_by, ticket.assignee_id) if one in heard)
    post = work.directory.posts.get(ticket.post_id) if ticket.post_id is not None else None
    return next(filter(None, named), post.title if post is not None and heard else None)


def has_thanked(work: UnitOfWork, ticket: Ticket) -> bool:
    """Have they been passed on already?"""
    return any(line.action is Action.THANK for line in work.tickets.history(ticket))


def ticket_thanked_for(work: UnitOfWork, person: Person) -> Ticket | None:
    """The report of theirs that their thanks are about: the one whose message they saw last; else, of those that are
    open or ended not long ago, the only one or the one touched last. Whoever holds a post thanks for what they saw
    last alone."""
    since = work.now - timedelta(days=work.community.reopen_days)
    own = [one for one in work.tickets.of_reporter(person, since=since) if one.reporter_id == person.id]
    if not own:
        return None
    account_id = work.people.account_of(person)
    shown = work.messages.last_about(account_id) if account_id is not None else None
    if (seen := next((one for one in own if one.id == shown), None)) is not None:
        return seen
    if work.directory.posts_of(person.id, work.now):
        return None
    able = [one for one in own if may(one, Action.THANK, work.tickets.actor(one, person), work.now)]
    touched = work.store(TicketSearch).last_changes([one.id for one in able]) if len(able) > 1 else {}
    return max(able, key=lambda one: touched.get(one.id, one.filed_at), default=None)
