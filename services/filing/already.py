"""What has been reported already at the same place, shown before «提交», and «我也遇到»."""

from dataclasses import replace
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
from domain.tickets.lifecycle import Actor, advance
from domain.tickets.report_form import Form, Part
from domain.tickets.undoing import UNDO_WINDOW, slip_at
from domain.vocabulary import Action
from services.filing.proposing import end_draft, propose
from services.telling.saying import file_as_sent, said_in
from services.tickets.neighbours import neighbour_says
from services.tickets.undoing import record_undone
from storage.models import ChangeRow, Person, Ticket
from storage.tickets.undoing import StepLine
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


def just_joined(work: UnitOfWork, ticket_id: int, person: Person) -> bool:
    """Can they still say that «我也遇到» was a slip, as far as the hour goes?"""
    since = work.neighbours.following_since(ticket_id, person.id)
    return since is not None and work.now - since <= UNDO_WINDOW


def undo_join(work: UnitOfWork, person: Person, ticket_id: int) -> bool:
    """«按错了» after «我也遇到»: they follow it no more. Their words go out of it and are a draft again: nothing is
    lost; False when there were none."""
    if work.neighbours.following_since(ticket_id, person.id) is None:
        raise Refusal("refused-undo-before")
    ticket = work.neighbours.lock(ticket_id)
    since = work.neighbours.following_since(ticket_id, person.id)
    work.flush_history()
    texts = work.contents.said_by(ticket, person.id, Action.FOLLOW)
    rows = work.tickets.history(ticket)
    said = {text.id for text in texts}
    mine = [row for row in rows if row.action is Action.FOLLOW and (row.at == since or row.text_id in said)]
    lines = [_as_said(row, person.id if row in mine else row.by_id) for row in rows]
    step = next((row for row in mine if row.at == since), None)
    if since is None or step is None:
        raise Refusal("refused-undo-before")
    change = advance(ticket, Action.UNDO, by=Actor(person.id, slip=slip_at(lines, step.seq, by=person.id)), at=work.now)
    form = work.conversation.form(draft) if (draft := work.conversation.draft(person.id)) else Form.empty()
    if form.parts or form.media:
        raise Refusal("refused-draft-waits")
    form.parts = [Part(text.number or 0, text.body) for text in texts if text.body]
    form.media = [file_as_sent(one) for one in work.contents.take_out(ticket, person.id, Action.FOLLOW)]
    work.neighbours.unfollow(ticket_id, person.id)
    record_undone(work, ticket, replace(change, by=None), step, by=person)
    if not (form.parts or form.media):
        return False
    propose(work, person, form)
    form.category, form.address = ticket.category, form.address or ticket.address
    work.conversation.keep(person.id, form, hours=work.community.draft_hours)
    return True


def _as_said(row: ChangeRow, by: int | None) -> StepLine:
    """A line as one person knows it: the history does not say which neighbour it was."""
    return StepLine(row.seq, row.action, row.before, row.after, by, row.at, row.detail)
