"""The inbox on both databases: kept once, in order, tried, crossed off, set aside, forgotten."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from storage.delivery.inbox import Arrived, Waiting
from storage.engines.database import Database
from storage.models import InboxRow
from storage.models.delivery import InboxState
from storage.sql.errors import AlreadyHandled, NotFirst
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock

LARGE = 2**40
MINE, THEIRS = 11, 22


async def keep(database: Database, *update_ids: int, chat: int = -LARGE, body: str = '{"a": "楼"}') -> None:
    arrived = [Arrived("telegram", update_id, str(chat), body) for update_id in update_ids]
    await database.run(lambda work: work.inbox.keep(arrived))


async def waiting(database: Database, limit: int = 100) -> list[Waiting]:
    return await database.run(lambda work: work.inbox.waiting(limit))


async def taken_up(database: Database, owner: int, limit: int = 100) -> list[int]:
    return [one.number for one in await database.run(lambda work: work.inbox.take_up(limit, owner=owner))]


def crossed_off(one: Waiting, work: UnitOfWork) -> None:
    work.inbox.cross_off(one)


async def row(database: Database, update_id: int) -> InboxRow:
    def unit(work: UnitOfWork) -> InboxRow:
        return work.session.scalars(select(InboxRow).where(InboxRow.number == update_id)).one()

    return await database.run(unit)


async def test_an_update_is_kept_once_however_often_it_comes(database: Database) -> None:
    await keep(database, 5, 6)
    await keep(database, 6, 5, 7, body="another")
    await keep(database)
    found = await waiting(database)
    assert [(one.number, one.body) for one in found] == [(5, '{"a": "楼"}'), (6, '{"a": "楼"}'), (7, "another")]
    assert {one.address for one in found} == {str(-LARGE)}


async def test_what_was_handled_and_comes_again_stays_handled(database: Database) -> None:
    await keep(database, 5)
    [one] = await waiting(database)
    await database.run(lambda work: work.inbox.cross_off(one))
    await keep(database, 5)
    assert await waiting(database) == []


async def test_waiting_updates_come_in_the_order_of_arrival(database: Database) -> None:
    await keep(database, 30, 10, 20)
    await keep(database, LARGE, 5)
    assert [one.number for one in await waiting(database)] == [30, 10, 20, LARGE, 5]
    assert [one.number for one in await waiting(database, 2)] == [30, 10]


async def test_what_is_in_hand_is_not_taken_up_again(database: Database) -> None:
    await keep(database, 1, 2, 3)
    assert await taken_up(database, MINE, 2) == [1, 2]
    assert await taken_up(database, MINE) == [3]
    assert await taken_up(database, MINE) == []
    assert [one.number for one in await waiting(database)] == [1, 2, 3]


async def test_a_chat_that_another_process_has_in_hand_is_left_to_it(database: Database) -> None:
    await keep(database, 1, 2, chat=7)
    await keep(database, 3, chat=8)
    assert await taken_up(database, THEIRS, 1) == [1]
    assert await taken_up(database, MINE) == [3]
    assert await taken_up(database, THEIRS) == [2]


async def test_what_a_dead_process_had_in_hand_is_found_taken_over_and_holds_its_chat(database: Database) -> None:
    await keep(database, 1, 2, chat=7)
    await taken_up(database, THEIRS, 1)
    left = await database.run(lambda work: work.inbox.left_behind({MINE}, 10))
    assert [(one.number, one.tries) for one in left] == [(1, 1)]
    assert await database.run(lambda work: work.inbox.left_behind({MINE, THEIRS}, 10)) == []
    assert await taken_up(database, MINE) == []
    await database.run(lambda work: work.inbox.take_over(left[0], owner=MINE))
    assert await database.run(lambda work: work.inbox.left_behind({MINE}, 10)) == []
    assert await taken_up(database, MINE) == [2]


async def test_a_try_is_counted_when_it_is_taken_up_and_given_back_when_it_is_put_back(database: Database) -> None:
    await keep(database, 1, 2)
    await taken_up(database, MINE, 1)
    assert [one.tries for one in await waiting(database)] == [1, 0]
    await database.run(lambda work: work.inbox.put_back(THEIRS))
    assert [one.tries for one in await waiting(database)] == [1, 0]
    await database.run(lambda work: work.inbox.put_back(MINE))
    assert [one.tries for one in await waiting(database)] == [0, 0]
    assert await taken_up(database, THEIRS) == [1, 2]


async def test_two_processes_that_take_up_at_once_never_share_a_chat(database: Database) -> None:
    for chat in range(1, 9):
        await keep(database, chat * 10, chat * 10 + 1, chat=chat)
    taken = await asyncio.gather(*(taken_up(database, owner, 3) for owner in (MINE, THEIRS) * 4))
    mine, theirs = ({update // 10 for one in half for update in one} for half in (taken[::2], taken[1::2]))
    assert mine.isdisjoint(theirs)
    everything = [update for one in taken for update in one]
    assert len(everything) == len(set(everything)) == 16


async def test_crossing_off_empties_the_body_and_setting_aside_keeps_it(database: Database, clock: MovedClock) -> None:
    await keep(database, 1, 2, 3)
    rows = await waiting(database)

    def unit(work: UnitOfWork) -> None:
        work.inbox.cross_off(rows[0])
        work.inbox.set_aside(rows[1], "AB12")

    await database.run(unit)
    done, aside, left = await row(database, 1), await row(database, 2), await row(database, 3)
    assert (done.state, done.body, done.done_at) == (InboxState.DONE, None, clock.now())
    assert (aside.state, aside.body, aside.incident) == (InboxState.SET_ASIDE, '{"a": "楼"}', "AB12")
    assert (left.state, left.done_at, left.incident) == (InboxState.WAITING, None, None)
    assert await database.run(lambda work: work.inbox.depth()) == 1


async def test_what_is_answered_at_once_is_written_down_with_what_became_of_it(
    database: Database, clock: MovedClock
) -> None:
    one, other = (Waiting(None, "telegram", number, "7", '{"a": "楼"}', 1) for number in (1, 2))

    def unit(work: UnitOfWork) -> None:
        work.inbox.cross_off(one)
        work.inbox.set_aside(other, "AB12")

    await database.run(unit)
    done, aside = await row(database, 1), await row(database, 2)
    assert (done.state, done.body, done.done_at, done.tries) == (InboxState.DONE, None, clock.now(), 1)
    assert (aside.state, aside.body, aside.incident) == (InboxState.SET_ASIDE, '{"a": "楼"}', "AB12")
    assert await database.run(lambda work: work.inbox.depth()) == 0


@pytest.mark.parametrize("state", ["waits", "in other hands", "handled", "of another chat", "nothing"])
async def test_what_stands_before_an_update(database: Database, state: str) -> None:
    chat = 8 if state == "of another chat" else 7
    if state != "nothing":
        await keep(database, 1, chat=chat)
    if state == "in other hands":
        await taken_up(database, THEIRS)
    if state == "handled":
        [first] = await waiting(database)
        await database.run(partial(crossed_off, first))

    async def is_first(update_id: int, chat_id: int) -> bool:
        try:
            await database.run(partial(crossed_off, Waiting(None, "telegram", update_id, str(chat_id), "{}", 1)))
        except NotFirst:
            return False
        return True

    assert await is_first(2, 7) == (state not in ("waits", "in other hands"))
    assert await is_first(1, 9) == (state == "nothing")


async def test_two_processes_that_answer_one_update_at_once_leave_one_trace(database: Database) -> None:
    def handle(work: UnitOfWork) -> None:
        work.people.recognise("telegram", "99", None)
        work.inbox.cross_off(Waiting(None, "telegram", 1, "7", "{}", 1))

    def handle_again(work: UnitOfWork) -> None:
        work.people.recognise("telegram", "100", None)
        work.inbox.cross_off(Waiting(None, "telegram", 1, "7", "{}", 1))

    await database.run(handle)
    with pytest.raises(NotFirst):
        await database.run(handle_again)
    assert await database.run(lambda work: work.people.by_account(100)) is None


async def test_an_update_is_crossed_off_only_with_its_unit(database: Database) -> None:
    await keep(database, 1)
    [one] = await waiting(database)

    def unit(work: UnitOfWork) -> None:
        work.inbox.cross_off(one)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.run(unit)
    assert await waiting(database) == [one]


async def test_only_what_was_handled_before_that_time_is_forgotten(database: Database, clock: MovedClock) -> None:
    await keep(database, 1, 2, 3, 4)
    rows = await waiting(database)

    for one in rows[:2]:
        await database.run(partial(crossed_off, one))
        clock.move(days=2)
    await database.run(lambda work: work.inbox.set_aside(rows[2], "AB12"))
    clock.move(days=2)
    assert await database.run(lambda work: work.inbox.forget_handled(work.now - timedelta(days=5))) == 1

    def left(work: UnitOfWork) -> list[int]:
        return list(work.session.scalars(select(InboxRow.number).order_by(InboxRow.id)))

    assert await database.run(left) == [2, 3, 4]
    assert await database.run(lambda work: work.inbox.forget_handled(work.now, limit=1)) == 1
    assert await database.run(left) == [3, 4]


async def test_an_update_that_was_crossed_off_before_is_not_handled_twice(database: Database) -> None:
    """The answer to a commit was lost, and the same unit is tried again: it must leave no second trace."""
    await database.run(lambda work: work.inbox.keep([Arrived("telegram", 1, "7", "{}")]))
    row = (await database.run(lambda work: work.inbox.waiting(1)))[0]

    def handle(work: UnitOfWork) -> None:
        work.people.recognise("telegram", "99", None)
        work.inbox.cross_off(row)

    await database.run(handle)

    def handle_again(work: UnitOfWork) -> None:
        work.people.recognise("telegram", "100", None)
        work.inbox.cross_off(row)

    with pytest.raises(AlreadyHandled):
        await database.run(handle_again)
    assert await database.run(lambda work: work.people.by_account(100)) is None
