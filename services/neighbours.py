"""What neighbours share: a fault already reported, «我也遇到», and many reports that are one topic for the office."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from domain.accused import passed_over
from domain.already import (
    MOST_SHOWN_A_DAY,
    SHOWN_FOR,
    TOPIC_HOUSEHOLDS,
    TOPIC_TICKETS,
    TOPIC_WITHIN,
    Known,
    KnownTicket,
    building_of,
    is_known,
    relation,
    same_door,
    same_places,
)
from domain.lifecycle import Actor, advance
from domain.notices import Letter
from domain.refusal import Refusal
from domain.report_form import Form
from domain.routing import route
from domain.said import Said
from domain.word_notices import AlreadyReported, TopicProposed
from domain.words import Action, Grade, Role
from services.households import households_in
from services.proposing import end_draft
from services.saying import record_said, said_in
from services.telling import tell_about
from services.unasked import send_unasked
from storage.models import Person, Ticket, TicketText
from storage.unit_of_work import UnitOfWork


def known_here(work: UnitOfWork, person: Person, form: Form) -> tuple[Known, list[KnownTicket]] | None:
    """What is known of the same matter at the same place: one's own first, then the neighbours'. None: nothing."""
    if form.category is None or form.address is None or form.recorded or form.on_behalf or form.follows is not None:
        return None
    category = work.community.category(form.category)
    places = same_places(form.address, work.directory)
    found: dict[Known, list[KnownTicket]] = {}
    reopens = timedelta(days=work.community.reopen_days)
    since = work.now - max(SHOWN_FOR, reopens)
    for ticket in work.neighbours.known_to(person.id, category.code, places, since=since):
        how = relation(ticket, category, person.id, work.now, reopens=reopens, concerns=form.concerns)
        if how is Known.DUPLICATE and not is_known(form.address, work.directory):
            continue
        if how is not None and same_door(ticket.address, form.address):
            found.setdefault(how, []).append(ticket)
    return next(((how, found[how]) for how in Known if how in found), None)


def already_reported(work: UnitOfWork, person: Person, form: Form) -> AlreadyReported | None:
    """What to show before «提交», if anything; neighbours' reports at most five times a day, by day alone."""
    known = None if form.anyway else known_here(work, person, form)
    if known is None:
        return None
    how, tickets = known
    shown = f"shown {work.local_day()} {person.id}"
    if how is Known.DUPLICATE and work.counters.up(shown) > MOST_SHOWN_A_DAY:
        return None
    facts = tuple(
        (ticket.id, "" if how is Known.DUPLICATE else ticket.number, ticket.filed_at.isoformat())
        for ticket in tickets[:3]
    )
    return AlreadyReported(how, form.category or "", facts)


def join(work: UnitOfWork, person: Person, form: Form, ticket_id: int) -> Ticket:
    """«我也遇到»: he follows it and counts as a household. His words, those of another time too, reach those who handle
    it, without his name."""
    known = known_here(work, person, form)
    if known is None or known[0] is not Known.DUPLICATE or ticket_id not in {one.id for one in known[1]}:
        raise Refusal("refused-old-button")
    first, *more = said_in(form, person)
    ticket = work.neighbours.lock(ticket_id)
    if work.neighbours.follow(ticket_id, person.id):
        _neighbour_says(work, ticket, first, by=person)
    else:  # he has said so before; what is new in it is not lost
        more = [first, *more]
    for said in more:
        if said.files or (said.words and not work.contents.has_said(ticket, person.id, said.words)):
            _neighbour_says(work, ticket, said, by=person, detail={"again": True})
    end_draft(work, person)
    work.conversation.stop_awaiting(person.id)
    return ticket


def _neighbour_says(
    work: UnitOfWork, ticket: Ticket, said: Said, *, by: Person, detail: Mapping[str, object] | None = None
) -> None:
    """A neighbour's line in a ticket he may not read; the history does not say who he is."""
    change = replace(advance(ticket, Action.FOLLOW, by=Actor(by.id), at=work.now), by=None)
    seq, text = record_said(work, ticket, change, said, by=by, detail=detail)
    tell_about(work, ticket, Action.FOLLOW, seq, by=by.id, text=text)


def correct_follower(work: UnitOfWork, old: TicketText, said: Said, *, by: Person) -> Ticket:
    """A neighbour puts right what he wrote; it stays as nameless as it was. What has ended is not written into."""
    ticket = work.neighbours.lock(old.ticket_id)
    if old.body != said.words:
        _neighbour_says(work, ticket, said, by=by, detail={"of": old.id})
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


def propose_topic(work: UnitOfWork, ticket: Ticket) -> bool:
    """Three or more tickets of two or more households, one category, one building, thirty days: told to the office
    as one topic, once, and by day even where they are dangers: each of those has rung by itself."""
    building = building_of(ticket.address, work.directory)
    office = route(work.directory, ticket.address, work.now, lowest=Role.OFFICE).person_id
    if building is None or office is None:
        return False
    subject = f"{ticket.category} {building} {ticket.house_number or ''}"
    if work.periods.was_in("topic", subject, TOPIC_WITHIN):
        return False
    places = same_places(replace(ticket.address, place_id=building), work.directory)
    tickets = [
        known
        for known in work.neighbours.filed_at(ticket.category, places, since=work.now - TOPIC_WITHIN)
        if known.address.number == ticket.house_number and Role.OFFICE not in passed_over(known.concerns)
    ]
    if len(tickets) < TOPIC_TICKETS or (homes := _households(work, tickets)) < TOPIC_HOUSEHOLDS:
        return False
    if not work.periods.once_in("topic", subject, TOPIC_WITHIN):
        return False
    notice = TopicProposed(ticket.category, building, tuple(known.id for known in tickets), homes)
    send_unasked(work, Letter(office, notice), Grade.P3)
    return True
