"""The outbox on both databases: order per chat, leases, retries, redraws, lost and moved chats."""

import asyncio
import random
from datetime import timedelta
from time import perf_counter

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import create_async_engine

from bot.subjects import SUBJECTS
from domain.notices.notices import CardRedraw, DraftScreen, Letter, Say
from storage.delivery.delivered import Delivered
from storage.delivery.lanes import Lanes
from storage.delivery.outbox import Taken
from storage.engines.database import Database, open_database
from storage.models import OutboxRow
from storage.models.delivery import OutboxState
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.storage.mail import LEASE, add, again, counts, queue, rows, settle, take, words


async def test_order_is_kept_per_chat_over_many_interleaved_takes(database: Database, clock: MovedClock) -> None:
    dice = random.Random(1)
    chats = [11, 12, 13, -14]
    for number in range(10):
        for chat in dice.sample(chats, len(chats)):
            await queue(database, chat, f"{chat} {number}")
    delivered: dict[int, list[str]] = {chat: [] for chat in chats}
    flying: list[Taken] = []
    while sum(map(len, delivered.values())) < 40:
        taken = await take(database, dice.randint(1, 3))
        flying += taken
        assert len({one.account_id for one in flying}) == len(flying)  # never two of one chat
        dice.shuffle(flying)
        landed = flying.pop()
        if dice.random() < 0.3:
            await again(database, landed, after=1)
            clock.move(seconds=1)
        else:
            delivered[landed.account_id] += words([landed])
            await settle(database, landed)
    assert delivered == {chat: [f"{chat} {number}" for number in range(10)] for chat in chats}
    assert await take(database) == []


async def test_couriers_side_by_side_keep_order_and_send_nothing_twice(database: Database) -> None:
    chats = list(range(100, 110))
    for number in range(4):
        for chat in chats:
            await queue(database, chat, f"{number}")
    delivered: dict[int, list[str]] = {chat: [] for chat in chats}

    async def courier() -> None:
        while taken := await take(database, 3):
            for one in taken:
                delivered[one.account_id] += words([one])
            await settle(database, *taken)

    while (await counts(database))[1]:
        await asyncio.gather(*(courier() for _ in range(6)))
    assert delivered == {chat: ["0", "1", "2", "3"] for chat in chats}


async def test_a_lease_that_ran_out_is_taken_again(database: Database, clock: MovedClock) -> None:
    await queue(database, 1, "a", "b")
    [first] = await take(database)
    clock.move(seconds=59)
    assert await take(database) == []
    clock.move(seconds=1)
    [second] = await take(database)
    assert (second.id, second.tries) == (first.id, 2)
    assert second.fence > first.fence


async def test_the_late_answer_to_a_lease_that_passed_on_changes_nothing(database: Database, clock: MovedClock) -> None:
    await queue(database, 1, "a", "b")
    [first] = await take(database)
    clock.move(seconds=61)
    [second] = await take(database)
    before = (await rows(database), await counts(database))
    await settle(database, first)
    await again(database, first, after=600)
    assert (await rows(database), await counts(database)) == before
    await settle(database, second)
    assert [state for _, _, state, _ in await rows(database)] == [OutboxState.SENT, OutboxState.WAITING]
    await settle(database, second)  # said twice, counted once
    assert words(await take(database)) == ["b"]


async def test_what_is_tried_again_keeps_its_place(database: Database, clock: MovedClock) -> None:
    await queue(database, 1, "a", "b")
    [head] = await take(database)
    await again(database, head, after=10)
    assert await take(database) == []
    assert await database.run(lambda work: work.store(Lanes).next_ready()) == clock.now() + timedelta(seconds=10)
    clock.move(seconds=10)
    [repeated] = await take(database)
    assert (words([repeated]), repeated.tries) == (["a"], 2)
    await settle(database, repeated)
    assert words(await take(database)) == ["b"]


async def test_being_told_to_wait_does_not_count_as_a_try(database: Database, clock: MovedClock) -> None:
    await queue(database, 1, "a")
    for _ in range(3):
        [head] = await take(database)
        assert head.tries == 1
        await again(database, head, after=5, counts=False)
        clock.move(seconds=5)
    [head] = await take(database)
    await again(database, head, after=0)
    assert [one.tries for one in await take(database)] == [2]


async def test_announcements_wait_behind_answers(database: Database) -> None:
    for chat in (1, 2, 3):
        await queue(database, chat, "announcement", broadcast=True)
    await queue(database, 9, "answer")
    await queue(database, 1, "answer")
    assert words(await take(database, 2)) == ["answer", "answer"]
    assert words(await take(database, 2)) == ["announcement", "announcement"]
    assert words(await take(database, 2)) == ["announcement"]


async def test_redraws_that_wait_together_are_one(database: Database) -> None:
    for ticket in (5, 5, 6):
        await add(database, 1, CardRedraw(ticket))
    await add(database, 2, CardRedraw(5))

    def twice(work: UnitOfWork) -> None:
        for _ in range(2):
            work.outbox.add(3, Letter(0, DraftScreen()))
            work.outbox.add(3, Letter(0, Say("a")))

    await database.run(twice)
    kinds = [(chat, kind) for chat, kind, _, _ in await rows(database)]
    one, other = [(1, "CardRedraw")] * 2 + [(2, "CardRedraw")], [(3, "DraftScreen"), (3, "Say"), (3, "Say")]
    assert kinds == one + other
    said, real = await counts(database)
    assert said == real == {(1, False): 2, (2, False): 1, (3, False): 3}


