"""Danger now: filed at once with whatever is known, everybody called in parallel; called off within a minute."""

from dataclasses import dataclass
from datetime import timedelta

from domain.already import same_door, same_places
from domain.danger import Danger
from domain.directory import Address
from domain.lifecycle import advance
from domain.place_reading import read_place
from domain.refusal import Refusal
from domain.report_form import Form, Part
from domain.said import Said
from domain.words import Action, Grade, State
from services.assigning import alarmed, ask, assign, end_waiting, find_assignee
from services.merging import stand_alone
from services.reports import file_form, open_form
from services.talking import add_words
from services.telling import send_news, tell_about
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork

STILL_ABOUT_IT = timedelta(minutes=15)
"""How long whatever somebody writes after an alarm belongs to it."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """The ticket of a danger, how many people were called, and whether it was there already."""

    ticket: Ticket
    called: int
    again: bool = False


def raise_alarm(
    work: UnitOfWork,
    person: Person,
    danger: Danger,
    said: Said,
) -> Alarm | None:
    """File it as P0, consent or not. One open P0 per person and place: further words are added to it. The place: the
    words', the open draft's, the person's home, else the whole community (None without any). The draft stays."""
    root = work.directory.root
    if root is None:
        return None
    there = _place_said(work, said.words)
    for ticket in work.neighbours.open_dangers_of(person.id):
        if there is None or ticket.address == Address(root.id) or _near(work, there, ticket.address):
            add_to_alarm(work, person, ticket, said)
            return Alarm(ticket, len(alarmed(work, ticket)), again=True)
    form = Form.empty()
    form.parts, form.media = [Part(said.message_id or 0, said.words)], list(said.files)
    form.address = there or open_form(work, person).address or work.people.home(person) or Address(root.id)
    form.category = form.guess = danger.category
    ticket = file_form(work, person, form, grade=Grade.P0)
    return Alarm(ticket, len(alarmed(work, ticket)))


def _place_said(work: UnitOfWork, words: str) -> Address | None:
    return read_place(words, work.directory, work.community).certain


def _near(work: UnitOfWork, said: Address, known: Address) -> bool:
    """One place, or one within the other."""
    return known.place_id in same_places(said, work.directory) and same_door(said, known)


def alarm_of(work: UnitOfWork, person: Person) -> Ticket | None:
    """The danger this person reported a moment ago and that is still open: what he writes next belongs to it."""
    recent = work.now - STILL_ABOUT_IT
    return next((ticket for ticket in work.neighbours.open_dangers_of(person.id) if ticket.filed_at >= recent), None)


def add_to_alarm(work: UnitOfWork, person: Person, ticket: Ticket, said: Said) -> None:
    """Further words and photos; while nobody has it, everybody called gets them. A place named now is taken over."""
    add_words(work, ticket.id, Action.COMMENT, said, by=person)
    if ticket.state is State.NEW:
        others = [one for one in alarmed(work, ticket) if one not in (ticket.assignee_id, person.id)]
        send_news(work, ticket, ticket.changes, others)
    there = _place_said(work, said.words)
    if there is not None and there != ticket.address and len(_line(work, there)) >= len(_line(work, ticket.address)):
        locate(work, ticket.id, there, by=person)


def _line(work: UnitOfWork, address: Address) -> list[object]:
    return [*work.directory.line(address.place_id), *(part for part in (address.number, address.room) if part)]


def locate(work: UnitOfWork, ticket_id: int, address: Address, *, by: Person) -> Ticket:
    """It is there: whoever answers for that place is called too."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.LOCATE, by=work.tickets.actor(ticket, by), at=work.now)
    ticket.place_id, ticket.house_number = address.place_id, address.number
    ticket.sub_number, ticket.room = address.sub_number, address.room
    found = find_assignee(work, ticket)
    had = ticket.assignee_id
    if ticket.state is State.NEW and found.person_id is not None:
        assign(work, ticket, found, new_claim_limit=False)
    moved = {"had": had} if had != ticket.assignee_id else {}
    seq = work.record(ticket, change, detail={"to": ticket.assignee_id, **moved})
    tell_about(work, ticket, Action.LOCATE, seq, by=by.id, had=had)
    if ticket.state is State.NEW:
        ask(work, ticket, found, "card-danger")
    return ticket


def call_off(work: UnitOfWork, ticket_id: int, *, by: Person) -> Ticket:
    """«误报，取消», within a minute: it ends, and everybody who was called is told."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    if ticket.grade is not Grade.P0:
        raise Refusal("refused-old-button")
    change = advance(ticket, Action.CALL_OFF, by=work.tickets.actor(ticket, by), at=work.now)
    called = work.messages.card_holders(ticket.id)
    end_waiting(work, ticket)
    seq = work.record(ticket, change)
    stand_alone(work, ticket)
    heard = tell_about(work, ticket, Action.CALL_OFF, seq, by=by.id)
    send_news(work, ticket, seq, [one for one in called if one not in heard and one != by.id])
    return ticket
