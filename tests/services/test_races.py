"""Many hands at one ticket at the same moment: one winner, and everybody else hears who it was."""

import asyncio
from functools import partial

from domain.refusal import Refusal
from domain.vocabulary import Action, Result, State
from services.tickets.closing import confirm_ticket
from services.tickets.steps import claim_ticket, resolve_ticket
from storage.engines.database import Database
from storage.models import Person, Ticket
from storage.sql.errors import TryAgain
from storage.unit_of_work import UnitOfWork
from tests.storage.rows import lay_out, person, ticket

STEWARDS = 50


def claim(ticket_id: int, person_id: int, work: UnitOfWork) -> str | None:
    """One press on «我来办»; the name of whoever has it afterwards."""
    row = claim_ticket(work, ticket_id, by=work.session.get_one(Person, person_id))
    return work.people.name(row.assignee_id)


def set_the_scene(work: UnitOfWork) -> tuple[int, list[int], int]:
    """A new ticket, fifty people who all hold the steward's post, and its reporter."""
    ids = lay_out(work)
    stewards = [person(work, 100 + n, f"楼长{n}", post=ids["p-gh1"]).id for n in range(STEWARDS)]
    chen = person(work, 1, "陈")
    return ticket(work, ids["gh1"], reporter=chen).id, stewards, chen.id


async def test_of_fifty_claims_at_once_one_wins_and_all_others_hear_its_name(database: Database) -> None:
    ticket_id, stewards, _ = await database.run(set_the_scene)
    presses = (database.run(partial(claim, ticket_id, one)) for one in stewards)
    results = await asyncio.gather(*presses, return_exceptions=True)
    winners = [result for result in results if isinstance(result, str)]
    losers = [result for result in results if isinstance(result, Refusal)]
    assert (len(winners), len(losers)) == (1, STEWARDS - 1)
    assert {refusal.key for refusal in losers} == {"refused-claimed-by-another"}
    assert {refusal.values["name"] for refusal in losers} == set(winners)

    def look(work: UnitOfWork) -> tuple[State, str | None, list[Action], int]:
        row = work.session.get_one(Ticket, ticket_id)
        actions = [line.action for line in work.tickets.history(row)]
        return row.state, work.people.name(row.assignee_id), actions, row.changes

    assert await database.run(look) == (State.CLAIMED, winners[0], [Action.CLAIM], 1)


async def test_one_steward_who_presses_fifty_times_claims_once(database: Database) -> None:
    ticket_id, stewards, _ = await database.run(set_the_scene)
    presses = (database.run(partial(claim, ticket_id, stewards[0])) for _ in range(STEWARDS))
    assert set(await asyncio.gather(*presses)) == {"楼长0"}

    def claims(work: UnitOfWork) -> int:
        row = work.session.get_one(Ticket, ticket_id)
        return len(work.tickets.history(row))

    assert await database.run(claims) == 1


async def test_a_ticket_that_many_confirm_at_once_is_closed_once(database: Database) -> None:
    ticket_id, stewards, chen = await database.run(set_the_scene)
    await database.run(partial(claim, ticket_id, stewards[0]))

    def resolve(work: UnitOfWork) -> None:
        resolve_ticket(work, ticket_id, by=work.people.get(stewards[0]), result=Result.REPAIRED)

    await database.run(resolve)

    def confirm(work: UnitOfWork) -> State:
        return confirm_ticket(work, ticket_id, by=work.people.get(chen)).state

    results = await asyncio.gather(*(database.run(confirm) for _ in range(20)), return_exceptions=True)
    assert results.count(State.CLOSED) == 1
    assert {str(result) for result in results if isinstance(result, Refusal)} == {"refused-in-this-state"}


async def test_a_first_word_said_twenty_times_at_once_makes_one_person(database: Database) -> None:
    async def first_word() -> int:
        while True:
            try:
                return await database.run(lambda work: work.people.recognise("telegram", str(2**40), "zh").id)
            except TryAgain:
                continue

    assert len(set(await asyncio.gather(*(first_word() for _ in range(20))))) == 1