async def test_a_redraw_on_its_way_does_not_swallow_the_next(database: Database) -> None:
    await add(database, 1, CardRedraw(5))
    [flying] = await take(database)
    await add(database, 1, CardRedraw(5))
    await add(database, 1, CardRedraw(5))
    await settle(database, flying)
    [second] = await take(database)
    assert second.notice == CardRedraw(5)
    await settle(database, second)
    assert await take(database) == []


async def test_a_redraw_of_one_message_is_not_joined_with_others(database: Database) -> None:
    await add(database, 1, CardRedraw(5))
    await add(database, 1, CardRedraw(5), edits=77)
    await add(database, 1, CardRedraw(5), edits=78)
    assert len(await rows(database)) == 3


async def test_nothing_is_told_to_a_lost_chat(database: Database) -> None:
    await queue(database, 1, "a", "b")
    await queue(database, 1, "c", broadcast=True)
    await queue(database, 2, "d")
    await database.run(lambda work: work.outbox.drop(1, "gone"))
    assert words(await take(database)) == ["d"]
    assert [state for _, _, state, _ in await rows(database)][:3] == [OutboxState.UNDELIVERED] * 3


async def test_a_chat_lost_while_a_message_flew_can_be_told_again_later(database: Database) -> None:
    await queue(database, 1, "a")
    flying = await take(database)
    await database.run(lambda work: work.outbox.drop(1, "gone"))
    await settle(database, *flying)  # Telegram's answer came after the person had stopped the bot
    await queue(database, 1, "welcome back")
    assert words(await take(database)) == ["welcome back"]


async def test_a_moved_group_keeps_its_messages_in_order_and_moving_twice_is_harmless(database: Database) -> None:
    await queue(database, -1, "a", "b")
    await queue(database, -1, "c", broadcast=True)
    await queue(database, -100, "d")
    flying = await take(database, 1)
    for _ in range(2):
        await database.run(lambda work: work.outbox.move(-1, -100))
    await settle(database, *flying)  # too late: it went to a number that is no more
    assert (await counts(database))[0] == (await counts(database))[1] == {(-100, False): 3, (-100, True): 1}
    told: list[str] = []
    while taken := await take(database):
        told += words(taken)
        assert {one.account_id for one in taken} == {-100}
        await settle(database, *taken)
    assert told == ["a", "c", "b", "d"]


async def test_a_letter_that_must_wait_holds_what_comes_after_it(database: Database, clock: MovedClock) -> None:
    due = clock.now() + timedelta(seconds=1.2)
    await add(database, 1, DraftScreen(), not_before=due)
    await queue(database, 1, "after")
    await queue(database, 2, "other")
    assert words(await take(database)) == ["other"]
    assert await database.run(lambda work: work.store(Lanes).next_ready()) == due
    clock.set(due)
    [first] = await take(database)
    await settle(database, first)
    assert words([first, *await take(database)]) == ["DraftScreen", "after"]


async def test_facts_nobody_can_read_any_more_come_out_empty(database: Database) -> None:
    await queue(database, 1, "a")
    await queue(database, 2, "b")

    def spoil(work: UnitOfWork) -> None:
        work.session.execute(update(OutboxRow).where(OutboxRow.account_id == 1).values(kind="Gone"))
        work.session.execute(update(OutboxRow).where(OutboxRow.account_id == 2).values(facts={"nothing": 1}))

    await database.run(spoil)
    assert [one.notice for one in await take(database)] == [None, None]


async def test_what_was_sent_long_ago_is_forgotten_and_nothing_else(database: Database, clock: MovedClock) -> None:
    await queue(database, 1, "a", "b", "c")
    await settle(database, *await take(database))
    await settle(database, *await take(database), state=OutboxState.SET_ASIDE)
    clock.move(days=2)
    assert await database.run(lambda work: work.store(Delivered).forget_sent(work.now - timedelta(days=3))) == 0
    assert await database.run(lambda work: work.store(Delivered).forget_sent(work.now - timedelta(days=1))) == 1
    assert [state for _, _, state, _ in await rows(database)] == [OutboxState.SET_ASIDE, OutboxState.WAITING]
    assert await database.run(lambda work: work.outbox.depth()) == 1


async def test_a_backlog_of_twenty_thousand_costs_nothing(database: Database) -> None:
    async def fastest() -> float:
        def timed(work: UnitOfWork) -> tuple[float, list[Taken]]:
            begin = perf_counter()
            taken = work.outbox.take(1, lease=LEASE)
            return perf_counter() - begin, taken

        spent: list[float] = []
        for _ in range(15):
            seconds, [head] = await database.run(timed)
            spent.append(seconds)
            await again(database, head, after=0)
        return min(spent)

    await queue(database, 1, "head")
    empty = await fastest()
    for _ in range(10):
        await queue(database, 1, *(["more"] * 2000))
    assert await database.run(lambda work: work.outbox.depth()) == 20_001
    assert await fastest() < 5 * empty


async def test_a_copy_that_is_stopped_while_it_is_taken_does_not_leave_and_the_next_one_does(
    postgres_database: str, clock: MovedClock
) -> None:
    database = open_database(postgres_database, clock.now, SUBJECTS)
    await queue(database, 5, "stopped", "next")
    engine = create_async_engine(postgres_database.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.connect() as author:
        drop = text("UPDATE outbox SET state = :dropped WHERE id = (SELECT min(id) FROM outbox)")
        await author.execute(drop, {"dropped": OutboxState.DROPPED})
        taking = asyncio.create_task(take(database))
        await asyncio.sleep(0.3)  # it waits for the row
        assert not taking.done()
        await author.commit()
    assert words(await taking) == []
    assert words(await take(database)) == ["next"]
    await engine.dispose()
    await database.close()
