"""What somebody sees of asks, behind their door (services/matters/ask_door.py)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from domain.bodies.bodies import BodyChannel
from domain.matters.ask_views import AskLine, AskNewsView, AskView, BodyChoice
from domain.matters.asks import OPEN_ASKS, AskActor, AskKind, AskState, AskTold, GoesAlong, possible_for
from domain.matters.whom_to_ask import MAX_OFFERED, bodies_for, tells_nothing_of_the_reporter, whose_duty
from domain.notices.ask_notices import AskedOfMe, AskNews, AskSent, WhatGoesAlong, WhomItConcerns, WhomToAsk
from domain.posts.directory import Address
from domain.time.limits import Limit
from domain.view_shapes import PageOf
from domain.views import PAGE
from domain.vocabulary import Action, State
from services.matters.answering import colleagues_in, is_time_to_arrive
from services.matters.ask_door import AskAndTicket, FoundAsk, ask_actor, seen_ask
from services.matters.ask_steps import asks_to_answer, people_asked, people_of
from services.matters.asking import bodies_there, bodies_to_ask
from services.matters.bundling import waits_until
from storage.matters.asks import Asks
from storage.matters.matters import Matters
from storage.models import AskRow, Person, Ticket
from storage.unit_of_work import UnitOfWork

NAMES_BESIDE = "、"
"""Between the names of several places, in either language."""


class AboutAsk(Protocol):
    """A notice about one ask."""

    @property
    def ask_id(self) -> int: ...


def ask(work: UnitOfWork, notice: AboutAsk, person: Person) -> AskView | None:
    """The ask alone."""
    found = seen_ask(work, notice.ask_id, person)
    return ask_view(work, found, person) if found is not None else None


def sent(work: UnitOfWork, notice: AskSent, person: Person) -> AskView | None:
    """The ask, with when it comes where it waits for a bundle: the time to answer runs from there."""
    found = seen_ask(work, notice.ask_id, person)
    if found is None:
        return None
    row = found.ask
    seen = ask_view(work, found, person)
    comes_at = waits_until(work, row.id, people_of(work, row)) if row.state is AskState.SENT else None
    if comes_at is None:
        return seen
    due = work.community.calendar().after(comes_at, Limit.parse(row.reply_limit))
    return replace(seen, comes_at=comes_at, reply_due=due)


def news(work: UnitOfWork, notice: AskNews, person: Person) -> AskNewsView | None:
    """The ask, and what was said with the line that is told."""
    found = seen_ask(work, notice.ask_id, person)
    if found is None and notice.step is AskTold.LETTER:
        found = _own_letter(work, notice.ask_id, person)
    if found is None:
        return None
    if not isinstance(found, AskAndTicket):
        said = work.store(Matters).line(found.matter, notice.seq)
        words = work.store(Matters).words(said.text_id) if said is not None else None
        by = work.people.name(said.by_id) if said is not None else None
        return AskNewsView(ask_view(work, found, person), words, by, None, 0, False)
    ticket = found.ticket
    line = work.tickets.line(ticket, notice.seq)
    if line is None:
        return None
    return AskNewsView(
        ask_view(work, found, person),
        work.contents.text(line.text_id),
        work.people.name(line.by_id),
        ticket.id,
        ticket.moves,
        person.id == ticket.assignee_id and ticket.state in (State.CLAIMED, State.WAITING),
    )


def _own_letter(work: UnitOfWork, ask_id: int, person: Person) -> AskAndTicket | None:
    """What a body answered, for whoever wrote to it."""
    row = work.store(Asks).get(ask_id)
    ticket = work.session.get(Ticket, row.ticket_id) if row is not None and row.ticket_id is not None else None
    if row is None or ticket is None or row.kind is not AskKind.ANSWER or ticket.reporter_id != person.id:
        return None
    return AskAndTicket(row, ticket)


def choices(work: UnitOfWork, notice: WhomToAsk, person: Person) -> tuple[int, int, Sequence[BodyChoice]]:
    """The ticket's id and moves, and the bodies that can be asked about it."""
    ticket = work.tickets.get(notice.ticket_id, seen_by=person)
    offered = [
        BodyChoice(
            body.id,
            body.name,
            body.channel is not BodyChannel.CHAT or bool(people_asked(work, body)),
            body.phone,
        )
        for body in bodies_to_ask(work, ticket)
    ]
    return ticket.id, ticket.moves, offered


def whom_it_concerns(work: UnitOfWork, notice: WhomItConcerns, person: Person) -> tuple[int, int, Sequence[BodyChoice]]:
    """The ticket's id and moves, and the bodies that can be named."""
    ticket = work.tickets.get(notice.ticket_id, seen_by=person)
    named = [BodyChoice(body.id, body.name, True, body.phone) for body in bodies_there(work, ticket)[:MAX_OFFERED]]
    return ticket.id, ticket.moves, named


def goes_along(work: UnitOfWork, notice: WhatGoesAlong, person: Person) -> AskView | None:
    """To the reporter alone, while it is open; nothing in it is another's."""
    row = work.store(Asks).get(notice.ask_id)
    ticket = work.session.get(Ticket, row.ticket_id) if row is not None and row.ticket_id is not None else None
    if row is None or ticket is None or ticket.reporter_id != person.id or row.state not in OPEN_ASKS:
        return None
    return ask_view(work, AskAndTicket(row, ticket), person)


