"""«按错了» on real databases: everything is as it was, once, whoever else reaches for the ticket meanwhile."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from domain.digest.digest import Figures, Section
from domain.posts.directory import Address
from domain.refusal import Refusal
from domain.tickets.report_form import Form, Part
from domain.time.ladder import next_step_at
from domain.time.weeks import Week
from domain.vocabulary import Action, Grade, Rating, Result, State, WaitingReason
from services.answering.assigning import start_claim_clock, start_resolve_clock
from services.digest.digests import count_week
from services.filing.already import join, undo_join
from services.filing.reports import keep_form
from services.tickets.closing import confirm_ticket, rate_ticket
from services.tickets.ladder import take_due_steps
from services.tickets.steps import claim_ticket, hand_over_ticket, put_on_hold, resolve_ticket
from services.tickets.undoing import undo_step
from storage.engines.database import Database
from storage.models import AbsenceRow, ChangeRow, Follower, Person, Ticket
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.services.test_who_may_what import cast, filed

People = dict[str, Person]
COUNTED = {"moves", "changes"}
"""What only ever grows: buttons of before refresh their card."""


def columns(row: Ticket) -> dict[str, object]:
    return {c.name: getattr(row, c.name) for c in Ticket.__table__.columns if c.name not in COUNTED}


def running(work: UnitOfWork, people: People, state: State, **more: object) -> Ticket:
    """A ticket whose clocks run."""
    made = filed(work, people, state, recorded_by_id=None, **more)
    start_claim_clock(work, made)
    start_resolve_clock(work, made)
    made.rung = 1 if state is State.NEW else 0
    made.next_step_at = next_step_at(made, work.community.terms, follow_up_days=None)
    work.session.flush()
    return made


def claims(name: str) -> Callable[[UnitOfWork, Ticket, People], Person]:
    def act(work: UnitOfWork, made: Ticket, people: People) -> Person:
        claim_ticket(work, made.id, by=people[name])
        return people[name]

    return act


def resolves(name: str) -> Callable[[UnitOfWork, Ticket, People], Person]:
    def act(work: UnitOfWork, made: Ticket, people: People) -> Person:
        resolve_ticket(work, made.id, by=people[name], result=Result.REPAIRED)
        return people[name]

    return act


def confirms(work: UnitOfWork, made: Ticket, people: People) -> Person:
    confirm_ticket(work, made.id, by=people["reporter"])
    return people["reporter"]


def confirms_and_rates(work: UnitOfWork, made: Ticket, people: People) -> Person:
    confirms(work, made, people)
    rate_ticket(work, made.id, by=people["reporter"], rating=Rating.BAD)
    return people["reporter"]


@pytest.mark.parametrize("grade", [Grade.P1, Grade.P2])
@pytest.mark.parametrize(
    ("state", "act"),
    [
        (State.NEW, claims("assignee")),
        (State.NEW, claims("deputy")),
        (State.NEW, claims("leader")),
        (State.NEW, claims("secretary")),
        (State.CLAIMED, resolves("assignee")),
        (State.CLAIMED, resolves("deputy")),
        (State.WAITING, resolves("assignee")),
        (State.RESOLVED, confirms),
        (State.RESOLVED, confirms_and_rates),
    ],
)
async def test_every_column_is_as_it_was(
    database: Database,
    clock: MovedClock,
    state: State,
    act: Callable[[UnitOfWork, Ticket, People], Person],
    grade: Grade,
) -> None:
    if state is State.WAITING and grade is Grade.P1:
        grade = Grade.P3  # what is urgent never waits

    def set_up(work: UnitOfWork) -> tuple[int, People]:
        people = cast(work)
        more = {"resolved_at": work.now, "result": Result.SETTLED} if state is State.RESOLVED else {}
        at_first = State.CLAIMED if state is State.WAITING else state
        made = running(work, people, at_first, grade=grade, helper_id=people["leader"].id, **more)
        if state is State.WAITING:
            until = work.now + timedelta(days=1)
            put_on_hold(work, made.id, by=people["assignee"], reason=WaitingReason.PARTS, until=until)
        return made.id, people

    made_id, people = await database.run(set_up)
    clock.move(minutes=20)

    def acts(work: UnitOfWork) -> tuple[dict[str, object], int, int]:
        row = work.session.get_one(Ticket, made_id)
        here = {name: work.people.get(one.id) for name, one in people.items()}
        before, seq = columns(row), row.changes + 1
        by = act(work, row, here)
        return before, seq, by.id

    before, seq, by_id = await database.run(acts)
    clock.move(minutes=15)
    await database.run(partial(undo, made_id, seq, by_id))
    after = await database.run(lambda work: columns(work.session.get_one(Ticket, made_id)))
    assert after == before
    with pytest.raises(Refusal, match="refused-undo-before"):
        await database.run(partial(undo, made_id, seq, by_id))


async def scene(database: Database, state: State, **more: object) -> tuple[int, dict[str, int]]:
    def set_up(work: UnitOfWork) -> tuple[int, dict[str, int]]:
        people = cast(work)
        return running(work, people, state, **more).id, {name: one.id for name, one in people.items()}

    return await database.run(set_up)


def claim(ticket_id: int, person_id: int, work: UnitOfWork) -> int:
    return claim_ticket(work, ticket_id, by=work.people.get(person_id)).changes


def undo(ticket_id: int, seq: int, person_id: int, work: UnitOfWork) -> Action:
    return undo_step(work, ticket_id, seq, by=work.people.get(person_id))[1]


async def test_a_line_of_before_cannot_be_taken_back_and_says_so(database: Database) -> None:
    ticket_id, people = await scene(database, State.NEW)
    seq = await database.run(partial(claim, ticket_id, people["assignee"]))

    def of_before(work: UnitOfWork) -> None:
        work.session.get_one(ChangeRow, (ticket_id, seq)).was = None

    await database.run(of_before)
    with pytest.raises(Refusal, match="refused-undo-old") as refusal:
        await database.run(partial(undo, ticket_id, seq, people["assignee"]))
    assert refusal.value.values["instead_key"] == "instead-claim"


async def test_nothing_goes_back_to_somebody_who_is_away_by_then(database: Database) -> None:
    ticket_id, people = await scene(database, State.NEW)
    seq = await database.run(partial(claim, ticket_id, people["leader"]))

    def leaves(work: UnitOfWork) -> None:
        until = work.now + timedelta(days=3)
        work.session.add(AbsenceRow(person_id=people["assignee"], since=work.now, until=until, created_at=work.now))
        work.places.touch()

    await database.run(leaves)
    await database.run(partial(undo, ticket_id, seq, people["leader"]))

    def look(work: UnitOfWork) -> tuple[State, int | None, list[Action]]:
        row = work.session.get_one(Ticket, ticket_id)
        return row.state, row.assignee_id, [line.action for line in work.tickets.history(row)]

    state, assignee, actions = await database.run(look)
    assert state is State.NEW
    assert assignee not in (None, people["assignee"])
    assert actions == [Action.CLAIM, Action.UNDO, Action.REROUTE]


async def test_whoever_slipped_has_not_had_a_hand_in_it(database: Database) -> None:
    """A steward who reported it himself, and claimed it by mistake, may confirm what another has solved."""
    ticket_id, people = await scene(database, State.NEW)

    def slips(work: UnitOfWork) -> tuple[bool, bool]:
        row = work.session.get_one(Ticket, ticket_id)
        deputy = work.people.get(people["deputy"])
        seq = claim(ticket_id, deputy.id, work)
        claimed = work.tickets.actor(row, deputy).has_claimed
        undo(ticket_id, seq, deputy.id, work)
        return claimed, work.tickets.actor(row, deputy).has_claimed

    assert await database.run(slips) == (True, False)
    later = await database.run(
        lambda work: (
            work.tickets.actor(work.session.get_one(Ticket, ticket_id), work.people.get(people["deputy"])).has_claimed
        )
    )
    assert later is False


async def test_of_twenty_presses_at_once_one_takes_it_back(database: Database) -> None:
    ticket_id, people = await scene(database, State.NEW)
    seq = await database.run(partial(claim, ticket_id, people["assignee"]))
    presses = (database.run(partial(undo, ticket_id, seq, people["assignee"])) for _ in range(20))
    results = await asyncio.gather(*presses, return_exceptions=True)
    assert results.count(Action.CLAIM) == 1
    assert {one.key for one in results if isinstance(one, Refusal)} == {"refused-undo-before"}
    actions = await database.run(
        lambda work: [line.action for line in work.tickets.history(work.session.get_one(Ticket, ticket_id))]
    )
    assert actions == [Action.CLAIM, Action.UNDO]


@pytest.mark.parametrize("rival", ["confirm", "hand_over"])
async def test_whoever_is_first_wins_and_the_other_is_told(database: Database, rival: str) -> None:
    """The steward takes it back while its reporter confirms, or while a superior takes it over."""
    ticket_id, people = await scene(database, State.NEW)
    seq = await database.run(partial(claim, ticket_id, people["assignee"]))

    def resolve(work: UnitOfWork) -> int:
        return resolve_ticket(work, ticket_id, by=work.people.get(people["assignee"]), result=Result.REPAIRED).changes

    def confirm(work: UnitOfWork) -> str:
        confirm_ticket(work, ticket_id, by=work.people.get(people["reporter"]))
        return "rival"

    def hand_over(work: UnitOfWork) -> str:
        hand_over_ticket(work, ticket_id, by=work.people.get(people["leader"]), to=people["deputy"])
        return "rival"

    if rival == "confirm":
        seq = await database.run(resolve)
    other = confirm if rival == "confirm" else hand_over
    results = await asyncio.gather(
        database.run(partial(undo, ticket_id, seq, people["assignee"])), database.run(other), return_exceptions=True
    )

    def look(work: UnitOfWork) -> list[Action]:
        return [line.action for line in work.tickets.history(work.session.get_one(Ticket, ticket_id))]

    actions = await database.run(look)
    mine, theirs = results
    if isinstance(mine, Refusal):
        assert mine.key == "refused-undo-acted"
        assert theirs == "rival"
        assert Action.UNDO not in actions
    elif rival == "confirm":
        assert isinstance(theirs, Refusal)
        assert actions[-1] is Action.UNDO
    else:
        assert theirs == "rival", "what is new can be handed over"
        assert actions[-2:] == [Action.UNDO, Action.HAND_OVER]


async def test_a_week_with_slips_in_it_reads_like_one_without(database: Database, clock: MovedClock) -> None:
    """Each of them, taken back: not one figure, and nobody's standing, is another."""

    def set_up(work: UnitOfWork) -> tuple[list[int], People]:
        people = cast(work)
        solved = {"resolved_at": work.now, "result": Result.REPAIRED}
        new, claimed = (running(work, people, state, category="R202") for state in (State.NEW, State.CLAIMED))
        return [new.id, claimed.id, running(work, people, State.RESOLVED, **solved).id], people

    def counted(work: UnitOfWork) -> Figures:
        week = Week.of(work.now, work.community.calendar().zone)
        return replace(count_week(work, week, {}), until=work.now.replace(hour=0, minute=0))

    (new, claimed, resolved), people = await database.run(set_up)
    assignee, reporter = people["assignee"].id, people["reporter"].id

    def slips(work: UnitOfWork) -> None:
        claim(new, assignee, work)
        resolve_ticket(work, claimed, by=work.people.get(assignee), result=Result.PASSED_ON)
        confirms_and_rates(work, work.session.get_one(Ticket, resolved), {"reporter": work.people.get(reporter)})

    clock.move(minutes=1)
    before = await database.run(counted)
    await database.run(slips)
    clock.move(minutes=1)
    slipped = await database.run(counted)
    assert slipped.count(Section.DONE) == 1
    assert slipped.count(Section.RATED) == 1
    for ticket_id, by in ((new, assignee), (claimed, assignee), (resolved, reporter)):
        await database.run(partial(undo, ticket_id, 1, by))
    clock.move(minutes=1)
    assert await database.run(counted) == before


