"""The courier and its stop: what has left is waited for, what has not goes back to its lane."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from bot.application import Application
from bot.channel import Parcel
from bot.courier.courier import LEASE, MAX_IN_FLIGHT, MOMENT_SECONDS, Courier
from bot.courier.send_buffer import FEW_ANSWERS, MAX_DRAWN
from bot.courier.sending import LEAVES_WITHIN
from bot.telegram.api import Answer, FilesByParameter
from bot.telegram.drawing import Call, call_for
from bot.telegram.opening import channel_of, learn_name
from bot.telegram.pace import Limits
from domain.notices.notices import Letter, Say
from playground.telegram import Person, Telegram
from storage.delivery.lanes import Lanes
from storage.engines.database import Database
from storage.engines.running import Unit
from storage.unit_of_work import UnitOfWork
from tests.accounts import account_of
from tests.conftest import MovedClock
from tests.crash.process import until
from tests.stories.neighbourhood import TOKEN, InProcess

T = TypeVar("T")

CHATS = MAX_IN_FLIGHT + FEW_ANSWERS + 5


class Slow(InProcess):
    """Telegram takes its time until told otherwise."""

    def __init__(self, telegram: Telegram) -> None:
        super().__init__(telegram, TOKEN)
        self.answers = asyncio.Event()
        self.waiting = 0
        self.sent: list[tuple[int, str]] = []

    async def call(
        self, method: str, params: Mapping[str, object], *, seconds: float = 20, files: FilesByParameter | None = None
    ) -> Answer:
        if method == "sendMessage":
            self.waiting += 1
            await self.answers.wait()
            self.sent.append((int(str(params["chat_id"])), str(params["text"])))
        return await super().call(method, params, seconds=seconds, files=files)


class Held:
    """A database that says of the next unit that it is done only when it is told to; how many units it has begun."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.until: asyncio.Event | None = None
        self.begun = 0

    @property
    def dialect(self) -> str:
        return self._database.dialect

    async def run(self, unit: Unit[T]) -> T:
        self.begun += 1
        until, self.until = self.until, None
        result = await self._database.run(unit)
        if until is not None:
            await until.wait()
        return result

    async def read(self, unit: Unit[T]) -> T:
        return await self._database.read(unit)

    async def schema(self, change: Callable[[Connection], T]) -> T:
        return await self._database.schema(change)

    async def close(self) -> None: ...


@dataclass
class Post:
    """A courier, the people he brings something to, and Telegram, which answers when it is told to."""

    people: list[Person]
    slow: Slow
    held: Held
    courier: Courier

    def queue(self, people: Sequence[Person], *, broadcast: bool = False) -> Unit[None]:
        def unit(work: UnitOfWork) -> None:
            for person in people:
                known = work.people.recognise("telegram", str(person.id), "zh")
                work.outbox.add(account_of(work, person.id), Letter(known.id, Say("cancelled")), broadcast=broadcast)

        return unit

    @property
    def receivers(self) -> list[int]:
        """Whose phones a message was sent to, one by one."""
        return [chat for chat, _ in self.slow.sent]


@pytest.fixture
async def post(database: Database, clock: MovedClock) -> Post:
    telegram = Telegram(now=clock.timestamp)
    bot = telegram.add_bot(TOKEN, username="louzhang_test_bot", name="楼长助手")
    people = [telegram.add_person(f"居民{number}") for number in range(CHATS)]
    for person in people:
        person.start(bot)
    slow = Slow(telegram)
    held = Held(database)
    me = await learn_name(slow, TOKEN)
    application = Application(held, [channel_of(slow, me, clock, Limits(0, 0, 0))], clock)
    return Post(people, slow, held, application.courier)


