"""Asking a body for help with a ticket: whom, with what of the reporter, until when; and taking that back.

The assignee goes on answering for the ticket (首接负责, collective.md 3 B); asking is no parking, its clock runs on.
"""

from typing import Final

from domain.bodies.bodies import Body
from domain.matters.asks import CLOCK, OPEN_ASKS, AskAction, AskKind, AskState, GoesAlong, advance_ask
from domain.matters.bundles import BundledLine
from domain.matters.whom_to_ask import bodies_for, is_concerned, tells_nothing_of_the_reporter
from domain.notices.ask_notices import AskCard, WhatGoesAlong
from domain.notices.notices import Letter
from domain.refusal import Refusal
from domain.tickets.lifecycle import THE_CLOCK, advance
from domain.tickets.remark import Remark
from domain.time.limits import Limit
from domain.vocabulary import Action, Grade, Kind
from services.matters.ask_door import AskAndTicket, FoundAsk, ask_actor, locked_ask, unknown_ask
from services.matters.ask_steps import moment, people_asked, recall, tell_asked
from services.matters.bundling import ask_at_once, bundle, bundle_for_reporter
from services.telling.telling import redraw_cards
from services.telling.unasked import tell_when_there_is_room, unasked
from storage.matters.asks import Asks
from storage.models import AskRow, Person, Ticket
from storage.unit_of_work import UnitOfWork

URGENT_REPLY: Final = "2n"
"""Natural hours within which a body answers about P0 and P1, whatever its own limit (collective.md 3 B)."""


def bodies_to_ask(work: UnitOfWork, ticket: Ticket) -> list[Body]:
    """Those among whom an asker chooses; never whom it is about."""
    category = work.community.category(ticket.category)
    concerned = _concerned(work, ticket)
    return bodies_for(work.directory, category, ticket.address, work.now, concerned=concerned)


def body_of_duty(work: UnitOfWork, ticket: Ticket) -> Body | None:
    """The one that the ticket's card names; None where it has been named as concerned since."""
    category = work.community.category(ticket.category)
    named = bodies_for(work.directory, category, ticket.address, work.now)[:1]
    return named[0] if named and named == bodies_to_ask(work, ticket)[:1] else None


def ask_body(
    work: UnitOfWork,
    ticket_id: int,
    body_id: int,
    *,
    by: Person | None,
    said: Remark,
    kind: AskKind = AskKind.DO,
    goes_along: GoesAlong = GoesAlong.PLACE,
) -> AskRow:
    """Ask a body, with one sentence. `by` None: the program does, for a resident who writes to the body. Building and
    unit always go along; `goes_along`: what else does, by the reporter's own word."""
    ticket = work.tickets.lock(ticket_id, seen_by=by) if by is not None else work.neighbours.lock(ticket_id)
    actor = work.tickets.actor(ticket, by) if by is not None else THE_CLOCK
    change = advance(ticket, Action.ASK, by=actor, at=work.now)
    body = _may_be_asked(work, ticket, body_id, anywhere=by is None)
    if not said.words.strip():
        raise Refusal("asks-refused-one-sentence")
    if (before := next((one for one in _open_of(work, ticket) if one.to_body_id == body_id), None)) is not None:
        raise Refusal("asks-refused-asked-already", body=body.name, when=moment(work, before.asked_at))
    people = people_asked(work, body)
    reply = URGENT_REPLY if ticket.grade in (Grade.P0, Grade.P1) else body.reply_limit
    due = work.community.calendar().after(work.now, Limit.parse(reply))
    asks = work.store(Asks)
    ask = asks.add(
        AskRow(
            ticket_id=ticket.id,
            kind=kind,
            to_body_id=body.id,
            text_id=asks.keep_words(said.words.strip(), by.id if by is not None else ticket.reporter_id).id,
            goes_along=GoesAlong.PLACE if tells_nothing_of_the_reporter(ticket.kind, ticket.secrecy) else goes_along,
            asked_by_id=by.id if by is not None else None,
            asked_at=work.now,
            reply_limit=reply,
            result_limit=body.result_limit,
            reply_due=due,
            state=AskState.SENT if people else AskState.UNREACHED,
            holds=False,
            version=1,
            next_step_at=due if people else None,
        )
    )
    ticket.asks += 1
    work.record(ticket, change, detail={"ask": ask.id, "body": body.id, "stands": ask.state})
    for person_id in people:
        send_ask(work, ask, person_id, ticket.grade)
    _ask_reporter(work, ask, ticket)
    bundle_for_reporter(work, ticket)
    redraw_cards(work, ticket)
    return ask


