"""Every action × every side, on the real services and a real database: each is told as the cell of
domain/tickets/told.py says.

Each ticket stands in the middle of everybody: reporter, helper, deputy, a neighbour who has joined, another report that
was merged into it; or it lives on in a ticket of somebody else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from domain.notices.notices import CardRedraw, Letter, Say, TicketCard, TicketNews
from domain.notices.word_notices import FollowerNews
from domain.posts.directory import Address
from domain.posts.routing import Route
from domain.tickets.remark import Remark
from domain.tickets.report_form import Form, Part
from domain.tickets.told import TOLD, Side, Told
from domain.time.ladder import moments
from domain.vocabulary import Action, Entrusted, Grade, HeldAs, Result, State
from services.answering.entrusting import Moved, come_back, entrust, move_on
from services.filing.already import join
from services.filing.reports import file_form
from services.telling.sides import people_at
from services.tickets.ladder import TAKES_OVER, take_due_steps
from services.tickets.merging import merge_ticket, unlink_ticket
from services.tickets.stepping_in import reassign_ticket
from services.tickets.steps import claim_ticket, resolve_ticket
from services.tickets.talking import add_words
from services.tickets.undoing import undo_step
from storage.engines.database import Database
from storage.models import HoldingRow, Person, Ticket
from storage.tickets.ticket_messages import MessageAbout
from storage.unit_of_work import UnitOfWork
from tests.services.test_who_may_what import BEFORE, _Undo, act, cast, filed

People = dict[str, Person]
CATEGORY = "R202"
RESIDENTS = (Side.REPORTER, Side.PROXY, Side.RECORDER)
ONLY_A_REPORTER = {
    "confirm", "not_solved", "appeal", "withdraw", "step_back", "call_off", "name_danger", "nudge", "rate", "thank",
    "file",
}  # fmt: skip
SAID_TO_A_MERGED_ONE = (Action.COMMENT, Action.CORRECT, Action.REPLY, Action.NOTE, Action.UNLINK, Action.FOLLOWED)
CLOCK = {"close": State.RESOLVED, "remind": State.RESOLVED, "follow_up": State.CLOSED, "escalate": State.NEW}
OF_ASKS = frozenset({Action.ASK, Action.ASK_STEP})
"""Told by notices of their own: tests/services/test_asks.py."""
ACT_OF = {Action.CHECK: "check_agrees"}
ACTS = {
    "return": "assignee", "resolve": "deputy", "propose": "deputy", "correct": "office", "comment": "office",
    "locate": "reporter", **dict.fromkeys(ONLY_A_REPORTER, "reporter"),
}  # fmt: skip
"""Who acts where it is not the leader: rarely the one who answers for it, so that he is to be told."""


@dataclass
class Scene:
    """A ticket, who stands where, and who acts."""

    work: UnitOfWork
    people: People
    made: Ticket
    by: Person

    def other(self, name: str) -> Person:
        return self.people[name]


def set_up(work: UnitOfWork, people: People, action: Action, resident: Side) -> Scene:
    """The ticket in the state in which the action can be done, with somebody at every side it can have."""
    by = people[ACTS.get(action, "leader")]
    lives_on = action in SAID_TO_A_MERGED_ONE
    state = State.MERGED if lives_on else CLOCK.get(action, BEFORE.get(ACT_OF.get(action, action), State.NEW))
    target = filed(work, people, State.CLAIMED, category=CATEGORY, assignee_id=people["secretary"].id)
    target.reporter_id, target.recorded_by_id = people["safeguarding"].id, None
    made = filed(
        work,
        people,
        state,
        category=CATEGORY,
        on_behalf=resident is Side.PROXY,
        recorded_by_id=people["recorder"].id if resident is Side.RECORDER else None,
        helper_id=people["far"].id,
        merged_into_id=target.id if lives_on else None,
        grade=Grade.P0 if action in (Action.CALL_OFF, Action.LOCATE, Action.NAME_DANGER) else Grade.P2,
        not_solved=1 if action is Action.NOT_SOLVED else 0,
        resolved_at=work.now,
    )
    if resident is Side.RECORDER:
        made.reporter_id = None
    if not lives_on:
        merged = filed(work, people, State.MERGED, category=CATEGORY, merged_into_id=made.id, recorded_by_id=None)
        merged.reporter_id = people["stranger"].id
    if action not in (Action.WITHDRAW, Action.FILE):
        work.neighbours.follow(made.id, people["neighbour"].id)
    work.neighbours.regroup()
    holders = [people[name] for name in ("assignee", "deputy", "far")]
    cards = [MessageAbout(work.people.account_of(one) or 0, made.id, made.id, one.id, is_card=True) for one in holders]
    work.messages.remember(cards)
    return Scene(work, people, made, by)


def by_the_clock(here: Scene, action: Action) -> object:
    made, work = here.made, here.work
    made.next_step_at, made.rung = work.now, {"close": 1}.get(action, 0)
    if action is Action.ESCALATE:
        made.claim_since, made.claim_limit = work.now - timedelta(days=9), "4w"
        rungs = [rung.does for _, rung in moments(made, work.community.terms)]
        made.rung = next(number for number, does in enumerate(rungs) if does in TAKES_OVER)
    work.session.flush()
    return take_due_steps(work)


def do(here: Scene, action: Action) -> object:
    """The service behind it; what nobody presses too."""
    work, made, by, people = here.work, here.made, here.by, here.people
    form = Form([Part(1, "w")], [], [], category=CATEGORY, address=Address(made.place_id))
    other: dict[Action, Callable[[], object]] = {
        Action.FILE: lambda: file_form(work, by, form),
        Action.CLAIM: lambda: claim_ticket(work, made.id, by=by),
        Action.UNDO: lambda: undo_step(work, claim_ticket(work, made.id, by=by).id, made.changes, by=by),
        Action.RESOLVE: lambda: resolve_ticket(work, made.id, by=by, result=Result.REPAIRED),
        Action.REASSIGN: lambda: reassign_ticket(work, made.id, by=by, to=people["other"].id, said=Remark("w")),
        Action.MERGE: lambda: merge_ticket(work, made.id, _target(here).id, by=by),
        Action.UNLINK: lambda: unlink_ticket(work, made.id, by=by),
        Action.REROUTE: lambda: move_on(work, made),
        Action.ENTRUST: lambda: entrust(work, made, Route(None, people["other"].id, (), ()), Moved(Entrusted.LEAVE)),
        Action.COME_BACK: lambda: come_back(work, made, people["other"].id, Moved(Entrusted.LEAVE)),
        Action.FOLLOWED: lambda: claim_ticket(work, _reset(_target(here)).id, by=by),
        Action.TAKE_IN: lambda: add_words(work, _merged(here).id, Action.COMMENT, Remark("w"), by=people["stranger"]),
        Action.FOLLOW: lambda: join(work, people["administrator"], form, made.id),
    }
    if action in other:
        return other[action]()
    return by_the_clock(here, action) if action in CLOCK else act(work, ACT_OF.get(action, action), made, people, by)


def _reset(ticket: Ticket) -> Ticket:
    ticket.state = State.NEW
    return ticket


def _target(here: Scene) -> Ticket:
    """The ticket that this one lives on in, or is to."""
    others = here.work.session.query(Ticket).filter(Ticket.assignee_id == here.people["secretary"].id)
    return others.order_by(Ticket.id.desc()).first() or here.made


def _merged(here: Scene) -> Ticket:
    return here.work.session.query(Ticket).filter(Ticket.merged_into_id == here.made.id).one()


def heard(here: Scene, action: Action, person_id: int) -> Told | None:
    """What reached this person of this action."""
    work = here.work
    lines = {(ticket.id, line["seq"]): line["action"] for ticket, line in work._history}
    found: set[Told] = set()
    for letter, _ in work._letters:
        match letter:
            case Letter(to=to) if to != person_id:
                continue
            case Letter(notice=TicketNews() as news):
                told_of = lines.get((news.ticket_id, news.seq))
                found |= {Told.NEWS} if told_of in (action, Action.FOLLOWED) else set()
            case Letter(notice=FollowerNews() as news):
                found |= {Told.NEWS} if news.action == action else set()
            case Letter(notice=Say(key="no-longer-yours")):
                found.add(Told.NEWS)
            case Letter(notice=TicketCard()):
                found.add(Told.CARD)
            case Letter(notice=CardRedraw()):
                found.add(Told.REDRAW)
    return next((told for told in (Told.CARD, Told.NEWS, Told.REDRAW) if told in found), None)


def faults(here: Scene, action: Action, resident: Side) -> list[str]:
    """What differs from the action's row, side by side."""
    before = here.made.assignee_id
    about = here.made
    do(here, action)
    if action is Action.FILE:
        about = here.work.session.query(Ticket).order_by(Ticket.id.desc()).first() or here.made
    found = []
    for side in Side:
        if side in RESIDENTS and side is not resident:
            continue
        cell = TOLD[action][side]
        for person_id in _people(here, about, side, before):
            said = heard(here, action, person_id)
            if not _agrees(cell, said, acts=person_id == here.by.id):
                name = next(name for name, one in here.people.items() if one.id == person_id)
                found.append(f"{action}: {side} ({name}, {resident}) was told {said}, the cell says {cell}")
    return found


