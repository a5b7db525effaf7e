"""Units that sweep lanes while others settle them: on PostgreSQL neither may wait for the other for ever."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from bot.subjects import SUBJECTS
from domain.notices.notices import Letter, Say
from storage.delivery.outbox import Sent, Taken
from storage.engines.database import Database, open_database
from storage.models.delivery import OutboxState
from storage.sql.errors import TryAgain
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock

CHATS = (1, 2, 3)
ROUNDS = 12


@pytest.fixture
async def database(postgres_database: str, clock: MovedClock) -> AsyncIterator[Database]:
    opened = open_database(postgres_database, clock.now, SUBJECTS)
    yield opened
    await opened.close()


def queue(work: UnitOfWork) -> None:
    for chat in CHATS:
        for _ in range(2):
            work.outbox.add(chat, Letter(0, Say("a", {"n": chat})))


def settle(taken: list[Taken], work: UnitOfWork) -> None:
    work.outbox.settle([Sent(one, OutboxState.SENT, work.now, 7) for one in sorted(taken, key=lambda one: one.lane)])


def stops_the_bot(work: UnitOfWork) -> None:
    """The last chat is gone; the first is told of it."""
    work.outbox.drop(CHATS[-1], "stopped")
    work.outbox.add(CHATS[0], Letter(0, Say("b")))


def moves(work: UnitOfWork) -> None:
    work.outbox.move(CHATS[-1], CHATS[1])
    work.outbox.add(CHATS[0], Letter(0, Say("b")))


@pytest.mark.parametrize("sweep", [stops_the_bot, moves])
async def test_somebody_stops_the_bot_while_his_answer_is_being_marked(
    database: Database, sweep: Callable[[UnitOfWork], None]
) -> None:
    for _ in range(ROUNDS):
        await database.run(queue)
        taken = await database.run(lambda work: work.outbox.take(9, lease=timedelta(seconds=60)))
        ended = await asyncio.gather(
            database.run(lambda work, taken=taken: settle(taken, work)),  # type: ignore[misc]
            database.run(sweep),
            return_exceptions=True,
        )
        assert not any(isinstance(one, TryAgain) for one in ended), "a deadlock"
        assert [*ended] == [None, None]