async def test_at_a_stop_what_has_left_lands_and_what_was_only_drawn_is_anybodys_again(
    database: Database, clock: MovedClock, post: Post
) -> None:
    courier = post.courier
    await database.run(post.queue(post.people))
    assert [await courier.round() for _ in range(4)] == [MAX_DRAWN, MAX_IN_FLIGHT, 0, 0], "what left makes room"
    await asyncio.sleep(0)
    assert post.slow.waiting == MAX_IN_FLIGHT, "no more than these can be repeated after a crash"
    courier.stopping = True
    post.slow.answers.set()
    await courier.land()
    assert len(post.receivers) == MAX_IN_FLIGHT
    left = await database.run(lambda work: (work.store(Lanes).pending(), work.store(Lanes).next_ready()))
    assert left[0] == CHATS - MAX_IN_FLIGHT
    assert left[1] is not None
    assert left[1] <= clock.now(), "nobody has to wait for a lease to end"
    taken = await database.run(lambda work: work.outbox.take(CHATS, lease=LEASE))
    assert {one.tries for one in taken} == {1}, "not having left is no try"


async def test_an_answer_rides_past_an_announcement_and_takes_none_of_it_along(database: Database, post: Post) -> None:
    *others, chen = post.people
    await database.run(post.queue(others, broadcast=True))
    assert [await post.courier.round() for _ in range(3)] == [MAX_DRAWN, MAX_IN_FLIGHT, 0]
    assert post.courier.ahead.room == 0
    await post.courier.answer(post.queue([chen]))
    assert (post.courier.ahead.answers, len(post.courier.ahead)) == (1, MAX_DRAWN + 1)
    post.slow.answers.set()
    await post.courier.drain()
    assert post.receivers.index(chen.id) == MAX_IN_FLIGHT, "the next to leave after those that were on their way"
    assert sorted(post.receivers) == sorted(person.id for person in post.people)


async def test_the_answers_of_a_whole_batch_ride_with_it(database: Database, post: Post) -> None:
    await post.courier.answer(post.queue(post.people))
    assert post.courier.ahead.answers == CHATS - MAX_IN_FLIGHT
    post.slow.answers.set()
    await post.courier.drain()
    assert sorted(post.receivers) == sorted(person.id for person in post.people)


async def let_land(post: Post) -> None:
    """What is on its way comes back; no round of the courier marks it."""
    post.slow.answers.set()
    for _ in range(50):
        await asyncio.sleep(0)


async def test_who_presses_at_once_need_not_wait_until_what_he_pressed_is_marked(
    database: Database, post: Post
) -> None:
    chen, liu, *_ = post.people
    await post.courier.answer(post.queue([chen, liu]))
    await let_land(post)
    await post.courier.answer(post.queue([chen]))
    await let_land(post)
    assert post.receivers == [chen.id, liu.id, chen.id], "his second answer rode"
    await post.courier.drain()
    assert len(post.receivers) == 3
    assert await database.run(lambda work: work.store(Lanes).pending()) == 0


async def test_what_answers_have_marked_is_not_on_its_way_any_more(post: Post) -> None:
    chen = post.people[0]
    for _ in range(MAX_IN_FLIGHT + 2):
        await post.courier.answer(post.queue([chen]))
        await let_land(post)
    assert post.receivers == [chen.id] * (MAX_IN_FLIGHT + 2), "each one rode and left"


async def test_what_came_back_is_marked_also_when_the_answer_that_would_have_done_it_is_undone(
    database: Database, post: Post
) -> None:
    chen, liu, *_ = post.people
    await post.courier.answer(post.queue([chen]))
    await let_land(post)

    def cannot_be_drawn(work: UnitOfWork) -> None:
        post.queue([chen])(work)
        work.outbox.add(
            account_of(work, liu.id),
            Letter(work.people.recognise("telegram", str(liu.id), "zh").id, Say("no-such-text")),
        )

    with pytest.raises(KeyError):
        await post.courier.answer(cannot_be_drawn)
    await post.courier.drain()
    assert post.receivers == [chen.id], "not repeated"
    assert await database.run(lambda work: work.store(Lanes).pending()) == 0


