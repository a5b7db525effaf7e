"""Meeting, the result, what the community says of it, and calling a whistle off."""

from collections.abc import Mapping
from datetime import datetime

from domain.matters.asks import AskState
from domain.matters.bundles import BundledLine
from domain.notices.ask_notices import AskCard
from domain.notices.notices import Letter
from domain.refusal import Refusal
from domain.tickets.remark import Remark
from domain.vocabulary import ENDED_STATES, Action
from services.matters.ask_door import AskAndMatter
from services.matters.ask_steps import people_of, send_ask_letter
from services.matters.bundling import bundle
from services.matters.calling import recall_all
from services.matters.matters import step_matter
from services.tickets.talking import add_words
from storage.matters.asks import Asks
from storage.models import Person, Ticket
from storage.unit_of_work import UnitOfWork
from subjects.whistles.rules import (
    ASSESSED_WITHIN_DAYS,
    BLOWN,
    KINDS,
    MAX_SPOT,
    MAX_WORDS,
    PROPOSED,
    Assessed,
    WhistleOutcome,
)
from subjects.whistles.service.blowing import first_look, hold_tickets, release_tickets
from subjects.whistles.service.kind import TABLE, Whistle, locked_whistle, tell_sides, tickets_of, words
from subjects.whistles.service.proposing import check_meeting


def meet(work: UnitOfWork, matter_id: int, *, by: Person) -> Whistle:
    """会商过了: the tickets rest until the day of the result."""
    whistle = locked_whistle(work, matter_id, by)
    row = whistle.row
    step_matter(work, TABLE, whistle.matter, "meet", by=by, next_due=(row.result_due, "result"))
    row.met_at = work.now
    hold_tickets(work, whistle, row.result_due)
    return whistle


def move_meeting(work: UnitOfWork, matter_id: int, come_at: datetime, spot: str, *, by: Person) -> Whistle:
    """改时间: whoever said they come is asked again, whoever has done it or cannot come is not (C4). Before it is blown
    nobody has been asked, and what is due next stays: also when the day was over before somebody approved."""
    whistle = locked_whistle(work, matter_id, by)
    row = whistle.row
    check_meeting(work, come_at, spot)
    blown, matter = whistle.matter.state == BLOWN, whistle.matter
    due = matter.next_due_at, matter.next_due_what
    row.come_at = come_at
    row.result_due = work.community.calendar().working_days_after(come_at, KINDS[row.kind].result_days)
    if spot.strip():
        row.spot_id = words(work, spot, MAX_SPOT, by)
    if not blown:
        next_due = (due[0], due[1]) if due[0] is not None and due[1] is not None else None
        step_matter(work, TABLE, matter, "move", by=by, next_due=next_due)
        return whistle
    step_matter(work, TABLE, matter, "move", by=by, next_due=first_look(work, whistle))
    for ask in work.store(Asks).open_of_matter(matter_id):
        ask.come_at, ask.result_due, ask.spot_id, ask.version = come_at, row.result_due, row.spot_id, ask.version + 1
        if ask.state is AskState.ACCEPTED:
            ask.state, ask.was, ask.answered_by_id, ask.answered_at = AskState.SENT, None, None, None
        found = AskAndMatter(ask, whistle.matter)
        for person_id in people_of(work, ask):
            send_ask_letter(work, found, Letter(person_id, AskCard(ask.id, "moved")))
    hold_tickets(work, whistle, come_at)
    return whistle


def give_result(
    work: UnitOfWork, matter_id: int, outcomes: Mapping[int, WhistleOutcome], said: str, *, by: Person
) -> Whistle:
    """有结果: a note on each ticket, which goes on; its assignee resolves it as usual, and its reporter reads how many
    helped and what came of it, never who refused."""
    whistle = locked_whistle(work, matter_id, by)
    row, matter = whistle.row, whistle.matter
    if not said.strip() or len(said) > MAX_WORDS:
        raise Refusal("whistles-refused-words", n=MAX_WORDS)
    tickets = tickets_of(work, matter)
    if {*outcomes} != {ticket.id for ticket in tickets}:
        raise Refusal("refused-old-button")
    closes = work.community.calendar().working_days_after(work.now, ASSESSED_WITHIN_DAYS)
    line = step_matter(work, TABLE, matter, "result", by=by, said=said.strip(), next_due=(closes, "assess"))
    row.result_id, row.resulted_at = line.text_id, work.now
    row.outcomes = {str(ticket): outcome.value for ticket, outcome in outcomes.items()}
    release_tickets(work, whistle)
    for ticket in tickets:
        _tell_ticket(work, ticket, matter.number, said, by)
        _tell_reporter(work, ticket, matter.id)
    recall_all(work, matter)
    tell_sides(work, whistle, "resulted", without=by.id)
    return whistle


def assess(work: UnitOfWork, matter_id: int, how: Assessed, *, by: Person) -> Whistle:
    """The community says whether it did what it was blown for."""
    whistle = locked_whistle(work, matter_id, by)
    step_matter(work, TABLE, whistle.matter, "assess", by=by, detail={"how": how})
    whistle.row.assessed = how
    return whistle


def recall_whistle(work: UnitOfWork, matter_id: int, why: str, *, by: Person) -> Whistle:
    """撤哨, with the reason: nobody needs to come, the tickets go on at once."""
    whistle = locked_whistle(work, matter_id, by)
    if not why.strip() or len(why) > MAX_WORDS:
        raise Refusal("whistles-refused-words", n=MAX_WORDS)
    was_blown = whistle.matter.state != PROPOSED
    step_matter(work, TABLE, whistle.matter, "recall", by=by, said=why.strip())
    recall_all(work, whistle.matter)
    release_tickets(work, whistle)
    if was_blown:
        tell_sides(work, whistle, "recalled", without=by.id)
    return whistle


def _tell_ticket(work: UnitOfWork, ticket: Ticket, number: str, said: str, by: Person) -> None:
    """A note for whoever answers for it; its reporter reads the result with the day's joined message."""
    if ticket.state in ENDED_STATES:
        return
    add_words(work, ticket.id, Action.NOTE, Remark(f"{number}：{said.strip()}"), by=by)


def _tell_reporter(work: UnitOfWork, ticket: Ticket, matter_id: int) -> None:
    if ticket.reporter_id is not None and ticket.reporter_id != ticket.assignee_id:
        bundle(work, ticket.reporter_id, BundledLine.RESULT, matter_id=matter_id, ticket_id=ticket.id)
