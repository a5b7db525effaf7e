"""Whistles: what must have been tried, who is called, silence, a meeting that moves, a street that says no, calling
off, and tickets that rest. The numbers C1 to C7 are those of the specification (collective.md 3 C)."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from domain.bodies.bodies import BodyKind
from domain.matters.asks import AskAction, AskState, DeclineReason
from domain.notices.ask_notices import AskCard
from domain.refusal import Refusal
from domain.vocabulary import Grade, Result, Role, State
from services.digest.figures import given_by
from services.matters.answering import answer_ask
from services.matters.ask_clock import note_reached, take_due_asks
from services.matters.asking import say_concerned
from services.tickets.steps import resolve_ticket
from storage.engines.database import Database
from storage.matters.asks import Asks
from storage.matters.matters import Matters
from storage.models import BodyLink, MatterRow, PostRow, Ticket
from storage.unit_of_work import UnitOfWork
from subjects.whistles.notices import WhistleCard
from subjects.whistles.rules import WhistleKind, WhistleOutcome
from subjects.whistles.service.blowing import approve, begin, decline, street_blew
from subjects.whistles.service.clock import due
from subjects.whistles.service.counting import WHISTLES_OF_THE_WEEK, answers_of
from subjects.whistles.service.ending import give_result, meet, move_meeting, recall_whistle
from subjects.whistles.service.proposing import Proposal
from tests.conftest import MovedClock
from tests.services.test_asks import (
    LEADER,
    OFFICE,
    STEWARD,
    STRANGER,
    asked,
    body,
    heard,
    of,
    refused,
    seat_of,
    set_the_scene,
    the_ticket,
    who,
)
from tests.storage.rows import person

SECRETARY, ONE, TWO, THREE = 31, 32, 33, 34


def with_units(work: UnitOfWork) -> None:
    """Beside the firm: a secretary, an alliance of three units, a department."""
    set_the_scene(work)
    sl = next(place for place in work.directory.places.values() if place.code == "sl")
    above = PostRow(code="p-secretary", place_id=sl.id, role=Role.SECRETARY, title="社区书记")
    work.session.add(above)
    work.session.flush()
    person(work, SECRETARY, "席", post=above.id)
    alliance = body(work, "lm", BodyKind.ALLIANCE, [sl.id])
    for number, account in enumerate((ONE, TWO, THREE), 1):
        unit = body(work, f"u{number}", BodyKind.INSTITUTION, [sl.id])
        person(work, account, f"单{number}", post=seat_of(work, unit))
        work.session.add(BodyLink(alliance_id=alliance.id, member_id=unit.id))
    body(work, "sz", BodyKind.DEPARTMENT, [sl.id])
    work.places.touch()


@pytest.fixture
async def scene(database: Database) -> Database:
    await database.run(with_units)
    return database


def declined(work: UnitOfWork) -> None:
    """The firm was asked in vain."""
    ask = asked(work)
    seat = next(one for one in work.directory.seats_in(of(work, "wy")))
    contact = work.directory.holdings_of(seat.id)[0].person_id
    answer_ask(work, ask.id, AskAction.DECLINE, by=work.people.get(contact), reason=DeclineReason.NOT_OURS)


def proposal(work: UnitOfWork, *called: str, kind: WhistleKind = WhistleKind.ALLIANCE, days: int = 6) -> Proposal:
    come_at = work.now + timedelta(days=days)
    return Proposal(kind, tuple(of(work, one) for one in called or ("lm",)), come_at, "居委会", "要大家一起办")


def blown(work: UnitOfWork, *called: str, kind: WhistleKind = WhistleKind.ALLIANCE) -> int:
    whistle = begin(work, the_ticket(work).id, proposal(work, *called, kind=kind), by=who(work, SECRETARY))
    return whistle.matter.id


def asks_of(work: UnitOfWork, matter_id: int) -> dict[str, int]:
    """The asks of a whistle by the code of their body."""
    bodies = work.directory.bodies
    return {bodies[one.to_body_id or 0].code: one.id for one in work.store(Asks).of_matter(matter_id)}


def says(work: UnitOfWork, matter_id: int, code: str, action: AskAction, account: int) -> None:
    reason = DeclineReason.NO_HANDS if action is AskAction.DECLINE else None
    answer_ask(work, asks_of(work, matter_id)[code], action, by=who(work, account), reason=reason)


def the(work: UnitOfWork, matter_id: int) -> MatterRow:
    row = work.store(Matters).get(matter_id)
    assert row is not None
    return row


async def test_c1_without_a_try_it_is_refused_and_for_p1_it_is_not(scene: Database) -> None:
    def tries(by: int) -> Callable[[UnitOfWork], object]:
        return lambda work: begin(work, the_ticket(work).id, proposal(work), by=who(work, by))

    assert await refused(scene, tries(LEADER)) == "whistles-refused-untried"
    assert await refused(scene, tries(STRANGER)) == "refused-unknown-ticket"

    def urgent(work: UnitOfWork) -> str:
        the_ticket(work).grade = Grade.P1
        return begin(work, the_ticket(work).id, proposal(work), by=who(work, LEADER)).matter.state

    assert await scene.run(urgent) == "proposed"


async def test_the_secretary_blows_all_the_same_and_it_is_counted_apart(scene: Database) -> None:
    def blow(work: UnitOfWork) -> dict[str, int]:
        matter_id = blown(work)
        assert the(work, matter_id).state == "blown", "whoever approves has approved what they propose"
        given = given_by(work, {"whistles": WHISTLES_OF_THE_WEEK}, work.now, work.now + timedelta(seconds=1))
        return {one.key: len(one.ids) for one in given}

    figures = await scene.run(blow)
    assert (figures["alliance"], figures["untried"], figures["branch"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("called", "key"),
    [((), "whistles-refused-nobody"), (("wy",), "asks-refused-concerned"), (("sz",), "asks-refused-concerned")],
)
async def test_nobody_chosen_and_whom_it_is_about_and_another_kind_of_body_are_refused(
    scene: Database, called: tuple[str, ...], key: str
) -> None:
    def tried(work: UnitOfWork) -> None:
        declined(work)
        say_concerned(work, the_ticket(work).id, of(work, "wy"), by=who(work, STEWARD))
        wish = proposal(work, *(called or ("lm",)))
        wish = Proposal(wish.kind, wish.called if called else (), wish.come_at, wish.spot, wish.why)
        begin(work, the_ticket(work).id, wish, by=who(work, LEADER))

    assert await refused(scene, tried) == key


async def test_a_second_one_for_the_same_ticket_and_body_is_refused(scene: Database) -> None:
    await scene.run(lambda work: blown(work, "u1"))
    assert await refused(scene, lambda work: blown(work, "lm")) == "whistles-refused-second"
    assert await scene.run(lambda work: blown(work, "u2"))


async def test_c2_and_c3_silence_is_told_once_at_the_limit_and_a_late_answer_is_late(
    scene: Database, clock: MovedClock
) -> None:
    matter_id = await scene.run(blown)

    def answers(work: UnitOfWork) -> None:
        for ask in work.store(Asks).of_matter(matter_id):
            note_reached(work, AskCard(ask.id))
        says(work, matter_id, "u1", AskAction.ACCEPT, ONE)
        says(work, matter_id, "u2", AskAction.DONE, TWO)

    await scene.run(answers)

    def look(work: UnitOfWork) -> int:
        take_due_asks(work)
        row = work.store(Matters).lock(matter_id)
        assert row is not None
        if row.next_due_at is not None and row.next_due_at <= work.now:
            due(work, row)
        return len([one for one in heard(work, SECRETARY, WhistleCard) if one.lead == "silent"])

    told = 0
    for _ in range(16):
        clock.set(clock.now() + timedelta(hours=12))
        told += await scene.run(look)
    assert told == 1

    def stand(work: UnitOfWork) -> tuple[object, ...]:
        found = answers_of(work, the(work, matter_id))
        return found.coming, found.done, found.silent, [name for _, name, _ in found.silent_bodies]

    assert await scene.read(stand) == (1, 1, 1, ["u3"])
    assert await scene.read(lambda work: the(work, matter_id).state) == "blown"

    await scene.run(lambda work: says(work, matter_id, "u3", AskAction.ACCEPT, THREE))
    found = await scene.read(lambda work: answers_of(work, the(work, matter_id)))
    assert (found.silent, found.late, found.coming) == (0, 1, 2)


async def test_c4_when_the_meeting_moves_who_said_they_come_is_asked_again_and_who_has_done_it_is_not(
    scene: Database,
) -> None:
    matter_id = await scene.run(blown)

    def moved(work: UnitOfWork) -> dict[str, AskState]:
        says(work, matter_id, "u1", AskAction.ACCEPT, ONE)
        says(work, matter_id, "u2", AskAction.DONE, TWO)
        move_meeting(work, matter_id, work.now + timedelta(days=9), "", by=who(work, SECRETARY))
        asks = work.store(Asks).of_matter(matter_id)
        again = [one.lead for one in heard(work, ONE, AskCard)]
        assert again[-1:] == ["moved"]
        assert not heard(work, TWO, AskCard)
        return {work.directory.bodies[ask.to_body_id or 0].code: ask.state for ask in asks}

    states = await scene.run(moved)
    assert states == {"u1": AskState.SENT, "u2": AskState.DONE, "u3": AskState.SENT}


async def test_c5_when_the_street_says_no_it_is_declined_and_nothing_rests(scene: Database) -> None:
    def said_no(work: UnitOfWork) -> tuple[str, State]:
        declined(work)
        matter_id = blown(work, "sz", kind=WhistleKind.STREET)
        assert the(work, matter_id).state == "requested"
        decline(work, matter_id, "街道说先走物业", by=who(work, OFFICE), street=True)
        return the(work, matter_id).state, the_ticket(work).state

    assert await scene.run(said_no) == ("declined", State.CLAIMED)


async def test_c5_what_the_street_blew_calls_departments_by_the_office_alone(scene: Database) -> None:
    def said_yes(work: UnitOfWork) -> tuple[str, State]:
        matter_id = blown(work, "sz", kind=WhistleKind.STREET)
        street_blew(work, matter_id, by=who(work, OFFICE))
        return the(work, matter_id).state, the_ticket(work).state

    assert await scene.run(said_yes) == ("blown", State.WAITING)


async def test_c6_who_has_come_stays_counted_when_it_is_called_off_and_the_ticket_goes_on(
    scene: Database, clock: MovedClock
) -> None:
    matter_id = await scene.run(blown)
    assert await scene.read(lambda work: the_ticket(work).state) is State.WAITING
    assert await refused(scene, lambda work: says(work, matter_id, "u1", AskAction.ARRIVE, ONE)) == (
        "asks-refused-too-early"
    )
    clock.set(clock.now() + timedelta(days=6) - timedelta(minutes=20))

    def called_off(work: UnitOfWork) -> tuple[int, State]:
        says(work, matter_id, "u1", AskAction.ARRIVE, ONE)
        recall_whistle(work, matter_id, "改到下个月", by=who(work, SECRETARY))
        return answers_of(work, the(work, matter_id)).arrived, the_ticket(work).state

    assert await scene.run(called_off) == (1, State.CLAIMED)
    assert await refused(scene, lambda work: says(work, matter_id, "u2", AskAction.ACCEPT, TWO)) == (
        "asks-refused-state"
    )


async def test_c7_a_ticket_in_two_whistles_goes_on_when_both_have_ended_or_one_has_solved_it(scene: Database) -> None:
    def both(work: UnitOfWork) -> list[State]:
        first, second = blown(work, "u1"), blown(work, "u2")
        states = [the_ticket(work).state]
        recall_whistle(work, first, "不用了", by=who(work, SECRETARY))
        states.append(the_ticket(work).state)
        recall_whistle(work, second, "不用了", by=who(work, SECRETARY))
        return [*states, the_ticket(work).state]

    assert await scene.run(both) == [State.WAITING, State.WAITING, State.CLAIMED]

    def solved(work: UnitOfWork) -> int:
        whistle = blown(work, "u3")
        resolve_ticket(work, the_ticket(work).id, by=who(work, STEWARD), result=Result.REPAIRED)
        return whistle

    whistle = await scene.run(solved)

    def holds(work: UnitOfWork) -> list[datetime | None]:
        return [link.holds_until for link in work.store(Matters).links(the(work, whistle))]

    assert await scene.read(holds) == [None]


async def test_p1_never_rests_for_a_whistle(scene: Database) -> None:
    def urgent(work: UnitOfWork) -> State:
        the_ticket(work).grade = Grade.P1
        blown(work)
        return the_ticket(work).state

    assert await scene.run(urgent) is State.CLAIMED


async def test_the_result_stands_on_the_ticket_which_goes_on_until_somebody_resolves_it(scene: Database) -> None:
    def result(work: UnitOfWork) -> tuple[State, str, int]:
        matter_id = blown(work)
        says(work, matter_id, "u1", AskAction.ACCEPT, ONE)
        meet(work, matter_id, by=who(work, SECRETARY))
        ticket: Ticket = the_ticket(work)
        outcomes = {ticket.id: WhistleOutcome.PARTLY}
        give_result(work, matter_id, outcomes, "先修主管", by=who(work, SECRETARY))
        open_ = work.store(Asks).open_of_matter(matter_id)
        return the_ticket(work).state, the(work, matter_id).state, len(open_)

    assert await scene.run(result) == (State.CLAIMED, "resulted", 0)


async def test_of_two_who_approve_at_once_one_has_blown_it(scene: Database) -> None:
    def propose_it(work: UnitOfWork) -> int:
        declined(work)
        return begin(work, the_ticket(work).id, proposal(work), by=who(work, LEADER)).matter.id

    matter_id = await scene.run(propose_it)

    async def approves() -> bool:
        try:
            await scene.run(lambda work: approve(work, matter_id, by=who(work, SECRETARY)))
        except Refusal:
            return False
        return True

    assert sorted(await asyncio.gather(approves(), approves())) == [False, True]
    assert len(await scene.read(lambda work: work.store(Asks).of_matter(matter_id))) == 3