def _ask_reporter(work: UnitOfWork, ask: AskRow, ticket: Ticket) -> None:
    """What may go along to this body? Asked once of whoever reported it from a chat, where there is something that
    could, and not of whoever handles it themselves; until they answer, building and unit alone do."""
    reporter, handles = ticket.reporter_id, (ticket.assignee_id, ask.asked_by_id)
    if ask.kind is not AskKind.DO or reporter is None or reporter in handles:
        return
    if tells_nothing_of_the_reporter(ticket.kind, ticket.secrecy):
        return
    before = [one for one in work.store(Asks).of_ticket(ticket) if one.to_body_id == ask.to_body_id and one.agreed]
    if before:
        ask.agreed = ask.goes_along = before[-1].agreed or GoesAlong.PLACE
    else:
        tell_when_there_is_room(work, Letter(reporter, WhatGoesAlong(ask.id)), ticket.grade)


def _may_be_asked(work: UnitOfWork, ticket: Ticket, body_id: int, *, anywhere: bool) -> Body:
    """It works there; a resident may write to it from `anywhere`. And it is not what this is about."""
    body = work.directory.bodies.get(body_id)
    line = {place.id for place in work.directory.line(ticket.place_id)}
    if body is None or not body.stands(work.now) or (not anywhere and not line & {*body.places}):
        raise Refusal("asks-refused-no-body")
    if is_concerned(body, work.community.category(ticket.category), _concerned(work, ticket)):
        raise Refusal("asks-refused-concerned")
    return body


def _concerned(work: UnitOfWork, ticket: Ticket) -> set[int]:
    """The bodies that somebody named, and in a dispute those in which its reporter has a seat."""
    found = {*work.store(Asks).concerned(ticket)}
    if ticket.kind is Kind.DISPUTE and ticket.reporter_id is not None:
        seats = work.directory.seats_of(ticket.reporter_id, work.now)
        found |= {seat.body_id for seat in seats if seat.body_id is not None}
    return found


def _open_of(work: UnitOfWork, ticket: Ticket) -> list[AskRow]:
    return [ask for ask in work.store(Asks).of_ticket(ticket) if ask.state in OPEN_ASKS]


def bodies_there(work: UnitOfWork, ticket: Ticket) -> list[Body]:
    """Those that work there and were not named yet, the nearest first."""
    named = {*work.store(Asks).concerned(ticket)}
    near = sorted(work.directory.bodies_at(ticket.place_id, work.now), key=lambda one: (one[0], one[1].code))
    return [body for _, body in near if body.id not in named]


def say_concerned(work: UnitOfWork, ticket_id: int, body_id: int, *, by: Person) -> Body:
    """〔与哪家有关〕: whoever reported it or handles it names a body, which is then not asked about it; what it was
    asked already is taken back."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    body = next((one for one in bodies_there(work, ticket) if one.id == body_id), None)
    if body is None:
        raise Refusal("asks-refused-no-body")
    work.store(Asks).concern(ticket, body_id, by.id)
    for ask in work.store(Asks).open_of(ticket):
        if ask.to_body_id == body_id:
            recall(work, AskAndTicket(ask, ticket), advance_ask(ask, AskAction.RECALL, by=CLOCK, at=work.now))
    return body


def send_ask(work: UnitOfWork, ask: AskRow, person_id: int, grade: Grade) -> None:
    """Its card, at once in working time; else, and from the fifth of a day on, a line of the next bundle. What is
    urgent keeps the quiet time of its grade alone."""
    if grade in (Grade.P0, Grade.P1) or ask_at_once(work, person_id):
        work.tell(unasked(work, Letter(person_id, AskCard(ask.id)), grade))
    else:
        bundle(work, person_id, BundledLine.ASK_NEW, ask_id=ask.id)


def recall_ask(work: UnitOfWork, ask_id: int, *, by: Person) -> FoundAsk:
    """收回: by whoever asked, or who answers for the ticket; whoever was asked is told."""
    found = locked_ask(work, ask_id, by)
    actor = ask_actor(work, found, by)
    recall(work, found, advance_ask(found.ask, AskAction.RECALL, by=actor, at=work.now))
    return found


def agree_to(work: UnitOfWork, ask_id: int, goes: GoesAlong, *, by: Person) -> AskAndTicket:
    """The reporter's word on what may go along to this body; its people see the card anew."""
    known = work.store(Asks).get(ask_id)
    if known is None or known.ticket_id is None:
        raise unknown_ask()
    ticket = work.tickets.lock(known.ticket_id, seen_by=by)
    ask = work.store(Asks).lock(ask_id)
    if ask is None or ask.ticket_id != ticket.id or by.id != ticket.reporter_id:
        raise unknown_ask()
    if ask.state not in OPEN_ASKS:
        raise Refusal("asks-refused-over")
    if tells_nothing_of_the_reporter(ticket.kind, ticket.secrecy):
        raise Refusal("asks-refused-nothing-goes")
    found = AskAndTicket(ask, ticket)
    if ask.agreed is not goes:
        ask.agreed = ask.goes_along = goes
        ask.version += 1
        tell_asked(work, found, "agreed")
    return found
