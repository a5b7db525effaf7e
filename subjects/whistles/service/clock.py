"""What time does to whistles: nobody approves, nobody answers, nobody meets, nobody gives a result."""

from contextlib import suppress
from datetime import timedelta

from domain.matters.asks import AskState
from domain.notices.ask_notices import AskCard
from domain.notices.notices import Letter
from domain.refusal import Refusal
from services.matters.ask_door import AskAndMatter
from services.matters.ask_steps import people_of, send_ask_letter
from services.matters.matters import step_matter
from services.parts import MatterKind
from storage.matters.asks import Asks
from storage.models import MatterRow, Person
from storage.unit_of_work import UnitOfWork
from subjects.whistles.notices import WhistleCard
from subjects.whistles.rules import (
    ASK_STREET_AGAIN_DAYS,
    BLOWN,
    DECIDE_WITHIN_DAYS,
    MET,
    PROPOSED,
    REQUESTED,
    RESULTED,
)
from subjects.whistles.service.blowing import release_tickets, reply_due
from subjects.whistles.service.kind import TABLE, Whistle, tell_post, tell_sides, tickets_of
from subjects.whistles.service.proposing import approver_of
from subjects.whistles.store import Whistles

A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
"""The asks' own clock looks first."""


def due(work: UnitOfWork, matter: MatterRow) -> None:
    """What is due of a whistle, by its state and what it waited for."""
    row = work.store(Whistles).get(matter.id)
    if row is None:
        return
    whistle = Whistle(matter, row)
    if matter.state == PROPOSED:
        _pass_up(work, whistle)
    elif matter.state == REQUESTED:
        later = work.community.calendar().working_days_after(work.now, ASK_STREET_AGAIN_DAYS)
        step_matter(work, TABLE, matter, "ask_again", next_due=(later, "street"))
        tell_post(work, matter, "street")
    elif matter.state == RESULTED:
        step_matter(work, TABLE, matter, "lapse")
    elif matter.next_due_what == "remind":
        _remind(work, whistle)
    elif matter.next_due_what == "reply":
        _name_the_silent(work, whistle)
    elif matter.next_due_what == "meet":
        step_matter(work, TABLE, matter, "not_met", next_due=(row.result_due, "result"))
        release_tickets(work, whistle)
        tell_sides(work, whistle, "not_met")
    elif matter.state in (BLOWN, MET):
        step_matter(work, TABLE, matter, "late")
        release_tickets(work, whistle)
        tell_sides(work, whistle, "late")


def _pass_up(work: UnitOfWork, whistle: Whistle) -> None:
    """Nobody has decided it: it goes to the next one up; at the top they are reminded."""
    matter, row = whistle.matter, whistle.row
    later = work.community.calendar().working_days_after(work.now, DECIDE_WITHIN_DAYS)
    owner = matter.owner_post_id
    with suppress(Refusal):  # nobody stands above: it stays where it is
        for ticket in tickets_of(work, matter)[:1]:
            owner = approver_of(work, ticket, row.kind, None, above=[owner] if owner else []).id
    step_matter(work, TABLE, matter, "pass_up", next_due=(later, "approve"), owner_post_id=owner)
    tell_post(work, matter, "approve")


def _remind(work: UnitOfWork, whistle: Whistle) -> None:
    """At half the time, once, whoever has not answered."""
    for ask in work.store(Asks).open_of_matter(whistle.matter.id):
        if ask.state is AskState.SENT and ask.reached_at is not None:
            for person_id in people_of(work, ask):
                found = AskAndMatter(ask, whistle.matter)
                send_ask_letter(work, found, Letter(person_id, AskCard(ask.id, "remind")))
    end = reply_due(work, whistle.matter) or work.now
    step_matter(work, TABLE, whistle.matter, "remind", next_due=(end + A_MINUTE, "reply"))


def _name_the_silent(work: UnitOfWork, whistle: Whistle) -> None:
    """At the end of the time whoever blew it is told once; who got it later has longer."""
    matter, row = whistle.matter, whistle.row
    asks = work.store(Asks).of_matter(matter.id)
    waiting = [ask.reply_due for ask in asks if ask.state is AskState.SENT and ask.reply_due is not None]
    later = max((at for at in waiting if at + A_MINUTE > work.now), default=None)
    if later is not None and later < row.come_at:
        matter.next_due_at = later + A_MINUTE
        return
    silent = any(ask.state in (AskState.SILENT, AskState.UNREACHED) for ask in asks)
    step_matter(work, TABLE, matter, "say_silent", next_due=(row.come_at + A_DAY, "meet"))
    if silent:
        tell_sides(work, whistle, "silent")


def by_its_own_buttons(_work: UnitOfWork, _row: MatterRow, _action: str, _by: Person) -> None:
    """Its steps want words or a choice; they are pressed on its own card."""
    raise Refusal("refused-old-button")


WHISTLE = MatterKind(
    TABLE.name, TABLE.character, TABLE.steps, TABLE.ended, due, do=by_its_own_buttons, card=WhistleCard
)