async def test_what_could_not_leave_in_time_goes_back_and_is_drawn_as_it_is_then(
    database: Database, clock: MovedClock, post: Post
) -> None:
    await post.courier.answer(post.queue(post.people))
    await asyncio.sleep(0)

    def change_language(work: UnitOfWork) -> None:
        for person in post.people:
            work.people.recognise("telegram", str(person.id), "zh").language = "en"

    await database.run(change_language)
    clock.move(seconds=LEAVES_WITHIN.total_seconds() + 1)
    post.slow.answers.set()
    await post.courier.drain()
    assert sorted(post.receivers) == sorted(person.id for person in post.people), "everybody once"
    assert [text.isascii() for _, text in post.slow.sent] == [False] * MAX_IN_FLIGHT + [True] * (CHATS - MAX_IN_FLIGHT)


async def test_the_next_batch_waits_until_few_answers_are_left_but_not_for_ever(post: Post) -> None:
    ahead = post.courier.ahead
    await post.courier.answer(post.queue(post.people))
    assert ahead.answers > FEW_ANSWERS
    began = asyncio.get_running_loop().time()
    await ahead.until_few(0.05)
    assert asyncio.get_running_loop().time() - began >= 0.04, "nothing has left"
    waiting = asyncio.create_task(ahead.until_few(60))
    await asyncio.sleep(0)
    while ahead.answers > FEW_ANSWERS:
        assert not waiting.done()
        ahead.next()
    await asyncio.wait_for(waiting, 1)


@pytest.mark.parametrize(("a_while", "waits"), [(60, True), (0.01, False)])
async def test_what_came_back_is_marked_when_nobody_is_being_answered_but_not_later_than_a_while(
    database: Database, clock: MovedClock, post: Post, monkeypatch: pytest.MonkeyPatch, a_while: float, waits: bool
) -> None:
    monkeypatch.setattr("bot.courier.courier.QUIET_WAIT_SECONDS", a_while)
    chen, liu, *_ = post.people
    delivering = asyncio.create_task(post.courier.deliver_forever())
    await until(lambda: post.held.begun == 1, seconds=10, what="the unit begins")  # his first look round
    await post.courier.answer(post.queue([chen]))
    answered = post.held.until = asyncio.Event()
    answering = asyncio.create_task(post.courier.answer(post.queue([liu])))
    await until(lambda: post.held.begun == 3, seconds=10, what="the unit begins")
    await let_land(post)
    if waits:
        assert post.held.begun == 3, "nothing was begun beside it"
    else:
        await until(lambda: post.held.begun == 4, seconds=10, what="the unit begins")
    answered.set()
    await answering
    clock.move(seconds=MOMENT_SECONDS)
    await until(lambda: post.held.begun > 3, seconds=10, what="the unit begins")
    post.courier.stopping = True
    post.courier.wake()
    await delivering
    assert post.receivers == [chen.id, liu.id]
    assert await database.run(lambda work: work.store(Lanes).pending()) == 0


async def test_a_bug_while_a_screen_becomes_a_message_sets_that_one_aside_and_the_others_arrive(
    database: Database, post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    chen, liu, *_ = post.people

    def call_but_for_him(parcel: Parcel) -> Call:
        if parcel.address == str(liu.id):
            raise ValueError(parcel.screen.text)
        return call_for(parcel)

    monkeypatch.setattr("bot.telegram.channel.call_for", call_but_for_him)
    post.slow.answers.set()
    await post.courier.answer(post.queue([liu, chen]))
    await post.courier.drain()
    assert post.receivers == [chen.id]
    (incident,) = re.findall(r"incident (\w+) outbox=\d+ ValueError", caplog.text)
    assert f"set aside: {incident}" in caplog.text
    assert post.slow.sent[0][1] not in caplog.text, "the log has frames, and no words"
    assert await database.run(lambda work: work.store(Lanes).pending()) == 0
