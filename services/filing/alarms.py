"""Danger now: filed at once with whatever is known, everybody called in parallel; called off within a minute."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.places.place_reading import read_place
from domain.posts.directory import Address
from domain.refusal import Refusal
from domain.tickets.already import same_door, same_places
from domain.tickets.lifecycle import CALL_OFF_WINDOW, advance
from domain.tickets.remark import Remark
from domain.tickets.report_form import Form, Part
from domain.vocabulary import Action, Grade, State
from domain.words.danger import ANY, Danger
from services.answering.assigning import alarmed, ask, assign, end_waiting, find_assignee, recount_clocks
from services.filing.reports import file_form, open_form
from services.telling.telling import send_news, tell_about
from services.tickets.merging import stand_alone
from services.tickets.talking import add_words
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork

STILL_ABOUT_IT = timedelta(minutes=15)
"""How long whatever somebody writes after an alarm belongs to it."""
_DENIED = re.compile(r"不是[^，,。；;!！\n]*[，,。；;!！\n]|\bnot (?:at |in )?[^,.;!\n]*[,.;!\n]")
"""«不是1号楼，是2号楼»: what it is not."""
KINDS = ("fire", "gas", "electric", "trapped", ANY)
"""What whoever pressed without words can say afterwards, by the code of the danger."""


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
    said: Remark,
) -> list[Alarm]:
    """File it as P0, consent or not: one ticket, or one at each of two places that are named. One open P0 per person
    and place: further words are added to it. The place: the words' nearest, the open draft's, the person's home, else
    the whole community (nothing without any). The draft stays."""
    root = work.directory.root
    if root is None:
        return []
    named = places_said(work, said.words)
    known = open_form(work, person).address or person.home or Address(root.id)
    alarms: list[Alarm] = []
    for address in named.addresses or (None,):
        for ticket in work.neighbours.open_dangers_of(person.id):
            if address is None or ticket.address == Address(root.id) or _near(work, address, ticket.address):
                add_to_alarm(work, person, ticket, said)
                alarms.append(Alarm(ticket, len(alarmed(work, ticket)), again=True))
                break
        else:
            form = Form.empty()
            form.parts, form.media = [Part(said.number or 0, said.words)], list(said.files)
            form.address, form.near = address or known, named.near
            form.category = form.guess = danger.category
            ticket = file_form(work, person, form, grade=Grade.P0)
            alarms.append(Alarm(ticket, len(alarmed(work, ticket))))
    return alarms


@dataclass(frozen=True, slots=True)
class NamedNearby:
    """Where it is: the nearest places that the words name. `near`: beside one, or its name is not quite certain."""

    addresses: tuple[Address, ...] = ()
    near: bool = False


def places_said(work: UnitOfWork, words: str) -> NamedNearby:
    """In danger nobody is asked back: what is named decides, certain or not. Two places both count, of more the place
    that holds them all."""
    reading = read_place(words, work.directory, work.community)
    if len(reading.addresses) > 1 and (rest := _DENIED.sub(" ", words)) != words:
        meant = read_place(rest, work.directory, work.community)
        reading = meant if meant.addresses else reading
    addresses = reading.addresses
    if len(addresses) > 2:
        return NamedNearby((_holding_all(work, addresses),), near=True)
    return NamedNearby(addresses, near=reading.doubt is not None)


def _holding_all(work: UnitOfWork, addresses: Sequence[Address]) -> Address:
    """The lowest place that has all of them in it; each is in the community."""
    first, *others = ([place.id for place in work.directory.line(one.place_id)] for one in addresses)
    return Address(next(place_id for place_id in first if all(place_id in line for line in others)))


def _near(work: UnitOfWork, said: Address, known: Address) -> bool:
    """One place, or one within the other."""
    return known.place_id in same_places(said, work.directory) and same_door(said, known)


def alarm_of(work: UnitOfWork, person: Person) -> Ticket | None:
    """The danger this person reported a moment ago and that is still open: what they write next belongs to it."""
    recent = work.now - STILL_ABOUT_IT
    return next((ticket for ticket in work.neighbours.open_dangers_of(person.id) if ticket.filed_at >= recent), None)


def add_to_alarm(work: UnitOfWork, person: Person, ticket: Ticket, said: Remark) -> None:
    """Further words and photos; while nobody has it, everybody called gets them. A place named now is taken over."""
    add_words(work, ticket.id, Action.COMMENT, said, by=person)
    if ticket.state is State.NEW:
        others = [one for one in alarmed(work, ticket) if one not in (ticket.assignee_id, person.id)]
        send_news(work, ticket, ticket.changes, others)
    named = places_said(work, said.words)
    if len(named.addresses) != 1 or (named.near and not ticket.near and ticket.place_id != _root(work)):
        return
    address = named.addresses[0]
    known = _line(work, ticket.address)
    says_less = work.directory.places[address.place_id] in known and len(_line(work, address)) < len(known)
    if address != ticket.address and not says_less:
        locate(work, ticket.id, address, by=person, near=named.near)


def _root(work: UnitOfWork) -> int | None:
    return work.directory.root.id if work.directory.root is not None else None


def _line(work: UnitOfWork, address: Address) -> list[object]:
    return [*work.directory.line(address.place_id), *(part for part in (address.number, address.room) if part)]


def locate(work: UnitOfWork, ticket_id: int, address: Address, *, by: Person, near: bool = False) -> Ticket:
    """It is there: whoever answers for that place is called too."""
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.LOCATE, by=work.tickets.actor(ticket, by), at=work.now)
    ticket.address, ticket.near = address, near
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


def name_danger(work: UnitOfWork, ticket_id: int, code: str, *, by: Person) -> Danger:
    """火, 燃气, 电, 困, 其他: what it is, after an alarm that said nothing of it. Category and helper follow."""
    danger = work.community.danger(code) if code in KINDS else None
    if danger is None or danger.category is None:
        raise Refusal("refused-old-button")
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    if ticket.grade is not Grade.P0:
        raise Refusal("refused-old-button")
    change = advance(ticket, Action.NAME_DANGER, by=work.tickets.actor(ticket, by), at=work.now)
    category = work.community.category(danger.category)
    old, ticket.category, ticket.kind, ticket.safety = ticket.category, category.code, category.kind, category.safety
    recount_clocks(work, ticket)
    seq = work.record(ticket, change, detail={"from": old, "to": category.code})
    tell_about(work, ticket, Action.NAME_DANGER, seq, by=by.id)
    if ticket.state is State.NEW:
        others = [one for one in alarmed(work, ticket) if one not in (ticket.assignee_id, by.id)]
        send_news(work, ticket, seq, others)
    return danger


def call_off_by_words(work: UnitOfWork, ticket: Ticket, said: Remark, *, by: Person) -> bool:
    """«别来了», «误报»: within the minute every alarm of this person's last minute ends; later (False) whoever was
    called reads it and takes a look."""
    if work.now - ticket.filed_at > CALL_OFF_WINDOW:
        add_to_alarm(work, by, ticket, said)
        return False
    for one in work.neighbours.open_dangers_of(by.id):
        if work.now - one.filed_at <= CALL_OFF_WINDOW and one.state in (State.NEW, State.CLAIMED):
            call_off(work, one.id, by=by)
    return True