def asked_of_me(work: UnitOfWork, notice: AskedOfMe, person: Person) -> PageOf[AskView]:
    """A page of what they are to answer and have not."""
    found = asks_to_answer(work, person)
    shown = found[notice.page * PAGE : (notice.page + 1) * PAGE]
    views = (_view_of(work, row, person) for row in shown)
    return PageOf([view for view in views if view is not None], len(found))


def _view_of(work: UnitOfWork, row: AskRow, person: Person) -> AskView | None:
    found = seen_ask(work, row.id, person)
    return ask_view(work, found, person) if found is not None else None


def ask_view(work: UnitOfWork, found: FoundAsk, person: Person) -> AskView:
    """The ask as this person may see it; they have been through its door."""
    row, actor = found.ask, ask_actor(work, found, person)
    plain = _plain_view(work, row, actor, person)
    if not isinstance(found, AskAndTicket):
        matter, words = found.matter, work.store(Asks)
        places = [work.directory.places[one].name for one in matter.places if one in work.directory.places]
        return replace(
            plain,
            number=matter.number,
            place=NAMES_BESIDE.join(places),
            title=matter.title,
            spot=words.words(row.spot_id),
            come_at=row.come_at,
            arrived=row.arrived_at is not None,
            may_arrive=row.arrived_at is None and is_time_to_arrive(work, row),
            actions=plain.actions if matter.ended_at is None else frozenset(),
        )
    ticket = found.ticket
    nothing = tells_nothing_of_the_reporter(ticket.kind, ticket.secrecy)
    along = GoesAlong.PLACE if nothing else row.goes_along
    all_of_it = along is GoesAlong.DOOR_PHONE
    handles = actor.superior or person.id == row.asked_by_id or actor.enters
    return replace(
        plain,
        number=ticket.number if handles else None,
        category=work.community.category(ticket.category),
        place=_place(work, ticket, along),
        goes_along=along,
        reporter_words="\n".join(work.contents.report_words(ticket)) or None if all_of_it else None,
        reporter_phone=_phone(work, ticket) if all_of_it else None,
        says_nothing=nothing,
    )


def _plain_view(work: UnitOfWork, row: AskRow, actor: AskActor, person: Person) -> AskView:
    """What it is, whatever it is about."""
    body = work.directory.bodies[row.to_body_id] if row.to_body_id is not None else None
    return AskView(
        id=row.id,
        version=row.version,
        number=None,
        kind=row.kind,
        state=row.state,
        body=body.name if body is not None else "",
        body_phone=body.phone if body is not None else None,
        category=None,
        place="",
        words=work.store(Asks).words(row.text_id),
        goes_along=row.goes_along,
        reporter_words=None,
        reporter_phone=None,
        says_nothing=False,
        asked_by=work.people.name(row.asked_by_id),
        reply_due=row.reply_due,
        result_due=row.result_due,
        reason=row.reason,
        answered_by=work.people.name(row.answered_by_id),
        answered_at=row.answered_at,
        asked_side=actor.acts_for or actor.enters,
        enters=actor.enters and not actor.acts_for,
        colleagues=colleagues_in(work, row, person) if actor.acts_for and row.to_person_id is None else (),
        actions=possible_for(row, actor, work.now),
        waits=row.holds,
    )


def _place(work: UnitOfWork, ticket: Ticket, along: GoesAlong) -> str:
    """Building and unit, and the number on a street; the room where it goes along."""
    address = ticket.address
    if along is GoesAlong.PLACE:
        address = Address(address.place_id, address.number, address.sub_number)
    return work.directory.name(address)


def _phone(work: UnitOfWork, ticket: Ticket) -> str | None:
    """Of whoever it was reported for, else of whoever reported it."""
    behalf = work.contents.contact(ticket)
    if behalf is not None and behalf.phone:
        return behalf.phone
    contact = work.people.contact(ticket.reporter_id) if ticket.reporter_id is not None else None
    return contact.phone if contact is not None else None


def ask_lines(work: UnitOfWork, ticket: Ticket) -> Sequence[AskLine]:
    """What stands on the ticket's card of what was asked about it: what is open, and the last that was answered."""
    if not ticket.asks:
        return ()
    rows = work.store(Asks).of_ticket(ticket)
    open_ = [row for row in rows if row.state in OPEN_ASKS]
    shown = open_ or rows[-1:]
    return [
        AskLine(
            work.directory.bodies[row.to_body_id].name,
            row.state,
            row.result_due or row.reply_due if row.state in OPEN_ASKS else None,
        )
        for row in shown
        if row.to_body_id is not None
    ]


def whose_help(work: UnitOfWork, ticket: Ticket, actions: frozenset[Action]) -> str | None:
    """The body whose duty it is, by name; "" where others can be asked; None where nobody can."""
    if Action.ASK not in actions or not work.directory.bodies or ticket.state is State.NEW:
        return None
    category = work.community.category(ticket.category)
    offered = bodies_for(work.directory, category, ticket.address, work.now)
    if not offered:
        return None
    first = offered[0]
    return first.name if whose_duty(first, category, work.directory, ticket.address) else ""
