"""What neighbours share: words in a ticket they do not read, households counted, many reports that are one topic."""

from collections.abc import Mapping
from dataclasses import replace

from domain.notices.notices import Letter
from domain.notices.word_notices import TopicProposed
from domain.posts.accused import passed_over
from domain.posts.routing import route
from domain.tickets.already import (
    TOPIC_HOUSEHOLDS,
    TOPIC_TICKETS,
    TOPIC_WITHIN,
    KnownTicket,
    building_of,
    same_places,
)
from domain.tickets.lifecycle import Actor, advance
from domain.tickets.remark import Remark
from domain.vocabulary import Action, Grade, Role
from services.telling.saying import record_said
from services.telling.telling import tell_about
from services.telling.unasked import send_unasked
from services.tickets.households import households_in
from storage.digest.periods import Periods
from storage.models import Person, Ticket, TicketText
from storage.unit_of_work import UnitOfWork


def neighbour_says(
    work: UnitOfWork, ticket: Ticket, said: Remark, *, by: Person, detail: Mapping[str, object] | None = None
) -> None:
    """A neighbour's line in a ticket they may not read; the history does not say who they are."""
    change = replace(advance(ticket, Action.FOLLOW, by=Actor(by.id), at=work.now), by=None)
    seq, text = record_said(work, ticket, change, said, by=by, detail=detail)
    tell_about(work, ticket, Action.FOLLOW, seq, by=by.id, text=text)


def correct_follower(work: UnitOfWork, old: TicketText, said: Remark, *, by: Person) -> Ticket:
    """A neighbour puts right what they wrote; it stays as nameless as it was. What has ended is not written into."""
    ticket = work.neighbours.lock(old.ticket_id)
    if old.body != said.words:
        neighbour_says(work, ticket, said, by=by, detail={"of": old.id})
    return ticket


def households_of(work: UnitOfWork, ticket: Ticket) -> int:
    """How many households have this fault, those whose reports were merged into it too: 0 while it is one report and
    nobody has joined."""
    merged = work.neighbours.merged_ids(ticket.id)
    if not merged and not work.neighbours.followers_of(ticket.id):
        return 0
    return households_in(work, {ticket.id, *merged})


def _households(work: UnitOfWork, tickets: list[KnownTicket]) -> int:
    return households_in(work, {one for known in tickets for one in (known.id, *work.neighbours.merged_ids(known.id))})


def is_topic(work: UnitOfWork, ticket: Ticket) -> bool:
    """Is it one of those that were proposed as a topic within these days?"""
    return work.store(Periods).was_in("topic", _topic(work, ticket), TOPIC_WITHIN)


def _topic(work: UnitOfWork, ticket: Ticket) -> str:
    return f"{ticket.category} {building_of(ticket.address, work.directory)} {ticket.house_number or ''}"


def propose_topic(work: UnitOfWork, ticket: Ticket) -> bool:
    """Three or more tickets of two or more households, one category, one building, thirty days: told to the office
    as one topic, once, and by day even where they are dangers: each of those has rung by itself."""
    building = building_of(ticket.address, work.directory)
    office = route(work.directory, ticket.address, work.now, lowest=Role.OFFICE).person_id
    if building is None or office is None:
        return False
    subject = _topic(work, ticket)
    if work.store(Periods).was_in("topic", subject, TOPIC_WITHIN):
        return False
    places = same_places(replace(ticket.address, place_id=building), work.directory)
    tickets = [
        known
        for known in work.neighbours.filed_at(ticket.category, places, since=work.now - TOPIC_WITHIN)
        if known.address.number == ticket.house_number and Role.OFFICE not in passed_over(known.concerns)
    ]
    if len(tickets) < TOPIC_TICKETS or (homes := _households(work, tickets)) < TOPIC_HOUSEHOLDS:
        return False
    if not work.store(Periods).once_in("topic", subject, TOPIC_WITHIN):
        return False
    notice = TopicProposed(ticket.category, building, tuple(known.id for known in tickets), homes)
    send_unasked(work, Letter(office, notice), Grade.P3)
    return True
