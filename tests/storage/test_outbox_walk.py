"""A long random walk through the outbox: after every step the lanes count what is really there."""

import random
from collections.abc import Callable
from functools import partial

import pytest

from domain.notices.notices import CardRedraw, Letter, Say
from domain.refusal import Refusal
from storage.delivery.outbox import Taken
from storage.engines.database import Database
from storage.models.delivery import OutboxState
from storage.unit_of_work import UnitOfWork
from tests.conftest import MovedClock
from tests.storage.mail import again, counts, settle, take

CHATS = [1, 2, -3, -4]


def queue_some(dice: random.Random) -> Callable[[UnitOfWork], None]:
    """A unit that queues a few letters, and gives some of them up again."""

    def unit(work: UnitOfWork) -> None:
        for _ in range(dice.randint(1, 3)):
            notice = CardRedraw(dice.randint(1, 2)) if dice.random() < 0.5 else Say("a")
            work.outbox.add(dice.choice(CHATS), Letter(0, notice), broadcast=dice.random() < 0.3)
        try:
            with work.attempt():
                work.outbox.add(dice.choice(CHATS), Letter(0, Say("never")))
                raise Refusal("refused-old-button")
        except Refusal:
            pass

    return unit


def lose(chat: int, work: UnitOfWork) -> None:
    work.outbox.drop(chat, "gone")


def move(old: int, new: int, work: UnitOfWork) -> None:
    work.outbox.move(old, new)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_the_lanes_count_what_is_there_whatever_happens(database: Database, clock: MovedClock, seed: int) -> None:
    dice = random.Random(seed)
    flying: list[Taken] = []
    for step in range(150):
        match dice.choice(["queue", "queue", "take", "take", "settle", "settle", "again", "late", "lost", "moved"]):
            case "queue":
                await database.run(queue_some(dice))
            case "take":
                flying += await take(database, dice.randint(1, 4))
            case "settle" if flying:
                state = dice.choice([OutboxState.SENT, OutboxState.SET_ASIDE, OutboxState.DROPPED])
                await settle(database, dice.choice(flying), state=state)
            case "again" if flying:
                await again(database, dice.choice(flying), after=dice.randint(0, 90), counts=dice.random() < 0.5)
            case "late":
                clock.move(seconds=dice.randint(1, 70))
            case "lost" if dice.random() < 0.4:
                await database.run(partial(lose, dice.choice(CHATS)))
            case "moved" if dice.random() < 0.4:
                old, new = dice.sample(CHATS, 2)
                await database.run(partial(move, old, new))
        said, real = await counts(database)
        assert said == real, f"after step {step}"
    clock.move(days=1)
    while taken := await take(database):
        await settle(database, *taken)
    assert await counts(database) == ({}, {})