def _people(here: Scene, about: Ticket, side: Side, before: int | None) -> set[int]:
    """Who stood there before or stands there now."""
    if side is Side.TARGET:
        return {here.people["secretary"].id} if about.merged_into_id or about.state is State.MERGED else set()
    if side is Side.MERGED:
        return {here.people["stranger"].id}
    if side is Side.FOLLOWERS:
        return {here.people["neighbour"].id}
    if side is Side.HELPER:
        return {here.people["far"].id} if about.helper_id == here.people["far"].id else set()
    if side in RESIDENTS:
        return {here.people["recorder" if side is Side.RECORDER else "reporter"].id}
    return set(people_at(here.work, about, side, had=before))


def _agrees(cell: Told, said: Told | None, *, acts: bool) -> bool:
    if acts:
        return said in (None, Told.REDRAW, Told.CARD)
    if cell in (Told.NEWS, Told.CARD):
        return said in (cell, Told.CARD)
    if cell is Told.REDRAW:
        return said in (None, Told.REDRAW)
    return said in (None, Told.REDRAW) or cell is Told.ELSEWHERE


@pytest.mark.parametrize("resident", RESIDENTS)
async def test_everybody_is_told_as_the_table_says(database: Database, resident: Side) -> None:
    found: list[str] = []
    walked: set[Action] = set()

    def walk(work: UnitOfWork) -> None:
        people = cast(work)
        far = next(post for post in work.directory.posts.values() if post.code == "p-far")
        work.session.add(HoldingRow(post_id=far.id, person_id=people["recorder"].id, held_as=HeldAs.DEPUTY))
        work.places.touch()
        for action in TOLD.keys() - OF_ASKS:
            if resident is Side.RECORDER and action in ONLY_A_REPORTER | {"locate", "close", "remind"}:
                continue
            walked.add(action)
            try:
                with work.attempt():
                    found.extend(faults(set_up(work, people, action, resident), action, resident))
                    raise _Undo
            except _Undo:
                pass

    await database.run(walk)
    assert not found, "\n".join(found)
    assert len(walked) > 30


async def test_whoever_has_a_card_sees_what_changed(database: Database) -> None:
    missing: list[str] = []

    def walk(work: UnitOfWork) -> None:
        people = cast(work)
        for action, row in TOLD.items():
            if row.deputy is not Told.REDRAW or action in OF_ASKS:
                continue
            try:
                with work.attempt():
                    here = set_up(work, people, action, Side.REPORTER)
                    do(here, action)
                    if heard(here, action, people["deputy"].id) is None and here.by is not people["deputy"]:
                        missing.append(action)
                    raise _Undo
            except _Undo:
                pass

    await database.run(walk)
    assert missing == []