async def test_the_clock_takes_what_fell_due_while_it_was_claimed_by_mistake(
    database: Database, clock: MovedClock
) -> None:
    ticket_id, people = await scene(database, State.NEW)

    def due_soon(work: UnitOfWork) -> None:
        row = work.session.get_one(Ticket, ticket_id)
        row.rung, row.next_step_at = 0, work.now + timedelta(minutes=5)
        row.claim_since = work.now - timedelta(hours=3)

    await database.run(due_soon)
    seq = await database.run(partial(claim, ticket_id, people["assignee"]))
    clock.move(minutes=10)
    await database.run(partial(undo, ticket_id, seq, people["assignee"]))

    def rungs(work: UnitOfWork) -> tuple[int, int]:
        taken = take_due_steps(work)
        return taken, work.session.get_one(Ticket, ticket_id).rung

    first = await database.run(rungs)
    again = await database.run(rungs)
    assert again[1] >= first[1]
    actions = await database.run(
        lambda work: [line.action for line in work.tickets.history(work.session.get_one(Ticket, ticket_id))]
    )
    assert actions.count(Action.ESCALATE) == again[1], "each rung once"


async def test_me_too_is_taken_back_once_of_twenty_presses(database: Database) -> None:
    ticket_id, people = await scene(database, State.NEW, category="R202")

    def joins(work: UnitOfWork) -> None:
        row = work.session.get_one(Ticket, ticket_id)
        form = Form([Part(1, "w")], [], [], category=row.category, address=Address(row.place_id))
        neighbour = work.people.get(people["neighbour"])
        keep_form(work, neighbour, form)
        join(work, neighbour, form, ticket_id)

    await database.run(joins)

    def leaves(work: UnitOfWork) -> bool:
        return undo_join(work, work.people.get(people["neighbour"]), ticket_id)

    results = await asyncio.gather(*(database.run(leaves) for _ in range(20)), return_exceptions=True)
    assert results.count(True) == 1
    assert {one.key for one in results if isinstance(one, Refusal)} == {"refused-undo-before"}

    def look(work: UnitOfWork) -> tuple[int, list[tuple[Action, int | None]]]:
        lines = work.tickets.history(work.session.get_one(Ticket, ticket_id))
        return work.session.query(Follower).count(), [(line.action, line.by_id) for line in lines]

    assert await database.run(look) == (0, [(Action.FOLLOW, None), (Action.UNDO, None)])
