"""What has been reported already at the same place, shown before «提交», and «我也遇到»."""

from datetime import timedelta

from domain.notices.word_notices import AlreadyReported
from domain.refusal import Refusal
from domain.tickets.already import (
    MAX_SHOWN_A_DAY,
    SHOWN_FOR,
    Known,
    KnownTicket,
    is_known,
    relation,
    same_door,
    same_places,
)
from domain.tickets.report_form import Form
from services.filing.proposing import end_draft
from services.telling.saying import said_in
from services.tickets.neighbours import neighbour_says
from storage.models import Person, Ticket
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
    if how is Known.DUPLICATE and work.counters.up(shown) > MAX_SHOWN_A_DAY:
        return None
    facts = tuple(
        (ticket.id, "" if how is Known.DUPLICATE else ticket.number, ticket.filed_at.isoformat())
        for ticket in tickets[:3]
    )
    return AlreadyReported(how, form.category or "", facts)


def join(work: UnitOfWork, person: Person, form: Form, ticket_id: int) -> Ticket:
    """«我也遇到»: they follow it and count as a household. Their words, those of another time too, reach those who
    handle it, without their name."""
    known = known_here(work, person, form)
    if known is None or known[0] is not Known.DUPLICATE or ticket_id not in {one.id for one in known[1]}:
        raise Refusal("refused-old-button")
    first, *more = said_in(work, form, person)
    ticket = work.neighbours.lock(ticket_id)
    if work.neighbours.follow(ticket_id, person.id):
        neighbour_says(work, ticket, first, by=person)
    else:  # they have said so before; what is new in it is not lost
        more = [first, *more]
    for said in more:
        if said.files or (said.words and not work.contents.has_said(ticket, person.id, said.words)):
            neighbour_says(work, ticket, said, by=person, detail={"again": True})
    end_draft(work, person)
    work.conversation.stop_awaiting(person.id)
    return ticket
