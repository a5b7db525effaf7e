"""A corrected place or category: old and new assignee and promise are shown before anything is saved."""

from dataclasses import replace
from datetime import datetime

from domain.posts.accused import accused_people
from domain.posts.directory import Address
from domain.posts.routing import Route
from domain.refusal import Refusal
from domain.tickets.lifecycle import advance
from domain.time.ladder import resolve_clock
from domain.time.limits import Limit, Running
from domain.views import CorrectionView
from domain.vocabulary import Action, Entrusted, Grade, Kind
from services.answering.assigning import find_assignee, post_of, recount_clocks
from services.answering.entrusting import Moved, entrust, tell_moved
from services.telling.telling import tell_about
from services.tickets.steps import rest_no_longer
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork


def recategorise_ticket(work: UnitOfWork, ticket_id: int, *, by: Person, code: str) -> tuple[Ticket, datetime | None]:
    """改类别: the matter is another one, and so are its limits, counted from where they began.

    Returns the ticket and the old promise, so that both can be shown. The grade follows the category, except that
    danger stays danger. What has become a dispute leaves whoever reported it themselves.
    """
    if not work.community.offers(code):
        raise Refusal("refused-old-button")
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.RECATEGORISE, by=work.tickets.actor(ticket, by), at=work.now)
    old, before = ticket.category, ticket.resolve_due
    category = work.community.category(code)
    ticket.category, ticket.kind, ticket.safety = category.code, category.kind, category.safety
    ticket.grade = ticket.grade if ticket.grade is Grade.P0 else category.grade
    recount_clocks(work, ticket)
    was = before.isoformat() if before else None
    found, had = _leaves_its_reporter(work, ticket, ticket.kind), ticket.assignee_id
    moved = {"had": had} if found is not None else {}
    seq = work.record(ticket, change, detail={"from": old, "to": code, "was": was, **moved})
    if old != code:
        text = next(iter(work.contents.report_texts(ticket)), None)
        work.neighbours.correct(ticket.id, text.id if text else None, proposed=old, chosen=code, by=by.id)
    told = _hand_on(work, ticket, found)
    tell_about(work, ticket, Action.RECATEGORISE, seq, by=by.id, had=had, told=told)
    rest_no_longer(work, ticket, by=by)
    return ticket, before


def _leaves_its_reporter(work: UnitOfWork, ticket: Ticket, kind: Kind) -> Route | None:
    if kind is not Kind.DISPUTE or ticket.assignee_id is None or ticket.assignee_id != ticket.reporter_id:
        return None
    found = find_assignee(work, ticket, skip={ticket.assignee_id})
    return found if found.person_id is not None else None


def _hand_on(work: UnitOfWork, ticket: Ticket, found: Route | None) -> set[int]:
    """To whoever answers for it as it now is; returns who has heard of that."""
    moved = Moved(Entrusted.PLACE)
    if found is not None:
        entrust(work, ticket, found, moved)
        tell_moved(work, moved)
    return set(moved.to)


def relocate_ticket(work: UnitOfWork, ticket_id: int, *, by: Person, address: Address) -> Ticket:
    """改地点: it is somewhere else. An assignee who answers for the new place keeps it; else it goes to who does."""
    if address.place_id not in work.directory.places:
        raise Refusal("refused-old-button")
    ticket = work.tickets.lock(ticket_id, seen_by=by)
    change = advance(ticket, Action.RELOCATE, by=work.tickets.actor(ticket, by), at=work.now)
    check_place(work, ticket_id, address, by=by)
    found = _at(work, ticket, address)
    old = work.directory.name(ticket.address, with_room=False)
    room = address.room or (ticket.room if address.place_id == ticket.place_id else None)
    ticket.address = replace(address, room=room)
    new = work.directory.name(ticket.address, with_room=False)
    had = ticket.assignee_id
    moved = {"had": had} if found is not None and found.person_id != had else {}
    seq = work.record(ticket, change, detail={"old": old, "new": new, **moved})
    told = _hand_on(work, ticket, found)
    tell_about(work, ticket, Action.RELOCATE, seq, by=by.id, had=had, told=told)
    return ticket


def _at(work: UnitOfWork, ticket: Ticket, address: Address) -> Route | None:
    """Who would have it there; None: whoever has it keeps it."""
    keeps = ticket.assignee_id is not None and work.directory.standing(ticket.assignee_id, address, work.now)
    if keeps and ticket.assignee_id not in accused_people(work.directory, address, ticket.concerns, work.now):
        return None
    return find_assignee(work, ticket, address=address)


def check_place(work: UnitOfWork, ticket_id: int, address: Address, *, by: Person) -> None:
    """Could it be put there? Asked before it is shown, and again when it is saved."""
    ticket = work.tickets.get(ticket_id, seen_by=by)
    found = _at(work, ticket, address)
    if found is not None and found.person_id is None:
        raise Refusal("refused-nobody-there")


def correction_of(work: UnitOfWork, ticket: Ticket, what: str, arg: str) -> CorrectionView | None:
    """Old and new, before anything is saved; None when the button is too old."""
    post = post_of(work, ticket)
    old_answers = _called(work, ticket.assignee_id, post.title if post else "")
    if what == "category":
        if not work.community.has_category(arg):
            return None
        category = work.community.category(arg)
        found = _leaves_its_reporter(work, ticket, category.kind)
        grade = ticket.grade if ticket.grade is Grade.P0 else category.grade
        limit = Limit.parse(work.community.limits_of(category, grade).resolve)
        clock = resolve_clock(ticket)
        new_due = Running(limit, clock.since, clock.spent).at(100, work.community.terms.calendar) if clock else None
        old, new, due = ticket.category, arg, ticket.resolve_due
    else:
        address = read_address(arg)
        if address.place_id not in work.directory.places:
            return None
        found = _at(work, ticket, address)
        old, new = work.directory.name(ticket.address, with_room=False), work.directory.name(address, with_room=False)
        due = new_due = ticket.resolve_due
    if found is None:
        return CorrectionView(old, new, old_answers, old_answers, due, new_due)
    title = found.post.title if found.post else ""
    return CorrectionView(old, new, old_answers, _called(work, found.person_id, title), due, new_due)


def _called(work: UnitOfWork, person_id: int | None, title: str) -> str:
    return f"{title}{work.people.name(person_id) or ''}"


def write_address(address: Address) -> str:
    """An address on a button: place, number, sub-number, room."""
    parts = (address.place_id, address.number or "", address.sub_number or "", address.room or "")
    return ".".join(str(part) for part in parts)


def read_address(arg: str) -> Address:
    """Read it back; what was forged is refused."""
    place, number, sub_number, room = (*arg.split("."), "", "", "", "")[:4]
    if not (place.isascii() and place.isdigit() and len(place) < 19 and (not number or number.isdigit())):
        raise Refusal("refused-old-button")
    return Address(int(place), int(number) if number else None, sub_number[:3] or None, room[:4] or None)
